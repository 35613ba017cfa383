#pragma once

#include <rung/insight/funnel.hpp>
#include <rung/report/charts/common.hpp>
#include <rung/report/ladder_sheets.hpp>
#include <rung/report/numbers.hpp>

#include <string>

namespace rung {
inline namespace v0 {
namespace report {
namespace charts {

/// The funnel: for each rung how many clients reached it, the lowest on top, and, in grey, how many of those
/// on the rung below did not come so far.
template <class Ladder>
[[nodiscard]] chart funnel(Ladder const& ladder, insight::funnel<typename Ladder::stage_type> const& funnel,
                           lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    chart out{.data = report::sheet_of(ladder, funnel, words_of)};
    out.data.remark = {"grey: those who did not come from the rung below",
                       "серым — те, кто не дошёл со ступени ниже"};
    auto const reached = out.data.column_named("reached"), share = out.data.column_named("of_below");
    detail::add_column(out.data, detail::count_column("below", {"on the rung below", "на ступени ниже"}),
                       [&](sheet::row const& row) {
                           auto const& of = row.cells[share];
                           return of.has_n() ? cell{of.n()} : cell{};
                       });
    detail::add_column(out.data, detail::count_column("dropped", {"dropped off", "не дошли"}, better::less),
                       [&](sheet::row const& row) {
                           auto const& of = row.cells[share];
                           return of.has_n() ? cell{of.n() - of.part()} : cell{};
                       });
    detail::add_column(out.data, detail::silent_column("words"), [&](sheet::row const& row) {
        auto const& of = row.cells[share];
        std::string words{detail::grouped(row.cells[reached].whole())};
        if (of.has_n()) (words += " · ") += detail::percent(of.part(), of.n());
        return cell{detail::number_words(words)};
    });
    out.layers = {{.mark = mark::bar,
                   .shows = {{.channel = channel::y, .column = "stage", .has_title = false},
                             {.channel = channel::x, .column = "reached"},
                             {.channel = channel::x2, .column = "below"}},
                   .rows = {only::kind::known, "below"},
                   .color = "#808080",
                   .opacity = 0.35},
                  {.mark = mark::bar,
                   .shows = {{.channel = channel::y, .column = "stage", .has_title = false},
                             {.channel = channel::x, .column = "reached"}}},
                  {.mark = mark::words,
                   .shows = {{.channel = channel::y, .column = "stage", .has_title = false},
                             {.channel = channel::x, .is_at_end = true},
                             {.channel = channel::text, .column = "words"}},
                   .shift = 8}};
    return out;
}

}  // namespace charts
}  // namespace report
}  // namespace v0
}  // namespace rung
