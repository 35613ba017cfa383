#pragma once

#include <rung/insight/ledger.hpp>
#include <rung/report/charts/common.hpp>
#include <rung/report/ledger.hpp>

#include <string>

namespace rung {
inline namespace v0 {
namespace report {
namespace charts {

/// What a client's day on each rung brings in after all costs, with its interval, the highest rung on top; of
/// a host that knows no costs, the revenue.
template <class Ladder, class Costs>
[[nodiscard]] chart ledger(Ladder const& ladder,
                           insight::ledger<typename Ladder::stage_type, Costs> const& book, instant as_of,
                           lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    chart out{.data = report::sheet_of(ladder, book, as_of, words_of)};
    std::string worth;
    for (auto const& c : out.data.columns) {
        if (c.name == "profit_per_client_day" || c.name == "revenue_per_client_day") worth = c.name;
    }
    shown const stage{.channel = channel::y, .column = "stage", .has_title = false};
    out.layers = {{.mark = mark::bar,
                   .shows = {stage,
                             {.channel = channel::x, .column = worth},
                             {.channel = channel::color, .column = "stage", .has_axis = false}},
                   .opacity = 0.7},
                  {.mark = mark::rule,
                   .shows = {stage,
                             {.channel = channel::x, .column = worth, .end = end::low},
                             {.channel = channel::x2, .column = worth, .end = end::high}},
                   .color = "#808080"},
                  {.mark = mark::rule, .shows = {{.channel = channel::x, .at = 0.0}}, .color = "#808080"}};
    out.orders = {detail::in_order(ladder, detail::from_the_top(ladder), "stage", words_of)};
    return out;
}

}  // namespace charts
}  // namespace report
}  // namespace v0
}  // namespace rung
