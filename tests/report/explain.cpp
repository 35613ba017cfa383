#include "catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/ladders/ladders.hpp>
#include <rung/report/explain.hpp>

#include <array>
#include <sstream>
#include <string>
#include <string_view>

namespace {

using namespace rung::literals;
using namespace rung::facts;
using rung::language;
using rung::ladders::service_stage;

/// Day 1 is 2026-01-01.
constexpr rung::instant day(std::int64_t n) { return rung::utc(2025, 12, 31) + 1_days * n; }
constexpr rung::purchase bought(std::int64_t n, rung::money amount = rung::money{30'00}) {
    return {.at = day(n), .amount = amount};
}

template <class Client = rung::client, class Lifecycle>
Client after(Lifecycle const& life, std::initializer_list<rung::retail_event> events) {
    Client c;
    for (auto const& e : events) REQUIRE(life.apply(c, e).answer() != rung::answer::refused);
    return c;
}

template <class Explanation>
std::string text(Explanation const& e, language l) {
    std::ostringstream out;
    rung::report::explain(out, e, l);
    return out.str();
}

/// The first line break of a raw string is not part of it.
template <class Explanation>
void check(char const* name, Explanation const& e, std::string_view en, std::string_view ru) {
    INFO(name);
    CHECK(text(e, language::en) == en.substr(1));
    CHECK(text(e, language::ru) == ru.substr(1));
}

constexpr auto service = rung::lifecycle{rung::ladders::service()};
constexpr auto familiarity = rung::lifecycle{rung::ladders::familiarity()};
constexpr auto loyalty = rung::lifecycle{rung::ladders::loyalty()};
constexpr auto journey = rung::lifecycle{rung::ladders::journey()};
constexpr auto patronage = rung::lifecycle{rung::ladders::patronage()};

}  // namespace

TEST_CASE("an explanation in words: on the way up") {
    rung::client const nobody;
    check("new", service.explain(nobody, day(1)), R"(
potential, nothing is known of this client yet
for visitor:   contacts           0 of 1          1 more
or:            purchases          0 of 1          1 more
)",
          R"(
потенциальный, о нём пока ничего не известно
до ступени «посетитель»:   контакты           0 из 1          ещё 1
или:                       покупки            0 из 1          ещё 1
)");

    auto ann = after(service, {rung::contact{.at = day(1), .channel = 3}, bought(3, 1'990.00_money)});
    check("buyer", service.explain(ann, day(40)), R"(
buyer since 2026-01-03 (purchase)
for client:   purchases          1 of 3          2 more
              silence            37 d of 90 d    holds until 2026-04-03
)",
          R"(
покупатель с 2026-01-03 (покупка)
до ступени «клиент»:   покупки               1 из 3          ещё 2
                       с последней покупки   37 д из 90 д    выполнено до 2026-04-03
)");

    ann = after(service, {bought(3), bought(20), bought(38)});
    check("client", service.explain(ann, day(40)), R"(
client since 2026-02-07 (purchase), until 2026-05-08 if nothing happens
to stay:        purchases          3 of 3          holds
                silence            2 d of 90 d     holds until 2026-05-08
for advocate:   recommendations    0 of 1          1 more
)",
          R"(
клиент с 2026-02-07 (покупка), если ничего не произойдёт, до 2026-05-08
чтобы остаться:             покупки               3 из 3          выполнено
                            с последней покупки   2 д из 90 д     выполнено до 2026-05-08
до ступени «приверженец»:   рекомендации          0 из 1          ещё 1
)");

    service.apply(ann, rung::recommendation{.at = day(40)});
    check("top", service.explain(ann, day(41)), R"(
advocate since 2026-02-09 (recommendation), the top rung, until 2026-05-08 if nothing happens
as client:   purchases          3 of 3          holds
             silence            3 d of 90 d     holds until 2026-05-08
)",
          R"(
приверженец с 2026-02-09 (рекомендация), верхняя ступень, если ничего не произойдёт, до 2026-05-08
на ступени «клиент» ниже:   покупки               3 из 3          выполнено
                            с последней покупки   3 д из 90 д     выполнено до 2026-05-08
)");
    check("fallen", service.explain(ann, day(200)), R"(
buyer since 2026-05-08 (time)
for client:   purchases          3 of 3                 holds
              silence            162 d, at most 90 d    72 d too long
)",
          R"(
покупатель с 2026-05-08 (время)
до ступени «клиент»:   покупки               3 из 3                   выполнено
                       с последней покупки   162 д, не больше 90 д    дольше допустимого на 72 д
)");

    auto const bob = after(patronage, {bought(1)});
    check("two routes", patronage.explain(bob, day(100)), R"(
client since 2026-01-01 (purchase), until 2027-01-01 if nothing happens
for regular:     purchases          1 of 2           1 more
                 silence            99 d of 120 d    holds until 2026-05-01
                 evaluations        0, at most 0     holds
or:              purchases          1 of 2           1 more
                 silence            99 d of 120 d    holds until 2026-05-01
                 last_score         0, at least 3    3 short
out (gone) if:   purchases          1 of 1           holds
                 silence            99 d of 365 d    from 2027-01-01
)",
          R"(
