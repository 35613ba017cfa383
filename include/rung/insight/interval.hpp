#pragma once

#include <rung/base/stable_sort.hpp>
#include <rung/core/assert.hpp>
#include <rung/core/config.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// What is known of a value.
enum class certainty : std::uint8_t {
    unknown,     ///< not yet: nothing that it could be estimated from
    value_only,  ///< a value, but no interval: one case, or a formula that ends at 0 and 1
    interval,    ///< a value and the interval that holds it
};

/// A value estimated from n cases, with its interval. What is not yet known is a state of its own, never 0:
/// reading it is refused, so ask `known()` first.
class estimate {
public:
    /// Not yet known; so many cases were seen.
    constexpr explicit estimate(std::int64_t n = 0) noexcept : n_{n} {}
    constexpr estimate(std::int64_t n, double value) noexcept
        : value_{value}, low_{value}, high_{value}, n_{n}, state_{certainty::value_only} {}
    constexpr estimate(std::int64_t n, double value, double low, double high) noexcept
        : value_{value}, low_{low}, high_{high}, n_{n}, state_{certainty::interval} {}

    [[nodiscard]] constexpr certainty state() const noexcept { return state_; }
    [[nodiscard]] constexpr bool known() const noexcept { return state_ != certainty::unknown; }
    [[nodiscard]] constexpr bool has_interval() const noexcept { return state_ == certainty::interval; }
    /// The cases that it is estimated from.
    [[nodiscard]] constexpr std::int64_t n() const noexcept { return n_; }

    [[nodiscard]] constexpr double value() const {
        if (!known()) RUNG_ASSERT("a value that is not yet known was read: ask known() first");
        return value_;
    }
    [[nodiscard]] constexpr double low() const { return bound(low_); }
    [[nodiscard]] constexpr double high() const { return bound(high_); }

    /// The same in another unit: 0.01 turns minor units into whole ones.
    [[nodiscard]] constexpr estimate times(double factor) const noexcept {
        auto out = *this;
        out.value_ *= factor;
        out.low_ = (factor < 0 ? high_ : low_) * factor;
        out.high_ = (factor < 0 ? low_ : high_) * factor;
        return out;
    }
    friend constexpr bool operator==(estimate const&, estimate const&) = default;

private:
    double value_ = 0;
    double low_ = 0;
    double high_ = 0;
    std::int64_t n_ = 0;
    certainty state_ = certainty::unknown;

    [[nodiscard]] constexpr double bound(double b) const {
        if (!has_interval()) RUNG_ASSERT("an estimate without an interval was asked for it");
        return b;
    }
};

/// Both tails of the normal distribution beyond -z and z: the p-value of a statistic z.
[[nodiscard]] inline double two_tails(double z) noexcept {
    return std::erfc(std::abs(z) / std::numbers::sqrt2);
}

/// How sure an interval is to be: 0.95 holds the true value 19 times of 20.
class confidence {
public:
    constexpr confidence() = default;  // 0.95, without computing it
    explicit confidence(double level) : level_{level} {
        if (!(level > 0 && level < 1)) RUNG_ASSERT("a confidence is more than 0 and less than 1, as 0.95 is");
        // Halving: exact to the last digits, and asked once.
        double below = 0;
        double above = 40;
        for (int i = 0; i < 64; ++i) {
            auto const middle = (below + above) / 2;
            (insight::two_tails(middle) > 1 - level ? below : above) = middle;
        }
        z_ = (below + above) / 2;
    }
    [[nodiscard]] constexpr double level() const noexcept { return level_; }
    /// So many standard errors to each side.
    [[nodiscard]] constexpr double z() const noexcept { return z_; }

private:
    double level_ = 0.95;
    double z_ = 1.959963984540054;
};

/// The interval of a share by Wilson (1927); it stays within 0 and 1. Not yet known where counts make no
/// share: none, or of which only a part was seen.
[[nodiscard]] inline estimate wilson(std::int64_t successes, std::int64_t trials,
                                     confidence c = {}) noexcept {
    if (trials <= 0 || successes < 0 || successes > trials) return estimate{trials};
    auto const n = static_cast<double>(trials);
    auto const p = static_cast<double>(successes) / n;
    auto const z2 = c.z() * c.z();
    auto const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
    auto const half = c.z() * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
    return {trials, p, successes == 0 ? 0 : middle - half, successes == trials ? 1 : middle + half};
}

/// The interval of a value with a standard error.
[[nodiscard]] inline estimate normal_interval(std::int64_t n, double value, double error,
                                              confidence c = {}) noexcept {
    return {n, value, value - c.z() * error, value + c.z() * error};
}

/// How often two things go together: of those who have the one (`with`) and of the others (`without`), how
/// many have the other (`yes`) and how many do not.
struct crossed {
    std::int64_t with_yes = 0;
    std::int64_t with_no = 0;
    std::int64_t without_yes = 0;
    std::int64_t without_no = 0;

