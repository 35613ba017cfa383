// Attribution, activity and retention of random logs, against counts from the raw events in the most obvious
// code; and whatever the order, the parts, what comes late and what is taken back.

#include "catch.hpp"
#include "insight/followed.hpp"
#include "insight/lives.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/activity.hpp>
#include <rung/insight/attribution.hpp>
#include <rung/insight/by.hpp>
#include <rung/insight/retention.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

using namespace rung::literals;
using rung::event_kind;
using rung::retail_event;
using rung::insight::activity;
using rung::insight::attribution;
using rung::insight::credit;
using rung::insight::kinds;
using rung::insight::life;
using rung::insight::model;
using rung::insight::period;
using rung::insight::periods;
using rung::insight::retained;
using rung::insight::retention;

namespace {

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }
constexpr auto last_day = day(100);

/// From low to high, without high; all alike likely from the first case on.
int any_from(int low, int high) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high)); }

/// Events of a few clients in a hundred days, some in the same second, each with an id of its own.
std::vector<retail_event> any_log() {
    std::vector<retail_event> out;
    auto const n = any_from(1, 25);
    auto const below = [](int end) { return static_cast<std::uint16_t>(any_from(0, end)); };
    for (int i = 1; i <= n; ++i) {
        auto const id = static_cast<rung::event_id>(i);
        rung::client_id const client = below(4) + 1u;
        auto const at = day(below(90)) + 6_hours * below(4);
        switch (below(6)) {
        case 0:
        case 1:
            out.push_back(rung::contact{.id = id, .client = client, .at = at, .channel = below(4)});
            break;
        case 2: out.push_back(rung::offer{.id = id, .client = client, .at = at, .channel = below(4)}); break;
        case 3: out.push_back(rung::loss{.id = id, .client = client, .at = at}); break;
        default:
            out.push_back(
                rung::purchase{.id = id, .client = client, .at = at, .amount = 1.00_money, .channel = 2});
        }
    }
    return out;
}

/// All that is asked here.
struct answers {
    attribution hooked{{.touches = rung::insight::retail_touches,
                        .from = day(5),
                        .lookback = 20_days,
                        .falls = true,
                        .losses = true,
                        .comebacks = true,
                        .excluded = {3}}};
    activity there{{.as_of = last_day, .periods = periods{period::week, 3_hours}}};
    retention triangle{{.as_of = last_day,
                        .periods = periods{period::week},
                        .begins = kinds{event_kind::purchase},
                        .active = kinds{event_kind::purchase, event_kind::contact}}};
    retention standing{{.as_of = last_day,
                        .periods = periods{period::month},
                        .own_periods = 10_days,
                        .reaching = rung::stage_id{1},
                        .at_least = rung::stage_id{1}}};

    void operator()(life const& l) {
        hooked(l);
        there(l);
        triangle(l);
        standing(l);
    }
    void take_out(life const& l) {
        hooked.take_out(l);
        there.take_out(l);
        triangle.take_out(l);
        standing.take_out(l);
    }
    answers& operator+=(answers const& b) {
        hooked += b.hooked;
        there += b.there;
        triangle += b.triangle;
        standing += b.standing;
        return *this;
    }
    friend bool operator==(answers const&, answers const&) = default;
};

template <class Base>
answers ask(Base const& base) {
    answers a;
    rung::insight::each_life(base, a);
    return a;
}

template <class Ladder>
auto base_of(Ladder const& ladder) {
    return rung::client_base{rung::lifecycle{ladder}, rung::history::kept{}};
}

/// A part of the log, in another order.
std::vector<retail_event> shuffled(std::vector<retail_event> log) {
    for (std::size_t i = log.size(); i > 1; --i)
        std::swap(log[i - 1], log[static_cast<std::size_t>(any_from(0, static_cast<int>(i)))]);
    return log;
}

}  // namespace

