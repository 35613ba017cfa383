#include "base/failing.hpp"

#include "base/two_loyalties.hpp"
#include "catch.hpp"

#include <rung/base/in_parallel.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/base/threads.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace {

using namespace two_loyalties;
using dense_base = rung::client_base<life, rung::history::none, rung::ids::dense>;
using event = rung::retail_event;

facts_base hashed() { return facts_base{patient}; }
dense_base dense() { return dense_base{patient, rung::ids::dense{.count = 7}}; }

// Newcomers, moves by events and by time before them, decisions, and events that are refused.
std::vector<event> log() {
    return {
        rung::contact{.id = 1, .client = 1, .at = at(1), .awaits_answer = true},
        rung::contact{.id = 1, .client = 0, .at = at(22), .awaits_answer = true},
        rung::contact{.id = 1, .client = 5, .at = at(25), .awaits_answer = true},
        rung::purchase{.id = 2, .client = 2, .at = at(3), .amount = rung::money{5}},
        rung::manual_decision{.id = 3,
                              .client = 3,
                              .at = at(4),
                              .what = rung::decree::floor,
                              .stage = rung::stage_id{1},
                              .until = at(20)},
        rung::purchase{.id = 4, .client = 4, .at = at(3), .amount = rung::money{-5}},
        rung::contact{.id = 1, .client = 2, .at = at(1)},
        rung::manual_decision{
            .id = 4, .client = 2, .at = at(5), .what = rung::decree::pin, .stage = rung::stage_id{9}},
        rung::purchase{.id = 6, .client = 3, .at = at(12), .amount = rung::money{7}},
        rung::purchase{.client = 2, .at = at(30), .amount = rung::money{7}},
        rung::purchase{.client = 2, .at = at(30), .amount = rung::money{7}},
        rung::contact{.id = 9, .client = 1, .at = at(31)},
        rung::purchase{.id = 10, .client = 1, .at = at(31), .amount = rung::money{1}},
        rung::manual_decision{
            .id = 11, .client = 2, .at = at(33), .what = rung::decree::ceiling, .stage = rung::stage_id{1}},
        rung::purchase{.id = 12, .client = 3, .at = at(40), .amount = rung::money{7}},
        rung::purchase{.id = 13, .client = 5, .at = at(41), .amount = rung::money{7}},
        rung::contact{.id = 14, .client = 6, .at = at(41), .awaits_answer = true},
    };
}

auto const look = [](auto const& base) { return failing::look(base); };

// Some, so that the next events are of a new client and of a known one.
template <class Base>
Base lived(Base base) {
    auto const all = log();
    auto const report = base.apply(std::span<event const>{all}.first(10));
    REQUIRE(report.done == 10);
    return base;
}

