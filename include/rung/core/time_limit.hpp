#pragma once

#include <rung/core/config.hpp>
#include <rung/core/period.hpp>

#include <concepts>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// How long something lasts that begins at an instant: a length of time, exact to the second, or a stretch of
/// the calendar, which ends when a day begins.
///
///     .grace = 30_days
///     .grace = rung::for_months(1)               // begun on 10 January, through 9 February
///     .grace = rung::until_end_of(rung::period::quarter)
///     .guaranteed = rung::until_end_of_next(rung::period::year).at_offset(180)
///
/// All stretches of the calendar in a ladder go by the same days, weeks and years.
struct time_limit {
    enum class shape : std::uint8_t {
        length,   ///< so many seconds; 0: none
        periods,  ///< so many periods from the day on which it begins
        end_of,   ///< to the end of the running period, or of the n-th after it
        review,   ///< to the next begin of a period; it may begin and end there
    };
    std::int64_t n = 0;  ///< seconds, or periods
    shape how = shape::length;
    period each = period::day;
    calendar_rules calendar{};

    constexpr time_limit() = default;
    constexpr time_limit(duration d) noexcept : n{d.seconds} {}
    template <detail::chrono_duration D>
    requires std::convertible_to<D, duration>
    constexpr time_limit(D d) noexcept : time_limit{duration{d}} {}
    template <class T>
    constexpr time_limit(T) requires detail::a_bare_number_is_no_length_of_time_write_90_days<T>
    = delete;
    constexpr time_limit(shape s, std::int64_t count, period p) noexcept : n{count}, how{s}, each{p} {}

    /// Days begin at midnight of a place so many minutes ahead of UTC; weeks on a weekday from 0, Monday;
    /// years in a month from 1.
    [[nodiscard]] constexpr time_limit at_offset(std::int16_t minutes) const noexcept {
        auto l = *this;
        l.calendar.offset_minutes = minutes;
        return l;
    }
    [[nodiscard]] constexpr time_limit weeks_from(std::uint8_t weekday) const noexcept {
        auto l = *this;
        l.calendar.week_start = weekday;
        return l;
    }
    [[nodiscard]] constexpr time_limit years_from(std::uint8_t month) const noexcept {
        auto l = *this;
        l.calendar.year_start = month;
        return l;
    }

    /// Whether there is any.
    [[nodiscard]] constexpr bool given() const noexcept { return n != 0 || how != shape::length; }
    [[nodiscard]] constexpr bool by_calendar() const noexcept { return how != shape::length; }
    [[nodiscard]] constexpr bool is_sound() const noexcept {
        if (how == shape::length) return n >= 0;
        auto const least = how == shape::periods ? 1 : 0;
        auto const most = how == shape::periods ? 65'535 : how == shape::end_of ? 1 : 0;
        return n >= least && n <= most && calendar.is_sound();
    }

    /// When it is over if it begins at an instant.
    [[nodiscard]] RUNG_NO_INLINE constexpr instant end(instant at) const noexcept {
        if (how == shape::length || !at.is_moment()) return at + duration{n};
        auto const day = detail::day_of(calendar, at.unix_seconds);
        auto last = detail::end_of_rolling(each, n, day);
        if (how != shape::periods) {
            auto const now = detail::period_of_day(each, calendar, day);
            last = detail::first_day_of(each, calendar, now + n + 1);
            auto const first = detail::first_day_of(each, calendar, now);
            if (how == shape::review && detail::begin_of_day(calendar, first) == at.unix_seconds) return at;
        }
        return instant::from_unix(std::int64_t{detail::begin_of_day(calendar, last)});
    }

    /// A sound limit as one number: seconds as they are, stretches of the calendar below zero.
    [[nodiscard]] constexpr std::int64_t code() const noexcept {
        if (how == shape::length) return n;
        auto const to = static_cast<std::int64_t>(how) << 3 | static_cast<std::int64_t>(each);
        auto const days = std::int64_t{calendar.offset_minutes} + 1'440;
        return -(to << 35 | n << 19 | days << 7 | std::int64_t{calendar.week_start} << 4 |
                 calendar.year_start);
    }
    [[nodiscard]] static constexpr time_limit from_code(std::int64_t code) noexcept {
        time_limit l;
        l.n = code;
        if (code >= 0) return l;
        code = -code;
        l.n = code >> 19 & 65'535;
        l.how = static_cast<shape>(code >> 38);
        l.each = static_cast<period>(code >> 35 & 7);
        l.calendar.offset_minutes = static_cast<std::int16_t>((code >> 7 & 4'095) - 1'440);
        l.calendar.week_start = static_cast<std::uint8_t>(code >> 4 & 7);
        l.calendar.year_start = static_cast<std::uint8_t>(code & 15);
        return l;
    }

    friend constexpr bool operator==(time_limit const&, time_limit const&) = default;
};

/// So many days, weeks, months or years, from the day of the calendar on which it begins: 12 months from 10
/// January on are over with 9 January, one month from 31 January on with 27 February, or 28 in a leap year.
[[nodiscard]] constexpr time_limit for_days(std::uint16_t n) noexcept {
    return {time_limit::shape::periods, n, period::day};
}
[[nodiscard]] constexpr time_limit for_weeks(std::uint16_t n) noexcept {
    return {time_limit::shape::periods, n, period::week};
}
[[nodiscard]] constexpr time_limit for_months(std::uint16_t n) noexcept {
    return {time_limit::shape::periods, n, period::month};
}
[[nodiscard]] constexpr time_limit for_years(std::uint16_t n) noexcept {
    return {time_limit::shape::periods, n, period::year};
}
/// To the end of the running day, week, month, quarter or year; of the one after it.
[[nodiscard]] constexpr time_limit until_end_of(period p) noexcept {
    return {time_limit::shape::end_of, 0, p};
}
[[nodiscard]] constexpr time_limit until_end_of_next(period p) noexcept {
    return {time_limit::shape::end_of, 1, p};
}
/// As a grace: who fails the rule to keep falls only when a day, week, month, quarter or year begins, and at
/// once if it begins then.
[[nodiscard]] constexpr time_limit review_each(period p) noexcept {
    return {time_limit::shape::review, 0, p};
}

}  // namespace v0
}  // namespace rung
