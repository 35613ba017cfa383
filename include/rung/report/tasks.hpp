#pragma once

#include <rung/core/language.hpp>
#include <rung/ladders/advice.hpp>
#include <rung/notation/small_text.hpp>
#include <rung/report/advise.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/playbook.hpp>
#include <rung/report/quantity.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_columns.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

/// What to achieve, in a word: `rescue`.
[[nodiscard]] constexpr phrase short_words(rung::purpose p) noexcept {
    switch (p) {
    case rung::purpose::answer: return {"answer", "ответить"};
    case rung::purpose::rescue: return {"rescue", "не дать упасть"};
    case rung::purpose::remind: return {"remind", "напомнить"};
    case rung::purpose::win_back: return {"win back", "вернуть"};
    case rung::purpose::climb: return {"climb", "поднять"};
    case rung::purpose::hold: return {"hold", "удержать"};
    }
    return {};
}

/// What clients are called where a host gives no names.
struct client_numbers {
    [[nodiscard]] std::string operator()(client_id id) const { return std::to_string(id); }
};

namespace detail {

/// What a report writes in each language.
template <class Write>
[[nodiscard]] wording in_each_language(Write const& write) {
    wording out;
    string_sink en{out.en}, ru{out.ru};
    write(en, language::en);
    write(ru, language::ru);
    return out;
}

[[nodiscard]] inline wording contact_words(instant not_before, instant at) {
    if (not_before <= at) return phrase{"now", "сейчас"};
    if (not_before == instant::forever()) return phrase{"not by ourselves", "не самим"};
    auto const day = std::string{report::date(not_before, at).view()};
    return {"from " + day, "с " + day};
}

}  // namespace detail

/// Tasks as data, in their order: whose they are, why, what they turn on, when, and what to do first.
/// `worth`: what the manners' worth of a client is called and counted in; left out if it has no name. So many
/// at most.
template <class Ladder, class NameOf = client_numbers>
[[nodiscard]] sheet
sheet_of(std::vector<advice<Ladder>> const& tasks, NameOf const& name_of = {}, column const& worth = {},
         std::size_t most = static_cast<std::size_t>(-1),
         lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    sheet out{
        .name = "tasks",
        .title = {"Next best actions: the most urgent first", "Что делать дальше: сначала самое срочное"},
        .columns = {detail::text_column("client", {"client", "клиент"}), detail::stage_column()}};
    if (!worth.name.empty()) out.columns.push_back(worth);
    for (auto const& c :
         {detail::text_column("who", {"who", "кто"}), detail::text_column("why", {"why", "зачем"}),
          detail::text_column("turns_on", {"what it turns on", "что важно"}),
          detail::text_column("contact", {"contact", "связаться"}),
          detail::text_column("by", {"by", "не позднее"}),
          detail::text_column("to_do", {"first thing to do", "с чего начать"})})
        out.columns.push_back(c);
    for (auto const& t : tasks) {
        if (out.rows.size() == most) break;
        std::vector<cell> cells{wording{std::string{name_of(t.client)}},
                                report::stage_words(t.ladder->name(t.stage), words_of)};
        if (!worth.name.empty()) cells.emplace_back(t.worth);
        cells.emplace_back(t.play == nullptr ? phrase{"nobody", "никто"} : report::in_words(t.who));
        cells.emplace_back(
            detail::in_each_language([&](auto& to, language l) { report::purpose(to, t, l, words_of); }));
        cells.emplace_back(
            detail::in_each_language([&](auto& to, language l) { report::turns_on(to, t, l, words_of); }));
        cells.emplace_back(detail::contact_words(t.not_before, t.at));
        cells.push_back(t.by == instant::forever() ? cell{} : cell{report::date(t.by, t.at).view()});
        cells.emplace_back(t.play == nullptr
                               ? phrase{"(the playbook has nothing)", "(в сценариях ничего нет)"}
                               : t.play->todo[0].text);
        out.add(std::move(cells));
    }
    return out;
}

/// How many tasks there are of each purpose, and whose they are. Told of each task once.
class task_tally {
public:
    template <class Ladder>
    void add(advice<Ladder> const& t) noexcept {
        auto& of_purpose = count_[static_cast<std::size_t>(t.purpose)];
        ++of_purpose[drivers];
        if (t.play != nullptr) ++of_purpose[static_cast<std::size_t>(t.who)];  // else nobody's
    }
    [[nodiscard]] std::int64_t count(rung::purpose p) const noexcept {
        return count_[static_cast<std::size_t>(p)][drivers];
    }
    [[nodiscard]] std::int64_t count(rung::purpose p, driver who) const noexcept {
        return count_[static_cast<std::size_t>(p)][static_cast<std::size_t>(who)];
    }

private:
    static constexpr std::size_t drivers = 6;
    std::array<std::array<std::int64_t, drivers + 1>, purpose_count> count_{};  // the last: of all
};

/// The same as data: a row for each purpose, the most urgent first, a column for each who does something.
[[nodiscard]] inline sheet sheet_of(task_tally const& tasks) {
    sheet out{.name = "task_counts",
              .title = {"What is to be done, and by whom", "Что нужно делать, и кому"},
              .columns = {detail::text_column("purpose", {"how many", "сколько"})}};
    std::vector<rung::purpose> purposes;
    for (std::size_t i = 0; i < purpose_count; ++i) {
        auto const p = static_cast<rung::purpose>(i);
        if (tasks.count(p) == 0) continue;
        purposes.push_back(p);
        out.add({report::short_words(p)});
    }
    if (purposes.empty()) return out;
    out.add({{phrase{"total", "всего"}}}, true);
    auto const add = [&](std::string name, wording label, auto const& count) {
        out.columns.push_back(detail::count_column(std::move(name), std::move(label)));
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < purposes.size(); ++i) {
            auto const n = count(purposes[i]);
            out.rows[i].cells.push_back(n == 0 ? cell{} : cell{n});
            sum += n;
        }
        out.rows.back().cells.emplace_back(sum);
        return sum;
    };
    for (auto const who :
         {driver::life, driver::marketing, driver::sales, driver::care, driver::company, driver::client}) {
        bool any = false;
        for (auto const p : purposes) any = any || tasks.count(p, who) != 0;
        if (any)
            (void)add(std::string{rung::to_string(who)}, wording{report::in_words(who)},
                      [&](rung::purpose p) { return tasks.count(p, who); });
    }
    out.n = add("all", {"total", "всего"}, [&](rung::purpose p) { return tasks.count(p); });
    return out;
}

}  // namespace report
}  // namespace v0
}  // namespace rung
