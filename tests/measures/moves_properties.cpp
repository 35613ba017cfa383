#include "catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/retail/shop.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

// Random ladders that ask about the client's moves, against the most obvious code: what is asked is counted
// anew from all events and moves each time, and time passes second by second.

namespace {
namespace moves_of {

using namespace rung::literals;
namespace kinds = rung::kinds;
namespace of = rung::measures;

constexpr auto since_fall = rung::since_last(kinds::fall).named("since_fall");
constexpr auto since_climb = rung::since_last(kinds::climb).named("since_climb");
constexpr auto falls = rung::count(kinds::fall).named("falls");
constexpr auto climbs = rung::count(kinds::climb).named("climbs");
constexpr auto bought_since =
    rung::count(kinds::purchase).after(kinds::climb || kinds::fall).named("bought_since");
constexpr auto climbs_today = rung::count(kinds::climb).in(rung::calendar_day).named("climbs_today");
using table = rung::measured<of::purchases, of::silence, since_fall, since_climb, falls, climbs, bought_since,
                             climbs_today>;
constexpr std::size_t first_of_moves = 2;
enum fact_number { purchases, silence, fell, climbed, fall_count, climb_count, since_move, today };

using condition = rung::basic_condition<table>;
using route = std::vector<condition>;
using routes = std::vector<route>;
struct rung_of_it {
    routes enter{}, keep{};
    std::int64_t grace = 0, wait = 0;
};
struct world {
    std::vector<rung_of_it> rungs{};
    rung::ascent::chosen up{};
    rung::descent::chosen down{};
    std::vector<std::int64_t> bought{};
};
struct move {
    std::int64_t at = 0;
    int from = 0, to = 0;
    bool by_time = false;
    friend bool operator==(move const&, move const&) = default;
};

constexpr std::int64_t midnight = 20'000 * std::int64_t{86'400};
constexpr std::int64_t first_second = midnight - 40, last_second = midnight + 60;

std::int64_t read(std::vector<std::int64_t> const& bought, std::vector<move> const& moves, int fact,
                  std::int64_t now) {
    std::int64_t up = 0, down = 0, up_today = 0, last_up = -1, last_down = -1;
    for (auto const& m : moves) {
        bool const rises = m.to > m.from;
        (rises ? up : down) += 1;
        (rises ? last_up : last_down) = m.at;
        up_today += rises && m.at / 86'400 == now / 86'400;
    }
    auto const since = [&](std::int64_t last) { return last < 0 ? rung::unlimited : now - last; };
    switch (fact) {
    case purchases: return static_cast<std::int64_t>(bought.size());
    case silence: return since(bought.empty() ? -1 : bought.back());
    case fell: return since(last_down);
    case climbed: return since(last_up);
    case fall_count: return down;
    case climb_count: return up;
    case today: return up_today;
    default: break;
    }
    return 0;
}

class naive {
public:
    explicit naive(world const& w) : w_{w} {}

    void tick(std::int64_t now) {
        if (since_ < 0) return;
        if ((in_grace_ && now == deadline_) || qualifies(now) != qualifies(now - 1)) occasion(now, true);
    }
    void buys(std::int64_t now) {
        bought_.push_back(now);
        ++bought_since_;
        if (since_ < 0) since_ = now;
        occasion(now, false);
    }
    [[nodiscard]] std::vector<move> const& moves() const { return moves_; }
    [[nodiscard]] int place() const { return place_; }
    [[nodiscard]] bool in_grace() const { return in_grace_; }

private:
    world const& w_;
    std::vector<std::int64_t> bought_{};
    std::vector<move> moves_{};
    std::int64_t bought_since_ = 0;
    int place_ = 0;
    std::int64_t since_ = -1, deadline_ = 0;
    bool in_grace_ = false;

