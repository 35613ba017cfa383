// A base that was written and read is the base that it was, and goes on as it would have; one taken over by
// another ladder is what that ladder would have made of it.

#include "base/random_bases.hpp"
#include "catch.hpp"

#include <rung/base/snapshot.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/retail/retail.hpp>

#include <rapidcheck.h>

namespace {

using namespace bases;
using namespace rung::literals;

template <class Base>
std::vector<std::byte> written(Base const& base, std::uint64_t position = 0) {
    rung::memory_sink sink;
    RC_ASSERT(rung::write_snapshot(base, sink, position));
    RC_ASSERT(sink.synced == sink.bytes.size());
    return sink.bytes;
}

template <class Base>
void round_trip(Base base, bool history) {
    auto const empty = base;
    auto const plan = random_plan(base.lifecycle().ladder().place_count(), history);
    auto const cut = static_cast<std::size_t>(draw(0, static_cast<std::int64_t>(plan.size())));
    RC_LOG() << text(plan) << "written after " << cut << "\n";
    counts live, anew;
    bool erased = false;
    for (std::size_t i = 0; i < cut; ++i) {
        (void)act_on(base, plan[i], live);
        erased = erased || plan[i].what == act::erase;
    }

    auto const position = static_cast<std::uint64_t>(draw(0, 1000));
    auto const bytes = written(base, position);
    auto again = empty;
    auto const out = rung::restore(again, bytes, anew);
    RC_LOG() << out.why << "\n";
    RC_ASSERT(bool{out});
    RC_ASSERT(out.position == position);
    RC_ASSERT((look_at(base) == look_at(again)));
    RC_ASSERT(written(again, position) == bytes);
    RC_LOG() << text(live) << text(anew);
    if (history && !erased) RC_ASSERT((live == anew));

    counts more, more_again;
    for (std::size_t i = cut; i < plan.size(); ++i) {
        auto const a = act_on(base, plan[i], more);
        auto const b = act_on(again, plan[i], more_again);
        RC_ASSERT((a == b));
        RC_ASSERT((look_at(base) == look_at(again)));
    }
    RC_ASSERT((more == more_again));
    RC_ASSERT(written(again) == written(base));
}

rung::history::kept random_policy() { return {static_cast<rung::history::conflict>(draw(0, 2))}; }

/// Another ladder, with other names for some of the stages.
struct other_world {
    life l;
    std::vector<std::string> names{};
    std::vector<rung::renamed_stage> renamed{};
};

other_world random_other(life const& old, life const& l) {
    other_world w{l};
    w.names.reserve(2 * rung::max_places);
    for (std::size_t i = 1; i < old.ladder().place_count(); ++i) {
        if (!chance(35)) continue;
        auto const to = draw(0, static_cast<std::int64_t>(l.ladder().place_count()) - 1);
        w.names.emplace_back(old.ladder().name(rung::stage_at<rung::stage_id>(i)));
        w.names.emplace_back(l.ladder().name(rung::stage_at<rung::stage_id>(static_cast<std::size_t>(to))));
        w.renamed.push_back({w.names[w.names.size() - 2], w.names.back()});
    }
    return w;
}

}  // namespace

TEST_CASE("a base of facts that was written and read is the same, bit for bit, and stays so") {
    REQUIRE(rc::check("facts", [] {
        auto const l = random_life();
        RC_PRE(l.has_value());
        round_trip(facts_base{*l}, false);
    }));
}

TEST_CASE("a base with history that was written and read is the same, bit for bit, and stays so") {
    REQUIRE(rc::check("history", [] {
        auto const l = random_life();
        RC_PRE(l.has_value());
        round_trip(kept_base{*l, random_policy()}, true);
    }));
}

TEST_CASE("a ladder bound at compile time and the same at run time read each other's snapshots") {
    static constexpr rung::lifecycle patient{rung::ladders::loyalty({.patience = 20_seconds}),
                                             rung::ascent::leap{}, rung::descent::after{5_seconds}};
    REQUIRE(rc::check("bound", [] {
        rung::client_base bound{rung::fixed<patient>{}, rung::history::kept{}};
        rung::client_base held{patient, rung::history::kept{}};
        for (auto const& d : random_plan(patient.ladder().place_count(), false)) {
            (void)act_on(bound, d);
            (void)act_on(held, d);
        }
        auto const bytes = written(bound);
        RC_ASSERT(bytes == written(held));
        rung::client_base other{patient, rung::history::kept{}};
        RC_ASSERT(bool{rung::restore(other, bytes)});
        rung::client_base again{rung::fixed<patient>{}, rung::history::kept{}};
        RC_ASSERT(bool{rung::restore(again, bytes)});
        RC_ASSERT(written(other) == bytes);
        RC_ASSERT(written(again) == bytes);

        rung::client_base facts{rung::fixed<patient>{}};
        for (auto const& d : random_plan(patient.ladder().place_count(), false)) (void)act_on(facts, d);
        rung::client_base others{patient};
        RC_ASSERT(bool{rung::restore(others, written(facts))});
        RC_ASSERT(written(others) == written(facts));
    }));
}

