#pragma once

#include <rung/core/bound_rules.hpp>
#include <rung/core/fwd.hpp>
#include <rung/core/mover.hpp>

#include <cstddef>
#include <type_traits>

namespace rung {
inline namespace v0 {

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
