#include "base/failing.hpp"

#include "base/two_loyalties.hpp"
#include "catch.hpp"

#include <rung/base/snapshot.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace {

using namespace two_loyalties;
using rung::retail_event;
using report_type = kept_base::report_type;

// What a base is, as a snapshot says it. Whatever happened, one can be written, and makes the same base
// again.
struct state {
    std::vector<std::byte> bytes{};
    std::vector<rung::client_id> found_as{};  // each id, by whom
    std::uint64_t held = 0;
    friend bool operator==(state const&, state const&) = default;
};
state look(kept_base const& base) {
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(base, sink));
    kept_base again{patient, base.history()};
    auto const read = rung::restore(again, sink.bytes);
    REQUIRE(read);
    state s{.bytes = sink.bytes, .held = base.held_aside()};
    bool same = again.size() == base.size() && again.census() == base.census() &&
                again.erased() == base.erased() && again.held_aside() == base.held_aside();
    for (rung::client_id id = 0; id < 9; ++id) {
        auto const here = base.find(id);
        auto const there = again.find(id);
        s.found_as.push_back(here ? here->id() : 99);
        same = same && here.has_value() == there.has_value();
        if (!here || !there) continue;
        same = same && here->id() == there->id() && here->decided_client() == there->decided_client();
        auto const all = base.export_client(id);
        same = same && all->client == here->decided_client() && *all == *again.export_client(id);
    }
    CHECK(same);  // facts and events agree
    return s;
}

// Newcomers, moves by events and by time, decisions, refunds, events that are late, come twice, contradict
// others or cannot be.
std::vector<retail_event> some_events() {
    return {
        rung::contact{.id = 1, .client = 1, .at = at(1), .awaits_answer = true},
        rung::purchase{.id = 2, .client = 1, .at = at(3), .amount = rung::money{5}},
        rung::purchase{.id = 1, .client = 2, .at = at(9), .amount = rung::money{7}},
        rung::manual_decision{.id = 2,
                              .client = 2,
                              .at = at(10),
                              .what = rung::decree::floor,
                              .stage = rung::stage_id{1},
                              .until = at(80)},
        rung::purchase{.id = 5, .client = 3, .at = at(12), .amount = rung::money{7}},
        rung::refund{.id = 7, .client = 3, .at = at(14), .amount = rung::money{3}, .of = 99},
        rung::purchase{.id = 8, .client = 4, .at = at(14)},
        rung::purchase{.id = 8, .client = 5, .at = at(15), .amount = rung::money{1}},
        rung::purchase{.id = 9, .client = 5, .at = at(40), .amount = rung::money{1}},
        rung::contact{.id = 1, .client = 5, .at = at(30), .awaits_answer = true},
        rung::contact{.id = 1, .client = 8, .at = at(6), .awaits_answer = true},
    };
}
kept_base lived() {
    kept_base base{patient, rung::history::kept{}};
    report_type report;
    (void)base.apply(some_events());
    (void)base.settle(at(31));
    REQUIRE(base.merge(4, 3, report) == rung::merge_answer::done);
    REQUIRE(base.merge(1, 4, report) == rung::merge_answer::done);
    REQUIRE(base.retract(5, 9, report) == rung::retract_answer::done);
    return base;
}

std::vector<retail_event> more_events() {
    return {
        rung::contact{.id = 20, .client = 1, .at = at(2)},  // late
        rung::purchase{
            .id = 19, .client = 8, .at = at(20), .amount = rung::money{1}},  // before a move by time
        rung::purchase{.id = 21, .client = 6, .at = at(33), .amount = rung::money{4}},  // a newcomer
        rung::purchase{.id = 22, .client = 2, .at = at(35), .amount = rung::money{4}},  // the next one
        rung::purchase{.id = 22, .client = 2, .at = at(35), .amount = rung::money{4}},  // once more
        rung::purchase{.id = 23, .client = 2, .at = at(90), .amount = rung::money{4}},
        rung::purchase{
            .id = 99, .client = 3, .at = at(13), .amount = rung::money{3}},  // which a refund waits for
        rung::purchase{.id = 9, .client = 5, .at = at(41), .amount = rung::money{1}},    // taken back
        rung::purchase{.id = 1, .client = 2, .at = at(9), .amount = rung::money{8}},     // another content
        rung::purchase{.id = 24, .client = 6, .at = at(34), .amount = rung::money{-4}},  // cannot be
        rung::manual_decision{
            .id = 25, .client = 7, .at = at(36), .what = rung::decree::ceiling, .stage = rung::stage_id{0}},
        rung::contact{.id = 26, .client = 7, .at = at(35)},
        rung::purchase{.id = 27, .client = 5, .at = at(99), .amount = rung::money{1}},
    };
}

template <class Act>
void fails(Act const& act, std::size_t least = 10, std::size_t every = 1) {
    CHECK(failing::before_or_after(&lived, act, &look, every) >= least);
}

}  // namespace

