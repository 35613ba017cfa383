#include "catch.hpp"
#include "insight/lives.hpp"
#include "ladders/golden.hpp"
#include "threads/last_words.hpp"

#include <rung/core/calendar.hpp>
#include <rung/insight/activity.hpp>
#include <rung/insight/periods.hpp>
#include <rung/insight/retention.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>
#include <rung/notation/values.hpp>

#include <map>
#include <string>
#include <vector>

using namespace rung::literals;
using rung::event_kind;
using rung::utc;
using rung::insight::activity;
using rung::insight::activity_counts;
using rung::insight::kinds;
using rung::insight::period;
using rung::insight::periods;
using rung::insight::retained;
using rung::insight::retention;
using rung::insight::retention_cell;
using rung::insight::weekday;

namespace {

constexpr rung::instant day(std::int64_t n) { return utc(2026, 1, 1) + 1_days * n; }

/// The lives that a golden file of events tells, those of aliases merged.
own_lives lives_in(std::vector<golden::row> const& rows, std::string const& of_case) {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    rung::history_report<std::remove_cvref_t<decltype(base.lifecycle())>> report;
    std::map<std::string, rung::client_id> numbers;
    auto const number = [&](std::string const& actor) {
        return numbers.try_emplace(actor, numbers.size() + 1).first->second;
    };
    for (auto const& r : rows) {
        if (r.at("case") != of_case) continue;
        auto const& text = r.at("actor");
        auto const actor = text.substr(0, text.find(' '));
        auto const at = rung::parse_instant(r.at("day"));
        REQUIRE(at);
        base.apply(
            std::vector<rung::retail_event>{rung::contact{.client = number(actor), .at = *at + 12_hours}},
            report);
        auto const alias = text.find("(alias of ");
        if (alias != std::string::npos) {
            auto const of = number(text.substr(alias + 10, text.size() - alias - 11));
            REQUIRE(base.merge(of, number(actor), report) == rung::merge_answer::done);
        }
    }
    REQUIRE(base.size() > 0);
    return copies(base);
}

own_life with_contacts(std::vector<rung::instant> const& at) {
    own_life l;
    for (auto const t : at) l.marks.push_back({rung::event_order::of(t, 0), 0, 0});
    return l;
}

}  // namespace

TEST_CASE("golden: lifecycle_posthog.csv, all rows: new, returning, resurrecting, dormant") {
    auto const events = golden::read("lifecycle_posthog_events.csv");
    auto const rows = golden::read("lifecycle_posthog.csv");
    if (events.empty() || rows.empty()) return;
    std::map<std::string, activity> found;
    for (std::string const of_case : {"base", "merged"}) {
        activity a{{.as_of = utc(2020, 2, 1), .periods = periods{period::day}}};
        for (auto const& [client, l] : lives_in(events, of_case)) a(l.view());
        found.emplace(of_case, a);
    }
    CHECK(found.at("merged").in(periods{period::day}.number(utc(2020, 1, 12))).active() == 1);
    for (auto const& r : rows) {
        INFO(r.at("case") << ": " << r.at("day") << " " << r.at("status"));
        auto const& a = found.at(r.at("case").rfind("merged", 0) == 0 ? "merged" : "base");
        auto const c = a.in(periods{period::day}.number(*rung::parse_instant(r.at("day"))));
        auto const& status = r.at("status");
        REQUIRE(
            (status == "new" || status == "returning" || status == "resurrecting" || status == "dormant"));
        auto const have = status == "new"            ? c.fresh
                          : status == "returning"    ? c.returning()
                          : status == "resurrecting" ? c.resurrecting
                                                     : -c.dormant;
        CHECK(have == std::stoll(r.at("expected_count")));
    }
}

