// A replay with the accumulators of insight listening, beside one with funnel and flow alone (`floor`): what
// a business learns from its base while it works. Per event. `lives` counts nothing: it writes down what a
// base of facts forgets, for attribution, retention, activity and referrals.

#include "base/log.hpp"

#include <rung/base/client_base.hpp>
#include <rung/insight/breaks.hpp>
#include <rung/insight/evaluations.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/flow_by_period.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/ladder_clock.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/lives.hpp>
#include <rung/insight/waiting.hpp>
#include <rung/ladders/service.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace {

constexpr rung::lifecycle service{rung::ladders::service()};
using stage = rung::ladders::service_stage;

struct costs {
    static constexpr rung::money goods(rung::retail_event const& e) noexcept {
        return rung::money{e.amount.minor_units / 2};
    }
    static constexpr rung::money to_serve(rung::retail_event const& e, stage) noexcept {
        return rung::money{e.kind == rung::event_kind::contact ? 150 : 0};
    }
    static constexpr rung::money a_day(stage) noexcept { return rung::money{2}; }
};

/// The log of the benchmarks of a base, in which every third contact by a client is a question, and most
/// questions are answered within hours.
logs::log const& with_questions(std::size_t clients) {
    static std::size_t have = 0;
    static logs::log all;
    if (have == clients) return all;
    all = logs::get({.clients = clients, .id = logs::id::random});
    have = clients;
    logs::log answers;
    std::int64_t contacts = 0;
    for (auto& e : all) {
        if (e.kind != rung::event_kind::contact ||
            e.detail != static_cast<std::uint8_t>(rung::initiator::client))
            continue;
        if (++contacts % 3 != 0) continue;
        auto const id = e.id;
        e = rung::contact{.id = id,
                          .client = e.client,
                          .at = e.at,
                          .channel = 1,
                          .by = rung::initiator::client,
                          .awaits_answer = true};
        if (contacts % 8 == 0) continue;
        auto const after = rung::duration{60 * (1 + contacts * 7'919 % 600)};
        answers.push_back(
            rung::contact{.id = id + all.size(), .client = e.client, .at = e.at + after, .channel = 1});
    }
    all.insert(all.end(), answers.begin(), answers.end());
    std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.at < b.at; });
    return all;
}

/// Calls replay(base, events, clients) on a base that is empty but has room.
template <class Replay>
void replay(benchmark::State& state, Replay const& replay_with) {
    auto const clients = static_cast<std::size_t>(state.range(0));
    auto const& events = with_questions(clients);
    for (auto _ : state) {
        state.PauseTiming();
        rung::client_base base{rung::fixed<service>{}};
        base.reserve(clients);
        state.ResumeTiming();
        replay_with(base, std::span<rung::retail_event const>{events});
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(events.size()) * state.iterations());
}
/// The same with funnel, flow and another one.
template <class Make>
void with(benchmark::State& state, Make const& make) {
    replay(state, [&](auto& base, auto events) {
        rung::insight::funnel funnel{base};
        rung::insight::flow flow{base};
        auto other = make(base);
        if constexpr (requires { other.reserve(1); }) other.reserve(static_cast<std::size_t>(state.range(0)));
        benchmark::DoNotOptimize(base.apply(events, funnel, flow, other).moves);
    });
}

void few(benchmark::State& state) {
    replay(state, [](auto& base, auto events) {
        rung::insight::funnel funnel{base};
        rung::insight::flow flow{base};
        benchmark::DoNotOptimize(base.apply(events, funnel, flow).moves);
    });
}
void with_ledger(benchmark::State& state) {
    with(state, [](auto& base) { return rung::insight::ledger{base, costs{}}; });
}
void with_waiting(benchmark::State& state) {
    with(state, [](auto&) { return rung::insight::waiting{}; });
}
void with_breaks(benchmark::State& state) {
    with(state, [](auto&) { return rung::insight::breaks{}; });
}
void with_evaluations(benchmark::State& state) {
    with(state, [](auto&) { return rung::insight::evaluations{stage::client}; });
}
void with_clock(benchmark::State& state) {
    with(state, [](auto& base) { return rung::insight::ladder_clock{base}; });
}
void with_periods(benchmark::State& state) {
    with(state, [](auto& base) { return rung::insight::flow_by_period{base}; });
}
void with_lives(benchmark::State& state) {
    with(state, [](auto& base) { return rung::insight::lives{base}; });
}
void with_all(benchmark::State& state) {
    replay(state, [&](auto& base, auto events) {
        rung::insight::funnel funnel{base};
        rung::insight::flow flow{base};
        rung::insight::flow_by_period by_period{base};
        rung::insight::ledger book{base, costs{}};
        rung::insight::ladder_clock times{base};
        rung::insight::waiting waits;
        rung::insight::breaks breaks;
        breaks.reserve(static_cast<std::size_t>(state.range(0)));
        rung::insight::evaluations scores{stage::client};
        benchmark::DoNotOptimize(
            base.apply(events, funnel, flow, by_period, book, times, waits, breaks, scores).moves);
    });
}

void sizes(benchmark::internal::Benchmark* b) { b->Arg(10'000)->Arg(100'000); }

BENCHMARK(few)->Name("listening/floor")->Apply(sizes);
BENCHMARK(with_ledger)->Name("listening/and_ledger")->Apply(sizes);
BENCHMARK(with_waiting)->Name("listening/and_waiting")->Apply(sizes);
BENCHMARK(with_breaks)->Name("listening/and_breaks")->Apply(sizes);
BENCHMARK(with_evaluations)->Name("listening/and_evaluations")->Apply(sizes);
BENCHMARK(with_clock)->Name("listening/and_ladder_clock")->Apply(sizes);
BENCHMARK(with_periods)->Name("listening/and_flow_by_period")->Apply(sizes);
BENCHMARK(with_lives)->Name("listening/and_lives")->Apply(sizes);
BENCHMARK(with_all)->Name("listening/and_all_but_lives")->Apply(sizes);

}  // namespace
