#include "../catch.hpp"
#include "places.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/measures/retail.hpp>
#include <rung/report/explain.hpp>
#include <rung/rung.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <sstream>
#include <string>
#include <vector>

// Bases of ladders whose facts are measures with windows.

namespace {

using namespace rung::literals;
namespace kinds = rung::kinds;

constexpr auto spend_year = rung::sum(kinds::amount)
                                .of(kinds::purchase)
                                .less(kinds::refund)
                                .in(rung::calendar_year)
                                .named("spend_year");
constexpr auto spend_before = spend_year.ago(1).named("spend_before");
constexpr auto days_60 =
    rung::days_with(kinds::contact || kinds::purchase).in(rung::last_days(60)).named("days_60");
constexpr auto bought_4w =
    rung::count(kinds::purchase).in(rung::last_weeks(4).with_room_for(28)).at_offset(120).named("bought_4w");

using shop = rung::measured<rung::measures::purchases, rung::measures::silence, spend_year, spend_before,
                            days_60, bought_4w>;
constexpr rung::lifecycle life{
    rung::basic_ladder<shop>{
        {.name = "guest"},
        {.name = "buyer", .enter = rung::measures::purchases >= 1},
        {.name = "regular", .enter = bought_4w >= 2 and days_60 >= 3, .keep = bought_4w >= 1 or days_60 >= 3},
        {.name = "gold",
         .enter = spend_year >= 300.00_money or spend_before >= 500.00_money,
         .grace = 10_days},
        {.name = "dormant_gold", .enter = spend_year >= 900.00_money and days_60 <= 4}},
    rung::ascent::direct{}};

std::vector<rung::retail_event> random_log(std::mt19937_64& random, int size) {
    std::vector<rung::retail_event> events;
    auto now = rung::utc(2024, 10, 1);
    for (int i = 0; i < size; ++i) {
        now = now + rung::duration{static_cast<std::int64_t>(random() % (2 * 86'400))};
        auto const id = static_cast<rung::event_id>(i + 1);
        auto const client = 1 + random() % 5;
        auto const amount = rung::money{static_cast<std::int64_t>(random() % 20'000)};
        if (random() % 3 == 0)
            events.push_back(rung::contact{.id = id, .client = client, .at = now});
        else
            events.push_back(rung::purchase{.id = id, .client = client, .at = now, .amount = amount});
    }
    return events;
}

}  // namespace

TEST_CASE("a base with windows moves its clients at the same instants, however often it is settled") {
    std::mt19937_64 random{5};
    for (int run = 0; run < 6; ++run) {
        auto const events = random_log(random, 150);
        rung::client_base often{rung::fixed<life>{}};
        rung::client_base seldom{life};
        std::vector<places::place> moves_of_often;
        std::vector<places::place> moves_of_seldom;
        for (auto const& e : events) {
            (void)often.settle(e.at, places::into(moves_of_often));
            (void)often.apply(e, places::into(moves_of_often));
            (void)seldom.apply(e, places::into(moves_of_seldom));
        }
        auto const end = rung::utc(2028, 1, 1);
        for (auto t = events.back().at; t < end; t = t + 5_days)
            (void)often.settle(t, places::into(moves_of_often));
        (void)often.settle(end, places::into(moves_of_often));
        (void)seldom.settle(end, places::into(moves_of_seldom));
        std::sort(moves_of_often.begin(), moves_of_often.end());
        std::sort(moves_of_seldom.begin(), moves_of_seldom.end());
        CHECK(moves_of_often == moves_of_seldom);
        CHECK(moves_of_often.size() > 10);
        CHECK(places::of(often) == places::of(seldom));
    }
}

TEST_CASE("a base that keeps history has the same windows, in whatever order events come") {
    std::mt19937_64 random{6};
    for (int run = 0; run < 6; ++run) {
        auto events = random_log(random, 80);
        rung::client_base in_order{life};
        (void)in_order.apply(events);
        auto const now = events.back().at + 20_days;
        (void)in_order.settle(now);
        std::shuffle(events.begin(), events.end(), random);
        rung::client_base kept{life, rung::history::kept{}};
        for (auto const& e : events) (void)kept.apply(e);
        (void)kept.settle(now);
        CHECK(places::of(kept) == places::of(in_order));
    }
}

TEST_CASE("a snapshot of windows is read as it was, and not by a ladder of other measures") {
    std::mt19937_64 random{8};
    auto const events = random_log(random, 120);
    rung::client_base base{life};
    (void)base.apply(events);
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(base, sink));
    rung::client_base again{life};
    REQUIRE(rung::restore(again, sink.bytes));
    CHECK(places::of(again) == places::of(base));
    (void)again.settle(rung::utc(2027, 3, 1));
    (void)base.settle(rung::utc(2027, 3, 1));
    CHECK(places::of(again) == places::of(base));

    // As many words, but other numbers in them.
    static constexpr auto by_month = rung::sum(kinds::amount)
                                         .of(kinds::purchase)
                                         .less(kinds::refund)
                                         .in(rung::calendar_month)
                                         .named("spend_year");
    static constexpr auto month_before = by_month.ago(1).named("spend_before");
    using other_shop = rung::measured<rung::measures::purchases, rung::measures::silence, by_month,
                                      month_before, days_60, bought_4w>;
    static_assert(sizeof(other_shop::facts) == sizeof(shop::facts));
    static constexpr rung::lifecycle other{rung::basic_ladder<other_shop>{
        {.name = "guest"},
        {.name = "gold", .enter = by_month >= 300.00_money or month_before >= 1.00_money}}};
    rung::client_base of_other{other};
    auto const out = rung::restore(of_other, sink.bytes);
    CHECK_FALSE(out);
    CHECK(out.other_ladder);
}

TEST_CASE("an explanation of a window says until when it holds") {
    rung::client_base base{life};
    (void)base.apply(
        rung::purchase{.id = 1, .client = 1, .at = rung::utc(2026, 5, 1), .amount = 400.00_money});
    std::ostringstream out;
    rung::report::explain(out, base.find(1)->explain(rung::utc(2026, 5, 2)));
    CHECK(out.str() == "gold since 2026-05-01 (purchase), until 2027-01-11 if nothing happens\n"
                       "to stay:            spend_year         400.00, at least 300.00    holds until "
                       "2027-01-01, then 0.00\n"
                       "for dormant_gold:   spend_year         400.00 of 900.00           500.00 more\n"
                       "                    days_60            1, at most 4               holds\n");
}
