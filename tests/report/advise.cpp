#include "catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/ladders/ladders.hpp>
#include <rung/ladders/playbooks.hpp>
#include <rung/report/advise.hpp>
#include <rung/report/sheet_text.hpp>
#include <rung/report/tasks.hpp>

#include <array>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace rung::literals;
using namespace rung::facts;
using rung::aim;
using rung::language;

constexpr rung::instant day(std::int64_t n) { return rung::utc(2025, 12, 31) + 1_days * n; }

constexpr rung::lifecycle club{rung::ladder{
    rung::stage{"guest"},
    rung::stage{"buyer", purchases >= 1},
    rung::stage{"client", purchases >= 3 and silence <= 90_days and recommendations >= 2 and
                              spend >= 100.00_money and evaluations >= 1 and mean_score >= 4.50_decimal},
    rung::stage{.name = "lost", .enter = lost >= 1, .exit = true},
}};
constexpr std::array todo{rung::hint{{"Call them", "Позвоните ему"}, "1"},
                          rung::hint{{"VIP card: offer one", "Юбилей: поздравьте"}, "2"}};
constexpr std::array never{rung::hint{{"Be rude", "Грубить"}, "3"},
                           rung::hint{{"2 calls a day", "Ящик спама"}, "4"}};
constexpr rung::play plays[] = {
    {.stage = "buyer",
     .aim = aim::climb,
     .who = rung::driver::sales,
     .goal = {"They buy", "Он покупает"},
     .todo = todo},
    {.stage = "client",
     .aim = aim::climb,
     .who = rung::driver::company,
     .goal = {"They stay", "Он остаётся"},
     .todo = todo,
     .never = never},
    {.stage = "client", .aim = aim::hold, .who = rung::driver::care, .goal = {"They stay", {}}, .todo = todo},
    {.stage = "lost",
     .aim = aim::win_back,
     .who = rung::driver::care,
     .goal = {"They return", {}},
     .todo = todo},
};
constexpr rung::playbook book{club.ladder(), plays};

template <class Advice>
std::string text(Advice const& a, language l) {
    std::ostringstream out;
    rung::report::task(out, a, l);
    return out.str();
}

}  // namespace

TEST_CASE("a task in words") {
    rung::client ann;
    club.apply(ann, rung::purchase{.at = day(3), .amount = 19.90_money});
    club.apply(ann, rung::contact{.at = day(38)});
    auto task = rung::advise(club, book, ann, day(40));
    CHECK(
        text(task, language::en) ==
        "raise them to client (purchases: 2 more; recommendations: 2 more; spend: 80.10 more; evaluations: 1 "
        "more; and 1 more): they stay\n"
        "to do (company): call them; VIP card: offer one\n"
        "never: be rude; 2 calls a day\n"
        "not before 2026-02-10\n");
    CHECK(
        text(task, language::ru) ==
        "поднять до ступени «клиент» (покупки: ещё 2; рекомендации: ещё 2; сумма покупок: ещё 80,10; оценки: "
        "ещё 1; и ещё 1); цель: он остаётся\n"
        "что делать (вся компания): позвоните ему; юбилей: поздравьте\n"
        "чего не делать: грубить; ящик спама\n"
        "не раньше 2026-02-10\n");
    std::ostringstream out;
    out << task;
    CHECK(out.str() == text(task, language::en));

    // Both dates, one of them, none of them, and no contact at all.
    task.by = day(93);
    CHECK(text(task, language::en).ends_with("\nnot before 2026-02-10, by 2026-04-03\n"));
    CHECK(text(task, language::ru).ends_with("\nне раньше 2026-02-10, не позднее 2026-04-03\n"));
    task.not_before = rung::instant::forever();
    CHECK(text(task, language::en).ends_with("\nno contact until something happens, by 2026-04-03\n"));
    task.not_before = task.at;
    CHECK(text(task, language::en).ends_with("a day\nby 2026-04-03\n"));
    task.by = rung::instant::forever();
    CHECK(text(task, language::en).ends_with("a day\n"));
    task.play = nullptr;
    CHECK(text(task, language::en).ends_with(")\nto do: nothing, the playbook has no play for this\n"));
    CHECK(text(task, language::ru).ends_with(")\nчто делать: ничего, в сценариях для этого ничего нет\n"));
}

