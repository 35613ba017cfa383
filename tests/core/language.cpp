#include "catch.hpp"

#include <rung/core/language.hpp>

#include <string_view>

namespace {

using rung::language;
using rung::phrase;

constexpr phrase both{"rung", "ступень"};
static_assert(std::string_view{both.in(language::en)} == "rung");
static_assert(std::string_view{both.in(language::ru)} == "ступень");

// What is missing in one language is said in the other.
constexpr phrase english{"rung", ""};
constexpr phrase russian{nullptr, "ступень"};
static_assert(std::string_view{english.in(language::ru)} == "rung");
static_assert(std::string_view{russian.in(language::en)} == "ступень");
static_assert(std::string_view{phrase{nullptr, ""}.in(language::ru)}.empty());

static_assert(!both.empty() && !english.empty() && !russian.empty());
static_assert(phrase{nullptr, ""}.empty() && phrase{"", nullptr}.empty());

}  // namespace

TEST_CASE("a phrase is given in the chosen language, at run time too") {
    for (auto const l : {language::en, language::ru}) CHECK_FALSE(both.in(l).empty());
}
