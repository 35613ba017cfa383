#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/config.hpp>
#include <rung/insight/interval.hpp>

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// Quantiles of amounts or lengths of time, as counts in buckets whose width grows with the value: whatever a
/// quantile says is within `relative_error` of a value that was there. Values below 256 are exact. Buckets
/// are found by whole numbers alone: no rounding, no chance, no order. Each value can be taken out again; two
/// of them add up with +=.
///
/// Memory: 8 bytes for each bucket up to that of the largest value, at most 57 KB.
class quantiles {
public:
    static constexpr double relative_error = 1.0 / 256;

    void add(std::int64_t value, std::int64_t times = 1) {
        auto const at = bucket_of(value);
        if (at >= counts_.size()) counts_.resize(at + 1);
        counts_[at] += times;
        n_ += times;
    }
    void take_out(std::int64_t value) { add(value, -1); }

    [[nodiscard]] std::int64_t n() const noexcept { return n_; }
    /// The value that a share of all values is at most: 0.5 gives the median. The interval is that of the
    /// ranks. Not yet known of none.
    [[nodiscard]] estimate at(double share, confidence c = {}) const {
        if (!(share >= 0 && share <= 1)) RUNG_ASSERT("a quantile is of a share from 0 to 1");
        if (n_ <= 0) return estimate{n_};
        auto const m = static_cast<double>(n_);
        auto const rank = share * m;
        auto const error = c.z() * std::sqrt(m * share * (1 - share));
        auto const value = at_rank(std::ceil(rank - 1e-9));
        if (n_ < 2) return {n_, value};
        return {n_, value, at_rank(std::floor(rank - error)), at_rank(std::ceil(rank + error) + 1)};
    }
    /// How many values there are that are as far as a bucket tells below a limit. Exact for limits below 256.
    [[nodiscard]] std::int64_t below(std::int64_t limit) const {
        std::int64_t sum = 0;
        if (limit <= 0) return 0;
        auto const end = bucket_of(limit);
        for (std::size_t i = 0; i < counts_.size() && i < end; ++i) sum += counts_[i];
        return sum;
    }

    quantiles& operator+=(quantiles const& other) {
        if (counts_.size() < other.counts_.size()) counts_.resize(other.counts_.size());
        for (std::size_t i = 0; i < other.counts_.size(); ++i) counts_[i] += other.counts_[i];
        n_ += other.n_;
        return *this;
    }
    /// By what is in the buckets.
    friend bool operator==(quantiles const& a, quantiles const& b) noexcept {
        auto const& longer = a.counts_.size() < b.counts_.size() ? b.counts_ : a.counts_;
        auto const& shorter = a.counts_.size() < b.counts_.size() ? a.counts_ : b.counts_;
        for (std::size_t i = 0; i < longer.size(); ++i)
            if (longer[i] != (i < shorter.size() ? shorter[i] : 0)) return false;
        return true;
    }

private:
    // 128 buckets for each doubling from 256 on; below, one for each value.
    static constexpr unsigned bits = 7;

    std::vector<std::int64_t> counts_{};
    std::int64_t n_ = 0;

    [[nodiscard]] static std::size_t bucket_of(std::int64_t value) {
        if (value < 0) RUNG_ASSERT("quantiles are of values of zero or more: clamp what is below");
        auto const v = static_cast<std::uint64_t>(value);
        auto const width = static_cast<unsigned>(std::bit_width(v));
        if (width <= bits + 1) return static_cast<std::size_t>(v);
        auto const shift = width - (bits + 1);
        return static_cast<std::size_t>((std::uint64_t{shift} << bits) + (v >> shift));
    }
    // The middle of a bucket.
    [[nodiscard]] static double value_of(std::size_t bucket) noexcept {
        auto const b = static_cast<std::uint64_t>(bucket);
        if (b < std::uint64_t{2} << bits) return static_cast<double>(b);
        auto const shift = (b >> bits) - 1;
        auto const low = (b - (shift << bits)) << shift;
        return static_cast<double>(low) + (static_cast<double>(std::uint64_t{1} << shift) - 1) / 2;
    }
    // The value of a rank from 1 on; beyond the ends, the ends.
    [[nodiscard]] double at_rank(double rank) const noexcept {
        std::int64_t seen = 0;
        double last = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            if (counts_[i] <= 0) continue;
            seen += counts_[i];
            last = value_of(i);
            if (static_cast<double>(seen) >= rank) return last;
        }
        return last;
    }
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
