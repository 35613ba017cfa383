#include "../catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/measures/measured.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

// Windows, streaks and caps against their definitions, read off a plain list of events with the calendar of
// std::chrono, day by day.

namespace {

enum class what : std::uint8_t { visit, sale, redeem, loss };
struct event {
    rung::event_id id = 0;
    rung::client_id client = 1;
    rung::instant at;
    what kind{};
    std::uint8_t channel = 0;
    rung::money amount;
};
using shop = rung::event_model<event, &event::kind, &event::channel, &event::amount>;
constexpr auto visit = shop::of(what::visit);
constexpr auto sale = shop::of(what::sale);
constexpr auto redeem = shop::of(what::redeem);
constexpr auto loss = shop::of(what::loss);
constexpr auto channel = shop::field<&event::channel>;
constexpr auto amount = shop::field<&event::amount>;

using rung::period;

constexpr auto this_year = rung::sum(amount).of(sale).in(rung::calendar_year).named("this_year");
constexpr auto last_year = this_year.ago(1).named("last_year");
constexpr auto fiscal = rung::sum(amount).of(sale).in(rung::calendar_year).years_from(7).named("fiscal");
constexpr auto twelve = rung::sum(amount).of(sale).less(redeem).in(12 * rung::calendar_month).named("twelve");
constexpr auto rolling =
    rung::sum(amount).of(sale).less(redeem).in(rung::last_months(3).with_room_for(90)).named("rolling");
constexpr auto oldest = rung::sum(amount)
                            .of(sale)
                            .less(redeem)
                            .oldest_first()
                            .in(rung::last_days(40).with_room_for(40))
                            .at_offset(330)
                            .named("oldest");
constexpr auto rolling_count =
    rung::count(sale.where(channel == 2)).in(rung::last_weeks(5).with_room_for(35)).named("rolling_count");
constexpr auto weeks = rung::count(visit || sale).in(6 * rung::calendar_week).weeks_from(6).named("weeks");
constexpr auto long_ago =
    rung::count(visit).in(2 * rung::calendar_month).ago(2).at_offset(-480).named("long_ago");
constexpr auto days_100 = rung::days_with(visit).in(rung::last_days(100)).named("days_100");
constexpr auto days_2w =
    rung::days_with(visit || sale).in(rung::last_weeks(2)).at_offset(720).named("days_2w");
constexpr auto days_quarter =
    rung::days_with(visit || sale).in(2 * rung::calendar_quarter).at_offset(330).named("days_quarter");
constexpr auto since_loss =
    rung::sum(amount).of(sale).after(loss).in(8 * rung::calendar_week).named("since_loss");
constexpr auto months_in_a_row = rung::streak_of(period::month, sale).named("months_in_a_row");
constexpr auto days_in_a_row =
    rung::streak_of(period::day, visit).after(loss).at_offset(-300).named("days_in_a_row");
constexpr auto capped = rung::sum(amount).of(sale).at_most_a_day(6'000).named("capped");
constexpr auto capped_month =
    rung::sum(amount).of(sale).at_most_a_day(5'000).in(rung::calendar_month).named("capped_month");
constexpr auto capped_visits = rung::count(visit).at_most_a_day(2).named("capped_visits");
constexpr auto ripe = rung::sum(amount)
                          .of(sale)
                          .less(redeem)
                          .in(rung::last_months(2).days_ago(14).with_room_for(62))
                          .at_offset(330)
                          .named("ripe");
constexpr auto ripe_days =
    rung::days_with(visit || sale).in(rung::last_weeks(9).days_ago(20)).named("ripe_days");
// Periods that begin on the client's own day.
constexpr auto own_year = rung::sum(amount)
                              .of(sale)
                              .less(redeem)
                              .in(rung::calendar_year)
                              .since_first(visit)
                              .at_offset(330)
                              .named("own_year");
constexpr auto own_year_before = own_year.ago(1).named("own_year_before");
constexpr auto own_months =
    rung::count(visit || sale).in(3 * rung::calendar_month).since_first(sale).named("own_months");
constexpr auto own_quarter = rung::days_with(visit || sale)
                                 .in(2 * rung::calendar_quarter)
                                 .ago(1)
                                 .since_first(loss || redeem)
                                 .named("own_quarter");
constexpr auto own_weeks = rung::sum(amount)
                               .of(sale)
                               .after(loss)
                               .in(5 * rung::calendar_week)
                               .since_first(sale)
                               .at_offset(-480)
                               .named("own_weeks");
constexpr auto own_days =
    rung::days_with(visit).in(20 * rung::calendar_day).ago(3).since_first(visit).named("own_days");
constexpr auto heard_sum = rung::sum(amount)
                               .of(sale)
                               .less(redeem)
                               .after_silence(rung::last_months(1), sale || visit.where(channel == 1))
                               .at_offset(330)
                               .named("heard_sum");
constexpr auto heard_visits = rung::count(visit)
                                  .after(loss)
                                  .after_silence(rung::last_days(20), sale || visit.where(channel == 1))
                                  .named("heard_visits");

using table =
    rung::measured<this_year, last_year, fiscal, twelve, rolling, oldest, rolling_count, weeks, long_ago,
                   days_100, days_2w, days_quarter, since_loss, months_in_a_row, days_in_a_row, capped,
                   capped_month, capped_visits, heard_sum, heard_visits, ripe, ripe_days, own_year,
                   own_year_before, own_months, own_quarter, own_weeks, own_days>;
constexpr rung::measure_row const* rows[] = {
    &this_year,     &last_year,       &fiscal,        &twelve,    &rolling,      &oldest,
    &rolling_count, &weeks,           &long_ago,      &days_100,  &days_2w,      &days_quarter,
    &since_loss,    &months_in_a_row, &days_in_a_row, &capped,    &capped_month, &capped_visits,
    &heard_sum,     &heard_visits,    &ripe,          &ripe_days, &own_year,     &own_year_before,
    &own_months,    &own_quarter,     &own_weeks,     &own_days};

// The calendar of the standard library.
using std::chrono::sys_days;
sys_days local_day(rung::measure_row const& m, std::uint32_t second) {
    auto const local = std::chrono::sys_seconds{std::chrono::seconds{second}} +
                       std::chrono::minutes{m.calendar.offset_minutes};
    return std::chrono::floor<std::chrono::days>(local);
}
long month_of(sys_days d) {
    std::chrono::year_month_day const ymd{d};
    return static_cast<int>(ymd.year()) * 12L + static_cast<long>(static_cast<unsigned>(ymd.month())) - 1;
}
long period_of(rung::measure_row const& m, period each, sys_days d) {
    switch (each) {
    case period::day: return d.time_since_epoch().count();
    case period::week: {
        // the day on which the week began
        std::chrono::weekday const begins{(m.calendar.week_start + 1u) % 7u};
        auto const since = std::chrono::weekday{d} - begins;
        return (d - since).time_since_epoch().count() / 7;
    }
    case period::month: return month_of(d);
    case period::quarter: return (month_of(d) + 12 - m.calendar.year_start + 1) / 3;
    case period::year: return (month_of(d) + 12 - m.calendar.year_start + 1) / 12;
    }
    return 0;
}
sys_days end_of_rolling(rung::window const& w, sys_days d) {
    if (w.each == period::day) return d + std::chrono::days{w.n};
    if (w.each == period::week) return d + std::chrono::days{7 * w.n};
    std::chrono::year_month_day const ymd{d};
    auto const months = w.each == period::year ? 12 * w.n : w.each == period::quarter ? 3 * w.n : int{w.n};
    std::chrono::year_month const then =
        std::chrono::year_month{ymd.year(), ymd.month()} + std::chrono::months{months};
    auto const last = (then / std::chrono::last).day();
    return sys_days{then / (ymd.day() < last ? ymd.day() : last)};
}

// What is left of each event that counted.
struct entry {
    sys_days day;
    std::int64_t left = 0;
    long period = 0;
};
struct naive {
    rung::measure_row const* m = nullptr;
    std::vector<entry> entries{};
    sys_days capped_day{};
    std::int64_t given = 0;
    bool has_begun = false;
    sys_days began{};
    mutable std::vector<sys_days> begins{};  // of the second period of the client's own, the third...
    bool was_heard = false;
    sys_days heard{};

    bool matches(rung::clauses const& of, event const& e) const {
        for (std::size_t i = 0; i < of.size; ++i) {
            if ((of.any[i].kinds >> static_cast<unsigned>(e.kind) & 1) == 0) continue;
            bool all = true;
            for (auto const& t : of.any[i].tests) {
                auto const v = t.field == 1 ? std::int64_t{e.channel} : e.amount.minor_units;
                if (t.field != 0 && (v < t.low || v > t.high)) all = false;
            }
            if (all) return true;
        }
        return false;
    }
    bool counts(entry const& x, sys_days today, long this_period, bool with_later = false) const {
        switch (m->in.how) {
        case rung::window::shape::ever: return true;
        case rung::window::shape::rolling: {
            bool const ripe_already = x.day + std::chrono::days{m->in.young} <= today;
            return end_of_rolling(m->in, x.day) > today && (with_later || ripe_already);
        }
        case rung::window::shape::calendar: {
            auto const ago = this_period - x.period;
            return (with_later || ago >= m->in.back) && ago < m->in.back + m->in.n;
        }
        }
        return false;
    }
    // Of the client's own: how many have begun on the day so many periods after theirs.
    long period(sys_days d) const {
        if (m->in.how != rung::window::shape::calendar || (m->since.size != 0 && !has_begun)) return 0;
        if (m->since.size == 0) return period_of(*m, m->in.each, d);
        auto w = m->in;
        while (begins.empty() || begins.back() <= d) {
            w.n = static_cast<std::uint16_t>(begins.size() + 1);
            begins.push_back(end_of_rolling(w, began));
        }
        return std::upper_bound(begins.begin(), begins.end(), d) - begins.begin();
    }
    void take(event const& e) {
        auto const today = local_day(*m, e.at.unix_seconds);
        if (!has_begun && matches(m->since, e)) {
            has_begun = true;
            began = today;
        }
        if (m->since.size != 0 && !has_begun) return;
        if (is_silent(today) || matches(m->after, e)) entries.clear();
        if (matches(m->silence_of, e)) {
            was_heard = true;
            heard = today;
        }
        if (matches(m->less, e)) {
            auto amount_left = e.amount.minor_units;
            auto const this_period = period(today);
            auto const n = entries.size();
            for (std::size_t k = 0; k < n; ++k) {
                auto& x = entries[m->oldest_first ? k : n - 1 - k];
                if (!counts(x, today, this_period, true)) continue;
                auto const part = std::min(x.left, amount_left);
                x.left -= part;
                amount_left -= part;
            }
        }
        if (!matches(m->of, e)) return;
        std::int64_t v = m->what == rung::form::sum ? e.amount.minor_units : 1;
        if (m->a_day != 0) {
            if (capped_day != today) given = 0;
            capped_day = today;
            v = std::min(v, std::int64_t{m->a_day} - given);
            given += v;
        }
        entries.push_back({today, v, period(today)});
    }
    bool is_silent(sys_days today) const {
        return m->silence.given() && was_heard && end_of_rolling(m->silence, heard) <= today;
    }
    std::int64_t value(sys_days today) const {
        if (is_silent(today)) return 0;
        if (m->what == rung::form::streak) return streak(today);
        std::int64_t sum = 0;
        std::vector<sys_days> days;
        auto const this_period = period(today);
        for (auto const& x : entries) {
            if (!counts(x, today, this_period)) continue;
            sum += x.left;
            if (days.empty() || days.back() != x.day) days.push_back(x.day);
        }
        return m->what == rung::form::days ? static_cast<std::int64_t>(days.size()) : sum;
    }
    std::int64_t streak(sys_days today) const {
        auto at = period_of(*m, m->in.each, today);
        std::int64_t length = 0;
        bool first = true;
        for (auto i = entries.size(); i > 0;) {
            auto const p = period_of(*m, m->in.each, entries[--i].day);
            if (p < at - 1) break;
            if (first || p == at - 1) ++length;
            first = false;
            at = p;
        }
        return length;
    }
};

}  // namespace

TEST_CASE("windows show what their definitions say, now and later, and say when that changes") {
    std::mt19937_64 random{23};
    auto const roll = [&](std::uint64_t n) { return static_cast<std::int64_t>(random() % n); };
    std::size_t changes = 0;
    for (int client = 0; client < 10; ++client) {
        std::vector<naive> models;
        for (auto const* m : rows) models.push_back({.m = m});
        table::facts f{};
        auto now = rung::utc(2019, 1, 1) + rung::duration{roll(400 * 86'400)};
        auto const pace = 1 + roll(3) * 12;
        for (int i = 0; i < 45; ++i) {
            now = now + rung::duration{roll(static_cast<std::uint64_t>(pace) * 86'400)};
            auto const dice = roll(20);
            event const e{.at = now,
                          .kind = dice < 8    ? what::visit
                                  : dice < 16 ? what::sale
                                  : dice < 19 ? what::redeem
                                              : what::loss,
                          .channel = static_cast<std::uint8_t>(roll(4)),
                          .amount = rung::money{roll(4'000)}};
            REQUIRE(table::why_not(f, e) == rung::refusal::none);
            table::fold(f, e);
            for (auto& m : models) m.take(e);
            auto const later = now + rung::duration{roll(3) == 0 ? 0 : roll(200 * 86'400)};
            for (std::size_t k = 0; k < models.size(); ++k) {
                auto const& m = models[k];
                auto const fact = static_cast<table::fact>(k);
                INFO(m.m->name << " of client " << client << " after event " << i);
                CHECK(table::read(f, fact, now) == m.value(local_day(*m.m, now.unix_seconds)));
                CHECK(table::read(f, fact, later) == m.value(local_day(*m.m, later.unix_seconds)));
                if (!m.m->shrinks() || (i + static_cast<int>(k)) % 9 != 0) continue;
                // Which local day is the first on which the condition holds otherwise?
                auto const have = m.value(local_day(*m.m, later.unix_seconds));
                auto const low = roll(static_cast<std::uint64_t>(have) + 2);
                auto const high =
                    roll(2) == 0 ? 1'000'000'000 : low + roll(static_cast<std::uint64_t>(have) + 2);
                auto const is_in = [&](sys_days d) {
                    auto const v = m.value(d);
                    return low <= v && v <= high;
                };
                auto day = local_day(*m.m, later.unix_seconds);
                bool const before = is_in(day);
                int scanned = 0;
                while (scanned < 800 && is_in(day) == before) {
                    ++scanned;
                    day += std::chrono::days{1};
                }
                auto const flip = table::flips(f, fact, low, high, later);
                if (scanned == 800) {
                    CHECK(flip == rung::instant::forever());
                } else {
                    ++changes;
                    auto const begins = day - std::chrono::minutes{m.m->calendar.offset_minutes};
                    CHECK(
                        std::int64_t{flip.unix_seconds} ==
                        std::chrono::duration_cast<std::chrono::seconds>(begins.time_since_epoch()).count());
                }
            }
        }
    }
    CHECK(changes > 80);
}

TEST_CASE("a rolling window refuses what it has no room for, and says so") {
    static constexpr auto narrow =
        rung::sum(amount).of(sale).in(rung::last_days(10).with_room_for(2)).named("narrow");
    using small = rung::measured<narrow>;
    small::facts f{};
    auto const on = [](unsigned day) {
        return event{.at = rung::utc(2026, 5, day), .kind = what::sale, .amount = rung::money{100}};
    };
    small::fold(f, on(1));
    small::fold(f, on(3));
    CHECK(small::why_not(f, on(3)) == rung::refusal::none);  // the same day
    CHECK(small::why_not(f, on(4)) == rung::refusal::full);
    CHECK(small::why_not(f, on(11)) == rung::refusal::none);  // the first has left
    small::fold(f, on(11));
    CHECK(small::read(f, {}, rung::utc(2026, 5, 11)) == 200);
    // A sale of another channel begins anew, whatever was full.
    static constexpr auto of_channel = rung::count(sale)
                                           .after(sale.where(channel == 3))
                                           .in(rung::last_days(10).with_room_for(2))
                                           .named("of_channel");
    using anew = rung::measured<of_channel>;
    anew::facts g{};
    anew::fold(g, on(1));
    anew::fold(g, on(2));
    CHECK(anew::why_not(g, on(3)) == rung::refusal::full);
    auto begins = on(3);
    begins.channel = 3;
    REQUIRE(anew::why_not(g, begins) == rung::refusal::none);
    anew::fold(g, begins);
    CHECK(anew::read(g, {}, rung::utc(2026, 5, 3)) == 1);
    CHECK(small::may_be_full);
    CHECK(table::may_be_full);  // three months have up to 92 days
}

TEST_CASE("a rolling window refuses exactly what finds no room, and nothing that empties it first") {
    static constexpr auto few = rung::sum(amount)
                                    .of(visit || sale)
                                    .less(redeem)
                                    .after(loss || sale.where(channel == 3))
                                    .in(rung::last_days(20).with_room_for(3))
                                    .named("few");
    using small = rung::measured<few>;
    std::mt19937_64 random{31};
    std::size_t refused = 0;
    for (int client = 0; client < 20; ++client) {
        naive model{.m = &few};
        small::facts f{};
        auto now = rung::utc(2024, 2, 1);
        for (int i = 0; i < 100; ++i) {
            now = now + rung::duration{static_cast<std::int64_t>(random() % (5 * 86'400))};
            event const e{.at = now,
                          .kind = random() % 20 == 0 ? what::loss : static_cast<what>(random() % 3),
                          .channel = static_cast<std::uint8_t>(random() % 8),
                          .amount = rung::money{static_cast<std::int64_t>(random() % 100)}};
            auto const today = local_day(few, now.unix_seconds);
            std::vector<sys_days> days{today};
            for (auto const& x : model.entries) {
                if (model.counts(x, today, model.period(today))) days.push_back(x.day);
            }
            std::sort(days.begin(), days.end());
            auto const taken = std::unique(days.begin(), days.end()) - days.begin();
            bool const full = model.matches(model.m->of, e) && !model.matches(model.m->after, e) && taken > 3;
            CHECK((small::why_not(f, e) == rung::refusal::full) == full);
            if (full && ++refused != 0) continue;
            small::fold(f, e);
            model.take(e);
            CHECK(small::read(f, {}, now) == model.value(today));
        }
    }
    CHECK(refused > 50);
}
