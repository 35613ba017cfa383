#pragma once

// Random ladders with policies, random plans of what a host does to a base, and all that can be seen of a
// base.

#include "core/random_worlds.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/core/explain.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <rapidcheck.h>

namespace bases {

using worlds::chance;
using worlds::draw;
using life =
    rung::lifecycle<rung::ladder, rung::ascent::chosen, rung::descent::chosen, rung::comeback::chosen>;
using facts_base = rung::client_base<life>;
using kept_base = rung::client_base<life, rung::history::kept>;

inline std::optional<life> random_life() {
    auto const plain = worlds::random_ladder();
    auto const stages = worlds::to_stages(plain);
    auto const made = rung::ladder::try_make(stages.data(), stages.size());
    if (!made) return std::nullopt;
    auto const depth = chance(50) ? rung::one_down : rung::to_qualified;
    auto const down = chance(80)
                          ? rung::descent::chosen{rung::descent::after{rung::duration{draw(0, 20)}, depth}}
                          : rung::descent::chosen{rung::descent::never{}};
    auto const l = life::try_make(*made, static_cast<rung::ascent::kind>(draw(0, 2)), down,
                                  static_cast<rung::comeback::kind>(draw(0, 2)));
    if (!l) return std::nullopt;
    RC_LOG() << worlds::text(plain) << "ascent " << int(l->ascent().how) << " falls " << l->descent().falls
             << " wait " << l->descent().wait.seconds << " one down " << (depth == rung::one_down)
             << " comeback " << int(l->comeback().how) << "\n";
    return *l;
}

enum class act : std::uint8_t { events, settle, merge, split, erase, retract };

/// One thing that a host does to a base.
struct deed {
    act what{};
    std::vector<rung::retail_event> events{};
    rung::instant now{};
    rung::client_id a = 0;
    rung::client_id b = 0;
    rung::event_id event = 0;
};

/// What came of it, as far as both a live and a restored base have to say the same.
struct answer {
    std::uint64_t numbers[8]{};
    std::vector<rung::retail_event> refused{};
    friend bool operator==(answer const&, answer const&) = default;
};

inline constexpr rung::client_id clients = 6;

/// The logs of a few clients, woven together: decisions, refunds that name a purchase, known or not, events
/// that are wrong, that come twice, that contradict. In order of time, or in none.
inline std::vector<rung::retail_event> random_events(std::size_t places, bool ordered) {
    std::vector<rung::retail_event> all;
    for (auto client = draw(1, static_cast<std::int64_t>(clients) - 1); client > 0; --client) {
        std::vector<rung::event_id> bought;
        for (auto e : worlds::random_log(8, 25)) {
            e.client = static_cast<rung::client_id>(client);
            if (e.kind == rung::event_kind::purchase) bought.push_back(e.id);
            if (e.kind == rung::event_kind::refund && chance(70)) {
                e.of = bought.empty() || chance(20) ? e.id + 1 : bought.back();
                if (chance(50)) e.bought = {};
            }
            if (chance(12)) {
                auto const until = e.at + rung::duration{draw(0, 40)};  // sometimes over before it begins
                e = rung::manual_decision{.id = e.id,
                                          .client = e.client,
                                          .at = e.at,
                                          .what = static_cast<rung::decree>(draw(1, 4)),
                                          .stage = rung::stage_id{static_cast<std::uint8_t>(
                                              draw(0, static_cast<std::int64_t>(places)))},
                                          .until = chance(30) ? rung::instant::forever() : until,
                                          .author = 5,
                                          .reason = 6};
            }
            if (chance(4)) e.detail = 200;  // mostly wrong
            if (chance(5)) e.id = 0;
            all.push_back(e);
            if (chance(5)) all.push_back(e);
            if (chance(5)) {
                e.amount = e.amount + rung::money{1};
                all.push_back(e);
            }
        }
    }
    if (ordered) {
        std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.at < b.at; });
        for (std::size_t i = 0; i + 1 < all.size(); ++i)
            if (chance(5)) std::swap(all[i], all[i + 1]);
    } else {
        for (std::size_t i = 0; i < all.size(); ++i)
            std::swap(all[i], all[static_cast<std::size_t>(draw(static_cast<std::int64_t>(i),
                                                                static_cast<std::int64_t>(all.size()) - 1))]);
    }
    return all;
}