клиент с 2026-01-01 (покупка), если ничего не произойдёт, до 2027-01-01
до ступени «постоянный»:   покупки               1 из 2            ещё 1
                           с последней покупки   99 д из 120 д     выполнено до 2026-05-01
                           оценки                0, не больше 0    выполнено
или:                       покупки               1 из 2            ещё 1
                           с последней покупки   99 д из 120 д     выполнено до 2026-05-01
                           последняя оценка      0, не меньше 3    не хватает 3
выбудет («ушёл»), если:    покупки               1 из 1            выполнено
                           с последней покупки   99 д из 365 д     с 2027-01-01
)");

    rung::client const guest;
    check("doors", journey.explain(guest, day(1)), R"(
problem, nothing is known of this client yet
for interest:         need_level         no              needs: some day
door to action:       contacts           0 of 1          1 more
or:                   purchases          0 of 1          1 more
door to engagement:   referred           0 of 1          1 more
)",
          R"(
осознание проблемы, о нём пока ничего не известно
до ступени «интерес»:                  потребность              нет             нужно: когда-нибудь
сразу на ступень «действие», если:     контакты                 0 из 1          ещё 1
или:                                   покупки                  0 из 1          ещё 1
сразу на ступень «вовлечение», если:   пришёл по рекомендации   0 из 1          ещё 1
)");
    auto const eve = after(journey, {rung::referral{.at = day(2)}, bought(4), bought(5)});
    check("time brings it", journey.explain(eve, day(6)), R"(
repeat_deal since 2026-01-05 (purchase), until 2026-03-05 if nothing happens
for curiosity:   purchases          2 of 2          holds
                 tenure             2 d of 60 d     from 2026-03-05
)",
          R"(
повторная сделка с 2026-01-05 (покупка), если ничего не произойдёт, до 2026-03-05
до ступени «любопытство»:   покупки            2 из 2          выполнено
                            с первой покупки   2 д из 60 д     с 2026-03-05
)");
}

TEST_CASE("an explanation in words: so many of several conditions") {
    constexpr rung::lifecycle club{rung::ladder{
        rung::stage{"guest"},
        rung::stage{.name = "gold",
                    .enter = (complaints <= 0 and rung::at_least(2, {purchases >= 3, spend >= 100.00_money,
                                                                     tenure >= 60_days})) or
                             recommendations >= 5,
                    .keep = rung::at_least(2, {purchases >= 2, silence <= 90_days, contacts >= 1})},
        rung::stage{.name = "gone",
                    .enter =
                        rung::at_least(2, {silence >= 365_days, complaints >= 2, competitor_purchases >= 1}),
                    .exit = true},
    }};
    auto const ann = after(club, {bought(1)});
    check("on the way", club.explain(ann, day(11)), R"(
guest since 2026-01-01
for gold:        complaints             0, at most 0       holds
                 at least 2 of these 3: 2 more
                 purchases              1 of 3             2 more
                 spend                  30.00 of 100.00    70.00 more
                 tenure                 10 d of 60 d       from 2026-03-02
or:              recommendations        0 of 5             5 more
to stay there:   at least 2 of these 3: 1 more
                 purchases              1 of 2             1 more
                 silence                10 d of 90 d       holds until 2026-04-01
                 contacts               0 of 1             1 more
out (gone) if:   at least 2 of these 3: 2 more
                 silence                10 d of 365 d      from 2027-01-01
                 complaints             0 of 2             if it happens
                 competitor_purchases   0, at least 1      if it happens
)",
          R"(
guest с 2026-01-01
до ступени «gold»:        жалобы                  0, не больше 0     выполнено
                          хотя бы 2 из этих 3: ещё 2
                          покупки                 1 из 3             ещё 2
                          сумма покупок           30,00 из 100,00    ещё 70,00
                          с первой покупки        10 д из 60 д       с 2026-03-02
или:                      рекомендации            0 из 5             ещё 5
чтобы удержаться:         хотя бы 2 из этих 3: ещё 1
                          покупки                 1 из 2             ещё 1
                          с последней покупки     10 д из 90 д       выполнено до 2026-04-01
                          контакты                0 из 1             ещё 1
выбудет («ушёл»), если:   хотя бы 2 из этих 3: ещё 2
                          с последней покупки     10 д из 365 д      с 2027-01-01
                          жалобы                  0 из 2             если это случится
                          покупки у конкурентов   0, не меньше 1     если это случится
)");
    auto const bob = after(club, {bought(1), bought(2), bought(3, 60.00_money)});
    check("on it", club.explain(bob, day(11)), R"(
gold since 2026-01-03 (purchase), the top rung, until 2026-04-03 if nothing happens
to stay:         at least 2 of these 3: holds until 2026-04-03
                 purchases              3, at least 2    holds
                 silence                8 d of 90 d      holds until 2026-04-03
                 contacts               0 of 1           1 more
out (gone) if:   at least 2 of these 3: 2 more
                 silence                8 d of 365 d     from 2027-01-03
                 complaints             0 of 2           if it happens
                 competitor_purchases   0, at least 1    if it happens
)",
          R"(
