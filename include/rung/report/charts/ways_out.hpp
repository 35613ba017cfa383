#pragma once

#include <rung/report/charts/common.hpp>
#include <rung/report/ways_out.hpp>

#include <cstddef>
#include <iterator>
#include <string>
#include <utility>

namespace rung {
inline namespace v0 {
namespace report {
namespace charts {

/// The sheet of report::ways_out as a picture: a bar for each rung, all who came to it, in the colours of the
/// ways that they took.
[[nodiscard]] inline chart ways_out(sheet const& ways) {
    chart out{.data = {.name = "ways_out", .title = ways.title}};
    out.data.columns = {detail::stage_column(), detail::text_column("way", {"way", "путь"}),
                        detail::share_column("share", {"of all who came", "от всех пришедших"}),
                        detail::silent_column("order", form::count)};
    ordered order{.column = "way"};
    auto const climbed = ways.column_named("climbed");
    for (auto i = climbed; i < ways.columns.size(); ++i) {
        auto const& way = ways.columns[i];
        bool any = false;
        for (auto const& row : ways.rows) {
            auto const& c = row.cells[i];
            if (!c.is_number() || !(c.value() > 0)) continue;
            out.data.add({row.cells[0], way.label, c, i});
            any = true;
        }
        if (!any) continue;
        order.texts.push_back(way.label);
        constexpr auto exits = std::size(detail::exit_colors);
        order.colors.emplace_back(way.name == "climbed" ? "#009e73"
                                  : way.name == "fell"  ? "#56b4e9"
                                  : way.name == "still_there"
                                      ? "#a0a0a0"
                                      : detail::exit_colors[(i - climbed - 2) % exits]);
    }
    ordered stages{.column = "stage"};
    for (auto const& row : ways.rows) stages.texts.push_back(row.cells[0].text());
    out.orders = {std::move(order), std::move(stages)};
    out.layers = {{.mark = mark::bar,
                   .shows = {{.channel = channel::y, .column = "stage", .has_title = false},
                             {.channel = channel::x, .column = "share", .is_stacked = true},
                             {.channel = channel::color, .column = "way"},
                             {.channel = channel::order, .column = "order"}}}};
    return out;
}

}  // namespace charts
}  // namespace report
}  // namespace v0
}  // namespace rung
