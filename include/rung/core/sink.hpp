#pragma once

#include <rung/core/config.hpp>

#include <type_traits>

namespace rung {
inline namespace v0 {

/// A sink for transitions that nobody wants to see.
struct ignore {
    template <class Transition>
    constexpr void operator()(Transition const&) const noexcept {}
};

namespace detail {

/// A type that sums up: two values add up with +=.
template <class T>
concept adds_up = requires(T& all, T const& part) {
    all += part;
};

template <class Sink, class Transition>
concept takes_moves = requires(Sink& sink, Transition const& t) {
    sink(t);
};

// Each of these says one sentence about one type. They are classes because a compiler instantiates a class
// once, and so says it once, however many functions ask.

/// `Given` is a type as a forwarding reference deduces it.
template <class Given>
struct outlives_the_call {
    static_assert(std::is_lvalue_reference_v<Given> || !adds_up<std::remove_cvref_t<Given>>,
                  "what a temporary counts is lost when the call ends: give the observer a name first, as in "
                  "`rung::insight::flow moves{base}; base.apply(events, moves);`");
};

template <class Sink, class Transition>
struct can_take_moves {
    static_assert(
        takes_moves<Sink, Transition>,
        "an observer is called with each move, so it needs a call operator that takes a transition of this "
        "ladder, as `[](auto const& t) { ... }` has. This one has none; or is const, and its operator is "
        "not; or "
        "counts the stages of another ladder: `rung::insight::flow moves{base}` counts those of this base");
};

/// Says in sentences what is wrong with sinks, if anything is. `Given`: as forwarding references deduce
/// them.
template <class Transition, class... Given>
constexpr void check_sinks() noexcept {
    ((void)sizeof(outlives_the_call<Given>), ...);
    ((void)sizeof(can_take_moves<std::remove_reference_t<Given>, Transition>), ...);
}

/// Calls a checked sink. One that cannot be called was already refused with a sentence, so this adds no
/// error.
template <class Sink, class Transition>
constexpr void tell(Sink& sink, Transition const& t) {
    if constexpr (takes_moves<Sink, Transition>) sink(t);
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
