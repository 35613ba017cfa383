#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/printable.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <type_traits>

namespace rung {
inline namespace v0 {

// Each defect: its name, the sentence as a function, and the sentence. A defect of a constexpr ladder is a
// call of that function: it is not constexpr on purpose, so the compiler stops there and prints the name.
// clang-format off
#define RUNG_DEFECTS(is) \
    is(no_stages, a_ladder_needs_at_least_one_stage, \
       "a ladder needs at least one stage") \
    is(too_many_stages, a_ladder_has_at_most_64_stages, \
       "a ladder has at most 64 stages") \
    is(too_many_exits, a_ladder_has_at_most_8_exits, \
       "a ladder has at most 8 exits") \
    is(too_many_conditions, a_ladder_has_at_most_64_different_conditions, \
       "a ladder has at most 64 different conditions") \
    is(too_many_routes, a_ladder_has_at_most_128_routes, \
       "a ladder has at most 128 routes") \
    is(names_too_long, the_names_of_a_ladder_have_at_most_4096_bytes, \
       "the names and sources of a ladder have at most 4096 bytes") \
    is(unprintable_name, names_have_no_control_characters_and_are_utf8, \
       "names and sources must be UTF-8, without control characters and without marks that turn the " \
       "direction of writing") \
    is(nameless_stage, every_stage_needs_a_name, \
       "every stage needs a name") \
    is(two_stages_of_one_name, two_stages_have_the_same_name, \
       "two stages have the same name") \
    is(first_stage_with_rule, the_first_stage_is_open_to_everyone_it_has_no_rule, \
       "the first stage is open to everyone: it has no rule") \
    is(stage_without_rule, every_stage_above_the_first_needs_a_rule_to_enter, \
       "every stage above the first, and every exit, needs a rule to enter") \
    is(stage_after_exit, exits_come_after_the_last_stage, \
       "exits come after the last stage") \
    is(rule_never_holds, this_rule_can_never_hold, \
       "a rule can never hold: a threshold is outside what its fact can be, or two of them contradict " \
       "each other") \
    is(unreachable_stage, this_stage_can_never_be_reached_its_rule_contradicts_one_below, \
       "a stage can never be reached: its rule contradicts one below it") \
    is(keep_stricter_than_enter, the_rule_to_keep_is_stricter_than_the_rule_to_enter, \
       "the rule to keep a stage is stricter than the rule to enter it: a client who enters would " \
       "fall at once") \
    is(negative_grace, a_grace_cannot_be_negative, \
       "a grace cannot be negative") \
    is(exit_with_more_than_a_rule, an_exit_has_a_rule_to_enter_and_nothing_else, \
       "an exit has a rule to enter and nothing else: no rule to keep, no door, no grace, no " \
       "guarantee, no wait") \
    is(enumerators_of_other_number, the_enumeration_has_one_enumerator_for_each_stage_and_exit_from_0_on, \
       "the enumeration of a ladder has one enumerator for each stage and exit, from 0 on") \
    is(enumerators_in_other_order, stages_then_exits_stand_in_the_order_of_their_enumerators, \
       "a stage has the name of another one's enumerator: stages, then exits, stand in the order of " \
       "their enumerators") \
    is(no_such_stage, the_ladder_has_no_stage_of_that_name, \
       "the ladder has no stage of that name") \
    is(condition_twice_in_a_count, a_count_counts_each_condition_once_and_none_that_its_route_asks_for_anyway, \
       "a count counts each condition once, and none that its route asks for anyway") \
    is(limit_out_of_range, a_limit_of_time_has_1_to_65535_periods_is_not_negative_and_only_a_grace_is_a_review, \
       "graces, guarantees and waits cannot be negative; by the calendar they are of 1 to 65535 periods, " \
       "and a review is for graces alone") \
    is(two_calendars, graces_guarantees_and_waits_of_a_ladder_go_by_one_calendar, \
       "the graces, guarantees and waits of a ladder go by one calendar: the same offset from UTC, " \
       "first weekday and first month") \
    is(too_many_limits, a_ladder_has_at_most_64_different_graces_guarantees_and_waits, \
       "a ladder has at most 64 different graces, guarantees and waits") \
    is(moves_outside_enter, only_a_rule_to_enter_asks_about_moves_not_one_to_keep_nor_a_door_nor_an_exit, \
       "only a stage's rule to enter asks about the client's own moves: a rule to keep, a door or an exit " \
       "would change with each of them") \
    is(nothing_to_keep, a_rule_to_enter_that_asks_about_nothing_but_moves_needs_a_rule_to_keep, \
       "a rule to enter that may ask about nothing but the client's own moves needs a rule to keep beside it") \
    is(unsound_calendar, days_begin_less_than_24_hours_from_utc_weeks_on_a_weekday_from_0_to_6_years_in_a_month_from_1_to_12, \
       "a grace, a guarantee or a wait goes by days that begin less than 24 hours from UTC's, weeks on a " \
       "weekday from 0 to 6 and years in a month from 1 to 12")
// clang-format on

/// What can be wrong with a ladder.
#define RUNG_IS(name, says, sentence) name,
enum class defect_kind : std::uint8_t { none, RUNG_DEFECTS(RUNG_IS) };
#undef RUNG_IS

/// A defect of a ladder and the stage it was found at, or none.
struct defect {
    defect_kind kind = defect_kind::none;
    std::size_t stage = 0;

    /// Whether there is a defect.
    [[nodiscard]] constexpr bool found() const noexcept { return kind != defect_kind::none; }
    [[nodiscard]] constexpr char const* message() const noexcept {
#define RUNG_IS(name, says, sentence)                                                                        \
    case defect_kind::name: return sentence;
        switch (kind) {
        case defect_kind::none: return "no defect"; RUNG_DEFECTS(RUNG_IS)
        }
#undef RUNG_IS
        return "?";
    }
};

namespace detail {

inline constexpr std::size_t no_number = ~std::size_t{0};

/// Ends in the assertion handler with the sentence and the stage that it is about.
[[noreturn]] inline void stop(char const* message, std::string_view stage, std::size_t number = no_number) {
    char sentence[320];
    char name[60];  // of a name that need not be one of a ladder
    int size = 0;
    if (stage.size() > sizeof name) stage = {stage.data(), sizeof name};
    while (!stage.empty()) {
        for (char const c : next_printable(stage)) name[size++] = c;
    }
    if (number == no_number)
        std::snprintf(sentence, sizeof sentence, "%s (stage '%.*s')", message, size, name);
    else
        std::snprintf(sentence, sizeof sentence, "%s (stage %zu, '%.*s')", message, number, size, name);
    RUNG_ASSERT(sentence);
    abort();
}

#define RUNG_IS(name, says, sentence)                                                                        \
    inline void says() {}
RUNG_DEFECTS(RUNG_IS)
#undef RUNG_IS

}  // namespace detail

/// Stops at a defect: a compile error in a constant expression, RUNG_ASSERT at run time. `stage` is the name
/// of the stage that it was found at; both compilers print it in their trace of the constant evaluation.
constexpr void refuse(defect d, std::string_view stage) {
    if (!d.found()) return;
    if (!std::is_constant_evaluated()) detail::stop(d.message(), stage, d.stage);
#define RUNG_IS(name, says, sentence)                                                                        \
    case defect_kind::name: return detail::says();
    switch (d.kind) {
    case defect_kind::none: return; RUNG_DEFECTS(RUNG_IS)
    }
#undef RUNG_IS
}
#undef RUNG_DEFECTS

}  // namespace v0
}  // namespace rung
