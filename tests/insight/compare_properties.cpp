// Ladders on which graces, guarantees and waits run, many of them by the calendar: what new thresholds would
// do is what they do, in one base and in shards; what observers count live is what a replay counts.

#include "base/crowds.hpp"
#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/insight/compare.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/ladder_clock.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/tell.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace {

using crowds::chance;
using crowds::draw;
namespace insight = rung::insight;

/// A random lifecycle on whose ladder each rung has a limit of some kind. Midnight is within the random logs.
std::optional<crowds::life> life_with_limits() {
    auto plain = worlds::random_ladder();
    auto const offset = static_cast<std::int16_t>(draw(610, 613));
    for (auto& s : plain) {
        for (auto* const l : {&s.grace, &s.guaranteed, &s.wait}) *l = {};
        if (s.exit) continue;
        auto const which = draw(1, 7);
        bool const is_first = &s == &plain.front();
        if ((which & 1) != 0) s.grace = worlds::random_limit(offset, true);
        if ((which & 2) != 0) s.guaranteed = worlds::random_limit(offset, false);
        if ((which & 4) != 0 && !is_first) s.wait = worlds::random_limit(offset, false);
    }
    auto const stages = worlds::to_stages(plain);
    auto const made = rung::ladder::try_make(stages.data(), stages.size());
    if (!made) return std::nullopt;
    auto const depth = chance(50) ? rung::one_down : rung::to_qualified;
    auto const l =
        crowds::life::try_make(*made, static_cast<rung::ascent::kind>(draw(0, 2)),
                               rung::descent::after{rung::duration{chance(50) ? 0 : draw(1, 20)}, depth},
                               static_cast<rung::comeback::kind>(draw(0, 2)));
    if (!l) return std::nullopt;
    RC_LOG() << worlds::text(plain);
    return *l;
}

struct foretold {
    rung::stage_id from{};
    rung::stage_id to{};
    friend bool operator==(foretold const&, foretold const&) = default;
};

}  // namespace

TEST_CASE("limits: what compare foretells is what adopt does, and the shards' sums are those of one base") {
    std::uint64_t moved = 0, graces = 0, kept = 0;
    REQUIRE(rc::check("foretold", [&] {
        auto const old = life_with_limits();
        auto const next = life_with_limits();
        RC_PRE(old && next);
        auto const log = crowds::random_log(old->ladder().place_count(), 3);
        crowds::one_base base{*old};
        (void)base.apply(log);
        rung::adoption_terms const terms{.at = rung::instant::from_unix(1'000'000 + draw(0, 250)),
                                         .how = static_cast<rung::adoption>(draw(0, 2)),
                                         .author = 9};

        std::map<rung::client_id, foretold> told;
        auto const before = crowds::contents(base);
        auto const sums = insight::compare(base, *next, terms, [&](auto const& m) {
            RC_ASSERT(told.emplace(m.client, foretold{m.from, m.to}).second);
        });
        RC_ASSERT(crowds::contents(base) == before);
        RC_ASSERT(sums == insight::compare(base, *next, terms));

        rung::sharded_base shards{crowds::one_base{*old}, 3};
        (void)shards.apply(std::span<rung::retail_event const>{log});
        insight::impact<> all;
        shards.each_shard([&](auto const& shard) { all += insight::compare(shard, *next, terms); });
        RC_ASSERT(all == sums);

        auto settled = base;
        (void)settled.settle(terms.at);
        auto const stood = crowds::contents(settled);
        auto const places = rung::place_map::by_name(old->ladder(), next->ladder());
        auto const now = crowds::contents(std::move(base).adopt(*next, terms));
        insight::impact<> done;
        for (auto const& [id, c] : stood) {
            auto const& after = now.at(id);
            auto const to = next->stage(after);
            ++done.clients;
            bool const gone = places.gone[c.standing.place];
            bool const moves = gone || places.to[c.standing.place] != after.standing.place;
            RC_ASSERT(moves == told.contains(id));
            if (moves) {
                RC_ASSERT(told.at(id) == (foretold{old->stage(c), to}));
                done.moves.add(old->stage(c), to);
                bool const falls =
                    next->ladder().is_exit(to) || (!old->ladder().is_exit(old->stage(c)) &&
                                                   after.standing.place < places.to[c.standing.place]);
                ++(gone ? done.gone : falls ? done.down : done.up);
            }
            bool const has_floor = after.standing.decided() && after.decision.author == 9;
            done.kept += has_floor ? 1u : 0u;
            done.graces += after.standing.in_grace() && !c.standing.in_grace() ? 1u : 0u;
            // A floor may take the place of a decision that ends.
            bool const held =
                c.standing.decided() && c.decision.until > rung::detail::instant_of_adoption(c, terms);
            done.lifted += held && (!after.standing.decided() || has_floor) ? 1u : 0u;
        }
        RC_ASSERT(sums.moves == done.moves);
        RC_ASSERT(sums.kept == done.kept);
        RC_ASSERT(sums.lifted == done.lifted);
        RC_ASSERT(sums.graces == done.graces);
        RC_ASSERT(sums == done);
        moved += told.size();
        graces += sums.graces;
        kept += sums.kept;
    }));
    CHECK(moved > 20);
    CHECK(graces > 0);
    CHECK(kept > 0);
}