inline rung::client_id random_client() {
    return static_cast<rung::client_id>(draw(1, static_cast<std::int64_t>(clients)));
}

inline std::vector<deed> random_plan(std::size_t places, bool history) {
    std::vector<deed> plan;
    auto const events = random_events(places, !history || chance(40));
    auto latest = rung::instant::from_unix(1'000'000);
    for (std::size_t i = 0; i < events.size();) {
        auto const n = std::min(events.size() - i, static_cast<std::size_t>(draw(1, 6)));
        deed d{act::events,
               {events.begin() + static_cast<std::ptrdiff_t>(i),
                events.begin() + static_cast<std::ptrdiff_t>(i + n)}};
        for (auto const& e : d.events) latest = std::max(latest, e.at);
        plan.push_back(std::move(d));
        i += n;
        if (chance(25)) plan.push_back({act::settle, {}, latest + rung::duration{draw(-10, 15)}});
        if (history && chance(30)) plan.push_back({act::merge, {}, {}, random_client(), random_client()});
        if (history && chance(20)) plan.push_back({act::split, {}, {}, random_client()});
        if (history && chance(30)) {  // of one that came or is to come, perhaps of another client
            auto const& e = events[static_cast<std::size_t>(draw(0, std::ssize(events) - 1))];
            plan.push_back({act::retract, {}, {}, chance(80) ? e.client : random_client(), 0, e.id});
        }
        if (chance(6)) plan.push_back({act::erase, {}, {}, random_client()});
    }
    if (chance(50)) plan.push_back({act::settle, {}, latest + rung::duration{draw(0, 60)}});
    return plan;
}

inline std::string text(std::vector<deed> const& plan) {
    constexpr char const* acts[] = {"events", "settle", "merge", "split", "erase", "retract"};
    std::string out;
    for (auto const& d : plan) {
        out += acts[static_cast<int>(d.what)];
        out += " " + std::to_string(d.now.unix_seconds) + " " + std::to_string(d.a) + " " +
               std::to_string(d.b) + " " + std::to_string(d.event) + "\n";
        for (auto const& e : d.events)
            out += "  client " + std::to_string(e.client) + " of " + std::to_string(e.of) + " " +
                   worlds::text(std::vector{e});
    }
    return out;
}

template <class Report>
answer answer_of(Report const& r) {
    answer out;
    out.numbers[0] = r.applied;
    out.numbers[1] = r.moves;
    if constexpr (requires { r.repeated; }) {
        out.numbers[2] = r.repeated;
        out.numbers[3] = r.conflicts.size();
        out.numbers[4] = r.withdrawn.size();
        out.numbers[5] = r.issued.size();
    }
    for (auto const& e : r.refused) {
        out.refused.push_back(e.event);
        out.numbers[6] = out.numbers[6] * 31 + static_cast<std::uint64_t>(e.why);
    }
    return out;
}

/// Base: a base, or a durable one.
template <class Base, class... Observers>
answer act_on(Base& base, deed const& d, Observers&... observers) {
    answer out;
    switch (d.what) {
    case act::events:
        return answer_of(base.apply(std::span<rung::retail_event const>{d.events}, observers...));
    case act::settle: out.numbers[7] = base.settle(d.now, observers...); break;
    case act::erase: out.numbers[7] = base.erase(d.a) ? 1 : 0; break;
    case act::merge:
        if constexpr (requires(rung::history_report<life> r) { base.merge(1, 2, r); }) {
            rung::history_report<life> report;
            auto const what = base.merge(d.a, d.b, report, observers...);
            out = answer_of(report);
            out.numbers[7] = static_cast<std::uint64_t>(what);
        }
        break;
    case act::split:
        if constexpr (requires(rung::history_report<life> r) { base.split(1, r); }) {
            rung::history_report<life> report;
            auto const what = base.split(d.a, report, observers...);
            out = answer_of(report);
            out.numbers[7] = static_cast<std::uint64_t>(what);
        }
        break;
    case act::retract:
        if constexpr (requires(rung::history_report<life> r) { base.retract(1, 1, r); }) {
            rung::history_report<life> report;
            auto const what = base.retract(d.a, d.event, report, observers...);
            out = answer_of(report);
            out.numbers[7] = static_cast<std::uint64_t>(what);
        }
        break;
    }
    return out;
}

