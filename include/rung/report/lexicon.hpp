#pragma once

#include <rung/core/language.hpp>
#include <rung/core/list.hpp>
#include <rung/retail/schema.hpp>

#include <concepts>
#include <cstdint>

#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {

/// What the names of stages, facts and kinds of event are called in the languages of people. A name that it
/// does not have is written as it is. A view: its tables are the host's, and live at least as long.
struct lexicon {
    // Literals, for the same reason as in a phrase.
    struct entry {
        char const* name = "";
        phrase text{};
    };
    /// What one value of a fact means, for facts whose values are names rather than numbers.
    struct meaning {
        char const* fact = "";
        std::int64_t value = 0;
        phrase text{};
    };

    list<entry> stages{};
    list<entry> facts{};
    list<entry> kinds{};
    list<meaning> meanings{};
    /// Asked for what this one does not have.
    lexicon const* otherwise = nullptr;

    [[nodiscard]] constexpr std::string_view stage(std::string_view name, language l) const noexcept {
        return find(&lexicon::stages, name, l);
    }
    [[nodiscard]] constexpr std::string_view fact(std::string_view name, language l) const noexcept {
        return find(&lexicon::facts, name, l);
    }
    [[nodiscard]] constexpr std::string_view kind(std::string_view name, language l) const noexcept {
        return find(&lexicon::kinds, name, l);
    }
    /// What a value of a fact means; empty where it is just a number.
    [[nodiscard]] constexpr std::string_view value(std::string_view of, std::int64_t v,
                                                   language l) const noexcept {
        for (auto const* x = this; x != nullptr; x = x->otherwise) {
            for (auto const& m : x->meanings) {
                if (m.value == v && m.fact == of) return m.text.in(l);
            }
        }
        return {};
    }

private:
    // Not phrase::in: in English a name without a text of its own is better than a text in Russian.
    [[nodiscard]] constexpr std::string_view find(list<entry> lexicon::*table, std::string_view name,
                                                  language l) const noexcept {
        for (auto const* x = this; x != nullptr; x = x->otherwise) {
            for (auto const& e : x->*table) {
                auto const* const text = l == language::ru ? e.text.ru : e.text.en;
                if (e.name == name && text != nullptr && *text != '\0') return text;
            }
        }
        return name;
    }
};

