#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/concentration.hpp>
#include <rung/insight/in_common.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_columns.hpp>
#include <rung/report/sheet_text.hpp>

#include <utility>

namespace rung {
inline namespace v0 {
namespace report {

/// How much of all comes from few, as data: the Gini, the index of Herfindahl and Hirschman, and what part
/// the top 1, 5, 10 and 20 % have. `of`: whom it counts, `buyers`, `all clients`.
[[nodiscard]] inline sheet sheet_of(insight::concentration const& c, wording of) {
    sheet out{.name = "concentration",
              .title = {"How much comes from few", "Сколько приносят немногие"},
              .columns = {{.name = "n", .label = {"counted", "учтены"}, .unit = std::move(of)},
                          detail::share_column("top_1", {"the top 1 % have", "у верхнего 1 %"}),
                          detail::share_column("top_5", {"the top 5 % have", "у верхних 5 %"}),
                          detail::share_column("top_10", {"the top 10 % have", "у верхних 10 %"}),
                          detail::share_column("top_20", {"the top 20 % have", "у верхних 20 %"}),
                          detail::number_column("gini", {"Gini", "Джини"}, 3),
                          detail::number_column("hhi", "HHI", 4)},
              .shape = text_shape::record};
    out.add({c.n(), c.top_share(0.01), c.top_share(0.05), c.top_share(0.1), c.top_share(0.2),
             c.gini_unbiased(), c.hhi()});
    return out;
}

/// The same as text.
template <text_sink Out>
void table(Out& out, insight::concentration const& c, std::string_view of, language l = language::en) {
    report::write_text(out, report::sheet_of(c, wording{of}), l);
}

/// What the clients of a segment have in common, as data: a row for each trait, with who has it inside and
/// outside of the segment. `name(trait)`: what it is called. q is the p-value corrected for how many rows
/// there are.
template <class Findings, class Name>
[[nodiscard]] sheet findings_sheet(Findings const& all, Name const& name) {
    sheet out{.name = "findings",
              .title = {"What they have in common", "Что у них общего"},
              .columns = {detail::text_column("trait", {"trait", "признак"}),
                          {.name = "inside", .label = {"inside", "внутри"}, .form = form::part},
                          {.name = "outside", .label = {"outside", "вне"}, .form = form::part},
                          detail::number_column("lift", {"lift", "во сколько раз чаще"}, 2),
                          detail::number_column("odds_ratio", {"odds ratio", "отношение шансов"}, 2),
                          {.name = "q", .label = "q", .form = form::probability}}};
    for (auto const& f : all) {
        out.add({wording{name(f.trait)}, part_of{f.counts.with_yes, f.counts.yes()},
                 part_of{f.counts.with_no, f.counts.no()}, f.lift, f.odds, f.q});
    }
    if (out.rows.empty()) out.remark = {"too few cases", "слишком мало случаев"};
    return out;
}

/// The same as text.
template <text_sink Out, class Findings, class Name>
void findings(Out& out, Findings const& all, Name const& name, language l = language::en) {
    report::write_text(out, report::findings_sheet(all, name), l);
}

}  // namespace report
}  // namespace v0
}  // namespace rung
