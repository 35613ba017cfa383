#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/referrals.hpp>
#include <rung/insight/word_of_mouth.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_columns.hpp>
#include <rung/report/sheet_text.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace rung {
inline namespace v0 {
namespace report {

/// How many clients there are at each step from somebody whom nobody sent, and how many one client sends, as
/// data.
[[nodiscard]] inline sheet sheet_of(insight::referral_forest const& f) {
    sheet out{
        .name = "referrals",
        .title = {"Who was sent by whom", "Кто кого привёл"},
        .columns = {detail::count_column("step", {"steps from the first", "шагов от первого"}),
                    detail::count_column("clients", {"clients", "клиентов"})},
        .notes = {{detail::number_column("k", {"a client sends", "клиент приводит"}, 2, better::more), f.k()},
                  {detail::count_column("not_taken", {"referrals not taken", "рекомендаций не принято"}),
                   f.by_self() + f.by_descendant() + f.second()}}};
    out.notes[0].of.shows_n = true;
    auto const generations = f.generations();
    for (std::size_t depth = 0; depth < generations.size(); ++depth) out.add({depth, generations[depth]});
    return out;
}

/// The same as text.
template <text_sink Out>
void table(Out& out, insight::referral_forest const& f, language l = language::en) {
    report::write_text(out, report::sheet_of(f), l);
}

/// Who hears what of us, as data, and the share of satisfied clients at which as many hear good as bad, if a
/// dissatisfied client tells the fewest and the most.
[[nodiscard]] inline sheet sheet_of(insight::word_of_mouth const& w) {
    using insight::word_of_mouth;
    auto const range = [](auto least, auto most) {
        return range_of{static_cast<double>(least), static_cast<double>(most)};
    };
    sheet out{
        .name = "word_of_mouth",
        .title = {"Who hears what of us", "Кто что услышит"},
        .columns = {detail::count_column("satisfied", {"satisfied", "довольны"}, better::more),
                    detail::count_column("dissatisfied", {"dissatisfied", "недовольны"}, better::less),
                    detail::share_column("share", {"share of the satisfied", "доля довольных"}, better::more),
                    detail::count_column("hear_good", {"hear good", "услышат хорошее"}, better::more),
                    detail::count_column("hear_bad", {"hear bad", "услышат плохое"}, better::less),
                    detail::share_column("even_at", {"breaks even at", "поровну при доле"})},
        .shape = text_shape::facts};
    out.columns[2].shows_n = true;
    out.add({w.satisfied(), w.dissatisfied(), w.share(), w.hear_good(),
             range(w.hear_bad_at_least(), w.hear_bad_at_most()),
             range(word_of_mouth::break_even(word_of_mouth::told_by_dissatisfied_least),
                   word_of_mouth::break_even(word_of_mouth::told_by_dissatisfied_most))});
    return out;
}

/// The same as text.
template <text_sink Out>
void table(Out& out, insight::word_of_mouth const& w, language l = language::en) {
    report::write_text(out, report::sheet_of(w), l);
}

}  // namespace report
}  // namespace v0
}  // namespace rung
