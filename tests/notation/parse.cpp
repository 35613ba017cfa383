#include "catch.hpp"

#include <rung/ladders/ladders.hpp>
#include <rung/notation/parse_text.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

using namespace rung::facts;
using namespace rung::literals;
using rung::stage;
using rung::try_parse_ladder;
using rung::try_parse_lifecycle;

namespace {

enum class tier : std::uint8_t { guest, member, gold, lost };

constexpr auto club = rung::parse_ladder<R"(
ladder club                      # the line is optional, the name too
  stage guest   source "handbook 1"
  stage member  enter purchases >= 1   driver sales
  stage gold    enter (purchases >= 10 and spend >= 1000.00) or recommendations >= 5
                keep silence <= 120d
                door referred = 1
                grace 30d   driver care   source "000.S4"
  exit lost     enter waiting >= 17m
)",
                                         rung::retail, tier>();

constexpr rung::ladder_of<tier> same{
    "club",
    {stage{.name = "guest", .source = "handbook 1"},
     stage{.name = "member", .enter = purchases >= 1, .driver = rung::driver::sales},
     stage{.name = "gold",
           .enter = (purchases >= 10 and spend >= 1'000.00_money) or recommendations >= 5,
           .keep = silence <= 120_days,
           .door = referred == 1,
           .grace = 30_days,
           .driver = rung::driver::care,
           .source = "000.S4"},
     stage{.name = "lost", .enter = waiting >= 17_minutes, .exit = true}}};

static_assert(club == same);
static_assert(club.name() == "club" && club["gold"] == tier::gold && club.is_exit(tier::lost));

/// The one rule of a ladder of two stages, read from text and written in C++, makes the same ladder.
constexpr bool is(std::string_view text, rung::rule const& meant) {
    char all[400]{};
    std::size_t n = 0;
    for (auto const part : {std::string_view{"stage a stage b enter "}, text}) {
        for (char const c : part) all[n++] = c;
    }
    auto const read = try_parse_ladder({all, n});
    return read && *read == rung::ladder{stage{"a"}, stage{.name = "b", .enter = meant}};
}

}  // namespace

