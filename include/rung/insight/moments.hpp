#pragma once

#include <rung/core/assert.hpp>
#include <rung/insight/interval.hpp>
#include <rung/insight/wide.hpp>

#include <cmath>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace insight {

/// How many whole numbers there were, their sum and the sum of their squares: enough for their mean and its
/// interval, exact in any order, and each can be taken out again. Two of them add up with +=.
class moments {
public:
    constexpr void add(std::int64_t x) noexcept {
        ++n_;
        sum_ += x;
        squares_ += wide::product(x, x);
    }
    constexpr void take_out(std::int64_t x) noexcept {
        --n_;
        sum_ -= x;
        squares_ -= wide::product(x, x);
    }
    /// So many of one value that is small: its square has room in 64 bits.
    constexpr void add(std::int64_t x, std::int64_t times) noexcept {
        n_ += times;
        sum_ += wide::product(x, times);
        squares_ += wide::product(x * x, times);
    }

    [[nodiscard]] constexpr std::int64_t n() const noexcept { return n_; }
    [[nodiscard]] constexpr std::int64_t sum() const { return sum_.to_int64(); }
    [[nodiscard]] constexpr wide squares() const noexcept { return squares_; }

    /// Of the numbers; not yet known of none, without an interval of one.
    [[nodiscard]] estimate mean(confidence c = {}) const {
        if (n_ <= 0) return estimate{n_};
        auto const m = static_cast<double>(sum()) / static_cast<double>(n_);
        if (n_ == 1) return {1, m};
        return insight::normal_interval(n_, m, std::sqrt(variance() / static_cast<double>(n_)), c);
    }
    /// How far they are spread, by n - 1; for two or more.
    [[nodiscard]] double variance() const {
        if (n_ < 2) RUNG_ASSERT("fewer than two numbers have no variance");
        // About the whole number below the mean, so that no digits are lost: the rest is a fraction of one.
        auto const s = sum();
        auto const whole = s / n_;
        auto const rest = s % n_;
        auto const about = squares_ - wide::product(whole, s) - wide::product(whole, rest);
        auto const r = static_cast<double>(rest);
        auto const n = static_cast<double>(n_);
        return (about.to_double() - r * r / n) / (n - 1);
    }

    constexpr moments& operator+=(moments const& b) noexcept {
        n_ += b.n_;
        sum_ += b.sum_;
        squares_ += b.squares_;
        return *this;
    }
    friend constexpr bool operator==(moments const&, moments const&) = default;

private:
    std::int64_t n_ = 0;
    wide sum_;
    wide squares_;
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
