#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_columns.hpp>
#include <rung/report/sheet_text.hpp>

#include <concepts>
#include <cstdint>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {
/// The ledger as data: a row for each place. Who stood there, came and left, for how many days; and what that
/// brought in and cost, with the profit of a client's day and its interval; of a host that knows no costs
/// (insight::no_costs), the revenue alone. `words_of`: what the stages are called.
template <class Ladder, class Costs>
[[nodiscard]] sheet sheet_of(Ladder const& ladder,
                             insight::ledger<typename Ladder::stage_type, Costs> const& book, instant as_of,
                             lexicon const& words_of = retail_lexicon) {
    constexpr bool has_costs = !std::same_as<Costs, insight::no_costs>;
    sheet out{.name = "ledger",
              .columns = {detail::stage_column(), detail::count_column("clients", {"clients", "клиенты"}),
                          detail::count_column("entries", {"entries", "приходы"}),
                          detail::count_column("climbs", {"climbs", "вверх"}, better::more),
                          detail::count_column("falls", {"falls", "вниз"}, better::less),
                          detail::count_column("losses", {"losses", "потери"}, better::less),
                          detail::count_column("days", {"days", "дни"}),
                          detail::count_column("purchases", {"purchases", "покупки"}, better::more),
                          detail::money_column("revenue", {"revenue", "выручка"}, better::more)}};
    out.columns[out.column_named("purchases")].begins_table = true;
    auto& columns = out.columns;
    if constexpr (has_costs) {
        out.title = {"What each rung brings in and costs", "Что приносит и чего стоит каждая ступень"};
        columns.push_back(detail::money_column("margin", {"margin", "маржа"}, better::more));
        columns.push_back(detail::money_column("to_serve", {"to serve", "обслуживание"}, better::less));
        columns.push_back(detail::money_column("to_win", {"to win", "привлечение"}, better::less));
        columns.push_back(detail::money_column("profit", {"profit", "прибыль"}, better::more));
        columns.push_back(detail::money_column(
            "profit_per_client_day", {"profit a client-day", "прибыль за день клиента"}, better::more));
    } else {
        out.title = {"What each rung brings in", "Что приносит каждая ступень"};
        columns.push_back(detail::money_column(
            "revenue_per_client_day", {"revenue a client-day", "выручка за день клиента"}, better::more));
    }
    columns.push_back(detail::count_column("n", "n"));
    for (auto const& line : book.lines(as_of)) {
        auto const& a = line.account;
        std::vector<cell> cells{report::stage_words(ladder.name(line.stage), words_of),
                                a.clients,
                                a.entries,
                                a.climbs,
                                a.falls,
                                a.losses,
                                a.seconds.to_int64() / 86'400,
                                a.purchases,
                                a.revenue.to_int64()};
        if constexpr (has_costs) {
            for (auto const& c : {cell{(a.revenue - a.goods).to_int64()}, cell{line.serve},
                                  cell{a.win.to_int64()}, cell{line.profit}})
                cells.push_back(c);
        }
        auto const& each = has_costs ? line.profit_per_day : line.revenue_per_day;
        cells.emplace_back(each);
        cells.emplace_back(each.n());
        out.add(std::move(cells));
    }
    return out;
}

/// The same as text, two tables. `?` is what is not yet known.
template <text_sink Out, class Ladder, class Costs>
void table(Out& out, Ladder const& ladder, insight::ledger<typename Ladder::stage_type, Costs> const& book,
           instant as_of, language l = language::en, lexicon const& words_of = retail_lexicon) {
    report::write_text(out, report::sheet_of(ladder, book, as_of, words_of), l);
}

}  // namespace report
}  // namespace v0
}  // namespace rung
