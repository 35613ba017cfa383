#pragma once

#include <rung/base/history.hpp>
#include <rung/core/adoption.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// Whether an event comes before another in a history: by instant, then by id (first its low half, as
/// everywhere), then by content where the schema's events can be compared.
template <class Event>
[[nodiscard]] constexpr bool comes_before(Event const& a, Event const& b) noexcept {
    auto const x = event_order::of(a.at, a.id);
    auto const y = event_order::of(b.at, b.id);
    if (x != y) return x < y;
    if (a.id != b.id) return a.id < b.id;
    if constexpr (requires { a < b; }) {
        return a < b;
    } else {
        return false;
    }
}

/// Whether two events of one person say the same, whichever of his ids they name.
template <class Event>
[[nodiscard]] constexpr bool say_the_same(Event a, Event const& b) noexcept {
    a.client = b.client;
    return a == b;
}

/// Of the events of a person, in the order in which his ids were put together, those that count: of several
/// with the same id, one.
template <class Event>
void each_id_once(std::vector<Event>& events, history::conflict on_conflict) {
    std::stable_sort(events.begin(), events.end(),
                     [](Event const& a, Event const& b) { return a.id < b.id; });
    auto out = events.begin();
    for (auto it = events.begin(); it != events.end(); ++it) {
        bool const known = out != events.begin() && it->id != 0 && std::prev(out)->id == it->id;
        if (!known)
            *out++ = *it;
        else if (on_conflict == history::conflict::keep_last && !detail::say_the_same(*it, *std::prev(out)))
            *std::prev(out) = *it;
    }
    events.erase(out, events.end());
}

/// The events of a person that count become one history: in order, what takes something back set off against
/// it. `held`: those that wait for what they take back.
template <schema S>
void make_history(std::vector<typename S::event>& events, std::vector<typename S::event>& held) {
    using event = typename S::event;
    std::stable_sort(events.begin(), events.end(), comes_before<event>);
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

/// A decision by hand names a place by its number: the same decision on another ladder, of so many rungs. One
/// about a place that is gone, or not to fall below what has become an exit, becomes one that lifts.
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

/// Lives a history from its beginning: the client that comes of it, as he stands at `until`, unless that is
/// never().
template <class Lifecycle, class Sink>
[[nodiscard]] typename Lifecycle::decided_client_type
live(Lifecycle const& life, std::vector<typename Lifecycle::event_type> const& history, client_id id,
     instant until, Sink&& sink) {
    typename Lifecycle::decided_client_type c{};
    for (auto e : history) {
        e.client = id;
        life.apply_next(c, e, sink);
    }
    life.settle(c, until, sink, id);
    return c;
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
