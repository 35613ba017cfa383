#pragma once

#include <rung/ladders/journey.hpp>
#include <rung/ladders/playbook.hpp>
#include <rung/ladders/playbook/goals.hpp>
#include <rung/ladders/playbook/losses.hpp>
#include <rung/ladders/playbook/tactics.hpp>

namespace rung {
inline namespace v0 {
namespace playbooks {
namespace detail::journey {

inline constexpr hint to_interest_todo[] = {tactics::await_the_need, tactics::answer_their_first_question};
inline constexpr hint to_desire_todo[] = {tactics::show_it_in_their_day};
inline constexpr hint to_desire_never[] = {losses::counting_on_a_sale_at_once};
inline constexpr hint to_study_todo[] = {tactics::be_found, tactics::inform_competently,
                                         tactics::ask_for_recommendations};
inline constexpr hint to_comparison_todo[] = {tactics::meet_their_criteria,
                                              tactics::show_what_they_decide_by};
inline constexpr hint to_action_todo[] = {tactics::ask_what_brought_them, tactics::reckon_with_the_unseen,
                                          tactics::be_reachable, tactics::internet_ad};
inline constexpr hint to_action_never[] = {losses::no_answer};
inline constexpr hint to_engagement_todo[] = {tactics::show_how_rare_it_is, tactics::motivate_sellers,
                                              tactics::welcome_the_referred, tactics::find_their_stage};
inline constexpr hint to_engagement_never[] = {losses::aggressive_selling, losses::ignoring,
                                               losses::long_waiting};
inline constexpr hint to_satisfaction_todo[] = {tactics::prompt_and_involved, tactics::loyal_first,
                                                tactics::work_on_time};
inline constexpr hint to_satisfaction_never[] = {losses::product_below_expectation, losses::slow_work};
inline constexpr hint hold_satisfaction_todo[] = {tactics::thank_and_reassure, tactics::complaint_channel};
inline constexpr hint hold_satisfaction_never[] = {losses::dropping_after_the_sale};
inline constexpr hint to_repeat_deal_todo[] = {tactics::bonus_card, tactics::occasion_offers,
                                               tactics::polite_and_comfortable};
inline constexpr hint to_repeat_deal_never[] = {losses::dropping_after_the_sale};
inline constexpr hint hold_repeat_deal_todo[] = {tactics::justify_trust, tactics::double_attention};
inline constexpr hint hold_repeat_deal_never[] = {losses::relaxing};
inline constexpr hint to_curiosity_todo[] = {tactics::expect_curiosity};
inline constexpr hint to_curiosity_never[] = {losses::relaxing};
inline constexpr hint hold_curiosity_todo[] = {tactics::bonus_program, tactics::free_delivery,
                                               tactics::accompanying_discount};
inline constexpr hint hold_curiosity_never[] = {losses::unanswered_curiosity};
inline constexpr hint to_loyalty_todo[] = {tactics::be_the_brand, tactics::greet_on_their_days,
                                           tactics::special_program};
inline constexpr hint to_loyalty_never[] = {losses::unanswered_curiosity};
inline constexpr hint hold_loyalty_todo[] = {tactics::research_loyal_clients, tactics::new_line};
inline constexpr hint hold_loyalty_never[] = {losses::disappointing};
inline constexpr hint to_recommendation_todo[] = {tactics::make_them_the_expert,
                                                  tactics::ask_for_recommendations, tactics::help_to_tell};
inline constexpr hint to_recommendation_never[] = {losses::letting_them_leave_angry};
inline constexpr hint hold_recommendation_todo[] = {tactics::best_you_have, tactics::research_loyal_clients,
                                                    tactics::welcome_the_referred};
inline constexpr hint hold_recommendation_never[] = {losses::disappointing};

inline constexpr play plays[] = {
    {.stage = "interest",
     .aim = aim::climb,
     .who = driver::life,
     .goal = {"The client asks what could help", "Он спрашивает, что может помочь"},
     .todo = to_interest_todo},
    {.stage = "desire",
     .aim = aim::climb,
     .who = driver::life,
     .goal = {"The client wants the problem solved", "Он хочет решить проблему"},
     .todo = to_desire_todo,
     .never = to_desire_never},
    {.stage = "study",
     .aim = aim::climb,
     .who = driver::client,
     .goal = {"The client studies the market and finds you", "Он изучает рынок и находит вас"},
     .todo = to_study_todo},
    {.stage = "comparison",
     .aim = aim::climb,
     .who = driver::company,
     .goal = {"You meet the criteria that the client compares by",
              "Вы отвечаете критериям, по которым он сравнивает"},
     .todo = to_comparison_todo},
    {.stage = "action",
     .aim = aim::climb,
     .who = driver::marketing,
     .goal = goals::first_contact,
     .todo = to_action_todo,
     .never = to_action_never},
    {.stage = "engagement",
     .aim = aim::climb,
     .who = driver::sales,
     .goal = {"The client talks with the seller and likes it", "Он общается с продавцом, и ему это нравится"},
     .todo = to_engagement_todo,
     .never = to_engagement_never},
    {.stage = "satisfaction",
     .aim = aim::climb,
     .who = driver::company,
     .goal = {"The client buys and is satisfied", "Он покупает и остаётся доволен"},
     .todo = to_satisfaction_todo,
     .never = to_satisfaction_never},
    {.stage = "satisfaction",
     .aim = aim::hold,
     .who = driver::company,
     .goal = goals::content_with_the_first,
     .todo = hold_satisfaction_todo,
     .never = hold_satisfaction_never},
    {.stage = "repeat_deal",
     .aim = aim::climb,
     .who = driver::company,
     .goal = goals::comes_again,
     .todo = to_repeat_deal_todo,
     .never = to_repeat_deal_never},
    {.stage = "repeat_deal",
     .aim = aim::hold,
     .who = driver::company,
     .goal = goals::stays_regular,
     .todo = hold_repeat_deal_todo,
     .never = hold_repeat_deal_never},
    {.stage = "curiosity",
     .aim = aim::climb,
     .who = driver::life,
     .goal = {"The client looks around, and you are prepared", "Он смотрит по сторонам, и вы к этому готовы"},
     .todo = to_curiosity_todo,
     .never = to_curiosity_never},
    {.stage = "curiosity",
     .aim = aim::hold,
     .who = driver::care,
     .goal = {"The client stays while looking around", "Он остаётся с вами, пока присматривается к другим"},
     .todo = hold_curiosity_todo,
     .never = hold_curiosity_never},
    {.stage = "loyalty",
     .aim = aim::climb,
     .who = driver::care,
     .goal = {"For the client nobody is better than you", "Лучше вас для него никого нет"},
     .todo = to_loyalty_todo,
     .never = to_loyalty_never},
    {.stage = "loyalty",
     .aim = aim::hold,
     .who = driver::care,
     .goal = goals::stays_regular,
     .todo = hold_loyalty_todo,
     .never = hold_loyalty_never},
    {.stage = "recommendation",
     .aim = aim::climb,
     .who = driver::client,
     .goal = goals::recommends,
     .todo = to_recommendation_todo,
     .never = to_recommendation_never},
    {.stage = "recommendation",
     .aim = aim::hold,
     .who = driver::company,
     .goal = goals::stays_at_the_top,
     .todo = hold_recommendation_todo,
     .never = hold_recommendation_never},
};

}  // namespace detail::journey

/// The playbook of ladders::journey(): document 003.
inline constexpr playbook journey{ladders::journey(), detail::journey::plays, "journey"};

}  // namespace playbooks
}  // namespace v0
}  // namespace rung
