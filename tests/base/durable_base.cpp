#include "catch.hpp"

#include "base/two_loyalties.hpp"

#include <rung/base/durable_base.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using namespace two_loyalties;
using buffer = std::vector<std::byte>;

// Fails at a byte, which is as far as it comes, or at a sync.
struct failing_sink {
    std::size_t room = 1'000'000;
    int syncs = 1'000'000;
    buffer bytes{};
    bool failed = false;
    int calls_after = 0;

    [[nodiscard]] bool write(std::span<std::byte const> more) {
        if (failed) ++calls_after;
        auto const fits = more.size() < room - bytes.size() ? more.size() : room - bytes.size();
        bytes.insert(bytes.end(), more.begin(), more.begin() + static_cast<std::ptrdiff_t>(fits));
        failed = failed || fits < more.size();
        return !failed;
    }
    [[nodiscard]] bool sync() {
        if (failed) ++calls_after;
        failed = failed || syncs-- == 0;
        return !failed;
    }
};

template <class Sink = rung::memory_sink, class Base>
auto durable(Base const& base, Sink sink = {}, std::uint64_t first = 0) {
    return rung::durable_base<Base, Sink>{
        base, rung::journal_writer<Sink>{std::move(sink),
                                         rung::journal_header{rung::fingerprint(base.lifecycle()), first}}};
}

template <class Base>
buffer written(Base const& base) {
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(base, sink));
    return sink.bytes;
}

template <class Base>
buffer redone(Base base, std::span<std::byte const> bytes, std::uint64_t from = 0) {
    rung::journal_reader r{bytes};
    auto const out = rung::redo_journal(base, r, from);
    INFO(out.why);
    REQUIRE(out);
    return written(base);
}

std::string refused(std::span<std::byte const> bytes, std::uint64_t from, auto base) {
    rung::journal_reader r{bytes};
    auto const out = rung::redo_journal(base, r, from);
    CHECK_FALSE(out);
    CHECK(out.offset <= bytes.size());
    return std::string{out.why};
}

// Purchases of five clients in turn, one each second from `first` on.
std::vector<rung::retail_event> batch(std::int64_t first, std::int64_t count) {
    std::vector<rung::retail_event> events;
    for (auto second = first; second < first + count; ++second) {
        auto const id = static_cast<std::uint64_t>(second + 1'000);
        events.push_back(
            rung::purchase{.id = id, .client = id % 5, .at = at(second), .amount = rung::money{3}});
    }
    return events;
}

// A journal with one record, as if some other program had written it.
buffer journal_of(buffer const& payload) {
    rung::journal_writer w{rung::memory_sink{}, rung::journal_header{rung::fingerprint(patient), 0}};
    REQUIRE(w.append(payload));
    return w.sink().bytes;
}

buffer bytes_of(std::initializer_list<int> all) {
    buffer out;
    for (int const b : all) out.push_back(static_cast<std::byte>(b));
    return out;
}

}  // namespace

TEST_CASE("an event of an id that dense ids do not have is not in the journal, and no journal has one") {
    auto const dense = [](std::size_t count) {
        return rung::client_base{patient, rung::ids::dense{.first = 0, .count = count}};
    };
    auto base = durable(dense(3));
    auto const report = base.apply(batch(1, 20));  // of the clients 0 to 4
    CHECK(report.count(rung::refusal::client) == 8);
    auto const bytes = base.journal().sink().bytes;
    CHECK(redone(dense(3), bytes) == written(base.base()));
    rung::journal_reader r{bytes};
    auto larger = dense(5);
    REQUIRE(rung::redo_journal(larger, r, 0));
    CHECK(larger.size() == 3);
    CHECK(refused(bytes, 0, dense(2)) == "a record of the journal says something impossible");
}

