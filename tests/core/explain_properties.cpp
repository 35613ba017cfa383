// What an explanation says is missing is missing: done exactly, it suffices; one unit less does not.

#include "catch.hpp"
#include "core/dials.hpp"
#include "core/random_worlds.hpp"
#include "numbered.hpp"

#include <rung/core/explain.hpp>

#include <rapidcheck.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

using rung::remedy;
using worlds::chance;
using worlds::draw;
using fact = dials::fact;
using ladder = rung::basic_ladder<dials>;
using condition = rung::basic_condition<dials>;

condition random_condition(fact f, bool only_lower) {
    auto const& w = rung::describe<dials>(f);
    auto const least = w.ages ? 0 : w.least;
    auto const most = w.ages ? 30 : w.most;
    auto const a = draw(least, most);
    if (only_lower) return {f, a, w.most};
    auto const b = draw(a, most);
    switch (draw(0, 3)) {
    case 0: return {f, a, b};
    case 1: return {f, w.least, a};
    default: return {f, a, w.most};
    }
}

rung::basic_rule<dials> random_rule(bool only_lower, std::int64_t most_routes) {
    rung::basic_rule<dials> r;
    for (auto routes = draw(1, most_routes); routes > 0; --routes) {
        r.open_route();
        auto const counted = chance(30) ? draw(2, 4) : 0;
        for (auto n = counted == 0 ? draw(1, 3) : draw(counted, counted + 1); n > 0; --n) {
            auto const f = static_cast<fact>(draw(0, only_lower ? 3 : 5));
            auto const c = random_condition(f, only_lower);
            // not two on one fact: they could contradict each other
            bool asked = false;
            auto const begin = r.begin_of(r.route_count() - 1);
            for (auto i = begin; i < r.end_of(r.route_count() - 1); ++i) asked = asked || r[i].fact == f;
            if (asked) continue;
            auto const last = r.route_count() - 1;
            auto const so_far = static_cast<std::int64_t>(r.end_of(last) - r.begin_of(last));
            if (so_far < counted && r.least_of(last) == 0) {
                (void)r.try_count(c);
                if (so_far + 1 == counted) r.count_at_least(static_cast<std::size_t>(draw(1, counted)));
            } else {
                r.require(c);
            }
        }
        auto const last = r.route_count() - 1;
        auto const so_far = static_cast<std::int64_t>(r.end_of(last) - r.begin_of(last));
        if (counted != 0 && r.least_of(last) == 0)
            r.count_at_least(static_cast<std::size_t>(draw(1, so_far)));
    }
    return r;
}

std::optional<ladder> random_ladder(bool only_lower) {
    std::vector<std::string> names;
    std::vector<rung::basic_stage<dials>> stages;
    auto const rungs = draw(2, 5);
    auto const exits = only_lower ? 0 : draw(0, 2);
    for (std::int64_t i = 0; i < rungs + exits; ++i) names.push_back(numbered("s", i));
    for (std::int64_t i = 0; i < rungs + exits; ++i) {
        rung::basic_stage<dials> s{.name = names[static_cast<std::size_t>(i)]};
        s.exit = i >= rungs;
        if (i > 0) s.enter = random_rule(only_lower, only_lower ? 1 : 3);
        if (i > 0 && !s.exit && !only_lower && chance(20)) s.door = random_rule(false, 1);
        if (!s.exit && !only_lower && chance(20)) s.grace = rung::duration{draw(1, 20)};
        stages.push_back(s);
    }
    auto const made = ladder::try_make(stages.data(), stages.size());
    if (!made) return std::nullopt;
    return *made;
}

class story {
public:
    dials::event next(fact f, std::int64_t amount) {
        if (chance(60)) at = at + rung::duration{draw(1, 15)};
        return {.id = ++id, .client = 7, .at = at, .of = f, .amount = amount};
    }
    dials::event random(bool may_fall) {
        auto const f = static_cast<fact>(draw(0, 5));
        bool const falls = may_fall && rung::describe<dials>(f).falls;
        return next(f, draw(falls ? -20 : 0, 20));
    }
    rung::instant at = rung::instant::from_unix(1'000'000);
    rung::event_id id = 0;
};

/// What a route asks for, without what it says of itself.
struct asked {
    std::vector<condition> required{};
    std::vector<condition> counted{};
    std::size_t least = 0;

    template <class Route>
    explicit asked(Route const& r) : least{r.least()} {
        for (auto const& c : r.required()) required.push_back(c.need);
        for (auto const& c : r.counted()) counted.push_back(c.need);
    }
    [[nodiscard]] bool holds(dials::facts const& f, rung::instant at) const {
        std::size_t held = 0;
        for (auto const& c : counted) held += c.holds(f, at) ? 1u : 0u;
        bool all = held >= least;
        for (auto const& c : required) all = all && c.holds(f, at);
        return all;
    }
};