TEST_CASE("tasks as sheets: whose they are, why and when; how many for whom") {
    rung::client ann, bob;
    club.apply(ann, rung::purchase{.at = day(3), .amount = 1'234.50_money});
    club.apply(ann, rung::contact{.at = day(38)});
    club.apply(bob, rung::contact{.at = day(1)});
    club.apply(bob, rung::loss{.at = day(2)});
    std::vector const tasks{rung::advise(club, book, ann, day(40), rung::usual_manners<rung::retail>(), 1),
                            rung::advise(club, book, bob, day(40), rung::usual_manners<rung::retail>(), 2)};
    auto const table = [](rung::report::sheet const& s, language l) {
        std::ostringstream out;
        rung::report::write_text(out, s, l);
        return out.str();
    };
    rung::report::column const spent{
        .name = "spent", .label = {"spent", "купил на"}, .form = rung::report::form::money, .decimals = 2};
    auto const name = [](rung::client_id id) { return id == 1 ? "ann" : "bob"; };
    auto const all = rung::report::sheet_of(tasks, name, spent);
    CHECK(table(all, language::en)
              .starts_with("client  stage     spent  who      why                   what it"));
    CHECK(all.at(0, "why").text() ==
          rung::report::wording{"raise them to client", "поднять до ступени «клиент»"});
    CHECK(all.at(0, "turns_on").text().en.starts_with("purchases: 2 more; recommendations: 2 more"));
    CHECK(all.at(0, "contact").text().ru == "с 2026-02-10");
    CHECK(all.at(1, "contact").text().en == "now");
    CHECK(all.at(1, "who").text().ru == "забота");
    CHECK(all.at(1, "to_do").text().en == "Call them");
    CHECK(all.at(0, "spent").whole() == 123'450);
    CHECK(rung::report::sheet_of(tasks, name, {}, 1).rows.size() == 1);
    CHECK(rung::report::sheet_of(tasks).at(1, "client").text().en == "2");
    rung::report::task_tally counts;
    for (auto const& t : tasks) counts.add(t);
    CHECK(table(rung::report::sheet_of(counts), language::ru) == "сколько  забота  вся компания  всего\n"
                                                                 "вернуть       1                    1\n"
                                                                 "поднять                     1      1\n"
                                                                 "всего         1             1      2\n");
    CHECK(rung::report::sheet_of(rung::report::task_tally{}).rows.empty());
}

TEST_CASE("the purpose of a task, and what it depends on") {
    auto const said = [](auto const& life, rung::playbook const& plays_of, rung::client const& c,
                         rung::instant at, language l) {
        auto const task = rung::advise(life, plays_of, c, at);
        std::ostringstream out;
        rung::report::purpose(out, task, l);
        out << " | ";
        rung::report::turns_on(out, task, l);
        return out.str();
    };
    constexpr rung::lifecycle service{rung::ladders::service()};
    auto const& of_service = rung::playbooks::service;
    rung::client ann;
    for (auto const n : {1, 11, 21}) service.apply(ann, rung::purchase{.at = day(n), .amount = 10.00_money});
    CHECK(said(service, of_service, ann, day(45), language::en) == "remind them | silence_ratio: 240 %");
    CHECK(said(service, of_service, ann, day(45), language::ru) ==
          "напомнить о себе | перерыв, от обычного: 240 %");
    CHECK(said(service, of_service, ann, day(105), language::en) ==
          "keep them at client | silence: 84 d of 90 d");
    CHECK(said(service, of_service, ann, day(105), language::ru) ==
          "не дать упасть со ступени «клиент» | с последней покупки: 84 д из 90 д");

    constexpr rung::lifecycle loyalty{rung::ladders::loyalty()};
    auto const& of_loyalty = rung::playbooks::loyalty;
    rung::client joe;
    loyalty.apply(joe, rung::contact{.at = day(1), .awaits_answer = true});
    CHECK(said(loyalty, of_loyalty, joe, day(1) + 5_minutes, language::en) == "answer them | waiting: 5 min");
    CHECK(said(loyalty, of_loyalty, joe, day(1) + 5_minutes, language::ru) ==
          "ответить ему | ждёт ответа: 5 мин");
    loyalty.apply(joe, rung::loss{.at = day(2), .reason = rung::loss_reason::rudeness});
    CHECK(said(loyalty, of_loyalty, joe, day(3), language::en) == "win them back | lost: rudeness");
    CHECK(said(loyalty, of_loyalty, joe, day(3), language::ru) == "вернуть | причина ухода: нагрубили");
    for (auto const n : {4, 5, 6}) {
        auto const id = static_cast<rung::event_id>(n);
        loyalty.apply(joe, rung::purchase{.id = id, .at = day(n), .amount = 10.00_money});
        loyalty.apply(joe, rung::recommendation{.id = id + 10, .at = day(n)});
        loyalty.apply(joe, rung::price_rise{.id = id + 20, .at = day(n), .accepted = true});
    }
    CHECK(said(loyalty, of_loyalty, joe, day(6), language::en) ==
          "raise them to supporter | wallet_share: 0 %, at least 100 %");
    loyalty.apply(joe, rung::wallet{.id = 40, .at = day(6), .share = 100});
    CHECK(said(loyalty, of_loyalty, joe, day(6), language::en) == "hold them at supporter | ");
    CHECK(said(loyalty, of_loyalty, joe, day(6), language::ru) == "удержать на ступени «сторонник» | ");
}
