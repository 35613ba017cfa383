// See temporary_observers.cpp: here a folder.
// expect: what a temporary counts is lost when the call ends: give the observer a name first
// expect: outlives_the_call<counter<0>
// expect: outlives_the_call<counter<1>
// expect: outlives_the_call<counter<2>
// expect: outlives_the_call<counter<3>
// expect: outlives_the_call<counter<4>
// expect: outlives_the_call<counter<5>
// expect: outlives_the_call<counter<6>
// expect: outlives_the_call<counter<7>
#include <rung/base/kept_history.hpp>
#include <rung/base/retail_codec.hpp>
#include <rung/interop/durable_folder.hpp>
#include <rung/rung.hpp>

#include "temporary_observers.inc"
void of_folders(kept empty, std::span<event const> events) {
    rung::durable_folder<kept> folder;
    (void)folder.open("shop", empty, one<0>());
    (void)folder.migrate("shop", empty, {}, one<1>());
    auto report = folder.apply(events, one<2>());
    (void)folder.apply(events[0], one<3>());
    (void)folder.settle(events[0].at, one<4>());
    (void)folder.merge(1, 2, report, one<5>());
    (void)folder.split(2, report, one<6>());
    (void)folder.retract(1, 2, report, one<7>());
}
