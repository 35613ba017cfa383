#include "../catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/core/explain.hpp>
#include <rung/core/fixed.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/retail/measures.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Needs that people stated in public (../shared/cases, by their numbers), as ladders of measures.

namespace {

using namespace rung::literals;
using rung::utc;
namespace kinds = rung::kinds;

// A host's own events: points are earned and redeemed.
enum class what : std::uint8_t { visit, earn, redeem };
struct point_event {
    rung::event_id id = 0;
    rung::client_id client = 1;
    rung::instant at;
    what kind{};
    std::uint32_t points = 0;
};
using club = rung::event_model<point_event, &point_event::kind, &point_event::points>;
constexpr auto visit = club::of(what::visit);
constexpr auto earn = club::of(what::earn);
constexpr auto redeem = club::of(what::redeem);
constexpr auto points = club::field<&point_event::points>;

template <class Life>
struct told {
    Life const& life;
    rung::basic_client<typename Life::schema_type> client{};
    std::vector<std::string> moves{};

    template <class Event>
    void take(Event const& e) {
        auto const tell = [&](auto const& t) { note(t); };
        CHECK(life.apply(client, e, tell).refusal() == rung::refusal::none);
    }
    void settle(rung::instant now) {
        (void)life.settle(client, now, [&](auto const& t) { note(t); });
    }
    template <class Transition>
    void note(Transition const& t) {
        auto const date = rung::to_civil(t.at);
        moves.push_back(std::string(life.ladder().name(t.to)) + " " + std::to_string(date.year) + "-" +
                        std::to_string(date.month) + "-" + std::to_string(date.day));
    }
};
template <class Life>
told(Life const&) -> told<Life>;

std::int64_t has(auto const& table_facts, auto const& m, rung::instant now, auto table) {
    using schema = decltype(table);
    return schema::read(table_facts, schema::fact_of(m), now);
}

}  // namespace

TEST_CASE("case 03: visits on 50 of the last 100 days, kept while there are 45") {
    static constexpr auto active = rung::days_with(visit).in(rung::last_days(100)).named("active_days");
    static constexpr rung::lifecycle life{rung::basic_ladder<rung::measured<active>>{
        {.name = "member"}, {.name = "tl3", .enter = active >= 50, .keep = active >= 45}}};
    auto const follow = [](auto const& bound) {
        told seen{bound};
        rung::event_id id = 0;
        for (int day = 0; day < 100; day += 2) {
            for (int hour : {8, 20})
                seen.take(point_event{.id = ++id,
                                      .at = utc(2025, 1, 1) + rung::duration{day * 86'400 + hour * 3'600}});
        }
        CHECK(seen.moves == std::vector<std::string>{"tl3 2025-4-9"});
        CHECK(bound.next_change(seen.client) == utc(2025, 4, 21));
        seen.settle(utc(2026, 1, 1));
        CHECK(seen.moves == std::vector<std::string>{"tl3 2025-4-9", "member 2025-4-21"});
    };
    follow(life);
    follow(rung::fixed<life>{});
    CHECK(sizeof(rung::measured<active>::facts) == 20);
}

TEST_CASE("case 05: the spend of a calendar year gives a tier until the end of the next") {
    static constexpr auto year = rung::sum(kinds::amount)
                                     .of(kinds::purchase)
                                     .less(kinds::refund)
                                     .in(rung::calendar_year)
                                     .named("year");
    static constexpr auto year_before = year.ago(1).named("year_before");
    static constexpr rung::lifecycle life{rung::basic_ladder<rung::measured<year, year_before>>{
        {.name = "base"},
        {.name = "platinum",
         .enter = year >= 1000.00_money,
         .keep = year >= 1000.00_money or year_before >= 1000.00_money}}};
    told one{life};
    one.take(rung::purchase{.id = 1, .client = 1, .at = utc(2025, 11, 1), .amount = 1000.00_money});
    CHECK(life.next_change(one.client) == utc(2027, 1, 1));
    one.settle(utc(2028, 1, 1));
    CHECK(one.moves == std::vector<std::string>{"platinum 2025-11-1", "base 2027-1-1"});
    told other{life};
    other.take(rung::purchase{.id = 2, .client = 2, .at = utc(2025, 12, 20), .amount = 600.00_money});
    other.take(rung::purchase{.id = 3, .client = 2, .at = utc(2026, 1, 10), .amount = 500.00_money});
    other.settle(utc(2028, 1, 1));
    CHECK(other.moves.empty());
}

