#include "catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/ladders/journey.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>
#include <vector>

using namespace rung::literals;
using namespace rung::facts;
using rung::answer;
using rung::cause;
using rung::hold;
using rung::instant;
using rung::lifecycle;
using rung::refusal;
using rung::stage;
using rung::ladders::loyalty_stage;
using rung::ladders::service_stage;

namespace {

constexpr auto day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

constexpr lifecycle service{rung::ladders::service()};

// A client's whole story. Answers 0, or the number of the first thing that is not as told.
template <class Lifecycle>
constexpr int story(Lifecycle const& l) {
    using enum service_stage;
    rung::client c;
    if (!c.is_new() || l.stage(c) != potential || l.next_change(c) != instant::forever()) return 1;

    // nothing happens to one of whom nothing is known
    if (l.settle(c, day(5)) != 0 || !(c == rung::client{})) return 2;

    // a contact
    auto const came = l.apply(c, rung::contact{.id = 1, .client = 7, .at = day(0)});
    if (came.answer() != answer::moved || came->from != potential || came->to != visitor) return 3;
    if (c.standing.since != day(0) || c.is_new()) return 4;

    // purchases
    auto const bought =
        l.apply(c, rung::purchase{.id = 2, .client = 7, .at = day(10), .amount = 10.00_money});
    if (!bought || bought->to != buyer || bought->at != day(10) || bought->skipped != 0) return 5;
    auto const second =
        l.apply(c, rung::purchase{.id = 3, .client = 7, .at = day(20), .amount = 10.00_money});
    if (second.answer() != answer::stayed || c.standing.since != day(10)) return 6;
    auto const third = l.apply(c, rung::purchase{.id = 4, .client = 7, .at = day(30), .amount = 10.00_money});
    if (!third || third->to != client) return 7;

    // lapse by time alone, at the exact second
    auto const lapse = day(120) + 1_seconds;
    if (l.next_change(c) != lapse) return 8;
    if (l.settle(c, day(120)) != 0 || l.stage(c) != client) return 9;
    auto punctual = c;
    int moves = 0;
    bool right = false;
    l.settle(punctual, lapse, [&](auto const& t) {
        ++moves;
        right = t.from == client && t.to == buyer && t.at == lapse && t.why == cause::time;
    });
    if (moves != 1 || !right || punctual.standing.since != lapse) return 10;
    auto late = c;
    if (l.settle(late, day(1'000)) != 1 || !(late == punctual)) return 11;
    if (l.next_change(punctual) != instant::forever()) return 12;

    // return
    auto const returned =
        l.apply(c, rung::purchase{.id = 5, .client = 7, .at = day(200), .amount = 10.00_money});
    if (!returned || returned.settled() != 1 || returned->from != buyer || returned->to != client) return 13;

    // recommendation
    auto const told = l.apply(c, rung::recommendation{.id = 6, .client = 7, .at = day(201), .to = 8});
    if (!told || told->to != advocate || told->peak != client) return 14;

    // refund of the purchase that brought the client back: silence counts from the one before
    auto const refunded = l.apply(
        c, rung::refund{
               .id = 7, .client = 7, .at = day(202), .amount = 10.00_money, .of = 5, .bought = day(200)});
    if (!refunded || refunded->from != advocate || refunded->to != buyer) return 15;
    if (c.facts.purchases != 3 || c.facts.spend() != rung::money{30'00}) return 16;
    if (c.standing.peak != 4) return 17;

    // what cannot be taken changes nothing
    auto const before = c;
    if (l.apply(c, rung::contact{.id = 8, .client = 7, .at = day(201)}).refusal() != refusal::late) return 18;
    if (l.apply(c, rung::contact{.id = 7, .client = 7, .at = day(202)}).refusal() != refusal::repeated)
        return 19;
    if (!(c == before)) return 20;
    return 0;
}
static_assert(story(service) == 0);
static_assert(story(rung::fixed<service>{}) == 0);

// Exit and comeback. On this ladder a client leaves by a loss, and comes back by a contact of their own.
constexpr auto loyal_ladder = rung::ladders::loyalty();
constexpr lifecycle resuming{loyal_ladder, rung::ascent::one_step{}, rung::descent::at_once{},
                             rung::comeback::resume{}};
constexpr lifecycle requalifying{loyal_ladder, rung::ascent::one_step{}, rung::descent::at_once{},
                                 rung::comeback::requalify{}};
constexpr lifecycle restarting{loyal_ladder, rung::ascent::one_step{}, rung::descent::at_once{},
                               rung::comeback::restart{}};

template <class Lifecycle>
constexpr int exit_and_comeback(Lifecycle const& l, loyalty_stage expected, std::uint32_t purchases_known) {
    using enum loyalty_stage;
    rung::client c;
    l.apply(c, rung::purchase{.id = 1, .client = 7, .at = day(0), .amount = 1.00_money});
    l.apply(c, rung::purchase{.id = 2, .client = 7, .at = day(1), .amount = 1.00_money});
    if (l.stage(c) != client) return 1;

    auto const left =
        l.apply(c, rung::loss{.id = 3, .client = 7, .at = day(2), .reason = rung::loss_reason::rudeness});
    if (!left || left->from != client || left->to != lost) return 2;
    if (c.standing.peak != 2 || c.standing.left() != 2) return 3;

    // what happens outside is taken, and the client is held there
    auto const called =
        l.apply(c, rung::contact{.id = 4, .client = 7, .at = day(3), .by = rung::initiator::us});
    if (called.answer() != answer::held || called.hold() != hold::exit) return 4;

    auto const back =
        l.apply(c, rung::contact{.id = 5, .client = 7, .at = day(4), .by = rung::initiator::client});
    if (!back || back->from != lost || back->to != expected) return 5;
    if (c.facts.purchases != purchases_known) return 6;
    if (c.facts.own_contacts != 1) return 7;

    // again, by time alone: 17 minutes without an answer
    l.apply(c, rung::contact{.id = 6, .client = 7, .at = day(5), .awaits_answer = true});
    if (l.next_change(c) != day(5) + 17_minutes) return 8;
    if (l.settle(c, day(6)) != 1 || l.stage(c) != lost || c.standing.since != day(5) + 17_minutes) return 9;

    // an offer answers the question
    auto const answered = l.apply(c, rung::offer{.id = 7, .client = 7, .at = day(7)});
    if (!answered || answered->from != lost) return 10;
    return 0;
}
static_assert(exit_and_comeback(resuming, loyalty_stage::client, 2) == 0);
static_assert(exit_and_comeback(requalifying, loyalty_stage::buyer, 2) == 0);
static_assert(exit_and_comeback(restarting, loyalty_stage::potential, 0) == 0);
static_assert(exit_and_comeback(rung::fixed<resuming>{}, loyalty_stage::client, 2) == 0);
static_assert(exit_and_comeback(rung::fixed<requalifying>{}, loyalty_stage::buyer, 2) == 0);
static_assert(exit_and_comeback(rung::fixed<restarting>{}, loyalty_stage::potential, 0) == 0);

// Two exits: the first whose rule holds; from one to the other when the first no longer holds.
constexpr lifecycle two_doors_out{rung::ladder{
    stage{"in"},
    stage{"member", purchases >= 1},
    stage{.name = "asleep",
          .enter = purchases >= 1 and silence >= 10_days and silence <= 20_days,
          .exit = true},
    stage{.name = "dead", .enter = purchases >= 1 and silence >= 15_days, .exit = true},
}};
static_assert([] {
    rung::client c;
    two_doors_out.apply(c, rung::purchase{.id = 1, .client = 1, .at = day(0)});
    std::uint64_t way = 9;
    two_doors_out.settle(c, day(100), [&](auto const& t) { way = way * 10 + t.to.index; });
    // asleep holds until day 20; dead follows when it ends
    return way == 923 && c.standing.since == day(20) + 1_seconds && c.standing.left() == 1;
}());

// Events of one second come in the order of their ids; those without an id in the order in which they come.
static_assert([] {
    rung::client c;
    if (service.apply(c, rung::contact{.id = 5, .client = 1, .at = day(0)}).answer() == answer::refused)
        return false;
    if (service.apply(c, rung::contact{.id = 4, .client = 1, .at = day(0)}).refusal() != refusal::late)
        return false;
    if (service.apply(c, rung::contact{.id = 5, .client = 1, .at = day(0)}).refusal() != refusal::repeated)
        return false;
    for (int i = 0; i < 3; ++i) {
        if (service.apply(c, rung::contact{.client = 1, .at = day(0)}).answer() == answer::refused)
            return false;
    }
    if (service.apply(c, rung::contact{.id = 6, .client = 1, .at = day(0)}).answer() == answer::refused)
        return false;
    return c.facts.contacts == 5;
}());

// What time alone has moved closes what was before it, and leaves its own second open.
static_assert([] {
    rung::client c;
    for (std::uint64_t i = 1; i <= 3; ++i)
        service.apply(c, rung::purchase{.id = i, .client = 1, .at = day(0)});
    service.settle(c, day(95));
    auto const lapse = day(90) + 1_seconds;
    if (service.why_not(c, rung::contact{.id = 9, .at = lapse - 1_seconds}) != refusal::late) return false;
    if (service.why_not(c, rung::contact{.at = lapse - 1_seconds}) != refusal::late) return false;
    return service.why_not(c, rung::contact{.id = 4, .at = lapse}) == refusal::none;
}());

// Without a move nothing is closed.
static_assert([] {
    rung::client c;
    service.apply(c, rung::contact{.id = 1, .client = 1, .at = day(0)});
    service.settle(c, day(95));
    return service.why_not(c, rung::contact{.id = 2, .at = day(1)}) == refusal::none;
}());

constexpr instant last_moment = instant::from_unix(4'294'967'294);

// The ends of time.
static_assert([] {
    rung::client c;
    for (std::uint64_t i = 1; i <= 3; ++i) {
        if (service.apply(c, rung::purchase{.id = i, .client = 1, .at = last_moment - 1_days}).answer() ==
            answer::refused)
            return false;
    }
    return service.next_change(c) == instant::forever() && service.settle(c, instant::forever()) == 0 &&
           service.apply(c, rung::contact{.id = 4, .client = 1, .at = last_moment}).answer() ==
               answer::stayed;
}());
static_assert([] {
    rung::client c;
    return service.apply(c, rung::contact{.id = 1, .client = 1, .at = instant::from_unix(1)}) &&
           c.standing.since.unix_seconds == 1;
}());

constexpr lifecycle journey{rung::ladders::journey()};

template <class Lifecycle>
bool same_bits(typename Lifecycle::client_type const& a, typename Lifecycle::client_type const& b) {
    return std::memcmp(&a, &b, sizeof a) == 0;
}

/// One event of each kind, and of the variants that matter, that a client with purchases on `bought` may
/// have.
std::vector<rung::retail_event> each_kind(instant at, instant bought) {
    return {
        rung::contact{.id = 99, .client = 1, .at = at},
        rung::contact{.id = 99, .client = 1, .at = at, .by = rung::initiator::client, .awaits_answer = true},
        rung::contact{.id = 99, .client = 1, .at = at, .by = rung::initiator::us, .referred = true},
        rung::offer{.id = 99, .client = 1, .at = at},
        rung::purchase{.id = 99, .client = 1, .at = at, .amount = 5.00_money},
        rung::refund{.id = 99, .client = 1, .at = at, .amount = 5.00_money},
        rung::refund{.id = 99, .client = 1, .at = at, .amount = 5.00_money, .bought = bought},
        rung::evaluation{.id = 99, .client = 1, .at = at, .score = 1},
        rung::evaluation{.id = 99, .client = 1, .at = at, .score = 5},
        rung::complaint{.id = 99, .client = 1, .at = at},
        rung::recommendation{.id = 99, .client = 1, .at = at, .to = 2},
        rung::referral{.id = 99, .client = 1, .at = at, .by = 2},
        rung::awareness{.id = 99, .client = 1, .at = at, .level = rung::knows::us},
        rung::need{.id = 99, .client = 1, .at = at, .level = rung::urgency::now, .step = rung::step::choice},
        rung::need{.id = 99, .client = 1, .at = at, .level = rung::urgency::none, .step = rung::step::none},
        rung::wallet{.id = 99, .client = 1, .at = at, .share = 100},
        rung::price_rise{.id = 99, .client = 1, .at = at, .accepted = true},
        rung::price_rise{.id = 99, .client = 1, .at = at},
        rung::competitor_purchase{.id = 99, .client = 1, .at = at},
        rung::declined{.id = 99, .client = 1, .at = at},
        rung::loss{.id = 99, .client = 1, .at = at},
    };
}

/// Whether the client has not spent what an event gives back.
bool is_too_much(rung::client const& c, rung::retail_event const& e) {
    return e.kind == rung::event_kind::refund && e.amount > c.facts.spend();
}

/// What apply answers agrees with what it did, and `wrong` in any way an event changes nothing.
template <class Lifecycle>
void answers_what_it_did(Lifecycle const& l, typename Lifecycle::client_type const& before,
                         rung::retail_event const& e) {
    INFO(l.ladder().name(l.stage(before)) << ", " << to_string(e.kind));
    auto c = before;
    std::size_t told = 0;
    auto place = before.standing.place;
    auto const out = l.apply(c, e, [&](auto const& t) {
        ++told;
        CHECK(rung::index_of(t.from) == place);
        CHECK(t.from != t.to);
        place = rung::index_of(t.to);
    });
    if (is_too_much(before, e)) {
        CHECK(out.refusal() == refusal::amount);
        CHECK(told == 0);
        CHECK(same_bits<Lifecycle>(c, before));
        return;
    }
    REQUIRE(out.answer() != answer::refused);
    CHECK(place == c.standing.place);
    CHECK(told == out.settled() + (out ? 1u : 0u));
    if (out.settled() == 0)
        CHECK((out.answer() == answer::moved) == (before.standing.place != c.standing.place));
    CHECK((out.answer() == answer::held) == (out.hold() != hold::none));
    CHECK(out.refusal() == refusal::none);

    auto const refuses = [&](rung::retail_event wrong, refusal why) {
        auto untouched = before;
        auto const no =
            l.apply(untouched, wrong, [](auto const&) { FAIL("a refused event moved somebody"); });
        CHECK(no.answer() == answer::refused);
        CHECK(no.refusal() == why);
        CHECK(no.hold() == hold::none);
        CHECK(same_bits<Lifecycle>(untouched, before));
    };
    auto wrong = e;
    wrong.at = instant::never();
    refuses(wrong, refusal::instant);
    wrong.at = instant::forever();
    refuses(wrong, refusal::instant);
    wrong = e;
    wrong.amount = -0.01_money;
    refuses(wrong, refusal::amount);
    wrong = e;
    wrong.kind = static_cast<rung::event_kind>(rung::event_kind_count);
    refuses(wrong, refusal::kind);
    wrong = e;
    wrong.kind = rung::event_kind::evaluation;
    wrong.detail = 6;
    refuses(wrong, refusal::score);
    wrong = e;
    wrong.kind = rung::event_kind::wallet;
    wrong.detail = 101;
    refuses(wrong, refusal::detail);
    wrong = e;
    wrong.bought = instant::never();  // or it would be refused for a purchase of the future
    wrong.at = instant::from_unix(before.frontier.unix_seconds()) - 1_seconds;
    refuses(wrong, refusal::late);
    wrong.at = before.frontier.at;
    wrong.id = before.frontier.id();
    if (wrong.id != 0) {
        refuses(wrong, refusal::repeated);
    } else {
        // Time moved them there, and all before it is over.
        wrong.at = wrong.at - 1_seconds;
        wrong.id = ~rung::event_id{0};
        refuses(wrong, refusal::late);
    }
}

/// A client of the given ladder after these events.
template <class Lifecycle>
rung::client after(Lifecycle const& l, std::vector<rung::retail_event> const& events) {
    rung::client c;
    rung::event_id id = 0;
    for (auto e : events) {
        e.id = ++id;
        e.client = 1;
        REQUIRE(l.apply(c, e).answer() != answer::refused);
    }
    return c;
}

}  // namespace

TEST_CASE("a client's story is the same at run time") {
    CHECK(story(service) == 0);
    CHECK(story(rung::fixed<service>{}) == 0);
    CHECK(exit_and_comeback(resuming, loyalty_stage::client, 2) == 0);
    CHECK(exit_and_comeback(requalifying, loyalty_stage::buyer, 2) == 0);
    CHECK(exit_and_comeback(restarting, loyalty_stage::potential, 0) == 0);
}

TEST_CASE("service: what each kind of event does at each stage") {
    using enum service_stage;
    rung::retail_event const contact = rung::contact{.at = day(0)};
    rung::retail_event const purchase = rung::purchase{.at = day(0), .amount = 5.00_money};
    rung::retail_event const recommendation = rung::recommendation{.at = day(0)};
    struct row {
        service_stage stage;
        rung::client client;
        // where these lead; everything else moves nobody
        service_stage contact, purchase, refund, recommendation;
    };
    row const rows[] = {
        {potential, after(service, {rung::awareness{.at = day(0)}}), visitor, buyer, potential, potential},
        {visitor, after(service, {contact}), visitor, buyer, visitor, visitor},
        {buyer, after(service, {purchase}), buyer, buyer, potential, buyer},
        {client, after(service, {purchase, purchase, purchase}), client, client, buyer, advocate},
        {advocate, after(service, {purchase, purchase, purchase, recommendation}), advocate, advocate, buyer,
         advocate},
    };
    for (auto const& r : rows) {
        REQUIRE(service.stage(r.client) == r.stage);
        std::size_t kinds = 0;
        for (auto const& e : each_kind(day(1), day(0))) {
            ++kinds;
            answers_what_it_did(service, r.client, e);
            auto to = r.stage;
            if (e.kind == rung::event_kind::contact) to = r.contact;
            if (e.kind == rung::event_kind::purchase) to = r.purchase;
            if (e.kind == rung::event_kind::refund && e.bought.is_moment()) to = r.refund;
            if (e.kind == rung::event_kind::recommendation) to = r.recommendation;
            auto c = r.client;
            auto const out = service.apply(c, e);
            INFO(service.ladder().name(r.stage) << ", " << to_string(e.kind));
            CHECK(service.stage(c) == to);
            auto const answers = is_too_much(r.client, e) ? answer::refused
                                 : to == r.stage          ? answer::stayed
                                                          : answer::moved;
            CHECK(out.answer() == answers);
            CHECK(out.hold() == hold::none);
            if (out) CHECK(out->kind == static_cast<std::uint8_t>(e.kind));
        }
        CHECK(kinds + 1 >= rung::event_kind_count);  // all but decisions
    }
}

TEST_CASE("journey: apply answers what it did, at each stage, for each kind of event") {
    using enum rung::ladders::journey_stage;
    rung::retail_event const contact = rung::contact{.at = day(0)};
    rung::retail_event const purchase = rung::purchase{.at = day(0), .amount = 5.00_money};
    rung::retail_event const bad = rung::evaluation{.at = day(0), .score = 1};
    auto const need = [](rung::urgency u, rung::step s) {
        return rung::retail_event(rung::need{.at = day(0), .level = u, .step = s});
    };
    auto const settled = [](rung::client c, instant t) {
        journey.settle(c, t);
        return c;
    };
    struct row {
        rung::ladders::journey_stage stage;
        rung::client client;
    };
    row const rows[] = {
        {problem, after(journey, {rung::awareness{.at = day(0)}})},
        {interest, after(journey, {need(rung::urgency::some_day, rung::step::need)})},
        {desire, after(journey, {need(rung::urgency::now, rung::step::need)})},
        {study, after(journey, {need(rung::urgency::now, rung::step::search)})},
        {comparison, after(journey, {need(rung::urgency::now, rung::step::criterion)})},
        {action, after(journey, {contact})},
        {engagement, after(journey, {contact, contact})},
        {engagement, after(journey, {rung::referral{.at = day(0)}})},
        {engagement, after(journey, {purchase, bad})},
        {satisfaction, after(journey, {purchase})},
        {repeat_deal, after(journey, {purchase, purchase})},
        {curiosity, settled(after(journey, {purchase, purchase}), day(61))},
        {loyalty, settled(after(journey, {purchase, purchase, purchase, purchase}), day(61))},
        {recommendation,
         settled(after(journey, {purchase, purchase, purchase, purchase, rung::recommendation{.at = day(0)}}),
                 day(61))},
        {curiosity, settled(after(journey, {purchase, purchase, purchase, purchase}), day(500))},
    };
    for (auto const& r : rows) {
        REQUIRE(journey.ladder().name(journey.stage(r.client)) == journey.ladder().name(r.stage));
        auto const next = instant::from_unix(r.client.frontier.unix_seconds()) + 1_days;
        for (auto const& e : each_kind(next, day(0))) answers_what_it_did(journey, r.client, e);
    }
}

TEST_CASE("apply answers what it did under a policy that holds") {
    constexpr lifecycle holding{rung::ladders::service(), rung::ascent::one_step{},
                                rung::descent::after{30_days}};
    constexpr lifecycle keeping{rung::ladders::service(), rung::ascent::leap{}, rung::descent::never{}};
    rung::retail_event const purchase = rung::purchase{.at = day(0), .amount = 5.00_money};
    std::vector<rung::retail_event> log;
    for (int i = 0; i < 6; ++i) {
        log.push_back(purchase);
        for (auto const& e : each_kind(day(100), day(0))) {
            answers_what_it_did(holding, after(holding, log), e);
            answers_what_it_did(keeping, after(keeping, log), e);
        }
    }
    auto lapsed = after(holding, log);
    REQUIRE(holding.apply(lapsed, rung::offer{.id = 50, .client = 1, .at = day(100)}).hold() == hold::grace);
    auto kept = after(keeping, log);
    REQUIRE(keeping.apply(kept, rung::offer{.id = 50, .client = 1, .at = day(100)}).hold() == hold::descent);
}

TEST_CASE("no client falls before their instant nor stays past it") {
    rung::client const c = after(
        service, {rung::purchase{.at = day(0)}, rung::purchase{.at = day(0)}, rung::purchase{.at = day(0)}});
    for (std::int64_t s = -100; s <= 100; ++s) {
        auto const now = day(90) + rung::duration{s};
        auto looked_at = c;
        service.settle(looked_at, now);
        CHECK((service.stage(looked_at) == service_stage::client) == (s <= 0));
        if (s > 0) CHECK(looked_at.standing.since == day(90) + 1_seconds);
        // an event at that instant sees the same
        auto spoken_to = c;
        auto const out = service.apply(spoken_to, rung::offer{.id = 9, .client = 1, .at = now});
        CHECK(out.settled() == (s > 0 ? 1 : 0));
        CHECK(spoken_to.standing == looked_at.standing);
    }
}

TEST_CASE("an event just before a move by time is late, whatever its id") {
    rung::client c = after(
        service, {rung::purchase{.at = day(0)}, rung::purchase{.at = day(0)}, rung::purchase{.at = day(0)}});
    service.settle(c, day(95));
    CHECK(service.why_not(c, rung::contact{.id = 0xffff'ffff, .at = day(90)}) == refusal::late);
    CHECK(service.why_not(c, rung::contact{.id = 0xffff'fffe, .at = day(90)}) == refusal::late);
    CHECK(service.why_not(c, rung::contact{.id = ~rung::event_id{0}, .at = day(90)}) == refusal::late);
    CHECK(service.why_not(c, rung::contact{.at = day(90)}) == refusal::late);
    CHECK(service.why_not(c, rung::contact{.at = day(90) + 1_seconds}) == refusal::none);
}

TEST_CASE("the events of one second are told apart, and ordered, by their whole ids") {
    auto const at = day(0);
    auto const why_second = [&](rung::event_id first, rung::event_id second) {
        rung::client c;
        REQUIRE(service.apply(c, rung::contact{.id = first, .client = 1, .at = at}));
        return service.apply(c, rung::contact{.id = second, .client = 1, .at = at}).refusal();
    };
    constexpr auto most = ~rung::event_id{0};
    constexpr auto high = rung::event_id{1} << 32;
    rung::event_id const ids[] = {1,        2,        high - 3,     high - 2, high - 1,     high,
                                  high + 1, high + 2, 2 * high - 1, 2 * high, 2 * high + 1, most - high,
                                  most - 1, most};
    for (auto const first : ids) {
        for (auto const second : ids) {
            INFO(first << ", then " << second);
            CHECK(why_second(first, second) == (first < second    ? refusal::none
                                                : first == second ? refusal::repeated
                                                                  : refusal::late));
        }
        // One without an id comes after all that its second has brought, and keeps nobody out.
        CHECK(why_second(first, 0) == refusal::none);
        CHECK(why_second(0, first) == refusal::none);
    }
    CHECK(why_second(0, 0) == refusal::none);
}

namespace {

// A fact that is below zero for some time after the event: how long a bill is overdue.
struct billing {
    enum class fact : std::uint8_t { overdue };
    struct event {
        rung::event_id id;
        rung::client_id client;
        instant at;
    };
    struct facts {
        instant due{};
    };
    static constexpr std::array<rung::word, 1> vocabulary{
        {{.name = "overdue", .measure = rung::unit::time, .ages = true, .least = -rung::unlimited}}};
    static constexpr void fold(facts& f, event const& e) noexcept { f.due = e.at + 14_days; }
    static constexpr std::int64_t read(facts const& f, fact, instant now) noexcept {
        return f.due == instant::never() ? -rung::unlimited : (now - f.due).seconds;
    }
};

}  // namespace

TEST_CASE("a fact that ages from below zero is reached at the right instant") {
    constexpr auto overdue = rung::fact<billing, billing::fact::overdue>;
    constexpr auto life = rung::lifecycle{
        rung::basic_ladder<billing>{{.name = "fine"}, {.name = "warned", .enter = overdue >= 3_days}}};
    rung::basic_client<billing> c;
    life.apply(c, {1, 1, rung::utc(2026, 1, 1)});
    CHECK(life.next_change(c) == rung::utc(2026, 1, 18));
}

TEST_CASE("ids at the limit of 32 bits, and events without an id after them") {
    constexpr auto life = rung::lifecycle{rung::ladders::service()};
    auto const at = rung::utc(2026, 1, 1);
    rung::client c;
    CHECK(life.apply(c, rung::contact{.id = 0xFFFFFFFE, .at = at}).answer() != answer::refused);
    CHECK(life.apply(c, rung::contact{.at = at}).answer() != answer::refused);
    CHECK(life.apply(c, rung::contact{.at = at}).answer() != answer::refused);
    CHECK(c.facts.contacts == 3);
}

TEST_CASE("settling at never() or forever() does nothing") {
    constexpr auto life = rung::lifecycle{rung::ladders::service()};
    rung::client c;
    for (unsigned day : {1u, 2u, 3u}) life.apply(c, rung::purchase{.id = day, .at = rung::utc(2026, 1, day)});
    auto const before = c;
    CHECK(life.settle(c, instant::forever()) == 0);
    CHECK(life.settle(c, instant::never()) == 0);
    CHECK(c == before);
}

namespace {

struct upwards : rung::ascent::leap {};  // a policy of a host's own

// A condition that ages and always holds changes nothing, wherever a client stands.
template <class Lifecycle>
constexpr bool is_still(Lifecycle const& l) {
    rung::client c;
    l.apply(c, rung::contact{.id = 1, .at = day(0)});
    if (c.standing.due != instant::forever()) return false;
    l.apply(c, rung::loss{.id = 2, .at = day(1)});
    return c.standing.due == instant::forever() && l.settle(c, day(900)) == 0;
}

constexpr rung::ladder always{
    stage{"guest"},
    stage{"member", contacts >= 1 and silence >= 0_days},
    stage{.name = "lost", .enter = lost >= 1 and silence >= 0_days, .exit = true},
};
constexpr lifecycle always_leap{always};
constexpr lifecycle always_upwards{always, upwards{}};

static_assert(is_still(always_leap) && is_still(rung::fixed<always_leap>{}));
static_assert(is_still(always_upwards) && is_still(rung::fixed<always_upwards>{}));

}  // namespace

TEST_CASE("a condition of age that always holds does not cause a move") {
    CHECK(is_still(always_leap));
    CHECK(is_still(always_upwards));
    CHECK(is_still(rung::fixed<always_leap>{}));
    CHECK(is_still(rung::fixed<always_upwards>{}));
}

namespace {

using rung::ladder;

// What may keep a client on a rung when the silence grows too long. Nobody has to be judged for it where it
// is known; each of these is another reason why it is not, or is.
constexpr lifecycle by_another_way{
    ladder{stage{"a"}, stage{"b", silence <= 20_days or recommendations >= 1}}};
constexpr lifecycle by_no_other_way{ladder{
    stage{"a"},
    stage{"b", (silence <= 20_days and purchases >= 1) or (silence <= 20_days and recommendations >= 1)}}};
constexpr lifecycle by_two_ways{ladder{
    stage{"a"},
    stage{"b", (silence <= 20_days and purchases >= 1) or (silence <= 30_days and recommendations >= 1)}}};
constexpr lifecycle by_two_conditions{
    ladder{stage{"a"}, stage{"b", silence <= 20_days and tenure <= 10_days}}};
constexpr lifecycle whatever_below{ladder{stage{"a"}, stage{"b", silence <= 20_days},
                                          stage{"c", silence <= 20_days or recommendations >= 1}},
                                   rung::ascent::direct{}};
constexpr lifecycle by_the_rung_below{
    ladder{stage{"a"}, stage{"b", silence <= 20_days}, stage{"c", recommendations >= 1}}};
constexpr lifecycle by_a_door{
    ladder{stage{"a"}, stage{.name = "b", .enter = silence <= 20_days, .door = referred >= 1}}};
constexpr lifecycle by_policy{ladder{stage{"a"}, stage{"b", silence <= 20_days}}, rung::ascent::leap{},
                              rung::descent::never{}};
constexpr lifecycle by_the_rule_to_keep{
    ladder{stage{"a"}, stage{.name = "b", .enter = silence <= 10_days, .keep = silence <= 20_days}}};
constexpr lifecycle by_another_way_to_keep{ladder{
    stage{"a"},
    stage{.name = "b", .enter = silence <= 20_days, .keep = silence <= 20_days or recommendations >= 1}}};
constexpr lifecycle by_a_grace{ladder{stage{"a"}, stage{"b", silence <= 20_days}}, rung::ascent::leap{},
                               rung::descent::after{5_days}};
constexpr lifecycle by_a_window{ladder{stage{"a"}, stage{"b", silence >= 0_days and silence <= 20_days}}};
constexpr lifecycle step_by_step{ladder{stage{"a"}, stage{"b", silence <= 20_days},
                                        stage{"c", silence <= 20_days and recommendations >= 1}},
                                 rung::ascent::one_step{}, rung::descent::at_once{rung::one_down}};

// A client who bought on day 0, and recommends or was referred: when time alone next moves them.
template <class Life>
constexpr instant next_of(Life const& life, bool recommends, bool referred) {
    rung::client c;
    if (referred) life.apply(c, rung::referral{.id = 1, .at = day(0)});
    life.apply(c, rung::purchase{.id = 2, .at = day(0)});
    if (recommends) life.apply(c, rung::recommendation{.id = 3, .at = day(0)});
    auto const at = life.next_change(c);
    // And so it is: a second before nothing has changed, and then something has.
    auto before = c;
    if (at != instant::forever() && life.settle(before, at - 1_seconds) != 0) return instant::never();
    if (!(before == c)) return instant::never();
    auto after = c;
    life.settle(after, at == instant::forever() ? day(9'999) : at);
    return (after.standing == c.standing) == (at == instant::forever()) ? at : instant::never();
}
template <auto const& Life>
constexpr instant next(bool recommends, bool referred = false) {
    auto const bound = next_of(rung::fixed<Life>{}, recommends, referred);
    return next_of(Life, recommends, referred) == bound ? bound : instant::never();
}

constexpr auto in_20_days = day(20) + 1_seconds;
constexpr auto never_alone = instant::forever();

static_assert(next<by_another_way>(false) == in_20_days && next<by_another_way>(true) == never_alone);
static_assert(next<by_no_other_way>(false) == in_20_days && next<by_no_other_way>(true) == in_20_days);
static_assert(next<by_two_ways>(false) == in_20_days && next<by_two_ways>(true) == day(30) + 1_seconds);
static_assert(next<by_two_conditions>(false) == day(10) + 1_seconds);
static_assert(next<whatever_below>(false) == in_20_days && next<whatever_below>(true) == never_alone);
static_assert(next<by_the_rung_below>(false) == in_20_days && next<by_the_rung_below>(true) == in_20_days);
static_assert(next<by_a_door>(false) == in_20_days && next<by_a_door>(false, true) == never_alone);
static_assert(next<by_policy>(false) == never_alone);
static_assert(next<by_the_rule_to_keep>(false) == in_20_days);
static_assert(next<by_another_way_to_keep>(false) == in_20_days &&
              next<by_another_way_to_keep>(true) == never_alone);
static_assert(next<by_a_grace>(false) == in_20_days);
static_assert(next<by_a_window>(false) == in_20_days);
static_assert(next<step_by_step>(false) == in_20_days && next<step_by_step>(true) == in_20_days);

}  // namespace

TEST_CASE("what keeps a client when silence grows, at run time") {
    CHECK(next<by_another_way>(true) == never_alone);
    CHECK(next<by_no_other_way>(true) == in_20_days);
    CHECK(next<whatever_below>(true) == never_alone);
    CHECK(next<by_a_door>(false, true) == never_alone);
    CHECK(next<by_policy>(true) == never_alone);
    CHECK(next<step_by_step>(true) == in_20_days);
}
