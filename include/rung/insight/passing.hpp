#pragma once

#include <rung/insight/occupancy.hpp>
#include <rung/insight/survival.hpp>
#include <rung/insight/transition_counts.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// What passing to `through` changes for those who are at `from`, in units of time (or of what the weights
/// count). Compared are at each time t those who are at `through` with those who are still at `from`: how
/// much more they gather after t. The three averages weigh the times differently.
struct change_by_passing {
    double of_all = 0;         ///< by when anybody leaves `from`
    double of_passing = 0;     ///< by when they leave it for `through`
    double of_the_others = 0;  ///< by when they leave it for anywhere else
    std::int64_t passed = 0;   ///< how many went from `from` to `through`
};

/// The change in the expected sum of weights . time (see expected_sum) from t to the last time of the table.
/// With 1 for the rungs and 0 for the exits it is the change in the time on the ladder; as in `clos` of R's
/// etm (Schulgen & Schumacher 1996, Beyersmann & al. 2006). Nothing if nobody goes from `from` to `through`.
///
/// It is a difference that goes with passing, not one that passing makes. A variance takes resampling
/// clients, which a table does not know.
[[nodiscard]] inline std::optional<change_by_passing>
change_by_passing_through(event_table const& table, std::size_t from, std::size_t through,
                          std::span<double const> weights) {
    auto const n = table.places;
    if (weights.size() != n || from >= n || through >= n || from == through)
        RUNG_ASSERT("each place of a table has a weight, and one passes from a place to another");
    auto const leaving = insight::kaplan_meier(table, from);
    change_by_passing out;
    // Where somebody who leaves `from` now goes.
    struct weight {
        std::int64_t time;
        double all, pass;
    };
    std::vector<weight> when;
    double share = 1, all_pass = 0, all = 0;
    for (auto const& s : leaving.steps) {
        double pass = 0;
        for (auto const& m : table.moves) {
            if (m.time != s.time || m.from != from || m.to != through) continue;
            out.passed += m.clients;
            pass = share * static_cast<double>(m.clients) / static_cast<double>(s.at_risk);
        }
        when.push_back({s.time, share - s.share, pass});
        all += share - s.share;
        all_pass += pass;
        share = s.share;
    }
    if (out.passed == 0) return std::nullopt;
    // What is gathered after t by somebody at each place, from the last time back.
    std::vector<double> ahead(n);
    auto t = table.last;
    auto w = when.size();
    auto end = table.moves.size();
    while (w > 0) {
        auto const time = end == 0 ? when[w - 1].time : table.moves[end - 1].time;
        for (std::size_t i = 0; i < n; ++i) ahead[i] += weights[i] * static_cast<double>(t - time);
        t = time;
        if (time == when[w - 1].time) {
            bool const both = table.at_risk(from, time + 1) > 0 && table.at_risk(through, time + 1) > 0;
            auto const change = both ? ahead[through] - ahead[from] : 0;
            --w;
            out.of_all += change * when[w].all;
            out.of_passing += change * when[w].pass / all_pass;
            if (all > all_pass) out.of_the_others += change * (when[w].all - when[w].pass) / (all - all_pass);
        }
        // Before the moves of this time: each goes by them to what is ahead after them.
        auto const after = ahead;
        for (; end > 0 && table.moves[end - 1].time == time; --end) {
            auto const& m = table.moves[end - 1];
            auto const rate =
                static_cast<double>(m.clients) / static_cast<double>(table.at_risk(m.from, time));
            ahead[m.from] += rate * (after[m.to] - after[m.from]);
        }
    }
    return out;
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