    [[nodiscard]] constexpr std::int64_t with() const noexcept { return with_yes + with_no; }
    [[nodiscard]] constexpr std::int64_t without() const noexcept { return without_yes + without_no; }
    [[nodiscard]] constexpr std::int64_t yes() const noexcept { return with_yes + without_yes; }
    [[nodiscard]] constexpr std::int64_t no() const noexcept { return with_no + without_no; }
    [[nodiscard]] constexpr std::int64_t n() const noexcept { return with() + without(); }
    /// False where only a part was seen, and counts are below zero.
    [[nodiscard]] constexpr bool whole() const noexcept {
        return with_yes >= 0 && with_no >= 0 && without_yes >= 0 && without_no >= 0;
    }

    constexpr void add(bool with, bool yes, std::int64_t times = 1) noexcept {
        (with ? (yes ? with_yes : with_no) : (yes ? without_yes : without_no)) += times;
    }
    constexpr crossed& operator+=(crossed const& b) noexcept {
        with_yes += b.with_yes;
        with_no += b.with_no;
        without_yes += b.without_yes;
        without_no += b.without_no;
        return *this;
    }
    friend constexpr bool operator==(crossed const&, crossed const&) = default;
};

/// The odds of yes with it against the odds without, with the interval of Woolf. `prior` is added to each of
/// the four counts, so that none of them is zero: 0.5 is the usual correction (Haldane, Anscombe), 1 a
/// uniform prior. With 0 and an empty cell there is no ratio, or no interval.
[[nodiscard]] inline estimate odds_ratio(crossed const& t, confidence c = {}, double prior = 0.5) noexcept {
    if (!t.whole() || t.with() == 0 || t.without() == 0) return estimate{t.n()};
    auto const a = static_cast<double>(t.with_yes) + prior;
    auto const b = static_cast<double>(t.with_no) + prior;
    auto const x = static_cast<double>(t.without_yes) + prior;
    auto const d = static_cast<double>(t.without_no) + prior;
    if (b * x == 0) return estimate{t.n()};
    auto const ratio = a * d / (b * x);
    if (ratio == 0) return {t.n(), 0};
    auto const e = c.z() * std::sqrt(1 / a + 1 / b + 1 / x + 1 / d);
    return {t.n(), ratio, ratio * std::exp(-e), ratio * std::exp(e)};
}

/// How many times as frequent it is among yes as among all: (with_yes / yes) / (with / n). The interval is
/// that of the logarithm by the delta method, in which the part counts as a part of the whole.
[[nodiscard]] inline estimate lift(crossed const& t, confidence c = {}) noexcept {
    if (!t.whole() || t.with() == 0 || t.yes() == 0) return estimate{t.n()};
    if (t.with_yes == 0) return {t.n(), 0};
    auto const of = [](std::int64_t count) { return 1 / static_cast<double>(count); };
    auto const value =
        of(t.yes()) * of(t.with()) * static_cast<double>(t.with_yes) * static_cast<double>(t.n());
    // The slope of the logarithm in each of the four counts.
    auto const both = of(t.with_yes) - of(t.yes()) - of(t.with()) + of(t.n());
    auto const only_yes = of(t.n()) - of(t.yes());
    auto const only_with = of(t.n()) - of(t.with());
    auto const neither = of(t.n());
    auto const part = [](std::int64_t count, double slope) {
        return static_cast<double>(count) * slope * slope;
    };
    auto const e = c.z() * std::sqrt(part(t.with_yes, both) + part(t.without_yes, only_yes) +
                                     part(t.with_no, only_with) + part(t.without_no, neither));
    return {t.n(), value, value * std::exp(-e), value * std::exp(e)};
}

/// The smallest count that one would expect in a cell if the two had nothing to do with each other. Below 5,
/// `p_value` is not to be trusted.
[[nodiscard]] constexpr double least_expected(crossed const& t) noexcept {
    auto const rows = static_cast<double>((std::min)(t.with(), t.without()));
    auto const columns = static_cast<double>((std::min)(t.yes(), t.no()));
    return t.n() <= 0 ? 0 : rows * columns / static_cast<double>(t.n());
}

/// How likely a difference as large as this is if the two have nothing to do with each other: the chi-squared
/// test without a correction; 1 where there is nothing to compare.
[[nodiscard]] inline double p_value(crossed const& t) noexcept {
    if (!t.whole() || t.with() == 0 || t.without() == 0 || t.yes() == 0 || t.no() == 0) return 1;
    auto const as = [](std::int64_t count) { return static_cast<double>(count); };
    auto const apart = as(t.with_yes) * as(t.without_no) - as(t.with_no) * as(t.without_yes);
    auto const spread = std::sqrt(as(t.with()) * as(t.without())) * std::sqrt(as(t.yes()) * as(t.no()));
    return insight::two_tails(apart * std::sqrt(as(t.n())) / spread);
}

/// p-values corrected for how many there are, by Benjamini and Hochberg (1995), in the same order: of those
/// that are at most q, a share of q is expected to be chance.
[[nodiscard]] inline std::vector<double> benjamini_hochberg(std::span<double const> p) {
    std::vector<std::size_t> order(p.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    rung::detail::stable_sort(order, [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    std::vector<double> out(p.size());
    double least = 1;
    for (auto rank = order.size(); rank > 0; --rank) {
        auto const i = order[rank - 1];
        least = (std::min)(least, p[i] * static_cast<double>(p.size()) / static_cast<double>(rank));
        out[i] = least;
    }
    return out;
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
