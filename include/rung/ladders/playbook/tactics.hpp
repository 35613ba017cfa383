#pragma once

#include <rung/ladders/playbook.hpp>

namespace rung {
inline namespace v0 {
namespace playbooks {

/// Things to do, each written once, for the playbooks of the catalog and of hosts. In the order of the
/// documents.
namespace tactics {

// Document 000.
inline constexpr hint know_your_client{{"First decide who your client is, then look for people like that",
                                        "Сначала ответьте, кто ваш клиент, и ищите именно таких людей"},
                                       "000.2"};
inline constexpr hint learn_from_golden_clients{{"Study the clients who bring the most money: what they buy, "
                                                 "which advertising they answer, how they live",
                                                 "Изучите клиентов, которые приносят больше всего денег: что "
                                                 "покупают, на какую рекламу откликаются, как живут"},
                                                "000.4"};
inline constexpr hint describe_each_rung{{"Write down what the people on each rung have in common",
                                          "Опишите, что общего у людей на каждой ступени"},
                                         "000.5"};
inline constexpr hint lead_everyone_up{{"Set out to bring every client to the top rung",
                                        "Ставьте цель довести каждого клиента до верхней ступени"},
                                       "000.7"};
inline constexpr hint attach{{"Give the buyer a reason to come back: one purchase binds nobody",
                              "Дайте покупателю повод вернуться: одна покупка ещё не привязывает"},
                             "000.10"};
inline constexpr hint gift_certificate{
    {"Sell gift certificates: whoever gets one notices who gave it, and you",
     "Продавайте подарочные сертификаты: получивший обратит внимание и на дарителя, и на вас"},
    "000.11"};
inline constexpr hint logo{{"Use a logo and a look that your client understands at once",
                            "Сделайте логотип и оформление понятными вашему клиенту"},
                           "000.11"};
inline constexpr hint go_where_the_need_is{
    {"Make your offer where the need is: what nobody needs cannot be sold",
     "Предлагайте там, где есть потребность: ненужное не продать"},
    "000.S1"};
inline constexpr hint catch_attention{{"Catch the client's attention, and count a first contact as a success",
                                       "Привлеките внимание и считайте успехом уже первое обращение"},
                                      "000.S2"};
inline constexpr hint raise_quality{{"Keep raising the quality of goods, services and service",
                                     "Постоянно повышайте качество товаров, услуг и обслуживания"},
                                    "000.S3"};
inline constexpr hint keep_retaining{
    {"Keep working to retain them: they chose you, so give them no reason to change their mind",
     "Продолжайте удерживать его: он выбрал вас, не дайте повода передумать"},
    "000.S4"};
inline constexpr hint upsell{
    {"Offer subscribers what completes their subscription: each addition is another purchase",
     "Предлагайте абоненту дополнения к тому, что у него есть: каждое — ещё одна покупка"},
    "000.E5"};
inline constexpr hint raise_the_level_of_service{
    {"Keep raising the level of service, so that there is always something new to praise",
     "Поднимайте уровень сервиса, чтобы приверженцу всегда было что похвалить"},
    "000.S5"};

// Document 001.
inline constexpr hint call_and_meet{{"Call, introduce yourself, and agree on a meeting without pressing",
                                     "Позвоните, представьтесь и ненавязчиво договоритесь о встрече"},
                                    "001.L1"};
inline constexpr hint call_again_in_days{
    {"Get in touch again after a few days", "Через несколько дней продолжите общение"}, "001.L1"};
inline constexpr hint contact_cap{{"Set a limit on how often you contact a client, and keep to it",
                                   "Установите, как часто его можно беспокоить, и не превышайте"},
                                  "001.L1"};
inline constexpr hint free_trial{{"If the conversation goes well, offer a free trial",
                                  "Если разговор складывается, предложите бесплатную пробную версию"},
                                 "001.L1"};
inline constexpr hint find_the_approach{{"Find out what interests them in your trade, and talk about that",
                                         "Выясните, что ему интересно в вашей отрасли, и говорите об этом"},
                                        "001.L2"};
inline constexpr hint begin_with_a_trifle{{"Begin with something small: they buy little, but they buy",
                                           "Начните с мелочи: он берёт понемногу, но берёт"},
                                          "001.L2"};
inline constexpr hint prepare_early{
    {"Prepare them while they are still on the levels below, with an approach for each",
     "Готовьте его ещё на прежних уровнях, к каждому — свой подход"},
    "001.L3"};
inline constexpr hint inform_competently{
    {"Show competence and give plenty of information", "Покажите компетентность и дайте побольше информации"},
    "001.L3"};
inline constexpr hint ask_what_is_amiss{
    {"Ask what they are unhappy with, and put it right", "Узнайте, чем он недоволен, и исправьте это"},
    "001.L4"};
inline constexpr hint experienced_colleague{
    {"Leave them to an experienced colleague: they are hard work for a beginner",
     "Поручите его опытному сотруднику: новичку с ним трудно"},
    "001.L4"};
inline constexpr hint remind_with_an_offer{
    {"Remind them of you without pressing, with an offer that benefits them",
     "Ненавязчиво напомните о себе предложением, выгодным ему"},
    "001.L4"};
inline constexpr hint notice_the_break{
    {"Notice a break that is unusual for this client, and act before they are gone",
     "Заметьте необычный для него перерыв и действуйте, пока он не ушёл"},
    "001.4"};
inline constexpr hint spot_potential{
    {"Find out early who could become a VIP, and make them comfortable from now on",
     "Заранее определите, кто может стать VIP-клиентом, и уже сейчас создайте ему удобства"},
    "001.2"};
inline constexpr hint best_friend{
    {"Greet every client and see them off like your best friend, whatever their level",
     "На любом уровне встречайте и провожайте его как лучшего друга"},
    "001.2"};
inline constexpr hint level_by_level{
    {"Lead them level by level: hardly anyone reaches the last one at once",
     "Ведите его уровень за уровнем: на последний сразу почти никто не попадает"},
    "001.2"};
inline constexpr hint aim_at_the_top{
    {"Aim all your work at the top level: most of the profit comes from there",
     "Направьте всю работу на верхний уровень: основная прибыль идёт оттуда"},
    "001.3"};
inline constexpr hint let_them_ask{{"Be ready for when they ask of their own accord, and grant it",
                                    "Будьте готовы, когда он попросит сам, и выполните просьбу"},
                                   "001.L5"};
inline constexpr hint special_attention{{"Give them special attention", "Уделяйте ему особое внимание"},
                                        "001.L5"};
inline constexpr hint vip_group{
    {"Bring them together with clients like themselves", "Соберите его с такими же клиентами в одну группу"},
    "001.L5"};
inline constexpr hint regular_bonuses{{"Give them bonuses regularly", "Регулярно давайте ему бонусы"},
                                      "001.L5"};
inline constexpr hint direct_line{
    {"Give them a direct line to the head of the company", "Дайте ему прямую связь с руководителем компании"},
    "001.L5"};
inline constexpr hint exclusive_information{
    {"Share your most valuable information with them, even before they ask",
     "Делитесь с ним самой ценной информацией, не дожидаясь просьбы"},
    "001.L5"};
inline constexpr hint closed_events{
    {"Invite them to closed events", "Приглашайте его на закрытые мероприятия"}, "001.L5"};
inline constexpr hint trips{{"Take them along on trips abroad", "Приглашайте его в поездки за границу"},
                            "001.L5"};

// Document 002.
inline constexpr hint benefit_for_both{
    {"Make the new rung pay for both sides: profit for you, and for the client a reason to go on",
     "Пусть новая ступень будет выгодна обоим: вам — прибыль, ему — желание продолжать"},
    "002.1"};
inline constexpr hint stand_out{
    {"Show at once how you differ from the competitors", "Сразу покажите, чем вы отличаетесь от конкурентов"},
    "002.R1"};
inline constexpr hint signboard{
    {"Put up a signboard that makes people curious", "Повесьте вывеску, мимо которой не пройти"}, "002.2"};
inline constexpr hint internet_ad{{"Place a well-written advertisement on the internet",
                                   "Разместите в интернете хорошо написанное объявление"},
                                  "002.2"};
inline constexpr hint newspaper_box_ad{
    {"Put an advertisement into the newspaper boxes", "Разложите рекламу по ящикам для газет"}, "002.2"};
inline constexpr hint friendly_at_the_door{
    {"Have friendly staff meet people at the door", "Пусть у входа его встречает приветливый сотрудник"},
    "002.2"};
inline constexpr hint ask_for_recommendations{{"Ask satisfied clients to recommend you to their friends",
                                               "Просите довольных клиентов рекомендовать вас друзьям"},
                                              "002.2"};
inline constexpr hint phone_consultation{
    {"Give excellent advice over the phone, even to people who are only asking",
     "Отлично консультируйте по телефону, даже если человек только спрашивает"},
    "002.2"};
inline constexpr hint welcome_when_busy{
    {"When you are busy, smile and nod, or say that you will come as soon as you are free",
     "Если заняты, улыбнитесь и кивните или скажите, что подойдёте, как только освободитесь"},
    "002.3"};
inline constexpr hint fill_the_wait{{"While they wait, offer coffee, samples, price lists, magazines",
                                     "Пока он ждёт, предложите кофе, образцы, прайс-листы, журналы"},
                                    "002.3"};
inline constexpr hint offer_answers{
    {"Say that you will gladly answer questions", "Скажите, что с удовольствием ответите на вопросы"},
    "002.3"};
inline constexpr hint attend_within_minutes{
    {"Attend to them within minutes: after a quarter of an hour they may be gone",
     "Займитесь им в первые минуты: через четверть часа он может уйти"},
    "002.5"};
inline constexpr hint find_out_why_and_apologise{
    {"Find out what drove them away - no attention, no answer, a rude word - and apologise",
     "Выясните, что его оттолкнуло — невнимание, молчание, грубое слово, — и извинитесь"},
    "002.4"};
inline constexpr hint analyse_needs_and_present{{"Find out what they need, and show them what fits",
                                                 "Выясните, что ему нужно, и покажите то, что подходит"},
                                                "002.R2"};
inline constexpr hint thank_and_reassure{
    {"Thank them, say that the choice was right and that they are always welcome",
     "Поблагодарите, скажите, что выбор верный и что ему всегда рады"},
    "002.6"};
inline constexpr hint bonus_card{{"Give them a bonus card, or one with a growing discount",
                                  "Вручите ему бонусную или накопительную карту"},
                                 "002.6"};
inline constexpr hint occasion_offers{
    {"Tell them about your offers for birthdays, for companies and for large orders",
     "Расскажите о предложениях ко дню рождения, для организаций и за объём заказа"},
    "002.6"};
inline constexpr hint complaint_channel{
    {"Tell them whom to turn to if something is wrong", "Скажите, к кому обратиться, если что-то не устроит"},
    "002.6"};
inline constexpr hint polite_and_comfortable{
    {"Be polite and make them comfortable, and they will soon be back",
     "Будьте вежливы, создайте уют — и он скоро придёт снова"},
    "002.6"};
inline constexpr hint double_attention{{"Give them twice the attention", "Удвойте внимание к нему"}, "002.7"};
inline constexpr hint special_program{{"Offer them, as regulars, a bonus or a special program",
                                       "Предложите ему как постоянному бонус или особую программу"},
                                      "002.7"};
inline constexpr hint greet_on_their_days{
    {"Congratulate them on their birthday and on the holiday of their profession",
     "Поздравляйте его с днём рождения и с профессиональным праздником"},
    "002.7"};
inline constexpr hint new_line{{"Surprise them with a new line of goods", "Удивляйте его новинками"},
                               "002.7"};
inline constexpr hint extra_services{
    {"Pamper them with extra services", "Балуйте его дополнительными услугами"}, "002.7"};
inline constexpr hint hand_written_card{
    {"Write them a holiday card by hand, naming everyone in the family",
     "Напишите ему к празднику открытку от руки, назвав по имени всех в семье"},
    "002.8"};
inline constexpr hint meet_expectations{{"Make sure that expectation, service and product match",
                                         "Добейтесь, чтобы ожидания, сервис и продукт совпали"},
                                        "002.R4"};
inline constexpr hint best_you_have{
    {"Give them the best service and quality you have, and keep building the relationship",
     "Дайте ему лучший сервис и лучшее качество и развивайте отношения дальше"},
    "002.9"};
inline constexpr hint spend_on_keeping{{"Spend on keeping them: it costs much less than finding someone new",
                                        "Вкладывайтесь в него: это намного дешевле, чем искать нового"},
                                       "002.10"};

// Document 003.
inline constexpr hint find_their_stage{
    {"Find out which stage they are at, and follow the scenario for that stage",
     "Определите, на каком он этапе, и действуйте по сценарию этого этапа"},
    "003.1"};
inline constexpr hint reckon_with_the_unseen{
    {"Remember that a client has come a long way before you first see them",
     "Помните: до первой встречи он уже прошёл долгий путь"},
    "003.2"};
inline constexpr hint answer_their_first_question{
    {"Publish an answer to the first question people ask: what helps at all?",
     "Опубликуйте ответ на его первый вопрос: что тут вообще поможет?"},
    "003.S2"};
inline constexpr hint show_it_in_their_day{
    {"Show how the solution fits into an ordinary day", "Покажите, как решение впишется в его обычный день"},
    "003.S3"};
inline constexpr hint be_found{
    {"Be where people study the market: on the internet, and with those whose advice they ask",
     "Будьте там, где он изучает рынок: в интернете и у тех, с кем он советуется"},
    "003.S4"};
inline constexpr hint meet_their_criteria{{"Learn the criteria of each audience, and meet them",
                                           "Узнайте критерии каждой аудитории и соответствуйте им"},
                                          "003.S5"};
inline constexpr hint ask_what_brought_them{
    {"Ask what brought them, and write it down: know exactly what attracted whom",
     "Спросите, что его привело, и запишите: надо точно знать, кого что зацепило"},
    "003.S6"};
inline constexpr hint be_reachable{
    {"Be reachable where they already are: messengers, social networks, mail, phone",
     "Будьте на связи там, где он привык: мессенджеры, соцсети, почта, телефон"},
    "003.6"};
inline constexpr hint show_how_rare_it_is{
    {"Show tactfully how rarely such a price, quality and availability come together",
     "Деликатно покажите, как редко сходятся такие цена, качество и доступность"},
    "003.S7"};
inline constexpr hint motivate_sellers{{"Pay the sellers so that care for the client is worth their while",
                                        "Мотивируйте продавцов так, чтобы забота о клиенте была им выгодна"},
                                       "003.S7"};
inline constexpr hint welcome_the_referred{
    {"With a referred client get straight to business: they already trust you",
     "С пришедшим по совету сразу переходите к делу: он уже вам доверяет"},
    "003.3"};
inline constexpr hint prompt_and_involved{{"Be prompt and involved: product and price alone are not enough",
                                           "Будьте расторопны и участливы: одних продукта и цены мало"},
                                          "003.S8"};
inline constexpr hint loyal_first{
    {"Be loyal first, and they will be loyal to you", "Будьте лояльны первыми — и он ответит тем же"},
    "003.S8"};
inline constexpr hint justify_trust{
    {"Live up to the trust that brought them back: they are not regulars yet",
     "Оправдайте кредит доверия, с которым он вернулся: он ещё не постоянный"},
    "003.S9"};
inline constexpr hint expect_curiosity{
    {"Expect them to look around: it is part of the way up",
     "Будьте готовы, что он начнёт смотреть по сторонам: это часть пути наверх"},
    "003.4"};
inline constexpr hint bonus_program{{"Keep them with a bonus program", "Удержите его бонусной программой"},
                                    "003.S10"};
inline constexpr hint free_delivery{{"Deliver free of charge", "Доставляйте бесплатно"}, "003.S10"};
inline constexpr hint accompanying_discount{
    {"Give them a discount on goods that go with what they buy", "Дайте ему скидку на сопутствующие товары"},
    "003.S10"};
inline constexpr hint be_the_brand{{"Make yourself, not the goods, what they would miss",
                                    "Станьте для него незаменимы сами: товар можно найти и у других"},
                                   "003.S11"};
inline constexpr hint make_them_the_expert{
    {"Give them facts that they can pass on as an expert when people ask",
     "Дайте ему факты, которыми он как знаток поделится, когда его спросят"},
    "003.S12"};
inline constexpr hint research_loyal_clients{
    {"Ask loyal clients what worries them, where they find the solution, and with what help",
     "Спросите лояльных клиентов, что их беспокоит, где и с чьей помощью они находят решение"},
    "003.5"};

// Document 004.
inline constexpr hint await_the_need{
    {"Look for people whose need is there already: only the largest can create one",
     "Ищите тех, у кого потребность уже возникла: создать её могут лишь крупнейшие"},
    "004.2"};
inline constexpr hint advertise_to_the_urgent{
    {"Advertise to those who need it now, rather than to all who may buy some day",
     "Обращайте рекламу к тем, кому нужно сейчас, а не ко всем, кто купит когда-нибудь"},
    "004.S2"};
inline constexpr hint show_what_they_decide_by{
    {"Show what people decide by: price, experience, finished work",
     "Покажите то, по чему он выбирает: цену, опыт, готовые работы"},
    "004.1.3"};
inline constexpr hint ask_which_criterion_failed{
    {"Ask which criterion you did not meet, and write it down",
     "Спросите, какому критерию вы не соответствовали, и запишите"},
    "004.1.3"};
inline constexpr hint sell_actively{{"Let a sales manager lead them to the order, step by step",
                                     "Пусть менеджер по продажам доведёт его до заказа шаг за шагом"},
                                    "004.S3"};
inline constexpr hint tell_all{
    {"Tell them everything they need to decide", "Расскажите ему всё, что нужно для решения"}, "004.1b"};
inline constexpr hint everyone_answers{
    {"Make every employee responsible for the impression they leave: only a good one brings clients back",
     "Пусть за его впечатление отвечает каждый сотрудник: возвращает только хорошее"},
    "004.S4"};
inline constexpr hint ask_for_marks{
    {"Ask them to rate everything they met, and pass each rating to the department responsible",
     "Попросите оценить всё, с чем он столкнулся, и передайте каждую оценку тому отделу, который за это "
     "отвечает"},
    "004.3"};
inline constexpr hint work_on_time{{"Send invoice, goods and closing documents on time",
                                    "Вовремя выставляйте счёт, отгружайте заказ и выдавайте документы"},
                                   "004.3"};
inline constexpr hint support{{"Help with advice and technical support after the sale as well",
                               "Помогайте советом и техподдержкой и после продажи"},
                              "004.3"};
inline constexpr hint ask_after_the_first_order{
    {"Ask how the first order was: now they decide whether to come again or never",
     "Спросите, как прошёл первый заказ: сейчас он решает, прийти снова или никогда"},
    "004.4"};
inline constexpr hint help_to_tell{
    {"Give a satisfied client something to tell: left alone, they tell about three people",
     "Дайте довольному клиенту повод рассказать о вас: сам он расскажет примерно троим"},
    "004.5"};

}  // namespace tactics
}  // namespace playbooks
}  // namespace v0
}  // namespace rung
