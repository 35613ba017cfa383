// The jobs of in_parallel against one base: the same log, any shards, any executor.

#include "base/crowds.hpp"
#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/in_parallel.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/threads.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/spend.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using crowds::chance;
using crowds::contents;
using crowds::diary;
using crowds::draw;
using crowds::one_base;
using crowds::random_life;
using crowds::random_log;
using worlds::seen;

std::size_t some(std::int64_t least, std::int64_t most) {
    return static_cast<std::size_t>(draw(least, most));
}

/// Runs the tasks in any order, one after the other.
struct in_some_order {
    std::size_t threads = 1;
    std::uint32_t seed = 0;

    [[nodiscard]] std::size_t concurrency() const { return threads; }
    template <class Task>
    void operator()(std::size_t tasks, Task const& task) const {
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < tasks; ++i) order.push_back(i);
        std::shuffle(order.begin(), order.end(), std::minstd_rand{seed});
        for (auto const i : order) task(i);
    }
};

/// Keeps what it hears, in order.
struct list_of_moves {
    std::vector<seen> moves{};
    void operator()(seen const& t) { moves.push_back(t); }
    void withdrawn(seen const& t) { moves.push_back(t); }
    list_of_moves& operator+=(list_of_moves const& other) {
        moves.insert(moves.end(), other.moves.begin(), other.moves.end());
        return *this;
    }
};

/// The same for each client, and new clients.
struct added_diary : diary {
    added_diary& operator+=(added_diary const& other) {
        for (auto const& [id, all] : other.moves) moves[id].insert(moves[id].end(), all.begin(), all.end());
        newcomers.insert(other.newcomers.begin(), other.newcomers.end());
        return *this;
    }
};

template <class Refused>
auto plain(std::vector<Refused> const& all) {
    std::vector<std::tuple<rung::retail_event, rung::refusal>> out;
    for (auto const& r : all) out.emplace_back(r.event, r.why);
    return out;
}

