#pragma once

#include <rung/core/time.hpp>

#include <cstdint>

namespace rung {
inline namespace v0 {

/// A stretch of the calendar.
enum class period : std::uint8_t { day, week, month, quarter, year };

/// Where and how days, weeks and years begin. Days begin at midnight of a place so many minutes ahead of UTC
/// (330 in India, -300 in New York without summer time), weeks on a weekday from 0, Monday, years in a month
/// from 1.
struct calendar_rules {
    std::int16_t offset_minutes = 0;
    std::uint8_t week_start = 0;
    std::uint8_t year_start = 1;

    [[nodiscard]] constexpr bool is_sound() const noexcept {
        return offset_minutes > -1440 && offset_minutes < 1440 && week_start < 7 && year_start >= 1 &&
               year_start <= 12;
    }
    friend constexpr bool operator==(calendar_rules const&, calendar_rules const&) = default;
};

namespace detail {

// Days are numbered from 1970-01-01 and months from the year 0. The numbers of the other periods are of no
// meaning but their order.

[[nodiscard]] constexpr std::int64_t floor_of(std::int64_t n, std::int64_t by) noexcept {
    return n / by - (n % by < 0 ? 1 : 0);
}

/// The month and the day of it, from 0, of a day since the year 0 (after Neri and Schneider, whose years
/// begin in March: no divisions of 64 bits, no branches).
struct civil_day {
    std::int64_t month = 0;  // since the year 0
    std::int64_t day = 0;
};
[[nodiscard]] constexpr civil_day civil_of(std::int64_t day) noexcept {
    auto const quarters = 4 * static_cast<std::uint32_t>(day + 719'468) + 3;  // since 0000-03-01
    auto const century = quarters / 146'097;
    auto const of_century = std::uint64_t{2'939'745} * (quarters % 146'097 | 3);
    auto const year = 100 * century + static_cast<std::uint32_t>(of_century >> 32);
    auto const of_year = static_cast<std::uint32_t>(of_century & UINT32_MAX) / (2'939'745 * 4);
    auto const from_march = 2'141 * of_year + 132'377;
    return {std::int64_t{year} * 12 + (from_march >> 16), (from_march & 0xffff) / 2'141};
}
[[nodiscard]] constexpr std::int64_t first_day_of_month(std::int64_t month) noexcept {
    // From March of a year long ago, so that all windows begin after it.
    constexpr std::int64_t eras = 200;
    auto const from_march = static_cast<std::uint32_t>(month - 2 + eras * 4'800);
    auto const year = from_march / 12;
    auto const of_year = (153 * (from_march % 12) + 2) / 5;
    return std::int64_t{year * 365 + year / 4 - year / 100 + year / 400 + of_year} -
           (719'468 + eras * 146'097);
}

/// The local day of a second.
[[nodiscard]] constexpr std::int64_t day_of(calendar_rules const& c, std::uint32_t second) noexcept {
    return detail::floor_of(std::int64_t{second} + std::int64_t{c.offset_minutes} * 60, 86'400);
}
/// The first second of a local day, within what an instant can be.
[[nodiscard]] constexpr std::uint32_t begin_of_day(calendar_rules const& c, std::int64_t day) noexcept {
    return instant::from_unix(day * 86'400 - std::int64_t{c.offset_minutes} * 60).unix_seconds;
}

[[nodiscard]] constexpr std::int64_t period_of_day(period p, calendar_rules const& c,
                                                   std::int64_t day) noexcept {
    switch (p) {
    case period::day: return day;
    case period::week: return detail::floor_of(day + 3 - c.week_start, 7);  // 1970-01-01 was a Thursday
    case period::month: return detail::civil_of(day).month;
    case period::quarter: return detail::floor_of(detail::civil_of(day).month - (c.year_start - 1), 3);
    case period::year: return detail::floor_of(detail::civil_of(day).month - (c.year_start - 1), 12);
    }
    return 0;
}
[[nodiscard]] constexpr std::int64_t first_day_of(period p, calendar_rules const& c,
                                                  std::int64_t number) noexcept {
    switch (p) {
    case period::day: return number;
    case period::week: return number * 7 - 3 + c.week_start;
    case period::month: return detail::first_day_of_month(number);
    case period::quarter: return detail::first_day_of_month(number * 3 + (c.year_start - 1));
    case period::year: return detail::first_day_of_month(number * 12 + (c.year_start - 1));
    }
    return 0;
}

/// The first day on which something of `day` no longer counts if it counts for n periods from its own day on:
/// by months it ends on the same day of the month, or on the last that the month has.
[[nodiscard]] constexpr std::int64_t end_of_rolling(period p, std::int64_t n, std::int64_t day) noexcept {
    std::int64_t months = 0;
    switch (p) {
    case period::day: return day + n;
    case period::week: return day + 7 * n;
    case period::month: months = n; break;
    case period::quarter: months = 3 * n; break;
    case period::year: months = 12 * n; break;
    }
    auto const at = detail::civil_of(day);
    auto const first = detail::first_day_of_month(at.month + months);
    auto const last = detail::first_day_of_month(at.month + months + 1) - 1;
    return first + at.day < last ? first + at.day : last;
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
