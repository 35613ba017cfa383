#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/core/explain.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/spend.hpp>
#include <rung/ladders/familiarity.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <type_traits>
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
using shards = rung::sharded_base<shop>;

static_assert(std::is_nothrow_move_constructible_v<shards> && std::is_nothrow_move_assignable_v<shards>);
static_assert(!std::is_copy_constructible_v<shards>);

/// Purchases of many clients, in order for each.
std::vector<rung::retail_event> purchases(rung::client_id clients, std::int64_t days) {
    std::vector<rung::retail_event> out;
    for (std::int64_t n = 0; n < days; ++n) {
        for (rung::client_id c = 0; c < clients; ++c) {
            if ((c + static_cast<rung::client_id>(n)) % 3 != 0)
                out.push_back(rung::purchase{.client = c, .at = day(n), .amount = 10.00_money});
        }
    }
    return out;
}

}  // namespace

TEST_CASE("sharded_base: the number of shards is a power of two, at least one") {
    CHECK(shards{shop{service}}.shards() == 64);
    CHECK(shards{shop{service}, 0}.shards() == 1);
    CHECK(shards{shop{service}, 1}.shards() == 1);
    CHECK(shards{shop{service}, 5}.shards() == 8);
    CHECK(shards{shop{service}, 8}.shards() == 8);
    rung::sharded_base small{rung::client_base{rung::fixed<service>{}}, ~std::size_t{0}};
    CHECK(small.shards() == small.max_shards);
}

