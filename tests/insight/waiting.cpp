// Waiting, breaks and evaluations: stories that can be counted by hand.

#include "catch.hpp"
#include "ladders/story.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/insight/breaks.hpp>
#include <rung/insight/by.hpp>
#include <rung/insight/evaluations.hpp>
#include <rung/insight/log_rank.hpp>
#include <rung/insight/tell.hpp>
#include <rung/insight/waiting.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace {

using namespace rung::literals;
using rung::insight::breaks;
using rung::insight::evaluations;
using rung::insight::waiting;
using story::day;

constexpr rung::lifecycle service{rung::ladders::service()};
constexpr rung::lifecycle loyalty{rung::ladders::loyalty()};
using loyal = rung::ladders::loyalty_stage;

struct diary {
    std::vector<rung::retail_event> events{};
    void add(rung::retail_event e) {
        e.id = events.size() + 1;
        events.push_back(e);
    }
    void asks(rung::client_id c, rung::instant at) {
        add(rung::contact{.client = c, .at = at, .by = rung::initiator::client, .awaits_answer = true});
    }
    void answer(rung::client_id c, rung::instant at) {
        add(rung::contact{.client = c, .at = at, .by = rung::initiator::us});
    }
    void buys(rung::client_id c, rung::instant at) {
        add(rung::purchase{.client = c, .at = at, .amount = 10.00_money});
    }
    void lost(rung::client_id c, rung::instant at) { add(rung::loss{.client = c, .at = at}); }

    template <class Life, class... Accumulators>
    void tell(Life const& life, Accumulators&... to) const {
        rung::client_base base{life};
        auto all = events;
        std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.at < b.at; });
        CHECK(base.apply(std::span<rung::retail_event const>{all}, to...).refused.empty());
    }
};

}  // namespace

TEST_CASE("002.5: who waits unattended for 17 minutes is lost, and is not left out of the waits") {
    diary shop;
    auto const noon = day(1) + 12_hours;
    // Two are answered in 5 and 8 minutes and buy; one is answered in 9 and does not come back for now.
    shop.asks(1, noon);
    shop.answer(1, noon + 5_minutes);
    shop.buys(1, noon + 20_minutes);
    shop.asks(2, noon);
    shop.answer(2, noon + 8_minutes);
    shop.buys(2, day(3));
    shop.asks(3, noon);
    shop.answer(3, noon + 9_minutes);
    // One waited 10 minutes, called again and was lost after 17; one was answered after an hour and lost.
    shop.asks(4, noon);
    shop.asks(4, noon + 10_minutes);
    shop.lost(4, noon + 17_minutes);
    shop.asks(5, noon);
    shop.answer(5, noon + 60_minutes);
    shop.lost(5, day(2));
    // And one still waits, for two hours.
    shop.asks(6, noon);
    waiting w;
    shop.tell(service, w);
    auto const now = noon + 2_hours;
    CHECK(w.questions() == 6);
    CHECK(w.answered() == 4);
    CHECK(w.lost_waiting() == 1);
    auto const bands = w.bands();
    CHECK(bands[0] == waiting::band{.came_again = 2, .lost = 0, .not_yet = 1});
    CHECK(bands[1] == waiting::band{.lost = 1});
    CHECK(bands[2] == waiting::band{.lost = 1});
    CHECK(bands[0].share_lost().value() == 0);
    CHECK(bands[0].share_lost().n() == 2);
    CHECK_FALSE(bands[3].share_lost().known());

    // Three of six within 10 minutes, four within the hour; the one who waits is at risk all the time.
    CHECK(w.answered_within(10_minutes, now).value() == Approx(0.5));
    CHECK(w.answered_within(10_minutes, now).n() == 6);
    CHECK(w.answered_within(10_minutes, now).low() > 0);
    CHECK(w.answered_within(1_hours, now).value() == Approx(0.5 + 1.0 / 6));
    CHECK(w.answered_within(4_minutes, now) == rung::insight::estimate{6, 0});
    CHECK_FALSE(w.answered_within(3_hours, now).known());
    CHECK_FALSE(waiting{}.answered_within(1_hours, now).known());

    // As of a quarter past noon the one who waits says nothing of later waits: the estimate leaves them open.
    diary first;
    first.asks(1, noon);
    first.answer(1, noon + 5_minutes);
    first.asks(2, noon + 12_minutes);
    waiting early;
    first.tell(service, early);
    CHECK(early.answered_within(5_minutes, noon + 15_minutes).value() == Approx(1.0));
    CHECK(early.table(noon + 15_minutes).at_risk(waiting::waits, 3) == 2);
    CHECK(early.table(noon + 15_minutes).at_risk(waiting::waits, 4) == 1);
}

