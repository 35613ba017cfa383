#pragma once

#include <rung/insight/retention.hpp>
#include <rung/report/charts/common.hpp>
#include <rung/report/period_name.hpp>

#include <cstddef>

namespace rung {
inline namespace v0 {
namespace report {
namespace charts {

/// The triangle of retention: a row for each cohort, a column for each period after its beginning. A cell
/// whose period is complete for nobody yet is empty, and its frame is dashed.
[[nodiscard]] inline chart retention(insight::retention const& r) {
    chart out{
        .data = {.name = "retention",
                 .title = {"Who is still there after so many periods", "Кто остался спустя столько периодов"},
                 .remark = {"dashed: not complete yet", "пунктиром — ещё не завершено"}}};
    out.data.columns = {
        detail::text_column("cohort", {"cohort", "когорта"}),
        detail::count_column("size", {"clients", "клиентов"}),
        detail::text_column("period", {"period", "период"}),
        detail::share_column("share", {"still there", "остались"}, better::more),
        detail::count_column("complete", {"whose period is complete", "чей период завершён"})};
    out.data.columns[3].decimals = 0;
    for (auto const cohort : r.cohorts()) {
        auto const name = report::period_name(r.terms().periods, cohort);
        for (std::size_t k = 0; k < r.terms().columns; ++k) {
            auto const known = r.at(cohort, k);
            out.data.add({name, r.size(cohort), std::to_string(k), known.share(), known.ripe});
        }
    }
    std::vector<shown> const place{{.channel = channel::y, .column = "cohort"},
                                   {.channel = channel::x, .column = "period"}};
    only const known{only::kind::known, "share"};
    out.layers = {{.mark = mark::cell, .shows = place, .rows = known},
                  {.mark = mark::cell,
                   .shows = place,
                   .rows = {only::kind::unknown, "share"},
                   .opacity = 0.5,
                   .is_dashed = true,
                   .is_hollow = true},
                  {.mark = mark::words, .shows = place, .rows = known, .color = "#1a1a1a"}};
    out.layers[0].shows.push_back({.channel = channel::color, .column = "share", .has_axis = false});
    out.layers[2].shows.push_back({.channel = channel::text, .column = "share"});
    return out;
}

}  // namespace charts
}  // namespace report
}  // namespace v0
}  // namespace rung
