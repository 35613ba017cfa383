#include "insight/lives.hpp"
#include "catch.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/attribution.hpp>
#include <rung/insight/histories.hpp>
#include <rung/insight/lives.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>

#include <array>
#include <span>
#include <string>
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
    auto const report = base.apply(events, seen);
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
    CHECK(base.apply(events, seen).refused.empty());
    auto const l = copies(seen).at(1);
    REQUIRE(l.marks.size() == 2);
    CHECK(l.marks[0].channel == 0);
    CHECK(l.referrals.empty());
}

TEST_CASE(
    "lives: what came late, twice, in conflict, was taken back, given back or merged is as in the base") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    rung::insight::lives seen{base};
    rung::history_report<std::remove_cvref_t<decltype(base.lifecycle())>> report;
    auto const same = [&] {
        rung::insight::lives told{base};
        rung::insight::tell(base, told);
        CHECK(told == seen);
        CHECK(copies(seen) == copies(base));
    };
    auto const apply = [&](std::vector<rung::retail_event> const& events) {
        rung::insight::apply(base, events, report, seen);
        same();
    };
    apply({
        rung::purchase{.id = 2, .client = 1, .at = day(2), .amount = 1.00_money},
        rung::contact{.id = 1, .client = 1, .at = day(1), .channel = 2},
        rung::contact{.id = 1, .client = 1, .at = day(1), .channel = 2},
        rung::contact{.client = 1, .at = day(1), .channel = 5},
        rung::contact{.client = 1, .at = day(1), .channel = 5},
        rung::contact{.id = 1, .client = 2, .at = day(3), .channel = 2},
        rung::purchase{.id = 9, .client = 2, .at = day(3), .amount = 1.00_money},
    });
    CHECK(copies(seen).at(1).marks.size() == 4);
    apply({
        rung::contact{.id = 1, .client = 1, .at = day(1), .channel = 8},           // another channel
        rung::purchase{.id = 4, .client = 1, .at = day(0), .amount = 1.00_money},  // late
        rung::refund{.id = 5, .client = 1, .at = day(4), .amount = 1.00_money, .of = 2},
        rung::referral{.id = 3, .client = 2, .at = day(9), .by = 1},
    });
    CHECK(report.conflicts.size() == 1);
    CHECK(copies(seen).at(1).marks.size() == 4);  // what was given back as a whole had not been
    CHECK(copies(seen).at(2).referrals.size() == 1);
    (void)rung::insight::settle(base, day(400), seen);
    same();
    rung::insight::change(
        base, {1}, [&] { CHECK(base.retract(1, 4, report) == rung::retract_answer::done); }, seen);
    same();
    rung::insight::change(
        base, {1, 2}, [&] { CHECK(base.merge(1, 2, report) == rung::merge_answer::done); }, seen);
    same();
    CHECK(seen.size() == 1);
    CHECK(copies(seen).at(1).referrals.size() == 1);
    rung::insight::change(
        base, {1, 2}, [&] { CHECK(base.split(2, report) == rung::merge_answer::done); }, seen);
    same();
    CHECK(seen.size() == 2);
}

TEST_CASE("lives: parts add up to the whole, whoever heard of a client's moves and events") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    rung::insight::lives early{base}, late{base}, all{base};
    rung::history_report<std::remove_cvref_t<decltype(base.lifecycle())>> report;
    std::vector<rung::retail_event> const one{rung::referral{.id = 2, .client = 1, .at = day(2), .by = 9}};
    std::vector<rung::retail_event> const two{
        rung::contact{.id = 1, .client = 1, .at = day(1), .channel = 2},
        rung::purchase{.id = 3, .client = 4, .at = day(2), .amount = 1.00_money}};
    rung::insight::apply(base, one, report, early);
    rung::insight::apply(base, two, report, late);  // takes back what the other was told
    rung::insight::tell(base, all);
    CHECK_FALSE(late == all);
    auto sum = late;
    sum += early;
    CHECK(sum == all);
    early += late;
    CHECK(early == all);
    CHECK(all.bytes() > 0);
    sum.clear();
    CHECK(sum == rung::insight::lives{base});
}

TEST_CASE(
    "lives: who follows a base with history event by event keeps no more than there is, within a factor") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    rung::insight::lives seen{base};
    rung::history_report<std::remove_cvref_t<decltype(base.lifecycle())>> report;
    for (std::int64_t n = 1; n <= 200; ++n) {
        rung::retail_event const e =
            rung::contact{.id = static_cast<rung::event_id>(n), .client = 1, .at = day(n), .channel = 1};
        rung::insight::apply(base, std::span{&e, 1}, report, seen);
    }
    CHECK(copies(seen) == copies(base));
    CHECK(seen.bytes() < 500'000);  // 20,000 events were told and 19,900 taken back
}

TEST_CASE("lives: read from a base that was saved and restored, they are the same") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    rung::insight::lives seen{base};
    rung::history_report<std::remove_cvref_t<decltype(base.lifecycle())>> report;
    std::vector<rung::retail_event> events;
    for (std::int64_t n = 0; n < 60; ++n)
        events.push_back(rung::purchase{.id = static_cast<rung::event_id>(n + 1),
                                        .client = static_cast<rung::client_id>(n * n % 7),
                                        .at = day(n * 37 % 200),
                                        .amount = 1.00_money});
    rung::insight::apply(base, events, report, seen);
    (void)rung::insight::settle(base, day(500), seen);
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(base, sink, 0));
    rung::client_base again{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    REQUIRE(rung::restore(again, sink.bytes));
    rung::insight::lives told{again};
    rung::insight::tell(again, told);
    CHECK(told == seen);
    CHECK(copies(again) == copies(seen));
}

namespace {

/// A schema whose events have neither a channel nor a referrer.
struct visits {
    struct event {
        rung::event_id id = 0;
        rung::client_id client = rung::no_client;
        rung::instant at{};
    };
    struct facts {
        std::uint32_t count = 0;
    };
    enum class fact : std::uint8_t { count };
    static constexpr std::array<rung::word, 1> vocabulary{{{.name = "count", .falls = false}}};
    static constexpr void fold(facts& f, event const&) noexcept { ++f.count; }
    static constexpr std::int64_t read(facts const& f, fact, rung::instant) noexcept { return f.count; }
};
static_assert(!rung::insight::has_channel<visits::event>);
static_assert(!rung::insight::has_referrer<visits::event>);
static_assert(rung::insight::has_referrer<rung::retail_event>);

}  // namespace

TEST_CASE("lives: of any schema; without channels nothing is a touch") {
    constexpr auto count = rung::fact<visits, visits::fact::count>;
    constexpr auto life =
        rung::lifecycle{rung::basic_ladder<visits>{{.name = "new"}, {.name = "known", .enter = count >= 2}}};
    rung::client_base base{life};
    rung::insight::lives seen{base};
    (void)base.apply(std::vector<visits::event>{{1, 7, day(0)}, {2, 7, day(1)}}, seen);
    auto const l = copies(seen).at(7);
    CHECK(l.marks.size() == 2);
    CHECK(l.marks[0].channel == 0);
    CHECK(l.steps.size() == 1);
    rung::insight::attribution a{{.touches = rung::insight::kinds::all()}};
    seen.each(a);
    CHECK(a.moves() == 1);
    CHECK(a.untouched() == 1);
}
