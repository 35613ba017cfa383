// Observers made of functions. What observers must not be: tests/must_not_compile/*observer*.
#include <rung/base/kept_history.hpp>
#include <rung/core/calendar.hpp>
#include <rung/ladders/service.hpp>
#include <rung/rung.hpp>

#include "catch.hpp"

#include <string>
#include <vector>

using namespace rung::literals;
using rung::contact;
using rung::purchase;

namespace {

constexpr auto life = rung::lifecycle{rung::ladders::service()};
constexpr rung::instant day(int n) { return rung::utc(2026, 1, 1) + 1_days * n; }

std::string name(rung::ladders::service_stage s) { return std::string{life.ladder().name(s)}; }

}  // namespace

TEST_CASE("two functions make an observer of a base that keeps history") {
    rung::client_base base{life, rung::history::kept{}};
    std::vector<std::string> told;
    auto const up = [&](auto const& t) { told.push_back("to " + name(t.to)); };
    auto const back = [&](auto const& t) { told.push_back("not to " + name(t.to)); };

    rung::retail_event const first[] = {
        purchase{.id = 2, .client = 7, .at = day(2), .amount = rung::money{10'00}}};
    (void)base.apply(first, rung::observer{up, back});
    CHECK(told == std::vector<std::string>{"to buyer"});

    // A contact before it: what was told did not happen in one step.
    told.clear();
    rung::retail_event const late[] = {contact{.id = 1, .client = 7, .at = day(1)}};
    (void)base.apply(late, rung::observer{up, back});
    REQUIRE(told.size() >= 2);
    CHECK(told.front() == "not to buyer");
    CHECK(told.back() == "to buyer");
}

TEST_CASE("a third and a fourth function hear of clients") {
    rung::client_base base{life, rung::history::kept{}};
    std::vector<rung::client_id> joined, left;
    rung::observer watcher{[](auto const&) {}, [](auto const&) {},
                           [&](rung::client_id id, rung::instant) { joined.push_back(id); },
                           [&](rung::client_id id) { left.push_back(id); }};
    rung::retail_event const events[] = {contact{.id = 1, .client = 1, .at = day(1)},
                                         contact{.id = 2, .client = 2, .at = day(2)}};
    auto report = base.apply(events, watcher);
    REQUIRE(base.merge(1, 2, report, watcher) == rung::merge_answer::done);
    CHECK(joined == std::vector<rung::client_id>{1, 2});
    CHECK(left == std::vector<rung::client_id>{2});
}

TEST_CASE("one function alone is an observer of a base of facts") {
    rung::client_base base{life};
    int moves = 0;
    CHECK(base.apply(contact{.client = 1, .at = day(1)}, rung::observer{[&](auto const&) { ++moves; }}));
    CHECK(moves == 1);
}
