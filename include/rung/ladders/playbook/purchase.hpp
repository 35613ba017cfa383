#pragma once

#include <rung/ladders/playbook.hpp>
#include <rung/ladders/playbook/goals.hpp>
#include <rung/ladders/playbook/losses.hpp>
#include <rung/ladders/playbook/tactics.hpp>
#include <rung/ladders/purchase.hpp>

namespace rung {
inline namespace v0 {
namespace playbooks {
namespace detail::purchase {

inline constexpr hint to_search_todo[] = {tactics::be_found, tactics::internet_ad,
                                          tactics::advertise_to_the_urgent};
inline constexpr hint to_criterion_todo[] = {tactics::inform_competently, tactics::meet_their_criteria};
inline constexpr hint to_criterion_never[] = {losses::no_answer};
inline constexpr hint to_choice_todo[] = {tactics::analyse_needs_and_present,
                                          tactics::show_what_they_decide_by, tactics::show_how_rare_it_is,
                                          tactics::phone_consultation};
inline constexpr hint to_choice_never[] = {losses::long_waiting, losses::aggressive_selling};
inline constexpr hint to_purchase_todo[] = {tactics::tell_all, tactics::sell_actively};
inline constexpr hint to_purchase_never[] = {losses::slow_work, losses::indifference};
inline constexpr hint to_evaluation_todo[] = {tactics::ask_for_marks, tactics::support,
                                              tactics::thank_and_reassure};
inline constexpr hint to_evaluation_never[] = {losses::dropping_after_the_sale, losses::slow_work,
                                               losses::product_below_expectation};
inline constexpr hint hold_evaluation_todo[] = {tactics::complaint_channel, tactics::everyone_answers};
inline constexpr hint hold_evaluation_never[] = {losses::letting_them_leave_angry};
inline constexpr hint win_back_abandoned_todo[] = {tactics::ask_which_criterion_failed,
                                                   tactics::remind_with_an_offer};
inline constexpr hint win_back_abandoned_never[] = {losses::too_frequent_contact, losses::rudeness};

inline constexpr play plays[] = {
    {.stage = "search",
     .aim = aim::climb,
     .who = driver::marketing,
     .goal = {"The client finds you among those who sell it", "Он находит вас среди продавцов"},
     .todo = to_search_todo},
    {.stage = "criterion",
     .aim = aim::climb,
     .who = driver::client,
     .goal = {"The client knows what to decide by", "Он знает, по чему будет выбирать"},
     .todo = to_criterion_todo,
     .never = to_criterion_never},
    {.stage = "choice",
     .aim = aim::climb,
     .who = driver::sales,
     .goal = {"The client chooses you", "Он выбирает вас"},
     .todo = to_choice_todo,
     .never = to_choice_never},
    {.stage = "purchase",
     .aim = aim::climb,
     .who = driver::sales,
     .goal = {"The client places the order", "Он оформляет заказ"},
     .todo = to_purchase_todo,
     .never = to_purchase_never},
    {.stage = "evaluation",
     .aim = aim::climb,
     .who = driver::client,
     .goal = {"The client judges the purchase, and you learn of it",
              "Он оценивает покупку, и вы об этом узнаёте"},
     .todo = to_evaluation_todo,
     .never = to_evaluation_never},
    {.stage = "evaluation",
     .aim = aim::hold,
     .who = driver::company,
     .goal = {"The client remembers the purchase well", "Он вспоминает о покупке с удовольствием"},
     .todo = hold_evaluation_todo,
     .never = hold_evaluation_never},
    {.stage = "abandoned",
     .aim = aim::win_back,
     .who = driver::sales,
     .goal = {"The client comes to you with the next need", "С новой потребностью он приходит к вам"},
     .todo = win_back_abandoned_todo,
     .never = win_back_abandoned_never},
};

}  // namespace detail::purchase

/// The playbook of ladders::purchase(): document 004.1.
inline constexpr playbook purchase{ladders::purchase(), detail::purchase::plays, "purchase"};

}  // namespace playbooks
}  // namespace v0
}  // namespace rung
