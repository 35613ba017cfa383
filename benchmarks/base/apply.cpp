// A whole log into a base at once. `floor`: the events are read in order, and for each of them a word of a
// record of 64 bytes is written, asked for in time. `hand`: what an expert writes for the service ladder,
// over an array of clients that the id is an index of.

#include "core/service_by_hand.hpp"
#include "log.hpp"

#include <rung/base/client_base.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/ladders/service.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace {

using logs::id;
using logs::log;
using logs::order;
using logs::shape;
using logs::spread;

constexpr rung::lifecycle service{rung::ladders::service()};

template <order Order, spread Spread, id Id>
log const& log_of(benchmark::State const& state) {
    return logs::get({static_cast<std::size_t>(state.range(0)), Order, Spread, Id});
}
void count(benchmark::State& state, log const& events) {
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events.size()));
}

// A client who does not straddle cache lines.
struct line : rung::client {};

struct alignas(64) touched {
    std::uint64_t word[8]{};
};

template <spread Spread>
void touch(benchmark::State& state) {
    auto const& events = log_of<order::by_time, Spread, id::dense>(state);
    std::vector<touched> records(static_cast<std::size_t>(state.range(0)));
    constexpr std::size_t ahead = 32;
    for (auto _ : state) {
        auto const n = events.size() - ahead;
        for (std::size_t i = 0; i < n; ++i) {
            __builtin_prefetch(&records[events[i + ahead].client], 1);
            records[events[i].client].word[0] = events[i].id;
        }
        for (std::size_t i = n; i < events.size(); ++i) records[events[i].client].word[0] = events[i].id;
        benchmark::ClobberMemory();
    }
    count(state, events);
}

void read_events(benchmark::State& state) {
    auto const& events = log_of<order::by_client, spread::even, id::dense>(state);
    for (auto _ : state) {
        std::uint64_t sum = 0;
        for (auto const& e : events) sum += e.id;
        benchmark::DoNotOptimize(sum);
    }
    count(state, events);
}

[[gnu::noinline]] std::uint64_t by_hand_all(by_hand::service const& hand, std::span<line> clients,
                                            std::uint64_t* census,
                                            std::span<rung::retail_event const> events) {
    constexpr std::size_t ahead = 32;
    std::uint64_t moves = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (i + ahead < events.size()) __builtin_prefetch(&clients[events[i + ahead].client], 1);
        auto const& e = events[i];
        auto& c = clients[e.client];
        bool const is_new = c.is_new();
        auto const before = c.standing.place;
        auto const out = hand.apply(c, e);
        moves += out.settled() + (out ? 1 : 0);
        census[c.standing.place] += 1;
        census[before] -= is_new ? 0 : 1;
    }
    return moves;
}

template <order Order, spread Spread>
void hand(benchmark::State& state) {
    auto const& events = log_of<Order, Spread, id::dense>(state);
    std::vector<line> clients(static_cast<std::size_t>(state.range(0)));
    by_hand::service const life{service.ladder()};
    for (auto _ : state) {
        state.PauseTiming();
        for (auto& c : clients) c = {};
        state.ResumeTiming();
        std::uint64_t census[8]{};
        auto moves = by_hand_all(life, clients, census, events);
        benchmark::DoNotOptimize(moves);
        benchmark::DoNotOptimize(census);
    }
    count(state, events);
}

template <class Base, class... Observers>
void replay(benchmark::State& state, Base empty, log const& events, Observers... observers) {
    empty.reserve(static_cast<std::size_t>(state.range(0)));
    auto base = empty;
    // Once before, so that no iteration asks the system for memory.
    if (base.apply(std::span{events}, observers...).applied != events.size())
        return state.SkipWithError("an event was refused");
    for (auto _ : state) {
        state.PauseTiming();
        base = empty;
        state.ResumeTiming();
        auto report = base.apply(std::span{events}, observers...);
        benchmark::DoNotOptimize(report.moves);
    }
    count(state, events);
}

template <id Id, class Life>
auto empty_base(benchmark::State const& state, Life life) {
    if constexpr (Id == id::dense)
        return rung::client_base{life, rung::ids::dense{.count = static_cast<std::size_t>(state.range(0))}};
    else
        return rung::client_base{life};
}