TEST_CASE(
    "insight: live, replayed, late, in batches, in parts: the same answers, and nothing taken back is left") {
    REQUIRE(rc::check("answers are a function of the set of events", [] {
        auto const log = any_log();
        auto whole = base_of(rung::ladders::loyalty());
        (void)whole.apply(log);
        whole.settle(last_day);
        auto const expected = ask(whole);

        auto live = base_of(rung::ladders::loyalty());
        rung::insight::lives seen{live};
        auto const mixed = shuffled(log);
        rung::history_report<std::remove_cvref_t<decltype(live.lifecycle())>> report;
        for (std::size_t i = 0; i < mixed.size(); i += 7) {
            auto const some = std::span{mixed}.subspan(i, std::min<std::size_t>(7, mixed.size() - i));
            rung::insight::apply(live, some, report, seen);
        }
        // Events that come, are taken back, and leave no trace.
        for (rung::event_id id = 1'000; id < 1'002; ++id) {
            rung::client_id const client = id % 4 + 1;
            retail_event const e =
                rung::purchase{.id = id, .client = client, .at = day(any_from(0, 90)), .amount = 1.00_money};
            rung::insight::apply(live, std::span{&e, 1}, report, seen);
            rung::insight::change(
                live, {client},
                [&] { RC_ASSERT(live.retract(client, id, report) == rung::retract_answer::done); }, seen);
        }
        (void)rung::insight::settle(live, last_day, seen);
        answers from_lives;
        seen.each(from_lives);
        RC_ASSERT(from_lives == expected);
        RC_ASSERT(ask(live) == expected);
        rung::insight::lives told{live};
        rung::insight::tell(live, told);
        RC_ASSERT(told == seen);

        // A base of facts, in order.
        auto in_order = log;
        std::ranges::sort(in_order, {}, [](retail_event const& e) { return std::pair{e.at, e.id}; });
        rung::client_base facts{rung::lifecycle{rung::ladders::loyalty()}};
        rung::insight::lives of_facts{facts};
        RC_ASSERT(facts.apply(in_order, of_facts).refused.empty());
        facts.settle(last_day, of_facts);
        RC_ASSERT(of_facts == seen);

        rung::sharded_base shards{base_of(rung::ladders::loyalty()), 3};
        (void)shards.apply(log);
        shards.settle(last_day);
        answers sum;
        shards.each_shard([&](auto const& shard) { sum += ask(shard); });
        RC_ASSERT(sum == expected);
        rung::insight::each_life(whole, [&](life const& l) { sum.take_out(l); });
        RC_ASSERT(sum == answers{});
    }));
}

TEST_CASE("attribution: the credits of each model and the untouched add up to the moves, and by group to the "
          "whole") {
    REQUIRE(rc::check("credits add up", [] {
        auto base = base_of(rung::ladders::loyalty());
        (void)base.apply(any_log());
        base.settle(last_day);
        auto const hooked = ask(base).hooked;
        std::int64_t moves = 0;
        rung::insight::each_life(base, [&](life const& l) {
            for (auto const& s : l.steps) moves += s.at >= day(5) ? 1 : 0;
        });
        RC_ASSERT(hooked.moves() == moves);
        for (std::size_t m = 0; m < rung::insight::model_count; ++m) {
            credit sum{hooked.untouched()};
            for (auto const channel : hooked.channels()) {
                RC_ASSERT(channel != 3 && channel != 0);
                sum += hooked.credited(static_cast<model>(m), channel);
            }
            RC_ASSERT(sum == credit{moves});
        }
        rung::insight::by groups{[](life const& l) { return l.client % 2; }, attribution{hooked.terms()}};
        rung::insight::each_life(base, groups);
        RC_ASSERT(groups.total() == hooked);
    }));
}

TEST_CASE("attribution: first and last touch are those of a naive look at the raw events") {
    REQUIRE(rc::check("first and last", [] {
        auto const log = any_log();
        auto base = base_of(rung::ladders::service());
        (void)base.apply(log);
        base.settle(last_day);
        std::map<std::uint16_t, std::int64_t> first, last;
        std::int64_t untouched = 0;
        for (rung::client_id id = 1; id <= 4; ++id) {
            auto const history = base.export_client(id);
            if (!history) continue;
            for (auto const& move : history->moves) {
                if (rung::index_of(move.to) < rung::index_of(move.from)) continue;
                // The event that made it is the last of its kind in its second.
                auto const* cause = static_cast<retail_event const*>(nullptr);
                for (auto const& e : history->events) {
                    if (e.at == move.at && static_cast<std::uint8_t>(e.kind) == move.kind) cause = &e;
                }
                RC_ASSERT(cause != nullptr);
                std::vector<std::uint16_t> touches;
                for (auto const& e : history->events) {
                    bool const is_touch = e.kind == event_kind::contact || e.kind == event_kind::offer;
                    if (is_touch && e.channel != 0 && e.at + 30_days >= move.at && &e <= cause)
                        touches.push_back(e.channel);
                }
                if (touches.empty()) {
                    ++untouched;
                } else {
                    ++first[touches.front()];
                    ++last[touches.back()];
                }
            }
        }
        attribution hooked{{.touches = rung::insight::retail_touches}};
        rung::insight::each_life(base, hooked);
        RC_ASSERT(hooked.untouched() == untouched);
        for (std::uint16_t channel = 1; channel < 4; ++channel) {
            auto const all = hooked.channels();
            if (!std::ranges::count(all, channel)) {
                RC_ASSERT(first[channel] + last[channel] == 0);
                continue;
            }
            RC_ASSERT(hooked.credited(model::first, channel) == credit{first[channel]});
            RC_ASSERT(hooked.credited(model::last, channel) == credit{last[channel]});
        }
    }));
}

