#pragma once

#include <rung/core/ladder.hpp>
#include <rung/report/chart.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/numbers.hpp>
#include <rung/report/sheet_columns.hpp>
#include <rung/report/vega_parts.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

inline constexpr char const* exit_colors[] = {"#d55e00", "#e69f00", "#cc79a7", "#999933"};

template <class Ladder>
[[nodiscard]] wording place_words(Ladder const& ladder, std::size_t place, lexicon const& words_of) {
    return report::stage_words(ladder.name(rung::stage_at<typename Ladder::stage_type>(place)), words_of);
}
/// The places as they stand in a picture: the highest rung on top, then the exits.
template <class Ladder>
[[nodiscard]] std::vector<std::size_t> from_the_top(Ladder const& ladder) {
    std::vector<std::size_t> out;
    for (std::size_t row = 0; row < ladder.place_count(); ++row)
        out.push_back(detail::place_from_top(ladder.stage_count(), row));
    return out;
}
template <class Ladder>
[[nodiscard]] ordered in_order(Ladder const& ladder, std::vector<std::size_t> const& places,
                               std::string column, lexicon const& words_of) {
    // A stage has the same colour in all pictures, unless there are so many that those shown look alike.
    auto const rungs = ladder.stage_count();
    auto const shown = static_cast<std::size_t>(
        std::count_if(places.begin(), places.end(), [&](std::size_t place) { return place < rungs; }));
    bool const are_few = rungs <= 6;
    ordered out{.column = std::move(column)};
    for (std::size_t i = 0; i < places.size(); ++i) {
        auto const place = places[i];
        out.texts.push_back(detail::place_words(ladder, place, words_of));
        if (place >= rungs)
            out.colors.emplace_back(exit_colors[(place - rungs) % std::size(exit_colors)]);
        else if (are_few)
            out.colors.push_back(detail::color_of_rung(place, rungs));
        else
            out.colors.push_back(detail::color_of_rung(
                static_cast<std::size_t>(std::count_if(places.begin(), places.end(),
                                                       [&](std::size_t other) { return other < place; })),
                shown));
    }
    return out;
}

/// One more column. An empty label: no tooltip tells it, such as words of a picture and what a row is.
template <class CellOf>
void add_column(sheet& to, column of, CellOf const& cell_of) {
    to.columns.push_back(std::move(of));
    for (auto& row : to.rows) row.cells.push_back(cell_of(std::as_const(row)));
}
[[nodiscard]] inline wording number_words(std::string const& text) {
    return {text, report::in_language(text, language::ru)};
}
[[nodiscard]] inline column silent_column(std::string name, form of = form::text) {
    return {.name = std::move(name), .form = of};
}

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
