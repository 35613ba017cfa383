// What new thresholds would do to all clients of a base, a shop's. `floor`: a word of each record is read.

#include "base/filled.hpp"

#include <rung/insight/compare.hpp>
#include <rung/ladders/service.hpp>

#include <benchmark/benchmark.h>

namespace {

using namespace filled;
using namespace rung::literals;

constexpr rung::lifecycle service{rung::ladders::service()};
constexpr rung::lifecycle stricter{
    rung::ladders::service({.client_purchases = 5, .regular_within = 60_days})};

template <class Life, class New>
void what_if(benchmark::State& state, Life life, New next) {
    auto const& base = full<id::dense>(state, life);
    for (auto _ : state) {
        auto impact = rung::insight::compare(base, next, {.at = last});
        benchmark::DoNotOptimize(impact.up);
    }
    count(state);
}

BENCHMARK(read_records)->Name("what_if/floor")->Apply(sizes);
BENCHMARK_CAPTURE(what_if, fixed, rung::fixed<service>{}, rung::fixed<stricter>{})
    ->Name("what_if/fixed")
    ->Apply(sizes);
BENCHMARK_CAPTURE(what_if, run_time, service, stricter)->Name("what_if/run_time")->Apply(sizes);
BENCHMARK_CAPTURE(what_if, same, rung::fixed<service>{}, rung::fixed<service>{})
    ->Name("what_if/fixed_nobody_moves")
    ->Apply(sizes);

}  // namespace
