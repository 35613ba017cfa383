#include "insight/lives.hpp"
#include "catch.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/histories.hpp>
#include <rung/insight/lives.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>

#include <span>
#include <vector>

using namespace rung::literals;
using rung::insight::way;

namespace {

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

}  // namespace

TEST_CASE("lives: events in order with kind and channel, moves with the way they went") {
    rung::client_base base{rung::lifecycle{rung::ladders::loyalty()}};
    rung::insight::lives seen{base};
    std::vector<rung::retail_event> const events{
        rung::contact{.id = 1, .client = 7, .at = day(0), .channel = 3},
        rung::purchase{.id = 2, .client = 7, .at = day(1), .amount = 5.00_money, .channel = 4},
        rung::loss{.id = 3, .client = 7, .at = day(2)},
        rung::purchase{.id = 4, .client = 7, .at = day(1), .amount = 5.00_money},  // late: refused
        rung::purchase{.id = 5, .client = 7, .at = day(4), .amount = 5.00_money},
        rung::purchase{.id = 5, .client = 7, .at = day(4), .amount = 5.00_money},  // repeated: refused
        rung::referral{.id = 6, .client = 7, .at = day(5), .by = 9},
    };
    auto const report = seen.apply(base, events);
    CHECK(report.refused.size() == 2);
    auto const all = copies(seen);
    REQUIRE(all.size() == 1);
    auto const& l = all.at(7);
    REQUIRE(l.marks.size() == 5);
    CHECK(l.marks[0].channel == 3);
    CHECK(l.marks[1].channel == 4);
    CHECK(l.marks[1].at() == day(1));
    CHECK(l.marks[2].kind == static_cast<std::uint8_t>(rung::event_kind::loss));
    CHECK(l.marks[3].at() == day(4));
    REQUIRE(l.steps.size() == 3);
    CHECK(l.steps[0].went == way::climb);
    CHECK(l.steps[1].went == way::loss);
    CHECK(l.steps[2].went == way::comeback);
    CHECK_FALSE(l.steps[1].to_at_least(0));
    CHECK(l.steps[2].to_at_least(1));
    REQUIRE(l.referrals.size() == 1);
    CHECK(l.referrals[0].by == 9);
    CHECK(seen.size() == 1);
}

TEST_CASE("lives: a decision's reason is no channel, and a referral that names nobody names nobody") {
    rung::client_base base{rung::lifecycle{rung::ladders::loyalty()}};
    rung::insight::lives seen{base};
    rung::place_number const place = rung::stage_id{1};
    std::vector<rung::retail_event> const events{
        rung::manual_decision{
            .client = 1, .at = day(0), .what = rung::decree::pin, .stage = place, .reason = 12},
        rung::referral{.client = 1, .at = day(1)},
    };
    CHECK(seen.apply(base, events).refused.empty());
    auto const l = copies(seen).at(1);
    REQUIRE(l.marks.size() == 2);
    CHECK(l.marks[0].channel == 0);
    CHECK(l.referrals.empty());
}

