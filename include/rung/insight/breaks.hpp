#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/time.hpp>
#include <rung/insight/client_states.hpp>
#include <rung/insight/interval.hpp>
#include <rung/insight/occupancy.hpp>
#include <rung/insight/reading.hpp>
#include <rung/insight/survival.hpp>
#include <rung/insight/transition_counts.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace insight {

/// What a break is, and in which unit gaps are told.
struct breaks_terms {
    /// A break begins when a client has been silent for so much of their own usual gap, the mean of those
    /// between their purchases.
    std::int64_t percent_of_gap = 200;
    /// Of clients with fewer gaps than this nothing is usual.
    std::uint32_t least_gaps = 2;
    duration unit{86'400};
    friend bool operator==(breaks_terms const&, breaks_terms const&) = default;
};

/// Breaks of clients who buy periodically (001.4): how many begin one, and how many come back after how long,
/// with and without a reminder. An observer of a base whose events tell of purchases; on a base that keeps
/// history by insight::tell and insight::apply.
///
/// Time runs from the beginning of the break. A client who is reminded goes over at that moment: until then
/// they count among those who were not, so nobody is counted as reminded for having stayed away long enough
/// to be. Who was reminded was not drawn by lot: a difference is not yet an effect.
///
/// Two of them add up with +=. It remembers, of each client who buys, when.
class breaks {
public:
    /// All events of a client are to be told to one of them: parts are of different clients.
    static constexpr bool remembers_clients = true;

    struct counts {
        std::int64_t began = 0;      ///< breaks; among the reminded: those in which there was a reminder
        std::int64_t came_back = 0;  ///< by a purchase
        std::int64_t lost = 0;       ///< by an event that says so
        friend bool operator==(counts const&, counts const&) = default;
    };

    explicit breaks(breaks_terms terms = {}) : terms_{terms} {
        if (terms_.percent_of_gap <= 0 || terms_.least_gaps == 0 || terms_.unit.seconds <= 0)
            RUNG_ASSERT(
                "a break is longer than nothing, against at least one gap, in units longer than nothing");
    }

    template <class Transition>
    void operator()(Transition const&) const noexcept {}
    template <class Transition>
    void withdrawn(Transition const&) const noexcept {}
    template <has_reminders Event, class Stage>
    void happened(Event const& e, Stage) {
        take(e, 1);
    }
    template <has_reminders Event, class Stage>
    void withdrawn(Event const& e, Stage) {
        take(e, -1);
    }
    void left(client_id id, instant) noexcept { states_.forget(id); }
    /// Room for so many clients who buy.
    void reserve(std::size_t clients) { states_.reserve(clients); }
    /// An event of this client will come soon.
    void expect(client_id id) const noexcept { states_.prefetch(id); }

    [[nodiscard]] breaks_terms const& terms() const noexcept { return terms_; }
    /// All breaks as of an instant, those that still last too.
    [[nodiscard]] counts all(instant as_of) const {
        auto sum = ended_;
        each_open(as_of, [&](state const&, instant) { ++sum.began; });
        return sum;
    }
    /// Those of them in which there was a reminder.
    [[nodiscard]] counts reminded(instant as_of) const {
        auto sum = reminded_;
        each_open(as_of, [&](state const& s, instant) { sum.began += s.reminded.is_moment() ? 1 : 0; });
        return sum;
    }

    static constexpr std::size_t away = 0;
    static constexpr std::size_t back = 1;
    static constexpr std::size_t gone = 2;
    /// The breaks as a table of the places `away`, `back` and `gone`, in units since they began: before any
    /// reminder, or since one. insight::log_rank(before, since, away) tells whether they differ.
    [[nodiscard]] event_table table(bool since_reminder, instant as_of) const {
        auto counted = since_reminder ? with_ : without_;
        each_open(as_of, [&](state const& s, instant began) {
            auto const now = units(as_of - began);
            if (!s.reminded.is_moment()) {
                if (!since_reminder) counted.add({-1, now, away});
                return;
            }
            auto const when = units(s.reminded - began);
            if (since_reminder)
                counted.add({when, now, away});
            else
                counted.add({-1, when, away});
        });
        return counted.table();
    }
    /// The share of breaks that end by a purchase within a time, while nobody (or after somebody) reminded.
    /// Not yet known where none was seen for so long.
    [[nodiscard]] estimate back_within(duration limit, bool since_reminder, instant as_of,
                                       confidence c = {}) const {
        auto const n = since_reminder ? reminded(as_of).began : all(as_of).began;
        if (n <= 0) return estimate{n};
        auto const t = limit.seconds / terms_.unit.seconds;
        auto const counted = table(since_reminder, as_of);
        auto const first = first_at_risk(counted);
        auto const seen = insight::occupancy_from(counted, away, first);
        if (t > seen.last && seen.share(away, t) > 0) return estimate{n};
        auto const share = seen.at(back, t);
        if (!(share.variance > 0)) return {n, share.value};
        auto const e = share.within(n, c);
        return {n, share.value, detail::within_01(e.low()), detail::within_01(e.high())};
    }

