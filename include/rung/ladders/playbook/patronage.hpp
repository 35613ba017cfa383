#pragma once

#include <rung/ladders/patronage.hpp>
#include <rung/ladders/playbook.hpp>
#include <rung/ladders/playbook/goals.hpp>
#include <rung/ladders/playbook/losses.hpp>
#include <rung/ladders/playbook/tactics.hpp>

namespace rung {
inline namespace v0 {
namespace playbooks {
namespace detail::patronage {

inline constexpr hint to_prospective_todo[] = {tactics::await_the_need, tactics::advertise_to_the_urgent,
                                               tactics::be_found, tactics::meet_their_criteria};
inline constexpr hint to_prospective_never[] = {losses::counting_on_a_sale_at_once};
inline constexpr hint to_client_todo[] = {tactics::sell_actively, tactics::tell_all,
                                          tactics::show_what_they_decide_by};
inline constexpr hint to_client_never[] = {losses::no_answer, losses::aggressive_selling};
inline constexpr hint hold_client_todo[] = {tactics::ask_after_the_first_order, tactics::ask_for_marks,
                                            tactics::complaint_channel};
inline constexpr hint hold_client_never[] = {losses::dropping_after_the_sale,
                                             losses::letting_them_leave_angry};
inline constexpr hint to_regular_todo[] = {tactics::everyone_answers, tactics::work_on_time, tactics::support,
                                           tactics::raise_quality};
inline constexpr hint to_regular_never[] = {losses::slow_work, losses::product_below_expectation};
inline constexpr hint hold_regular_todo[] = {tactics::help_to_tell, tactics::spend_on_keeping,
                                             tactics::ask_for_marks};
inline constexpr hint hold_regular_never[] = {losses::disappointing};
inline constexpr hint remind_regular_todo[] = {tactics::notice_the_break, tactics::remind_with_an_offer};
inline constexpr hint remind_regular_never[] = {losses::unanswered_break};
inline constexpr hint win_back_gone_todo[] = {tactics::ask_what_is_amiss, tactics::remind_with_an_offer,
                                              tactics::complaint_channel};
inline constexpr hint win_back_gone_never[] = {losses::too_frequent_contact,
                                               losses::letting_them_leave_angry};

inline constexpr play plays[] = {
    {.stage = "prospective",
     .aim = aim::climb,
     .who = driver::marketing,
     .goal = {"The client needs it now and looks for a seller", "Ему нужно сейчас, и он ищет продавца"},
     .todo = to_prospective_todo,
     .never = to_prospective_never},
    {.stage = "client",
     .aim = aim::climb,
     .who = driver::sales,
     .goal = goals::first_purchase,
     .todo = to_client_todo,
     .never = to_client_never},
    {.stage = "client",
     .aim = aim::hold,
     .who = driver::company,
     .goal = goals::content_with_the_first,
     .todo = hold_client_todo,
     .never = hold_client_never},
    {.stage = "regular",
     .aim = aim::climb,
     .who = driver::company,
     .goal = goals::regular,
     .todo = to_regular_todo,
     .never = to_regular_never},
    {.stage = "regular",
     .aim = aim::hold,
     .who = driver::company,
     .goal = goals::stays_at_the_top,
     .todo = hold_regular_todo,
     .never = hold_regular_never},
    {.stage = "regular",
     .aim = aim::remind,
     .who = driver::care,
     .goal = goals::buys_again_after_a_break,
     .todo = remind_regular_todo,
     .never = remind_regular_never},
    {.stage = "gone",
     .aim = aim::win_back,
     .who = driver::care,
     .goal = goals::comes_back,
     .todo = win_back_gone_todo,
     .never = win_back_gone_never},
};

}  // namespace detail::patronage

/// The playbook of ladders::patronage(): document 004.
inline constexpr playbook patronage{ladders::patronage(), detail::patronage::plays, "patronage"};

}  // namespace playbooks
}  // namespace v0
}  // namespace rung
