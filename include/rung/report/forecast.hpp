#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/absorbing_chain.hpp>
#include <rung/insight/model_fit.hpp>
#include <rung/insight/pyramid_ahead.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/numbers.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_columns.hpp>
#include <rung/report/sheet_text.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

/// The pyramid now and so many periods ahead, as data: the highest rung on top, then the exits.
template <class Ladder>
[[nodiscard]] sheet sheet_of(Ladder const& ladder, std::span<std::int64_t const> now,
                             std::vector<insight::place_ahead> const& ahead,
                             lexicon const& words_of = retail_lexicon) {
    std::int64_t n = 0;
    for (auto const clients : now) n += clients;
    sheet out{.name = "pyramid_ahead",
              .title = {"Where clients will be", "Где будут клиенты"},
              .columns = {detail::stage_column(), detail::count_column("now", {"now", "сейчас"}),
                          detail::count_column("ahead", {"ahead", "впереди"})},
              .n = n};
    for (std::size_t row = 0; row < now.size(); ++row) {
        auto const place = detail::place_from_top(ladder.stage_count(), row);
        out.add(
            {report::stage_words(ladder.name(rung::stage_at<typename Ladder::stage_type>(place)), words_of),
             now[place], ahead[place].within(n)});
    }
    return out;
}

/// The same as text.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder, std::span<std::int64_t const> now,
           std::vector<insight::place_ahead> const& ahead, language l = language::en,
           lexicon const& words_of = retail_lexicon) {
    report::write_text(out, report::sheet_of(ladder, now, ahead, words_of), l);
}

/// For each place that somebody leaves, as data: how many periods until the last one, and where they end.
template <class Ladder>
[[nodiscard]] sheet sheet_of(Ladder const& ladder, insight::absorbing_chain const& chain,
                             lexicon const& words_of = retail_lexicon) {
    sheet out{
        .name = "chain",
        .title = {"Where clients end, and after how long", "Чем кончается, и через сколько"},
        .columns = {detail::stage_column(), detail::number_column("periods", {"periods", "периоды"}, 1)}};
    auto const name = [&](std::size_t place) {
        return ladder.name(rung::stage_at<typename Ladder::stage_type>(place));
    };
    std::vector<std::size_t> ends, inner;
    for (std::size_t i = 0; i < ladder.place_count(); ++i)
        (chain.ends(i, i) == 1 ? ends : inner).push_back(i);
    for (auto const end : ends) {
        out.columns.push_back(
            detail::share_column("ends_" + std::string{name(end)}, report::stage_words(name(end), words_of)));
    }
    for (auto const place : inner) {
        std::vector<cell> cells{report::stage_words(name(place), words_of), chain.steps(place)};
        for (auto const end : ends) cells.emplace_back(chain.ends(place, end));
        out.add(std::move(cells));
    }
    return out;
}

/// The same as text.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder, insight::absorbing_chain const& chain, language l = language::en,
           lexicon const& words_of = retail_lexicon) {
    report::write_text(out, report::sheet_of(ladder, chain, words_of), l);
}

/// A fitted model as data: each parameter with its interval.
template <class Model>
[[nodiscard]] sheet sheet_of(insight::fitted<Model> const& f) {
    sheet out{.name = "model",
              .title = {"A fitted model", "Подобранная модель"},
              .columns = {detail::text_column("parameter", {"parameter", "параметр"}),
                          detail::number_column("value", {"value", "значение"}, 3)}};
    for (std::size_t i = 0; i < f.parameters; ++i) out.add({Model::names[i], f.parameter(i)});
    if (!f.converged)
        out.remark = {"not converged: only the best that was seen", "не сошлось: лишь лучшее из найденного"};
    return out;
}

/// The same as text.
template <text_sink Out, class Model>
void table(Out& out, insight::fitted<Model> const& f, language l = language::en) {
    report::write_text(out, report::sheet_of(f), l);
}

}  // namespace report
}  // namespace v0
}  // namespace rung
