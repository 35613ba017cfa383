// The library against an implementation that steps through every second and counts everything anew.

#include "catch.hpp"
#include "core/naive.hpp"

#include <rung/core/lifecycle.hpp>
#include <rung/ladders/ladders.hpp>
#include <rung/retail/retail.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace rung::literals;
using worlds::draw;
using worlds::plain_ladder;
using worlds::seen;

/// A second at which a look at both is compared.
struct snapshot {
    int place = 0;
    bool in_grace = false;
    bool decided = false;
    std::int64_t since = 0;
    int peak = 0;
    bool operator==(snapshot const&) const = default;
};

snapshot look(naive::client const& c) { return {c.place(), c.in_grace(), c.decided(), c.since(), c.peak()}; }
snapshot look(rung::client const& c) {
    return {int{c.standing.place}, c.standing.in_grace(), c.standing.decided(),
            c.is_new() ? -1 : std::int64_t{c.standing.since.unix_seconds}, int{c.standing.peak}};
}

template <class Client, class Lifecycle>
void agrees(Lifecycle const& l, plain_ladder const& plain, worlds::policies const& p,
            std::vector<rung::retail_event> const& log) {
    constexpr std::int64_t horizon = 200;  // longer than any threshold and grace together
    naive::client slow{plain, p};
    Client fast;
    std::vector<seen> moves;
    worlds::sink const sink = [&](auto const& t) { moves.push_back(t); };

    std::int64_t now = 0;
    auto const pass_until = [&](naive::client& c, std::int64_t until) {
        for (auto s = now + 1; s <= until; ++s) c.tick(s);
    };
    for (auto const& e : log) {
        std::int64_t const at = e.at.unix_seconds;
        if (now != 0 && at > now) pass_until(slow, at);
        now = at;
        // a purchase taken back that was forgotten since: retail.cpp says what then
        if (e.kind == rung::event_kind::refund && e.bought.is_moment() &&
            std::none_of(slow.known().begin(), slow.known().end(), [&](auto const& k) {
                return k.kind == rung::event_kind::purchase && k.at == e.bought;
            }))
            return;
        if (!slow.can_happen(e)) {
            auto const unchanged = fast;
            RC_ASSERT(l.apply(fast, e, sink).refusal() == rung::refusal::amount);
            RC_ASSERT(fast == unchanged);
            continue;
        }
        auto const before = slow.place();
        slow.happen(e);
        auto const out = l.apply(fast, e, sink);
        RC_ASSERT(out.answer() != rung::answer::refused);
        RC_ASSERT((out.answer() == rung::answer::moved) == (slow.place() != before));
        RC_ASSERT(worlds::text(moves) == worlds::text(slow.moves()));
        RC_ASSERT(look(fast) == look(slow));
        RC_ASSERT(fast.standing.moved_by.given() == !moves.empty());
        if (!moves.empty()) {
            RC_ASSERT(fast.standing.moved_by.why() == moves.back().why);
            RC_ASSERT(fast.standing.moved_by.kind() == moves.back().kind);
        }

        for (std::size_t i = 0; i < rung::retail::vocabulary.size(); ++i) {
            auto const f = static_cast<worlds::fact>(i);
            for (std::int64_t const later_by : {0, 17}) {
                auto const t = rung::instant::from_unix(now + later_by);
                auto const have = rung::retail::read(fast.facts, f, t);
                auto const counted = naive::read(slow.known(), f, now + later_by);
                if (have != counted)
                    RC_LOG() << rung::describe<rung::retail>(f).name << " at " << t.unix_seconds << "\n";
                RC_ASSERT(have == counted);
            }
        }

        // next_change: the first second at which something is different (under `restart`, only the facts may
        // differ, if an exit holds for a client of whom nothing is known)
        std::optional<std::int64_t> change;
        auto later = slow;
        for (auto s = now + 1; s <= now + horizon && !change; ++s) {
            later.tick(s);
            if (later.place() != slow.place() || later.in_grace() != slow.in_grace() ||
                later.is_guaranteed() != slow.is_guaranteed() ||
                later.known().size() != slow.known().size() || later.decided() != slow.decided())
                change = s;
        }
        auto const next = l.next_change(fast);
        if (change) {
            RC_ASSERT(std::int64_t{next.unix_seconds} == *change);
            auto early = fast;
            RC_ASSERT(l.settle(early, next - 1_seconds) == 0u);
            RC_ASSERT(early == fast);
            auto punctual = fast;
            l.settle(punctual, next);
            RC_ASSERT(look(punctual) == look(later));
            // settling on the way changes nothing later: half of the clients keep it
            if (e.id % 2 == 0 && &e != &log.back() && (&e + 1)->at >= next) {
                l.settle(fast, next, sink, 7);
            }
        } else {
            RC_ASSERT(std::int64_t{next.unix_seconds} > now + horizon);
        }
    }
    if (log.empty()) return;
    pass_until(slow, now + horizon);
    l.settle(fast, rung::instant::from_unix(now + horizon), sink, 7);
    RC_ASSERT(worlds::text(moves) == worlds::text(slow.moves()));
    RC_ASSERT(moves == slow.moves());
    RC_ASSERT(look(fast) == look(slow));
}

