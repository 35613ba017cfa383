#include "catch.hpp"

#include <rung/notation/values.hpp>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string_view>

using namespace rung::literals;
using rung::duration;
using rung::instant;
using rung::money;
using rung::parse_count;
using rung::parse_duration;
using rung::parse_instant;
using rung::parse_money;
using rung::to_text;
using rung::utc;

namespace {

constexpr auto largest = std::numeric_limits<std::int64_t>::max();

template <class Parse>
constexpr bool refuses(Parse parse, std::initializer_list<std::string_view> texts) {
    for (auto const text : texts) {
        if (parse(text)) return false;
    }
    return true;
}

// What is no value of any kind.
constexpr bool refuses_rubbish(auto parse) {
    using namespace std::string_view_literals;
    return refuses(parse, {"",    " ",    "-",     "--1",  "+",     "+1", ".",     "-.",
                           "x",   "0x10", "1e3",   " 1",   "1 ",    "1x", "1\n",   "1-",
                           "1-1", "nan",  "never", "\0"sv, "1\0"sv, "１", "1,000", "1'000"});
}

}  // namespace

TEST_CASE("parse_count: whole numbers, negative ones too") {
    STATIC_REQUIRE(parse_count("3") == 3);
    STATIC_REQUIRE(parse_count("0") == 0);
    STATIC_REQUIRE(parse_count("-0") == 0);
    STATIC_REQUIRE(parse_count("-3") == -3);
    STATIC_REQUIRE(parse_count("007") == 7);
    STATIC_REQUIRE(parse_count("9223372036854775806") == largest - 1);
    STATIC_REQUIRE(parse_count("-9223372036854775806") == -(largest - 1));
}

TEST_CASE("parse_count: refuses what is not a whole number or too large, and never wraps") {
    STATIC_REQUIRE(refuses_rubbish(parse_count));
    STATIC_REQUIRE(
        refuses(parse_count, {"1.0", "1.", ".5", "3d", "9223372036854775808", "-9223372036854775809",
                              "9999999999999999999", "18446744073709551616", "18446744073709551617",
                              "99999999999999999999999999999999"}));
}

