#pragma once

#include <rung/insight/flow.hpp>
#include <rung/report/charts/common.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {
namespace charts {

/// The flow as a heat map: a row for each place that somebody left, a column for each that somebody came to;
/// the colour grows with the square root, so that small numbers are seen beside large ones.
template <class Ladder>
[[nodiscard]] chart flow(Ladder const& ladder, insight::flow<typename Ladder::stage_type> const& flow,
                         lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    chart out{
        .data = {.name = "flow", .title = {"Who moved from where to where", "Кто откуда куда перешёл"}}};
    out.data.columns = {detail::text_column("from", {"from", "откуда"}),
                        detail::text_column("to", {"to", "куда"}),
                        detail::count_column("moves", {"moves", "переходы"})};
    auto const stage = [](std::size_t place) { return rung::stage_at<typename Ladder::stage_type>(place); };
    std::vector<std::size_t> left, came;
    for (auto const place : detail::from_the_top(ladder)) {
        bool any_left = false, any_came = false;
        for (std::size_t other = 0; other < ladder.place_count(); ++other) {
            any_left = any_left || flow.count(stage(place), stage(other)) != 0;
            any_came = any_came || flow.count(stage(other), stage(place)) != 0;
        }
        if (any_left) left.push_back(place);
        if (any_came) came.push_back(place);
    }
    // From left to right upwards, and exits last.
    std::reverse(came.begin(), std::find_if(came.begin(), came.end(),
                                            [&](std::size_t p) { return p >= ladder.stage_count(); }));
    for (auto const from : left) {
        for (auto const to : came) {
            if (auto const n = flow.count(stage(from), stage(to)); n != 0)
                out.data.add({detail::place_words(ladder, from, words_of),
                              detail::place_words(ladder, to, words_of), n});
        }
    }
    out.orders = {detail::in_order(ladder, left, "from", words_of),
                  detail::in_order(ladder, came, "to", words_of)};
    std::vector<shown> const place{{.channel = channel::y, .column = "from"},
                                   {.channel = channel::x, .column = "to"}};
    out.layers = {{.mark = mark::cell, .shows = place},
                  {.mark = mark::words, .shows = place, .color = "#1a1a1a"}};
    out.layers[0].shows.push_back(
        {.channel = channel::color, .column = "moves", .scale = scale::root, .has_axis = false});
    out.layers[1].shows.push_back({.channel = channel::text, .column = "moves"});
    return out;
}

}  // namespace charts
}  // namespace report
}  // namespace v0
}  // namespace rung