namespace detail::retail_words {

inline constexpr lexicon::entry stages[] = {
    {"potential", {"", "потенциальный"}},
    {"visitor", {"", "посетитель"}},
    {"buyer", {"", "покупатель"}},
    {"client", {"", "клиент"}},
    {"advocate", {"", "приверженец"}},
    {"unaware", {"", "не знает о вас"}},
    {"trade", {"", "знает отрасль"}},
    {"service", {"", "знает вид услуг"}},
    {"informed", {"", "хорошо вас знает"}},
    {"devoted", {"", "преданный"}},
    {"supporter", {"", "сторонник"}},
    {"lost", {"", "потерян"}},
    {"problem", {"", "осознание проблемы"}},
    {"interest", {"", "интерес"}},
    {"desire", {"", "желание"}},
    {"study", {"", "изучение"}},
    {"comparison", {"", "сравнение"}},
    {"action", {"", "действие"}},
    {"engagement", {"", "вовлечение"}},
    {"satisfaction", {"", "удовлетворённость"}},
    {"repeat_deal", {"", "повторная сделка"}},
    {"curiosity", {"", "любопытство"}},
    {"loyalty", {"", "лояльность"}},
    {"recommendation", {"", "рекомендации"}},
    {"prospective", {"", "перспективный"}},
    {"regular", {"", "постоянный"}},
    {"gone", {"", "ушёл"}},
    {"need", {"", "потребность"}},
    {"search", {"", "поиск"}},
    {"criterion", {"", "критерий"}},
    {"choice", {"", "выбор"}},
    {"purchase", {"", "покупка"}},
    {"evaluation", {"", "оценка"}},
    {"abandoned", {"", "сделка сорвалась"}},
};

inline constexpr lexicon::entry facts[] = {
    {"contacts", {"", "контакты"}},
    {"purchases", {"", "покупки"}},
    {"addons", {"", "дополнения"}},
    {"spend", {"", "сумма покупок"}},
    {"tenure", {"", "с первой покупки"}},
    {"silence", {"", "с последней покупки"}},
    {"since_2nd_last", {"", "со 2-й с конца покупки"}},
    {"since_3rd_last", {"", "с 3-й с конца покупки"}},
    {"since_4th_last", {"", "с 4-й с конца покупки"}},
    {"silence_ratio", {"", "перерыв, от обычного"}},
    {"since_contact", {"", "с последнего контакта"}},
    {"waiting", {"", "ждёт ответа"}},
    {"recommendations", {"", "рекомендации"}},
    {"referred", {"", "пришёл по рекомендации"}},
    {"evaluations", {"", "оценки"}},
    {"last_score", {"", "последняя оценка"}},
    {"mean_score", {"", "средняя оценка"}},
    {"bad_scores", {"", "плохие оценки"}},
    {"awareness_level", {"", "осведомлённость"}},
    {"need_level", {"", "потребность"}},
    {"process_step", {"", "шаг покупки"}},
    {"wallet_share", {"", "доля покупок у вас"}},
    {"price_rises", {"", "спокойно принял повышений цен"}},
    {"own_contacts", {"", "обращался сам"}},
    {"complaints", {"", "жалобы"}},
    {"competitor_purchases", {"", "покупки у конкурентов"}},
    {"lost", {"", "причина ухода"}},
};

inline constexpr lexicon::entry kinds[] = {
    {"contact", {"", "контакт"}},
    {"offer", {"", "предложение"}},
    {"purchase", {"", "покупка"}},
    {"refund", {"", "возврат"}},
    {"evaluation", {"", "оценка"}},
    {"complaint", {"", "жалоба"}},
    {"recommendation", {"", "рекомендация"}},
    {"referral", {"", "пришёл по рекомендации"}},
    {"awareness", {"", "узнал новое"}},
    {"need", {"", "потребность"}},
    {"wallet", {"", "доля покупок у вас"}},
    {"price_rise", {"", "повышение цен"}},
    {"competitor_purchase", {"", "покупка у конкурента"}},
    {"refusal", {"", "отказ"}},
    {"loss", {"", "потеря"}},
    {"decision", {"", "решение"}},
};

inline constexpr lexicon::meaning meanings[] = {
    {"awareness_level", 0, {"knows nothing", "ничего не знает"}},
    {"awareness_level", 1, {"knows the trade", "знает отрасль"}},
    {"awareness_level", 2, {"knows the kind of service", "знает вид услуг"}},
    {"awareness_level", 3, {"knows us", "знает вас"}},
    {"need_level", 0, {"no", "нет"}},
    {"need_level", 1, {"some day", "когда-нибудь"}},
    {"need_level", 2, {"now", "сейчас"}},
    {"process_step", 0, {"none", "нет"}},
    {"process_step", 1, {"need", "потребность"}},
    {"process_step", 2, {"search", "поиск"}},
    {"process_step", 3, {"criterion", "критерий"}},
    {"process_step", 4, {"choice", "выбор"}},
    {"process_step", 5, {"purchase", "покупка"}},
    {"process_step", 6, {"evaluation", "оценка"}},
    {"lost", 0, {"no", "нет"}},
    {"lost", 1, {"ignored", "не заметили"}},
    {"lost", 2, {"long wait", "долго ждал"}},
    {"lost", 3, {"rudeness", "нагрубили"}},
    {"lost", 4, {"pressed to buy", "навязывали"}},
    {"lost", 5, {"contacted too often", "слишком часто беспокоили"}},
    {"lost", 6, {"dropped after the sale", "забыли после покупки"}},
    {"lost", 7, {"taken for granted", "сочли своим навсегда"}},
    {"lost", 8, {"disappointed", "разочарован"}},
    {"lost", 9, {"slow service", "медленно обслуживали"}},
    {"lost", 10, {"break unanswered", "не заметили перерыв"}},
    {"lost", 11, {"curiosity unanswered", "не удержали любопытного"}},
    {"lost", 12, {"price", "цена"}},
    {"lost", 13, {"competitor", "конкурент"}},
    {"lost", 14, {"other", "другое"}},
};

}  // namespace detail::retail_words

/// The words of the retail schema and of the ladders of the catalog.
inline constexpr lexicon retail_lexicon{.stages = detail::retail_words::stages,
                                        .facts = detail::retail_words::facts,
                                        .kinds = detail::retail_words::kinds,
                                        .meanings = detail::retail_words::meanings};
/// No words at all: every name is written as it is.
inline constexpr lexicon no_lexicon{};

/// The words of a schema where nobody gives others.
template <schema S>
[[nodiscard]] constexpr lexicon const& usual_lexicon() noexcept {
    if constexpr (std::same_as<S, retail>) {
        return retail_lexicon;
    } else {
        return no_lexicon;
    }
}

}  // namespace report
}  // namespace v0
}  // namespace rung