TEST_CASE("a journal that fails at any byte returns what it did not take, and the base stays unchanged") {
    kept_base const empty{patient, rung::history::kept{}};
    auto const run = [&](auto& base, std::vector<buffer>& states) {
        rung::history_report<life> report;
        bool broken = !base.ok();
        for (std::int64_t n = 0; n < 8; ++n) {
            auto const before = written(base.base());
            auto const events = batch(1 + 4 * n, 4);
            std::size_t taken = 0;
            switch (n) {
            case 2: taken = base.settle(at(30)) != 0 || base.ok() ? 1 : 0; break;
            case 3: taken = base.merge(1, 2, report) == rung::merge_answer::done ? 1 : 0; break;
            case 5: taken = base.split(2, report) == rung::merge_answer::done ? 1 : 0; break;
            case 6: taken = base.erase(3) ? 1 : 0; break;
            default: {
                auto const out = base.apply(events);
                REQUIRE(out.applied + out.refused.size() == 4);
                taken = out.applied;
                if (taken == 0) {
                    REQUIRE(out.count(rung::refusal::journal) == 4);
                    for (std::size_t i = 0; i < 4; ++i) REQUIRE(out.refused[i].event == events[i]);
                    REQUIRE(out.moves == 0);
                } else {
                    REQUIRE(taken == 4);
                }
            }
            }
            if (broken) REQUIRE(taken == 0);
            broken = !base.ok();
            REQUIRE((taken == 0) == broken);
            if (broken) {
                REQUIRE(written(base.base()) == before);
                REQUIRE(base.why().size() > 10);
                REQUIRE_FALSE(base.sync());
                rung::memory_sink snapshot;
                REQUIRE_FALSE(base.write_snapshot(snapshot));
                REQUIRE(snapshot.bytes.empty());
            } else {
                REQUIRE(base.why().empty());
            }
            states.push_back(written(base.base()));
        }
    };
    auto whole = durable(empty, failing_sink{});
    std::vector<buffer> states;
    run(whole, states);
    REQUIRE(whole.ok());
    auto const size = whole.journal().sink().bytes.size();
    for (std::size_t room = 0; room < size; ++room) {
        INFO("room for " << room);
        auto base = durable(empty, failing_sink{room});
        std::vector<buffer> these;
        run(base, these);
        REQUIRE_FALSE(base.ok());
        REQUIRE(base.journal().sink().calls_after == 0);
        for (std::size_t i = 0; i < these.size() && these[i] == states[i]; ++i) {
        }
        // What is in the journal is what the base took.
        REQUIRE(redone(empty, base.journal().sink().bytes) == written(base.base()));
    }
}

TEST_CASE("what a crash leaves of a journal, cut at any byte, gives the base after whole calls") {
    kept_base const empty{patient, rung::history::kept{}};
    auto base = durable(empty);
    std::vector<buffer> states{written(base.base())};
    std::vector<std::size_t> ends{base.journal().sink().bytes.size()};
    auto const note = [&] {
        states.push_back(written(base.base()));
        ends.push_back(base.journal().sink().bytes.size());
    };
    rung::history_report<life> report;
    (void)base.apply(batch(1, 7));
    note();
    (void)base.settle(at(5));
    note();
    (void)base.merge(1, 2, report);
    note();
    (void)base.apply(batch(5, 6));  // some late, some known
    note();
    (void)base.split(2, report);
    note();
    (void)base.erase(3);
    note();
    (void)base.settle(at(60));
    note();
    auto const& bytes = base.journal().sink().bytes;
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        INFO("cut at " << size);
        std::size_t calls = 0;
        while (calls + 1 < ends.size() && ends[calls + 1] <= size) ++calls;
        REQUIRE(redone(empty, std::span{bytes}.first(size)) == states[calls]);
    }
    for (std::size_t i = 1; i < states.size(); ++i) CHECK(states[i] != states[i - 1]);
}

TEST_CASE("a failed sync is final, and says so") {
    facts_base const empty{patient};
    auto base = durable(empty, failing_sink{1'000'000, 1});
    (void)base.apply(batch(1, 4));
    REQUIRE(base.sync());
    (void)base.apply(batch(5, 4));
    auto const before = written(base.base());
    CHECK_FALSE(base.sync());
    CHECK(base.why() == "the journal could not be synced");
    auto const out = base.apply(batch(9, 4));
    CHECK(out.count(rung::refusal::journal) == 4);
    CHECK(base.settle(at(1000)) == 0);
    CHECK_FALSE(base.erase(1));
    CHECK(written(base.base()) == before);
}

