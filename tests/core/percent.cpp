#include "catch.hpp"

#include <rung/core/decimal.hpp>
#include <rung/core/percent.hpp>

#include <cstdint>
#include <type_traits>

using namespace rung::literals;
using rung::decimal;
using rung::percent;

namespace {

static_assert((150_percent).value == 150 && percent{150} == 150_percent && 80_percent < 81_percent);
static_assert(-(5_percent) == percent{-5});
static_assert((18'446'744'073'709'551'615_percent).value == rung::unlimited);
static_assert(std::is_constructible_v<percent, int> && !std::is_convertible_v<int, percent>);
static_assert(!std::is_constructible_v<percent, double> && !std::is_constructible_v<percent, bool>);

static_assert((4.5_decimal).hundredths == 450 && (4_decimal).hundredths == 400);
static_assert(4.50_decimal == decimal{450} && 4.49_decimal < 4.50_decimal);
static_assert(-(0.01_decimal) == decimal{-1});
static_assert(std::is_constructible_v<decimal, int> && !std::is_convertible_v<int, decimal>);
static_assert(!std::is_constructible_v<decimal, double> && !std::is_constructible_v<decimal, bool>);
static_assert(!std::is_constructible_v<decimal, percent> && !std::is_constructible_v<percent, decimal>);

}  // namespace

TEST_CASE("percent and decimal: the least number has no opposite, and saturates") {
    CHECK(-percent{-rung::unlimited - 1} == percent{rung::unlimited});
    CHECK(-decimal{-rung::unlimited - 1} == decimal{rung::unlimited});
}
