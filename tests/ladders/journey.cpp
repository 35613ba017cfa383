#include "catch.hpp"
#include "ladders/story.hpp"

#include <rung/ladders/journey.hpp>

using namespace rung::literals;
using rung::step;
using rung::urgency;
using rung::ladders::journey_stage;
using rung::ladders::journey_thresholds;
using story::day;
using story::tell;

namespace {

constexpr auto journey = rung::lifecycle{rung::ladders::journey()};

constexpr bool comes_from(journey_stage s, std::string_view name, std::string_view source) {
    return journey.ladder().name(s) == name && journey.ladder().source(s) == source;
}

constexpr rung::retail_event bought(std::int64_t n) { return rung::purchase{.at = day(n)}; }

}  // namespace

TEST_CASE("003.S1 to 003.S12: every stage names its place in the document") {
    STATIC_REQUIRE(journey.ladder().stage_count() == 12);
    STATIC_REQUIRE(journey.ladder().exit_count() == 0);
    STATIC_REQUIRE(comes_from(journey_stage::problem, "problem", "003.S1"));
    STATIC_REQUIRE(comes_from(journey_stage::interest, "interest", "003.S2"));
    STATIC_REQUIRE(comes_from(journey_stage::desire, "desire", "003.S3"));
    STATIC_REQUIRE(comes_from(journey_stage::study, "study", "003.S4"));
    STATIC_REQUIRE(comes_from(journey_stage::comparison, "comparison", "003.S5"));
    STATIC_REQUIRE(comes_from(journey_stage::action, "action", "003.S6"));
    STATIC_REQUIRE(comes_from(journey_stage::engagement, "engagement", "003.S7"));
    STATIC_REQUIRE(comes_from(journey_stage::satisfaction, "satisfaction", "003.S8"));
    STATIC_REQUIRE(comes_from(journey_stage::repeat_deal, "repeat_deal", "003.S9"));
    STATIC_REQUIRE(comes_from(journey_stage::curiosity, "curiosity", "003.S10"));
    STATIC_REQUIRE(comes_from(journey_stage::loyalty, "loyalty", "003.S11"));
    STATIC_REQUIRE(comes_from(journey_stage::recommendation, "recommendation", "003.S12"));
}

TEST_CASE("003.S1 to 003.S5: the stages before the first meeting, where we learn of them") {
    STATIC_REQUIRE(tell(journey, {}).stage == journey_stage::problem);
    constexpr auto where = [](urgency level, step at) {
        return tell(journey, {rung::need{.at = day(0), .level = level, .step = at}}).stage;
    };
    STATIC_REQUIRE(where(urgency::none, step::need) == journey_stage::problem);
    STATIC_REQUIRE(where(urgency::some_day, step::need) == journey_stage::interest);
    STATIC_REQUIRE(where(urgency::now, step::need) == journey_stage::desire);
    STATIC_REQUIRE(where(urgency::now, step::search) == journey_stage::study);
    STATIC_REQUIRE(where(urgency::now, step::criterion) == journey_stage::comparison);
    STATIC_REQUIRE(where(urgency::now, step::choice) == journey_stage::comparison);
    // A client who reads up on what they may need some day has no desire yet.
    STATIC_REQUIRE(where(urgency::some_day, step::search) == journey_stage::interest);
}

TEST_CASE("003.S6: the first contact is the action, and so is a purchase without one") {
    STATIC_REQUIRE(tell(journey, {rung::contact{.at = day(0)}}).stage == journey_stage::action);
    STATIC_REQUIRE(tell(journey, {rung::need{.at = day(0), .level = urgency::now, .step = step::criterion},
                                  rung::contact{.at = day(1)}})
                       .last()
                       .from == journey_stage::comparison);
    STATIC_REQUIRE(tell(journey, {bought(0)}).stage > journey_stage::action);
}

TEST_CASE("003.2: it began before the first meeting; a contact shows that five stages are over") {
    constexpr auto comes = tell(journey, {rung::contact{.at = day(0)}});
    STATIC_REQUIRE(comes.last().from == journey_stage::problem);
    STATIC_REQUIRE(comes.last().to == journey_stage::action);
    STATIC_REQUIRE(comes.last().skipped == 4);
    // What we learn of the time before does not put them back.
    STATIC_REQUIRE(tell(journey, {rung::contact{.at = day(0)},
                                  rung::need{.at = day(1), .level = urgency::none, .step = step::need}})
                       .stage == journey_stage::action);
    STATIC_REQUIRE(
        tell(journey, {rung::contact{.at = day(0)}, rung::declined{.at = day(1)}}, day(900)).stage ==
        journey_stage::action);
}

