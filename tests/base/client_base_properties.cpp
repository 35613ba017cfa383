#include "catch.hpp"
#include "unmixed.hpp"

#include <rung/base/client_base.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <random>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include <rapidcheck.h>

namespace {

using namespace rung::literals;
using rung::instant;
using rung::retail_event;

std::int64_t draw(std::int64_t low, std::int64_t high) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::int64_t>(low, high + 1));
}

// With an exit that time alone opens, thresholds of seconds, and a grace: much moves.
constexpr auto loyalty = rung::ladders::loyalty({.patience = 20_seconds});
constexpr rung::lifecycle patient{loyalty, rung::ascent::leap{}, rung::descent::after{5_seconds}};
constexpr auto service = rung::ladders::service({.client_purchases = 2, .regular_within = 15_seconds});
constexpr rung::lifecycle plain{service};

/// Events of some clients in the order of time; some of them wrong, late or repeated.
std::vector<retail_event> random_log() {
    std::vector<retail_event> log;
    auto at = instant::from_unix(1'000'000);
    rung::event_id id = 0;
    auto const clients = draw(1, 8);
    auto const step = draw(0, 1) == 0 ? rung::client_id{1} : rung::client_id{1} << 40;
    for (auto n = draw(0, 60); n > 0; --n) {
        at = at + rung::duration{draw(0, 6)};
        auto const c = static_cast<rung::client_id>(draw(0, clients - 1)) * step;
        ++id;
        retail_event e;
        switch (draw(0, 9)) {
        case 0: e = rung::contact{.id = id, .client = c, .at = at, .awaits_answer = true}; break;
        case 1: e = rung::contact{.id = id, .client = c, .at = at, .by = rung::initiator::client}; break;
        case 2: e = rung::recommendation{.id = id, .client = c, .at = at}; break;
        case 3: e = rung::loss{.id = id, .client = c, .at = at}; break;
        case 4: e = rung::refund{.id = id, .client = c, .at = at, .amount = rung::money{draw(0, 9)}}; break;
        case 5: e = rung::evaluation{.id = id, .client = c, .at = at, .score = 7}; break;  // wrong
        case 6: e = rung::purchase{.id = id, .client = c, .at = at - 9_seconds}; break;    // often late
        default:
            e = rung::purchase{.id = id, .client = c, .at = at, .amount = rung::money{draw(0, 9)}};
            break;
        }
        log.push_back(e);
        if (draw(0, 9) == 9) log.push_back(e);  // repeated
    }
    return log;
}

template <class Stage>
struct observer {
    std::vector<rung::transition<Stage>> moves{};
    std::vector<std::pair<rung::client_id, instant>> newcomers{};

    void operator()(rung::transition<Stage> const& t) { moves.push_back(t); }
    void joined(rung::client_id id, instant at) { newcomers.emplace_back(id, at); }
    bool operator==(observer const&) const = default;
};

/// All that can be seen of a base.
template <class Base>
std::vector<std::pair<rung::client_id, rung::client>> contents(Base const& base) {
    std::vector<std::pair<rung::client_id, rung::client>> all;
    base.each([&](auto const& view) { all.emplace_back(view.id(), view.client()); });
    return all;
}

template <class Report>
void same_reports(Report const& a, Report const& b) {
    RC_ASSERT(a.applied == b.applied);
    RC_ASSERT(a.moves == b.moves);
    RC_ASSERT(a.refused.size() == b.refused.size());
    for (std::size_t i = 0; i < a.refused.size(); ++i) {
        RC_ASSERT(a.refused[i].event == b.refused[i].event);
        RC_ASSERT(a.refused[i].why == b.refused[i].why);
    }
}

template <class Base>
void census_is_a_recount(Base const& base) {
    std::map<std::size_t, std::uint64_t> counted;
    std::size_t clients = 0;
    base.each([&](auto const& view) {
        ++counted[rung::index_of(view.stage())];
        ++clients;
    });
    RC_ASSERT(base.size() == clients);
    RC_ASSERT(base.census().total() == clients);
    RC_ASSERT(base.census().size() == base.lifecycle().ladder().place_count());
    for (auto const& [stage, n] : base.census()) RC_ASSERT(n == counted[rung::index_of(stage)]);
}

