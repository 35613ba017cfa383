#pragma once

#include <rung/insight/occupancy.hpp>
#include <rung/insight/survival.hpp>
#include <rung/insight/transition_counts.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/numbers.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_columns.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

/// Which way clients leave each rung that anybody left, as data: of those who come to it the shares that
/// after so long have climbed, have fallen, have left by each exit, and are still there. `table`: of stays
/// since clients came to a rung (clock_start::entry). Nothing is known of a time for which nobody was seen
/// there. `title`: that, and what `after` is, `within a year`.
template <class Ladder>
[[nodiscard]] sheet
ways_out(Ladder const& ladder, insight::event_table const& table, std::int64_t after,
         wording title = {"Which way clients leave each rung", "Как клиенты уходят с каждой ступени"},
         lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    auto const rungs = ladder.stage_count();
    auto const name = [&](std::size_t place) {
        return ladder.name(rung::stage_at<typename Ladder::stage_type>(place));
    };
    sheet out{.name = "ways_out",
              .title = std::move(title),
              .columns = {detail::stage_column(), detail::count_column("came", {"came", "пришли"}),
                          detail::share_column("climbed", {"climbed", "поднялись"}, better::more),
                          detail::share_column("fell", {"fell", "опустились"}, better::less)}};
    for (auto exit = rungs; exit < ladder.place_count(); ++exit)
        out.columns.push_back(detail::share_column("exit_" + std::string{name(exit)},
                                                   report::stage_words(name(exit), words_of), better::less));
    out.columns.push_back(detail::share_column("still_there", {"still there", "ещё там"}));
    for (std::size_t row = 0; row < rungs; ++row) {
        auto const place = detail::place_from_top(rungs, row);
        // Still there, up, down, and each exit.
        std::vector<std::uint8_t> group(table.places);
        for (std::size_t to = 0; to < table.places; ++to)
            group[to] = static_cast<std::uint8_t>(to == place   ? 0
                                                  : to >= rungs ? 3 + (to - rungs)
                                                  : to > place  ? 1
                                                                : 2);
        auto const stay = insight::kaplan_meier(table, place);
        if (stay.steps.empty()) continue;
        bool const is_known = insight::restricted_mean(stay, after).has_value();
        auto const ways = insight::ways_out(table, place, group);
        auto const curves = insight::occupancy_from(ways, 0);
        auto const n = ways.at_risk(0, 0);
        std::vector<cell> cells{report::stage_words(name(place), words_of), n};
        auto const share = [&](std::size_t way) {
            if (!is_known) return cell{insight::estimate{n}};
            if (way >= ways.places) return cell{insight::estimate{n, 0}};
            auto const e = curves.at(way, after);
            return cell{insight::interval_of_share(n, e.value, e.variance)};
        };
        for (std::size_t way = 1; way < 3 + ladder.place_count() - rungs; ++way) cells.push_back(share(way));
        cells.push_back(share(0));
        out.add(std::move(cells));
    }
    return out;
}

}  // namespace report
}  // namespace v0
}  // namespace rung
