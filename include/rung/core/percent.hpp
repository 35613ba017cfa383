#pragma once

#include <rung/core/number.hpp>

#include <compare>
#include <concepts>
#include <cstdint>

namespace rung {
inline namespace v0 {

namespace detail {

template <class T>
concept a_bare_number_is_no_percentage_write_150_percent = std::integral<T> || std::floating_point<T>;

}  // namespace detail

/// Whole percent: `150_percent`. A bare number does not convert; one known only at run time is written
/// `percent{n}`.
struct percent {
    std::int64_t value = 0;

    constexpr percent() = default;
    template <whole_number T>
    constexpr explicit percent(T whole) noexcept : value{rung::to_int64(whole)} {}
    template <class T>
    constexpr percent(T) requires detail::a_bare_number_is_no_percentage_write_150_percent<T>
    = delete;

    friend constexpr auto operator<=>(percent, percent) = default;
    friend constexpr percent operator-(percent p) noexcept {
        return percent{rung::subtract_saturated(0, p.value)};
    }
};

inline namespace literals {

constexpr percent operator""_percent(unsigned long long n) noexcept { return percent{n}; }

}  // namespace literals

}  // namespace v0
}  // namespace rung