template <class Lifecycle>
void any_split_is_the_same(Lifecycle const& l) {
    using base_type = rung::client_base<Lifecycle>;
    using seen = observer<typename Lifecycle::stage_type>;
    auto const log = random_log();
    std::span<retail_event const> const all{log};

    base_type whole{l};
    seen by_whole;
    auto const whole_report = whole.apply(all, by_whole);

    base_type single{l};
    seen by_single;
    typename base_type::report_type single_report;
    for (auto const& e : log) {
        auto const before = contents(single);
        auto const out = single.apply(e, by_single);
        if (out.answer() == rung::answer::refused) {
            single_report.refused.push_back({e, out.refusal()});
            RC_ASSERT(contents(single) == before);  // and no client was made
        } else {
            ++single_report.applied;
            single_report.moves += out.settled() + (out ? 1u : 0u);
        }
        census_is_a_recount(single);
    }

    base_type split{l, rung::ids::hashed{.seed = 12'345}};
    seen by_split;
    typename base_type::report_type split_report;
    for (std::size_t from = 0; from < log.size();) {
        auto const n = std::min(log.size() - from, static_cast<std::size_t>(draw(0, 20)));
        split_report += split.apply(all.subspan(from, n), by_split);
        from += n;
    }

    // From anywhere.
    std::vector<retail_event const*> pointers;
    for (auto const& e : log) pointers.push_back(&e);
    base_type pointed{l};
    seen by_pointed;
    same_reports(whole_report, pointed.apply(std::span<retail_event const* const>{pointers}, by_pointed));
    RC_ASSERT((by_whole == by_pointed));
    RC_ASSERT(contents(whole) == contents(pointed));

    same_reports(whole_report, single_report);
    same_reports(whole_report, split_report);
    RC_ASSERT((by_whole == by_single));
    RC_ASSERT((by_whole == by_split));
    RC_ASSERT(contents(whole) == contents(single));
    RC_ASSERT(contents(whole) == contents(split));
    RC_ASSERT(whole.census() == single.census());
    RC_ASSERT(whole.census() == split.census());

    // the report against a look at the log
    RC_ASSERT(whole_report.applied + whole_report.refused.size() == log.size());
    RC_ASSERT(whole_report.moves == by_whole.moves.size());
    std::uint64_t by_reason = 0;
    for (std::size_t r = 0; r < rung::refusal_count; ++r)
        by_reason += whole_report.count(static_cast<rung::refusal>(r));
    RC_ASSERT(by_reason == whole_report.refused.size());
    RC_ASSERT(whole_report.count(rung::refusal::none) == 0u);
    std::size_t next = 0;
    for (auto const& r : whole_report.refused) {
        while (next < log.size() && !(log[next] == r.event)) ++next;
        RC_ASSERT(next < log.size());
    }
    RC_ASSERT(by_whole.newcomers.size() == whole.size());

    // each client as if alone
    for (auto const& [id, client] : contents(whole)) {
        rung::client alone;
        for (auto const& e : log)
            if (e.client == id) l.apply(alone, e);
        RC_ASSERT(alone == client);
        RC_ASSERT(whole.find(id).has_value());
        RC_ASSERT(whole.find(id)->client() == client);
    }
}

/// A base of dense ids does what one of any ids does, and lists its clients in the order of their ids.
template <class Lifecycle>
void dense_ids_are_the_same(Lifecycle const& l) {
    using seen = observer<typename Lifecycle::stage_type>;
    auto log = random_log();
    auto const first = static_cast<rung::client_id>(draw(0, 1)) << 40;
    for (auto& e : log) e.client = first + (e.client < 8 ? e.client : e.client >> 40);
    auto const is_stray = [&](retail_event const& e) { return e.client >= first + 8; };
    std::vector<retail_event> strays;
    std::vector<retail_event> with_strays;
    for (auto const& e : log) {
        for (auto n = draw(0, 2); n > 1; --n) {
            strays.push_back(e);
            strays.back().client = first + static_cast<rung::client_id>(draw(8, 99));
            with_strays.push_back(strays.back());
        }
        with_strays.push_back(e);
    }

    rung::client_base any{l};
    rung::client_base dense{l, rung::ids::dense{.first = first, .count = 8}};
    seen by_any;
    seen by_dense;
    auto report = dense.apply(std::span{with_strays}, by_dense);
    std::vector<retail_event> refused_strays;
    for (auto const& r : report.refused) {
        if (r.why == rung::refusal::client) refused_strays.push_back(r.event);
    }
    RC_ASSERT((refused_strays == strays));
    std::erase_if(report.refused, [&](auto const& r) { return is_stray(r.event); });
    same_reports(any.apply(std::span{log}, by_any), report);
    auto const end = instant::from_unix(1'000'000 + draw(0, 400));
    RC_ASSERT(any.settle(end) == dense.settle(end));
    RC_ASSERT((by_any == by_dense));
    RC_ASSERT(any.census() == dense.census());
    census_is_a_recount(dense);
    auto expected = contents(any);
    std::sort(expected.begin(), expected.end(),
              [](auto const& a, auto const& b) { return a.first < b.first; });
    RC_ASSERT(contents(dense) == expected);

    auto const gone = first + static_cast<rung::client_id>(draw(0, 8));
    RC_ASSERT(any.erase(gone) == dense.erase(gone));
    RC_ASSERT(any.size() == dense.size());
    RC_ASSERT(any.erased() == dense.erased());
    RC_ASSERT(any.census() == dense.census());
    for (rung::client_id id = first; id < first + 9; ++id)
        RC_ASSERT(any.find(id).has_value() == dense.find(id).has_value());
}

/// Throws at one of the moves.
struct thrower {
    std::size_t at = 0;
    std::size_t seen = 0;
    void operator()(auto const&) {
        if (seen++ == at) throw seen;
    }
};

/// An observer that throws leaves the base as it does one by one: with all events before, and with that one.
template <class Lifecycle>
void throwing_is_the_same(Lifecycle const& l) {
    auto const log = random_log();
    auto const at = static_cast<std::size_t>(draw(0, 20));
    rung::client_base whole{l};
    rung::client_base single{l};
    bool whole_threw = false;
    bool single_threw = false;
    try {
        (void)whole.apply(std::span<retail_event const>{log}, thrower{at});
    } catch (std::size_t) {
        whole_threw = true;
    }
    try {
        thrower t{at};
        for (auto const& e : log) (void)single.apply(e, t);
    } catch (std::size_t) {
        single_threw = true;
    }
    RC_ASSERT(whole_threw == single_threw);
    RC_ASSERT(contents(whole) == contents(single));
    RC_ASSERT(whole.census() == single.census());
}

/// A log of more clients than are looked ahead at, woven, in runs, with newcomers throughout and decisions:
/// enough that the index and the records grow while events are looked up.
std::vector<retail_event> long_log() {
    std::vector<retail_event> log;
    auto const spread = draw(1, 400);
    bool const colliding = draw(0, 1) == 0;  // in the index, which mixes anew where they are enough
    auto at = instant::from_unix(1'000'000);
    rung::client_id client = 0;
    std::mt19937_64 generator{static_cast<std::uint64_t>(draw(0, 1'000'000))};
    auto const roll = [&](std::int64_t n) {
        return static_cast<std::int64_t>(generator() % static_cast<std::uint64_t>(n));
    };
    for (rung::event_id id = 1; id < 2'000; ++id) {
        at = at + rung::duration{roll(3)};
        auto const number = static_cast<rung::client_id>(roll(spread));
        if (roll(3) != 0) client = colliding ? unmixed(number) : number * 0x9e3779b97f4a7c15U;
        if (roll(50) == 0) client = generator();
        if (roll(40) == 0)
            log.push_back(rung::manual_decision{.id = id,
                                                .client = client,
                                                .at = at,
                                                .what = rung::decree::pin,
                                                .stage = rung::stage_id{1},
                                                .until = at + 9_seconds});
        else if (roll(20) == 0)
            log.push_back(rung::evaluation{.id = id, .client = client, .at = at, .score = 9});
        else if (roll(20) == 0)
            log.push_back(rung::purchase{.id = id, .client = client, .at = at - 60_seconds});
        else
            log.push_back(rung::purchase{.id = id, .client = client, .at = at, .amount = 0.05_money});
    }
    return log;
}

template <class Lifecycle>
void looking_ahead_is_the_same(Lifecycle const& l) {
    using seen = observer<typename Lifecycle::stage_type>;
    auto const log = long_log();
    rung::client_base whole{l};
    rung::client_base single{l};
    seen by_whole;
    seen by_single;
    auto const report = whole.apply(std::span{log}, by_whole);
    typename decltype(single)::report_type single_report;
    for (auto const& e : log) single_report += single.apply(std::span{&e, 1}, by_single);
    same_reports(report, single_report);
    RC_ASSERT((by_whole == by_single));
    RC_ASSERT(contents(whole) == contents(single));
    RC_ASSERT(whole.census() == single.census());
    for (auto const& [id, client] : contents(whole)) {
        RC_ASSERT(whole.find(id)->client() == client);
        RC_ASSERT(whole.find(id)->decided_client() == single.find(id)->decided_client());
    }
}

/// Settling in between changes neither the clients nor the moves of each; a late event may then be refused
/// that would have been taken, so that this log has none.
template <class Lifecycle>
void settling_is_the_same(Lifecycle const& l) {
    using base_type = rung::client_base<Lifecycle>;
    using seen = observer<typename Lifecycle::stage_type>;
    auto log = random_log();
    std::stable_sort(log.begin(), log.end(), [](auto const& a, auto const& b) { return a.at < b.at; });
    for (std::size_t i = 0; i < log.size(); ++i) log[i].id = i + 1;
    auto const end =
        (log.empty() ? instant::from_unix(1'000'000) : log.back().at) + rung::duration{draw(0, 60)};

    base_type lazy{l};
    seen by_lazy;
    std::uint64_t lazy_moves = lazy.apply(std::span<retail_event const>{log}, by_lazy).moves;
    lazy_moves += lazy.settle(end, by_lazy);

    base_type eager{l};
    seen by_eager;
    std::uint64_t eager_moves = 0;
    for (std::size_t i = 0; i < log.size(); ++i) {
        auto const out = eager.apply(log[i], by_eager);
        eager_moves += out.settled() + (out ? 1u : 0u);
        auto const next = i + 1 < log.size() ? log[i + 1].at : end;
        if (draw(0, 2) != 0) continue;
        auto const now = log[i].at + rung::duration{draw(0, (next - log[i].at).seconds)};
        eager_moves += eager.settle(now, by_eager);
        census_is_a_recount(eager);
        RC_ASSERT(eager.settle(now, by_eager) == 0u);
    }
    eager_moves += eager.settle(end, by_eager);

    RC_ASSERT(lazy_moves == eager_moves);
    RC_ASSERT(lazy_moves == by_lazy.moves.size());
    RC_ASSERT(contents(lazy) == contents(eager));
    RC_ASSERT(lazy.census() == eager.census());
    census_is_a_recount(lazy);
    // the moves of each client are the same, though the clients may take turns otherwise
    auto const by_client = [](auto moves) {
        std::stable_sort(moves.begin(), moves.end(),
                         [](auto const& a, auto const& b) { return a.client < b.client; });
        return moves;
    };
    RC_ASSERT((by_client(by_lazy.moves) == by_client(by_eager.moves)));
    RC_ASSERT((by_lazy.newcomers == by_eager.newcomers));
}

/// Ids by which somebody might want to make look-ups slow.
std::vector<std::pair<char const*, std::vector<rung::client_id>>> adversarial_ids(std::size_t n) {
    std::vector<std::pair<char const*, std::vector<rung::client_id>>> all;
    auto const make = [&](char const* name, auto id) {
        std::vector<rung::client_id> ids;
        for (std::size_t i = 0; i < n; ++i) ids.push_back(id(static_cast<std::uint64_t>(i)));
        all.emplace_back(name, std::move(ids));
    };
    make("one after another", [](auto i) { return i; });
    make("multiples of 64", [](auto i) { return i << 6; });
    make("multiples of 4096", [](auto i) { return i << 12; });
    make("multiples of 2 to the 20th", [](auto i) { return i << 20; });
    make("multiples of 2 to the 32nd", [](auto i) { return i << 32; });
    make("multiples of 2 to the 44th", [](auto i) { return i << 44; });
    make("multiples of the golden ratio", [](auto i) { return i * 0x9e3779b97f4a7c15U; });
    make("bits reversed", [](auto i) {
        std::uint64_t id = 0;
        for (unsigned bit = 0; bit < 64; ++bit) id |= (i >> bit & 1) << (63 - bit);
        return id;
    });
    make("low bits all set", [](auto i) { return i << 40 | 0xff'ffff'ffffU; });
    make("high bits all set", [](auto i) { return i | 0xffff'ffff'0000'0000U; });
    make("counting down from the greatest", [](auto i) { return rung::no_client - 1 - i; });
    make("the low half again in the high half", [](auto i) { return i << 32 | i; });
    make("bits in pairs", [](auto i) {
        std::uint64_t id = 0;
        for (unsigned bit = 0; bit < 18; ++bit) id |= (i >> bit & 1) * (std::uint64_t{3} << (3 * bit));
        return id;
    });
    return all;
}

instant first_seen(rung::client_id id) {
    return instant::from_unix(1'000'000 + static_cast<std::int64_t>(id % 97));
}

}  // namespace

TEST_CASE("client_base: one by one, in one span, in any split: the same") {
    REQUIRE(rc::check("any split, plain", [] { any_split_is_the_same(plain); }));
    REQUIRE(rc::check("any split, exits and graces", [] { any_split_is_the_same(patient); }));
    static constexpr auto held = patient;
    REQUIRE(rc::check("any split, bound", [] { any_split_is_the_same(rung::fixed<held>{}); }));
}

TEST_CASE("client_base: dense ids, the same") {
    REQUIRE(rc::check("dense ids, plain", [] { dense_ids_are_the_same(plain); }));
    REQUIRE(rc::check("dense ids, exits and graces", [] { dense_ids_are_the_same(patient); }));
}

TEST_CASE("client_base: an observer that throws, in a span and one by one: the same") {
    REQUIRE(rc::check("throwing, plain", [] { throwing_is_the_same(plain); }));
    REQUIRE(rc::check("throwing, exits and graces", [] { throwing_is_the_same(patient); }));
}

TEST_CASE("client_base: a long span that meets newcomers, runs and decisions, and one by one: the same") {
    REQUIRE(rc::check("long, plain", [] { looking_ahead_is_the_same(plain); }));
    REQUIRE(rc::check("long, exits and graces", [] { looking_ahead_is_the_same(patient); }));
}

TEST_CASE("client_base: settling at random instants changes nothing in the end") {
    REQUIRE(rc::check("settling, plain", [] { settling_is_the_same(plain); }));
    REQUIRE(rc::check("settling, exits and graces", [] { settling_is_the_same(patient); }));
}

TEST_CASE("client_base: nobody is there whose events were never taken") {
    REQUIRE(rc::check("nobody", [] {
        rung::client_base base{plain};
        auto const log = random_log();
        auto const report = base.apply(std::span<retail_event const>{log});
        std::set<rung::client_id> taken;
        auto refused = report.refused;
        for (auto const& e : log) {
            auto const it =
                std::find_if(refused.begin(), refused.end(), [&](auto const& r) { return r.event == e; });
            // the first of two equal ones was taken if only one of them was refused
            auto const equal = std::count(log.begin(), log.end(), e);
            auto const no =
                std::count_if(refused.begin(), refused.end(), [&](auto const& r) { return r.event == e; });
            if (it == refused.end() || no < equal) taken.insert(e.client);
        }
        for (auto const& e : log) RC_ASSERT(base.find(e.client).has_value() == (taken.count(e.client) != 0));
        RC_ASSERT(base.size() == taken.size());
        RC_ASSERT(!base.find(0xdead'beef).has_value());
    }));
}

TEST_CASE("client_base: look-ups stay right whatever the ids") {
    for (auto const& [name, ids] : adversarial_ids(20'000)) {
        INFO(name);
        rung::client_base base{plain};
        rung::event_id event = 0;
        for (auto const id : ids)
            REQUIRE(base.apply(rung::contact{.id = ++event, .client = id, .at = first_seen(id)}));
        REQUIRE(base.size() == ids.size());
        std::set<rung::client_id> const there(ids.begin(), ids.end());
        REQUIRE(there.size() == ids.size());
        std::size_t wrong = 0;
        for (auto const id : ids) {
            auto const view = base.find(id);
            if (!view || view->id() != id || view->since() != first_seen(id)) ++wrong;
            for (auto const near : {id + 1, id - 1, id ^ 0x8000'0000'0000'0000U}) {
                if (base.find(near).has_value() != (there.count(near) != 0)) ++wrong;
            }
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("client_base: no ids make look-ups slow") {
    // Counted, not timed: a look-up looks at one cache line of the index, and at another one for one id of
    // ten at the most. benchmarks/ has the times.
    constexpr std::size_t n = 200'000;
    for (auto const& [name, ids] : adversarial_ids(n)) {
        INFO(name);
        rung::id_index index;
        for (std::size_t i = 0; i < n; ++i) index.insert(ids[i], static_cast<std::uint32_t>(i));
        CHECK(index.all_ways() <= n / 10);
        CHECK(index.longest_way() <= 10);
    }
}
