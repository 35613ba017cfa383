#include "catch.hpp"

#include "base/two_loyalties.hpp"

#include <rung/base/durable_base.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace two_loyalties;
using buffer = std::vector<std::byte>;

template <class Base>
Base lived(Base base) {
    rung::retail_event const events[] = {
        rung::contact{.id = 1, .client = 1, .at = at(1), .awaits_answer = true},
        rung::purchase{.id = 2, .client = 1, .at = at(3), .amount = rung::money{5}},
        rung::purchase{.id = 1, .client = 2, .at = at(9), .amount = rung::money{7}},
        rung::manual_decision{.id = 2,
                              .client = 2,
                              .at = at(10),
                              .what = rung::decree::floor,
                              .stage = rung::stage_id{1},
                              .author = 3},
        rung::purchase{.id = 5, .client = 3, .at = at(12), .amount = rung::money{7}},
        rung::refund{.id = 7, .client = 3, .at = at(14), .amount = rung::money{3}, .of = 99},
        rung::purchase{.id = 8, .client = 4, .at = at(14)},
    };
    (void)base.apply(events);
    (void)base.settle(at(31));
    (void)base.erase(4);
    if constexpr (requires { base.history(); }) {
        rung::history_report<life> report;
        (void)base.merge(1, 3, report);
    }
    return base;
}

template <class Base>
buffer written(Base const& base, std::uint64_t position = 0) {
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(base, sink, position));
    return sink.bytes;
}

// `base` refuses these bytes with this sentence, and stays as it is. Answers whether they are of another
// ladder.
template <class Base>
bool refuses(Base base, std::span<std::byte const> bytes, std::string const& why) {
    auto const before = written(base);
    auto const out = rung::restore(base, bytes);
    CHECK_FALSE(out);
    CHECK(out.why == why);
    CHECK(out.offset <= bytes.size());
    CHECK(written(base) == before);
    return out.other_ladder;
}

// The records of a snapshot, some of them changed, with right checksums.
buffer changed(std::span<std::byte const> bytes, std::function<void(std::vector<buffer>&)> const& change,
               std::uint64_t fingerprint = rung::fingerprint(patient)) {
    std::vector<buffer> records;
    rung::journal_reader r{bytes};
    while (auto const record = r.next()) records.emplace_back(record->payload.begin(), record->payload.end());
    change(records);
    rung::journal_writer out{rung::memory_sink{}, rung::journal_header{fingerprint, 0}};
    for (auto const& record : records) REQUIRE(out.append(record));
    return out.sink().bytes;
}

// A snapshot of one client of facts, as given.
buffer one_client(rung::decided_client const& c, std::uint64_t fingerprint = rung::fingerprint(patient)) {
    return changed(
        written(facts_base{patient}),
        [&](std::vector<buffer>& records) {
            buffer clients;
            rung::byte_writer w{clients};
            w.u8(2);
            w.varint(1);
            w.u8(c.standing.decided() ? 1 : 0);
            rung::write_bytes(w, static_cast<rung::client const&>(c));
            if (c.standing.decided()) rung::write_bytes(w, c.decision);
            records.insert(records.begin() + 1, clients);
            records.back()[1] = std::byte{1};
        },
        fingerprint);
}

template <class Base>
void damage(Base const& empty) {
    auto const bytes = written(lived(empty));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        auto base = empty;
        auto const out = rung::restore(base, std::span{bytes}.first(size));
        REQUIRE_FALSE(out);
        REQUIRE(out.why.size() > 10);
        REQUIRE(out.offset <= size);
        REQUIRE(base.size() == 0);
    }
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        auto flipped = bytes;
        flipped[bit / 8] ^= std::byte{1} << (bit % 8);
        auto base = empty;
        auto const out = rung::restore(base, flipped);
        REQUIRE_FALSE(out);
        REQUIRE(out.why.size() > 10);
        REQUIRE(base.size() == 0);
        REQUIRE(base.erased().total() == 0);
    }
    auto longer = bytes;
    longer.push_back(std::byte{0});
    refuses(empty, longer, "there are bytes after the end of the snapshot");
}

}  // namespace

TEST_CASE("a small snapshot that is cut anywhere, or has a wrong bit, is refused") {
    damage(facts_base{patient});
    damage(kept_base{patient, rung::history::kept{}});
}

TEST_CASE("a snapshot says where in the journal it stands, and an empty base has one too") {
    facts_base empty{patient}, again{patient};
    auto const out = rung::restore(again, written(empty, 1234567));
    REQUIRE(out);
    CHECK(out.position == 1234567);
    CHECK(again.size() == 0);
}

