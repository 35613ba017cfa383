#include "catch.hpp"
#include "ladders/story.hpp"

#include <rung/ladders/patronage.hpp>

using namespace rung::literals;
using rung::step;
using rung::urgency;
using rung::ladders::patronage_stage;
using rung::ladders::patronage_thresholds;
using story::day;
using story::tell;

namespace {

constexpr auto patronage = rung::lifecycle{rung::ladders::patronage()};

constexpr bool comes_from(patronage_stage s, std::string_view name, std::string_view source) {
    return patronage.ladder().name(s) == name && patronage.ladder().source(s) == source;
}

constexpr rung::retail_event bought(std::int64_t n) { return rung::purchase{.at = day(n)}; }
constexpr rung::retail_event scored(std::int64_t n, std::uint8_t score) {
    return rung::evaluation{.at = day(n), .score = score};
}

}  // namespace

TEST_CASE("004.S1 to 004.S4, 004.4: every status and the exit name their place in the document") {
    STATIC_REQUIRE(patronage.ladder().stage_count() == 4);
    STATIC_REQUIRE(patronage.ladder().exit_count() == 1);
    STATIC_REQUIRE(comes_from(patronage_stage::potential, "potential", "004.S1"));
    STATIC_REQUIRE(comes_from(patronage_stage::prospective, "prospective", "004.S2"));
    STATIC_REQUIRE(comes_from(patronage_stage::client, "client", "004.S3"));
    STATIC_REQUIRE(comes_from(patronage_stage::regular, "regular", "004.S4"));
    STATIC_REQUIRE(comes_from(patronage_stage::gone, "gone", "004.4"));
    STATIC_REQUIRE(patronage.ladder().is_exit(patronage_stage::gone));
}

TEST_CASE("004.S1: who may buy some day is potential") {
    STATIC_REQUIRE(tell(patronage, {}).stage == patronage_stage::potential);
    STATIC_REQUIRE(
        tell(patronage, {rung::need{.at = day(0), .level = urgency::some_day, .step = step::search}}).stage ==
        patronage_stage::potential);
    STATIC_REQUIRE(tell(patronage, {rung::awareness{.at = day(0), .level = rung::knows::us}}).stage ==
                   patronage_stage::potential);
}

TEST_CASE("004.S2, 004.1b: need and urgency, and a purchase process begun, make a client prospective") {
    constexpr auto where = [](urgency level, step at) {
        return tell(patronage, {rung::need{.at = day(0), .level = level, .step = at}}).stage;
    };
    STATIC_REQUIRE(where(urgency::now, step::need) == patronage_stage::potential);  // step 1
    STATIC_REQUIRE(where(urgency::now, step::search) == patronage_stage::prospective);
    STATIC_REQUIRE(where(urgency::now, step::criterion) == patronage_stage::prospective);
    STATIC_REQUIRE(where(urgency::now, step::choice) == patronage_stage::prospective);
    STATIC_REQUIRE(where(urgency::now, step::purchase) == patronage_stage::prospective);
    STATIC_REQUIRE(where(urgency::none, step::choice) == patronage_stage::potential);

    // The deal does not come about: no longer in need.
    STATIC_REQUIRE(tell(patronage, {rung::need{.at = day(0), .level = urgency::now, .step = step::choice},
                                    rung::declined{.at = day(1)}})
                       .stage == patronage_stage::potential);
}

TEST_CASE("004.S3: who ever made an order is a client") {
    constexpr auto ordered =
        tell(patronage, {rung::need{.at = day(0), .level = urgency::now, .step = step::choice}, bought(1)});
    STATIC_REQUIRE(ordered.stage == patronage_stage::client);
    STATIC_REQUIRE(ordered.last().from == patronage_stage::prospective);
    STATIC_REQUIRE(tell(patronage, {bought(0)}, day(300)).stage == patronage_stage::client);
}

TEST_CASE("004.S4: orders with some periodicity make a regular, as long as they go on") {
    constexpr auto at = [](rung::instant until) { return tell(patronage, {bought(0), bought(30)}, until); };
    STATIC_REQUIRE(at(day(30)).stage == patronage_stage::regular);
    STATIC_REQUIRE(at(day(150)).stage == patronage_stage::regular);
    constexpr auto stops = at(day(150) + 1_seconds);
    STATIC_REQUIRE(stops.stage == patronage_stage::client);
    STATIC_REQUIRE(stops.last().why == rung::cause::time);
    STATIC_REQUIRE(tell(patronage, {bought(0)}).stage == patronage_stage::client);
}

TEST_CASE("004.S4: a good evaluation alone makes no regular: it takes another order") {
    STATIC_REQUIRE(tell(patronage, {bought(0), scored(1, 5)}).stage == patronage_stage::client);
    STATIC_REQUIRE(tell(patronage, {bought(0), scored(1, 5), bought(30)}).stage == patronage_stage::regular);
}

TEST_CASE("004.S4: a regular who evaluates an order badly is no longer a regular") {
    STATIC_REQUIRE(tell(patronage, {bought(0), bought(30), scored(31, 3)}).stage == patronage_stage::regular);
    constexpr auto bad = tell(patronage, {bought(0), bought(30), scored(31, 2)});
    STATIC_REQUIRE(bad.stage == patronage_stage::client);
    STATIC_REQUIRE(bad.last().from == patronage_stage::regular);
}