TEST_CASE("parse: comparisons") {
    STATIC_REQUIRE(is("purchases >= 3", purchases >= 3));
    STATIC_REQUIRE(is("purchases <= 3", purchases <= 3));
    STATIC_REQUIRE(is("purchases > 3", purchases > 3));
    STATIC_REQUIRE(is("purchases < 3", purchases < 3));
    STATIC_REQUIRE(is("purchases = 3", purchases == 3));
    STATIC_REQUIRE(is("purchases>=3", purchases >= 3));
    STATIC_REQUIRE(is("\"purchases\" >= 3", purchases >= 3));
    STATIC_REQUIRE(is("spend >= -5.00", spend >= -5.00_money));
    STATIC_REQUIRE(is("spend>-0.01", spend > -0.01_money));
    STATIC_REQUIRE(is("mean_score >= 4.50", mean_score >= 4.50_decimal));
    STATIC_REQUIRE(is("wallet_share >= 80%", wallet_share >= 80_percent));
    STATIC_REQUIRE(is("silence < 12h", silence < 12_hours));
    STATIC_REQUIRE(is("silence <= 6w", silence <= 42_days));
    STATIC_REQUIRE(is("silence <= 2y", silence <= 730_days));
    STATIC_REQUIRE(is("purchases <= 65535", purchases <= 99'999));  // in code, what it cannot be is cut off
}

TEST_CASE("parse: and binds tighter than or, parentheses, always") {
    auto const a = purchases >= 1, b = contacts >= 2, c = complaints >= 3;
    CHECK(is("purchases >= 1 or contacts >= 2 and complaints >= 3", a or (b and c)));
    CHECK(is("purchases >= 1 and contacts >= 2 or complaints >= 3", (a and b) or c));
    CHECK(is("purchases >= 1 and (contacts >= 2 or complaints >= 3)", a and (b or c)));
    CHECK(is("(purchases >= 1 or contacts >= 2) and complaints >= 3", (a or b) and c));
    CHECK(is("((purchases >= 1))", a));
    CHECK(is("always", rung::rule::always()));
    CHECK(is("purchases >= 1 or always", a or rung::rule::always()));
    CHECK(is("purchases >= 1 and always", a));
    CHECK(is("purchases >= 1 and purchases <= 5", purchases >= 1 and purchases <= 5));
}

TEST_CASE("parse: blanks and line ends only separate, comments end with the line") {
    constexpr auto read = [](std::string_view text) { return *try_parse_ladder(text); };
    constexpr auto plain = read("ladder x stage a stage b enter purchases>=1");
    STATIC_REQUIRE(read("ladder\nx\nstage\na\nstage\nb\nenter\npurchases\n>=\n1\n") == plain);
    STATIC_REQUIRE(read("\tladder x\r\n  stage a\r\n  stage b enter purchases >= 1\r\n") == plain);
    STATIC_REQUIRE(read("# club\nladder x # its name\nstage a stage b#\nenter purchases>=1# end") == plain);
    STATIC_REQUIRE(read("\xEF\xBB\xBFladder x stage a stage b enter purchases >= 1") == plain);
}

TEST_CASE("parse: the ladder's line and its name are optional") {
    STATIC_REQUIRE(try_parse_ladder("stage a")->name().empty());
    STATIC_REQUIRE(try_parse_ladder("ladder stage a")->name().empty());
    STATIC_REQUIRE(try_parse_ladder("ladder a stage a")->name() == "a");
    STATIC_REQUIRE(try_parse_ladder("ladder \"stage\" stage a")->name() == "stage");
    STATIC_REQUIRE(try_parse_ladder("ladder \"\" stage a")->name().empty());
}

TEST_CASE("parse: names are words or have quotes") {
    constexpr auto name = [](std::string_view text) {
        auto const read = try_parse_ladder(text);
        return read ? std::string{read->name(rung::stage_id{0})} : std::string{read.error().message().view()};
    };
    CHECK(name("stage very-good_1") == "very-good_1");
    CHECK(name("stage 2nd") == "2nd");
    CHECK(name("stage клиент") == "клиент");
    CHECK(name("stage \"a b\"") == "a b");
    CHECK(name("stage \"a # b\"") == "a # b");
    CHECK(name("stage \"stage\"") == "stage");
    CHECK(name(R"(stage "say \"hi\" \\o/")") == "say \"hi\" \\o/");
    CHECK(name("stage \"000.S1\"") == "000.S1");
    CHECK(name("stage client") == "client");  // the name of a driver is no keyword
    CHECK(name("stage leap") == "leap");
}

TEST_CASE("parse: clauses in any order, with their defaults") {
    constexpr auto read = [](std::string_view text) { return *try_parse_ladder(text); };
    constexpr auto one =
        read("stage a stage b enter purchases >= 2 keep purchases >= 1 grace 3d driver care");
    STATIC_REQUIRE(one ==
                   read("stage a stage b driver care grace 72h keep purchases >= 1 enter purchases >= 2"));
    STATIC_REQUIRE(read("stage a").driver(rung::stage_id{0}) == rung::driver::company);
    STATIC_REQUIRE(read("stage a driver life grace 1h").grace(rung::stage_id{0}) == 1_hours);
    STATIC_REQUIRE(read("stage a source \"x\\\\y\"").source(rung::stage_id{0}) == "x\\y");
}

TEST_CASE("parse: a lifecycle has its policies, and defaults for those not given") {
    namespace ascent = rung::ascent;
    namespace descent = rung::descent;
    namespace comeback = rung::comeback;
    constexpr auto plain = rung::parse_lifecycle<"stage a">();
    STATIC_REQUIRE(plain.ascent() == ascent::chosen{} && plain.descent() == descent::chosen{} &&
                   plain.comeback() == comeback::chosen{});
    STATIC_REQUIRE(plain.ladder() == rung::ladder{stage{"a"}});

    constexpr auto all = rung::parse_lifecycle<R"(
ladder club
  ascent one_step
  descent after 30d one_down
  comeback resume
  stage a)">();
    STATIC_REQUIRE(all.ascent() == ascent::chosen{ascent::one_step{}});
    STATIC_REQUIRE(all.descent() == descent::chosen{descent::after{30_days, rung::one_down}});
    STATIC_REQUIRE(all.comeback() == comeback::chosen{comeback::resume{}});
    STATIC_REQUIRE(all.ladder().name() == "club");

    constexpr auto falls = [](std::string_view text) { return try_parse_lifecycle(text)->descent(); };
    STATIC_REQUIRE(falls("descent never stage a") == descent::chosen{descent::never{}});
    STATIC_REQUIRE(falls("descent at_once stage a") == descent::chosen{});
    STATIC_REQUIRE(falls("descent at_once to_qualified stage a") == descent::chosen{});
    STATIC_REQUIRE(falls("descent at_once one_down stage a") ==
                   descent::chosen{descent::at_once{rung::one_down}});
    STATIC_REQUIRE(falls("descent after 5d stage a") == descent::chosen{descent::after{5_days}});
    STATIC_REQUIRE(falls("descent after 5d to_qualified stage a") == descent::chosen{descent::after{5_days}});
    STATIC_REQUIRE(try_parse_lifecycle("comeback restart ascent direct stage a")->comeback() ==
                   comeback::chosen{comeback::restart{}});
    STATIC_REQUIRE(try_parse_lifecycle("comeback restart ascent direct stage a")->ascent() ==
                   ascent::chosen{ascent::direct{}});
}

namespace {

constexpr auto service = rung::parse_lifecycle<R"(
ladder service
  stage potential  driver life  source "000.S1"
  stage visitor    enter contacts >= 1 or purchases >= 1  driver marketing  source "000.S2"
  stage buyer      enter purchases >= 1  driver sales  source "000.S3"
  stage client     enter purchases >= 3 and silence <= 90d  source "000.S4"
  stage advocate   enter recommendations >= 1  driver client  source "000.S5"
)",
                                               rung::retail, rung::ladders::service_stage>();

}  // namespace