TEST_CASE("a snapshot of many records is read whole, or not at all") {
    facts_base base{patient};
    for (std::uint64_t id = 1; id <= 3000; ++id)
        (void)base.apply(rung::purchase{.id = 1, .client = id << 30, .at = at(1), .amount = rung::money{5}});
    auto const bytes = written(base);
    std::size_t records = 0;
    rung::journal_reader r{bytes};
    while (r.next()) ++records;
    CHECK(records > 4);
    facts_base again{patient, rung::ids::hashed{.seed = 77}};
    REQUIRE(rung::restore(again, bytes));
    CHECK(again.size() == 3000);
    CHECK(written(again) == bytes);
    refuses(facts_base{patient}, changed(bytes, [](auto& all) { all.erase(all.begin() + 2); }),
            "the snapshot has lost clients");
    refuses(facts_base{patient}, changed(bytes, [](auto& all) { all.insert(all.begin() + 2, all[2]); }),
            "the snapshot has a client that cannot exist");
    refuses(facts_base{patient}, changed(bytes, [](auto& all) { all.pop_back(); }),
            "the snapshot ends too early");
    refuses(facts_base{patient}, changed(bytes, [](auto& all) { all.push_back(all[1]); }),
            "there are bytes after the end of the snapshot");
    refuses(facts_base{patient}, changed(bytes, [](auto& all) { all.clear(); }), "the snapshot is empty");
}

TEST_CASE("a snapshot of something else is refused with a sentence that says of what") {
    facts_base const facts{patient};
    kept_base const kept{patient, rung::history::kept{}};
    auto const of_facts = written(lived(facts));
    auto const of_kept = written(lived(kept));

    refuses(kept, of_facts, "the snapshot is of a base without history, and this one keeps it");
    refuses(facts, of_kept, "the snapshot is of a base with history, and this one keeps none");
    refuses(kept_base{patient, {rung::history::conflict::keep_last}}, of_kept,
            "the snapshot is of a base with another policy for conflicts");

    constexpr auto other =
        "the snapshot is of another ladder, or of other thresholds: migrate() takes it over";
    CHECK(refuses(facts_base{strict}, of_facts, other));
    CHECK(refuses(kept_base{strict, rung::history::kept{}}, of_kept, other));
    CHECK_FALSE(refuses(facts, {}, "it is empty: there is no header yet"));
    std::array<std::byte, 40> text{};
    text.fill(std::byte{'a'});
    refuses(facts, text, "this is not a journal of rung");

    refuses(lived(facts), of_facts, "a snapshot is read into an empty base");
    refuses(lived(kept), of_kept, "a snapshot is read into an empty base");
    auto emptied = lived(facts);
    for (rung::client_id id = 1; id <= 4; ++id) (void)emptied.erase(id);
    REQUIRE(emptied.size() == 0);
    refuses(emptied, of_facts, "a snapshot is read into an empty base");
    auto settled = kept;
    (void)settled.settle(at(1));
    refuses(settled, of_kept, "a snapshot is read into an empty base");

    refuses(facts, changed(of_facts, [](auto& all) { all[0][1] = std::byte{9}; }),
            "this version cannot read the format of the snapshot");
    // Rungs, exits, a name, something behind: nothing of it is believed.
    auto const size = changed(of_facts, [](auto&) {}).size();
    CHECK(size == of_facts.size());
    for (std::size_t i : {std::size_t{9}, std::size_t{10}, std::size_t{12}})
        refuses(facts, changed(of_facts, [&](auto& all) { all[0][i] ^= std::byte{1}; }),
                "the head of the snapshot says something impossible");
    refuses(facts, changed(of_facts, [](auto& all) { all[0].push_back(std::byte{0}); }),
            "the head of the snapshot says something impossible");
    refuses(kept,
            changed(of_kept,
                    [](auto& all) {
                        for (std::size_t i = 5; i < 9; ++i) all[0][i] = std::byte{255};  // settled for ever
                    }),
            "the head of the snapshot says something impossible");
}

TEST_CASE("a snapshot and a journal are not taken for each other") {
    facts_base const empty{patient};
    rung::durable_base<facts_base, rung::memory_sink> durable{
        empty,
        rung::journal_writer{rung::memory_sink{}, rung::journal_header{rung::fingerprint(patient), 0}}};
    (void)durable.apply(rung::purchase{.id = 1, .client = 1, .at = at(1)});
    refuses(empty, durable.journal().sink().bytes, "this is a journal, not a snapshot");

    auto const snapshot = written(lived(empty));
    auto base = empty;
    rung::journal_reader journal{snapshot};
    auto const out = rung::redo_journal(base, journal, 0);
    CHECK(out.why == "a record of the journal says something impossible");
    CHECK(base.size() == 0);
}

