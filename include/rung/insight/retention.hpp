#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/stage.hpp>
#include <rung/insight/interval.hpp>
#include <rung/insight/life.hpp>
#include <rung/insight/periods.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// In which periods a client has to be there to be retained after k of them.
enum class retained : std::uint8_t {
    on,           ///< in period k
    on_or_after,  ///< in period k or a later one, as far as is known
    rolling,      ///< in one of the `window` periods that end with k
};

/// Who belongs to a cohort, what it is to be there, and up to when the log is known.
struct retention_terms {
    /// The last instant that is known; must be given.
    instant as_of = instant::never();
    /// Cohorts are those who began in the same one of these.
    insight::periods periods{};
    /// Periods after the beginning are these too, or, where this is not zero, the client's own: so long each,
    /// from the second in which they began. `1_days`: 24-hour periods.
    duration own_periods{};
    /// How many periods after the beginning are counted, the first one included.
    std::size_t columns = 13;

    /// A client begins with the first event of these kinds,
    kinds begins = kinds::all();
    /// or, where this is given, when they first stand on this rung or above it.
    std::optional<place_number> reaching{};
    /// They begin anew in each period in which they have such an event, and are in many cohorts.
    bool every_time = false;

    /// A client is there in a period by an event of these kinds in it,
    kinds active = kinds::all();
    /// or, where this is given, by standing on this rung or above it when the period ends.
    std::optional<place_number> at_least{};
    insight::retained how = retained::on;
    std::size_t window = 1;  ///< of rolling

    friend bool operator==(retention_terms const& a, retention_terms const& b) noexcept {
        auto const place = [](std::optional<place_number> const& p) { return p ? int{p->index} : -1; };
        return a.as_of == b.as_of && a.periods == b.periods && a.own_periods == b.own_periods &&
               a.columns == b.columns && a.begins == b.begins && place(a.reaching) == place(b.reaching) &&
               a.every_time == b.every_time && a.active == b.active &&
               place(a.at_least) == place(b.at_least) && a.how == b.how && a.window == b.window;
    }
};

/// Of a cohort after k periods: how many were retained of those whose period k is complete (ripe), and of how
/// many it is not.
struct retention_cell {
    std::int64_t retained = 0;
    std::int64_t ripe = 0;
    std::int64_t unripe = 0;

    constexpr void add(retention_cell const& b, std::int64_t times) noexcept {
        retained += b.retained * times;
        ripe += b.ripe * times;
        unripe += b.unripe * times;
    }
    /// With its interval by Wilson; not yet known where nobody is ripe.
    [[nodiscard]] estimate share(confidence c = {}) const noexcept {
        return insight::wilson(retained, ripe, c);
    }
    friend constexpr bool operator==(retention_cell const&, retention_cell const&) = default;
};

/// Cohorts, and how many of them were still there k periods later: the triangle of retention.
///
///     rung::insight::retention triangle{{.as_of = now, .begins = kinds{event_kind::purchase}}};
///     seen.each(triangle);  // or each_life(base, triangle)
///     triangle.at(cohort, 3).share();
///
/// A life can be taken out again. Two of them add up with +=; nothing depends on the order.
class retention {
public:
    explicit retention(retention_terms terms) : terms_{terms} {
        if (!terms_.as_of.is_moment())
            RUNG_ASSERT("retention is counted up to an instant: retention_terms::as_of");
        if (terms_.columns == 0 || terms_.window == 0 || terms_.own_periods.seconds < 0)
            RUNG_ASSERT("a retention has one column or more, a window of one period or more, and periods of "
                        "some length");
        if (terms_.every_time && terms_.reaching)
            RUNG_ASSERT("a rung is reached for the first time once: every_time goes with events");
    }
    [[nodiscard]] retention_terms const& terms() const noexcept { return terms_; }

    void operator()(life const& l) { count(l, 1); }
    void take_out(life const& l) { count(l, -1); }

    /// The cohorts that have anybody, by the number of their period.
    [[nodiscard]] std::vector<std::int64_t> cohorts() const {
        std::vector<std::int64_t> out;
        out.reserve(cohorts_.size());
        for (auto const& [period, cells] : cohorts_) out.push_back(period);
        return out;
    }
    /// How many are in a cohort; 0 for one that has nobody.
    [[nodiscard]] std::int64_t size(std::int64_t cohort) const noexcept {
        auto const found = cohorts_.find(cohort);
        return found != cohorts_.end() ? found->second.front().ripe + found->second.front().unripe : 0;
    }
    /// What became of a cohort after k periods; a cohort that has nobody is refused.
    [[nodiscard]] retention_cell at(std::int64_t cohort, std::size_t k) const {
        check(k);
        auto const found = cohorts_.find(cohort);
        if (found == cohorts_.end())
            RUNG_ASSERT("nobody began in this period: cohorts() lists those in which anybody did");
        return found->second[k];
    }
    /// All cohorts together: of all clients whose period k is complete, not the mean of the cohorts' shares.
    [[nodiscard]] retention_cell pooled(std::size_t k) const {
        check(k);
        retention_cell sum;
        for (auto const& [period, cells] : cohorts_) sum.add(cells[k], 1);
        return sum;
    }

