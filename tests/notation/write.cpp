#include "catch.hpp"

#include <rung/ladders/ladders.hpp>
#include <rung/notation/parse.hpp>
#include <rung/notation/write.hpp>

#include <sstream>
#include <string>
#include <string_view>

using namespace rung::facts;
using namespace rung::literals;
using rung::stage;
using rung::to_text;

namespace {

constexpr rung::ladder club{
    "club",
    {stage{.name = "guest", .source = "handbook 1"},
     stage{.name = "member", .enter = purchases >= 1, .driver = rung::driver::sales},
     stage{.name = "gold",
           .enter = (purchases >= 10 and spend >= 1'000.00_money) or recommendations >= 5,
           .keep = silence <= 120_days,
           .door = referred >= 1,
           .grace = 30_days,
           .driver = rung::driver::care,
           .source = "000.S4"},
     stage{.name = "lost", .enter = waiting >= 17_minutes, .exit = true}}};

constexpr std::string_view club_text = R"(ladder club
  stage guest   source "handbook 1"
  stage member  enter purchases >= 1
                driver sales
  stage gold    enter (purchases >= 10 and spend >= 1000.00) or recommendations >= 5
                keep silence <= 120d
                door referred >= 1
                grace 30d  driver care  source "000.S4"
  exit lost     enter waiting >= 17m
)";

/// The rule to enter of the second of two stages.
std::string rule(rung::rule const& r) {
    auto const text = to_text(rung::ladder{stage{"a"}, stage{.name = "b", .enter = r}});
    std::string_view const head = "ladder\n  stage a\n  stage b  enter ";
    REQUIRE(text.view().starts_with(head));
    return std::string{text.view().substr(head.size(), text.view().size() - head.size() - 1)};
}

std::string name(std::string_view n) {
    auto const text = to_text(rung::ladder{n, {stage{"a"}}});
    return std::string{text.view().substr(7, text.view().find("\n  stage") - 7)};
}

/// The line of a policy in the text of a lifecycle.
template <class... Policies>
std::string policies(Policies... p) {
    auto const text = to_text(rung::lifecycle{rung::ladder{"x", {stage{"a"}}}, p...});
    std::string const all{text.view()};
    CHECK(all.substr(0, 9) == "ladder x\n");
    CHECK(all.substr(all.size() - 10) == "  stage a\n");
    return all.substr(9, all.size() - 19);
}

}  // namespace

TEST_CASE("write: a ladder as people write it") {
    STATIC_REQUIRE(to_text(club).view() == club_text);
    STATIC_REQUIRE(*rung::try_parse_ladder(to_text(club)) == club);
    std::ostringstream out;
    rung::write_text(out, club);
    CHECK(out.str() == club_text);
    STATIC_REQUIRE(to_text(rung::ladder{stage{"a"}}).view() == "ladder\n  stage a\n");
}