TEST_CASE("lives: what came late, twice, in conflict, was taken back or merged is as in the base") {
    for (auto const on_conflict : {rung::history::conflict::keep_first, rung::history::conflict::keep_last,
                                   rung::history::conflict::refuse}) {
        rung::client_base base{rung::lifecycle{rung::ladders::service()},
                               rung::history::kept{.on_conflict = on_conflict}};
        rung::insight::lives seen{base};
        std::vector<rung::retail_event> const first{
            rung::purchase{.id = 2, .client = 1, .at = day(2), .amount = 1.00_money},
            rung::contact{.id = 1, .client = 1, .at = day(1), .channel = 2},
            rung::contact{.id = 1, .client = 1, .at = day(1), .channel = 2},
            rung::contact{.client = 1, .at = day(1), .channel = 5},
            rung::contact{.client = 1, .at = day(1), .channel = 4},
            rung::contact{.id = 1, .client = 2, .at = day(3), .channel = 2},
            rung::purchase{.id = 9, .client = 2, .at = day(3), .amount = 1.00_money},
        };
        std::vector<rung::retail_event> const second{
            rung::contact{.id = 1, .client = 1, .at = day(1), .channel = 8},           // another channel
            rung::purchase{.id = 2, .client = 1, .at = day(5), .amount = 1.00_money},  // another day
            rung::purchase{.id = 4, .client = 1, .at = day(0), .amount = 1.00_money},
            rung::purchase{.id = 5, .client = 1, .at = day(2), .amount = 1.00_money},
            rung::referral{.id = 3, .client = 2, .at = day(9), .by = 1},
        };
        (void)seen.apply(base, first);
        auto const same = [&] {
            CHECK(copies(seen) == copies(base));
            CHECK(copies(rung::insight::lives_of(base)) == copies(base));
        };
        same();
        auto const report = seen.apply(base, second);
        CHECK((report.refused.size() == 2) == (on_conflict == rung::history::conflict::refuse));
        same();
        base.settle(day(400), seen);
        same();

        auto more = report;
        CHECK(base.retract(1, 4, more, seen) == rung::retract_answer::done);
        seen.taken_back(1, 4);
        CHECK(base.retract(2, 77, more, seen) == rung::retract_answer::awaited);
        seen.taken_back(2, 77);
        same();
        std::vector<rung::retail_event> const third{
            rung::purchase{.id = 4, .client = 1, .at = day(0), .amount = 1.00_money},
            rung::contact{.id = 77, .client = 2, .at = day(8), .channel = 1}};
        CHECK(seen.apply(base, third).refused.size() == 2);
        same();

        CHECK(base.merge(1, 2, more, seen) == rung::merge_answer::done);
        seen.merged(1, 2);
        CHECK(seen.size() == 1);
        same();
        (void)seen.apply(base, std::vector<rung::retail_event>{
                                   rung::contact{.id = 6, .client = 2, .at = day(1), .channel = 6}});
        same();
        CHECK(base.split(2, more, seen) == rung::merge_answer::done);
        seen.split(2);
        CHECK(seen.size() == 2);
        same();
    }
}

TEST_CASE("lives: parts add up to the whole, whoever heard of a client's moves and events") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    rung::insight::lives all{base}, early{base}, late{base};
    std::vector<rung::retail_event> const one{
        rung::purchase{.id = 2, .client = 1, .at = day(2), .amount = 1.00_money}};
    std::vector<rung::retail_event> const two{
        rung::contact{.id = 1, .client = 1, .at = day(1), .channel = 2},
        rung::purchase{.id = 3, .client = 4, .at = day(2), .amount = 1.00_money}};
    auto other = base;
    (void)early.apply(base, one);
    (void)late.apply(base, two);
    (void)all.apply(other, one);
    (void)all.apply(other, two);
    auto sum = late;
    sum += early;
    CHECK(copies(sum) == copies(all));
    CHECK(copies(sum) == copies(base));
    early += late;
    CHECK(copies(early) == copies(all));
    CHECK_FALSE(copies(late) == copies(all));
    CHECK(all.bytes() > 0);
}

TEST_CASE("lives: read from a base that was saved and restored, they are the same") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    rung::insight::lives seen{base};
    std::vector<rung::retail_event> events;
    for (std::int64_t n = 0; n < 60; ++n)
        events.push_back(rung::purchase{.id = static_cast<rung::event_id>(n + 1),
                                        .client = static_cast<rung::client_id>(n * n % 7),
                                        .at = day(n * 37 % 200),
                                        .amount = 1.00_money});
    (void)seen.apply(base, events);
    base.settle(day(500), seen);
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(base, sink, 0));
    rung::client_base again{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    REQUIRE(rung::restore(again, sink.bytes));
    CHECK(copies(rung::insight::lives_of(again)) == copies(seen));
}
