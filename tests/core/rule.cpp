#include "catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/retail/retail.hpp>

#include <chrono>
#include <cstdint>

using namespace rung::literals;
using namespace rung::facts;
using rung::instant;
using rung::money;
using rung::retail;
using rung::rule;
using fact = retail::fact;

namespace {

constexpr auto noon = rung::utc(2026, 3, 1, 12);

constexpr retail::facts bought(std::uint32_t times, instant last = noon) {
    retail::facts f;
    for (std::uint32_t i = 0; i < times; ++i)
        retail::fold(f, rung::purchase{.at = last, .amount = 10.00_money});
    return f;
}

// A threshold is inclusive: at t-1, t, t+1.
static_assert(!(purchases >= 3).holds(bought(2), noon));
static_assert((purchases >= 3).holds(bought(3), noon));
static_assert((purchases >= 3).holds(bought(4), noon));
static_assert(!(purchases > 3).holds(bought(3), noon));
static_assert((purchases > 3).holds(bought(4), noon));
static_assert((purchases <= 3).holds(bought(3), noon));
static_assert(!(purchases <= 3).holds(bought(4), noon));
static_assert((purchases < 3).holds(bought(2), noon));
static_assert(!(purchases < 3).holds(bought(3), noon));
static_assert(!(purchases == 3).holds(bought(2), noon));
static_assert((purchases == 3).holds(bought(3), noon));
static_assert(!(purchases == 3).holds(bought(4), noon));

constexpr bool spent(rule const& r, std::int64_t minor) {
    retail::facts f;
    f.set_spend(money{minor});
    return r.holds(f, noon);
}
static_assert(!spent(spend >= 50.00_money, 49'99) && spent(spend >= 50.00_money, 50'00));
static_assert(spent(spend <= 50.00_money, 50'00) && !spent(spend <= 50.00_money, 50'01));
static_assert(!spent(spend > 50.00_money, 50'00) && spent(spend > 50.00_money, 50'01));
static_assert(spent(spend < 50.00_money, 49'99) && !spent(spend < 50.00_money, 50'00));
static_assert(spent(spend < 0.01_money, -5'00) && spent(spend >= -5.00_money, -5'00));
static_assert(spent(spend >= 0.01_money, rung::unlimited) &&
              spent(spend <= 0.01_money, -rung::unlimited - 1));

constexpr bool silent(rule const& r, std::int64_t seconds) {
    return r.holds(bought(1), noon + rung::duration{seconds});
}
static_assert(silent(silence <= 1_minutes, 59) && silent(silence <= 1_minutes, 60));
static_assert(!silent(silence <= 1_minutes, 61));
static_assert(!silent(silence >= 1_minutes, 59) && silent(silence >= 1_minutes, 60));
static_assert(silent(silence < 1_minutes, 59) && !silent(silence < 1_minutes, 60));
static_assert(!silent(silence > 1_minutes, 60) && silent(silence > 1_minutes, 61));
static_assert(silent(silence <= std::chrono::minutes{1}, 60) &&
              !silent(silence <= std::chrono::minutes{1}, 61));

// Who never bought has been silent without limit.
static_assert(!(silence <= rung::duration{rung::unlimited - 1}).holds(bought(0), noon));
static_assert((silence >= 90_days).holds(bought(0), noon));

// "n purchases within d" is a half-open window: the n-th last is younger than d.
template <std::size_t N>
constexpr bool within(std::int64_t age_of_first) {
    retail::facts f;
    retail::fold(f, rung::purchase{.at = noon});
    for (std::size_t i = 1; i < N; ++i)
        retail::fold(f, rung::purchase{.at = noon + rung::duration{age_of_first}});
    return purchases_within<N>(60_seconds).holds(f, noon + rung::duration{age_of_first});
}
static_assert(within<1>(59) && !within<1>(60) && !within<1>(61));
static_assert(within<2>(59) && !within<2>(60) && !within<2>(61));
static_assert(within<3>(59) && !within<3>(60) && !within<3>(61));
static_assert(within<4>(59) && !within<4>(60) && !within<4>(61));
static_assert(!purchases_within<2>(60_seconds).holds(bought(1), noon));
static_assert(!purchases_within<3>(60_seconds).holds(bought(2), noon));
static_assert(!purchases_within<4>(60_seconds).holds(bought(3), noon));

// The ends of the numbers.
static_assert(!(spend > money{rung::unlimited}).holds(bought(1), noon));
static_assert(!silent(silence > rung::duration{rung::unlimited}, 5));

// An enumerator is a threshold where the values of the fact are its enumeration.
static_assert((awareness_level >= rung::knows::us)[0].low == 3);
static_assert((lost == rung::loss_reason::price)[0].low == (lost == rung::loss_reason::price)[0].high);

// A fact compares with what it is measured in, and with nothing else.
enum class of_a_host { one };
template <class... Ts, class Fact>
constexpr int compared_with(Fact) {
    return (0 + ... + int{Fact::template compares_with<Ts>});
}
template <class Fact>
constexpr bool all_but_its_own(Fact fact, int own) {
    return compared_with<int, std::uint64_t, std::int8_t, money, rung::duration, std::chrono::days,
                         rung::percent, rung::decimal, rung::knows, rung::urgency, rung::loss_reason>(fact) ==
               own &&
           compared_with<bool, char, float, double, of_a_host, std::chrono::milliseconds, std::chrono::months,
                         std::chrono::years, std::chrono::duration<double>, rung::instant, retail::fact,
                         Fact>(fact) == 0;
}
constexpr auto whole = []<class Fact>(Fact fact) {
    return compared_with<int, std::uint64_t, std::int8_t>(fact) == 3;
};
static_assert(all_but_its_own(purchases, 3) && whole(purchases));
static_assert(all_but_its_own(need_level, 4) && whole(need_level) &&
              compared_with<rung::urgency>(need_level) == 1);
static_assert(all_but_its_own(lost, 4) && whole(lost) && compared_with<rung::loss_reason>(lost) == 1);
static_assert(all_but_its_own(silence, 2) && compared_with<rung::duration, std::chrono::days>(silence) == 2);
static_assert(all_but_its_own(spend, 1) && compared_with<money>(spend) == 1);
static_assert(all_but_its_own(wallet_share, 1) && compared_with<rung::percent>(wallet_share) == 1);
static_assert(all_but_its_own(mean_score, 1) && compared_with<rung::decimal>(mean_score) == 1);
static_assert((silence_ratio <= 200_percent)[0].high == 200 && (mean_score >= 4.50_decimal)[0].low == 450);

// Routes.
static_assert(!rule{}.given() && rule{}.route_count() == 0);
static_assert(!rule{}.holds(bought(9), noon));
static_assert(rule::always().given() && rule::always().holds(bought(0), noon));
static_assert((purchases >= 1).given() && (purchases >= 1).route_count() == 1);

constexpr auto either = (purchases >= 3 and silence <= 90_days) or recommendations >= 5;
static_assert(either.route_count() == 2);
static_assert(either.begin_of(0) == 0 && either.end_of(0) == 2 && either.begin_of(1) == 2 &&
              either.end_of(1) == 3);
static_assert(either[2] == rung::condition{fact::recommendations, 5, 127});
static_assert(either.holds(bought(3), noon + 90_days));
static_assert(!either.holds(bought(3), noon + 90_days + 1_seconds));
static_assert(!either.holds(bought(2), noon));

constexpr auto crossed =
    (purchases >= 1 or contacts >= 2) and (recommendations >= 1 or evaluations >= 1 or referred >= 1);
static_assert(crossed.route_count() == 6);
static_assert(crossed[0].fact == fact::purchases && crossed[1].fact == fact::recommendations);
static_assert(crossed[10].fact == fact::contacts && crossed[11].fact == fact::referred);

// Two conditions on one fact become the one that means both, whatever their order.
static_assert((purchases >= 2 and purchases <= 5).end_of(0) == 1);
static_assert((purchases >= 2 and purchases <= 5) == (purchases <= 5 and purchases >= 2));
static_assert((purchases >= 2 and purchases >= 4) == (purchases >= 4));
static_assert((purchases <= 2 and purchases <= 4) == (purchases <= 2));
static_assert((purchases >= 2 and purchases <= 5) == rule{rung::condition{fact::purchases, 2, 5}});

// What always holds changes nothing in an "and", what is not given nothing in an "or".
static_assert((rule::always() and purchases >= 2) == (purchases >= 2));
static_assert((rule{} or purchases >= 2) == (purchases >= 2));
static_assert((purchases >= 2 or rule{}) == (purchases >= 2));

static_assert(either == either && !(either == crossed) && !((purchases >= 1) == (purchases >= 2)));
static_assert(!((purchases >= 1 and contacts >= 1) == (purchases >= 1 or contacts >= 1)));

// A rule may be joined with itself.
static_assert((either or either).route_count() == 4);
static_assert([] {
    auto r = either;
    return r.try_or(r) && r == (either or either) && r.try_or(r) && r.route_count() == 8 && !r.try_or(r) &&
           r.route_count() == 8;
}());
static_assert([] {
    auto r = crossed;
    auto single = purchases >= 2 and contacts >= 1;
    return !r.try_and(r) && r == crossed && single.try_and(single) &&
           single == (purchases >= 2 and contacts >= 1);
}());

// With the number on the left a comparison means what it says.
static_assert((3 <= purchases) == (purchases >= 3) && (3 >= purchases) == (purchases <= 3));
static_assert((3 < purchases) == (purchases > 3) && (3 > purchases) == (purchases < 3));
static_assert((3 == purchases) == (purchases == 3));
static_assert((50.00_money <= spend) == (spend >= 50.00_money) &&
              (90_days >= silence) == (silence <= 90_days));
static_assert((rung::loss_reason::price == lost) == (lost == rung::loss_reason::price));
static_assert((3 <= purchases and 90_days >= silence) == (purchases >= 3 and silence <= 90_days));

// What a fact is called and measured in, asked of the name in rules, of a condition, or of the enumerator.
static_assert(describe(spend).name == "spend" && describe(spend).measure == rung::unit::money);
static_assert(describe(silence).measure == rung::unit::time && describe(silence).ages);
static_assert(&rung::describe((purchases >= 3)[0]) == &rung::describe<retail>(fact::purchases));

// The limits of a rule: 8 routes, 16 conditions.
constexpr auto eight = purchases == 1 or purchases == 3 or purchases == 5 or purchases == 7 or
                       purchases == 9 or purchases == 11 or purchases == 13 or purchases == 15;
static_assert(eight.route_count() == rule::max_routes);
constexpr auto sixteen = eight and contacts >= 1;
static_assert(sixteen.end_of(7) == rule::max_conditions);
static_assert(sixteen.holds(
    [] {
        auto f = bought(15);
        retail::fold(f, rung::contact{.at = noon});
        return f;
    }(),
    noon));
static_assert(!sixteen.holds(bought(15), noon));

}  // namespace

