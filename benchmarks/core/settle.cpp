// One client and time alone: when it next changes the standing, and the move itself.

#include "streams.hpp"

#include <rung/core/lifecycle.hpp>
#include <rung/ladders/ladders.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

using namespace rung::literals;

constexpr rung::lifecycle service{rung::ladders::service()};
// With a grace: then next_change has to look whether time ends it before its end.
constexpr rung::lifecycle journey{rung::ladders::journey(), rung::ascent::leap{},
                                  rung::descent::after{30_days}};

constexpr std::size_t clients = 256;

// Clients as they stand after sixteen events each.
template <class Life>
std::vector<rung::client> known(Life const& life) {
    std::vector<rung::client> all(clients);
    for (auto const& e : streams::make(streams::mix::purchases, clients, clients * 16))
        life.apply(all[e.client], e);
    return all;
}

template <class Life>
void next_change(benchmark::State& state, Life life) {
    auto const all = known(life);
    benchmark::DoNotOptimize(life);
    for (auto _ : state) {
        std::uint64_t sum = 0;
        for (auto const& c : all) sum += life.next_change(c).unix_seconds;
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(clients));
}

// All of them a year later: about half of them have lapsed.
template <class Life>
void settle(benchmark::State& state, Life life) {
    auto const all = known(life);
    auto now = all;
    rung::instant last{};
    for (auto const& c : all) last = c.standing.since > last ? c.standing.since : last;
    auto const later = last + 365_days;
    benchmark::DoNotOptimize(life);
    for (auto _ : state) {
        now = all;
        std::uint64_t moves = 0;
        for (auto& c : now) moves += life.settle(c, later);
        benchmark::DoNotOptimize(moves);
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(clients));
}

template <auto const& Life>
void next_change_fixed(benchmark::State& state) {
    next_change(state, rung::fixed<Life>{});
}
template <auto const& Life>
void next_change_run_time(benchmark::State& state) {
    next_change(state, Life);
}
template <auto const& Life>
void settle_fixed(benchmark::State& state) {
    settle(state, rung::fixed<Life>{});
}
template <auto const& Life>
void settle_run_time(benchmark::State& state) {
    settle(state, Life);
}

BENCHMARK(next_change_fixed<service>)->Name("next_change_service/fixed");
BENCHMARK(next_change_run_time<service>)->Name("next_change_service/run_time");
BENCHMARK(next_change_fixed<journey>)->Name("next_change_journey_with_grace/fixed");
BENCHMARK(next_change_run_time<journey>)->Name("next_change_journey_with_grace/run_time");
BENCHMARK(settle_fixed<service>)->Name("settle_service/fixed");
BENCHMARK(settle_run_time<service>)->Name("settle_service/run_time");
BENCHMARK(settle_fixed<journey>)->Name("settle_journey_with_grace/fixed");
BENCHMARK(settle_run_time<journey>)->Name("settle_journey_with_grace/run_time");

}  // namespace
