// A ladder bound at compile time gives the same answers as the same ladder held at run time.

#include "catch.hpp"
#include "core/random_worlds.hpp"

#include <rung/core/lifecycle.hpp>
#include <rung/ladders/ladders.hpp>
#include <rung/retail/retail.hpp>

#include <cstdint>
#include <cstring>
#include <vector>

namespace {

using namespace rung::literals;
using rung::lifecycle;
using rung::stage;
namespace ascent = rung::ascent;
namespace descent = rung::descent;
namespace comeback = rung::comeback;

constexpr lifecycle service{rung::ladders::service(), ascent::leap{}, descent::after{30_days}};
constexpr lifecycle familiarity{rung::ladders::familiarity(), ascent::one_step{},
                                descent::at_once{rung::one_down}};
constexpr lifecycle loyalty{rung::ladders::loyalty(), ascent::leap{}, descent::never{}, comeback::resume{}};
constexpr lifecycle journey{rung::ladders::journey(), ascent::one_step{},
                            descent::after{7_days, rung::one_down}};
constexpr lifecycle patronage{rung::ladders::patronage(), ascent::direct{}, descent::at_once{},
                              comeback::restart{}};
constexpr lifecycle purchase{rung::ladders::purchase(), ascent::leap{}, descent::at_once{},
                             comeback::restart{}};

using namespace rung::facts;

// Everything that ages, in seconds; own keeps, doors, graces, exits that end by time.
constexpr rung::ladder restless{
    stage{"a"},
    stage{.name = "b", .enter = contacts >= 1 or purchases >= 1, .grace = 3_seconds},
    stage{.name = "c",
          .enter = (purchases >= 1 and silence <= 20_seconds) or since_2nd_last <= 15_seconds,
          .keep = silence <= 30_seconds or since_2nd_last <= 15_seconds,
          .door = referred >= 1 and tenure <= 40_seconds},
    stage{"d", purchases >= 2 and silence_ratio <= 150_percent and silence <= 25_seconds},
    stage{.name = "e", .enter = tenure >= 10_seconds and complaints <= 0, .keep = complaints <= 1},
    stage{.name = "asleep", .enter = silence >= 35_seconds and silence <= 50_seconds, .exit = true},
    stage{.name = "lost", .enter = lost >= 1 or waiting >= 12_seconds, .exit = true},
};
constexpr lifecycle restless_leap{restless};
constexpr lifecycle restless_step{restless, ascent::one_step{}, descent::after{5_seconds, rung::one_down},
                                  comeback::resume{}};
constexpr lifecycle restless_direct{restless, ascent::direct{}, descent::at_once{rung::one_down},
                                    comeback::restart{}};

// Every fact once.
constexpr rung::ladder curious{
    stage{"nobody"},
    stage{"one", contacts >= 1 or purchases >= 1 or addons >= 1 or spend >= 0.10_money or evaluations >= 1},
    stage{"two", recommendations >= 1 or referred == 1 or last_score >= 3 or mean_score >= 2.50_decimal},
    stage{"three", bad_scores <= 1 and need_level <= 1 and process_step <= 5 and competitor_purchases <= 1},
    stage{"four", awareness_level >= rung::knows::trade or wallet_share > 50_percent or price_rises >= 1},
    stage{"five", own_contacts >= 1 or since_3rd_last <= 60_seconds or since_4th_last <= 90_seconds},
    stage{.name = "angry", .enter = complaints >= 2, .exit = true},
};
constexpr lifecycle curious_direct{curious, ascent::direct{}, descent::after{9_seconds}};

// Routes that count: alone, with more that must hold, beside others, as rules to enter, to keep, doors,
// exits.
constexpr rung::ladder counting{
    stage{"a"},
    stage{"b", rung::at_least(2, {contacts >= 1, purchases >= 1, tenure >= 12_seconds, addons >= 1})},
    stage{.name = "c",
          .enter = rung::at_least(2, {purchases >= 2, silence <= 15_seconds, evaluations >= 1}) and
                   (complaints <= 1 or spend >= 0.30_money),
          .keep = rung::at_least(1, {purchases >= 2, silence <= 25_seconds}) or contacts >= 3,
          .grace = 4_seconds},
    stage{.name = "d",
          .enter = purchases >= 3 and rung::at_least(2, {silence <= 20_seconds, since_2nd_last <= 30_seconds,
                                                         tenure >= 40_seconds}),
          .door = rung::at_least(3, {referred >= 1, contacts >= 1, tenure <= 30_seconds})},
    stage{.name = "away",
          .enter = rung::at_least(2, {silence >= 35_seconds, waiting >= 12_seconds, lost >= 1}),
          .exit = true},
};
// Nobody who reached c falls below it, though b is lost in seconds.
constexpr rung::ladder keeping{
    stage{"a"},
    stage{"b", contacts >= 1 or silence <= 8_seconds},
    stage{.name = "c", .enter = purchases >= 2 and silence <= 20_seconds, .keep = rung::rule::always()},
    stage{.name = "d", .enter = purchases >= 3 and since_2nd_last <= 25_seconds, .grace = 4_seconds},
    stage{.name = "gone", .enter = lost >= 1, .exit = true},
};
constexpr lifecycle keeping_leap{keeping};
constexpr lifecycle keeping_step{keeping, ascent::one_step{}, descent::after{5_seconds, rung::one_down},
                                 comeback::resume{}};
constexpr lifecycle counting_leap{counting};
constexpr lifecycle counting_step{counting, ascent::one_step{}, descent::after{5_seconds, rung::one_down}};

// No rung but the ground.
constexpr lifecycle flat{rung::ladder{stage{"all"}}};

template <auto const& Lifecycle>
void same_answers(std::int64_t gap) {
    rung::fixed<Lifecycle> const bound;
    using moves = std::vector<rung::named_transition<std::remove_cvref_t<decltype(Lifecycle.ladder())>>>;
    auto const same = [](auto const& a, auto const& b) {
        if (a.size() != b.size()) return false;
        for (std::size_t i = 0; i < a.size(); ++i) {
            if (!(static_cast<rung::transition<typename decltype(bound)::stage_type> const&>(a[i]) == b[i]))
                return false;
        }
        return true;
    };
    auto const log = worlds::random_log(20, gap, false);
    RC_LOG() << worlds::text(log);
    rung::client x;
    rung::client y;
    for (auto const& e : log) {
        moves from_x;
        moves from_y;
        auto const a = Lifecycle.apply(x, e, [&](auto const& t) { from_x.push_back(t); });
        auto const b = bound.apply(y, e, [&](auto const& t) { from_y.push_back(t); });
        RC_ASSERT(a.answer() == b.answer());
        RC_ASSERT(a.hold() == b.hold());
        RC_ASSERT(a.settled() == b.settled());
        RC_ASSERT(same(from_x, from_y));
        RC_ASSERT(std::memcmp(&x, &y, sizeof x) == 0);
        RC_ASSERT(Lifecycle.next_change(x) == bound.next_change(y));
        RC_ASSERT(Lifecycle.judge(x.facts, e.at) == bound.judge(y.facts, e.at));
        RC_ASSERT(Lifecycle.why_not(x, e) == bound.why_not(y, e));
        if (worlds::chance(30)) {
            from_x.clear();
            from_y.clear();
            auto const ahead = e.at + rung::duration{worlds::draw(0, gap)};
            auto x2 = x;
            auto y2 = y;
            RC_ASSERT(Lifecycle.settle(x2, ahead, [&](auto const& t) { from_x.push_back(t); }) ==
                      bound.settle(y2, ahead, [&](auto const& t) { from_y.push_back(t); }));
            RC_ASSERT(same(from_x, from_y));
            RC_ASSERT(std::memcmp(&x2, &y2, sizeof x2) == 0);
        }
    }
}

template <auto const& Lifecycle>
void check(char const* name) {
    REQUIRE(rc::check(name, [] {
        for (std::int64_t const gap : {25, 40 * 86'400}) same_answers<Lifecycle>(gap);
    }));
}

}  // namespace

TEST_CASE("fixed answers as the run-time lifecycle does: catalog") {
    check<service>("service");
    check<familiarity>("familiarity");
    check<loyalty>("loyalty");
    check<journey>("journey");
    check<patronage>("patronage");
    check<purchase>("purchase");
}

TEST_CASE("fixed answers as the run-time lifecycle does: custom ladders") {
    check<restless_leap>("restless, leap");
    check<restless_step>("restless, one step");
    check<restless_direct>("restless, direct");
    check<curious_direct>("curious");
    check<flat>("flat");
    check<keeping_leap>("keeping, leap");
    check<keeping_step>("keeping, one step");
    check<counting_leap>("counting, leap");
    check<counting_step>("counting, one step");
}
