#include "../catch.hpp"
#include "places.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/report/explain.hpp>
#include <rung/retail/measures.hpp>
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

namespace {

constexpr auto all_time = rung::sum(kinds::amount).of(kinds::purchase).less(kinds::refund).named("all_time");
constexpr auto this_month = all_time.in(rung::calendar_month).named("this_month");
constexpr auto months_ago = all_time.in(3 * rung::calendar_month).ago(2).named("months_ago");
constexpr auto rolling = all_time.in(rung::last_months(3).with_room_for(93)).named("rolling");
constexpr auto oldest = rolling.oldest_first().named("oldest");
constexpr auto of_channel = rung::sum(kinds::amount)
                                .of(kinds::purchase.where(kinds::channel == 2))
                                .less(kinds::refund.where(kinds::channel == 2));
constexpr auto channel_month = of_channel.in(2 * rung::calendar_month).named("channel_month");
constexpr auto large_kept = rung::sum(kinds::amount)
                                .of(kinds::purchase.where(kinds::amount >= 50.00_money))
                                .less(kinds::refund.where(kinds::channel == 9))
                                .in(rung::last_days(60).with_room_for(60))
                                .named("large_kept");
constexpr auto bought_60 = rung::count(kinds::purchase).in(rung::last_days(60).with_room_for(60)).named("b");

using refunded = rung::measured<all_time, this_month, months_ago, rolling, oldest, channel_month, large_kept,
                                bought_60, rung::measures::spend>;
constexpr rung::lifecycle any_life{rung::basic_ladder<refunded>{{.name = "any"}}};

// What is left of the purchases of a log, by its definition: each is known with all of its refunds.
struct purchases_left {
    struct entry {
        rung::retail_event bought;
        std::int64_t left;
    };
    std::vector<entry> entries;
    std::int64_t spent = 0;

