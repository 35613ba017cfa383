#include "catch.hpp"
#include "ladders/story.hpp"

#include <rung/base/client_base.hpp>
#include <rung/insight/compare.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>
#include <rung/report/compare.hpp>

#include <map>
#include <optional>
#include <sstream>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using namespace rung::literals;
using rung::adoption;
using story::day;
using stage = rung::ladders::service_stage;
using fact = rung::retail::fact;

constexpr rung::lifecycle service{rung::ladders::service()};
using life = std::remove_const_t<decltype(service)>;

/// Client n has bought n times, every tenth day, the last time on day 60; client 9 has recommended too.
rung::client_base<life> shop() {
    rung::client_base base{service};
    for (rung::client_id const n : {1u, 2u, 3u, 4u, 5u, 9u}) {
        for (auto i = static_cast<std::int64_t>(n); i > 0; --i)
            (void)base.apply(rung::purchase{.client = n, .at = day(70 - 10 * i)});
    }
    (void)base.apply(rung::recommendation{.client = 9, .at = day(61)});
    return base;
}

constexpr rung::lifecycle five{rung::ladders::service({.client_purchases = 5})};
constexpr rung::lifecycle two{rung::ladders::service({.client_purchases = 2})};
constexpr rung::lifecycle brisk{rung::ladders::service({.regular_within = 5_days})};

using move = rung::insight::would_move<life, life>;

std::map<rung::client_id, move> who_would_move(life const& next, adoption how) {
    std::map<rung::client_id, move> all;
    rung::insight::compare(shop(), next, {.at = day(70), .how = how},
                           [&](auto const& m) { all[m.client] = m; });
    return all;
}

}  // namespace

TEST_CASE("a client who falls less far than the rules say has failed a rule all the same") {
    constexpr rung::lifecycle now{rung::ladders::service(), rung::ascent::leap{},
                                  rung::descent::at_once{rung::one_down}};
    constexpr rung::lifecycle next{rung::ladders::service({.client_purchases = 20}), rung::ascent::leap{},
                                   rung::descent::at_once{rung::one_down}};
    rung::client_base base{now};
    for (rung::client_id const n : {1u, 9u}) {
        for (auto i = std::int64_t{9}; i > 0; --i)
            (void)base.apply(rung::purchase{.client = n, .at = day(70 - 5 * i)});
        (void)base.apply(rung::recommendation{.client = n, .at = day(66)});
    }
    // And one whom a floor keeps at client.
    (void)base.apply(rung::manual_decision{.client = 1,
                                           .at = day(67),
                                           .what = rung::decree::floor,
                                           .stage = rung::stage_id{3},
                                           .until = day(99)});
    int would_fall = 0;
    rung::insight::compare(base, next, {.at = day(70), .how = adoption::from_now_on}, [&](auto const& m) {
        ++would_fall;
        CHECK(m.from == stage::advocate);
        CHECK(m.to == stage::client);
        REQUIRE(m.why);
        CHECK(m.why->need.fact == fact::purchases);
        CHECK(m.why->need.low == 20);
    });
    CHECK(would_fall == 2);
}

TEST_CASE("a higher threshold: who would fall, and the condition that fails") {
    for (auto const how : {adoption::retroactive, adoption::from_now_on}) {
        auto const moves = who_would_move(five, how);
        REQUIRE(moves.size() == 2);
        auto const& m = moves.at(4);
        CHECK(m.from == stage::client);
        CHECK(m.to == stage::buyer);
        CHECK(m.why_is_new);
        CHECK(m.why->need.fact == fact::purchases);
        CHECK(m.why->have == 4);
        CHECK(m.why->missing == 1);
        CHECK(moves.at(3).why->missing == 2);
    }
    CHECK(who_would_move(five, adoption::grandfathering).empty());
}

