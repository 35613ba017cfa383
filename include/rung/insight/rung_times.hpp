#pragma once

#include <rung/insight/interval.hpp>
#include <rung/insight/occupancy.hpp>
#include <rung/insight/place.hpp>
#include <rung/insight/stays.hpp>
#include <rung/insight/survival.hpp>
#include <rung/insight/transition_counts.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// How long clients stay at a place, and which way they leave it. Shares are of those who came to it, by the
/// time that was asked about; they and `stay` add up to 1.
template <stage_name Stage>
struct rung_time {
    Stage place{};
    std::int64_t clients = 0;  ///< how many stays were seen from their beginning
    estimate stay{};           ///< share of those who are still there
    estimate climb{};          ///< who went up; from an exit, who came back
    estimate fall{};           ///< who went down
    estimate loss{};           ///< who left the ladder; from an exit, by another one
    /// When half of them had left, by any way; nothing where fewer were seen to leave.
    std::optional<std::int64_t> median{};
    survival_curve::times median_between{};
    /// The mean time there, as far as the time that was asked about.
    estimate mean{};
};

/// All places of a ladder (or of the one of a lifecycle or a base) at which anybody was, by the stays since
/// they came to each: count_stays with clock_start::entry. `until`: by when, in units of the table. What lies
/// after the last time at which anybody was at risk at a place is not known there, and is not guessed at.
template <detail::has_stages Of>
[[nodiscard]] std::vector<rung_time<typename Of::stage_type>>
rung_times(Of const& of, event_table const& table, std::int64_t until, confidence c = {}) {
    auto const& ladder = detail::ladder_of(of);
    if (table.places != ladder.place_count()) RUNG_ASSERT("a table of stays belongs to another ladder");
    std::vector<rung_time<typename Of::stage_type>> out;
    for (std::size_t place = 0; place < table.places; ++place) {
        rung_time<typename Of::stage_type> row;
        row.place = rung::stage_at<typename Of::stage_type>(place);
        row.clients = table.at_risk(place, 0);
        auto const curve = insight::kaplan_meier(table, place);
        if (row.clients == 0 && curve.steps.empty()) continue;
        row.stay = row.climb = row.fall = row.loss = row.mean = estimate{row.clients};
        row.median = curve.time_until(0.5);
        row.median_between = curve.time_until_between(0.5, band::log_log, c);

        std::vector<std::uint8_t> way(table.places);
        auto const rungs = ladder.stage_count();
        for (std::size_t to = 0; to < way.size(); ++to) {
            if (to == place) continue;
            way[to] = to >= rungs ? 3 : to > place || place >= rungs ? 1 : 2;
        }
        if (auto const mean = insight::restricted_mean(curve, until)) {
            row.mean = mean->within(row.clients, c);
            auto const out_of = insight::ways_out(table, place, way);
            auto const o = insight::occupancy_from(out_of, 0);
            auto const share = [&](std::size_t w) {
                if (w >= out_of.places) return estimate{row.clients, 0};
                auto const e = o.at(w, until);
                return insight::interval_of_share(row.clients, e.value, e.variance, band::log_log, c);
            };
            row.stay = share(0);
            row.climb = share(1);
            row.fall = share(2);
            row.loss = share(3);
        }
        out.push_back(row);
    }
    return out;
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
