#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/client.hpp>
#include <rung/core/money.hpp>
#include <rung/insight/interval.hpp>
#include <rung/insight/wide.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// What to do with values below zero, of which no concentration is defined.
enum class below_zero : std::uint8_t { refuse, clamp };

/// How much of all money comes from few clients: a value for each client, in order. Who is counted is the
/// host's choice, and must be said beside each figure: a client who spent nothing counts like any other, so a
/// concentration among all is higher than one among buyers. Two of them add up with +=.
///
/// All is computed from whole numbers, in an order that does not depend on that of the clients.
class concentration {
public:
    concentration() = default;
    /// Minor units, or any other whole numbers, in any order.
    explicit concentration(std::vector<std::int64_t> values, below_zero how = below_zero::refuse)
        : values_{std::move(values)} {
        for (auto& v : values_) {
            if (v >= 0) continue;
            if (how == below_zero::refuse)
                RUNG_ASSERT("a concentration is of values of zero or more: below_zero::clamp counts the "
                            "others as zero");
            v = 0;
        }
        std::ranges::sort(values_);
        for (auto const v : values_) {
            sum_ += v;
            squares_ += wide::product(v, v);
        }
    }

    [[nodiscard]] std::int64_t n() const noexcept { return static_cast<std::int64_t>(values_.size()); }
    [[nodiscard]] wide sum() const noexcept { return sum_; }
    [[nodiscard]] wide sum_of_squares() const noexcept { return squares_; }
    /// The smallest first.
    [[nodiscard]] std::vector<std::int64_t> const& values() const noexcept { return values_; }

    /// The curve of Lorenz at k of n: what the k smallest have together. Exact: divide by sum().
    [[nodiscard]] std::vector<wide> lorenz() const {
        std::vector<wide> out{wide{}};
        for (auto const v : values_) out.push_back(out.back() + v);
        return out;
    }

    /// The coefficient of Gini: 0 where all have the same, near 1 where one has all. The interval is that of
    /// the jackknife. Not yet known where nobody has anything.
    [[nodiscard]] estimate gini(confidence c = {}) const {
        auto const count = values_.size();
        if (count == 0 || sum_ == wide{}) return estimate{n()};
        auto const whole = gini_of(ranked_sum(), count, sum_);
        if (count < 3) return {n(), whole};
        auto const ranked = ranked_sum();
        double total = 0, squares = 0;
        wide above = sum_;
        for (std::size_t i = 0; i < count; ++i) {
            auto const x = values_[i];
            above -= x;
            auto const rest = sum_ - x;
            if (rest == wide{}) return {n(), whole};  // one client has all
            auto const without = ranked + sum_ - above - above -
                                 wide::product(2 * (static_cast<std::int64_t>(i) + 1) - n(), x);
            auto const apart = gini_of(without, count - 1, rest) - whole;
            total += apart;
            squares += apart * apart;
        }
        auto const m = static_cast<double>(count);
        auto const variance = (m - 1) / m * (squares - total * total / m);
        return insight::normal_interval(n(), whole, std::sqrt(variance > 0 ? variance : 0), c);
    }
    /// The same times n / (n - 1): so that one client who has all of n gives 1.
    [[nodiscard]] estimate gini_unbiased(confidence c = {}) const {
        if (n() < 2) return estimate{n()};
        auto const m = static_cast<double>(n());
        return gini(c).times(m / (m - 1));
    }

    /// What part of all the k clients have who have most.
    [[nodiscard]] estimate top(std::int64_t k, confidence c = {}) const {
        if (k < 0 || k > n()) RUNG_ASSERT("the top clients are at least none and at most all");
        return n() == 0 ? estimate{} : top_share(static_cast<double>(k) / static_cast<double>(n()), c);
    }
    /// What part of all the top share of clients has: 0.2 is a fifth of them. Where that is no whole number
    /// of clients, a part of the next one's. The interval is that of the influence of each client.
    [[nodiscard]] estimate top_share(double share, confidence c = {}) const {
        if (!(share >= 0 && share <= 1)) RUNG_ASSERT("a share of clients is from 0 to 1");
        if (sum_ == wide{}) return estimate{n()};
        auto const m = static_cast<double>(n());
        auto const wanted = share * m;
        auto const whole = (std::min)(static_cast<std::size_t>(wanted + 1e-9), values_.size());
        wide have;
        for (std::size_t i = 0; i < whole; ++i) have += values_[values_.size() - 1 - i];
        auto const next = whole < values_.size() ? values_[values_.size() - 1 - whole] : 0;
        auto const part = wanted - static_cast<double>(whole);
        auto const all = sum_.to_double();
        auto const value = (have.to_double() + (part > 1e-9 ? part : 0) * static_cast<double>(next)) / all;
        if (n() < 2) return {n(), value};
        auto const limit = static_cast<double>(next);
        double squares = 0;
        for (auto const v : values_) {
            auto const x = static_cast<double>(v);
            auto const influence = ((x > limit ? x - limit : 0) + share * limit - value * x) / (all / m);
            squares += influence * influence;
        }
        return insight::normal_interval(n(), value, std::sqrt(squares) / m, c);
    }