TEST_CASE("parse_money: exact amounts") {
    STATIC_REQUIRE(parse_money("19.90") == money{1990});
    STATIC_REQUIRE(parse_money("19.9") == money{1990});
    STATIC_REQUIRE(parse_money("19.09") == money{1909});
    STATIC_REQUIRE(parse_money("20") == money{2000});
    STATIC_REQUIRE(parse_money("0") == money{0});
    STATIC_REQUIRE(parse_money("0.01") == money{1});
    STATIC_REQUIRE(parse_money("-3.5") == money{-350});
    STATIC_REQUIRE(parse_money("-0.01") == money{-1});
    STATIC_REQUIRE(parse_money("-0") == money{0});
    STATIC_REQUIRE(parse_money(".5") == money{50});
    STATIC_REQUIRE(parse_money("-.05") == money{-5});
    STATIC_REQUIRE(parse_money("9999999999999999.99") == money{999'999'999'999'999'999});
    // Amounts that a binary fraction cannot hold.
    STATIC_REQUIRE(parse_money("0.29") == money{29});
    STATIC_REQUIRE(parse_money("90071992547409.93") == money{9'007'199'254'740'993});
}

TEST_CASE("parse_money: refuses a third digit after the point, a lone point, rubbish and overflow") {
    STATIC_REQUIRE(refuses_rubbish(parse_money));
    STATIC_REQUIRE(refuses(parse_money, {"1.234", "1.000", "1.", "-1.", "1..5", "1.5.", "1.-5", "1. 5",
                                         "1,50", "$1", "1$", "-1-", "1.5-", "92233720368547758.08",
                                         "-92233720368547758.09", "99999999999999999999",
                                         "184467440737095516.16", "99999999999999999999999999.99"}));
}

TEST_CASE("parse_duration: a whole number and a unit") {
    STATIC_REQUIRE(parse_duration("1s") == 1_seconds);
    STATIC_REQUIRE(parse_duration("17m") == 17_minutes);
    STATIC_REQUIRE(parse_duration("12h") == 12_hours);
    STATIC_REQUIRE(parse_duration("90d") == 90_days);
    STATIC_REQUIRE(parse_duration("6w") == 6_weeks);
    STATIC_REQUIRE(parse_duration("1y") == 365_days);
    STATIC_REQUIRE(parse_duration("0d") == duration{});
    STATIC_REQUIRE(parse_duration("3650d") == 3'650_days);
}

TEST_CASE("parse_duration: refuses what has no unit, no number, another unit, a sign or a fraction") {
    STATIC_REQUIRE(refuses_rubbish([](std::string_view t) { return parse_duration(t); }));
    STATIC_REQUIRE(
        refuses([](std::string_view t) { return parse_duration(t); },
                {"90", "d", "90D", "90 d", "90dd", "90d ", "1d12h", "-90d", "+90d", "1.5d", "90x", "90ms",
                 "99999999999999999999d", "99999999999999999999s", "9223372036854775808s"}));
}

TEST_CASE("parse_duration: a length that does not fit is refused instead of saturating") {
    // The longest that fit, and one more: 2^63 - 1 seconds, just below which "unlimited" begins.
    CHECK(parse_duration("292471208677y") == 365_days * 292'471'208'677);
    CHECK_FALSE(parse_duration("292471208678y"));
    CHECK_FALSE(parse_duration("999999999999y"));
    CHECK(parse_duration("999999999999w") == 1_weeks * 999'999'999'999);
}

TEST_CASE("parse_instant: a date, and a date with a time of day, in UTC") {
    STATIC_REQUIRE(parse_instant("2026-01-31") == utc(2026, 1, 31));
    STATIC_REQUIRE(parse_instant("20260131") == utc(2026, 1, 31));
    STATIC_REQUIRE(parse_instant("2026-01-31T08:26:07Z") == utc(2026, 1, 31, 8, 26, 7));
    STATIC_REQUIRE(parse_instant("2026-01-31T08:26:07") == utc(2026, 1, 31, 8, 26, 7));
    STATIC_REQUIRE(parse_instant("2026-01-31 08:26") == utc(2026, 1, 31, 8, 26));
    STATIC_REQUIRE(parse_instant("2026-01-31T08:26Z") == utc(2026, 1, 31, 8, 26));
    STATIC_REQUIRE(parse_instant("20260131T08:26") == utc(2026, 1, 31, 8, 26));
    STATIC_REQUIRE(parse_instant("2026-01-31T00:00:00") == utc(2026, 1, 31));
    STATIC_REQUIRE(parse_instant("2026-01-31T23:59:59") == utc(2026, 2, 1) - 1_seconds);
    STATIC_REQUIRE(parse_instant("2000-02-29") == utc(2000, 2, 29));
    STATIC_REQUIRE(parse_instant("2024-02-29") == utc(2024, 2, 29));
    STATIC_REQUIRE(parse_instant("1997-12-31")->unix_seconds == 883'526'400);
    STATIC_REQUIRE(parse_instant("2001-09-09T01:46:40Z")->unix_seconds == 1'000'000'000);
}

TEST_CASE("parse_instant: the ends of the supported range") {
    STATIC_REQUIRE(parse_instant("1970-01-01T00:00:01") == instant::from_unix(1));
    STATIC_REQUIRE_FALSE(parse_instant("1970-01-01"));
    STATIC_REQUIRE_FALSE(parse_instant("1969-12-31"));
    STATIC_REQUIRE_FALSE(parse_instant("0000-01-01"));
    STATIC_REQUIRE(parse_instant("2106-02-07T06:28:14")->unix_seconds == 4'294'967'294);
    STATIC_REQUIRE_FALSE(parse_instant("2106-02-07T06:28:15"));
    STATIC_REQUIRE_FALSE(parse_instant("2106-02-08"));
    STATIC_REQUIRE_FALSE(parse_instant("9999-12-31"));
}

TEST_CASE("parse_civil: tells dates outside the range of instants from those that do not exist") {
    using rung::parse_civil;
    STATIC_REQUIRE(parse_civil("2106-02-07T06:28:15") == rung::civil{2106, 2, 7, 6, 28, 15});
    STATIC_REQUIRE(parse_civil("1970-01-01") == rung::civil{1970, 1, 1});
    STATIC_REQUIRE(parse_civil("9999-12-31").has_value());
    STATIC_REQUIRE_FALSE(parse_civil("9999-02-29"));
    STATIC_REQUIRE_FALSE(parse_civil("2106-02-07T06:28:60"));
    STATIC_REQUIRE_FALSE(parse_civil("2106-02-07x"));
}

TEST_CASE("parse_instant: refuses dates and times of day that do not exist") {
    STATIC_REQUIRE(refuses(parse_instant, {"1997-02-29",
                                           "1900-02-29",
                                           "2100-02-29",
                                           "2023-02-29",
                                           "1997-04-31",
                                           "1997-06-31",
                                           "1997-09-31",
                                           "1997-11-31",
                                           "1997-02-30",
                                           "1997-01-32",
                                           "1997-13-01",
                                           "1997-00-10",
                                           "1997-01-00",
                                           "19970229",
                                           "19971301",
                                           "1997-01-01T24:00",
                                           "1997-01-01T24:00:00",
                                           "1997-01-01T23:60",
                                           "1997-01-01T23:59:60",
                                           "1997-01-01T99:00"}));
}

TEST_CASE("parse_instant: refuses every other way to write it") {
    STATIC_REQUIRE(refuses_rubbish(parse_instant));
    STATIC_REQUIRE(refuses(parse_instant, {"1997-1-1",
                                           "97-01-01",
                                           "1997-01-1",
                                           "1997-1-01",
                                           "1997-0101",
                                           "199701-01",
                                           "1997/01/01",
                                           "01.01.1997",
                                           "1997-01",
                                           "1997",
                                           "199701",
                                           "1997010",
                                           "199701011",
                                           "-1997-01-01",
                                           "1997-01--1",
                                           "1997-01-01T",
                                           "1997-01-01 ",
                                           "1997-01-01Z",
                                           "1997-01-01T08",
                                           "1997-01-01T08:",
                                           "1997-01-01T8:26",
                                           "1997-01-01T08:2",
                                           "1997-01-01T08:26:",
                                           "1997-01-01T08:26:7",
                                           "1997-01-01T0826",
                                           "1997-01-01T08:26:07.5",
                                           "1997-01-01T08:26:07ZZ",
                                           "1997-01-01T08:26:07+02:00",
                                           "1997-01-01T08:26:07 ",
                                           " 1997-01-01",
                                           "1997-01-01t08:26",
                                           "1997-01-01  08:26",
                                           "1997-01-01T-8:26",
                                           "1997-01-01T08:26z",
                                           "1997-01-01T08:26:07\n",
                                           "1997-01-01x",
                                           "Jan 1 1997"}));
}

TEST_CASE("to_text: instants, with the time of day where it is not midnight") {
    STATIC_REQUIRE(to_text(utc(2026, 1, 31)).view() == "2026-01-31");
    STATIC_REQUIRE(to_text(utc(2026, 1, 31, 8, 6)).view() == "2026-01-31T08:06:00");
    STATIC_REQUIRE(to_text(utc(2026, 1, 31, 0, 0, 1)).view() == "2026-01-31T00:00:01");
    STATIC_REQUIRE(to_text(instant::never()).view() == "never");
    STATIC_REQUIRE(to_text(instant::forever()).view() == "forever");
    STATIC_REQUIRE(to_text(instant::from_unix(1)).view() == "1970-01-01T00:00:01");
    STATIC_REQUIRE(to_text(instant::from_unix(4'294'967'294)).view() == "2106-02-07T06:28:14");
}

TEST_CASE("to_text: money, always with two digits after the point") {
    STATIC_REQUIRE(to_text(money{}).view() == "0.00");
    STATIC_REQUIRE(to_text(money{5}).view() == "0.05");
    STATIC_REQUIRE(to_text(money{-5}).view() == "-0.05");
    STATIC_REQUIRE(to_text(money{199'000}).view() == "1990.00");
    STATIC_REQUIRE(to_text(money{-100}).view() == "-1.00");
    STATIC_REQUIRE(to_text(money{largest}).view() == "92233720368547758.07");
    STATIC_REQUIRE(to_text(money{-largest}).view() == "-92233720368547758.07");
    STATIC_REQUIRE(to_text(money{-largest - 1}).view() == "-92233720368547758.08");
}

TEST_CASE("what is printed is read back as the same value") {
    for (std::int64_t const minor : {std::int64_t{0}, std::int64_t{1}, std::int64_t{9}, std::int64_t{10},
                                     std::int64_t{99}, std::int64_t{100}, std::int64_t{101},
                                     std::int64_t{123'456'789}, std::int64_t{999'999'999'999'999'999}}) {
        for (auto const m : {money{minor}, money{-minor}}) {
            INFO(to_text(m).view());
            CHECK(parse_money(to_text(m)) == m);
        }
    }
    // Every day of the supported range, at some second of it.
    int wrong = 0;
    for (std::int64_t d = 0; d <= 49'710; ++d) {
        for (auto const t :
             {instant::from_unix(d * 86'400), instant::from_unix(d * 86'400 + d * 7'919 % 86'400)}) {
            if (t.is_moment() && parse_instant(to_text(t)) != t) ++wrong;
        }
    }
    CHECK(wrong == 0);
}
