#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/absorbing_chain.hpp>
#include <rung/insight/model_fit.hpp>
#include <rung/insight/pyramid_ahead.hpp>
#include <rung/report/figures.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/table.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

/// The pyramid now and so many periods ahead, the highest rung on top, then the exits.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder, std::span<std::int64_t const> now,
           std::vector<insight::place_ahead> const& ahead, language l = language::en,
           lexicon const& words_of = retail_lexicon) {
    std::int64_t n = 0;
    for (auto const clients : now) n += clients;
    constexpr phrase heads[] = {{"stage", "ступень"}, {"now", "сейчас"}, {"ahead", "впереди"}};
    auto const rungs = ladder.stage_count();
    detail::grid(out, now.size() + 1, 3, [&](std::size_t row, std::size_t column) -> detail::cell {
        if (row == 0) return heads[column].in(l);
        auto const place = row <= rungs ? rungs - row : row - 1;
        if (column == 0) return words_of.stage(detail::name(ladder, place), l);
        if (column == 1) return detail::cell{detail::grouped(now[place])};
        return detail::cell{report::figure(ahead[place].within(n), 0)};
    });
}

/// For each place that somebody leaves: how many periods until the last one, and where they end.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder, insight::absorbing_chain const& chain, language l = language::en,
           lexicon const& words_of = retail_lexicon) {
    constexpr phrase stage{"stage", "ступень"}, periods{"periods", "периоды"};
    auto const name = [&](std::size_t place) { return words_of.stage(detail::name(ladder, place), l); };
    std::vector<std::size_t> ends, inner;
    for (std::size_t i = 0; i < ladder.place_count(); ++i)
        (chain.ends(i, i) == 1 ? ends : inner).push_back(i);
    detail::grid(out, inner.size() + 1, ends.size() + 2,
                 [&](std::size_t row, std::size_t column) -> detail::cell {
                     if (row == 0) {
                         if (column == 0) return stage.in(l);
                         if (column == 1) return periods.in(l);
                         return name(ends[column - 2]);
                     }
                     auto const place = inner[row - 1];
                     if (column == 0) return name(place);
                     if (column == 1) return detail::cell{report::decimal(chain.steps(place), 1)};
                     auto const share = insight::estimate{0, chain.ends(place, ends[column - 2])};
                     return detail::cell{report::share(share)};
                 });
}

/// A fitted model: each parameter with its interval.
template <text_sink Out, class Model>
void table(Out& out, insight::fitted<Model> const& f, language l = language::en) {
    constexpr phrase heads[] = {{"parameter", "параметр"}, {"value", "значение"}};
    constexpr phrase stopped{"not converged: only the best that was seen\n",
                             "не сошлось: лишь лучшее из найденного\n"};
    detail::grid(out, f.parameters + 1, 2, [&](std::size_t row, std::size_t column) -> detail::cell {
        if (row == 0) return heads[column].in(l);
        if (column == 0) return Model::names[row - 1];
        return detail::cell{report::figure(f.parameter(row - 1), 3)};
    });
    if (!f.converged) detail::put(out, stopped.in(l));
}

}  // namespace report
}  // namespace v0
}  // namespace rung
