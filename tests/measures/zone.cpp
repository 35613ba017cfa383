#include "../catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/measures/measured.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

// Days of places whose offset from UTC changes, against their definition, half an hour by half an hour.

namespace {

using rung::utc;

constexpr rung::zone_change berlin[] = {{utc(2023, 3, 26, 1), 120}, {utc(2023, 10, 29, 1), 60},
                                        {utc(2024, 3, 31, 1), 120}, {utc(2024, 10, 27, 1), 60},
                                        {utc(2025, 3, 30, 1), 120}, {utc(2025, 10, 26, 1), 60}};
// Clocks went back over midnight, as in Havana; and a whole day was left out, as in Samoa.
constexpr rung::zone_change havana[] = {{utc(2023, 3, 12, 5), -240},
                                        {utc(2023, 11, 5, 4, 0), -330},
                                        {utc(2024, 3, 10, 5), -240},
                                        {utc(2024, 11, 3, 4, 0), -330}};
constexpr rung::zone_change samoa[] = {{utc(2023, 12, 30, 10), 840}, {utc(2024, 4, 6, 14), 780}};

struct place {
    rung::zone_change const* changes;
    std::size_t size;
    std::int16_t before;
};
constexpr place places_of_zones[] = {{berlin, 6, 60}, {havana, 4, -300}, {samoa, 2, -600}};

rung::local_calendar calendar_of(place const& p) {
    rung::local_calendar c{rung::calendar_rules{p.before}};
    c.changes = p.changes;
    c.change_count = p.size;
    return c;
}

// The day of each half hour from 2023 to the middle of 2025: the latest local date so far.
constexpr std::uint32_t half = 1'800;
auto const start = utc(2023, 1, 1).unix_seconds;
std::vector<std::int64_t> days_by_definition(place const& p) {
    std::vector<std::int64_t> days;
    std::int64_t latest = 0;
    for (auto s = start; s < utc(2025, 7, 1).unix_seconds; s += half) {
        auto minutes = p.before;
        for (std::size_t i = 0; i < p.size; ++i) {
            if (p.changes[i].at.unix_seconds <= s) minutes = p.changes[i].offset_minutes;
        }
        latest = std::max(latest, (std::int64_t{s} + minutes * 60) / 86'400);
        days.push_back(latest);
    }
    return days;
}

enum class done : std::uint8_t { visit, sale };
struct event {
    rung::event_id id = 0;
    rung::client_id client = 1;
    rung::instant at;
    done kind{};
    std::uint32_t points = 0;
};
using shop = rung::event_model<event, &event::kind, &event::points>;
constexpr auto visit = shop::of(done::visit);
constexpr auto sale = shop::of(done::sale);
constexpr auto points = shop::field<&event::points>;

// The same measures twice: by the clocks of a place, and where each day is one of UTC.
constexpr auto sum_days = rung::sum(points).of(sale).in(3 * rung::calendar_day).named("sum_days");
constexpr auto sum_weeks = rung::sum(points).of(sale).in(2 * rung::calendar_week).ago(1).named("sum_weeks");
constexpr auto sum_months = rung::sum(points).of(sale).in(rung::calendar_month).named("sum_months");
constexpr auto sum_own = sum_months.since_first(visit).named("sum_own");
constexpr auto last_10 =
    rung::sum(points).of(sale).in(rung::last_days(10).with_room_for(10)).named("last_10");
constexpr auto last_month =
    rung::count(sale).in(rung::last_months(1).days_ago(3).with_room_for(31)).named("last_month");
constexpr auto days_20 = rung::days_with(visit).in(rung::last_days(20)).named("days_20");
constexpr auto in_a_row = rung::streak_of(rung::period::day, visit || sale).named("in_a_row");
constexpr auto limited = rung::sum(points).of(sale).at_most_a_day(500).named("limited");
constexpr auto heard = rung::count(visit).after_silence(rung::last_days(4), visit).named("heard");
using by_utc = rung::measured<sum_days, sum_weeks, sum_months, sum_own, last_10, last_month, days_20,
                              in_a_row, limited, heard>;

template <auto const& Zone, std::int16_t Before>
struct of_zone {
    template <class M>
    static constexpr M here(M const& m) {
        return m.at_offset(Before).in_zone(Zone);
    }
    static constexpr auto a = here(sum_days), b = here(sum_weeks), c = here(sum_months), d = here(sum_own),
                          e = here(last_10), f = here(last_month), g = here(days_20), h = here(in_a_row),
                          i = here(limited), j = here(heard);
};

template <class Zone>
using by_clocks =
    rung::measured<Zone::a, Zone::b, Zone::c, Zone::d, Zone::e, Zone::f, Zone::g, Zone::h, Zone::i, Zone::j>;

template <class Zone>
void check_windows(place const& p, std::uint32_t seed) {
    using there = by_clocks<Zone>;
    auto const days = days_by_definition(p);
    auto const at = [](std::size_t n) {
        return rung::instant::from_unix(std::int64_t{start} + static_cast<std::int64_t>(n) * half);
    };
    auto const noon = [&](std::size_t n) { return rung::instant::from_unix(days[n] * 86'400 + 43'200); };
    std::mt19937 random{seed};
    std::size_t changes = 0;
    for (int client = 0; client < 6; ++client) {
        typename there::facts f{};
        by_utc::facts g{};
        std::size_t n = random() % 10'000;
        for (int k = 0; k < 120 && n + 6'000 < days.size(); ++k) {
            event e{.at = at(n),
                    .kind = random() % 2 == 0 ? done::visit : done::sale,
                    .points = static_cast<std::uint32_t>(random() % 300)};
            there::fold(f, e);
            e.at = noon(n);
            by_utc::fold(g, e);
            auto const later = n + random() % 3'000;
            for (std::size_t m = 0; m < by_utc::size; ++m) {
                auto const here = static_cast<typename there::fact>(m);
                auto const plain = static_cast<by_utc::fact>(m);
                INFO(by_utc::vocabulary[m].name << " of client " << client << " after event " << k);
                auto const value = by_utc::read(g, plain, noon(later));
                CHECK(there::read(f, here, at(later)) == value);
                if (!by_utc::vocabulary[m].shrinks || (m + static_cast<std::size_t>(k)) % 5 != 0) continue;
                auto const flip = there::flips(f, here, value, value, at(later));
                auto const wanted = by_utc::flips(g, plain, value, value, noon(later));
                if (wanted == rung::instant::forever()) {
                    CHECK(flip == wanted);
                    continue;
                }
                auto const day = std::int64_t{wanted.unix_seconds} / 86'400;
                auto const begins = std::lower_bound(days.begin(), days.end(), day) - days.begin();
                if (static_cast<std::size_t>(begins) == days.size()) continue;
                ++changes;
                CHECK(flip == at(static_cast<std::size_t>(begins)));
            }
            n += random() % 150;
        }
    }
    CHECK(changes > 100);
}

}  // namespace

TEST_CASE("a day begins with the first instant of its date, however clocks change") {
    for (auto const& p : places_of_zones) {
        auto const c = calendar_of(p);
        REQUIRE(c.is_sound());
        auto const days = days_by_definition(p);
        bool same = true;
        for (std::size_t n = 0; n < days.size(); ++n) {
            auto const second = start + static_cast<std::uint32_t>(n) * half;
            same = same && rung::detail::day_of(c, second) == days[n] &&
                   rung::detail::day_of(c, second + half - 1) == days[n];
            if (n == 0 || days[n] == days[n - 1]) continue;
            // A day that is left out begins with the next.
            for (auto day = days[n - 1] + 1; day <= days[n]; ++day)
                same = same && rung::detail::begin_of_day(c, day) == second;
        }
        CHECK(same);
    }
    constexpr auto spring = rung::sum(points).of(sale).in(rung::calendar_day).at_offset(60).in_zone(berlin);
    constexpr auto day = std::int64_t{utc(2024, 3, 31).unix_seconds} / 86'400;
    CHECK(rung::detail::begin_of_day(spring.calendar, day) == utc(2024, 3, 30, 23).unix_seconds);
    CHECK(rung::detail::begin_of_day(spring.calendar, day + 1) == utc(2024, 3, 31, 22).unix_seconds);
}

TEST_CASE("windows go by the clocks of a place as they do by days of UTC") {
    check_windows<of_zone<berlin, 60>>(places_of_zones[0], 1);
    check_windows<of_zone<havana, -300>>(places_of_zones[1], 2);
    check_windows<of_zone<samoa, -600>>(places_of_zones[2], 3);
}

TEST_CASE("a zone is in the fingerprint, and its changes are in order") {
    constexpr rung::zone_change wrong[] = {{utc(2024, 10, 27, 1), 60}, {utc(2024, 3, 31, 1), 120}};
    constexpr rung::zone_change same[] = {{utc(2023, 12, 30, 10), 840}, {utc(2024, 4, 6, 14), 780}};
    static constexpr auto plain = sum_days.named("plain");
    static constexpr auto zoned = sum_days.in_zone(samoa).named("zoned");
    CHECK(rung::measured<plain>::fingerprint() != rung::measured<zoned>::fingerprint());
    CHECK(zoned.calendar == sum_days.in_zone(same).calendar);
    CHECK(rung::detail::is_sound(zoned));
    CHECK_FALSE(rung::detail::is_sound(sum_days.in_zone(wrong)));
}
