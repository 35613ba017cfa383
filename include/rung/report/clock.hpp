#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/log_rank.hpp>
#include <rung/insight/occupancy.hpp>
#include <rung/insight/passing.hpp>
#include <rung/insight/rung_times.hpp>
#include <rung/insight/survival.hpp>
#include <rung/report/figures.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/table.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

namespace detail {

[[nodiscard]] inline cell whole(std::optional<std::int64_t> n) noexcept {
    return n ? cell{detail::grouped(*n)} : cell{"?"};
}

}  // namespace detail

/// How long clients stay on each rung, and which way they leave it: by when half of them have left, the mean
/// time, and the shares of those who climbed, fell, were lost and stay, with intervals. `?` is what is not
/// known.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder,
           std::vector<insight::rung_time<typename Ladder::stage_type>> const& rows,
           language l = language::en, lexicon const& words_of = retail_lexicon) {
    constexpr phrase heads[] = {{"stage", "ступень"},
                                {"stays", "пребывания"},
                                {"half left", "ушла половина"},
                                {"from", "от"},
                                {"to", "до"},
                                {"mean time", "среднее время"},
                                {"climb", "вверх"},
                                {"fall", "вниз"},
                                {"loss", "потеря"},
                                {"stay", "остались"}};
    detail::grid(out, rows.size() + 1, 10, [&](std::size_t row, std::size_t column) -> detail::cell {
        if (row == 0) return heads[column].in(l);
        auto const& r = rows[row - 1];
        switch (column) {
        case 0: return words_of.stage(ladder.name(r.place), l);
        case 1: return detail::cell{detail::grouped(r.clients)};
        case 2: return detail::whole(r.median);
        case 3: return detail::whole(r.median_between.low);
        case 4: return detail::whole(r.median_between.high);
        case 5: return detail::cell{report::figure(r.mean, 1)};
        case 6: return detail::cell{report::share(r.climb)};
        case 7: return detail::cell{report::share(r.fall)};
        case 8: return detail::cell{report::share(r.loss)};
        default: return detail::cell{report::share(r.stay)};
        }
    });
}

/// Where clients are at some times: a row for each time, a column for each place at which anybody is at one
/// of them. `n`: from how many clients.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder, insight::occupancy const& o, std::span<std::int64_t const> times,
           std::int64_t n, language l = language::en, lexicon const& words_of = retail_lexicon) {
    constexpr phrase after{"after", "спустя"};
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < o.places; ++i) {
        bool is_empty = true;
        for (auto const t : times) is_empty = is_empty && !(o.share(i, t) > 0);
        if (!is_empty) places.push_back(i);
    }
    detail::grid(out, times.size() + 1, places.size() + 1,
                 [&](std::size_t row, std::size_t column) -> detail::cell {
                     if (row == 0)
                         return column == 0 ? after.in(l)
                                            : words_of.stage(detail::name(ladder, places[column - 1]), l);
                     auto const t = times[row - 1];
                     if (column == 0) return detail::cell{detail::grouped(t)};
                     if (t > o.last) return std::string_view{"?"};
                     auto const e = o.at(places[column - 1], t);
                     return detail::cell{report::share(insight::interval_of_share(n, e.value, e.variance))};
                 });
}

/// A curve of those who stay, step by step.
template <text_sink Out>
void table(Out& out, insight::survival_curve const& curve, insight::band how = insight::band::log_log,
           language l = language::en) {
    constexpr phrase heads[] = {
        {"after", "спустя"}, {"at risk", "под наблюдением"}, {"left", "ушли"}, {"stay", "остались"}};
    detail::grid(out, curve.steps.size() + 1, 4, [&](std::size_t row, std::size_t column) -> detail::cell {
        if (row == 0) return heads[column].in(l);
        auto const& s = curve.steps[row - 1];
        if (column == 0) return detail::cell{detail::grouped(s.time)};
        if (column == 1) return detail::cell{detail::grouped(s.at_risk)};
        if (column == 2) return detail::cell{detail::grouped(s.left)};
        return detail::cell{report::share(insight::interval_of(s, how))};
    });
}

/// `7 left, 10.7 were expected: z -1.84, p 0.065`
template <text_sink Out>
void line(Out& out, insight::comparison const& c, language l = language::en) {
    constexpr phrase left{" left, ", " ушли, "}, expected{" were expected: z ", " ожидались: z "};
    detail::put(out, detail::grouped(c.observed));
    detail::put(out, left.in(l));
    detail::put(out, report::decimal(c.expected, 1));
    detail::put(out, expected.in(l));
    detail::put(out, report::decimal(c.z, 2));
    detail::put(out, c.p < 0.0001 ? ", p < 0.0001" : ", p ");
    if (c.p >= 0.0001) detail::put(out, report::decimal(c.p, c.p < 0.01 ? 4 : 3));
    detail::put(out, "\n");
}

}  // namespace report
}  // namespace v0
}  // namespace rung
