#pragma once

#include <rung/insight/interval.hpp>
#include <rung/insight/occupancy.hpp>
#include <rung/insight/transition_counts.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// How the interval of a share is made from its standard error.
enum class band : std::uint8_t {
    plain,    ///< S +- z se
    log,      ///< symmetrical for log S: S exp(+- z se / S)
    log_log,  ///< for log(-log S): within 0 and 1, the best of them for few clients
};

/// One step of a curve of those who stay.
struct survival_step {
    std::int64_t time = 0;
    std::int64_t at_risk = 0;
    std::int64_t left = 0;  ///< how many left at this time
    double share = 1;       ///< S(t): who has not left up to and including t
    double variance = 0;    ///< Greenwood's; at S = 0 there is none, and it says 0
};

namespace detail {

[[nodiscard]] constexpr double within_01(double x) noexcept { return x < 0 ? 0 : x > 1 ? 1 : x; }

}  // namespace detail

/// A share with its interval, from its variance. At 0 and 1 no formula has one: then it is a value without an
/// interval. `n`: from how many clients.
[[nodiscard]] inline estimate interval_of_share(std::int64_t n, double share, double variance,
                                                band how = band::log_log, confidence c = {}) noexcept {
    // Sums of shares that are 0 or 1 are so but for the last digits.
    if (share <= 1e-12 || share >= 1 - 1e-12) return {n, share < 0.5 ? 0.0 : 1.0};
    auto const e = c.z() * std::sqrt(variance);
    auto const made = [&](double low, double high) {
        return estimate{n, share, detail::within_01(low), detail::within_01(high)};
    };
    if (how == band::plain) return made(share - e, share + e);
    if (how == band::log) {
        auto const factor = std::exp(e / share);
        return made(share / factor, share * factor);
    }
    auto const power = std::exp(e / (share * -std::log(share)));
    return made(std::pow(share, power), std::pow(share, 1 / power));
}
/// The same of a step of a curve; n: who was at risk then.
[[nodiscard]] inline estimate interval_of(survival_step const& s, band how = band::log_log,
                                          confidence c = {}) noexcept {
    return insight::interval_of_share(s.at_risk, s.share, s.variance, how, c);
}

/// Who has not left a place, after so much time at risk: the estimate of Kaplan and Meier (1958) for leaving
/// it in any way. Plain data, a step for each time at which somebody left.
///
/// It is the special case of two states: what becomes of those who leave is not asked. How many climbed or
/// fell is not to be had from it by censoring the others (then the shares add up to more than 1): see
/// ways_out.
struct survival_curve {
    std::vector<survival_step> steps;
    /// The last time at which anybody was at risk; nothing is known after it.
    std::int64_t last = 0;

    /// S(t); 1 before the first step. After `last` the last known, which then is an extrapolation.
    [[nodiscard]] double share(std::int64_t t) const noexcept {
        auto const* s = step_at(t);
        return s == nullptr ? 1 : s->share;
    }
    /// The step that holds at t; null before the first.
    [[nodiscard]] survival_step const* step_at(std::int64_t t) const noexcept {
        survival_step const* found = nullptr;
        for (auto const& s : steps) {
            if (s.time > t) break;
            found = &s;
        }
        return found;
    }
    /// The first time by which a part of all has left: the median for 0.5. Nothing where so many were not
    /// seen to leave.
    [[nodiscard]] std::optional<std::int64_t> time_until(double part) const noexcept {
        return first([&](survival_step const& s) { return s.share <= 1 - part + 1e-12; });
    }
    /// The interval of it, where the band of the curve crosses the same height (Brookmeyer & Crowley 1982).
    /// An end is nothing where the band does not cross it.
    struct times {
        std::optional<std::int64_t> low;
        std::optional<std::int64_t> high;
    };
    [[nodiscard]] times time_until_between(double part, band how = band::log_log,
                                           confidence c = {}) const noexcept {
        auto const bound_is_below = [&](bool lower) {
            return [=](survival_step const& s) {
                auto const e = insight::interval_of(s, how, c);
                if (!e.has_interval()) return s.share <= 0;
                return (lower ? e.low() : e.high()) <= 1 - part;
            };
        };
        return {first(bound_is_below(true)), first(bound_is_below(false))};
    }

private:
    template <class Is>
    [[nodiscard]] std::optional<std::int64_t> first(Is const& is) const noexcept {
        for (auto const& s : steps) {
            if (is(s)) return s.time;
        }
        return std::nullopt;
    }
};