namespace {

struct books {
    insight::funnel<> funnel{};
    insight::flow<> flow{};
    insight::ledger<> ledger;
    insight::ladder_clock<> clock{};

    explicit books(crowds::life const& l) : ledger{l} {}
    books& operator+=(books const& b) {
        funnel += b.funnel;
        flow += b.flow;
        ledger += b.ledger;
        clock += b.clock;
        return *this;
    }
    friend bool operator==(books const&, books const&) = default;
};

}  // namespace

TEST_CASE("limits: what is counted live, event by event, is what a replay counts, a base with history, and "
          "shards together") {
    std::int64_t moves = 0;
    REQUIRE(rc::check("replayed", [&] {
        auto const l = life_with_limits();
        RC_PRE(l.has_value());
        auto log = crowds::random_log(l->ladder().place_count(), 3);
        std::stable_sort(log.begin(), log.end(), [](auto const& a, auto const& b) {
            return rung::event_order::of(a.at, a.id) < rung::event_order::of(b.at, b.id);
        });
        auto const end = rung::instant::from_unix(1'000'300 + draw(0, 200));

        books live{*l};
        crowds::one_base base{*l};
        std::vector<rung::retail_event> taken;
        for (auto const& e : log) {
            if (chance(30)) (void)base.settle(e.at, live.funnel, live.flow, live.ledger, live.clock);
            auto const out = base.apply(e, live.funnel, live.flow, live.ledger, live.clock);
            if (out.answer() != rung::answer::refused) taken.push_back(e);
        }
        (void)base.settle(end, live.funnel, live.flow, live.ledger, live.clock);
        moves += base.size() == 0 ? 0 : live.flow.out_of(rung::stage_id{0});

        books replayed{*l};
        crowds::one_base again{*l};
        (void)again.apply(taken, replayed.funnel, replayed.flow, replayed.ledger, replayed.clock);
        (void)again.settle(end, replayed.funnel, replayed.flow, replayed.ledger, replayed.clock);
        RC_ASSERT(crowds::contents(again) == crowds::contents(base));
        RC_ASSERT(replayed == live);

        books told{*l};
        rung::client_base<crowds::life, rung::history::kept> kept{*l, rung::history::kept{}};
        (void)kept.apply(std::span<rung::retail_event const>{taken});
        (void)kept.settle(end);
        insight::tell(kept, told.funnel, told.flow, told.ledger, told.clock);
        RC_ASSERT(told == live);

        books parts{*l};
        rung::sharded_base shards{crowds::one_base{*l}, 3};
        for (std::size_t s = 0; s < 3; ++s) {
            books part{*l};
            std::vector<rung::retail_event> own;
            for (auto const& e : taken)
                if (e.client % 3 == s) own.push_back(e);
            (void)shards.apply(std::span<rung::retail_event const>{own}, part.funnel, part.flow, part.ledger,
                               part.clock);
            parts += part;
        }
        books late{*l};
        (void)shards.settle(end, late.funnel, late.flow, late.ledger, late.clock);
        parts += late;
        RC_ASSERT(parts == live);
    }));
    CHECK(moves > 20);
}
