#include "catch.hpp"
#include "ladders/story.hpp"

#include <rung/ladders/service.hpp>

using namespace rung::literals;
using rung::ladders::service_stage;
using rung::ladders::service_thresholds;
using story::day;
using story::tell;

namespace {

constexpr auto service = rung::lifecycle{rung::ladders::service()};

constexpr bool comes_from(service_stage s, std::string_view name, std::string_view source) {
    return service.ladder().name(s) == name && service.ladder().source(s) == source;
}

}  // namespace

TEST_CASE("000.S1 to 000.S5: every rung names its place in the document") {
    STATIC_REQUIRE(service.ladder().stage_count() == 5);
    STATIC_REQUIRE(service.ladder().exit_count() == 0);
    STATIC_REQUIRE(comes_from(service_stage::potential, "potential", "000.S1"));
    STATIC_REQUIRE(comes_from(service_stage::visitor, "visitor", "000.S2"));
    STATIC_REQUIRE(comes_from(service_stage::buyer, "buyer", "000.S3"));
    STATIC_REQUIRE(comes_from(service_stage::client, "client", "000.S4"));
    STATIC_REQUIRE(comes_from(service_stage::advocate, "advocate", "000.S5"));
}

TEST_CASE("000.S1: a client who does not know of the business is potential, whatever they need") {
    STATIC_REQUIRE(tell(service, {}).stage == service_stage::potential);
    constexpr auto wants = tell(service, {rung::need{.at = day(0), .level = rung::urgency::now}}, day(400));
    STATIC_REQUIRE(wants.stage == service_stage::potential);
    STATIC_REQUIRE(wants.count == 0);
}

TEST_CASE("000.S2: one contact by any means and no purchase make a visitor") {
    for (std::uint16_t channel = 0; channel < 5; ++channel)
        CHECK(tell(service, {rung::contact{.at = day(0), .channel = channel}}).stage ==
              service_stage::visitor);
    STATIC_REQUIRE(tell(service, {rung::contact{.at = day(0), .by = rung::initiator::us}}).stage ==
                   service_stage::visitor);
    STATIC_REQUIRE(tell(service, {rung::contact{.at = day(0), .by = rung::initiator::client}}).stage ==
                   service_stage::visitor);

    constexpr auto many = tell(service, {rung::contact{.at = day(0)}, rung::contact{.at = day(1)},
                                         rung::contact{.at = day(2)}, rung::contact{.at = day(3)}});
    STATIC_REQUIRE(many.stage == service_stage::visitor);
    STATIC_REQUIRE(many.count == 1);
}

