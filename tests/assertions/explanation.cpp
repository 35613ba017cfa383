#include "assertions/handler.hpp"
#include "catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/core/explain.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>

using namespace rung::facts;
using rung::stage;

namespace {

rung::ladder club(int purchases_of_a_member) {
    return rung::ladder{stage{"guest"}, stage{"member", purchases >= purchases_of_a_member}};
}

}  // namespace

TEST_CASE("a route that a rule does not have, and a condition that the ladder does not have") {
    rung::lifecycle const life{club(1)};
    auto const e = life.explain(rung::client{}, rung::utc(2026, 1, 1));
    auto const guest = *life.ladder().find("guest");
    auto const member = *life.ladder().find("member");
    REQUIRE(e.enter(guest).empty());
    REQUIRE(e.enter(member).size() == 1);
    auto const no_route =
        "a rule has no route with that number: size() says how many it has; a rule that asks for "
        "nothing has none";
    CHECK(told_by([&] { (void)e.enter(guest)[0]; }) == no_route);
    CHECK(told_by([&] { (void)e.enter(*e.next())[0]; }).empty());
    CHECK(told_by([&] { (void)e.enter(member)[1]; }) == no_route);
    CHECK(told_by([&] { (void)e.door(member)[0]; }) == no_route);

    REQUIRE(life.ladder().condition_count() == 1);
    CHECK(told_by([&] { (void)e[0]; }).empty());
    for (std::size_t const i : {std::size_t{1}, std::size_t{64}, ~std::size_t{0}})
        CHECK(told_by([&] { (void)e[i]; }) ==
              "the ladder has no condition of that number: condition_count() says how many it has");
}

TEST_CASE("stages of two ladders do not compare; those of two copies of one do") {
    auto const one = club(1);
    auto const copy = one;
    auto const other = club(2);
    bool same = false;
    CHECK(told_by([&] { same = one.stages()[1] == copy.stages()[1]; }).empty());
    CHECK(same);
    CHECK(told_by([&] { same = one.stages()[1] == copy.stages()[0]; }).empty());
    CHECK_FALSE(same);
    CHECK(told_by([&] { (void)(one.stages()[1] == other.stages()[1]); }) ==
          "stages of two different ladders were compared");
}