TEST_CASE("case 06: the spend of the last 12 months") {
    static constexpr auto spend_12m = rung::sum(kinds::amount)
                                          .of(kinds::purchase)
                                          .less(kinds::refund)
                                          .in(rung::last_months(12))
                                          .named("spend_12m");
    using shop = rung::measured<spend_12m>;
    static constexpr rung::lifecycle life{
        rung::basic_ladder<shop>{{.name = "base"}, {.name = "vip", .enter = spend_12m >= 500.00_money}}};
    told seen{life};
    rung::event_id id = 0;
    auto const buys = [&](rung::instant at, rung::money amount) {
        seen.take(rung::purchase{.id = ++id, .client = 1, .at = at, .amount = amount});
    };
    buys(utc(2024, 1, 10), 300.00_money);
    buys(utc(2024, 3, 1), 250.00_money);
    for (unsigned m = 4; m <= 12; ++m) buys(utc(2024, m, 1), 20.00_money);
    auto const e = life.explain(seen.client, utc(2024, 12, 31));
    CHECK(e.moves_at() == utc(2025, 1, 10));
    for (unsigned m = 1; m <= 3; ++m) buys(utc(2025, m, 1), 20.00_money);
    CHECK(seen.moves == std::vector<std::string>{"vip 2024-3-1", "base 2025-1-10"});
    CHECK(has(seen.client.facts, spend_12m, utc(2025, 3, 1), shop{}) == 240'00);
}

TEST_CASE("case 06: a refund that names its purchase lowers the window in which the purchase is") {
    static constexpr auto spend_12m = rung::sum(kinds::amount)
                                          .of(kinds::purchase)
                                          .less(kinds::refund)
                                          .in(rung::last_months(12))
                                          .named("spend_12m");
    static constexpr rung::lifecycle life{rung::basic_ladder<rung::measured<spend_12m>>{
        {.name = "base"}, {.name = "vip", .enter = spend_12m >= 500.00_money}}};
    told seen{life};
    seen.take(rung::purchase{.id = 1, .client = 1, .at = utc(2024, 1, 10), .amount = 300.00_money});
    seen.take(rung::purchase{.id = 2, .client = 1, .at = utc(2024, 6, 1), .amount = 400.00_money});
    seen.take(rung::refund{
        .id = 3, .client = 1, .at = utc(2024, 6, 20), .amount = 300.00_money, .bought = utc(2024, 1, 10)});
    CHECK(seen.moves == std::vector<std::string>{"vip 2024-6-1", "base 2024-6-20"});
    seen.take(rung::purchase{.id = 4, .client = 1, .at = utc(2024, 7, 1), .amount = 100.00_money});
    seen.settle(utc(2026, 1, 1));
    // the 400.00 leave on 2025-06-01, and not the refunded 300.00 on 2025-01-10
    CHECK(seen.moves ==
          std::vector<std::string>{"vip 2024-6-1", "base 2024-6-20", "vip 2024-7-1", "base 2025-6-1"});
}

TEST_CASE("cases 10 and 14: levels by points earned, at most 100 a day, and a balance beside them") {
    static constexpr auto earned = rung::sum(points).of(earn).at_most_a_day(100).named("earned");
    static constexpr auto balance = rung::sum(points).of(earn).less(redeem).named("balance");
    using table = rung::measured<earned, balance>;
    static constexpr rung::lifecycle life{
        rung::basic_ladder<table>{{.name = "base"}, {.name = "gold", .enter = earned >= 180}}};
    told seen{life};
    seen.take(point_event{.id = 1, .at = utc(2026, 1, 1), .kind = what::earn, .points = 80});
    seen.take(point_event{.id = 2, .at = utc(2026, 1, 1) + 1_hours, .kind = what::earn, .points = 80});
    seen.take(point_event{.id = 3, .at = utc(2026, 1, 1) + 2_hours, .kind = what::redeem, .points = 60});
    seen.take(point_event{.id = 4, .at = utc(2026, 1, 2), .kind = what::earn, .points = 80});
    CHECK(has(seen.client.facts, earned, utc(2026, 1, 3), table{}) == 180);
    CHECK(has(seen.client.facts, balance, utc(2026, 1, 3), table{}) == 180);
    CHECK(seen.moves == std::vector<std::string>{"gold 2026-1-2"});
}

TEST_CASE("case 12: points expire four years after they were earned, redemptions take the oldest first") {
    static constexpr auto alive =
        rung::sum(points).of(earn).less(redeem).oldest_first().in(rung::last_years(4)).named("points");
    using table = rung::measured<alive>;
    table::facts f{};
    auto const earns = [&](int year, std::uint32_t n) {
        table::fold(f, point_event{.at = utc(year, 1, 1), .kind = what::earn, .points = n});
    };
    earns(2020, 500);
    earns(2021, 1);
    earns(2022, 1);
    earns(2023, 1);
    CHECK(has(f, alive, utc(2023, 12, 31), table{}) == 503);
    CHECK(has(f, alive, utc(2024, 1, 1), table{}) == 3);
    // 400 of 2020 are redeemed, so 100 of them expire.
    table::fold(f, point_event{.at = utc(2023, 6, 1), .kind = what::redeem, .points = 400});
    CHECK(has(f, alive, utc(2023, 12, 31), table{}) == 103);
    CHECK(has(f, alive, utc(2024, 1, 1), table{}) == 3);
}

TEST_CASE("case 20: days are those of the place") {
    static constexpr auto in_india = rung::days_with(visit).at_offset(330).named("in_india");
    static constexpr auto in_utc = rung::days_with(visit).named("in_utc");
    using table = rung::measured<in_india, in_utc>;
    table::facts f{};
    table::fold(f, point_event{.at = utc(2026, 6, 6, 18, 0)});
    table::fold(f, point_event{.at = utc(2026, 6, 6, 18, 45)});
    CHECK(has(f, in_india, utc(2026, 6, 7), table{}) == 2);
    CHECK(has(f, in_utc, utc(2026, 6, 7), table{}) == 1);
}

TEST_CASE("case 25: an old complaint is forgiven") {
    static constexpr auto quiet = rung::since_last(kinds::complaint).named("quiet");
    static constexpr auto& bought = rung::measures::purchases;
    static constexpr rung::lifecycle life{rung::basic_ladder<rung::measured<bought, quiet>>{
        {.name = "member"}, {.name = "trusted", .enter = bought >= 3 and quiet >= 180_days}}};
    told seen{life};
    for (unsigned d : {1u, 2u, 3u}) seen.take(rung::purchase{.id = d, .client = 1, .at = utc(2024, 12, d)});
    seen.take(rung::complaint{.id = 4, .client = 1, .at = utc(2025, 1, 10)});
    seen.take(rung::purchase{.id = 5, .client = 1, .at = utc(2025, 9, 1)});
    CHECK(seen.moves ==
          std::vector<std::string>{"trusted 2024-12-3", "member 2025-1-10", "trusted 2025-7-9"});
}

TEST_CASE("case 28: three paid months in a row") {
    static constexpr auto paid = rung::streak_of(rung::period::month, kinds::purchase).named("paid_months");
    static constexpr rung::lifecycle life{
        rung::basic_ladder<rung::measured<paid>>{{.name = "base"}, {.name = "silver", .enter = paid >= 3}}};
    auto const pays = [&](std::vector<rung::instant> const& days) {
        told seen{life};
        rung::event_id id = 0;
        for (auto d : days) seen.take(rung::purchase{.id = ++id, .client = 1, .at = d});
        seen.settle(utc(2027, 1, 1));
        return seen.moves;
    };
    CHECK(pays({utc(2026, 1, 1), utc(2026, 2, 1), utc(2026, 3, 2)}) ==
          std::vector<std::string>{"silver 2026-3-2", "base 2026-5-1"});
    CHECK(pays({utc(2026, 1, 1), utc(2026, 2, 1), utc(2026, 6, 1)}).empty());
}

TEST_CASE("case 36: hundreds of recommendations") {
    static constexpr auto many = rung::count(kinds::recommendation).up_to(1'000).named("recommendations");
    static constexpr rung::lifecycle life{
        rung::basic_ladder<rung::measured<many>>{{.name = "partner"},
                                                 {.name = "silver", .enter = many >= 50},
                                                 {.name = "gold", .enter = many >= 100},
                                                 {.name = "platinum", .enter = many >= 500}}};
    told seen{life};
    for (rung::event_id i = 1; i <= 500; ++i)
        seen.take(rung::recommendation{.id = i, .client = 1, .at = utc(2026, 1, 1)});
    CHECK(seen.moves.size() == 3);
    CHECK(life.ladder().name(life.stage(seen.client)) == "platinum");
}

TEST_CASE("case 24: so many of some measures") {
    static constexpr auto visits = rung::count(visit).in(rung::last_days(100)).named("visits");
    static constexpr auto earned = rung::sum(points).of(earn).named("earned");
    static constexpr auto redeemed = rung::count(redeem).named("redeemed");
    static constexpr rung::lifecycle life{rung::basic_ladder<rung::measured<visits, earned, redeemed>>{
        {.name = "guest"},
        {.name = "silver",
         .enter = rung::at_least(2, {visits >= 2, earned >= 100, redeemed >= 1}) and visits <= 9},
    }};
    told one{life};
    auto const day = [](unsigned d) { return utc(2026, 1, d); };
    one.take(point_event{.id = 1, .at = day(1), .kind = what::visit});
    one.take(point_event{.id = 2, .at = day(2), .kind = what::earn, .points = 100});
    CHECK(one.moves.empty());
    one.take(point_event{.id = 3, .at = day(3), .kind = what::visit});
    one.take(point_event{.id = 4, .at = day(3), .kind = what::visit});
    CHECK(life.next_change(one.client) == utc(2026, 4, 13));
    one.settle(utc(2027, 1, 1));
    CHECK(one.moves == std::vector<std::string>{"silver 2026-1-3", "guest 2026-4-13"});
}
