#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_columns.hpp>
#include <rung/report/sheet_text.hpp>

namespace rung {
inline namespace v0 {
namespace report {
/// The ledger as data: a row for each place. Who stood there, came and left, for how many days; and what that
/// brought in and cost, with the profit of a client's day and its interval. `words_of`: what the stages are
/// called.
template <class Ladder, class Costs>
[[nodiscard]] sheet sheet_of(Ladder const& ladder,
                             insight::ledger<typename Ladder::stage_type, Costs> const& book, instant as_of,
                             lexicon const& words_of = retail_lexicon) {
    sheet out{
        .name = "ledger",
        .title = {"What each rung brings in and costs", "Что приносит и чего стоит каждая ступень"},
        .columns = {detail::stage_column(), detail::count_column("clients", {"clients", "клиенты"}),
                    detail::count_column("entries", {"entries", "приходы"}),
                    detail::count_column("climbs", {"climbs", "вверх"}, better::more),
                    detail::count_column("falls", {"falls", "вниз"}, better::less),
                    detail::count_column("losses", {"losses", "потери"}, better::less),
                    detail::count_column("days", {"days", "дни"}),
                    detail::count_column("purchases", {"purchases", "покупки"}, better::more),
                    detail::money_column("revenue", {"revenue", "выручка"}, better::more),
                    detail::money_column("margin", {"margin", "маржа"}, better::more),
                    detail::money_column("to_serve", {"to serve", "обслуживание"}, better::less),
                    detail::money_column("to_win", {"to win", "привлечение"}, better::less),
                    detail::money_column("profit", {"profit", "прибыль"}, better::more),
                    detail::money_column("profit_per_client_day",
                                         {"profit a client-day", "прибыль за день клиента"}, better::more),
                    detail::count_column("n", "n")}};
    out.columns[out.column_named("purchases")].begins_table = true;
    for (auto const& line : book.lines(as_of)) {
        auto const& a = line.account;
        out.add({detail::stage_words(ladder.name(line.stage), words_of), a.clients, a.entries, a.climbs,
                 a.falls, a.losses, a.seconds.to_int64() / 86'400, a.purchases, a.revenue.to_int64(),
                 (a.revenue - a.goods).to_int64(), line.serve, a.win.to_int64(), line.profit,
                 line.profit_per_day, line.profit_per_day.n()});
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
