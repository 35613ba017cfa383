#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/activity.hpp>
#include <rung/insight/retention.hpp>
#include <rung/report/period_name.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_columns.hpp>
#include <rung/report/sheet_text.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

/// The triangle of retention as data: a row for each cohort, a column for each period after its beginning;
/// all cohorts together as the total. Shares are of the clients whose period is complete; one that is
/// complete for nobody is not yet known.
[[nodiscard]] inline sheet sheet_of(insight::retention const& r) {
    auto const periods = r.terms().columns;
    sheet out{.name = "retention",
              .title = {"How many come again, by cohort", "Сколько возвращается, по когортам"},
              .columns = {detail::text_column("cohort", {"cohort", "когорта"}),
                          detail::count_column("clients", {"clients", "клиентов"})},
              .totals_have_intervals_below = true};
    for (std::size_t k = 0; k < periods; ++k) {
        auto const number = std::to_string(k);
        out.columns.push_back(detail::share_column("period_" + number, number, better::more));
        out.columns.back().shows_interval = false;
    }
    std::int64_t clients = 0;
    auto const add = [&](wording name, std::int64_t size, auto const& at, bool is_total) {
        std::vector<cell> cells{cell{std::move(name)}, cell{size}};
        for (std::size_t k = 0; k < periods; ++k) cells.emplace_back(at(k).share());
        out.add(std::move(cells), is_total);
    };
    for (auto const cohort : r.cohorts()) {
        clients += r.size(cohort);
        add(
            report::period_name(r.terms().periods, cohort), r.size(cohort),
            [&](std::size_t k) { return r.at(cohort, k); }, false);
    }
    add(
        phrase{"all", "все"}, clients, [&](std::size_t k) { return r.pooled(k); }, true);
    return out;
}

/// The same as text; below, of how many clients the total is, and its interval.
template <text_sink Out>
void table(Out& out, insight::retention const& r, language l = language::en) {
    report::write_text(out, report::sheet_of(r), l);
}

/// Who was there in each period, as data; of the one that runs, nobody is dormant yet.
[[nodiscard]] inline sheet sheet_of(insight::activity const& a) {
    sheet out{.name = "activity",
              .title = {"Who was there in each period", "Кто был в каждом периоде"},
              .columns = {detail::text_column("period", {"period", "период"}),
                          detail::count_column("active", {"active", "всего"}, better::more),
                          detail::count_column("new", {"new", "новые"}, better::more),
                          detail::count_column("returning", {"returning", "остались"}, better::more),
                          detail::count_column("more", {"more", "чаще"}, better::more),
                          detail::count_column("same", {"same", "так же"}),
                          detail::count_column("less", {"less", "реже"}, better::less),
                          detail::count_column("resurrecting", {"resurrecting", "ожили"}, better::more),
                          detail::count_column("dormant", {"dormant", "пропали"}, better::less),
                          detail::text_column("state", "")}};
    a.each([&](std::int64_t period, insight::activity_counts const& c) {
        bool const is_over = a.is_complete(period);
        out.add({report::period_name(a.terms().periods, period), c.active(), c.fresh, c.returning(), c.more,
                 c.same, c.less, c.resurrecting, is_over ? cell{c.dormant} : cell::unknown(),
                 is_over ? cell{} : cell{phrase{"(runs)", "(идёт)"}}});
    });
    return out;
}

/// The same as text.
template <text_sink Out>
void table(Out& out, insight::activity const& a, language l = language::en) {
    report::write_text(out, report::sheet_of(a), l);
}

}  // namespace report
}  // namespace v0
}  // namespace rung
