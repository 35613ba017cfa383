#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/ladder_clock.hpp>
#include <rung/insight/log_rank.hpp>
#include <rung/insight/stays.hpp>
#include <rung/insight/survival.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cstdint>
#include <vector>

using namespace rung::literals;
using rung::insight::clock_reading;
using rung::insight::clock_start;
using rung::insight::stay;
using rung::insight::still_there;
using rung::ladders::loyalty_stage;
using rung::ladders::service_stage;

namespace {

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

using shop = rung::client_base<rung::lifecycle<rung::ladder_of<service_stage>>>;
shop service_base() { return rung::client_base{rung::lifecycle{rung::ladders::service()}}; }

constexpr std::uint8_t at(service_stage s) { return static_cast<std::uint8_t>(s); }

std::vector<stay> stays_of(rung::insight::ladder_clock<service_stage> const& clock,
                           clock_reading<service_stage> const& how) {
    std::vector<stay> all;
    rung::insight::detail::stay_reader reader{how};
    CHECK(clock.each_path([&](auto const& p) {
        for (auto const& s : reader.read(p)) all.push_back(s);
    }) == 0);
    return all;
}

}  // namespace

TEST_CASE("ladder clock: the stays of a client by each clock; several moves at one instant are one") {
    auto base = service_base();
    rung::insight::ladder_clock clock{base};
    (void)base.apply(rung::need{.client = 1, .at = day(3)}, clock);
    (void)base.apply(rung::contact{.client = 1, .at = day(5)}, clock);
    (void)base.apply(rung::purchase{.client = 1, .at = day(9)}, clock);
    (void)base.apply(rung::purchase{.client = 2, .at = day(4)}, clock);  // a buyer at once

    using s = service_stage;
    CHECK(stays_of(clock, {.as_of = day(20)}) == std::vector<stay>{{-1, 2, at(s::potential), at(s::visitor)},
                                                                   {2, 6, at(s::visitor), at(s::buyer)},
                                                                   {6, 17, at(s::buyer), still_there},
                                                                   {-1, 0, at(s::potential), at(s::buyer)},
                                                                   {0, 16, at(s::buyer), still_there}});
    CHECK(stays_of(clock, {.as_of = day(20), .start = clock_start::entry}) ==
          std::vector<stay>{{-1, 2, at(s::potential), at(s::visitor)},
                            {-1, 4, at(s::visitor), at(s::buyer)},
                            {-1, 11, at(s::buyer), still_there},
                            {-1, 0, at(s::potential), at(s::buyer)},
                            {-1, 16, at(s::buyer), still_there}});
    auto const on = [](std::int64_t n) { return std::int64_t{day(n).unix_seconds} / 86'400; };
    CHECK(stays_of(clock, {.as_of = day(20), .start = clock_start::calendar}) ==
          std::vector<stay>{{on(3), on(5), at(s::potential), at(s::visitor)},
                            {on(5), on(9), at(s::visitor), at(s::buyer)},
                            {on(9), on(20), at(s::buyer), still_there},
                            {on(4), on(20), at(s::buyer), still_there}});
    // As of an earlier instant, what came later is not known; who came later is not there.
    CHECK(stays_of(clock, {.as_of = day(3)}) == std::vector<stay>{{-1, 0, at(s::potential), still_there}});
    // In weeks: the moves of one week are one.
    CHECK(stays_of(clock, {.as_of = day(20), .unit = 7_days}) ==
          std::vector<stay>{{-1, 0, at(s::potential), at(s::buyer)},
                            {0, 2, at(s::buyer), still_there},
                            {-1, 0, at(s::potential), at(s::buyer)},
                            {0, 2, at(s::buyer), still_there}});
}

TEST_CASE(
    "ladder clock: clients known from some day on enter late; a landmark leaves out who stood elsewhere") {
    auto base = service_base();
    rung::insight::ladder_clock clock{base};
    (void)base.apply(rung::contact{.client = 1, .at = day(0)}, clock);
    (void)base.apply(rung::purchase{.client = 1, .at = day(9)}, clock);
    (void)base.apply(rung::purchase{.client = 2, .at = day(0)}, clock);
    (void)base.apply(rung::contact{.client = 3, .at = day(6)}, clock);

    using s = service_stage;
    CHECK(stays_of(clock, {.as_of = day(20), .known_from = day(5)}) ==
          std::vector<stay>{{5, 9, at(s::visitor), at(s::buyer)},
                            {9, 20, at(s::buyer), still_there},
                            {5, 20, at(s::buyer), still_there},
                            {-1, 0, at(s::potential), at(s::visitor)},
                            {0, 14, at(s::visitor), still_there}});
    CHECK(stays_of(clock, {.as_of = day(20), .start = clock_start::entry, .known_from = day(5)}).front() ==
          stay{5, 0, at(s::potential), at(s::visitor)});  // over before: it counts nothing
    CHECK(stays_of(clock, {.as_of = day(20), .since = {{s::visitor, 7}}}) ==
          std::vector<stay>{{7, 9, at(s::visitor), at(s::buyer)},
                            {9, 20, at(s::buyer), still_there},
                            {7, 14, at(s::visitor), still_there}});
    CHECK(stays_of(clock, {.as_of = day(20), .since = {{s::buyer, 0}}}) ==
          std::vector<stay>{{0, 20, at(s::buyer), still_there}});
    // Whoever came less than 15 days ago was not seen at 15.
    CHECK(stays_of(clock, {.as_of = day(20), .since = {{s::visitor, 15}}}).empty());
}

TEST_CASE("ladder clock: climb, fall and loss compete; the three and those who stay add up to one") {
    rung::client_base base{rung::lifecycle{rung::ladders::loyalty()}};
    rung::insight::ladder_clock clock{base};
    for (rung::client_id c = 1; c <= 9; ++c) {
        auto const n = static_cast<std::int64_t>(c);
        (void)base.apply(rung::purchase{.client = c, .at = day(n)}, clock);
        if (c % 3 == 0) (void)base.apply(rung::loss{.client = c, .at = day(2 * n)}, clock);
        if (c % 3 == 1) (void)base.apply(rung::purchase{.client = c, .at = day(n + 4)}, clock);
        if (c % 3 == 1) (void)base.apply(rung::purchase{.client = c, .at = day(n + 5)}, clock);
        if (c % 3 == 1) (void)base.apply(rung::purchase{.client = c, .at = day(n + 6)}, clock);
    }
    auto const buyer = static_cast<std::size_t>(loyalty_stage::buyer);
    auto const counts = count_stays(base, clock, {.as_of = day(40), .start = clock_start::entry});
    auto const table = counts.table();
    std::vector<std::uint8_t> way(table.places, 2);
    for (std::size_t i = 0; i < way.size(); ++i)
        way[i] = i == buyer ? 0 : i < buyer ? 2 : i < base.lifecycle().ladder().stage_count() ? 1 : 3;
    auto const out = ways_out(table, buyer, way);
    auto const o = occupancy_from(out, 0);
    std::int64_t lost = 0;
    for (auto const& m : out.moves) lost += m.to == 3 ? m.clients : 0;
    CHECK(lost == 3);
    for (auto const t : o.times) {
        double sum = 0;
        for (std::size_t i = 0; i < out.places; ++i) sum += o.share(i, t);
        CHECK(std::abs(sum - 1) < 1e-12);
        // Those who stay are those of Kaplan and Meier's curve, with its variance.
        auto const curve = kaplan_meier(table, buyer);
        CHECK(o.share(0, t) == Approx(curve.share(t)).epsilon(1e-12));
        if (auto const* s = curve.step_at(t)) CHECK(o.at(0, t).variance == Approx(s->variance).epsilon(1e-9));
    }
}

TEST_CASE("ladder clock: groups, and the test between them") {
    auto base = service_base();
    rung::insight::ladder_clock clock{base};
    for (rung::client_id c = 1; c <= 40; ++c) {
        (void)base.apply(rung::contact{.client = c, .at = day(0)}, clock);
        auto const n = static_cast<std::int64_t>(c);
        (void)base.apply(rung::purchase{.client = c, .at = day(c % 2 == 0 ? n : 5 * n)}, clock);
    }
    auto const groups =
        count_stays_by(base, clock, {.as_of = day(200)}, [](rung::client_id c) { return c % 2 == 0; });
    REQUIRE(groups.size() == 2);
    auto const fast = groups[true].table();
    auto const slow = groups[false].table();
    auto const visitor = std::size_t{at(service_stage::visitor)};
    auto const test = log_rank(fast, slow, visitor);
    REQUIRE(test);
    CHECK(test->z > 2);
    CHECK(test->observed == 20);
    using rung::insight::weighting;
    for (auto const how : {weighting::kind::at_risk, weighting::kind::root, weighting::kind::fleming})
        CHECK(log_rank(fast, slow, visitor, {.how = how})->z > 2);
    // S(t-)^0 (1 - S(t-))^0 weighs nothing: log-rank again.
    CHECK(log_rank(fast, slow, visitor, {.how = weighting::kind::fleming, .early = 0, .late = 0})->z ==
          Approx(test->z).epsilon(1e-12));
    auto const difference = difference_of_means(fast, slow, visitor, 40);
    REQUIRE(difference);
    CHECK(difference->value < 0);
    CHECK(difference->within(40).high() < 0);
    CHECK(groups.total() == count_stays(base, clock, {.as_of = day(200)}));
}

TEST_CASE("ladder clock: where clients stood at the ends of a period, those who stayed too") {
    auto base = service_base();
    rung::insight::ladder_clock clock{base};
    (void)base.apply(rung::contact{.client = 1, .at = day(0)}, clock);
    (void)base.apply(rung::purchase{.client = 1, .at = day(9)}, clock);
    (void)base.apply(rung::contact{.client = 2, .at = day(1)}, clock);
    (void)base.apply(rung::contact{.client = 3, .at = day(5)}, clock);
    auto const moves = clock.between(day(2), day(10));
    CHECK(moves.count(service_stage::visitor, service_stage::buyer) == 1);
    CHECK(moves.count(service_stage::visitor, service_stage::visitor) == 1);
    CHECK(moves.out_of(service_stage::visitor) == 2);
    CHECK(moves.out_of(service_stage::potential) == 0);
}

TEST_CASE("ladder clock: whose coming was not told is not guessed at") {
    auto base = service_base();
    rung::insight::ladder_clock clock{base};
    (void)base.apply(rung::contact{.client = 1, .at = day(0)});
    (void)base.apply(rung::purchase{.client = 1, .at = day(9)}, clock);
    (void)base.apply(rung::contact{.client = 2, .at = day(9)}, clock);
    std::size_t visited = 0;
    CHECK(clock.each_path([&](auto const&) { ++visited; }) == 1);
    CHECK(visited == 1);
}

TEST_CASE("survival: median with its interval, restricted mean; what is not known is nothing") {
    rung::insight::transition_counts counts{2};
    for (std::int64_t t = 1; t <= 10; ++t) counts.add({-1, t, 0, t <= 6 ? std::uint8_t{1} : still_there});
    auto const table = counts.table();
    auto const curve = kaplan_meier(table, 0);
    CHECK(curve.time_until(0.5) == 5);
    CHECK_FALSE(curve.time_until(0.7));
    auto const between = curve.time_until_between(0.5);
    REQUIRE(between.low);
    CHECK(*between.low <= 5);
    CHECK_FALSE(between.high);
    // 1 + .9 + .8 + .7 + .6 + .5 + .4
    auto const mean = restricted_mean(curve, 7);
    REQUIRE(mean);
    CHECK(mean->value == Approx(4.9).epsilon(1e-12));
    // Without censoring as far as t it is a mean of n numbers: its variance is that of them, over n.
    double variance = 0;
    for (std::int64_t t = 1; t <= 10; ++t) {
        auto const x = static_cast<double>(t < 7 ? t : 7);
        variance += (x - 4.9) * (x - 4.9) / 100;
    }
    CHECK(mean->variance == Approx(variance).epsilon(1e-12));
    auto const area = expected_time(table, 0, 0, -1, 7);
    REQUIRE(area);
    CHECK(area->value == Approx(mean->value).epsilon(1e-12));
    CHECK(area->variance == Approx(mean->variance).epsilon(1e-12));
    CHECK_FALSE(restricted_mean(curve, 11));
    CHECK_FALSE(expected_time(table, 0, 0, -1, 11));

    // The three bands at S = 0.5, n = 10, se = sqrt(.5 * .5 / 10).
    auto const* s = curve.step_at(5);
    auto const e = 1.959963984540054 * std::sqrt(0.025);
    CHECK(interval_of(*s, rung::insight::band::plain).low() == Approx(0.5 - e));
    CHECK(interval_of(*s, rung::insight::band::log).high() == Approx(0.5 * std::exp(e / 0.5)));
    auto const power = std::exp(e / (0.5 * std::log(2.0)));
    CHECK(interval_of(*s).low() == Approx(std::pow(0.5, power)));
    CHECK(interval_of(*s).high() == Approx(std::pow(0.5, 1 / power)));
}
