#pragma once

#include <rung/core/client.hpp>
#include <rung/core/config.hpp>
#include <rung/core/judge.hpp>
#include <rung/core/policy.hpp>
#include <rung/core/transition.hpp>
#include <rung/core/watch.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace rung {
inline namespace v0 {

/// What the rules say of a client, and what an occasion makes of it: pure functions of the facts, the
/// standing and the instant. The base of all that moves clients.
template <class Rules>
class occasion {
public:
    using ladder_type = typename Rules::ladder_type;
    using schema_type = typename Rules::schema_type;
    using stage_type = typename ladder_type::stage_type;
    using facts_type = typename schema_type::facts;
    using findings = typename Rules::findings;

    constexpr explicit occasion(Rules const& rules) noexcept : rules_{rules} {}

    /// Whether it holds its ladder itself: what refers to the ladder then refers to this object, which so has
    /// to have a name. What is bound at compile time holds nothing.
    static constexpr bool holds_ladder = !std::is_empty_v<Rules>;

    [[nodiscard]] constexpr ladder_type const& ladder() const& noexcept { return rules_.ladder(); }
    void ladder() const&& requires holds_ladder = delete;  // give the lifecycle a name
    [[nodiscard]] constexpr auto const& ascent() const noexcept { return rules_.ascent(); }
    [[nodiscard]] constexpr auto const& descent() const noexcept { return rules_.descent(); }
    [[nodiscard]] constexpr auto const& comeback() const noexcept { return rules_.comeback(); }

    /// What the rules say of these facts at an instant.
    [[nodiscard]] constexpr verdict judge(facts_type const& f, instant now) const noexcept {
        return rules_.judge(f, now);
    }

    /// The rung that the rules alone give: for rungs that the client has, the rule to keep counts; for the
    /// others, the rule to enter. Of those up to one that is always kept, none is lost.
    RUNG_FORCE_INLINE [[nodiscard]] constexpr std::uint8_t qualified(verdict const& v,
                                                                     std::uint8_t from) const noexcept {
        // The same as (keep & had) | (enter & ~had), and no code at all if the two rules are known to be one.
        auto const rules = v.enter ^ ((v.enter ^ v.keep) & up_to(from));
        return ascent().qualified(rules | rules_.ladder().never_lost(from));
    }

    /// The same for a client who stands so at an instant: they enter a rung with a wait only from the one
    /// below, when they have stood there long enough, and none above it before.
    [[nodiscard]] RUNG_NO_INLINE constexpr std::uint8_t
    open_to(verdict v, std::uint8_t from, standing const& s, instant at) const noexcept {
        auto closed = rules_.waits() & ~up_to(from);
        if (closed != 0 && wait_over(s) <= at) closed &= ~(std::uint64_t{2} << s.place);
        v.enter &= below_first(closed);
        return qualified(v, from);
    }

    /// The exit that a client goes to from a place, or stays at: of those whose rule holds, the one where
    /// they are, or the first.
    [[nodiscard]] constexpr std::uint8_t exit_of(verdict const& v, std::uint8_t place) const noexcept {
        auto const rungs = this->rungs();
        if (place >= rungs && (v.exits >> (place - rungs) & 1) != 0) return place;
        return static_cast<std::uint8_t>(rungs + static_cast<std::size_t>(detail::countr_zero(v.exits)));
    }

    /// The rung of one of whom all facts become known at once: below the first one with a wait.
    [[nodiscard]] constexpr std::uint8_t newcomer(verdict v) const noexcept {
        v.enter &= below_first(rules_.waits());
        return qualified(v, 0);
    }

    /// When the client has stood on their rung as long as the next one asks; forever() if it asks for
    /// nothing.
    [[nodiscard]] constexpr instant wait_over(standing const& s) const noexcept {
        if (s.place + std::size_t{1} >= rungs() || (rules_.waits() >> s.place & 2) == 0)
            return instant::forever();
        return ladder().wait(rung::stage_at<stage_type>(s.place + std::size_t{1})).end(s.since);
    }
    /// Until when the client's rung is guaranteed; never() if it is not.
    [[nodiscard]] constexpr instant guaranteed_until(standing const& s) const noexcept {
        if (s.place >= rungs() || !descent().falls) return instant::never();
        auto const g = ladder().guaranteed(rung::stage_at<stage_type>(s.place));
        return g.given() ? g.end(s.since) : instant::never();
    }

    /// The rung from which the client is judged.
    [[nodiscard]] constexpr std::uint8_t judged_from(standing const& s) const noexcept {
        return s.place < rungs() ? s.place : comeback().start(s.left());
    }

protected:
    /// What an occasion does.
    struct step {
        standing next{};
        hold why = hold::none;
        /// The rung from which the client was judged.
        std::uint8_t from = 0;
    };

    /// Where an occasion at `at` takes a client, given the verdict `v` of the rules and the `places` open to
    /// them.
    template <class Places>
    RUNG_FORCE_INLINE [[nodiscard]] constexpr step decide(verdict const& v, standing s, instant at,
                                                          Places const& places) const noexcept {
        auto const rungs = this->rungs();
        if (places.pinned_out(rungs)) return leave(s, places.clamp(0), hold::decision);
        if (v.exits != 0 && !places.kept_in()) {
            return leave(s, exit_of(v, s.place), hold::exit);
        }
        auto const judged = judged_from(s);
        auto const from = places.clamp(judged);
        s.set_in_grace(s.in_grace() && from == judged);
        auto const wanted = open_at(v, from, s, at);
        if (s.place != from) s.since = at;
        s.place = from;
        auto const target = places.clamp(wanted);
        if (target >= from) {
            s.set_in_grace(false);
            auto held = target > from ? hold::ascent : target != wanted ? hold::decision : hold::none;
            if constexpr (Rules::may_have_waits) {
                if (target == wanted && wanted == from && qualified(v, from) > from) held = hold::wait;
            }
            if (target > from) s.place = ascent().step(from, target);
            return {s, s.place == from ? held : hold::none, judged};
        }
        if (!descent().falls) return {s, hold::descent, judged};
        if constexpr (Rules::may_have_graces) {
            if (auto const held = held_up(s, at); held != hold::none) return {s, held, judged};
        } else if (s.in_grace() && at < s.due) {  // begun under other rules
            return {s, hold::grace, judged};
        }
        s.set_in_grace(false);
        s.place = descent().step(from, target);
        s.since = at;
        if constexpr (Rules::may_have_graces) {
            if (s.place > target) begin_grace(s, at, true);
        }
        return {s, hold::none, judged};
    }

    [[nodiscard]] constexpr std::size_t rungs() const noexcept { return rules_.rungs(); }

    // All rungs below the lowest of some; all of them if there are none.
    [[nodiscard]] static constexpr std::uint64_t below_first(std::uint64_t some) noexcept {
        return some == 0 ? ~std::uint64_t{0} : (some - 1) & ~some;
    }
    RUNG_FORCE_INLINE [[nodiscard]] constexpr std::uint8_t
    open_at(verdict const& v, std::uint8_t from, [[maybe_unused]] standing const& s,
            [[maybe_unused]] instant at) const noexcept {
        if constexpr (Rules::may_have_waits)
            return open_to(v, from, s, at);
        else
            return qualified(v, from);
    }

    constexpr void find(facts_type const& f, instant now, findings& out) const noexcept {
        rules_.find(f, now, out);
    }
    [[nodiscard]] constexpr verdict judge(findings const& found) const noexcept {
        return rules_.judge(found);
    }

    /// The client stands on a rung, and only the rules decide about them.
    RUNG_FORCE_INLINE [[nodiscard]] constexpr bool is_free(standing const& s,
                                                           verdict const& v) const noexcept {
        bool const is_bound = s.is_bound();
        bool const is_on_rung = s.place < rungs();
        return !is_bound & is_on_rung & (v.exits == 0);
    }

    /// The rung to which an occasion takes a client who is free and qualifies for another: their own if a
    /// policy holds them; max_places if a grace begins.
    RUNG_FORCE_INLINE [[nodiscard]] constexpr std::size_t destination(std::uint8_t from,
                                                                      std::uint8_t qualified) const noexcept {
        if (qualified > from) return ascent().step(from, qualified);
        if (qualified == from) return from;
        if (!descent().falls) return from;
        if constexpr (Rules::may_have_graces) {
            if (rules_.has_graces() && may_hold(from)) return max_places;
        }
        return descent().step(from, qualified);
    }

    /// Whether an occasion moves the client, or begins a grace.
    RUNG_FORCE_INLINE [[nodiscard]] constexpr bool leaves(std::uint8_t from,
                                                          std::uint8_t qualified) const noexcept {
        using up = std::remove_cvref_t<decltype(ascent())>;
        using down = std::remove_cvref_t<decltype(descent())>;
        if constexpr (detail::is_own_ascent<up> && detail::is_own_descent<down>)  // without a branch
            return (qualified > from) | ((qualified < from) & descent().falls);
        else
            return destination(from, qualified) != from;
    }

    /// The rung on which a client rests after an occasion, given the verdict `v`. no_rest if it is not that
    /// simple: there is a decision about them, a grace runs or begins, they are out or go out, a policy holds
    /// them.
    static constexpr std::uint8_t no_rest = 255;
    RUNG_FORCE_INLINE [[nodiscard]] constexpr std::uint8_t rest_of(standing const& s,
                                                                   verdict const& v) const noexcept {
        if (!is_free(s, v)) return no_rest;
        auto const to = qualified(v, s.place);
        if (to != s.place && (destination(s.place, to) != to || qualified(v, to) != to)) return no_rest;
        if constexpr (Rules::may_have_waits) {
            if (to != s.place && rules_.waits() != 0) return no_rest;
        }
        return to;
    }

    /// The client stands on the rung that they qualify for.
    RUNG_FORCE_INLINE [[nodiscard]] constexpr bool is_at_rest(standing const& s,
                                                              verdict const& v) const noexcept {
        return is_free(s, v) && qualified(v, s.place) == s.place;
    }

    /// The first occasion after `at` that time alone makes and that changes the standing of a client who is
    /// at rest on `rung`, where they stand or where they go; forever() if there is none. `found` is what was
    /// found at `at`.
    RUNG_FORCE_INLINE [[nodiscard]] constexpr instant end_of_rest(facts_type const& f,
                                                                  [[maybe_unused]] standing const& s,
                                                                  std::uint8_t rung, instant at,
                                                                  findings const& found) const noexcept {
        if (rules_.is_sure(rung)) return rules_.sure_end(f, rung, at);
        if constexpr (Rules::may_have_waits) {
            if (rules_.waits() != 0) return end_of_wait(f, s, rung, at, found);
        }
        auto const moves = [&](instant, verdict const& v) {
            bool const is_elsewhere = leaves(rung, qualified(v, rung));
            return is_elsewhere | (v.exits != 0);
        };
        return rules_.first_edge(f, found, rules_.watched(rung), at, instant::forever(), moves);
    }

    /// The first occasion after `from` and before `limit` that time alone makes and that changes the
    /// standing; `limit` if there is none. `found` is what was found at `from`. Looks only at the instants
    /// when a condition changes.
    template <class Places>
    RUNG_NO_INLINE [[nodiscard]] constexpr instant
    first_change(facts_type const& f, standing const& s, instant from, findings const& found, instant limit,
                 Places const& places) const noexcept {
        if ((ladder().aging() == 0 && rules_.waits() == 0) || places.pinned_out(rungs())) return limit;
        auto const rung = places.clamp(judged_from(s));
        auto const v = judge(found);
        auto const wants = [&](verdict const& then, [[maybe_unused]] instant at) {
            return open_at(then, rung, s, at);
        };
        auto before = wants(v, from);
        auto exits = v.exits;
        auto const changes = [&](instant at, verdict const& then) {
            auto const wanted = wants(then, at);
            if (wanted == before && then.exits == exits) return false;
            before = wanted;
            exits = then.exits;
            auto const next = decide(then, s, at, places).next;
            return next.place != s.place || next.in_grace() != s.in_grace();
        };
        if constexpr (Rules::may_have_waits) {
            // Up to the end of the wait, at it, and after it. Rules with only one instant to look at ask
            // about it wherever it is.
            auto const opens = wait_over(s);
            auto seen = found;
            for (auto begin = from;;) {
                auto const end = begin < opens && opens < limit ? opens : limit;
                auto const inside = [&](instant at, verdict const& then) {
                    return begin < at && at < end && changes(at, then);
                };
                auto const at = rules_.first_edge(f, seen, ladder().aging(), begin, end, inside);
                if (at < end || end == limit) return at;
                find(f, end, seen);
                if (changes(end, judge(seen))) return end;
                begin = end;
            }
        } else {
            return rules_.first_edge(f, found, ladder().aging(), from, limit, changes);
        }
    }

    /// Whether a client comes back to the ladder, and the policy forgets their facts.
    template <class Places>
    [[nodiscard]] constexpr bool may_forget(standing const& s, verdict const& v,
                                            Places const& places) const noexcept {
        return comeback().forgets && s.place >= rungs() && v.exits == 0 && !places.pinned_out(rungs());
    }

    /// The move that a step is, seen from the standing before it.
    [[nodiscard]] constexpr named_transition<ladder_type> describe(standing const& before, step const& taken,
                                                                   client_id id, instant at,
                                                                   move_cause why) const noexcept {
        transition<stage_type> t;
        t.client = id;
        t.at = at;
        t.from = rung::stage_at<stage_type>(before.place);
        t.to = rung::stage_at<stage_type>(taken.next.place);
        t.why = why.why();
        t.kind = why.kind();
        t.peak = rung::stage_at<stage_type>(before.peak);
        if (taken.next.place < rungs() && taken.next.place > taken.from + 1)
            t.skipped = static_cast<std::uint8_t>(taken.next.place - taken.from - 1);
        return {t, &ladder()};
    }

private:
    RUNG_NO_UNIQUE_ADDRESS Rules rules_;

    // The client goes to an exit, or is held at the one they left by.
    [[nodiscard]] constexpr step leave(standing s, std::uint8_t exit, hold by) const noexcept {
        if (s.place == exit) return {s, by, s.place};
        if (s.place < rungs()) s.set_left(s.place);
        s.place = exit;
        s.set_in_grace(false);
        return {s, hold::none, s.left()};
    }

    // Of end_of_rest, for a ladder with waits: what was found is copied, or it would be put into memory for
    // all ladders.
    RUNG_NO_INLINE constexpr instant end_of_wait(facts_type const& f, standing s, std::uint8_t rung,
                                                 instant at, findings found) const noexcept {
        if (rung != s.place) s.since = at;
        s.place = rung;
        return first_change(f, s, at, found, instant::forever(), detail::any_place{});
    }

    // Whether a client whose rule to keep a rung has failed may stay there.
    [[nodiscard]] RUNG_NO_INLINE constexpr bool may_hold(std::uint8_t rung) const noexcept {
        return detail::may_hold(ladder(), descent(), rung::stage_at<stage_type>(rung));
    }

    // What holds a client up who fails the rule to keep their rung: a guarantee or a grace, which may begin;
    // none if they fall. At the end of a guarantee the grace begins, at its own end it is over.
    RUNG_NO_INLINE constexpr hold held_up(standing& s, instant at) const noexcept {
        auto const guaranteed = guaranteed_until(s);
        bool const runs = s.in_grace() && at < s.due;
        bool const over = s.in_grace() && !runs && guaranteed < at;
        if (over || (!runs && !begin_grace(s, at, false))) return hold::none;
        return at < guaranteed ? hold::guarantee : hold::grace;
    }

    // After a fall the next review is meant, not this one.
    RUNG_NO_INLINE constexpr bool begin_grace(standing& s, instant at, bool fell) const noexcept {
        auto end = guaranteed_until(s);
        if (end <= at && rules_.has_graces()) {
            auto const grace = ladder().grace(rung::stage_at<stage_type>(s.place));
            bool const is_review = grace.how() == time_limit::shape::review;
            end = grace.end(is_review && fell ? at + duration{1} : at);
            // At a review nobody waits for another grace.
            if (!is_review || end > at) end = at + descent().grace(end - at);
        }
        s.set_in_grace(end > at);
        if (s.in_grace()) s.due = end;
        return s.in_grace();
    }
};

}  // namespace v0
}  // namespace rung
