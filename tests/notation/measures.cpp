#include "../catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/core/explain.hpp>
#include <rung/notation/measures.hpp>
#include <rung/retail/shop.hpp>
#include <rung/rung.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

// Measures in the text of a ladder.

namespace {

using namespace rung::literals;
using rung::shop_event;
using rung::shop_model;
using rung::utc;
using list = rung::measure_list<shop_model>;

struct of_texts;
using table = rung::run_time_table<shop_model, 256, rung::room::as_said, of_texts>;
using table_of_history = rung::run_time_table<shop_model, 256, rung::room::for_each_day, of_texts>;

struct to_string_sink {
    std::string text{};
    void write(char const* from, std::ptrdiff_t size) { text.append(from, static_cast<std::size_t>(size)); }
};
template <class Value>
std::string written(Value const& value) {
    to_string_sink out;
    rung::write_text(out, value);
    return out.text;
}

// The sentence of the mistake in a text that has two stages after it.
template <class Table = table>
std::string said(std::string const& head, std::string const& enter = "always") {
    auto const read = rung::try_parse_lifecycle<Table>(head + "\n stage a  stage b enter " + enter);
    REQUIRE(!read);
    CHECK(read.error().kind != rung::mistake::none);
    return std::string{read.error().message().view()};
}
std::string said_of(std::string const& measure) { return said("measure m " + measure); }

constexpr std::string_view all_of_it = R"(ladder hotel
  offset +03:00
  weeks from sunday
  years from april
  ascent one_step
  measure nights       sum quantity of stay in calendar year
  measure nights_last  sum quantity of stay in calendar year 1 ago
  measure spend_12m    sum amount of purchase less refund in 12 months
  measure active_days  days with visit or stay in 100 days
  measure dinners      count of purchase where category = dinner and amount >= 10.00 in 90 days
  measure paid_months  streak of calendar months with purchase
  measure points       sum quantity of award or 5 each of birthday less redeem oldest first
                       in 4 years with room for 60 days at most 100 a day
  measure quiet        since last complaint
  measure third        since 3rd last stay
  measure known        since first stay
  measure country      last value of attribute where name = country
  measure dearest      largest amount of purchase where channel = shop or stay after award
  measure items        mean quantity of purchase up to 1000
  measure pace         ratio of "purchas" or "of"
  measure quarters     count of stay in 3 calendar quarters 2 ago
  stage member
  stage silver  enter nights >= 10 or nights_last >= 10
  stage gold    enter spend_12m >= 5000.00 and silence < 90d  keep country = 49 or points >= 5
)";

}  // namespace

