#include "../catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/measures/measured.hpp>
#include <rung/measures/run_time_table.hpp>
#include <rung/retail/shop.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// A table made at run time answers as the table of the same constants does, bit for bit.

namespace {

using rung::retail_model;
using rung::shop_event;
using rung::shop_model;
namespace facts_of = rung::measures;

constexpr rung::selection<shop_model> own(unsigned k) {
    rung::selection<shop_model> s;
    s.any[0].kinds = std::uint64_t{1} << (shop_model::own_kinds + k);
    s.size = 1;
    return s;
}
constexpr rung::selection<shop_model> bought = [] {
    rung::selection<shop_model> s;
    s.any[0].kinds = std::uint64_t{1} << static_cast<unsigned>(rung::event_kind::purchase);
    s.size = 1;
    return s;
}();
constexpr rung::selection<shop_model> given_back = [] {
    rung::selection<shop_model> s;
    s.any[0].kinds = std::uint64_t{1} << static_cast<unsigned>(rung::event_kind::refund);
    s.size = 1;
    return s;
}();
constexpr auto stay = own(0);
constexpr auto redeem = own(1);
constexpr rung::field_of<shop_model, rung::unit::money> amount{retail_model::amount};
constexpr rung::field_of<shop_model, rung::unit::count> quantity{shop_model::quantity};
constexpr rung::field_of<shop_model, rung::unit::count> category{shop_model::category, 65'535};
constexpr rung::field_of<shop_model, rung::unit::count> value{shop_model::value};

constexpr auto nights = rung::sum(quantity).of(stay).in(rung::calendar_year).at_offset(180).named("nights");
constexpr auto nights_last = nights.ago(1).named("nights_last");
constexpr auto spend_12m =
    rung::sum(amount).of(bought).less(given_back).in(rung::last_months(12)).named("spend_12m");
constexpr auto active = rung::days_with(stay || bought).in(rung::last_days(100)).named("active");
constexpr auto dinners =
    rung::count(bought.where(category == 2)).in(rung::last_days(90).with_room_for(5)).named("dinners");
constexpr auto streak = rung::streak_of(rung::period::month, bought).named("streak");
constexpr auto points = rung::sum(quantity)
                            .of(stay)
                            .less(redeem)
                            .oldest_first()
                            .in(rung::last_years(4).with_room_for(60))
                            .at_most_a_day(500)
                            .named("points");
constexpr auto country = rung::last(value).of(stay.where(category == 1)).named("country");
constexpr auto largest = rung::largest(amount).of(bought).named("largest");
constexpr auto since_stay = rung::since_last(stay, 2).named("since_stay");
constexpr auto first_stay = rung::since_first(stay).named("first_stay");
constexpr auto gap = rung::silence_ratio_of(bought).named("gap");
constexpr auto mean_items = rung::mean(quantity).of(bought).up_to(1'000).named("mean_items");
constexpr auto dined = rung::count(bought || stay)
                           .after(bought.where(category == 3))
                           .in(rung::last_days(40).with_room_for(3))
                           .named("dined");
constexpr auto ripe = rung::sum(amount)
                          .of(bought)
                          .less(given_back)
                          .in(rung::last_days(60).days_ago(14).with_room_for(20))
                          .named("ripe");
constexpr auto lapsing =
    rung::sum(quantity).of(stay).less(redeem).after_silence(rung::last_weeks(5), stay).named("lapsing");
constexpr auto own_year = rung::sum(amount)
                              .of(bought)
                              .less(given_back)
                              .in(2 * rung::calendar_quarter)
                              .since_first(stay)
                              .named("own_year");
constexpr auto paid_a_day = rung::sum(amount)
                                .of(bought)
                                .less(given_back)
                                .at_most_a_day(20'000)
                                .in(2 * rung::calendar_month)
                                .named("paid_a_day");
constexpr auto bought_a_day =
    rung::count(bought).at_most_a_day(1).in(rung::last_days(40).with_room_for(20)).named("bought_a_day");
constexpr auto stays_since = rung::count(stay).after(redeem).named("stays_since");

using constants = rung::measured<nights, nights_last, spend_12m, active, dinners, streak, points, country,
                                 largest, since_stay, first_stay, gap, mean_items, stays_since, dined,
                                 lapsing, ripe, paid_a_day, bought_a_day, own_year>;
constexpr std::array<rung::measure_row const*, constants::size> rows{
    &nights,  &nights_last, &spend_12m,  &active,     &dinners,      &streak,     &points,
    &country, &largest,     &since_stay, &first_stay, &gap,          &mean_items, &stays_since,
    &dined,   &lapsing,     &ripe,       &paid_a_day, &bought_a_day, &own_year};

struct of_all;
using interpreted = rung::run_time_table<shop_model, 320, rung::room::as_said, of_all>;

shop_event random_event(std::mt19937_64& random, rung::instant at, std::vector<rung::instant> const& before) {
    auto const roll = [&](std::uint64_t n) { return random() % n; };
    shop_event e;
    e.at = at;
    auto const which = roll(6);
    e.kind = which < 3    ? rung::event_kind::purchase
             : which == 3 ? rung::event_kind::refund
                          : static_cast<rung::event_kind>(shop_model::own_kinds + which - 4);
    e.amount = rung::money{static_cast<std::int64_t>(roll(50'000))};
    e.quantity = static_cast<std::uint32_t>(roll(300));
    e.category = static_cast<std::uint16_t>(roll(4));
    e.value = static_cast<std::uint32_t>(roll(1'000));
    if (e.kind == rung::event_kind::refund && roll(3) != 0 && !before.empty())
        e.bought = before[before.size() - 1 - roll(std::min<std::size_t>(before.size(), 6))];
    if (e.kind == rung::event_kind::refund && roll(2) == 0) e.mark = rung::detail::in_part_mark;
    return e;
}

}  // namespace

TEST_CASE("a table made at run time has the words and the answers of the same constants") {
    rung::measure_list<shop_model> list;
    for (auto const* m : rows) REQUIRE(list.add(*m));
    REQUIRE(interpreted::use(list) == rung::table_fault::none);
    REQUIRE(interpreted::words_used() * 4 == sizeof(constants::facts));
    for (std::size_t k = 0; k < constants::size; ++k) {
        auto const& a = interpreted::vocabulary[k];
        auto const& b = constants::vocabulary[k];
        CHECK(a.name == b.name);
        CHECK(a.measure == b.measure);
        CHECK(a.most == b.most);
        CHECK(a.ages == b.ages);
        CHECK(a.shrinks == b.shrinks);
        CHECK(a.falls == b.falls);
    }
    std::mt19937_64 random{12};
    std::size_t full = 0;
    for (int client = 0; client < 60; ++client) {
        constants::facts one{};
        interpreted::facts other{};
        std::vector<rung::instant> before;
        auto now = rung::utc(2020, 1, 1);
        auto const pace = std::uint64_t{1} << (12 + random() % 9);
        for (int i = 0; i < 120; ++i) {
            now = now + rung::duration{static_cast<std::int64_t>(random() % pace)};
            auto const e = random_event(random, now, before);
            auto const refused = constants::why_not(one, e);
            REQUIRE(interpreted::why_not(other, e) == refused);
            if (refused != rung::refusal::none) {
                ++full;
                continue;
            }
            constants::fold(one, e);
            interpreted::fold(other, e);
            if (e.kind == rung::event_kind::purchase) before.push_back(now);
            REQUIRE(std::equal(std::begin(one.words), std::end(one.words), other.words));
            if (i % 8 != 0) continue;
            auto const later = now + rung::duration{static_cast<std::int64_t>(random() % (500 * 86'400))};
            for (std::size_t k = 0; k < constants::size; ++k) {
                auto const a = static_cast<constants::fact>(k);
                auto const b = static_cast<interpreted::fact>(k);
                CHECK(constants::read(one, a, later) == interpreted::read(other, b, later));
                auto const v = constants::read(one, a, now);
                auto const more = v < INT64_MAX ? v + 1 : v;  // what never was, is that long ago
                CHECK(constants::reaches(one, a, more) == interpreted::reaches(other, b, more));
                if (constants::vocabulary[k].shrinks)
                    CHECK(constants::flips(one, a, v / 2, v, now) ==
                          interpreted::flips(other, b, v / 2, v, now));
            }
        }
    }
    CHECK(full > 10);
}
