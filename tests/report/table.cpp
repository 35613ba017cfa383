#include "catch.hpp"

#include <rung/base/census.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/spend.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>
#include <rung/report/table.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>

using namespace rung::literals;
using rung::ladders::loyalty_stage;
using rung::ladders::service_stage;

namespace {

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

/// The least that can be written to.
struct memory {
    std::string text{};
    void write(char const* from, std::ptrdiff_t size) { text.append(from, static_cast<std::size_t>(size)); }
};

// The texts below begin with a line break, so that their columns stand below each other here.
template <class... Arguments>
std::string pyramid(Arguments const&... arguments) {
    memory out;
    rung::report::pyramid(out, arguments...);
    std::ostringstream stream;
    rung::report::pyramid(stream, arguments...);
    CHECK(stream.str() == out.text);
    return "\n" + out.text;
}

template <class Ladder, class Insight>
std::string table(Ladder const& ladder, Insight const& insight) {
    memory out;
    rung::report::table(out, ladder, insight);
    std::ostringstream stream;
    rung::report::table(stream, ladder, insight);
    CHECK(stream.str() == out.text);
    return "\n" + out.text;
}

constexpr auto service = rung::ladders::service();
constexpr auto loyalty = rung::ladders::loyalty();
constexpr rung::ladder club{rung::stage{.name = "гость"},
                            rung::stage{.name = "член", .enter = rung::facts::purchases >= 1},
                            rung::stage{.name = "почётный член", .enter = rung::facts::purchases >= 2},
                            rung::stage{.name = "вышел", .enter = rung::facts::lost >= 1, .exit = true}};

}  // namespace

