#pragma once

#include <rung/core/bound_rules.hpp>
#include <rung/core/config.hpp>
#include <rung/core/occasion.hpp>
#include <rung/core/watch.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace rung {
inline namespace v0 {

/// Moves clients. All of it is a function of the client's events, the ladder and the instant asked about.
/// `lifecycle` and `fixed` below are the two ways to make one.
template <class Rules>
class mover : public occasion<Rules> {
    using base = occasion<Rules>;

public:
    using typename base::facts_type;
    using typename base::ladder_type;
    using typename base::schema_type;
    using typename base::stage_type;
    using event_type = typename schema_type::event;
    using client_type = basic_client<schema_type>;
    using decided_client_type = basic_decided_client<schema_type>;
    using outcome_type = outcome<ladder_type>;
    using transition_type = named_transition<ladder_type>;

    using base::base;
    using base::comeback;
    using base::judge;
    using base::ladder;

    /// Where the client stands. He is not moved: settle him first if time has passed.
    [[nodiscard]] constexpr stage_type stage(client_type const& c) const noexcept {
        return rung::stage_at<stage_type>(c.standing.place);
    }

    /// The highest rung that he has stood on.
    [[nodiscard]] constexpr stage_type peak(client_type const& c) const noexcept {
        return rung::stage_at<stage_type>(c.standing.peak);
    }

    /// Takes one event: first settles what fell due before it, at the exact instants, then folds it into the
    /// facts and judges the client. `sink` is called with each transition, in order. A refused event changes
    /// nothing. A decision by hand needs a decided client.
    template <class Sink = ignore>
    constexpr outcome_type apply(client_type& c, event_type const& e, Sink&& sink = {}) const {
        return check_and_take(c, e, sink);
    }
    /// The same, put into the code of its caller: for a loop over very many events, where it matters, and
    /// nowhere else, since it is long.
    template <class Sink = ignore>
    RUNG_FORCE_INLINE constexpr outcome_type apply_inline(client_type& c, event_type const& e,
                                                          Sink&& sink = {}) const {
        return check_and_take(c, e, sink);
    }
    template <class Sink = ignore>
    constexpr outcome_type apply(decided_client_type& c, event_type const& e, Sink&& sink = {}) const {
        return check_and_take(c, e, sink);
    }

    /// The same for the next event of a history that is known to be sound and in order (see why_not): it is
    /// not looked at again, and several may have the same place in the order.
    template <class Sink = ignore>
    constexpr outcome_type apply_next(client_type& c, event_type const& e, Sink&& sink = {}) const {
        return take(c, e, sink);
    }
    template <class Sink = ignore>
    constexpr outcome_type apply_next(decided_client_type& c, event_type const& e, Sink&& sink = {}) const {
        return take(c, e, sink);
    }

    /// Moves the client as time alone has moved him until `now`, each time at the exact instant. Answers how
    /// many times. If nothing is due the client stays as he is, bit for bit; never() and forever() settle
    /// nothing.
    template <class Sink = ignore>
    constexpr std::size_t settle(client_type& c, instant now, Sink&& sink = {}, client_id id = 0) const {
        if (is_settled(c, now)) return 0;
        return pass(c, now, sink, id);
    }
    template <class Sink = ignore>
    constexpr std::size_t settle(decided_client_type& c, instant now, Sink&& sink = {},
                                 client_id id = 0) const {
        if (is_settled(c, now)) return 0;
        return pass(c, now, sink, id);
    }

    /// The instant at which time alone changes the client's standing if nothing else happens: he moves, or a
    /// grace begins or is no longer needed, or a decision ends. forever() if it never does. In closed form:
    /// no search over time.
    [[nodiscard]] constexpr instant next_change(client_type const& c) const noexcept {
        return next_due(c, detail::any_place{});
    }
    [[nodiscard]] constexpr instant next_change(decided_client_type const& c) const noexcept {
        auto const at = next_due(c, places_of(c, instant::from_unix(c.frontier.unix_seconds())));
        return c.standing.decided() && c.decision.until < at ? c.decision.until : at;
    }

    /// Why an event could not be taken; refusal::none if it could.
    [[nodiscard]] constexpr refusal why_not(client_type const& c, event_type const& e) const noexcept {
        if (auto const r = why_not_in_time(c, e); r != refusal::none) return r;
        return rung::decision_of<schema_type>(e).what == decree::none ? refusal::none : refusal::decision;
    }
    [[nodiscard]] constexpr refusal why_not(decided_client_type const& c,
                                            event_type const& e) const noexcept {
        if (auto const r = why_not_in_time(c, e); r != refusal::none) return r;
        auto const d = rung::decision_of<schema_type>(e);
        if (d.what == decree::none || d.what == decree::lift) return refusal::none;
        return fits(d) && d.until > e.at ? refusal::none : refusal::decision;
    }

    /// Takes over a client who stood under other rules: see core/adoption.hpp, which is to be included for
    /// it.
    template <class Client, class Sink = ignore>
    constexpr adopted adopt(Client& c, place_map const& from, adoption_terms const& terms, Sink&& sink = {},
                            client_id id = 0) const;

    /// Whether a client who stood under other rules stays where he is when he is taken over on such terms,
    /// seen without taking him over: nobody decided about him, nothing of his is due, and these rules give
    /// him the rung that he has. False where that takes a closer look.
    [[nodiscard]] constexpr bool surely_stays(client_type const& c, place_map const& from,
                                              adoption_terms const& terms) const noexcept;

    /// Where the client stands at `now` and why, what keeps him there, what is missing for the next rung: see
    /// core/explain.hpp, which is to be included for it.
    template <class Client, class... Price>
    [[nodiscard]] constexpr explanation<ladder_type> explain(Client const& c, instant now,
                                                             Price const&... price) const {
        return explanation<ladder_type>::of(*this, c, now, price...);
    }

private:
    using findings = typename base::findings;

    // The places that are free to the client at an instant. A plain client never has a decision.
    [[nodiscard]] static constexpr detail::any_place places_of(client_type const&, instant) noexcept {
        return {};
    }
    [[nodiscard]] static constexpr detail::decided_place places_of(decided_client_type const& c,
                                                                   instant now) noexcept {
        return {c.decision, now};
    }

    template <class Client, class Sink>
    RUNG_FORCE_INLINE constexpr outcome_type check_and_take(Client& c, event_type const& e,
                                                            Sink& sink) const {
        if (auto const why = why_not(c, e); why != refusal::none) return outcome_type{why};
        return take(c, e, sink);
    }

    template <class Client, class Sink>
    RUNG_FORCE_INLINE constexpr outcome_type take(Client& c, event_type const& e, Sink& sink) const {
        std::size_t settled = 0;
        if (!is_settled(c, e.at)) settled = pass(c, e.at, sink, e.client);
        if (c.is_new()) c.standing.since = e.at;
        auto const order = event_order::of(e.at, e.id);
        if (order > c.frontier) c.frontier = order;

        schema_type::fold(c.facts, e);
        if (is_decision_of(c, e)) return move(c, e, settled, sink);
        findings found;
        this->find(c.facts, e.at, found);
        auto const to = this->rest_of(c.standing, judge(found));
        if (to == this->no_rest) return move(c, e, settled, sink);
        auto const due = this->end_of_rest(c.facts, to, e.at, found);
        if (to == c.standing.place) {
            c.standing.due = due;
            return {hold::none, settled};
        }
        auto const t = go(c, to, due, e.client, e.at, {cause::event, rung::kind_of<schema_type>(e)});
        sink(t);
        return {t, settled};
    }

    // The client goes to the rung where he rests.
    RUNG_FORCE_INLINE constexpr transition_type go(client_type& c, std::uint8_t to, instant due, client_id id,
                                                   instant at, move_cause why) const noexcept {
        auto& s = c.standing;
        auto const before = s;
        s.place = to;
        s.since = at;
        s.due = due;
        s.moved_by = why;
        s.peak = s.place > s.peak ? s.place : s.peak;
        return this->describe(before, {s, hold::none, before.place}, id, at, why);
    }

    // Whether an event is a decision about somebody about whom somebody may decide.
    [[nodiscard]] static constexpr bool is_decision_of(client_type const&, event_type const&) noexcept {
        return false;
    }
    [[nodiscard]] static constexpr bool is_decision_of(decided_client_type const&,
                                                       event_type const& e) noexcept {
        return rung::decision_of<schema_type>(e).what != decree::none;
    }

    // What an event that is folded in already makes of a client whom the rules may move.
    // It judges him once more: what was found is not handed over, or it would have to be put into memory for
    // the many whom nothing moves.
    template <class Client, class Sink>
    RUNG_NO_INLINE constexpr outcome_type move(Client& c, event_type const& e, std::size_t settled,
                                               Sink& sink) const {
        findings found;
        this->find(c.facts, e.at, found);
        auto v = judge(found);
        auto why = move_cause{cause::event, rung::kind_of<schema_type>(e)};
        if constexpr (std::is_same_v<Client, decided_client_type>) {
            if (auto const d = rung::decision_of<schema_type>(e); d.what != decree::none) {
                put(c, d, e.at);
                why = cause::decision;
            }
        }
        auto const places = places_of(c, e.at);
        if (why.why() == cause::event && may_forget(c.standing, v, places)) {
            auto anew = facts_type{};
            schema_type::fold(anew, e);
            // unless what happened would take a newcomer off the ladder
            findings then;
            this->find(anew, e.at, then);
            if (auto const w = judge(then); w.exits == 0) {
                c.facts = anew;
                this->find(c.facts, e.at, found);
                v = w;
            }
        }
        auto const before = c.standing;
        auto const taken = this->decide(v, before, e.at, places);
        become(c, taken, found, v, e.at, why, places);
        if (taken.next.place == before.place) return {taken.why, settled};
        auto const t = this->describe(before, taken, e.client, e.at, why);
        sink(t);
        return {t, settled};
    }

    // Whether nothing can have fallen due, told by the standing alone.
    [[nodiscard]] static constexpr bool is_settled(client_type const& c, instant now) noexcept {
        bool const is_due = c.standing.due <= now;
        bool const is_bound = c.standing.is_bound();
        return !(is_due | is_bound);
    }

    template <class Client, class Sink>
    RUNG_NO_INLINE constexpr std::size_t pass(Client& c, instant now, Sink& sink, client_id id) const {
        std::size_t moves = 0;
        if (!now.is_moment()) return moves;
        if (std::is_same_v<Client, client_type> && c.standing.decided())
            RUNG_ASSERT("a client under a decision by hand was moved without it: pass a decided_client");
        for (;;) {
            // Most move from rest to rest.
            if constexpr (std::is_same_v<Client, client_type>) {
                if (auto const at = c.standing.due; !c.standing.is_bound()) {
                    if (at > now) return moves;
                    findings found;
                    this->find(c.facts, at, found);
                    auto const to = this->rest_of(c.standing, judge(found));
                    if (to != this->no_rest && to != c.standing.place) {
                        if (auto const closed = event_order::before(at); closed > c.frontier)
                            c.frontier = closed;
                        auto const due = this->end_of_rest(c.facts, to, at, found);
                        sink(go(c, to, due, id, at, cause::time));
                        ++moves;
                        continue;
                    }
                }
            }
            auto const at = next_change(c);
            if (at > now) return moves;
            move_cause why = cause::time;
            if constexpr (std::is_same_v<Client, decided_client_type>) {
                if (c.standing.decided() && c.decision.until == at) {
                    put(c, {}, at);
                    why = cause::decision;
                }
            }
            auto const places = places_of(c, at);
            findings found;
            this->find(c.facts, at, found);
            auto const v = judge(found);
            if (auto const closed = event_order::before(at); closed > c.frontier) c.frontier = closed;
            auto const before = c.standing;
            auto const taken = this->decide(v, before, at, places);
            become(c, taken, found, v, at, why, places);
            // Otherwise a grace began, or was over before it ended, or a decision ended without a move.
            if (taken.next.place == before.place) continue;
            sink(this->describe(before, taken, id, at, why));
            ++moves;
        }
    }

    template <class Places>
    [[nodiscard]] constexpr instant next_due(client_type const& c, Places const& places) const noexcept {
        if (!c.standing.in_grace()) return c.standing.due;
        auto const from = instant::from_unix(c.frontier.unix_seconds());
        findings found;
        this->find(c.facts, from, found);
        return this->first_change(c.facts, c.standing, from, found, c.standing.due, places);
    }

    [[nodiscard]] constexpr refusal why_not_in_time(client_type const& c,
                                                    event_type const& e) const noexcept {
        instant const at = e.at;
        if (!at.is_moment()) return refusal::instant;
        if (auto const r = rung::check<schema_type>(e); r != refusal::none) return r;
        // An event without an id is taken after all that its second has brought so far.
        if (e.id == 0) return event_order::of(at, ~event_id{0}) < c.frontier ? refusal::late : refusal::none;
        auto const order = event_order::of(at, e.id);
        if (order > c.frontier) return refusal::none;
        return order == c.frontier ? refusal::repeated : refusal::late;
    }

    // He stood off the ladder, comes back, and the policy forgets what was.
    template <class Places>
    [[nodiscard]] constexpr bool may_forget(standing const& s, verdict const& v,
                                            Places const& places) const noexcept {
        auto const rungs = this->rungs();
        return comeback().forgets && s.place >= rungs && v.exits == 0 && !places.pinned_out(rungs);
    }

    // Whether the ladder has what a decision names: a pin may be an exit.
    [[nodiscard]] constexpr bool fits(decision const& d) const noexcept {
        return d.place < (d.what == decree::pin ? ladder().place_count() : this->rungs());
    }

    // A decision comes into force; decree::lift and decree::none end the one there is.
    static constexpr void put(decided_client_type& c, decision d, instant at) noexcept {
        bool const begins = d.what >= decree::pin;
        d.at = at;
        c.decision = begins ? d : decision{};
        c.standing.set_decided(begins);
    }

    // The client takes the step.
    template <class Places>
    constexpr void become(client_type& c, typename base::step const& taken, findings const& found,
                          verdict const& v, instant at, move_cause why, Places const& places) const noexcept {
        auto& s = c.standing;
        bool const stays = taken.next.place == s.place;
        auto const since = stays ? s.since : at;
        auto const by = stays ? s.moved_by : why;
        s = taken.next;
        s.since = since;
        s.moved_by = by;
        if (s.place < this->rungs() && s.place > s.peak) s.peak = s.place;
        if (s.in_grace()) return;
        s.due = this->is_at_rest(s, v)
                    ? this->end_of_rest(c.facts, s.place, at, found)
                    : this->first_change(c.facts, s, at, found, instant::forever(), places);
    }
};

/// The rules and policies of a lifecycle held at run time.
template <class Ladder, ascent_policy Ascent, descent_policy Descent, comeback_policy Comeback>
class held_rules : public table_rules<Ladder> {
public:
    constexpr held_rules(Ladder const& of, Ascent up, Descent down, Comeback back) noexcept
        : table_rules<Ladder>{of}, watch_{detail::watch::of(of, up, down)},
          has_graces_{detail::has_graces(of, down)}, ascent_{up}, descent_{down}, comeback_{back} {}

    [[nodiscard]] constexpr Ascent const& ascent() const noexcept { return ascent_; }
    [[nodiscard]] constexpr Descent const& descent() const noexcept { return descent_; }
    [[nodiscard]] constexpr Comeback const& comeback() const noexcept { return comeback_; }
    [[nodiscard]] constexpr bool has_graces() const noexcept { return has_graces_; }
    [[nodiscard]] constexpr std::uint64_t watched(std::size_t rung) const noexcept { return watch_.at(rung); }
    [[nodiscard]] constexpr bool is_sure(std::size_t rung) const noexcept { return watch_.is_sure(rung); }
    /// When time alone ends the rest on a rung where that is sure (see detail::watch).
    RUNG_FORCE_INLINE [[nodiscard]] constexpr instant sure_end(typename Ladder::schema_type::facts const& f,
                                                               std::size_t rung, instant now) const noexcept {
        auto const watched = watch_.at(rung);
        if (watched == 0) return instant::forever();
        auto const& c = this->ladder().condition_at(static_cast<std::size_t>(std::countr_zero(watched)));
        return detail::only_edge<typename Ladder::schema_type>(c, false, f, now);
    }

private:
    detail::watch watch_;
    bool has_graces_;
    RUNG_NO_UNIQUE_ADDRESS Ascent ascent_;
    RUNG_NO_UNIQUE_ADDRESS Descent descent_;
    RUNG_NO_UNIQUE_ADDRESS Comeback comeback_;
};

/// A ladder and its policies, held at run time (or in a constexpr variable).
///
///     constexpr auto strict = rung::lifecycle{my_ladder, rung::ascent::one_step{},
///     rung::descent::after{30_days}};
template <class Ladder, class Ascent, class Descent, class Comeback>
class lifecycle : public mover<held_rules<Ladder, Ascent, Descent, Comeback>> {
    using rules = held_rules<Ladder, Ascent, Descent, Comeback>;

public:
    /// Stops at a stage that nobody can reach, as the ladder does at its own defects.
    constexpr explicit lifecycle(Ladder const& of, Ascent up = {}, Descent down = {}, Comeback back = {})
        : lifecycle{unchecked{}, of, up, down, back} {
        if (defect const d = check(of, up); d.found())
            rung::refuse(d, of.name(rung::stage_at<typename Ladder::stage_type>(d.stage)));
    }

    /// The same for a ladder made at run time: hands the defect back instead of stopping.
    [[nodiscard]] static constexpr result<lifecycle, defect> try_make(Ladder const& of, Ascent up = {},
                                                                      Descent down = {}, Comeback back = {}) {
        if (defect const d = check(of, up); d.found()) return d;
        return lifecycle{unchecked{}, of, up, down, back};
    }

private:
    struct unchecked {};

    constexpr lifecycle(unchecked, Ladder const& of, Ascent up, Descent down, Comeback back) noexcept
        : mover<rules>{rules{of, up, down, back}} {}

    [[nodiscard]] static constexpr defect check(Ladder const& of, Ascent const& up) noexcept {
        if (!up.cumulative) return {};
        auto const lost = of.first_unreachable();
        return lost == of.stage_count() ? defect{} : defect{defect_kind::unreachable_stage, lost};
    }
};

namespace detail {

template <auto const& Bound>
concept a_lifecycle_and_not_a_ladder = requires {
    Bound.ladder();
    Bound.ascent();
    Bound.descent();
    Bound.comeback();
};
template <auto const& Bound>
concept a_constexpr_lifecycle = requires {
    typename std::integral_constant<std::size_t, Bound.ladder().name().size()>;
};

template <auto const& Bound>
requires a_lifecycle_and_not_a_ladder<Bound> && a_constexpr_lifecycle<Bound>
struct mover_of {
    using type = mover<bound_rules<Bound>>;
};

}  // namespace detail

/// A constexpr lifecycle of static storage bound at compile time: the same answers, in the code that an
/// expert would write by hand for these thresholds.
///
///     constexpr auto service = rung::lifecycle{rung::ladders::service()};
///     rung::fixed<service>{}.apply(client, event);
template <auto const& Lifecycle>
class fixed : public detail::mover_of<Lifecycle>::type {
public:
    constexpr fixed() noexcept : detail::mover_of<Lifecycle>::type{bound_rules<Lifecycle>{}} {}
};

}  // namespace v0
}  // namespace rung
