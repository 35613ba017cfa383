#include "catch.hpp"
#include "ladders/story.hpp"

#include <rung/ladders/loyalty.hpp>

using namespace rung::literals;
using rung::initiator;
using rung::loss_reason;
using rung::ladders::loyalty_stage;
using rung::ladders::loyalty_thresholds;
using story::day;
using story::tell;

namespace {

constexpr auto loyalty = rung::lifecycle{rung::ladders::loyalty()};

constexpr bool comes_from(loyalty_stage s, std::string_view name, std::string_view source) {
    return loyalty.ladder().name(s) == name && loyalty.ladder().source(s) == source;
}

constexpr rung::retail_event first = rung::purchase{.at = day(0)};
constexpr rung::retail_event second = rung::purchase{.at = day(10)};
constexpr rung::retail_event only_ours = rung::wallet{.at = day(11), .share = 100};
constexpr rung::retail_event recommends = rung::recommendation{.at = day(12)};
constexpr rung::retail_event calmly = rung::price_rise{.at = day(13), .accepted = true};

// A client came in and waits to be served.
constexpr rung::retail_event came_in =
    rung::contact{.at = day(0), .by = initiator::client, .awaits_answer = true};
constexpr auto left = day(0) + 17_minutes;

constexpr rung::retail_event answer_at(rung::instant t) {
    return rung::contact{.at = t, .by = initiator::us};
}

}  // namespace

TEST_CASE("002.R1 to 002.R4, 002.4: every rung and the exit name their place in the document") {
    STATIC_REQUIRE(loyalty.ladder().stage_count() == 4);
    STATIC_REQUIRE(loyalty.ladder().exit_count() == 1);
    STATIC_REQUIRE(comes_from(loyalty_stage::potential, "potential", "002.R1"));
    STATIC_REQUIRE(comes_from(loyalty_stage::buyer, "buyer", "002.R2"));
    STATIC_REQUIRE(comes_from(loyalty_stage::client, "client", "002.R3"));
    STATIC_REQUIRE(comes_from(loyalty_stage::supporter, "supporter", "002.R4"));
    STATIC_REQUIRE(comes_from(loyalty_stage::lost, "lost", "002.4"));
    STATIC_REQUIRE(loyalty.ladder().is_exit(loyalty_stage::lost));
}

