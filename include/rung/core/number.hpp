#pragma once

#include <rung/core/config.hpp>
#include <rung/core/fwd.hpp>

#include <concepts>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// The value of a fact that has no bound: "how long ago" of something that never happened.
inline constexpr std::int64_t unlimited = INT64_MAX;

/// a + b, saturating at the limits of the type.
[[nodiscard]] constexpr std::int64_t add_saturated(std::int64_t a, std::int64_t b) noexcept {
    std::int64_t sum = 0;
    if (!detail::add_overflows(a, b, sum)) return sum;
    return b > 0 ? INT64_MAX : INT64_MIN;
}

/// a - b, saturating at the limits of the type.
[[nodiscard]] constexpr std::int64_t subtract_saturated(std::int64_t a, std::int64_t b) noexcept {
    std::int64_t difference = 0;
    if (!detail::subtract_overflows(a, b, difference)) return difference;
    return b < 0 ? INT64_MAX : INT64_MIN;
}

/// a * b, saturating at the limits of the type.
[[nodiscard]] constexpr std::int64_t multiply_saturated(std::int64_t a, std::int64_t b) noexcept {
    std::int64_t product = 0;
    if (!detail::multiply_overflows(a, b, product)) return product;
    return (a > 0) == (b > 0) ? INT64_MAX : INT64_MIN;
}

/// A whole number: not a truth value, not a character, not a float.
template <class T>
concept whole_number =
    std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
    !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

/// A whole number of any type in 64 bits with a sign, held at their limit.
template <whole_number T>
[[nodiscard]] constexpr std::int64_t to_int64(T n) noexcept {
    if constexpr (sizeof(T) == sizeof(std::int64_t) && std::unsigned_integral<T>) {
        return n > static_cast<T>(unlimited) ? unlimited : static_cast<std::int64_t>(n);
    } else {
        return n;
    }
}

/// n in a type that may be smaller or have no sign, held at the limits of that type.
template <whole_number T>
[[nodiscard]] constexpr T from_int64(std::int64_t n) noexcept {
    // Without <limits>: it costs compile time.
    constexpr auto bits = 8 * (sizeof(T) < 8 ? sizeof(T) : 8) - (std::unsigned_integral<T> ? 0 : 1);
    constexpr auto most = static_cast<T>(~std::uint64_t{0} >> (64 - bits));
    constexpr auto least =
        static_cast<T>(std::unsigned_integral<T> ? 0 : -1 - static_cast<std::int64_t>(most));
    if (n < rung::to_int64(least)) return least;
    return n > rung::to_int64(most) ? most : static_cast<T>(n);
}

}  // namespace v0
}  // namespace rung
