#pragma once

#include <rung/insight/compare.hpp>
#include <rung/report/ladder_sheets.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_columns.hpp>
#include <rung/report/table.hpp>

namespace rung {
inline namespace v0 {
namespace report {

/// What new thresholds would do, as data: who would move from where on the old ladder to where on the new;
/// the sums are its notes.
template <class Old, class New>
[[nodiscard]] sheet sheet_of(Old const& before, New const& after,
                             insight::impact<typename Old::stage_type, typename New::stage_type> const& c,
                             lexicon const& words_of = retail_lexicon) {
    auto out = report::flow_sheet(before, after, c.moves, words_of);
    out.name = "impact";
    out.title = {"What new thresholds would do", "Что сделают новые пороги"};
    out.n = static_cast<std::int64_t>(c.clients);
    out.notes = {
        {detail::count_column("clients", {"clients", "клиентов"}), c.clients},
        {detail::count_column("up", {"up", "вверх"}, better::more), c.up},
        {detail::count_column("down", {"down", "вниз"}, better::less), c.down},
        {detail::count_column("gone", {"from a stage that is gone", "со ступени, которой больше нет"}),
         c.gone},
        {detail::count_column("kept", {"kept by a floor", "не опустятся ниже достигнутого"}), c.kept},
        {detail::count_column("graces", {"in a grace that would begin", "с отсрочкой"}), c.graces},
        {detail::count_column("lifted", {"decisions that would end", "решений прекратится"}), c.lifted}};
    return out;
}

/// The same as text: who would move from where on the old ladder to where on the new, and sums.
template <text_sink Out, class Old, class New>
void table(Out& out, Old const& before, New const& after,
           insight::impact<typename Old::stage_type, typename New::stage_type> const& c) {
    detail::matrix(out, before, after, c.moves);
    detail::put(out, detail::grouped(c.clients));
    detail::put(out, c.clients == 1 ? " client: " : " clients: ");
    detail::put(out, detail::grouped(c.up));
    detail::put(out, " up, ");
    detail::put(out, detail::grouped(c.down));
    detail::put(out, " down");
    if (c.gone != 0) {
        detail::put(out, ", ");
        detail::put(out, detail::grouped(c.gone));
        detail::put(out, " from a stage that is gone");
    }
    if (c.kept != 0) {
        detail::put(out, ", ");
        detail::put(out, detail::grouped(c.kept));
        detail::put(out, " kept by a floor");
    }
    if (c.graces != 0) {
        detail::put(out, ", ");
        detail::put(out, detail::grouped(c.graces));
        detail::put(out, " in a grace that would begin");
    }
    if (c.lifted != 0) {
        detail::put(out, "; decisions that would end: ");
        detail::put(out, detail::grouped(c.lifted));
    }
    detail::put(out, "\n");
}

}  // namespace report
}  // namespace v0
}  // namespace rung
