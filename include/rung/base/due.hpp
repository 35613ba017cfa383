#pragma once

#include <rung/base/listed.hpp>
#include <rung/base/stable_sort.hpp>
#include <rung/core/judge.hpp>
#include <rung/core/time.hpp>
#include <rung/core/transition.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace rung {
inline namespace v0 {

/// A move that a client will make by time alone if nothing happens before.
template <class Lifecycle>
struct due_move {
    using stage_type = typename Lifecycle::stage_type;
    using condition_type = basic_condition<typename Lifecycle::schema_type>;

    client_id client = no_client;
    instant at{};
    stage_type from{};
    stage_type to{};
    /// Time, or the end of a decision by hand.
    cause why = cause::time;
    /// What makes them move: who falls, or comes back, no longer fulfils it; who rises or leaves the
    /// ladder fulfils it by then. Nothing where a decision or a wait ends.
    std::optional<condition_type> condition{};

    friend constexpr bool operator==(due_move const&, due_move const&) = default;
};

namespace detail {

/// Which condition decides a move by time alone, seen at its instant. Of a rule that holds it is the one that
/// began to hold last, on the route that held first; of one that does not hold, the one that ended first, on
/// the route that ended last.
template <class Lifecycle>
class deciding {
public:
    using ladder_type = typename Lifecycle::ladder_type;
    using schema_type = typename Lifecycle::schema_type;
    using condition_type = basic_condition<schema_type>;
    using facts_type = typename schema_type::facts;

    /// `since`: from when on the facts are these.
    deciding(Lifecycle const& life, facts_type const& f, instant since, instant at) noexcept
        : life_{life}, ladder_{life.ladder()}, facts_{f}, since_{since}, at_{at} {}

    [[nodiscard]] std::optional<condition_type> of_move(std::size_t from, std::size_t to) const {
        auto const rungs = ladder_.stage_count();
        found best;
        if (from >= rungs) {
            ended(ladder_.enter(stage(from)), best);
        } else if (to >= rungs) {
            begun(ladder_.enter(stage(to)), best);
        } else if (to < from) {
            auto const keep = life_.judge(facts_, at_).keep;
            auto rung = life_.ascent().cumulative ? ladder_.floor_of(from) + 1 : from;
            while (rung < from && (keep >> rung & 1) != 0) ++rung;
            ended(ladder_.keep(stage(rung)), best);
            for (auto door = rung; door < rungs; ++door) ended(ladder_.door(stage(door)), best);
        } else if (life_.ascent().cumulative) {
            // They enter who fulfil the rule to keep as well, and in a grace it may be one below that held
            // them up.
            for (std::size_t rung = 1; rung <= to; ++rung) {
                if (rung > from) passed(ladder_.enter(stage(rung)), rung, best);
                passed(ladder_.keep(stage(rung)), rung, best);
            }
        } else {
            // By the rule of a rung that a decision may keep them below.
            auto const by_rules = life_.qualified(life_.judge(facts_, at_), static_cast<std::uint8_t>(from));
            auto const rung = by_rules > to ? std::size_t{by_rules} : to;
            passed(ladder_.enter(stage(rung)), rung, best);
            passed(ladder_.keep(stage(rung)), rung, best);
        }
        if (best.condition == nullptr) return std::nullopt;
        return *best.condition;
    }

private:
    using rule_span = typename ladder_type::rule_span;
    struct found {
        instant when = instant::never();  // never: always
        condition_type const* condition = nullptr;
        bool is_given = false;  // there may be no condition: a route can always hold
    };

    Lifecycle const& life_;
    ladder_type const& ladder_;
    facts_type const& facts_;
    instant since_;
    instant at_;

    [[nodiscard]] static auto stage(std::size_t i) noexcept {
        return rung::stage_at<typename Lifecycle::stage_type>(i);
    }
    // When time alone turned a condition to what it is at the instant of the move; never() if it did not.
    [[nodiscard]] instant turned(condition_type const& c) const noexcept {
        auto last = instant::never();
        if (detail::shrinks(c)) {
            for (auto next = detail::next_flip(c, facts_, since_); next <= at_;
                 next = detail::next_flip(c, facts_, next))
                last = next;
            return last;
        }
        auto const have = schema_type::read(facts_, c.fact, at_);
        if (!rung::describe(c).ages || have < c.low) return last;
        if (have > c.high) return rung::reaches<schema_type>(facts_, c.fact, c.high + 1, at_);
        return detail::can_begin(c) ? rung::reaches<schema_type>(facts_, c.fact, c.low, at_) : last;
    }
    template <class Visit>
    void each_condition(std::uint64_t set, Visit const& visit) const {
        for (auto rest = set; rest != 0; rest &= rest - 1)
            visit(ladder_.condition_at(static_cast<std::size_t>(std::countr_zero(rest))));
    }
    // Of those conditions of a set that hold, or that do not: the one that turned to it as the n-th, from 1.
    [[nodiscard]] found nth_turned(std::uint64_t set, bool holds, std::size_t n) const {
        std::vector<found> turns;
        each_condition(set, [&](condition_type const& c) {
            if (c.holds(facts_, at_) == holds) turns.push_back({turned(c), &c, true});
        });
        detail::stable_sort(turns, [](found const& a, found const& b) { return a.when < b.when; });
        return turns[n - 1];
    }
    // How many conditions of a set hold.
    [[nodiscard]] std::size_t held(std::uint64_t set) const {
        std::size_t n = 0;
        each_condition(set, [&](condition_type const& c) { n += c.holds(facts_, at_); });
        return n;
    }

    // A rule of a rung, or a door of one that is not below it.
    void passed(rule_span rule, std::size_t rung, found& last) const {
        found first;
        begun(rule, first);
        for (auto door = rung; door < ladder_.stage_count(); ++door) begun(ladder_.door(stage(door)), first);
        if (first.is_given && (!last.is_given || first.when > last.when)) last = first;
    }
    void begun(rule_span rule, found& first) const {
        for (std::size_t r = rule.first; r < std::size_t{rule.first} + rule.count; ++r) {
            auto const& route = ladder_.route_at(r);
            bool holds = true;
            found last{instant::never(), nullptr, true};
            each_condition(route.required(), [&](condition_type const& c) {
                holds = holds && c.holds(facts_, at_);
                auto const begins = turned(c);
                if (last.condition == nullptr || begins > last.when) last = {begins, &c, true};
            });
            if (route.counted != 0) {
                holds = holds && held(route.counted) >= route.least;
                if (!holds) continue;
                auto const enough = nth_turned(route.counted, true, route.least);
                if (last.condition == nullptr || enough.when > last.when) last = enough;
            }
            if (holds && (!first.is_given || last.when < first.when)) first = last;
        }
    }
    void ended(rule_span rule, found& last) const {
        for (std::size_t r = rule.first; r < std::size_t{rule.first} + rule.count; ++r) {
            auto const& route = ladder_.route_at(r);
            found first;
            each_condition(route.required(), [&](condition_type const& c) {
                if (c.holds(facts_, at_)) return;
                // One that an event ended, or that does not hold yet, has failed from the beginning.
                auto const ends = turned(c);
                if (!first.is_given || ends < first.when) first = {ends, &c, true};
            });
            if (route.counted != 0 && held(route.counted) < route.least) {
                // All but `least` can be spared: the next to go after those ended it.
                auto const spare = static_cast<std::size_t>(std::popcount(route.counted)) - route.least;
                auto const short_by_one = nth_turned(route.counted, false, spare + 1);
                if (!first.is_given || short_by_one.when < first.when) first = short_by_one;
            }
            if (first.is_given && (!last.is_given || first.when > last.when)) last = first;
        }
    }
};

/// The due() of every base. Where others write meanwhile each client is looked at once, with its lock held.
template <class Lifecycle, class Base>
[[nodiscard]] std::vector<due_move<Lifecycle>> due_in(Base const& base, instant now, duration within) {
    std::vector<due_move<Lifecycle>> all;
    if (!now.is_moment()) return all;
    auto const last = instant::from_unix(std::int64_t{instant::forever().unix_seconds} - 1);
    auto const until = now + within < last ? now + within : last;
    auto const& life = base.lifecycle();
    base.each([&](auto const& client) {
        if (!client.client().standing.may_change_by(until)) return;
        auto c = client.decided_client();
        life.settle(c, now);
        auto const wait_over = life.wait_over(c.standing);
        due_move<Lifecycle> first;
        life.settle(
            c, until,
            [&](auto const& t) {
                if (first.client == no_client) first = {t.client, t.at, t.from, t.to, t.why, std::nullopt};
            },
            client.id());
        if (first.client == no_client) return;
        // Time changes no facts.
        bool const by_wait = first.at == wait_over && rung::index_of(first.to) > rung::index_of(first.from) &&
                             rung::index_of(first.to) < life.ladder().stage_count();
        if (first.why == cause::time && !by_wait)
            first.condition =
                deciding<Lifecycle>{life, c.facts, client.client().frontier.at, first.at}.of_move(
                    rung::index_of(first.from), rung::index_of(first.to));
        all.push_back(first);
    });
    std::sort(all.begin(), all.end(),
              [](auto const& a, auto const& b) { return a.at != b.at ? a.at < b.at : a.client < b.client; });
    return all;
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