using move = rung::transition<rung::stage_id>;

/// All that can be seen of a base.
struct seen_base {
    std::vector<std::pair<rung::client_id, rung::decided_client>> people{};
    std::vector<rung::instant> next{};
    std::vector<rung::client_id> leaders{};  // by whom each id is found; 0 if it is not
    rung::census<rung::stage_id> census{};
    rung::census<rung::stage_id> erased{};
    rung::instant settled_until{};
    std::uint64_t held = 0;
    std::vector<rung::retail_event> held_aside{};
    using history =
        std::tuple<std::vector<rung::client_id>, std::vector<rung::retail_event>,
                   std::vector<rung::retail_event>, std::vector<std::pair<rung::client_id, rung::event_id>>,
                   std::vector<move>, rung::decided_client>;
    std::vector<history> histories{};
    friend bool operator==(seen_base const&, seen_base const&) = default;
};

template <class Base>
seen_base look_at(Base const& base) {
    seen_base s;
    base.each([&](auto const& view) {
        s.people.emplace_back(view.id(), view.decided_client());
        s.next.push_back(view.next_change());
    });
    for (rung::client_id id = 0; id <= clients; ++id) {
        auto const view = base.find(id);
        s.leaders.push_back(view ? view->id() : 0);
    }
    s.census = base.census();
    s.erased = base.erased();
    if constexpr (requires { base.history(); }) {
        s.settled_until = base.settled_until();
        s.held = base.held_aside();
        base.each_held_aside([&](auto const& e) { s.held_aside.push_back(e); });
        for (rung::client_id id = 0; id <= clients; ++id) {
            auto h = base.export_client(id);
            if (!h) continue;
            std::vector<std::pair<rung::client_id, rung::event_id>> taken_back;
            for (auto const& name : h->taken_back) taken_back.emplace_back(name.client, name.id);
            s.histories.emplace_back(h->ids, h->events, h->held_aside, taken_back, h->moves, h->client);
        }
    }
    return s;
}

/// What those who count the moves of a base know.
struct counts {
    rung::insight::funnel<> funnel{};
    std::vector<std::vector<std::int64_t>> flow;
    std::int64_t people = 0;

    counts() : flow(rung::max_places, std::vector<std::int64_t>(rung::max_places)) {}
    template <class Ladder>
    void operator()(rung::named_transition<Ladder> const& t) {
        funnel(t);
        ++flow[rung::index_of(t.from)][rung::index_of(t.to)];
    }
    template <class Ladder>
    void withdrawn(rung::named_transition<Ladder> const& t) {
        funnel.withdrawn(t);
        --flow[rung::index_of(t.from)][rung::index_of(t.to)];
    }
    void joined(rung::client_id id, rung::instant at) {
        funnel.joined(id, at);
        ++people;
    }
    void left(rung::client_id id) {
        funnel.left(id);
        --people;
    }
    friend bool operator==(counts const&, counts const&) = default;
};

inline std::string text(counts const& c) {
    auto out = std::to_string(c.people) + " people, funnel";
    for (std::size_t i = 0; i < 8; ++i)
        out += " " + std::to_string(c.funnel.reached(rung::stage_at<rung::stage_id>(i)));
    for (std::size_t from = 0; from < 10; ++from)
        for (std::size_t to = 0; to < 10; ++to)
            if (c.flow[from][to] != 0)
                out += ", " + std::to_string(from) + " to " + std::to_string(to) + ": " +
                       std::to_string(c.flow[from][to]);
    return out + "\n";
}

}  // namespace bases
