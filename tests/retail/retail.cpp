#include "catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <type_traits>

using namespace rung::literals;
using rung::instant;
using rung::refusal;
using rung::retail;
using rung::retail_event;
using fact = retail::fact;

namespace {

static_assert(sizeof(rung::client) == 68);
static_assert(std::is_trivially_copyable_v<rung::client>);
static_assert(std::has_unique_object_representations_v<rung::client>, "no hidden bytes: memcmp compares it");
static_assert(std::is_trivially_copyable_v<retail_event> && sizeof(retail_event) == 48);
static_assert(rung::schema<retail>);

constexpr auto day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

constexpr retail::facts known(std::initializer_list<retail_event> events) {
    retail::facts f;
    for (auto const& e : events) retail::fold(f, e);
    return f;
}
constexpr std::int64_t read(std::initializer_list<retail_event> events, fact k, instant now = day(100)) {
    return retail::read(known(events), k, now);
}

// Every kind of event by its name, and no other.
static_assert([] {
    for (std::size_t i = 0; i < rung::event_kind_count; ++i) {
        auto const kind = static_cast<rung::event_kind>(i);
        auto const found = rung::event_kind_of(to_string(kind));
        if (!found || *found != kind) return false;
    }
    return !rung::event_kind_of("no such kind") && !rung::event_kind_of("");
}());

// Of whom nothing is known.
static_assert(read({}, fact::contacts) == 0 && read({}, fact::purchases) == 0 && read({}, fact::spend) == 0);
static_assert(read({}, fact::tenure) == 0 && read({}, fact::silence) == rung::unlimited);
static_assert(read({}, fact::since_2nd_last) == rung::unlimited);
static_assert(read({}, fact::since_4th_last) == rung::unlimited);
static_assert(read({}, fact::silence_ratio) == 0 && read({}, fact::waiting) == 0);
static_assert(read({}, fact::last_score) == 0 && read({}, fact::mean_score) == 0);
static_assert(read({}, fact::lost) == 0 && read({}, fact::wallet_share) == 0);

// contact
static_assert(read({rung::contact{.at = day(1)}, rung::contact{.at = day(2)}}, fact::contacts) == 2);
static_assert(read({rung::contact{.at = day(1)}}, fact::own_contacts) == 0);
static_assert(read({rung::contact{.at = day(1), .by = rung::initiator::us}}, fact::own_contacts) == 0);
static_assert(read({rung::contact{.at = day(1), .by = rung::initiator::client}}, fact::own_contacts) == 1);
static_assert(read({rung::contact{.at = day(1)}}, fact::referred) == 0);
static_assert(read({rung::contact{.at = day(1), .referred = true}}, fact::referred) == 1);
static_assert(read({rung::contact{.at = day(1), .referred = true}, rung::contact{.at = day(2)}},
                   fact::referred) == 1);
static_assert(read({rung::contact{.at = day(1)}}, fact::waiting) == 0);

// since_contact: the last contact or offer; an unanswered question stands for what follows it
static_assert(read({}, fact::since_contact) == rung::unlimited);
static_assert(read({rung::purchase{.at = day(1)}}, fact::since_contact) == rung::unlimited);
static_assert(read({rung::contact{.at = day(1)}, rung::offer{.at = day(2)}}, fact::since_contact, day(3)) ==
              86'400);
static_assert(read({rung::contact{.at = day(1), .awaits_answer = true}, rung::contact{.at = day(2)}},
                   fact::since_contact, day(3)) == 2 * 86'400);
static_assert(read({rung::contact{.at = day(1), .awaits_answer = true},
                    rung::contact{.at = day(2), .by = rung::initiator::us}},
                   fact::since_contact, day(3)) == 86'400);

// waiting: from the first unanswered question on; ended by our contact, an offer, a purchase, a loss
constexpr rung::contact question{.at = day(10), .awaits_answer = true};
static_assert(read({question}, fact::waiting, day(10)) == 0);
static_assert(read({question}, fact::waiting, day(11)) == 86'400);
static_assert(read({question, rung::contact{.at = day(12), .awaits_answer = true}}, fact::waiting, day(13)) ==
              3 * 86'400);
static_assert(read({question, rung::contact{.at = day(12)}}, fact::waiting, day(13)) == 3 * 86'400);
static_assert(read({question, rung::contact{.at = day(12), .by = rung::initiator::us}}, fact::waiting) == 0);
static_assert(read({question, rung::offer{.at = day(12)}}, fact::waiting) == 0);
static_assert(read({question, rung::purchase{.at = day(12)}}, fact::waiting) == 0);
static_assert(read({question, rung::loss{.at = day(12)}}, fact::waiting) == 0);
static_assert(read({question, rung::complaint{.at = day(12)}}, fact::waiting, day(12)) == 2 * 86'400);
static_assert(read({question, rung::offer{.at = day(12)},
                    rung::contact{.at = day(14), .awaits_answer = true}},
                   fact::waiting, day(15)) == 86'400);

// purchase
constexpr std::initializer_list<retail_event> five = {
    rung::purchase{.id = 1, .at = day(10), .amount = 10.00_money},
    rung::purchase{.id = 2, .at = day(20), .amount = 20.00_money, .addon = true},
    rung::purchase{.id = 3, .at = day(30), .amount = 30.00_money},
    rung::purchase{.id = 4, .at = day(40), .amount = 40.00_money},
    rung::purchase{.id = 5, .at = day(50), .amount = 50.50_money},
};
static_assert(read(five, fact::purchases) == 5 && read(five, fact::addons) == 1);
static_assert(read(five, fact::spend) == 150'50);
static_assert(read(five, fact::tenure, day(60)) == 50 * 86'400);
static_assert(read(five, fact::silence, day(60)) == 10 * 86'400);
static_assert(read(five, fact::since_2nd_last, day(60)) == 20 * 86'400);
static_assert(read(five, fact::since_3rd_last, day(60)) == 30 * 86'400);
static_assert(read(five, fact::since_4th_last, day(60)) == 40 * 86'400);

// silence in percent of the mean gap, which is 10 days here
static_assert(read(five, fact::silence_ratio, day(50)) == 0);
static_assert(read(five, fact::silence_ratio, day(60)) == 100);
static_assert(read(five, fact::silence_ratio, day(60) - 1_seconds) == 99);
static_assert(read(five, fact::silence_ratio, day(70)) == 200);
static_assert(read({rung::purchase{.at = day(1)}}, fact::silence_ratio) == 0);
static_assert(read({rung::purchase{.at = day(1)}, rung::purchase{.at = day(1)}}, fact::silence_ratio) == 0);

// at its extremes: two purchases a second apart, silence for the rest of time, and one that lies ahead
constexpr auto last_moment = instant::from_unix(4'294'967'294);
constexpr retail::facts busy(std::uint32_t purchases) {
    auto f =
        known({rung::purchase{.at = instant::from_unix(1)}, rung::purchase{.at = instant::from_unix(2)}});
    f.purchases = purchases & 65'535u;
    return f;
}
static_assert(retail::read(busy(2), fact::silence_ratio, last_moment) == 429'496'729'200);
static_assert(retail::read(busy(2), fact::silence_ratio, instant::forever()) == 429'496'729'300);
static_assert(retail::read(busy(65'535), fact::silence_ratio, instant::forever()) ==
              429'496'729'300 * 65'534);
static_assert(retail::read(busy(65'535), fact::silence_ratio, instant::from_unix(1)) == -100 * 65'534);
static_assert(retail::read(busy(65'535), fact::silence_ratio, instant::never()) == -200 * 65'534);
static_assert(retail::reaches(busy(65'535), fact::silence_ratio, rung::unlimited) == instant::forever());
static_assert(retail::reaches(busy(65'535), fact::silence_ratio, rung::unlimited - 1) == instant::forever());
static_assert(retail::reaches(busy(65'535), fact::silence_ratio, 1) == instant::from_unix(3));
static_assert(retail::reaches(busy(2), fact::silence_ratio, 429'496'729'200) == last_moment);
static_assert(retail::reaches(busy(2), fact::silence_ratio, 429'496'729'201) == instant::forever());
static_assert(retail::reaches(known({rung::purchase{.at = instant::from_unix(1)},
                                     rung::purchase{.at = last_moment}}),
                              fact::silence_ratio, rung::unlimited) == instant::forever());
static_assert(retail::reaches(known({rung::purchase{.at = last_moment}}), fact::silence, rung::unlimited) ==
              instant::forever());
static_assert(read({rung::purchase{.at = last_moment}}, fact::silence, instant::forever()) == 1);
static_assert(read({rung::purchase{.at = instant::from_unix(1)}}, fact::tenure, instant::forever()) ==
              4'294'967'294);

// refund: partly, and of a whole purchase
static_assert(read({rung::purchase{.at = day(1), .amount = 9.00_money},
                    rung::refund{.at = day(2), .amount = 4.00_money}},
                   fact::spend) == 5'00);
static_assert(read({rung::purchase{.at = day(1)}, rung::refund{.at = day(2)}}, fact::purchases) == 1);
// the spend is never below zero
static_assert(read({rung::refund{.at = day(2), .amount = 4.00_money}}, fact::spend) == 0);
static_assert(read({rung::purchase{.at = day(1), .amount = 9.00_money},
                    rung::refund{.at = day(2), .amount = 9.01_money},
                    rung::purchase{.at = day(3), .amount = 1.00_money}},
                   fact::spend) == 1'00);
static_assert(known({rung::purchase{.at = day(1), .amount = 9.00_money, .addon = true},
                     rung::refund{.at = day(2), .amount = 9.00_money, .bought = day(1), .addon = true}}) ==
              retail::facts{});
static_assert(read({rung::refund{.at = day(2), .bought = day(1), .addon = true}}, fact::purchases) == 0);
static_assert(read({rung::refund{.at = day(2), .bought = day(1), .addon = true}}, fact::addons) == 0);
static_assert(read({rung::purchase{.at = day(1)},
                    rung::refund{.at = day(2), .bought = day(1), .addon = true}},
                   fact::addons) == 0);

// A purchase before the four that are remembered is taken back if it can have been one: not before the first,
// and before the fourth-last.
constexpr retail::facts six_and_back(std::initializer_list<std::int64_t> bought) {
    retail::facts f;
    for (int i = 1; i <= 6; ++i) retail::fold(f, rung::purchase{.at = day(10 * i)});
    for (auto const d : bought) retail::fold(f, rung::refund{.at = day(70), .bought = day(d)});
    return f;
}
constexpr std::int64_t left_after(std::initializer_list<std::int64_t> bought) {
    return retail::read(six_and_back(bought), fact::purchases, day(70));
}
static_assert(left_after({}) == 6);
static_assert(left_after({20}) == 5 && left_after({10}) == 5 && left_after({11}) == 5);
static_assert(left_after({9}) == 6 && left_after({31}) == 6 && left_after({59}) == 6);
static_assert(left_after({10, 20}) == 4);
static_assert(retail::read(six_and_back({10}), fact::tenure, day(70)) == 60 * 86'400);
static_assert(retail::read(six_and_back({10, 20}), fact::tenure, day(70)) == 40 * 86'400);
static_assert(retail::read(six_and_back({10, 20}), fact::since_4th_last, day(70)) == 40 * 86'400);
// With the four gone it is not known whether there was one more.
static_assert(left_after({60, 50, 40, 30}) == 2 && left_after({60, 50, 40, 30, 20}) == 2);
static_assert(retail::read(six_and_back({60, 50, 40, 30}), fact::silence_ratio, day(70)) == 0);

// evaluation
constexpr retail_event score(std::uint8_t s) { return rung::evaluation{.at = day(5), .score = s}; }
static_assert(read({score(5), score(2), score(1)}, fact::evaluations) == 3);
static_assert(read({score(5), score(2), score(1)}, fact::last_score) == 1);
static_assert(read({score(5), score(2), score(1)}, fact::mean_score) == 266);
static_assert(read({score(5), score(2), score(1), score(3)}, fact::bad_scores) == 2);
static_assert(read({score(1), rung::purchase{.at = day(6)}}, fact::bad_scores) == 0);
static_assert(read({score(1), rung::purchase{.at = day(6)}}, fact::last_score) == 1);
static_assert(read({score(4)}, fact::process_step) == 6);

// complaint, recommendation, referral
static_assert(read({rung::complaint{.at = day(1)}, rung::complaint{.at = day(1)}}, fact::complaints) == 2);
static_assert(read({rung::recommendation{.at = day(1), .to = 7}}, fact::recommendations) == 1);
static_assert(read({rung::referral{.at = day(1), .by = 7}}, fact::referred) == 1);

// awareness only grows
constexpr retail_event aware(rung::knows k) { return rung::awareness{.at = day(1), .level = k}; }
static_assert(read({aware(rung::knows::trade)}, fact::awareness_level) == 1);
static_assert(read({aware(rung::knows::us)}, fact::awareness_level) == 3);
static_assert(read({aware(rung::knows::us), aware(rung::knows::trade)}, fact::awareness_level) == 3);

// need, and the step of the purchase
constexpr rung::need urgent{.at = day(1), .level = rung::urgency::now, .step = rung::step::choice};
static_assert(read({urgent}, fact::need_level) == 2 && read({urgent}, fact::process_step) == 4);
static_assert(read({urgent, rung::purchase{.at = day(2)}}, fact::need_level) == 0);
static_assert(read({urgent, rung::purchase{.at = day(2)}}, fact::process_step) == 5);
static_assert(read({urgent, rung::declined{.at = day(2)}}, fact::need_level) == 0);
static_assert(read({urgent, rung::declined{.at = day(2)}}, fact::process_step) == 0);
static_assert(read({urgent, rung::loss{.at = day(2)}}, fact::process_step) == 0);
static_assert(read({urgent, rung::need{.at = day(2), .level = rung::urgency::none, .step = rung::step::none}},
                   fact::need_level) == 0);

// wallet, price rises, competitors
static_assert(read({rung::wallet{.at = day(1), .share = 100}}, fact::wallet_share) == 100);
static_assert(read({rung::wallet{.at = day(1), .share = 100}, rung::wallet{.at = day(2), .share = 30}},
                   fact::wallet_share) == 30);
constexpr rung::price_rise calm{.at = day(1), .accepted = true};
constexpr rung::price_rise angry{.at = day(1)};
static_assert(read({calm, calm}, fact::price_rises) == 2);
static_assert(read({calm, calm, angry}, fact::price_rises) == 0);
static_assert(read({angry, calm}, fact::price_rises) == 1);
constexpr rung::competitor_purchase strayed{.at = day(1)};
static_assert(read({strayed, strayed}, fact::competitor_purchases) == 2);
static_assert(read({strayed, rung::purchase{.at = day(2)}}, fact::competitor_purchases) == 0);

// loss, and what brings a client back
constexpr rung::loss gone{.at = day(1), .reason = rung::loss_reason::price};
static_assert(read({gone}, fact::lost) == static_cast<int>(rung::loss_reason::price));
static_assert(read({gone, rung::purchase{.at = day(2)}}, fact::lost) == 0);
static_assert(read({gone, rung::contact{.at = day(2), .by = rung::initiator::client}}, fact::lost) == 0);
static_assert(read({gone, rung::contact{.at = day(2), .by = rung::initiator::us}}, fact::lost) != 0);
static_assert(read({gone, rung::contact{.at = day(2)}}, fact::lost) != 0);
static_assert(read({gone, rung::offer{.at = day(2)}}, fact::lost) != 0);

// What is wrong with an event.
static_assert(retail::check(rung::purchase{.amount = -0.01_money}) == refusal::amount);
static_assert(retail::check(rung::purchase{.amount = 0.00_money}) == refusal::none);
static_assert(retail::check(rung::refund{.amount = -0.01_money}) == refusal::amount);
static_assert(retail::check(rung::evaluation{.score = 0}) == refusal::score);
static_assert(retail::check(rung::evaluation{.score = 1}) == refusal::none);
static_assert(retail::check(rung::evaluation{.score = 5}) == refusal::none);
static_assert(retail::check(rung::evaluation{.score = 6}) == refusal::score);
static_assert(retail::check(rung::wallet{.share = 100}) == refusal::none);
static_assert(retail::check(rung::wallet{.share = 101}) == refusal::detail);
static_assert(retail::check(rung::loss{.reason = rung::loss_reason::none}) == refusal::detail);
static_assert(retail::check(rung::loss{.reason = rung::loss_reason::other}) == refusal::none);
static_assert(retail::check(rung::loss{.reason = static_cast<rung::loss_reason>(1)}) == refusal::none);
static_assert(retail::check(rung::refund{.at = day(2), .bought = day(2)}) == refusal::none);
static_assert(retail::check(rung::refund{.at = day(2), .bought = day(3)}) == refusal::detail);
static_assert(retail::check({.at = day(2), .bought = day(1), .kind = rung::event_kind::refund, .mark = 4}) ==
              refusal::detail);
static_assert(retail::check(rung::loss{.reason = static_cast<rung::loss_reason>(15)}) == refusal::detail);
static_assert(retail::check(rung::awareness{.level = static_cast<rung::knows>(4)}) == refusal::detail);
static_assert(retail::check(rung::need{.level = static_cast<rung::urgency>(3)}) == refusal::detail);
static_assert(retail::check(rung::need{.step = static_cast<rung::step>(7)}) == refusal::detail);
static_assert(retail::check(rung::need{.level = rung::urgency::now, .step = rung::step::evaluation}) ==
              refusal::none);
static_assert(retail::check(rung::contact{.by = static_cast<rung::initiator>(3)}) == refusal::detail);
static_assert(retail::check(rung::manual_decision{.what = rung::decree::none, .stage = rung::stage_id{1}}) ==
              refusal::detail);
static_assert(retail::check(rung::manual_decision{.what = rung::decree::ceiling,
                                                  .stage = rung::stage_id{1}}) == refusal::none);
static_assert(retail::check(rung::manual_decision{.what = static_cast<rung::decree>(5),
                                                  .stage = rung::stage_id{1}}) == refusal::detail);
static_assert(retail::check({.kind = static_cast<rung::event_kind>(16)}) == refusal::kind);
static_assert(retail::check({.kind = static_cast<rung::event_kind>(255)}) == refusal::kind);
static_assert(retail::check({.kind = rung::event_kind::refusal}) == refusal::none);

// Names.
static_assert(to_string(rung::event_kind::competitor_purchase) == "competitor_purchase");
static_assert(to_string(rung::event_kind::decision) == "decision");
static_assert(to_string(static_cast<rung::event_kind>(16)) == "?");
static_assert(rung::kind_name<retail>(rung::kind_of<retail>(rung::declined{})) == "refusal");
static_assert(rung::describe<retail>(fact::lost).name == "lost");
static_assert(retail::vocabulary.size() == static_cast<std::size_t>(fact::lost) + 1);

retail::facts many(retail_event const& e, int times) {
    retail::facts f;
    for (int i = 0; i < times; ++i) retail::fold(f, e);
    return f;
}

}  // namespace

TEST_CASE("counters stop at the limit that the vocabulary states") {
    struct row {
        retail_event event;
        fact counter;
    };
    for (auto const& [event, counter] : {
             row{rung::contact{.at = day(1)}, fact::contacts},
             row{rung::purchase{.at = day(1)}, fact::purchases},
             row{rung::purchase{.at = day(1), .addon = true}, fact::addons},
             row{rung::recommendation{.at = day(1)}, fact::recommendations},
             row{rung::evaluation{.at = day(1), .score = 1}, fact::evaluations},
             row{rung::evaluation{.at = day(1), .score = 1}, fact::bad_scores},
             row{rung::price_rise{.at = day(1), .accepted = true}, fact::price_rises},
             row{rung::contact{.at = day(1), .by = rung::initiator::client}, fact::own_contacts},
             row{rung::complaint{.at = day(1)}, fact::complaints},
             row{rung::competitor_purchase{.at = day(1)}, fact::competitor_purchases},
         }) {
        INFO(rung::describe<retail>(counter).name);
        auto const most = static_cast<int>(rung::describe<retail>(counter).most);
        CHECK(retail::read(many(event, most - 1), counter, day(2)) == most - 1);
        CHECK(retail::read(many(event, most), counter, day(2)) == most);
        CHECK(retail::read(many(event, most + 1), counter, day(2)) == most);
        CHECK(retail::read(many(event, 3 * most), counter, day(2)) == most);
    }
}

TEST_CASE("a counter that has lost count is not lowered by a refund") {
    auto f = many(rung::purchase{.at = day(1), .amount = 0.01_money, .addon = true}, 65'534);
    retail_event const back =
        rung::refund{.at = day(2), .amount = 0.01_money, .bought = day(1), .addon = true};
    auto below = f;
    retail::fold(below, back);
    CHECK(retail::read(below, fact::purchases, day(2)) == 65'533);
    CHECK(retail::read(below, fact::addons, day(2)) == 63);
    retail::fold(f, rung::purchase{.at = day(1), .amount = 0.01_money});
    retail::fold(f, back);
    CHECK(retail::read(f, fact::purchases, day(2)) == 65'535);
}

TEST_CASE("the mean score is that of the first 63 evaluations, all of the best and all of the worst") {
    for (std::uint8_t s = 1; s <= 5; ++s) {
        auto const f = many(score(s), 1'000);
        CHECK(retail::read(f, fact::mean_score, day(9)) == 100 * s);
    }
    auto f = many(score(5), 63);
    retail::fold(f, score(1));
    CHECK(retail::read(f, fact::mean_score, day(9)) == 500);
    CHECK(retail::read(f, fact::last_score, day(9)) == 1);
    CHECK(retail::read(f, fact::bad_scores, day(9)) == 1);
}

TEST_CASE("spend saturates at the limits of 64 bits") {
    auto f = many(rung::purchase{.at = day(1), .amount = rung::money{rung::unlimited}}, 2);
    CHECK(f.spend() == rung::money{rung::unlimited});
    retail_event const back = rung::refund{.at = day(1), .amount = rung::money{rung::unlimited}};
    for (int i = 0; i < 3; ++i) {
        retail::fold(f, back);
        CHECK(f.spend() == rung::money{0});
    }
    retail::facts g;
    for (auto const limit : {rung::unlimited, -rung::unlimited - 1, std::int64_t{-1}, std::int64_t{0},
                             std::int64_t{1} << 32, (std::int64_t{1} << 32) - 1}) {
        g.set_spend(rung::money{limit});
        CHECK(g.spend() == rung::money{limit});
        CHECK(retail::read(g, fact::spend, day(1)) == limit);
    }
}

TEST_CASE("each counter keeps to its own bits") {
    // All counters full at once; then each fact still reads its own limit.
    retail::facts f;
    for (int i = 0; i < 70'000; ++i) {
        retail::fold(f, rung::purchase{.at = day(1), .amount = 0.01_money, .addon = true});
        retail::fold(f, rung::contact{.at = day(1), .by = rung::initiator::client, .referred = true});
    }
    for (int i = 0; i < 200; ++i) {
        retail::fold(f, score(1));
        retail::fold(f, rung::recommendation{.at = day(1)});
        retail::fold(f, calm);
        retail::fold(f, rung::complaint{.at = day(1)});
        retail::fold(f, strayed);
    }
    retail::fold(f, aware(rung::knows::us));
    retail::fold(f, rung::wallet{.at = day(1), .share = 100});
    retail::fold(f, rung::loss{.at = day(1), .reason = rung::loss_reason::other});
    retail::fold(f, rung::need{.at = day(1), .level = rung::urgency::now, .step = rung::step::evaluation});
    for (auto const k : {fact::contacts, fact::purchases, fact::addons, fact::recommendations, fact::referred,
                         fact::evaluations, fact::bad_scores, fact::awareness_level, fact::need_level,
                         fact::process_step, fact::wallet_share, fact::price_rises, fact::own_contacts,
                         fact::complaints, fact::competitor_purchases}) {
        INFO(rung::describe<retail>(k).name);
        CHECK(retail::read(f, k, day(2)) == rung::describe<retail>(k).most);
    }
    CHECK(retail::read(f, fact::lost, day(2)) == 14);
    CHECK(f.spend() == rung::money{70'000});
    CHECK(f.waits == 0);
}

TEST_CASE("an unknown kind changes nothing when folded") {
    auto f = known(five);
    auto const before = f;
    retail::fold(f, retail_event{.at = day(60), .kind = static_cast<rung::event_kind>(99)});
    CHECK(std::memcmp(&f, &before, sizeof f) == 0);
}

TEST_CASE("a fact that ages reaches a value exactly when reading it says so") {
    retail::facts const clients[] = {
        known({}),
        known({rung::purchase{.at = day(10)}}),
        known({rung::purchase{.at = day(10)}, rung::purchase{.at = day(10)}}),
        known({rung::purchase{.at = day(10)}, rung::purchase{.at = day(10) + 7_seconds}, question}),
        known({rung::purchase{.at = day(10)}, rung::purchase{.at = day(11)},
               rung::purchase{.at = day(11) + 1_seconds}}),
        known(five),
        known({question}),
    };
    auto const start = day(50);
    for (auto const& f : clients) {
        for (std::size_t i = 0; i < retail::vocabulary.size(); ++i) {
            auto const k = static_cast<fact>(i);
            if (!rung::describe<retail>(k).ages) continue;
            INFO(rung::describe<retail>(k).name);
            auto const now = retail::read(f, k, start);
            for (std::int64_t const value :
                 {std::int64_t{0}, std::int64_t{1}, std::int64_t{99}, std::int64_t{100}, std::int64_t{86'400},
                  now - 1, now, rung::add_saturated(now, 1), rung::add_saturated(now, 12'345),
                  std::int64_t{1} << 31, rung::unlimited}) {
                if (value < 0) continue;
                auto const at = retail::reaches(f, k, value);
                INFO(value << " reached at " << at.unix_seconds);
                if (at == instant::never()) {
                    CHECK(retail::read(f, k, start) >= value);
                } else if (at == instant::forever()) {
                    CHECK(retail::read(f, k, rung::instant::from_unix(4'294'967'294)) < value);
                } else {
                    CHECK(retail::read(f, k, at) >= value);
                    // the second before, as far as the client's events go back
                    if (at > start) CHECK(retail::read(f, k, at - 1_seconds) < value);
                }
            }
        }
    }
}

// A client whose facts began anew (comeback::restart) may still give back an earlier purchase. That purchase
// does not count any more, so nothing is to be taken away.
TEST_CASE("a refund of a purchase that is not known lowers no count") {
    retail_event const unknown =
        rung::refund{.at = day(20), .amount = 5.00_money, .bought = day(1), .addon = true};
    for (int purchases = 1; purchases <= 6; ++purchases) {
        retail::facts f;
        for (int i = 0; i < purchases; ++i)
            retail::fold(f, rung::purchase{.at = day(10 + i), .amount = 5.00_money, .addon = true});
        auto const before = f;
        retail::fold(f, unknown);
        INFO(purchases << " purchases, the first on day 10; taken back is one of day 1");
        CHECK(f.purchases == before.purchases);
        CHECK(f.addons == before.addons);
        CHECK(f.first_purchase == before.first_purchase);
        for (std::size_t i = 0; i < 4; ++i) CHECK(f.last_purchases[i] == before.last_purchases[i]);
    }
}

TEST_CASE("the same purchase taken back twice is taken back once") {
    auto f = known({rung::purchase{.at = day(1)}, rung::purchase{.at = day(2)}});
    retail_event const back = rung::refund{.at = day(3), .bought = day(1)};
    retail::fold(f, back);
    auto const once = f;
    retail::fold(f, back);
    CHECK(f == once);
    CHECK(retail::read(f, fact::purchases, day(4)) == 1);
    CHECK(retail::read(f, fact::silence, day(4)) == 2 * 86'400);
}
