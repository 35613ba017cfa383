#pragma once

#include <rung/core/assert.hpp>
#include <rung/insight/life.hpp>
#include <rung/insight/periods.hpp>

#include <cstdint>
#include <map>

namespace rung {
inline namespace v0 {
namespace insight {

/// What is counted as activity, in which periods, and up to when the log is known.
struct activity_terms {
    /// The last instant that is known; must be given.
    instant as_of = instant::never();
    insight::periods periods{};
    /// Kinds of event by which a client is active.
    kinds active = kinds::all();

    friend bool operator==(activity_terms const&, activity_terms const&) = default;
};

/// Who was there in a period, by what they did before.
struct activity_counts {
    std::int64_t fresh = 0;  ///< for the first time
    /// In the period before too: more often than then, as often, less often.
    std::int64_t more = 0;
    std::int64_t same = 0;
    std::int64_t less = 0;
    std::int64_t resurrecting = 0;  ///< again, after one period or more without them
    std::int64_t dormant = 0;       ///< in the period before, and not in this one

    [[nodiscard]] constexpr std::int64_t returning() const noexcept { return more + same + less; }
    [[nodiscard]] constexpr std::int64_t active() const noexcept {
        return fresh + returning() + resurrecting;
    }
    constexpr void add(activity_counts const& b, std::int64_t times) noexcept {
        fresh += b.fresh * times;
        more += b.more * times;
        same += b.same * times;
        less += b.less * times;
        resurrecting += b.resurrecting * times;
        dormant += b.dormant * times;
    }
    friend constexpr bool operator==(activity_counts const&, activity_counts const&) = default;
};

/// New, returning, resurrecting and dormant clients by period: `seen.each(activity)`, or each_life of a base
/// with history. A life can be taken out again. Two of them add up with +=; nothing depends on the order.
class activity {
public:
    explicit activity(activity_terms terms) : terms_{terms} {
        if (!terms_.as_of.is_moment())
            RUNG_ASSERT("activity is counted up to an instant: activity_terms::as_of");
    }
    [[nodiscard]] activity_terms const& terms() const noexcept { return terms_; }

    void operator()(life const& l) { count(l, 1); }
    void take_out(life const& l) { count(l, -1); }

    /// The period that is running as of the last instant, by number.
    [[nodiscard]] std::int64_t running() const noexcept { return terms_.periods.number(terms_.as_of); }
    /// Whether all of a period is known. Of one that runs, nobody is dormant yet, and the rest may grow.
    [[nodiscard]] bool is_complete(std::int64_t period) const noexcept {
        return detail::is_over(terms_.periods.begin(period + 1), terms_.as_of);
    }
    /// The counts of a period; one that has not begun is refused.
    [[nodiscard]] activity_counts in(std::int64_t period) const {
        if (period > running())
            RUNG_ASSERT("a period that has not begun was asked for: running() is the last one");
        auto const found = counts_.find(period);
        return found != counts_.end() ? found->second : activity_counts{};
    }
    /// Calls visit(period, counts) from the first period in which anybody was active to the running one.
    template <class Visit>
    void each(Visit&& visit) const {
        if (counts_.empty()) return;
        for (auto p = counts_.begin()->first; p <= running(); ++p) visit(p, in(p));
    }

    activity& operator+=(activity const& b) {
        if (!(terms_ == b.terms_)) RUNG_ASSERT("activities on different terms do not add up");
        for (auto const& [period, c] : b.counts_) put(period, c, 1);
        return *this;
    }
    friend bool operator==(activity const&, activity const&) = default;

private:
    activity_terms terms_;
    std::map<std::int64_t, activity_counts> counts_{};

    void put(std::int64_t period, activity_counts const& c, std::int64_t times) {
        auto const at = counts_.try_emplace(period).first;
        at->second.add(c, times);
        if (at->second == activity_counts{}) counts_.erase(at);
    }
    void count(life const& l, std::int64_t sign) {
        bool is_first = true;
        std::int64_t last = 0;
        std::int64_t events_in_last = 0;
        auto const went = [&](std::int64_t next) {
            if (!is_first && last + 1 < next && is_complete(last + 1)) put(last + 1, {.dormant = 1}, sign);
        };
        auto m = l.marks.begin();
        while (m != l.marks.end() && m->at() <= terms_.as_of) {
            if (!terms_.active.has(m->kind)) {
                ++m;
                continue;
            }
            auto const period = terms_.periods.number(m->at());
            auto const end = terms_.periods.begin(period + 1);
            std::int64_t events = 0;
            for (; m != l.marks.end() && m->at() <= terms_.as_of && m->at() < end; ++m)
                events += terms_.active.has(m->kind) ? 1 : 0;
            went(period);
            activity_counts c;
            if (is_first)
                c.fresh = 1;
            else if (last + 1 < period)
                c.resurrecting = 1;
            else
                (events > events_in_last ? c.more : events == events_in_last ? c.same : c.less) = 1;
            put(period, c, sign);
            is_first = false;
            last = period;
            events_in_last = events;
        }
        went(running() + 1);
    }
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
