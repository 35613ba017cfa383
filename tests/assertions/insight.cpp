// What insights refuse: a rung, a group or a value that is not there, and parts that do not add up.
#include "assertions/handler.hpp"
#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/breaks.hpp>
#include <rung/insight/by.hpp>
#include <rung/insight/concentration.hpp>
#include <rung/insight/evaluations.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/moments.hpp>
#include <rung/insight/quantiles.hpp>
#include <rung/insight/waiting.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>

#include <cstdint>

namespace {

using namespace rung::literals;
using stage = rung::ladders::service_stage;

constexpr rung::lifecycle service{rung::ladders::service()};
constexpr auto now = rung::utc(2026, 1, 1);

}  // namespace

TEST_CASE("an estimate that is not yet known is not read, nor an interval that is not there") {
    rung::insight::estimate const unknown{3}, alone{1, 5};
    CHECK(told_by([&] { (void)unknown.value(); }) ==
          "a value that is not yet known was read: ask known() first");
    CHECK(told_by([&] { (void)alone.value(); }).empty());
    CHECK(told_by([&] { (void)alone.low(); }) == "an estimate without an interval was asked for it");
    CHECK(told_by([&] { (void)unknown.high(); }) == "an estimate without an interval was asked for it");
    for (auto const level : {0.0, 1.0, 95.0})
        CHECK(told_by([&] { (void)rung::insight::confidence{level}; }) ==
              "a confidence is more than 0 and less than 1, as 0.95 is");
    CHECK(told_by([] { (void)rung::insight::moments{}.variance(); }) ==
          "fewer than two numbers have no variance");
    CHECK(told_by([] { (void)(rung::insight::wide{INT64_MAX} + rung::insight::wide{1}).to_int64(); }) ==
          "a sum is too large for 64 bits: ask for it as a wide");
}

TEST_CASE("a ledger refuses a stage that its ladder does not have, and one of another height") {
    rung::insight::ledger book{service.ladder()};
    CHECK(told_by([&] { (void)book.at(stage::advocate, now); }).empty());
    auto const no_stage = "a ledger was asked for a stage that its ladder does not have";
    CHECK(told_by([&] { (void)book.at(static_cast<stage>(5), now); }) == no_stage);
    CHECK(told_by([&] { (void)book.profit_gain(stage::buyer, static_cast<stage>(9), now); }) == no_stage);
    rung::insight::ledger<> low{rung::ladder{rung::stage{"guest"}}};
    rung::insight::ledger<> high{
        rung::ladder{rung::stage{"guest"}, rung::stage{"member", rung::facts::purchases >= 1}}};
    CHECK(told_by([&] { low += high; }) == "ledgers of two ladders of different height do not add up");
}

TEST_CASE("a group of which nothing was seen is refused, and a client whose first event was not told") {
    rung::client_base base{service};
    rung::insight::by books{[](rung::client_id c) { return c % 2; }, rung::insight::ledger{base}};
    (void)base.apply(rung::purchase{.id = 1, .client = 4, .at = now}, books);
    CHECK(told_by([&] { (void)books[0]; }).empty());
    CHECK(told_by([&] { (void)books[1]; }) ==
          "a group was asked for of which nothing was seen: find() says so");
    CHECK(told_by([&] { (void)rung::insight::first_channel{}(4); }) ==
          "the group of a client was asked for whose first event was not told");
}

TEST_CASE("values that have no concentration, and shares that are none") {
    using rung::insight::concentration;
    CHECK(told_by([] {
              (void)concentration{{1, -1}};
          }) == "a concentration is of values of zero or more: below_zero::clamp counts the others as zero");
    concentration const two{{1, 3}};
    CHECK(told_by([&] { (void)two.top(3); }) == "the top clients are at least none and at most all");
    CHECK(told_by([&] { (void)two.top_share(20); }) == "a share of clients is from 0 to 1");
    rung::insight::quantiles q;
    CHECK(told_by([&] { q.add(-1); }) == "quantiles are of values of zero or more: clamp what is below");
    CHECK(told_by([&] { (void)q.at(50); }) == "a quantile is of a share from 0 to 1");
}

TEST_CASE("terms that make no sense, and parts counted on other terms") {
    using rung::insight::breaks;
    using rung::insight::waiting;
    CHECK(told_by([] { (void)waiting{{.unit = rung::duration{}}}; }) ==
          "a unit of waiting is longer than nothing");
    CHECK(told_by([] {
              (void)waiting{{.bands = {2_hours, 1_hours}}};
          }) == "the bands of waits are given from the shortest to the longest");
    waiting minutes, hours{{.unit = 1_hours}};
    CHECK(told_by([&] { minutes += hours; }) == "waits counted on different terms do not add up");
    CHECK(told_by([] { (void)breaks{{.least_gaps = 0}}; }) ==
          "a break is longer than nothing, against at least one gap, in units longer than nothing");
    breaks twice, thrice{{.percent_of_gap = 300}};
    CHECK(told_by([&] { twice += thrice; }) == "breaks counted on different terms do not add up");
    rung::insight::evaluations buyer{stage::buyer}, client{stage::client};
    CHECK(told_by([&] { buyer += client; }) ==
          "evaluations with another rung of the regular clients do not add up");
    CHECK(told_by([&] { (void)buyer[7]; }) ==
          "nobody evaluated an attribute of this number: attributes() lists those that were");
}
