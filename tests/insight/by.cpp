#include "catch.hpp"
#include "ladders/story.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/insight/by.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/ladders/service.hpp>

#include <string>
#include <vector>

namespace {

using namespace rung::literals;
using rung::insight::by;
using rung::insight::flow;
using rung::insight::funnel;
using stage = rung::ladders::service_stage;
using story::day;

constexpr rung::lifecycle service{rung::ladders::service()};

// The cities of clients, as a host knows them.
std::string city_of(rung::client_id c) { return c % 2 == 0 ? "Riga" : "Omsk"; }

std::vector<rung::retail_event> purchases(std::initializer_list<rung::client_id> clients) {
    std::vector<rung::retail_event> out;
    for (auto const c : clients) {
        auto const n = static_cast<std::int64_t>(out.size());
        out.push_back(rung::purchase{.id = out.size() + 1, .client = c, .at = day(n)});
    }
    return out;
}

}  // namespace

TEST_CASE("any accumulator by a function of the client: moves, newcomers, and their sum") {
    rung::client_base base{service};
    by moves{city_of, flow{base}};
    by reached{city_of, funnel{base}};
    flow all{base};
    (void)base.apply(purchases({1, 2, 3, 5}), moves, reached, all);
    CHECK(moves["Omsk"].count(stage::potential, stage::buyer) == 3);
    CHECK(moves["Riga"].count(stage::potential, stage::buyer) == 1);
    CHECK(reached["Omsk"].reached(stage::potential) == 3);
    CHECK(moves.total() == all);
    CHECK(moves.size() == 2);
    CHECK(moves.find("Tver") == nullptr);

    // In their order, not in the order they were seen in.
    std::vector<std::string> names;
    moves.each([&](std::string const& name, auto const&) { names.push_back(name); });
    CHECK(names == std::vector<std::string>{"Omsk", "Riga"});
}

TEST_CASE("an accumulator by a function of the move") {
    rung::client_base base{service};
    by by_month{[](rung::transition<stage> const& t) { return (t.at - day(0)).seconds / (30 * 86'400); },
                flow{base}};
    for (auto const n : {0, 40, 45})
        (void)base.apply(rung::purchase{.client = static_cast<rung::client_id>(n), .at = day(n)}, by_month);
    CHECK(by_month[0].into(stage::buyer) == 1);
    CHECK(by_month[1].into(stage::buyer) == 2);
}

TEST_CASE("groups of parts add up to the groups of the whole, in any order of the parts") {
    auto const log = purchases({1, 2, 3, 4, 5, 6, 1, 2, 1, 2});
    rung::client_base base{service};
    by whole{city_of, flow{base}};
    (void)base.apply(log, whole);
    auto const part = [&](rung::client_id rest) {
        rung::client_base some{service};
        by moves{city_of, flow{some}};
        for (auto const& e : log)
            if (e.client % 3 == rest) (void)some.apply(e, moves);
        return moves;
    };
    auto up = part(0);
    up += part(1);
    up += part(2);
    auto down = part(2);
    down += part(1);
    down += part(0);
    CHECK(up == whole);
    CHECK(down == whole);
    CHECK_FALSE(part(0) == whole);
    CHECK_FALSE(whole == part(0));
}

TEST_CASE("a group in which all was taken back is as if it had not been seen") {
    rung::client_base base{service, rung::history::kept{}};
    by by_day{[](rung::transition<stage> const& t) { return t.at; }, flow{base}};
    (void)base.apply(rung::purchase{.id = 2, .client = 7, .at = day(9)}, by_day);
    CHECK(by_day.find(day(9)) != nullptr);
    // The late one is the first purchase now, and the move of day 9 did not happen.
    (void)base.apply(rung::purchase{.id = 1, .client = 7, .at = day(3)}, by_day);
    CHECK(by_day.find(day(9)) == nullptr);
    CHECK(by_day[day(3)].count(stage::potential, stage::buyer) == 1);
    CHECK(by_day.size() == 1);

    rung::client_base straight{service, rung::history::kept{}};
    by same{by_day.key(), flow{straight}};
    (void)straight.apply(rung::purchase{.id = 1, .client = 7, .at = day(3)}, same);
    CHECK(by_day == same);
    CHECK(same == by_day);
}
