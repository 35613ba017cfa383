#pragma once

#include <rung/core/number.hpp>

#include <compare>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// An amount in whole minor units (cents, kopecks) of the base's one currency. Exact: sums are held at the
/// limits of 64 bits, and a floating-point number does not convert.
struct money {
    std::int64_t minor_units = 0;

    constexpr money() = default;
    template <whole_number T>
    constexpr money(T minor) noexcept : minor_units{rung::to_int64(minor)} {}

    friend constexpr auto operator<=>(money, money) = default;
    friend constexpr money operator+(money a, money b) noexcept {
        return {add_saturated(a.minor_units, b.minor_units)};
    }
    friend constexpr money operator-(money a, money b) noexcept {
        return {subtract_saturated(a.minor_units, b.minor_units)};
    }
    constexpr money& operator+=(money b) noexcept { return *this = *this + b; }
    constexpr money& operator-=(money b) noexcept { return *this = *this - b; }
};

namespace detail {

// Not constexpr on purpose: to call one of these in a literal is a compile error that says what is wrong.
inline void money_has_at_most_two_digits_after_the_point() noexcept {}
inline void money_is_written_in_decimal_digits() noexcept {}
inline void money_literal_is_too_large() noexcept {}

}  // namespace detail

inline namespace literals {

/// `19.90_money`: an exact amount in a currency of 100 minor units, read digit by digit, never through a
/// float.
consteval money operator""_money(char const* digits) {
    std::int64_t minor = 0;
    int decimals = -1;
    for (; *digits != '\0'; ++digits) {
        if (*digits == '\'') continue;
        if (*digits == '.') {
            decimals = 0;
            continue;
        }
        if (*digits < '0' || *digits > '9') detail::money_is_written_in_decimal_digits();
        if (decimals >= 0) ++decimals;
        if (decimals > 2) detail::money_has_at_most_two_digits_after_the_point();
        minor = add_saturated(multiply_saturated(minor, 10), *digits - '0');
    }
    for (int d = decimals < 0 ? 0 : decimals; d < 2; ++d) minor = multiply_saturated(minor, 10);
    if (minor == unlimited) detail::money_literal_is_too_large();
    return {minor};
}

}  // namespace literals

}  // namespace v0
}  // namespace rung
