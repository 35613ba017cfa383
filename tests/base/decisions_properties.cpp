// A base under decisions by hand and under new thresholds, against clients who are kept one by one.

#include "catch.hpp"
#include "core/random_worlds.hpp"

#include <rung/base/client_base.hpp>
#include <rung/insight/compare.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace {

using worlds::chance;
using worlds::draw;
using worlds::seen;
using life =
    rung::lifecycle<rung::ladder, rung::ascent::chosen, rung::descent::chosen, rung::comeback::chosen>;

/// The logs of a few clients, woven together, with decisions in them.
std::vector<rung::retail_event> random_log(rung::ladder const& ladder) {
    std::vector<rung::retail_event> all;
    for (auto client = draw(1, 4); client > 0; --client) {
        for (auto e : worlds::random_log(8, 25)) {
            e.client = static_cast<rung::client_id>(client);
            if (chance(25)) {
                auto const places = static_cast<std::int64_t>(ladder.place_count());
                auto const until = e.at + rung::duration{draw(0, 40)};  // sometimes over before it begins
                e = rung::manual_decision{.id = e.id,
                                          .client = e.client,
                                          .at = e.at,
                                          .what = static_cast<rung::decree>(draw(1, 4)),
                                          .stage = rung::stage_id{static_cast<std::uint8_t>(draw(0, places))},
                                          .until = chance(30) ? rung::instant::forever() : until,
                                          .author = 5};
            }
            all.push_back(e);
        }
    }
    std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.at < b.at; });
    return all;
}

std::optional<life> random_life() {
    auto const plain = worlds::random_ladder();
    RC_LOG() << worlds::text(plain);
    auto const stages = worlds::to_stages(plain);
    auto const made = rung::ladder::try_make(stages.data(), stages.size());
    if (!made) return std::nullopt;
    auto const depth = chance(50) ? rung::one_down : rung::to_qualified;
    auto const down = chance(85)
                          ? rung::descent::chosen{rung::descent::after{rung::duration{draw(0, 20)}, depth}}
                          : rung::descent::chosen{rung::descent::never{}};
    auto const l = life::try_make(*made, static_cast<rung::ascent::kind>(draw(0, 2)), down,
                                  static_cast<rung::comeback::kind>(draw(0, 2)));
    if (!l) return std::nullopt;
    return *l;
}

std::vector<rung::decided_client> contents(rung::client_base<life> const& base) {
    std::vector<rung::decided_client> all;
    base.each([&](auto const& view) { all.push_back(view.decided_client()); });
    return all;
}

/// A base that has lived through a log, and its last instant.
struct world {
    rung::client_base<life> base;
    rung::instant now = rung::instant::from_unix(1'000'000);
};

std::optional<world> random_world() {
    auto const l = random_life();
    if (!l) return std::nullopt;
    world w{rung::client_base<life>{*l}};
    auto const log = random_log(l->ladder());
    RC_LOG() << worlds::text(log);
    (void)w.base.apply(log);
    if (!log.empty()) w.now = log.back().at;
    w.now = w.now + rung::duration{draw(0, 40)};
    return w;
}

}  // namespace

TEST_CASE("a base takes decisions as each single client would") {
    REQUIRE(rc::check("base", [] {
        auto const l = random_life();
        RC_PRE(l.has_value());
        auto const log = random_log(l->ladder());
        RC_LOG() << worlds::text(log);

        rung::client_base base{*l};
        std::vector<seen> base_moves;
        auto const base_sink = [&](seen const& t) { base_moves.push_back(t); };
        std::map<rung::client_id, rung::decided_client> clients;
        std::vector<seen> moves;
        auto const sink = [&](seen const& t) { moves.push_back(t); };

        std::size_t i = 0;
        while (i < log.size()) {
            auto const n = std::min(log.size() - i, static_cast<std::size_t>(draw(1, 6)));
            std::uint64_t refused = 0;
            for (auto const& e : std::span{log}.subspan(i, n)) {
                auto known =
                    clients.find(e.client) != clients.end() ? clients[e.client] : rung::decided_client{};
                if (l->apply(known, e, sink).answer() == rung::answer::refused)
                    ++refused;
                else
                    clients[e.client] = known;
            }
            auto const report = base.apply(std::span{log}.subspan(i, n), base_sink);
            RC_ASSERT(report.refused.size() == refused);
            i += n;
            if (chance(25)) {
                auto const now = log[i - 1].at;
                base.settle(now, base_sink);
                for (auto& [id, c] : clients) l->settle(c, now, sink, id);
            }
        }
        RC_ASSERT(base.size() == clients.size());
        for (auto const& [id, c] : clients) {
            RC_ASSERT(base.find(id).has_value());
            RC_ASSERT(base.find(id)->decided_client() == c);
            RC_ASSERT(base.find(id)->next_change() == l->next_change(c));
        }
        auto const by_client = [](seen const& a, seen const& b) { return a.client < b.client; };
        std::stable_sort(base_moves.begin(), base_moves.end(), by_client);
        std::stable_sort(moves.begin(), moves.end(), by_client);
        RC_ASSERT(base_moves == moves);
        rung::census<rung::stage_id> counted{l->ladder().place_count()};
        for (auto const& [id, c] : clients) counted.add(l->stage(c));
        RC_ASSERT(base.census() == counted);
    }));
}

