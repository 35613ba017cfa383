// What a host does to a base that keeps a journal, at random: the last snapshot and the journal make the same
// base again; and what any crash leaves of the journal is the base after some of the calls, none of them in
// part, and none missing that was synced.

#include "base/random_bases.hpp"
#include "catch.hpp"

#include <rung/base/durable_base.hpp>
#include <rung/retail/retail.hpp>

#include <rapidcheck.h>

namespace {

using namespace bases;

template <class Base>
std::vector<std::byte> written(Base const& base) {
    rung::memory_sink sink;
    RC_ASSERT(rung::write_snapshot(base, sink));
    return sink.bytes;
}

template <class Base>
auto durable(Base base) {
    auto const of = rung::fingerprint(base.lifecycle());
    return rung::durable_base<Base, rung::memory_sink>{
        std::move(base), rung::journal_writer{rung::memory_sink{}, rung::journal_header{of, 0}}};
}

/// The base of a snapshot, if there is one, and of a journal.
template <class Base>
Base opened(Base base, std::vector<std::byte> const& snapshot, std::span<std::byte const> journal) {
    std::uint64_t from = 0;
    if (!snapshot.empty()) {
        auto const read = rung::restore(base, snapshot);
        RC_ASSERT(bool{read});
        from = read.position;
    }
    rung::journal_reader r{journal};
    auto const out = rung::redo_journal(base, r, from);
    RC_ASSERT(bool{out});
    RC_ASSERT(out.offset <= journal.size());
    return base;
}

template <class Base>
void lives_in_its_journal(Base const& empty, bool history) {
    auto const plan = random_plan(empty.lifecycle().ladder().place_count(), history);
    auto base = durable(empty);
    auto plain = empty;
    std::vector<std::byte> snapshot;
    for (auto const& d : plan) {
        RC_ASSERT((act_on(base, d) == act_on(plain, d)));
        if (chance(15)) {
            rung::memory_sink sink;
            RC_ASSERT(base.write_snapshot(sink));
            snapshot = sink.bytes;
            RC_ASSERT(base.journal().synced() == base.journal().next());
        }
        RC_ASSERT(base.ok());
    }
    RC_ASSERT((look_at(base.base()) == look_at(plain)));
    auto const again = opened(empty, snapshot, base.journal().sink().bytes);
    RC_ASSERT((look_at(again) == look_at(plain)));
    RC_ASSERT(written(again) == written(plain));
    // And it goes on where it was.
    auto const next = random_plan(empty.lifecycle().ladder().place_count(), history);
    auto on = again;
    for (auto const& d : next) {
        RC_ASSERT((act_on(on, d) == act_on(base, d)));
    }
    RC_ASSERT(written(on) == written(base.base()));
    RC_ASSERT(written(opened(empty, snapshot, base.journal().sink().bytes)) == written(on));
}

template <class Base>
void survives_any_crash(Base const& empty, bool history) {
    auto plan = random_plan(empty.lifecycle().ladder().place_count(), history);
    if (plan.size() > 10) plan.resize(10);
    auto base = durable(empty);
    // After each call: the base, how long the journal is, and how many records are safe.
    std::vector<std::vector<std::byte>> states{written(base.base())};
    std::vector<std::size_t> ends{base.journal().sink().bytes.size()};
    std::vector<std::size_t> safe_bytes{0};
    std::vector<std::uint64_t> safe_calls{0};
    for (auto const& d : plan) {
        (void)act_on(base, d);
        states.push_back(written(base.base()));
        ends.push_back(base.journal().sink().bytes.size());
        if (chance(30)) {
            RC_ASSERT(base.sync());
            safe_bytes.push_back(ends.back());
            safe_calls.push_back(states.size() - 1);
        }
    }
    auto const& bytes = base.journal().sink().bytes;
    auto const stride = static_cast<std::size_t>(draw(1, 16));
    for (std::size_t size = 0; size <= bytes.size(); size += stride) {
        auto const left = written(opened(empty, {}, std::span{bytes}.first(size)));
        std::size_t calls = 0;
        for (std::size_t i = 0; i < ends.size(); ++i)
            if (ends[i] <= size) calls = i;
        RC_ASSERT(left == states[calls]);
        for (std::size_t i = 0; i < safe_bytes.size(); ++i)
            if (safe_bytes[i] <= size) RC_ASSERT(calls >= safe_calls[i]);
        if (size % 4 != 0) continue;
        // Zeros where the file had grown already.
        auto zeros = bytes;
        std::fill(zeros.begin() + static_cast<std::ptrdiff_t>(size), zeros.end(), std::byte{0});
        RC_ASSERT(written(opened(empty, {}, zeros)) == states[calls]);
    }
}

}  // namespace

TEST_CASE("a snapshot and the journal after it give the base, bit for bit") {
    REQUIRE(rc::check("facts", [] {
        auto const l = random_life();
        RC_PRE(l.has_value());
        lives_in_its_journal(facts_base{*l}, false);
    }));
    REQUIRE(rc::check("history", [] {
        auto const l = random_life();
        RC_PRE(l.has_value());
        lives_in_its_journal(kept_base{*l, {static_cast<rung::history::conflict>(draw(0, 2))}}, true);
    }));
}

TEST_CASE("a journal that a crash cut at any byte gives the base after whole calls") {
    REQUIRE(rc::check("facts", [] {
        auto const l = random_life();
        RC_PRE(l.has_value());
        survives_any_crash(facts_base{*l}, false);
    }));
    REQUIRE(rc::check("history", [] {
        auto const l = random_life();
        RC_PRE(l.has_value());
        survives_any_crash(kept_base{*l, {static_cast<rung::history::conflict>(draw(0, 2))}}, true);
    }));
}
