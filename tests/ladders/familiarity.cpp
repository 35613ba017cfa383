#include "catch.hpp"
#include "ladders/story.hpp"

#include <rung/ladders/familiarity.hpp>

using namespace rung::literals;
using rung::initiator;
using rung::knows;
using rung::ladders::familiarity_stage;
using rung::ladders::familiarity_thresholds;
using story::day;
using story::tell;

namespace {

constexpr auto familiarity = rung::lifecycle{rung::ladders::familiarity()};

constexpr bool comes_from(familiarity_stage s, std::string_view name, std::string_view source) {
    return familiarity.ladder().name(s) == name && familiarity.ladder().source(s) == source;
}

// Informed about us and buying every ten days, twice: day 0 and day 10. The usual gap is ten days.
constexpr rung::retail_event heard = rung::awareness{.at = day(0), .level = knows::us};
constexpr rung::retail_event first = rung::purchase{.at = day(0), .amount = 60.00_money};
constexpr rung::retail_event second = rung::purchase{.at = day(10), .amount = 60.00_money};
// From then on silence is unusual when it is more than twice the gap: 20 days (201 %, 20 days and 2.4 hours).
constexpr auto break_begins = day(10) + 20_days + 2_hours + 24_minutes;
constexpr auto grace_ends = break_begins + 30_days;

// On lower thresholds, a fanatic in few words.
constexpr auto quick = rung::lifecycle{rung::ladders::familiarity(
    {.devoted_purchases = 2, .devoted_spend = 100.00_money, .devoted_contacts = 1})};
constexpr rung::retail_event asks = rung::contact{.at = day(0), .by = initiator::client};

}  // namespace

TEST_CASE("001.L1 to 001.L5: every level names its place in the document") {
    STATIC_REQUIRE(familiarity.ladder().stage_count() == 5);
    STATIC_REQUIRE(familiarity.ladder().exit_count() == 0);
    STATIC_REQUIRE(comes_from(familiarity_stage::unaware, "unaware", "001.L1"));
    STATIC_REQUIRE(comes_from(familiarity_stage::trade, "trade", "001.L2"));
    STATIC_REQUIRE(comes_from(familiarity_stage::service, "service", "001.L3"));
    STATIC_REQUIRE(comes_from(familiarity_stage::informed, "informed", "001.L4"));
    STATIC_REQUIRE(comes_from(familiarity_stage::devoted, "devoted", "001.L5"));
}

TEST_CASE("001.L1: a client who knows nothing of the business is unaware, however often it calls") {
    STATIC_REQUIRE(tell(familiarity, {}).stage == familiarity_stage::unaware);
    STATIC_REQUIRE(tell(familiarity, {rung::contact{.at = day(0), .by = initiator::us},
                                      rung::contact{.at = day(3), .by = initiator::us},
                                      rung::awareness{.at = day(4), .level = knows::nothing}})
                       .stage == familiarity_stage::unaware);
}

TEST_CASE("001.L2: who knows the trade stands on the second level") {
    STATIC_REQUIRE(tell(familiarity, {rung::awareness{.at = day(0), .level = knows::trade}}).stage ==
                   familiarity_stage::trade);
}

TEST_CASE("001.L3: who heard of the kind of service, but does not know us, stands on the third level") {
    constexpr auto hears =
        tell(familiarity, {rung::awareness{.at = day(0), .level = knows::trade},
                           rung::awareness{.at = day(1), .level = knows::kind_of_service}});
    STATIC_REQUIRE(hears.stage == familiarity_stage::service);
    STATIC_REQUIRE(hears.count == 2);
    // Knowledge is never lost.
    STATIC_REQUIRE(tell(familiarity, {rung::awareness{.at = day(0), .level = knows::kind_of_service},
                                      rung::awareness{.at = day(1), .level = knows::trade}})
                       .stage == familiarity_stage::service);
    // Knowing us without buying is no more than that.
    STATIC_REQUIRE(tell(familiarity, {heard}).stage == familiarity_stage::service);
    STATIC_REQUIRE(tell(familiarity, {heard, first}).stage == familiarity_stage::service);
}

