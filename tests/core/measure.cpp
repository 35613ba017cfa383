#include "catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/core/measure.hpp>
#include <rung/retail/retail.hpp>

#include <cstdint>

using namespace rung::literals;
using namespace rung::facts;
using rung::instant;
using rung::remedy;
using rung::retail;

namespace {

constexpr auto day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

// One purchase of 10.00 on day 1, with a score of 4; looked at on day 11.
constexpr retail::facts once = [] {
    retail::facts f;
    retail::fold(f, rung::purchase{.at = day(1), .amount = 10.00_money});
    retail::fold(f, rung::evaluation{.at = day(1), .score = 4});
    return f;
}();
constexpr auto now = day(11);
constexpr auto of(rung::rule const& r) { return rung::measure(r[0], once, now); }
constexpr auto cost(rung::rule const& r) { return rung::share_missing{}(of(r)); }

// What is missing, and what would bring it.
static_assert(of(purchases >= 1).holds() && of(purchases >= 1).missing == 0);
static_assert(of(purchases >= 1).from == now && of(purchases >= 1).to_hold() == remedy::none);
static_assert(of(purchases >= 3).have == 1 && of(purchases >= 3).missing == 2);
static_assert(of(purchases >= 3).to_hold() == remedy::events &&
              of(purchases >= 3).from == instant::forever());
static_assert(of(purchases <= 0).missing == -1 && of(purchases <= 0).to_hold() == remedy::never);
static_assert(of(last_score <= 1).missing == -3 && of(last_score <= 1).to_hold() == remedy::events);
static_assert(of(last_score == 4).missing == 0 && of(last_score <= 4).missing == 0);
static_assert(of(silence >= 30_days).to_hold() == remedy::time && of(silence >= 30_days).from == day(31));
static_assert(of(silence >= 30_days).missing == (20_days).seconds);
static_assert(of(silence <= 5_days).to_hold() == remedy::events);

// What would end it.
static_assert(of(purchases >= 3).to_cease() == remedy::none);
static_assert(of(silence <= 20_days).until == day(21) + 1_seconds);
static_assert(of(silence <= 20_days).to_cease() == remedy::time);
static_assert(of(silence >= 5_days).until == instant::forever());
static_assert(of(silence >= 5_days).to_cease() == remedy::events);
static_assert(of(purchases <= 2).until == instant::forever() &&
              of(purchases <= 2).to_cease() == remedy::events);
static_assert(of(purchases >= 1).to_cease() == remedy::never);
static_assert(of(last_score >= 3).to_cease() == remedy::events);

// Whether an event could: below a bound above, and above a bound below that the fact can fall under.
static_assert(of(purchases <= 2).can_end() && !of(purchases >= 1).can_end());
static_assert(of(last_score >= 1).can_end() && !of(last_score >= 0).can_end());
static_assert(of(last_score <= 4).can_end() && !of(last_score <= 5).can_end());

// The share of the way, in thousandths and one more; what time brings costs nothing.
static_assert(cost(purchases >= 3) == 667);
static_assert(cost(last_score <= 1) == 3'001 && cost(last_score <= 0) == 4'001);
static_assert(cost(last_score >= 5) == 201);
static_assert(cost(spend <= rung::money{-5'00}) == 3'001);
static_assert(cost(silence >= 30_days) == 0 && cost(silence <= 5_days) == 1'001);
static_assert(cost(spend >= rung::money{rung::unlimited}) == rung::unlimited - 10'00);

// Routes: from when and until when all of it holds, what brings it, what ends it, what it costs.
struct route {
    rung::measured_condition<retail> all[2]{};
    constexpr route(rung::rule const& a, rung::rule const& b) : all{of(a), of(b)} {}
    [[nodiscard]] constexpr rung::measured_route<retail> both() const { return {all, 0b11, now}; }
};
constexpr route bought_and_silent{purchases >= 1, silence >= 30_days};
static_assert(bought_and_silent.both().size() == 2 && !bought_and_silent.both().holds());
static_assert(bought_and_silent.both().from() == day(31) &&
              bought_and_silent.both().to_hold() == remedy::time);
static_assert(bought_and_silent.both().until() == instant::forever() && bought_and_silent.both().cost() == 0);
constexpr route young{silence <= 20_days, tenure <= 15_days};
static_assert(young.both().holds() && young.both().from() == now && young.both().to_hold() == remedy::none);
static_assert(young.both().until() == day(16) + 1_seconds && young.both().to_cease() == remedy::time);
static_assert(young.both().can_end());
constexpr route old{tenure <= 15_days, silence <= 20_days};
static_assert(old.both().until() == day(16) + 1_seconds);
constexpr route kept{purchases >= 1, purchases >= 1};
static_assert(kept.both().to_cease() == remedy::never && !kept.both().can_end());
constexpr route one_of_them{purchases >= 1, last_score >= 3};
static_assert(one_of_them.both().to_cease() == remedy::events && one_of_them.both().can_end());
constexpr route dear{purchases >= 3, last_score >= 5};
static_assert(dear.both().cost() == 868 && dear.both().to_hold() == remedy::events);
static_assert(dear.both().to_cease() == remedy::none && dear.both().from() == instant::forever());
// Time brings each, and never both: the silence of the one ends before the tenure of the other is there.
constexpr route never_both{silence <= 20_days, tenure >= 40_days};
static_assert(never_both.both().from() == instant::forever() &&
              never_both.both().until() == instant::forever());
static_assert(never_both.both().to_hold() == remedy::events);  // a purchase would end the silence
constexpr route too_late{tenure <= 15_days, tenure >= 40_days};
static_assert(too_late.both().to_hold() == remedy::never);
// The end of the one is the beginning of the other: half-open, so never both.
constexpr route touching{tenure <= 15_days, tenure >= 15_days + 1_seconds};
static_assert(touching.both().from() == instant::forever());
constexpr route hopeless{purchases <= 0, last_score >= 5};
static_assert(hopeless.both().to_hold() == remedy::never);

}  // namespace

TEST_CASE("a measured route is iterated condition by condition") {
    std::int64_t missing = 0;
    for (auto const& c : dear.both()) missing += c.missing;
    CHECK(missing == 3);
}
