#include "catch.hpp"

#include <rung/base/durable_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <span>
#include <type_traits>
#include <utility>
#include <vector>

using namespace rung::literals;
using rung::refusal;

namespace {

constexpr rung::instant at = rung::utc(2026, 1, 1);
constexpr rung::lifecycle service{rung::ladders::service()};
using life = std::remove_const_t<decltype(service)>;
using facts_base = rung::client_base<life>;
using kept_base = rung::client_base<life, rung::history::kept>;

// The second one names no client, the third one client 0.
std::vector<rung::retail_event> const orders{rung::purchase{.id = 1, .client = 7, .at = at},
                                             rung::purchase{.id = 2, .at = at},
                                             rung::purchase{.id = 3, .client = 0, .at = at}};

template <class Base>
void check_that_it_refuses_no_client(Base base) {
    auto const report = base.apply(std::span{orders});
    CHECK(report.applied == 2);
    REQUIRE(report.refused.size() == 1);
    CHECK(report.refused[0].event == orders[1]);
    CHECK(report.refused[0].why == refusal::client);
    CHECK(base.size() == 2);
    CHECK(base.find(0));
    CHECK(base.find(7));
    CHECK_FALSE(base.find(rung::no_client));
    CHECK_FALSE(base.has_room_for(rung::no_client));
    CHECK(base.has_room_for(0));
}

template <class Base>
auto durable(Base const& base) {
    return rung::durable_base<Base, rung::memory_sink>{
        base, rung::journal_writer<rung::memory_sink>{
                  rung::memory_sink{}, rung::journal_header{rung::fingerprint(base.lifecycle()), 0}}};
}

}  // namespace

TEST_CASE("an event, a move and an advice name no client until they are given one") {
    STATIC_REQUIRE(rung::no_client == ~rung::client_id{0});
    STATIC_REQUIRE(rung::retail_event{}.client == rung::no_client);
    STATIC_REQUIRE(rung::contact{}.client == rung::no_client);
    STATIC_REQUIRE(rung::lifted_decision{}.client == rung::no_client);
    STATIC_REQUIRE(rung::transition<rung::stage_id>{}.client == rung::no_client);
    std::vector<rung::client_id> told;
    using namespace rung::facts;
    rung::lifecycle const life{
        rung::ladder{rung::stage{"guest"}, rung::stage{.name = "regular", .enter = silence < 30_days}}};
    rung::client ann;
    auto const hear = [&](auto const& t) { told.push_back(t.client); };
    CHECK(life.apply(ann, rung::purchase{.at = at}, hear));  // a client by themselves needs no id
    CHECK(life.settle(ann, at + 31_days, hear) == 1);
    REQUIRE(told.size() == 2);
    for (auto const id : told) CHECK(id == rung::no_client);
}

TEST_CASE("no base takes an event that names no client; client 0 is one like any other") {
    check_that_it_refuses_no_client(facts_base{service});
    check_that_it_refuses_no_client(rung::client_base{service, rung::ids::dense{.first = 0, .count = 8}});
    check_that_it_refuses_no_client(kept_base{service, rung::history::kept{}});
    facts_base facts{service};
    CHECK(facts.apply(orders[1]).refusal() == refusal::client);
    kept_base kept{service, rung::history::kept{}};
    CHECK(kept.apply(orders[1]).count(refusal::client) == 1);
    rung::sharded_base shards{facts_base{service}, 4};
    CHECK(shards.apply(std::span{orders}).count(refusal::client) == 1);
    CHECK(shards.size() == 2);
}

TEST_CASE("an event that names no client is not written to a journal, and not taken from one") {
    auto const check = [](auto const& empty) {
        auto base = durable(empty);
        CHECK(base.apply(std::span{orders}).count(refusal::client) == 1);
        CHECK(base.base().size() == 2);
        auto const records = base.journal().next();
        CHECK(base.apply(std::span{&orders[1], 1}).count(refusal::client) == 1);
        CHECK(base.journal().next() == records);
    };
    check(facts_base{service});
    check(kept_base{service, rung::history::kept{}});
}

TEST_CASE("nothing is taken back of no client") {
    kept_base kept{service, rung::history::kept{}};
    kept_base::report_type report;
    CHECK(kept.retract(rung::no_client, 2, report) == rung::retract_answer::no_event_id);
    CHECK(kept.size() == 0);
    auto base = durable(kept);
    CHECK(base.retract(rung::no_client, 2, report) == rung::retract_answer::no_event_id);
    CHECK(base.journal().next() == 0);
}
