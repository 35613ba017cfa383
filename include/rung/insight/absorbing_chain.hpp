#pragma once

#include <rung/core/assert.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/matrix.hpp>
#include <rung/insight/place.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// What share of those at each place is at each other a period later.
struct period_shares {
    matrix shares;                      ///< places x places; each row adds up to 1
    std::vector<std::int64_t> clients;  ///< from how many clients each row is
    /// Somebody came to a place of which it was never seen where one goes from there. Its row says that they
    /// stay, which nobody knows.
    bool is_complete = true;
};

/// From counts of where clients stood at the begin and at the end of periods of one length, those who stayed
/// too: ladder_clock::between.
template <stage_name Stage>
[[nodiscard]] period_shares shares_of(flow<Stage> const& moves, std::size_t places) {
    period_shares out{matrix::identity(places), std::vector<std::int64_t>(places)};
    auto const count = [&](std::size_t i, std::size_t j) {
        return moves.count(rung::stage_at<Stage>(i), rung::stage_at<Stage>(j));
    };
    for (std::size_t i = 0; i < places; ++i) {
        for (std::size_t j = 0; j < places; ++j) {
            if (count(i, j) < 0) RUNG_ASSERT("these moves are a part of a whole: some counts are below zero");
            out.clients[i] += count(i, j);
        }
        for (std::size_t j = 0; j < places && out.clients[i] > 0; ++j)
            out.shares(i, j) = static_cast<double>(count(i, j)) / static_cast<double>(out.clients[i]);
    }
    for (std::size_t i = 0; i < places; ++i) {
        for (std::size_t j = 0; j < places; ++j)
            if (count(i, j) > 0 && out.clients[j] == 0) out.is_complete = false;
    }
    return out;
}

/// A ladder as a Markov chain with places that nobody leaves (Kemeny & Snell 1960; Grinstead & Snell, ch.
/// 11). Where one goes from a place must not depend on how one came there: if it does, compare with the
/// landmark estimates of the clock.
class absorbing_chain {
public:
    /// Of shares by period. Nothing where somebody might go round for ever: from some place none is reached
    /// that nobody leaves.
    [[nodiscard]] static std::optional<absorbing_chain> of(matrix shares) {
        check(shares);
        absorbing_chain out;
        auto const n = shares.rows();
        std::vector<std::size_t> inner;
        for (std::size_t i = 0; i < n; ++i) {
            if (shares(i, i) < 1) inner.push_back(i);
        }
        matrix rest = matrix::identity(inner.size());
        for (std::size_t i = 0; i < inner.size(); ++i)
            for (std::size_t j = 0; j < inner.size(); ++j) rest(i, j) -= shares(inner[i], inner[j]);
        auto const visits = insight::inverse(rest);
        if (!visits) return std::nullopt;
        out.visits_ = matrix{n, n};
        out.ends_ = matrix::identity(n);
        for (std::size_t i = 0; i < inner.size(); ++i) {
            out.ends_(inner[i], inner[i]) = 0;
            for (std::size_t j = 0; j < inner.size(); ++j) {
                auto const v = (*visits)(i, j);
                if (!(v > -1e-9) || v > 1e12) return std::nullopt;
                out.visits_(inner[i], inner[j]) = v;
                for (std::size_t k = 0; k < n; ++k)
                    if (shares(k, k) >= 1) out.ends_(inner[i], k) += v * shares(inner[j], k);
            }
        }
        return out;
    }

    /// N: how many periods somebody who is at `from` is expected to spend at `at`, this one included.
    [[nodiscard]] double visits(std::size_t from, std::size_t at) const { return visits_(from, at); }
    /// t: how many periods until they come to a place that nobody leaves.
    [[nodiscard]] double steps(std::size_t from) const {
        double sum = 0;
        for (auto const v : visits_.row(from)) sum += v;
        return sum;
    }
    /// The variance of that number, from client to client.
    [[nodiscard]] double steps_variance(std::size_t from) const {
        double sum = 0;
        for (std::size_t j = 0; j < visits_.rows(); ++j) sum += visits_(from, j) * (2 * steps(j));
        auto const t = steps(from);
        return sum - t - t * t;
    }
    /// B: the probability that they end at `at`.
    [[nodiscard]] double ends(std::size_t from, std::size_t at) const { return ends_(from, at); }

private:
    matrix visits_;
    matrix ends_;

    static void check(matrix const& p) {
        if (p.rows() != p.columns() || p.rows() == 0)
            RUNG_ASSERT("a chain has a share from each place to each");
        for (std::size_t i = 0; i < p.rows(); ++i) {
            double sum = 0;
            for (auto const share : p.row(i)) {
                if (!(share >= 0)) RUNG_ASSERT("a share is not below 0");
                sum += share;
            }
            if (std::abs(sum - 1) > 1e-9) RUNG_ASSERT("the shares from a place add up to 1");
        }
    }
};

/// Where somebody is after so many periods: P^n.
[[nodiscard]] inline matrix power(matrix p, unsigned n) {
    auto out = matrix::identity(p.rows());
    for (; n > 0; n /= 2) {
        if (n % 2 != 0) out = out * p;
        p = p * p;
    }
    return out;
}

/// What somebody at each place is worth: worth[i] for each period at place i, this one included, for ever,
/// with what comes a period later worth 1 / (1 + discount) of it (Pfeifer & Carraway 2000). Nothing where it
/// has no bounds: without a discount, and with places that nobody leaves.
[[nodiscard]] inline std::optional<std::vector<double>>
value_of_places(matrix const& shares, std::span<double const> worth, double discount) {
    auto const n = shares.rows();
    if (worth.size() != n || !(discount >= 0))
        RUNG_ASSERT("each place has a worth, and a discount is not below 0");
    std::vector<double> out(n);
    if (discount == 0) {
        auto const chain = absorbing_chain::of(shares);
        if (!chain) return std::nullopt;
        for (std::size_t j = 0; j < n; ++j) {
            if (shares(j, j) >= 1 && worth[j] != 0) return std::nullopt;
            for (std::size_t i = 0; i < n; ++i) out[i] += chain->visits(i, j) * worth[j];
        }
        return out;
    }
    auto rest = matrix::identity(n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) rest(i, j) -= shares(i, j) / (1 + discount);
    auto const all = insight::inverse(rest);
    if (!all) return std::nullopt;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) out[i] += (*all)(i, j) * worth[j];
    return out;
}

/// The same as far as so many periods ahead.
[[nodiscard]] inline std::vector<double> value_of_places(matrix const& shares, std::span<double const> worth,
                                                         double discount, unsigned periods) {
    auto const n = shares.rows();
    if (worth.size() != n || !(discount >= 0))
        RUNG_ASSERT("each place has a worth, and a discount is not below 0");
    // From the last period back.
    std::vector<double> out(worth.begin(), worth.end());
    for (; periods > 0; --periods) {
        auto const later = out;
        for (std::size_t i = 0; i < n; ++i) {
            double ahead = 0;
            for (std::size_t j = 0; j < n; ++j) ahead += shares(i, j) * later[j];
            out[i] = worth[i] + ahead / (1 + discount);
        }
    }
    return out;
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
