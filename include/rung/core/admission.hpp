#pragma once

#include <rung/core/client.hpp>
#include <rung/core/decision.hpp>
#include <rung/core/fwd.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/time.hpp>

#include <cstddef>

namespace rung {
inline namespace v0 {

namespace detail {

// Whether an event of a client may be taken, and what a decision about the client allows. There are no
// decisions about a plain client.

/// The places that are free to the client at an instant.
template <class S>
[[nodiscard]] constexpr any_place places_of(basic_client<S> const&, instant) noexcept {
    return {};
}
template <class S>
[[nodiscard]] constexpr decided_place places_of(basic_decided_client<S> const& c, instant now) noexcept {
    return {c.decision, now};
}

/// Whether an event is a decision, and the client can have one.
template <class S>
[[nodiscard]] constexpr bool is_decision_of(basic_client<S> const&, typename S::event const&) noexcept {
    return false;
}
template <class S>
[[nodiscard]] constexpr bool is_decision_of(basic_decided_client<S> const&,
                                            typename S::event const& e) noexcept {
    return rung::decision_of<S>(e).what != decree::none;
}

/// A decision comes into force; decree::lift and decree::none end the current one.
template <class S>
constexpr void put_decision(basic_decided_client<S>& c, decision d, instant at) noexcept {
    bool const begins = d.what >= decree::pin;
    d.at = at;
    c.decision = begins ? d : decision{};
    c.standing.set_decided(begins);
}

/// Whether a ladder of so many rungs and places has the place that a decision names: a pin may name an exit.
[[nodiscard]] constexpr bool names_a_place(decision const& d, std::size_t rungs,
                                           std::size_t places) noexcept {
    return d.place < (d.what == decree::pin ? places : rungs);
}

/// What is wrong with an event, whoever the client is, apart from a decision in it.
template <class S>
[[nodiscard]] constexpr refusal why_unsound(typename S::event const& e) noexcept {
    instant const at = e.at;
    return at.is_moment() ? rung::check<S>(e) : refusal::instant;
}

/// The same of the decision in an event, on such a ladder.
template <class S, class Ladder>
[[nodiscard]] constexpr refusal why_undecidable(typename S::event const& e, Ladder const& l) noexcept {
    auto const d = rung::decision_of<S>(e);
    if (d.what == decree::none || d.what == decree::lift) return refusal::none;
    bool const is_possible = detail::names_a_place(d, l.stage_count(), l.place_count()) && d.until > e.at;
    return is_possible ? refusal::none : refusal::decision;
}

/// Why no client at all could take an event; refusal::none if one could.
template <class S, class Ladder>
[[nodiscard]] constexpr refusal why_never(typename S::event const& e, Ladder const& l) noexcept {
    if (auto const r = detail::why_unsound<S>(e); r != refusal::none) return r;
    return detail::why_undecidable<S>(e, l);
}

/// Why an event cannot be this client's next one.
template <class S>
[[nodiscard]] constexpr refusal why_not_next(basic_client<S> const& c, typename S::event const& e) noexcept {
    if (auto const r = detail::why_unsound<S>(e); r != refusal::none) return r;
    // Most come later than all before, and then their id does not matter.
    instant const at = e.at;
    if (at <= c.frontier.at) {
        if (at < c.frontier.at) return refusal::late;
        // An event without an id is taken after all that its second has brought so far.
        event_id const id = e.id, last = c.frontier.id();
        if (id != 0 && id <= last) return id < last ? refusal::late : refusal::repeated;
    }
    return rung::why_not<S>(c.facts, e);
}

/// Why an event could not be taken; refusal::none if it could.
template <class S, class Ladder>
[[nodiscard]] constexpr refusal why_not(basic_client<S> const& c, typename S::event const& e,
                                        Ladder const&) noexcept {
    if (auto const r = detail::why_not_next<S>(c, e); r != refusal::none) return r;
    return rung::decision_of<S>(e).what == decree::none ? refusal::none : refusal::decision;
}
template <class S, class Ladder>
[[nodiscard]] constexpr refusal why_not(basic_decided_client<S> const& c, typename S::event const& e,
                                        Ladder const& l) noexcept {
    if (auto const r = detail::why_not_next<S>(c, e); r != refusal::none) return r;
    return detail::why_undecidable<S>(e, l);
}

}  // namespace detail

}  // namespace v0
}  // namespace rung
