#pragma once

#include <rung/core/client.hpp>
#include <rung/core/sink.hpp>
#include <rung/core/time.hpp>

#include <type_traits>
#include <utility>

namespace rung {
inline namespace v0 {

namespace detail {

/// In place of a function that was not given.
struct not_given {};

}  // namespace detail

/// One observer made of functions: the first is called with each move, the second with each move that is
/// taken back, as a base that keeps history needs it. A third and a fourth may be called with each new client
/// `(client_id, instant)`, and with each client that is merged into another `(client_id)`.
///
///     (void)base.apply(events, rung::observer{[&](auto const& t) { mail(t); },
///                                             [&](auto const& t) { apologize(t); }});
template <class OnMove, class OnWithdrawn = detail::not_given, class OnJoined = detail::not_given,
          class OnLeft = detail::not_given>
class observer {
public:
    constexpr explicit observer(OnMove on_move, OnWithdrawn on_withdrawn = {}, OnJoined on_joined = {},
                                OnLeft on_left = {})
        : on_move_{std::move(on_move)}, on_withdrawn_{std::move(on_withdrawn)},
          on_joined_{std::move(on_joined)}, on_left_{std::move(on_left)} {}

    template <class Transition>
    constexpr void operator()(Transition const& t) requires std::is_invocable_v<OnMove&, Transition const&> {
        on_move_(t);
    }
    template <class Transition>
    constexpr void
    withdrawn(Transition const& t) requires std::is_invocable_v<OnWithdrawn&, Transition const&> {
        on_withdrawn_(t);
    }
    constexpr void joined(client_id id,
                          instant at) requires std::is_invocable_v<OnJoined&, client_id, instant> {
        on_joined_(id, at);
    }
    constexpr void left(client_id id) requires std::is_invocable_v<OnLeft&, client_id> { on_left_(id); }

private:
    OnMove on_move_;
    OnWithdrawn on_withdrawn_;
    OnJoined on_joined_;
    OnLeft on_left_;
};

namespace detail {

template <class Observer, class Transition>
concept takes_moves_back = requires(Observer& o, Transition const& t) {
    o.withdrawn(t);
};

template <class Observer>
concept is_told_of_joined = requires(Observer& o, client_id id, instant at) {
    o.joined(id, at);
};
template <class Observer>
concept is_told_of_left = requires(Observer& o, client_id id) {
    o.left(id);
};
/// Told when the client had joined, too: not by a base, but by insight::change and insight::apply.
template <class Observer>
concept is_told_of_left_since = requires(Observer& o, client_id id, instant at) {
    o.left(id, at);
};

/// Told of each event that is taken, with the place where the client stood when it came.
template <class Observer, class Event, class Stage>
concept takes_events = requires(Observer& o, Event const& e, Stage at) {
    o.happened(e, at);
};

/// The same of an event that turns out not to have happened then: not by a base, as above.
template <class Observer, class Event, class Stage>
concept takes_events_back = requires(Observer& o, Event const& e, Stage at) {
    o.withdrawn(e, at);
};
/// Told of the first event of a client before all else of them.
template <class Observer, class Event>
concept takes_first_events = requires(Observer& o, Event const& e) {
    o.first(e);
};

/// Told some events ahead whose event comes, while many are taken at once: it may fetch what it keeps of
/// them.
template <class Observer>
concept expects_clients = requires(Observer const& o, client_id id) {
    o.expect(id);
};

/// An observer that keeps something of a client from one event to the next says so:
/// `static constexpr bool remembers_clients = true`.
template <class Observer>
concept remembers_clients = requires {
    requires Observer::remembers_clients;
};

// See core/sink.hpp.

template <class Observer, class Transition>
struct can_take_moves_back {
    static_assert(takes_moves_back<Observer, Transition>,
                  "an observer of a base that keeps history needs withdrawn(transition): a move that it was "
                  "told can turn out not to have happened. "
                  "`rung::observer{on_move, on_withdrawn}` makes one of two functions");
};

// A member of that name that cannot be called would be silently ignored.
template <class Observer>
struct can_be_told_of_clients {
    static_assert(
        is_told_of_joined<Observer> || !requires { &Observer::joined; },
        "the observer's joined() takes other arguments than it is called with: "
        "joined(client_id, instant)");
    static_assert(
        is_told_of_left<Observer> || is_told_of_left_since<Observer> || !requires { &Observer::left; },
        "the observer's left() takes another argument than it is called with: left(client_id)");
};

template <class Observer, class Event, class Stage>
struct needs_no_events {
    static_assert(!takes_events<Observer, Event, Stage>,
                  "a base that keeps history does not tell observers of events, and this one counts them: "
                  "rung::insight::apply(base, events, report, observers...) does, and takes back what a late "
                  "event changes; or rung::insight::tell(base, observers...) once, at the end");
};

template <class Observer>
struct is_told_both {
    static_assert(is_told_of_left<Observer> || is_told_of_left_since<Observer> ||
                      !is_told_of_joined<Observer>,
                  "an observer with joined(client_id, instant) needs left(client_id) too, for clients that "
                  "are merged into another");
};

/// Says in sentences what is wrong with the observers of a base, if anything is. Every member that takes
/// observers begins with it. `Given`: as forwarding references deduce them.
template <class Base, class... Given>
constexpr void check_observers() noexcept {
    using transition_type = typename Base::lifecycle_type::transition_type;
    detail::check_sinks<transition_type, Given...>();
    ((void)sizeof(can_be_told_of_clients<std::remove_reference_t<Given>>), ...);
    if constexpr (Base::keeps_history) {
        ((void)sizeof(can_take_moves_back<std::remove_reference_t<Given>, transition_type>), ...);
        ((void)sizeof(needs_no_events<std::remove_reference_t<Given>, typename Base::event_type,
                                      typename Base::stage_type>),
         ...);
    }
}

template <class Observer>
void tell_joined(Observer& observer, client_id id, instant at) {
    if constexpr (is_told_of_joined<Observer>) observer.joined(id, at);
}
template <class Observer>
void tell_expected(Observer const& observer, client_id id) noexcept {
    if constexpr (expects_clients<Observer>) observer.expect(id);
}
template <class Observer>
void tell_left(Observer& observer, client_id id) {
    (void)sizeof(is_told_both<Observer>);
    if constexpr (is_told_of_left<Observer>) observer.left(id);
}
template <class Observer, class Event>
void tell_first(Observer& observer, Event const& e) {
    if constexpr (takes_first_events<Observer, Event>) observer.first(e);
}
template <class Observer, class Event, class Stage>
void tell_happened(Observer& observer, Event const& e, Stage at) {
    if constexpr (takes_events<Observer, Event, Stage>) observer.happened(e, at);
}
template <class Observer, class Transition>
void tell_withdrawn(Observer& observer, Transition const& t) {
    if constexpr (takes_moves_back<Observer, Transition>) observer.withdrawn(t);
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
