#include "../catch.hpp"

#include <rung/core/adoption.hpp>
#include <rung/core/calendar.hpp>
#include <rung/core/explain.hpp>
#include <rung/core/fingerprint.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/retail/retail.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>

namespace {

using namespace rung::literals;
using namespace rung::facts;
using rung::defect_kind;
using rung::duration;
using rung::for_months;
using rung::hold;
using rung::instant;
using rung::period;
using rung::stage;
using rung::stage_id;
using rung::time_limit;
using rung::utc;

// The local date of an instant, and whether a period begins with that day: by the date as people write it.
rung::civil local(instant t, std::int64_t minutes) { return rung::to_civil(t + duration{minutes * 60}); }
bool begins(period p, rung::calendar_rules const& c, rung::civil const& d, std::int64_t weekday) {
    bool const first = d.hour == 0 && d.minute == 0 && d.second == 0;
    auto const months = (d.month + 12 - c.year_start) % 12;
    switch (p) {
    case period::day: return first;
    case period::week: return first && weekday == c.week_start;
    case period::month: return first && d.day == 1;
    case period::quarter: return first && d.day == 1 && months % 3 == 0;
    case period::year: return first && d.day == 1 && months == 0;
    }
    return false;
}

// The next local midnight with which a period begins, at or after an instant.
instant next_begin(period p, rung::calendar_rules const& c, instant from) {
    auto const local_seconds = std::int64_t{from.unix_seconds} + c.offset_minutes * 60;
    auto day = local_seconds / 86'400 + (local_seconds % 86'400 != 0);
    for (;; ++day) {
        auto const t = instant::from_unix(day * 86'400 - c.offset_minutes * 60);
        if (begins(p, c, local(t, c.offset_minutes), (day + 3) % 7)) return t;
    }
}

std::string moves_of(auto const& life, rung::client c, instant until) {
    std::string all;
    (void)life.settle(c, until, [&](auto const& t) {
        auto const d = rung::to_civil(t.at);
        all += std::to_string(d.year) + "-" + std::to_string(d.month) + "-" + std::to_string(d.day) + " " +
               std::string{life.ladder().name(t.to)} + "\n";
    });
    return all;
}

template <class Lifecycle>
rung::client who_bought(Lifecycle const& life, instant at, rung::money amount) {
    rung::client c;
    CHECK(life.apply(c, rung::purchase{.id = 1, .client = 1, .at = at, .amount = amount}).refusal() ==
          rung::refusal::none);
    return c;
}

defect_kind defect_of_two(stage const& second, stage const& third) {
    stage const all[]{stage{"a"}, second, third};
    auto const made = rung::ladder::try_make(all, 3);
    return made ? defect_kind::none : made.error().kind;
}

}  // namespace