    static std::int64_t day(rung::instant at) { return at.unix_seconds / 86'400; }
    static std::int64_t month(rung::instant at) { return rung::detail::civil_of(day(at)).month; }
    static bool is_live(rung::measure_row const& m, rung::instant bought, rung::instant now, bool early) {
        auto const& w = m.in;
        if (w.how == rung::window::shape::ever) return true;
        if (w.how == rung::window::shape::rolling)
            return rung::detail::end_of_rolling(w.each, w.n, day(bought)) > day(now);
        auto const ago = month(now) - month(bought);
        return (early || ago >= w.back) && ago < w.back + w.n;
    }
    static bool counts(rung::measure_row const& m, rung::retail_event const& e) {
        if (m.name == "channel_month") return e.channel == 2;
        return m.name != "large_kept" || e.amount >= 50.00_money;
    }
    static bool lowers(rung::measure_row const& m, rung::retail_event const& refund) {
        if (m.name == "b" || m.name == "large_kept") return false;
        return m.name != "channel_month" || refund.channel == 2;
    }

    static std::int64_t value(rung::measure_row const& m, std::vector<rung::retail_event> const& log,
                              rung::instant now) {
        purchases_left all;
        for (auto const& e : log) all.take(m, log, e);
        std::int64_t sum = 0;
        for (auto const& x : all.entries) {
            if (is_live(m, x.bought.at, now, false)) sum += m.name == "b" ? 1 : x.left;
        }
        return sum;
    }
    void take(rung::measure_row const& m, std::vector<rung::retail_event> const& log,
              rung::retail_event const& e) {
        auto const* const bought = e.kind == rung::event_kind::refund ? named(log, e.of) : &e;
        std::int64_t given = 0;
        bool whole = false;
        rung::event_id last = 0;
        for (auto const& r : log) {
            if (bought == nullptr || r.of != bought->id) continue;
            given += r.amount.minor_units;
            whole = whole || r.bought != rung::instant::never();
            last = r.id;
        }
        if (bought != nullptr) whole = whole || given == bought->amount.minor_units;
        if (e.kind == rung::event_kind::purchase) {
            if (whole) return;
            spent += e.amount.minor_units;
            if (counts(m, e)) entries.push_back({e, e.amount.minor_units});
        } else if (bought != nullptr && whole) {
            auto const kept = bought->amount.minor_units - given;
            if (e.id != last || kept == 0) return;
            spent += kept;
            if (counts(m, *bought) && m.name != "b") entries.push_back({*bought, kept});
        } else {
            auto amount = std::min(e.amount.minor_units, spent);
            spent -= amount;
            if (lowers(m, e)) lower(m, e, bought, amount);
        }
    }
    static rung::retail_event const* named(std::vector<rung::retail_event> const& log, rung::event_id of) {
        for (auto const& e : log) {
            if (of != 0 && e.id == of) return &e;
        }
        return nullptr;
    }
    void lower(rung::measure_row const& m, rung::retail_event const& e, rung::retail_event const* bought,
               std::int64_t amount) {
        // Those of a day are one.
        std::stable_sort(entries.begin(), entries.end(),
                         [](auto const& a, auto const& b) { return a.bought.at < b.bought.at; });
        for (std::size_t k = 0; k < entries.size(); ++k) {
            auto& x = entries[m.oldest_first ? k : entries.size() - 1 - k];
            if (bought != nullptr) {
                bool const is_it = m.in.how == rung::window::shape::calendar
                                       ? month(x.bought.at) == month(bought->at)
                                       : day(x.bought.at) == day(bought->at);
                if (!is_it && m.in.given()) continue;
            }
            if (!is_live(m, x.bought.at, e.at, true)) continue;
            auto const part = std::min(x.left, amount);
            x.left -= part;
            amount -= part;
        }
    }
};

}  // namespace

TEST_CASE("a refund lowers the day of the purchase that it names, and what was kept counts on that day") {
    std::mt19937_64 random{15};
    auto const roll = [&](std::int64_t n) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n));
    };
    constexpr rung::measure_row const* rows[] = {&all_time, &this_month,    &months_ago, &rolling,
                                                 &oldest,   &channel_month, &large_kept, &bought_60};
    for (int run = 0; run < 20; ++run) {
        std::vector<rung::retail_event> log;
        std::vector<std::size_t> not_whole;
        std::vector<std::int64_t> left;
        auto now = rung::utc(2024, 10, 20);
        for (rung::event_id id = 1; id <= 40; ++id) {
            now = now + rung::duration{1 + roll(6 * 86'400)};
            if (not_whole.empty() || roll(3) != 0) {
                rung::retail_event e = rung::purchase{.id = id,
                                                      .client = 1,
                                                      .at = now,
                                                      .amount = rung::money{1 + roll(10'000)},
                                                      .channel = static_cast<std::uint16_t>(roll(4))};
                not_whole.push_back(log.size());
                left.push_back(e.amount.minor_units);
                log.push_back(e);
                continue;
            }
            rung::refund r{.id = id, .client = 1, .at = now};
            auto const nth = static_cast<std::size_t>(roll(std::ssize(not_whole)));
            auto const& bought = log[not_whole[nth]];
            auto const how = roll(4);
            r.amount = rung::money{how == 0 ? left[nth] : roll(left[nth] + 1)};
            if (how != 3) r.of = bought.id;
            if (how == 1) r.bought = bought.at;
            rung::retail_event e = r;
            e.channel = bought.channel;
            log.push_back(e);
            left[nth] -= how == 3 ? 0 : r.amount.minor_units;
            if (how < 2 || left[nth] == 0) {
                not_whole.erase(not_whole.begin() + static_cast<std::ptrdiff_t>(nth));
                left.erase(left.begin() + static_cast<std::ptrdiff_t>(nth));
            }
        }
        auto shuffled = log;
        std::shuffle(shuffled.begin(), shuffled.end(), random);
        rung::client_base kept{any_life, rung::history::kept{}};
        for (auto const& e : shuffled) (void)kept.apply(e);
        auto const client = kept.find(1)->client();
        INFO("run " << run);
        CHECK(refunded::read(client.facts, refunded::fact_of(rung::measures::spend), now) ==
              purchases_left::value(all_time, log, now));
        for (auto const* m : rows) {
            for (auto at = now; at < now + 200_days; at = at + 9_days) {
                INFO(m->name << " " << at);
                CHECK(refunded::read(client.facts, refunded::fact_of(*m), at) ==
                      purchases_left::value(*m, log, at));
            }
        }
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

TEST_CASE(
    "what has ripened moves a client by time alone, up as well as down, however often they are settled") {
    static constexpr auto ripe =
        all_time.in(rung::last_months(2).days_ago(14).with_room_for(62)).at_offset(120).named("ripe");
    static constexpr auto heard = rung::count(kinds::purchase)
                                      .after_silence(rung::last_days(9), kinds::contact || kinds::purchase)
                                      .named("heard");
    using table = rung::measured<ripe, heard>;
    static constexpr rung::lifecycle ripening{
        rung::basic_ladder<table>{{.name = "guest"},
                                  {.name = "heard_of", .enter = heard >= 2},
                                  {.name = "silver", .enter = ripe >= 200.00_money and ripe <= 900.00_money},
                                  {.name = "gold", .enter = ripe > 900.00_money, .grace = 5_days}},
        rung::ascent::direct{}};

    rung::client_base one{ripening};
    auto const bought = rung::utc(2026, 3, 1, 23);  // the 2nd there
    (void)one.apply(rung::purchase{.id = 1, .client = 1, .at = bought, .amount = 300.00_money});
    CHECK(one.find(1)->next_change() == rung::utc(2026, 3, 15, 22));
    CHECK(one.settle(rung::utc(2026, 3, 15, 22) - 1_seconds) == 0);
    CHECK(one.settle(rung::utc(2026, 3, 15, 22)) == 1);
    CHECK(one.find(1)->next_change() == rung::utc(2026, 5, 1, 22));
    // What is given back of it counts at once.
    (void)one.apply(rung::refund{.id = 2,
                                 .client = 1,
                                 .at = rung::utc(2026, 3, 20),
                                 .amount = 150.00_money,
                                 .bought = bought,
                                 .in_part = true});
    CHECK(one.find(1)->stage() != rung::stage_id{2});

    std::mt19937_64 random{25};
    for (int run = 0; run < 4; ++run) {
        auto const events = random_log(random, 120);
        rung::client_base often{rung::fixed<ripening>{}};
        rung::client_base seldom{ripening};
        std::vector<places::place> moves_of_often;
        std::vector<places::place> moves_of_seldom;
        for (auto const& e : events) {
            (void)often.settle(e.at, places::into(moves_of_often));
            (void)often.apply(e, places::into(moves_of_often));
            (void)seldom.apply(e, places::into(moves_of_seldom));
        }
        auto const end = events.back().at + 100_days;
        for (auto t = events.back().at; t < end; t = t + 3_days)
            (void)often.settle(t, places::into(moves_of_often));
        (void)often.settle(end, places::into(moves_of_often));
        (void)seldom.settle(end, places::into(moves_of_seldom));
        std::sort(moves_of_often.begin(), moves_of_often.end());
        std::sort(moves_of_seldom.begin(), moves_of_seldom.end());
        CHECK(moves_of_often == moves_of_seldom);
        CHECK(moves_of_often.size() > 10);
    }
}
