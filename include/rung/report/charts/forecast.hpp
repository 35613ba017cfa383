#pragma once

#include <rung/insight/absorbing_chain.hpp>
#include <rung/insight/pyramid_ahead.hpp>
#include <rung/report/charts/common.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {
namespace charts {

/// How many clients will stand where after each of the next periods, a fan for each place: the dark band
/// holds the number one time in two, the pale one 19 times of 20. `periods`: what they are, `months ahead`.
template <class Ladder>
[[nodiscard]] chart
forecast(Ladder const& ladder, insight::period_shares const& moves, std::span<std::int64_t const> now,
         unsigned periods, double newcomers = 0, wording ahead = {"periods ahead", "периодов вперёд"},
         lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    chart out{.data = {.name = "forecast",
                       .title = {"Where clients will stand if it goes on as it was",
                                 "Где будут стоять клиенты, если всё пойдёт как шло"}}};
    out.data.columns = {detail::stage_column(), detail::count_column("ahead", std::move(ahead)),
                        detail::number_column("clients", {"clients", "клиенты"}, 0),
                        detail::number_column("half", {"one time in two", "в половине случаев"}, 0)};
    std::int64_t n = 0;
    for (auto const clients : now) n += clients;
    std::vector<std::vector<insight::place_ahead>> after;
    for (unsigned k = 0; k <= periods; ++k) {
        auto at = insight::pyramid_ahead(moves, now, k, newcomers);
        if (!at) break;
        after.push_back(*std::move(at));
    }
    // No row for a place where nobody is or will be.
    auto places = detail::from_the_top(ladder);
    std::erase_if(places, [&](std::size_t place) {
        return std::ranges::all_of(after, [&](auto const& at) { return at[place].clients < 0.05; });
    });
    for (std::size_t k = 0; k < after.size(); ++k) {
        for (auto const place : places) {
            auto const& p = after[k][place];
            auto const with_band = [&](insight::estimate const& e) {
                return e.has_interval() ? e : insight::estimate{n, p.clients, p.clients, p.clients};
            };
            out.data.add({detail::place_words(ladder, place, words_of), k, with_band(p.within(n)),
                          with_band(p.within(n, insight::confidence{0.5}))});
        }
    }
    out.orders = {detail::in_order(ladder, places, "stage", words_of)};
    shown const time{.channel = channel::x, .column = "ahead"};
    shown const color{.channel = channel::color, .column = "stage", .has_axis = false};
    auto const band = [&](char const* column) {
        return layer{.mark = mark::band,
                     .shows = {time,
                               {.channel = channel::y,
                                .column = column,
                                .end = end::low,
                                .has_title = false,
                                .begins_at_zero = false},
                               {.channel = channel::y2, .column = column, .end = end::high},
                               color},
                     .opacity = 0.25};
    };
    out.layers = {band("clients"),
                  band("half"),
                  {.mark = mark::line,
                   .shows = {time,
                             {.channel = channel::y, .column = "clients", .begins_at_zero = false},
                             color,
                             {.channel = channel::row, .column = "stage"}}}};
    out.width = 320;
    out.height = 70;
    return out;
}

}  // namespace charts
}  // namespace report
}  // namespace v0
}  // namespace rung
