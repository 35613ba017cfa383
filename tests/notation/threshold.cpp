#include "catch.hpp"

#include <rung/notation/threshold.hpp>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string_view>

using rung::read_value;
using rung::unit;
using rung::value_text;
using rung::value_to_text;

namespace {

constexpr auto largest = std::numeric_limits<std::int64_t>::max();
constexpr auto smallest = std::numeric_limits<std::int64_t>::min();

/// The text is read as the value and the value written as the text.
constexpr bool is(unit u, std::string_view text, std::int64_t value) {
    std::int64_t read = 0;
    return read_value(u, text, read) == value_text::good && read == value &&
           value_to_text(u, value).view() == text;
}
constexpr bool reads(unit u, std::string_view text, std::int64_t value) {
    std::int64_t read = 0;
    return read_value(u, text, read) == value_text::good && read == value;
}
constexpr bool all_are(value_text answer, unit u, std::initializer_list<std::string_view> texts) {
    for (auto const text : texts) {
        std::int64_t read = 0;
        if (read_value(u, text, read) != answer) return false;
    }
    return true;
}

}  // namespace

TEST_CASE("values: each unit has one spelling, read and written") {
    STATIC_REQUIRE(is(unit::count, "3", 3));
    STATIC_REQUIRE(is(unit::count, "0", 0));
    STATIC_REQUIRE(is(unit::count, "-7", -7));
    STATIC_REQUIRE(is(unit::count, "9223372036854775807", largest));
    STATIC_REQUIRE(is(unit::count, "-9223372036854775808", smallest));
    STATIC_REQUIRE(is(unit::money, "1000.00", 1'000'00));
    STATIC_REQUIRE(is(unit::money, "0.05", 5));
    STATIC_REQUIRE(is(unit::money, "-0.05", -5));
    STATIC_REQUIRE(is(unit::money, "92233720368547758.07", largest));
    STATIC_REQUIRE(is(unit::money, "-92233720368547758.08", smallest));
    STATIC_REQUIRE(is(unit::hundredths, "4.50", 450));
    STATIC_REQUIRE(is(unit::percent, "80%", 80));
    STATIC_REQUIRE(is(unit::percent, "-80%", -80));
    STATIC_REQUIRE(is(unit::time, "90d", 90 * 86'400));
    STATIC_REQUIRE(is(unit::time, "36h", 36 * 3'600));
    STATIC_REQUIRE(is(unit::time, "17m", 17 * 60));
    STATIC_REQUIRE(is(unit::time, "61s", 61));
    STATIC_REQUIRE(is(unit::time, "-2d", -2 * 86'400));
    STATIC_REQUIRE(is(unit::time, "0s", 0));
    STATIC_REQUIRE(is(unit::time, "9223372036854775807s", largest));
    STATIC_REQUIRE(is(unit::time, "-9223372036854775808s", smallest));
}

TEST_CASE("values: weeks and years are read, and written as days") {
    STATIC_REQUIRE(reads(unit::time, "6w", 42 * 86'400));
    STATIC_REQUIRE(reads(unit::time, "2y", 730 * 86'400));
    STATIC_REQUIRE(value_to_text(unit::time, 730 * 86'400).view() == "730d");
    STATIC_REQUIRE(reads(unit::time, "24h", 86'400));
    STATIC_REQUIRE(reads(unit::time, "0d", 0));
    STATIC_REQUIRE(reads(unit::count, "007", 7));
    STATIC_REQUIRE(reads(unit::count, "-0", 0));
}

TEST_CASE("values: the spelling of another unit is refused") {
    STATIC_REQUIRE(all_are(value_text::wrong, unit::count,
                           {"", "-", "--1", "+1", "3d", "3%", "3.0", "1000.00", "x", "3x", "0x3", "1e3"}));
    for (auto const u : {unit::money, unit::hundredths}) {
        CHECK(all_are(value_text::wrong, u,
                      {"", "-", "1000", "1000.", ".50", "-.50", "1000.0", "1000.000", "1.000.00", "1.-5",
                       "10d", "80%", "1000.0x", "x.00", "1,000.00", "--1.00"}));
    }
    STATIC_REQUIRE(
        all_are(value_text::wrong, unit::percent, {"", "%", "-%", "80", "0.80", "80.00%", "80%%", "8x%"}));
    STATIC_REQUIRE(all_are(value_text::wrong, unit::time,
                           {"", "d", "-d", "90", "90days", "1.5d", "90D", "1d12h", "90.00", "80%", "xd"}));
}

TEST_CASE("values: what does not fit is reported as too large") {
    STATIC_REQUIRE(all_are(value_text::too_large, unit::count,
                           {"9223372036854775808", "-9223372036854775809", "99999999999999999999999"}));
    STATIC_REQUIRE(all_are(value_text::too_large, unit::money,
                           {"92233720368547758.08", "-92233720368547758.09", "9999999999999999999.00"}));
    STATIC_REQUIRE(all_are(value_text::too_large, unit::time,
                           {"9223372036854775807d", "-9223372036854775808m", "9223372036854775808s"}));
}
