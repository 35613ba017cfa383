#include "catch.hpp"

#include <rung/core/calendar.hpp>

#include <chrono>
#include <cstdint>
#include <limits>

using rung::civil;
using rung::instant;
using rung::is_valid;
using rung::to_civil;
using rung::to_instant;
using rung::utc;

namespace {

static_assert(utc(1970, 1, 1) == instant::never());  // the epoch itself is "never"
static_assert(utc(1970, 1, 1, 0, 0, 1) == instant::from_unix(1));
static_assert(utc(2026, 1, 31, 12, 30, 45) == instant::from_unix(1'769'862'645));
static_assert(utc(2106, 2, 7, 6, 28, 14) == instant::from_unix(4'294'967'294));
static_assert(utc(2106, 2, 7, 6, 28, 15) == instant::forever());
static_assert(utc(1969, 12, 31, 23, 59, 59) == instant::never());
static_assert(utc(0, 1, 1) == instant::never());
static_assert(utc(-4'000, 3, 1) == instant::never());
static_assert(utc(9'999, 12, 31) == instant::forever());
static_assert(utc(std::numeric_limits<int>::max(), 12, 31, 23, 59, 59) == instant::forever());
static_assert(utc(std::numeric_limits<int>::min(), 1, 1) == instant::never());
static_assert(utc(std::numeric_limits<int>::max(), 2, 29) == instant::never());  // no such day
static_assert(!is_valid({2024, ~0u, 1}) && !is_valid({2024, 1, ~0u}) && !is_valid({2024, 1, 1, ~0u}));
static_assert(to_civil(instant::never()) == civil{});
static_assert(to_civil(instant::forever()) == civil{2106, 2, 7, 6, 28, 15});
static_assert(to_civil(instant::from_unix(1)) == civil{1970, 1, 1, 0, 0, 1});
static_assert(to_civil(utc(2000, 2, 29, 23, 59, 59)) == civil{2000, 2, 29, 23, 59, 59});

static_assert(rung::days_in_month(2000, 2) == 29 && rung::days_in_month(2100, 2) == 28);
static_assert(rung::days_in_month(2024, 2) == 29 && rung::days_in_month(2023, 2) == 28);

static_assert(is_valid({2024, 2, 29}) && !is_valid({2023, 2, 29}) && !is_valid({2100, 2, 29}));
static_assert(!is_valid({2024, 0, 1}) && !is_valid({2024, 13, 1}));
static_assert(!is_valid({2024, 1, 0}) && !is_valid({2024, 1, 32}) && !is_valid({2024, 4, 31}));
static_assert(is_valid({2024, 1, 1, 23, 59, 59}));
static_assert(!is_valid({2024, 1, 1, 24}) && !is_valid({2024, 1, 1, 0, 60}) &&
              !is_valid({2024, 1, 1, 0, 0, 60}));

civil by_chrono(instant t) {
    using namespace std::chrono;
    auto const point = sys_seconds{seconds{t.unix_seconds}};
    auto const day = floor<days>(point);
    year_month_day const date{day};
    hh_mm_ss const time{point - day};
    return {int{date.year()},
            unsigned{date.month()},
            unsigned{date.day()},
            static_cast<unsigned>(time.hours().count()),
            static_cast<unsigned>(time.minutes().count()),
            static_cast<unsigned>(time.seconds().count())};
}

}  // namespace

TEST_CASE("dates agree with std::chrono on each day of the range, at a different second of each") {
    std::int64_t wrong = 0;
    std::int64_t seen = 0;
    for (std::int64_t s = 1; s < 4'294'967'295; s += 86'399, ++seen) {
        auto const t = instant::from_unix(s);
        auto const c = to_civil(t);
        if (!(c == by_chrono(t)) || to_instant(c) != t || !is_valid(c)) ++wrong;
    }
    CHECK(seen == 49'711);
    CHECK(wrong == 0);
}

TEST_CASE("dates agree with std::chrono around each midnight of the range") {
    std::int64_t wrong = 0;
    for (std::int64_t day = 1; day * 86'400 < 4'294'967'295; ++day) {
        for (std::int64_t const s : {day * 86'400 - 1, day * 86'400}) {
            auto const t = instant::from_unix(s);
            if (!(to_civil(t) == by_chrono(t)) || to_instant(to_civil(t)) != t) ++wrong;
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("a month has the days that std::chrono gives it") {
    for (int y = 1'800; y <= 2'400; ++y) {
        for (unsigned m = 1; m <= 12; ++m) {
            auto const end = (std::chrono::year{y} / std::chrono::month{m} / std::chrono::last).day();
            REQUIRE(rung::days_in_month(y, m) == unsigned{end});
        }
    }
}

TEST_CASE("a date that does not exist is not an instant") {
    STATIC_REQUIRE(rung::utc(2026, 2, 29) == rung::instant::never());
    STATIC_REQUIRE(rung::utc(2026, 3, 0) == rung::instant::never());
    STATIC_REQUIRE(rung::utc(2026, 13, 1) == rung::instant::never());
    STATIC_REQUIRE(rung::utc(2026, 1, 1, 24) == rung::instant::never());
}
