#pragma once

#include <rung/ladders/playbook.hpp>

namespace rung {
inline namespace v0 {
namespace playbooks {

/// Mistakes that lose a client, each written once. Read them after "never".
namespace losses {

inline constexpr hint counting_on_a_sale_at_once{
    {"Count on a sale at once: it happens by accident only",
     "Рассчитывать на немедленную продажу: она бывает только случайно"},
    "001.L1"};
inline constexpr hint too_frequent_contact{{"Press him with one contact after another: it alarms him",
                                            "Донимать его звонками и письмами: это настораживает"},
                                           "001.L1"};
inline constexpr hint hurrying_trust{{"Hurry him to trust you: he is only getting to know you",
                                      "Торопить его с доверием: он пока только знакомится с вами"},
                                     "001.L3"};
inline constexpr hint unanswered_break{
    {"Leave a break in his buying unanswered", "Оставлять без внимания перерыв в его покупках"}, "001.L4"};
inline constexpr hint ignoring{{"Leave him unnoticed", "Не замечать его"}, "002.3"};
inline constexpr hint waiting_for_him_to_ask{
    {"Wait until he comes up himself: only a few do", "Ждать, пока он подойдёт сам: так делают немногие"},
    "002.3"};
inline constexpr hint no_answer{{"Leave his question without an answer", "Оставлять его вопрос без ответа"},
                                "002.4"};
inline constexpr hint indifference{{"Meet him with indifference", "Встречать его равнодушно"}, "002.4"};
inline constexpr hint rudeness{{"Be rude to him", "Грубить ему"}, "002.4"};
inline constexpr hint long_waiting{{"Let him wait long", "Заставлять его долго ждать"}, "002.5"};
inline constexpr hint dropping_after_the_sale{
    {"Lose interest in him once he has bought", "Терять к нему интерес после покупки"}, "002.6"};
inline constexpr hint relaxing{{"Relax at his second purchase, as if he were yours for good",
                                "Расслабляться после второй покупки, будто он уже навсегда ваш"},
                               "002.7"};
inline constexpr hint disappointing{
    {"Disappoint him, whatever happens", "Разочаровывать его, что бы ни случилось"}, "002.9"};
inline constexpr hint aggressive_selling{{"Sell aggressively", "Продавать агрессивно"}, "003.S7"};
inline constexpr hint product_below_expectation{
    {"Sell him what falls short of his expectation", "Продавать то, что не оправдает его ожиданий"},
    "003.S8"};
inline constexpr hint unanswered_curiosity{
    {"Leave him to his curiosity when he asks himself why he buys only from you",
     "Оставлять его наедине с вопросом, почему он покупает только у вас"},
    "003.S10"};
inline constexpr hint slow_work{{"Be slow with the invoice, the shipping, the documents or the support",
                                 "Тянуть со счётом, отгрузкой, документами или поддержкой"},
                                "004.3"};
inline constexpr hint letting_him_leave_angry{
    {"Let a discontented client go unheard: he tells seven to fifty people",
     "Отпускать недовольного, не выслушав: он расскажет об этом семи, а то и пятидесяти знакомым"},
    "004.5"};

}  // namespace losses
}  // namespace playbooks
}  // namespace v0
}  // namespace rung
