#include "catch.hpp"

#include <rung/base/census.hpp>
#include <rung/ladders/loyalty.hpp>

#include <cstdint>
#include <vector>

using rung::ladders::loyalty_stage;
using census = rung::census<loyalty_stage>;

TEST_CASE("census: all zero at first, one entry for each place, lowest first, exits last") {
    constexpr census c{5};
    STATIC_REQUIRE(c.size() == 5);
    STATIC_REQUIRE(c.total() == 0);
    std::vector<loyalty_stage> order;
    for (auto [stage, clients] : c) {
        order.push_back(stage);
        CHECK(clients == 0);
    }
    CHECK(order == std::vector{loyalty_stage::potential, loyalty_stage::buyer, loyalty_stage::client,
                               loyalty_stage::supporter, loyalty_stage::lost});
    STATIC_REQUIRE(census{}.size() == 0);
}

TEST_CASE("census: counts up and down") {
    constexpr auto counted = [] {
        census c{5};
        c.add(loyalty_stage::potential);
        c.add(loyalty_stage::potential);
        c.add(loyalty_stage::lost, 40);
        c.remove(loyalty_stage::potential);
        c.add(loyalty_stage::buyer);
        return c;
    }();
    STATIC_REQUIRE(counted[loyalty_stage::potential] == 1);
    STATIC_REQUIRE(counted[loyalty_stage::buyer] == 1);
    STATIC_REQUIRE(counted[loyalty_stage::client] == 0);
    STATIC_REQUIRE(counted[loyalty_stage::lost] == 40);
    STATIC_REQUIRE(counted.total() == 42);
    STATIC_REQUIRE(counted.begin()[4] == census::entry{loyalty_stage::lost, 40});
}

TEST_CASE("census: two of them add up, an empty one too") {
    constexpr auto make = [](std::uint64_t buyers, std::uint64_t lost) {
        census c{5};
        c.add(loyalty_stage::buyer, buyers);
        c.add(loyalty_stage::lost, lost);
        return c;
    };
    constexpr auto sum = [](census a, census const& b) { return a += b; };
    STATIC_REQUIRE(sum(make(1, 2), make(30, 40)) == make(31, 42));
    STATIC_REQUIRE(sum(make(1, 2), census{}) == make(1, 2));
    STATIC_REQUIRE(sum(census{}, make(1, 2)) == make(1, 2));
    STATIC_REQUIRE(sum(census{}, make(1, 2)).begin()[3].stage == loyalty_stage::supporter);
    STATIC_REQUIRE_FALSE(make(1, 2) == make(2, 1));
    STATIC_REQUIRE_FALSE(census{} == make(0, 0));
}
