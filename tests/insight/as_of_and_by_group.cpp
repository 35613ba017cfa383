// Every accumulator that listens is asked as of an instant, and by group.

#include "base/crowds.hpp"
#include "catch.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/insight/activity.hpp>
#include <rung/insight/attribution.hpp>
#include <rung/insight/breaks.hpp>
#include <rung/insight/by.hpp>
#include <rung/insight/evaluations.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/flow_by_period.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/histories.hpp>
#include <rung/insight/ladder_clock.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/lives.hpp>
#include <rung/insight/referrals.hpp>
#include <rung/insight/retention.hpp>
#include <rung/insight/tell.hpp>
#include <rung/insight/waiting.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <vector>

namespace {

using namespace rung::literals;
namespace insight = rung::insight;
using kept_base = rung::client_base<crowds::life, rung::history::kept>;

struct told_world {
    kept_base base;
    std::vector<rung::retail_event> log{};  // in order
    rung::instant then{};                   // within it
};

std::optional<told_world> random_told_world() {
    auto const l = crowds::random_life();
    if (!l) return std::nullopt;
    told_world w{kept_base{*l, rung::history::kept{}}};
    w.log = crowds::random_log(l->ladder().place_count(), 3);
    // Ids that no two events of a client share: else it depends on the order which of them counts.
    rung::event_id id = 0;
    for (auto& e : w.log) {
        e.id = ++id;
        bool const is_touch = e.kind == rung::event_kind::contact || e.kind == rung::event_kind::offer;
        if (is_touch) e.channel = static_cast<std::uint16_t>(crowds::draw(1, 3));
        if (e.kind == rung::event_kind::referral)
            e.of = w.log[static_cast<std::size_t>(crowds::draw(0, std::ssize(w.log) - 1))].client;
    }
    std::stable_sort(w.log.begin(), w.log.end(), [](auto const& a, auto const& b) { return a.at < b.at; });
    (void)w.base.apply(std::span<rung::retail_event const>{w.log});
    w.then = rung::instant::from_unix(1'000'000 + crowds::draw(0, 150));
    if (crowds::chance(50)) (void)w.base.settle(w.then + rung::duration{crowds::draw(0, 90)});
    return w;
}

/// The base as it was then: nothing later is in it.
kept_base until_then(told_world const& w) {
    kept_base base{w.base.lifecycle(), rung::history::kept{}};
    std::vector<rung::retail_event> early;
    for (auto const& e : w.log)
        if (e.at <= w.then) early.push_back(e);
    (void)base.apply(std::span<rung::retail_event const>{early});
    (void)base.settle(w.then);
    return base;
}

/// As of an instant, and of each group as of its clients alone. `made(base)`: an empty one.
template <class Make>
void is_asked_both_ways(told_world const& w, kept_base const& early, Make const& made) {
    auto as_of = made(w.base), then = made(w.base);
    insight::tell_until(w.base, w.then, as_of);
    insight::tell(early, then);
    RC_ASSERT(as_of == then);

    auto all = made(w.base);
    insight::by groups{[](rung::client_id c) { return c % 3; }, made(w.base)};
    insight::tell(w.base, all, groups);
    RC_ASSERT(groups.total() == all);
    for (rung::client_id g = 0; g < 3; ++g) {
        auto alone = made(w.base);
        std::vector<rung::client_id> ids;
        w.base.each([&](auto const& view) {
            if (view.id() % 3 == g) ids.push_back(view.id());
        });
        insight::detail::tell_of<false>(w.base, ids, alone);
        auto const* const found = groups.find(g);
        bool const same = found != nullptr ? *found == alone : alone == made(w.base);
        RC_ASSERT(same);
    }
}

/// The same of one that is told lives, and has the instant in its terms.
template <class Make>
void is_asked_of_lives(told_world const& w, kept_base const& early, Make const& made) {
    auto as_of = made(w.then), then = made(w.then);
    insight::each_life(w.base, as_of);
    insight::each_life(early, then);
    RC_ASSERT(as_of == then);

    insight::by groups{[](insight::life const& l) { return l.client % 3; }, made(w.then)};
    insight::each_life(w.base, groups);
    RC_ASSERT(groups.total() == as_of);
    for (rung::client_id g = 0; g < 3; ++g) {
        auto alone = made(w.then);
        insight::each_life(w.base, [&](insight::life const& l) {
            if (l.client % 3 == g) alone(l);
        });
        auto const* const found = groups.find(g);
        bool const same = found != nullptr ? *found == alone : alone == made(w.then);
        RC_ASSERT(same);
    }
}

template <class Check>
void in_random_worlds(Check const& check) {
    CHECK(rc::check([&] {
        auto w = random_told_world();
        if (!w) return;
        RC_LOG() << worlds::text(w->log);
        check(*w, until_then(*w));
    }));
}

}  // namespace

TEST_CASE("each accumulator that listens can be asked as of an instant, and by group") {
    in_random_worlds([](told_world& w, kept_base const& early) {
        auto const check = [&](auto const& made) { is_asked_both_ways(w, early, made); };
        check([](auto const& b) { return insight::funnel{b}; });
        check([](auto const& b) { return insight::flow{b}; });
        check([](auto const& b) { return insight::flow_by_period{b, insight::periods{rung::period::day}}; });
        check([](auto const& b) { return insight::ledger{b}; });
        check([](auto const& b) { return insight::ladder_clock{b}; });
        check([](auto const&) { return insight::waiting{{.unit = 3_seconds, .bands = {5_seconds}}}; });
        check([](auto const&) {
            return insight::breaks{{.percent_of_gap = 120, .least_gaps = 1, .unit = 4_seconds}};
        });
        check([](auto const&) { return insight::evaluations{rung::stage_id{1}}; });
        check([](auto const& b) { return insight::lives{b}; });
    });
}

TEST_CASE("each accumulator that is told lives can be asked as of an instant, and by group") {
    in_random_worlds([](told_world& w, kept_base const& early) {
        (void)w.base.settle(w.then);  // so that time has moved everybody until then
        auto const check = [&](auto const& made) { is_asked_of_lives(w, early, made); };
        check([](rung::instant at) {
            return insight::attribution{{.touches = insight::retail_touches,
                                         .until = at,
                                         .lookback = 60_seconds,
                                         .half_life = 30_seconds,
                                         .falls = true}};
        });
        check([](rung::instant at) {
            return insight::activity{{.as_of = at, .periods = insight::periods{rung::period::day}}};
        });
        check([](rung::instant at) {
            return insight::retention{{.as_of = at, .own_periods = 20_seconds, .columns = 4}};
        });
        check([](rung::instant at) { return insight::referrals{{.as_of = at, .window = 30_seconds}}; });
    });
}
