#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/activity.hpp>
#include <rung/insight/retention.hpp>
#include <rung/report/grid.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace report {

namespace detail::retention_words {

inline constexpr phrase cohort{"cohort", "когорта"};
inline constexpr phrase clients{"clients", "клиентов"};
inline constexpr phrase all{"all", "все"};
inline constexpr phrase low{"at least", "не меньше"};
inline constexpr phrase high{"at most", "не больше"};
inline constexpr phrase period{"period", "период"};
inline constexpr phrase active{"active", "всего"};
inline constexpr phrase fresh{"new", "новые"};
inline constexpr phrase returning{"returning", "остались"};
inline constexpr phrase more{"more", "чаще"};
inline constexpr phrase same{"same", "так же"};
inline constexpr phrase less{"less", "реже"};
inline constexpr phrase resurrecting{"resurrecting", "ожили"};
inline constexpr phrase dormant{"dormant", "пропали"};
inline constexpr phrase running{"(runs)", "(идёт)"};

}  // namespace detail::retention_words

/// The triangle of retention: a row for each cohort, a column for each period after its beginning. Shares are
/// of the clients whose period is complete; `?` where it is complete for nobody. Below, all cohorts together,
/// of how many clients that is, and the interval.
template <text_sink Out>
void table(Out& out, insight::retention const& r, language l = language::en) {
    namespace words = detail::retention_words;
    auto const columns = r.terms().columns;
    detail::text_rows g;
    g.row(words::cohort.in(l)).cell(words::clients.in(l));
    for (std::size_t k = 0; k < columns; ++k) g.cell(detail::grouped(k));
    std::int64_t clients = 0;
    for (auto const cohort : r.cohorts()) {
        clients += r.size(cohort);
        g.row(detail::period_name(r.terms().periods, cohort)).cell(detail::grouped(r.size(cohort)));
        for (std::size_t k = 0; k < columns; ++k) g.cell(detail::percent(r.at(cohort, k).share()));
    }
    g.row(words::all.in(l)).cell(detail::grouped(clients));
    for (std::size_t k = 0; k < columns; ++k) g.cell(detail::percent(r.pooled(k).share()));
    g.row("n").cell("");
    for (std::size_t k = 0; k < columns; ++k) g.cell(detail::grouped(r.pooled(k).ripe));
    for (bool const is_low : {true, false}) {
        g.row((is_low ? words::low : words::high).in(l)).cell("");
        for (std::size_t k = 0; k < columns; ++k) {
            auto const e = r.pooled(k).share();
            g.cell(e.known() ? detail::percent(is_low ? e.low() : e.high()).view() : "?");
        }
    }
    g.write(out);
}

/// Who was there in each period; of the one that runs, nobody is dormant yet.
template <text_sink Out>
void table(Out& out, insight::activity const& a, language l = language::en) {
    namespace words = detail::retention_words;
    detail::text_rows g;
    g.row(words::period.in(l));
    for (auto const& heading : {words::active, words::fresh, words::returning, words::more, words::same,
                                words::less, words::resurrecting, words::dormant})
        g.cell(heading.in(l));
    a.each([&](std::int64_t period, insight::activity_counts const& c) {
        g.row(detail::period_name(a.terms().periods, period));
        for (auto const n : {c.active(), c.fresh, c.returning(), c.more, c.same, c.less, c.resurrecting})
            g.cell(detail::grouped(n));
        if (a.is_complete(period))
            g.cell(detail::grouped(c.dormant));
        else
            g.cell("?").cell(words::running.in(l));
    });
    g.write(out);
}

}  // namespace report
}  // namespace v0
}  // namespace rung
