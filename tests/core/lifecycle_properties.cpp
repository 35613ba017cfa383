#include "catch.hpp"
#include "core/random_worlds.hpp"

#include <rung/core/lifecycle.hpp>
#include <rung/ladders/ladders.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <vector>

namespace {

using namespace rung::literals;
using rung::instant;
using rung::retail_event;
using worlds::draw;
using worlds::seen;

bool same_bits(rung::client const& a, rung::client const& b) { return std::memcmp(&a, &b, sizeof a) == 0; }

/// A ladder of the catalog with its own thresholds, or a random one.
worlds::plain_ladder some_ladder() {
    namespace ladders = rung::ladders;
    switch (draw(0, 9)) {
    case 0: return worlds::from_stages(ladders::service_stages());
    case 1: return worlds::from_stages(ladders::familiarity_stages());
    case 2: return worlds::from_stages(ladders::loyalty_stages());
    case 3: return worlds::from_stages(ladders::journey_stages());
    case 4: return worlds::from_stages(ladders::patronage_stages());
    case 5: return worlds::from_stages(ladders::purchase_stages());
    default: return worlds::random_ladder();
    }
}

/// Gaps of seconds, or of weeks, as a random ladder or the catalog's own thresholds need them.
std::int64_t some_gap() { return worlds::chance(50) ? 25 : 40 * 86'400; }

using check = std::function<void(worlds::any_lifecycle const&, std::vector<retail_event> const&)>;

/// Calls f(lifecycle, log) for a random ladder and log, with a part of the combinations of policies.
void in_random_worlds(check const& f, bool honest = false) {
    auto const plain = some_ladder();
    auto const stages = worlds::to_stages(plain);
    auto const made = rung::ladder::try_make(stages.data(), stages.size());
    RC_PRE(made.has_value());
    auto const gap = some_gap();
    auto const log = worlds::random_log(20, gap, honest);
    auto const wait = draw(1, gap);
    auto turn = draw(0, 2);
    RC_LOG() << worlds::text(plain) << worlds::text(log);
    worlds::each_policy(*made, wait, [&](auto const& l, auto const& p) {
        if (++turn % 3 != 0) return;
        try {
            f(l, log);
        } catch (...) {
            RC_LOG() << worlds::text(p) << "\n";
            throw;
        }
    });
}

instant after(instant t, std::int64_t seconds) { return t + rung::duration{seconds}; }

struct run {
    rung::client client{};
    std::vector<seen> moves{};
};

void take(worlds::any_lifecycle const& l, rung::client& c, retail_event const& e,
          worlds::sink const& sink = {}) {
    auto const wanted = worlds::can_follow(c, e) ? rung::refusal::none : rung::refusal::amount;
    RC_ASSERT(l.apply(c, e, sink).refusal() == wanted);
    RC_ASSERT(c.facts.spend() >= rung::money{});
}

run replay(worlds::any_lifecycle const& l, std::vector<retail_event> const& log, instant until) {
    run r;
    worlds::sink const sink = [&](auto const& t) { r.moves.push_back(t); };
    for (auto const& e : log) take(l, r.client, e, sink);
    l.settle(r.client, until, sink, 7);
    return r;
}

/// Looks at random instants, and at those that matter, while the log runs.
run replay_looking(worlds::any_lifecycle const& l, std::vector<retail_event> const& log, instant until) {
    run r;
    worlds::sink const sink = [&](auto const& t) { r.moves.push_back(t); };
    auto const look = [&](instant next_event) {
        for (auto n = draw(0, 4); n > 0; --n) {
            auto const from = instant::from_unix(r.client.frontier.unix_seconds());
            instant now{};
            switch (draw(0, 3)) {
            case 0: now = l.next_change(r.client); break;
            case 1: now = l.next_change(r.client) - 1_seconds; break;
            case 2: now = next_event; break;
            default: now = after(from, draw(0, 100)); break;
            }
            // a look at the second of the next event is a look before it
            if (now > next_event) continue;
            l.settle(r.client, now, sink, 7);
        }
    };
    for (auto const& e : log) {
        look(e.at);
        take(l, r.client, e, sink);
    }
    if (!log.empty()) look(until);
    l.settle(r.client, until, sink, 7);
    return r;
}

}  // namespace

TEST_CASE("settling on the way changes neither the end nor the moves") {
    REQUIRE(rc::check("settling on the way", [] {
        in_random_worlds([](auto const& l, auto const& log) {
            auto const last = log.empty() ? instant::from_unix(1'000'000) : log.back().at;
            auto const until = after(last, draw(0, 10'000'000));
            auto const once = replay(l, log, until);
            auto const often = replay_looking(l, log, until);
            RC_ASSERT(worlds::text(once.moves) == worlds::text(often.moves));
            RC_ASSERT(once.moves == often.moves);
            RC_ASSERT(once.client == often.client);
            RC_ASSERT(same_bits(once.client, often.client));
        });
    }));
}

TEST_CASE("settle with nothing due leaves the client bit for bit, and next_change is when something is due") {
    REQUIRE(rc::check("nothing due", [] {
        in_random_worlds([](auto const& l, auto const& log) {
            rung::client c;
            RC_ASSERT(l.settle(c, instant::forever()) == 0u);
            RC_ASSERT(same_bits(c, rung::client{}));
            for (auto const& e : log) {
                if (l.apply(c, e).answer() == rung::answer::refused) continue;
                auto const next = l.next_change(c);
                RC_ASSERT(next > e.at);
                auto quiet = c;
                auto const silent = [](auto const&) { RC_FAIL("a move that was not due"); };
                l.settle(quiet, next - 1_seconds, silent);
                RC_ASSERT(same_bits(quiet, c));
                l.settle(quiet, instant::never(), silent);
                RC_ASSERT(same_bits(quiet, c));
                if (next == instant::forever()) {
                    l.settle(quiet, instant::forever(), silent);
                    RC_ASSERT(same_bits(quiet, c));
                    continue;
                }
                auto due = c;
                auto const moves = l.settle(due, next);
                RC_ASSERT(moves <= 1u);
                RC_ASSERT(!same_bits(due, c));
                RC_ASSERT((moves == 1) == (due.standing.place != c.standing.place));
                RC_ASSERT(moves == 1 || due.standing.in_grace() != c.standing.in_grace() ||
                          (due.standing.in_grace() && due.standing.due > next) || !(due.facts == c.facts));
                RC_ASSERT(moves == 0 || due.standing.since == next);
                // it goes on from there, and comes to an end
                RC_ASSERT(l.next_change(due) > next);
                std::size_t steps = 0;
                while (l.next_change(due) != instant::forever() && ++steps < 1'000)
                    l.settle(due, l.next_change(due));
                RC_ASSERT(steps < 1'000u);
            }
        });
    }));
}

TEST_CASE("the answer of apply agrees with what it did") {
    REQUIRE(rc::check("answers", [] {
        in_random_worlds([](auto const& l, auto const& log) {
            rung::client c;
            for (auto const& e : log) {
                // the moves by time alone before the event, then the event's own
                auto settled = c;
                std::vector<seen> by_time;
                l.settle(
                    settled, e.at, [&](auto const& t) { by_time.push_back(t); }, 7);
                std::vector<seen> all;
                auto const before = settled.standing;
                bool const can_follow = worlds::can_follow(c, e);
                auto const out = l.apply(c, e, [&](auto const& t) { all.push_back(t); });

                if (!can_follow) {
                    RC_ASSERT(out.refusal() == rung::refusal::amount);
                    RC_ASSERT(all.empty());
                    continue;
                }
                RC_ASSERT(out.answer() != rung::answer::refused);
                RC_ASSERT(out.refusal() == rung::refusal::none);
                RC_ASSERT(out.settled() == by_time.size());
                RC_ASSERT((out.answer() == rung::answer::moved) == (c.standing.place != before.place));
                RC_ASSERT((out.answer() == rung::answer::held) == (out.hold() != rung::hold::none));
                if (out) by_time.push_back(*out);
                RC_ASSERT(worlds::text(all) == worlds::text(by_time));
                RC_ASSERT(all == by_time);
                auto from = all.empty() ? c.standing.place : all.front().from.index;
                for (auto const& t : all) {
                    RC_ASSERT(t.from.index == from);
                    RC_ASSERT(t.from != t.to);
                    RC_ASSERT(t.client == 7u);
                    RC_ASSERT((t.why == rung::cause::time) ==
                              (&t - all.data() < std::ptrdiff_t(out.settled())));
                    from = t.to.index;
                }
                RC_ASSERT(from == c.standing.place);
                if (out) {
                    RC_ASSERT(out->at == e.at);
                    RC_ASSERT(out->kind == static_cast<std::uint8_t>(e.kind));
                    RC_ASSERT(c.standing.since == e.at);
                } else {
                    RC_ASSERT(c.standing.since == (before.since == instant::never() ? e.at : before.since));
                }
                RC_ASSERT((out.hold() == rung::hold::exit) ==
                          (!out && c.standing.place >= l.ladder().stage_count()));
                if (out.hold() == rung::hold::grace) RC_ASSERT(c.standing.in_grace());
                RC_ASSERT(c.standing.peak < l.ladder().stage_count());
                if (c.standing.place < l.ladder().stage_count())
                    RC_ASSERT(c.standing.peak >= c.standing.place);
            }
        });
    }));
}

TEST_CASE("a refused event changes nothing, bit for bit") {
    REQUIRE(rc::check("refused", [] {
        in_random_worlds([](auto const& l, auto const& log) {
            rung::client c;
            std::vector<retail_event> taken;
            for (auto const& e : log) {
                if (l.apply(c, e).answer() == rung::answer::refused) continue;
                taken.push_back(e);
                if (worlds::chance(30)) l.settle(c, l.next_change(c));
                auto const before = c;
                auto const refused = [&](retail_event wrong, rung::refusal why) {
                    auto const out =
                        l.apply(c, wrong, [](auto const&) { RC_FAIL("a refused event moved somebody"); });
                    RC_ASSERT(out.answer() == rung::answer::refused);
                    RC_ASSERT(out.refusal() == why);
                    RC_ASSERT(l.why_not(c, wrong) == why);
                    RC_ASSERT(out.settled() == 0u);
                    RC_ASSERT(same_bits(c, before));
                };
                // all that were taken already
                auto const& old = taken[static_cast<std::size_t>(draw(0, std::ssize(taken) - 1))];
                bool const last = rung::event_order::of(old.at, old.id) == c.frontier;
                refused(old, last ? rung::refusal::repeated : rung::refusal::late);
                auto wrong = e;
                wrong.bought = instant::never();  // or it would be refused for a purchase of the future
                wrong.at = wrong.at - 1_seconds;
                wrong.bought = instant::never();  // a purchase after its refund would be wrong by itself
                wrong.id = 1'000'000;
                refused(wrong, rung::refusal::late);
                wrong = e;
                wrong.id = 1'000'000;
                wrong.at = worlds::chance(50) ? instant::never() : instant::forever();
                refused(wrong, rung::refusal::instant);
                wrong = e;
                wrong.id = 1'000'000;
                wrong.amount = rung::money{-1 - draw(0, 1'000'000)};
                refused(wrong, rung::refusal::amount);
                wrong = e;
                wrong.kind = static_cast<rung::event_kind>(draw(rung::event_kind_count, 255));
                refused(wrong, rung::refusal::kind);
                refused(rung::evaluation{.id = 1'000'000,
                                         .client = 7,
                                         .at = e.at,
                                         .score = static_cast<std::uint8_t>(draw(6, 255))},
                        rung::refusal::score);
                refused(rung::wallet{.id = 1'000'000,
                                     .client = 7,
                                     .at = e.at,
                                     .share = static_cast<std::uint8_t>(draw(101, 255))},
                        rung::refusal::detail);
                refused(rung::refund{.id = 1'000'000,
                                     .client = 7,
                                     .at = c.frontier.at,
                                     .amount = c.facts.spend() + rung::money{draw(1, 20)}},
                        rung::refusal::amount);
            }
        });
    }));
}

TEST_CASE("events without an id are taken in the order in which they come") {
    REQUIRE(rc::check("no ids", [] {
        in_random_worlds([](auto const& l, auto const& log) {
            rung::client with;
            rung::client without;
            for (auto e : log) {
                take(l, with, e);
                e.id = 0;
                take(l, without, e);
                RC_ASSERT(without.facts == with.facts);
                RC_ASSERT(without.standing == with.standing);
            }
        });
    }));
}

TEST_CASE("a client's facts do not depend on where they stand") {
    // A client of the same log under another ladder has the same facts: one fold, many standings.
    REQUIRE(rc::check("facts", [] {
        auto const log = worlds::random_log(30, 25, false);
        rung::retail::facts folded;
        rung::client c;
        rung::lifecycle const l{rung::ladder{rung::stage{"a"}}};
        for (auto const& e : log) {
            if (l.apply(c, e).answer() != rung::answer::refused) rung::retail::fold(folded, e);
            RC_ASSERT(c.facts == folded);
        }
    }));
}

TEST_CASE("at_once: no client falls before their instant, nor stays past it") {
    REQUIRE(rc::check("falls on time", [] {
        using namespace rung::facts;
        auto const wanted = static_cast<std::uint32_t>(draw(1, 4));
        auto const window = rung::duration{draw(1, 40)};
        auto const rule = purchases >= wanted and silence <= window;
        rung::lifecycle const l{rung::ladder{rung::stage{"out"}, rung::stage{"in", rule}}};
        auto const log = worlds::random_log(20, 25);
        rung::client c;
        for (std::size_t i = 0; i < log.size(); ++i) {
            l.apply(c, log[i]);
            auto const end = i + 1 < log.size() ? log[i + 1].at : after(log[i].at, 60);
            for (auto t = log[i].at; t < end; t = t + 1_seconds) {
                auto seen_now = c;
                l.settle(seen_now, t);
                RC_ASSERT((l.stage(seen_now).index == 1) == rule.holds(seen_now.facts, t));
            }
        }
    }));
}

TEST_CASE("n purchases within a window: exactly the purchases of the half-open window count") {
    REQUIRE(rc::check("windows", [] {
        using namespace rung::facts;
        auto const d = rung::duration{draw(1, 40)};
        auto const rule_of = [&](std::size_t n) {
            return n == 1   ? purchases_within<1>(d)
                   : n == 2 ? purchases_within<2>(d)
                   : n == 3 ? purchases_within<3>(d)
                            : purchases_within<4>(d);
        };
        std::vector<instant> bought;
        rung::retail::facts f;
        auto at = instant::from_unix(1'000'000);
        for (auto n = draw(0, 8); n > 0; --n) {
            at = after(at, draw(0, 20));
            bought.push_back(at);
            rung::retail::fold(f, rung::purchase{.at = at});
        }
        for (std::int64_t s = 0; s <= 50; ++s) {
            auto const now = after(at, s);
            std::size_t inside = 0;
            for (auto const t : bought) inside += (now - t) < d ? 1u : 0u;
            for (std::size_t n = 1; n <= 4; ++n) RC_ASSERT(rule_of(n).holds(f, now) == (inside >= n));
        }
    }));
}

TEST_CASE("thresholds of counts, money and time: one below, at, one above") {
    REQUIRE(rc::check("threshold edges", [] {
        using namespace rung::facts;
        auto const t = draw(2, 1'000'000);
        rung::client c;
        auto const start = instant::from_unix(1'000'000);
        auto const stands = [&](rung::rule const& r, instant now) {
            rung::lifecycle const l{rung::ladder{rung::stage{"out"}, rung::stage{"in", r}}};
            auto copy = rung::client{};
            copy.facts = c.facts;
            // an event that changes none of these facts causes a judgement
            l.apply(copy, rung::complaint{.id = 1, .client = 7, .at = now});
            return l.stage(copy).index == 1;
        };
        auto const count = draw(1, 300);
        for (std::int64_t i = 0; i < count; ++i) rung::retail::fold(c.facts, rung::purchase{.at = start});
        RC_ASSERT(stands(purchases >= count, start));
        RC_ASSERT(!stands(purchases >= count + 1, start));
        RC_ASSERT(stands(purchases >= count - 1, start));
        RC_ASSERT(stands(purchases <= count, start));
        RC_ASSERT(!stands(purchases <= count - 1, start));
        c.facts.set_spend(rung::money{t});
        RC_ASSERT(stands(spend >= rung::money{t}, start) && !stands(spend >= rung::money{t + 1}, start) &&
                  stands(spend <= rung::money{t}, start) && !stands(spend <= rung::money{t - 1}, start));
        RC_ASSERT(stands(silence <= rung::duration{t}, after(start, t - 1)));
        RC_ASSERT(stands(silence <= rung::duration{t}, after(start, t)));
        RC_ASSERT(!stands(silence <= rung::duration{t}, after(start, t + 1)));
        RC_ASSERT(!stands(silence >= rung::duration{t}, after(start, t - 1)));
        RC_ASSERT(stands(silence >= rung::duration{t}, after(start, t)));
    }));
}

TEST_CASE("a whole purchase taken back leaves counts, value and rung as if it had never been made") {
    REQUIRE(rc::check("refund", [] {
        rung::lifecycle const l{
            rung::ladders::service({.client_purchases = 2, .regular_within = 30_seconds})};
        // at most four purchases, what is not about purchases between them, one taken back at the end
        struct bought {
            instant at{};
            rung::money amount{};
            bool addon = false;
        };
        std::vector<bought> purchases;
        std::vector<retail_event> log;
        auto at = instant::from_unix(1'000'000);
        rung::event_id id = 0;
        for (auto n = draw(1, 4); n > 0; --n) {
            for (auto k = draw(0, 2); k > 0; --k) {
                at = after(at, draw(0, 20));
                log.push_back(worlds::chance(50)
                                  ? retail_event(rung::contact{.id = ++id, .client = 7, .at = at})
                                  : retail_event(rung::recommendation{.id = ++id, .client = 7, .at = at}));
            }
            at = after(at, draw(0, 20));
            purchases.push_back({at, rung::money{draw(0, 100)}, worlds::chance(50)});
            log.push_back(rung::purchase{.id = ++id,
                                         .client = 7,
                                         .at = at,
                                         .amount = purchases.back().amount,
                                         .addon = purchases.back().addon});
        }
        auto const back = purchases[static_cast<std::size_t>(draw(0, std::ssize(purchases) - 1))];
        at = after(at, draw(0, 40));

        rung::client with;
        for (auto const& e : log) l.apply(with, e);
        l.apply(with, rung::refund{.id = ++id,
                                   .client = 7,
                                   .at = at,
                                   .amount = back.amount,
                                   .bought = back.at,
                                   .addon = back.addon});
        rung::client never;
        bool left_out = false;
        for (auto const& e : log) {
            bool const this_one = !left_out && e.kind == rung::event_kind::purchase && e.at == back.at &&
                                  e.amount == back.amount && (e.mark != 0) == back.addon;
            if (this_one)
                left_out = true;
            else
                l.apply(never, e);
        }
        l.settle(never, at);
        RC_ASSERT(left_out);
        RC_ASSERT(with.facts.purchases == never.facts.purchases);
        RC_ASSERT(with.facts.addons == never.facts.addons);
        RC_ASSERT(with.facts.spend() == never.facts.spend());
        RC_ASSERT(with.facts.first_purchase == never.facts.first_purchase);
        for (std::size_t i = 0; i < 4; ++i)
            RC_ASSERT(with.facts.last_purchases[i] == never.facts.last_purchases[i]);
        RC_ASSERT(with.standing.place == never.standing.place);
        RC_ASSERT(l.next_change(with) == l.next_change(never));
    }));
}
