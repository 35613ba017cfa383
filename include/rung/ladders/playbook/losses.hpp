#pragma once

#include <rung/ladders/playbook.hpp>

namespace rung {
inline namespace v0 {
namespace playbooks {

/// Mistakes that lose a client, each written once. Read them after "never".
namespace losses {

inline constexpr hint counting_on_a_sale_at_once{
    {"Count on a sale at once: that happens only by accident",
     "Рассчитывать на немедленную продажу: она бывает только случайно"},
    "001.L1"};
inline constexpr hint too_frequent_contact{
    {"Press them with one contact after another: it puts people on guard",
     "Донимать его звонками и письмами: это настораживает"},
    "001.L1"};
inline constexpr hint hurrying_trust{{"Hurry them to trust you: they are only getting to know you",
                                      "Торопить его с доверием: он пока только знакомится с вами"},
                                     "001.L3"};
inline constexpr hint unanswered_break{
    {"Leave a break in their buying unanswered", "Оставлять без внимания перерыв в его покупках"}, "001.L4"};
inline constexpr hint ignoring{{"Leave them unnoticed", "Не замечать его"}, "002.3"};
inline constexpr hint waiting_for_them_to_ask{
    {"Wait for them to come up to you: only a few do", "Ждать, пока он подойдёт сам: так делают немногие"},
    "002.3"};
inline constexpr hint no_answer{{"Leave a question without an answer", "Оставлять его вопрос без ответа"},
                                "002.4"};
inline constexpr hint indifference{{"Meet them with indifference", "Встречать его равнодушно"}, "002.4"};
inline constexpr hint rudeness{{"Be rude to them", "Грубить ему"}, "002.4"};
inline constexpr hint long_waiting{{"Keep them waiting for long", "Заставлять его долго ждать"}, "002.5"};
inline constexpr hint dropping_after_the_sale{
    {"Lose interest in them once they have bought", "Терять к нему интерес после покупки"}, "002.6"};
inline constexpr hint relaxing{{"Relax after the second purchase, as if they were yours for good",
                                "Расслабляться после второй покупки, будто он уже навсегда ваш"},
                               "002.7"};
inline constexpr hint disappointing{
    {"Disappoint them, whatever happens", "Разочаровывать его, что бы ни случилось"}, "002.9"};
inline constexpr hint aggressive_selling{{"Sell aggressively", "Продавать агрессивно"}, "003.S7"};
inline constexpr hint product_below_expectation{
    {"Sell them what falls short of their expectations", "Продавать то, что не оправдает его ожиданий"},
    "003.S8"};
inline constexpr hint unanswered_curiosity{
    {"Leave them alone with the question of why they buy only from you",
     "Оставлять его наедине с вопросом, почему он покупает только у вас"},
    "003.S10"};
inline constexpr hint slow_work{{"Be slow with the invoice, the shipping, the documents or the support",
                                 "Тянуть со счётом, отгрузкой, документами или поддержкой"},
                                "004.3"};
inline constexpr hint letting_them_leave_angry{
    {"Let an unhappy client go unheard: they tell seven to fifty people",
     "Отпускать недовольного, не выслушав: он расскажет об этом семи, а то и пятидесяти знакомым"},
    "004.5"};

}  // namespace losses
}  // namespace playbooks
}  // namespace v0
}  // namespace rung
