#pragma once

#include <rung/ladders/familiarity.hpp>
#include <rung/ladders/playbook.hpp>
#include <rung/ladders/playbook/goals.hpp>
#include <rung/ladders/playbook/losses.hpp>
#include <rung/ladders/playbook/tactics.hpp>

namespace rung {
inline namespace v0 {
namespace playbooks {
namespace detail::familiarity {

inline constexpr hint to_trade_todo[] = {tactics::call_and_meet, tactics::call_again_in_days,
                                         tactics::contact_cap, tactics::free_trial};
inline constexpr hint to_trade_never[] = {losses::counting_on_a_sale_at_once, losses::too_frequent_contact};
inline constexpr hint to_service_todo[] = {tactics::find_the_approach, tactics::begin_with_a_trifle,
                                           tactics::prepare_early};
inline constexpr hint to_service_never[] = {losses::too_frequent_contact, losses::indifference};
inline constexpr hint to_informed_todo[] = {tactics::inform_competently, tactics::offer_answers,
                                            tactics::spot_potential};
inline constexpr hint to_informed_never[] = {losses::hurrying_trust, losses::aggressive_selling};
inline constexpr hint hold_informed_todo[] = {tactics::experienced_colleague, tactics::ask_what_is_amiss,
                                              tactics::best_friend};
inline constexpr hint hold_informed_never[] = {losses::unanswered_break};
inline constexpr hint remind_informed_todo[] = {tactics::notice_the_break, tactics::remind_with_an_offer};
inline constexpr hint remind_informed_never[] = {losses::unanswered_break, losses::too_frequent_contact};
inline constexpr hint to_devoted_todo[] = {tactics::level_by_level, tactics::aim_at_the_top,
                                           tactics::best_friend, tactics::let_them_ask};
inline constexpr hint to_devoted_never[] = {losses::disappointing};
inline constexpr hint hold_devoted_todo[] = {tactics::special_attention,
                                             tactics::vip_group,
                                             tactics::regular_bonuses,
                                             tactics::direct_line,
                                             tactics::exclusive_information,
                                             tactics::closed_events,
                                             tactics::trips};
inline constexpr hint hold_devoted_never[] = {losses::disappointing};
inline constexpr hint remind_devoted_todo[] = {tactics::notice_the_break, tactics::remind_with_an_offer,
                                               tactics::direct_line};
inline constexpr hint remind_devoted_never[] = {losses::unanswered_break};

inline constexpr play plays[] = {
    {.stage = "trade",
     .aim = aim::climb,
     .who = driver::marketing,
     .goal = {"The client gets to know your trade", "Он узнаёт вашу отрасль"},
     .todo = to_trade_todo,
     .never = to_trade_never},
    {.stage = "service",
     .aim = aim::climb,
     .who = driver::sales,
     .goal = {"The client gets to know your kind of service, and is curious about you",
              "Он узнаёт ваш вид услуг и хочет познакомиться с вами"},
     .todo = to_service_todo,
     .never = to_service_never},
    {.stage = "informed",
     .aim = aim::climb,
     .who = driver::sales,
     .goal = {"The client is well informed about you and buys from time to time",
              "Он хорошо знает вас и покупает время от времени"},
     .todo = to_informed_todo,
     .never = to_informed_never},
    {.stage = "informed",
     .aim = aim::hold,
     .who = driver::care,
     .goal = {"The client buys more, and without breaks", "Он покупает больше и без перерывов"},
     .todo = hold_informed_todo,
     .never = hold_informed_never},
    {.stage = "informed",
     .aim = aim::remind,
     .who = driver::care,
     .goal = goals::buys_again_after_a_break,
     .todo = remind_informed_todo,
     .never = remind_informed_never},
    {.stage = "devoted",
     .aim = aim::climb,
     .who = driver::client,
     .goal = {"The client comes unasked and wants more", "Он сам приходит и просит ещё"},
     .todo = to_devoted_todo,
     .never = to_devoted_never},
    {.stage = "devoted",
     .aim = aim::hold,
     .who = driver::care,
     .goal = goals::stays_at_the_top,
     .todo = hold_devoted_todo,
     .never = hold_devoted_never},
    {.stage = "devoted",
     .aim = aim::remind,
     .who = driver::care,
     .goal = goals::buys_again_after_a_break,
     .todo = remind_devoted_todo,
     .never = remind_devoted_never},
};

}  // namespace detail::familiarity

/// The playbook of ladders::familiarity(): document 001.
inline constexpr playbook familiarity{ladders::familiarity(), detail::familiarity::plays, "familiarity"};

}  // namespace playbooks
}  // namespace v0
}  // namespace rung
