#include "catch.hpp"
#include "insight/followed.hpp"

#include <rung/insight/breaks.hpp>
#include <rung/insight/evaluations.hpp>
#include <rung/insight/waiting.hpp>

#include <rapidcheck.h>

#include <array>
#include <cstdint>

namespace {

using namespace rung::literals;

/// How many plans had anything to count: a property of nothing would always hold.
template <class Make, class Counts>
int plans_that_count(Make const& make, Counts const& counts, int plans_a_run = 8) {
    int some = 0;
    // Several plans a run: few have something to count, and more runs would be the same ones, of one seed.
    CHECK(rc::check([&] {
        for (int n = 0; n < plans_a_run; ++n)
            followed::check_sums(make, [&](auto const& live) { some += counts(live) ? 1 : 0; });
    }));
    return some;
}

}  // namespace

TEST_CASE("waits are the same live, told at the end, and in parts") {
    auto const make = [](auto const&) {
        return rung::insight::waiting{{.unit = 3_seconds, .bands = {5_seconds, 20_seconds}}};
    };
    CHECK(plans_that_count(make, [](auto const& w) { return w.answered() + w.lost_waiting() > 0; }) > 5);
}

TEST_CASE("breaks are the same live, told at the end, and in parts") {
    auto const make = [](auto const&) {
        return rung::insight::breaks{{.percent_of_gap = 120, .least_gaps = 1, .unit = 4_seconds}};
    };
    CHECK(plans_that_count(make, [](auto const& b) { return b.all(rung::instant::never()).came_back > 0; }) >
          5);
}

TEST_CASE("evaluations are the same live, told at the end, and in parts") {
    auto const make = [](auto const&) { return rung::insight::evaluations{rung::stage_id{2}}; };
    auto const counts = [](auto const& e) {
        auto const all = e.of([](auto) { return true; });
        return all.regular != std::array<std::int64_t, 5>{} || all.gone != std::array<std::int64_t, 5>{};
    };
    CHECK(plans_that_count(make, counts, 16) > 5);  // one of eighteen has
}