TEST_CASE("taking a base over to its own thresholds moves nobody") {
    REQUIRE(rc::check("same", [] {
        auto w = random_world();
        RC_PRE(w.has_value());
        // one rung at each occasion: being taken over is one
        RC_PRE(w->base.lifecycle().ascent() != rung::ascent::chosen{rung::ascent::kind::one_step});
        w->base.settle(w->now);
        auto const before = contents(w->base);
        auto const l = w->base.lifecycle();
        auto const c = rung::insight::compare(w->base, l, {.at = w->now});
        std::size_t moves = 0;
        auto const after = std::move(w->base).adopt(l, {.at = w->now}, [&](auto const&) { ++moves; });
        RC_ASSERT(c.up + c.down == moves);
        RC_ASSERT(c.clients == before.size());
        auto const now = contents(after);
        for (std::size_t i = 0; i < before.size(); ++i) {
            // who fell one rung and has no grace falls on at the next occasion, and this is one
            if (l.explain(before[i], w->now).hold() == rung::hold::descent && l.descent().falls) continue;
            RC_ASSERT(now[i].standing.place == before[i].standing.place);
            RC_ASSERT(now[i].standing.since == before[i].standing.since);
            RC_ASSERT(now[i].facts == before[i].facts);
            RC_ASSERT(now[i].decision == before[i].decision);
        }
    }));
}

TEST_CASE("new thresholds: adopt does what compare foretells; each way of adopting keeps its promise") {
    REQUIRE(rc::check("new", [] {
        auto w = random_world();
        RC_PRE(w.has_value());
        auto const next = random_life();
        RC_PRE(next.has_value());
        auto const how = static_cast<rung::adoption>(draw(0, 2));
        rung::adoption_terms const terms{.at = w->now, .how = how, .author = 9};

        auto const old = w->base.lifecycle();
        auto settled = contents(w->base);
        for (auto& c : settled) old.settle(c, w->now);
        std::vector<rung::insight::would_move<life, life>> foretold;
        auto const before = contents(w->base);
        auto const sums =
            rung::insight::compare(w->base, *next, terms, [&](auto const& m) { foretold.push_back(m); });
        RC_ASSERT(contents(w->base) == before);  // it only looks

        std::vector<seen> moves;
        auto const after = std::move(w->base).adopt(*next, terms, [&](seen const& t) {
            if (t.why == rung::cause::thresholds) moves.push_back(t);
        });
        RC_ASSERT(w->base.size() == 0u);
        // who stood on a stage that is gone may have no move between places of the new ladder
        RC_ASSERT(moves.size() <= foretold.size());
        RC_ASSERT(foretold.size() - moves.size() <= sums.gone);
        RC_ASSERT(sums.up + sums.down + sums.gone == foretold.size());
        for (auto const& m : moves) {
            auto const same = [&](auto const& f) { return f.client == m.client && f.to == m.to; };
            RC_ASSERT(std::any_of(foretold.begin(), foretold.end(), same));
            RC_ASSERT(m.at >= w->now);
        }

        auto const places = rung::place_map::by_name(old.ladder(), next->ladder());
        auto const now = contents(after);
        rung::census<rung::stage_id> counted{next->ladder().place_count()};
        std::uint64_t kept = 0;
        for (std::size_t i = 0; i < now.size(); ++i) {
            counted.add(next->stage(now[i]));
            RC_ASSERT(now[i].facts == settled[i].facts);
            RC_ASSERT(now[i].frontier >= rung::event_order::before(w->now));
            auto const v = next->judge(now[i].facts, w->now);
            auto const from = places.to[settled[i].standing.place];
            auto const rungs = next->ladder().stage_count();
            bool const was_decided = settled[i].standing.decided();
            if (now[i].standing.decided() && now[i].decision.author == 9) {
                ++kept;
                RC_ASSERT(how == rung::adoption::grandfathering);
                RC_ASSERT(now[i].decision.author == 9u);
                if (settled[i].standing.place < old.ladder().stage_count())
                    RC_ASSERT(now[i].standing.place >= from);
            }
            if (was_decided || settled[i].standing.place >= old.ladder().stage_count()) continue;
            if (how == rung::adoption::retroactive && v.exits == 0)
                RC_ASSERT(now[i].standing.place >= next->newcomer(v));
            if (how == rung::adoption::retroactive && v.exits != 0) RC_ASSERT(now[i].standing.place >= rungs);
            if (how == rung::adoption::grandfathering && from < rungs && !settled[i].standing.in_grace())
                RC_ASSERT(now[i].standing.place >= from && now[i].standing.place < rungs);
        }
        RC_ASSERT(sums.kept == kept);
        RC_ASSERT(after.census() == counted);
    }));
}