TEST_CASE("retention: equals a naive count from raw events") {
    REQUIRE(rc::check("retention", [] {
        auto const log = any_log();
        auto const how = static_cast<retained>(any_from(0, 3));
        auto const window = static_cast<std::size_t>(any_from(1, 4));
        bool const every_time = any_from(0, 2) == 1;
        bool const own = any_from(0, 2) == 1;
        auto base = base_of(rung::ladders::loyalty());
        (void)base.apply(log);
        retention t{{.as_of = last_day,
                     .periods = periods{period::day, 3_hours},
                     .own_periods = own ? 1_days : 0_days,
                     .columns = 30,
                     .begins = kinds{event_kind::purchase},
                     .every_time = every_time,
                     .active = kinds{event_kind::contact},
                     .how = how,
                     .window = window}};
        rung::insight::each_life(base, t);

        auto const local_day = [](rung::instant at) { return (at.unix_seconds + 10'800) / 86'400; };
        auto const is_there = [&](rung::client_id id, rung::instant began, std::size_t k) {
            for (auto const& e : log) {
                if (e.client != id || e.kind != event_kind::contact || e.at < began) continue;
                auto const in = own ? (e.at.unix_seconds - began.unix_seconds) / 86'400
                                    : local_day(e.at) - local_day(began);
                if (how == retained::on            ? in == k
                    : how == retained::on_or_after ? in >= k
                                                   : in <= k && in + window > k)
                    return true;
            }
            return false;
        };
        std::map<std::uint32_t, std::map<rung::client_id, rung::instant>> cohorts;
        for (rung::client_id id = 1; id <= 4; ++id) {
            std::set<rung::instant> bought;
            for (auto const& e : log) {
                if (e.client == id && e.kind == event_kind::purchase) bought.insert(e.at);
            }
            for (auto const at : bought) {
                cohorts[local_day(at)].try_emplace(id, at);
                if (!every_time) break;
            }
        }
        RC_ASSERT(t.cohorts().size() == cohorts.size());
        for (auto const& [cohort, clients] : cohorts) {
            RC_ASSERT(t.size(cohort) == static_cast<std::int64_t>(clients.size()));
            for (std::size_t k = 0; k < 30; ++k) {
                rung::insight::retention_cell naive;
                for (auto const& [id, began] : clients) {
                    auto const over = own ? began.unix_seconds + 86'400 * (k + 1)
                                          : 86'400 * (local_day(began) + k + 1) - 10'800;
                    bool const is_ripe = over <= last_day.unix_seconds + 1;
                    ++(is_ripe ? naive.ripe : naive.unripe);
                    naive.retained += is_ripe && is_there(id, began, k) ? 1 : 0;
                }
                RC_ASSERT(t.at(cohort, k) == naive);
            }
        }
    }));
}

TEST_CASE("retention: at or above a rung equals where the base says that they stood") {
    REQUIRE(rc::check("standing", [] {
        auto const log = any_log();
        auto const ladder = rung::ladders::loyalty();
        auto base = base_of(ladder);
        (void)base.apply(log);
        base.settle(last_day);
        auto const rung_number = static_cast<std::uint8_t>(any_from(0, 4));
        retention t{{.as_of = last_day,
                     .periods = periods{period::week},
                     .columns = 6,
                     .begins = kinds::all(),
                     .at_least = rung::stage_id{rung_number}}};
        rung::insight::each_life(base, t);
        std::map<std::int64_t, std::map<std::size_t, rung::insight::retention_cell>> naive;
        for (rung::client_id id = 1; id <= 4; ++id) {
            auto const history = base.export_client(id);
            if (!history) continue;
            auto const first = history->events.front().at;
            auto const cohort = periods{period::week}.number(first);
            for (std::size_t k = 0; k < t.terms().columns; ++k) {
                auto& cell = naive[cohort][k];
                auto const over = periods{period::week}.begin(cohort + static_cast<std::int64_t>(k) + 1);
                if (over > last_day + 1_seconds) {
                    ++cell.unripe;
                    continue;
                }
                ++cell.ripe;
                auto const then = base.as_of(over - 1_seconds).find(id);
                RC_ASSERT(then.has_value());
                auto const place = rung::index_of(then->stage());
                cell.retained += place < ladder.stage_count() && place >= rung_number ? 1 : 0;
            }
        }
        for (auto const& [cohort, cells] : naive)
            for (auto const& [k, cell] : cells) RC_ASSERT(t.at(cohort, k) == cell);
    }));
}

TEST_CASE("lives: after any plan of late, merged, split and retracted events they are what the base has, and "
          "add up") {
    REQUIRE(rc::check(
        "lives", [] { followed::check_sums([](auto const& life) { return rung::insight::lives{life}; }); }));
}
