#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/report/figures.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/table.hpp>

#include <cstddef>
#include <iterator>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

[[nodiscard]] inline cell amount(insight::wide minor) noexcept {
    return cell{detail::grouped(money{minor.to_int64()})};
}
/// Minor units as money, with the interval.
[[nodiscard]] inline cell amount(insight::estimate const& minor) noexcept {
    return cell{report::figure(minor.times(0.01), 2)};
}

}  // namespace detail

/// The ledger, two tables: who stood on each rung, came and left, for how many days; and what that brought in
/// and cost, with the profit of a client's day and its interval. `?` is what is not yet known. `words_of`:
/// what the stages are called, for other languages than that of the ladder.
template <text_sink Out, class Ladder, class Costs>
void table(Out& out, Ladder const& ladder, insight::ledger<typename Ladder::stage_type, Costs> const& book,
           instant as_of, language l = language::en, lexicon const& words_of = retail_lexicon) {
    constexpr phrase people[] = {{"stage", "ступень"}, {"clients", "клиенты"}, {"entries", "приходы"},
                                 {"climbs", "вверх"},  {"falls", "вниз"},      {"losses", "потери"},
                                 {"days", "дни"}};
    constexpr phrase sums[] = {{"stage", "ступень"},
                               {"purchases", "покупки"},
                               {"revenue", "выручка"},
                               {"margin", "маржа"},
                               {"to serve", "обслуживание"},
                               {"to win", "привлечение"},
                               {"profit", "прибыль"},
                               {"profit a client-day", "прибыль за день клиента"},
                               {"n", "n"}};
    auto const lines = book.lines(as_of);
    auto const name = [&](auto const& line) -> detail::cell {
        return words_of.stage(ladder.name(line.stage), l);
    };
    auto const number = [](std::int64_t n) { return detail::cell{detail::grouped(n)}; };
    detail::grid(out, lines.size() + 1, std::size(people),
                 [&](std::size_t row, std::size_t column) -> detail::cell {
                     if (row == 0) return people[column].in(l);
                     auto const& a = lines[row - 1].account;
                     switch (column) {
                     case 0: return name(lines[row - 1]);
                     case 1: return number(a.clients);
                     case 2: return number(a.entries);
                     case 3: return number(a.climbs);
                     case 4: return number(a.falls);
                     case 5: return number(a.losses);
                     default: return number(a.seconds.to_int64() / 86'400);
                     }
                 });
    detail::put(out, "\n");
    detail::grid(out, lines.size() + 1, std::size(sums),
                 [&](std::size_t row, std::size_t column) -> detail::cell {
                     if (row == 0) return sums[column].in(l);
                     auto const& line = lines[row - 1];
                     auto const& a = line.account;
                     switch (column) {
                     case 0: return name(line);
                     case 1: return number(a.purchases);
                     case 2: return detail::amount(a.revenue);
                     case 3: return detail::amount(a.revenue - a.goods);
                     case 4: return detail::amount(line.serve.minor_units);
                     case 5: return detail::amount(a.win);
                     case 6: return detail::amount(line.profit.minor_units);
                     case 7: return detail::amount(line.profit_per_day);
                     default: return number(line.profit_per_day.n());
                     }
                 });
}

}  // namespace report
}  // namespace v0
}  // namespace rung
