#pragma once

#include <rung/core/client.hpp>
#include <rung/core/decision.hpp>
#include <rung/core/language.hpp>
#include <rung/core/transition.hpp>

#include <cstddef>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// The phrases of an explanation, in each language. `{}` is the place of a name, a number or a date.
namespace words {

// The first line.
inline constexpr phrase since{" since {}", " с {}"};
inline constexpr phrase nothing_known{", nothing is known of this client yet",
                                      ", о нём пока ничего не известно"};
inline constexpr phrase out{"off the ladder: ", "вне лестницы: "};
inline constexpr phrase top{", the top rung", ", верхняя ступень"};
inline constexpr phrase unless{", until {} if nothing happens", ", если ничего не произойдёт, до {}"};
inline constexpr phrase by_time{"time", "время"};
inline constexpr phrase by_thresholds{"new thresholds", "новые пороги"};
inline constexpr phrase by_decision{"by hand", "вручную"};
inline constexpr phrase by_past_decision{"a decision, now ended", "решение, больше не действует"};
inline constexpr phrase by_event{"event", "событие"};

// What a row is about.
inline constexpr phrase to_stay{"to stay:", "чтобы остаться:"};
inline constexpr phrase kept_always{"nothing is needed: nobody falls below this rung",
                                    "ничего не нужно: ниже этой ступени не опускаются"};
inline constexpr phrase by_door{"stays by a door:", "держится благодаря прямому входу:"};
inline constexpr phrase by_rules{"by the rules:", "по правилам:"};
inline constexpr phrase as_lower{"as {}:", "на ступени «{}» ниже:"};
inline constexpr phrase for_next{"for {}:", "до ступени «{}»:"};
inline constexpr phrase to_stay_there{"to stay there:", "чтобы удержаться:"};
inline constexpr phrase door{"door to {}:", "сразу на ступень «{}», если:"};
inline constexpr phrase or_else{"or:", "или:"};
inline constexpr phrase leaves{"out ({}) if:", "выбудет («{}»), если:"};
inline constexpr phrase leaves_later{"out ({}) once the decision ends:",
                                     "выбудет («{}») по окончании решения:"};
inline constexpr phrase because{"because:", "почему:"};
inline constexpr phrase back{"back:", "вернётся:"};
inline constexpr phrase why_not{"why not {}:", "почему не «{}»:"};
inline constexpr phrase decided{"decision:", "решение:"};
inline constexpr phrase guaranteed{"guaranteed:", "гарантия:"};
inline constexpr phrase waits{"{} not before:", "«{}» не раньше:"};

// What the client has and what it asks.
inline constexpr phrase of_low{"{} of ", "{} из "};
inline constexpr phrase at_least{"{}, at least ", "{}, не меньше "};
inline constexpr phrase at_most{"{}, at most ", "{}, не больше "};
inline constexpr phrase more_than{"{}, more than ", "{}, больше "};
inline constexpr phrase less_than{"{}, less than ", "{}, меньше "};
inline constexpr phrase exactly{"{}, exactly ", "{}, ровно "};
inline constexpr phrase range_from{"{}, from ", "{}, от "};
inline constexpr phrase range_to{" to ", " до "};
inline constexpr phrase and_at_most{", at most ", ", не больше "};
inline constexpr phrase and_less_than{", less than ", ", меньше "};

// What follows from it.
inline constexpr phrase holds{"holds", "выполнено"};
inline constexpr phrase holds_until{"holds until {}", "выполнено до {}"};
inline constexpr phrase then{", then {}", ", потом {}"};
inline constexpr phrase more{"{} more", "ещё {}"};
inline constexpr phrase short_of{"{} short", "не хватает {}"};
inline constexpr phrase needs{"needs: {}", "нужно: {}"};
inline constexpr phrase from{"from {}", "с {}"};
inline constexpr phrase until{" until {}", " до {}"};
inline constexpr phrase over{"{} too much", "больше допустимого на {}"};
inline constexpr phrase too_long{"{} too long", "дольше допустимого на {}"};
inline constexpr phrase has_not_been{"has not happened yet", "сначала должно случиться"};
inline constexpr phrase cannot_close{", cannot be closed", ", не исправить"};
inline constexpr phrase if_happens{"if it happens", "если это случится"};
inline constexpr phrase never_together{"these can no longer hold together", "вместе это уже не выполнить"};
inline constexpr phrase asks_nothing{"asks for nothing", "ничего не требует"};

// Conditions of which a number must hold: `at least 3 of these 5: 1 more`.
inline constexpr phrase at_least_some{"at least {}", "хотя бы {}"};
inline constexpr phrase of_these{" of these {}: ", " из этих {}: "};
inline constexpr phrase more_of_these{"{} more", "ещё {}"};

// How the client comes back.
inline constexpr phrase back_by_event{"as soon as an event ends this", "как только событие это снимет"};
inline constexpr phrase back_by_time{"by itself on {}", "сам собой {}"};
inline constexpr phrase back_never{"nothing can bring the client back", "уже никогда"};

inline constexpr phrase guaranteed_until{"nobody falls from here until {}", "отсюда не опускаются до {}"};

// What holds the client.
inline constexpr phrase held_by_grace{"the grace runs until {}", "идёт отсрочка до {}"};
inline constexpr phrase held_by_guarantee{"guaranteed until {}", "гарантировано до {}"};
inline constexpr phrase held_by_wait{"only after a while on this rung: from {}",
                                     "сначала нужно постоять на этой ступени: с {}"};
inline constexpr phrase held_by_descent{"nobody falls on this ladder", "на этой лестнице не понижают"};
inline constexpr phrase held_a_rung{"one rung down at a time: the next with the next event",
                                    "вниз по одной ступени: следующая — со следующим событием"};
inline constexpr phrase held_by_ascent{"one step at a time: not before the next event",
                                       "по одной ступени: не раньше следующего события"};
inline constexpr phrase held_by_exit{"the client is off the ladder", "он вне лестницы"};
inline constexpr phrase pinned{"pinned to {}", "закреплён на ступени «{}»"};
inline constexpr phrase floored{"not below {}", "не ниже ступени «{}»"};
inline constexpr phrase capped{"not above {}", "не выше ступени «{}»"};
inline constexpr phrase decided_from{", decided {}", ", решено {}"};
inline constexpr phrase decided_until{", until {}", ", до {}"};
inline constexpr phrase until_lifted{", until lifted", ", до отмены"};
inline constexpr phrase author{", by {}", ", автор {}"};
inline constexpr phrase reason{", reason {}", ", причина {}"};

}  // namespace words

[[nodiscard]] constexpr phrase in_words(cause c) noexcept {
    switch (c) {
    case cause::event: return words::by_event;
    case cause::time: return words::by_time;
    case cause::thresholds: return words::by_thresholds;
    case cause::decision: return words::by_decision;
    }
    return {};
}

[[nodiscard]] constexpr phrase in_words(decree d) noexcept {
    switch (d) {
    case decree::pin: return words::pinned;
    case decree::floor: return words::floored;
    case decree::ceiling: return words::capped;
    case decree::none:
    case decree::lift: break;
    }
    return {};
}

/// The text before the place that a phrase leaves open, and after it.
struct frame {
    std::string_view before{};
    std::string_view after{};

    constexpr frame(phrase const& p, language l) noexcept : before{p.in(l)} {
        auto const open = before.find("{}");
        if (open == std::string_view::npos) return;
        after = before.substr(open + 2);
        before = before.substr(0, open);
    }
    /// Writes both around what goes between, into anything that takes texts with +=.
    template <class Text>
    constexpr void put(Text& to, std::string_view between) const {
        to += before;
        to += between;
        to += after;
    }
};

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
