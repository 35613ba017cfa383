#include "catch.hpp"

#include <rung/notation/small_text.hpp>

#include <cstdint>
#include <limits>
#include <string_view>

using rung::small_text;

TEST_CASE("small_text: starts empty, grows by characters and texts") {
    constexpr auto text = [] {
        small_text<16> t;
        t += "ab";
        t += 'c';
        t += std::string_view{};
        t += "de";
        return t;
    }();
    STATIC_REQUIRE(text.view() == "abcde");
    STATIC_REQUIRE(std::string_view{text} == "abcde");
    STATIC_REQUIRE(text.length == 5);
    STATIC_REQUIRE(small_text<4>{}.view().empty());
}

TEST_CASE("small_text: what does not fit is cut off") {
    constexpr auto cut = [] {
        small_text<4> t;
        t += "abcdefgh";
        t += 'x';
        t.number(12);
        return t;
    }();
    STATIC_REQUIRE(cut.view() == "abcd");
    constexpr auto full = [] {
        small_text<4> t;
        return t += "abcd";
    }();
    STATIC_REQUIRE(full.view() == "abcd");
    constexpr auto in_the_number = [] {
        small_text<4> t;
        return t.number(123'456);
    }();
    STATIC_REQUIRE(in_the_number.view() == "1234");
}

TEST_CASE("small_text: numbers, with zeros on the left where asked") {
    constexpr auto number = [](std::uint64_t n, std::size_t digits) {
        small_text<20> t;
        return t.number(n, digits);
    };
    STATIC_REQUIRE(number(0, 1).view() == "0");
    STATIC_REQUIRE(number(7, 1).view() == "7");
    STATIC_REQUIRE(number(7, 2).view() == "07");
    STATIC_REQUIRE(number(10, 2).view() == "10");
    STATIC_REQUIRE(number(123, 2).view() == "123");
    STATIC_REQUIRE(number(42, 20).view() == "00000000000000000042");
    STATIC_REQUIRE(number(std::numeric_limits<std::uint64_t>::max(), 1).view() == "18446744073709551615");
    small_text<20> two;
    two.number(12).number(3, 2);
    CHECK(two.view() == "1203");
}
