#include "catch.hpp"

#include <rung/report/column_names.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

TEST_CASE("columns of facts have names of their own, whatever measures are called") {
    constexpr std::array<std::string_view, 2> taken{"client", "stage"};
    auto const named = [&](std::vector<std::string_view> const& names) {
        std::vector<rung::word> facts;
        for (auto const name : names) facts.push_back({.name = name});
        return rung::report::column_names(facts, taken);
    };
    using list = std::vector<std::string>;
    CHECK(named({"spend", "client", "visits"}) == list{"spend", "fact_client", "visits"});
    CHECK(named({"Client", "STAGE"}) == list{"fact_Client", "fact_STAGE"});
    CHECK(named({"visits", "Visits"}) == list{"fact_visits", "Visits"});
    CHECK(named({"client", "fact_client"}) == list{"fact_fact_client", "fact_client"});
    CHECK(named({"fact_client", "client"}) == list{"fact_client", "fact_fact_client"});
    CHECK(named({}).empty());
}