/// Whether what a route says of itself is so, of a client with these facts.
template <class Route>
void check_route(Route const& r, dials::facts const& facts, rung::instant now) {
    constexpr std::int64_t horizon = 80;  // longer than any threshold
    asked const all{r};
    RC_ASSERT(r.size() == all.required.size() + all.counted.size());
    RC_ASSERT(r.holds() == all.holds(facts, now));
    RC_ASSERT((r.to_hold() == remedy::none) == r.holds());

    // from and until are the seconds at which it changes
    auto from = rung::instant::forever();
    auto until = rung::instant::forever();
    for (std::int64_t s = 0; s <= horizon; ++s) {
        auto const t = now + rung::duration{s};
        bool const so = all.holds(facts, t);
        if (so && from == rung::instant::forever()) from = t;
        if (!so && from != rung::instant::forever() && until == rung::instant::forever()) until = t;
        // Other conditions may make up the count later; what must all hold does so without a break.
        if (r.least() == 0) RC_ASSERT(!(so && until != rung::instant::forever()));
    }
    RC_ASSERT(r.from() == from);
    RC_ASSERT(r.until() == until);
    RC_ASSERT((r.to_hold() == remedy::time) == (!r.holds() && from != rung::instant::forever()));
    RC_ASSERT((r.to_cease() == remedy::time) == (r.holds() && until != rung::instant::forever()));

    // events: exactly what is missing, the one condition after the other; one unit less is not enough
    bool by_events = true;
    auto const missing = r.missing();
    for (auto const& c : missing)
        by_events = by_events && c.to_hold() == remedy::events && c.need.fact < fact::wait;
    RC_ASSERT(r.holds() == (missing.size() == 0));
    RC_ASSERT(r.more() <= missing.size());
    if (r.holds() || !by_events) return;
    auto f = facts;
    std::size_t left = missing.size();
    for (auto const& c : missing) {
        RC_ASSERT(!all.holds(f, now));
        if (--left == 0) {
            auto less = f;
            auto const one = c.missing > 0 ? 1 : -1;
            dials::fold(less, {.at = now, .of = c.need.fact, .amount = c.missing - one});
            RC_ASSERT(!all.holds(less, now));
        }
        dials::fold(f, {.at = now, .of = c.need.fact, .amount = c.missing});
    }
    RC_ASSERT(all.holds(f, now));
}

}  // namespace

TEST_CASE("what an explanation says of each route is true") {
    REQUIRE(rc::check("routes", [] {
        auto const made = random_ladder(false);
        RC_PRE(made.has_value());
        rung::lifecycle const life{*made, rung::ascent::direct{}};
        rung::basic_client<dials> c;
        story s;
        for (auto n = draw(1, 12); n > 0; --n) {
            RC_ASSERT(life.apply(c, s.random(true)).answer() != rung::answer::refused);
            auto const now = s.at + rung::duration{draw(0, 20)};
            auto const e = life.explain(c, now);
            auto settled = c;
            life.settle(settled, now);
            RC_ASSERT(e.stage() == life.stage(settled) && e.since() == settled.standing.since);
            RC_ASSERT(e.until() == life.next_change(settled));
            RC_ASSERT(e.in_grace() == settled.standing.in_grace());
            for (std::size_t i = 0; i < made->place_count(); ++i) {
                auto const stage = rung::stage_id{static_cast<std::uint8_t>(i)};
                for (auto const& rule : {e.enter(stage), e.keep(stage), e.door(stage)}) {
                    std::int64_t cheapest = -1;
                    bool held = rule.empty();
                    for (auto const route : rule) {
                        check_route(route, settled.facts, now);
                        held = held || route.holds();
                        if (route.to_hold() == remedy::never) continue;
                        RC_ASSERT(route.cost() >= cheapest);
                        cheapest = route.cost();
                    }
                    RC_ASSERT(rule.holds() == held);
                }
            }
        }
    }));
}

