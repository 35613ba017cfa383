#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/breaks.hpp>
#include <rung/insight/evaluations.hpp>
#include <rung/insight/waiting.hpp>
#include <rung/report/figures.hpp>
#include <rung/report/quantity.hpp>
#include <rung/report/table.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {

/// Waiting: for each band of waits the share answered within its end, and who was lost after a wait in it. n
/// beside a share lost: of whom it is known.
template <text_sink Out>
void table(Out& out, insight::waiting const& w, instant as_of, language l = language::en) {
    constexpr phrase heads[] = {{"waited", "ждали"},
                                {"answered by then", "ответили к сроку"},
                                {"came again", "вернулись"},
                                {"lost", "потеряны"},
                                {"not yet", "пока нет"},
                                {"lost of known", "доля потерянных"},
                                {"n", "n"}};
    auto const& limits = w.terms().bands;
    auto const& bands = w.bands();
    detail::grid(
        out, bands.size() + 1, std::size(heads), [&](std::size_t row, std::size_t column) -> detail::cell {
            if (row == 0) return heads[column].in(l);
            auto const& b = bands[row - 1];
            bool const is_last = row == bands.size();
            auto const number = [](std::int64_t n) { return detail::cell{detail::grouped(n)}; };
            switch (column) {
            case 0: {
                if (is_last) return phrase{"longer", "дольше"}.in(l);
                detail::cell to{phrase{"to ", "до "}.in(l)};
                to.characters += report::limit_text(limits[row - 1].seconds, l);
                return to;
            }
            case 1:
                return is_last ? detail::cell{""}
                               : detail::cell{report::share(w.answered_within(limits[row - 1], as_of))};
            case 2: return number(b.came_again);
            case 3: return number(b.lost);
            case 4: return number(b.not_yet);
            case 5: return detail::cell{report::share(b.share_lost())};
            default: return number(b.share_lost().n());
            }
        });
    rung::detail::put_count(out, phrase{"questions ", "вопросов "}.in(l),
                            static_cast<std::uint64_t>(w.questions()));
    rung::detail::put_count(out, phrase{", answered ", ", отвечено "}.in(l),
                            static_cast<std::uint64_t>(w.answered()));
    rung::detail::put_count(out, phrase{", lost while waiting ", ", ушли не дождавшись "}.in(l),
                            static_cast<std::uint64_t>(w.lost_waiting()));
    detail::put(out, "\n");
}

/// Breaks: how many began, ended by a purchase, by a loss; and the share back within a time, before and after
/// a reminder.
template <text_sink Out>
void table(Out& out, insight::breaks const& b, duration within, instant as_of, language l = language::en) {
    constexpr phrase heads[] = {{"breaks", "перерывы"},
                                {"n", "n"},
                                {"came back", "вернулись"},
                                {"lost", "потеряны"},
                                {"back in time", "вернулись в срок"}};
    auto const reminded = b.reminded(as_of);
    auto const all = b.all(as_of);
    detail::grid(out, 3, std::size(heads), [&](std::size_t row, std::size_t column) -> detail::cell {
        if (row == 0) return heads[column].in(l);
        bool const after = row == 2;
        auto const number = [&](std::int64_t of_all, std::int64_t of_reminded) {
            return detail::cell{detail::grouped(after ? of_reminded : of_all - of_reminded)};
        };
        switch (column) {
        case 0:
            return after ? phrase{"reminded", "с напоминанием"}.in(l)
                         : phrase{"not reminded", "без напоминания"}.in(l);
        case 1: return number(all.began, reminded.began);
        case 2: return number(all.came_back, reminded.came_back);
        case 3: return number(all.lost, reminded.lost);
        default: return detail::cell{report::share(b.back_within(within, after, as_of))};
        }
    });
}

/// Evaluations: a row for each attribute. `name(attribute)`: what it is called.
template <text_sink Out, class Stage, class Name>
void table(Out& out, insight::evaluations<Stage> const& e, Name const& name, language l = language::en) {
    constexpr phrase heads[] = {{"evaluated", "оценивали"},
                                {"n", "n"},
                                {"mean", "средняя"},
                                {"4 and 5", "4 и 5"},
                                {"1 and 2", "1 и 2"},
                                {"good: odds of regular", "хорошая: шансы стать постоянным"},
                                {"n", "n"},
                                {"bad: odds of gone", "плохая: шансы уйти"}};
    auto const attributes = e.attributes();
    detail::grid(out, attributes.size() + 1, std::size(heads),
                 [&](std::size_t row, std::size_t column) -> detail::cell {
                     if (row == 0) return heads[column].in(l);
                     auto const& c = e[attributes[row - 1]];
                     auto const regular = insight::odds_ratio(c.good_and_regular());
                     switch (column) {
                     case 0: return detail::cell{name(attributes[row - 1])};
                     case 1: return detail::cell{detail::grouped(c.n())};
                     case 2: return detail::cell{report::figure(c.mean(), 2)};
                     case 3: return detail::cell{report::share(c.top_two())};
                     case 4: return detail::cell{report::share(c.bottom_two())};
                     case 5: return detail::cell{report::figure(regular, 2)};
                     case 6: return detail::cell{detail::grouped(regular.n())};
                     default: return detail::cell{report::figure(insight::odds_ratio(c.bad_and_gone()), 2)};
                     }
                 });
}

}  // namespace report
}  // namespace v0
}  // namespace rung
