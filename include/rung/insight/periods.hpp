#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/calendar.hpp>
#include <rung/core/time.hpp>
#include <rung/measures/period.hpp>

#include <cstdint>

namespace rung {
inline namespace v0 {
namespace insight {

using rung::period;

/// With which day a week begins.
enum class weekday : std::uint8_t { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

/// The periods of a calendar, numbered on: `periods{period::month}`, in UTC, or at another offset from it:
/// `{period::day, 3_hours}`. Zones with summer time: the offset that held for most of the log.
class periods {
public:
    constexpr periods() = default;
    constexpr explicit periods(period length, duration offset = {}, weekday week_begins = weekday::monday)
        : rules_{.offset_minutes = static_cast<std::int16_t>(offset.seconds / 60),
                 .week_start = static_cast<std::uint8_t>(week_begins)},
          length_{length} {
        if (offset.seconds <= -86'400 || offset.seconds >= 86'400 || offset.seconds % 60 != 0)
            RUNG_ASSERT(
                "an offset from UTC is less than a day, in whole minutes: 3_hours, duration{-18'000}");
    }

    /// The period of an instant, by number: those of a later one are not smaller.
    [[nodiscard]] constexpr std::int64_t number(instant t) const noexcept {
        return rung::detail::period_of(length_, rules_, t.unix_seconds);
    }
    /// When a period begins.
    [[nodiscard]] constexpr instant begin(std::int64_t number) const noexcept {
        instant t;
        t.unix_seconds = rung::detail::begin_of(length_, rules_, number);
        return t;
    }
    /// The date of its first day, there where the offset is that of the place.
    [[nodiscard]] constexpr civil date(std::int64_t number) const noexcept {
        return to_civil(instant::from_unix(rung::detail::first_day_of(length_, rules_, number) * 86'400));
    }
    [[nodiscard]] constexpr period length() const noexcept { return length_; }
    friend constexpr bool operator==(periods const&, periods const&) = default;

private:
    calendar_rules rules_{};
    period length_ = period::month;
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