TEST_CASE("parse: a ladder from text equals the one in C++, and moves clients in the same way") {
    constexpr auto in_code = rung::lifecycle{rung::ladders::service()};
    STATIC_REQUIRE(service.ladder() == in_code.ladder());
    rung::client one, other, third;
    rung::fixed<service> const bound;
    for (unsigned day = 1; day < 12; day += 2) {
        rung::retail_event const e =
            rung::purchase{.id = day, .at = rung::instant::from_unix(86'400 * day), .amount = 1.00_money};
        service.apply(one, e);
        in_code.apply(other, e);
        bound.apply(third, e);
        CHECK(one == other);
        CHECK(third == other);
        CHECK(service.stage(one) == in_code.stage(other));
    }
    CHECK(service.stage(one) == rung::ladders::service_stage::client);
    CHECK(service.next_change(one) == in_code.next_change(other));
}

namespace {

/// A schema of one's own; one of its facts has the name of a keyword, one a name that no word is.
struct gym {
    enum class fact : std::uint8_t { visits, absence, keep, odd, debt };
    struct event {
        rung::event_id id;
        rung::client_id client;
        rung::instant at;
    };
    struct facts {
        rung::instant last{};
        std::uint32_t visits = 0;
    };
    static constexpr std::array<rung::word, 5> vocabulary{{
        {.name = "visits"},
        {.name = "absence", .measure = rung::unit::time, .ages = true, .least = -864'000},
        {.name = "keep"},
        {.name = "share of \"us\"", .measure = rung::unit::percent, .most = 100},
        {.name = "debt", .measure = rung::unit::money},
    }};
    static constexpr void fold(facts& f, event const& e) noexcept {
        f.last = e.at;
        ++f.visits;
    }
    static constexpr std::int64_t read(facts const& f, fact k, rung::instant now) noexcept {
        return k == fact::absence ? rung::age(f.last, now) : f.visits;
    }
};
enum class training : std::uint8_t { guest, regular };

constexpr auto gym_ladder = rung::parse_ladder<R"(
  stage guest
  stage regular enter visits >= 3 and absence <= -2d and "keep" > 2 and "share of \"us\"" = 50%
)",
                                               gym, training>();
static_assert(gym_ladder["regular"] == training::regular);
static_assert(gym_ladder == rung::basic_ladder<gym, training>{
                                {.name = "guest"},
                                {.name = "regular",
                                 .enter = rung::fact<gym, gym::fact::visits> >= 3 and
                                          rung::fact<gym, gym::fact::absence> <= 2_days * -1 and
                                          rung::fact<gym, gym::fact::keep> > 2 and
                                          rung::fact<gym, gym::fact::odd> == 50_percent}});

}  // namespace

TEST_CASE("parse: a schema of one's own has the notation too") {
    CHECK(rung::try_parse_ladder<gym>("stage a stage b enter visit >= 1").error().message().view() ==
          "1:23: unknown fact 'visit'; did you mean 'visits'?");
    CHECK(rung::try_parse_ladder<gym>("stage a stage b enter purchases >= 1").error().message().view() ==
          "1:23: unknown fact 'purchases'");
    CHECK(rung::try_parse_ladder<gym>("stage a stage b enter debt >= 1").error().message().view() ==
          "1:31: debt is money: write it with a decimal point, such as 1000.00, not as '1'");
    CHECK(rung::try_parse_ladder<gym>("stage a stage b enter visits >= -3").error().message().view() ==
          "1:33: visits is at least 0");
    // A name with escapes may be said as often as one likes.
    std::string const odd = "\"share of \\\"us\\\"\" > 50%";
    std::string many = "stage a stage b enter " + odd;
    for (int i = 0; i < 400; ++i) many += " and " + odd;
    CHECK(rung::try_parse_ladder<gym>(many).has_value());
    auto const read =
        rung::try_parse_lifecycle<gym, training>("ascent direct stage a stage b enter visits >= 1");
    REQUIRE(read.has_value());
    CHECK(read->ladder().stage_count() == 2);
}

TEST_CASE("parse: a rule alone, for lists") {
    constexpr auto read = rung::try_parse_rule("spend >= 100.00 and silence > 60d or (purchases = 3)");
    STATIC_REQUIRE(read.has_value());
    CHECK(*read == ((rung::facts::spend >= 100.00_money and rung::facts::silence > 60_days) or
                    rung::facts::purchases == 3));
    auto const always = rung::try_parse_rule(" always # whoever it is");
    REQUIRE(always);
    CHECK(always->holds({}, rung::instant::from_unix(1)));
}
