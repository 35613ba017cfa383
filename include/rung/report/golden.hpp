#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/concentration.hpp>
#include <rung/insight/in_common.hpp>
#include <rung/report/figures.hpp>
#include <rung/report/table.hpp>

#include <cstddef>
#include <iterator>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {

/// How much of all comes from few: the Gini, the index of Herfindahl and Hirschman, and what part the top 1,
/// 5, 10 and 20 % have. `of`: whom it counts, `buyers`, `all clients`.
template <text_sink Out>
void table(Out& out, insight::concentration const& c, std::string_view of, language l = language::en) {
    struct part {
        phrase text;
        double share;
    };
    constexpr part parts[] = {{{"the top 1 % have", "у верхнего 1 %"}, 0.01},
                              {{"the top 5 % have", "у верхних 5 %"}, 0.05},
                              {{"the top 10 % have", "у верхних 10 %"}, 0.1},
                              {{"the top 20 % have", "у верхних 20 %"}, 0.2}};
    constexpr phrase counted{"counted", "учтены"};
    detail::grid(out, std::size(parts) + 3, 2, [&](std::size_t row, std::size_t column) -> detail::cell {
        if (row == 0) {
            if (column == 0) return counted.in(l);
            detail::cell n{detail::grouped(c.n())};
            n.characters += " ";
            n.characters += of;
            return n;
        }
        if (row <= std::size(parts)) {
            auto const& p = parts[row - 1];
            return column == 0 ? detail::cell{p.text.in(l)}
                               : detail::cell{report::share(c.top_share(p.share))};
        }
        if (row == std::size(parts) + 1)
            return column == 0 ? detail::cell{phrase{"Gini", "Джини"}.in(l)}
                               : detail::cell{report::figure(c.gini_unbiased(), 3)};
        return column == 0 ? detail::cell{"HHI"} : detail::cell{report::figure(c.hhi(), 4)};
    });
}

/// What the clients of a segment have in common: a row for each trait, with who has it inside and outside of
/// the segment. `name(trait)`: what it is called. q is the p-value corrected for how many rows there are.
template <text_sink Out, class Findings, class Name>
void findings(Out& out, Findings const& all, Name const& name, language l = language::en) {
    constexpr phrase heads[] = {{"trait", "признак"},
                                {"inside", "внутри"},
                                {"outside", "вне"},
                                {"lift", "во сколько раз чаще"},
                                {"odds ratio", "отношение шансов"},
                                {"q", "q"}};
    if (all.empty()) return detail::put(out, phrase{"too few cases\n", "слишком мало случаев\n"}.in(l));
    detail::grid(out, all.size() + 1, std::size(heads),
                 [&](std::size_t row, std::size_t column) -> detail::cell {
                     if (row == 0) return heads[column].in(l);
                     auto const& f = all[row - 1];
                     auto const of = [](std::int64_t some, std::int64_t whole) {
                         detail::cell c{detail::grouped(some)};
                         c.characters += "/";
                         c.characters += detail::grouped(whole);
                         return c;
                     };
                     switch (column) {
                     case 0: return detail::cell{name(f.trait)};
                     case 1: return of(f.counts.with_yes, f.counts.yes());
                     case 2: return of(f.counts.with_no, f.counts.no());
                     case 3: return detail::cell{report::figure(f.lift, 2)};
                     case 4: return detail::cell{report::figure(f.odds, 2)};
                     default:
                         return f.q < 0.00001 ? detail::cell{"<0.00001"}
                                              : detail::cell{report::decimal(f.q, f.q < 0.01 ? 5 : 3)};
                     }
                 });
}

}  // namespace report
}  // namespace v0
}  // namespace rung
