// Each member that takes observers refuses one that adds up and does not outlive the call.
// expect: what a temporary counts is lost when the call ends: give the observer a name first
// expect: outlives_the_call<counter<0>
// expect: outlives_the_call<counter<1>
// expect: outlives_the_call<counter<2>
// expect: outlives_the_call<counter<3>
// expect: outlives_the_call<counter<4>
// expect: outlives_the_call<counter<5>
// expect: outlives_the_call<counter<6>
// expect: outlives_the_call<counter<7>
// expect: outlives_the_call<counter<8>
// expect: outlives_the_call<counter<9>
// expect: outlives_the_call<counter<10>
// expect: outlives_the_call<counter<11>
// expect: outlives_the_call<counter<12>
// expect: outlives_the_call<counter<13>
// expect: outlives_the_call<counter<14>
// expect: outlives_the_call<counter<15>
#include <rung/base/kept_history.hpp>
#include <rung/rung.hpp>

#include "temporary_observers.inc"

void of_lifecycles(event const& e, decltype(life)::decided_client_type& client,
                   rung::place_map const& places) {
    (void)life.apply(client, e, one<0>());
    (void)life.settle(client, e.at, one<1>());
    (void)life.adopt(client, places, {.at = e.at}, one<2>());
}

void of_facts(std::span<event const> events, std::span<event const* const> anywhere) {
    rung::client_base base{life};
    (void)base.apply(events[0], one<3>());
    (void)base.apply(events, one<4>());
    (void)base.apply(anywhere, one<5>());
    (void)base.settle(events[0].at, one<6>());
    (void)std::move(base).adopt(life, {.at = events[0].at}, one<7>());
}

void of_histories(std::span<event const> events) {
    rung::client_base base{life, rung::history::kept{}};
    auto report = base.apply(events, one<8>());
    (void)base.apply(events[0], one<9>());
    (void)base.settle(events[0].at, one<10>());
    (void)base.merge(1, 2, report, one<11>());
    (void)base.split(2, report, one<12>());
    (void)base.retract(1, 2, report, one<14>());
    base.apply(events, report, one<15>());
    (void)base.refold(life, {}, one<13>());
}