TEST_CASE("rule: joined without stopping, within the limits") {
    using rung::rule;
    constexpr auto joined = [](rule a, rule const& b, bool all) { return all ? a.try_and(b) : a.try_or(b); };
    constexpr rule one = purchases >= 1;
    constexpr rule two = purchases >= 1 or contacts >= 1;
    constexpr rule four = two or (silence <= 1_days and spend >= 0.01_money) or recommendations >= 1;
    STATIC_REQUIRE(joined(four, four, false));
    STATIC_REQUIRE(joined(four, two, true));
    STATIC_REQUIRE_FALSE(joined(four or four, one, false));
    STATIC_REQUIRE_FALSE(joined(four, four, true));
    STATIC_REQUIRE_FALSE(joined(four, two or evaluations >= 1, true));

    // Full to the last route and condition it is compared within its bounds.
    constexpr rule pair = purchases >= 1 and contacts >= 1;
    constexpr rule full = (pair or pair or pair or pair) or (pair or pair or pair or pair);
    STATIC_REQUIRE(full.route_count() == 8 && full.size() == 16 && full == rule{full});

    // What did not fit leaves the rule as it was.
    rule r = four or four;
    CHECK_FALSE(r.try_or(one));
    CHECK_FALSE(r.try_and(two));
    CHECK(r == (four or four));
    CHECK(r.size() == 10);

    rule s = rule{};
    CHECK(s.try_and(two));
    CHECK(s.try_and(rule{}));
    CHECK(s == two);
}