TEST_CASE("a lower threshold: who would rise, and the condition that had held them back") {
    auto const moves = who_would_move(two, adoption::grandfathering);
    REQUIRE(moves.size() == 1);
    auto const& m = moves.at(2);
    CHECK(m.to == stage::client);
    CHECK_FALSE(m.why_is_new);
    CHECK(m.why->need == rung::condition{fact::purchases, 3, 65'535});
    CHECK(m.why->have == 2);
}

TEST_CASE("a fall of several rungs is explained by the lowest one lost") {
    auto const moves = who_would_move(brisk, adoption::from_now_on);
    CHECK(moves.size() == 4);
    auto const& m = moves.at(9);
    CHECK(m.from == stage::advocate);
    CHECK(m.to == stage::buyer);
    CHECK(m.why->need.fact == fact::silence);
    CHECK(m.why->missing == -(5_days).seconds);
}

TEST_CASE(
    "another ladder: stages are matched by name; a client without such a stage is judged as a newcomer") {
    rung::lifecycle const loyalty{rung::ladders::loyalty()};
    auto base = shop();
    (void)base.apply(rung::contact{.client = 50, .at = day(62), .by = rung::initiator::client});
    (void)base.apply(
        rung::contact{.client = 51, .at = day(62), .by = rung::initiator::client, .awaits_answer = true});
    CHECK(base.find(50)->stage() == stage::visitor);
    std::map<rung::client_id, std::optional<rung::measured_condition<rung::retail>>> why;
    auto const c =
        rung::insight::compare(base, loyalty, {.at = day(70)}, [&](auto const& m) { why[m.client] = m.why; });
    std::ostringstream out;
    rung::report::table(out, service.ladder(), loyalty.ladder(), c);
    CHECK(out.str() == "from \\ to  potential   client     lost\n"
                       "visitor            1        .        1\n"
                       "buyer              .        1        .\n"
                       "advocate           .        1        .\n"
                       "8 clients: 1 up, 0 down, 3 from a stage that is gone\n");
    CHECK_FALSE(why.at(50));
    CHECK(why.at(51)->need.fact == fact::waiting);
    auto const next = std::move(base).adopt(loyalty, {.at = day(70)});
    CHECK(next.find(50)->stage() == rung::ladders::loyalty_stage::potential);
    CHECK(next.find(51)->stage() == rung::ladders::loyalty_stage::lost);
    CHECK(next.find(3)->stage() == rung::ladders::loyalty_stage::client);
}

TEST_CASE(
    "a stage of another name is the same stage if one says so; else the client begins on the nearest below") {
    using namespace rung::facts;
    auto const ladder = [](std::string_view top) {
        return rung::ladder{rung::stage{"guest"}, rung::stage{"member", purchases >= 1},
                            rung::stage{"gold", purchases >= 2}, rung::stage{top, purchases >= 3}};
    };
    rung::lifecycle const before{ladder("vip"), rung::ascent::one_step{}};
    rung::lifecycle const after{ladder("VIP"), rung::ascent::one_step{}};
    auto const base_of_one = [&] {
        rung::client_base base{before};
        for (std::int64_t i = 0; i < 3; ++i) (void)base.apply(rung::purchase{.client = 1, .at = day(i)});
        return base;
    };
    REQUIRE(base_of_one().find(1)->stage_name() == "vip");

    constexpr rung::renamed_stage renamed[] = {{"vip", "VIP"}};
    auto const said = rung::insight::compare(base_of_one(), after, {.at = day(9), .renamed = renamed});
    CHECK(said.up + said.down + said.gone == 0);
    CHECK(base_of_one().adopt(after, {.at = day(9), .renamed = renamed}).find(1)->since() == day(2));

    auto const unsaid = rung::insight::compare(base_of_one(), after, {.at = day(9)});
    CHECK(unsaid.gone == 1);
    CHECK(unsaid.up + unsaid.down == 0);
    auto const base = base_of_one().adopt(after, {.at = day(9)});
    CHECK(base.find(1)->stage_name() == "VIP");
    CHECK(base.find(1)->since() == day(9));
    CHECK(base.find(1)->client().standing.moved_by.why() == rung::cause::thresholds);
}

TEST_CASE("nobody is judged by new thresholds before what is known of them") {
    auto const before = shop();
    auto const base = shop().adopt(service, {.at = day(5), .how = adoption::retroactive});
    for (rung::client_id const n : {1u, 2u, 3u, 9u}) {
        CHECK(base.find(n)->stage() == before.find(n)->stage());
        CHECK(base.find(n)->since() == before.find(n)->since());
    }
}

TEST_CASE("an exit that is gone lets its clients in where the comeback policy says") {
    using namespace rung::facts;
    rung::ladder const with{rung::stage{"a"}, rung::stage{"b", purchases >= 1},
                            rung::stage{"c", contacts >= 1},
                            rung::stage{.name = "out", .enter = complaints >= 1, .exit = true}};
    rung::ladder const without{rung::stage{"a"}, rung::stage{.name = "b", .enter = purchases >= 1},
                               rung::stage{.name = "c", .enter = contacts >= 2, .keep = contacts >= 1}};
    rung::lifecycle const before{with, rung::ascent::leap{}, rung::descent::at_once{},
                                 rung::comeback::resume{}};
    rung::lifecycle const after{without, rung::ascent::leap{}, rung::descent::at_once{},
                                rung::comeback::resume{}};
    rung::client_base base{before};
    (void)base.apply(rung::purchase{.client = 1, .at = day(1)});
    (void)base.apply(rung::contact{.client = 1, .at = day(2)});
    (void)base.apply(rung::complaint{.client = 1, .at = day(3)});
    REQUIRE(base.find(1)->stage_name() == "out");
    auto const sums = rung::insight::compare(base, after, {.at = day(4)});
    CHECK(sums.gone == 1);
    auto const next = std::move(base).adopt(after, {.at = day(4)});
    CHECK(next.find(1)->stage_name() == "c");
    CHECK(next.census()[rung::stage_id{2}] == 1);
}

TEST_CASE("a rung that becomes an exit keeps nobody in a grace that was running on it") {
    using namespace rung::facts;
    rung::lifecycle const before{
        rung::ladder{rung::stage{"a"}, rung::stage{"b", purchases >= 1 and silence <= 10_days}},
        rung::ascent::leap{}, rung::descent::after{20_days}, rung::comeback::resume{}};
    rung::lifecycle const after{
        rung::ladder{rung::stage{"a"},
                     rung::stage{.name = "b", .enter = purchases >= 1 and silence <= 50_days, .exit = true}},
        rung::ascent::leap{}, rung::descent::after{20_days}, rung::comeback::resume{}};
    rung::client_base base{before};
    (void)base.apply(rung::purchase{.client = 1, .at = day(1)});
    (void)base.settle(day(12));
    REQUIRE(base.find(1)->in_grace());
    auto next = std::move(base).adopt(after, {.at = day(12)});
    CHECK(next.find(1)->stage_name() == "b");
    CHECK_FALSE(next.find(1)->in_grace());
    CHECK(next.find(1)->next_change() == day(51) + 1_seconds);
    CHECK(next.settle(day(99)) == 1);
    CHECK(next.find(1)->stage_name() == "a");
}

TEST_CASE("a running grace ends if nobody falls any more, and goes on otherwise") {
    using namespace rung::facts;
    rung::ladder const ladder{rung::stage{"a"}, rung::stage{"b", purchases >= 1 and silence <= 10_days}};
    rung::lifecycle const before{ladder, rung::ascent::leap{}, rung::descent::after{20_days}};
    auto const in_grace = [&] {
        rung::client_base base{before};
        (void)base.apply(rung::purchase{.client = 1, .at = day(1)});
        (void)base.settle(day(12));
        REQUIRE(base.find(1)->in_grace());
        return base;
    };
    auto kept = in_grace().adopt(rung::lifecycle{ladder, rung::ascent::leap{}, rung::descent::never{}},
                                 {.at = day(12)});
    CHECK_FALSE(kept.find(1)->in_grace());
    CHECK(kept.settle(day(99)) == 0);
    CHECK(kept.find(1)->stage_name() == "b");

    auto fallen = in_grace().adopt(rung::lifecycle{ladder}, {.at = day(12)});
    CHECK(fallen.find(1)->in_grace());
    CHECK(fallen.settle(day(99)) == 1);
    CHECK(fallen.find(1)->since() == day(11) + 1_seconds + 20_days);
}

TEST_CASE("a client who comes back by a milder exit has risen, and the exit's condition is why") {
    using namespace rung::facts;
    auto const ladder = [](rung::duration patience) {
        return rung::ladder{rung::stage{"a"}, rung::stage{"b", purchases >= 1},
                            rung::stage{"c", purchases >= 9},
                            rung::stage{.name = "gone", .enter = silence >= patience, .exit = true}};
    };
    rung::lifecycle const before{ladder(100_days)};
    rung::lifecycle const after{ladder(1000_days)};
    rung::client_base base{before};
    (void)base.apply(rung::purchase{.client = 1, .at = day(1)});
    std::size_t moves = 0;
    auto const sums = rung::insight::compare(base, after, {.at = day(200)}, [&](auto const& m) {
        ++moves;
        REQUIRE(m.why);
        CHECK(m.why->need.fact == fact::silence);
        CHECK(m.why_is_new);
    });
    CHECK(moves == 1);
    CHECK(sums.up == 1);
    CHECK(sums.down == 0);
}

TEST_CASE(
    "a fall by a retroactive rule to enter is explained by it; under descent::never nobody needs a floor") {
    using namespace rung::facts;
    auto const ladder = [](std::int64_t n) {
        return rung::ladder{rung::stage{"a"},
                            rung::stage{.name = "b", .enter = purchases >= n, .keep = purchases >= 1},
                            rung::stage{"c", recommendations >= 1}};
    };
    rung::client_base base{rung::lifecycle{ladder(1)}};
    (void)base.apply(rung::purchase{.client = 1, .at = day(1)});
    rung::lifecycle const after{ladder(3)};
    (void)rung::insight::compare(base, after, {.at = day(2), .how = adoption::retroactive},
                                 [](auto const& m) {
                                     REQUIRE(m.why);
                                     CHECK(m.why->need.fact == fact::purchases);
                                     CHECK(m.why->missing == 2);
                                     CHECK(m.why_is_new);
                                 });
    rung::lifecycle const kind{ladder(3), rung::ascent::leap{}, rung::descent::never{}};
    auto const sums = rung::insight::compare(base, kind, {.at = day(2), .how = adoption::grandfathering});
    CHECK(sums.kept == 0);
}

TEST_CASE("grandfathering: a floor from then on, with its author, until it ends") {
    rung::adoption_terms const terms{
        .at = day(70), .how = adoption::grandfathering, .floor_until = day(100), .author = 7, .reason = 2};
    auto const c = rung::insight::compare(shop(), five, terms);
    CHECK(c.kept == 2);
    CHECK(c.up + c.down == 0);
    std::ostringstream out;
    rung::report::table(out, service.ladder(), five.ladder(), c);
    CHECK(out.str() == "nobody moved\n6 clients: 0 up, 0 down, 2 kept by a floor\n");

    auto base = shop().adopt(five, terms);
    auto const e = base.find(3)->explain(day(71));
    CHECK(e.stage() == stage::client);
    CHECK(e.hold() == rung::hold::decision);
    REQUIRE(e.decision());
    CHECK(e.decision()->author == 7);
    CHECK(e.decision()->at == day(70));
    base.settle(day(100));
    CHECK(base.find(3)->stage() == stage::buyer);
    CHECK(base.find(5)->stage() == stage::client);
}

TEST_CASE("after new thresholds nothing from before them is taken") {
    auto base = shop().adopt(five, {.at = day(70)});
    auto const late = base.apply(rung::purchase{.client = 3, .at = day(69)});
    CHECK(late.refusal() == rung::refusal::late);
    CHECK(base.apply(rung::purchase{.client = 3, .at = day(70)}).answer() != rung::answer::refused);
}

TEST_CASE("comparisons add up") {
    auto const c = rung::insight::compare(shop(), five, {.at = day(70)});
    auto twice = c;
    twice += c;
    CHECK(twice.down == 2 * c.down);
    CHECK(twice.clients == 2 * c.clients);
    CHECK(twice.moves.count(stage::client, stage::buyer) == 4);
    CHECK_FALSE(twice == c);
}
