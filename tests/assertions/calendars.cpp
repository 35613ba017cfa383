#include "assertions/handler.hpp"
#include "catch.hpp"

#include <rung/notation/measures.hpp>
#include <rung/retail/shop.hpp>

#include <string>
#include <string_view>

// A ladder's text has one calendar for all of it: what goes by two is refused, not written as something else.

namespace {

struct of_calendars;
using calendars = rung::run_time_table<rung::shop_model, 64, rung::room::as_said, of_calendars>;
using stage_of = rung::basic_stage<calendars>;

constexpr std::string_view refused = "a ladder's text has one calendar: its own measures, graces, guarantees "
                                     "and waits must go by the same offset from UTC, first "
                                     "weekday and first month to be written";

struct text_of {
    std::string text{};
    void write(char const* from, std::ptrdiff_t size) { text.append(from, static_cast<std::size_t>(size)); }
};

rung::measure_row stays(rung::calendar_rules const& by, std::string_view name = "stays") {
    rung::measure_row m = rung::count(rung::kinds::purchase).in(rung::calendar_year).named(name);
    m.calendar = by;
    return m;
}

/// What is said when a ladder is written: of measures by one calendar, and a limit by another.
std::string told(rung::calendar_rules const& measures, rung::time_limit const& guaranteed) {
    rung::measure_list<rung::shop_model> list;
    CHECK(list.add(stays(measures)));
    CHECK(calendars::use(list) == rung::table_fault::none);
    rung::basic_rule<calendars> const enter{
        rung::condition_of<calendars>(calendars::fact_of("stays"), rung::comparison::at_least, 3)};
    stage_of const stages[]{{.name = "a"}, {.name = "b", .enter = enter, .guaranteed = guaranteed}};
    auto const made = rung::basic_ladder<calendars>::try_make(stages, 2);
    REQUIRE(made);
    text_of out;
    auto const says = told_by([&] { rung::write_text(out, *made); });
    if (!says.empty()) return says;
    // What is written is read as the same.
    auto const before = *made;
    auto const fingerprint = rung::fingerprint(before);
    auto const read = rung::try_parse_ladder<calendars>(out.text);
    REQUIRE(read);
    CHECK(*read == before);
    CHECK(rung::fingerprint(*read) == fingerprint);
    return "the same";
}

}  // namespace

TEST_CASE("a ladder whose limits go by another calendar than its measures is not written as another") {
    rung::calendar_rules const utc{}, here{.offset_minutes = 180, .week_start = 6, .year_start = 4};
    auto const at = [](rung::time_limit l, rung::calendar_rules const& c) {
        return l.at_offset(c.offset_minutes).weeks_from(c.week_start).years_from(c.year_start);
    };
    auto const year = rung::until_end_of(rung::period::year);
    CHECK(told(utc, {}) == "the same");
    CHECK(told(here, {}) == "the same");
    CHECK(told(here, rung::duration{86'400}) == "the same");
    CHECK(told(utc, year) == "the same");
    CHECK(told(here, at(year, here)) == "the same");
    CHECK(told(here, year) == refused);
    CHECK(told(utc, at(year, here)) == refused);
    CHECK(told({.offset_minutes = 180}, at(year, here)) == refused);
}

TEST_CASE("measures that go by several calendars are not written as if they went by one") {
    rung::measure_list<rung::shop_model> list;
    CHECK(list.add(stays({})));
    CHECK(list.add(stays({.year_start = 4}, "stays_fiscal")));
    text_of out;
    CHECK(told_by([&] { rung::write_text(out, list); }) == refused);
}
