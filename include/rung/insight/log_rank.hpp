#pragma once

#include <rung/insight/interval.hpp>
#include <rung/insight/occupancy.hpp>
#include <rung/insight/survival.hpp>
#include <rung/insight/transition_counts.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace rung {
inline namespace v0 {
namespace insight {

/// What weighs more in a comparison of two curves. Choose before looking at them.
struct weighting {
    enum class kind : std::uint8_t {
        equal,    ///< log-rank: best where one group always leaves at a multiple of the other's rate
        at_risk,  ///< Gehan, Wilcoxon: Y; early differences
        root,     ///< Tarone & Ware: sqrt(Y)
        fleming,  ///< Fleming & Harrington: S(t-)^early (1 - S(t-))^late of both together
    };
    kind how = kind::equal;
    double early = 1;
    double late = 0;
};

/// Whether two groups leave a place at different rates.
struct comparison {
    std::int64_t observed = 0;  ///< who left in the first group,
    double expected = 0;        ///< and how many would have if there were no difference
    /// Observed less expected, weighted, over its standard error; below 0 the first group stays longer.
    double z = 0;
    double p = 1;  ///< how likely a difference as large is by chance

    [[nodiscard]] double chi_squared() const noexcept { return z * z; }
};

/// The log-rank test and its family (Mantel 1966; Harrington & Fleming 1982) for leaving a place, in two
/// tables of one time scale. Nothing where there is nothing to compare: at no time that somebody left were
/// both groups at risk.
[[nodiscard]] inline std::optional<comparison> log_rank(event_table const& a, event_table const& b,
                                                        std::size_t place, weighting w = {}) {
    auto const first = insight::kaplan_meier(a, place);
    auto const second = insight::kaplan_meier(b, place);
    comparison out;
    double difference = 0, variance = 0, share = 1;
    std::size_t i = 0, j = 0;
    while (i < first.steps.size() || j < second.steps.size()) {
        auto const t = j == second.steps.size() ||
                               (i < first.steps.size() && first.steps[i].time <= second.steps[j].time)
                           ? first.steps[i].time
                           : second.steps[j].time;
        auto const left = [t](survival_curve const& curve, std::size_t& at) -> std::int64_t {
            return at < curve.steps.size() && curve.steps[at].time == t ? curve.steps[at++].left : 0;
        };
        auto const left_a = left(first, i);
        auto const d = static_cast<double>(left_a + left(second, j));
        auto const n_a = static_cast<double>(a.at_risk(place, t));
        auto const n = n_a + static_cast<double>(b.at_risk(place, t));
        double weight = 1;
        if (w.how == weighting::kind::at_risk) weight = n;
        if (w.how == weighting::kind::root) weight = std::sqrt(n);
        if (w.how == weighting::kind::fleming)
            weight = std::pow(share, w.early) * std::pow(1 - share, w.late);
        out.observed += left_a;
        out.expected += d * n_a / n;
        difference += weight * (static_cast<double>(left_a) - d * n_a / n);
        if (n > 1) variance += weight * weight * d * (n_a / n) * (1 - n_a / n) * (n - d) / (n - 1);
        share *= (n - d) / n;
    }
    if (!(variance > 0)) return std::nullopt;
    out.z = difference / std::sqrt(variance);
    out.p = insight::two_tails(out.z);
    return out;
}

/// How much longer the first group stays at a place, as far as t: the difference of the restricted means. It
/// is meaningful also where the curves cross. Nothing where t is after what is known of either.
[[nodiscard]] inline std::optional<expectation>
difference_of_means(event_table const& a, event_table const& b, std::size_t place, std::int64_t until) {
    auto const first = insight::restricted_mean(insight::kaplan_meier(a, place), until);
    auto const second = insight::restricted_mean(insight::kaplan_meier(b, place), until);
    if (!first || !second) return std::nullopt;
    return expectation{first->value - second->value, first->variance + second->variance};
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