    [[nodiscard]] bool satisfies(routes const& rule, std::int64_t now) const {
        return std::any_of(rule.begin(), rule.end(), [&](route const& r) {
            return std::all_of(r.begin(), r.end(), [&](condition const& c) {
                auto const fact = static_cast<int>(c.fact);
                return c.holds(fact == since_move ? bought_since_ : read(bought_, moves_, fact, now));
            });
        });
    }
    /// Without a rule to keep: the rule to enter without what it asks about moves.
    [[nodiscard]] bool keeps(int r, std::int64_t now) const {
        auto const& s = w_.rungs[static_cast<std::size_t>(r)];
        if (!s.keep.empty()) return satisfies(s.keep, now);
        auto rule = s.enter;
        for (auto& one : rule)
            std::erase_if(
                one, [](condition const& c) { return static_cast<std::size_t>(c.fact) >= first_of_moves; });
        return satisfies(rule, now);
    }
    [[nodiscard]] bool enters(int r, std::int64_t now) const {
        return keeps(r, now) && satisfies(w_.rungs[static_cast<std::size_t>(r)].enter, now);
    }
    [[nodiscard]] std::vector<bool> said(std::int64_t now) const {
        std::vector<bool> all;
        for (int r = 1; r < static_cast<int>(w_.rungs.size()); ++r) {
            all.push_back(keeps(r, now));
            all.push_back(enters(r, now));
        }
        return all;
    }
    [[nodiscard]] int qualifies(std::int64_t now) const {
        int best = 0;
        for (int r = 1; r < static_cast<int>(w_.rungs.size()); ++r) {
            auto const wait = w_.rungs[static_cast<std::size_t>(r)].wait;
            if (r > place_ && wait != 0 && !(place_ == r - 1 && now >= since_ + wait)) break;
            if (r <= place_ ? keeps(r, now) : enters(r, now))
                best = r;
            else if (w_.up.cumulative)
                break;
        }
        return best;
    }
    void occasion(std::int64_t now, bool by_time) {
        auto const target = qualifies(now);
        if (target >= place_) {
            in_grace_ = false;
            bool const one = w_.up.how == rung::ascent::kind::one_step;
            return go(target > place_ && one ? place_ + 1 : target, now, by_time, false);
        }
        if (!w_.down.falls || (in_grace_ && now < deadline_) || (!in_grace_ && begin_grace(now))) return;
        in_grace_ = false;
        auto const to = w_.down.depth == rung::one_down ? place_ - 1 : target;
        go(to, now, by_time, to > target);
    }
    bool begin_grace(std::int64_t now) {
        auto const own = w_.rungs[static_cast<std::size_t>(place_)].grace;
        deadline_ = now + (own != 0 ? own : w_.down.wait.seconds);
        in_grace_ = deadline_ > now;
        return in_grace_;
    }
    void go(int to, std::int64_t now, bool by_time, bool falls_on) {
        if (to == place_) return;
        auto const before = said(now);
        moves_.push_back({now, place_, to, by_time});
        bought_since_ = 0;
        place_ = to;
        since_ = now;
        if (falls_on) begin_grace(now);
        if (!in_grace_ && said(now) != before) occasion(now, true);
    }
};

world random_world(std::uint64_t seed) {
    std::mt19937_64 random{seed};
    auto const below = [&](std::uint64_t n) { return static_cast<std::int64_t>(random() % n); };
    auto const condition_on = [&](std::size_t fact) {
        bool const time = fact == silence || fact == fell || fact == climbed;
        auto const n = time ? 1 + below(25) : below(4);
        auto const how = time || below(3) != 0
                             ? (below(2) == 0 ? rung::comparison::at_least : rung::comparison::at_most)
                             : rung::comparison::at_least;
        return rung::condition_of<table>(static_cast<table::fact>(fact), how, n);
    };
    world w;
    w.rungs.resize(2 + static_cast<std::size_t>(below(3)));
    for (std::size_t i = 1; i < w.rungs.size(); ++i) {
        auto& s = w.rungs[i];
        for (auto left = 1 + below(2); left > 0; --left) {
            // each asks of what is bought, so that something is left to keep
            route one{condition_on(static_cast<std::size_t>(below(2)))};
            if (below(4) != 0) one.push_back(condition_on(2 + static_cast<std::size_t>(below(6))));
            if (below(4) == 0) one.push_back(condition_on(2 + static_cast<std::size_t>(below(6))));
            std::sort(one.begin(), one.end(), [](auto const& a, auto const& b) { return a.fact < b.fact; });
            one.erase(std::unique(one.begin(), one.end(),
                                  [](auto const& a, auto const& b) { return a.fact == b.fact; }),
                      one.end());
            s.enter.push_back(one);
        }
        if (below(3) == 0) s.keep = {{condition_on(static_cast<std::size_t>(silence))}};
        if (below(4) == 0) s.grace = 1 + below(8);
        if (below(6) == 0) s.wait = 1 + below(8);
    }
    auto const up = below(3);
    if (up == 1) w.up = rung::ascent::one_step{};
    if (up == 2) w.up = rung::ascent::direct{};
    auto const down = below(4);
    if (down == 0) w.down = rung::descent::never{};
    if (down == 1) w.down = rung::descent::after{rung::duration{1 + below(6)}};
    if (down >= 1 && below(2) == 0) w.down.depth = rung::one_down;
    for (auto at = first_second + below(10); at < last_second; at += below(4) == 0 ? 0 : 1 + below(20))
        w.bought.push_back(at);
    return w;
}

rung::basic_rule<table> rule_of(routes const& all) {
    rung::basic_rule<table> r;
    for (auto const& one : all) {
        r.open_route();
        for (auto const& c : one) r.require(c);
    }
    return r;
}

}  // namespace moves_of
}  // namespace

