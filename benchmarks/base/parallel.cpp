// A whole log into a base by two threads. `plain` is a client_base by itself and one thread; `threads_1` and
// `threads_2` are the same clients in shards; `apart_2` is what two threads of this machine make of two bases
// that have nothing to do with each other, each with its half of the clients and a log made for it
// beforehand: nothing can be faster.

#include "log.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/in_parallel.hpp>
#include <rung/base/threads.hpp>
#include <rung/ladders/service.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace {

using logs::id;
using logs::order;

constexpr rung::lifecycle service{rung::ladders::service()};

template <id Id>
auto empty_base(rung::client_id first, std::size_t clients) {
    if constexpr (Id == id::dense)
        return rung::client_base{rung::fixed<service>{}, rung::ids::dense{first, clients}};
    else
        return rung::client_base{rung::fixed<service>{}};
}

template <order Order, id Id>
logs::log const& log_of(benchmark::State const& state) {
    return logs::get({static_cast<std::size_t>(state.range(0)), Order, logs::spread::even, Id});
}

/// make() makes an empty base, apply(base) lets it take the log and answers how many events it took.
template <class Make, class Apply>
void replay(benchmark::State& state, logs::log const& events, Make const& make, Apply const& apply) {
    for (auto _ : state) {
        state.PauseTiming();
        auto base = make();
        state.ResumeTiming();
        if (apply(base) != events.size()) return state.SkipWithError("an event was refused");
        state.PauseTiming();
        { auto const gone = std::move(base); }
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events.size()));
}

template <order Order, id Id>
void plain(benchmark::State& state) {
    auto const& events = log_of<Order, Id>(state);
    auto const clients = static_cast<std::size_t>(state.range(0));
    auto const make = [&] {
        auto base = empty_base<Id>(0, clients);
        base.reserve(clients);
        return base;
    };
    replay(state, events, make, [&](auto& base) { return base.apply(std::span{events}).applied; });
}

template <order Order, id Id, std::size_t Threads, std::size_t Shards>
void shards(benchmark::State& state) {
    auto const& events = log_of<Order, Id>(state);
    auto const clients = static_cast<std::size_t>(state.range(0));
    auto const make = [&] {
        rung::sharded_base base{empty_base<Id>(0, clients), Shards};
        base.reserve(clients);
        return base;
    };
    replay(state, events, make, [&](auto& base) {
        rung::in_parallel by{base, rung::threads{Threads}};
        return Order == order::by_client ? by.apply_by_client(events).applied : by.apply(events).applied;
    });
}

template <order Order, id Id>
void apart(benchmark::State& state) {
    auto const& events = log_of<Order, Id>(state);
    auto const clients = static_cast<std::size_t>(state.range(0));
    std::vector<rung::retail_event> halves[2];
    auto const second = logs::id_of(clients / 2, Id);
    for (auto const& e : events)
        halves[Id == id::dense ? e.client >= second : e.client % 2 != 0].push_back(e);
    auto const make = [&] {
        std::vector<decltype(empty_base<Id>(0, clients))> two{
            empty_base<Id>(0, clients / 2), empty_base<Id>(clients / 2, clients - clients / 2)};
        for (auto& base : two) base.reserve(clients / 2 + clients / 50);
        return two;
    };
    replay(state, events, make, [&](auto& two) {
        std::uint64_t applied[2]{};
        rung::threads{2}(2, [&](std::size_t i) { applied[i] = two[i].apply(std::span{halves[i]}).applied; });
        return applied[0] + applied[1];
    });
}

void sizes(benchmark::internal::Benchmark* b) {
    b->ArgName("clients")->Unit(benchmark::kMillisecond)->UseRealTime()->Arg(1'000'000)->Arg(10'000'000);
}

constexpr auto by_time = order::by_time;
constexpr auto by_client = order::by_client;

BENCHMARK(plain<by_time, id::dense>)->Name("parallel_time_order_dense/plain")->Apply(sizes);
BENCHMARK(shards<by_time, id::dense, 1, 64>)->Name("parallel_time_order_dense/threads_1")->Apply(sizes);
BENCHMARK(shards<by_time, id::dense, 2, 64>)->Name("parallel_time_order_dense/threads_2")->Apply(sizes);
BENCHMARK(shards<by_time, id::dense, 2, 2>)
    ->Name("parallel_time_order_dense/threads_2_shards_2")
    ->Apply(sizes);
BENCHMARK(apart<by_time, id::dense>)->Name("parallel_time_order_dense/apart_2")->Apply(sizes);

BENCHMARK(plain<by_time, id::random>)->Name("parallel_time_order_random/plain")->Apply(sizes);
BENCHMARK(shards<by_time, id::random, 1, 64>)->Name("parallel_time_order_random/threads_1")->Apply(sizes);
BENCHMARK(shards<by_time, id::random, 2, 64>)->Name("parallel_time_order_random/threads_2")->Apply(sizes);
BENCHMARK(shards<by_time, id::random, 2, 2>)
    ->Name("parallel_time_order_random/threads_2_shards_2")
    ->Apply(sizes);
BENCHMARK(apart<by_time, id::random>)->Name("parallel_time_order_random/apart_2")->Apply(sizes);

BENCHMARK(plain<by_client, id::dense>)->Name("parallel_sorted_dense/plain")->Apply(sizes);
BENCHMARK(shards<by_client, id::dense, 1, 64>)->Name("parallel_sorted_dense/threads_1")->Apply(sizes);
BENCHMARK(shards<by_client, id::dense, 2, 64>)->Name("parallel_sorted_dense/threads_2")->Apply(sizes);
BENCHMARK(apart<by_client, id::dense>)->Name("parallel_sorted_dense/apart_2")->Apply(sizes);

BENCHMARK(plain<by_client, id::random>)->Name("parallel_sorted_random/plain")->Apply(sizes);
BENCHMARK(shards<by_client, id::random, 1, 64>)->Name("parallel_sorted_random/threads_1")->Apply(sizes);
BENCHMARK(shards<by_client, id::random, 2, 64>)->Name("parallel_sorted_random/threads_2")->Apply(sizes);
BENCHMARK(apart<by_client, id::random>)->Name("parallel_sorted_random/apart_2")->Apply(sizes);

}  // namespace
