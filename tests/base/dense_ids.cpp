#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/compare.hpp>
#include <rung/insight/spend.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

using namespace rung::literals;
using rung::refusal;
using rung::ladders::service_stage;

namespace {

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

constexpr rung::lifecycle service{rung::ladders::service()};
constexpr rung::lifecycle quick{rung::ladders::service({.client_purchases = 2})};
using shop = rung::client_base<std::remove_const_t<decltype(service)>, rung::history::none, rung::ids::dense>;

shop a_shop() { return shop{service, rung::ids::dense{.first = 100, .count = 50}}; }

struct bytes {
    std::vector<std::byte> all{};
    [[nodiscard]] bool write(std::span<std::byte const> more) {
        all.insert(all.end(), more.begin(), more.end());
        return true;
    }
    [[nodiscard]] bool sync() { return true; }
};

}  // namespace

TEST_CASE("dense ids: the policy is deduced, and takes no memory before the first client") {
    rung::client_base base{service, rung::ids::dense{.first = 100, .count = 50}};
    STATIC_REQUIRE(std::is_same_v<decltype(base), shop>);
    CHECK(base.size() == 0);
    CHECK(base.bytes() == 0);
    CHECK_FALSE(base.find(100));
    CHECK(base.settle(day(9)) == 0);
    (void)base.apply(rung::contact{.client = 149, .at = day(0)});
    CHECK(base.size() == 1);
    CHECK(base.bytes() == 50 * sizeof(rung::client));
    CHECK(base.find(149)->stage() == service_stage::visitor);
    CHECK_FALSE(base.find(148));
}

TEST_CASE("dense ids: an id outside is refused, returned, and allocates nothing") {
    auto base = a_shop();
    std::vector<rung::retail_event> log;
    for (rung::client_id const id : {0u, 99u, 150u})
        log.push_back(rung::purchase{.client = id, .at = day(0)});
    log.push_back(rung::purchase{.client = ~rung::client_id{0}, .at = day(0)});
    auto const report = base.apply(std::span{std::as_const(log)});
    CHECK(report.applied == 0);
    CHECK(report.count(refusal::client) == 4);
    CHECK(report.refused[2].event.client == 150);
    CHECK(base.apply(log[0]).refusal() == refusal::client);
    CHECK(base.bytes() == 0);
    CHECK(base.size() == 0);
    for (auto const& e : log) CHECK_FALSE(base.find(e.client));
    CHECK_FALSE(base.erase(150));
}

TEST_CASE("dense ids: each visits by id; erase makes room for another client of that id") {
    auto base = a_shop();
    for (rung::client_id const id : {120u, 100u, 149u, 120u})
        (void)base.apply(rung::purchase{.id = id, .client = id, .at = day(static_cast<std::int64_t>(id))});
    std::vector<rung::client_id> order;
    base.each([&](auto const& c) { order.push_back(c.id()); });
    CHECK(order == std::vector<rung::client_id>{100, 120, 149});
    CHECK(base.erase(120));
    CHECK_FALSE(base.erase(120));
    CHECK(base.size() == 2);
    CHECK(base.erased().total() == 1);
    CHECK(base.census().total() == 2);
    CHECK_FALSE(base.find(120));
    (void)base.apply(rung::contact{.client = 120, .at = day(0)});
    CHECK(base.find(120)->stage() == service_stage::visitor);
    CHECK(base.size() == 3);
}

TEST_CASE("dense ids: decisions, new thresholds, and their comparison") {
    auto base = a_shop();
    for (std::int64_t n = 0; n < 2; ++n)
        (void)base.apply(rung::purchase{.client = 101, .at = day(n), .amount = 0.05_money});
    (void)base.apply(rung::manual_decision{.client = 107,
                                           .at = day(1),
                                           .what = rung::decree::pin,
                                           .stage = service.ladder().place_of(service_stage::advocate),
                                           .until = day(30)});
    CHECK(base.find(107)->stage() == service_stage::advocate);
    CHECK(base.settle(day(29)) == 0);
    CHECK(rung::insight::spend_census{base}[service_stage::buyer] == rung::money{10});
    CHECK(rung::insight::compare(base, quick, {.at = day(29)}).up == 1);
    auto const adopted = std::move(base).adopt(quick, {.at = day(29)});
    CHECK(adopted.find(101)->stage() == service_stage::client);
    CHECK(adopted.find(107)->stage() == service_stage::advocate);
    CHECK(adopted.size() == 2);
    CHECK(adopted.census().total() == 2);
    CHECK(base.size() == 0);
    CHECK(base.ids().count == 50);
}

TEST_CASE("dense ids: a snapshot is read into a base of any ids, and into one that has room for them") {
    auto base = a_shop();
    for (rung::client_id const id : {140u, 103u})
        (void)base.apply(rung::purchase{.client = id, .at = day(3), .amount = 0.07_money});
    (void)base.apply(rung::contact{.client = 111, .at = day(1)});
    (void)base.erase(111);
    bytes snapshot;
    REQUIRE(rung::write_snapshot(base, snapshot));

    auto again = a_shop();
    REQUIRE(rung::restore(again, snapshot.all));
    rung::client_base any{service};
    REQUIRE(rung::restore(any, snapshot.all));
    for (rung::client_id const id : {140u, 103u}) {
        CHECK(again.find(id)->client() == base.find(id)->client());
        CHECK(any.find(id)->client() == base.find(id)->client());
    }
    CHECK(again.size() == 2);
    CHECK(again.erased() == base.erased());
    CHECK(again.census() == base.census());

    shop small{service, rung::ids::dense{.first = 100, .count = 40}};
    CHECK_FALSE(rung::restore(small, snapshot.all));
    CHECK(small.size() == 0);
}

TEST_CASE("dense ids: shards of such a base") {
    rung::sharded_base base{a_shop(), 4};
    for (rung::client_id id = 100; id < 151; ++id)
        (void)base.apply(rung::contact{.client = id, .at = day(0)});
    CHECK(base.size() == 50);
    CHECK(base.census().total() == 50);
}
