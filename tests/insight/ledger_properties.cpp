#include "catch.hpp"
#include "insight/followed.hpp"

#include <rung/insight/by.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/tell.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace {

using rung::insight::by;
using rung::insight::ledger;

struct costs {
    static constexpr rung::money goods(rung::retail_event const& e) noexcept {
        return rung::money{e.amount.minor_units / 3};
    }
    static constexpr rung::money to_serve(rung::retail_event const& e, rung::stage_id) noexcept {
        return rung::money{e.kind == rung::event_kind::contact ? 7 : 1};
    }
    static constexpr rung::money to_win(rung::retail_event const& e, rung::stage_id at) noexcept {
        return rung::money{at.index == 0 ? 5 + e.channel : 0};
    }
    static constexpr rung::money a_day(rung::stage_id at) noexcept { return rung::money{at.index}; }
};

auto const make = [](auto const& life) { return ledger{life, costs{}}; };

}  // namespace

TEST_CASE("the ledger is the same live, told at the end, and in parts") {
    CHECK(rc::check([] { followed::check_sums(make); }));
}

TEST_CASE("ledgers by first channel are the same live, told at the end, and in parts") {
    CHECK(rc::check([] {
        followed::check_sums([](auto const& life) {
            return by{rung::insight::first_channel{}, ledger{life, costs{}}};
        });
    }));
}

TEST_CASE("the ledger's days add up to the clients' days, and its money to theirs") {
    CHECK(rc::check([] {
        followed::plan(make, [](auto const& base, auto const& live, auto const&) {
            auto now = base.settled_until();
            std::int64_t seconds = 0, clients = 0, paid = 0, purchases = 0;
            base.each([&](auto const& view) {
                auto const all = *base.export_client(view.id());
                for (auto const& e : all.events) now = std::max(now, e.at);
            });
            std::vector<std::int64_t> climbs_and_falls(rung::max_places);
            base.each([&](auto const& view) {
                auto const all = *base.export_client(view.id());
                if (all.events.empty()) return;
                ++clients;
                seconds += (now - all.events.front().at).seconds;
                for (auto const& m : all.moves) ++climbs_and_falls[m.from.index];
                // A purchase that was wholly given back did not happen.
                auto history = all.events;
                std::vector<rung::retail_event> held;
                rung::detail::make_history<rung::retail>(history, held);
                for (auto const& e : history) {
                    purchases += e.kind == rung::event_kind::purchase ? 1 : 0;
                    paid += (e.kind == rung::event_kind::purchase ? 1 : -1) * e.amount.minor_units *
                            (e.kind == rung::event_kind::purchase || e.kind == rung::event_kind::refund);
                }
            });
            rung::insight::rung_account sum;
            for (auto const stage : base.lifecycle().ladder().places()) {
                auto const a = live.at(stage, now);
                RC_ASSERT(a.clients >= 0);
                RC_ASSERT(!a.seconds.is_negative());
                RC_ASSERT(a.climbs + a.falls + a.losses == climbs_and_falls[stage.index()]);
                RC_ASSERT(a.entries - a.climbs - a.falls - a.losses == a.clients);
                sum += a;
            }
            RC_ASSERT(sum.clients == clients);
            RC_ASSERT(sum.seconds.to_int64() == seconds);
            RC_ASSERT(sum.purchases == purchases);
            RC_ASSERT(sum.revenue.to_int64() == paid);
        });
    }));
}

TEST_CASE("a base of facts tells the ledger what a base that keeps history would") {
    CHECK(rc::check([] {
        auto const life = bases::random_life();
        if (!life) return;
        // In the order of the history; refunds that name a purchase count otherwise in a base of facts.
        auto events = bases::random_events(life->ladder().place_count(), true);
        std::erase_if(events, [](auto const& e) { return e.kind == rung::event_kind::refund; });
        std::stable_sort(events.begin(), events.end(),
                         [](auto const& a, auto const& b) { return a.at < b.at; });
        for (std::size_t i = 0; i < events.size(); ++i) events[i].id = i + 1;
        bases::facts_base facts{*life};
        auto live = make(*life);
        auto const report = facts.apply(std::span<rung::retail_event const>{events}, live);
        auto one_by_one = make(*life);
        bases::facts_base again{*life};
        for (auto const& e : events) (void)again.apply(e, one_by_one);
        RC_ASSERT(live == one_by_one);

        std::vector<rung::retail_event> taken;
        for (auto const& e : events) {
            if (std::find_if(report.refused.begin(), report.refused.end(),
                             [&](auto const& r) { return r.event == e; }) == report.refused.end())
                taken.push_back(e);
        }
        bases::kept_base kept{*life, rung::history::kept{}};
        (void)kept.apply(std::span<rung::retail_event const>{taken});
        if (kept.size() == 0) return;
        auto told = make(*life);
        rung::insight::tell(kept, told);
        RC_ASSERT(told == live);
    }));
}

TEST_CASE("as of an instant the ledger says what it said then") {
    CHECK(rc::check([] {
        auto const life = bases::random_life();
        if (!life) return;
        auto events = bases::random_events(life->ladder().place_count(), false);
        if (events.empty()) return;
        auto const at = events[events.size() / 2].at;
        bases::kept_base base{*life, rung::history::kept{}};
        (void)base.apply(std::span<rung::retail_event const>{events});
        auto then = make(*life);
        rung::insight::tell_until(base, at, then);
        auto const looked = base.as_of(at);
        for (auto const [stage, clients] : looked.census())
            RC_ASSERT(then.at(stage, at).clients == static_cast<std::int64_t>(clients));
    }));
}