TEST_CASE("003.S7: a client in touch with the seller is engaged") {
    constexpr auto talks = tell(journey, {rung::contact{.at = day(0)}, rung::contact{.at = day(1)}});
    STATIC_REQUIRE(talks.stage == journey_stage::engagement);
    STATIC_REQUIRE(talks.last().from == journey_stage::action);
}

TEST_CASE("003.S8: bought and not dissatisfied: satisfaction") {
    STATIC_REQUIRE(tell(journey, {bought(0)}).stage == journey_stage::satisfaction);
    STATIC_REQUIRE(tell(journey, {bought(0), rung::evaluation{.at = day(1), .score = 5}}).stage ==
                   journey_stage::satisfaction);
    STATIC_REQUIRE(tell(journey, {bought(0), rung::evaluation{.at = day(1), .score = 3}}).stage ==
                   journey_stage::satisfaction);
}

TEST_CASE("003.S8: a bad product cannot satisfy; a bad evaluation leads back to engagement") {
    for (auto const score : {std::uint8_t{1}, std::uint8_t{2}}) {
        auto const bad = tell(journey, {bought(0), rung::evaluation{.at = day(1), .score = score}});
        CHECK(bad.stage == journey_stage::engagement);
        CHECK(bad.last().at == day(1));
    }
    // Another purchase: the credit of trust is there once more.
    STATIC_REQUIRE(tell(journey, {bought(0), rung::evaluation{.at = day(1), .score = 1}, bought(5)}).stage ==
                   journey_stage::repeat_deal);
    // From the top as well.
    STATIC_REQUIRE(
        tell(journey, {bought(0), bought(20), bought(40), bought(70), rung::recommendation{.at = day(71)},
                       rung::evaluation{.at = day(72), .score = 2}})
            .stage == journey_stage::engagement);
}

TEST_CASE("003.S9: the second deal is a repeat deal, and not yet regular buying") {
    constexpr auto again = tell(journey, {bought(0), bought(10)});
    STATIC_REQUIRE(again.stage == journey_stage::repeat_deal);
    STATIC_REQUIRE(again.last().from == journey_stage::satisfaction);
    STATIC_REQUIRE(tell(journey, {bought(0), bought(10), bought(20)}).stage == journey_stage::repeat_deal);
}