TEST_CASE("whatever fails while a base with history takes events, it takes all of them or none") {
    using how = rung::history::conflict;
    for (auto const policy : {how::keep_first, how::keep_last}) {
        auto const empty = [&] { return kept_base{patient, {policy}}; };
        failing::before_or_after(
            empty, [](kept_base& base, failing::observer& o) { (void)base.apply(some_events(), o); }, &look);
        failing::before_or_after(
            [&] {
                auto base = empty();
                (void)base.apply(some_events());
                return base;
            },
            [](kept_base& base, failing::observer& o) { (void)base.apply(more_events(), o); }, &look, 7);
    }
    fails([](kept_base& base, failing::observer& o) { (void)base.apply(more_events(), o); }, 60);
    auto const more = more_events();
    for (std::size_t i = 0; i < more.size(); i += 3)
        fails([&](kept_base& base, failing::observer& o) { (void)base.apply(more[i], o); }, 1);
}

TEST_CASE("whatever fails while a long list grows, it grows by all or by nothing") {
    auto const many = [](rung::event_id from, int count) {
        std::vector<retail_event> all;
        for (int i = 0; i < count; ++i)
            all.push_back(rung::purchase{.id = from + static_cast<rung::event_id>(i),
                                         .client = 1,
                                         .at = at(static_cast<std::int64_t>(from) + i),
                                         .amount = rung::money{5}});
        return all;
    };
    for (int const before : {60, 85}) {
        failing::before_or_after(
            [&] {
                kept_base base{patient, rung::history::kept{}};
                (void)base.apply(many(1, before));
                return base;
            },
            [&](kept_base& base, failing::observer& o) { (void)base.apply(many(1'000, 120), o); }, &look);
    }
}

TEST_CASE("a report says what was taken, even if the call ends with an exception") {
    auto whole = lived();
    report_type expected;
    failing::observer calm;
    whole.apply(more_events(), expected, calm);
    REQUIRE(expected.refused.size() == 2);
    REQUIRE(expected.conflicts.size() == 1);
    REQUIRE(expected.withdrawn.size() > 0);
    auto const before = look(lived());
    auto const after = look(whole);
    auto const first = allocations.load();
    {
        auto base = lived();
        report_type report;
        base.apply(more_events(), report, calm);
    }
    auto const asked = allocations.load() - first;
    auto const says_what_is = [&](failing::failure const& f) {
        auto base = lived();
        report_type report;
        (void)failing::comes_out(f, [&](failing::observer& o) { base.apply(more_events(), report, o); });
        auto const left = look(base);
        bool const says_so =
            (left == before && report == report_type{}) || (left == after && report == expected);
        INFO(f.text());
        CHECK(says_so);
    };
    for (std::size_t n = 0; n < asked; ++n) says_what_is({.allocation = n});
    for (std::size_t n = 0; n < calm.calls; ++n) says_what_is({.call = n});
}

TEST_CASE("whatever fails while clients are merged, split, erased or settled, it is done or not") {
    report_type report;
    auto const merges = [&](rung::client_id into, rung::client_id from) {
        return [&report, into, from](kept_base& base, failing::observer& o) {
            (void)base.merge(into, from, report, o);
        };
    };
    fails(merges(1, 2));
    fails(merges(2, 1));
    fails(merges(5, 3));
    fails(merges(2, 5));
    for (rung::client_id const id : {3u, 4u})
        fails([&](kept_base& base, failing::observer& o) { (void)base.split(id, report, o); });
    for (rung::client_id const id : {1u, 2u, 3u, 5u, 8u})
        fails([&](kept_base& base, failing::observer&) { (void)base.erase(id); }, 0);
    for (auto const now : {at(40), at(70), at(100), at(10)})
        fails([&](kept_base& base, failing::observer& o) { (void)base.settle(now, o); }, 0);
    fails([](kept_base& base, failing::observer& o) { (void)base.settle(at(100), o); }, 1);
    fails([](kept_base& base, failing::observer&) { base.reserve(1'000); }, 1);
}

TEST_CASE("whatever fails while an event is taken back, it is taken back or not") {
    report_type report;
    for (auto const& [client, id] : {std::pair{1, 2}, {1, 77}, {3, 5}, {3, 6}, {5, 8}, {5, 9}, {0, 1}})
        fails([&, client = static_cast<rung::client_id>(client), id = static_cast<rung::event_id>(id)](
                  kept_base& base, failing::observer& o) { (void)base.retract(client, id, report, o); },
              id == 9 ? 0 : 3);
}

TEST_CASE("whatever fails while looking at a base with history, or reading it, it stays unchanged") {
    fails([](kept_base& base, failing::observer&) { (void)base.as_of(at(20)); });
    fails([](kept_base& base, failing::observer& o) { (void)base.refold(strict, {}, o); });
    fails([](kept_base& base, failing::observer&) { (void)base.export_client(3); });
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(lived(), sink));
    failing::before_or_after(
        [] {
            return kept_base{patient, rung::history::kept{}};
        },
        [&](kept_base& base, failing::observer& o) {
            bool const read{rung::restore(base, sink.bytes, o)};
            REQUIRE(read);
        },
        &look, 3);
}