gold с 2026-01-03 (покупка), верхняя ступень, если ничего не произойдёт, до 2026-04-03
чтобы остаться:           хотя бы 2 из этих 3: выполнено до 2026-04-03
                          покупки                 3, не меньше 2    выполнено
                          с последней покупки     8 д из 90 д       выполнено до 2026-04-03
                          контакты                0 из 1            ещё 1
выбудет («ушёл»), если:   хотя бы 2 из этих 3: ещё 2
                          с последней покупки     8 д из 365 д      с 2027-01-03
                          жалобы                  0 из 2            если это случится
                          покупки у конкурентов   0, не меньше 1    если это случится
)");
    auto const eve = after(club, {bought(1), rung::complaint{.at = day(2)}, rung::complaint{.at = day(3)},
                                  rung::competitor_purchase{.at = day(4)}});
    check("out", club.explain(eve, day(5)), R"(
off the ladder: gone since 2026-01-04 (competitor_purchase)
because:   at least 2 of these 3: holds
           silence                4 d of 365 d
           complaints             2 of 2
           competitor_purchases   1, at least 1
back:      as soon as an event ends this
)",
          R"(
вне лестницы: ушёл с 2026-01-04 (покупка у конкурента)
почему:     хотя бы 2 из этих 3: выполнено
            с последней покупки     4 д из 365 д
            жалобы                  2 из 2
            покупки у конкурентов   1, не меньше 1
вернётся:   как только событие это снимет
)");
}

TEST_CASE("an explanation in words: a rung that is always kept") {
    constexpr rung::lifecycle club{rung::ladder{
        rung::stage{"guest"},
        rung::stage{"buyer", silence <= 30_days},
        rung::stage{.name = "member", .enter = purchases >= 2, .keep = rung::rule::always()},
        rung::stage{"gold", purchases >= 3 and silence <= 60_days},
    }};
    auto const ann = after(club, {bought(1), bought(2)});
    check("on it", club.explain(ann, day(100)), R"(
member since 2026-01-02 (purchase)
to stay:    nothing is needed: nobody falls below this rung
for gold:   purchases          2 of 3                1 more
            silence            98 d, at most 60 d    38 d too long
)",
          R"(
member с 2026-01-02 (покупка)
чтобы остаться:      ничего не нужно: ниже этой ступени не опускаются
до ступени «gold»:   покупки               2 из 3                  ещё 1
                     с последней покупки   98 д, не больше 60 д    дольше допустимого на 38 д
)");
    auto const bob = after(club, {bought(1), bought(2), bought(3)});
    check("above it", club.explain(bob, day(40)), R"(
gold since 2026-01-03 (purchase), the top rung, until 2026-03-04 if nothing happens
to stay:   purchases          3 of 3          holds
           silence            37 d of 60 d    holds until 2026-03-04
)",
          R"(
gold с 2026-01-03 (покупка), верхняя ступень, если ничего не произойдёт, до 2026-03-04
чтобы остаться:   покупки               3 из 3          выполнено
                  с последней покупки   37 д из 60 д    выполнено до 2026-03-04
)");
}

TEST_CASE("an explanation in words: what is no longer possible, and what never happened") {
    constexpr rung::lifecycle early{rung::ladder{
        rung::stage{"guest"},
        rung::stage{"early", (tenure <= 10_days and purchases >= 2) or complaints <= 0},
    }};
    auto const ann = after(early, {bought(1), rung::complaint{.at = day(2)}});
    check("cannot be closed", early.explain(ann, day(30)), R"(
guest since 2026-01-02 (complaint)
for early:   complaints         1, at most 0          1 too much, cannot be closed
or:          tenure             29 d, at most 10 d    19 d too long, cannot be closed
             purchases          1 of 2                1 more
)",
          R"(
guest с 2026-01-02 (жалоба)
до ступени «early»:   жалобы             1, не больше 0          больше допустимого на 1, не исправить
или:                  с первой покупки   29 д, не больше 10 д    дольше допустимого на 19 д, не исправить
                      покупки            1 из 2                  ещё 1
)");

    constexpr rung::lifecycle windows{rung::ladder{
        rung::stage{"guest"},
        rung::stage{"between", tenure >= 10_days and tenure <= 20_days and silence <= 90_days},
    }};
    check("from until", windows.explain(after(windows, {bought(1)}), day(5)), R"(
guest since 2026-01-01, until 2026-01-11 if nothing happens
for between:   tenure             4 d, from 10 d to 20 d    from 2026-01-11 until 2026-01-21
               silence            4 d of 90 d               holds until 2026-04-01
)",
          R"(