TEST_CASE("001.L4: a client who is informed about us and buys again stands on the fourth level") {
    constexpr auto informed = tell(familiarity, {heard, first, second});
    STATIC_REQUIRE(informed.stage == familiarity_stage::informed);
    STATIC_REQUIRE(informed.last().at == day(10));

    // Nobody told us what the client knows: buying periodically tells.
    constexpr auto periodic = tell(familiarity, {first, second, rung::purchase{.at = day(20)}});
    STATIC_REQUIRE(periodic.stage == familiarity_stage::informed);
    STATIC_REQUIRE(periodic.last().at == day(20));
    STATIC_REQUIRE(tell(familiarity, {first, second}).stage == familiarity_stage::service);
}

TEST_CASE("001.L5: buys much, and asks unprompted: the fifth level") {
    STATIC_REQUIRE(tell(quick, {asks, heard, first, second}).stage == familiarity_stage::devoted);
    // Each of the three is needed.
    STATIC_REQUIRE(tell(quick, {heard, first, second}).stage == familiarity_stage::informed);
    STATIC_REQUIRE(
        tell(quick, {rung::contact{.at = day(0), .by = initiator::us}, heard, first, second}).stage ==
        familiarity_stage::informed);
    STATIC_REQUIRE(
        tell(quick, {asks, heard, first, rung::purchase{.at = day(10), .amount = 39.99_money}}).stage ==
        familiarity_stage::informed);
    STATIC_REQUIRE(tell(quick, {asks, heard, rung::purchase{.at = day(1), .amount = 5'000.00_money}}).stage ==
                   familiarity_stage::service);

    // With the defaults: ten purchases, 1,000.00 and three contacts by the client.
    constexpr auto after = [](int purchases, rung::money spend, int contacts) {
        rung::client c;
        for (int i = 0; i < contacts; ++i)
            (void)familiarity.apply(c, rung::contact{.at = day(0), .by = initiator::client});
        (void)familiarity.apply(c, rung::purchase{.at = day(0), .amount = spend});
        for (int i = 1; i < purchases; ++i) (void)familiarity.apply(c, rung::purchase{.at = day(i)});
        return familiarity.stage(c);
    };
    STATIC_REQUIRE(after(10, 1'000.00_money, 3) == familiarity_stage::devoted);
    STATIC_REQUIRE(after(9, 1'000.00_money, 3) == familiarity_stage::informed);
    STATIC_REQUIRE(after(10, 999.99_money, 3) == familiarity_stage::informed);
    STATIC_REQUIRE(after(10, 1'000.00_money, 2) == familiarity_stage::informed);
}

TEST_CASE("001.2: levels are passed in order as a rule; one who skips some is recorded") {
    constexpr auto in_order =
        tell(quick, {rung::awareness{.at = day(-2), .level = knows::trade},
                     rung::awareness{.at = day(-1), .level = knows::kind_of_service}, heard, first, second,
                     rung::contact{.at = day(11), .by = initiator::client}});
    STATIC_REQUIRE(in_order.stage == familiarity_stage::devoted);
    STATIC_REQUIRE(in_order.count == 4);
    for (auto const& t : in_order.moves) CHECK(t.skipped == 0);

    constexpr auto skips = tell(familiarity, {heard});
    STATIC_REQUIRE(skips.last().from == familiarity_stage::unaware);
    STATIC_REQUIRE(skips.last().to == familiarity_stage::service);
    STATIC_REQUIRE(skips.last().skipped == 1);

    // The fifth level is not reached past one whose rule fails: a fanatic's figures in one purchase
    // count are worth nothing where the fourth level asks for more purchases.
    constexpr auto late_fourth = rung::lifecycle{rung::ladders::familiarity({.informed_purchases = 3,
                                                                             .devoted_purchases = 2,
                                                                             .devoted_spend = 0.00_money,
                                                                             .devoted_contacts = 1})};
    STATIC_REQUIRE(tell(late_fourth, {asks, heard, first, second}).stage == familiarity_stage::service);
}

TEST_CASE("001.4: an unusual break of a periodic buyer begins a grace and is not an immediate fall") {
    constexpr auto at = [](rung::instant until) { return tell(familiarity, {heard, first, second}, until); };
    STATIC_REQUIRE_FALSE(at(break_begins - 1_seconds).client.standing.in_grace());
    constexpr auto begins = at(break_begins);
    STATIC_REQUIRE(begins.client.standing.in_grace());
    STATIC_REQUIRE(begins.stage == familiarity_stage::informed);
    STATIC_REQUIRE(familiarity.next_change(begins.client) == grace_ends);
    STATIC_REQUIRE(at(grace_ends - 1_seconds).stage == familiarity_stage::informed);

    constexpr auto over = at(grace_ends);
    STATIC_REQUIRE(over.stage == familiarity_stage::service);
    STATIC_REQUIRE(over.last().at == grace_ends);
    STATIC_REQUIRE(over.last().why == rung::cause::time);
}

TEST_CASE("001.4: a purchase inside the grace cancels it") {
    constexpr auto reminded =
        tell(familiarity, {heard, first, second, rung::purchase{.at = grace_ends - 1_seconds}});
    STATIC_REQUIRE(reminded.stage == familiarity_stage::informed);
    STATIC_REQUIRE_FALSE(reminded.client.standing.in_grace());
    STATIC_REQUIRE(reminded.count == 2);  // up, up; never down

    // A reminder is no purchase: the grace runs on, and the outcome says so.
    rung::client c;
    for (auto const& e : {heard, first, second}) (void)familiarity.apply(c, e);
    auto const out = familiarity.apply(c, rung::contact{.at = break_begins, .by = initiator::us});
    CHECK(out.answer() == rung::answer::held);
    CHECK(out.hold() == rung::hold::grace);
    CHECK(familiarity.next_change(c) == grace_ends);

    // One second too late: a fall, and back with the same purchase.
    constexpr auto late = tell(familiarity, {heard, first, second, rung::purchase{.at = grace_ends}});
    STATIC_REQUIRE(late.stage == familiarity_stage::informed);
    STATIC_REQUIRE(late.count == 4);
    STATIC_REQUIRE(late.moves[2].to == familiarity_stage::service);
    STATIC_REQUIRE(late.moves[2].why == rung::cause::time);
}

TEST_CASE("001.4: the break of a devoted client is not an immediate fall either") {
    auto const at_break = tell(quick, {asks, heard, first, second}, break_begins);
    CHECK(at_break.stage == familiarity_stage::devoted);
    // The fifth level includes the fourth: it must not be lost before a client on the fourth loses it.
    CHECK(tell(quick, {asks, heard, first, second}, grace_ends - 1_seconds).stage >=
          familiarity_stage::informed);
}

TEST_CASE("001.5: purchases are made on the second and the third level already") {
    // Trifles: however many, the client knows the trade and no more.
    constexpr auto trifles = tell(familiarity, {rung::purchase{.at = day(0), .amount = 1.00_money},
                                                rung::purchase{.at = day(1), .amount = 1.00_money},
                                                rung::purchase{.at = day(2), .amount = 1.00_money},
                                                rung::purchase{.at = day(3), .amount = 1.00_money}});
    STATIC_REQUIRE(trifles.stage == familiarity_stage::trade);
    STATIC_REQUIRE(trifles.count == 1);

    // Pays without hesitation to get to know us: the third level by one purchase.
    STATIC_REQUIRE(tell(familiarity, {rung::purchase{.at = day(0), .amount = 49.99_money}}).stage ==
                   familiarity_stage::trade);
    STATIC_REQUIRE(tell(familiarity, {rung::purchase{.at = day(0), .amount = 50.00_money}}).stage ==
                   familiarity_stage::service);

    // One purchase, three levels: awareness decides.
    STATIC_REQUIRE(tell(familiarity, {rung::awareness{.at = day(0), .level = knows::kind_of_service},
                                      rung::purchase{.at = day(1), .amount = 1.00_money}})
                       .stage == familiarity_stage::service);
}

TEST_CASE("who moves whom: clients come to the fifth level by themselves (001.L5)") {
    CHECK(familiarity.ladder().driver(familiarity_stage::devoted) == rung::driver::client);
}

TEST_CASE("001: the thresholds") {
    STATIC_REQUIRE(story::lists_all<familiarity_thresholds>(std::array<std::string_view, 9>{
        "trial_purchases", "trial_spend", "informed_purchases", "periodic_purchases", "unusual_break",
        "reminder_grace", "devoted_purchases", "devoted_spend", "devoted_contacts"}));
    STATIC_REQUIRE(familiarity.ladder().grace(familiarity_stage::informed) == 30_days);
}

TEST_CASE("001: each threshold can be a host's own") {
    constexpr auto with = [](familiarity_thresholds const& t,
                             std::initializer_list<rung::retail_event> events,
                             rung::instant until = rung::instant::never()) {
        return tell(rung::lifecycle{rung::ladders::familiarity(t)}, events, until).stage;
    };
    using enum familiarity_stage;
    constexpr rung::retail_event trifle = rung::purchase{.at = day(0), .amount = 1.00_money};
    STATIC_REQUIRE(with({.trial_purchases = 2}, {trifle}) == unaware);
    STATIC_REQUIRE(with({.trial_purchases = 2}, {trifle, trifle}) == trade);
    STATIC_REQUIRE(with({.trial_spend = 1.01_money}, {trifle}) == trade);
    STATIC_REQUIRE(with({.trial_spend = 1.00_money}, {trifle}) == service);
    STATIC_REQUIRE(with({.informed_purchases = 1}, {heard, trifle}) == informed);
    STATIC_REQUIRE(with({.informed_purchases = 3}, {heard, first, second}) == service);
    STATIC_REQUIRE(with({.periodic_purchases = 2}, {first, second}) == informed);
    STATIC_REQUIRE(with({.periodic_purchases = 4}, {first, second, second}) == service);
    // 100 % of the usual gap of ten days, 101 % is a break; no grace.
    constexpr familiarity_thresholds hasty{.unusual_break = 100_percent, .reminder_grace = 0_days};
    STATIC_REQUIRE(with(hasty, {heard, first, second}, day(20)) == informed);
    STATIC_REQUIRE(with(hasty, {heard, first, second}, day(20) + 2_hours + 24_minutes - 1_seconds) ==
                   informed);
    STATIC_REQUIRE(with(hasty, {heard, first, second}, day(20) + 2_hours + 24_minutes) == service);
    constexpr familiarity_thresholds patient{.reminder_grace = 60_days};
    STATIC_REQUIRE(with(patient, {heard, first, second}, break_begins + 60_days - 1_seconds) == informed);
    STATIC_REQUIRE(with(patient, {heard, first, second}, break_begins + 60_days) == service);
    constexpr familiarity_thresholds two{
        .devoted_purchases = 2, .devoted_spend = 120.00_money, .devoted_contacts = 1};
    STATIC_REQUIRE(with(two, {asks, heard, first, second}) == devoted);
    constexpr familiarity_thresholds three{
        .devoted_purchases = 3, .devoted_spend = 120.00_money, .devoted_contacts = 1};
    STATIC_REQUIRE(with(three, {asks, heard, first, second}) == informed);
    constexpr familiarity_thresholds rich{
        .devoted_purchases = 2, .devoted_spend = 120.01_money, .devoted_contacts = 1};
    STATIC_REQUIRE(with(rich, {asks, heard, first, second}) == informed);
    constexpr familiarity_thresholds talks{
        .devoted_purchases = 2, .devoted_spend = 120.00_money, .devoted_contacts = 2};
    STATIC_REQUIRE(with(talks, {asks, heard, first, second}) == informed);
    STATIC_REQUIRE(with(talks, {asks, asks, heard, first, second}) == devoted);
}
