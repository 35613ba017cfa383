#pragma once

#include <rung/insight/interval.hpp>
#include <rung/insight/transition_counts.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// A value that was estimated, with the variance of the estimate.
struct expectation {
    double value = 0;
    double variance = 0;

    /// The standard error.
    [[nodiscard]] double error() const noexcept { return std::sqrt(variance); }
    /// With its interval; `n`: from how many clients. Without one where nothing varied.
    [[nodiscard]] estimate within(std::int64_t n, confidence c = {}) const noexcept {
        if (!(variance > 0)) return {n, value};
        return insight::normal_interval(n, value, error(), c);
    }
};

namespace detail {

/// A distribution of clients over places, carried through the moves of a table one instant after another,
/// with the covariance of its estimate and of a sum that is gathered on the way.
class carried_forward {
public:
    carried_forward(event_table const& table, std::span<double const> start, std::int64_t since)
        : p(start.begin(), start.end()), covariance(table.places * table.places),
          with_sum(table.places), table_{table} {
        if (start.size() != table.places)
            RUNG_ASSERT("a distribution to begin with has a share for each place of the table");
        while (next_ < table_.moves.size() && table_.moves[next_].time <= since) ++next_;
    }

    std::vector<double> p;           ///< the share at each place
    std::vector<double> covariance;  ///< of the shares
    std::vector<double> with_sum;    ///< covariance of each share with the sum
    double sum_variance = 0;

    [[nodiscard]] bool has_next() const noexcept { return next_ < table_.moves.size(); }
    [[nodiscard]] std::int64_t next_time() const noexcept { return table_.moves[next_].time; }

    /// Adds weights . p for a length of time in which nothing moves. Returns it.
    double gather(std::span<double const> weights, double length) {
        auto const n = p.size();
        double gain = 0, cross = 0, square = 0;
        for (std::size_t i = 0; i < n; ++i) {
            gain += weights[i] * p[i];
            cross += weights[i] * with_sum[i];
            double row = 0;
            for (std::size_t j = 0; j < n; ++j) row += covariance[i * n + j] * weights[j];
            square += weights[i] * row;
            with_sum[i] += length * row;
        }
        sum_variance += length * (2 * cross + length * square);
        return length * gain;
    }

    /// The moves of the next instant, all at once: p (I + dA).
    void step() {
        auto const n = p.size();
        auto const time = next_time();
        auto const first = next_;
        while (has_next() && next_time() == time) ++next_;
        std::span<event_table::move const> const moves{table_.moves.data() + first, next_ - first};
        std::vector<double> rates;
        std::vector<double> crowd;
        for (auto const& m : moves) {
            crowd.push_back(static_cast<double>(table_.at_risk(m.from, time)));
            rates.push_back(static_cast<double>(m.clients) / crowd.back());
        }
        auto const carry = [&](std::vector<double>& values, std::size_t count, std::size_t stride,
                               std::size_t other) {
            auto const before = values;
            for (std::size_t k = 0; k < moves.size(); ++k) {
                for (std::size_t i = 0; i < count; ++i) {
                    auto const goes = rates[k] * before[moves[k].from * stride + i * other];
                    values[moves[k].to * stride + i * other] += goes;
                    values[moves[k].from * stride + i * other] -= goes;
                }
            }
        };
        auto const before = p;
        carry(covariance, n, 1, n);
        carry(covariance, n, n, 1);
        carry(with_sum, 1, 1, 0);
        carry(p, 1, 1, 0);
        // Who leaves a place for where is multinomial, given who is there.
        for (std::size_t a = 0; a < moves.size(); ++a) {
            for (std::size_t b = 0; b < moves.size(); ++b) {
                if (moves[a].from != moves[b].from) continue;
                auto const share = before[moves[a].from];
                auto const both = share * share * ((a == b ? rates[a] : 0) - rates[a] * rates[b]) / crowd[a];
                std::size_t const i = moves[a].from;
                covariance[moves[a].to * n + moves[b].to] += both;
                covariance[moves[a].to * n + i] -= both;
                covariance[i * n + moves[b].to] -= both;
                covariance[i * n + i] += both;
            }
        }
    }

private:
    event_table const& table_;
    std::size_t next_ = 0;
};

[[nodiscard]] inline std::vector<double> all_at(std::size_t place, std::size_t places) {
    if (place >= places) RUNG_ASSERT("a table was asked for a place that it does not have");
    std::vector<double> start(places);
    start[place] = 1;
    return start;
}

}  // namespace detail