TEST_CASE("000.S3: the first purchase makes a buyer; a first contact that was never seen is recorded as "
          "skipped") {
    constexpr auto seen = tell(service, {rung::contact{.at = day(0)}, rung::purchase{.at = day(1)}});
    STATIC_REQUIRE(seen.stage == service_stage::buyer);
    STATIC_REQUIRE(seen.last().from == service_stage::visitor);
    STATIC_REQUIRE(seen.last().skipped == 0);

    constexpr auto unseen = tell(service, {rung::purchase{.at = day(1)}});
    STATIC_REQUIRE(unseen.stage == service_stage::buyer);
    STATIC_REQUIRE(unseen.last().from == service_stage::potential);
    STATIC_REQUIRE(unseen.last().skipped == 1);

    // Without a later purchase they stay one for good.
    STATIC_REQUIRE(tell(service, {rung::purchase{.at = day(1)}}, day(5'000)).stage == service_stage::buyer);
}

TEST_CASE("000.S4: three purchases and buying on make a client") {
    constexpr auto three = tell(service, {rung::purchase{.at = day(0)}, rung::purchase{.at = day(30)},
                                          rung::purchase{.at = day(60)}});
    STATIC_REQUIRE(three.stage == service_stage::client);
    STATIC_REQUIRE(three.last().from == service_stage::buyer);
    STATIC_REQUIRE(three.last().at == day(60));
    STATIC_REQUIRE(three.last().why == rung::cause::event);

    // Who goes on buying stays one.
    constexpr auto regular = tell(service, {rung::purchase{.at = day(0)}, rung::purchase{.at = day(30)},
                                            rung::purchase{.at = day(60)}, rung::purchase{.at = day(150)},
                                            rung::purchase{.at = day(240)}, rung::purchase{.at = day(330)}});
    STATIC_REQUIRE(regular.stage == service_stage::client);
    STATIC_REQUIRE(regular.count == 2);  // buyer, client; never down
}

TEST_CASE("000.S5: a client who tells others is an advocate") {
    constexpr auto tells =
        tell(service, {rung::purchase{.at = day(0)}, rung::purchase{.at = day(10)},
                       rung::purchase{.at = day(20)}, rung::recommendation{.at = day(30)}});
    STATIC_REQUIRE(tells.stage == service_stage::advocate);
    STATIC_REQUIRE(tells.last().from == service_stage::client);
    STATIC_REQUIRE(tells.last().at == day(30));

    // The order does not matter: one who told first becomes one with the third purchase, past the rung
    // between.
    constexpr auto told_before =
        tell(service, {rung::recommendation{.at = day(0)}, rung::purchase{.at = day(1)},
                       rung::purchase{.at = day(10)}, rung::purchase{.at = day(20)}});
    STATIC_REQUIRE(told_before.stage == service_stage::advocate);
    STATIC_REQUIRE(told_before.last().from == service_stage::buyer);
    STATIC_REQUIRE(told_before.last().skipped == 1);
}

TEST_CASE("000.E1: two purchases are still a buyer") {
    constexpr auto two = tell(service, {rung::purchase{.at = day(0)}, rung::purchase{.at = day(1)}});
    STATIC_REQUIRE(two.stage == service_stage::buyer);
    STATIC_REQUIRE(two.count == 1);
}

TEST_CASE("000.E2: three purchases without continuing regularity are not a client") {
    constexpr auto story = [](rung::instant until) {
        return tell(
            service,
            {rung::purchase{.at = day(0)}, rung::purchase{.at = day(10)}, rung::purchase{.at = day(20)}},
            until);
    };
    constexpr auto last_moment = day(20) + 90_days;
    STATIC_REQUIRE(story(last_moment - 1_seconds).stage == service_stage::client);
    STATIC_REQUIRE(story(last_moment).stage == service_stage::client);  // the threshold is inclusive
    STATIC_REQUIRE(story(last_moment + 1_seconds).stage == service_stage::buyer);

    // A late look gives the same history: a fall by time alone, at that instant, one rung.
    constexpr auto late = story(day(3'000));
    STATIC_REQUIRE(late.last().from == service_stage::client);
    STATIC_REQUIRE(late.last().to == service_stage::buyer);
    STATIC_REQUIRE(late.last().at == last_moment + 1_seconds);
    STATIC_REQUIRE(late.last().why == rung::cause::time);

    // The next purchase shows that they go on after all.
    constexpr auto back = tell(service, {rung::purchase{.at = day(0)}, rung::purchase{.at = day(10)},
                                         rung::purchase{.at = day(20)}, rung::purchase{.at = day(400)}});
    STATIC_REQUIRE(back.stage == service_stage::client);
    STATIC_REQUIRE(back.count == 4);
}

TEST_CASE("000.E3: recommending alone makes no rung") {
    STATIC_REQUIRE(tell(service, {rung::recommendation{.at = day(0)}}).stage == service_stage::potential);
    STATIC_REQUIRE(tell(service, {rung::contact{.at = day(0)}, rung::recommendation{.at = day(1)}}).stage ==
                   service_stage::visitor);
    STATIC_REQUIRE(tell(service, {rung::purchase{.at = day(0)}, rung::purchase{.at = day(1)},
                                  rung::recommendation{.at = day(2)}})
                       .stage == service_stage::buyer);
}

TEST_CASE("000.E3: an advocate who stops buying is no longer an advocate") {
    constexpr auto stops =
        tell(service,
             {rung::purchase{.at = day(0)}, rung::purchase{.at = day(10)}, rung::purchase{.at = day(20)},
              rung::recommendation{.at = day(30)}, rung::recommendation{.at = day(100)}},
             day(111));
    STATIC_REQUIRE(stops.stage == service_stage::buyer);
    STATIC_REQUIRE(stops.last().from == service_stage::advocate);
    STATIC_REQUIRE(stops.last().at == day(20) + 90_days + 1_seconds);

    // Another purchase: an advocate at once, since the recommendation is not forgotten.
    constexpr auto again = tell(service, {rung::purchase{.at = day(0)}, rung::purchase{.at = day(10)},
                                          rung::purchase{.at = day(20)}, rung::recommendation{.at = day(30)},
                                          rung::purchase{.at = day(400)}});
    STATIC_REQUIRE(again.stage == service_stage::advocate);
}

TEST_CASE("000.E4: the rung is the highest whose rules hold, not that of the last event") {
    STATIC_REQUIRE(tell(service, {rung::contact{.at = day(0)}, rung::purchase{.at = day(1)},
                                  rung::contact{.at = day(2)}, rung::contact{.at = day(3)}})
                       .stage == service_stage::buyer);
    constexpr auto complains =
        tell(service, {rung::purchase{.at = day(0)}, rung::purchase{.at = day(10)},
                       rung::purchase{.at = day(20)}, rung::contact{.at = day(21)},
                       rung::complaint{.at = day(22)}, rung::evaluation{.at = day(23), .score = 1}});
    STATIC_REQUIRE(complains.stage == service_stage::client);
    STATIC_REQUIRE(complains.last().at == day(20));
}

TEST_CASE("000.E5: services added to one that the client has are purchases too") {
    constexpr auto subscriber =
        tell(service, {rung::purchase{.at = day(0)}, rung::purchase{.at = day(10), .addon = true},
                       rung::purchase{.at = day(20), .addon = true}});
    STATIC_REQUIRE(subscriber.stage == service_stage::client);
    STATIC_REQUIRE(subscriber.client.facts.purchases == 3);
    STATIC_REQUIRE(subscriber.client.facts.addons == 2);
}

TEST_CASE("000.6: a client is led from the first rung to the last") {
    constexpr auto path = tell(service, {rung::contact{.at = day(0)}, rung::purchase{.at = day(1)},
                                         rung::purchase{.at = day(2)}, rung::purchase{.at = day(3)},
                                         rung::recommendation{.at = day(4)}});
    STATIC_REQUIRE(path.count == 4);
    for (std::size_t i = 0; i < path.count; ++i) {
        CHECK(rung::index_of(path.moves[i].from) == i);
        CHECK(rung::index_of(path.moves[i].to) == i + 1);
        CHECK(path.moves[i].skipped == 0);
        CHECK(path.moves[i].peak == path.moves[i].from);
    }
}

TEST_CASE("000: a purchase taken back leaves the rung as if it had never been made") {
    constexpr auto once =
        tell(service, {rung::contact{.at = day(0)}, rung::purchase{.at = day(1), .amount = 10.00_money},
                       rung::refund{.at = day(2), .amount = 10.00_money, .bought = day(1)}});
    STATIC_REQUIRE(once.stage == service_stage::visitor);
    STATIC_REQUIRE(once.client.facts.spend() == rung::money{0});

    // The third taken back: a buyer with two purchases, the last one the second.
    constexpr auto third =
        tell(service,
             {rung::purchase{.at = day(0)}, rung::purchase{.at = day(10)}, rung::purchase{.at = day(20)},
              rung::refund{.at = day(21), .bought = day(20)}, rung::purchase{.at = day(99)}},
             day(99) + 90_days);
    STATIC_REQUIRE(third.count == 4);
    STATIC_REQUIRE(third.moves[2].to == service_stage::buyer);
    STATIC_REQUIRE(third.moves[2].at == day(21));
    STATIC_REQUIRE(third.stage == service_stage::client);
}

TEST_CASE("who moves whom: marketing brings the visitor (000.S1 to 000.S2)") {
    STATIC_REQUIRE(service.ladder().driver(service_stage::visitor) == rung::driver::marketing);
}

TEST_CASE("000: the defaults are those of the document") {
    constexpr service_thresholds t;
    STATIC_REQUIRE(t.visitor_contacts == 1);
    STATIC_REQUIRE(t.buyer_purchases == 1);
    STATIC_REQUIRE(t.client_purchases == 3);
    STATIC_REQUIRE(t.regular_within == 90_days);
    STATIC_REQUIRE(t.advocate_recommendations == 1);
    STATIC_REQUIRE(story::lists_all<service_thresholds>(
        std::array<std::string_view, 5>{"visitor_contacts", "buyer_purchases", "client_purchases",
                                        "regular_within", "advocate_recommendations"}));
    STATIC_REQUIRE(rung::ladders::service() == rung::ladders::service({}));
}

TEST_CASE("000: each threshold can be a host's own") {
    constexpr auto visitors = rung::lifecycle{rung::ladders::service({.visitor_contacts = 2})};
    STATIC_REQUIRE(tell(visitors, {rung::contact{.at = day(0)}}).stage == service_stage::potential);
    STATIC_REQUIRE(tell(visitors, {rung::contact{.at = day(0)}, rung::contact{.at = day(1)}}).stage ==
                   service_stage::visitor);

    constexpr auto buyers = rung::lifecycle{rung::ladders::service({.buyer_purchases = 2})};
    STATIC_REQUIRE(tell(buyers, {rung::contact{.at = day(0)}, rung::purchase{.at = day(1)}}).stage ==
                   service_stage::visitor);
    STATIC_REQUIRE(tell(buyers, {rung::purchase{.at = day(0)}, rung::purchase{.at = day(1)}}).stage ==
                   service_stage::buyer);

    constexpr auto clients = rung::lifecycle{rung::ladders::service({.client_purchases = 2})};
    STATIC_REQUIRE(tell(clients, {rung::purchase{.at = day(0)}}).stage == service_stage::buyer);
    STATIC_REQUIRE(tell(clients, {rung::purchase{.at = day(0)}, rung::purchase{.at = day(1)}}).stage ==
                   service_stage::client);

    constexpr auto strict =
        rung::lifecycle{rung::ladders::service({.client_purchases = 1, .regular_within = 60_days})};
    STATIC_REQUIRE(tell(strict, {rung::purchase{.at = day(0)}}, day(60)).stage == service_stage::client);
    STATIC_REQUIRE(tell(strict, {rung::purchase{.at = day(0)}}, day(60) + 1_seconds).stage ==
                   service_stage::buyer);

    constexpr auto advocates =
        rung::lifecycle{rung::ladders::service({.client_purchases = 1, .advocate_recommendations = 2})};
    STATIC_REQUIRE(
        tell(advocates, {rung::purchase{.at = day(0)}, rung::recommendation{.at = day(1)}}).stage ==
        service_stage::client);
    STATIC_REQUIRE(tell(advocates, {rung::purchase{.at = day(0)}, rung::recommendation{.at = day(1)},
                                    rung::recommendation{.at = day(2)}})
                       .stage == service_stage::advocate);
}
