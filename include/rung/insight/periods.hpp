#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/calendar.hpp>
#include <rung/core/time.hpp>

#include <cstdint>

namespace rung {
inline namespace v0 {
namespace insight {

enum class period : std::uint8_t { day, week, month, quarter, year };

enum class weekday : std::uint8_t { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

/// The periods of a calendar, numbered on: `periods{period::month}`, in UTC, or at another offset from it:
/// `{period::day, 3_hours}`. Zones with summer time: the offset that held for most of the log.
class periods {
public:
    constexpr periods() = default;
    constexpr explicit periods(period length, duration offset = {}, weekday week_begins = weekday::monday)
        : offset_{offset}, length_{length}, week_begins_{week_begins} {
        if (offset.seconds < -86'400 || offset.seconds > 86'400)
            RUNG_ASSERT("an offset from UTC is less than a day: 3_hours, duration{-18'000}");
    }

    /// The period of an instant, by number: those of a later one are not smaller.
    [[nodiscard]] constexpr std::int64_t number(instant t) const noexcept {
        auto const day = floor_divided(std::int64_t{t.unix_seconds} + offset_.seconds, 86'400);
        if (length_ == period::day) return day;
        if (length_ == period::week) return floor_divided(day - first_week_day(), 7);
        auto const date = to_civil(instant::from_unix(day * 86'400));
        if (length_ == period::year) return date.year;
        auto const month = std::int64_t{date.year} * 12 + date.month - 1;
        return length_ == period::month ? month : month / 3;
    }
    /// When a period begins.
    [[nodiscard]] constexpr instant begin(std::int64_t number) const noexcept {
        return instant::from_unix(begin_in_place(number) - offset_.seconds);
    }
    /// The date of its first day, there where the offset is that of the place.
    [[nodiscard]] constexpr civil date(std::int64_t number) const noexcept {
        return to_civil(instant::from_unix(begin_in_place(number)));
    }
    [[nodiscard]] constexpr period length() const noexcept { return length_; }
    friend constexpr bool operator==(periods const&, periods const&) = default;

private:
    duration offset_{};
    period length_ = period::month;
    weekday week_begins_ = weekday::monday;

    [[nodiscard]] static constexpr std::int64_t floor_divided(std::int64_t n, std::int64_t by) noexcept {
        return n / by - (n % by < 0 ? 1 : 0);
    }
    // 1970-01-01 was a Thursday.
    [[nodiscard]] constexpr std::int64_t first_week_day() const noexcept {
        return static_cast<std::int64_t>(week_begins_) - 3;
    }
    // Seconds of the local clock.
    [[nodiscard]] constexpr std::int64_t begin_in_place(std::int64_t number) const noexcept {
        if (length_ == period::day) return number * 86'400;
        if (length_ == period::week) return (number * 7 + first_week_day()) * 86'400;
        auto const month = length_ == period::month     ? number
                           : length_ == period::quarter ? number * 3
                                                        : number * 12;
        auto const date = utc(static_cast<int>(month / 12), static_cast<unsigned>(month % 12) + 1, 1);
        return date.unix_seconds;
    }
};

namespace detail {

/// Whether all before an instant is known as of another, the last that is known.
[[nodiscard]] constexpr bool is_over(instant end, instant as_of) noexcept {
    return std::int64_t{end.unix_seconds} <= std::int64_t{as_of.unix_seconds} + 1;
}

}  // namespace detail
}  // namespace insight
}  // namespace v0
}  // namespace rung
