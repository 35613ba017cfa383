#pragma once

// Accumulators that follow a random plan of what a host does to a base that keeps history, and those that are
// told at the end: they must have counted the same, bit for bit.

#include "base/random_bases.hpp"

#include <rung/insight/tell.hpp>

#include <span>
#include <vector>

namespace followed {

/// Does it to a base, with accumulators in step. Nobody is erased: what was counted of them would stay.
template <class... Accumulators>
void act_on(bases::kept_base& base, bases::deed const& d, Accumulators&... to) {
    rung::history_report<bases::life> report;
    switch (d.what) {
    case bases::act::events:
        return rung::insight::apply(base, std::span<rung::retail_event const>{d.events}, report, to...);
    case bases::act::settle: return void(rung::insight::settle(base, d.now, to...));
    case bases::act::merge:
        return rung::insight::change(
            base, {d.a, d.b}, [&] { (void)base.merge(d.a, d.b, report); }, to...);
    case bases::act::split:
        // Those merged into the one who goes go with them: all of their ids are named.
        return rung::insight::change(
            base, {1, 2, 3, 4, 5, 6}, [&] { (void)base.split(d.a, report); }, to...);
    case bases::act::retract:
        return rung::insight::change(
            base, {d.a}, [&] { (void)base.retract(d.a, d.event, report); }, to...);
    case bases::act::erase: return;
    }
}

/// Calls check(base, accumulator that followed, empty one) for accumulators made by `make(lifecycle)`.
template <class Make, class Check>
void plan(Make const& make, Check const& check) {
    auto const life = bases::random_life();
    if (!life) return;
    auto const deeds = bases::random_plan(life->ladder().place_count(), true);
    RC_LOG() << bases::text(deeds);
    bases::kept_base base{*life, rung::history::kept{}};
    auto live = make(*life);
    for (auto const& d : deeds) act_on(base, d, live);
    check(base, live, make(*life));
}

/// The accumulator is the same live, told at the end, and as a sum of parts of the clients in any order.
/// Calls look(it).
template <class Make, class Look = rung::ignore>
void check_sums(Make const& make, Look const& look = {}) {
    plan(make, [&](auto const& base, auto const& live, auto const& empty) {
        look(live);
        auto told = empty;
        rung::insight::tell(base, told);
        RC_ASSERT(live == told);

        auto sum = empty;
        for (rung::client_id part = 3; part > 0; --part) {
            std::vector<rung::client_id> ids;
            base.each([&](auto const& view) {
                if (view.id() % 3 == part - 1) ids.insert(ids.begin(), view.id());
            });
            auto counted = empty;
            rung::insight::detail::tell_of<false>(base, ids, counted);
            sum += counted;
        }
        RC_ASSERT(sum == live);
    });
}

}  // namespace followed
