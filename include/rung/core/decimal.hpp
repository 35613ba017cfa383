#pragma once

#include <rung/core/number.hpp>

#include <compare>
#include <concepts>
#include <cstdint>

namespace rung {
inline namespace v0 {

namespace detail {

// Not constexpr on purpose: to call one of these in a literal is a compile error that says what is wrong.
inline void it_has_at_most_two_digits_after_the_point() noexcept {}
inline void it_is_written_in_decimal_digits() noexcept {}
inline void the_literal_is_too_large() noexcept {}

/// Hundredths of a literal such as `19.90`, read digit by digit, never through a float.
consteval std::int64_t hundredths(char const* digits) {
    std::int64_t value = 0;
    int decimals = -1;
    for (; *digits != '\0'; ++digits) {
        if (*digits == '\'') continue;
        if (*digits == '.') {
            decimals = 0;
            continue;
        }
        if (*digits < '0' || *digits > '9') it_is_written_in_decimal_digits();
        if (decimals >= 0) ++decimals;
        if (decimals > 2) it_has_at_most_two_digits_after_the_point();
        value = rung::add_saturated(rung::multiply_saturated(value, 10), *digits - '0');
    }
    for (int d = decimals < 0 ? 0 : decimals; d < 2; ++d) value = rung::multiply_saturated(value, 10);
    if (value == unlimited) the_literal_is_too_large();
    return value;
}

template <class T>
concept a_bare_number_is_no_decimal_write_4_50_decimal = std::integral<T> || std::floating_point<T>;

}  // namespace detail

/// A number with two decimals, exact: `4.50_decimal`. A bare number does not convert; one known only at run
/// time is written as its hundredths, `decimal{450}`.
struct decimal {
    std::int64_t hundredths = 0;

    constexpr decimal() = default;
    template <whole_number T>
    constexpr explicit decimal(T hundredths_of_it) noexcept : hundredths{rung::to_int64(hundredths_of_it)} {}
    template <class T>
    constexpr decimal(T) requires detail::a_bare_number_is_no_decimal_write_4_50_decimal<T>
    = delete;

    friend constexpr auto operator<=>(decimal, decimal) = default;
    friend constexpr decimal operator-(decimal d) noexcept {
        return decimal{rung::subtract_saturated(0, d.hundredths)};
    }
};

inline namespace literals {

consteval decimal operator""_decimal(char const* digits) { return decimal{detail::hundredths(digits)}; }

}  // namespace literals

}  // namespace v0
}  // namespace rung
