#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/config.hpp>

#include <cstdint>

namespace rung {
inline namespace v0 {
namespace insight {

/// A whole number of 128 bits: sums of amounts and of their squares, exact in any order.
class wide {
public:
    constexpr wide() = default;
    constexpr wide(std::int64_t n) noexcept
        : high_{n < 0 ? ~std::uint64_t{0} : 0}, low_{static_cast<std::uint64_t>(n)} {}

    /// a * b.
    RUNG_WRAPS [[nodiscard]] static constexpr wide product(std::int64_t a, std::int64_t b) noexcept {
        auto const x = magnitude(a);
        auto const y = magnitude(b);
        constexpr std::uint64_t half = 0xFFFF'FFFF;
        auto const lowest = (x & half) * (y & half);
        auto const middle = (x >> 32) * (y & half) + (lowest >> 32);
        auto const other = (x & half) * (y >> 32) + (middle & half);
        wide out;
        out.high_ = (x >> 32) * (y >> 32) + (middle >> 32) + (other >> 32);
        out.low_ = (other << 32) | (lowest & half);
        return (a < 0) != (b < 0) ? -out : out;
    }

    RUNG_WRAPS constexpr wide& operator+=(wide b) noexcept {
        low_ += b.low_;
        high_ += b.high_ + (low_ < b.low_ ? 1 : 0);
        return *this;
    }
    constexpr wide& operator-=(wide b) noexcept { return *this += -b; }
    friend constexpr wide operator+(wide a, wide b) noexcept { return a += b; }
    friend constexpr wide operator-(wide a, wide b) noexcept { return a -= b; }
    RUNG_WRAPS friend constexpr wide operator-(wide a) noexcept {
        wide out;
        out.low_ = ~a.low_ + 1;
        out.high_ = ~a.high_ + (a.low_ == 0 ? 1 : 0);
        return out;
    }
    friend constexpr bool operator==(wide, wide) = default;

    [[nodiscard]] constexpr bool is_negative() const noexcept { return high_ >> 63 != 0; }
    /// The nearest number with a fraction.
    [[nodiscard]] constexpr double to_double() const noexcept {
        if (is_negative()) return -(-*this).magnitude_to_double();
        return magnitude_to_double();
    }
    /// The number in 64 bits; one that has no room there is refused.
    [[nodiscard]] constexpr std::int64_t to_int64() const {
        auto const n = static_cast<std::int64_t>(low_);
        if (!(wide{n} == *this)) RUNG_ASSERT("a sum is too large for 64 bits: ask for it as a wide");
        return n;
    }

private:
    std::uint64_t high_ = 0;
    std::uint64_t low_ = 0;

    RUNG_WRAPS [[nodiscard]] static constexpr std::uint64_t magnitude(std::int64_t n) noexcept {
        auto const bits = static_cast<std::uint64_t>(n);
        return n < 0 ? ~bits + 1 : bits;
    }
    [[nodiscard]] constexpr double magnitude_to_double() const noexcept {
        return static_cast<double>(high_) * 18'446'744'073'709'551'616.0 + static_cast<double>(low_);
    }
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
