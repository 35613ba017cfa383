#pragma once

#include <rung/core/decimal.hpp>
#include <rung/core/number.hpp>

#include <compare>
#include <concepts>
#include <cstdint>

namespace rung {
inline namespace v0 {

namespace detail {

template <class T>
concept a_bare_number_is_no_money_write_19_90_money = std::integral<T> || std::floating_point<T>;

}  // namespace detail

/// An amount in whole minor units (cents, kopecks) of the base's one currency: `19.90_money`, or
/// `money{1990}` if the minor units are known only at run time. Exact: sums are held at the limits of 64
/// bits. A bare number does not convert, since it does not say which of the two it means.
struct money {
    std::int64_t minor_units = 0;

    constexpr money() = default;
    template <whole_number T>
    constexpr explicit money(T minor) noexcept : minor_units{rung::to_int64(minor)} {}
    template <class T>
    constexpr money(T) requires detail::a_bare_number_is_no_money_write_19_90_money<T>
    = delete;

    friend constexpr auto operator<=>(money, money) = default;
    friend constexpr money operator+(money a, money b) noexcept {
        return money{rung::add_saturated(a.minor_units, b.minor_units)};
    }
    friend constexpr money operator-(money a, money b) noexcept {
        return money{rung::subtract_saturated(a.minor_units, b.minor_units)};
    }
    friend constexpr money operator-(money a) noexcept { return money{} - a; }
    constexpr money& operator+=(money b) noexcept { return *this = *this + b; }
    constexpr money& operator-=(money b) noexcept { return *this = *this - b; }
};

inline namespace literals {

/// `19.90_money`: an exact amount in a currency of 100 minor units, read digit by digit, never through a
/// float.
consteval money operator""_money(char const* digits) { return money{detail::hundredths(digits)}; }

}  // namespace literals

}  // namespace v0
}  // namespace rung