/// Calls f with an executor of some kind.
template <class F>
void with_some_executor(F const& f) {
    auto const threads = some(0, 8);
    if (chance(20)) {
        f(rung::threads{threads});
    } else if (chance(30)) {
        f(rung::run_by{threads, [](std::size_t tasks, auto const& task) {
                           for (std::size_t i = tasks; i > 0; --i) task(i - 1);
                       }});
    } else {
        f(in_some_order{threads, static_cast<std::uint32_t>(draw(0, 1'000))});
    }
}

/// A log with instants in order for most events, and the clients together.
std::vector<rung::retail_event> by_client(std::vector<rung::retail_event> log) {
    std::stable_sort(log.begin(), log.end(),
                     [](auto const& a, auto const& b) { return a.client < b.client; });
    return log;
}

/// `shards` and `one` begin empty, and come to the same.
template <class One, class Shards>
void check_jobs(One one, Shards shards, std::vector<rung::retail_event> const& log, bool sorted) {
    added_diary of_one, of_shards;
    rung::insight::funnel funnel_of_one{one}, funnel_of_shards{one};
    rung::insight::flow flow_of_one{one}, flow_of_shards{one};
    list_of_moves list;
    auto by_other_executor = Shards{One{one}, shards.shards()};
    list_of_moves other_list;
    for (std::size_t i = 0; i < log.size();) {
        auto const n = std::min(log.size() - i, some(1, std::int64_t(log.size())));
        auto const part = std::span{log}.subspan(i, n);
        i += n;
        auto const expected = one.apply(part, of_one, funnel_of_one, flow_of_one);
        with_some_executor([&](auto executor) {
            rung::in_parallel all{shards, executor};
            auto const report =
                sorted ? all.apply_by_client(part, of_shards, funnel_of_shards, flow_of_shards, list)
                       : all.apply(part, of_shards, funnel_of_shards, flow_of_shards, list);
            RC_ASSERT(report.applied == expected.applied);
            RC_ASSERT(report.moves == expected.moves);
            RC_ASSERT((plain(report.refused) == plain(expected.refused)));
        });
        with_some_executor([&](auto executor) {
            (void)rung::in_parallel{by_other_executor, executor}.apply(part, other_list);
        });
        if (chance(25)) {
            auto const now = part.back().at + rung::duration{draw(0, 20)};
            auto const moves = one.settle(now, of_one, funnel_of_one, flow_of_one);
            with_some_executor([&](auto executor) {
                RC_ASSERT((rung::in_parallel{shards, executor}.settle(now, of_shards, funnel_of_shards,
                                                                      flow_of_shards, list)) == moves);
            });
            with_some_executor([&](auto executor) {
                (void)rung::in_parallel{by_other_executor, executor}.settle(now, other_list);
            });
        }
    }
    RC_ASSERT((of_shards == of_one));
    RC_ASSERT((funnel_of_shards == funnel_of_one));
    RC_ASSERT((flow_of_shards == flow_of_one));
    RC_ASSERT((list.moves == other_list.moves));
    RC_ASSERT((shards.census() == one.census()));
    RC_ASSERT((contents(shards) == contents(one)));
    RC_ASSERT((contents(by_other_executor) == contents(one)));
    with_some_executor([&](auto executor) {
        auto const spend = rung::in_parallel{shards, executor}.sum(
            [](auto const& shard) { return rung::insight::spend_census{shard}; });
        RC_ASSERT((spend == rung::insight::spend_census{one}));
    });
}

}  // namespace

TEST_CASE("in_parallel: ids of any numbers") {
    REQUIRE(rc::check("shards by hash", [] {
        auto const l = random_life();
        RC_PRE(l.has_value());
        auto const log = random_log(l->ladder().place_count());
        one_base const empty{*l, rung::ids::hashed{static_cast<std::uint64_t>(draw(0, 9))}};
        check_jobs(empty, rung::sharded_base{empty, some(1, 64)}, log, chance(30));
    }));
}

TEST_CASE("in_parallel: dense ids, some of them outside") {
    REQUIRE(rc::check("shards by range", [] {
        auto const l = random_life();
        RC_PRE(l.has_value());
        auto log = random_log(l->ladder().place_count(), 3);
        bool const sorted = chance(50);
        if (sorted) log = by_client(log);
        rung::client_base const empty{
            *l, rung::ids::dense{static_cast<rung::client_id>(draw(0, 9)), some(0, 99)}};
        check_jobs(empty, rung::sharded_base{empty, some(1, 64)}, log, sorted);
    }));
}

TEST_CASE(
    "in_parallel: dense ids, wrongly said to be sorted: nobody is lost, and the result is always the same") {
    REQUIRE(rc::check("unsorted", [] {
        auto const l = random_life();
        RC_PRE(l.has_value());
        auto const log = random_log(l->ladder().place_count(), 2);
        rung::client_base const empty{*l, rung::ids::dense{0, 50}};
        auto const shards = some(1, 64);
        rung::sharded_base first{empty, shards};
        auto const expected = rung::in_parallel{first, in_some_order{}}.apply_by_client(log);
        RC_ASSERT(expected.applied + expected.refused.size() == log.size());
        rung::sharded_base second{empty, shards};
        with_some_executor([&](auto executor) {
            auto const report = rung::in_parallel{second, executor}.apply_by_client(log);
            RC_ASSERT(report.applied == expected.applied);
            RC_ASSERT((plain(report.refused) == plain(expected.refused)));
        });
        RC_ASSERT((contents(first) == contents(second)));
    }));
}

TEST_CASE("in_parallel: bases that keep history") {
    REQUIRE(rc::check("history", [] {
        auto const l = random_life();
        RC_PRE(l.has_value());
        auto log = random_log(l->ladder().place_count());
        if (chance(50)) std::shuffle(log.begin(), log.end(), std::minstd_rand{7});
        auto const how = rung::history::kept{static_cast<rung::history::conflict>(draw(0, 2))};
        rung::client_base one{*l, how};
        rung::sharded_base shards{one, some(1, 64)};
        rung::insight::funnel funnel_of_one{one}, funnel_of_shards{one};
        rung::insight::flow flow_of_one{one}, flow_of_shards{one};
        for (std::size_t i = 0; i < log.size();) {
            auto const n = std::min(log.size() - i, some(1, 60));
            auto const part = std::span{log}.subspan(i, n);
            i += n;
            auto const expected = one.apply(part, funnel_of_one, flow_of_one);
            with_some_executor([&](auto executor) {
                auto const report =
                    rung::in_parallel{shards, executor}.apply(part, funnel_of_shards, flow_of_shards);
                RC_ASSERT(report.applied == expected.applied);
                RC_ASSERT(report.moves == expected.moves);
                RC_ASSERT(report.repeated == expected.repeated);
                RC_ASSERT((plain(report.refused) == plain(expected.refused)));
                RC_ASSERT((report.withdrawn == expected.withdrawn));
                RC_ASSERT((report.issued == expected.issued));
                RC_ASSERT(report.conflicts.size() == expected.conflicts.size());
                for (std::size_t c = 0; c < report.conflicts.size(); ++c) {
                    RC_ASSERT((report.conflicts[c].kept == expected.conflicts[c].kept));
                    RC_ASSERT((report.conflicts[c].dropped == expected.conflicts[c].dropped));
                }
            });
        }
        RC_ASSERT((funnel_of_shards == funnel_of_one));
        RC_ASSERT((flow_of_shards == flow_of_one));
        RC_ASSERT((shards.census() == one.census()));
        RC_ASSERT((contents(shards) == contents(one)));
    }));
}
