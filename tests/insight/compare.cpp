#include "catch.hpp"
#include "ladders/story.hpp"

#include <rung/base/client_base.hpp>
#include <rung/insight/compare.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>
#include <rung/report/compare.hpp>

#include <map>
#include <sstream>
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

TEST_CASE("a higher threshold: who would fall, and the condition that he fails") {
    for (auto const how : {adoption::retroactive, adoption::from_now_on}) {
        auto const moves = who_would_move(five, how);
        REQUIRE(moves.size() == 2);
        auto const& m = moves.at(4);
        CHECK(m.from == stage::client);
        CHECK(m.to == stage::buyer);
        CHECK(m.why_is_new);
        CHECK(m.why.need.fact == fact::purchases);
        CHECK(m.why.have == 4);
        CHECK(m.why.missing == 1);
        CHECK(moves.at(3).why.missing == 2);
    }
    CHECK(who_would_move(five, adoption::grandfathering).empty());
}

TEST_CASE("a lower threshold: who would rise, and the condition that had held him back") {
    auto const moves = who_would_move(two, adoption::grandfathering);
    REQUIRE(moves.size() == 1);
    auto const& m = moves.at(2);
    CHECK(m.to == stage::client);
    CHECK_FALSE(m.why_is_new);
    CHECK(m.why.need == rung::condition{fact::purchases, 3, 65'535});
    CHECK(m.why.have == 2);
}

TEST_CASE("a fall of several rungs is explained by the lowest that he loses") {
    auto const moves = who_would_move(brisk, adoption::from_now_on);
    CHECK(moves.size() == 4);
    auto const& m = moves.at(9);
    CHECK(m.from == stage::advocate);
    CHECK(m.to == stage::buyer);
    CHECK(m.why.need.fact == fact::silence);
    CHECK(m.why.missing == -(5_days).seconds);
}

TEST_CASE("another ladder: stages are matched by name, who had no such stage is judged as a newcomer") {
    rung::lifecycle const loyalty{rung::ladders::loyalty()};
    auto base = shop();
    (void)base.apply(rung::contact{.client = 50, .at = day(62), .by = rung::initiator::client});
    (void)base.apply(
        rung::contact{.client = 51, .at = day(62), .by = rung::initiator::client, .awaits_answer = true});
    CHECK(base.find(50)->stage() == stage::visitor);
    std::map<rung::client_id, rung::measured_condition<rung::retail>> why;
    auto const c =
        rung::insight::compare(base, loyalty, {.at = day(70)}, [&](auto const& m) { why[m.client] = m.why; });
    std::ostringstream out;
    rung::report::table(out, service.ladder(), loyalty.ladder(), c);
    CHECK(out.str() == "from \\ to   client     lost\n"
                       "visitor          .        1\n"
                       "buyer            1        .\n"
                       "advocate         1        .\n"
                       "8 clients: 2 up, 1 down\n");
    CHECK(why.at(51).need.fact == fact::waiting);
    auto const next = std::move(base).adopt(loyalty, {.at = day(70)});
    CHECK(next.find(50)->stage() == rung::ladders::loyalty_stage::potential);
    CHECK(next.find(51)->stage() == rung::ladders::loyalty_stage::lost);
    CHECK(next.find(3)->stage() == rung::ladders::loyalty_stage::client);
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