TEST_CASE("a sink that fails fails the snapshot") {
    struct narrow_sink {
        std::size_t room;
        bool syncs = true;
        [[nodiscard]] bool write(std::span<std::byte const> bytes) {
            if (bytes.size() > room) return false;
            room -= bytes.size();
            return true;
        }
        [[nodiscard]] bool sync() const { return syncs; }
    };
    auto const base = lived(facts_base{patient});
    auto const size = written(base).size();
    for (std::size_t room = 0; room < size; ++room) {
        narrow_sink sink{room};
        REQUIRE_FALSE(rung::write_snapshot(base, sink));
    }
    narrow_sink enough{size};
    CHECK(rung::write_snapshot(base, enough));
    narrow_sink unsafe{size, false};
    CHECK_FALSE(rung::write_snapshot(base, unsafe));
}

TEST_CASE("a snapshot cannot have a client that no lifecycle can make") {
    auto const base = lived(facts_base{patient});
    auto const sound = base.find(1)->decided_client();
    auto const decided = base.find(2)->decided_client();
    REQUIRE(decided.standing.decided());
    constexpr auto cannot = "the snapshot has a client that cannot exist";
    facts_base const empty{patient};
    auto const with = [&](auto c, auto const& change) {
        change(c);
        return one_client(c);
    };
    for (auto const& c : {sound, decided, rung::decided_client{}}) {
        auto again = empty;
        REQUIRE(rung::restore(again, one_client(c)));
        CHECK(again.find(1)->decided_client() == c);
    }
    auto const last = rung::instant::from_unix(sound.frontier.unix_seconds());
    auto const places = static_cast<std::uint8_t>(patient.ladder().place_count());
    auto const rungs = static_cast<std::uint8_t>(patient.ladder().stage_count());
    REQUIRE(places > rungs);
    using client = rung::decided_client;
    std::function<void(client&)> const wrong[] = {
        [&](client& c) { c.standing.due = last; },  // it would fall due again and again
        [&](client& c) { c.standing.due = rung::instant::never(); },
        [&](client& c) { c.standing.since = last + 1_seconds; },
        [&](client& c) { c.standing.since = rung::instant::never(); },
        [&](client& c) { c.standing.since = rung::instant::forever(); },
        [&](client& c) { c.standing.place = places; },
        [&](client& c) { c.standing.peak = rungs; },
        [&](client& c) { c.standing.set_left(rungs); },
        [&](client& c) {
            c.standing.place = rungs;
            c.standing.set_in_grace(true);
            c.standing.due = last + 1_seconds;
        },
        [&](client& c) { c.frontier = rung::event_order::of(rung::instant::never(), 1); },
        [&](client& c) { c.frontier = {}; },
        [&](client& c) { c.frontier = rung::event_order::of(rung::instant::forever(), 1); },
    };
    for (auto const& change : wrong) refuses(empty, with(sound, change), cannot);
    std::function<void(client&)> const wrong_decisions[] = {
        [&](client& c) { c.decision.until = last; },
        [&](client& c) { c.decision.place = rungs; },
        [&](client& c) {
            c.decision.what = rung::decree::pin;
            c.decision.place = places;
        },
        [&](client& c) { c.decision.what = rung::decree::lift; },
        [&](client& c) { c.decision.what = rung::decree::none; },
    };
    for (auto const& change : wrong_decisions) refuses(empty, with(decided, change), cannot);
    auto again = empty;
    REQUIRE(rung::restore(again, with(decided, [&](client& c) {
                              c.decision.what = rung::decree::pin;  // a pin may name an exit
                              c.decision.place = rungs;
                          })));

    // Nobody is in a grace where nobody falls.
    constexpr rung::lifecycle kind{rung::ladders::loyalty({.patience = 20_seconds}), rung::ascent::leap{},
                                   rung::descent::never{}};
    auto waiting = sound;
    waiting.standing.place = 0;
    waiting.standing.set_in_grace(true);
    waiting.standing.due = last + 1_seconds;
    auto fine = empty;
    CHECK(rung::restore(fine, one_client(waiting)));
    refuses(rung::client_base{kind}, one_client(waiting, rung::fingerprint(kind)), cannot);
}