    breaks& operator+=(breaks const& other) {
        if (!(terms_ == other.terms_)) RUNG_ASSERT("breaks counted on different terms do not add up");
        states_ += other.states_;
        without_ += other.without_;
        with_ += other.with_;
        add(ended_, other.ended_);
        add(reminded_, other.reminded_);
        return *this;
    }
    friend bool operator==(breaks const&, breaks const&) = default;

private:
    struct state {
        instant first{};                     // purchase of those that tell what is usual
        instant begins{instant::forever()};  // the break of a client who stays silent, if anything is usual
        instant reminded{};
        std::uint32_t purchases = 0;
        friend bool operator==(state const&, state const&) = default;
    };

    breaks_terms terms_;
    detail::client_states<state> states_{};
    transition_counts without_{3};
    transition_counts with_{3};
    counts ended_{};
    counts reminded_{};

    static void add(counts& all, counts const& c) noexcept {
        all.began += c.began;
        all.came_back += c.came_back;
        all.lost += c.lost;
    }
    // A part of a unit counts as one.
    [[nodiscard]] std::int64_t units(duration d) const noexcept {
        return (d.seconds + terms_.unit.seconds - 1) / terms_.unit.seconds;
    }
    // When a break begins if a client stays silent after a purchase.
    [[nodiscard]] instant beginning(state const& s, instant last) const noexcept {
        if (s.purchases <= terms_.least_gaps) return instant::forever();
        auto const gap = static_cast<std::uint32_t>((last - s.first).seconds) / (s.purchases - 1);
        return last + duration{std::int64_t{gap} * terms_.percent_of_gap / 100};
    }
    template <class Visit>
    void each_open(instant as_of, Visit const& visit) const {
        states_.each([&](client_id, state const& s) {
            if (as_of > s.begins) visit(s, s.begins);
        });
    }
    [[nodiscard]] static std::int64_t first_at_risk(event_table const& t) noexcept {
        return t.crowds.empty() ? -1 : t.crowds.front().time;
    }

    template <class Event>
    void take(Event const& e, std::int64_t one) {
        using read = reading<Event>;
        bool const buys = read::is_purchase(e), loses = read::is_loss(e), reminds = read::is_ours(e);
        if (!buys && !loses && !reminds) return;
        bool const out = one < 0;
        if (buys)
            take(states_.of(e.client, out), e.client, e.at, buys, loses, one);
        else if (auto* const known = states_.find(e.client, out); known != nullptr)
            take(*known, e.client, e.at, buys, loses, one);
    }
    void take(state& s, client_id id, instant at, bool buys, bool loses, std::int64_t one) {
        bool const is_away = at > s.begins;
        if (is_away && (buys || loses)) end(s, s.begins, at, loses, one);
        if (is_away && !buys && !loses && !s.reminded.is_moment()) s.reminded = at;
        if (loses) s = {};
        if (buys) {
            s.reminded = {};
            if (s.purchases == 0) s.first = at;
            ++s.purchases;
            s.begins = beginning(s, at);
        }
        states_.tidy(id, s, one < 0);
    }
    void end(state const& s, instant began, instant at, bool loses, std::int64_t one) {
        counts const c{one, loses ? 0 : one, loses ? one : 0};
        add(ended_, c);
        auto const to = static_cast<std::uint8_t>(loses ? gone : back);
        auto length = units(at - began);
        if (!s.reminded.is_moment()) {
            without_.add({-1, length, away, to}, one);
            return;
        }
        add(reminded_, c);
        auto const when = units(s.reminded - began);
        if (length <= when) length = when + 1;  // both in one unit: the reminder came first
        without_.add({-1, when, away}, one);
        with_.add({when, length, away, to}, one);
    }
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