TEST_CASE("a snapshot of facts is taken over as the base itself would have been") {
    REQUIRE(rc::check("facts", [] {
        auto const l = random_life();
        RC_PRE(l.has_value());
        auto const l2 = random_life();
        RC_PRE(l2.has_value());
        facts_base base{*l};
        for (auto const& d : random_plan(l->ladder().place_count(), false)) (void)act_on(base, d);
        auto const other = random_other(*l, *l2);
        rung::adoption_terms const terms{.at = rung::instant::from_unix(1'000'000 + draw(0, 250)),
                                         .how = static_cast<rung::adoption>(draw(0, 2)),
                                         .floor_until = rung::instant::from_unix(1'000'000 + draw(0, 400)),
                                         .author = 9,
                                         .reason = 4,
                                         .renamed = {other.renamed.data(), other.renamed.size()}};
        RC_LOG() << "how " << int(terms.how) << " at " << terms.at.unix_seconds << "\n";
        for (auto const& r : terms.renamed) RC_LOG() << r.before << " is " << r.after << "\n";
        if (chance(80)) (void)base.settle(terms.at);
        auto const unsettled = written(base);
        (void)base.settle(terms.at);
        auto const bytes = written(base);

        counts told, told_again;
        facts_base out{*l2};
        auto const read = rung::migrate(out, bytes, terms, told);
        RC_LOG() << read.why << "\n";
        RC_ASSERT(bool{read});
        bool const same_ladder = rung::fingerprint(*l) == rung::fingerprint(*l2);
        auto expected = same_ladder ? base : std::move(base).adopt(*l2, terms, told_again);
        RC_ASSERT((look_at(out) == look_at(expected)));
        RC_ASSERT((told == told_again));

        // One that had not been settled so far is taken over too, and can be used.
        facts_base late{*l2};
        RC_ASSERT(bool{rung::migrate(late, unsettled, terms)});
        for (auto* b : {&out, &expected, &late}) {
            facts_base again{*l2};
            RC_ASSERT(bool{rung::restore(again, written(*b))});
            RC_ASSERT((look_at(again) == look_at(*b)));
            (void)b->settle(rung::instant::from_unix(1'001'000));
        }
        RC_ASSERT((look_at(out) == look_at(expected)));
    }));
}

TEST_CASE("a snapshot with history is taken over as if the new ladder had always been in force") {
    REQUIRE(rc::check("history", [] {
        auto const l = random_life();
        RC_PRE(l.has_value());
        auto const l2 = random_life();
        RC_PRE(l2.has_value());
        auto const other = random_other(*l, *l2);
        auto const how = random_policy();
        kept_base base{*l, how};
        kept_base expected{*l2, how};
        bool const same_ladder = rung::fingerprint(*l) == rung::fingerprint(*l2);
        auto const place_of = [&](std::size_t i) -> std::optional<std::uint8_t> {
            std::string_view name = l->ladder().name(rung::stage_at<rung::stage_id>(i));
            for (auto const& r : other.renamed) {
                if (r.before == name) {
                    name = r.after;
                    break;
                }
            }
            auto const found = l2->ladder().find(name);
            return found ? std::optional{rung::index_of(*found)} : std::nullopt;
        };
        bool erased = false;
        for (auto d : random_plan(l->ladder().place_count(), true)) {
            auto const done = act_on(base, d);
            if (d.what == act::merge && done.numbers[7] != 0) continue;
            erased = erased || d.what == act::erase;
            std::vector<rung::retail_event> sound;
            for (auto e : d.events) {
                if (l->why_never(e) != rung::refusal::none) continue;
                if (e.kind == rung::event_kind::decision && e.detail >= 2 && !same_ladder) {
                    auto const to = place_of(e.mark);
                    bool const pins = e.detail == 2;
                    if (to && (pins || *to < l2->ladder().stage_count()))
                        e.mark = *to;
                    else
                        e.detail = 1;
                }
                sound.push_back(e);
            }
            d.events = std::move(sound);
            (void)act_on(expected, d);
        }
        rung::adoption_terms const terms{.renamed = {other.renamed.data(), other.renamed.size()}};
        counts told, live;
        kept_base out{*l2, how};
        auto const read = rung::migrate(out, written(base), terms, told);
        RC_LOG() << read.why << "\n";
        RC_ASSERT(bool{read});
        auto a = look_at(out);
        auto b = look_at(expected);
        // Erased clients stood on the old ladder.
        RC_ASSERT(a.erased.total() == b.erased.total());
        b.erased = a.erased;
        RC_ASSERT((a == b));
    }));
}