TEST_CASE("golden: retention_posthog.csv, all rows: by day, week, month, and on or after") {
    auto const events = golden::read("retention_posthog_events.csv");
    auto const rows = golden::read("retention_posthog.csv");
    if (events.empty() || rows.empty()) return;
    auto const as_of = utc(2022, 1, 1);
    struct how {
        std::string events;
        periods of;
        rung::instant first_cohort;
        retained way = retained::on;
    };
    std::map<char, std::vector<how>> const hows{
        {'d', {{"day", periods{period::day}, utc(2020, 6, 10)}}},
        {'m', {{"month", periods{period::month}, utc(2020, 1, 1)}}},
        {'w',
         {{"week", periods{period::week, {}, weekday::sunday}, utc(2020, 6, 7)},
          {"week", periods{period::week}, utc(2020, 6, 8)}}},
        // The rows begin with the second day of the events.
        {'r', {{"rolling", periods{period::day}, utc(2020, 6, 11), retained::on_or_after}}},
    };
    std::map<std::string, own_lives> lives;
    for (std::string const of_case : {"day", "month", "week", "rolling"})
        lives[of_case] = lives_in(events, of_case);
    for (auto const& r : rows) {
        for (auto const& h : hows.at(r.at("interval")[0])) {
            INFO(r.at("interval") << ", cohort " << r.at("cohort_index") << ", period " << r.at("period"));
            retention t{{.as_of = as_of, .periods = h.of, .every_time = true, .how = h.way}};
            for (auto const& [client, l] : lives.at(h.events)) t(l.view());
            auto const cohort = h.of.number(h.first_cohort) + std::stoll(r.at("cohort_index"));
            auto const expected = std::stoll(r.at("expected"));
            if (t.size(cohort) == 0)
                CHECK(expected == 0);
            else
                CHECK(t.at(cohort, std::stoul(r.at("period"))).retained == expected);
        }
    }
}

