// What is said to those who write a ladder as they would write another language, or a letter.

#include "catch.hpp"

#include <rung/notation/parse.hpp>
#include <rung/notation/write.hpp>

#include <string>
#include <string_view>

using rung::mistake;
using rung::try_parse_ladder;
using namespace rung::literals;

namespace {

std::string said(std::string_view text) {
    auto const read = try_parse_ladder(text);
    return read ? "no error" : std::string{read.error().message().view()};
}
/// What is said of a rule, whose first character is 1:23.
std::string said_of(std::string_view rule) { return said("stage a stage b enter " + std::string{rule}); }

mistake kind(std::string_view rule) {
    return try_parse_ladder("stage a stage b enter " + std::string{rule}).error().kind;
}

}  // namespace

TEST_CASE("near misses: a value that the fact cannot have") {
    CHECK(said_of("purchases >= 100000") == "1:36: purchases is at most 65535");
    CHECK(said_of("purchases <= 65536") == "1:36: purchases is at most 65535");
    CHECK(said_of("purchases >= -1") == "1:36: purchases is at least 0");
    CHECK(said_of("wallet_share >= 150%") == "1:39: wallet_share is at most 100%");
    CHECK(said_of("mean_score > 5.01") == "1:36: mean_score is at most 5.00");
    CHECK(said_of("silence >= -1d") == "1:34: silence is at least 0s");
    CHECK(kind("purchases >= -1") == mistake::wrong_value);
    // The limits themselves are values, even where nothing can be above them.
    CHECK(said_of("purchases <= 65535 and purchases >= 0 and wallet_share <= 100%") == "no error");
    CHECK(said_of("spend >= -1000.00") == "no error");
}

TEST_CASE("near misses: what is written at the limits of a fact is read") {
    using namespace rung::facts;
    using rung::stage;
    for (auto const& rule :
         {purchases >= -5 and purchases <= 99'999, purchases > 65'534, purchases<1, wallet_share> 99_percent,
          wallet_share < 1'000_percent, spend >= rung::money{-rung::unlimited - 1},
          rung::rule{silence >= rung::duration{0}}, silence < rung::duration{1},
          silence <= rung::duration{rung::unlimited - 1}}) {
        auto const made = rung::ladder{stage{"a"}, stage{.name = "b", .enter = rule}};
        auto const text = to_text(made);
        CAPTURE(std::string{text.view()});
        auto const read = try_parse_ladder(text);
        REQUIRE(read.has_value());
        CHECK(*read == made);
    }
}

TEST_CASE("near misses: signs of other languages") {
    CHECK(said_of("always && always") == "1:30: write 'and' instead of '&&'");
    CHECK(said_of("always & always") == "1:30: write 'and' instead of '&'");
    CHECK(said_of("always || always") == "1:30: write 'or' instead of '||'");
    CHECK(said_of("always | always") == "1:30: write 'or' instead of '|'");
    CHECK(said_of("purchases == 3") == "1:33: write '=' instead of '=='");
    CHECK(said_of("purchases => 3") == "1:33: did you mean '>='?");
    CHECK(said_of("purchases =< 3") == "1:33: did you mean '<='?");
    CHECK(said_of("purchases ≥ 3") == "1:33: did you mean '>='?");
    CHECK(said_of("purchases ≤3") == "1:33: did you mean '<='?");
    CHECK(said_of("purchases≥3") == "1:32: did you mean '>='?");
    CHECK(said_of("(always && always)") == "1:31: write 'and' instead of '&&'");
    for (std::string_view const sign : {"!=", "<>", "≠", "not ="})
        CHECK(said_of("purchases " + std::string{sign} + " 3") ==
              "1:33: there is no 'not': turn the comparison around");
    for (std::string_view const rule :
         {"!purchases", "!(purchases >= 1)", "not purchases >= 1", "not (always)"})
        CHECK(said_of(rule) == "1:23: there is no 'not': turn the comparison around");
    CHECK(said_of("always and not always") == "1:34: there is no 'not': turn the comparison around");
}

TEST_CASE("near misses: comments and quotes") {
    CHECK(said("// club\nstage a") == "1:1: a comment begins with #");
    CHECK(said("stage a // club") == "1:9: a comment begins with #");
    CHECK(said_of("purchases >= 1 // any") == "1:38: a comment begins with #");
    CHECK(said("stage a /* club */") == "1:9: a comment begins with #, and ends with its line");
    CHECK(said("ladder 'club' stage a") == "1:8: names take double quotes");
    CHECK(said("stage 'a b'") == "1:7: names take double quotes");
    CHECK(said("stage a source 'x'") == "1:16: names take double quotes");
}

TEST_CASE("near misses: the value before the fact") {
    CHECK(said_of("3 <= purchases") == "1:23: the fact comes first: purchases >= 3");
    CHECK(said_of("3 >= purchases") == "1:23: the fact comes first: purchases <= 3");
    CHECK(said_of("90d > silence") == "1:23: the fact comes first: silence < 90d");
    CHECK(said_of("90d < silence") == "1:23: the fact comes first: silence > 90d");
    CHECK(said_of("3 = purchases") == "1:23: the fact comes first: purchases = 3");
    CHECK(said_of("3 <= stairs") == "1:23: the fact comes first");
    CHECK(said_of("3") == "1:23: unknown fact '3'");
}