[[nodiscard]] inline survival_curve kaplan_meier(event_table const& table, std::size_t place) {
    survival_curve out;
    for (auto const& c : table.crowds) {
        if (c.place == place) out.last = c.time;
    }
    double share = 1;
    double sum = 0;
    for (auto const& m : table.moves) {
        if (m.from != place) continue;
        if (!out.steps.empty() && out.steps.back().time == m.time)
            out.steps.back().left += m.clients;
        else
            out.steps.push_back({m.time, table.at_risk(place, m.time), m.clients});
    }
    for (auto& s : out.steps) {
        auto const n = static_cast<double>(s.at_risk);
        auto const d = static_cast<double>(s.left);
        share *= (n - d) / n;
        if (s.left < s.at_risk) sum += d / (n * (n - d));
        s.share = share;
        s.variance = share * share * sum;
    }
    return out;
}

/// The mean time at a place of those who come to it, as far as t: the area under their curve. Nothing where t
/// is after the last time at which anybody was at risk there, unless all have left by then.
[[nodiscard]] inline std::optional<expectation> restricted_mean(survival_curve const& curve,
                                                                std::int64_t until) {
    auto const all_left = !curve.steps.empty() && curve.steps.back().share <= 0;
    if (until < 0 || (until > curve.last && !all_left)) return std::nullopt;
    // From the end back: the variance is the sum of (area after t)^2 d / (n (n - d)).
    expectation out;
    auto end = until;
    for (auto i = curve.steps.size(); i > 0; --i) {
        auto const& s = curve.steps[i - 1];
        if (s.time >= until) continue;
        out.value += s.share * static_cast<double>(end - s.time);
        end = s.time;
        auto const n = static_cast<double>(s.at_risk);
        auto const d = static_cast<double>(s.left);
        if (s.left < s.at_risk) out.variance += out.value * out.value * d / (n * (n - d));
    }
    out.value += static_cast<double>(end);
    return out;
}

/// The ways out of a place: `group[i]` says which way a move to place i is, from 1 on (as climb, fall, loss);
/// the place itself is 0. Of the table that comes back, place 0 is those who are still there and place w
/// those who left by way w, so that occupancy_from(it, 0) is the cumulative incidence of each, and they and S
/// add up to 1 at each time. What happens after somebody left is not in it.
[[nodiscard]] inline event_table ways_out(event_table const& table, std::size_t place,
                                          std::span<std::uint8_t const> group) {
    if (group.size() != table.places || place >= table.places)
        RUNG_ASSERT("each place of a table has a group, and the place is one of them");
    event_table out;
    out.last = table.last;
    out.places = 1;
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (i != place && group[i] == 0) RUNG_ASSERT("group 0 is those who are still there");
        if (i != place && group[i] >= out.places) out.places = group[i] + std::size_t{1};
    }
    for (auto const& c : table.crowds) {
        if (c.place == place) out.crowds.push_back({0, c.time, c.clients});
    }
    for (auto const& m : table.moves) {
        if (m.from != place) continue;
        auto const way = group[m.to];
        bool added = false;
        for (auto i = out.moves.size(); i > 0 && out.moves[i - 1].time == m.time; --i) {
            if (out.moves[i - 1].to != way) continue;
            out.moves[i - 1].clients += m.clients;
            added = true;
        }
        if (!added) out.moves.push_back({m.time, 0, way, m.clients});
    }
    return out;
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
