#include "catch.hpp"
#include "ladders/story.hpp"

#include <rung/base/client_base.hpp>
#include <rung/ladders/patronage.hpp>
#include <rung/ladders/purchase.hpp>

using namespace rung::literals;
using rung::step;
using rung::urgency;
using rung::ladders::patronage_stage;
using rung::ladders::purchase_stage;
using story::day;
using story::tell;

namespace {

constexpr auto deal = rung::lifecycle{rung::ladders::purchase()};

constexpr bool comes_from(purchase_stage s, std::string_view name, std::string_view source) {
    return deal.ladder().name(s) == name && deal.ladder().source(s) == source;
}

constexpr rung::retail_event at_step(std::int64_t n, step s) {
    return rung::need{.at = day(n), .level = urgency::now, .step = s};
}

}  // namespace

TEST_CASE("004.1: every step of a purchase names its place in the document") {
    STATIC_REQUIRE(deal.ladder().stage_count() == 6);
    STATIC_REQUIRE(deal.ladder().exit_count() == 1);
    STATIC_REQUIRE(comes_from(purchase_stage::need, "need", "004.1.1"));
    STATIC_REQUIRE(comes_from(purchase_stage::search, "search", "004.1.2"));
    STATIC_REQUIRE(comes_from(purchase_stage::criterion, "criterion", "004.1.3"));
    STATIC_REQUIRE(comes_from(purchase_stage::choice, "choice", "004.1.4"));
    STATIC_REQUIRE(comes_from(purchase_stage::purchase, "purchase", "004.1.5"));
    STATIC_REQUIRE(comes_from(purchase_stage::evaluation, "evaluation", "004.1.6"));
    STATIC_REQUIRE(comes_from(purchase_stage::abandoned, "abandoned", "004.1"));
}

TEST_CASE("004.1: a deal goes through the six steps") {
    constexpr auto all =
        tell(deal, {at_step(0, step::need), at_step(1, step::search), at_step(2, step::criterion),
                    at_step(3, step::choice), rung::purchase{.at = day(4)},
                    rung::evaluation{.at = day(5), .score = 5}});
    STATIC_REQUIRE(all.stage == purchase_stage::evaluation);
    STATIC_REQUIRE(all.count == 5);
    for (std::size_t i = 0; i < all.count; ++i) {
        CHECK(rung::index_of(all.moves[i].from) == i);
        CHECK(all.moves[i].skipped == 0);
        CHECK(all.moves[i].at == day(static_cast<std::int64_t>(i) + 1));
    }
}

TEST_CASE("004.1: who buys at once skips steps; who thinks again goes back") {
    constexpr auto at_once = tell(deal, {rung::purchase{.at = day(0)}});
    STATIC_REQUIRE(at_once.stage == purchase_stage::purchase);
    STATIC_REQUIRE(at_once.last().skipped == 3);
    STATIC_REQUIRE(tell(deal, {at_step(0, step::choice), at_step(1, step::search)}).stage ==
                   purchase_stage::search);
}

TEST_CASE("004.1: a deal that is lost is abandoned") {
    for (std::uint8_t reason = 1; reason < rung::loss_reason_count; ++reason) {
        auto const lost = tell(
            deal, {at_step(0, step::choice), rung::loss{.at = day(1), .reason = rung::loss_reason{reason}}});
        CHECK(lost.stage == purchase_stage::abandoned);
        CHECK(lost.last().from == purchase_stage::choice);
    }
}

TEST_CASE("004.1b: deals run beside the status of the client, each for itself") {
    constexpr rung::client_id client = 7;
    constexpr rung::client_id car = 7'001;
    constexpr rung::client_id tyres = 7'002;
    rung::client_base people{rung::lifecycle{rung::ladders::patronage()}};
    rung::client_base deals{deal};
    // What happens in a deal happens to the client too.
    auto const happens = [&](rung::client_id which, rung::retail_event e) {
        e.client = which;
        CHECK_FALSE(deals.apply(e).answer() == rung::answer::refused);
        e.client = client;
        CHECK_FALSE(people.apply(e).answer() == rung::answer::refused);
    };
    auto const stands = [&](patronage_stage status, purchase_stage of_car) {
        CHECK(people.find(client)->stage() == status);
        CHECK(deals.find(car)->stage() == of_car);
    };
    happens(car, at_step(0, step::need));
    stands(patronage_stage::potential, purchase_stage::need);  // step 1: nothing is asked yet
    happens(car, at_step(1, step::search));
    stands(patronage_stage::prospective, purchase_stage::search);  // steps 2 to 5: prospective
    happens(car, at_step(2, step::criterion));
    stands(patronage_stage::prospective, purchase_stage::criterion);
    happens(car, at_step(3, step::choice));
    stands(patronage_stage::prospective, purchase_stage::choice);
    happens(car, rung::purchase{.at = day(4)});
    stands(patronage_stage::client, purchase_stage::purchase);  // the order of step 5 makes a client

    // A second deal begins; the first goes on: a client throughout.
    happens(tyres, at_step(5, step::search));
    stands(patronage_stage::client, purchase_stage::purchase);
    happens(car, rung::evaluation{.at = day(6), .score = 5});
    stands(patronage_stage::client, purchase_stage::evaluation);  // step 6 is done by a client
    CHECK(deals.find(tyres)->stage() == purchase_stage::search);
    happens(tyres, rung::purchase{.at = day(7)});
    stands(patronage_stage::regular, purchase_stage::evaluation);  // ordered again after a good evaluation
    CHECK(deals.find(tyres)->stage() == purchase_stage::purchase);
    CHECK(people.size() == 1);
    CHECK(deals.size() == 2);
}
