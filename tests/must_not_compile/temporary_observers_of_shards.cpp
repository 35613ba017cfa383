// See temporary_observers.cpp: here shards, journals and snapshots.
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
#include <rung/base/durable_base.hpp>
#include <rung/base/in_parallel.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/retail_codec.hpp>
#include <rung/base/threads.hpp>
#include <rung/rung.hpp>

#include "temporary_observers.inc"

void of_shards(std::span<event const> events) {
    rung::sharded_base base{rung::client_base{life}};
    (void)base.apply(events[0], one<0>());
    (void)base.apply(events, one<1>());
    (void)base.settle(events[0].at, one<2>());
    rung::in_parallel job{base, rung::threads{2}};
    (void)job.apply(events, one<3>());
    (void)job.apply_by_client(events, one<5>());
    (void)job.settle(events[0].at, one<4>());
}

template <class Journal>
void of_journals(Journal& base, std::span<event const> events) {
    auto report = base.apply(events, one<6>());
    (void)base.apply(events[0], one<7>());
    (void)base.settle(events[0].at, one<8>());
    (void)base.merge(1, 2, report, one<9>());
    (void)base.split(2, report, one<10>());
    (void)base.retract(1, 2, report, one<14>());
}
struct nowhere {
    bool write(std::span<std::byte const>) { return true; }
    bool sync() { return true; }
};
template void of_journals(rung::durable_base<kept, nowhere>&, std::span<event const>);

void of_what_is_stored(kept base, std::span<std::byte const> bytes, rung::journal_reader& journal) {
    (void)rung::restore(base, bytes, one<11>());
    (void)rung::migrate(base, bytes, {}, one<12>());
    (void)rung::redo_journal(base, journal, 0, one<13>());
}