TEST_CASE("what can never hold never does, whatever happens that takes nothing back") {
    REQUIRE(rc::check("never", [] {
        auto const made = random_ladder(false);
        RC_PRE(made.has_value());
        rung::lifecycle const life{*made, rung::ascent::direct{}};
        rung::basic_client<dials> c;
        story s;
        std::vector<bool> hopeless(made->route_count(), false);
        for (auto n = draw(1, 25); n > 0; --n) {
            (void)life.apply(c, s.random(true));
            auto const e = life.explain(c, s.at);
            for (std::size_t i = 0; i < made->route_count(); ++i) {
                auto const& of = made->route_at(i);
                rung::explanation<ladder>::route const r{&e[0], of.conditions, s.at, of.counted, of.least};
                if (hopeless[i]) RC_ASSERT(r.to_hold() == remedy::never);
                if (r.to_hold() == remedy::never) hopeless[i] = true;
                // and what is never over is so for good
                if (r.to_cease() == remedy::never) {
                    auto f = c.facts;
                    dials::fold(f, s.random(true));
                    RC_ASSERT(asked{r}.holds(f, s.at));
                }
            }
        }
    }));
}

TEST_CASE("doing exactly what is missing promotes; one unit less does not") {
    REQUIRE(rc::check("promotion", [] {
        auto const made = random_ladder(true);
        RC_PRE(made.has_value());
        rung::lifecycle const life{*made};
        rung::basic_client<dials> c;
        story s;
        for (auto n = draw(1, 6); n > 0; --n) (void)life.apply(c, s.random(false));
        auto const e = life.explain(c, s.at);
        if (!e.next()) return;
        auto const goal = *e.next();
        RC_ASSERT(!e.enter(goal).holds());
        auto const route = e.enter(goal)[0];
        auto const missing = route.missing();
        auto left = missing.size();
        RC_ASSERT(left > 0u);
        for (auto const& m : missing) {
            RC_ASSERT(m.to_hold() == remedy::events);
            RC_ASSERT(life.stage(c) < goal);
            if (--left == 0) {
                auto less = c;
                auto one_less = s.next(m.need.fact, m.missing - 1);
                (void)life.apply(less, one_less);
                RC_ASSERT(life.stage(less) < goal);
            }
            (void)life.apply(c, s.next(m.need.fact, m.missing));
        }
        RC_ASSERT(life.stage(c) >= goal);
        RC_ASSERT(life.explain(c, s.at).moved_by().why() == rung::cause::event);
    }));
}

TEST_CASE("a rule begins and ends by time when it says so; next_change is the first second of a difference") {
    REQUIRE(rc::check("rules", [] {
        auto const plain = worlds::random_ladder();
        auto const stages = worlds::to_stages(plain);
        auto const made = rung::ladder::try_make(stages.data(), stages.size());
        RC_PRE(made.has_value());
        rung::lifecycle const life{*made, rung::ascent::direct{}};
        rung::client c;
        for (auto const& event : worlds::random_log(8, 25)) {
            (void)life.apply(c, event);
            life.settle(c, event.at);  // of a refused event nothing is taken, not even its time; explain
                                       // looks at a settled copy
            auto const e = life.explain(c, event.at);
            for (std::size_t i = 0; i < made->place_count(); ++i) {
                auto const rule = e.enter(rung::stage_id{static_cast<std::uint8_t>(i)});
                auto const holds_at = [&](rung::instant t) {
                    bool any = rule.empty();
                    for (auto const& r : rule) {
                        std::size_t held = 0;
                        for (auto const& m : r.counted()) held += m.need.holds(c.facts, t) ? 1u : 0u;
                        bool all = held >= r.least();
                        for (auto const& m : r.required()) all = all && m.need.holds(c.facts, t);
                        any = any || all;
                    }
                    return any;
                };
                auto from = rung::instant::forever();
                auto until = rung::instant::forever();
                for (std::int64_t s = 0; s <= 500 && until == rung::instant::forever(); ++s) {
                    auto const t = event.at + rung::duration{s};
                    bool const so = holds_at(t);
                    if (so && from == rung::instant::forever()) from = t;
                    if (!so && from != rung::instant::forever()) until = t;
                }
                RC_ASSERT(rule.from() == from);
                RC_ASSERT(rule.until() == until);
                RC_ASSERT(rule.holds() == holds_at(event.at));
                bool const ends = rule.holds() && until != rung::instant::forever();
                RC_ASSERT((rule.to_cease() == remedy::time) == ends);
            }
            auto moved = c;
            auto first = rung::instant::forever();
            // A limit by the calendar may end days later, a condition of these worlds within a thousand
            // seconds.
            life.settle(moved, event.at + rung::duration{100 * 86'400}, [&](auto const& t) {
                if (first == rung::instant::forever()) first = t.at;
            });
            RC_ASSERT(e.moves_at() == first);
            RC_ASSERT(e.until() <= e.moves_at());
            auto early = c;
            if (e.until() != rung::instant::forever()) {
                RC_ASSERT(life.settle(early, e.until() - rung::duration{1}) == 0u);
                RC_ASSERT(early == c);
                life.settle(early, e.until());
                RC_ASSERT(early.standing != c.standing);
            }
        }
    }));
}