template <class Base>
void every_failure(Base (*empty)()) {
    CHECK(failing::prefix(empty, log(), look) > 20);
    auto const all = log();
    CHECK(failing::prefix([&] { return lived(empty()); }, std::vector<event>{all.begin() + 10, all.end()},
                          look) > 5);
    failing::prefix(
        [&] {
            auto base = lived(empty());
            base.reserve(100);
            return base;
        },
        std::vector<event>{all.begin() + 10, all.end()}, look);
    for (auto const& e : all) {
        failing::before_or_after([&] { return lived(empty()); },
                                 [&](Base& base, failing::observer& o) { (void)base.apply(e, o); }, look);
    }
    for (rung::client_id id = 0; id < 5; ++id) {
        failing::before_or_after([&] { return lived(empty()); },
                                 [&](Base& base, failing::observer&) { (void)base.erase(id); }, look);
    }
    failing::before_or_after([&] { return lived(empty()); },
                             [&](Base& base, failing::observer&) { base.reserve(1'000); }, look);
}

// Whether a state is one that a base has on its way from one state to another, by moves of clients one by
// one.
template <class Base, class Make>
void settles_move_by_move(Make const& make) {
    std::vector<decltype(look(make()))> states;
    for (std::size_t moves = 0;; ++moves) {
        auto base = make();
        failing::observer o{moves};
        try {
            (void)base.settle(at(100), o);
            states.push_back(look(base));
            break;
        } catch (failing::thrown) {
        }
        states.push_back(look(base));
        // Called again, it goes on with the next one.
        failing::observer rest;
        (void)base.settle(at(100), rest);
        auto whole = make();
        failing::observer all;
        (void)whole.settle(at(100), all);
        CHECK(o.calls + rest.calls == all.calls);
        bool const same = look(base) == look(whole);
        CHECK(same);
    }
    CHECK(states.size() > 2);
    auto base = make();
    auto const before = allocations.load();
    (void)base.settle(at(100));
    CHECK(allocations.load() == before);
}

}  // namespace

TEST_CASE("whatever fails in a base of facts, it is as before, as after, or as after its first events") {
    every_failure(&hashed);
    every_failure(&dense);
}

TEST_CASE("settling stops where an observer throws, and goes on from there") {
    settles_move_by_move<facts_base>([] { return lived(hashed()); });
    settles_move_by_move<dense_base>([] { return lived(dense()); });
}

namespace {

// A base before and after it is taken over.
template <class Base>
struct taken_over {
    Base before;
    Base after{Base{strict, before.ids()}};
};

template <class Base>
void adopts(Base (*empty)(), rung::adoption how) {
    failing::before_or_after(
        [&] { return taken_over<Base>{lived(empty())}; },
        [&](taken_over<Base>& bases, failing::observer& o) {
            bases.after =
                std::move(bases.before)
                    .adopt(strict,
                           {.at = at(90), .how = how, .floor_until = rung::instant::from_unix(9'000'000)}, o);
        },
        [](taken_over<Base> const& bases) {
            return std::pair{look(bases.before), look(bases.after)};
        });
}

}  // namespace

TEST_CASE("whatever fails while a base is taken over, it stays unchanged") {
    for (auto const how : {rung::adoption::retroactive, rung::adoption::grandfathering}) {
        adopts(&hashed, how);
        adopts(&dense, how);
    }
}

namespace {

template <class Base>
void reads(Base const& empty) {
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(lived(empty), sink));
    failing::before_or_after(
        [&] { return empty; },
        [&](Base& base, failing::observer& o) { (void)rung::restore(base, sink.bytes, o); }, look);
    for (auto const how : {rung::adoption::retroactive, rung::adoption::grandfathering}) {
        rung::adoption_terms const terms{
            .at = at(90), .how = how, .floor_until = rung::instant::from_unix(9'000'000)};
        failing::before_or_after(
            [&] {
                return Base{strict, empty.ids()};
            },
            [&](Base& base, failing::observer& o) { (void)rung::migrate(base, sink.bytes, terms, o); }, look);
    }
}

}  // namespace

TEST_CASE("whatever fails while a snapshot is read, the base stays empty") {
    reads(hashed());
    reads(dense());
}

namespace {

std::vector<event> events_with_ids() {
    std::vector<event> all;
    for (auto const& e : log())
        if (e.id != 0) all.push_back(e);
    return all;
}

template <class Base>
void shards(Base (*empty)()) {
    using sharded = rung::sharded_base<Base>;
    auto const make = [&] { return sharded{empty(), 4}; };
    auto const all = events_with_ids();
    auto whole = make();
    auto const expected = whole.apply(all);
    auto const before = look(make());

    std::size_t most = 0;
    failing::each_failure([&](failing::failure const& f) {
        auto base = make();
        typename sharded::report_type report;
        report.refused.push_back({all[0], rung::refusal::client});  // of an earlier call
        if (!failing::comes_out(f, [&](failing::observer& o) { base.apply(all, report, o); })) return false;
        INFO(f.text());
        CHECK(report.done < all.size() + 1);
        CHECK(report.done == report.applied + report.refused.size() - 1);
        CHECK(report.refused[0].why == rung::refusal::client);
        most = report.done > most ? report.done : most;
        // Each client's events up to one of them: the others are taken now, and those refused.
        auto const again = base.apply(all);
        CHECK(again.applied + report.applied == expected.applied);
        bool const same = look(base) == look(whole);
        CHECK(same);
        return true;
    });
    CHECK(most == all.size());  // no memory to bring the refused into their order

    failing::before_or_after(
        make, [&](sharded& base, failing::observer& o) { (void)base.apply(all[0], o); }, look);
    failing::before_or_after(
        [&] {
            auto base = make();
            (void)base.apply(all);
            return base;
        },
        [](sharded& base, failing::observer&) { (void)base.erase(2); }, look);

    CHECK_FALSE(before == look(whole));
}

// Each shard has one of its own; the calls of all are counted together.
struct shared_observer {
    static inline failing::observer* all = nullptr;

    template <class Transition>
    void operator()(Transition const& t) {
        (*all)(t);
    }
    void joined(rung::client_id id, rung::instant when) { all->joined(id, when); }
    void left(rung::client_id id) { all->left(id); }
    shared_observer& operator+=(shared_observer const&) { return *this; }
};

// One task after the other: those behind one that fails are not begun.
auto one_by_one(std::size_t threads) {
    return rung::run_by{threads, [](std::size_t tasks, auto const& task) {
                            for (std::size_t i = 0; i < tasks; ++i) task(i);
                        }};
}

template <class Base>
void jobs(Base (*empty)()) {
    using sharded = rung::sharded_base<Base>;
    auto const make = [&] { return sharded{empty(), 4}; };
    auto const all = events_with_ids();
    auto whole = make();
    auto const expected = whole.apply(all);

    std::size_t most = 0, partly = 0;
    auto const fails = [&](failing::failure const& f) {
        auto base = make();
        typename sharded::report_type report;
        report.applied = report.done = 1;  // of an earlier call
        shared_observer mine;
        if (!failing::comes_out(f, [&](failing::observer& o) {
                shared_observer::all = &o;
                rung::in_parallel{base, one_by_one(3)}.apply(all, report, mine);
            })) {
            CHECK(report.done == all.size() + 1);
            CHECK(report.refused == expected.refused);
            return false;
        }
        INFO(f.text());
        CHECK(report.done <= all.size() + 1);
        bool const lists_have_memory = f.how == failing::memory::once;
        if (lists_have_memory) CHECK(report.done == report.applied + report.refused.size());
        most = report.done > most ? report.done : most;
        partly += report.done > 1 && report.done <= all.size() ? 1u : 0u;
        auto const again = base.apply(all);
        CHECK(again.applied + report.applied - 1 == expected.applied);
        bool const same = look(base) == look(whole);
        CHECK(same);
        return true;
    };
    failing::each_failure(fails);
    CHECK(most == all.size() + 1);  // no memory to bring the refused into their order
    CHECK(partly > 5);
    failing::each_failure([&](failing::failure const& f) {
        auto base = make();
        if (!failing::comes_out(f, [&](failing::observer&) {
                (void)rung::in_parallel{base, rung::threads{2}}.apply(std::span<event const>{all});
            }))
            return false;
        (void)base.apply(all);
        INFO(f.text());
        bool const same = look(base) == look(whole);
        CHECK(same);
        return true;
    });

    // Settling: each move has happened and was told, or has not; called again, it makes the others.
    auto settled = make();
    (void)settled.apply(all);
    auto const moves = settled.settle(at(100));
    CHECK(moves > 1);
    auto const met = failing::each_failure([&](failing::failure const& f) {
        auto base = make();
        (void)base.apply(all);
        shared_observer mine;
        std::size_t calls = 0;
        if (!failing::comes_out(f, [&](failing::observer& o) {
                shared_observer::all = &o;
                struct count {
                    std::size_t& calls;
                    failing::observer& o;
                    ~count() { calls = o.calls; }
                } const counted{calls, o};
                (void)rung::in_parallel{base, one_by_one(3)}.settle(at(100), mine);
            }))
            return false;
        INFO(f.text());
        CHECK(calls + rung::in_parallel{base, one_by_one(3)}.settle(at(100)) == moves);
        bool const same = look(base) == look(settled);
        CHECK(same);
        return true;
    });
    CHECK(met > moves);
}

}  // namespace

TEST_CASE("whatever fails in a base of shards, each client has taken the first of their events") {
    shards(&hashed);
    shards(&dense);
}

TEST_CASE("whatever fails in a job of several threads, its report says how many events were done") {
    jobs(&hashed);
    jobs(&dense);
}
