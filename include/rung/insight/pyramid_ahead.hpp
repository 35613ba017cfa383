#pragma once

#include <rung/core/assert.hpp>
#include <rung/insight/absorbing_chain.hpp>
#include <rung/insight/interval.hpp>
#include <rung/insight/matrix.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// How many clients will stand at a place.
struct place_ahead {
    double clients = 0;
    /// From client to client: the same shares, and yet nobody knows who goes where.
    double by_chance = 0;
    /// From the shares, which are estimated from so and so many clients.
    double by_shares = 0;

    /// The interval that holds the number itself, not its mean; not below 0. `n`: the clients there are now.
    [[nodiscard]] estimate within(std::int64_t n, confidence c = {}) const noexcept {
        auto const e = c.z() * std::sqrt(by_chance + by_shares);
        if (!(e > 0)) return {n, clients};
        return {n, clients, clients > e ? clients - e : 0, clients + e};
    }
};

/// The pyramid so many periods ahead, place by place. `now`: how many stand where. `newcomers`: how many are
/// expected to come in each period, at place 0 at its end; they come independently of each other (Poisson).
///
/// It goes on as it was: where clients go from a place depends on nothing but the place, and does not change.
/// What the interval does not hold is that tomorrow is another time than yesterday. Nothing if somebody would
/// stand at a place of which it was never seen where one goes from there.
[[nodiscard]] inline std::optional<std::vector<place_ahead>> pyramid_ahead(period_shares const& moves,
                                                                           std::span<std::int64_t const> now,
                                                                           unsigned periods,
                                                                           double newcomers = 0) {
    auto const& p = moves.shares;
    auto const n = p.rows();
    if (now.size() != n || !(newcomers >= 0))
        RUNG_ASSERT("a pyramid has a number of clients for each place, and newcomers are not below 0");
    std::vector<matrix> powers{matrix::identity(n)};
    for (unsigned r = 0; r < periods; ++r) powers.push_back(powers.back() * p);

    std::vector<place_ahead> out(n);
    for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t i = 0; i < n; ++i) {
            auto const share = powers[periods](i, j);
            auto const clients = static_cast<double>(now[i]);
            out[j].clients += clients * share;
            out[j].by_chance += clients * share * (1 - share);
        }
        for (unsigned r = 0; r < periods; ++r) {
            out[j].clients += newcomers * powers[r](0, j);
            out[j].by_chance += newcomers * powers[r](0, j);
        }
    }
    // The slope of clients at j in the share from a to b: who is at a before each period, times how many of
    // those who come to b by it are at j in the end.
    std::vector<matrix> slopes(n, matrix{n, n});  // [a](b, j)
    std::vector<double> before(now.begin(), now.end());
    for (unsigned r = 0; r < periods; ++r) {
        for (std::size_t a = 0; a < n; ++a) {
            if (moves.clients[a] == 0 && before[a] > 0) return std::nullopt;
            for (std::size_t b = 0; b < n; ++b)
                for (std::size_t j = 0; j < n; ++j)
                    slopes[a](b, j) += before[a] * powers[periods - 1 - r](b, j);
        }
        std::vector<double> after(n);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) after[j] += before[i] * p(i, j);
        after[0] += newcomers;
        before = after;
    }
    for (std::size_t a = 0; a < n; ++a) {
        if (moves.clients[a] == 0) continue;
        for (std::size_t j = 0; j < n; ++j) {
            double mean = 0, square = 0;
            for (std::size_t b = 0; b < n; ++b) {
                mean += p(a, b) * slopes[a](b, j);
                square += p(a, b) * slopes[a](b, j) * slopes[a](b, j);
            }
            auto const variance = (square - mean * mean) / static_cast<double>(moves.clients[a]);
            out[j].by_shares += variance > 0 ? variance : 0;
        }
    }
    return out;
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
