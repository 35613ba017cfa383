#pragma once

#include <rung/core/config.hpp>
#include <rung/core/fwd.hpp>
#include <rung/insight/interval.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace insight {

namespace detail {

/// One of so many groups, a power of two, into which clients fall by their ids.
template <std::size_t Groups>
RUNG_WRAPS [[nodiscard]] constexpr std::size_t jackknife_group(client_id id) noexcept {
    static_assert(std::has_single_bit(Groups) && Groups > 1);
    auto x = id * 0x9E37'79B9'7F4A'7C15u;
    x ^= x >> 32;
    x *= 0xD6E8'FEB8'6659'FD93u;
    return static_cast<std::size_t>(x >> (64 - std::countr_zero(Groups)));
}

/// A mean, and how far it moves as one group after another is left out (the delete-a-group jackknife):
/// without(g) is the mean of all but a group, for those that are used.
template <std::size_t Groups, class Value>
[[nodiscard]] estimate jackknife(std::int64_t n, double value, std::array<bool, Groups> const& used,
                                 confidence c, Value const& without) {
    double number = 0, sum = 0, squares = 0;
    for (std::size_t g = 0; g < Groups; ++g) {
        if (!used[g]) continue;
        auto const apart = without(g) - value;
        if (!std::isfinite(apart)) return {n, value};
        ++number;
        sum += apart;
        squares += apart * apart;
    }
    if (number < 2) return {n, value};
    auto const variance = (number - 1) / number * (squares - sum * sum / number);
    return insight::normal_interval(n, value, std::sqrt(variance > 0 ? variance : 0), c);
}

}  // namespace detail

}  // namespace insight
}  // namespace v0
}  // namespace rung