TEST_CASE("periods: days, weeks, months, quarters and years at an offset") {
    constexpr auto t = utc(2026, 12, 31, 22, 30);
    for (auto const length : {period::day, period::week, period::month, period::quarter, period::year}) {
        for (auto const offset : {0_hours, 3_hours, rung::duration{-5 * 3'600}}) {
            periods const p{length, offset, weekday::sunday};
            auto const n = p.number(t);
            CHECK(p.begin(n) <= t);
            CHECK(t < p.begin(n + 1));
            CHECK(p.number(p.begin(n)) == n);
            CHECK(p.number(p.begin(n) - 1_seconds) == n - 1);
        }
    }
    CHECK(periods{period::year}.number(t) == 2026);
    CHECK(periods{period::year, 3_hours}.number(t) == 2027);
    CHECK(periods{period::month, 3_hours}.date(periods{period::month, 3_hours}.number(t)) ==
          rung::civil{.year = 2027});
    CHECK(periods{period::week}.date(periods{period::week}.number(t)) ==
          rung::civil{.year = 2026, .month = 12, .day = 28});
    CHECK(periods{period::quarter}.begin(periods{period::quarter}.number(t)) == utc(2026, 10, 1));
    CHECK(periods{period::week}.number(rung::instant::from_unix(1)) == 0);
    CHECK(last_words([] {
              (void)periods{period::day, 25_hours};
          }) ==
          "rung: an offset from UTC is less than a day, in whole minutes: 3_hours, duration{-18'000}\n");
}

TEST_CASE("activity: returning more, the same or less; nobody is dormant in a period that runs") {
    activity a{{.as_of = utc(2026, 5, 10)}};
    auto const l = with_contacts({utc(2026, 1, 1), utc(2026, 2, 1), utc(2026, 2, 2), utc(2026, 3, 1),
                                  utc(2026, 3, 5), utc(2026, 4, 1), utc(2026, 6, 1)});
    a(l.view());
    auto const month = [](unsigned m) { return periods{}.number(utc(2026, m, 1)); };
    CHECK(a.in(month(1)) == activity_counts{.fresh = 1});
    CHECK(a.in(month(2)) == activity_counts{.more = 1});
    CHECK(a.in(month(3)) == activity_counts{.same = 1});
    CHECK(a.in(month(4)) == activity_counts{.less = 1});
    CHECK(a.in(month(5)) == activity_counts{});
    CHECK(a.is_complete(month(4)));
    CHECK_FALSE(a.is_complete(month(5)));
    CHECK(a.in(month(3)).returning() == 1);
    activity later{{.as_of = utc(2026, 6, 1) - 1_seconds}};
    later(l.view());
    CHECK(later.is_complete(month(5)));
    CHECK(later.in(month(5)) == activity_counts{.dormant = 1});
    std::int64_t rows = 0;
    a.each([&](std::int64_t p, activity_counts const& c) { rows += p == month(1) + rows && c.active() < 2; });
    CHECK(rows == 5);
    CHECK(last_words([&] { (void)a.in(month(6)); }) ==
          "rung: a period that has not begun was asked for: running() is the last one\n");
    CHECK(last_words([] { activity const none{{}}; }) ==
          "rung: activity is counted up to an instant: activity_terms::as_of\n");
    CHECK(last_words([&] { later += a; }) == "rung: activities on different terms do not add up\n");
    a.take_out(l.view());
    CHECK(a == activity{{.as_of = utc(2026, 5, 10)}});
}

TEST_CASE("retention: an unripe cell is a state of its own, and averages are of ripe clients") {
    retention t{{.as_of = utc(2026, 4, 15), .columns = 4}};
    std::vector<own_life> const lives{
        with_contacts({utc(2026, 1, 5), utc(2026, 2, 5), utc(2026, 3, 5)}),
        with_contacts({utc(2026, 1, 9)}),
        with_contacts({utc(2026, 1, 9), utc(2026, 3, 9)}),
        with_contacts({utc(2026, 3, 9), utc(2026, 4, 9)}),
    };
    for (auto const& l : lives) t(l.view());
    auto const january = periods{}.number(utc(2026, 1, 1));
    CHECK(t.cohorts() == std::vector<std::int64_t>{january, january + 2});
    CHECK(t.size(january) == 3);
    CHECK(t.size(january + 1) == 0);
    CHECK(t.at(january, 0) == retention_cell{3, 3, 0});
    CHECK(t.at(january, 1) == retention_cell{1, 3, 0});
    CHECK(t.at(january, 2) == retention_cell{2, 3, 0});
    CHECK(t.at(january, 3) == retention_cell{0, 0, 3});  // April runs
    CHECK_FALSE(t.at(january, 3).share().known());
    CHECK(t.at(january + 2, 0) == retention_cell{1, 1, 0});
    CHECK(t.at(january + 2, 1) == retention_cell{0, 0, 1});  // was there, but the month is not over
    CHECK(t.pooled(0) == retention_cell{4, 4, 0});
    CHECK(t.pooled(1) == retention_cell{1, 3, 1});
    CHECK(t.pooled(1).share().n() == 3);
    CHECK(t.pooled(1).share().value() == 1.0 / 3);
    CHECK(last_words([&] { (void)t.at(january + 1, 0); }) ==
          "rung: nobody began in this period: cohorts() lists those in which anybody did\n");
    CHECK(last_words([&] { (void)t.at(january, 4); }) ==
          "rung: a period beyond the last column was asked for: retention_terms::columns\n");
    CHECK(last_words([&] { (void)t.pooled(4); }) ==
          "rung: a period beyond the last column was asked for: retention_terms::columns\n");
    for (auto const& l : lives) t.take_out(l.view());
    CHECK(t.cohorts().empty());
}

TEST_CASE("retention: 24-hour periods begin with the client") {
    auto const l = with_contacts({day(0) + 20_hours, day(1) + 21_hours, day(3) + 19_hours});
    retention calendar{{.as_of = day(4) + 1_hours, .periods = periods{period::day}, .columns = 5}};
    retention own{
        {.as_of = day(4) + 1_hours, .periods = periods{period::day}, .own_periods = 1_days, .columns = 5}};
    calendar(l.view());
    own(l.view());
    auto const cohort = periods{period::day}.number(day(0));
    auto const row = [&](retention const& t) {
        std::string out;
        for (std::size_t k = 0; k < 5; ++k) {
            auto const c = t.at(cohort, k);
            out += c.unripe != 0 ? '?' : c.retained != 0 ? 'x' : '.';
        }
        return out;
    };
    CHECK(row(calendar) == "xx.x?");
    CHECK(row(own) == "xxx??");  // the third 24 hours hold the last contact, the fourth are not over
    CHECK(calendar.terms().columns == 5);
}

TEST_CASE("retention: on k, on or after k, and rolling") {
    auto const l = with_contacts({day(0), day(2), day(5)});
    auto const row = [&](retained how, std::size_t window) {
        retention t{
            {.as_of = day(9), .periods = periods{period::day}, .columns = 8, .how = how, .window = window}};
        t(l.view());
        std::string out;
        for (std::size_t k = 0; k < 8; ++k) out += t.pooled(k).retained != 0 ? 'x' : '.';
        return out;
    };
    CHECK(row(retained::on, 1) == "x.x..x..");
    CHECK(row(retained::on_or_after, 1) == "xxxxxx..");
    CHECK(row(retained::rolling, 1) == "x.x..x..");
    CHECK(row(retained::rolling, 2) == "xxxx.xx.");
    CHECK(row(retained::rolling, 99) == "xxxxxxxx");
}

TEST_CASE("retention: cohorts of a rung reached, retained while they stand on it or above") {
    auto const ladder = rung::ladders::service();
    using rung::ladders::service_stage;
    rung::client_base base{rung::lifecycle{ladder}};
    rung::insight::lives seen{base};
    std::vector<rung::retail_event> events;
    for (std::int64_t n = 0; n < 3; ++n)
        events.push_back(rung::purchase{.client = 1, .at = day(10 * n), .amount = 1.00_money});
    events.push_back(rung::purchase{.client = 2, .at = day(3), .amount = 1.00_money});
    (void)base.apply(events, seen);
    base.settle(day(400), seen);
    retention t{{.as_of = day(400),
                 .columns = 12,
                 .reaching = ladder.place_of(service_stage::client),
                 .at_least = ladder.place_of(service_stage::client)}};
    seen.each(t);
    auto const january = periods{}.number(day(0));
    REQUIRE(t.cohorts() == std::vector<std::int64_t>{january});
    CHECK(t.size(january) == 1);
    // The first of the three purchases is 90 days old on 1 April, and then they are a buyer.
    std::string row;
    for (std::size_t k = 0; k < 6; ++k) row += t.at(january, k).retained != 0 ? 'x' : '.';
    CHECK(row == "xxx...");

    retention lowest{{.as_of = day(400),
                      .reaching = ladder.place_of(service_stage::potential),
                      .at_least = ladder.place_of(service_stage::buyer)}};
    seen.each(lowest);
    CHECK(lowest.at(january, 11) == retention_cell{2, 2, 0});
}

TEST_CASE("retention: an exit is above no rung") {
    rung::client_base base{rung::lifecycle{rung::ladders::loyalty()}};
    rung::insight::lives seen{base};
    (void)base.apply(
        std::vector<rung::retail_event>{rung::purchase{.client = 1, .at = day(0), .amount = 1.00_money},
                                        rung::loss{.client = 1, .at = day(40)},
                                        rung::purchase{.client = 1, .at = day(70), .amount = 1.00_money}},
        seen);
    auto const& ladder = base.lifecycle().ladder();
    retention t{{.as_of = day(200),
                 .columns = 5,
                 .reaching = ladder.place_of(rung::ladders::loyalty_stage::buyer),
                 .at_least = ladder.place_of(rung::ladders::loyalty_stage::buyer)}};
    seen.each(t);
    std::string row;
    for (std::size_t k = 0; k < 5; ++k) row += t.pooled(k).retained != 0 ? 'x' : '.';
    CHECK(row == "x.xxx");
}

TEST_CASE("retention: what cannot be asked is refused") {
    CHECK(last_words([] { retention const t{{}}; }) ==
          "rung: retention is counted up to an instant: retention_terms::as_of\n");
    CHECK(last_words([] { retention const t{{.as_of = day(1), .columns = 0}}; }) ==
          "rung: a retention has one column or more, a window of one period or more, and periods of some "
          "length\n");
    CHECK(last_words([] {
              retention const t{{.as_of = day(1), .reaching = rung::stage_id{1}, .every_time = true}};
          }) == "rung: a rung is reached for the first time once: every_time goes with events\n");
    CHECK(last_words([] {
              retention t{{.as_of = day(1)}};
              t += retention{{.as_of = day(2)}};
          }) == "rung: retentions on different terms do not add up\n");
}
