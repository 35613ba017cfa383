#include "../catch.hpp"

#include <rung/core/retail.hpp>
#include <rung/notation/parse.hpp>

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
    CHECK(answer("enter purchases >= 1 grace 1mo") == "a month has no fixed length: write 30d, not '1mo'");
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
    auto const no_k = "there is no 'k of n': write each way out, joined by 'or'";
    CHECK(answer("enter 2 of (purchases >= 1, spend >= 5.00, contacts >= 3)") == no_k);
    CHECK(answer("enter at least 2 of (purchases >= 1)") == no_k);
    auto const clause = [](std::string_view word) {
        return "expected 'and', 'or', a clause (enter, keep, door, grace, driver, source) or a stage, found "
               "'" +
               std::string(word) + "'";
    };
    CHECK(answer("enter purchases >= 1 keep purchases >= 1 minimum_stay 30d") == clause("minimum_stay"));
    CHECK(answer("enter spend >= 500.00 valid until end_of_next_year") == clause("valid"));
    CHECK(answer("enter spend >= 500.00 rub") == "write '500.00' alone, not '500.00 rub'");
    CHECK(answer("enter not complaints >= 1") == "there is no 'not': turn the comparison around");
}
