#pragma once

#include <rung/ladders/advise.hpp>
#include <rung/report/columns.hpp>
#include <rung/report/measured.hpp>
#include <rung/report/playbook.hpp>

#include <cstddef>

#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

namespace words {

inline constexpr phrase to_answer{"answer them", "ответить ему"};
inline constexpr phrase to_rescue{"keep them at {}", "не дать упасть со ступени «{}»"};
inline constexpr phrase to_remind{"remind them", "напомнить о себе"};
inline constexpr phrase to_win_back{"win them back", "вернуть"};
inline constexpr phrase to_climb{"raise them to {}", "поднять до ступени «{}»"};
inline constexpr phrase to_hold{"hold them at {}", "удержать на ступени «{}»"};
inline constexpr phrase goal{": ", "; цель: "};
inline constexpr phrase to_do{"to do ({}): ", "что делать ({}): "};
inline constexpr phrase never{"never: ", "чего не делать: "};
inline constexpr phrase no_play{"to do: nothing, the playbook has no play for this",
                                "что делать: ничего, в сценариях для этого ничего нет"};
inline constexpr phrase not_before{"not before {}", "не раньше {}"};
inline constexpr phrase no_contact{"no contact until something happens",
                                   "не беспокоить, пока что-нибудь не произойдёт"};
inline constexpr phrase by{"by {}", "не позднее {}"};
inline constexpr phrase and_more{"and {} more", "и ещё {}"};

}  // namespace words

[[nodiscard]] constexpr phrase in_words(purpose p) noexcept {
    switch (p) {
    case purpose::answer: return words::to_answer;
    case purpose::rescue: return words::to_rescue;
    case purpose::remind: return words::to_remind;
    case purpose::win_back: return words::to_win_back;
    case purpose::climb: return words::to_climb;
    case purpose::hold: return words::to_hold;
    }
    return {};
}

/// A text that continues another: its first letter small, Latin or Russian, but not that of "VIP".
template <text_sink Out>
void put_lowered(Out& out, std::string_view text) {
    auto const at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    auto const is_capital = [&](std::size_t i) { return at(i) >= 'A' && at(i) <= 'Z'; };
    if (is_capital(0) && !is_capital(1)) {
        char const letter = static_cast<char>(text[0] - 'A' + 'a');
        detail::put(out, {&letter, 1});
        text.remove_prefix(1);
    } else if (at(0) == 0xD0 && at(1) >= 0x90 && at(1) <= 0xAF) {
        // U+0410 to U+042F are D0 90 to D0 AF, and their small letters D0 B0 to D0 BF, D1 80 to D1 8F.
        bool const first_half = at(1) < 0xA0;
        char const letter[] = {first_half ? '\xD0' : '\xD1',
                               static_cast<char>(first_half ? at(1) + 0x20 : at(1) - 0x20)};
        detail::put(out, {letter, 2});
        text.remove_prefix(2);
    }
    detail::put(out, text);
}

template <text_sink Out>
void put_lowered(Out& out, list<hint> hints, language l) {
    for (std::size_t i = 0; i < hints.size(); ++i) {
        if (i > 0) detail::put(out, "; ");
        detail::put_lowered(out, hints[i].text.in(l));
    }
}

}  // namespace detail

/// What to achieve, in a few words: `raise them to client`.
template <text_sink Out, class Ladder>
void purpose(Out& out, advice<Ladder> const& a, language l = language::en,
             lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    auto const stage = a.purpose == rung::purpose::climb && a.next ? *a.next : a.stage;
    detail::frame const f{detail::in_words(a.purpose), l};
    detail::put(out, f.before);
    if (detail::in_words(a.purpose).in(l).find("{}") == std::string_view::npos) return;
    detail::put(out, words_of.stage(a.ladder->name(stage), l));
    detail::put(out, f.after);
}

/// What it depends on, in a few words: what is missing, or how far it is: `purchases: 2 more`, `silence: 37 d
/// of 90 d`, `waiting: 5 min`.
template <text_sink Out, class Ladder>
void turns_on(Out& out, advice<Ladder> const& a, language l = language::en,
              lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    bool first = true;
    for (auto const& c : a) {
        if (!first) detail::put(out, "; ");
        first = false;
        auto const m = detail::in_words(c, a.at, l, words_of);
        detail::put(out, m.fact);
        detail::put(out, ": ");
        auto const& w = rung::describe<typename Ladder::schema_type>(c.need.fact);
        if (c.missing > 0 && c.to_hold() != remedy::time && !detail::is_level(w))
            detail::put(out, m.remark);
        else if (c.holds() && c.need.high >= w.most && words_of.value(w.name, c.have, l).empty())
            detail::put(out, report::quantity(w.measure, c.have, l));
        else
            detail::put(out, m.have);
    }
    if (a.more_conditions == 0) return;
    detail::put(out, "; ");
    detail::frame const f{detail::words::and_more, l};
    detail::put(out, f.before);
    detail::put(out, small_text<20>{}.number(a.more_conditions));
    detail::put(out, f.after);
}

/// A task for people: what to achieve and what it depends on; what to do and who does it; what never to do;
/// when.
template <text_sink Out, class Ladder>
void task(Out& out, advice<Ladder> const& a, language l = language::en,
          lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    namespace words = detail::words;
    auto const framed = [&](phrase const& p, std::string_view between) {
        detail::frame const f{p, l};
        detail::put(out, f.before);
        detail::put(out, between);
        detail::put(out, f.after);
    };
    report::purpose(out, a, l, words_of);
    if (a.condition_count != 0) {
        detail::put(out, " (");
        report::turns_on(out, a, l, words_of);
        detail::put(out, ")");
    }
    if (a.play == nullptr) {
        detail::put(out, "\n");
        detail::put(out, words::no_play.in(l));
    } else {
        detail::put(out, words::goal.in(l));
        detail::put_lowered(out, a.play->goal.in(l));
        detail::put(out, "\n");
        framed(words::to_do, report::in_words(a.who).in(l));
        detail::put_lowered(out, a.play->todo, l);
        if (!a.play->never.empty()) {
            detail::put(out, "\n");
            detail::put(out, words::never.in(l));
            detail::put_lowered(out, a.play->never, l);
        }
    }
    detail::put(out, "\n");
    bool const ends = a.by != instant::forever();
    if (a.may_contact_now() && !ends) return;
    if (a.not_before == instant::forever())
        detail::put(out, words::no_contact.in(l));
    else if (!a.may_contact_now())
        framed(words::not_before, report::date(a.not_before, a.at));
    if (!a.may_contact_now() && ends) detail::put(out, ", ");
    if (ends) framed(words::by, report::date(a.by, a.at));
    detail::put(out, "\n");
}

}  // namespace report

/// In English; in another language with report::task.
template <text_sink Out, class Ladder>
Out& operator<<(Out& out, advice<Ladder> const& a) {
    report::task(out, a);
    return out;
}

}  // namespace v0
}  // namespace rung
