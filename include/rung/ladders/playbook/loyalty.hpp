#pragma once

#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/playbook.hpp>
#include <rung/ladders/playbook/goals.hpp>
#include <rung/ladders/playbook/losses.hpp>
#include <rung/ladders/playbook/tactics.hpp>

namespace rung {
inline namespace v0 {
namespace playbooks {
namespace detail::loyalty {

inline constexpr hint hold_potential_todo[] = {tactics::stand_out,
                                               tactics::signboard,
                                               tactics::internet_ad,
                                               tactics::newspaper_box_ad,
                                               tactics::friendly_at_the_door,
                                               tactics::phone_consultation,
                                               tactics::ask_for_recommendations};
inline constexpr hint hold_potential_never[] = {losses::no_answer};
inline constexpr hint to_buyer_todo[] = {tactics::welcome_when_busy, tactics::fill_the_wait,
                                         tactics::offer_answers, tactics::attend_within_minutes,
                                         tactics::analyse_needs_and_present};
inline constexpr hint to_buyer_never[] = {losses::ignoring,  losses::waiting_for_them_to_ask,
                                          losses::no_answer, losses::indifference,
                                          losses::rudeness,  losses::long_waiting};
inline constexpr hint hold_buyer_todo[] = {tactics::thank_and_reassure, tactics::complaint_channel};
inline constexpr hint hold_buyer_never[] = {losses::dropping_after_the_sale};
inline constexpr hint to_client_todo[] = {tactics::bonus_card, tactics::occasion_offers,
                                          tactics::polite_and_comfortable, tactics::benefit_for_both};
inline constexpr hint to_client_never[] = {losses::dropping_after_the_sale};
inline constexpr hint hold_client_todo[] = {tactics::double_attention, tactics::special_program,
                                            tactics::new_line, tactics::extra_services};
inline constexpr hint hold_client_never[] = {losses::relaxing};
inline constexpr hint to_supporter_todo[] = {tactics::greet_on_their_days, tactics::hand_written_card,
                                             tactics::meet_expectations, tactics::benefit_for_both};
inline constexpr hint to_supporter_never[] = {losses::relaxing, losses::product_below_expectation};
inline constexpr hint hold_supporter_todo[] = {tactics::best_you_have, tactics::spend_on_keeping};
inline constexpr hint hold_supporter_never[] = {losses::disappointing};
inline constexpr hint win_back_lost_todo[] = {tactics::find_out_why_and_apologise, tactics::complaint_channel,
                                              tactics::attend_within_minutes, tactics::remind_with_an_offer};
inline constexpr hint win_back_lost_never[] = {losses::rudeness, losses::long_waiting,
                                               losses::letting_them_leave_angry};

inline constexpr play plays[] = {
    {.stage = "potential",
     .aim = aim::hold,
     .who = driver::marketing,
     .goal = {"The client notices you among the competitors and comes in",
              "Он замечает вас среди конкурентов и заходит"},
     .todo = hold_potential_todo,
     .never = hold_potential_never},
    {.stage = "buyer",
     .aim = aim::climb,
     .who = driver::sales,
     .goal = goals::first_purchase,
     .todo = to_buyer_todo,
     .never = to_buyer_never},
    {.stage = "buyer",
     .aim = aim::hold,
     .who = driver::care,
     .goal = goals::content_with_the_first,
     .todo = hold_buyer_todo,
     .never = hold_buyer_never},
    {.stage = "client",
     .aim = aim::climb,
     .who = driver::care,
     .goal = goals::comes_again,
     .todo = to_client_todo,
     .never = to_client_never},
    {.stage = "client",
     .aim = aim::hold,
     .who = driver::care,
     .goal = goals::stays_regular,
     .todo = hold_client_todo,
     .never = hold_client_never},
    {.stage = "supporter",
     .aim = aim::climb,
     .who = driver::care,
     .goal = {"The client buys only from you, recommends you and stays calm when prices rise",
              "Он покупает только у вас, рекомендует вас и спокойно принимает рост цен"},
     .todo = to_supporter_todo,
     .never = to_supporter_never},
    {.stage = "supporter",
     .aim = aim::hold,
     .who = driver::company,
     .goal = goals::stays_at_the_top,
     .todo = hold_supporter_todo,
     .never = hold_supporter_never},
    {.stage = "lost",
     .aim = aim::win_back,
     .who = driver::care,
     .goal = goals::comes_back,
     .todo = win_back_lost_todo,
     .never = win_back_lost_never},
};

}  // namespace detail::loyalty

/// The playbook of ladders::loyalty(): document 002.
inline constexpr playbook loyalty{ladders::loyalty(), detail::loyalty::plays, "loyalty"};

}  // namespace playbooks
}  // namespace v0
}  // namespace rung