guest с 2026-01-01, если ничего не произойдёт, до 2026-01-11
до ступени «between»:   с первой покупки      4 д, от 10 д до 20 д    с 2026-01-11 до 2026-01-21
                        с последней покупки   4 д из 90 д             выполнено до 2026-04-01
)");
    check("never happened", windows.explain(after(windows, {rung::contact{.at = day(1)}}), day(3)), R"(
guest since 2026-01-01
for between:   tenure             0 s, from 10 d to 20 d    10 d more
               silence            never                     has not happened yet
)",
          R"(
guest с 2026-01-01
до ступени «between»:   с первой покупки      0 с, от 10 д до 20 д    ещё 10 д
                        с последней покупки   ещё не было             сначала должно случиться
)");
}

TEST_CASE("an explanation in words: on the way out, out, and back") {
    using rung::initiator;
    auto joe = after(loyalty, {rung::contact{.at = day(1), .by = initiator::client, .awaits_answer = true}});
    check("waits", loyalty.explain(joe, day(1) + 5_minutes), R"(
potential since 2026-01-01, until 2026-01-01 00:17 if nothing happens
for buyer:       purchases          0 of 1             1 more
out (lost) if:   waiting            5 min of 17 min    from 2026-01-01 00:17
or:              lost               no                 if it happens
)",
          R"(
потенциальный с 2026-01-01, если ничего не произойдёт, до 2026-01-01 00:17
до ступени «покупатель»:     покупки            0 из 1             ещё 1
выбудет («потерян»), если:   ждёт ответа        5 мин из 17 мин    с 2026-01-01 00:17
или:                         причина ухода      нет                если это случится
)");
    check("left by time", loyalty.explain(joe, day(1) + 1_hours), R"(
off the ladder: lost since 2026-01-01 00:17 (time)
because:   waiting            1 h, at least 17 min
back:      as soon as an event ends this
)",
          R"(
вне лестницы: потерян с 2026-01-01 00:17 (время)
почему:     ждёт ответа        1 ч, не меньше 17 мин
вернётся:   как только событие это снимет
)");
    // Nothing was ever bought, so it is not the silence that would take the client out.
    auto const fay = after(patronage, {rung::contact{.at = day(1)}});
    check("never bought", patronage.explain(fay, day(2)), R"(
prospective since 2026-01-01 (contact)
for client:   purchases          0 of 1          1 more
)",
          R"(
перспективный с 2026-01-01 (контакт)
до ступени «клиент»:   покупки            0 из 1          ещё 1
)");
    loyalty.apply(joe, bought(2));
    loyalty.apply(joe, rung::loss{.at = day(3), .reason = rung::loss_reason::price});
    check("left by event", loyalty.explain(joe, day(4)), R"(
off the ladder: lost since 2026-01-03 (loss)
because:   lost               price
back:      as soon as an event ends this
)",
          R"(
вне лестницы: потерян с 2026-01-03 (потеря)
почему:     причина ухода      цена
вернётся:   как только событие это снимет
)");

    constexpr rung::lifecycle strict{rung::ladder{
        rung::stage{"guest"},
        rung::stage{.name = "banned", .enter = complaints >= 2, .exit = true},
        rung::stage{.name = "resting", .enter = tenure >= 10_days and tenure <= 20_days, .exit = true},
    }};
    auto const banned = after(strict, {rung::complaint{.at = day(1)}, rung::complaint{.at = day(2)}});
    check("no way back", strict.explain(banned, day(3)), R"(
off the ladder: banned since 2026-01-02 (complaint)
because:   complaints         2 of 2
back:      nothing can bring the client back
)",
          R"(
вне лестницы: banned с 2026-01-02 (жалоба)
почему:     жалобы             2 из 2
вернётся:   уже никогда
)");
    check("back by itself", strict.explain(after(strict, {bought(1)}), day(13)), R"(
off the ladder: resting since 2026-01-11 (time), until 2026-01-21 if nothing happens
because:   tenure             12 d, from 10 d to 20 d    holds until 2026-01-21
back:      by itself on 2026-01-21
)",
          R"(
вне лестницы: resting с 2026-01-11 (время), если ничего не произойдёт, до 2026-01-21
почему:     с первой покупки   12 д, от 10 д до 20 д    выполнено до 2026-01-21
вернётся:   сам собой 2026-01-21
)");
}

TEST_CASE("an explanation in words: what holds a client") {
    auto const bob = after(familiarity, {bought(1), bought(11), bought(21), bought(31)});
    check("informed", familiarity.explain(bob, day(40)), R"(
informed since 2026-01-21 (purchase), until 2026-03-22 if nothing happens
to stay:       purchases          4, at least 2          holds
               silence_ratio      90 %, at most 200 %    holds until 2026-02-20
for devoted:   purchases          4 of 10                6 more
               spend              120.00 of 1000.00      880.00 more
               own_contacts       0 of 3                 3 more
)",
          R"(
хорошо вас знает с 2026-01-21 (покупка), если ничего не произойдёт, до 2026-03-22
чтобы остаться:           покупки                4, не меньше 2           выполнено
                          перерыв, от обычного   90 %, не больше 200 %    выполнено до 2026-02-20
до ступени «преданный»:   покупки                4 из 10                  ещё 6
                          сумма покупок          120,00 из 1000,00        ещё 880,00
                          обращался сам          0 из 3                   ещё 3
)");
    check("grace", familiarity.explain(bob, day(60)), R"(
informed since 2026-01-21 (purchase), until 2026-03-22 if nothing happens
to stay:           purchases          4, at least 2           holds
                   silence_ratio      290 %, at most 200 %    90 % too much
for devoted:       purchases          4 of 10                 6 more
                   spend              120.00 of 1000.00       880.00 more
                   own_contacts       0 of 3                  3 more
why not service:   the grace runs until 2026-03-22
)",
          R"(