TEST_CASE("sharded_base: empty at first") {
    shards base{shop{service}, 4};
    CHECK(base.size() == 0);
    CHECK_FALSE(base.find(0));
    CHECK_FALSE(base.with(0, [](auto const&) { FAIL("there is nobody"); }));
    CHECK(base.census() == shop{service}.census());
    CHECK(base.settle(day(9'999)) == 0);
    base.each([](auto const&) { FAIL("there is nobody"); });
    CHECK(base.lifecycle().ladder() == rung::ladders::service());
    CHECK(base.apply(std::vector<rung::retail_event>{}).applied == 0);
}

TEST_CASE("sharded_base: one event, and the copy of a client that find gives") {
    shards base{shop{service}, 8};
    auto const out = base.apply(rung::purchase{.client = 7, .at = day(1), .amount = 10.00_money});
    CHECK(out->to == service_stage::buyer);
    CHECK(base.apply(rung::purchase{.client = 7, .at = day(0)}).refusal() == refusal::late);
    CHECK(base.apply(rung::evaluation{.client = 8, .at = day(0), .score = 9}).answer() == answer::refused);
    CHECK(base.size() == 1);

    auto const found = base.find(7);
    REQUIRE(found);
    (void)base.apply(rung::purchase{.client = 7, .at = day(2)});
    (void)base.apply(rung::purchase{.client = 7, .at = day(3)});
    CHECK(base.find(7)->stage() == service_stage::client);
    // as at the moment of find
    CHECK(found->id() == 7);
    CHECK(found->stage() == service_stage::buyer);
    CHECK(found->stage_name() == "buyer");
    CHECK(found->since() == day(1));
    CHECK_FALSE(found->in_grace());
    CHECK(found->facts().purchases == 1);
    CHECK(found->client().standing == found->decided_client().standing);
    CHECK(found->next_change() == rung::instant::forever());
    CHECK(found->explain(day(2)).next() == service_stage::client);

    rung::instant next;
    CHECK(base.with(7, [&](auto const& client) { next = client.next_change(); }));
    CHECK(next == base.find(7)->next_change());
    CHECK_FALSE(base.find(8));
}

TEST_CASE("sharded_base: a decision by hand comes with the copy") {
    shards base{shop{service}, 2};
    (void)base.apply(rung::manual_decision{.client = 3,
                                           .at = day(0),
                                           .what = rung::decree::pin,
                                           .stage = service.ladder().place_of(service_stage::client),
                                           .until = day(9),
                                           .author = 17});
    auto const found = base.find(3);
    REQUIRE(found);
    CHECK(found->decided_client().decision.author == 17);
    CHECK(found->next_change() == day(9));
    CHECK(found->explain(day(1)).decision()->author == 17);
}

TEST_CASE("sharded_base: the same as one base, whatever the number of shards") {
    auto const log = purchases(100, 12);
    shop one{service};
    rung::insight::funnel of_one{one};
    auto const report = one.apply(log, of_one);
    auto const moves = one.settle(day(150), of_one);
    rung::insight::spend_census const spend{one};

    for (std::size_t const n : {1u, 2u, 4u, 64u, 1024u}) {
        shards base{shop{service}, n};
        base.reserve(100);
        rung::insight::funnel of_all{one};
        auto const sum = base.apply(log, of_all);
        CHECK(sum.applied == report.applied);
        CHECK(sum.moves == report.moves);
        CHECK(base.settle(day(150), of_all) == moves);
        CHECK(base.size() == one.size());
        CHECK(base.census() == one.census());
        CHECK(of_all == of_one);
        std::map<rung::client_id, int> visits;
        base.each([&](auto const& c) {
            ++visits[c.id()];
            CHECK(c.client() == one.find(c.id())->client());
        });
        CHECK(visits.size() == one.size());
        rung::insight::spend_census<shop::stage_type> summed;
        base.each_shard([&](shop const& b) { summed += rung::insight::spend_census{b}; });
        CHECK(summed == spend);
    }
}

TEST_CASE("sharded_base: refused events are returned in the order of the events") {
    std::vector<rung::retail_event> log;
    for (std::int64_t const n : {5, 4, 6, 3}) {
        for (rung::client_id c = 0; c < 50; ++c)
            log.push_back(rung::purchase{.id = log.size() + 1, .client = c, .at = day(n)});
    }
    shards base{shop{service}, 16};
    auto const report = base.apply(log);
    CHECK(report.applied == 100);
    CHECK(report.count(refusal::late) == 100);
    std::vector<rung::event_id> late, expected;
    for (auto const& r : report.refused) late.push_back(r.event.id);
    for (rung::event_id id = 51; id <= 100; ++id) expected.push_back(id);
    for (rung::event_id id = 151; id <= 200; ++id) expected.push_back(id);
    CHECK(late == expected);
}

TEST_CASE("sharded_base: dense ids: a shard has a range of them") {
    for (std::size_t const n : {1u, 2u, 8u, 64u}) {
        for (std::size_t const count : {0u, 1u, 7u, 64u, 1'000u}) {
            INFO(n << " shards, " << count << " ids");
            rung::sharded_base base{rung::client_base{service, rung::ids::dense{100, count}}, n};
            std::vector<rung::retail_event> log;
            for (rung::client_id c = 90; c < 110 + count; ++c)
                log.push_back(rung::contact{.client = c, .at = day(0)});
            auto const report = base.apply(log);
            CHECK(report.applied == count);
            CHECK(report.count(refusal::client) == 20);
            rung::client_id next = 100;
            base.each([&](auto const& c) { CHECK(c.id() == next++); });
            CHECK(next == 100 + count);
            std::size_t least = count, most = 0;
            base.each_shard([&](auto const& b) {
                least = std::min(least, b.size());
                most = std::max(most, b.size());
            });
            CHECK(most - least <= 2);
        }
    }
}

TEST_CASE("sharded_base: ids in steps of any size spread over the shards") {
    for (unsigned const shift : {0u, 6u, 12u, 20u, 32u, 44u}) {
        INFO(shift);
        rung::sharded_base base{rung::client_base{rung::fixed<service>{}}, 64};
        for (rung::client_id c = 0; c < 6'400; ++c)
            (void)base.apply(rung::contact{.client = c << shift, .at = day(0)});
        std::size_t least = 6'400, most = 0;
        base.each_shard([&](auto const& b) {
            least = std::min(least, b.size());
            most = std::max(most, b.size());
        });
        CHECK(least > 50);  // 100 on the average, with a standard deviation of 10
        CHECK(most < 150);
    }
}

TEST_CASE("sharded_base: reserved clients find room in their shards") {
    for (std::size_t const clients : {64u * 31u, 64u * 100u, 64u * 127u, 64u * 2'000u}) {
        rung::sharded_base base{rung::client_base{rung::fixed<service>{}}, 64};
        base.reserve(clients);
        auto const bytes = [&] {
            std::vector<std::size_t> of_shards;
            base.each_shard([&](auto const& b) { of_shards.push_back(b.bytes()); });
            return of_shards;
        };
        auto const before = bytes();
        for (rung::client_id c = 0; c < clients; ++c)
            (void)base.apply(rung::contact{.client = c << 20, .at = day(0)});
        CHECK(base.size() == clients);
        CHECK(bytes() == before);
    }
}

TEST_CASE("sharded_base: moved, with what find gave") {
    shards base{shop{service}, 4};
    (void)base.apply(purchases(20, 5));
    auto const found = base.find(3);
    auto const census = base.census();
    shards other = std::move(base);
    base = shards{shop{service}, 2};
    CHECK(base.size() == 0);
    CHECK(other.census() == census);
    CHECK(found->stage_name() == other.find(3)->stage_name());
}

TEST_CASE("sharded_base: works under a lifecycle bound at compile time, and on other ladders") {
    rung::sharded_base base{rung::client_base{rung::fixed<service>{}, rung::ids::hashed{.seed = 0x5eed}}, 4};
    (void)base.apply(rung::contact{.client = 1, .at = day(0)});
    CHECK(base.find(1)->stage() == service_stage::visitor);

    rung::sharded_base patient{rung::client_base{rung::lifecycle{rung::ladders::familiarity()}}, 4};
    (void)patient.apply(rung::awareness{.client = 1, .at = day(0), .level = rung::knows::us});
    (void)patient.apply(rung::purchase{.client = 1, .at = day(0)});
    (void)patient.apply(rung::purchase{.client = 1, .at = day(10)});
    CHECK(patient.settle(day(40)) == 0);
    CHECK(patient.find(1)->in_grace());
}

TEST_CASE("sharded_base: a client is erased in its shard") {
    shards base{shop{service}, 4};
    (void)base.apply(purchases(20, 5));
    auto const before = base.census();
    auto const stage = base.find(3)->stage();
    CHECK(base.erase(3));
    CHECK_FALSE(base.erase(3));
    CHECK_FALSE(base.find(3));
    CHECK(base.size() == 19);
    CHECK(base.erased()[stage] == 1);
    auto sum = base.census();
    sum += base.erased();
    CHECK(sum == before);
}

TEST_CASE("sharded_base: of bases that keep history: late events find their place") {
    auto log = purchases(50, 30);
    rung::client_base one{service, rung::history::kept{}};
    rung::sharded_base all{one, 8};
    rung::insight::funnel of_one{one}, of_all{one};
    (void)one.apply(log, of_one);
    std::reverse(log.begin(), log.end());
    std::uint64_t applied = 0;
    for (std::size_t i = 0; i < log.size(); i += 100)
        applied +=
            all.apply(std::span{log}.subspan(i, std::min<std::size_t>(100, log.size() - i)), of_all).applied;
    CHECK(applied == log.size());
    for (rung::client_id const id : {3u, 4u}) {
        rung::retail_event const late =
            rung::recommendation{.id = 1'000, .client = id, .at = day(-10 - std::int64_t(id))};
        CHECK(all.apply(late, of_all).applied == 1);
        CHECK(all.apply(late, of_all).repeated == 1);
        (void)one.apply(late, of_one);
    }
    CHECK(one.settle(day(400), of_one) == all.settle(day(400), of_all));
    CHECK(of_all == of_one);
    CHECK(all.census() == one.census());
    all.each([&](auto const& v) { CHECK(v.decided_client() == one.find(v.id())->decided_client()); });
    CHECK(all.find(3)->facts().recommendations == 1);
}