TEST_CASE("003.S10, 003.4: curiosity is reached by time alone, on the way up") {
    constexpr auto at = [](rung::instant until) { return tell(journey, {bought(0), bought(10)}, until); };
    STATIC_REQUIRE(at(day(60) - 1_seconds).stage == journey_stage::repeat_deal);
    STATIC_REQUIRE(at(day(60)).stage == journey_stage::curiosity);
    constexpr auto wonders = at(day(5'000));
    STATIC_REQUIRE(wonders.stage == journey_stage::curiosity);  // left alone they stay in the valley
    STATIC_REQUIRE(wonders.last().at == day(60));
    STATIC_REQUIRE(wonders.last().why == rung::cause::time);
    STATIC_REQUIRE(wonders.last().from == journey_stage::repeat_deal);
    STATIC_REQUIRE(wonders.last().to > wonders.last().from);
    STATIC_REQUIRE(wonders.last().peak == journey_stage::repeat_deal);

    // One purchase makes nobody curious.
    STATIC_REQUIRE(tell(journey, {bought(0)}, day(5'000)).stage == journey_stage::satisfaction);
    // A second deal after long: it leads past the repeat deal, recorded.
    constexpr auto slow = tell(journey, {bought(0), bought(100)});
    STATIC_REQUIRE(slow.stage == journey_stage::curiosity);
    STATIC_REQUIRE(slow.last().skipped == 1);
}

TEST_CASE("003.S11: curiosity is past and the client buys on, only from us") {
    constexpr auto loyal = tell(journey, {bought(0), bought(20), bought(40), bought(70)});
    STATIC_REQUIRE(loyal.stage == journey_stage::loyalty);
    STATIC_REQUIRE(loyal.last().from == journey_stage::curiosity);
    STATIC_REQUIRE(tell(journey, {bought(0), bought(20), bought(70)}).stage == journey_stage::curiosity);

    // They look around after all: back to curiosity, until they buy from us again.
    STATIC_REQUIRE(tell(journey, {bought(0), bought(20), bought(40), bought(70),
                                  rung::competitor_purchase{.at = day(80)}})
                       .stage == journey_stage::curiosity);
    STATIC_REQUIRE(tell(journey, {bought(0), bought(20), bought(40), bought(70),
                                  rung::competitor_purchase{.at = day(80)}, bought(81)})
                       .stage == journey_stage::loyalty);

    // They stop buying: back to curiosity, at the instant.
    constexpr auto at = [](rung::instant until) {
        return tell(journey, {bought(0), bought(20), bought(40), bought(70)}, until);
    };
    STATIC_REQUIRE(at(day(160)).stage == journey_stage::loyalty);
    STATIC_REQUIRE(at(day(160) + 1_seconds).stage == journey_stage::curiosity);
}

TEST_CASE("003.4: four deals in few days wait for curiosity, and pass it when it comes") {
    constexpr auto quick = tell(journey, {bought(0), bought(1), bought(2), bought(3)}, day(59));
    STATIC_REQUIRE(quick.stage == journey_stage::repeat_deal);
    constexpr auto later = tell(journey, {bought(0), bought(1), bought(2), bought(3)}, day(60));
    STATIC_REQUIRE(later.stage == journey_stage::loyalty);
    STATIC_REQUIRE(later.last().skipped == 1);

    // A host who wants nobody to skip the valley says so.
    constexpr auto in_steps = rung::lifecycle{rung::ladders::journey(), rung::ascent::one_step{}};
    STATIC_REQUIRE(tell(in_steps, {bought(0), bought(1), bought(2), bought(3), bought(4)}, day(60)).stage <=
                   journey_stage::curiosity);
}

TEST_CASE("003.S12: a loyal client who names us when asked") {
    constexpr auto names_us =
        tell(journey, {bought(0), bought(20), bought(40), bought(70), rung::recommendation{.at = day(71)}});
    STATIC_REQUIRE(names_us.stage == journey_stage::recommendation);
    STATIC_REQUIRE(names_us.last().from == journey_stage::loyalty);
    // A client who is not loyal stays where they are.
    STATIC_REQUIRE(tell(journey, {bought(0), rung::recommendation{.at = day(1)}}).stage ==
                   journey_stage::satisfaction);
    // It lasts as long as the client is loyal.
    constexpr auto stops =
        tell(journey, {bought(0), bought(20), bought(40), bought(70), rung::recommendation{.at = day(71)}},
             day(161));
    STATIC_REQUIRE(stops.stage == journey_stage::curiosity);
    STATIC_REQUIRE(stops.last().at == day(160) + 1_seconds);
}

TEST_CASE("003.3: a referred client enters at engagement; the stages passed over are recorded") {
    constexpr auto warm = tell(journey, {rung::contact{.at = day(0), .referred = true}});
    STATIC_REQUIRE(warm.stage == journey_stage::engagement);
    STATIC_REQUIRE(warm.last().from == journey_stage::problem);
    STATIC_REQUIRE(warm.last().skipped == 5);  // interest to action

    // The same when we learn of it before or after they came.
    STATIC_REQUIRE(tell(journey, {rung::referral{.at = day(0), .by = 7}}).stage == journey_stage::engagement);
    constexpr auto learned =
        tell(journey, {rung::contact{.at = day(0)}, rung::referral{.at = day(1), .by = 7}});
    STATIC_REQUIRE(learned.stage == journey_stage::engagement);
    STATIC_REQUIRE(learned.last().from == journey_stage::action);

    // A door is no lift: they go on as everybody does, and it moves nobody who is higher already.
    STATIC_REQUIRE(tell(journey, {rung::contact{.at = day(0), .referred = true}, bought(1)}).stage ==
                   journey_stage::satisfaction);
    constexpr auto higher = tell(journey, {bought(0), bought(1), rung::referral{.at = day(2), .by = 7}});
    STATIC_REQUIRE(higher.stage == journey_stage::repeat_deal);
    STATIC_REQUIRE(higher.count == 2);
}

TEST_CASE("who moves whom: life to 003.S3, marketing to 003.S6, sales to 003.S7, the whole company to 003.S8 "
          "and 003.S9, the client to 003.S12") {
    for (auto const s : {journey_stage::problem, journey_stage::interest, journey_stage::desire})
        CHECK(journey.ladder().driver(s) == rung::driver::life);
    STATIC_REQUIRE(journey.ladder().driver(journey_stage::repeat_deal) == rung::driver::company);
    STATIC_REQUIRE(journey.ladder().driver(journey_stage::action) == rung::driver::marketing);
    STATIC_REQUIRE(journey.ladder().driver(journey_stage::engagement) == rung::driver::sales);
    STATIC_REQUIRE(journey.ladder().driver(journey_stage::satisfaction) == rung::driver::company);
    STATIC_REQUIRE(journey.ladder().driver(journey_stage::recommendation) == rung::driver::client);
}

TEST_CASE("who moves whom: personal care leads from curiosity to loyalty (003.S10 to 003.S11)") {
    CHECK(journey.ladder().driver(journey_stage::loyalty) == rung::driver::care);
}

TEST_CASE("003: the thresholds") {
    STATIC_REQUIRE(story::lists_all<journey_thresholds>(std::array<std::string_view, 7>{
        "engagement_contacts", "tolerated_bad_scores", "repeat_purchases", "curious_after", "loyal_purchases",
        "loyal_within", "recommendations"}));
    STATIC_REQUIRE(journey_thresholds{}.repeat_purchases == 2);
}

TEST_CASE("003: each threshold can be a host's own") {
    constexpr auto with = [](journey_thresholds const& t, std::initializer_list<rung::retail_event> events,
                             rung::instant until = rung::instant::never()) {
        return tell(rung::lifecycle{rung::ladders::journey(t)}, events, until).stage;
    };
    using enum journey_stage;
    constexpr rung::retail_event meets = rung::contact{.at = day(0)};
    STATIC_REQUIRE(with({.engagement_contacts = 3}, {meets, meets}) == action);
    STATIC_REQUIRE(with({.engagement_contacts = 3}, {meets, meets, meets}) == engagement);
    constexpr rung::retail_event bad = rung::evaluation{.at = day(1), .score = 1};
    STATIC_REQUIRE(with({.tolerated_bad_scores = 1}, {bought(0), bad}) == satisfaction);
    STATIC_REQUIRE(with({.tolerated_bad_scores = 1}, {bought(0), bad, bad}) == engagement);
    STATIC_REQUIRE(with({.repeat_purchases = 3}, {bought(0), bought(1)}) == satisfaction);
    STATIC_REQUIRE(with({.repeat_purchases = 3}, {bought(0), bought(1), bought(2)}) == repeat_deal);
    STATIC_REQUIRE(with({.curious_after = 20_days}, {bought(0), bought(1)}, day(20) - 1_seconds) ==
                   repeat_deal);
    STATIC_REQUIRE(with({.curious_after = 20_days}, {bought(0), bought(1)}, day(20)) == curiosity);
    STATIC_REQUIRE(with({.loyal_purchases = 3}, {bought(0), bought(70)}) == curiosity);
    STATIC_REQUIRE(with({.loyal_purchases = 3}, {bought(0), bought(70), bought(71)}) == loyalty);
    constexpr journey_thresholds weekly{.loyal_purchases = 2, .loyal_within = 7_days};
    STATIC_REQUIRE(with(weekly, {bought(0), bought(70)}, day(77)) == loyalty);
    STATIC_REQUIRE(with(weekly, {bought(0), bought(70)}, day(77) + 1_seconds) == curiosity);
    constexpr rung::retail_event names = rung::recommendation{.at = day(71)};
    constexpr journey_thresholds twice{.loyal_purchases = 2, .recommendations = 2};
    STATIC_REQUIRE(with(twice, {bought(0), bought(70), names}) == loyalty);
    STATIC_REQUIRE(with(twice, {bought(0), bought(70), names, names}) == recommendation);
}