void agrees_under_each_policy(plain_ladder const& plain, std::vector<rung::retail_event> const& log) {
    auto const stages = worlds::to_stages(plain);
    auto const made = rung::ladder::try_make(stages.data(), stages.size());
    RC_PRE(made.has_value());
    auto const wait = draw(1, 30);
    RC_LOG() << worlds::text(plain) << worlds::text(log);
    // a fifth of the combinations for each ladder, another fifth for each next one
    auto turn = draw(0, 4);
    worlds::each_policy(*made, wait, [&](auto const& l, auto const& p) {
        if (++turn % 5 != 0) return;
        try {
            agrees<rung::client>(l, plain, p, log);
        } catch (...) {
            RC_LOG() << worlds::text(p) << "\n";
            throw;
        }
    });
}

}  // namespace

TEST_CASE("random ladders: the library moves a client as one would who looks each second") {
    REQUIRE(rc::check("random ladders", [] {
        auto const plain = worlds::random_ladder();
        agrees_under_each_policy(plain, worlds::random_log(9, 25));
    }));
}

TEST_CASE("decisions by hand: the library moves a client as one would who looks each second") {
    REQUIRE(rc::check("decisions", [] {
        auto const plain = worlds::random_ladder();
        auto const stages = worlds::to_stages(plain);
        auto const made = rung::ladder::try_make(stages.data(), stages.size());
        RC_PRE(made.has_value());
        auto const rungs = static_cast<std::int64_t>(made->stage_count());
        auto const places = static_cast<std::int64_t>(made->place_count());

        auto log = worlds::random_log(12, 25, false);
        for (auto& e : log) {
            if (e.kind == rung::event_kind::refund) e.bought = rung::instant::never();
            if (!worlds::chance(35)) continue;
            auto const what = static_cast<rung::decree>(draw(1, 4));
            auto const place = draw(0, what == rung::decree::pin ? places - 1 : rungs - 1);
            e = rung::manual_decision{.id = e.id,
                                      .client = e.client,
                                      .at = e.at,
                                      .what = what,
                                      .stage = rung::stage_id{static_cast<std::uint8_t>(place)},
                                      .until = worlds::chance(20) ? rung::instant::forever()
                                                                  : e.at + rung::duration{draw(1, 60)}};
        }
        RC_LOG() << worlds::text(plain) << worlds::text(log);

        worlds::policies p;
        p.ascent = static_cast<worlds::policies::up>(draw(0, 2));
        p.comeback = static_cast<worlds::policies::back>(draw(0, 2));
        p.falls = worlds::chance(85);
        p.one_down = p.falls && worlds::chance(40);
        p.wait = p.falls && worlds::chance(50) ? draw(1, 30) : 0;
        RC_LOG() << worlds::text(p) << "\n";
        auto const depth = p.one_down ? rung::one_down : rung::to_qualified;
        auto const down = p.falls ? rung::descent::chosen{rung::descent::after{rung::duration{p.wait}, depth}}
                                  : rung::descent::chosen{rung::descent::never{}};
        auto const life =
            rung::lifecycle<rung::ladder, rung::ascent::chosen, rung::descent::chosen,
                            rung::comeback::chosen>::try_make(*made,
                                                              static_cast<rung::ascent::kind>(p.ascent), down,
                                                              static_cast<rung::comeback::kind>(p.comeback));
        RC_PRE(life.has_value());
        agrees<rung::decided_client>(*life, plain, p, log);
    }));
}

TEST_CASE("the catalog, with thresholds of seconds: the library moves a client as one would who looks each "
          "second") {
    REQUIRE(rc::check("catalog", [] {
        namespace ladders = rung::ladders;
        auto const log = worlds::random_log(9, 25);
        auto const some = [](std::int64_t most) { return draw(1, most); };
        auto const seconds = [](std::int64_t most) { return rung::duration{draw(1, most)}; };
        switch (draw(0, 5)) {
        case 0:
            return agrees_under_each_policy(
                worlds::from_stages(
                    ladders::service_stages({.client_purchases = some(3), .regular_within = seconds(30)})),
                log);
        case 1:
            return agrees_under_each_policy(
                worlds::from_stages(ladders::familiarity_stages({.trial_spend = rung::money{some(30)},
                                                                 .unusual_break = rung::percent{some(300)},
                                                                 .reminder_grace = seconds(20),
                                                                 .devoted_purchases = 3,
                                                                 .devoted_spend = rung::money{30},
                                                                 .devoted_contacts = 1})),
                log);
        case 2:
            return agrees_under_each_policy(
                worlds::from_stages(ladders::loyalty_stages(
                    {.supporter_share = rung::percent{some(100)}, .patience = seconds(20)})),
                log);
        case 3:
            return agrees_under_each_policy(
                worlds::from_stages(ladders::journey_stages(
                    {.curious_after = seconds(20), .loyal_purchases = 3, .loyal_within = seconds(30)})),
                log);
        case 4:
            return agrees_under_each_policy(worlds::from_stages(ladders::patronage_stages(
                                                {.regular_within = seconds(20), .gone_after = seconds(60)})),
                                            log);
        default: return agrees_under_each_policy(worlds::from_stages(ladders::purchase_stages()), log);
        }
    }));
}
