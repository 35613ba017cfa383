#include "catch.hpp"
#include "ladders/story.hpp"

#include <rung/core/explain.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>

#include <cstddef>
#include <optional>

namespace {

using namespace rung::literals;
using rung::answer;
using rung::decree;
using rung::hold;
using story::day;
using stage = rung::ladders::service_stage;

constexpr rung::lifecycle service{rung::ladders::service()};
constexpr rung::lifecycle loyalty{rung::ladders::loyalty()};
using loyal = rung::ladders::loyalty_stage;

constexpr rung::decided_client buyer() {
    rung::decided_client c;
    (void)service.apply(c, rung::purchase{.at = day(1)});
    return c;
}

struct moved {
    rung::decided_client client{};
    answer what{};
    rung::hold hold{};
    rung::refusal refusal{};
    std::optional<rung::named_transition<rung::ladder_of<stage>>> move{};
};

constexpr moved decide(rung::decided_client c, rung::manual_decision d) {
    auto const out = service.apply(c, d);
    moved m{c, out.answer(), out.hold(), out.refusal(), {}};
    if (out) m.move = *out;
    return m;
}

constexpr auto promoted = decide(buyer(), {.at = day(2),
                                           .what = decree::floor,
                                           .stage = service.ladder().place_of(stage::advocate),
                                           .until = day(30),
                                           .author = 17,
                                           .reason = 3});

}  // namespace

TEST_CASE("a floor lifts at once, past the rungs between, and the move says that it was decided") {
    STATIC_REQUIRE(promoted.what == answer::moved);
    STATIC_REQUIRE(promoted.move->to == stage::advocate);
    STATIC_REQUIRE(promoted.move->why == rung::cause::decision);
    STATIC_REQUIRE(promoted.move->skipped == 1);
    STATIC_REQUIRE(promoted.client.decision == rung::decision{decree::floor, 4, 3, day(2), day(30), 17});
    STATIC_REQUIRE(promoted.client.standing.decided());
    STATIC_REQUIRE(service.next_change(promoted.client) == day(30));
}

TEST_CASE("a floor survives what the rules say, and ends to the second") {
    constexpr auto place_at = [](rung::instant t) {
        auto c = promoted.client;
        service.settle(c, t);
        return service.stage(c);
    };
    STATIC_REQUIRE(place_at(day(30) - 1_seconds) == stage::advocate);
    STATIC_REQUIRE(place_at(day(30)) == stage::buyer);

    auto c = promoted.client;
    auto const out = service.apply(c, rung::contact{.at = day(10)});
    CHECK(out.answer() == answer::held);
    CHECK(out.hold() == hold::decision);
    std::size_t moves = 0;
    service.settle(c, day(40), [&](auto const& t) {
        ++moves;
        CHECK(t.at == day(30));
        CHECK(t.why == rung::cause::decision);
        CHECK(t.from == stage::advocate);
        CHECK(t.to == stage::buyer);
    });
    CHECK(moves == 1);
    CHECK_FALSE(c.standing.decided());
    CHECK(c.decision == rung::decision{});
    CHECK(service.next_change(c) == rung::instant::forever());
}

TEST_CASE("a ceiling holds down, a pin holds both ways; lifting ends them") {
    auto c = buyer();
    (void)service.apply(c, rung::manual_decision{.at = day(2),
                                                 .what = decree::ceiling,
                                                 .stage = service.ladder().place_of(stage::buyer)});
    (void)service.apply(c, rung::purchase{.at = day(3)});
    auto const third = service.apply(c, rung::purchase{.at = day(4)});
    CHECK(third.answer() == answer::held);
    CHECK(third.hold() == hold::decision);
    CHECK(service.stage(c) == stage::buyer);
    auto const lifted = service.apply(c, rung::lifted_decision{.at = day(5)});
    REQUIRE(lifted.answer() == answer::moved);
    CHECK(lifted->to == stage::client);
    CHECK(lifted->why == rung::cause::decision);

    (void)service.apply(c, rung::manual_decision{.at = day(6),
                                                 .what = decree::pin,
                                                 .stage = service.ladder().place_of(stage::visitor)});
    CHECK(service.stage(c) == stage::visitor);
    (void)service.apply(c, rung::recommendation{.at = day(7)});
    CHECK(service.stage(c) == stage::visitor);
    CHECK(service.settle(c, day(500)) == 0);
}

TEST_CASE("a pin and a floor keep a client on the ladder, a ceiling does not; a pin may keep them out") {
    auto const lost_after = [](decree what, loyal place) {
        rung::decided_client c;
        (void)loyalty.apply(c, rung::purchase{.at = day(1)});
        (void)loyalty.apply(
            c, rung::manual_decision{.at = day(2), .what = what, .stage = loyalty.ladder().place_of(place)});
        (void)loyalty.apply(c, rung::loss{.at = day(3)});
        return loyalty.stage(c);
    };
    CHECK(lost_after(decree::floor, loyal::buyer) == loyal::buyer);
    CHECK(lost_after(decree::pin, loyal::client) == loyal::client);
    CHECK(lost_after(decree::ceiling, loyal::client) == loyal::lost);

    rung::decided_client c;
    (void)loyalty.apply(c, rung::purchase{.at = day(1)});
    (void)loyalty.apply(c, rung::manual_decision{.at = day(2),
                                                 .what = decree::pin,
                                                 .stage = loyalty.ladder().place_of(loyal::lost)});
    CHECK(loyalty.stage(c) == loyal::lost);
    (void)loyalty.apply(c, rung::purchase{.at = day(3)});
    CHECK(loyalty.stage(c) == loyal::lost);
    (void)loyalty.apply(c, rung::lifted_decision{.at = day(4)});
    CHECK(loyalty.stage(c) == loyal::client);
}

