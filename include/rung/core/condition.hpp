#pragma once

#include <rung/core/config.hpp>
#include <rung/core/fwd.hpp>
#include <rung/core/number.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/time.hpp>

#include <cstdint>

namespace rung {
inline namespace v0 {

/// low <= fact <= high. Thresholds are inclusive; `<` and `>` become the next whole number.
template <class S>
struct basic_condition {
    static_assert(detail::is_whole<S>);

    typename S::fact fact{};
    std::int64_t low = 0;
    std::int64_t high = 0;

    [[nodiscard]] constexpr bool holds(std::int64_t value) const noexcept {
        return (low <= value) & (value <= high);
    }
    RUNG_FORCE_INLINE [[nodiscard]] constexpr bool holds(typename S::facts const& f,
                                                         instant now) const noexcept {
        return holds(S::read(f, fact, now));
    }
    friend constexpr bool operator==(basic_condition const&, basic_condition const&) = default;
};

/// What the vocabulary says of the fact that a condition asks about.
template <schema S>
[[nodiscard]] constexpr word const& describe(basic_condition<S> const& c) noexcept {
    return rung::describe<S>(c.fact);
}

/// How a fact stands to a value.
enum class comparison : std::uint8_t { at_least, at_most, above, below, equal };

/// `purchases >= 3` as a condition: fact, comparison and value in the fact's own unit. One that no value can
/// satisfy has low above high.
template <schema S>
[[nodiscard]] constexpr basic_condition<S> condition_of(typename S::fact fact, comparison how,
                                                        std::int64_t value) noexcept {
    word const& of = rung::describe<S>(fact);
    std::int64_t const least = of.least, most = of.most;
    switch (how) {
    case comparison::at_least: return {fact, value, most};
    case comparison::at_most: return {fact, least, value};
    case comparison::above: return {fact, add_saturated(value, 1), value == unlimited ? value - 1 : most};
    case comparison::below:
        return {fact, value == -unlimited - 1 ? value + 1 : least, subtract_saturated(value, 1)};
    case comparison::equal: break;
    }
    return {fact, value, value};
}

}  // namespace v0
}  // namespace rung