TEST_CASE(
    "001.4: a break is one against the client's own usual gap; who comes back, with and without a reminder") {
    diary shop;
    // All buy every 10 days, on days 0, 10, 20: a break begins on day 40.
    for (rung::client_id c = 1; c <= 5; ++c)
        for (auto const d : {0, 10, 20}) shop.buys(c, day(d));
    shop.buys(1, day(40));    // just in time
    shop.buys(2, day(45));    // back after 5 days, by themselves
    shop.answer(3, day(50));  // reminded on the tenth day of the break, back on the twelfth
    shop.buys(3, day(52));
    shop.answer(4, day(50));  // reminded, and lost
    shop.lost(4, day(60));
    shop.answer(5, day(30));  // not yet in a break, and so not reminded; away to this day
    shop.buys(6, day(0));     // nothing is usual for one purchase, nor for two
    shop.buys(7, day(0));
    shop.buys(7, day(10));
    breaks b;
    shop.tell(service, b);
    auto const now = day(70);
    CHECK(b.all(now) == breaks::counts{.began = 5, .came_back = 2, .lost = 1});
    CHECK(b.reminded(now) == breaks::counts{.began = 2, .came_back = 1, .lost = 1});
    // Client 1 bought on days 0, 10, 20, 40: a gap of 40/3 days, and a break from the 67th day on.
    CHECK(b.all(day(66)).began == 4);

    auto const before = b.table(false, now);
    CHECK(before.at_risk(breaks::away, 5) == 4);
    CHECK(b.back_within(5_days, false, now).value() == Approx(0.25));
    CHECK(b.back_within(5_days, false, now).n() == b.all(now).began);
    CHECK(b.back_within(10_days, true, now) == rung::insight::estimate{2, 0});
    CHECK(b.back_within(12_days, true, now).value() == Approx(0.5));
    CHECK(rung::insight::log_rank(before, b.table(true, now), breaks::away).has_value());
    CHECK_FALSE(breaks{}.back_within(5_days, false, now).known());
}

TEST_CASE("004.3, 004.4: evaluations by attribute, and which go with becoming regular or leaving") {
    diary shop;
    constexpr std::uint16_t invoice = 1, advice = 2;
    auto const evaluates = [&](rung::client_id c, std::uint16_t attribute, std::uint8_t score, int d) {
        shop.add(rung::evaluation{.client = c, .at = day(d), .score = score, .attribute = attribute});
    };
    // On the loyalty ladder of document 002 the second purchase makes a client: here, a regular one.
    for (rung::client_id c = 1; c <= 6; ++c) shop.buys(c, day(1));
    for (rung::client_id c = 1; c <= 4; ++c) evaluates(c, invoice, c <= 3 ? 5 : 2, 2);
    evaluates(5, invoice, 1, 2);
    evaluates(6, invoice, 4, 2);
    evaluates(1, advice, 1, 2);
    evaluates(1, advice, 4, 3);  // thought better of it
    for (rung::client_id const c : {1u, 2u, 4u}) shop.buys(c, day(5));
    shop.lost(5, day(5));
    shop.lost(6, day(6));
    evaluates(1, invoice, 1, 7);  // regular already: counts as a score, but not for the fork
    evaluations e{loyal::client};
    shop.tell(loyalty, e);

    CHECK(e.attributes() == std::vector<std::uint16_t>{invoice, advice});
    auto const& i = e[invoice];
    CHECK(i.n() == 7);
    CHECK(i.mean().value() == Approx((5 * 3 + 2 + 1 + 4 + 1) / 7.0));
    CHECK(i.top_two().value() == Approx(4 / 7.0));
    CHECK(i.bottom_two().value() == Approx(3 / 7.0));
    CHECK(i.good_and_regular() == rung::insight::crossed{2, 1, 1, 1});
    CHECK(i.bad_and_gone() == rung::insight::crossed{1, 1, 1, 2});
    CHECK(rung::insight::odds_ratio(i.good_and_regular()).value() == Approx(2.5 * 1.5 / (1.5 * 1.5)));
    CHECK(e[advice].given == std::array<std::int64_t, 5>{1, 0, 0, 1, 0});
    CHECK(e[advice].regular == std::array<std::int64_t, 5>{0, 0, 0, 1, 0});
    CHECK(e.of([](std::uint16_t) { return true; }).n() == 9);
}

TEST_CASE("an evaluation that makes a client regular itself counts for that") {
    diary shop;
    shop.buys(1, day(1));
    shop.buys(1, day(3));
    shop.add(rung::recommendation{.client = 1, .at = day(4)});
    evaluations e{loyal::client};
    shop.tell(loyalty, e);
    CHECK(e.attributes().empty());

    // A rule that asks for a good score: as document 004 has it.
    using namespace rung::facts;
    rung::ladder const fork{rung::stage{.name = "prospective"},
                            rung::stage{.name = "client", .enter = purchases >= 1},
                            rung::stage{.name = "regular", .enter = last_score >= 4}};
    rung::lifecycle const life{fork};
    diary office;
    office.buys(1, day(1));
    office.add(rung::evaluation{.client = 1, .at = day(2), .score = 5, .attribute = 7});
    rung::insight::evaluations by_score{*fork.find("regular")};
    office.tell(life, by_score);
    CHECK(by_score[7].regular[4] == 1);
    CHECK(by_score[7].gone[4] == 0);
}

TEST_CASE("a move is of its own event, not of others of the same moment that are told later") {
    diary shop;
    shop.add(rung::evaluation{.client = 1, .at = day(3), .score = 2, .attribute = 7});
    shop.add(rung::evaluation{.client = 1, .at = day(3), .score = 5, .attribute = 7});
    shop.buys(1, day(3));

    rung::client_base base{loyalty, rung::history::kept{}};
    rung::history_report<std::remove_const_t<decltype(loyalty)>> report;
    evaluations live{loyal::buyer};
    rung::insight::apply(base, std::span<rung::retail_event const>{shop.events}, report, live);
    CHECK(live[7].regular == std::array<std::int64_t, 5>{0, 0, 0, 0, 1});

    // What was told last is the move of that moment; the evaluations before it are taken out and told again.
    std::vector<rung::retail_event> const next{rung::contact{.id = 99, .client = 1, .at = day(4)}};
    rung::insight::apply(base, std::span<rung::retail_event const>{next}, report, live);
    CHECK(live[7].regular == std::array<std::int64_t, 5>{0, 0, 0, 0, 1});

    evaluations told{loyal::buyer};
    rung::insight::tell(base, told);
    CHECK(live == told);
}