    /// The index of Herfindahl and Hirschman: the sum of squared shares, 1 / n where all have the same.
    [[nodiscard]] estimate hhi() const {
        if (sum_ == wide{}) return estimate{n()};
        auto const all = sum_.to_double();
        return {n(), squares_.to_double() / all / all};
    }

    /// Below 1 the inequality is due to many who have little, above 1 to few who have much (Damgaard & Weiner
    /// 2000).
    [[nodiscard]] estimate lorenz_asymmetry() const {
        if (sum_ == wide{}) return estimate{n()};
        auto const m = static_cast<double>(n());
        auto const mean = sum_.to_double() / m;
        // How many are below the mean, exactly: x n < sum.
        auto const is_below = [&](std::int64_t v) { return (wide::product(v, n()) - sum_).is_negative(); };
        std::size_t below = 0;
        wide less;
        for (; below < values_.size() && is_below(values_[below]); ++below) less += values_[below];
        auto const at_all = [&](double count, double have) { return count / m + have / sum_.to_double(); };
        auto const count = static_cast<double>(below);
        if (below < values_.size() &&
            wide::product(values_[below], n()) == sum_) {  // some have the mean itself
            std::size_t same = below;
            while (same < values_.size() && values_[same] == values_[below]) ++same;
            auto const equal = static_cast<double>(same - below);
            return {n(), (at_all(count, less.to_double()) +
                          at_all(count + equal, less.to_double() + equal * mean)) /
                             2};
        }
        auto const next = static_cast<double>(values_[below]);
        auto const last = static_cast<double>(values_[below - 1]);
        auto const part = (mean - last) / (next - last);
        return {n(), at_all(count + part, less.to_double() + part * next)};
    }

    concentration& operator+=(concentration const& other) {
        std::vector<std::int64_t> all(values_.size() + other.values_.size());
        std::ranges::merge(values_, other.values_, all.begin());
        values_ = std::move(all);
        sum_ += other.sum_;
        squares_ += other.squares_;
        return *this;
    }
    friend bool operator==(concentration const& a, concentration const& b) { return a.values_ == b.values_; }

private:
    std::vector<std::int64_t> values_{};
    wide sum_{};
    wide squares_{};

    // The sum of (2 rank - n - 1) value.
    [[nodiscard]] wide ranked_sum() const noexcept {
        wide out;
        for (std::size_t i = 0; i < values_.size(); ++i)
            out += wide::product(2 * (static_cast<std::int64_t>(i) + 1), values_[i]);
        auto doubled = sum_;  // (n + 1) times the sum, bit by bit: it may be wider than a factor can be
        for (auto bits = static_cast<std::uint64_t>(n() + 1); bits != 0; bits >>= 1) {
            if ((bits & 1) != 0) out -= doubled;
            doubled += doubled;
        }
        return out;
    }
    [[nodiscard]] static double gini_of(wide ranked, std::size_t count, wide sum) noexcept {
        return ranked.to_double() / (static_cast<double>(count) * sum.to_double());
    }
};

/// A client and what they have.
struct ranked_client {
    client_id client = no_client;
    money value{};
    friend bool operator==(ranked_client const&, ranked_client const&) = default;
};

/// The golden clients of a base: the top share by a value, the highest first, of two with the same the one
/// with the lower id. `value_of(client view)` says the value. Of a sharded base: for each shard, with share
/// 1, sorted together.
template <class Base, class ValueOf>
[[nodiscard]] std::vector<ranked_client> golden_clients(Base const& base, double share,
                                                        ValueOf const& value_of) {
    if (!(share >= 0 && share <= 1)) RUNG_ASSERT("a share of clients is from 0 to 1");
    std::vector<ranked_client> all;
    base.each([&](auto const& view) { all.push_back({view.id(), value_of(view)}); });
    std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) {
        return a.value != b.value ? b.value < a.value : a.client < b.client;
    });
    all.resize(static_cast<std::size_t>(share * static_cast<double>(all.size()) + 1e-9));
    return all;
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
