#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/ladders/familiarity.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <span>
#include <string>
#include <utility>
#include <vector>

using namespace rung::literals;
using rung::answer;
using rung::refusal;
using rung::ladders::service_stage;

namespace {

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

constexpr auto service = rung::lifecycle{rung::ladders::service()};
using shop = rung::client_base<std::remove_const_t<decltype(service)>>;

/// Writes down all that a base tells it.
struct diary {
    std::vector<std::string> lines{};

    void joined(rung::client_id id, rung::instant at) {
        lines.push_back(std::to_string(id) + " joined on day " +
                        std::to_string((at - day(0)).seconds / 86'400));
    }
    template <class Ladder>
    void operator()(rung::named_transition<Ladder> const& t) {
        lines.push_back(std::to_string(t.client) + " " + std::string{t.ladder->name(t.from)} + " to " +
                        std::string{t.ladder->name(t.to)});
    }
};

/// Counts moves, and wants to know nothing else.
struct counter {
    int moves = 0;
    template <class Transition>
    void operator()(Transition const&) {
        ++moves;
    }
};

std::vector<rung::retail_event> purchases(rung::client_id client, std::initializer_list<std::int64_t> days) {
    std::vector<rung::retail_event> out;
    for (auto const n : days) out.push_back(rung::purchase{.client = client, .at = day(n)});
    return out;
}

}  // namespace

TEST_CASE("client_base: empty at first") {
    shop base{service};
    CHECK(base.size() == 0);
    CHECK_FALSE(base.find(0));
    CHECK(base.census().size() == 5);
    CHECK(base.census().total() == 0);
    CHECK(base.settle(day(9'999)) == 0);
    base.each([](auto const&) { FAIL("there is nobody"); });
    CHECK(base.lifecycle().ladder() == rung::ladders::service());
}

TEST_CASE("client_base: a client is made by the first event; each answer is that of the lifecycle") {
    shop base{service};
    auto const bought = base.apply(rung::purchase{.client = 7, .at = day(1)});
    CHECK(bought.answer() == answer::moved);
    CHECK(bought->client == 7);
    CHECK(bought->to == service_stage::buyer);
    CHECK(base.size() == 1);
    CHECK(base.apply(rung::purchase{.client = 7, .at = day(2)}).answer() == answer::stayed);
    auto const late = base.apply(rung::purchase{.client = 7, .at = day(0)});
    CHECK(late.answer() == answer::refused);
    CHECK(late.refusal() == refusal::late);
    CHECK(base.find(7)->facts().purchases == 2);
    CHECK(base.size() == 1);
    // Moves by time before the event are counted in the outcome.
    (void)base.apply(rung::purchase{.client = 7, .at = day(3)});
    CHECK(base.apply(rung::contact{.client = 7, .at = day(500)}).settled() == 1);
}

TEST_CASE("client_base: an event that is refused makes no client") {
    shop base{service};
    diary seen;
    CHECK(base.apply(rung::evaluation{.client = 1, .at = day(0), .score = 9}, seen).refusal() ==
          refusal::score);
    CHECK(base.apply(rung::purchase{.client = 2, .at = rung::instant::never()}, seen).refusal() ==
          refusal::instant);
    CHECK(base.apply(rung::purchase{.client = 3, .at = day(0), .amount = -0.01_money}, seen).refusal() ==
          refusal::amount);
    CHECK(base.size() == 0);
    CHECK(base.census().total() == 0);
    CHECK(seen.lines.empty());
    CHECK_FALSE(base.find(1));
}

TEST_CASE("client_base: a refund of more than the client has spent is handed back") {
    shop base{service};
    auto const back = [](int n) -> rung::retail_event {
        return rung::refund{
            .id = rung::event_id(n), .client = 1, .at = day(n), .amount = 100.00_money, .of = 2};
    };
    auto const bought = [](int n) -> rung::retail_event {
        return rung::purchase{.id = rung::event_id(n), .client = 1, .at = day(n), .amount = 100.00_money};
    };
    CHECK(base.apply(back(1)).refusal() == refusal::amount);
    CHECK(base.size() == 0);
    // The purchase is given back twice, and the next one pays for itself alone.
    std::vector<rung::retail_event> const all{bought(2), back(3), back(4), bought(5)};
    auto const report = base.apply(std::span{all});
    CHECK(report.applied == 3);
    REQUIRE(report.refused.size() == 1);
    CHECK(report.refused[0].event == all[2]);
    CHECK(report.refused[0].why == refusal::amount);
    CHECK(base.find(1)->facts().spend() == 100.00_money);
    // What is known already is repeated, not too much.
    CHECK(base.apply(back(6)).answer() == answer::stayed);
    CHECK(base.apply(back(6)).refusal() == refusal::repeated);
}

TEST_CASE("client_base: joined is called before the client's first transition") {
    shop base{service};
    diary seen;
    (void)base.apply(rung::contact{.client = 5, .at = day(1)}, seen);
    (void)base.apply(rung::need{.client = 6, .at = day(2)}, seen);  // one who does not move
    (void)base.apply(rung::purchase{.client = 5, .at = day(3)}, seen);
    CHECK(seen.lines == std::vector<std::string>{"5 joined on day 1", "5 potential to visitor",
                                                 "6 joined on day 2", "5 visitor to buyer"});
}

TEST_CASE("client_base: several observers see the same; joined is optional") {
    shop base{service};
    diary first;
    counter second;
    diary third;
    auto const events = purchases(1, {0, 1, 2});
    (void)base.apply(std::span<rung::retail_event const>{events}, first, second, third);
    CHECK(second.moves == 2);
    CHECK(first.lines == third.lines);
    CHECK(first.lines.size() == 3);
    base.settle(day(500), second, first);
    CHECK(second.moves == 3);
    CHECK(first.lines.back() == "1 client to buyer");
    CHECK(third.lines.size() == 3);  // this one was not asked
}

TEST_CASE(
    "client_base: a span of events comes to the same as one by one, and the report says what became of it") {
    auto events = purchases(1, {0, 1, 2, 200});  // moves: buyer, client; by time buyer; client again
    events.push_back(rung::purchase{.client = 1, .at = day(100)});  // late
    events.push_back(rung::evaluation{.client = 2, .at = day(0), .score = 0});
    events.push_back(rung::purchase{.client = 2, .at = day(300)});
    events.push_back(rung::purchase{.client = 2, .at = day(299)});  // late

    shop all{service};
    auto const report = all.apply(std::span<rung::retail_event const>{events});
    CHECK(report.applied == 5);
    CHECK(report.moves == 5);
    REQUIRE(report.refused.size() == 3);
    CHECK(report.refused[0].event == events[4]);
    CHECK(report.refused[0].why == refusal::late);
    CHECK(report.refused[1].event == events[5]);
    CHECK(report.refused[1].why == refusal::score);
    CHECK(report.refused[2].event == events[7]);
    CHECK(report.count(refusal::late) == 2);
    CHECK(report.count(refusal::score) == 1);
    CHECK(report.count(refusal::kind) == 0);

    shop single{service};
    for (auto const& e : events) (void)single.apply(e);
    CHECK(single.census() == all.census());
    for (rung::client_id const id : {1u, 2u}) CHECK(single.find(id)->client() == all.find(id)->client());

    // A vector goes without a word about spans; nothing at all comes to nothing.
    shop again{service};
    CHECK(again.apply(events).applied == 5);
    CHECK(again.apply(std::vector<rung::retail_event>{}).applied == 0);
}

TEST_CASE("client_base: two reports add up, the refused ones in order") {
    shop base{service};
    auto const first = purchases(1, {0, 5, 3});
    auto const second = purchases(1, {2, 6});
    auto sum = base.apply(std::span<rung::retail_event const>{first});
    sum += base.apply(std::span<rung::retail_event const>{second});
    CHECK(sum.applied == 3);
    CHECK(sum.moves == 2);
    REQUIRE(sum.refused.size() == 2);
    CHECK(sum.refused[0].event.at == day(3));
    CHECK(sum.refused[1].event.at == day(2));
    shop::report_type nothing;
    nothing += sum;
    CHECK(nothing.applied == sum.applied);
    CHECK(nothing.count(refusal::late) == 2);
}

TEST_CASE("client_base: settle moves everybody who is due, each at their own instant, and nobody else") {
    shop base{service};
    for (rung::client_id const id : {1u, 2u, 3u}) {
        auto const offset = static_cast<std::int64_t>(id) * 10;
        auto const events = purchases(id, {offset, offset + 1, offset + 2});
        (void)base.apply(std::span<rung::retail_event const>{events});
    }
    CHECK(base.census()[service_stage::client] == 3);
    CHECK(base.settle(day(12 + 90)) == 0);
    CHECK(base.settle(day(12 + 90) + 1_seconds) == 1);
    CHECK(base.find(1)->stage() == service_stage::buyer);
    CHECK(base.find(2)->stage() == service_stage::client);
    diary seen;
    CHECK(base.settle(day(1'000), seen) == 2);
    CHECK(seen.lines == std::vector<std::string>{"2 client to buyer", "3 client to buyer"});
    CHECK(base.find(2)->since() == day(22 + 90) + 1_seconds);
    CHECK(base.find(3)->since() == day(32 + 90) + 1_seconds);
    CHECK(base.census()[service_stage::client] == 0);
    CHECK(base.census()[service_stage::buyer] == 3);
    CHECK(base.settle(day(2'000)) == 0);
}

TEST_CASE("client_base: the census equals a count of all clients, at any time") {
    shop base{service};
    for (std::int64_t n = 0; n < 300; ++n) {
        auto const client = static_cast<rung::client_id>(n * 7 % 23);
        rung::retail_event e = rung::purchase{.client = client, .at = day(n)};
        if (n % 5 == 0) e = rung::contact{.client = client, .at = day(n)};
        if (n % 11 == 0) e = rung::recommendation{.client = client, .at = day(n)};
        (void)base.apply(e);
        if (n % 50 == 49) base.settle(day(n));
        rung::census<service_stage> counted{5};
        base.each([&](auto const& c) { counted.add(c.stage()); });
        REQUIRE(base.census() == counted);
    }
    CHECK(base.census().total() == base.size());
    CHECK(base.size() == 23);
}

TEST_CASE("client_base: find gives a view of one client") {
    shop base{service};
    auto const events = purchases(rung::no_client - 1, {0, 1, 2});
    (void)base.apply(std::span<rung::retail_event const>{events});
    CHECK_FALSE(base.find(1));
    auto const found = base.find(rung::no_client - 1);
    REQUIRE(found);
    CHECK(found->id() == rung::no_client - 1);
    CHECK(found->stage() == service_stage::client);
    CHECK(found->stage_name() == "client");
    CHECK(found->since() == day(2));
    CHECK_FALSE(found->in_grace());
    CHECK(found->facts().purchases == 3);
    CHECK(found->next_change() == day(2) + 90_days + 1_seconds);
    CHECK(found->client().facts == found->facts());

    // A client who has come and not moved has stood there since then.
    (void)base.apply(rung::need{.client = 1, .at = day(9)});
    CHECK(base.find(1)->stage() == service_stage::potential);
    CHECK(base.find(1)->since() == day(9));
    CHECK(base.find(1)->next_change() == rung::instant::forever());
}

TEST_CASE("client_base: a grace can be seen") {
    rung::client_base base{rung::lifecycle{rung::ladders::familiarity()}};
    (void)base.apply(rung::awareness{.client = 1, .at = day(0), .level = rung::knows::us});
    (void)base.apply(rung::purchase{.client = 1, .at = day(0)});
    (void)base.apply(rung::purchase{.client = 1, .at = day(10)});
    CHECK_FALSE(base.find(1)->in_grace());
    CHECK(base.settle(day(40)) == 0);  // a grace that begins is no move
    CHECK(base.find(1)->in_grace());
    CHECK(base.find(1)->stage() == rung::ladders::familiarity_stage::informed);
    (void)base.apply(rung::purchase{.client = 1, .at = day(41)});
    CHECK_FALSE(base.find(1)->in_grace());
}

TEST_CASE("client_base: each visits everybody in the order in which they came") {
    shop base{service};
    for (rung::client_id const id : {9u, 2u, 500u, 2u, 0u, 9u})
        (void)base.apply(rung::contact{.client = id, .at = day(0)});
    std::vector<rung::client_id> order;
    base.each([&](auto const& c) { order.push_back(c.id()); });
    CHECK(order == std::vector<rung::client_id>{9, 2, 500, 0});
}

TEST_CASE("client_base: a reserve and a seed change no answer") {
    shop plain{service};
    shop roomy{service, rung::ids::hashed{.seed = 0x5eed}};
    roomy.reserve(10'000);
    CHECK(roomy.size() == 0);
    for (std::int64_t n = 0; n < 2'000; ++n) {
        rung::retail_event const e =
            rung::purchase{.client = static_cast<rung::client_id>(n * n % 701), .at = day(n)};
        (void)plain.apply(e);
        (void)roomy.apply(e);
    }
    CHECK(plain.size() == roomy.size());
    CHECK(plain.census() == roomy.census());
    plain.each([&](auto const& c) { REQUIRE(roomy.find(c.id())->client() == c.client()); });
}

TEST_CASE("client_base: a lifecycle bound at compile time gives the same base") {
    shop at_run_time{service};
    rung::client_base bound{rung::fixed<service>{}};
    std::vector<rung::retail_event> events;
    for (std::int64_t n = 0; n < 400; ++n)
        events.push_back(
            rung::purchase{.client = static_cast<rung::client_id>(n * n % 31), .at = day(n * 3)});
    diary of_run_time;
    diary of_bound;
    (void)at_run_time.apply(std::span<rung::retail_event const>{events}, of_run_time);
    (void)bound.apply(std::span<rung::retail_event const>{events}, of_bound);
    at_run_time.settle(day(3'000), of_run_time);
    bound.settle(day(3'000), of_bound);
    CHECK(of_run_time.lines == of_bound.lines);
    CHECK(of_run_time.lines.size() > 50);
    CHECK(at_run_time.census() == bound.census());
}

TEST_CASE("client_base: reports and censuses can be added to themselves") {
    shop base{service};
    std::vector<rung::retail_event> const events{
        rung::purchase{.id = 1, .client = 7, .at = day(2)},
        rung::purchase{.id = 2, .client = 7, .at = day(1)},
        rung::purchase{.id = 3, .client = 8, .at = day(3), .amount = rung::money{-100}}};
    auto report = base.apply(events);
    auto expected = report;
    auto const copy = report;
    expected += copy;
    report += report;
    CHECK(report == expected);
    CHECK(report.refused.size() == 4);
    auto census = base.census();
    census += census;
    CHECK(census.total() == 2 * base.census().total());
}
