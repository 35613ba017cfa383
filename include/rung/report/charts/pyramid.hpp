#pragma once

#include <rung/base/census.hpp>
#include <rung/insight/spend.hpp>
#include <rung/report/charts/common.hpp>
#include <rung/report/ladder_sheets.hpp>
#include <rung/report/numbers.hpp>

#include <string>

namespace rung {
inline namespace v0 {
namespace report {
namespace charts {

/// The pyramid of stages: how many clients stand where, the highest rung on top, then the exits.
template <class Ladder>
[[nodiscard]] chart pyramid(Ladder const& ladder, census<typename Ladder::stage_type> const& census,
                            insight::spend_census<typename Ladder::stage_type> const* spend = nullptr,
                            lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    chart out{.data = report::sheet_of(ladder, census, spend, words_of)};
    auto const clients = out.data.column_named("clients"), share = out.data.column_named("share");
    detail::add_column(out.data, detail::silent_column("words"), [&](sheet::row const& row) {
        std::string words{detail::grouped(row.cells[clients].whole())};
        (words += " · ") += detail::percent(row.cells[share].part(), row.cells[share].n());
        return cell{detail::number_words(words)};
    });
    out.orders = {detail::in_order(ladder, detail::from_the_top(ladder), "stage", words_of)};
    out.layers = {
        {.mark = mark::bar,
         .shows = {{.channel = channel::y, .column = "stage", .has_title = false},
                   {.channel = channel::x, .column = "clients", .has_axis = false, .is_centered = true},
                   {.channel = channel::color, .column = "stage", .has_axis = false}}},
        {.mark = mark::words,
         .shows = {{.channel = channel::y, .column = "stage", .has_title = false},
                   {.channel = channel::x, .is_at_end = true},
                   {.channel = channel::text, .column = "words"}},
         .shift = 8}};
    out.width = 360;
    return out;
}

}  // namespace charts
}  // namespace report
}  // namespace v0
}  // namespace rung
