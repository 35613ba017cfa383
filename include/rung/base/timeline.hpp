#pragma once

#include <rung/base/history.hpp>
#include <rung/base/stable_sort.hpp>
#include <rung/core/adoption.hpp>
#include <rung/retail/refunds.hpp>  // the net() of the retail schema

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// The place of an event in a history: by instant, then by id. One without an id comes after all others of
/// its second, as when events are taken in order.
template <class Event>
[[nodiscard]] constexpr event_order place_of(Event const& e) noexcept {
    event_id const id = e.id;
    return event_order::of(e.at, id == 0 ? ~event_id{0} : id - 1);
}

/// Whether an event comes before another in a history: by its place, then by the client's id that it came
/// under, then by content if the schema's events can be compared.
template <class Event>
[[nodiscard]] constexpr bool comes_before(Event const& a, Event const& b) noexcept {
    auto const x = detail::place_of(a);
    auto const y = detail::place_of(b);
    if (x != y) return x < y;
    if (a.client != b.client) return a.client < b.client;
    if constexpr (requires { a < b; }) {
        return a < b;
    } else {
        return false;
    }
}

/// Whether two events are the same by their ids: the client's id that they came under, and their own.
template <class Event>
[[nodiscard]] constexpr bool is_same_event(Event const& a, Event const& b) noexcept {
    return a.id != 0 && a.id == b.id && a.client == b.client;
}
/// The order of such ids.
template <class Event>
[[nodiscard]] constexpr bool is_named_before(Event const& a, Event const& b) noexcept {
    return a.client != b.client ? a.client < b.client : a.id < b.id;
}

/// Turns the events of a person into one history: in order, with refunds and the like set off. `held`: those
/// that wait for what they take back.
template <schema S>
void make_history(std::vector<typename S::event>& events, std::vector<typename S::event>& held) {
    using event = typename S::event;
    detail::stable_sort(events, comes_before<event>);
    if constexpr (requires { S::net(events, held); }) S::net(events, held);
}

/// Whether an event can take another back.
template <schema S>
[[nodiscard]] constexpr bool takes_back(typename S::event const& e) noexcept {
    if constexpr (requires { S::takes_back(e); }) {
        return S::takes_back(e);
    } else {
        return false;
    }
}

/// A decision by hand names a place by its number: the same decision on another ladder, of so many rungs. A
/// decision about a place that is gone, or a floor at what has become an exit, becomes one that lifts.
template <schema S>
constexpr void move_decision(typename S::event& e, place_map const& places, std::size_t rungs_after) {
    static_assert(
        !has_decisions<S> || requires(std::optional<std::uint8_t> place) { S::move_decision(e, place); },
        "a schema with decisions has move_decision(event&, std::optional<std::uint8_t> place)");
    if constexpr (has_decisions<S>) {
        auto const d = rung::decision_of<S>(e);
        if (d.what < decree::pin) return;
        auto const to = places.to[d.place];
        bool const fits = !places.gone[d.place] && (d.what == decree::pin || to < rungs_after);
        S::move_decision(e, fits ? std::optional{to} : std::nullopt);
    }
}

/// One more event of a person, known to be sound and in order.
template <class Lifecycle, class Sink>
void live_on(Lifecycle const& life, typename Lifecycle::decided_client_type& c,
             typename Lifecycle::event_type const& e, Sink&& sink) {
    if (c.standing.decided() || rung::decision_of<typename Lifecycle::schema_type>(e).what != decree::none)
        (void)life.apply_next(c, e, sink);
    else
        (void)life.apply_next(static_cast<typename Lifecycle::client_type&>(c), e, sink);
}

/// Folds a history from its beginning: the resulting client, settled until `until`, unless that is never().
template <class Lifecycle, class Sink>
[[nodiscard]] typename Lifecycle::decided_client_type
live(Lifecycle const& life, std::vector<typename Lifecycle::event_type> const& history, client_id id,
     instant until, Sink&& sink) {
    typename Lifecycle::decided_client_type c{};
    for (auto e : history) {
        e.client = id;
        detail::live_on(life, c, e, sink);
    }
    life.settle(c, until, sink, id);
    return c;
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