TEST_CASE("write: rules") {
    CHECK(rule(purchases >= 1) == "purchases >= 1");
    CHECK(rule(purchases <= 4) == "purchases <= 4");
    CHECK(rule(purchases > 1) == "purchases >= 2");
    CHECK(rule(purchases < 4) == "purchases <= 3");
    CHECK(rule(purchases == 4) == "purchases = 4");
    CHECK(rule(referred == 1) == "referred >= 1");  // as far as the fact goes there is one end only
    CHECK(rule(bad_scores == 0) == "bad_scores <= 0");
    CHECK(rule(purchases >= 0) == "purchases >= 0");
    CHECK(rule(purchases >= 2 and purchases <= 4) == "purchases >= 2 and purchases <= 4");
    CHECK(rule((purchases >= 2 and purchases <= 4) or contacts >= 1) ==
          "(purchases >= 2 and purchases <= 4) or contacts >= 1");
    CHECK(rule(contacts >= 1 and (purchases >= 2 or spend >= 5.00_money)) ==
          "(contacts >= 1 and purchases >= 2) or (contacts >= 1 and spend >= 5.00)");
    CHECK(rule(rung::rule::always()) == "always");
    CHECK(rule(purchases >= 1 or rung::rule::always()) == "purchases >= 1 or always");
    CHECK(rule(silence <= 90_minutes) == "silence <= 90m");
    CHECK(rule(wallet_share >= 80_percent) == "wallet_share >= 80%");
    CHECK(rule(mean_score >= 4.50_decimal) == "mean_score >= 4.50");
    CHECK(rule(spend >= -0.05_money) == "spend >= -0.05");
    CHECK(rule((purchases >= 10'000 and spend >= 1'000'000.00_money and silence <= 100_days) or
               (purchases >= 20'000 and recommendations >= 100)) ==
          "(purchases >= 10000 and spend >= 1000000.00 and silence <= 100d)\n"
          "              or (purchases >= 20000 and recommendations >= 100)");
}

TEST_CASE("write: a length of time given with < or > is written with it") {
    CHECK(rule(silence < 42_days) == "silence < 42d");
    CHECK(rule(silence > 90_minutes) == "silence > 90m");
    CHECK(rule(silence <= 42_days) == "silence <= 42d");
    CHECK(rule(silence <= 59_seconds) == "silence < 1m");
    CHECK(rule(silence <= 58_seconds) == "silence <= 58s");
    CHECK(rule(silence >= 1_seconds) == "silence >= 1s");
    CHECK(rule(silence > 1_hours and silence < 1_days) == "silence > 1h and silence < 1d");
    CHECK(rule(purchases < 60) == "purchases <= 59");
}

TEST_CASE("write: names that are not words have quotes") {
    CHECK(name("very-good_1") == "very-good_1");
    CHECK(name("клиент") == "клиент");
    CHECK(name("a b") == "\"a b\"");
    CHECK(name("000.S1") == "\"000.S1\"");
    CHECK(name("100%") == "\"100%\"");
    CHECK(name("stage") == "\"stage\"");
    CHECK(name("a\"b\\c") == R"("a\"b\\c")");
    CHECK(name("#") == "\"#\"");
}

TEST_CASE("write: clauses are in one column, unless a name is very long") {
    constexpr rung::ladder tall{stage{.name = "a", .grace = 1_days},
                                stage{.name = "клиент", .enter = purchases >= 1},
                                stage{.name = "a very long name for a stage", .enter = purchases >= 2}};
    STATIC_REQUIRE(to_text(tall).view() == R"(ladder
  stage a       grace 1d
  stage клиент  enter purchases >= 1
  stage "a very long name for a stage"  enter purchases >= 2
)");
    STATIC_REQUIRE(*rung::try_parse_ladder(to_text(tall)) == tall);
}

TEST_CASE("write: policies of the library") {
    using namespace rung;
    CHECK(policies() == "  ascent leap\n  descent at_once\n  comeback requalify\n");
    CHECK(policies(ascent::one_step{}, descent::never{}, comeback::resume{}) ==
          "  ascent one_step\n  descent never\n  comeback resume\n");
    CHECK(policies(ascent::direct{}, descent::after{36_hours, one_down}, comeback::restart{}) ==
          "  ascent direct\n  descent after 36h one_down\n  comeback restart\n");
    CHECK(policies(ascent::leap{}, descent::after{30_days}) ==
          "  ascent leap\n  descent after 30d\n  comeback requalify\n");
    CHECK(policies(ascent::leap{}, descent::at_once{one_down}) ==
          "  ascent leap\n  descent at_once one_down\n  comeback requalify\n");
    CHECK(policies(ascent::chosen{ascent::kind::one_step}, descent::chosen{}, comeback::chosen{}) ==
          "  ascent one_step\n  descent at_once\n  comeback requalify\n");
}

namespace {

struct his_own : rung::ascent::leap {};
template <class T>
concept has_text = requires(T const& t) {
    to_text(t);
};
static_assert(has_text<rung::lifecycle<rung::ladder>>);
static_assert(!has_text<rung::lifecycle<rung::ladder, his_own>>);

}  // namespace

TEST_CASE("write: the text fits exactly or is refused") {
    STATIC_REQUIRE(rung::text_size(club) == club_text.size());
    STATIC_REQUIRE(to_text<rung::text_size(club)>(club).view() == club_text);
    constexpr auto service = rung::lifecycle{rung::ladders::service()};
    STATIC_REQUIRE(to_text<rung::text_size(service)>(service).view() == to_text(service).view());
}

TEST_CASE("write: a condition alone") {
    using rung::facts::silence;
    STATIC_REQUIRE(rung::to_text((silence <= 90_days)[0]).view() == "silence <= 90d");
    STATIC_REQUIRE(rung::to_text((silence >= 1_days and silence < 90_days)[0]).view() ==
                   "silence >= 1d and silence < 90d");
    STATIC_REQUIRE(rung::text_size((rung::facts::spend >= 5.00_money)[0]) == 13);
}
