#include "catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/core/explain.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace rung::literals;
using namespace rung::facts;
using rung::remedy;
using rung::stage;
using rung::stage_id;

namespace {

constexpr auto day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }
constexpr stage_id second{1};

}  // namespace

TEST_CASE("a rule holds without a break while one route takes over from the other") {
    auto const until = [](rung::rule const& r) {
        rung::lifecycle const life{rung::ladder{stage{"a"}, stage{"b", r}}};
        rung::client c;
        (void)life.apply(c, rung::purchase{.at = day(1)});
        auto const e = life.explain(c, day(2));
        return e.enter(second).until();
    };
    CHECK(until(silence <= 5_days or (silence >= 10_days and silence <= 20_days)) == day(6) + 1_seconds);
    CHECK(until(silence <= 5_days or (silence >= 5_days and silence <= 20_days)) == day(21) + 1_seconds);
    CHECK(until(silence <= 5_days or (silence > 5_days and silence <= 20_days)) == day(21) + 1_seconds);
    CHECK(until((silence > 5_days and silence <= 20_days) or silence <= 5_days) == day(21) + 1_seconds);
    CHECK(until(silence <= 5_days or silence > 5_days) == rung::instant::forever());
}

TEST_CASE("what ends a rule is what ends its last route") {
    auto const ends = [](rung::rule const& r) {
        rung::lifecycle const life{rung::ladder{stage{"a"}, stage{"b", r}}};
        rung::client c;
        (void)life.apply(c, rung::purchase{.at = day(1)});
        (void)life.apply(c, rung::evaluation{.at = day(1), .score = 4});
        auto const e = life.explain(c, day(2));
        return e.enter(second).to_cease();
    };
    CHECK(ends(last_score >= 3) == remedy::events);
    CHECK(ends(last_score >= 3 or purchases >= 1) == remedy::never);
    CHECK(ends(last_score >= 3 or silence <= 5_days) == remedy::events);
    CHECK(ends(silence <= 5_days) == remedy::time);
    CHECK(ends(purchases >= 2) == remedy::none);
}

TEST_CASE("a ladder of all its conditions and routes is explained within its bounds") {
    STATIC_REQUIRE([] {
        constexpr std::string_view names = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-";
        std::array<stage, 64> stages{};
        for (std::size_t i = 0; i < 64; ++i) {
            stages[i].name = names.substr(i, 1);
            if (i != 0) stages[i].enter = contacts >= i or (contacts >= i and purchases >= 1);
        }
        stages[1].enter = stages[1].enter or (contacts >= 2 and purchases >= 1);
        stages[2].enter = stages[2].enter or (contacts >= 3 and purchases >= 1);
        rung::ladder const full{stages};
        rung::lifecycle const life{full};
        rung::client c;
        (void)life.apply(c, rung::contact{.at = day(1)});
        auto const e = life.explain(c, day(2));
        return full.condition_count() == 64 && full.route_count() == 128 && e.stage() == second &&
               e.enter(stage_id{3}).size() == 2 && e.enter(stage_id{3})[0].cost() == 667;
    }());
}