TEST_CASE("000.9: the census as a pyramid, a bar for each rung, the highest on top") {
    rung::census<service_stage> census{service.place_count()};
    census.add(service_stage::visitor, 5);
    census.add(service_stage::buyer, 1'234);
    census.add(service_stage::client, 617);
    census.add(service_stage::advocate, 1);
    CHECK(pyramid(service, census, nullptr, std::size_t{10}) == R"(
stage        clients    share
advocate           1    0.1 %      █
client           617   33.2 %    █████
buyer          1,234   66.5 %  ██████████
visitor            5    0.3 %      █
potential          0    0.0 %
)");
}

TEST_CASE("pyramid: nobody at all") {
    rung::census<service_stage> const census{service.place_count()};
    CHECK(pyramid(service, census) == R"(
stage        clients    share
advocate           0    0.0 %
client             0    0.0 %
buyer              0    0.0 %
visitor            0    0.0 %
potential          0    0.0 %
)");
}

TEST_CASE("pyramid: 40 columns by default; one client in the longest bar; exits below the lowest rung") {
    rung::census<loyalty_stage> census{loyalty.place_count()};
    census.add(loyalty_stage::buyer);
    census.add(loyalty_stage::lost);
    CHECK(pyramid(loyalty, census) == R"(
stage        clients    share
supporter          0    0.0 %
client             0    0.0 %
buyer              1   50.0 %  ████████████████████████████████████████
potential          0    0.0 %
lost               1   50.0 %  ████████████████████████████████████████
)");
}

TEST_CASE("pyramid: with what each rung has spent") {
    rung::client_base base{rung::lifecycle{loyalty}};
    (void)base.apply(rung::purchase{.client = 1, .at = day(0), .amount = 1'990.00_money});
    (void)base.apply(rung::purchase{.client = 2, .at = day(0), .amount = 0.15_money});
    (void)base.apply(rung::refund{.client = 2, .at = day(1), .amount = 0.20_money});  // refused
    (void)base.apply(rung::refund{.client = 2, .at = day(1), .amount = 0.10_money});
    (void)base.apply(rung::purchase{.client = 3, .at = day(0), .amount = 7.00_money});
    (void)base.apply(rung::loss{.client = 3, .at = day(1)});
    rung::insight::spend_census const spend{base};
    CHECK(pyramid(loyalty, base.census(), &spend, std::size_t{4}) == R"(
stage        clients    share           spend
supporter          0    0.0 %            0.00
client             0    0.0 %            0.00
buyer              2   66.7 %        1,990.05  ████
potential          0    0.0 %            0.00
lost               1   33.3 %            7.00   ██
)");
}

TEST_CASE("pyramid: names in any script keep the columns") {
    rung::census<rung::stage_id> census{club.place_count()};
    census.add(club["гость"], 2);
    census.add(club["почётный член"], 1);
    CHECK(pyramid(club, census, nullptr, std::size_t{2}) == R"(
stage            clients    share
почётный член          1   33.3 %  █
член                   0    0.0 %
гость                  2   66.7 %  ██
вышел                  0    0.0 %
)");
}

TEST_CASE("funnel table: reached, landed, and the share of the rung below") {
    rung::client_base base{rung::lifecycle{service}};
    rung::insight::funnel funnel{base};
    CHECK(table(service, funnel) == R"(
stage        reached     landed  of below
potential          0          0
visitor            0          0     0.0 %
buyer              0          0     0.0 %
client             0          0     0.0 %
advocate           0          0     0.0 %
)");
    for (rung::client_id id = 1; id <= 1'500; ++id) {
        (void)base.apply(rung::need{.client = id, .at = day(0)}, funnel);
        if (id <= 1'200) (void)base.apply(rung::contact{.client = id, .at = day(1)}, funnel);
        if (id > 1'200 && id <= 1'203) (void)base.apply(rung::purchase{.client = id, .at = day(1)}, funnel);
    }
    CHECK(table(service, funnel) == R"(
stage        reached     landed  of below
potential      1,500      1,500
visitor        1,203      1,200    80.2 %
buyer              3          3     0.2 %
client             0          0     0.0 %
advocate           0          0     0.0 %
)");
}

TEST_CASE("funnel table: exits are not rungs; names in any script keep the columns") {
    rung::client_base base{rung::lifecycle{club}};
    rung::insight::funnel funnel{base};
    (void)base.apply(rung::purchase{.client = 1, .at = day(0)}, funnel);
    (void)base.apply(rung::loss{.client = 1, .at = day(1)}, funnel);
    CHECK(table(club, funnel) == R"(
stage            reached     landed  of below
гость                  1          1
член                   1          1   100.0 %
почётный член          0          0     0.0 %
)");
}

TEST_CASE("flow table: a row for each place left, a column for each place reached, a point for nobody") {
    rung::insight::flow<loyalty_stage> flow;
    CHECK(table(loyalty, flow) == "\nnobody moved\n");
    for (int i = 0; i < 1'234; ++i) flow.add(loyalty_stage::potential, loyalty_stage::buyer);
    flow.add(loyalty_stage::buyer, loyalty_stage::lost);
    flow.add(loyalty_stage::buyer, loyalty_stage::lost);
    flow.add(loyalty_stage::lost, loyalty_stage::client);
    CHECK(table(loyalty, flow) == R"(
from \ to    buyer   client     lost
potential    1,234        .        .
buyer            .        .        2
lost             .        1        .
)");
}

TEST_CASE("flow table: a column is as wide as its name, in any script") {
    rung::insight::flow flow{club};
    flow.add(club["гость"], club["почётный член"]);
    flow.add(club["гость"], club["член"]);
    flow.add(club["почётный член"], club["вышел"]);
    CHECK(table(club, flow) == R"(
from \ to         член  почётный член    вышел
гость                1              1        .
почётный член        .              .        1
)");
}

TEST_CASE("flow table: numbers of any size stand apart") {
    rung::insight::flow<loyalty_stage> flow;
    flow.add(loyalty_stage::potential, loyalty_stage::buyer);
    flow.add(loyalty_stage::potential, loyalty_stage::client);
    for (int i = 0; i < 20; ++i) flow += rung::insight::flow{flow};
    CHECK(flow.count(loyalty_stage::potential, loyalty_stage::buyer) == 1'048'576);
    auto const text = table(loyalty, flow);
    INFO(text);
    CHECK(text.find("potential ") != std::string::npos);
    CHECK(text.find(" 1,048,576 ") != std::string::npos);
}

TEST_CASE(
    "tables: names shorter than the heading; counts below zero; numbers of any length keep the columns") {
    constexpr rung::ladder abc{rung::stage{.name = "a"},
                               rung::stage{.name = "b", .enter = rung::facts::purchases >= 1}};
    rung::census<rung::stage_id> census{abc.place_count()};
    census.add(rung::stage_id{0}, 12'345'678'901);
    census.add(rung::stage_id{1}, 3);
    CHECK(pyramid(abc, census, nullptr, std::size_t{1}) == R"(
stage         clients    share
b                   3    0.0 %  █
a      12,345,678,901  100.0 %  █
)");
    rung::insight::funnel funnel{abc};
    funnel.left(1);
    CHECK(table(abc, funnel) == R"(
stage    reached     landed  of below
a             -1         -1
b              0          0         -
)");
    rung::insight::flow flow{abc};
    rung::named_transition<rung::ladder> move;
    move.ladder = &abc;
    move.to = rung::stage_id{1};
    for (int i = 0; i < 3; ++i) flow.withdrawn(move);
    flow.add(rung::stage_id{1}, rung::stage_id{0});
    CHECK(table(abc, flow) == R"(
from \ to        a        b
a                .       -3
b                1        .
)");
    // Moves that add up to none are moves all the same.
    rung::insight::flow round{abc};
    round.withdrawn(move);
    round.add(rung::stage_id{0}, rung::stage_id{0});
    CHECK(table(abc, round) == R"(
from \ to        a        b
a                1       -1
)");
    for (int i = 0; i < 24; ++i) flow += rung::insight::flow{flow};
    CHECK(table(abc, flow) == R"(
from \ to           a            b
a                   .  -50,331,648
b          16,777,216            .
)");
}

TEST_CASE("tables: numbers in groups of three, shares to the nearest tenth") {
    using rung::report::detail::grouped;
    using rung::report::detail::percent;
    using rung::report::detail::width;
    STATIC_REQUIRE(grouped(0).view() == "0");
    STATIC_REQUIRE(grouped(999).view() == "999");
    STATIC_REQUIRE(grouped(1'000).view() == "1,000");
    STATIC_REQUIRE(grouped(69'659).view() == "69,659");
    STATIC_REQUIRE(grouped(1'000'000).view() == "1,000,000");
    STATIC_REQUIRE(grouped(~std::uint64_t{0}).view() == "18,446,744,073,709,551,615");
    STATIC_REQUIRE(grouped(rung::money{0}).view() == "0.00");
    STATIC_REQUIRE(grouped(rung::money{118'759'27}).view() == "118,759.27");
    STATIC_REQUIRE(grouped(rung::money{-5}).view() == "-0.05");
    STATIC_REQUIRE(grouped(rung::money{-rung::unlimited - 1}).view() == "-92,233,720,368,547,758.08");
    STATIC_REQUIRE(grouped(std::int64_t{-1}).view() == "-1");
    STATIC_REQUIRE(grouped(-1'234'567).view() == "-1,234,567");
    STATIC_REQUIRE(grouped(std::numeric_limits<std::int64_t>::min()).view() == "-9,223,372,036,854,775,808");
    STATIC_REQUIRE(percent(-1, 2).view() == "-");
    STATIC_REQUIRE(percent(1, -2).view() == "-");
    STATIC_REQUIRE(percent(1, 0).view() == "-");
    STATIC_REQUIRE(percent(0, 0).view() == "0.0 %");
    STATIC_REQUIRE(percent(1, 8).view() == "12.5 %");
    STATIC_REQUIRE(percent(1, 3).view() == "33.3 %");
    STATIC_REQUIRE(percent(2, 3).view() == "66.7 %");
    STATIC_REQUIRE(percent(1, 2'000).view() == "0.1 %");  // half a tenth goes up
    STATIC_REQUIRE(percent(1, 2'001).view() == "0.0 %");
    STATIC_REQUIRE(percent(4'000'000'000, 4'000'000'000).view() == "100.0 %");
    STATIC_REQUIRE(width("") == 0);
    STATIC_REQUIRE(width("abc") == 3);
    STATIC_REQUIRE(width("почётный") == 8);
    STATIC_REQUIRE(width("█€") == 2);
    STATIC_REQUIRE(width("顧客") == 4);  // twice as wide
    STATIC_REQUIRE(width("한국") == 4);
    STATIC_REQUIRE(width("ＶＩＰ") == 6);
    STATIC_REQUIRE(width("\U0001F600") == 2);
    STATIC_REQUIRE(width("e\u0301te\u0301") == 3);  // accents of their own
    STATIC_REQUIRE(width("\xff\x80z") == 2);        // not UTF-8: one for what begins, whatever it is
}
