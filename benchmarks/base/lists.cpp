// Who is due, and the top of all clients, of a base. `floor`: a word of each record is read, or two of them
// are and the best are kept by hand.

#include "filled.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/due.hpp>
#include <rung/base/in_order.hpp>
#include <rung/ladders/service.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace {

using namespace filled;
using namespace rung::literals;
using fact = rung::retail::fact;

constexpr rung::lifecycle service{rung::ladders::service()};
constexpr std::size_t top = 100;

// What is left to do if one knows nothing of rung: a look at each record's due date, and a list of those.
void due_by_hand(benchmark::State& state) {
    auto const& base = full<id::dense>(state, rung::fixed<service>{});
    std::vector<rung::client> const records = [&] {
        std::vector<rung::client> all;
        base.each([&](auto const& client) { all.push_back(client.client()); });
        return all;
    }();
    for (auto _ : state) {
        std::vector<std::pair<rung::instant, std::size_t>> due;
        for (std::size_t i = 0; i < records.size(); ++i) {
            if (records[i].standing.due <= last + 14_days) due.emplace_back(records[i].standing.due, i);
        }
        std::sort(due.begin(), due.end());
        benchmark::DoNotOptimize(due.data());
    }
    count(state);
}
template <class Life>
void due(benchmark::State& state, Life life) {
    auto const& base = full<id::dense>(state, life);
    std::size_t told = 0;
    for (auto _ : state) {
        auto const all = base.due(last, 14_days);
        told = all.size();
        benchmark::DoNotOptimize(all.data());
    }
    if (told == 0) state.SkipWithError("nobody is due");
    state.counters["due"] = static_cast<double>(told);
    count(state);
}

void top_by_hand(benchmark::State& state) {
    auto const& base = full<id::dense>(state, rung::fixed<service>{});
    std::vector<rung::client> records;
    base.each([&](auto const& client) { records.push_back(client.client()); });
    for (auto _ : state) {
        std::vector<std::pair<std::int64_t, std::size_t>> best;
        auto const before = [](auto const& a, auto const& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        };
        for (std::size_t i = 0; i < records.size(); ++i) {
            std::pair const one{records[i].facts.spend().minor_units, i};
            if (best.size() < top) {
                best.push_back(one);
                if (best.size() == top) std::make_heap(best.begin(), best.end(), before);
            } else if (before(one, best.front())) {
                std::pop_heap(best.begin(), best.end(), before);
                best.back() = one;
                std::push_heap(best.begin(), best.end(), before);
            }
        }
        std::sort(best.begin(), best.end(), before);
        benchmark::DoNotOptimize(best.data());
    }
    count(state);
}
void top_by_spend(benchmark::State& state) {
    auto const& base = full<id::dense>(state, rung::fixed<service>{});
    for (auto _ : state) {
        std::int64_t sum = 0;
        base.each_in_order(
            rung::by_fact{fact::spend, last},
            [&](auto const& client) { sum += client.facts().spend().minor_units; }, top);
        benchmark::DoNotOptimize(sum);
    }
    count(state);
}
void all_by_spend(benchmark::State& state) {
    auto const& base = full<id::dense>(state, rung::fixed<service>{});
    for (auto _ : state) {
        std::int64_t sum = 0;
        base.each_in_order(rung::by_fact{fact::spend, last},
                           [&](auto const& client) { sum += client.facts().spend().minor_units; });
        benchmark::DoNotOptimize(sum);
    }
    count(state);
}

BENCHMARK(read_records)->Name("due/floor")->Apply(sizes);
BENCHMARK(due_by_hand)->Name("due/by_hand")->Apply(sizes);
BENCHMARK_CAPTURE(due, fixed, rung::fixed<service>{})->Name("due/fixed")->Apply(sizes);
BENCHMARK_CAPTURE(due, run_time, service)->Name("due/run_time")->Apply(sizes);
BENCHMARK(top_by_hand)->Name("top_100/by_hand")->Apply(sizes);
BENCHMARK(top_by_spend)->Name("top_100/each_in_order")->Apply(sizes);
BENCHMARK(all_by_spend)->Name("all_in_order")->Apply(sizes);

}  // namespace
