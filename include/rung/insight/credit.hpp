#pragma once

#include <rung/core/config.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace rung {
inline namespace v0 {
namespace insight {

/// A number of moves with a fraction: what a channel is credited with. Exact, so credits add up to the moves
/// in any order. A move is `unit` parts, which can be divided by all numbers up to 16; what cannot be divided
/// without a rest is given out part by part (`share_out`).
class credit {
public:
    static constexpr std::int64_t unit = std::int64_t{720'720} << 40;

    constexpr credit() = default;
    /// So many whole moves.
    constexpr explicit credit(std::int64_t moves) noexcept : whole_{moves} {}
    /// So many parts of one move, 0 to unit.
    [[nodiscard]] static constexpr credit of_parts(std::int64_t parts) noexcept {
        credit c;
        c.whole_ = parts / unit;
        c.parts_ = parts % unit;
        return c;
    }

    /// The whole moves, rounded down, and the parts beyond them: 0 to unit - 1.
    [[nodiscard]] constexpr std::int64_t whole() const noexcept { return whole_; }
    [[nodiscard]] constexpr std::int64_t parts() const noexcept { return parts_; }
    [[nodiscard]] constexpr double value() const noexcept {
        return static_cast<double>(whole_) + static_cast<double>(parts_) / static_cast<double>(unit);
    }

    constexpr credit& operator+=(credit b) noexcept {
        whole_ += b.whole_;
        parts_ += b.parts_;
        if (parts_ >= unit) {
            parts_ -= unit;
            ++whole_;
        }
        return *this;
    }
    friend constexpr credit operator+(credit a, credit b) noexcept { return a += b; }
    friend constexpr credit operator-(credit a) noexcept {
        credit out;
        out.whole_ = -a.whole_ - (a.parts_ != 0 ? 1 : 0);
        out.parts_ = a.parts_ != 0 ? unit - a.parts_ : 0;
        return out;
    }
    /// n of them.
    friend constexpr credit operator*(credit a, std::int64_t n) noexcept {
        if (n < 0) return -(a * -n);
        credit out;
        for (; n != 0; n /= 2, a += a) {
            if (n % 2 != 0) out += a;
        }
        return out;
    }
    friend constexpr bool operator==(credit, credit) = default;

private:
    std::int64_t whole_ = 0;
    std::int64_t parts_ = 0;
};

namespace detail {

/// What is left of one move after its parts were given out: to all alike, and one more to the first ones.
constexpr void share_out_rest(std::span<std::int64_t> parts, std::int64_t rest) noexcept {
    auto const n = static_cast<std::int64_t>(parts.size());
    for (std::int64_t i = 0; i < n; ++i)
        parts[static_cast<std::size_t>(i)] += rest / n + (i < rest % n ? 1 : 0);
}

}  // namespace detail

/// One move, given out to some in equal parts.
constexpr void share_out(std::span<std::int64_t> parts) noexcept {
    for (auto& p : parts) p = 0;
    if (!parts.empty()) detail::share_out_rest(parts, credit::unit);
}
/// One move, given out by weight: numbers from 0 on, one of which at least is above. The parts add up to the
/// move whatever was rounded.
constexpr void share_out(std::span<std::int64_t> parts, std::span<double const> weights) noexcept {
    double sum = 0;
    for (auto const w : weights) sum += w;
    auto rest = credit::unit;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto const due = static_cast<std::int64_t>(static_cast<double>(credit::unit) * (weights[i] / sum));
        parts[i] = due < rest ? due : rest;
        rest -= parts[i];
    }
    // A few parts of a number with 18 digits; nothing for who has no weight.
    std::size_t heaviest = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) heaviest = weights[i] > weights[heaviest] ? i : heaviest;
    if (!parts.empty()) parts[heaviest] += rest;
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
