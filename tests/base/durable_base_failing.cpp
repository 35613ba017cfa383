// Memory or an observer fails at every place of every operation of a durable base: either it goes on, and
// then it is as before or as after and its journal says the same; or it says that it does not, and then the
// base that its journal makes is as before or as after.

#include "base/failing.hpp"
#include "base/two_loyalties.hpp"
#include "catch.hpp"

#include <rung/base/durable_base.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace two_loyalties;
using buffer = std::vector<std::byte>;

template <class Base>
using durable = rung::durable_base<Base, rung::memory_sink>;

// Purchases of five clients in turn, one each second.
std::vector<rung::retail_event> batch(std::int64_t first, std::int64_t count) {
    std::vector<rung::retail_event> events;
    for (auto second = first; second < first + count; ++second) {
        auto const id = static_cast<std::uint64_t>(second + 1'000);
        events.push_back(
            rung::purchase{.id = id, .client = id % 5, .at = at(second), .amount = rung::money{3}});
    }
    return events;
}

template <class Base>
durable<Base> begun(Base const& empty) {
    durable<Base> base{empty,
                       rung::journal_writer{rung::memory_sink{},
                                            rung::journal_header{rung::fingerprint(empty.lifecycle()), 0}}};
    auto events = batch(1, 7);
    for (rung::client_id client = 1; client <= 2; ++client)  // who leave when nobody answers
        events.push_back(
            rung::contact{.id = 50 + client, .client = client, .at = at(9), .awaits_answer = true});
    (void)base.apply(events);
    return base;
}

template <class Base>
buffer written(Base const& base) {
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(base, sink));
    return sink.bytes;
}

// The base that a journal makes, whatever its last call left of it, and the journal to continue.
template <class Base>
durable<Base> made_anew(Base const& empty, buffer bytes) {
    auto base = empty;
    rung::journal_reader journal{bytes};
    auto const out = rung::redo_journal(base, journal, 0);
    INFO(out.why);
    REQUIRE(out);
    auto const end = journal.end();
    bytes.resize(end.offset);
    return {std::move(base), rung::journal_writer{rung::memory_sink{std::move(bytes)}, end}};
}

template <class Base, class Act>
void each_failure(std::string const& what, Base const& empty, Act const& act) {
    auto whole = begun(empty);
    auto const before = written(whole.base());
    failing::observer calm;
    act(whole, calm);
    auto const after = written(whole.base());
    REQUIRE(before != after);
    std::size_t behind = 0;
    auto const met = failing::each_failure([&](failing::failure const& f) {
        auto base = begun(empty);
        if (!failing::comes_out(f, [&](failing::observer& o) { act(base, o); })) return false;
        INFO(what << ": " << f.text() << " fails");
        REQUIRE(base.ok() == base.why().empty());
        auto again = made_anew(empty, base.journal().sink().bytes);
        auto const redone = written(again.base());
        CHECK((redone == before || redone == after));
        if (base.ok()) {
            CHECK((written(base.base()) == redone));
            CHECK(base.sync());
            act(base, calm);
            CHECK((written(base.base()) == after));
            CHECK((written(made_anew(empty, base.journal().sink().bytes).base()) == after));
        } else {
            ++behind;
            CHECK_FALSE(base.sync());
            rung::memory_sink snapshot;
            CHECK_FALSE(base.write_snapshot(snapshot));
            CHECK(snapshot.bytes.empty());
            auto const left = written(base.base());
            auto const size = base.journal().sink().bytes.size();
            act(base, calm);
            CHECK((written(base.base()) == left));
            CHECK(base.journal().sink().bytes.size() == size);
        }
        // It goes on from its journal.
        act(again, calm);
        CHECK((written(again.base()) == after));
        CHECK((written(made_anew(empty, again.journal().sink().bytes).base()) == after));
        return true;
    });
    INFO(what << ": " << met << " failures, " << behind << " of them left the base behind its journal");
    CHECK(met > 0);
}

}  // namespace

TEST_CASE(
    "whatever memory or observer fails, a durable base agrees with its journal, or says that it does not") {
    auto const events = [](auto& base, auto& observer) { (void)base.apply(batch(20, 9), observer); };
    auto const settle = [](auto& base, auto& observer) { (void)base.settle(at(500), observer); };
    auto const erase = [](auto& base, auto&) { (void)base.erase(1); };
    facts_base const facts{patient};
    each_failure("facts: events", facts, events);
    each_failure("facts: settle", facts, settle);
    each_failure("facts: erase", facts, erase);

    using report = rung::history_report<life>;
    auto const late = [](auto& base, auto& observer) { (void)base.apply(batch(-60, 9), observer); };
    auto const merge = [](auto& base, auto& observer) {
        report r;
        (void)base.merge(1, 2, r, observer);
    };
    auto const retract = [](auto& base, auto& observer) {
        report r;
        (void)base.retract(1, 1'001, r, observer);
    };
    kept_base const kept{patient, rung::history::kept{}};
    each_failure("history: events", kept, events);
    each_failure("history: late events", kept, late);
    each_failure("history: settle", kept, settle);
    each_failure("history: erase", kept, erase);
    each_failure("history: merge", kept, merge);
    each_failure("history: retract", kept, retract);
}

// Those that were not taken are not in the report, whether memory failed in the base or while the events were
// handed back.
TEST_CASE("the report of a durable base covers what was done when memory failed") {
    facts_base const empty{patient};
    std::vector<rung::retail_event> events;
    for (rung::client_id client = 100; client < 160; ++client)
        events.push_back(
            rung::purchase{.id = client, .client = client, .at = at(20), .amount = rung::money{3}});
    std::size_t some_were_done = 0;
    auto const met = failing::each_failure([&](failing::failure const& f) {
        auto base = begun(empty);
        auto const before = base.base().size();
        rung::apply_report<rung::retail_event> report;
        if (!failing::comes_out(f, [&](failing::observer&) { base.apply(std::span{events}, report); }))
            return false;
        INFO(f.text() << " fails");
        CHECK(report.done == base.base().size() - before);
        CHECK(report.applied == report.done);
        some_were_done += report.done != 0 ? 1 : 0;
        return true;
    });
    CHECK(met > 0);
    CHECK(some_were_done > 0);
    auto const handed_back = failing::each_failure([&](failing::failure const& f) {
        auto base = begun(empty);
        {
            failing::memory const none{0, failing::memory::for_good};
            CHECK_THROWS_AS(base.settle(at(500)), std::bad_alloc);
        }
        if (base.ok()) return false;
        rung::apply_report<rung::retail_event> report;
        if (!failing::comes_out(f, [&](failing::observer&) { base.apply(std::span{events}, report); })) {
            CHECK(report.done == events.size());
            return false;
        }
        CHECK(report.done == report.count(rung::refusal::journal));
        return true;
    });
    CHECK(handed_back > 0);
}