хорошо вас знает с 2026-01-21 (покупка), если ничего не произойдёт, до 2026-03-22
чтобы остаться:                покупки                4, не меньше 2            выполнено
                               перерыв, от обычного   290 %, не больше 200 %    больше допустимого на 90 %
до ступени «преданный»:        покупки                4 из 10                   ещё 6
                               сумма покупок          120,00 из 1000,00         ещё 880,00
                               обращался сам          0 из 3                    ещё 3
почему не «знает вид услуг»:   идёт отсрочка до 2026-03-22
)");

    constexpr rung::lifecycle slow{rung::ladders::service(), rung::ascent::one_step{},
                                   rung::descent::never{}};
    check("ascent", slow.explain(after(slow, {bought(1)}), day(2)), R"(
visitor since 2026-01-01 (purchase)
for buyer:       purchases          1 of 1          holds
why not buyer:   one step at a time: not before the next event
)",
          R"(
посетитель с 2026-01-01 (покупка)
до ступени «покупатель»:   покупки            1 из 1          выполнено
почему не «покупатель»:    по одной ступени: не раньше следующего события
)");
    auto const kept = after(slow, {bought(1), bought(2), bought(3), bought(4)});
    check("descent", slow.explain(kept, day(200)), R"(
client since 2026-01-03 (purchase)
to stay:         purchases          4, at least 3          holds
                 silence            196 d, at most 90 d    106 d too long
for advocate:    recommendations    0 of 1                 1 more
why not buyer:   nobody falls on this ladder
)",
          R"(
клиент с 2026-01-03 (покупка)
чтобы остаться:             покупки               4, не меньше 3           выполнено
                            с последней покупки   196 д, не больше 90 д    дольше допустимого на 106 д
до ступени «приверженец»:   рекомендации          0 из 1                   ещё 1
почему не «покупатель»:     на этой лестнице не понижают
)");

    auto const decide = [](rung::decree what, service_stage at,
                           rung::instant until = rung::instant::forever()) {
        return rung::manual_decision{.at = day(5),
                                     .what = what,
                                     .stage = service.ladder().place_of(at),
                                     .until = until,
                                     .author = 17,
                                     .reason = 3};
    };
    using rung::decree;
    auto const decided = [&](rung::manual_decision const& d) {
        return service.explain(after<rung::decided_client>(service, {bought(3), d}), day(40));
    };
    check("floor", decided(decide(decree::floor, service_stage::client, day(300))), R"(
client since 2026-01-05 (by hand), until 2026-10-27 if nothing happens
by the rules:    purchases          1 of 3          2 more
                 silence            37 d of 90 d    holds until 2026-04-03
for advocate:    recommendations    0 of 1          1 more
why not buyer:   not below client, decided 2026-01-05, until 2026-10-27, by 17, reason 3
)",
          R"(
клиент с 2026-01-05 (вручную), если ничего не произойдёт, до 2026-10-27
по правилам:                покупки               1 из 3          ещё 2
                            с последней покупки   37 д из 90 д    выполнено до 2026-04-03
до ступени «приверженец»:   рекомендации          0 из 1          ещё 1
почему не «покупатель»:     не ниже ступени «клиент», решено 2026-01-05, до 2026-10-27, автор 17, причина 3
)");
    check("ceiling", decided(decide(decree::ceiling, service_stage::visitor)), R"(
visitor since 2026-01-05 (by hand)
for buyer:       purchases          1 of 1          holds
why not buyer:   not above visitor, decided 2026-01-05, until lifted, by 17, reason 3
)",
          R"(
посетитель с 2026-01-05 (вручную)
до ступени «покупатель»:   покупки            1 из 1          выполнено
почему не «покупатель»:    не выше ступени «посетитель», решено 2026-01-05, до отмены, автор 17, причина 3
)");
    check("pin, as the rules say",
          decided(
              {.at = day(5), .what = decree::pin, .stage = service.ladder().place_of(service_stage::buyer)}),
          R"(
buyer since 2026-01-03 (purchase)
for client:   purchases          1 of 3          2 more
              silence            37 d of 90 d    holds until 2026-04-03
decision:     pinned to buyer, decided 2026-01-05, until lifted
)",
          R"(
покупатель с 2026-01-03 (покупка)
до ступени «клиент»:   покупки               1 из 3          ещё 2
                       с последней покупки   37 д из 90 д    выполнено до 2026-04-03
