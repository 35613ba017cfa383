#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/printable.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string_view>

namespace rung {
inline namespace v0 {

/// What can be wrong with a ladder.
enum class defect_kind : std::uint8_t {
    none,
    no_stages,
    too_many_stages,
    too_many_exits,
    too_many_conditions,
    too_many_routes,
    names_too_long,
    unprintable_name,
    nameless_stage,
    two_stages_of_one_name,
    first_stage_with_rule,
    stage_without_rule,
    stage_after_exit,
    rule_never_holds,
    unreachable_stage,
    keep_stricter_than_enter,
    negative_grace,
    exit_with_more_than_a_rule,
    enumerators_of_other_number,
    enumerators_in_other_order,
    no_such_stage,
    condition_twice_in_a_count,
    limit_out_of_range,
    two_calendars,
    too_many_limits,
};

/// A defect of a ladder and the stage it was found at, or none.
struct defect {
    defect_kind kind = defect_kind::none;
    std::size_t stage = 0;

    /// Whether there is a defect.
    [[nodiscard]] constexpr bool found() const noexcept { return kind != defect_kind::none; }
    [[nodiscard]] constexpr char const* message() const noexcept;
};

constexpr char const* defect::message() const noexcept {
    switch (kind) {
    case defect_kind::none: return "no defect";
    case defect_kind::no_stages: return "a ladder needs at least one stage";
    case defect_kind::too_many_stages: return "a ladder has at most 64 stages";
    case defect_kind::too_many_exits: return "a ladder has at most 8 exits";
    case defect_kind::too_many_conditions: return "a ladder has at most 64 different conditions";
    case defect_kind::too_many_routes: return "a ladder has at most 128 routes";
    case defect_kind::names_too_long: return "the names and sources of a ladder have at most 4096 bytes";
    case defect_kind::unprintable_name:
        return "names and sources must be UTF-8, without control characters and without marks that turn "
               "the direction of writing";
    case defect_kind::nameless_stage: return "every stage needs a name";
    case defect_kind::two_stages_of_one_name: return "two stages have the same name";
    case defect_kind::first_stage_with_rule: return "the first stage is open to everyone: it has no rule";
    case defect_kind::stage_without_rule:
        return "every stage above the first, and every exit, needs a rule to enter";
    case defect_kind::stage_after_exit: return "exits come after the last stage";
    case defect_kind::rule_never_holds:
        return "a rule can never hold: a threshold is outside what its fact can be, or two of them "
               "contradict each other";
    case defect_kind::unreachable_stage:
        return "a stage can never be reached: its rule contradicts one below it";
    case defect_kind::keep_stricter_than_enter:
        return "the rule to keep a stage is stricter than the rule to enter it: a client who enters would "
               "fall at once";
    case defect_kind::negative_grace:
        return "a grace cannot be negative; by the calendar it is of 1 to 65535 periods";
    case defect_kind::exit_with_more_than_a_rule:
        return "an exit has a rule to enter and nothing else: no rule to keep, no door, no grace, no "
               "guarantee, "
               "no wait";
    case defect_kind::enumerators_of_other_number:
        return "the enumeration of a ladder has one enumerator for each stage and exit, from 0 on";
    case defect_kind::enumerators_in_other_order:
        return "a stage has the name of another one's enumerator: stages, then exits, stand in the order of "
               "their enumerators";
    case defect_kind::no_such_stage: return "the ladder has no stage of that name";
    case defect_kind::condition_twice_in_a_count:
        return "a count counts each condition once, and none that its route asks for anyway";
    case defect_kind::limit_out_of_range:
        return "a guarantee and a wait cannot be negative; by the calendar they are of 1 to 65535 periods, "
               "and "
               "a review is for graces alone";
    case defect_kind::two_calendars:
        return "the graces, guarantees and waits of a ladder go by one calendar: the same offset from UTC, "
               "first weekday and first month";
    case defect_kind::too_many_limits:
        return "a ladder has at most 64 different graces, guarantees and waits";
    }
    return "?";
}

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

// A defect of a constexpr ladder is a call of one of these. They are not constexpr on purpose, so the
// compiler stops there and prints the name, which is the sentence. At run time the same call ends in the
// assertion handler.
#define RUNG_DEFECT(sentence)                                                                                \
    [[noreturn]] inline void sentence(std::size_t number, std::string_view stage, char const* message) {     \
        stop(message, stage, number);                                                                        \
    }
RUNG_DEFECT(a_ladder_needs_at_least_one_stage)
RUNG_DEFECT(a_ladder_has_at_most_64_stages)
RUNG_DEFECT(a_ladder_has_at_most_8_exits)
RUNG_DEFECT(a_ladder_has_at_most_64_different_conditions)
RUNG_DEFECT(a_ladder_has_at_most_128_routes)
RUNG_DEFECT(the_names_of_a_ladder_have_at_most_4096_bytes)
RUNG_DEFECT(names_have_no_control_characters_and_are_utf8)
RUNG_DEFECT(every_stage_needs_a_name)
RUNG_DEFECT(two_stages_have_the_same_name)
RUNG_DEFECT(the_first_stage_is_open_to_everyone_it_has_no_rule)
RUNG_DEFECT(every_stage_above_the_first_needs_a_rule_to_enter)
RUNG_DEFECT(exits_come_after_the_last_stage)
RUNG_DEFECT(this_rule_can_never_hold)
RUNG_DEFECT(this_stage_can_never_be_reached_its_rule_contradicts_one_below)
RUNG_DEFECT(the_rule_to_keep_is_stricter_than_the_rule_to_enter)
RUNG_DEFECT(a_grace_cannot_be_negative)
RUNG_DEFECT(an_exit_has_a_rule_to_enter_and_nothing_else)
RUNG_DEFECT(the_enumeration_has_one_enumerator_for_each_stage_and_exit_from_0_on)
RUNG_DEFECT(stages_then_exits_stand_in_the_order_of_their_enumerators)
RUNG_DEFECT(the_ladder_has_no_stage_of_that_name)
RUNG_DEFECT(a_count_counts_each_condition_once_and_none_that_its_route_asks_for_anyway)
RUNG_DEFECT(a_guarantee_and_a_wait_cannot_be_negative_nor_a_review)
RUNG_DEFECT(graces_guarantees_and_waits_of_a_ladder_go_by_one_calendar)
RUNG_DEFECT(a_ladder_has_at_most_64_different_graces_guarantees_and_waits)
#undef RUNG_DEFECT

}  // namespace detail

/// Stops at a defect: a compile error in a constant expression, RUNG_ASSERT at run time. `stage` is the name
/// of the stage that it was found at; both compilers print it in their trace of the constant evaluation.
constexpr void refuse(defect d, std::string_view stage) {
    using enum defect_kind;
    auto const n = d.stage;
    auto const m = d.message();
    switch (d.kind) {
    case none: return;
    case no_stages: return detail::a_ladder_needs_at_least_one_stage(n, stage, m);
    case too_many_stages: return detail::a_ladder_has_at_most_64_stages(n, stage, m);
    case too_many_exits: return detail::a_ladder_has_at_most_8_exits(n, stage, m);
    case too_many_conditions: return detail::a_ladder_has_at_most_64_different_conditions(n, stage, m);
    case too_many_routes: return detail::a_ladder_has_at_most_128_routes(n, stage, m);
    case names_too_long: return detail::the_names_of_a_ladder_have_at_most_4096_bytes(n, stage, m);
    case unprintable_name: return detail::names_have_no_control_characters_and_are_utf8(n, stage, m);
    case nameless_stage: return detail::every_stage_needs_a_name(n, stage, m);
    case two_stages_of_one_name: return detail::two_stages_have_the_same_name(n, stage, m);
    case first_stage_with_rule:
        return detail::the_first_stage_is_open_to_everyone_it_has_no_rule(n, stage, m);
    case stage_without_rule: return detail::every_stage_above_the_first_needs_a_rule_to_enter(n, stage, m);
    case stage_after_exit: return detail::exits_come_after_the_last_stage(n, stage, m);
    case rule_never_holds: return detail::this_rule_can_never_hold(n, stage, m);
    case unreachable_stage:
        return detail::this_stage_can_never_be_reached_its_rule_contradicts_one_below(n, stage, m);
    case keep_stricter_than_enter:
        return detail::the_rule_to_keep_is_stricter_than_the_rule_to_enter(n, stage, m);
    case negative_grace: return detail::a_grace_cannot_be_negative(n, stage, m);
    case exit_with_more_than_a_rule: return detail::an_exit_has_a_rule_to_enter_and_nothing_else(n, stage, m);
    case enumerators_of_other_number:
        return detail::the_enumeration_has_one_enumerator_for_each_stage_and_exit_from_0_on(n, stage, m);
    case enumerators_in_other_order:
        return detail::stages_then_exits_stand_in_the_order_of_their_enumerators(n, stage, m);
    case no_such_stage: return detail::the_ladder_has_no_stage_of_that_name(n, stage, m);
    case condition_twice_in_a_count:
        return detail::a_count_counts_each_condition_once_and_none_that_its_route_asks_for_anyway(n, stage,
                                                                                                  m);
    case limit_out_of_range:
        return detail::a_guarantee_and_a_wait_cannot_be_negative_nor_a_review(n, stage, m);
    case two_calendars:
        return detail::graces_guarantees_and_waits_of_a_ladder_go_by_one_calendar(n, stage, m);
    case too_many_limits:
        return detail::a_ladder_has_at_most_64_different_graces_guarantees_and_waits(n, stage, m);
    }
}

}  // namespace v0
}  // namespace rung
