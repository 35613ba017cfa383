// Why one client stands where they do, and what is missing for the next rung.

#include "streams.hpp"

#include <rung/core/explain.hpp>
#include <rung/ladders/ladders.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

constexpr rung::lifecycle service{rung::ladders::service()};
constexpr rung::lifecycle journey{rung::ladders::journey()};

template <class Life>
void explain(benchmark::State& state, Life life) {
    constexpr std::size_t clients = 64;
    auto const log = streams::make(streams::mix::purchases, clients, clients * 16);
    std::vector<rung::client> all(clients);
    for (auto const& e : log) life.apply(all[e.client], e);
    auto const now = log.back().at;
    benchmark::DoNotOptimize(life);
    for (auto _ : state) {
        for (auto const& c : all) benchmark::DoNotOptimize(life.explain(c, now));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(clients));
}

template <auto const& Life>
void fixed(benchmark::State& state) {
    explain(state, rung::fixed<Life>{});
}
template <auto const& Life>
void run_time(benchmark::State& state) {
    explain(state, Life);
}

BENCHMARK(fixed<service>)->Name("explain_service/fixed");
BENCHMARK(run_time<service>)->Name("explain_service/run_time");
BENCHMARK(fixed<journey>)->Name("explain_journey/fixed");
BENCHMARK(run_time<journey>)->Name("explain_journey/run_time");

}  // namespace
