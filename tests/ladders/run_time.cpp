// Ladders made at run time against the same ladders made by the compiler. This file is always compiled with
// optimization: g++ 12 at -O2 once lost the fact of a condition, and only here does it show.
#include "catch.hpp"

#include <rung/ladders/ladders.hpp>

#include <array>

namespace {

// Thresholds that the optimizer cannot know.
template <class Thresholds>
Thresholds opaque() {
    static Thresholds volatile thresholds{};
    Thresholds out;
    auto const* from = reinterpret_cast<unsigned char const volatile*>(&thresholds);
    auto* to = reinterpret_cast<unsigned char*>(&out);
    for (std::size_t i = 0; i < sizeof out; ++i) to[i] = from[i];
    return out;
}

}  // namespace

TEST_CASE("a catalog ladder made at run time equals the one made at compile time") {
    namespace ladders = rung::ladders;

    constexpr auto service = ladders::service();
    CHECK(ladders::service(opaque<ladders::service_thresholds>()) == service);

    constexpr auto familiarity = ladders::familiarity();
    CHECK(ladders::familiarity(opaque<ladders::familiarity_thresholds>()) == familiarity);

    constexpr auto loyalty = ladders::loyalty();
    CHECK(ladders::loyalty(opaque<ladders::loyalty_thresholds>()) == loyalty);

    constexpr auto journey = ladders::journey();
    CHECK(ladders::journey(opaque<ladders::journey_thresholds>()) == journey);

    constexpr auto patronage = ladders::patronage();
    CHECK(ladders::patronage(opaque<ladders::patronage_thresholds>()) == patronage);
}

namespace {

using namespace rung::facts;

constexpr rung::rule join(std::int64_t a, std::int64_t b, std::int64_t c) {
    return (contacts >= a or purchases >= b) and (spend >= rung::money{c} or silence <= rung::duration{c});
}

}  // namespace

TEST_CASE("rules joined at run time equal those joined at compile time") {
    constexpr auto expected = join(1, 2, 3);
    auto const thresholds = std::array<std::int64_t volatile, 3>{1, 2, 3};
    CHECK(join(thresholds[0], thresholds[1], thresholds[2]) == expected);
    for (std::size_t i = 0; i < 8; ++i)
        CHECK(expected[i].fact == join(thresholds[0], thresholds[1], thresholds[2])[i].fact);
}