TEST_CASE("a snapshot cannot put one id into two people") {
    kept_base const empty{patient, rung::history::kept{}};
    auto const bytes = written(lived(empty));
    constexpr auto cannot = "the snapshot has a client that cannot exist";
    refuses(empty,
            changed(bytes,
                    [](auto& all) {
                        auto const again = buffer{all[1].begin() + 1, all[1].end()};
                        all[1].insert(all[1].end(), again.begin(), again.end());
                    }),
            cannot);
    // The bytes of the one client 2 end with how many were merged into it.
    refuses(empty, changed(bytes, [](auto& all) { all[1].back() = std::byte{1}; }), cannot);
    refuses(empty, changed(bytes, [](auto& all) { all[1].push_back(std::byte{1}); }), cannot);
}

TEST_CASE("who was merged into whom is remembered: a split takes along those who came with the client") {
    kept_base const empty{patient, rung::history::kept{}};
    auto base = empty;
    for (rung::client_id id = 1; id <= 4; ++id)
        (void)base.apply(rung::purchase{.id = id, .client = id, .at = at(static_cast<std::int64_t>(id))});
    rung::history_report<life> report;
    REQUIRE(base.merge(2, 3, report) == rung::merge_answer::done);
    REQUIRE(base.merge(1, 2, report) == rung::merge_answer::done);
    REQUIRE(base.merge(1, 4, report) == rung::merge_answer::done);
    auto again = empty;
    REQUIRE(rung::restore(again, written(base)));
    for (auto* b : {&base, &again}) {
        REQUIRE(b->split(2, report) == rung::merge_answer::done);
        CHECK(b->find(3)->id() == 2);
        CHECK(b->find(4)->id() == 1);
        CHECK(b->size() == 2);
    }
    CHECK(written(again) == written(base));
}

TEST_CASE("a client of many merged ids is read about as fast as as many clients") {
    constexpr std::size_t many = 16'384;
    kept_base const empty{patient, rung::history::kept{}};
    std::vector<rung::retail_event> events;
    for (rung::client_id id = 1; id <= many; ++id)
        events.push_back(rung::purchase{.id = id, .client = id, .at = at(static_cast<std::int64_t>(id))});
    auto base = empty;
    REQUIRE(base.apply(events).applied == many);
    auto const processor_seconds = [&](std::span<std::byte const> bytes) {
        auto again = empty;
        auto const start = std::clock();
        CHECK(rung::restore(again, bytes));
        return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    };
    auto const apart = processor_seconds(written(base));
    rung::history_report<life> report;
    bool done = true;
    for (rung::client_id step = 1; step < many; step *= 2) {
        for (rung::client_id id = 1; id + step <= many; id += 2 * step)
            done = base.merge(id, id + step, report) == rung::merge_answer::done && done;
    }
    REQUIRE(done);
    REQUIRE(base.size() == 1);
    auto const merged = processor_seconds(written(base));
    INFO(apart << " s for clients apart, " << merged << " s for one of as many ids");
    CHECK(merged < 2 * apart);
}

TEST_CASE("a migrated decision about what has become an exit ends; one about no place is refused") {
    rung::ladder const before{rung::stage{.name = "a"},
                              rung::stage{.name = "b", .enter = rung::facts::purchases >= 1}};
    rung::ladder const after{rung::stage{.name = "a"},
                             rung::stage{.name = "b", .enter = rung::facts::lost >= 1, .exit = true}};
    rung::lifecycle const old{before};
    rung::lifecycle const now{after};
    rung::client_base base{old, rung::history::kept{}};
    (void)base.apply(rung::manual_decision{
        .id = 1, .client = 1, .at = at(1), .what = rung::decree::floor, .stage = rung::stage_id{1}});
    CHECK(base.find(1)->stage_name() == "b");
    auto const bytes = written(base);
    rung::client_base moved{now, rung::history::kept{}};
    auto const out = rung::migrate(moved, bytes, rung::adoption_terms{});
    INFO(out.why);
    REQUIRE(out);
    CHECK(moved.find(1)->stage_name() == "a");
    CHECK_FALSE(moved.find(1)->client().standing.decided());

    for (unsigned place = 2; place < 256; ++place) {
        auto const hostile = changed(
            bytes, [&](auto& all) { all[1][all[1].size() - 2] = static_cast<std::byte>(place); },
            rung::fingerprint(old));
        rung::client_base none{now, rung::history::kept{}};
        REQUIRE_FALSE(rung::migrate(none, hostile, rung::adoption_terms{}));
        REQUIRE(none.size() == 0);
    }
}

