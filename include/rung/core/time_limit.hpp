#pragma once

#include <rung/core/config.hpp>
#include <rung/core/period.hpp>

#include <concepts>
#include <cstdint>

namespace rung {
inline namespace v0 {

namespace detail {

template <class D>
concept months_of_chrono_are_no_months_write_for_months_1 = months_or_years<D>;
template <class T>
concept a_review_is_written_review_each_and_an_end_until_end_of = std::same_as<T, period>;

}  // namespace detail

/// How long something lasts that begins at an instant: a length of time, exact to the second, or a stretch of
/// the calendar, which ends when a day begins.
///
///     .grace = 30_days
///     .grace = rung::for_months(1)               // begun on 10 January, through 9 February
///     .grace = rung::until_end_of(rung::period::quarter)
///     .guaranteed = rung::until_end_of_next(rung::period::year).at_offset(180)
///
/// All stretches of the calendar in a ladder go by the same days, weeks and years. What is out of range (a
/// length below zero, 70,000 months, an offset of two days) is not sound, and no ladder takes it.
class time_limit {
public:
    enum class shape : std::uint8_t {
        length,   ///< so many seconds; 0: none
        periods,  ///< so many periods from the day on which it begins
        end_of,   ///< to the end of the running period, or of the n-th after it
        review,   ///< to the next begin of a period; it may begin and end there
    };

    /// So many periods at most.
    static constexpr std::int64_t most_periods = 65'535;

    constexpr time_limit() = default;
    constexpr time_limit(duration d) noexcept : code_{d.seconds < 0 ? negative : d.seconds} {}
    template <detail::chrono_duration D>
    requires std::convertible_to<D, duration>
    constexpr time_limit(D d) noexcept : time_limit{duration{d}} {}
    template <class T>
    constexpr time_limit(T) requires detail::a_bare_number_is_no_length_of_time_write_90_days<T>
    = delete;
    template <detail::chrono_duration D>
    constexpr time_limit(D) requires detail::months_of_chrono_are_no_months_write_for_months_1<D>
    = delete;
    template <class T>
    constexpr time_limit(T) requires detail::a_review_is_written_review_each_and_an_end_until_end_of<T>
    = delete;
    /// A stretch of the calendar.
    constexpr time_limit(shape s, std::int64_t count, period p) noexcept : code_{out_of_range} {
        auto const least = s == shape::periods ? 1 : 0;
        auto const most = s == shape::periods ? most_periods : s == shape::end_of ? 1 : 0;
        if (s == shape::length || s > shape::review || p > period::year || count < least || count > most)
            return;
        code_ = -(static_cast<std::int64_t>(s) << 38 | static_cast<std::int64_t>(p) << 35 | count << 19);
        *this = by({});
    }

    /// The same by other days, weeks and years; a length of time is what it is by any.
    [[nodiscard]] constexpr time_limit by(calendar_rules const& c) const noexcept {
        if (!c.is_sound()) return from_code(no_calendar);
        if (!by_calendar()) return *this;
        auto const days = std::int64_t{c.offset_minutes} + 1'440;
        auto const rules = days << 7 | std::int64_t{c.week_start} << 4 | c.year_start;
        return from_code(-((-code_ >> 19) << 19 | rules));
    }
    /// Days begin at midnight of a place so many minutes ahead of UTC; weeks on a weekday from 0, Monday;
    /// years in a month from 1.
    [[nodiscard]] constexpr time_limit at_offset(std::int64_t minutes) const noexcept {
        auto c = calendar();
        c.offset_minutes = static_cast<std::int16_t>(one_of(-1'439, minutes, 1'440));
        return by(c);
    }
    [[nodiscard]] constexpr time_limit weeks_from(std::int64_t weekday) const noexcept {
        auto c = calendar();
        c.week_start = static_cast<std::uint8_t>(one_of(0, weekday, 7));
        return by(c);
    }
    [[nodiscard]] constexpr time_limit years_from(std::int64_t month) const noexcept {
        auto c = calendar();
        c.year_start = static_cast<std::uint8_t>(one_of(1, month, 13));
        return by(c);
    }

    [[nodiscard]] constexpr shape how() const noexcept {
        return by_calendar() ? static_cast<shape>(-code_ >> 38) : shape::length;
    }
    /// The seconds of a length of time; of periods, how many; to the end of a period, the n-th after this.
    [[nodiscard]] constexpr std::int64_t n() const noexcept {
        return by_calendar() ? -code_ >> 19 & most_periods : code_;
    }
    /// What a stretch of the calendar is counted in.
    [[nodiscard]] constexpr period each() const noexcept {
        return by_calendar() ? static_cast<period>(-code_ >> 35 & 7) : period::day;
    }
    [[nodiscard]] constexpr calendar_rules calendar() const noexcept {
        if (!by_calendar()) return {};
        return {static_cast<std::int16_t>((-code_ >> 7 & 4'095) - 1'440),
                static_cast<std::uint8_t>(-code_ >> 4 & 7), static_cast<std::uint8_t>(-code_ & 15)};
    }

    /// Whether there is any.
    [[nodiscard]] constexpr bool given() const noexcept { return code_ != 0; }
    [[nodiscard]] constexpr bool by_calendar() const noexcept { return code_ < no_calendar; }
    [[nodiscard]] constexpr bool is_sound() const noexcept { return code_ >= 0 || by_calendar(); }
    [[nodiscard]] constexpr bool is_negative() const noexcept { return code_ == negative; }
    /// Whether it is not sound since it goes by days, weeks or years that there are not.
    [[nodiscard]] constexpr bool has_no_calendar() const noexcept { return code_ == no_calendar; }

    /// When it is over if it begins at an instant.
    [[nodiscard]] RUNG_NO_INLINE constexpr instant end(instant at) const noexcept {
        if (!by_calendar() || !at.is_moment()) return at + duration{n()};
        auto const c = calendar();
        auto const day = detail::day_of(c, at.unix_seconds);
        auto last = detail::end_of_rolling(each(), n(), day);
        if (how() != shape::periods) {
            auto const now = detail::period_of_day(each(), c, day);
            last = detail::first_day_of(each(), c, now + n() + 1);
            auto const first = detail::first_day_of(each(), c, now);
            if (how() == shape::review && detail::begin_of_day(c, first) == at.unix_seconds) return at;
        }
        return instant::from_unix(std::int64_t{detail::begin_of_day(c, last)});
    }

    /// All of it as one number: seconds as they are, stretches of the calendar below zero.
    [[nodiscard]] constexpr std::int64_t code() const noexcept { return code_; }
    [[nodiscard]] static constexpr time_limit from_code(std::int64_t code) noexcept {
        time_limit l;
        l.code_ = code;
        return l;
    }

    friend constexpr bool operator==(time_limit const&, time_limit const&) = default;

private:
    static constexpr std::int64_t negative = -1;
    static constexpr std::int64_t out_of_range = -2;
    static constexpr std::int64_t no_calendar = -3;

    std::int64_t code_ = 0;  // the compiler pays for each member, in each stage

    // What is none of these is the end, which is not sound.
    [[nodiscard]] static constexpr std::int64_t one_of(std::int64_t first, std::int64_t n,
                                                       std::int64_t end) noexcept {
        return n < first || n > end ? end : n;
    }
};

/// So many days, weeks, months or years, from the day of the calendar on which it begins: 12 months from 10
/// January on are over with 9 January, one month from 31 January on with 27 February, or 28 in a leap year.
[[nodiscard]] constexpr time_limit for_days(std::int64_t n) noexcept {
    return {time_limit::shape::periods, n, period::day};
}
[[nodiscard]] constexpr time_limit for_weeks(std::int64_t n) noexcept {
    return {time_limit::shape::periods, n, period::week};
}
[[nodiscard]] constexpr time_limit for_months(std::int64_t n) noexcept {
    return {time_limit::shape::periods, n, period::month};
}
[[nodiscard]] constexpr time_limit for_years(std::int64_t n) noexcept {
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