TEST_CASE("measures of a text are the constants that say the same") {
    auto const read = rung::try_parse_measures<shop_model>(all_of_it);
    if (!read) FAIL(std::string{read.error().message().view()});
    auto const& found = *read;
    REQUIRE(found.size() == 16);
    CHECK(found.is_known(15));
    CHECK(found[15].name == "silence");

    rung::calendar_rules const place{.offset_minutes = 180, .week_start = 6, .year_start = 4};
    auto const spend = rung::sum(rung::kinds::amount)
                           .of(rung::kinds::purchase)
                           .less(rung::kinds::refund)
                           .in(rung::last_months(12))
                           .at_offset(180)
                           .weeks_from(6)
                           .years_from(4)
                           .named("spend_12m");
    CHECK(found[2] == static_cast<rung::measure_row const&>(spend));

    auto const points = found[6];
    CHECK(points.calendar == place);
    CHECK(points.what == rung::form::sum);
    CHECK(points.field == shop_model::quantity);
    CHECK(points.of.size == 2);
    CHECK(points.of.any[1].gives == 5);
    CHECK(points.oldest_first);
    CHECK(points.a_day == 100);
    CHECK(points.in == rung::last_years(4).with_room_for(60));
    CHECK(found[0].in == rung::calendar_year);
    CHECK(found[1].in == rung::calendar_year.ago(1));
    CHECK(found[14].in == (3 * rung::calendar_quarter).ago(2));
    CHECK(found[8].nth == 3);
    CHECK(found[4].of.any[0].tests[0].low == found.value_of(shop_model::category, "dinner"));
    CHECK(found[4].of.any[0].tests[1].low == 10'00);
    CHECK(found.value_of(shop_model::category, "lunch") == 0);
    CHECK(found.value_of(rung::retail_model::channel, "dinner") == 0);
    CHECK(found.kind_of("stay") == 16);
    CHECK(found.kind_name(17) == "visit");
    CHECK(found.kind_of("purchas") > 16);
    CHECK(found.kind_of("purchase") == 2);
    CHECK(found.kind_of("purchases") == 64);
}

TEST_CASE("a text with measures is read at compile time as well") {
    constexpr auto read =
        rung::try_parse_measures<shop_model>("measure nights sum quantity of stay in calendar year");
    static_assert(read && (*read).size() == 1 && (*read)[0].in == rung::calendar_year);
    CHECK((*read)[0].name == "nights");
}

TEST_CASE("a ladder with measures is written as it is read") {
    auto const read = rung::try_parse_lifecycle<table>(all_of_it);
    if (!read) FAIL(std::string{read.error().message().view()});
    auto const before = table::list();
    auto const text = written(*read);
    INFO(text);
    CHECK(text.find(
              "  measure points sum quantity of award or 5 each of birthday less redeem oldest first in 4 "
              "years with room for 60 days at most 100 a day\n") != std::string::npos);
    CHECK(text.find("ratio of \"purchas\" or \"of\"") != std::string::npos);
    auto const again = rung::try_parse_lifecycle<table>(text);
    if (!again) FAIL(std::string{again.error().message().view()});
    CHECK(table::list() == before);
    CHECK(again->ladder() == read->ladder());
    CHECK(written(*again) == text);
    CHECK(rung::fingerprint(*again) == rung::fingerprint(*read));

    auto const named = rung::try_parse_ladder<table>("ladder \"measure\" measure x count of visit stage a");
    REQUIRE(named);
    CHECK(named->name() == "measure");
    CHECK(written(*named).starts_with("ladder \"measure\"\n  measure x count of visit\n"));
    CHECK(rung::try_parse_ladder<table>("ladder measure x count of visit stage a")->name().empty());
}

TEST_CASE("mistakes in measures are answered by what would be right") {
    CHECK(said("measure x count of visit measure x count of stay") == "1:34: two measures have the name 'x'");
    CHECK(said("measure spend count of visit") ==
          "1:9: 'spend' is a fact that is known already: give the measure another name");
    CHECK(said_of("sum quantty of stay") == "1:15: unknown field 'quantty'; did you mean 'quantity'?");
    CHECK(said_of("sum nights of stay") == "1:15: unknown field 'nights'; there are amount, quantity, value, "
                                           "score, addon, category, channel, name");
    CHECK(said_of("sum category of stay") == "1:15: 'category' is a name and no number: it can be asked "
                                             "about by 'where', and not be what 'sum' is of");
    CHECK(said_of("mean amount of purchase") == "1:16: a mean is of whole numbers, and 'amount' is none");
    CHECK(said_of("total amount of purchase") == "1:11: write 'sum' instead of 'total'");
    CHECK(said_of("sun amount of purchase") == "1:11: unknown word 'sun'; did you mean 'sum'?");
    CHECK(said_of("count purchase") == "1:17: expected 'of' and the events, found 'purchase'");
    CHECK(said_of("count of purchases") == "1:20: no kind of event 'purchases'; did you mean 'purchase'? A "
                                           "kind of your own of such a name needs "
                                           "quotes");
    CHECK(
        said_of("count of stay or stay where quantity >= 2 or stay") ==
        "1:20: 'stay' stands in two parts of this selection that one event may meet, and it would count "
        "twice: let their conditions exclude each other, as in 'where category = spa or category = dinner', "
        "or make two measures, and ask for both in the rule");
    CHECK(
        said_of("last value of attribute in 12 months") ==
        "1:35: only a count, a sum and 'days with' are in a window; largest, last and mean are of all time");
    CHECK(said_of("since last visit in 90 days") == "1:28: only a count, a sum and 'days with' are in a "
                                                    "window; what says how long something lasts is not");
    CHECK(said_of("count of visit in last 12 months") ==
          "1:29: write 'in 12 months', without 'last'; or 'in calendar year'");
    CHECK(said_of("count of visit in month") == "1:29: write 'in calendar month' for the running one, or 'in "
                                                "1 month' if each event counts for so long "
                                                "from its own day on");
    CHECK(said_of("count of visit in 90d") == "1:29: write 'in 90 days', not '90d'");
    CHECK(said_of("count of visit in 12mo") == "1:29: write 'in 12 months', not '12mo'");
    CHECK(said_of("count of visit in 1M") ==
          "1:29: a window is of days, weeks, months, quarters or years: 'in 90 days'");
    CHECK(said_of("count of visit in calendar 3 months") ==
          "1:38: the number comes first: 'in 3 calendar months'");
    CHECK(said_of("count of visit in 12 monts") == "1:32: unknown word 'monts'; did you mean 'months'?");
    CHECK(said_of("days with visit in 3 months") ==
          "1:30: days are counted in so many days or weeks, or in calendar periods");
    std::string const young = "'14 days ago' leaves out of a rolling window what is younger, of up to 255 "
                              "days: 'in 12 months 14 days "
                              "ago'; of a calendar window say how many periods: 'in calendar year 1 ago'";
    CHECK(said_of("sum amount of purchase 14 days ago") == "1:34: " + young);
    CHECK(said_of("count of visit in calendar year 14 days ago") == "1:43: " + young);
    CHECK(said_of("count of visit in 12 months 40 weeks ago") == "1:39: " + young);
    CHECK(said_of("count of visit in 12 months 1 month ago") == "1:39: " + young);
    CHECK(said_of("count of visit in 14 days 2 weeks ago") ==
          "1:37: what is left out is less than the window has: 'in 30 days 14 days ago'");
    CHECK(said_of("sum amount of purchase in 12 months 1 ago") ==
          "1:47: only a calendar window can be asked as of so many periods ago: 'in calendar year 1 ago'; a "
          "rolling one is asked 'in 12 months 14 days ago'");
    CHECK(said_of("count of award or 5 each of birthday") ==
          "1:29: a count counts events, each once: write 'sum quantity of award or 5 each of birthday'");
    for (std::string_view const before :
         {"days with ", "streak of months with ", "since first ", "since 2nd last ", "ratio of ",
          "sum quantity of award less redeem after "}) {
        INFO(before);
        CHECK(said_of(std::string{before} + "visit or 5 each of stay") ==
              "1:" + std::to_string(20 + before.size()) +
                  ": how much each stands for is asked by a sum, largest, last and mean: here write the "
                  "events alone, without a number and 'each of'");
    }
    for (std::string_view const before : {"sum quantity of ", "largest quantity of ", "last quantity of ",
                                          "mean quantity of ", "sum quantity of award less "}) {
        INFO(before);
        CHECK(rung::try_parse_measures<shop_model>("measure m " + std::string{before} +
                                                   "visit or 5 each of stay"));
    }
    CHECK(said_of("count of visit less stay") == "1:26: only a sum can be less something");
    CHECK(said_of("sum amount of purchase oldest first") ==
          "1:34: 'oldest first' says from what 'less' takes: 'less redeem oldest first'");
    CHECK(said_of("count of visit at most 0 a day") == "1:34: m is at least 1");
    CHECK(said_of("sum amount of purchase at most 100 a day") ==
          "1:42: m is money: write it with a decimal point, such as 1000.00, not as '100 a'");
    CHECK(said_of("count of visit in 7 days in 8 days") == "1:36: 'in' is given twice for 'm'");
    CHECK(said_of("count of visit in calendar year up to 5") ==
          "1:43: only what is counted without a window, and a mean, can be up to a number");
    CHECK(said_of("count of visit where category > spa") == "1:41: 'category' is a name: it compares by =");
    CHECK(said_of("count of visit where quantity >= 2 and value = 1 and score = 2") ==
          "1:64: 'where' has at most two conditions");
    CHECK(said_of("sum amount of purchase in 90 days where category = spa")
              .starts_with("1:45: 'where' stands right after the kinds of events"));
    CHECK(said_of("count of visit inn calendar year") == "1:26: unknown word 'inn'; did you mean 'in'?");
    CHECK(said_of("count of \"\"") == "1:20: a name is not empty");
    CHECK(said_of("count of visit where category = \"\"") == "1:43: a name is not empty");
    CHECK(said("measure \"\" count of visit").starts_with("1:9: "));
    CHECK(said("measure x count of visit stage a stage b enter \"\" >= 1") == "1:48: unknown fact ''");
    CHECK(
        std::string{
            rung::try_parse_ladder("ladder x measure m count of visit stage a").error().message().view()} ==
        "1:10: 'measure' is for a ladder with measures of its own: read the text for a run_time_table, with "
        "<rung/notation/measures.hpp>");
    CHECK(said("offset 3").starts_with("1:8: an offset from UTC is written like +03:00"));
    CHECK(said("offset +03:00 offset +04:00") == "1:15: 'offset' is given twice");
    CHECK(said("weeks from sunnday") == "1:12: unknown word 'sunnday'; did you mean 'sunday'?");
    CHECK(said("measur x count of visit") == "1:1: unknown word 'measur'; did you mean 'measure'?");
    CHECK(said_of("sum amount of purchase in 2 years with room for 400 days") ==
          "1:9: with this measure a client's record is too small: it has 256 words of four bytes; ask for "
          "fewer measures, for shorter calendar windows, or for less room, such as 'with room for 10 days'");
}

TEST_CASE("what a table does not hold is said by the limit that it meets, with what would help") {
    auto const measures = [](int count, std::string_view before, std::string_view after) {
        std::string text;
        for (int i = 0; i < count; ++i) {
            auto const n = std::to_string(i);
            text.append("measure m").append(n).append(" ").append(before);
            text.append("k").append(std::to_string(i % 40)).append(after).append("\n");
        }
        return text;
    };
    // With history, no text makes room; and what would be kept without history is too much with it.
    std::string const year = "measure m sum amount of purchase in 12 months";
    CHECK(rung::try_parse_ladder<table>(year + " stage a"));
    CHECK(said<table_of_history>(year + " with room for 2 days") ==
          "1:9: with this measure a client's record is too small: it has 256 words of four bytes; ask for "
          "fewer measures or for shorter windows, or keep no history, without which a window takes less room "
          "(replay --facts-only)");
    CHECK(said_of("days with visit in 10000 weeks").starts_with("1:9: with this measure a client's record"));

    for (auto const& [window, period] :
         {std::pair{" in calendar year", "year"}, {" in 2 calendar months 1 ago", "month"}}) {
        CHECK(rung::try_parse_ladder<table>(measures(8, "count of ", window) + "stage a"));
        CHECK(said(measures(9, "count of ", window)) ==
              std::string{"9:9: with this measure there are more than 8 windows that go by calendar "} +
                  period + ": ask for fewer of them");
    }
    // A window that rolls takes no turn with others.
    CHECK(rung::try_parse_ladder<table>(measures(9, "count of ", " in 12 months with room for 2 days") +
                                        "stage a"));

    // Each part of a selection is a step.
    constexpr std::string_view parts =
        "a or b where value = 1 or c where value = 2 or d where value = 3 "
        "after e where value = 1 or f where value = 2 or g where value = 3 or ";
    CHECK(
        rung::try_parse_ladder<table>(measures(15, std::string{"count of "}.append(parts), "") + "stage a"));
    CHECK(said(measures(30, std::string{"count of "}.append(parts), ""))
              .ends_with(": with this measure there is more to keep than a table can hold: ask for fewer "
                         "measures, or for fewer parts, 'less' and 'after' in them"));

    CHECK(said(measures(49, "count of ", "")) ==
          "49:9: there is no room for more measures: a ladder has 48 at most");
    std::string const long_name(60, 'x');
    CHECK(said(measures(40, "count of visit where name = " + long_name, " or any visit_" + long_name))
              .ends_with(": there is no room for this name: the names of all measures may have 2048 bytes, "
                         "and so may those of all kinds of events and those of all values"));
    auto const full = measures(48, "count of ", "");
    CHECK(rung::try_parse_ladder<table>(full + "stage a"));
    CHECK(said(full, "m1 >= 2 or purchases >= 1") ==
          "50:36: there is no room for the fact 'purchases': a ladder has 48 measures at most, and each fact "
          "that it asks about is one of them");
    auto const only_measures = rung::try_parse_measures<shop_model>(full + "stage a enter \"spend\" > 1.00");
    REQUIRE(!only_measures);
    CHECK(only_measures.error().message().view().starts_with("49:15: there is no room for the fact 'spend'"));

    std::string const most = "measure m count of visit in 254 calendar days after stay\n"
                             "measure n sum amount of visit in 127 calendar days\n";
    CHECK(rung::try_parse_ladder<table>(most + "stage a"));
    CHECK(said(most, "\"spend\" >= 1.00").starts_with("4:25: with this fact a client's record is too small"));
}

TEST_CASE("kinds, conditions and windows that are written as one speaks are answered by how to write them") {
    std::string const joined = "kinds of events are joined by 'or', and conditions right after 'where' by "
                               "'and' or 'or': of purchase or visit where category = spa and amount >= 5.00";
    CHECK(said_of("count of purchase and visit") == "1:29: " + joined);
    CHECK(said_of("count of purchase in 6 month and category = spa") == "1:40: " + joined);
    CHECK(said_of("count of purchase in 6 months or visit") == "1:41: " + joined);
    CHECK(said_of("count of purchase or channel = app") == "1:32: " + joined);
    CHECK(said_of("sum amount of purchase less refund and return") == "1:46: " + joined);

    CHECK(said_of("count of visit in rolling 12 months") ==
          "1:29: write 'in 12 months', without 'rolling'; or 'in calendar year'");
    CHECK(said_of("count of visit in this year") ==
          "1:29: write 'in 12 months', without 'this'; or 'in calendar year'");
    CHECK(said_of("count of visit in calender year") ==
          "1:29: unknown word 'calender'; did you mean 'calendar'?");
    for (std::string_view const none : {"0", "-3"}) {
        CHECK(said_of("count of visit in " + std::string{none} + " days") ==
              "1:29: a window is one period or more: 'in calendar day' for the running one, or 'in 1 day' if "
              "each event counts for so long from its own time on");
    }
    CHECK(said_of("count of visit in 70000 days") ==
          "1:29: the number of periods of a window is at most 65535");
    CHECK(said_of("count of visit in") ==
          "2:2: expected how long the window is, such as '12 months' or 'calendar year', found 'stage'");
    for (std::string_view const what : {"count of", "days with"}) {
        CHECK(said_of(std::string{what} + " purchase up to 3 in 12 months")
                  .ends_with(": a limit and a window do not go together: leave out 'up to' or 'in'"));
    }
}

TEST_CASE("a condition that no event can meet is a mistake, and others are written as they are read") {
    CHECK(said_of("count of stay where quantity < 0") == "1:40: this never holds: quantity is at least 0");
    CHECK(said_of("count of stay where amount < 0.00") == "1:38: this never holds: amount is at least 0.00");
    CHECK(said_of("count of stay where score > 255") == "1:37: this never holds: score is at most 255");
    CHECK(said_of("count of stay where quantity > 4294967295") ==
          "1:40: this never holds: quantity is at most 4294967295");
    CHECK(said_of("count of stay where quantity > 3 and quantity <= 3") ==
          "1:48: this never holds together with the other condition on quantity");
    CHECK(said_of("count of stay where category = spa and category = bar") ==
          "1:50: this never holds together with the other condition on category");
    CHECK(said_of("largest score of 300 each of evaluation") ==
          "1:9: 'm' gives an event more than its field can be, which is at most 255");
    for (std::string_view const edge :
         {"quantity < 1", "quantity <= 0", "quantity >= 0", "quantity = 0", "score > 254", "score >= 255",
          "score <= 255", "score = 255", "quantity >= 3 and quantity <= 3"}) {
        INFO(edge);
        auto const read =
            rung::try_parse_measures<shop_model>("measure m count of stay where " + std::string{edge});
        REQUIRE(read);
        auto const again = rung::try_parse_measures<shop_model>(written(*read));
        REQUIRE(again);
        CHECK(*again == *read);
    }
}

TEST_CASE("a rule that asks for a time is led to a measure, and one with a misspelt fact to those known") {
    auto const said_of_rule = [](std::string const& rule) {
        return said("measure m count of visit stage a stage b enter " + rule);
    };
    CHECK(said_of_rule("purchases >= 5 within 60d") ==
          "1:63: 'purchases' is of all time: for a time, define before the first stage a measure such as "
          "'measure recent count of purchase in 60 days'");
    CHECK(
        said_of_rule("spend_12m >= 500.00") ==
        "1:48: unknown fact 'spend_12m': 'spend' is of all time; for a time, define before the first stage a "
        "measure such as 'measure recent count of purchase in 60 days'");
    CHECK(said_of_rule("purchase >= 1") == "1:48: unknown fact 'purchase'; did you mean 'purchases'?");
    // A measure of the text has its window in its line.
    for (std::string_view const m : {"m", "\"m\""}) {
        CHECK(said_of_rule(std::string{m} + " >= 10 in 12 months")
                  .ends_with(": the window of 'm' stands in its own line, before the first stage: 'measure " +
                             std::string{m} + " ... in 12 months'"));
    }
    CHECK(said_of_rule("m_12m >= 10") == "1:48: unknown fact 'm_12m'");
}

TEST_CASE("a measure that goes not far enough for a rule is led to its limit") {
    auto const said_of_both = [](std::string const& measure, std::string const& rule) {
        return said("measure m " + measure, rule);
    };
    CHECK(said_of_both("count of visit", "m >= 70000") ==
          "2:30: m is at most 65535: write 'up to 70000' in its line");
    CHECK(said_of_both("days with visit up to 5", "m >= 10") ==
          "2:30: m is at most 5: write 'up to 10' in its line");
    CHECK(rung::try_parse_ladder<table>(
        "measure m count of visit up to 70000 stage a stage b enter m >= 70000"));
    // No limit makes these larger.
    CHECK(said_of_both("count of visit", "purchases >= 70000") == "2:38: purchases is at most 65535");
    CHECK(said_of_both("days with visit in 90 days", "m >= 91") == "2:30: m is at most 90");
    CHECK(said_of_both("last score of evaluation", "m >= 256") == "2:30: m is at most 255");
    CHECK(said_of_both("count of visit", "m >= 4294967296") == "2:30: m is at most 65535");
}

TEST_CASE(
    "facts of the model are taken into the table by a comparison, in quotes as well, and not by a name") {
    auto const facts_of = [](std::string const& stages) {
        auto const read = rung::try_parse_measures<shop_model>("measure m count of visit " + stages);
        REQUIRE(read);
        std::string names;
        for (std::size_t i = 1; i < read->size(); ++i) names.append((*read)[i].name).append(" ");
        return names;
    };
    CHECK(facts_of("stage a enter \"purchases\" >= 1") == "purchases ");
    CHECK(facts_of("stage a enter m >= 1 and (purchases >= 1 or spend < 5.00)") == "purchases spend ");
    CHECK(facts_of("stage spend enter m >= 1 source referred exit lost enter m >= 9").empty());
    CHECK(facts_of("exit \"lost\" enter lost >= 1 # spend >= 1.00") == "lost ");
    CHECK(rung::try_parse_ladder<table>("measure m count of visit stage a stage b enter \"purchases\" >= 1"));

    CHECK(said("measure m count of visit", "purchases") ==
          "2:34: expected >=, <=, >, < or =, found the end of the text");
    CHECK(said("measure m count of visit", "purchases 3").ends_with("expected >=, <=, >, < or =, found '3'"));
    CHECK(said("measure m count of visit", "3 <= purchases") == "2:25: the fact comes first: purchases >= 3");
    REQUIRE(rung::try_parse_ladder<table>("measure m count of visit stage a"));
    CHECK(rung::try_parse_rule<table>("m >= 3"));
    auto const other = rung::try_parse_rule<table>("m >= 3 or purchases >= 3");
    REQUIRE(!other);
    CHECK(other.error().message().view() ==
          "1:11: no rule of the ladder asks about the fact 'purchases', and so it is not kept");
}

TEST_CASE("parts of a selection that say something else in their order are written in another") {
    constexpr auto parts = [] {
        rung::clauses c;
        c.size = 3;
        c.any[0].kinds = 1;  // contact
        c.any[1].kinds = 4;  // purchase
        c.any[1].tests[0] = {rung::retail_model::amount, 5'00, rung::unlimited};
        c.any[2].kinds = 2;  // offer
        c.any[2].gives = 7;
        return c;
    }();
    rung::measure_row m;
    m.name = "m";
    m.what = rung::form::sum;
    m.field = shop_model::quantity;
    m.most = UINT32_MAX;
    m.of = parts;
    list one;
    REQUIRE(one.add(m));
    CHECK(written(one) ==
          "  measure m sum quantity of purchase where amount >= 5.00 or contact or 7 each of offer\n");
    auto const read = rung::try_parse_measures<shop_model>(written(one));
    REQUIRE(read);
    CHECK(written(*read) == written(one));
}

TEST_CASE("measures that are made at random are written as they are read") {
    std::mt19937_64 random{31};
    auto const roll = [&](std::uint64_t n) { return random() % n; };
    auto const one_of = [&](std::initializer_list<std::string_view> words) {
        return std::string{words.begin()[roll(words.size())]};
    };
    auto const number = [&](std::uint64_t n) { return std::to_string(1 + roll(n)); };
    auto const part = [&](int own, bool amounts) {
        auto text = amounts && roll(4) == 0 ? number(500) + " each of " : std::string{};
        text += "any k" + std::to_string(own) + (roll(2) == 0 ? " or l" + std::to_string(own) : "");
        if (roll(2) == 0) {
            text += " where " + (roll(2) == 0 ? "category = " + one_of({"spa", "\"fine dining\"", "\"less\""})
                                              : "amount " + one_of({">", "<", ">=", "<=", "="}) + " 12.50");
            if (roll(3) == 0) text += " and quantity >= " + number(99);
        }
        return text;
    };
    auto const selection = [&](int first, bool amounts) {
        auto text = part(first, amounts);
        if (roll(3) == 0) text += " or " + part(first + 1, amounts);
        return text;
    };
    auto const events = [&](int first) { return selection(first, false); };
    auto const amounts = [&](int first) { return selection(first, true); };
    auto const window = [&] {
        if (roll(3) == 0) return std::string{};
        if (roll(4) == 0)
            return " in " + one_of({"year", "month", "2 weeks", "3 quarters"}) +
                   (roll(2) == 0 ? " " + number(3) + " ago" : "") + " since first " + events(7);
        if (roll(2) == 0)
            return " in " + number(12) + " calendar " +
                   one_of({"days", "weeks", "months", "quarters", "years"}) +
                   (roll(2) == 0 ? " " + number(3) + " ago" : "");
        return " in " + std::to_string(9 + roll(30)) + " " + one_of({"days", "weeks", "months", "years"}) +
               (roll(3) == 0 ? " " + one_of({"1 day", "1 week", "8 days"}) + " ago" : "") +
               (roll(2) == 0 ? " with room for " + number(60) + " days" : "");
    };
    for (int run = 0; run < 300; ++run) {
        auto text = roll(2) == 0 ? "offset -03:30\n" : std::string{};
        if (roll(2) == 0) text += "weeks from " + one_of({"tuesday", "sunday"}) + "\n";
        if (roll(2) == 0) text += "years from " + one_of({"may", "december"}) + "\n";
        auto const count = 1 + roll(4);
        for (std::uint64_t i = 0; i < count; ++i) {
            text += "measure m" + std::to_string(i) + " ";
            auto const after = roll(4) == 0 ? " after " + events(5) : std::string{};
            auto const silence = " after " + number(30) + " " + one_of({"days", "years"}) + " without ";
            switch (roll(8)) {
            case 0: text += "count of " + events(1) + window() + after; break;
            case 7: text += "count of " + events(1) + after + silence + events(3); break;
            case 1:
                text += "sum amount of " + amounts(1) + " less " + amounts(3) +
                        (roll(2) == 0 ? " oldest first" : "") + window() + after + " at most 7.50 a day";
                break;
            case 2: text += "since " + number(32) + "th last " + events(1) + after; break;
            case 3: text += "streak of " + one_of({"days", "months"}) + " with " + events(1) + after; break;
            case 4: text += "largest quantity of " + amounts(1) + after; break;
            case 5: text += "mean quantity of " + amounts(1) + after + " up to " + number(1'000); break;
            default: text += "days with " + events(1) + " in " + number(90) + " days" + after;
            }
            text += '\n';
        }
        INFO(text);
        auto const read = rung::try_parse_measures<shop_model>(text);
        if (!read) FAIL(std::string{read.error().message().view()});
        auto const again = written(*read);
        INFO(again);
        auto const second = rung::try_parse_measures<shop_model>(again);
        if (!second) FAIL(std::string{second.error().message().view()});
        CHECK(written(*second) == again);
        CHECK(*second == *read);
    }
}

TEST_CASE("periods that begin on the client's own day are said by the event that was on it") {
    auto const read = [](std::string_view window) {
        auto const found = rung::try_parse_measures<shop_model>("measure m count of visit " +
                                                                std::string{window} + " stage a");
        INFO((found ? std::string{} : std::string{found.error().message().view()}));
        REQUIRE(found);
        return (*found)[0];
    };
    auto const bought = read("in year since first purchase");
    CHECK(bought.in == rung::calendar_year);
    CHECK(bought.since == rung::kinds::purchase);
    CHECK(read("in year 1 ago since first purchase").in == rung::calendar_year.ago(1));
    CHECK(read("in year since first purchase 1 ago") == read("in year 1 ago since first purchase"));
    CHECK(read("in 3 months since first join").in == 3 * rung::calendar_month);
    CHECK(read("in 3 calendar months since first join") == read("in 3 months since first join"));
    CHECK(read("in 3 months 2 ago since first join or purchase").in == (3 * rung::calendar_month).ago(2));
    CHECK(
        said_of("count of visit in year") ==
        "1:29: write 'in calendar year' for the running one, or 'in 1 year' if each event counts for so long "
        "from its own day on");
    CHECK(said_of("count of visit since first purchase") ==
          "1:26: only a window can begin with the client's own day: 'in year since first purchase', 'in 3 "
          "months since first purchase'");
    CHECK(said_of("count of visit in year since purchase") ==
          "1:40: expected 'first', as in 'in year since first purchase', found 'purchase'");
    CHECK(
        said_of("largest amount of purchase in year since first purchase") ==
        "1:38: only a count, a sum and 'days with' are in a window; largest, last and mean are of all time");
}

TEST_CASE("measures of a text stand in counts of conditions") {
    constexpr std::string_view text =
        "ladder\n"
        "  measure visits count of visit in 90 days\n"
        "  measure stays count of stay\n"
        "  stage a\n"
        "  stage b  enter at least 2 of (visits >= 3, stays >= 1, purchases >= 1)\n";
    auto const read = rung::try_parse_ladder<table>(text);
    if (!read) FAIL(std::string{read.error().message().view()});
    CHECK(written(*read) == text);
}

TEST_CASE("what was in use stays in use when a text has a mistake") {
    REQUIRE(rung::try_parse_lifecycle<table>("measure x count of visit stage a stage b enter x >= 2"));
    auto const before = table::list();
    CHECK(!rung::try_parse_lifecycle<table>("measure y count of stay stage a stage b enter y >= 2d"));
    CHECK(table::list() == before);
    CHECK(table::vocabulary[0].name == "x");
}

TEST_CASE("conditions are joined by or, and a word behind one is a value, a kind of event, or asked about") {
    auto const read = [](std::string const& measures) {
        auto const found = rung::try_parse_measures<shop_model>(measures + " stage a");
        INFO((found ? std::string{} : std::string{found.error().message().view()}));
        REQUIRE(found);
        return *found;
    };
    auto const parts = [&](std::string const& measures) {
        list const as_read = read(measures);
        auto const text = written(as_read);
        CHECK(read(text) == as_read);
        return text;
    };
    // Whether it is one measure of several values: each is a part of the selection.
    auto const two = parts("measure m count of purchase where category = spa or category = dinner");
    CHECK(two == "  measure m count of purchase where category = spa or purchase where category = dinner\n");
    CHECK(parts("measure d count of visit where category = dinner\n"
                "measure m count of purchase where category = spa or dinner in 90 days")
              .ends_with("m count of purchase where category = spa or purchase where category = dinner "
                         "in 90 days\n"));
    CHECK(parts("measure m count of purchase or visit where amount < 5.00 or amount >= 9.00") ==
          "  measure m count of purchase or visit where amount <= 4.99 or purchase or visit where amount >= "
          "9.00\n");
    CHECK(parts("measure m count of purchase where category = spa and amount < 5.00 or category = dinner") ==
          "  measure m count of purchase where category = spa and amount <= 4.99 or purchase where category "
          "= dinner\n");
    // A kind of event that was mentioned before, or that is one of the model, or that is said to be one.
    CHECK(parts("measure m sum amount of purchase where category = spa or contact less refund") ==
          "  measure m sum amount of purchase where category = spa or contact less refund\n");
    CHECK(parts("measure d count of dinner\nmeasure m count of purchase where category = spa or dinner")
              .ends_with("m count of purchase where category = spa or any dinner\n"));
    CHECK(parts("measure m count of purchase where category = spa or any dinner or any lunch") ==
          "  measure m count of purchase where category = spa or any dinner or lunch\n");
    CHECK(parts("measure m count of purchase where category = spa or dinner where amount >= 5.00") ==
          "  measure m count of purchase where category = spa or any dinner where amount >= 5.00\n");
    CHECK(parts("measure m count of any or anything") == "  measure m count of any or anything\n");
    CHECK(parts("measure m count of purchase where amount >= 5.00 or dinner") ==
          "  measure m count of purchase where amount >= 5.00 or dinner\n");

    CHECK(said_of("count of purchase where category = spa or dinner") ==
          "1:53: 'dinner' may be one more category or a kind of event: write 'where category = spa or "
          "category = dinner', or 'or any dinner' if it is a kind");
    CHECK(said_of("count of purchase where name = \"fine dining\" or \"in\"") ==
          "1:59: 'in' may be one more name or a kind of event: write 'where name = \"fine dining\" or name = "
          "\"in\"', or 'or any \"in\"' if it is a kind");
    CHECK(said("measure a count of spa where category = spa\n"
               "measure m count of purchase where category = bar or spa") ==
          "2:53: 'spa' may be one more category or a kind of event: write 'where category = bar or category "
          "= spa', or 'or any spa' if it is a kind");
    std::string const mixed =
        "where 'and' and 'or' stand together, each alternative is written out: where category = spa and "
        "amount >= 5.00 or category = dinner and amount >= 5.00";
    std::string const known = "count of visit where category = dinner\nmeasure n ";
    CHECK(said_of(known + "count of purchase where category = spa or dinner and amount >= 5.00") ==
          "2:60: " + mixed);
    CHECK(said_of(known + "count of purchase where amount >= 5.00 and category = spa or dinner") ==
          "2:72: " + mixed);
    CHECK(said_of("count of purchase where category = spa or channel = web") ==
          "1:20: 'purchase' stands in two parts of this selection that one event may meet, and it would "
          "count twice: let their conditions exclude each other, as in 'where category = spa or category = "
          "dinner', or make two measures, and ask for both in the rule");
    CHECK(said_of("count of visit where value = 1 or value = 2 or value = 3 or value = 4 or value = 5") ==
          "1:20: a selection of events has at most four parts, each with its own conditions");
}

TEST_CASE("a measure of several values counts the events of each once") {
    using spa_or_dinner = rung::run_time_table<shop_model, 64, rung::room::as_said, struct of_two_values>;
    auto const read = rung::try_parse_measures<shop_model>(
        "measure m sum quantity of purchase where category = spa or category = dinner stage a");
    REQUIRE(read);
    REQUIRE(spa_or_dinner::use(*read) == rung::table_fault::none);
    spa_or_dinner::facts f{};
    for (std::uint16_t category = 0; category < 4; ++category) {
        rung::shop_event e;
        e.at = rung::utc(2026, 1, 1);
        e.kind = rung::event_kind::purchase;
        e.quantity = 1u << category;
        e.category = category;
        spa_or_dinner::fold(f, e);
    }
    CHECK(spa_or_dinner::read(f, {}, rung::utc(2026, 1, 2)) == 2 + 4);
}

TEST_CASE("a measure begins anew after a silence, in text too") {
    auto const head = [](std::string const& measure) {
        auto const read = rung::try_parse_measures<shop_model>("measure m " + measure + " stage a");
        INFO((read ? std::string{} : std::string{read.error().message().view()}));
        REQUIRE(read);
        auto const again = rung::try_parse_measures<shop_model>(written(*read));
        REQUIRE(again);
        CHECK(*again == *read);
        return written(*read);
    };
    CHECK(head("sum quantity of award less redeem after 18 months without award or redeem") ==
          "  measure m sum quantity of award less redeem after 18 months without award or redeem\n");
    CHECK(
        head("count of visit after 1 year without purchase where amount >= 5.00 after loss up to 9") ==
        "  measure m count of visit after loss after 1 year without purchase where amount >= 5.00 up to 9\n");
    std::string const silence =
        "only a count or a sum of all time begins anew after a silence: leave out 'in' or "
        "'after ... without'";
    CHECK(said_of("count of visit in 90 days after 30 days without visit") == "1:37: " + silence);
    CHECK(said_of("count of visit after 30 days without visit in 90 days") == "1:9: " + silence);
    CHECK(said_of("days with visit after 30 days without visit") == "1:27: " + silence);
    CHECK(said_of("count of visit after 30 days") ==
          "2:2: expected 'without' and the events, as in 'after 18 months without award', found 'stage'");
    CHECK(said_of("count of visit after 3 each of visit")
              .ends_with("here write the events alone, without a number and 'each of'"));

    // An explanation says until when it holds.
    using points = rung::run_time_table<shop_model, 64, rung::room::as_said, struct of_points>;
    auto const life = rung::try_parse_lifecycle<points>(
        "measure points sum quantity of award less redeem after 3 months without award or redeem\n"
        "stage member stage silver enter points >= 50");
    REQUIRE(life);
    rung::client_base base{*life};
    auto const told = [&](rung::event_id id, std::string_view kind, std::uint32_t quantity,
                          rung::instant at) {
        shop_event e;
        e.id = id;
        e.client = 1;
        e.at = at;
        e.kind = static_cast<rung::event_kind>(points::list().kind_of(kind));
        e.quantity = quantity;
        (void)base.apply(e);
    };
    told(1, "award", 100, utc(2025, 11, 30));
    told(2, "redeem", 20, utc(2026, 1, 31, 15));
    std::ostringstream out;
    rung::report::explain(out, base.find(1)->explain(utc(2026, 2, 1)));
    CHECK(out.str() == "silver since 2025-11-30 (award), the top rung, until 2026-04-30 if nothing happens\n"
                       "to stay:   points             80, at least 50    holds until 2026-04-30, then 0\n");
    CHECK(base.find(1)->next_change() == utc(2026, 4, 30));
    CHECK(base.settle(utc(2026, 4, 30) - 1_seconds) == 0);
    CHECK(base.settle(utc(2026, 4, 30)) == 1);
    told(3, "award", 60, utc(2026, 5, 9));  // the 80 are lost
    CHECK(points::read(base.find(1)->client().facts, {}, utc(2026, 5, 9)) == 60);
}
