// The same ladder as a state machine that knows the stage only, one event of one client: a switch, a
// std::variant, Boost.MSM; and beside them what knows all facts, moves by time and says why (fixed).
//
// To know when a client comes and goes, a machine has to count purchases and recommendations as well.

#include "machines.hpp"
#include "streams.hpp"

#include <rung/core/lifecycle.hpp>
#include <rung/ladders/service.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <variant>
#include <vector>

namespace {

using rung::ladders::service_stage;

constexpr rung::lifecycle service{rung::ladders::service()};
using namespace machines;

class by_switch {
public:
    [[nodiscard]] std::size_t stage() const { return static_cast<std::size_t>(stage_); }

    void take(seen const& e) {
        if (stage_ >= service_stage::client && e.at - known_.last > patience) stage_ = service_stage::buyer;
        switch (e.what) {
        case kind::contact:
            if (stage_ == service_stage::potential) stage_ = service_stage::visitor;
            break;
        case kind::purchase:
            known_.last = e.at;
            ++known_.purchases;
            if (stage_ < service_stage::buyer) stage_ = service_stage::buyer;
            if (stage_ == service_stage::buyer && known_.purchases >= 3)
                stage_ = known_.recommendations == 0 ? service_stage::client : service_stage::advocate;
            break;
        case kind::recommendation:
            ++known_.recommendations;
            if (stage_ == service_stage::client) stage_ = service_stage::advocate;
            break;
        case kind::other: break;
        }
    }

private:
    service_stage stage_ = service_stage::potential;
    counts known_;
};

class by_variant {
public:
    [[nodiscard]] std::size_t stage() const { return state_.index(); }
    [[nodiscard]] std::uint32_t last() const { return known_.last; }
    void take(seen const& e) { hand_over(*this, e); }

    template <class Event>
    void on(Event const& e) {
        state_ = std::visit([&](auto s) { return next(s, e); }, state_);
    }

private:
    struct potential {};
    struct visitor {};
    struct buyer {};
    struct client {};
    struct advocate {};
    using state = std::variant<potential, visitor, buyer, client, advocate>;

    state state_;
    counts known_;

    void count(bought const& e) {
        known_.last = e.at;
        ++known_.purchases;
    }
    template <class State, class Event>
    state next(State s, Event const&) {
        return s;
    }
    state next(potential, contacted const&) { return visitor{}; }
    template <class State>
    state next(State s, bought const& e) {
        count(e);
        return s;
    }
    state next(potential, bought const& e) { return next(buyer{}, e); }
    state next(visitor, bought const& e) { return next(buyer{}, e); }
    state next(buyer, bought const& e) {
        count(e);
        if (known_.purchases < 3) return buyer{};
        if (known_.recommendations == 0) return client{};
        return advocate{};
    }
    template <class State>
    state next(State s, recommended const&) {
        ++known_.recommendations;
        return s;
    }
    state next(client, recommended const&) {
        ++known_.recommendations;
        return advocate{};
    }
    state next(client, lapsed const&) { return buyer{}; }
    state next(advocate, lapsed const&) { return buyer{}; }
};

class by_fixed {
public:
    [[nodiscard]] std::size_t stage() const { return c_.standing.place; }
    void take(rung::retail_event const& e) { rung::fixed<service>{}.apply(c_, e); }

private:
    rung::client c_;
};

// The machines of all clients; what a pass answers is the stage after each event, added up.
template <class Machine>
class fleet {
public:
    explicit fleet(std::size_t clients) : fresh_(clients), all_(clients) {}
    void restart() { all_ = fresh_; }

    template <class Event>
    [[gnu::noinline]] std::uint64_t pass(std::vector<Event> const& log) {
        std::uint64_t sum = 0;
        for (auto const& e : log) {
            auto& m = all_[e.client];
            m.take(e);
            sum += m.stage();
        }
        return sum;
    }

private:
    std::vector<Machine> fresh_;
    std::vector<Machine> all_;
};

std::vector<seen> seen_of(std::vector<rung::retail_event> const& log) {
    std::vector<seen> out;
    for (auto const& e : log) {
        out.push_back({static_cast<std::uint32_t>(e.client), e.at.unix_seconds,
                       e.kind == rung::event_kind::contact          ? kind::contact
                       : e.kind == rung::event_kind::purchase       ? kind::purchase
                       : e.kind == rung::event_kind::recommendation ? kind::recommendation
                                                                    : kind::other});
    }
    return out;
}

template <class Fleet, class Event>
void run(benchmark::State& state, Fleet& machines, std::vector<Event> const& log, std::uint64_t expected) {
    if (machines.pass(log) != expected) {
        state.SkipWithError("other stages than the ladder's");
        return;
    }
    for (auto _ : state) {
        machines.restart();
        benchmark::DoNotOptimize(machines.pass(log));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(log.size()));
}

template <class Fleet, streams::mix Mix>
void stage_only(benchmark::State& state) {
    auto const clients = static_cast<std::size_t>(state.range(0));
    auto const log = streams::make(Mix, clients, clients * 16);
    auto const expected = fleet<by_fixed>{clients}.pass(log);
    Fleet machines{clients};
    if constexpr (std::is_same_v<Fleet, fleet<by_fixed>>)
        run(state, machines, log, expected);
    else
        run(state, machines, seen_of(log), expected);
}

void of_clients(benchmark::internal::Benchmark* b) { b->ArgName("clients")->Arg(256); }

BENCHMARK(stage_only<fleet<by_switch>, streams::mix::purchases>)
    ->Name("stage_only_purchases/hand")
    ->Apply(of_clients);
BENCHMARK(stage_only<fleet<by_variant>, streams::mix::purchases>)
    ->Name("stage_only_purchases/variant")
    ->Apply(of_clients);
BENCHMARK(stage_only<fleet<by_fixed>, streams::mix::purchases>)
    ->Name("stage_only_purchases/fixed")
    ->Apply(of_clients);
BENCHMARK(stage_only<fleet<by_switch>, streams::mix::kinds>)
    ->Name("stage_only_kinds/hand")
    ->Apply(of_clients);
BENCHMARK(stage_only<fleet<by_variant>, streams::mix::kinds>)
    ->Name("stage_only_kinds/variant")
    ->Apply(of_clients);
BENCHMARK(stage_only<fleet<by_fixed>, streams::mix::kinds>)
    ->Name("stage_only_kinds/fixed")
    ->Apply(of_clients);
#ifdef RUNG_BENCHMARK_BOOST
BENCHMARK(stage_only<by_boost_msm, streams::mix::purchases>)
    ->Name("stage_only_purchases/boost_msm")
    ->Apply(of_clients);
BENCHMARK(stage_only<by_boost_msm, streams::mix::kinds>)
    ->Name("stage_only_kinds/boost_msm")
    ->Apply(of_clients);
#endif

}  // namespace
