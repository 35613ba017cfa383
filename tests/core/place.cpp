#include "catch.hpp"

#include <rung/core/lifecycle.hpp>
#include <rung/core/place.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/retail/retail.hpp>

#include <iomanip>
#include <ranges>
#include <sstream>
#include <string>
#include <type_traits>

using namespace rung::literals;
using namespace rung::facts;
using rung::stage;
using rung::stage_id;

namespace {

constexpr rung::ladder club{
    stage{.name = "guest", .driver = rung::driver::life, .source = "handbook 1"},
    stage{.name = "member", .enter = purchases >= 1},
    stage{.name = "gold", .enter = purchases >= 3, .grace = 30_days, .driver = rung::driver::care},
    stage{.name = "gone", .enter = lost >= 1, .exit = true},
};

using places = rung::ladder_places<rung::ladder>;
static_assert(std::ranges::random_access_range<places> && std::ranges::sized_range<places>);
static_assert(std::is_trivially_copyable_v<rung::ladder_place<rung::ladder>>);
static_assert(rung::stage_like<rung::ladder_place<rung::ladder>> && rung::stage_like<stage_id>);
static_assert(!rung::stage_like<int> && !rung::stage_like<std::string>);

// A ladder that nobody can name is gone before one has gone through it.
template <class Ladder>
concept has_places = requires(Ladder&& l) {
    static_cast<Ladder&&>(l).stages();
}
|| requires(Ladder&& l) { static_cast<Ladder&&>(l).exits(); }
|| requires(Ladder&& l) { static_cast<Ladder&&>(l).places(); };
static_assert(has_places<rung::ladder const&> && has_places<rung::ladder&> && !has_places<rung::ladder>);

template <class Range>
std::string names(Range&& range) {
    std::ostringstream out;
    for (auto const place : range) out << place << ' ';
    return out.str();
}

}  // namespace

TEST_CASE("the stages of a ladder, its exits and both can be iterated") {
    CHECK(names(club.stages()) == "guest member gold ");
    CHECK(names(club.exits()) == "gone ");
    CHECK(names(club.places()) == "guest member gold gone ");
    std::ostringstream down;
    for (auto at = club.stages().end(); at != club.stages().begin();) down << *--at << ' ';
    CHECK(down.str() == "gold member guest ");
    STATIC_REQUIRE(club.stages().size() == 3 && club.exits().size() == 1 && club.places().size() == 4);
    STATIC_REQUIRE(club.stage_count() == 3 && club.exit_count() == 1 && club.place_count() == 4);

    constexpr rung::ladder lone{stage{"guest"}};
    STATIC_REQUIRE(lone.exits().empty() && lone.exits().begin() == lone.exits().end());
    STATIC_REQUIRE(!lone.stages().empty());
}

TEST_CASE("a place of an iteration knows what the ladder says of it") {
    constexpr auto gold = club.stages().back();
    STATIC_REQUIRE(gold.name() == "gold" && gold.index() == 2 && gold.id() == stage_id{2});
    STATIC_REQUIRE(gold.driver() == rung::driver::care && gold.grace() == 30_days);
    STATIC_REQUIRE(!gold.is_exit() && club.exits().front().is_exit());
    STATIC_REQUIRE(club.stages().front().source() == "handbook 1");
    STATIC_REQUIRE(club.places()[3] == club.exits()[0] && gold != club.stages()[1]);
    STATIC_REQUIRE(rung::index_of(gold) == 2);
}

TEST_CASE("a place of an iteration can be used as its stage") {
    for (auto const place : club.places()) {
        CHECK(club.name(place) == place.name());
        CHECK(club[place.name()] == place);
        stage_id const as_stage = place;
        CHECK(place == as_stage);
    }

    using enum rung::ladders::loyalty_stage;
    constexpr auto loyalty = rung::ladders::loyalty();
    rung::insight::flow flow{loyalty};
    flow.add(buyer, supporter);
    auto const stages = loyalty.stages();
    CHECK(stages.front() == potential);
    CHECK(flow.count(stages[rung::index_of(buyer)], stages[rung::index_of(supporter)]) == 1);
    rung::insight::funnel funnel{loyalty};
    funnel.joined(1, rung::instant{});
    CHECK(funnel.reached(stages.front()) == 1);
    switch (stages.front()) {
    case potential: break;
    default: FAIL("a place is no constant of its enumeration");
    }
}

TEST_CASE("a place is written as its name, in the width that a stream was given, and to any sink of text") {
    std::ostringstream out;
    out << std::setw(8) << club.stages()[2] << '|';
    CHECK(out.str() == "    gold|");

    struct sink {
        std::string text{};
        void write(char const* first, std::ptrdiff_t size) {
            text.append(first, static_cast<std::size_t>(size));
        }
    } plain;
    plain << club.stages()[0] << club.exits()[0];
    CHECK(plain.text == "guestgone");
}