/// Where clients are, by the estimate of Aalen and Johansen: P(s, t) = product over s < u <= t of (I +
/// dA(u)), dA_ij = dN_ij / Y_i. Moves back and comebacks are moves as all others; moves at one instant with
/// different targets are one factor. The shares add up to 1 at each t. Plain data, piecewise constant: each
/// row holds from its time on, until the next.
///
/// Variances are those of Greenwood's type (Andersen, Borgan, Gill & Keiding 1993, IV.4.1; as in R's etm).
/// Memory: 8 (places + places^2) bytes for each instant with a move.
struct occupancy {
    std::size_t places = 0;
    std::vector<std::int64_t> times;  ///< the first is the s at which it begins
    std::vector<double> shares;       ///< times x places
    std::vector<double> covariances;  ///< times x places x places
    std::int64_t last = 0;            ///< nobody was observed after it

    /// P(X(t) = place). Before s that at s; after `last` the last known, which then is an extrapolation.
    [[nodiscard]] double share(std::size_t place, std::int64_t t) const {
        return shares[row(t) * places + checked(place)];
    }
    [[nodiscard]] double covariance(std::size_t a, std::size_t b, std::int64_t t) const {
        return covariances[(row(t) * places + checked(a)) * places + checked(b)];
    }
    [[nodiscard]] expectation at(std::size_t place, std::int64_t t) const {
        return {share(place, t), covariance(place, place, t)};
    }
    /// Of several places together, as "on this rung or above".
    [[nodiscard]] expectation at(std::span<std::size_t const> several, std::int64_t t) const {
        expectation sum;
        for (auto const a : several) {
            sum.value += share(a, t);
            for (auto const b : several) sum.variance += covariance(a, b, t);
        }
        return sum;
    }
    /// Which row holds at t.
    [[nodiscard]] std::size_t row(std::int64_t t) const noexcept {
        auto const after = std::ranges::upper_bound(times, t);
        return after == times.begin() ? 0 : static_cast<std::size_t>(after - times.begin()) - 1;
    }

private:
    [[nodiscard]] std::size_t checked(std::size_t place) const {
        if (place >= places) RUNG_ASSERT("an occupancy was asked for a place that it does not have");
        return place;
    }
};

/// From a distribution over the places at s on; it is taken as given.
[[nodiscard]] inline occupancy occupancy_from(event_table const& table, std::span<double const> start,
                                              std::int64_t since = -1) {
    occupancy out;
    out.places = table.places;
    out.last = table.last;
    detail::carried_forward now{table, start, since};
    auto const note = [&](std::int64_t t) {
        out.times.push_back(t);
        out.shares.insert(out.shares.end(), now.p.begin(), now.p.end());
        out.covariances.insert(out.covariances.end(), now.covariance.begin(), now.covariance.end());
    };
    note(since);
    while (now.has_next()) {
        auto const t = now.next_time();
        now.step();
        note(t);
    }
    return out;
}
/// From one place at s on. Of a scale that begins with the client, -1 is before the moves at 0.
[[nodiscard]] inline occupancy occupancy_from(event_table const& table, std::size_t place,
                                              std::int64_t since = -1) {
    return insight::occupancy_from(table, detail::all_at(place, table.places), since);
}

/// What somebody who is at `place` at s gathers until t where each unit of time at place i is worth
/// weights[i]: with 1 for one place and 0 elsewhere the expected time there (restricted to t), with 1 for all
/// rungs and 0 for the exits the expected time on the ladder, with profits per day the expected profit. The
/// area under the curves of occupancy_from, and its variance by the delta method. Nothing if t is before s,
/// or after the last t at which anybody was observed: there is no curve there.
[[nodiscard]] inline std::optional<expectation> expected_sum(event_table const& table, std::size_t place,
                                                             std::span<double const> weights,
                                                             std::int64_t since, std::int64_t until) {
    if (weights.size() != table.places) RUNG_ASSERT("each place of a table has a weight");
    if (until < since || until > table.last) return std::nullopt;
    detail::carried_forward now{table, detail::all_at(place, table.places), since};
    expectation out;
    // A scale that begins with the client begins at 0; -1 only says that moves at 0 are to come.
    auto t = since == -1 ? 0 : since;
    while (now.has_next() && now.next_time() <= until) {
        auto const next = now.next_time();
        out.value += now.gather(weights, static_cast<double>(next - t));
        now.step();
        t = next;
    }
    if (until > t) out.value += now.gather(weights, static_cast<double>(until - t));
    out.variance = now.sum_variance;
    return out;
}

/// The expected time at `at` until t of somebody who is at `place` at s.
[[nodiscard]] inline std::optional<expectation> expected_time(event_table const& table, std::size_t place,
                                                              std::size_t at, std::int64_t since,
                                                              std::int64_t until) {
    return insight::expected_sum(table, place, detail::all_at(at, table.places), since, until);
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
