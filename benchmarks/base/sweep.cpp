// What is asked of all clients of a base, or of one. `floor`: a word of each record is read, or what is said
// beside it.

#include "filled.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/ladders/service.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

namespace {

using namespace filled;

constexpr rung::lifecycle service{rung::ladders::service()};

template <class Life>
void settle(benchmark::State& state, Life life) {
    auto base = full<id::dense>(state, life);
    for (auto _ : state) {
        auto moves = base.settle(last);
        benchmark::DoNotOptimize(moves);
    }
    count(state);
}

void census(benchmark::State& state) {
    auto const& base = full<id::dense>(state, rung::fixed<service>{});
    for (auto _ : state) {
        auto c = base.census();
        benchmark::DoNotOptimize(c);
    }
    state.SetItemsProcessed(state.iterations());
}
void recount(benchmark::State& state) {
    auto const& base = full<id::dense>(state, rung::fixed<service>{});
    for (auto _ : state) {
        rung::census<rung::ladders::service_stage> c{5};
        base.each([&](auto const& view) { c.add(view.stage()); });
        benchmark::DoNotOptimize(c);
    }
    state.SetItemsProcessed(state.iterations());
}

template <id Id>
std::vector<rung::client_id> wanted(std::size_t clients) {
    dice roll{7};
    std::vector<rung::client_id> ids(1 << 20);
    for (auto& i : ids) i = logs::id_of(roll(clients), Id);
    return ids;
}
template <id Id>
void find(benchmark::State& state) {
    auto const& base = full<Id>(state, rung::fixed<service>{});
    auto const ids = wanted<Id>(clients_of(state));
    for (auto _ : state) {
        std::uint64_t sum = 0;
        for (auto const i : ids) sum += rung::index_of(base.find(i)->stage());
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(ids.size()));
    state.counters["bytes_per_client"] = static_cast<double>(base.bytes()) / static_cast<double>(base.size());
}
void find_in_map(benchmark::State& state) {
    std::unordered_map<rung::client_id, rung::client> map;
    map.reserve(clients_of(state));
    for (std::size_t n = 0; n < clients_of(state); ++n) map[logs::id_of(n, id::random)] = {};
    auto const ids = wanted<id::random>(clients_of(state));
    for (auto _ : state) {
        std::uint64_t sum = 0;
        for (auto const i : ids) sum += map.find(i)->second.standing.place;
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(ids.size()));
}
void read_at_random(benchmark::State& state) {
    std::vector<record> const records(clients_of(state), record{{1}});
    auto const ids = wanted<id::dense>(clients_of(state));
    for (auto _ : state) {
        std::uint64_t sum = 0;
        for (auto const i : ids) sum += records[i].word[0];
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(ids.size()));
}

/// Into memory that is there.
struct into {
    std::byte* to;
    std::size_t size = 0;
    [[nodiscard]] bool write(std::span<std::byte const> bytes) {
        std::memcpy(to + size, bytes.data(), bytes.size());
        size += bytes.size();
        return true;
    }
    [[nodiscard]] bool sync() { return true; }
};
void copy_records(benchmark::State& state) {
    std::vector<record> const records(clients_of(state), record{{1}});
    std::vector<record> to(records.size());
    for (auto _ : state) {
        std::memcpy(to.data(), records.data(), records.size() * sizeof(record));
        benchmark::ClobberMemory();
    }
    count(state);
}
void snapshot(benchmark::State& state) {
    auto const& base = full<id::random>(state, rung::fixed<service>{});
    std::vector<std::byte> memory(100 * clients_of(state) + 4'096);
    for (auto _ : state) {
        into sink{memory.data()};
        if (!rung::write_snapshot(base, sink)) state.SkipWithError("not written");
        state.counters["bytes_per_client"] =
            static_cast<double>(sink.size) / static_cast<double>(base.size());
    }
    count(state);
}

BENCHMARK(read_records)->Name("settle/floor")->Apply(sizes);
BENCHMARK_CAPTURE(settle, fixed, rung::fixed<service>{})->Name("settle/fixed")->Apply(sizes);
BENCHMARK_CAPTURE(settle, run_time, service)->Name("settle/run_time")->Apply(sizes);

BENCHMARK(census)->Name("census/kept")->Apply(sizes);
BENCHMARK(recount)->Name("census/recount")->Apply(sizes);

BENCHMARK(read_at_random)->Name("find/floor")->Apply(sizes);
BENCHMARK(find<id::dense>)->Name("find/dense")->Apply(sizes);
BENCHMARK(find<id::random>)->Name("find/random")->Apply(sizes);
BENCHMARK(find_in_map)->Name("find/unordered_map")->Apply(sizes);

BENCHMARK(copy_records)->Name("snapshot/floor")->Apply(sizes);
BENCHMARK(snapshot)->Name("snapshot/write")->Apply(sizes);

}  // namespace
