#include "../catch.hpp"

#include <rung/notation/measures.hpp>
#include <rung/notation/parse.hpp>
#include <rung/notation/write.hpp>
#include <rung/retail/shop.hpp>

#include <sstream>
#include <string>
#include <string_view>

// Graces, guarantees, reviews and waits, in text.

namespace {

using namespace rung::literals;
using rung::period;
using rung::time_limit;

constexpr std::string_view every_limit = R"(ladder club
  offset +03:00
  weeks from sunday
  years from april
  stage guest
  stage member   enter purchases >= 1
                 grace 30d
  stage silver   enter purchases >= 2
                 grace 1 month  guaranteed 12 months
  stage gold     enter purchases >= 3
                 grace until end of quarter  guaranteed until end of next year  wait 2 weeks
  stage diamond  enter purchases >= 4
                 review yearly  wait 365d  source "handbook"
)";

std::string told(std::string const& text) {
    auto const read = rung::try_parse_ladder(text);
    if (read) return "understood";
    std::ostringstream out;
    out << read.error();
    return out.str();
}
std::string told_of(std::string const& clauses) {
    return told("stage a stage b enter purchases >= 1 " + clauses);
}
template <class Value>
std::string text_of(Value const& value) {
    std::ostringstream out;
    rung::write_text(out, value);
    return out.str();
}

struct of_limits;
using limits_table = rung::run_time_table<rung::shop_model, 64, rung::room::as_said, of_limits>;

}  // namespace

TEST_CASE("limits are read as they mean, and written as they were read") {
    constexpr auto read = rung::try_parse_ladder(every_limit);
    STATIC_REQUIRE(read);
    auto const& l = *read;
    auto const here = [](time_limit t) { return t.at_offset(180).weeks_from(6).years_from(4); };
    CHECK(l.grace(l["member"]) == time_limit{30_days});
    CHECK(l.grace(l["silver"]) == here(rung::for_months(1)));
    CHECK(l.guaranteed(l["silver"]) == here(rung::for_months(12)));
    CHECK(l.grace(l["gold"]) == here(rung::until_end_of(period::quarter)));
    CHECK(l.guaranteed(l["gold"]) == here(rung::until_end_of_next(period::year)));
    CHECK(l.wait(l["gold"]) == here(rung::for_weeks(2)));
    CHECK(l.grace(l["diamond"]) == here(rung::review_each(period::year)));
    CHECK(l.wait(l["diamond"]) == time_limit{365_days});
    CHECK(l.waits() == 0b11000);
    CHECK(text_of(l) == every_limit);
}

TEST_CASE("limits go by the calendar of the measures beside them") {
    auto const read =
        rung::try_parse_lifecycle<limits_table>("ladder hotel offset -05:00 "
                                                "measure nights sum quantity of stay in calendar year "
                                                "stage a stage b enter nights >= 10 grace until end of year");
    REQUIRE(read);
    auto const& l = read->ladder();
    CHECK(l.grace(l["b"]) == rung::until_end_of(period::year).at_offset(-300));
    auto const again = rung::try_parse_lifecycle<limits_table>(text_of(*read));
    REQUIRE(again);
    CHECK(again->ladder() == l);
    // without a measure
    auto const plain = rung::try_parse_lifecycle<limits_table>(
        "offset -05:00 stage a stage b enter purchases >= 1 guaranteed 1 year");
    REQUIRE(plain);
    auto const same = rung::try_parse_lifecycle<limits_table>(text_of(*plain));
    REQUIRE(same);
    CHECK(same->ladder() == plain->ladder());
}

TEST_CASE("limits: words that begin them are names where a name stands") {
    CHECK(told("stage review stage wait enter purchases >= 1 wait 1d stage guaranteed enter purchases >= 2 "
               "guaranteed 1 day review daily") == "understood");
    CHECK(told("ladder \"weeks\" weeks from sunday stage a") == "understood");
    constexpr auto weeks = rung::try_parse_ladder("ladder \"weeks\" stage a");
    STATIC_REQUIRE(weeks);
    CHECK(text_of(*weeks) == "ladder \"weeks\"\n  stage a\n");
}

TEST_CASE("a word of the grammar is no name of a ladder, whichever reader reads it") {
    auto const told_of_measures = [](std::string const& text) -> std::string {
        auto const read = rung::try_parse_lifecycle<limits_table>(text);
        std::ostringstream out;
        if (!read) out << read.error();
        return read ? "understood" : out.str();
    };
    for (std::string const word :
         {"measure", "offset", "weeks", "years", "stage", "exit", "ascent", "descent", "comeback", "enter",
          "keep", "grace", "and", "or", "always", "ladder"}) {
        INFO(word);
        auto const says =
            "1:8: '" + word + "' is a word of the grammar: as the name of a ladder it needs quotes";
        CHECK(told("ladder " + word + "\n  stage a") == says);
        CHECK(told_of_measures("ladder " + word + "\n  stage a") == says);
        CHECK(told("ladder \"" + word + "\"\n  stage a") == "understood");
    }
    // where they begin what they always do
    CHECK(told("ladder stage a") == "understood");
    CHECK(told("ladder weeks from sunday stage a") == "understood");
    CHECK(told_of_measures("ladder measure n count of purchase stage a") == "understood");
    CHECK(told("ladder measure n count of purchase stage a") ==
          "1:8: 'measure' is for a ladder with measures of its own: read the text for a run_time_table, with "
          "<rung/notation/measures.hpp>");
}

TEST_CASE("limits: mistakes are told with what would be right") {
    CHECK(told_of("grace 3mo") == "1:44: write '3 months', not '3mo'");
    CHECK(told_of("grace 1M") ==
          "1:44: a month has no fixed length, and a minute is m: write 30d or 1m, not '1M'");
    CHECK(told_of("grace 0 months") == "1:44: the number of periods is at least 1");
    CHECK(told_of("wait 65536 days") == "1:43: the number of periods is at most 65535");
    CHECK(told_of("grace until year") ==
          "1:50: expected 'end of', as in 'until end of year' or 'until end of "
          "next year', found 'year'");
    CHECK(told_of("grace until end of yaer") == "1:57: unknown word 'yaer'; did you mean 'year'?");
    CHECK(told_of("guaranteed") == "1:48: expected a length of time, such as 30d, found the end of the text");
    CHECK(told_of("guarantee 1y") == "1:38: unknown word 'guarantee'; did you mean 'guaranteed'?");
    CHECK(told_of("review yearl") == "1:45: unknown word 'yearl'; did you mean 'yearly'?");
    CHECK(told_of("review 12 months") ==
          "1:45: expected daily, weekly, monthly, quarterly or yearly, found '12'");
    CHECK(told_of("grace 1d review yearly") == "1:47: a stage has a grace or a review: who no longer fulfils "
                                               "the rule to keep it stays until the one or "
                                               "the other");
    CHECK(told_of("wait 1d wait 1d") == "1:46: 'wait' is given twice for 'b'");
    CHECK(
        told_of("guaranteed -1d") ==
        "1:15: stage 'b': graces, guarantees and waits cannot be negative; by the calendar they are of 1 to "
        "65535 periods, and a review is for graces alone");
    CHECK(told("offset +3 stage a") ==
          "1:8: an offset from UTC is written like +03:00 or -05:30, without a place "
          "and its summer time");
}