решение:               закреплён на ступени «покупатель», решено 2026-01-05, до отмены
)");

    // A decision that is not in the way does not hold the client.
    auto const waits = after<rung::decided_client>(
        familiarity, {bought(1), bought(11), bought(21), bought(31),
                      rung::manual_decision{.at = day(32),
                                            .what = decree::ceiling,
                                            .stage = familiarity.ladder().place_of(
                                                rung::ladders::familiarity_stage::informed)}});
    CHECK(familiarity.explain(waits, day(60)).hold() == rung::hold::grace);
    CHECK(text(familiarity.explain(waits, day(60)), language::en)
              .ends_with("why not service:   the grace runs until 2026-03-22\n"
                         "decision:          not above informed, decided 2026-02-01, until lifted\n"));

    auto const out = after<rung::decided_client>(
        loyalty, {bought(3), rung::manual_decision{
                                 .at = day(5),
                                 .what = decree::pin,
                                 .stage = loyalty.ladder().place_of(rung::ladders::loyalty_stage::lost),
                                 .until = day(90)}});
    check("pinned out", loyalty.explain(out, day(40)), R"(
off the ladder: lost since 2026-01-05 (by hand), until 2026-03-31 if nothing happens
why not buyer:   pinned to lost, decided 2026-01-05, until 2026-03-31
)",
          R"(
вне лестницы: потерян с 2026-01-05 (вручную), если ничего не произойдёт, до 2026-03-31
почему не «покупатель»:   закреплён на ступени «потерян», решено 2026-01-05, до 2026-03-31
)");

    // One that has ended, by itself; one under which the client would leave.
    auto const kept_in = after<rung::decided_client>(
        patronage,
        {bought(1),
         rung::manual_decision{.at = day(2),
                               .what = decree::floor,
                               .stage = patronage.ladder().place_of(rung::ladders::patronage_stage::regular),
                               .until = day(400)}});
    check("floor against an exit", patronage.explain(kept_in, day(380)), R"(
regular since 2026-01-02 (by hand), the top rung, until 2027-02-04 if nothing happens
by the rules:                        purchases          1 of 2                   1 more
                                     silence            379 d, at most 120 d     259 d too long
                                     evaluations        0, at most 0             holds
or:                                  purchases          1 of 2                   1 more
                                     silence            379 d, at most 120 d     259 d too long
                                     last_score         0, at least 3            3 short
out (gone) once the decision ends:   purchases          1 of 1                   holds
                                     silence            379 d, at least 365 d    holds
why not gone:                        not below regular, decided 2026-01-02, until 2027-02-04
)",
          R"(
постоянный с 2026-01-02 (вручную), верхняя ступень, если ничего не произойдёт, до 2027-02-04
по правилам:                             покупки               1 из 2                    ещё 1
                                         с последней покупки   379 д, не больше 120 д    дольше допустимого на 259 д
                                         оценки                0, не больше 0            выполнено
или:                                     покупки               1 из 2                    ещё 1
                                         с последней покупки   379 д, не больше 120 д    дольше допустимого на 259 д
                                         последняя оценка      0, не меньше 3            не хватает 3
выбудет («ушёл») по окончании решения:   покупки               1 из 1                    выполнено
                                         с последней покупки   379 д, не меньше 365 д    выполнено
почему не «ушёл»:                        не ниже ступени «постоянный», решено 2026-01-02, до 2027-02-04
)");
    check("a decision that ended", patronage.explain(kept_in, day(401)), R"(
off the ladder: gone since 2027-02-04 (a decision, now ended)
because:   purchases          1 of 1
           silence            400 d, at least 365 d
back:      as soon as an event ends this
)",
          R"(
вне лестницы: ушёл с 2027-02-04 (решение, больше не действует)
почему:     покупки               1 из 1
            с последней покупки   400 д, не меньше 365 д
вернётся:   как только событие это снимет
)");
    auto const pinned = after<rung::decided_client>(
        service, {bought(3), rung::manual_decision{.at = day(5),
                                                   .what = decree::pin,
                                                   .stage = service.ladder().place_of(service_stage::client),
                                                   .until = day(30)}});
    check("a pin that ended", service.explain(pinned, day(40)), R"(
buyer since 2026-01-30 (a decision, now ended)
for client:   purchases          1 of 3          2 more
              silence            37 d of 90 d    holds until 2026-04-03
)",
          R"(
покупатель с 2026-01-30 (решение, больше не действует)
до ступени «клиент»:   покупки               1 из 3          ещё 2
                       с последней покупки   37 д из 90 д    выполнено до 2026-04-03
)");
}

