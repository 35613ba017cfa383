#include "catch.hpp"

#include <rung/notation/suggestion.hpp>

#include <initializer_list>
#include <string_view>

using rung::edit_distance;

namespace {

constexpr std::string_view meant(std::string_view wanted, std::initializer_list<std::string_view> known) {
    rung::suggestion s{wanted};
    for (auto const k : known) s.consider(k);
    return s.best();
}

}  // namespace

TEST_CASE("edit distance: letters added, left out, replaced, swapped; capitals are small letters") {
    STATIC_REQUIRE(edit_distance("", "") == 0);
    STATIC_REQUIRE(edit_distance("", "abc") == 3);
    STATIC_REQUIRE(edit_distance("abc", "") == 3);
    STATIC_REQUIRE(edit_distance("spend", "spend") == 0);
    STATIC_REQUIRE(edit_distance("spend", "SPEND") == 0);
    STATIC_REQUIRE(edit_distance("purchase", "purchases") == 1);
    STATIC_REQUIRE(edit_distance("purchasess", "purchases") == 1);
    STATIC_REQUIRE(edit_distance("spand", "spend") == 1);
    STATIC_REQUIRE(edit_distance("adn", "and") == 1);
    STATIC_REQUIRE(edit_distance("ca", "abc") == 3);  // a letter is not moved and changed at once
    STATIC_REQUIRE(edit_distance("kitten", "sitting") == 3);
    STATIC_REQUIRE(edit_distance("sitting", "kitten") == 3);
}

TEST_CASE("suggestion: the nearest word, the first of equally near ones, none that is far") {
    STATIC_REQUIRE(meant("purchase", {"contacts", "purchases", "purchase_x"}) == "purchases");
    STATIC_REQUIRE(meant("PURCHASES", {"contacts", "purchases"}) == "purchases");
    STATIC_REQUIRE(meant("since_5th_last", {"since_2nd_last", "since_3rd_last", "since_4th_last"}) ==
                   "since_4th_last");
    STATIC_REQUIRE(meant("car", {"cat", "can"}) == "cat");
    STATIC_REQUIRE(meant("adn", {"or", "and"}) == "and");
    STATIC_REQUIRE(meant("x", {"y", "or"}).empty());
    STATIC_REQUIRE(meant("lst", {"cost"}).empty());
    STATIC_REQUIRE(meant("money", {"contacts", "purchases", "spend"}).empty());
    STATIC_REQUIRE(meant("", {"or"}).empty());
    STATIC_REQUIRE(meant("anything", {}).empty());
}

TEST_CASE("suggestion: a word of any length") {
    constexpr std::string_view longest = "0123456789012345678901234567890123456789";
    STATIC_REQUIRE(meant(longest, {longest.substr(1)}) == longest.substr(1));
    STATIC_REQUIRE(meant("01234567890123456789012345678901234567890", {longest}).empty());
    STATIC_REQUIRE(meant(longest, {"01234567890123456789012345678901234567890"}).empty());
}
