#pragma once

#include <rung/core/admission.hpp>
#include <rung/core/config.hpp>
#include <rung/core/fwd.hpp>
#include <rung/core/occasion.hpp>
#include <rung/core/steady.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace rung {
inline namespace v0 {

/// Moves clients. All of it is a function of the client's events, the ladder and the instant asked about.
/// `lifecycle` and `fixed` are the two ways to make one: see core/lifecycle.hpp.
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

    /// Where the client stands. This moves nobody: settle first if time has passed.
    [[nodiscard]] constexpr stage_type stage(client_type const& c) const noexcept {
        return rung::stage_at<stage_type>(c.standing.place);
    }

    /// The highest rung that the client has stood on.
    [[nodiscard]] constexpr stage_type peak(client_type const& c) const noexcept {
        return rung::stage_at<stage_type>(c.standing.peak);
    }

    /// Takes one event: first settles what fell due before it, at the exact instants, then folds it into the
    /// facts and judges the client. `sink` is called with each transition, in order. A refused event changes
    /// nothing. A decision by hand needs a decided client.
    template <class Sink = ignore>
    constexpr outcome_type apply(client_type& c, event_type const& e, Sink&& sink = {}) const& {
        detail::check_sinks<transition_type, Sink>();
        return check_and_take(c, e, sink);
    }
    /// The same, inlined into its caller: only for a loop over very many events, since it is long.
    template <class Sink = ignore>
    RUNG_FORCE_INLINE constexpr outcome_type apply_inline(client_type& c, event_type const& e,
                                                          Sink&& sink = {}) const& {
        detail::check_sinks<transition_type, Sink>();
        return check_and_take(c, e, sink);
    }
    template <class Sink = ignore>
    constexpr outcome_type apply(decided_client_type& c, event_type const& e, Sink&& sink = {}) const& {
        detail::check_sinks<transition_type, Sink>();
        return check_and_take(c, e, sink);
    }

    // clang-format off
    template <class... Arguments>
    void apply(Arguments&&...) const&& requires base::holds_ladder = delete;  // what it answers refers to the ladder: give the lifecycle a name
    // clang-format on

    /// The same for the next event of a history that is known to be sound and in order (see why_not): the
    /// event is not checked again, and several may have the same place in the order.
    template <class Sink = ignore>
    constexpr outcome_type apply_next(client_type& c, event_type const& e, Sink&& sink = {}) const {
        detail::check_sinks<transition_type, Sink>();
        return take(c, e, sink);
    }
    template <class Sink = ignore>
    constexpr outcome_type apply_next(decided_client_type& c, event_type const& e, Sink&& sink = {}) const {
        detail::check_sinks<transition_type, Sink>();
        return take(c, e, sink);
    }

    /// Moves the client as time alone has moved them until `now`, each time at the exact instant. Returns how
    /// many times. If nothing is due the client stays the same, bit for bit; never() and forever() settle
    /// nothing.
    template <class Sink = ignore>
    constexpr std::size_t settle(client_type& c, instant now, Sink&& sink = {},
                                 client_id id = no_client) const {
        detail::check_sinks<transition_type, Sink>();
        detail::must_not_have_fallen(ladder(), c, now);
        if (!c.standing.may_change_by(now)) return 0;
        return pass(c, now, sink, id);
    }
    template <class Sink = ignore>
    constexpr std::size_t settle(decided_client_type& c, instant now, Sink&& sink = {},
                                 client_id id = no_client) const {
        detail::check_sinks<transition_type, Sink>();
        detail::must_not_have_fallen(ladder(), c, now);
        if (!c.standing.may_change_by(now)) return 0;
        return pass(c, now, sink, id);
    }

    /// The instant at which time alone changes the client's standing if nothing else happens: a move, the
    /// beginning of a grace, a grace that is no longer needed, the end of a decision. forever() if it never
    /// does. In closed form: no search over time. Of a ladder that asks about moves it may be an instant at
    /// which nothing comes of one; nothing changes before it.
    [[nodiscard]] constexpr instant next_change(client_type const& c) const noexcept {
        return next_due(c, detail::any_place{});
    }
    [[nodiscard]] constexpr instant next_change(decided_client_type const& c) const noexcept {
        auto const at = next_due(c, detail::places_of(c, c.frontier.at));
        return c.standing.decided() && c.decision.until < at ? c.decision.until : at;
    }

    /// Why an event could not be taken; refusal::none if it could.
    [[nodiscard]] constexpr refusal why_not(client_type const& c, event_type const& e) const noexcept {
        return detail::why_not(c, e, ladder());
    }
    [[nodiscard]] constexpr refusal why_not(decided_client_type const& c,
                                            event_type const& e) const noexcept {
        return detail::why_not(c, e, ladder());
    }
    /// Why no client at all could take an event, one that can have a decision included; refusal::none if one
    /// could, at some time.
    [[nodiscard]] constexpr refusal why_never(event_type const& e) const noexcept {
        return detail::why_never<schema_type>(e, ladder());
    }

    /// Takes over a client who stood under other rules: include core/adoption.hpp for it.
    template <class Client, class Sink = ignore>
    constexpr adopted adopt(Client& c, place_map const& from, adoption_terms const& terms, Sink&& sink = {},
                            client_id id = no_client) const;

    /// Whether a client who stood under other rules surely stays when taken over on such terms, found without
    /// taking them over: there is no decision about them, nothing is due, and these rules give them the rung
    /// that they have. False if that takes a closer look.
    [[nodiscard]] constexpr bool surely_stays(client_type const& c, place_map const& from,
                                              adoption_terms const& terms) const noexcept;

    /// Where the client stands at `now` and why, what keeps them there, what is missing for the next rung:
    /// include core/explain.hpp for it.
    template <class Client, class... Price>
    [[nodiscard]] constexpr explanation<ladder_type> explain(Client const& c, instant now,
                                                             Price const&... price) const& {
        return explanation<ladder_type>::of(*this, c, now, price...);
    }
    // clang-format off
    template <class... Arguments>
    void explain(Arguments const&...) const&& requires base::holds_ladder = delete;  // it refers to the ladder: give the lifecycle a name
    // clang-format on

private:
    using findings = typename base::findings;
    // Whether moves change facts: core/moves.hpp.
    static constexpr bool asks_about_moves = requires { schema_type::asks_about_moves(); };

    template <class Client, class Sink>
    RUNG_FORCE_INLINE constexpr outcome_type check_and_take(Client& c, event_type const& e,
                                                            Sink& sink) const {
        if (auto const why = why_not(c, e); why != refusal::none) return outcome_type{why};
        return take(c, e, sink);
    }

    template <class Client, class Sink>
    RUNG_FORCE_INLINE constexpr outcome_type take(Client& c, event_type const& e, Sink& sink) const {
        detail::must_not_have_fallen(ladder(), c, e.at);
        std::size_t settled = 0;
        if (c.standing.may_change_by(e.at)) settled = pass(c, e.at, sink, e.client);
        if (c.is_new()) c.standing.since = e.at;
        // The comparison of two orders costs more: the event is not before the frontier's second.
        instant const at = e.at;
        if (at != c.frontier.at || e.id > c.frontier.id()) c.frontier = event_order::of(at, e.id);

        schema_type::fold(c.facts, e);
        if (detail::is_decision_of(c, e)) return move(c, e, settled, sink);
        findings found;
        this->find(c.facts, e.at, found);
        auto const to = this->rest_of(c.standing, judge(found));
        if (to == this->no_rest) return move(c, e, settled, sink);
        if constexpr (asks_about_moves) {
            if (to != c.standing.place && schema_type::asks_about_moves()) return move(c, e, settled, sink);
        }
        auto const due = this->end_of_rest(c.facts, c.standing, to, e.at, found);
        if (to == c.standing.place) {
            c.standing.due = due;
            return {hold::none, settled};
        }
        auto const t = go(c, to, due, e.client, e.at, {cause::event, rung::kind_of<schema_type>(e)});
        detail::tell(sink, t);
        return {t, settled};
    }

    // The client goes to the rung where they rest.
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

    // What an event that is already folded in does to a client whom the rules may move.
    // It judges the client once more: what was found is not passed on, or it would have to be put into memory
    // for the many whom nothing moves.
    template <class Client, class Sink>
    RUNG_NO_INLINE constexpr outcome_type move(Client& c, event_type const& e, std::size_t settled,
                                               Sink& sink) const {
        findings found;
        this->find(c.facts, e.at, found);
        auto v = judge(found);
        auto why = move_cause{cause::event, rung::kind_of<schema_type>(e)};
        if constexpr (std::is_same_v<Client, decided_client_type>) {
            if (auto const d = rung::decision_of<schema_type>(e); d.what != decree::none) {
                detail::put_decision(c, d, e.at);
                why = cause::decision;
            }
        }
        auto const places = detail::places_of(c, e.at);
        if (why.why() == cause::event && this->may_forget(c.standing, v, places)) {
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
        detail::tell(sink, t);
        return {t, settled};
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
                    if (to != this->no_rest && to != c.standing.place && !asks_about_moves) {
                        c.frontier.close_before(at);
                        auto const due = this->end_of_rest(c.facts, c.standing, to, at, found);
                        detail::tell(sink, go(c, to, due, id, at, cause::time));
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
                    detail::put_decision(c, {}, at);
                    why = cause::decision;
                }
            }
            auto const places = detail::places_of(c, at);
            findings found;
            this->find(c.facts, at, found);
            auto const v = judge(found);
            c.frontier.close_before(at);
            auto const before = c.standing;
            auto const taken = this->decide(v, before, at, places);
            become(c, taken, found, v, at, why, places);
            // Otherwise a grace began, or was over before it ended, or a decision ended without a move.
            if (taken.next.place == before.place) continue;
            detail::tell(sink, this->describe(before, taken, id, at, why));
            ++moves;
        }
    }

    template <class Places>
    [[nodiscard]] constexpr instant next_due(client_type const& c, Places const& places) const noexcept {
        if (!c.standing.in_grace()) return c.standing.due;
        auto const from = c.frontier.at;
        findings found;
        this->find(c.facts, from, found);
        return this->first_change(c.facts, c.standing, from, found, c.standing.due, places);
    }

    // The client has moved from a rung: with <rung/core/moves.hpp>, which the schema includes.
    template <class Places>
    constexpr void moved(client_type& c, std::uint8_t stood, verdict const& v, instant at,
                         Places const& places) const noexcept;

    // The client takes the step.
    template <class Places>
    constexpr void become(client_type& c, typename base::step const& taken, findings const& found,
                          verdict const& v, instant at, move_cause why, Places const& places) const noexcept {
        auto& s = c.standing;
        bool const stays = taken.next.place == s.place;
        auto const since = stays ? s.since : at;
        auto const by = stays ? s.moved_by : why;
        [[maybe_unused]] auto const stood = s.place;
        s = taken.next;
        s.since = since;
        s.moved_by = by;
        if (s.place < this->rungs() && s.place > s.peak) s.peak = s.place;
        if constexpr (asks_about_moves) {
            if (!stays) return moved(c, stood, v, at, places);
        }
        if (s.in_grace()) return;
        s.due = this->is_at_rest(s, v)
                    ? this->end_of_rest(c.facts, s, s.place, at, found)
                    : this->first_change(c.facts, s, at, found, instant::forever(), places);
    }
};

}  // namespace v0
}  // namespace rung
