// Who is said to move by time alone, against a copy of the base that is settled: they and nobody else, at
// that instant, to that stage; and what is said to move them turns at that instant, or had turned before
// where a grace lay between.

#include "base/random_bases.hpp"
#include "catch.hpp"

#include <rung/base/due.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/sharded_base.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace {

using bases::chance;
using bases::draw;
using namespace rung::literals;
using move = rung::transition<rung::stage_id>;

// The first move of each client when a copy of the base is settled.
template <class Base>
std::vector<move> first_moves(Base copy, rung::instant now, rung::duration within) {
    std::map<rung::client_id, move> first;
    auto const note = [&](auto const& t) { first.try_emplace(t.client, t); };
    auto const forget = [](auto const&) {};
    (void)copy.settle(now);
    (void)copy.settle(now + within, rung::observer{note, forget});
    std::vector<move> all;
    for (auto const& [id, t] : first) all.push_back(t);
    std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.at < b.at; });
    return all;
}

// What has turned by the instant of the move, and, where nothing can have held the client since, at it.
template <class Base, class Due>
void check_condition(Base const& base, Due const& t) {
    if (t.why != rung::cause::time) return RC_ASSERT(!t.condition);
    auto const& l = base.lifecycle();
    if (!t.condition) {  // a wait is over
        RC_ASSERT(t.to > t.from && !l.ladder().is_exit(t.to));
        RC_ASSERT(
            l.ladder().wait(rung::stage_at<rung::stage_id>(rung::index_of(t.from) + std::size_t{1})).given());
        return;
    }
    auto const client = base.find(t.client)->decided_client();
    auto const holds = [&](rung::instant at) { return t.condition->holds(client.facts, at); };
    bool const ends = l.ladder().is_exit(t.from) || (!l.ladder().is_exit(t.to) && t.to < t.from);
    RC_ASSERT(holds(t.at) == !ends);
    // A step may have waited, too: until something that is no reason for it changed.
    bool const waits = ends ? l.descent().wait.seconds != 0 || l.ladder().grace(t.from).given() ||
                                  l.ladder().guaranteed(t.from).given() || l.descent().depth == rung::one_down
                            : l.ascent().how == rung::ascent::kind::one_step || l.ladder().waits() != 0;
    if (!waits && !client.standing.decided()) RC_ASSERT(holds(t.at - 1_seconds) == ends);
}

template <class Base>
void check_due(Base const& base, rung::instant now, rung::duration within) {
    auto const wanted = first_moves(base, now, within);
    auto const told = base.due(now, within);
    RC_ASSERT(told.size() == wanted.size());
    for (std::size_t i = 0; i < told.size(); ++i) {
        auto const& t = told[i];
        RC_ASSERT(t.client == wanted[i].client);
        RC_ASSERT(t.at == wanted[i].at);
        RC_ASSERT(t.from == wanted[i].from);
        RC_ASSERT(t.to == wanted[i].to);
        RC_ASSERT(t.why == wanted[i].why);
        check_condition(base, t);
    }
}

}  // namespace

TEST_CASE("due: random bases: those who move when a copy is settled, and nobody else") {
    REQUIRE(rc::check("due", [] {
        auto const l = bases::random_life();
        RC_PRE(l.has_value());
        auto const plan = bases::random_plan(l->ladder().place_count(), true);
        RC_LOG() << bases::text(plan);
        bases::kept_base kept{*l};
        for (auto const& d : plan) (void)bases::act_on(kept, d);
        auto const now = rung::instant::from_unix(1'000'000) + rung::duration{draw(0, 250)};
        auto const within = rung::duration{draw(0, 60)};
        check_due(kept, now, within);
        auto const facts = kept.as_of(now);
        check_due(facts, now, within);

        rung::sharded_base shards{bases::kept_base{*l}, 3};
        bases::kept_base one{*l};
        for (auto const& d : plan) {
            if (d.what == bases::act::merge || d.what == bases::act::split) continue;
            (void)bases::act_on(one, d);
            if (d.what == bases::act::events)
                (void)shards.apply(std::span<rung::retail_event const>{d.events});
            if (d.what == bases::act::settle) (void)shards.settle(d.now);
            if (d.what == bases::act::erase) (void)shards.erase(d.a);
            if (d.what == bases::act::retract) {
                rung::history_report<bases::life> unread;
                (void)shards.retract(d.a, d.event, unread);
            }
        }
        RC_ASSERT(shards.due(now, within) == one.due(now, within));
    }));
}