TEST_CASE("a base under new thresholds settles, whatever ran before") {
    // On a rung in its grace; then nobody falls any more, or the rung is an exit now.
    rung::ladder const before{
        rung::stage{.name = "a"},
        rung::stage{.name = "b", .enter = rung::facts::silence <= 10_seconds, .grace = 50_seconds}};
    rung::lifecycle const old{before, rung::ascent::leap{}, rung::descent::chosen{rung::descent::at_once{}}};
    rung::client_base base{old};
    (void)base.apply(rung::purchase{.id = 1, .client = 1, .at = at(0)});
    (void)base.settle(at(20));
    REQUIRE(base.find(1)->in_grace());
    auto const bytes = written(base);
    rung::adoption_terms const terms{.at = at(20)};

    rung::lifecycle const kind{before, rung::ascent::leap{}, rung::descent::chosen{rung::descent::never{}}};
    rung::client_base kept{kind};
    REQUIRE(rung::migrate(kept, bytes, terms));
    CHECK_FALSE(kept.find(1)->in_grace());
    CHECK(kept.settle(at(1000)) == 0);  // returns at all

    rung::ladder const gone{
        rung::stage{.name = "a"},
        rung::stage{.name = "b", .enter = rung::facts::silence >= 15_seconds, .exit = true}};
    rung::client_base out{rung::lifecycle{gone}};
    REQUIRE(rung::migrate(out, bytes, terms));
    CHECK(out.find(1)->stage_name() == "b");
    CHECK_FALSE(out.find(1)->in_grace());
    CHECK(out.settle(at(1000)) == 0);
}

TEST_CASE("a person all of whose events were taken back is split off, written and read") {
    kept_base base{patient, rung::history::kept{}};
    rung::history_report<life> report;
    (void)base.apply(rung::purchase{.id = 5, .client = 1, .at = at(1), .amount = rung::money{1}});
    (void)base.apply(rung::purchase{.id = 5, .client = 2, .at = at(1), .amount = rung::money{1}});
    REQUIRE(base.merge(1, 2, report) == rung::merge_answer::done);
    REQUIRE(base.retract(2, 5, report) == rung::retract_answer::done);
    REQUIRE(base.split(2, report) == rung::merge_answer::done);
    kept_base again{patient, rung::history::kept{}};
    REQUIRE(rung::restore(again, written(base)));
    CHECK(again.size() == base.size());
    CHECK(written(again) == written(base));
}

TEST_CASE("what was taken back stays out of a base that was written and read") {
    kept_base base = lived(kept_base{patient, rung::history::kept{}});
    rung::history_report<life> report;
    REQUIRE(base.retract(1, 2, report) == rung::retract_answer::done);
    REQUIRE(base.retract(1, 90, report) == rung::retract_answer::awaited);
    REQUIRE(base.retract(3, 8, report) == rung::retract_answer::awaited);  // merged into 1
    auto const bytes = written(base);
    kept_base const empty{patient, rung::history::kept{}};
    auto again = empty;
    REQUIRE(rung::restore(again, bytes));
    CHECK(written(again) == bytes);
    for (auto const& [client, id] : {std::pair{1, 2}, {1, 90}, {3, 8}})
        CHECK(again
                  .apply(rung::purchase{.id = static_cast<rung::event_id>(id),
                                        .client = static_cast<rung::client_id>(client),
                                        .at = at(50)})
                  .count(rung::refusal::taken_back) == 1);

    // Of each id of a client the events that were taken back come once, in order, and are none that it has.
    constexpr auto cannot = "the snapshot has a client that cannot exist";
    auto const with = [&](std::vector<std::uint64_t> const& record) {
        return changed(bytes, [&](auto& all) {
            all[2].clear();
            rung::byte_writer w{all[2]};
            w.u8(4);
            for (auto const n : record) w.varint(n);
        });
    };
    auto fine = empty;
    REQUIRE(rung::restore(fine, with({1, 2, 2, 90, 3, 1, 8})));
    CHECK(written(fine) == bytes);
    refuses(empty, with({1, 1, 1}), cannot);            // it is there
    refuses(empty, with({1, 2, 90, 2}), cannot);        // not in order
    refuses(empty, with({1, 2, 2, 2}), cannot);         // twice
    refuses(empty, with({1, 1, 2, 1, 1, 90}), cannot);  // the client twice
    refuses(empty, with({1, 1, 0}), cannot);            // no id
    refuses(empty, with({1, 0}), cannot);               // none at all
    refuses(empty, with({66, 1, 2}), cannot);           // nobody
    refuses(empty, with({1, 9, 2}), cannot);            // it ends too early
}
