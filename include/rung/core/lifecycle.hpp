#pragma once

#include <rung/core/client.hpp>
#include <rung/core/judge.hpp>
#include <rung/core/policy.hpp>
#include <rung/core/transition.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace rung {
inline namespace v0 {

/// Rules and policies: moves clients. All of it is a function of the client's events, the ladder and the
/// instant asked about. `lifecycle` and `fixed` below are the two ways to make one.
template <class Rules, ascent_policy Ascent, descent_policy Descent, comeback_policy Comeback>
class mover {
public:
    using ladder_type = typename Rules::ladder_type;
    using schema_type = typename Rules::schema_type;
    using stage_type = typename ladder_type::stage_type;
    using event_type = typename schema_type::event;
    using facts_type = typename schema_type::facts;
    using client_type = basic_client<schema_type>;
    using outcome_type = outcome<ladder_type>;
    using transition_type = named_transition<ladder_type>;

    constexpr mover(Rules const& rules, Ascent up, Descent down, Comeback back) noexcept
        : rules_{rules}, ascent_{up}, descent_{down}, comeback_{back} {}

    [[nodiscard]] constexpr ladder_type const& ladder() const noexcept { return rules_.ladder(); }
    [[nodiscard]] constexpr Ascent const& ascent() const noexcept { return ascent_; }
    [[nodiscard]] constexpr Descent const& descent() const noexcept { return descent_; }
    [[nodiscard]] constexpr Comeback const& comeback() const noexcept { return comeback_; }

    /// Where the client stands. He is not moved: settle him first if time has passed.
    [[nodiscard]] constexpr stage_type stage(client_type const& c) const noexcept {
        return stage_at<stage_type>(c.standing.place);
    }

    /// The highest rung that he has stood on.
    [[nodiscard]] constexpr stage_type peak(client_type const& c) const noexcept {
        return stage_at<stage_type>(c.standing.peak);
    }

    /// What the rules say of these facts at an instant.
    [[nodiscard]] constexpr verdict judge(facts_type const& f, instant now) const noexcept {
        return rules_.judge(f, now);
    }

    /// Takes one event: first settles what fell due before it, at the exact instants, then folds it into the
    /// facts and judges the client. `sink` is called with each transition, in order. A refused event changes
    /// nothing.
    template <class Sink = ignore>
    constexpr outcome_type apply(client_type& c, event_type const& e, Sink&& sink = {}) const {
        if (auto const why = why_not(c, e); why != refusal::none) return outcome_type{why};
        std::size_t settled = 0;
        if (c.standing.due <= e.at || c.standing.in_grace) settled = settle(c, e.at, sink, e.client);
        if (c.is_new()) c.standing.since = e.at;
        auto const order = event_order::of(e.at, e.id);
        if (order > c.frontier) c.frontier = order;

        schema_type::fold(c.facts, e);
        auto v = judge(c.facts, e.at);
        if (forgotten(c.standing, v)) {
            c.facts = facts_type{};
            schema_type::fold(c.facts, e);
            v = judge(c.facts, e.at);
        }
        auto const before = c.standing;
        auto const d = decide(v, before, e.at);
        adopt(c, d, v, e.at);
        if (d.next.place == before.place) return {d.why, settled};
        auto t = describe(before, d);
        t.client = e.client;
        t.at = e.at;
        t.kind = kind_of<schema_type>(e);
        sink(t);
        return {t, settled};
    }

    /// Moves the client as time alone has moved him until `now`, each time at the exact instant. Answers how
    /// many times. If nothing is due the client stays as he is, bit for bit; never() and forever() settle
    /// nothing.
    template <class Sink = ignore>
    constexpr std::size_t settle(client_type& c, instant now, Sink&& sink = {}, client_id id = 0) const {
        std::size_t moves = 0;
        if (!now.is_moment()) return moves;
        for (;;) {
            auto const at = next_change(c);
            if (at > now) return moves;
            auto v = judge(c.facts, at);
            if (forgotten(c.standing, v)) {
                c.facts = facts_type{};
                v = judge(c.facts, at);
            }
            if (auto const closed = event_order::before(at); closed > c.frontier) c.frontier = closed;
            auto const before = c.standing;
            auto const d = decide(v, before, at);
            adopt(c, d, v, at);
            if (d.next.place == before.place) continue;  // a grace began, or was over before it ended
            auto t = describe(before, d);
            t.client = id;
            t.at = at;
            t.why = cause::time;
            sink(t);
            ++moves;
        }
    }

    /// The instant at which time alone changes the client's standing if nothing else happens: he moves, or a
    /// grace begins or is no longer needed. forever() if it never does. In closed form: no search over time.
    [[nodiscard]] constexpr instant next_change(client_type const& c) const noexcept {
        if (!c.standing.in_grace) return c.standing.due;
        auto const from = instant::from_unix(c.frontier.unix_seconds());
        return first_change(c.facts, c.standing, from, judge(c.facts, from), c.standing.due);
    }

    /// Why an event could not be taken; refusal::none if it could.
    [[nodiscard]] constexpr refusal why_not(client_type const& c, event_type const& e) const noexcept {
        instant const at = e.at;
        if (!at.is_moment()) return refusal::instant;
        if (auto const r = check<schema_type>(e); r != refusal::none) return r;
        // An event without an id is taken after all that its second has brought so far.
        if (e.id == 0) return event_order::of(at, ~event_id{0}) < c.frontier ? refusal::late : refusal::none;
        auto const order = event_order::of(at, e.id);
        if (order > c.frontier) return refusal::none;
        return order == c.frontier ? refusal::repeated : refusal::late;
    }

private:
    struct decision {
        standing next{};
        hold why = hold::none;
        /// The rung he was judged from.
        std::uint8_t from = 0;
    };

    [[no_unique_address]] Rules rules_;
    [[no_unique_address]] Ascent ascent_;
    [[no_unique_address]] Descent descent_;
    [[no_unique_address]] Comeback comeback_;

    // He stood out of the ladder, may come back, and the policy forgets what was.
    [[nodiscard]] constexpr bool forgotten(standing const& s, verdict const& v) const noexcept {
        return comeback_.forgets && s.place >= ladder().stages() && v.exits == 0;
    }

    // The rung he is judged from.
    [[nodiscard]] constexpr std::uint8_t judged_from(standing const& s) const noexcept {
        return s.place < ladder().stages() ? s.place : comeback_.start(s.left);
    }

    // The rungs he has are kept by the rule to keep, the others are entered by the rule to enter.
    RUNG_FORCE_INLINE [[nodiscard]] constexpr std::uint8_t qualified(verdict const& v,
                                                                     std::uint8_t from) const noexcept {
        auto const had = up_to(from);
        return ascent_.qualified((v.keep & had) | (v.enter & ~had));
    }

    // Where an occasion at `at` takes a client: a function of what the rules say and of where he stands.
    RUNG_FORCE_INLINE [[nodiscard]] constexpr decision decide(verdict const& v, standing s,
                                                              instant at) const noexcept {
        auto const rungs = static_cast<std::uint8_t>(ladder().stages());
        if (v.exits != 0) {
            if (s.place >= rungs && (v.exits >> (s.place - rungs) & 1) != 0) return {s, hold::exit, s.place};
            if (s.place < rungs) s.left = s.place;
            s.place = static_cast<std::uint8_t>(rungs + std::countr_zero(v.exits));
            s.in_grace = false;
            return {s, hold::none, s.left};
        }
        auto const from = judged_from(s);
        s.place = from;
        auto const target = qualified(v, from);
        if (target >= from) {
            s.in_grace = false;
            if (target > from) s.place = ascent_.step(from, target);
            return {s, target > from && s.place == from ? hold::ascent : hold::none, from};
        }
        if (!descent_.falls) return {s, hold::descent, from};
        if (s.in_grace && at < s.due) return {s, hold::grace, from};
        if (!s.in_grace && begin_grace(s, at)) return {s, hold::grace, from};
        s.in_grace = false;
        s.place = descent_.step(from, target);
        if (s.place > target) begin_grace(s, at);
        return {s, hold::none, from};
    }

    constexpr bool begin_grace(standing& s, instant at) const noexcept {
        auto const wait = descent_.grace(ladder().grace(stage_at<stage_type>(s.place)));
        s.in_grace = wait > duration{};
        if (s.in_grace) s.due = at + wait;
        return s.in_grace;
    }

    // Takes a decision over into the client.
    RUNG_FORCE_INLINE constexpr void adopt(client_type& c, decision const& d, verdict const& v,
                                           instant at) const noexcept {
        auto& s = c.standing;
        auto const since = d.next.place == s.place ? s.since : at;
        s = d.next;
        s.since = since;
        if (s.place < ladder().stages() && s.place > s.peak) s.peak = s.place;
        if (!s.in_grace) s.due = first_change(c.facts, s, at, v, instant::forever());
    }

    // The move that a decision is, seen from the standing before it.
    [[nodiscard]] constexpr transition_type describe(standing const& before,
                                                     decision const& d) const noexcept {
        transition<stage_type> t;
        t.from = stage_at<stage_type>(before.place);
        t.to = stage_at<stage_type>(d.next.place);
        t.peak = stage_at<stage_type>(before.peak);
        if (d.next.place < ladder().stages() && d.next.place > d.from + 1)
            t.skipped = static_cast<std::uint8_t>(d.next.place - d.from - 1);
        return {t, &ladder()};
    }

    // The first occasion after `from` and before `limit` that time alone makes and that changes the standing;
    // `limit` if there is none. `v` is what the rules say at `from`. Looks only at the instants at which a
    // condition changes.
    RUNG_FORCE_INLINE [[nodiscard]] constexpr instant first_change(facts_type const& f, standing const& s,
                                                                   instant from, verdict v,
                                                                   instant limit) const noexcept {
        if (ladder().aging() == 0) return limit;
        auto const rung = judged_from(s);
        auto before = qualified(v, rung);
        auto exits = v.exits;
        for (auto at = rules_.next_edge(f, from); at < limit; at = rules_.next_edge(f, at)) {
            v = judge(f, at);
            auto const now = qualified(v, rung);
            if (now == before && v.exits == exits) continue;
            auto const next = decide(v, s, at).next;
            if (next.place != s.place || next.in_grace != s.in_grace) return at;
            before = now;
            exits = v.exits;
        }
        return limit;
    }
};

/// A ladder and its policies, held at run time (or in a constexpr variable).
///
///     constexpr auto strict = rung::lifecycle{my_ladder, rung::ascent::one_step{},
///     rung::descent::after{30_days}};
template <class Ladder, ascent_policy Ascent = ascent::leap, descent_policy Descent = descent::at_once,
          comeback_policy Comeback = comeback::requalify>
class lifecycle : public mover<table_rules<Ladder>, Ascent, Descent, Comeback> {
public:
    /// Stops at a stage that nobody can reach, as the ladder does at its own defects.
    constexpr explicit lifecycle(Ladder const& of, Ascent up = {}, Descent down = {}, Comeback back = {})
        : lifecycle{unchecked{}, of, up, down, back} {
        if (defect const d = check(of, up))
            refuse(d, of.name(stage_at<typename Ladder::stage_type>(d.stage)));
    }

    /// The same for a ladder made at run time: hands the defect back instead of stopping.
    [[nodiscard]] static constexpr result<lifecycle, defect> try_make(Ladder const& of, Ascent up = {},
                                                                      Descent down = {}, Comeback back = {}) {
        if (defect const d = check(of, up)) return d;
        return lifecycle{unchecked{}, of, up, down, back};
    }

private:
    struct unchecked {};

    constexpr lifecycle(unchecked, Ladder const& of, Ascent up, Descent down, Comeback back) noexcept
        : mover<table_rules<Ladder>, Ascent, Descent, Comeback>{table_rules<Ladder>{of}, up, down, back} {}

    [[nodiscard]] static constexpr defect check(Ladder const& of, Ascent const& up) noexcept {
        if (!up.cumulative) return {};
        auto const lost = of.first_unreachable();
        return lost == of.stages() ? defect{} : defect{defect_kind::unreachable_stage, lost};
    }
};

/// A constexpr lifecycle of static storage bound at compile time: the same answers, in the code that an
/// expert would write by hand for these thresholds.
///
///     constexpr auto service = rung::lifecycle{rung::ladders::service()};
///     rung::fixed<service>{}.apply(client, event);
template <auto const& Lifecycle>
class fixed : public mover<bound_rules<Lifecycle>, std::remove_cvref_t<decltype(Lifecycle.ascent())>,
                           std::remove_cvref_t<decltype(Lifecycle.descent())>,
                           std::remove_cvref_t<decltype(Lifecycle.comeback())>> {
public:
    constexpr fixed() noexcept
        : fixed::mover{bound_rules<Lifecycle>{}, Lifecycle.ascent(), Lifecycle.descent(),
                       Lifecycle.comeback()} {}
};

}  // namespace v0
}  // namespace rung