    retention& operator+=(retention const& b) {
        if (!(terms_ == b.terms_)) RUNG_ASSERT("retentions on different terms do not add up");
        for (auto const& [period, cells] : b.cohorts_) put(period, cells, 1);
        return *this;
    }
    friend bool operator==(retention const&, retention const&) = default;

private:
    using row = std::vector<retention_cell>;

    retention_terms terms_;
    std::map<std::int64_t, row> cohorts_{};

    void check(std::size_t k) const {
        if (k >= terms_.columns)
            RUNG_ASSERT("a period beyond the last column was asked for: retention_terms::columns");
    }
    void put(std::int64_t cohort, row const& cells, std::int64_t times) {
        auto& mine = cohorts_.try_emplace(cohort, terms_.columns).first->second;
        for (std::size_t k = 0; k < terms_.columns; ++k) mine[k].add(cells[k], times);
        if (mine == row(terms_.columns)) cohorts_.erase(cohort);
    }

    // The period of an instant after somebody began, 0 the first, and when a period ends.
    [[nodiscard]] std::int64_t index(instant began, instant t) const noexcept {
        if (terms_.own_periods.seconds != 0) return (t - began).seconds / terms_.own_periods.seconds;
        return terms_.periods.number(t) - terms_.periods.number(began);
    }
    [[nodiscard]] instant end(instant began, std::int64_t index) const noexcept {
        if (terms_.own_periods.seconds != 0) return began + terms_.own_periods * (index + 1);
        return terms_.periods.begin(terms_.periods.number(began) + index + 1);
    }

    void count(life const& l, std::int64_t sign) {
        if (terms_.reaching) {
            if (auto const at = reached(l, *terms_.reaching); at != instant::forever())
                count_from(at, l, sign);
            return;
        }
        bool any = false;
        std::int64_t last = 0;
        for (auto const& m : l.marks) {
            if (m.at() > terms_.as_of) break;
            if (!terms_.begins.has(m.kind)) continue;
            auto const period = terms_.periods.number(m.at());
            if (any && (!terms_.every_time || period == last)) continue;
            any = true;
            last = period;
            count_from(m.at(), l, sign);
        }
    }
    [[nodiscard]] instant reached(life const& l, place_number of) const noexcept {
        auto const rung = of.index;
        if (rung == 0 && !l.marks.empty() && l.marks.front().at() <= terms_.as_of)
            return l.marks.front().at();
        for (auto const& s : l.steps) {
            if (s.times > 0 && s.at <= terms_.as_of && s.to_at_least(rung)) return s.at;
        }
        return instant::forever();
    }

    // In which periods somebody who began then was there, as far as is known.
    [[nodiscard]] std::vector<bool> presence(instant began, life const& l) const {
        std::vector<bool> there(static_cast<std::size_t>(index(began, terms_.as_of)) + 1);
        if (!terms_.at_least) {
            for (auto const& m : l.marks) {
                if (m.at() >= began && m.at() <= terms_.as_of && terms_.active.has(m.kind))
                    there[static_cast<std::size_t>(index(began, m.at()))] = true;
            }
            return there;
        }
        auto const rung = terms_.at_least->index;
        std::int64_t stands = rung == 0 ? 1 : 0;  // everybody begins on the lowest rung
        auto s = l.steps.begin();
        for (std::size_t k = 0; k < there.size(); ++k) {
            auto const over = end(began, static_cast<std::int64_t>(k));
            for (; s != l.steps.end() && s->at < over && s->at <= terms_.as_of; ++s)
                stands +=
                    s->times * (std::int64_t{s->to_at_least(rung)} - std::int64_t{s->from_at_least(rung)});
            there[k] = stands > 0 && detail::is_over(over, terms_.as_of);
        }
        return there;
    }
    void count_from(instant began, life const& l, std::int64_t sign) {
        auto const there = presence(began, l);
        row cells(terms_.columns);
        for (std::size_t k = 0; k < terms_.columns; ++k) {
            auto const over = end(began, static_cast<std::int64_t>(k));
            if (k >= there.size() || !detail::is_over(over, terms_.as_of)) {
                cells[k].unripe = 1;
                continue;
            }
            cells[k].ripe = 1;
            auto const first = terms_.how != retained::rolling ? k : k + 1 - (std::min)(terms_.window, k + 1);
            auto const last = terms_.how == retained::on_or_after ? there.size() : k + 1;
            auto const from = there.begin() + static_cast<std::ptrdiff_t>(first);
            auto const until = there.begin() + static_cast<std::ptrdiff_t>(last);
            cells[k].retained = std::find(from, until, true) != until ? 1 : 0;
        }
        put(terms_.periods.number(began), cells, sign);
    }
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
