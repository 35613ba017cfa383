#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/breaks.hpp>
#include <rung/insight/evaluations.hpp>
#include <rung/insight/waiting.hpp>
#include <rung/report/quantity.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_columns.hpp>
#include <rung/report/sheet_text.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace rung {
inline namespace v0 {
namespace report {

/// Waiting as data: for each band of waits the share answered within its end, and who was lost after a wait
/// in it. n beside a share lost: of whom it is known.
[[nodiscard]] inline sheet sheet_of(insight::waiting const& w, instant as_of) {
    sheet out{
        .name = "waiting",
        .title = {"Whom waiting loses", "Кого теряет ожидание"},
        .columns = {detail::text_column("waited", {"waited", "ждали"}),
                    detail::share_column("answered_by_then", {"answered by then", "ответили к сроку"},
                                         better::more),
                    detail::count_column("came_again", {"came again", "вернулись"}, better::more),
                    detail::count_column("lost", {"lost", "потеряны"}, better::less),
                    detail::count_column("not_yet", {"not yet", "пока нет"}),
                    detail::share_column("lost_of_known", {"lost of known", "доля потерянных"}, better::less),
                    detail::count_column("known", "n")},
        .notes = {{detail::count_column("questions", {"questions", "вопросов"}), w.questions()},
                  {detail::count_column("answered", {"answered", "отвечено"}), w.answered()},
                  {detail::count_column("lost_waiting", {"lost while waiting", "ушли не дождавшись"}),
                   w.lost_waiting()}},
        .notes_are_a_line = true};
    auto const& limits = w.terms().bands;
    auto const& bands = w.bands();
    auto const until = [](duration limit, language l, char const* to) {
        return to + std::string{report::limit_text(limit.seconds, l).view()};
    };
    for (std::size_t i = 0; i < bands.size(); ++i) {
        auto const& b = bands[i];
        bool const is_last = i + 1 == bands.size();
        auto const lost = b.share_lost();
        out.add({is_last
                     ? wording{phrase{"longer", "дольше"}}
                     : wording{until(limits[i], language::en, "to "), until(limits[i], language::ru, "до ")},
                 is_last ? cell{} : cell{w.answered_within(limits[i], as_of)}, b.came_again, b.lost,
                 b.not_yet, lost, lost.n()});
    }
    return out;
}

/// The same as text.
template <text_sink Out>
void table(Out& out, insight::waiting const& w, instant as_of, language l = language::en) {
    report::write_text(out, report::sheet_of(w, as_of), l);
}

/// Breaks as data: how many began, ended by a purchase, by a loss; and the share back within a time, before
/// and after a reminder.
[[nodiscard]] inline sheet sheet_of(insight::breaks const& b, duration within, instant as_of) {
    sheet out{.name = "breaks",
              .title = {"Breaks, and who comes back", "Перерывы, и кто возвращается"},
              .columns = {
                  detail::text_column("breaks", {"breaks", "перерывы"}), detail::count_column("n", "n"),
                  detail::count_column("came_back", {"came back", "вернулись"}, better::more),
                  detail::count_column("lost", {"lost", "потеряны"}, better::less),
                  detail::share_column("back_in_time", {"back in time", "вернулись в срок"}, better::more)}};
    auto const reminded = b.reminded(as_of);
    auto const all = b.all(as_of);
    out.add({phrase{"not reminded", "без напоминания"}, all.began - reminded.began,
             all.came_back - reminded.came_back, all.lost - reminded.lost,
             b.back_within(within, false, as_of)});
    out.add({phrase{"reminded", "с напоминанием"}, reminded.began, reminded.came_back, reminded.lost,
             b.back_within(within, true, as_of)});
    return out;
}

/// The same as text.
template <text_sink Out>
void table(Out& out, insight::breaks const& b, duration within, instant as_of, language l = language::en) {
    report::write_text(out, report::sheet_of(b, within, as_of), l);
}

/// Evaluations as data: a row for each attribute. `name(attribute)`: what it is called.
template <class Stage, class Name>
[[nodiscard]] sheet sheet_of(insight::evaluations<Stage> const& e, Name const& name) {
    sheet out{.name = "evaluations",
              .title = {"Evaluations", "Оценки"},
              .columns = {detail::text_column("attribute", {"evaluated", "оценивали"}),
                          detail::count_column("n", "n"),
                          detail::number_column("mean", {"mean", "средняя"}, 2, better::more),
                          detail::share_column("top_two", "4 and 5", better::more),
                          detail::share_column("bottom_two", "1 and 2", better::less),
                          detail::number_column("good_and_regular",
                                                {"good: odds of regular", "хорошая: шансы стать постоянным"},
                                                2, better::more),
                          detail::count_column("known", "n"),
                          detail::number_column("bad_and_gone", {"bad: odds of gone", "плохая: шансы уйти"},
                                                2, better::less)}};
    out.columns[3].label.ru = "4 и 5";
    out.columns[4].label.ru = "1 и 2";
    for (auto const attribute : e.attributes()) {
        auto const& c = e[attribute];
        auto const regular = insight::odds_ratio(c.good_and_regular());
        out.add({wording{name(attribute)}, c.n(), c.mean(), c.top_two(), c.bottom_two(), regular, regular.n(),
                 insight::odds_ratio(c.bad_and_gone())});
    }
    return out;
}

/// The same as text.
template <text_sink Out, class Stage, class Name>
void table(Out& out, insight::evaluations<Stage> const& e, Name const& name, language l = language::en) {
    report::write_text(out, report::sheet_of(e, name), l);
}

}  // namespace report
}  // namespace v0
}  // namespace rung
