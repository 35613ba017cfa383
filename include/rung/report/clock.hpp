#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/log_rank.hpp>
#include <rung/insight/occupancy.hpp>
#include <rung/insight/passing.hpp>
#include <rung/insight/rung_times.hpp>
#include <rung/insight/survival.hpp>
#include <rung/report/figures.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/numbers.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_columns.hpp>
#include <rung/report/sheet_text.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

/// How long clients stay on each rung, and which way they leave it, as data: by when half of them have left,
/// the mean time, in units of the clock, and the shares of those who climbed, fell, were lost and stay.
template <class Ladder>
[[nodiscard]] sheet sheet_of(Ladder const& ladder,
                             std::vector<insight::rung_time<typename Ladder::stage_type>> const& rows,
                             lexicon const& words_of = retail_lexicon) {
    sheet out{.name = "rung_times",
              .title = {"How long clients stay on each rung, and which way they leave it",
                        "Сколько клиенты остаются на ступени и как с неё уходят"},
              .columns = {detail::stage_column(), detail::count_column("stays", {"stays", "пребывания"}),
                          detail::count_column("half_left", {"half left", "ушла половина"}),
                          detail::count_column("half_left_from", {"from", "от"}),
                          detail::count_column("half_left_to", {"to", "до"}),
                          detail::number_column("mean_time", {"mean time", "среднее время"}, 1),
                          detail::share_column("climb", {"climb", "вверх"}, better::more),
                          detail::share_column("fall", {"fall", "вниз"}, better::less),
                          detail::share_column("loss", {"loss", "потеря"}, better::less),
                          detail::share_column("stay", {"stay", "остались"})}};
    for (auto const& r : rows) {
        out.add({report::stage_words(ladder.name(r.place), words_of), r.clients, r.median,
                 r.median_between.low, r.median_between.high, r.mean, r.climb, r.fall, r.loss, r.stay});
    }
    return out;
}

/// The same as text. `?` is what is not known.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder,
           std::vector<insight::rung_time<typename Ladder::stage_type>> const& rows,
           language l = language::en, lexicon const& words_of = retail_lexicon) {
    report::write_text(out, report::sheet_of(ladder, rows, words_of), l);
}

/// Where clients are at some times, as data: a row for each time, a column for each place at which anybody is
/// at one of them. `n`: from how many clients.
template <class Ladder>
[[nodiscard]] sheet sheet_of(Ladder const& ladder, insight::occupancy const& o,
                             std::span<std::int64_t const> times, std::int64_t n,
                             lexicon const& words_of = retail_lexicon) {
    sheet out{.name = "occupancy",
              .title = {"Where clients are after so much time", "Где клиенты спустя время"},
              .columns = {detail::count_column("after", {"after", "спустя"})},
              .n = n};
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < o.places; ++i) {
        bool is_empty = true;
        for (auto const t : times) is_empty = is_empty && !(o.share(i, t) > 0);
        if (is_empty) continue;
        places.push_back(i);
        auto const name = ladder.name(rung::stage_at<typename Ladder::stage_type>(i));
        out.columns.push_back(
            detail::share_column("at_" + std::string{name}, report::stage_words(name, words_of)));
    }
    for (auto const t : times) {
        std::vector<cell> cells{t};
        for (auto const place : places) {
            if (t > o.last) {
                cells.push_back(cell::unknown());
                continue;
            }
            auto const e = o.at(place, t);
            cells.emplace_back(insight::interval_of_share(n, e.value, e.variance));
        }
        out.add(std::move(cells));
    }
    return out;
}

/// The same as text.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder, insight::occupancy const& o, std::span<std::int64_t const> times,
           std::int64_t n, language l = language::en, lexicon const& words_of = retail_lexicon) {
    report::write_text(out, report::sheet_of(ladder, o, times, n, words_of), l);
}

/// A curve of those who stay, step by step, as data.
[[nodiscard]] inline sheet sheet_of(insight::survival_curve const& curve,
                                    insight::band how = insight::band::log_log) {
    sheet out{.name = "staying",
              .title = {"How many stay, by time", "Сколько остаётся со временем"},
              .columns = {detail::count_column("after", {"after", "спустя"}),
                          detail::count_column("at_risk", {"at risk", "под наблюдением"}),
                          detail::count_column("left", {"left", "ушли"}),
                          detail::share_column("stay", {"stay", "остались"})}};
    for (auto const& s : curve.steps) out.add({s.time, s.at_risk, s.left, insight::interval_of(s, how)});
    return out;
}

/// The same as text.
template <text_sink Out>
void table(Out& out, insight::survival_curve const& curve, insight::band how = insight::band::log_log,
           language l = language::en) {
    report::write_text(out, report::sheet_of(curve, how), l);
}

/// How two groups compare, as data.
[[nodiscard]] inline sheet sheet_of(insight::comparison const& c) {
    sheet out{.name = "comparison",
              .title = {"Whether the groups leave alike", "Одинаково ли уходят группы"},
              .columns = {detail::count_column("left", {"left", "ушли"}),
                          detail::number_column("expected", {"were expected", "ожидались"}, 1),
                          detail::number_column("z", "z", 2),
                          {.name = "p", .label = "p", .form = form::probability}},
              .shape = text_shape::record};
    out.add({c.observed, c.expected, c.z, c.p});
    return out;
}

/// The same in a line: `7 left, 10.7 were expected: z -1.84, p 0.065`
template <text_sink Out>
void line(Out& out, insight::comparison const& c, language l = language::en) {
    constexpr phrase left{" left, ", " ушли, "}, expected{" were expected: z ", " ожидались: z "},
        chance{", p ", "; p "};
    auto const number = [&](std::string_view text) {
        detail::put(out, report::in_language(std::string{text}, l));
    };
    number(detail::grouped(c.observed));
    detail::put(out, left.in(l));
    number(report::decimal(c.expected, 1));
    detail::put(out, expected.in(l));
    number(report::decimal(c.z, 2));
    detail::put(out, chance.in(l));
    if (c.p < 0.0001) detail::put(out, "< ");
    number(c.p < 0.0001 ? report::decimal(0.0001, 4) : report::decimal(c.p, c.p < 0.01 ? 4 : 3));
    detail::put(out, "\n");
}

}  // namespace report
}  // namespace v0
}  // namespace rung