TEST_CASE("a client pinned to an exit has left the rung they stood on") {
    rung::decided_client c;
    (void)loyalty.apply(c, rung::purchase{.at = day(1)});
    auto const stood = c.standing.place;
    REQUIRE(stood != 0);
    (void)loyalty.apply(c, rung::manual_decision{.at = day(2),
                                                 .what = decree::pin,
                                                 .stage = loyalty.ladder().place_of(loyal::lost)});
    CHECK(c.standing.place == loyalty.ladder().stage_count());
    CHECK(c.standing.left() == stood);
}

TEST_CASE("a decision is in force until its end, but not at it") {
    constexpr rung::decision d{.what = decree::pin, .until = day(3)};
    STATIC_REQUIRE(d.in_force(day(3) - 1_seconds));
    STATIC_REQUIRE_FALSE(d.in_force(day(3)));
}

TEST_CASE("an impossible decision is refused and changes nothing") {
    constexpr auto refused = [](rung::manual_decision d) {
        auto const m = decide(buyer(), d);
        return m.what == answer::refused && m.client == buyer() ? m.refusal : rung::refusal::none;
    };
    constexpr auto number = [](std::uint8_t i) { return rung::stage_id{i}; };
    STATIC_REQUIRE(refused({.at = day(2), .what = decree::pin, .stage = number(5)}) ==
                   rung::refusal::decision);  // service has no exits
    STATIC_REQUIRE(refused({.at = day(2), .what = decree::floor, .stage = number(5)}) ==
                   rung::refusal::decision);
    STATIC_REQUIRE(refused({.at = day(2), .what = decree::pin, .stage = number(1), .until = day(2)}) ==
                   rung::refusal::decision);  // over before it begins
    STATIC_REQUIRE(refused({.at = day(0), .what = decree::pin, .stage = number(1)}) == rung::refusal::late);
    STATIC_REQUIRE(refused({.at = day(2), .what = decree::none, .stage = number(1)}) ==
                   rung::refusal::detail);
    // what a lift says besides is not asked
    STATIC_REQUIRE(
        decide(promoted.client, {.at = day(3), .what = decree::lift, .stage = number(9), .until = day(1)})
            .what == answer::moved);
    // a floor is a rung, a pin may be an exit
    rung::decided_client c;
    CHECK(loyalty
              .apply(c, rung::manual_decision{.at = day(1),
                                              .what = decree::floor,
                                              .stage = loyalty.ladder().place_of(loyal::lost)})
              .refusal() == rung::refusal::decision);

    // a plain client has no room for it
    rung::client plain;
    auto const out = service.apply(
        plain, rung::manual_decision{.at = day(1), .what = decree::pin, .stage = rung::stage_id{1}});
    CHECK(out.refusal() == rung::refusal::decision);
    CHECK(plain == rung::client{});
    CHECK(to_string(out.refusal()) == "impossible decision");
}

TEST_CASE("a second decision replaces the first; lifting none changes nothing") {
    auto c = promoted.client;
    (void)service.apply(c, rung::manual_decision{.at = day(3),
                                                 .what = decree::ceiling,
                                                 .stage = service.ladder().place_of(stage::client),
                                                 .author = 4});
    CHECK(c.decision.author == 4);
    CHECK(service.stage(c) == stage::buyer);  // down to what is allowed, and on by the rules

    auto free = buyer();
    auto const before = free;
    auto const out = service.apply(free, rung::lifted_decision{.at = day(2)});
    CHECK(out.answer() == answer::stayed);
    CHECK(free.standing == before.standing);
}

TEST_CASE("a client under a decision is explained by it") {
    auto const e = service.explain(promoted.client, day(10));
    CHECK(e.stage() == stage::advocate);
    CHECK(e.by_rules() == stage::buyer);
    CHECK(e.hold() == hold::decision);
    CHECK(e.moved_by().why() == rung::cause::decision);
    REQUIRE(e.decision());
    CHECK(e.decision()->author == 17);
    CHECK(e.decision()->reason == 3);
    CHECK(e.decision()->until == day(30));
    CHECK(e.until() == day(30));
    auto const later = service.explain(promoted.client, day(30));
    CHECK(later.stage() == stage::buyer);
    CHECK_FALSE(later.decision());
    CHECK(later.hold() == hold::none);
}

TEST_CASE("a client who left by one exit is explained by it, even if another exit holds") {
    using namespace rung::facts;
    rung::lifecycle const life{
        rung::ladder{rung::stage{"a"}, rung::stage{.name = "x1", .enter = complaints >= 2, .exit = true},
                     rung::stage{.name = "x2", .enter = complaints >= 1, .exit = true}}};
    rung::client c;
    (void)life.apply(c, rung::complaint{.at = day(1)});
    (void)life.apply(c, rung::complaint{.at = day(2)});
    auto const e = life.explain(c, day(3));
    CHECK(life.ladder().name(e.stage()) == "x2");
    CHECK(e.by_rules() == e.stage());
    CHECK(e.hold() == hold::exit);
}
