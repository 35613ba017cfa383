#include "catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/retail/retail.hpp>

#include <concepts>
#include <cstdint>

using namespace rung::literals;
using namespace rung::facts;
using rung::hold;
using rung::instant;
using rung::lifecycle;
using rung::stage;
using rung::stage_id;

namespace {

namespace ascent = rung::ascent;
namespace descent = rung::descent;
namespace comeback = rung::comeback;

// leap: the highest rung with all below it; direct: the highest whatever is below.
static_assert(ascent::leap::qualified(0b00001) == 0);
static_assert(ascent::leap::qualified(0b00111) == 2);
static_assert(ascent::leap::qualified(0b10111) == 2);
static_assert(ascent::leap::qualified(~std::uint64_t{0}) == 63);
static_assert(ascent::leap::step(1, 4) == 4);
static_assert(ascent::one_step::qualified(0b10111) == 2 && ascent::one_step::step(1, 4) == 2);
static_assert(ascent::direct::qualified(0b00001) == 0);
static_assert(ascent::direct::qualified(0b10001) == 4);
static_assert(ascent::direct::qualified(~std::uint64_t{0}) == 63);
static_assert(ascent::direct::step(1, 4) == 4);

static_assert(!descent::never::falls);
static_assert(descent::at_once{}.grace(0_days) == 0_days);
static_assert(descent::at_once{}.grace(5_days) == 5_days);
static_assert(descent::after{30_days}.grace(0_days) == 30_days);
static_assert(descent::after{30_days}.grace(5_days) == 5_days);  // the stage's own comes first
static_assert(descent::at_once{}.step(4, 1) == 1);
static_assert(descent::at_once{rung::one_down}.step(4, 1) == 3);
static_assert(descent::after{1_days, rung::one_down}.step(4, 1) == 3);
static_assert(descent::after{1_days}.step(4, 1) == 1);

static_assert(comeback::resume::start(3) == 3 && !comeback::resume::forgets);
static_assert(comeback::requalify::start(3) == 0 && !comeback::requalify::forgets);
static_assert(comeback::restart::start(3) == 0 && comeback::restart::forgets);

static_assert(rung::ascent_policy<ascent::leap> && rung::ascent_policy<ascent::one_step> &&
              rung::ascent_policy<ascent::direct>);
static_assert(rung::descent_policy<descent::never> && rung::descent_policy<descent::after> &&
              rung::descent_policy<descent::at_once>);
static_assert(rung::comeback_policy<comeback::resume> && rung::comeback_policy<comeback::requalify> &&
              rung::comeback_policy<comeback::restart>);
static_assert(!rung::ascent_policy<descent::never> && !rung::descent_policy<ascent::leap> &&
              !rung::comeback_policy<descent::never> && !rung::ascent_policy<int>);

// Chosen at run time: each answers as the policy it stands for.
template <class Chosen, class P>
constexpr bool rises_like(P policy) {
    Chosen const c{policy};
    for (std::uint64_t rules = 1; rules < 32; rules += 2) {
        if (c.qualified(rules) != policy.qualified(rules) || c.step(1, 4) != policy.step(1, 4)) return false;
    }
    return c.cumulative == policy.cumulative;
}
static_assert(rises_like<ascent::chosen>(ascent::leap{}) && rises_like<ascent::chosen>(ascent::one_step{}) &&
              rises_like<ascent::chosen>(ascent::direct{}));
template <class P>
constexpr bool falls_like(P policy) {
    descent::chosen const c{policy};
    for (auto const of_stage : {0_days, 5_days}) {
        if (c.grace(of_stage) != policy.grace(of_stage)) return false;
    }
    return c.step(4, 1) == policy.step(4, 1) && c.falls == policy.falls;
}
static_assert(falls_like(descent::never{}) && falls_like(descent::at_once{}) &&
              falls_like(descent::at_once{rung::one_down}) && falls_like(descent::after{30_days}) &&
              falls_like(descent::after{30_days, rung::one_down}));
template <class P>
constexpr bool comes_back_like(P policy) {
    comeback::chosen const c{policy};
    return c.start(3) == policy.start(3) && c.forgets == policy.forgets;
}
static_assert(comes_back_like(comeback::resume{}) && comes_back_like(comeback::requalify{}) &&
              comes_back_like(comeback::restart{}));
static_assert(ascent::chosen{} == ascent::chosen{ascent::leap{}});
static_assert(descent::chosen{} == descent::chosen{descent::at_once{}});
static_assert(descent::chosen{} == descent::chosen{descent::after{0_days}});
static_assert(comeback::chosen{} == comeback::chosen{comeback::requalify{}});
static_assert(ascent::chosen{ascent::kind::direct} != ascent::chosen{});
static_assert(rung::ascent_policy<ascent::chosen> && rung::descent_policy<descent::chosen> &&
              rung::comeback_policy<comeback::chosen>);

// A policy of the host's own: nobody rises above the second rung, and who would is held.
struct capped {
    static constexpr bool cumulative = true;
    static constexpr std::uint8_t qualified(std::uint64_t rules) noexcept {
        return ascent::leap::qualified(rules);
    }
    static constexpr std::uint8_t step(std::uint8_t from, std::uint8_t target) noexcept {
        return from >= 1 ? from : target > 1 ? std::uint8_t{1} : target;
    }
};
static_assert(rung::ascent_policy<capped>);

constexpr auto day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

constexpr rung::ladder club{
    stage{"guest"},
    stage{"buyer", purchases >= 1},
    stage{"client", purchases >= 2 and silence <= 90_days},
    stage{"friend", purchases >= 3 and silence <= 60_days},
    stage{"advocate", recommendations >= 1},
};

/// Four purchases and a recommendation on five days from day 0 on, applied one after another.
template <class L>
constexpr rung::client fan(L const& l) {
    rung::client c;
    for (std::uint64_t i = 0; i < 4; ++i)
        l.apply(c, rung::purchase{.id = i + 1, .client = 7, .at = day(static_cast<std::int64_t>(i))});
    l.apply(c, rung::recommendation{.id = 5, .client = 7, .at = day(4)});
    return c;
}

/// The rungs that an event or time takes a client to, the first in the last digit but one and so on.
template <class L>
constexpr std::uint64_t way_down(L const& l, instant until) {
    auto c = fan(l);
    std::uint64_t way = 9;
    l.settle(c, until, [&](auto const& t) { way = way * 10 + t.to.index; });
    return way;
}

template <class Descent>
constexpr auto with(Descent d) {
    return lifecycle{club, ascent::leap{}, d};
}

// The last purchase is on day 3: friend ends after day 63, client after day 93.
static_assert(way_down(with(descent::never{}), day(1'000)) == 9);
static_assert(way_down(with(descent::at_once{}), day(63)) == 9);
static_assert(way_down(with(descent::at_once{}), day(63) + 1_seconds) == 92);
static_assert(way_down(with(descent::at_once{}), day(93)) == 92);
static_assert(way_down(with(descent::at_once{}), day(93) + 1_seconds) == 921);
static_assert(way_down(with(descent::at_once{}), day(1'000)) == 921);
// one rung at each occasion: there are two, at the end of friend and at the end of client
static_assert(way_down(with(descent::at_once{rung::one_down}), day(63) + 1_seconds) == 93);
static_assert(way_down(with(descent::at_once{rung::one_down}), day(1'000)) == 932);
// a grace of ten days from the failure on
static_assert(way_down(with(descent::after{10_days}), day(73)) == 9);
static_assert(way_down(with(descent::after{10_days}), day(73) + 1_seconds) == 92);
static_assert(way_down(with(descent::after{10_days}), day(103)) == 92);
static_assert(way_down(with(descent::after{10_days}), day(103) + 1_seconds) == 921);
// one rung at the end of each grace
static_assert(way_down(with(descent::after{10_days, rung::one_down}), day(73) + 1_seconds) == 93);
static_assert(way_down(with(descent::after{10_days, rung::one_down}), day(83)) == 93);
static_assert(way_down(with(descent::after{10_days, rung::one_down}), day(83) + 1_seconds) == 932);
static_assert(way_down(with(descent::after{10_days, rung::one_down}), day(103) + 1_seconds) == 9321);
static_assert(way_down(with(descent::after{10_days, rung::one_down}), day(1'000)) == 9321);
// a grace so long that both rungs are lost in it: the client falls to what is left at its end
static_assert(way_down(with(descent::after{50_days}), day(1'000)) == 91);

constexpr std::uint64_t way_up(auto const& l) {
    rung::client c;
    std::uint64_t way = 9;
    auto const sink = [&](auto const& t) { way = way * 10 + t.to.index; };
    l.apply(c, rung::recommendation{.id = 1, .client = 7, .at = day(0)}, sink);
    for (std::uint64_t i = 0; i < 6; ++i)
        l.apply(c, rung::purchase{.id = i + 2, .client = 7, .at = day(1)}, sink);
    return way;
}
static_assert(way_up(lifecycle{club, ascent::leap{}}) == 9124);
static_assert(way_up(lifecycle{club, ascent::one_step{}}) == 91234);
static_assert(way_up(lifecycle{club, ascent::direct{}}) == 94);
static_assert(way_up(lifecycle{club, capped{}}) == 91);

constexpr bool capped_client_is_held() {
    lifecycle const l{club, capped{}};
    rung::client c;
    l.apply(c, rung::purchase{.id = 1, .client = 7, .at = day(0)});
    auto const out = l.apply(c, rung::purchase{.id = 2, .client = 7, .at = day(1)});
    return out.answer() == rung::answer::held && out.hold() == hold::ascent;
}
static_assert(capped_client_is_held());

// What a client qualifies for may go down and up again by time alone: each time is an occasion, even if the
// one before changed nothing.
constexpr auto young_or_old = purchases >= 1 and (silence <= 5_days or silence >= 10_days);
constexpr rung::ladder valley{
    stage{"a"},
    stage{"b", purchases >= 1},
    stage{"c", young_or_old},
    stage{"d", young_or_old},
};
static_assert([] {
    lifecycle const l{valley, ascent::one_step{}};
    rung::client c;
    l.apply(c, rung::purchase{.id = 1, .client = 7, .at = day(0)});
    if (l.stage(c) != stage_id{1} || l.next_change(c) != day(10)) return false;
    return l.settle(c, day(100)) == 1 && l.stage(c) == stage_id{2} && c.standing.since == day(10);
}());
static_assert([] {
    lifecycle const l{valley, ascent::leap{}, descent::at_once{rung::one_down}};
    rung::client c;
    l.apply(c, rung::purchase{.id = 1, .client = 7, .at = day(0)});
    std::uint64_t way = 9;
    l.settle(c, day(100), [&](auto const& t) { way = way * 10 + t.to.index; });
    return way == 923 && c.standing.since == day(10);
}());

// A grace is visible state with a deadline; an event inside it that satisfies the rule to keep cancels it.
constexpr int grace() {
    lifecycle const l{club, ascent::leap{}, descent::after{10_days}};
    auto c = fan(l);
    auto const failed = day(63) + 1_seconds;
    if (c.standing.in_grace() || l.next_change(c) != failed) return 1;
    if (l.settle(c, failed) != 0 || !c.standing.in_grace() || c.standing.due != failed + 10_days) return 2;
    if (l.next_change(c) != failed + 10_days) return 3;
    if (l.stage(c) != club["advocate"]) return 4;

    auto held = c;
    auto const contacted = l.apply(held, rung::contact{.id = 6, .client = 7, .at = day(65)});
    if (contacted.answer() != rung::answer::held || contacted.hold() != hold::grace) return 5;
    if (!held.standing.in_grace() || held.standing.due != failed + 10_days) return 6;

    auto saved = c;
    auto const bought = l.apply(saved, rung::purchase{.id = 6, .client = 7, .at = day(73)});
    if (bought.answer() != rung::answer::stayed || saved.standing.in_grace()) return 7;
    if (l.next_change(saved) != day(133) + 1_seconds) return 8;

    // at the deadline itself it is too late: a fall, and a rise in the same second
    auto late = c;
    auto const again = l.apply(late, rung::purchase{.id = 6, .client = 7, .at = failed + 10_days});
    if (!again || again.settled() != 1 || again->from != club["client"] || again->to != club["advocate"])
        return 9;
    return 0;
}
static_assert(grace() == 0);

// A stage's own grace comes before that of the policy, and to_qualified passes the rungs between.
constexpr rung::ladder patient{
    stage{"guest"},
    stage{"buyer", purchases >= 1},
    stage{.name = "client", .enter = purchases >= 2 and silence <= 90_days, .grace = 5_days},
};
static_assert([] {
    for (int policy = 0; policy < 2; ++policy) {
        auto const wait = policy == 0 ? 0_days : 30_days;
        lifecycle const l{patient, ascent::leap{}, descent::after{wait}};
        rung::client c;
        l.apply(c, rung::purchase{.id = 1, .client = 7, .at = day(0)});
        l.apply(c, rung::purchase{.id = 2, .client = 7, .at = day(0)});
        if (l.settle(c, day(95)) != 0 || !c.standing.in_grace()) return false;
        if (l.settle(c, day(95) + 1_seconds) != 1 || l.stage(c) != stage_id{1}) return false;
    }
    return true;
}());

// `never` holds by name.
static_assert([] {
    lifecycle const l{club, ascent::leap{}, descent::never{}};
    auto c = fan(l);
    auto const out = l.apply(c, rung::offer{.id = 6, .client = 7, .at = day(500)});
    return out.answer() == rung::answer::held && out.hold() == hold::descent && out.settled() == 0 &&
           l.next_change(c) == instant::forever();
}());

// A host's policy that is made of one of ours is not taken for it.
struct of_our_own : rung::ascent::leap {};
static_assert(!std::constructible_from<rung::ascent::chosen, of_our_own>);

}  // namespace

TEST_CASE("policies run at run time as in constant expressions") {
    CHECK(way_down(with(descent::after{10_days, rung::one_down}), day(1'000)) == 9321);
    CHECK(way_up(lifecycle{club, ascent::one_step{}}) == 91234);
    CHECK(grace() == 0);
}
