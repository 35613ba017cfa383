#include "catch.hpp"

#include "stamps.hpp"

#include <rung/notation/values.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

// The instant, or why there is none.
std::string read(stamp_format const& format, std::string_view text) {
    stamp_reader reader{format};
    auto const found = reader.read(text);
    return std::string{found.at ? rung::to_text(*found.at).view() : found.why};
}
std::string read(std::string_view format, std::string_view text, std::string const& zone = {}) {
    auto f = stamp_format_of(format);
    f.zone = zone;
    return read(f, text);
}

using texts = std::vector<std::pair<char const*, char const*>>;

void check(std::string_view format, texts const& all, std::string const& zone = {}) {
    for (auto const& [text, instant] : all) {
        INFO(format << " of " << text);
        CHECK(read(format, text, zone) == instant);
    }
}

}  // namespace

TEST_CASE("dates with the year first are read as they stand") {
    check("iso", {{"2026-01-31", "2026-01-31"},
                  {"20260131", "2026-01-31"},
                  {"2026/01/31", "2026-01-31"},
                  {"2026-1-5", "2026-01-05"},
                  {"2022-01-11 04:32:31 -0500", "2022-01-11T09:32:31"},
                  {"2019-10-01 00:00:00 UTC", "2019-10-01"},
                  {"2026-01-01T10:00:00.123Z", "2026-01-01T10:00:00"},
                  {"2026-01-01 10:00:00,999", "2026-01-01T10:00:00"},
                  {"2026-01-01T10:00:00+05:30", "2026-01-01T04:30:00"},
                  {"2026-01-01T10:00:00-05", "2026-01-01T15:00:00"},
                  {"2024-06-07 2:38", "2024-06-07T02:38:00"},
                  {"2026-01-01 10:00 PM", "2026-01-01T22:00:00"},
                  {"2026-01-01 12:30 am", "2026-01-01T00:30:00"}});
}

