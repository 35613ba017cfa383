#pragma once

#include <rung/insight/flow_by_period.hpp>
#include <rung/report/charts/common.hpp>
#include <rung/report/moves.hpp>
#include <rung/report/period_name.hpp>

#include <cstddef>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {
namespace charts {

/// The moves of each period, by where they led to: climbs and comebacks upwards, falls and losses downwards.
template <class Ladder>
[[nodiscard]] chart moves(Ladder const& ladder,
                          insight::flow_by_period<typename Ladder::stage_type> const& moves,
                          lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    chart out{.data = {.name = "moves",
                       .title = {"Moves over time", "Переходы по времени"},
                       .remark = {"above zero: climbs and comebacks; below: falls and losses",
                                  "выше нуля — подъёмы и возвращения, ниже — падения и потери"}}};
    out.data.columns = {
        detail::text_column("period", {"period", "период"}), detail::text_column("to", {"to", "куда"}),
        detail::count_column("moves", {"moves", "переходы"}), detail::silent_column("place", form::count)};
    auto const sums = detail::sums_of(ladder, moves);
    std::vector<bool> came(ladder.place_count());
    for (auto const& [key, sum] : sums) {
        auto const name = report::period_name(moves.periods(), key.first);
        auto const to = detail::place_words(ladder, key.second, words_of);
        came[key.second] = true;
        if (sum.up != 0) out.data.add({name, to, sum.up, key.second});
        if (sum.down != 0) out.data.add({name, to, -sum.down, key.second});
    }
    std::vector<std::size_t> places;
    for (auto const place : detail::from_the_top(ladder)) {
        if (came[place]) places.push_back(place);
    }
    ordered time{.column = "period"};  // those in which nobody moved, too
    if (!sums.empty()) {
        for (auto p = sums.begin()->first.first; p <= sums.rbegin()->first.first; ++p)
            time.texts.push_back(report::period_name(moves.periods(), p));
    }
    out.orders = {detail::in_order(ladder, places, "to", words_of), time};
    out.layers = {{.mark = mark::bar,
                   .shows = {{.channel = channel::x, .column = "period"},
                             {.channel = channel::y, .column = "moves", .is_stacked = true},
                             {.channel = channel::color, .column = "to"},
                             {.channel = channel::order, .column = "place"}}},
                  {.mark = mark::rule, .shows = {{.channel = channel::y, .at = 0.0}}, .color = "#808080"}};
    return out;
}

}  // namespace charts
}  // namespace report
}  // namespace v0
}  // namespace rung
