#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/flow_by_period.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/numbers.hpp>
#include <rung/report/period_name.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_columns.hpp>
#include <rung/report/sheet_text.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

namespace detail {

struct moves_of_period {
    std::int64_t up = 0;    ///< climbs and comebacks
    std::int64_t down = 0;  ///< falls and losses
};
/// By the period and the place that they led to.
using moves_by_period = std::map<std::pair<std::int64_t, std::size_t>, moves_of_period>;

template <class Ladder>
[[nodiscard]] moves_by_period sums_of(Ladder const& ladder,
                                      insight::flow_by_period<typename Ladder::stage_type> const& moves) {
    moves_by_period out;
    auto const rungs = ladder.stage_count();
    moves.each([&](std::int64_t period, auto from_stage, auto to_stage, std::int64_t n) {
        auto const from = std::size_t{rung::index_of(from_stage)};
        auto const to = std::size_t{rung::index_of(to_stage)};
        auto& sum = out[{period, to}];
        (to < rungs && (from >= rungs || to > from) ? sum.up : sum.down) += n;
    });
    return out;
}

}  // namespace detail

/// The moves of each period as data: a row for each period from the first move to the last, a column for each
/// place that anybody climbed or came back to, and for each that anybody fell to or was lost to.
template <class Ladder>
[[nodiscard]] sheet sheet_of(Ladder const& ladder,
                             insight::flow_by_period<typename Ladder::stage_type> const& moves,
                             lexicon const& words_of = retail_lexicon) {
    sheet out{.name = "moves",
              .title = {"Moves over time", "Переходы по времени"},
              .columns = {detail::text_column("period", {"period", "период"})},
              .remark = {"↑: climbs and comebacks; ↓: falls and losses",
                         "↑ — подъёмы и возвращения; ↓ — падения и потери"}};
    auto const sums = detail::sums_of(ladder, moves);
    using part = std::int64_t detail::moves_of_period::*;
    std::vector<std::pair<std::size_t, part>> shown;
    for (auto const which : {&detail::moves_of_period::up, &detail::moves_of_period::down}) {
        bool const is_up = which == &detail::moves_of_period::up;
        for (std::size_t row = 0; row < ladder.place_count(); ++row) {
            auto const place = detail::place_from_top(ladder.stage_count(), row);
            bool any = false;
            for (auto const& [key, sum] : sums) any = any || (key.second == place && sum.*which != 0);
            if (!any) continue;
            shown.emplace_back(place, which);
            auto const name = ladder.name(rung::stage_at<typename Ladder::stage_type>(place));
            auto label = report::stage_words(name, words_of);
            for (auto* words : {&label.en, &label.ru}) words->insert(0, is_up ? "↑ " : "↓ ");
            out.columns.push_back(detail::count_column((is_up ? "up_" : "down_") + std::string{name},
                                                       std::move(label),
                                                       is_up ? better::more : better::less));
        }
    }
    if (sums.empty()) return out;
    for (auto period = sums.begin()->first.first; period <= sums.rbegin()->first.first; ++period) {
        std::vector<cell> cells{report::period_name(moves.periods(), period)};
        for (auto const& [place, which] : shown) {
            auto const found = sums.find({period, place});
            cells.emplace_back(found == sums.end() ? 0 : found->second.*which);
        }
        out.add(std::move(cells));
    }
    return out;
}

/// The same as text.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder, insight::flow_by_period<typename Ladder::stage_type> const& moves,
           language l = language::en, lexicon const& words_of = retail_lexicon) {
    report::write_text(out, report::sheet_of(ladder, moves, words_of), l);
}

}  // namespace report
}  // namespace v0
}  // namespace rung
