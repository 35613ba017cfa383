// Observers made of functions. What observers must not be: tests/must_not_compile/*observer*.
#include <rung/base/kept_history.hpp>
#include <rung/core/calendar.hpp>
#include <rung/ladders/service.hpp>
#include <rung/rung.hpp>

#include "catch.hpp"

#include <span>
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

namespace {

/// Notes what it is told, in order.
struct listener {
    std::vector<std::string> told{};
    bool throws = false;

    void operator()(auto const& t) { told.push_back(name(t.from) + " to " + name(t.to)); }
    void joined(rung::client_id id, rung::instant) { told.push_back("joined " + std::to_string(id)); }
    void left(rung::client_id) {}
    void first(rung::retail_event const& e) { told.push_back("first " + std::to_string(e.id)); }
    void happened(rung::retail_event const& e, rung::ladders::service_stage at) {
        told.push_back("event " + std::to_string(e.id) + " of a " + name(at));
        if (throws) throw 1;
    }
};

}  // namespace

TEST_CASE("an observer that asks for it hears of events that were taken, with the place before them") {
    rung::retail_event const events[] = {
        purchase{.id = 1, .client = 7, .at = day(2)}, contact{.id = 2, .client = 7, .at = day(1)},  // late
        purchase{.id = 3, .client = 7, .at = day(3)}, purchase{.id = 4, .client = 7, .at = day(4)},
        // By then the client has fallen, by time alone.
        contact{.id = 5, .client = 7, .at = day(300)}};
    std::vector<std::string> const expected{"first 1",
                                            "joined 7",
                                            "potential to buyer",
                                            "event 1 of a potential",
                                            "event 3 of a buyer",
                                            "buyer to client",
                                            "event 4 of a buyer",
                                            "client to buyer",
                                            "event 5 of a buyer"};
    rung::client_base base{life};
    listener all;
    CHECK(base.apply(events, all).applied == 4);
    CHECK(all.told == expected);

    rung::client_base again{life};
    listener one_by_one;
    for (auto const& e : events) (void)again.apply(e, one_by_one);
    CHECK(one_by_one.told == expected);
}

TEST_CASE("an event is taken and counted once even if the observer that hears of it throws") {
    rung::client_base base{life};
    listener all;
    rung::retail_event const events[] = {purchase{.id = 1, .client = 7, .at = day(2)},
                                         purchase{.id = 2, .client = 7, .at = day(3)},
                                         purchase{.id = 3, .client = 7, .at = day(4)}};
    CHECK(base.apply(events[0], all));
    all.throws = true;
    rung::apply_report<rung::retail_event> report;
    CHECK_THROWS_AS(base.apply(std::span<rung::retail_event const>{events}.subspan(1), report, all), int);
    CHECK(report.applied == 1);
    CHECK(report.done == 1);
    CHECK(base.find(7)->facts().purchases == 2);
}