template <order Order, spread Spread, id Id>
void fixed(benchmark::State& state) {
    replay(state, empty_base<Id>(state, rung::fixed<service>{}), log_of<Order, Spread, Id>(state));
}
template <order Order, spread Spread, id Id>
void run_time(benchmark::State& state) {
    replay(state, empty_base<Id>(state, service), log_of<Order, Spread, Id>(state));
}
template <order Order, spread Spread, id Id>
void observed(benchmark::State& state) {
    replay(state, empty_base<Id>(state, rung::fixed<service>{}), log_of<Order, Spread, Id>(state),
           rung::insight::funnel{service}, rung::insight::flow{service});
}
template <id Id>
void one_by_one(benchmark::State& state) {
    auto const& events = log_of<order::by_time, spread::even, Id>(state);
    auto empty = empty_base<Id>(state, rung::fixed<service>{});
    empty.reserve(static_cast<std::size_t>(state.range(0)));
    auto base = empty;
    for (auto _ : state) {
        state.PauseTiming();
        base = empty;
        state.ResumeTiming();
        for (auto const& e : events) benchmark::DoNotOptimize(base.apply(e).settled());
    }
    count(state, events);
}

void sizes(benchmark::internal::Benchmark* b) {
    b->ArgName("clients")->Unit(benchmark::kMillisecond)->Arg(10'000)->Arg(1'000'000)->Arg(10'000'000);
}

void a_million(benchmark::internal::Benchmark* b) {
    b->ArgName("clients")->Unit(benchmark::kMillisecond)->Arg(1'000'000);
}

constexpr auto by_time = order::by_time;
constexpr auto by_client = order::by_client;
constexpr auto even = spread::even;
constexpr auto zipf = spread::zipf;

BENCHMARK(touch<even>)->Name("time_order_dense/floor")->Apply(sizes);
BENCHMARK(hand<by_time, even>)->Name("time_order_dense/hand")->Apply(sizes);
BENCHMARK(fixed<by_time, even, id::dense>)->Name("time_order_dense/fixed")->Apply(sizes);
BENCHMARK(observed<by_time, even, id::dense>)
    ->Name("time_order_dense/fixed_with_funnel_and_flow")
    ->Apply(sizes);
BENCHMARK(run_time<by_time, even, id::dense>)->Name("time_order_dense/run_time")->Apply(sizes);
BENCHMARK(one_by_one<id::dense>)->Name("time_order_dense/one_by_one")->Apply(sizes);

BENCHMARK(touch<even>)->Name("time_order_random/floor")->Apply(sizes);
BENCHMARK(fixed<by_time, even, id::random>)->Name("time_order_random/fixed")->Apply(sizes);
BENCHMARK(run_time<by_time, even, id::random>)->Name("time_order_random/run_time")->Apply(sizes);
BENCHMARK(one_by_one<id::random>)->Name("time_order_random/one_by_one")->Apply(sizes);

BENCHMARK(touch<zipf>)->Name("time_order_zipf_dense/floor")->Apply(sizes);
BENCHMARK(hand<by_time, zipf>)->Name("time_order_zipf_dense/hand")->Apply(sizes);
BENCHMARK(fixed<by_time, zipf, id::dense>)->Name("time_order_zipf_dense/fixed")->Apply(sizes);
BENCHMARK(touch<zipf>)->Name("time_order_zipf_random/floor")->Apply(sizes);
BENCHMARK(fixed<by_time, zipf, id::random>)->Name("time_order_zipf_random/fixed")->Apply(sizes);

BENCHMARK(touch<even>)->Name("time_order_by_ids/floor")->Apply(a_million);
BENCHMARK(fixed<by_time, even, id::random>)->Name("time_order_by_ids/random")->Apply(a_million);
BENCHMARK(fixed<by_time, even, id::high_half>)->Name("time_order_by_ids/high_half")->Apply(a_million);
BENCHMARK(fixed<by_time, even, id::golden>)->Name("time_order_by_ids/golden")->Apply(a_million);
BENCHMARK(fixed<by_time, even, id::chosen>)->Name("time_order_by_ids/chosen")->Apply(a_million);

BENCHMARK(read_events)->Name("sorted/floor")->Apply(sizes);
BENCHMARK(hand<by_client, even>)->Name("sorted/hand")->Apply(sizes);
BENCHMARK(fixed<by_client, even, id::dense>)->Name("sorted/fixed_dense")->Apply(sizes);
BENCHMARK(fixed<by_client, even, id::random>)->Name("sorted/fixed_random")->Apply(sizes);
BENCHMARK(run_time<by_client, even, id::dense>)->Name("sorted/run_time_dense")->Apply(sizes);

}  // namespace