TEST_CASE("limits by the calendar end when a day begins, as dates say") {
    rung::calendar_rules const calendars[]{{},
                                           {.offset_minutes = 330, .week_start = 6, .year_start = 4},
                                           {.offset_minutes = -300, .week_start = 2, .year_start = 12}};
    for (auto const& c : calendars) {
        for (std::uint32_t second = 1'700'000'000; second < 1'730'000'000; second += 1'234'567) {
            auto const begin = next_begin(period::day, c, instant::from_unix(second));
            for (auto const at : {begin - 1_seconds, begin, begin + 1_seconds}) {
                for (auto const p :
                     {period::day, period::week, period::month, period::quarter, period::year}) {
                    auto by = [&](time_limit l) { return l.by(c).end(at); };
                    auto const next = next_begin(p, c, at + 1_seconds);
                    REQUIRE(by(rung::until_end_of(p)) == next);
                    REQUIRE(by(rung::until_end_of_next(p)) == next_begin(p, c, next + 1_seconds));
                    REQUIRE(by(rung::review_each(p)) == next_begin(p, c, at));
                }
            }
        }
    }
    CHECK(for_months(1).end(utc(2026, 1, 10, 15)) == utc(2026, 2, 10));
    CHECK(for_months(1).end(utc(2026, 1, 31, 15)) == utc(2026, 2, 28));
    CHECK(for_months(1).end(utc(2028, 1, 31)) == utc(2028, 2, 29));
    CHECK(rung::for_years(1).end(utc(2028, 2, 29, 1)) == utc(2029, 2, 28));
    CHECK(rung::for_days(1).end(utc(2026, 1, 10)) == utc(2026, 1, 11));
    CHECK(rung::for_weeks(2).at_offset(180).end(utc(2026, 1, 10, 20, 59)) == utc(2026, 1, 23, 21));
    CHECK(time_limit{30_days}.end(utc(2026, 1, 10, 15)) == utc(2026, 2, 9, 15));
    CHECK(for_months(65'535).end(utc(2026, 1, 1)) == instant::forever());
    CHECK(for_months(1).end(instant::never()) == instant::never());
}

TEST_CASE("a limit is one number and back") {
    for (auto const& l :
         {time_limit{}, time_limit{1_seconds}, time_limit{duration{INT64_MAX}}, for_months(65'535),
          rung::for_days(1).at_offset(-1'439).weeks_from(6).years_from(12),
          rung::until_end_of(period::day).at_offset(1'439), rung::until_end_of_next(period::year),
          rung::review_each(period::quarter).years_from(4)})
        CHECK(time_limit::from_code(l.code()) == l);
    // A length of time is what it is by any calendar.
    CHECK(time_limit{30_days}.at_offset(180).weeks_from(6).years_from(4) == time_limit{30_days});
    CHECK_FALSE(time_limit{30_days}.at_offset(5'000).is_sound());
    CHECK_FALSE(time_limit{time_limit::shape::periods, 1, static_cast<period>(9)}.is_sound());
    auto const l = rung::for_weeks(3).at_offset(-1'439).weeks_from(6).years_from(12);
    CHECK(l.how() == time_limit::shape::periods);
    CHECK(l.n() == 3);
    CHECK(l.each() == period::week);
    CHECK(l.calendar() == rung::calendar_rules{-1'439, 6, 12});
}

TEST_CASE("case 05: a tier is guaranteed until the end of the next year") {
    constexpr rung::lifecycle life{rung::ladder{
        stage{"base"},
        stage{.name = "platinum",
              .enter = spend >= 1'000.00_money and silence <= 30_days,
              .guaranteed = rung::until_end_of_next(period::year)},
    }};
    auto const ann = who_bought(life, utc(2025, 11, 1), 1'000.00_money);
    CHECK(moves_of(life, ann, utc(2030, 1, 1)) == "2027-1-1 base\n");
    CHECK(life.next_change(ann) == utc(2025, 12, 1, 0, 0, 1));  // from here the guarantee alone holds her

    auto const early = life.explain(ann, utc(2025, 11, 15));
    CHECK(early.hold() == hold::none);
    CHECK(early.guaranteed_until() == utc(2027, 1, 1));
    CHECK(early.moves_at() == utc(2027, 1, 1));
    auto const held = life.explain(ann, utc(2026, 6, 1));
    CHECK(held.hold() == hold::guarantee);
    CHECK(held.by_rules() == stage_id{0});
    CHECK(life.explain(ann, utc(2027, 1, 1)).guaranteed_until() == instant::never());
}

TEST_CASE("case 09: twelve months in a rank before the next") {
    constexpr rung::lifecycle life{rung::ladder{
        stage{"r0"},
        stage{"r1", purchases >= 2},
        stage{.name = "r2", .enter = purchases >= 3, .wait = 365_days},
    }};
    auto const bought_at = [&](std::initializer_list<instant> when) {
        rung::client c;
        rung::event_id id = 0;
        for (auto const at : when)
            (void)life.apply(c, rung::purchase{.id = ++id, .client = 1, .at = at, .amount = 1.00_money});
        return c;
    };
    // r1 on 2024-02-01, the third on 2024-03-01
    auto const ann = bought_at({utc(2024, 1, 1), utc(2024, 2, 1), utc(2024, 3, 1)});
    CHECK(life.ladder().name(life.stage(ann)) == "r1");
    CHECK(life.next_change(ann) == utc(2025, 1, 31));
    CHECK(moves_of(life, ann, utc(2026, 1, 1)) == "2025-1-31 r2\n");
    auto const waits = life.explain(ann, utc(2024, 6, 1));
    CHECK(waits.hold() == hold::wait);
    CHECK(waits.waits_until() == utc(2025, 1, 31));
    CHECK(waits.moves_at() == utc(2025, 1, 31));
    // `log.csv`: r1 only on 2024-06-01
    auto const bob = bought_at({utc(2023, 1, 1), utc(2024, 6, 1), utc(2024, 7, 1)});
    CHECK(moves_of(life, bob, utc(2026, 1, 1)) == "2025-6-1 r2\n");
    // What is asked of r2 may also come after the wait.
    auto const eve = bought_at({utc(2024, 1, 1), utc(2024, 2, 1)});
    CHECK(life.next_change(eve) == instant::forever());
    auto late = eve;
    auto const out =
        life.apply(late, rung::purchase{.id = 3, .client = 1, .at = utc(2025, 3, 1), .amount = 1.00_money});
    CHECK(out.answer() == rung::answer::moved);
}

TEST_CASE("nobody leaps over a rung with a wait, by no door and by no ascent") {
    rung::ladder const tall{
        stage{"a"}, stage{.name = "b", .enter = purchases >= 1, .wait = 1_days},
        stage{.name = "c", .enter = purchases >= 1, .door = referred >= 1, .wait = 1_days}};
    auto const climb = [&](auto up) {
        rung::lifecycle const life{tall, up};
        rung::client c;
        (void)life.apply(c, rung::referral{.id = 1, .client = 1, .at = utc(2026, 1, 1)});
        (void)life.apply(
            c, rung::purchase{.id = 2, .client = 1, .at = utc(2026, 1, 1, 12), .amount = 1.00_money});
        return moves_of(life, c, utc(2026, 2, 1));
    };
    CHECK(climb(rung::ascent::leap{}) == "2026-1-2 b\n2026-1-3 c\n");
    CHECK(climb(rung::ascent::one_step{}) == "2026-1-2 b\n2026-1-3 c\n");
    CHECK(climb(rung::ascent::direct{}) == "2026-1-2 b\n2026-1-3 c\n");
}

TEST_CASE("after a guarantee the rule to keep decides, and then a grace begins") {
    constexpr rung::lifecycle life{rung::ladder{
        stage{"base"},
        stage{.name = "gold",
              .enter = silence <= 10_days,
              .grace = for_months(1),
              .guaranteed = rung::until_end_of(period::quarter)},
    }};
    auto const ann = who_bought(life, utc(2026, 1, 1), 1.00_money);
    CHECK(moves_of(life, ann, utc(2027, 1, 1)) == "2026-5-1 base\n");
    CHECK(life.explain(ann, utc(2026, 3, 31)).hold() == hold::guarantee);
    CHECK(life.explain(ann, utc(2026, 4, 1)).hold() == hold::grace);
    CHECK(life.explain(ann, utc(2026, 4, 1)).grace_until() == utc(2026, 5, 1));
    // A purchase in the guarantee's time ends what began.
    auto again = ann;
    (void)life.apply(again,
                     rung::purchase{.id = 2, .client = 1, .at = utc(2026, 3, 30), .amount = 1.00_money});
    CHECK_FALSE(again.standing.in_grace());
    CHECK(moves_of(life, again, utc(2027, 1, 1)) == "2026-5-9 base\n");
}

TEST_CASE("a review lets clients fall when a period begins, a rung at each") {
    auto const reviewed = [](duration silent) {
        return stage{.name = "x", .enter = silence <= silent, .grace = rung::review_each(period::year)};
    };
    auto gold = reviewed(10_days);
    gold.name = "gold";
    auto top = reviewed(5_days);
    top.name = "top";
    rung::lifecycle const life{rung::ladder{stage{"base"}, gold, top}, rung::ascent::leap{},
                               rung::descent::after{3_days, rung::one_down}};
    CHECK(moves_of(life, who_bought(life, utc(2025, 6, 1), 1.00_money), utc(2030, 1, 1)) ==
          "2026-1-1 gold\n2027-1-1 base\n");
    // Who fails exactly then falls at once, without the grace of the policy.
    auto const last = utc(2025, 12, 26, 23, 59, 59);
    auto const ann = who_bought(life, last, 1.00_money);
    CHECK(life.next_change(ann) == utc(2026, 1, 1));
    CHECK(moves_of(life, ann, utc(2030, 1, 1)) == "2026-1-1 gold\n2027-1-1 base\n");
}

TEST_CASE("limits: a ladder is refused where one cannot be") {
    auto const enter = purchases >= 1;
    auto const more = purchases >= 2;
    auto const with = [&](time_limit grace, time_limit guaranteed, time_limit wait) {
        return defect_of_two({.name = "b", .enter = enter, .grace = grace},
                             {.name = "c", .enter = more, .guaranteed = guaranteed, .wait = wait});
    };
    CHECK(with({}, {}, {}) == defect_kind::none);
    CHECK(with(for_months(1), rung::until_end_of(period::day), rung::for_weeks(3)) == defect_kind::none);
    CHECK(with(duration{-1}, {}, {}) == defect_kind::negative_grace);
    CHECK(with(duration{INT64_MIN}, {}, {}) == defect_kind::negative_grace);
    auto const refused = [&](time_limit wrong, defect_kind as) {
        CHECK_FALSE(wrong.is_sound());
        CHECK(with(wrong, {}, {}) == as);
        CHECK(with({}, wrong, {}) == as);
        CHECK(with({}, {}, wrong) == as);
    };
    for (auto const& wrong : {for_months(0), for_months(-1), for_months(65'536), for_months(INT64_MAX),
                              time_limit{time_limit::shape::length, 5, period::day},
                              time_limit{time_limit::shape::end_of, 2, period::day},
                              time_limit{time_limit::shape::review, 1, period::day}})
        refused(wrong, defect_kind::limit_out_of_range);
    for (auto const& wrong :
         {for_months(1).years_from(0), for_months(1).years_from(13), for_months(1).years_from(257),
          for_months(1).weeks_from(7), for_months(1).weeks_from(256), for_months(1).weeks_from(-1),
          for_months(1).at_offset(1'440), for_months(1).at_offset(-1'440), for_months(1).at_offset(65'536),
          for_months(1).by({.year_start = 0})})
        refused(wrong, defect_kind::unsound_calendar);
    CHECK(with({}, duration{-1}, {}) == defect_kind::limit_out_of_range);
    CHECK(with({}, {}, for_months(0)) == defect_kind::limit_out_of_range);
    CHECK(with({}, rung::review_each(period::day), {}) == defect_kind::limit_out_of_range);
    CHECK(with(for_months(1), for_months(2).at_offset(60), {}) == defect_kind::two_calendars);
    CHECK(with(30_days, for_months(2).at_offset(60), for_months(1).at_offset(60)) == defect_kind::none);
    CHECK(defect_of_two({.name = "b", .enter = enter},
                        {.name = "c", .enter = more, .wait = 1_days, .exit = true}) ==
          defect_kind::exit_with_more_than_a_rule);
    stage const first[]{stage{.name = "a", .wait = 1_days}};
    CHECK(rung::ladder::try_make(first, 1).error().kind == defect_kind::first_stage_with_rule);
}

TEST_CASE("limits are in the fingerprint, and ladders without them are known as before") {
    auto const with = [](time_limit grace, time_limit guaranteed, time_limit wait) {
        return rung::fingerprint(rung::ladder{stage{"a"}, stage{.name = "b",
                                                                .enter = purchases >= 1,
                                                                .grace = grace,
                                                                .guaranteed = guaranteed,
                                                                .wait = wait}});
    };
    auto const none = with({}, {}, {});
    std::uint64_t const all[]{none,
                              with(1_days, {}, {}),
                              with({}, 1_days, {}),
                              with({}, {}, 1_days),
                              with(rung::for_days(1), {}, {}),
                              with(rung::for_days(1).at_offset(60), {}, {}),
                              with(rung::until_end_of(period::day), {}, {}),
                              with(rung::review_each(period::day), {}, {}),
                              with({}, rung::for_days(1), {}),
                              with({}, {}, rung::for_days(1))};
    for (auto const& a : all) {
        for (auto const& b : all) CHECK((a == b) == (&a == &b));
    }
}

namespace {

/// Somebody with purchases at these instants, taken over by a new ladder at another.
template <class Old, class New>
rung::client taken_over(Old const& old, New const& now, rung::adoption_terms const& terms,
                        std::initializer_list<instant> bought) {
    rung::client c;
    for (auto const at : bought)
        (void)old.apply(c,
                        rung::purchase{.id = at.unix_seconds, .client = 1, .at = at, .amount = 1.00_money});
    (void)old.settle(c, terms.at);
    (void)now.adopt(c, rung::place_map::by_name(old.ladder(), now.ladder()), terms);
    return c;
}

}  // namespace

TEST_CASE("by no ascent and by no door is a rung with a wait leapt over") {
    rung::lifecycle const direct{
        rung::ladder{stage{"member"}, stage{.name = "silver", .enter = purchases >= 1, .wait = 365_days},
                     stage{"gold", purchases >= 2},
                     stage{.name = "dear", .enter = purchases >= 9, .door = purchases >= 2}},
        rung::ascent::direct{}};
    rung::client c;
    for (unsigned const d : {1u, 2u})
        (void)direct.apply(c,
                           rung::purchase{.id = d, .client = 1, .at = utc(2025, 1, d), .amount = 1.00_money});
    CHECK(c.standing.place == 0);
    CHECK(direct.next_change(c) == utc(2026, 1, 1));
    (void)direct.settle(c, utc(2026, 1, 1));
    CHECK(c.standing.place >= 1);
}

TEST_CASE("on a rung where a new ladder puts them clients begin: a wait and a guarantee too") {
    rung::lifecycle const three{
        rung::ladder{stage{"member"}, stage{"silver", purchases >= 1}, stage{"gold", purchases >= 2}}};
    rung::lifecycle const waits{
        rung::ladder{stage{"member"}, stage{.name = "silver", .enter = purchases >= 1, .wait = 365_days},
                     stage{"gold", purchases >= 2}}};
    auto const at = utc(2025, 3, 1);
    for (auto const year : {2020, 2025}) {
        auto const c = taken_over(three, waits, {.at = at, .how = rung::adoption::retroactive},
                                  {utc(year, 1, 1), utc(year, 1, 2)});
        CHECK(c.standing.place == 0);
        CHECK(waits.next_change(c) == at + 365_days);
    }

    rung::lifecycle const bronze{rung::ladder{stage{"member"}, stage{"bronze", purchases >= 1}}};
    rung::lifecycle const two{
        rung::ladder{stage{"member"}, stage{.name = "silver", .enter = purchases >= 1, .wait = 365_days}}};
    for (auto const year : {2020, 2024}) {
        auto const c =
            taken_over(bronze, two, {.at = at, .how = rung::adoption::from_now_on}, {utc(year, 6, 1)});
        CHECK(c.standing.place == 0);
        CHECK(two.next_change(c) == at + 365_days);
        CHECK(two.explain(c, at).waits_until() == at + 365_days);
    }

    rung::lifecycle const higher{
        rung::ladder{stage{"member"}, stage{"silver", purchases >= 1}, stage{"gold", purchases >= 1}}};
    rung::lifecycle const sure{rung::ladder{
        stage{"member"},
        stage{.name = "silver", .enter = purchases >= 1 and silence <= 90_days, .guaranteed = 365_days}}};
    auto const c =
        taken_over(higher, sure, {.at = at, .how = rung::adoption::from_now_on}, {utc(2024, 1, 1)});
    CHECK(c.standing.place == 1);
    CHECK(sure.next_change(c) == at + 365_days);
}

TEST_CASE("who is held by a guarantee needs no floor when a new ladder is adopted") {
    rung::lifecycle const old{rung::ladder{stage{"member"}, stage{"silver", purchases >= 1}}};
    rung::lifecycle const now{rung::ladder{
        stage{"member"}, stage{.name = "silver", .enter = purchases >= 5, .guaranteed = for_months(12)}}};
    rung::decided_client c;
    (void)old.apply(c, rung::purchase{.id = 1, .client = 1, .at = utc(2025, 1, 1), .amount = 1.00_money});
    auto const to = rung::place_map::by_name(old.ladder(), now.ladder());
    auto const taken = now.adopt(
        c, to,
        {.at = utc(2025, 3, 1), .how = rung::adoption::grandfathering, .floor_until = utc(2025, 6, 1)});
    CHECK_FALSE(taken.floored);
    CHECK(c.standing.place == 1);
    CHECK(now.next_change(c) == utc(2026, 1, 1));
}
