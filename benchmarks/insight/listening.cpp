// A replay with the accumulators of insight listening, beside one with funnel and flow alone: what a business
// learns from its base while it works. Per event.

#include "base/log.hpp"

#include <rung/base/client_base.hpp>
#include <rung/insight/breaks.hpp>
#include <rung/insight/evaluations.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/waiting.hpp>
#include <rung/ladders/service.hpp>

#include <benchmark/benchmark.h>

#include <cstdint>
#include <span>

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

/// Calls replay(base, events) on a base that is empty but has room.
template <class Replay>
void replay(benchmark::State& state, Replay const& replay_with) {
    auto const clients = static_cast<std::size_t>(state.range(0));
    auto const& events = logs::get({.clients = clients});
    for (auto _ : state) {
        state.PauseTiming();
        rung::client_base base{rung::fixed<service>{}};
        base.reserve(clients);
        state.ResumeTiming();
        replay_with(base, std::span<rung::retail_event const>{events});
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(events.size()) * state.iterations());
}

void few(benchmark::State& state) {
    replay(state, [](auto& base, auto events) {
        rung::insight::funnel funnel{base};
        rung::insight::flow flow{base};
        benchmark::DoNotOptimize(base.apply(events, funnel, flow).moves);
    });
}
void with_ledger(benchmark::State& state) {
    replay(state, [](auto& base, auto events) {
        rung::insight::funnel funnel{base};
        rung::insight::flow flow{base};
        rung::insight::ledger book{base, costs{}};
        benchmark::DoNotOptimize(base.apply(events, funnel, flow, book).moves);
    });
}
void with_all(benchmark::State& state) {
    replay(state, [](auto& base, auto events) {
        rung::insight::funnel funnel{base};
        rung::insight::flow flow{base};
        rung::insight::ledger book{base, costs{}};
        rung::insight::waiting waits;
        rung::insight::breaks breaks;
        rung::insight::evaluations scores{stage::client};
        benchmark::DoNotOptimize(base.apply(events, funnel, flow, book, waits, breaks, scores).moves);
    });
}

BENCHMARK(few)->Name("listening/funnel_and_flow")->Arg(10'000)->Arg(100'000);
BENCHMARK(with_ledger)->Name("listening/and_ledger")->Arg(10'000)->Arg(100'000);
BENCHMARK(with_all)->Name("listening/and_ledger_waiting_breaks_evaluations")->Arg(10'000)->Arg(100'000);

}  // namespace