TEST_CASE("events that are wrong in themselves are refused with their own reason, and not written") {
    facts_base const empty{patient};
    auto base = durable(empty);
    auto events = batch(1, 3);
    events.insert(events.begin() + 1, rung::evaluation{.id = 9, .client = 1, .at = at(1), .score = 7});
    events.push_back(rung::purchase{.id = 3, .client = 1});  // at no instant
    events.push_back(
        rung::purchase{.id = 1'003, .client = 3, .at = at(3), .amount = rung::money{3}});  // known
    auto const out = base.apply(events);
    CHECK(out.applied == 3);
    CHECK(out.count(rung::refusal::score) == 1);
    CHECK(out.count(rung::refusal::instant) == 1);
    CHECK(out.count(rung::refusal::repeated) == 1);
    CHECK(base.journal().next() == 1);
    CHECK(redone(empty, base.journal().sink().bytes) == written(base.base()));
    (void)base.apply(events[1]);
    CHECK(base.journal().next() == 1);  // there was nothing to write
    CHECK(base.apply(std::span<rung::retail_event const>{}).applied == 0);
    CHECK(base.journal().next() == 1);
}

TEST_CASE("a refund of more than was spent is written only where it may count") {
    auto const back = [](rung::event_id id, std::int64_t when) -> rung::retail_event {
        return rung::refund{.id = id, .client = 1, .at = at(when), .amount = rung::money{3}};
    };
    rung::retail_event const bought =
        rung::purchase{.id = 2, .client = 1, .at = at(2), .amount = rung::money{3}};
    facts_base const no_facts{patient};
    auto facts = durable(no_facts);
    CHECK(facts.apply(back(1, 1)).count(rung::refusal::amount) == 1);
    CHECK(facts.journal().next() == 0);
    std::vector<rung::retail_event> const both{bought, back(3, 3)};  // of a purchase of the same call
    CHECK(facts.apply(both).applied == 2);
    CHECK(facts.apply(back(4, 4)).count(rung::refusal::amount) == 1);
    CHECK(facts.journal().next() == 1);
    CHECK(redone(no_facts, facts.journal().sink().bytes) == written(facts.base()));

    // The purchase may still come.
    kept_base const no_history{patient, rung::history::kept{}};
    auto kept = durable(no_history);
    CHECK(kept.apply(back(3, 3)).applied == 1);
    CHECK(kept.base().held_aside() == 1);
    (void)kept.apply(bought);
    CHECK(kept.base().held_aside() == 0);
    CHECK(kept.journal().next() == 2);
    CHECK(redone(no_history, kept.journal().sink().bytes) == written(kept.base()));
}

TEST_CASE("a call is one record, however many events it has: after a crash all of them are there, or none") {
    facts_base const empty{patient};
    auto base = durable(empty);
    auto const events = batch(1, 20'000);
    CHECK(base.apply(events).applied == 20'000);
    CHECK(base.journal().next() == 1);
    auto const& bytes = base.journal().sink().bytes;
    CHECK(bytes.size() > 200'000);
    CHECK(redone(empty, bytes) == written(base.base()));
    for (auto const size : {std::size_t{32}, bytes.size() / 2, bytes.size() - 1})
        CHECK(redone(empty, std::span{bytes}.first(size)) == written(empty));

    auto broken = durable(empty, failing_sink{bytes.size() / 2});
    auto const none = broken.apply(events);
    CHECK(none.applied == 0);
    REQUIRE(none.count(rung::refusal::journal) == 20'000);
    for (std::size_t i = 0; i < none.refused.size(); ++i) REQUIRE(none.refused[i].event == events[i]);
    CHECK(redone(empty, broken.journal().sink().bytes) == written(broken.base()));
}

TEST_CASE("events that are delivered again, or come too late, do not make the journal longer") {
    auto const again = [](auto base) {
        auto const events = batch(1, 200);
        auto const span = std::span{events};
        CHECK(base.apply(events).applied == 200);
        auto const size = base.journal().sink().bytes.size();
        auto const before = written(base.base());
        for (int i = 0; i < 3; ++i) {
            CHECK(base.apply(events).applied == 0);
            CHECK(base.apply(span.subspan(150)).applied == 0);
            CHECK(base.apply(events[7]).applied == 0);
            CHECK_FALSE(base.erase(99));
            CHECK(base.settle(rung::instant::forever()) == 0);
        }
        CHECK(base.journal().sink().bytes.size() == size);
        CHECK(written(base.base()) == before);
        CHECK(base.ok());
        return base;
    };
    kept_base const kept{patient, rung::history::kept{}};
    facts_base const facts{patient};
    (void)again(durable(kept));
    auto base = again(durable(facts));
    // A newer event among them costs only its own bytes.
    auto events = batch(1, 200);
    auto const size = base.journal().sink().bytes.size();
    events.insert(events.begin() + 100,
                  rung::purchase{.id = 201, .client = 1, .at = at(201), .amount = rung::money{3}});
    CHECK(base.apply(events).applied == 1);
    CHECK(base.journal().sink().bytes.size() < size + 60);
    CHECK(redone(facts, base.journal().sink().bytes) == written(base.base()));
}

TEST_CASE("merges, splits and events taken back that change nothing are not in the journal") {
    kept_base const empty{patient, rung::history::kept{}};
    auto base = durable(empty);
    rung::history_report<life> report;
    (void)base.apply(batch(1, 20));
    REQUIRE(base.merge(1, 2, report) == rung::merge_answer::done);
    CHECK(base.retract(1, 1'001, report) == rung::retract_answer::done);
    CHECK(base.retract(1, 5'000, report) == rung::retract_answer::awaited);
    auto const records = base.journal().next();
    CHECK(base.retract(1, 1'001, report) == rung::retract_answer::repeated);
    CHECK(base.retract(1, 5'000, report) == rung::retract_answer::repeated);
    CHECK(base.retract(1, 0, report) == rung::retract_answer::no_event_id);
    CHECK(base.merge(1, 2, report) == rung::merge_answer::same_client);
    CHECK(base.merge(2, 1, report) == rung::merge_answer::same_client);
    CHECK(base.merge(1, 77, report) == rung::merge_answer::unknown_client);
    CHECK(base.merge(77, 1, report) == rung::merge_answer::unknown_client);
    CHECK(base.split(77, report) == rung::merge_answer::unknown_client);
    CHECK(base.split(1, report) == rung::merge_answer::not_merged);
    CHECK(base.journal().next() == records);
    CHECK(redone(empty, base.journal().sink().bytes) == written(base.base()));
    auto plain = base.base();
    CHECK(plain.retract(1, 1'001, report) == rung::retract_answer::repeated);
    CHECK(plain.retract(1, 5'000, report) == rung::retract_answer::repeated);
    CHECK(plain.retract(1, 0, report) == rung::retract_answer::no_event_id);
    CHECK(plain.merge(1, 2, report) == rung::merge_answer::same_client);
    CHECK(plain.merge(1, 77, report) == rung::merge_answer::unknown_client);
    CHECK(plain.split(77, report) == rung::merge_answer::unknown_client);
    CHECK(plain.split(1, report) == rung::merge_answer::not_merged);
}

namespace {

// Throws at one of its calls, and counts all of them.
struct thrower {
    int throws_at = 0;
    int calls = 0;

    void called() {
        if (calls++ == throws_at) throw calls;
    }
    void operator()(auto const&) { called(); }
    void withdrawn(auto const&) { called(); }
    void joined(rung::client_id, rung::instant) { called(); }
    void left(rung::client_id) { called(); }
};

}  // namespace

TEST_CASE("what the journal has is completed when an observer throws within a span") {
    facts_base const empty{patient};
    // Purchases at 10 and 30: after them a contact at 20 is too late, now and when the journal is done again.
    auto base = durable(empty);
    rung::retail_event const bought[]{
        rung::purchase{.id = 1, .client = 1, .at = at(10), .amount = rung::money{3}},
        rung::purchase{.id = 2, .client = 1, .at = at(30), .amount = rung::money{3}},
    };
    CHECK_THROWS_AS((void)base.apply(bought, thrower{}), int);
    CHECK(base.ok());
    auto const contact = base.apply(rung::contact{.id = 3, .client = 1, .at = at(20)});
    CHECK(contact.count(rung::refusal::late) == 1);
    REQUIRE(base.sync());
    CHECK(redone(empty, base.journal().sink().bytes) == written(base.base()));

    // Two clients; the first makes the observer throw.
    auto two = durable(empty);
    rung::retail_event const first[]{
        rung::purchase{.id = 1, .client = 1, .at = at(1), .amount = rung::money{3}},
        rung::purchase{.id = 2, .client = 2, .at = at(5), .amount = rung::money{3}},
    };
    facts_base::report_type report;
    CHECK_THROWS_AS(two.apply(first, report, thrower{}), int);
    CHECK(report.applied == 2);
    auto const third = two.apply(rung::purchase{.id = 3, .client = 2, .at = at(3), .amount = rung::money{3}});
    CHECK(third.count(rung::refusal::late) == 1);
    REQUIRE(two.sync());
    CHECK(redone(empty, two.journal().sink().bytes) == written(two.base()));
}

TEST_CASE("whichever call of an observer throws, base and journal agree, and all calls are made") {
    auto const run = [](std::string const& what, auto const& empty, auto const& act) {
        INFO(what);
        auto begun = batch(1, 12);
        for (rung::client_id client = 1; client <= 2; ++client)  // who leave when nobody answers
            begun.push_back(
                rung::contact{.id = 50 + client, .client = client, .at = at(14), .awaits_answer = true});
        auto calm = durable(empty);
        (void)calm.apply(begun);
        thrower counts{-1};
        act(calm, counts);
        REQUIRE(counts.calls > 0);
        for (int n = 0; n < counts.calls; ++n) {
            INFO("call " << n);
            auto base = durable(empty);
            (void)base.apply(begun);
            thrower observer{n};
            CHECK_THROWS_AS(act(base, observer), int);
            CHECK(observer.calls == counts.calls);
            CHECK(base.ok());
            CHECK(base.why().empty());
            CHECK(written(base.base()) == written(calm.base()));
            CHECK(redone(empty, base.journal().sink().bytes) == written(base.base()));
        }
    };
    auto const events = [](auto& base, auto& observer) { (void)base.apply(batch(60, 20), observer); };
    auto const late = [](auto& base, auto& observer) { (void)base.apply(batch(-60, 15), observer); };
    auto const settle = [](auto& base, auto& observer) { (void)base.settle(at(500), observer); };
    auto const merge = [](auto& base, auto& observer) {
        rung::history_report<life> report;
        (void)base.merge(1, 2, report, observer);
    };
    auto const retract = [](auto& base, auto& observer) {
        rung::history_report<life> report;
        (void)base.retract(1, 1'001, report, observer);
    };
    auto const merge_and_split = [](auto& base, auto& observer) {
        rung::history_report<life> report;
        (void)base.merge(1, 2, report);
        (void)base.split(2, report, observer);
    };
    facts_base const facts{patient};
    run("facts: events", facts, events);
    run("facts: settle", facts, settle);
    kept_base const kept{patient, rung::history::kept{}};
    run("kept: events", kept, events);
    run("kept: late", kept, late);
    run("kept: settle", kept, settle);
    run("kept: merge", kept, merge);
    run("kept: retract", kept, retract);
    run("kept: merge and split", kept, merge_and_split);
}

TEST_CASE("a journal continues in another one") {
    facts_base const empty{patient};
    auto base = durable(empty, rung::memory_sink{}, 7);
    (void)base.apply(batch(1, 4));
    rung::memory_sink snapshot;
    REQUIRE(base.write_snapshot(snapshot));
    auto const next = base.journal().next();
    CHECK(next == 8);
    auto const before = base.change_journal(rung::journal_writer<rung::memory_sink>{
        rung::memory_sink{}, rung::journal_header{rung::fingerprint(patient), next}});
    CHECK(before.next() == next);
    (void)base.apply(batch(5, 4));
    REQUIRE(base.sync());

    auto again = empty;
    auto const read = rung::restore(again, snapshot.bytes);
    REQUIRE(read);
    CHECK(read.position == next);
    rung::journal_reader second{base.journal().sink().bytes};
    auto const out = rung::redo_journal(again, second, read.position);
    REQUIRE(out);
    CHECK(out.position == 9);
    CHECK(out.offset == base.journal().sink().bytes.size());
    CHECK(written(again) == written(base.base()));

    // Both journals without the snapshot are the same; the second alone is not the whole.
    auto slow = empty;
    rung::journal_reader first{before.sink().bytes};
    REQUIRE(rung::redo_journal(slow, first, 7).position == next);
    rung::journal_reader then{base.journal().sink().bytes};
    REQUIRE(rung::redo_journal(slow, then, next));
    CHECK(written(slow) == written(again));
    CHECK(refused(base.journal().sink().bytes, 7, empty) ==
          "records are missing between the snapshot and the journal");
}

TEST_CASE("a journal that a base cannot have is refused with a sentence") {
    facts_base const empty{patient};
    kept_base const kept{patient, rung::history::kept{}};
    auto base = durable(empty);
    (void)base.apply(batch(1, 4));
    auto const bytes = base.journal().sink().bytes;

    facts_base other{strict};
    rung::journal_reader r{bytes};
    auto const out = rung::redo_journal(other, r, 0);
    CHECK(out.why == "the journal is of another ladder, or of other thresholds");
    CHECK(out.other_ladder);
    CHECK(other.size() == 0);

    auto damaged = bytes;
    damaged[50] ^= std::byte{1};
    CHECK(refused(damaged, 0, empty) == "a record is not what was written");

    constexpr auto impossible = "a record of the journal says something impossible";
    for (auto const& payload : {
             bytes_of({0}),
             bytes_of({1, 1}),
             bytes_of({15}),
             bytes_of({21, 1}),
             bytes_of({255}),
             bytes_of({16, 1}),                      // an event that ends too early
             bytes_of({16, 1, 200, 0, 1, 2, 3, 4}),  // of a kind that is none
             bytes_of({17}),
             bytes_of({17, 1, 2, 3}),        // an instant that ends too early
             bytes_of({17, 1, 2, 3, 4, 5}),  // and one with something after it
             bytes_of({20}),
             bytes_of({20, 1, 1}),
             bytes_of({20, 128, 0}),
         }) {
        CHECK(refused(journal_of(payload), 0, empty) == impossible);
        CHECK(refused(journal_of(payload), 0, kept) == impossible);
    }
    // Merges and splits are for those who keep history.
    for (auto const& payload : {bytes_of({18, 1, 2}), bytes_of({19, 1})}) {
        CHECK(refused(journal_of(payload), 0, empty) == impossible);
        CHECK(redone(kept, journal_of(payload)) == written(kept));
    }
    for (auto const& payload :
         {bytes_of({18}), bytes_of({18, 1}), bytes_of({18, 1, 2, 3}), bytes_of({19}), bytes_of({19, 1, 2})})
        CHECK(refused(journal_of(payload), 0, kept) == impossible);

    // What is before `from` is not looked at.
    CHECK(redone(empty, journal_of(bytes_of({255})), 1) == written(empty));
    // A journal that has no header yet, and one that ends before the snapshot stands.
    auto fresh = empty;
    rung::journal_reader nothing{std::span<std::byte const>{}};
    auto const start = rung::redo_journal(fresh, nothing, 5);
    REQUIRE(start);
    CHECK(start.offset == 0);
    CHECK(start.position == 5);
    rung::journal_reader shorter{bytes};
    CHECK(rung::redo_journal(fresh, shorter, 5).position == 5);
    CHECK(shorter.end().next == 1);
}

namespace {

struct told_of_events {
    int moves = 0;
    std::vector<std::size_t> places{};
    template <class Transition>
    void operator()(Transition const&) {
        ++moves;
    }
    template <class Stage>
    void happened(rung::retail_event const&, Stage place) {
        places.push_back(rung::index_of(place));
    }
    bool operator==(told_of_events const&) const = default;
};

}  // namespace

TEST_CASE("an observer of a durable base is told of events, as one of its base is") {
    facts_base plain{patient};
    auto base = durable(plain);
    told_of_events of_plain, of_durable;
    auto const events = batch(1, 12);
    (void)plain.apply(events, of_plain);
    (void)base.apply(events, of_durable);
    CHECK(of_plain.places.size() == 12);
    CHECK(of_durable == of_plain);
}

TEST_CASE("why() is an empty text that can be printed if nothing is wrong") {
    facts_base empty{patient};
    auto const base = durable(empty);
    rung::journal_reader journal{base.journal().sink().bytes};
    auto const redone = rung::redo_journal(empty, journal, 0);
    REQUIRE(redone);
    REQUIRE_FALSE(journal.next());
    std::ostringstream out;
    out << '[' << base.why() << base.journal().why() << redone.why << rung::restored{}.why
        << journal.end().why << ']';
    CHECK(out);
    CHECK(out.str() == "[]");
}