TEST_CASE("what is no date, or can be read in two ways, is refused") {
    for (auto const clock : {"10:61", "10:00:60", "10:00:75", "24:00", "10:60 PM", "10:00:", "10::00",
                             "10:", "10:00: PM", "10::", "10:000", "010:00"}) {
        INFO(clock);
        CHECK(read("iso", std::string{"2026-01-01 "} + clock) == "wrong date");
    }
    check("iso", {{"12/1/2010 8:26", "day or month first"},
                  {"18.06.2025", "day or month first"},
                  {"24-06-07", "day or month first"},
                  {"1433221332117", "a number as a date"},
                  {"1433221332", "a number as a date"},
                  {"45292.5", "a number as a date"},
                  {"45292,5", "a number as a date"},
                  {"2026-02-30", "wrong date"},
                  {"2026-13-01", "wrong date"},
                  {"2024-06-07T25:00:00Z", "wrong date"},
                  {"2024-06-07T10:00:60Z", "wrong date"},
                  {"2026-01-01 13:00 PM", "wrong date"},
                  {"2026-01-01T", "wrong date"},
                  {"2026-01-01 EST", "wrong date"},
                  {"2026-01-01 10:00 EST", "wrong date"},
                  {"2026-01-01T10:00:00Z+05:00", "wrong date"},
                  {"2026-01-01T10:00:00.Z", "wrong date"},
                  {"+2026-01-01", "wrong date"},
                  {"-2026-01-01", "wrong date"},
                  {"2026-01-01-01", "wrong date"},
                  {"2026- 1-01", "wrong date"},
                  {"'2026-01-01'", "wrong date"},
                  {"", "wrong date"},
                  {"1970-01-01", "unsupported date"},
                  {"9999-12-31", "unsupported date"}});
    CHECK(read("iso", std::string(100'000, '1')) == "wrong date");
}

TEST_CASE("days or months come first where that is said") {
    check("dmy", {{"18.06.2025", "2025-06-18"},
                  {"12/1/2010 8:26", "2010-01-12T08:26:00"},
                  {"31-12-2024 23:59:59", "2024-12-31T23:59:59"},
                  {"18.06.2025 10:00 +02:00", "2025-06-18T08:00:00"},
                  {"1/2/2024 3 PM", "2024-02-01T15:00:00"},
                  {"12/25/2024", "wrong date"},
                  {"1/2/24", "wrong date"},
                  {"2024-01-01", "wrong date"}});
    check("mdy", {{"12/25/2024 12:00 AM", "2024-12-25"},
                  {"12/1/2010 8:26", "2010-12-01T08:26:00"},
                  {"25/12/2024", "wrong date"}});
}

TEST_CASE("numbers are dates where that is said") {
    check("epoch", {{"1433221332", "2015-06-02T05:02:12"},
                    {"1433221332.9", "2015-06-02T05:02:12"},
                    {"1433221332117", "unsupported date"},
                    {"-1", "wrong date"},
                    {"1e9", "wrong date"}});
    check("epoch_ms", {{"1433221332117", "2015-06-02T05:02:12"}, {"1433221332", "wrong date"}});
    check("excel", {{"45292", "2024-01-01"},
                    {"45292.5", "2024-01-01T12:00:00"},
                    {"45292,25", "2024-01-01T06:00:00"},
                    {"45,292", "unsupported date"},
                    {"45,292.5", "wrong date"},
                    {"45292.50001157", "2024-01-01T12:00:01"},
                    {"1", "unsupported date"},
                    {"1000000000", "unsupported date"},
                    {"2024-01-01", "wrong date"}});
}

TEST_CASE("patterns are those of strptime") {
    check("%d %b %Y %H:%M", {{"01 Feb 2024 10:30", "2024-02-01T10:30:00"},
                             {"1 Feb 2024 10:30x", "wrong date"},
                             {"31 Feb 2024 10:30", "wrong date"},
                             {"01 Feb 2024 10:61", "wrong date"}});
    check("%b %d, %Y %I:%M %p", {{"Feb 1, 2024 10:30 PM", "2024-02-01T22:30:00"}});
    check("%Y-%m-%d %H:%M:%S %z", {{"2022-01-11 04:32:31 -0500", "2022-01-11T09:32:31"}});
    check("%a, %d %b %y %R", {{"Mon, 05 Jan 26 08:26", "2026-01-05T08:26:00"},
                              {"Tue, 05 Jan 26 08:26", "wrong date"},
                              {"Mon, 05 Jan 2026 08:26", "wrong date"}});
    check("%Y-%m-%dT%H:%M:%S%Ez", {{"2026-01-05T08:26:00+05:30", "2026-01-05T02:56:00"}});
    check("%F %I:%M %p", {{"2026-01-05 13:26 PM", "wrong date"},
                          {"2026-01-05 00:26 PM", "wrong date"},
                          {"2026-01-05 12:26 AM", "2026-01-05T00:26:00"},
                          {"2026-01-05 08:26", "wrong date"}});
    check("%F %H:%M %Z",
          {{"2026-01-05 08:26 UTC", "2026-01-05T08:26:00"}, {"2026-01-05 08:26 EST", "wrong date"}});
}

TEST_CASE("stamps: a pattern that depends on a locale, leaves a part out or says it twice is refused") {
    auto const why = [](char const* pattern) {
        try {
            (void)stamp_format_of(pattern);
        } catch (std::exception const& e) {
            return std::string{e.what()};
        }
        return std::string{"read"};
    };
    for (auto const* const conversion : {"%c", "%x", "%X", "%j", "%C", "%g",  "%G",  "%U", "%V",  "%W",
                                         "%u", "%w", "%s", "%f", "%L", "%Ey", "%Od", "%E", "%-d", "%"}) {
        INFO(conversion);
        auto const asked = std::string{conversion}.substr(0, 2);
        CHECK(why((std::string{"%F "} + conversion).c_str()).starts_with("'" + asked + "' is not read; "));
    }
    for (auto const& [pattern, words] : texts{
             {"dd/mm/yyyy", "write iso, dmy, mdy, epoch, epoch_ms, excel, or a pattern such as \"%d %b %Y\""},
             {"%Y %H:%M", "a date has the year, the month and the day"},
             {"%d.%m. %R", "a date has the year, the month and the day"},
             {"%F %d", "the day stands in it twice"},
             {"%d %b %Y %m", "the month stands in it twice"},
             {"%F %H:%M %S %T", "the hour stands in it twice"},
             {"%F %H:%I %p", "the hour stands in it twice"},
             {"%F %I:%M", "the hour of 12 needs AM or PM"},
             {"%F %H:%M %p", "AM or PM needs the hour of 12"},
             {"%F %M", "the minute needs the hour"},
             {"%F %H %S", "the second needs the minute"}}) {
        INFO(pattern);
        CHECK(why(pattern) == words);
    }
}

TEST_CASE("a zone is that of times that do not say theirs") {
    check("iso",
          {{"2026-06-06T23:30:00", "2026-06-06T18:00:00"},
           {"2026-06-06T23:30:00Z", "2026-06-06T23:30:00"},
           {"2026-06-06", "2026-06-05T18:30:00"}},
          "+05:30");
    check("iso",
          {{"2024-01-15 12:00:00", "2024-01-15T11:00:00"},
           {"2024-07-15 12:00:00", "2024-07-15T10:00:00"},
           {"2024-03-31 02:30:00", "a time that does not exist"},
           {"2024-03-31 01:59:59", "2024-03-31T00:59:59"},
           {"2024-03-31 03:00:00", "2024-03-31T01:00:00"},
           {"2024-10-27 02:30:00", "2024-10-27T00:30:00"},
           {"2024-10-27 03:00:00", "2024-10-27T02:00:00"}},
          "Europe/Berlin");
    stamp_reader reader{{stamp_form::iso, {}, "Europe/Berlin"}};
    // What is known of one time of a zone is right for the next.
    for (auto const& [text, instant] : texts{{"2024-07-15 12:00", "2024-07-15T10:00:00"},
                                             {"2024-10-27 02:30", "2024-10-27T00:30:00"},
                                             {"2024-10-27 01:59", "2024-10-26T23:59:00"},
                                             {"2024-12-15 12:00", "2024-12-15T11:00:00"},
                                             {"2024-03-31 03:00", "2024-03-31T01:00:00"},
                                             {"2024-07-15 12:00", "2024-07-15T10:00:00"}}) {
        INFO(text);
        CHECK(rung::to_text(*reader.read(text).at).view() == instant);
    }
    CHECK(reader.twice() == 1);
    CHECK_THROWS_WITH((stamp_reader{{stamp_form::iso, {}, "Berlin"}}),
                      Catch::Matchers::Contains("no such zone"));
}

TEST_CASE(
    "stamps: a pattern whose seconds a text does not have refuses it, and reads nothing that was never set") {
    check("%d %b %Y %T", {{"5 Jan 2026 10:11:12", "2026-01-05T10:11:12"},
                          {"5 Jan 2026 10:11:", "wrong date"},
                          {"5 Jan 2026 10:11:x", "wrong date"},
                          {"5 Jan 2026 10", "wrong date"}});
    check("%d %b %Y %H.%M.%S",
          {{"5 Jan 2026 10.11.12", "2026-01-05T10:11:12"}, {"5 Jan 2026 10.11.", "wrong date"}});
    check("%d %b %Y %I:%M:%S %p",
          {{"5 Jan 2026 01:02:03 PM", "2026-01-05T13:02:03"}, {"5 Jan 2026 01:02: PM", "wrong date"}});
    check("%Y-%m-%d %%S", {{"2026-01-05 %S", "2026-01-05"}, {"2026-01-05 12", "wrong date"}});
}
