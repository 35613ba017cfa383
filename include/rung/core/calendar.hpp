#pragma once

#include <rung/core/time.hpp>

#include <cstdint>

namespace rung {
inline namespace v0 {

/// A date and time of day in UTC, as people write it.
struct civil {
    int year = 1970;
    unsigned month = 1;  // 1 to 12
    unsigned day = 1;    // 1 to 31
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0;

    friend constexpr bool operator==(civil const&, civil const&) = default;
};

/// Days in a month of the proleptic Gregorian calendar.
[[nodiscard]] constexpr unsigned days_in_month(int year, unsigned month) noexcept {
    if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// Whether the fields name a real date and time of day.
[[nodiscard]] constexpr bool is_valid(civil const& c) noexcept {
    return c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= days_in_month(c.year, c.month) &&
           c.hour <= 23 && c.minute <= 59 && c.second <= 59;
}

/// The instant of a date and time of day in UTC; never() for one that does not exist. The algorithm counts
/// days in years that begin on 1 March, so that the leap day is the last one (Hinnant, "chrono-compatible
/// low-level date algorithms").
[[nodiscard]] constexpr instant to_instant(civil const& c) noexcept {
    if (!is_valid(c)) return instant::never();
    std::int64_t const y = std::int64_t{c.year} - (c.month <= 2 ? 1 : 0);
    std::int64_t const era = (y >= 0 ? y : y - 399) / 400;
    std::int64_t const year_of_era = y - era * 400;
    std::int64_t const day_of_year = (153 * (c.month > 2 ? c.month - 3 : c.month + 9) + 2) / 5 + c.day - 1;
    std::int64_t const day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    std::int64_t const days = era * 146'097 + day_of_era - 719'468;
    std::int64_t const hours = days * 24 + c.hour;
    std::int64_t const minutes = hours * 60 + c.minute;
    return instant::from_unix(minutes * 60 + c.second);
}

/// The date and time of day of an instant, in UTC.
[[nodiscard]] constexpr civil to_civil(instant t) noexcept {
    std::uint32_t const of_day = t.unix_seconds % 86'400;
    std::uint32_t const z = t.unix_seconds / 86'400 + 719'468;
    std::uint32_t const era = z / 146'097;
    std::uint32_t const day_of_era = z - era * 146'097;
    std::uint32_t const year_of_era =
        (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    std::uint32_t const day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    std::uint32_t const shifted_month = (5 * day_of_year + 2) / 153;
    civil c;
    c.day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    c.month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    c.year = static_cast<int>(year_of_era + era * 400) + (c.month <= 2 ? 1 : 0);
    c.hour = of_day / 3'600;
    c.minute = of_day / 60 % 60;
    c.second = of_day % 60;
    return c;
}

/// The instant of a date and time in UTC: `utc(2026, 1, 31)`, `utc(2026, 1, 31, 12, 30)`; never() for one
/// that does not exist, such as 30 February.
[[nodiscard]] constexpr instant utc(int year, unsigned month, unsigned day, unsigned hour = 0,
                                    unsigned minute = 0, unsigned second = 0) noexcept {
    return to_instant({year, month, day, hour, minute, second});
}

}  // namespace v0
}  // namespace rung
