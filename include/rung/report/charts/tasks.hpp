#pragma once

#include <rung/report/charts/common.hpp>
#include <rung/report/tasks.hpp>

#include <cstddef>
#include <iterator>
#include <utility>

namespace rung {
inline namespace v0 {
namespace report {
namespace charts {

/// How many tasks there are of each purpose, and whose they are: a bar for each purpose, the most urgent on
/// top, in the colours of those who do them.
[[nodiscard]] inline chart tasks(task_tally const& all) {
    auto const counts = report::sheet_of(all);
    chart out{.data = {.name = "tasks", .title = counts.title}};
    out.data.columns = {detail::text_column("purpose", {"purpose", "задача"}),
                        detail::text_column("who", {"who", "кто"}),
                        detail::count_column("tasks", {"clients", "клиенты"})};
    ordered who{.column = "who"};
    for (std::size_t i = 1; i + 1 < counts.columns.size(); ++i) {  // the last is of all
        who.texts.push_back(counts.columns[i].label);
        who.colors.emplace_back(palette[(i - 1) % std::size(palette)]);
    }
    for (auto const& row : counts.rows) {
        for (std::size_t i = 1; i + 1 < row.cells.size() && !row.is_total; ++i) {
            if (row.cells[i].is_number()) out.data.add({row.cells[0], counts.columns[i].label, row.cells[i]});
        }
    }
    out.orders = {std::move(who)};
    out.layers = {{.mark = mark::bar,
                   .shows = {{.channel = channel::y, .column = "purpose", .has_title = false},
                             {.channel = channel::x, .column = "tasks", .is_stacked = true},
                             {.channel = channel::color, .column = "who"}}}};
    return out;
}

}  // namespace charts
}  // namespace report
}  // namespace v0
}  // namespace rung
