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

// Not constexpr on purpose: the compiler stops there and prints the name.
inline void a_window_is_of_at_most_65535_periods() {}

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

/// The number of the period in which a second lies, and the first second of a period.
[[nodiscard]] constexpr std::int64_t period_of(period p, calendar_rules const& c,
                                               std::uint32_t second) noexcept {
    return detail::period_of_day(p, c, detail::day_of(c, second));
}
[[nodiscard]] constexpr std::uint32_t begin_of(period p, calendar_rules const& c,
                                               std::int64_t number) noexcept {
    return detail::begin_of_day(c, detail::first_day_of(p, c, number));
}

/// How long a period is if all are of one length; 0 otherwise.
[[nodiscard]] constexpr std::uint32_t length_of(period p) noexcept {
    return p == period::day ? 86'400 : p == period::week ? 7 * 86'400 : 0;
}
/// The first second so many periods after one begins.
[[nodiscard]] constexpr std::uint32_t begin_after(period p, calendar_rules const& c, std::uint32_t begin,
                                                  std::int64_t periods) noexcept {
    if (periods == 0) return begin;
    if (auto const length = detail::length_of(p); length != 0)
        return instant::from_unix(std::int64_t{begin} + periods * length).unix_seconds;
    return detail::begin_of(p, c, detail::period_of(p, c, begin) + periods);
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

/// Of what lasts a period from its own day on: how many days it has at least.
[[nodiscard]] constexpr std::int64_t least_days(period p) noexcept {
    switch (p) {
    case period::day: return 1;
    case period::week: return 7;
    case period::month: return 28;
    case period::quarter: return 89;
    case period::year: return 365;
    }
    return 0;
}

/// And at most, if it lasts n of them.
[[nodiscard]] constexpr std::int64_t most_days(period p, std::int64_t n) noexcept {
    switch (p) {
    case period::day: return n;
    case period::week: return 7 * n;
    case period::month: return n / 12 * 366 + n % 12 * 31;
    case period::quarter: return n / 4 * 366 + n % 4 * 92;
    case period::year: return 366 * n;
    }
    return 0;
}

/// The first day whose things still count on `today` if each counts for n periods: end_of_rolling turned
/// round.
[[nodiscard]] constexpr std::int64_t first_that_counts(period p, std::int64_t n,
                                                       std::int64_t today) noexcept {
    std::int64_t months = 0;
    switch (p) {
    case period::day: return today - n + 1;
    case period::week: return today - 7 * n + 1;
    case period::month: months = n; break;
    case period::quarter: months = 3 * n; break;
    case period::year: months = 12 * n; break;
    }
    auto const at = detail::civil_of(today);
    // Of the month n months ago, what came up to this day of the month is over, and all of it on the last day
    // of this month.
    auto const next = detail::first_day_of_month(at.month - months + 1);
    if (today + 1 == detail::first_day_of_month(at.month + 1)) return next;
    auto const day = detail::first_day_of_month(at.month - months) + at.day + 1;
    return day < next ? day : next;
}

}  // namespace detail

/// Over which time a measure looks.
struct window {
    enum class shape : std::uint8_t { ever, calendar, rolling };
    shape how = shape::ever;
    period each = period::day;
    std::uint16_t n = 1;
    /// A calendar window that many periods ago.
    std::uint8_t back = 0;
    /// A rolling window keeps so many days on which something happened.
    std::uint16_t room = 24;
    /// A rolling window leaves out what is younger than so many days.
    std::uint8_t young = 0;

    [[nodiscard]] constexpr bool given() const noexcept { return how != shape::ever; }

    /// The same span that many periods earlier: `calendar_year.ago(1)` is last year.
    [[nodiscard]] constexpr window ago(std::uint8_t periods) const noexcept {
        auto w = *this;
        w.back = periods;
        return w;
    }
    /// Of a rolling window: without what happened in the last so many days, today's included. An event counts
    /// from so many days after its own on, and as long as without this.
    [[nodiscard]] constexpr window days_ago(std::uint8_t days) const noexcept {
        auto w = *this;
        w.young = days;
        return w;
    }
    /// On how many different days of the window something may happen. An event for which there is no room is
    /// refused (refusal::full), so ask for enough: each takes eight bytes of a sum, four of a count.
    [[nodiscard]] constexpr window with_room_for(std::uint16_t days) const noexcept {
        auto w = *this;
        w.room = days;
        return w;
    }
    /// `3 * calendar_month`: the running month and the two before it.
    friend constexpr window operator*(std::uint16_t times, window w) noexcept {
        auto const periods = std::uint32_t{w.n} * times;
        if (periods > UINT16_MAX) detail::a_window_is_of_at_most_65535_periods();
        w.n = static_cast<std::uint16_t>(periods);
        return w;
    }
    friend constexpr bool operator==(window const&, window const&) = default;
};

/// The running day, week, month, quarter, year.
inline constexpr window calendar_day{.how = window::shape::calendar, .each = period::day};
inline constexpr window calendar_week{.how = window::shape::calendar, .each = period::week};
inline constexpr window calendar_month{.how = window::shape::calendar, .each = period::month};
inline constexpr window calendar_quarter{.how = window::shape::calendar, .each = period::quarter};
inline constexpr window calendar_year{.how = window::shape::calendar, .each = period::year};

/// Each event counts for so long from its own day on. What was bought on 2024-01-10 counts in
/// `last_months(12)` until 2025-01-10T00:00, on 2024-01-31 in `last_months(1)` until 2024-02-29T00:00.
[[nodiscard]] constexpr window last_days(std::uint16_t n) noexcept {
    return {.how = window::shape::rolling, .each = period::day, .n = n};
}
[[nodiscard]] constexpr window last_weeks(std::uint16_t n) noexcept {
    return {.how = window::shape::rolling, .each = period::week, .n = n};
}
[[nodiscard]] constexpr window last_months(std::uint16_t n) noexcept {
    return {.how = window::shape::rolling, .each = period::month, .n = n};
}
[[nodiscard]] constexpr window last_years(std::uint16_t n) noexcept {
    return {.how = window::shape::rolling, .each = period::year, .n = n};
}

}  // namespace v0
}  // namespace rung
