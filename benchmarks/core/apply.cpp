// One event of one client, in cache: a ladder bound at compile time (fixed) and the same held at run time
// (run_time) against what an expert writes by hand; and beside state machines that know the stage only.

#include "service_by_hand.hpp"
#include "streams.hpp"

#include <rung/core/lifecycle.hpp>
#include <rung/ladders/ladders.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

using streams::mix;

constexpr rung::lifecycle service{rung::ladders::service()};
constexpr rung::lifecycle journey{rung::ladders::journey()};
constexpr rung::lifecycle loyalty{rung::ladders::loyalty()};

// Where a run ended: the clients, and what was answered on the way.
struct ending {
    std::vector<rung::client> clients;
    std::uint64_t answers = 0;
    friend bool operator==(ending const&, ending const&) = default;
};

template <class Life>
[[gnu::noinline]] std::uint64_t pass(Life const& life, rung::client* clients,
                                     std::vector<rung::retail_event> const& log) {
    std::uint64_t answers = 0;
    for (auto const& e : log) {
        auto const o = life.apply(clients[e.client], e);
        answers += static_cast<std::uint64_t>(o.answer()) + 16 * o.settled();
    }
    return answers;
}

template <class Life>
ending run(Life const& life, std::size_t clients, std::vector<rung::retail_event> const& log) {
    ending out{std::vector<rung::client>(clients), 0};
    out.answers = pass(life, out.clients.data(), log);
    return out;
}

// The events of `clients` clients; every run begins with clients of whom nothing is known.
template <class Life, class Model>
void apply(benchmark::State& state, Life life, Model const& model, mix of, std::size_t clients) {
    auto const log = streams::make(of, clients, clients < 64 ? 4'096 : clients * 16);
    if (!(run(life, clients, log) == run(model, clients, log))) {
        state.SkipWithError("ended in another state than the ladder does");
        return;
    }
    benchmark::DoNotOptimize(life);
    std::vector<rung::client> all(clients);
    for (auto _ : state) {
        for (auto& c : all) c = {};
        auto answers = pass(life, all.data(), log);
        benchmark::DoNotOptimize(answers);
        benchmark::DoNotOptimize(all.data());
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(log.size()));
}

template <auto const& Life, mix Mix>
void fixed(benchmark::State& state) {
    apply(state, rung::fixed<Life>{}, Life, Mix, static_cast<std::size_t>(state.range(0)));
}

template <auto const& Life, mix Mix>
void run_time(benchmark::State& state) {
    apply(state, Life, rung::fixed<Life>{}, Mix, static_cast<std::size_t>(state.range(0)));
}

template <mix Mix>
void hand(benchmark::State& state) {
    apply(state, by_hand::service{service.ladder()}, service, Mix, static_cast<std::size_t>(state.range(0)));
}

// One client; as many as fit the cache of the first level, and of the second.
void of_clients(benchmark::internal::Benchmark* b) { b->ArgName("clients")->Arg(1)->Arg(256)->Arg(4'096); }

BENCHMARK(hand<mix::purchases>)->Name("apply_service_purchases/hand")->Apply(of_clients);
BENCHMARK(fixed<service, mix::purchases>)->Name("apply_service_purchases/fixed")->Apply(of_clients);
BENCHMARK(run_time<service, mix::purchases>)->Name("apply_service_purchases/run_time")->Apply(of_clients);
BENCHMARK(hand<mix::kinds>)->Name("apply_service_kinds/hand")->Apply(of_clients);
BENCHMARK(fixed<service, mix::kinds>)->Name("apply_service_kinds/fixed")->Apply(of_clients);
BENCHMARK(run_time<service, mix::kinds>)->Name("apply_service_kinds/run_time")->Apply(of_clients);
BENCHMARK(fixed<journey, mix::purchases>)->Name("apply_journey_purchases/fixed")->Apply(of_clients);
BENCHMARK(run_time<journey, mix::purchases>)->Name("apply_journey_purchases/run_time")->Apply(of_clients);
BENCHMARK(fixed<journey, mix::kinds>)->Name("apply_journey_kinds/fixed")->Apply(of_clients);
BENCHMARK(run_time<journey, mix::kinds>)->Name("apply_journey_kinds/run_time")->Apply(of_clients);
BENCHMARK(fixed<loyalty, mix::kinds>)->Name("apply_loyalty_kinds/fixed")->Apply(of_clients);
BENCHMARK(run_time<loyalty, mix::kinds>)->Name("apply_loyalty_kinds/run_time")->Apply(of_clients);

}  // namespace