namespace {

// A host's own schema.
struct gym {
    struct event {
        rung::event_id id = 0;
        rung::client_id client = 0;
        rung::instant at{};
    };
    struct facts {
        std::uint32_t visits = 0;
        rung::instant last{};
    };
    static constexpr void fold(facts& f, event const& e) noexcept {
        ++f.visits;
        f.last = e.at;
    }
    enum class fact : std::uint8_t { visits, last_visit_age };
    static constexpr std::array<rung::word, 2> vocabulary{
        {{.name = "visits"}, {.name = "last_visit_age", .measure = rung::unit::time, .ages = true}}};
    static constexpr std::int64_t read(facts const& f, fact k, rung::instant now) noexcept {
        return k == fact::visits ? f.visits : rung::age(f.last, now);
    }
};

constexpr rung::lifecycle fitness{rung::basic_ladder<gym>{
    {.name = "trial"},
    {.name = "regular",
     .enter =
         rung::fact<gym, gym::fact::visits> >= 3 and rung::fact<gym, gym::fact::last_visit_age> < 14_days},
}};

}  // namespace

TEST_CASE("an explanation in words: one rung down at a time") {
    using namespace rung::facts;
    rung::lifecycle const steps{rung::ladder{rung::stage{"a"},
                                             rung::stage{"b", purchases >= 1 and silence <= 10_days},
                                             rung::stage{"c", purchases >= 2 and silence <= 10_days}},
                                rung::ascent::leap{}, rung::descent::at_once{rung::one_down}};
    auto const e = steps.explain(after(steps, {bought(1), bought(2)}), day(20));
    CHECK(steps.ladder().name(e.stage()) == "b");
    CHECK(e.hold() == rung::hold::descent);
    CHECK(e.falls());
    CHECK(
        text(e, language::en).find("why not a:   one rung down at a time: the next with the next event\n") !=
        std::string::npos);
    CHECK(text(e, language::ru).find("вниз по одной ступени") != std::string::npos);
}

TEST_CASE("an explanation in words: a host's own schema and words") {
    rung::basic_client<gym> joe;
    fitness.apply(joe, {.at = day(1)});
    check("gym", fitness.explain(joe, day(1) + 30_hours), R"(
trial since 2026-01-01
for regular:   visits             1 of 3          2 more
               last_visit_age     30 h of 14 d    holds until 2026-01-15
)",
          R"(
trial с 2026-01-01
до ступени «regular»:   visits             1 из 3          ещё 2
                        last_visit_age     30 ч из 14 д    выполнено до 2026-01-15
)");

    static constexpr rung::report::lexicon::entry stages[] = {{"regular", {"a regular", "завсегдатай"}}};
    static constexpr rung::report::lexicon::entry facts[] = {{"visits", {{}, "посещения"}}};
    static constexpr rung::report::lexicon::meaning meanings[] = {{"visits", 1, {"one", "одно"}}};
    static constexpr rung::report::lexicon more{.stages = stages};
    constexpr rung::report::lexicon words{.facts = facts, .meanings = meanings, .otherwise = &more};
    std::ostringstream out;
    rung::report::explain(out, fitness.explain(joe, day(2)), language::ru, words);
    CHECK(out.str() ==
          "trial с 2026-01-01\n"
          "до ступени «завсегдатай»:   посещения          одно            ещё 2\n"
          "                            last_visit_age     1 д из 14 д     выполнено до 2026-01-15\n");
    CHECK(words.fact("visits", language::en) == "visits");
    CHECK(words.stage("regular", language::en) == "a regular");
    CHECK(words.stage("trial", language::en) == "trial");
}

TEST_CASE("operator<< says it in English") {
    auto const ann = after(service, {bought(3)});
    std::ostringstream out;
    out << service.explain(ann, day(40));
    CHECK(out.str() == text(service.explain(ann, day(40)), language::en));
}

TEST_CASE("an explanation in words: a limit that is reached and not enough, or just too much") {
    constexpr auto when_old = [](auto rule) {
        return rung::lifecycle{
            rung::ladder{rung::stage{.name = "new"}, rung::stage{.name = "old", .enter = rule}}};
    };
    auto const told = [](auto const& life, std::int64_t days, rung::language l = rung::language::en) {
        rung::client client;
        (void)life.apply(client, rung::purchase{.client = 1, .at = day(0)});
        std::ostringstream out;
        auto const why = life.explain(client, day(days));
        rung::report::explain(out, why, l);
        return out.str();
    };
    auto const has = [](std::string const& text, std::string_view words) {
        INFO(text);
        CHECK(text.find(words) != std::string::npos);
    };
    using rung::facts::tenure;
    auto const more = when_old(tenure > 30_days);
    has(told(more, 29), "29 d of 30 d");
    has(told(more, 30), "30 d, more than 30 d");
    has(told(more, 30, rung::language::ru), "30 д, больше 30 д");
    has(told(when_old(tenure >= 30_days), 29), "29 d of 30 d");
    auto const less = when_old(tenure < 30_days and rung::facts::purchases >= 2);
    has(told(less, 29), "29 d of 30 d");
    has(told(less, 30), "30 d, less than 30 d");
    has(told(less, 30, rung::language::ru), "30 д, меньше 30 д");
    has(told(less, 31), "31 d, at most 30 d");
    auto const between = when_old(tenure > 30_days and tenure < 60_days and rung::facts::purchases >= 2);
    has(told(between, 29), "29 d, from 30 d to 60 d");
    has(told(between, 30), "30 d, more than 30 d, at most 60 d");
    has(told(between, 60), "60 d, at least 30 d, less than 60 d");
    has(told(between, 60, rung::language::ru), "60 д, не меньше 30 д, меньше 60 д");
}

