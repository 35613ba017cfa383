#include "../catch.hpp"

#include <rung/notation/parse.hpp>
#include <rung/retail/retail.hpp>

#include <string>
#include <string_view>

namespace {

std::string answer(std::string_view clauses) {
    auto const text = "stage a stage b " + std::string(clauses);
    auto const read = rung::try_parse_ladder(text);
    if (read) return "understood";
    return std::string(read.error().sentence.view());
}

}  // namespace

// Ways in which people naturally write rules (../shared/cases/error-messages.txt), and their kinds.
TEST_CASE("a month is never taken for a minute") {
    CHECK(answer("enter silence <= 12mo") == "a month has no fixed length: write 365d, not '12mo'");
    CHECK(answer("enter silence <= 1M") ==
          "a month has no fixed length, and a minute is m: write 30d or 1m, not '1M'");
    CHECK(answer("enter silence <= 6 months") == "a month has no fixed length: write 182d, not '6 months'");
    CHECK(answer("enter silence <= 3 month and purchases >= 1") ==
          "a month has no fixed length: write 91d, not '3 month'");
    CHECK(answer("enter purchases >= 1 grace 1mo") == "write '1 month', not '1mo'");
    CHECK(answer("enter silence <= 1m") == "understood");
}

TEST_CASE("what counts within a time is answered with the fact that says so") {
    CHECK(answer("enter purchases >= 3 within 60d") == "of that many purchases write since_3rd_last < 60d");
    CHECK(answer("enter purchases >= 2 in 30d and contacts >= 1") ==
          "of that many purchases write since_2nd_last < 30d");
    auto const measure = [](std::string_view fact, std::string_view word) {
        return "'" + std::string(fact) + "' is of all time: what counts '" + std::string(word) +
               "' a time is a fact of its own, a measure that the program defines";
    };
    CHECK(answer("enter purchases >= 7 within 60d") == measure("purchases", "within"));
    CHECK(answer("enter spend >= 500.00 in last 12 months") == measure("spend", "in"));
    CHECK(answer("enter (spend >= 500.00 during 2026)") == measure("spend", "during"));
    CHECK(answer("enter spend_365d >= 500.00") == "unknown fact 'spend_365d': 'spend' is of all time; over a "
                                                  "time it is a measure that the program defines");
    CHECK(answer("enter last_score_x >= 1") == "unknown fact 'last_score_x'; did you mean 'last_score'?");
}

TEST_CASE("some of several conditions, and clauses that there are not, are said to be just that") {
    CHECK(answer("enter 2 of (purchases >= 1, spend >= 5.00, contacts >= 3)") ==
          "write 'at least 2 of (...)'");
    CHECK(answer("enter at least 2 of (purchases >= 1, spend >= 5.00, contacts >= 3)") == "understood");
    CHECK(answer("enter at least 1 of (purchases >= 1)") == "understood");
    CHECK(
        answer("enter (at least 2 of (purchases >= 3 and purchases <= 5, spend >= 5.00)) and contacts >= 1 "
               "or at least 1 of (addons >= 1, lost = 0) keep at least 1 of (purchases >= 1, spend >= 5.00) "
               "grace 30d") == "understood");
    CHECK(answer("enter at least 3 of (purchases >= 1, spend >= 5.00)") == "at least 3 of 2 can never hold");
    auto const how_many = [](std::string_view found) {
        return "expected how many of the conditions must hold, such as 'at least 2 of (...)', found '" +
               std::string(found) + "'";
    };
    CHECK(answer("enter at least 0 of (purchases >= 1, spend >= 5.00)") == how_many("0"));
    CHECK(answer("enter at least two of (purchases >= 1, spend >= 5.00)") == how_many("two"));
    CHECK(answer("enter at least 2 (purchases >= 1, spend >= 5.00)") ==
          "expected 'of' and the conditions in parentheses, found '('");
    CHECK(answer("enter at least 2 of purchases >= 1, spend >= 5.00") ==
          "expected '(' and the conditions, with commas between, found 'purchases'");
    CHECK(answer("enter at least 2 of (purchases >= 1; spend >= 5.00)") == "expected ',' or ')', found ';'");
    CHECK(answer("enter at least 1 of (purchases >= 1, spend >= 5.00") ==
          "expected ',' or ')', found the end of the text");
    CHECK(answer("enter at least 1 of (purchases >= 1,)") == "expected a fact, 'always' or '(', found ')'");
    CHECK(answer("enter at least 1 of (purchases >= 1 && spend >= 5.00)") == "write 'and' instead of '&&'");
    auto const each_one = "'at least' counts conditions, of which each compares one fact: no 'or', no other "
                          "count, no 'and' of two facts";
    CHECK(answer("enter at least 1 of (purchases >= 1 and spend >= 5.00, contacts >= 1)") == each_one);
    CHECK(answer("enter at least 1 of (purchases >= 1 or spend >= 5.00, contacts >= 1)") == each_one);
    CHECK(answer("enter at least 1 of (contacts >= 1, always)") == each_one);
    CHECK(answer("enter at least 1 of (at least 1 of (contacts >= 1, addons >= 1), lost = 0)") == each_one);
    CHECK(answer("enter at least 1 of (contacts >= 1, lost = 0) and at least 1 of (addons >= 1, spend >= "
                 "1.00)") == "two counts cannot be joined by 'and': a route has 'at least' only once");
    auto const twice =
        "stage 'b': a count counts each condition once, and none that its route asks for anyway";
    CHECK(answer("enter at least 1 of (contacts >= 1, contacts >= 1)") == twice);
    CHECK(answer("enter contacts >= 1 and at least 1 of (contacts >= 1, lost = 0)") == twice);
    CHECK(answer("enter at least 1 of (contacts >= 1, lost = 0) keep at least 2 of (contacts >= 1, lost = "
                 "0)") ==
          "stage 'b': the rule to keep a stage is stricter than the rule to enter it: a client "
          "who enters would fall at once");
    std::string deep = "contacts >= 1";
    for (int i = 0; i < 40; ++i) deep = "at least 1 of (" + deep;
    CHECK(answer("enter " + deep) == "parentheses nest at most 32 deep");
    std::string many = "contacts >= 1";
    for (int i = 2; i <= 17; ++i) many += ", contacts >= " + std::to_string(i);
    CHECK(
        answer("enter at least 3 of (" + many + ")") ==
        "this rule is too large: written without parentheses, a rule has at most 16 conditions and 8 routes");
    auto const clause = [](std::string_view word) {
        return "expected 'and', 'or', a clause (enter, keep, door, grace, guaranteed, review, wait, driver, "
               "source) or a stage, found "
               "'" +
               std::string(word) + "'";
    };
    CHECK(answer("enter purchases >= 1 keep purchases >= 1 minimum_stay 30d") == clause("minimum_stay"));
    CHECK(answer("enter spend >= 500.00 valid until end_of_next_year") == clause("valid"));
    CHECK(answer("enter spend >= 500.00 rub") == "write '500.00' alone, not '500.00 rub'");
    CHECK(answer("enter not complaints >= 1") == "there is no 'not': turn the comparison around");
}