TEST_CASE(
    "random ladders that ask about moves: the library moves a client as one would who looks each second") {
    using namespace moves_of;
    static int compared = 0, of_moves = 0;
    REQUIRE(rc::check("moves in rules", [](std::uint64_t seed) {
        auto const w = random_world(seed);
        std::vector<rung::basic_stage<table>> stages;
        std::vector<std::string> names;
        for (std::size_t i = 0; i < w.rungs.size(); ++i) names.push_back("r" + std::to_string(i));
        for (std::size_t i = 0; i < w.rungs.size(); ++i) {
            auto const& s = w.rungs[i];
            stages.push_back({.name = names[i], .enter = rule_of(s.enter), .keep = rule_of(s.keep)});
            stages.back().grace = rung::duration{s.grace};
            stages.back().wait = rung::duration{s.wait};
        }
        auto const ladder = rung::basic_ladder<table>::try_make(stages.data(), stages.size());
        if (!ladder) return;  // stricter to keep than to enter, say
        using life_type =
            rung::lifecycle<rung::basic_ladder<table>, rung::ascent::chosen, rung::descent::chosen>;
        auto const life = life_type::try_make(*ladder, w.up, w.down);
        if (!life) return;

        naive slow{w};
        rung::basic_client<table> c;
        rung::basic_client<table> ticked;  // settled each second
        std::vector<move> moves;
        auto const see = [&](auto const& t) {
            moves.push_back({t.at.unix_seconds, t.from.index, t.to.index, t.why == rung::cause::time});
        };
        std::size_t next = 0;
        for (auto now = first_second; now <= last_second; ++now) {
            auto const at = rung::instant::from_unix(now);
            slow.tick(now);
            auto const before = life->next_change(ticked);
            auto const settled = life->settle(ticked, at);
            RC_ASSERT(settled == 0 || before == at || before.unix_seconds == now - 1);
            for (; next < w.bought.size() && w.bought[next] == now; ++next) {
                slow.buys(now);
                rung::retail_event const e =
                    rung::purchase{.id = next + 1, .client = 7, .at = at, .amount = 1.00_money};
                RC_ASSERT(life->apply(c, e, see).refusal() == rung::refusal::none);
                RC_ASSERT(life->apply(ticked, e).refusal() == rung::refusal::none);
                (void)life->settle(ticked, at);
            }
            RC_ASSERT(ticked.standing.place == slow.place());
            RC_ASSERT(ticked.standing.in_grace() == slow.in_grace());
            RC_ASSERT(life->next_change(ticked) > at);
        }
        (void)life->settle(c, rung::instant::from_unix(last_second), see);
        RC_ASSERT(moves == slow.moves());
        ++compared;
        of_moves += moves.size() > 1;
    }));
    CHECK(compared > 20);
    CHECK(of_moves > 10);
}