TEST_CASE("002.R1: one who looks for a way to satisfy a need is a potential buyer") {
    STATIC_REQUIRE(tell(loyalty,
                        {rung::need{.at = day(0), .level = rung::urgency::now}, rung::contact{.at = day(1)},
                         rung::contact{.at = day(2)}},
                        day(1'000))
                       .stage == loyalty_stage::potential);
}

TEST_CASE("002.R2: the first purchase makes a buyer") {
    constexpr auto buys = tell(loyalty, {first}, day(1'000));
    STATIC_REQUIRE(buys.stage == loyalty_stage::buyer);
    STATIC_REQUIRE(buys.count == 1);
}

TEST_CASE("002.R3: one who came back and bought again is a client, soon or after years") {
    STATIC_REQUIRE(tell(loyalty, {first, second}).stage == loyalty_stage::client);
    constexpr auto compares =
        tell(loyalty, {first, rung::competitor_purchase{.at = day(100)}, rung::purchase{.at = day(2'000)}});
    STATIC_REQUIRE(compares.stage == loyalty_stage::client);
    STATIC_REQUIRE(compares.last().from == loyalty_stage::buyer);
    // Contacts between the purchases count for nothing here.
    STATIC_REQUIRE(tell(loyalty, {first, rung::contact{.at = day(5)}, rung::contact{.at = day(6)}}).stage ==
                   loyalty_stage::buyer);
}

TEST_CASE("002.R4: a supporter buys only here, recommends and takes price rises calmly") {
    constexpr auto supports = tell(loyalty, {first, second, only_ours, recommends, calmly});
    STATIC_REQUIRE(supports.stage == loyalty_stage::supporter);
    STATIC_REQUIRE(supports.last().at == day(13));
    STATIC_REQUIRE(supports.last().from == loyalty_stage::client);

    // All three are needed, and the purchases too.
    STATIC_REQUIRE(tell(loyalty, {first, second, recommends, calmly}).stage == loyalty_stage::client);
    STATIC_REQUIRE(tell(loyalty, {first, second, only_ours, calmly}).stage == loyalty_stage::client);
    STATIC_REQUIRE(tell(loyalty, {first, second, only_ours, recommends}).stage == loyalty_stage::client);
    STATIC_REQUIRE(tell(loyalty, {first, only_ours, recommends, calmly}).stage == loyalty_stage::buyer);
    STATIC_REQUIRE(
        tell(loyalty, {first, second, rung::wallet{.at = day(11), .share = 99}, recommends, calmly}).stage ==
        loyalty_stage::client);
}

TEST_CASE("002.R4: a client who stops one of the three is no longer a supporter") {
    STATIC_REQUIRE(tell(loyalty, {first, second, only_ours, recommends, calmly,
                                  rung::price_rise{.at = day(20), .accepted = false}})
                       .stage == loyalty_stage::client);
    STATIC_REQUIRE(tell(loyalty, {first, second, only_ours, recommends, calmly,
                                  rung::wallet{.at = day(20), .share = 80}})
                       .stage == loyalty_stage::client);
}

TEST_CASE("002.R4: a client who bought from a competitor does not use only our product") {
    CHECK(tell(loyalty,
               {first, second, only_ours, recommends, calmly, rung::competitor_purchase{.at = day(20)}})
              .stage == loyalty_stage::client);
}

TEST_CASE("002.4: a client who met indifference or rudeness is lost") {
    for (auto const reason : {loss_reason::ignored, loss_reason::rudeness, loss_reason::other}) {
        auto const lost =
            tell(loyalty, {rung::contact{.at = day(0)}, rung::loss{.at = day(1), .reason = reason}});
        CHECK(lost.stage == loyalty_stage::lost);
        CHECK(lost.last().from == loyalty_stage::potential);
        CHECK(lost.last().why == rung::cause::event);
    }
    // What we do brings nobody back: the client is off the ladder, and the outcome says so.
    rung::client c;
    CHECK(loyalty.apply(c, rung::loss{.at = day(1), .reason = loss_reason::rudeness}).answer() ==
          rung::answer::moved);
    auto const out = loyalty.apply(c, rung::offer{.at = day(2)});
    CHECK(out.answer() == rung::answer::held);
    CHECK(out.hold() == rung::hold::exit);
    // The client comes unasked.
    CHECK(loyalty.apply(c, rung::contact{.at = day(3), .by = initiator::client}).answer() ==
          rung::answer::moved);
    CHECK(loyalty.stage(c) == loyalty_stage::potential);
}

TEST_CASE("002.5: a client unattended for 17 minutes leaves") {
    constexpr auto at = [](rung::instant until) { return tell(loyalty, {came_in}, until); };
    STATIC_REQUIRE(at(day(0) + 10_minutes).stage == loyalty_stage::potential);  // the alarm
    STATIC_REQUIRE(at(left - 1_seconds).stage == loyalty_stage::potential);     // 16:59
    STATIC_REQUIRE(at(left).stage == loyalty_stage::lost);                      // 17:00
    constexpr auto late = at(day(365));
    STATIC_REQUIRE(late.count == 1);
    STATIC_REQUIRE(late.last().at == left);
    STATIC_REQUIRE(late.last().why == rung::cause::time);
}

TEST_CASE("002.5: a client answered in time stays") {
    STATIC_REQUIRE(tell(loyalty, {came_in, answer_at(left - 1_seconds)}, day(365)).count == 0);
    STATIC_REQUIRE(tell(loyalty, {came_in, rung::offer{.at = day(0) + 5_minutes}}, day(365)).count == 0);
    constexpr auto buys = tell(loyalty, {came_in, rung::purchase{.at = day(0) + 16_minutes}}, day(365));
    STATIC_REQUIRE(buys.stage == loyalty_stage::buyer);
    STATIC_REQUIRE(buys.count == 1);

    // To ask again does not set the clock back; the wait began with the first question.
    constexpr auto asks_again = tell(
        loyalty,
        {came_in, rung::contact{.at = day(0) + 10_minutes, .by = initiator::client, .awaits_answer = true}},
        left);
    STATIC_REQUIRE(asks_again.stage == loyalty_stage::lost);
    // Each question has a clock of its own once the one before was answered.
    constexpr auto two =
        tell(loyalty,
             {came_in, answer_at(day(0) + 1_minutes),
              rung::contact{.at = day(0) + 2_minutes, .by = initiator::client, .awaits_answer = true}},
             day(0) + 19_minutes);
    STATIC_REQUIRE(two.last().at == day(0) + 19_minutes);
}

TEST_CASE("002.5: a client answered too late comes back to where the facts put them") {
    constexpr auto answered =
        tell(loyalty, {came_in, rung::contact{.at = day(0) + 20_minutes, .by = initiator::us}}, day(365));
    STATIC_REQUIRE(answered.stage == loyalty_stage::potential);
    STATIC_REQUIRE(answered.count == 2);
    STATIC_REQUIRE(answered.moves[0].at == left);
    STATIC_REQUIRE(answered.moves[1].at == day(0) + 20_minutes);
    STATIC_REQUIRE(answered.moves[1].from == loyalty_stage::lost);

    // A supporter who waited is lost too, and is a supporter again when answered.
    constexpr rung::retail_event asks =
        rung::contact{.at = day(20), .by = initiator::client, .awaits_answer = true};
    constexpr auto supporter = tell(
        loyalty, {first, second, only_ours, recommends, calmly, asks, rung::offer{.at = day(21)}}, day(365));
    STATIC_REQUIRE(supporter.stage == loyalty_stage::supporter);
    STATIC_REQUIRE(supporter.moves[supporter.count - 2].to == loyalty_stage::lost);
    STATIC_REQUIRE(supporter.moves[supporter.count - 2].at == day(20) + 17_minutes);
}

TEST_CASE("002.6: a buyer is lost if our interest ended with the sale") {
    constexpr auto dropped =
        tell(loyalty, {first, rung::loss{.at = day(5), .reason = loss_reason::dropped_after_sale}});
    STATIC_REQUIRE(dropped.stage == loyalty_stage::lost);
    STATIC_REQUIRE(dropped.last().from == loyalty_stage::buyer);
    // A complaint is a channel, not a loss.
    STATIC_REQUIRE(tell(loyalty, {first, rung::complaint{.at = day(5)}}, day(365)).stage ==
                   loyalty_stage::buyer);
}

TEST_CASE("002.7: a client taken for granted is lost; the next purchase brings them back as a client") {
    constexpr auto lost =
        tell(loyalty, {first, second, rung::loss{.at = day(20), .reason = loss_reason::taken_for_granted}});
    STATIC_REQUIRE(lost.stage == loyalty_stage::lost);
    STATIC_REQUIRE(lost.last().from == loyalty_stage::client);
    constexpr auto back =
        tell(loyalty, {first, second, rung::loss{.at = day(20), .reason = loss_reason::taken_for_granted},
                       rung::purchase{.at = day(40)}});
    STATIC_REQUIRE(back.stage == loyalty_stage::client);
    STATIC_REQUIRE(back.last().from == loyalty_stage::lost);
}

TEST_CASE("002.8: several recommendations alone do not make a supporter") {
    STATIC_REQUIRE(tell(loyalty, {first, second, rung::recommendation{.at = day(11)},
                                  rung::recommendation{.at = day(12)}, rung::recommendation{.at = day(13)}})
                       .stage == loyalty_stage::client);
}

TEST_CASE("002.9: a supporter who was disappointed is lost") {
    STATIC_REQUIRE(tell(loyalty, {first, second, only_ours, recommends, calmly,
                                  rung::loss{.at = day(20), .reason = loss_reason::disappointed}})
                       .stage == loyalty_stage::lost);
}

TEST_CASE("who moves whom: care moves a buyer to client and supporter (002.R2, 002.R3, 002.R4)") {
    STATIC_REQUIRE(loyalty.ladder().driver(loyalty_stage::buyer) == rung::driver::sales);
    STATIC_REQUIRE(loyalty.ladder().driver(loyalty_stage::client) == rung::driver::care);
    STATIC_REQUIRE(loyalty.ladder().driver(loyalty_stage::supporter) == rung::driver::care);
}

TEST_CASE("002: the defaults are those of the document") {
    constexpr loyalty_thresholds t;
    STATIC_REQUIRE(t.buyer_purchases == 1);
    STATIC_REQUIRE(t.client_purchases == 2);
    STATIC_REQUIRE(t.supporter_share == 100_percent);
    STATIC_REQUIRE(t.patience == 17_minutes);
    STATIC_REQUIRE(story::lists_all<loyalty_thresholds>(
        std::array<std::string_view, 6>{"buyer_purchases", "client_purchases", "supporter_share",
                                        "supporter_recommendations", "supporter_price_rises", "patience"}));
}

TEST_CASE("002: each threshold can be a host's own") {
    constexpr auto with = [](loyalty_thresholds const& t, std::initializer_list<rung::retail_event> events,
                             rung::instant until = rung::instant::never()) {
        return tell(rung::lifecycle{rung::ladders::loyalty(t)}, events, until).stage;
    };
    using enum loyalty_stage;
    STATIC_REQUIRE(with({.buyer_purchases = 2, .client_purchases = 3}, {first}) == potential);
    STATIC_REQUIRE(with({.buyer_purchases = 2, .client_purchases = 3}, {first, second}) == buyer);
    STATIC_REQUIRE(with({.client_purchases = 3}, {first, second}) == buyer);
    STATIC_REQUIRE(with({.client_purchases = 3}, {first, second, second}) == client);
    constexpr rung::retail_event most = rung::wallet{.at = day(11), .share = 80};
    STATIC_REQUIRE(with({.supporter_share = 80_percent}, {first, second, most, recommends, calmly}) ==
                   supporter);
    STATIC_REQUIRE(with({.supporter_share = 81_percent}, {first, second, most, recommends, calmly}) ==
                   client);
    STATIC_REQUIRE(with({.supporter_recommendations = 2}, {first, second, only_ours, recommends, calmly}) ==
                   client);
    STATIC_REQUIRE(with({.supporter_recommendations = 2},
                        {first, second, only_ours, recommends, recommends, calmly}) == supporter);
    STATIC_REQUIRE(with({.supporter_price_rises = 2}, {first, second, only_ours, recommends, calmly}) ==
                   client);
    STATIC_REQUIRE(with({.supporter_price_rises = 2},
                        {first, second, only_ours, recommends, calmly, calmly}) == supporter);
    STATIC_REQUIRE(with({.patience = 5_minutes}, {came_in}, day(0) + 5_minutes - 1_seconds) == potential);
    STATIC_REQUIRE(with({.patience = 5_minutes}, {came_in}, day(0) + 5_minutes) == lost);
}