TEST_CASE("rule: one function makes a condition of fact, comparison and value") {
    using rung::comparison;
    using rung::retail;
    constexpr auto made = [](comparison how, std::int64_t value) {
        return rung::rule{rung::condition_of<retail>(retail::fact::purchases, how, value)};
    };
    STATIC_REQUIRE(made(comparison::at_least, 3) == (purchases >= 3));
    STATIC_REQUIRE(made(comparison::at_most, 3) == (purchases <= 3));
    STATIC_REQUIRE(made(comparison::above, 3) == (purchases >= 4 and purchases <= 65'535));
    STATIC_REQUIRE(made(comparison::below, 3) == (purchases >= 0 and purchases <= 2));
    STATIC_REQUIRE(made(comparison::equal, 3) == (purchases == 3));
}

TEST_CASE("thresholds of counts, money and time hold from the threshold on, at each of many values") {
    for (std::uint32_t t = 1; t <= 20; ++t) {
        for (std::uint32_t n = 0; n <= 21; ++n) {
            REQUIRE((purchases >= t).holds(bought(n), noon) == (n >= t));
            REQUIRE((purchases <= t).holds(bought(n), noon) == (n <= t));
            REQUIRE((purchases > t).holds(bought(n), noon) == (n > t));
            REQUIRE((purchases < t).holds(bought(n), noon) == (n < t));
            REQUIRE((purchases == t).holds(bought(n), noon) == (n == t));
            REQUIRE(spent(spend >= money{t}, n) == (n >= t));
            REQUIRE(spent(spend < money{t}, n) == (n < t));
            REQUIRE(silent(silence <= rung::duration{t}, n) == (n <= t));
            REQUIRE(silent(silence > rung::duration{t}, n) == (n > t));
        }
    }
}

TEST_CASE("a rule that is not given asks for nothing") {
    using namespace rung::facts;
    constexpr rung::rule none;
    constexpr rung::rule some = purchases >= 3;
    STATIC_REQUIRE((none and some) == some);
    STATIC_REQUIRE((some and none) == some);
    STATIC_REQUIRE(!(none and none).given());
}

TEST_CASE("a condition required before a route was opened opens one") {
    rung::rule r;
    r.require({rung::retail::fact::purchases, 1, 5});
    REQUIRE(r.route_count() == 1);
    CHECK(r[0].low == 1);
}

TEST_CASE("the largest whole numbers do not wrap") {
    STATIC_REQUIRE(rung::money{~std::uint64_t{0}}.minor_units == rung::unlimited);
    STATIC_REQUIRE((rung::facts::purchases >= ~std::uint64_t{0})[0].low == rung::unlimited);
    using namespace rung::literals;
    STATIC_REQUIRE(18446744073709551615_days > rung::duration{});
    constexpr rung::rule none_below = rung::facts::spend < rung::money{-rung::unlimited - 1};
    STATIC_REQUIRE(none_below[0].low > none_below[0].high);
}