TEST_CASE("004.S4: a second order makes a regular after a good evaluation, not after a bad one") {
    CHECK(tell(patronage, {bought(0), scored(1, 1), bought(30)}).stage == patronage_stage::client);
    // A host who asks for a score has it so already.
    constexpr auto asks = rung::lifecycle{rung::ladders::patronage({.regular_score = 3})};
    STATIC_REQUIRE(tell(asks, {bought(0), scored(1, 1), bought(30)}).stage == patronage_stage::client);
    STATIC_REQUIRE(tell(asks, {bought(0), scored(1, 3), bought(30)}).stage == patronage_stage::regular);
}

TEST_CASE("004.4: after a year of silence a client is gone, exactly at the instant") {
    constexpr auto at = [](rung::instant until) { return tell(patronage, {bought(0)}, until); };
    STATIC_REQUIRE(at(day(365) - 1_seconds).stage == patronage_stage::client);
    STATIC_REQUIRE(at(day(365)).stage == patronage_stage::gone);
    constexpr auto late = at(day(4'000));
    STATIC_REQUIRE(late.count == 2);
    STATIC_REQUIRE(late.last().at == day(365));
    STATIC_REQUIRE(late.last().why == rung::cause::time);
    STATIC_REQUIRE(late.last().from == patronage_stage::client);

    // A regular goes by way of client.
    constexpr auto regular = tell(patronage, {bought(0), bought(30)}, day(4'000));
    STATIC_REQUIRE(regular.stage == patronage_stage::gone);
    STATIC_REQUIRE(regular.last().from == patronage_stage::client);
    STATIC_REQUIRE(regular.last().at == day(395));

    // Who never ordered never goes.
    STATIC_REQUIRE(tell(patronage, {rung::contact{.at = day(0)}}, day(4'000)).stage ==
                   patronage_stage::prospective);
}

TEST_CASE("004.4: a client who was gone comes back with the next order, and with nothing less") {
    STATIC_REQUIRE(tell(patronage, {bought(0), rung::contact{.at = day(400)}}).stage ==
                   patronage_stage::gone);
    constexpr auto back = tell(patronage, {bought(0), bought(400)});
    STATIC_REQUIRE(back.stage == patronage_stage::regular);
    STATIC_REQUIRE(back.last().from == patronage_stage::gone);
    STATIC_REQUIRE(back.last().at == day(400));
    STATIC_REQUIRE(back.count == 3);
    // At the very instant too: gone, and back.
    constexpr auto just = tell(patronage, {bought(0), bought(365)});
    STATIC_REQUIRE(just.count == 3);
    STATIC_REQUIRE(just.moves[1].to == patronage_stage::gone);
    STATIC_REQUIRE(just.moves[1].at == day(365));
}

TEST_CASE("who moves whom: marketing to 004.S2, sales to 004.S3, everybody to 004.S4") {
    STATIC_REQUIRE(patronage.ladder().driver(patronage_stage::prospective) == rung::driver::marketing);
    STATIC_REQUIRE(patronage.ladder().driver(patronage_stage::client) == rung::driver::sales);
    STATIC_REQUIRE(patronage.ladder().driver(patronage_stage::regular) == rung::driver::company);
}

TEST_CASE("004: the thresholds") {
    STATIC_REQUIRE(story::lists_all<patronage_thresholds>(std::array<std::string_view, 5>{
        "client_purchases", "regular_purchases", "regular_within", "regular_score", "gone_after"}));
    STATIC_REQUIRE(patronage_thresholds{}.client_purchases == 1);
}

TEST_CASE("004: each threshold can be a host's own") {
    constexpr auto with = [](patronage_thresholds const& t, std::initializer_list<rung::retail_event> events,
                             rung::instant until = rung::instant::never()) {
        return tell(rung::lifecycle{rung::ladders::patronage(t)}, events, until).stage;
    };
    using enum patronage_stage;
    constexpr patronage_thresholds two{.client_purchases = 2, .regular_purchases = 3};
    STATIC_REQUIRE(with(two, {rung::contact{.at = day(0)}, bought(1)}) == prospective);
    STATIC_REQUIRE(with(two, {bought(0), bought(1)}) == client);
    STATIC_REQUIRE(with({.regular_purchases = 3}, {bought(0), bought(1)}) == client);
    STATIC_REQUIRE(with({.regular_purchases = 3}, {bought(0), bought(1), bought(2)}) == regular);
    STATIC_REQUIRE(with({.regular_within = 30_days}, {bought(0), bought(1)}, day(31)) == regular);
    STATIC_REQUIRE(with({.regular_within = 30_days}, {bought(0), bought(1)}, day(31) + 1_seconds) == client);
    STATIC_REQUIRE(with({.regular_score = 4}, {bought(0), scored(1, 4), bought(2)}) == regular);
    STATIC_REQUIRE(with({.regular_score = 4}, {bought(0), scored(1, 3), bought(2)}) == client);
    STATIC_REQUIRE(with({.regular_score = 4}, {bought(0), bought(2)}) == regular);
    STATIC_REQUIRE(with({.gone_after = 100_days}, {bought(0)}, day(100) - 1_seconds) == client);
    STATIC_REQUIRE(with({.gone_after = 100_days}, {bought(0)}, day(100)) == gone);
}
