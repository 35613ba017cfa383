#pragma once

#include <rung/ladders/playbook.hpp>
#include <rung/ladders/playbook/goals.hpp>
#include <rung/ladders/playbook/losses.hpp>
#include <rung/ladders/playbook/tactics.hpp>
#include <rung/ladders/service.hpp>

namespace rung {
inline namespace v0 {
namespace playbooks {
namespace detail::service {

inline constexpr hint to_visitor_todo[] = {tactics::know_your_client,
                                           tactics::go_where_the_need_is,
                                           tactics::catch_attention,
                                           tactics::signboard,
                                           tactics::internet_ad,
                                           tactics::newspaper_box_ad,
                                           tactics::logo,
                                           tactics::gift_certificate};
inline constexpr hint to_visitor_never[] = {losses::too_frequent_contact};
inline constexpr hint to_buyer_todo[] = {tactics::phone_consultation, tactics::welcome_when_busy,
                                         tactics::offer_answers, tactics::analyse_needs_and_present};
inline constexpr hint to_buyer_never[] = {losses::ignoring, losses::long_waiting, losses::indifference,
                                          losses::rudeness, losses::aggressive_selling};
inline constexpr hint hold_buyer_todo[] = {tactics::thank_and_reassure, tactics::raise_quality,
                                           tactics::complaint_channel};
inline constexpr hint hold_buyer_never[] = {losses::dropping_after_the_sale,
                                            losses::product_below_expectation};
inline constexpr hint to_client_todo[] = {tactics::attach, tactics::bonus_card, tactics::occasion_offers,
                                          tactics::double_attention, tactics::upsell};
inline constexpr hint to_client_never[] = {losses::relaxing, losses::slow_work};
inline constexpr hint hold_client_todo[] = {tactics::keep_retaining, tactics::special_program,
                                            tactics::greet_on_their_days, tactics::extra_services};
inline constexpr hint hold_client_never[] = {losses::unanswered_curiosity};
inline constexpr hint remind_client_todo[] = {tactics::notice_the_break, tactics::remind_with_an_offer};
inline constexpr hint remind_client_never[] = {losses::unanswered_break, losses::too_frequent_contact};
inline constexpr hint to_advocate_todo[] = {tactics::lead_everyone_up, tactics::hand_written_card,
                                            tactics::help_to_tell, tactics::ask_for_recommendations};
inline constexpr hint to_advocate_never[] = {losses::letting_them_leave_angry};
inline constexpr hint hold_advocate_todo[] = {tactics::raise_the_level_of_service, tactics::best_you_have,
                                              tactics::learn_from_golden_clients,
                                              tactics::describe_each_rung};
inline constexpr hint hold_advocate_never[] = {losses::disappointing};
inline constexpr hint remind_advocate_todo[] = {tactics::notice_the_break, tactics::remind_with_an_offer};
inline constexpr hint remind_advocate_never[] = {losses::unanswered_break};

inline constexpr play plays[] = {
    {.stage = "visitor",
     .aim = aim::climb,
     .who = driver::marketing,
     .goal = goals::first_contact,
     .todo = to_visitor_todo,
     .never = to_visitor_never},
    {.stage = "buyer",
     .aim = aim::climb,
     .who = driver::sales,
     .goal = goals::first_purchase,
     .todo = to_buyer_todo,
     .never = to_buyer_never},
    {.stage = "buyer",
     .aim = aim::hold,
     .who = driver::company,
     .goal = goals::content_with_the_first,
     .todo = hold_buyer_todo,
     .never = hold_buyer_never},
    {.stage = "buyer",
     .aim = aim::remind,
     .who = driver::care,
     .goal = goals::buys_again_after_a_break,
     .todo = remind_client_todo,
     .never = remind_client_never},
    {.stage = "client",
     .aim = aim::climb,
     .who = driver::company,
     .goal = goals::regular,
     .todo = to_client_todo,
     .never = to_client_never},
    {.stage = "client",
     .aim = aim::hold,
     .who = driver::care,
     .goal = goals::stays_regular,
     .todo = hold_client_todo,
     .never = hold_client_never},
    {.stage = "client",
     .aim = aim::remind,
     .who = driver::care,
     .goal = goals::buys_again_after_a_break,
     .todo = remind_client_todo,
     .never = remind_client_never},
    {.stage = "advocate",
     .aim = aim::climb,
     .who = driver::client,
     .goal = goals::recommends,
     .todo = to_advocate_todo,
     .never = to_advocate_never},
    {.stage = "advocate",
     .aim = aim::hold,
     .who = driver::company,
     .goal = goals::stays_at_the_top,
     .todo = hold_advocate_todo,
     .never = hold_advocate_never},
    {.stage = "advocate",
     .aim = aim::remind,
     .who = driver::care,
     .goal = goals::buys_again_after_a_break,
     .todo = remind_advocate_todo,
     .never = remind_advocate_never},
};

}  // namespace detail::service

/// The playbook of ladders::service(): document 000.
inline constexpr playbook service{ladders::service(), detail::service::plays, "service"};

}  // namespace playbooks
}  // namespace v0
}  // namespace rung
