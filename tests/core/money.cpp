#include "catch.hpp"

#include <rung/core/money.hpp>

#include <cstdint>
#include <limits>
#include <type_traits>

using namespace rung::literals;
using rung::money;

namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

static_assert(money{}.minor_units == 0);
static_assert(money{19'90}.minor_units == 1'990);
static_assert((19.90_money).minor_units == 1'990);
static_assert((19.9_money).minor_units == 1'990);
static_assert((19_money).minor_units == 1'900);
static_assert((0.01_money).minor_units == 1);
static_assert((.5_money).minor_units == 50);
static_assert((7._money).minor_units == 700);
static_assert((1'000'000.05_money).minor_units == 100'000'005);
static_assert((0.1_money + 0.2_money) == 0.3_money);  // which a float does not manage
static_assert((92'233'720'368'547'758.06_money).minor_units == most - 1);

static_assert(money{most} + money{1} == money{most});
static_assert(money{least} - money{1} == money{least});
static_assert(money{least} + money{-1} == money{least});
static_assert(money{0} - money{least} == money{most});
static_assert(money{most} + money{most} == money{most});
static_assert(money{least} + money{least} == money{least});
static_assert(money{most} + money{least} == money{-1});
static_assert(money{most} - money{-1} == money{most});
static_assert(money{least} - money{most} == money{least});
static_assert(money{least} - money{least} == money{0});
static_assert(money{most} - money{most} == money{0});
static_assert(money{least} < money{most});
static_assert(money{5} - money{7} == money{-2});
static_assert(money{5} < money{6} && money{-1} < money{0});

constexpr money counted() {
    money m{10};
    m += money{5};
    m -= money{1};
    return m;
}
static_assert(counted() == money{14});

constexpr money at_both_limits() {
    money m{most};
    m += money{1};
    m -= money{most};
    m -= money{most};
    m -= money{most};
    m -= money{1};
    return m;
}
static_assert(at_both_limits() == money{least});

static_assert(-(19.90_money) == money{-19'90} && -money{least} == money{most});

// A bare number does not say whether it means minor units.
static_assert(std::is_constructible_v<money, int> && !std::is_convertible_v<int, money>);
static_assert(std::is_constructible_v<money, unsigned> && !std::is_convertible_v<unsigned, money>);
static_assert(!std::is_convertible_v<double, money>);
static_assert(!std::is_constructible_v<money, double>);
static_assert(!std::is_constructible_v<money, float>);
static_assert(!std::is_constructible_v<money, bool>);
static_assert(!std::is_constructible_v<money, char>);
static_assert(!std::is_constructible_v<money, void*>);

// The sums that money and duration are made of.
static_assert(rung::unlimited == most);
static_assert(rung::add_saturated(most, 0) == most);
static_assert(rung::add_saturated(most, 1) == most);
static_assert(rung::add_saturated(1, most) == most);
static_assert(rung::add_saturated(least, -1) == least);
static_assert(rung::add_saturated(-1, least) == least);
static_assert(rung::add_saturated(least, 1) == least + 1);
static_assert(rung::add_saturated(most, least) == -1);
static_assert(rung::subtract_saturated(most, -1) == most);
static_assert(rung::subtract_saturated(least, 1) == least);
static_assert(rung::subtract_saturated(-1, most) == least);
static_assert(rung::subtract_saturated(-2, most) == least);
static_assert(rung::subtract_saturated(-1, least) == most);
static_assert(rung::subtract_saturated(most, most) == 0);
static_assert(rung::multiply_saturated(most, 1) == most);
static_assert(rung::multiply_saturated(most, -1) == -most);
static_assert(rung::multiply_saturated(most, 2) == most);
static_assert(rung::multiply_saturated(most, -2) == least);
static_assert(rung::multiply_saturated(most, most) == most);
static_assert(rung::multiply_saturated(most, least) == least);
static_assert(rung::multiply_saturated(least, least) == most);
static_assert(rung::multiply_saturated(least, 1) == least);
static_assert(rung::add_saturated(most, -1) == most - 1);
static_assert(rung::subtract_saturated(least, least) == 0);
static_assert(rung::subtract_saturated(0, least) == most);
static_assert(rung::multiply_saturated(least, -1) == most);
static_assert(rung::multiply_saturated(-1, least) == most);
static_assert(rung::multiply_saturated(least, 2) == least);
static_assert(rung::multiply_saturated(3, least) == least);
static_assert(rung::multiply_saturated(0, least) == 0);

// Whole numbers of other types, there and back.
static_assert(rung::to_int64(std::numeric_limits<std::uint64_t>::max()) == most);
static_assert(rung::to_int64(static_cast<std::uint64_t>(most) + 1) == most);
static_assert(rung::to_int64(static_cast<std::uint64_t>(most) - 1) == most - 1);
static_assert(rung::to_int64(least) == least);
static_assert(rung::to_int64(std::numeric_limits<std::uint32_t>::max()) == 4'294'967'295);
static_assert(rung::to_int64(std::int8_t{-128}) == -128);
static_assert(rung::from_int64<std::int64_t>(least) == least);
static_assert(rung::from_int64<std::int64_t>(most) == most);
static_assert(rung::from_int64<std::uint64_t>(most) == static_cast<std::uint64_t>(most));
static_assert(rung::from_int64<std::uint64_t>(-1) == 0);
static_assert(rung::from_int64<std::uint32_t>(4'294'967'296) == 4'294'967'295);
static_assert(rung::from_int64<std::uint32_t>(4'294'967'295) == 4'294'967'295);
static_assert(rung::from_int64<std::int32_t>(2'147'483'648) == 2'147'483'647);
static_assert(rung::from_int64<std::int32_t>(-2'147'483'649) == -2'147'483'648);
static_assert(rung::from_int64<std::int8_t>(-129) == -128);
static_assert(rung::from_int64<std::uint8_t>(256) == 255);

}  // namespace

TEST_CASE("an unsigned number beyond 64 bits with a sign does not become a negative amount") {
    CHECK(money{std::numeric_limits<std::uint64_t>::max()}.minor_units == most);
    CHECK(money{std::uint64_t{1} << 63}.minor_units == most);
    CHECK(money{static_cast<std::uint64_t>(most)}.minor_units == most);
}