TEST_CASE("near misses: a rule without its clause") {
    CHECK(said("stage gold purchases >= 3") == "1:12: did you mean 'enter purchases'?");
    CHECK(said("stage gold purchase >= 3") == "1:12: did you mean 'enter purchases'?");
    CHECK(said("stage gold grace 3d purchases >= 3") == "1:21: did you mean 'enter purchases'?");
    CHECK(said_of("always grace 3d purchases >= 3") ==
          "1:39: expected a clause (enter, keep, door, grace, guaranteed, review, wait, driver, source) or a "
          "stage, found 'purchases'");
}

TEST_CASE("near misses: names of several words") {
    CHECK(said("stage gold member") == "1:12: a name of several words needs quotes: \"gold member\"");
    CHECK(said("stage a\nstage gold member enter always") ==
          "2:12: a name of several words needs quotes: \"gold member\"");
    CHECK(said("stage very good client\nstage b enter always") ==
          "1:12: a name of several words needs quotes: \"very good client\"");
    CHECK(said("ladder my club stage a") == "1:11: a name of several words needs quotes: \"my club\"");
    CHECK(said("stage a source my book") == "1:19: a name of several words needs quotes: \"my book\"");
    // A slip of the hand, another line and a number are no part of a name.
    CHECK(said("stage gold entr always") == "1:12: unknown word 'entr'; did you mean 'enter'?");
    constexpr std::string_view otherwise = "expected a clause (enter, keep, door, grace, guaranteed, review, "
                                           "wait, driver, source) or a stage, found ";
    CHECK(said("stage gold\nmember") == "2:1: " + std::string{otherwise} + "'member'");
    CHECK(said("stage gold hold 3d") == "1:12: " + std::string{otherwise} + "'hold'");
}

TEST_CASE("near misses: values as people write them") {
    std::string const money = "1:32: spend is money: write 1000.00",
                      time = "1:34: silence is a length of time: ";
    CHECK(said_of("spend >= 1,000.00") == money + ", not '1,000.00'");
    CHECK(said_of("spend >= 1.000,00") == money + ", not '1.000,00'");
    CHECK(said_of("spend >= 1'000.0") == money + ", not '1'000.0'");
    CHECK(said_of("spend >= $1000.00") == money + ", not '$1000.00'");
    CHECK(said_of("spend >= €1000") == money + ", not '€1000'");
    CHECK(said_of("spend >= 1000$") == money + ", not '1000$'");
    CHECK(said_of("spend >= 1000 rub") == money + ", without a blank, not '1000 rub'");
    CHECK(said_of("spend >= 1 000.00") == money + ", without a blank, not '1 000.00'");
    CHECK(said_of("spend >= 1000.00 rub") == "1:32: write '1000.00' alone, not '1000.00 rub'");
    CHECK(said_of("(spend >= 1000.00 rub)") == "1:33: write '1000.00' alone, not '1000.00 rub'");
    CHECK(said_of("silence <= 3 d") == time + "write 3d, without a blank, not '3 d'");
    CHECK(said_of("silence <= 90 days") == time + "write 90d, without a blank, not '90 days'");
    CHECK(said_of("silence <= 90 days and always") == time + "write 90d, without a blank, not '90 days'");
    CHECK(said_of("silence <= 2Weeks") == time + "write 2w, not '2Weeks'");
    CHECK(said_of("silence <= 3 months") == "1:34: a month has no fixed length: write 91d, not '3 months'");
    CHECK(said_of("silence <= 90 purchases >= 1") ==
          time + "write it with its unit, such as 90d, 12h or 15m, not as '90'");
    CHECK(said_of("always grace 30 d") == "1:36: write 30d, without a blank, not '30 d'");
    CHECK(said_of("wallet_share >= 80 %") ==
          "1:39: wallet_share is a percentage: write 80%, without a blank, not '80 %'");
    CHECK(said_of("mean_score >= 4,5") == "1:37: mean_score has two decimals: write 4.50, not '4,5'");
    CHECK(said_of("purchases >= 1,000") == "1:36: purchases is a count: write 1000, not '1,000'");
    CHECK(said_of("purchases >= 3 times") == "1:36: write '3' alone, not '3 times'");
    CHECK(kind("silence <= 90 days") == mistake::wrong_value);
}

TEST_CASE("near misses: what is unclear is not guessed") {
    auto const whole = [](std::string_view value) {
        return said_of("purchases >= " + std::string{value}) ==
               "1:36: purchases is a count: write it as a whole number, such as 3, not as '" +
                   std::string{value} + "'";
    };
    for (std::string_view const value : {"1,00", "1.000", "3d", "three", "1,000,00"}) {
        CAPTURE(std::string{value});
        CHECK(whole(value));
    }
    CHECK(said_of("purchases >= 3, spend >= 5.00").ends_with("or a stage, found ','"));
    auto const money = [](std::string_view value) {
        return said_of("spend >= " + std::string{value}) ==
               "1:32: spend is money: write it with a decimal point, such as 1000.00, not as '" +
                   std::string{value} + "'";
    };
    for (std::string_view const value : {"10d", "80%", "10 days", "1.2.3", "1.234", "1000.", ".5"}) {
        CAPTURE(std::string{value});
        CHECK(money(value));
    }
}
