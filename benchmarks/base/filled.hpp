#pragma once

// Bases that have taken a log, for benchmarks of what is asked of them; and records to be read beside them.

#include "log.hpp"

#include <rung/base/client_base.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

namespace filled {

using logs::id;

template <class Life, id Id>
using base_of =
    std::conditional_t<Id == id::dense, rung::client_base<Life, rung::history::none, rung::ids::dense>,
                       rung::client_base<Life>>;

struct alignas(64) record {
    std::uint64_t word[8]{};
};

inline std::size_t clients_of(benchmark::State const& state) {
    return static_cast<std::size_t>(state.range(0));
}
inline void count(benchmark::State& state) { state.SetItemsProcessed(state.iterations() * state.range(0)); }

constexpr rung::instant last = rung::instant::from_unix(1'577'836'800 + 3 * 365 * 86'400);

/// The base that has taken the log; one is kept.
template <id Id, class Life>
base_of<Life, Id> const& full(benchmark::State const& state, Life life) {
    static std::unique_ptr<base_of<Life, Id>> have;
    static std::size_t clients = 0;
    if (clients == clients_of(state)) return *have;
    clients = clients_of(state);
    have.reset();
    if constexpr (Id == id::dense)
        have = std::make_unique<base_of<Life, Id>>(life, rung::ids::dense{.count = clients});
    else
        have = std::make_unique<base_of<Life, Id>>(life);
    have->reserve(clients);
    (void)have->apply(std::span{logs::get({clients, logs::order::by_time, logs::spread::even, Id})});
    have->settle(last);
    return *have;
}

inline void read_records(benchmark::State& state) {
    std::vector<record> const records(clients_of(state), record{{1}});
    for (auto _ : state) {
        std::uint64_t sum = 0;
        for (auto const& r : records) sum += r.word[0];
        benchmark::DoNotOptimize(sum);
    }
    count(state);
}

inline void sizes(benchmark::internal::Benchmark* b) {
    b->ArgName("clients")->Unit(benchmark::kMillisecond)->Arg(10'000)->Arg(1'000'000);
}

}  // namespace filled
