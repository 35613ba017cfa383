#pragma once

#include <rung/core/period.hpp>
#include <rung/measures/zone.hpp>

#include <cstdint>

namespace rung {
inline namespace v0 {
namespace detail {

/// The number of the period in which a second lies, and the first second of a period.
template <class Calendar = calendar_rules>
[[nodiscard]] constexpr std::int64_t period_of(period p, Calendar const& c, std::uint32_t second) noexcept {
    return detail::period_of_day(p, c, detail::day_of(c, second));
}
template <class Calendar = calendar_rules>
[[nodiscard]] constexpr std::uint32_t begin_of(period p, Calendar const& c, std::int64_t number) noexcept {
    return detail::begin_of_day(c, detail::first_day_of(p, c, number));
}

// Not constexpr on purpose: the compiler stops there and prints the name.
inline void a_window_is_of_at_most_65535_periods() {}
inline void a_window_is_asked_as_of_at_most_255_periods_or_days_ago() {}
inline void a_window_has_room_for_at_most_65535_days() {}

/// A number as one of a narrower type, or what no measure can have instead.
template <class T>
[[nodiscard]] constexpr T narrowed(std::int64_t n, T otherwise) noexcept {
    auto const t = static_cast<T>(n);
    return std::int64_t{t} == n ? t : otherwise;
}
/// The same for a number of periods; of more than there can be a window has none.
[[nodiscard]] constexpr std::uint16_t periods_of_window(std::int64_t n) noexcept {
    if (n > UINT16_MAX) detail::a_window_is_of_at_most_65535_periods();
    return detail::narrowed<std::uint16_t>(n, 0);
}

/// How long a period is if all are of one length; 0 otherwise.
[[nodiscard]] constexpr std::uint32_t length_of(period p) noexcept {
    return p == period::day ? 86'400 : p == period::week ? 7 * 86'400 : 0;
}
/// How many of those are over after so many seconds: each divides by its own length, which the compiler
/// knows.
[[nodiscard]] constexpr std::uint32_t whole_periods(period p, std::uint32_t seconds) noexcept {
    return p == period::day ? seconds / 86'400 : seconds / (7 * 86'400);
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

/// The number of the period, from 0, in which a day lies if they begin on a day of one's own: the k-th begins
/// k periods after that, on the same day of the month or the last that the month has.
[[nodiscard]] constexpr std::int64_t own_period_of(period p, std::int64_t own, std::int64_t day) noexcept {
    std::int64_t months = 1;
    switch (p) {
    case period::day: return day - own;
    case period::week: return detail::floor_of(day - own, 7);
    case period::month: break;
    case period::quarter: months = 3; break;
    case period::year: months = 12; break;
    }
    auto const k = detail::floor_of(detail::civil_of(day).month - detail::civil_of(own).month, months);
    return detail::end_of_rolling(p, k, own) > day ? k - 1 : k;
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
    [[nodiscard]] constexpr window ago(std::int64_t periods) const noexcept {
        auto w = *this;
        w.back = w.as_of(periods);
        return w;
    }
    /// Of a rolling window: without what happened in the last so many days, today's included. An event counts
    /// from so many days after its own on, and as long as without this.
    [[nodiscard]] constexpr window days_ago(std::int64_t days) const noexcept {
        auto w = *this;
        w.young = w.as_of(days);
        return w;
    }
    /// On how many different days of the window something may happen. An event for which there is no room is
    /// refused (refusal::full), so ask for enough: each takes eight bytes of a sum, four of a count.
    [[nodiscard]] constexpr window with_room_for(std::int64_t days) const noexcept {
        auto w = *this;
        if (days > UINT16_MAX) detail::a_window_has_room_for_at_most_65535_days();
        w.room = detail::narrowed<std::uint16_t>(days, 0);
        return w;
    }
    /// `3 * calendar_month`: the running month and the two before it.
    friend constexpr window operator*(std::int64_t times, window w) noexcept {
        w.n = detail::periods_of_window(rung::multiply_saturated(times, w.n));
        return w;
    }
    friend constexpr bool operator==(window const&, window const&) = default;

private:
    // What is out of range leaves a window of no periods, of which no measure can be.
    constexpr std::uint8_t as_of(std::int64_t ago) noexcept {
        if (ago < 0 || ago > UINT8_MAX) {
            detail::a_window_is_asked_as_of_at_most_255_periods_or_days_ago();
            n = 0;
        }
        return detail::narrowed<std::uint8_t>(ago, 0);
    }
};

/// The running day, week, month, quarter, year.
inline constexpr window calendar_day{.how = window::shape::calendar, .each = period::day};
inline constexpr window calendar_week{.how = window::shape::calendar, .each = period::week};
inline constexpr window calendar_month{.how = window::shape::calendar, .each = period::month};
inline constexpr window calendar_quarter{.how = window::shape::calendar, .each = period::quarter};
inline constexpr window calendar_year{.how = window::shape::calendar, .each = period::year};

/// Each event counts for so long from its own day on. What was bought on 2024-01-10 counts in
/// `last_months(12)` until 2025-01-10T00:00, on 2024-01-31 in `last_months(1)` until 2024-02-29T00:00.
[[nodiscard]] constexpr window last_days(std::int64_t n) noexcept {
    return {.how = window::shape::rolling, .each = period::day, .n = detail::periods_of_window(n)};
}
[[nodiscard]] constexpr window last_weeks(std::int64_t n) noexcept {
    return {.how = window::shape::rolling, .each = period::week, .n = detail::periods_of_window(n)};
}
[[nodiscard]] constexpr window last_months(std::int64_t n) noexcept {
    return {.how = window::shape::rolling, .each = period::month, .n = detail::periods_of_window(n)};
}
[[nodiscard]] constexpr window last_years(std::int64_t n) noexcept {
    return {.how = window::shape::rolling, .each = period::year, .n = detail::periods_of_window(n)};
}

}  // namespace v0
}  // namespace rung