TEST_CASE("values and limits are rounded for people") {
    using namespace rung::report;
    auto const en = language::en;
    CHECK(age_text(0, en).view() == "0 s");
    CHECK(age_text(60, en).view() == "1 min");
    CHECK(age_text(61, en).view() == "61 s");
    CHECK(age_text(3600 + 59, en).view() == "1 h");
    CHECK(age_text(3600 + 60, en).view() == "61 min");
    CHECK(age_text(86'400, en).view() == "1 d");
    CHECK(age_text(25 * 3600, en).view() == "25 h");
    CHECK(age_text(119, en).view() == "119 s");
    CHECK(age_text(120, en).view() == "2 min");
    CHECK(age_text(2 * 3600, en).view() == "2 h");
    CHECK(age_text(2 * 86'400 - 1, en).view() == "47 h");
    CHECK(age_text(37 * 86'400 + 86'399, language::ru).view() == "37 д");
    CHECK(age_text(rung::unlimited, en).view() == "never");
    CHECK(limit_text(90 * 86'400, en).view() == "90 d");
    CHECK(limit_text(90 * 86'400 - 1, en).view() == "90 d");
    CHECK(limit_text(17 * 60, en).view() == "17 min");
    CHECK(limit_text(100 * 3600, en).view() == "100 h");
    CHECK(limit_text(90 * 86'400 + 1234, en).view() == "90 d");
    CHECK(limit_text(0, en).view() == "0 s");
    CHECK(quantity(rung::unit::money, -19'90, en).view() == "-19.90");
    CHECK(quantity(rung::unit::percent, 85, en).view() == "85 %");
    CHECK(quantity(rung::unit::hundredths, 450, en).view() == "4.50");
    CHECK(quantity(rung::unit::count, -rung::unlimited - 1, en).view() == "-9223372036854775808");
    CHECK(date(day(3) + 1_seconds, day(3)).view() == "2026-01-03");
    CHECK(date(day(3) + 14_hours, day(3)).view() == "2026-01-03 14:00");
    CHECK(date(day(3) + 14_hours, day(30)).view() == "2026-01-03");
    CHECK(date(rung::instant::forever(), day(3)).view() == "forever");
}

TEST_CASE("the words of the retail schema name all of its facts and kinds") {
    auto const& words = rung::report::retail_lexicon;
    for (auto const& w : rung::retail::vocabulary) {
        INFO(w.name);
        CHECK(words.fact(w.name, language::ru) != w.name);
        CHECK(words.fact(w.name, language::en) == w.name);
    }
    for (std::size_t k = 0; k < rung::event_kind_count; ++k) {
        auto const name = rung::retail::kind_name(static_cast<std::uint8_t>(k));
        CHECK(words.kind(name, language::ru) != name);
    }
    auto const named = [&](auto const& ladder) {
        using stage_type = typename std::remove_cvref_t<decltype(ladder)>::stage_type;
        for (std::size_t i = 0; i < ladder.place_count(); ++i) {
            auto const name = ladder.name(rung::stage_at<stage_type>(i));
            INFO(name);
            CHECK(words.stage(name, language::ru) != name);
        }
    };
    named(rung::ladders::service());
    named(rung::ladders::familiarity());
    named(rung::ladders::loyalty());
    named(rung::ladders::journey());
    named(rung::ladders::patronage());
    named(rung::ladders::purchase());
}

TEST_CASE("a guarantee and a wait are said in both languages") {
    constexpr rung::ladder years{
        rung::stage{.name = "new"},
        rung::stage{.name = "member",
                    .enter = purchases >= 1 and silence <= 30_days,
                    .guaranteed = rung::until_end_of_next(rung::period::year)},
        rung::stage{.name = "gold", .enter = purchases >= 2 and silence <= 90_days, .wait = 365_days}};
    constexpr rung::lifecycle life{years};
    auto const ann = after(life, {bought(1), bought(5)});
    auto const at = [&](std::int64_t n, language l) { return text(life.explain(ann, day(n)), l); };
    CHECK(at(10, language::en)
              .ends_with("guaranteed:     nobody falls from here until 2028-01-01\n"
                         "why not gold:   only after a while on this rung: from 2027-01-01\n"));
    CHECK(at(10, language::ru)
              .ends_with("гарантия:            отсюда не опускаются до 2028-01-01\n"
                         "почему не «gold»:    сначала нужно постоять на этой ступени: с 2027-01-01\n"));
    CHECK(at(60, language::en)
              .ends_with("gold not before:   2027-01-01\n"
                         "why not new:       guaranteed until 2028-01-01\n"));
    CHECK(at(60, language::ru)
              .ends_with("«gold» не раньше:    2027-01-01\n"
                         "почему не «new»:     гарантировано до 2028-01-01\n"));
}
