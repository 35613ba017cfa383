#pragma once

#include <rung/core/number.hpp>

#include <compare>
#include <concepts>
#include <cstdint>

namespace rung {
inline namespace v0 {

namespace detail {

/// Shaped like std::chrono::duration with a whole-number representation. <chrono> itself is never included:
/// it costs more to compile than all of core.
template <class T>
concept chrono_duration = requires(T d) {
    requires whole_number<typename T::rep>;
    { T::period::num } -> std::convertible_to<std::int64_t>;
    { T::period::den } -> std::convertible_to<std::int64_t>;
    { d.count() } -> std::convertible_to<typename T::rep>;
};

/// Shaped like a std::chrono::time_point of the system clock: the one whose epoch is 1970-01-01 UTC.
template <class T>
concept chrono_time_point = requires(T t) {
    { t.time_since_epoch() } -> chrono_duration;
    typename T::duration;
    T::clock::to_time_t(typename T::clock::time_point{});
};

/// std::chrono::months is 30 d 10 h 29 min 6 s and std::chrono::years 365 d 5 h 49 min 12 s: nobody wants
/// that.
template <chrono_duration D>
inline constexpr bool months_or_years = D::period::num > 86'400 && D::period::num % 86'400 != 0;

// What does not convert to a duration, with the sentence that says what does.
template <class T>
concept a_bare_number_is_no_length_of_time_write_90_days = std::integral<T> || std::floating_point<T>;
template <class D>
concept whole_seconds_are_needed_cut_it_with_floor_seconds = D::period::den != 1;
template <class D>
concept months_and_years_have_no_fixed_length_write_91_days = months_or_years<D>;

template <chrono_duration D>
[[nodiscard]] constexpr std::int64_t floor_seconds(D d) noexcept {
    auto const scaled = rung::multiply_saturated(rung::to_int64<typename D::rep>(d.count()), D::period::num);
    auto const whole = scaled / D::period::den;
    return scaled % D::period::den < 0 ? whole - 1 : whole;
}

}  // namespace detail

/// A length of time in whole seconds. Converts from std::chrono durations that are whole seconds.
struct duration {
    std::int64_t seconds = 0;

    constexpr duration() = default;
    template <whole_number T>
    constexpr explicit duration(T s) noexcept : seconds{rung::to_int64(s)} {}
    template <class T>
    constexpr duration(T) requires detail::a_bare_number_is_no_length_of_time_write_90_days<T>
    = delete;

    /// From std::chrono: weeks, days, hours, minutes, seconds as they are; a finer unit must be cut to
    /// seconds by the caller.
    template <detail::chrono_duration D>
    requires(D::period::den == 1 && !detail::months_or_years<D>) constexpr duration(D d) noexcept
        : seconds{detail::floor_seconds(d)} {}
    template <detail::chrono_duration D>
    constexpr duration(D) requires detail::whole_seconds_are_needed_cut_it_with_floor_seconds<D>
    = delete;
    template <detail::chrono_duration D>
    constexpr duration(D) requires detail::months_and_years_have_no_fixed_length_write_91_days<D>
    = delete;

    /// To std::chrono, for units of one second or finer; held at the limits of its representation.
    template <detail::chrono_duration D>
    requires(D::period::num == 1) constexpr explicit operator D() const noexcept {
        return D{rung::from_int64<typename D::rep>(rung::multiply_saturated(seconds, D::period::den))};
    }

    friend constexpr auto operator<=>(duration, duration) = default;
    friend constexpr duration operator+(duration a, duration b) noexcept {
        return duration{rung::add_saturated(a.seconds, b.seconds)};
    }
    friend constexpr duration operator-(duration a, duration b) noexcept {
        return duration{rung::subtract_saturated(a.seconds, b.seconds)};
    }
    friend constexpr duration operator*(duration a, std::int64_t n) noexcept {
        return duration{rung::multiply_saturated(a.seconds, n)};
    }
};

/// A moment in UTC, in whole seconds. Four bytes.
///
/// Supported: 1970-01-01T00:00:01 to 2106-02-07T06:28:14. The two ends of the type are not moments: `never()`
/// (it has not happened) and `forever()` (it will not happen). What lies outside the range becomes one of the
/// two instead of wrapping, and an event that carries one of them is refused.
struct instant {
    std::uint32_t unix_seconds = 0;

    constexpr instant() = default;

    /// From a std::chrono time point of the system clock (sys_days, sys_seconds, system_clock::now()), cut to
    /// seconds.
    template <detail::chrono_time_point T>
    constexpr instant(T t) noexcept : instant{from_unix(detail::floor_seconds(t.time_since_epoch()))} {}

    /// Seconds since 1970-01-01 UTC. Outside the supported range: never() or forever().
    [[nodiscard]] static constexpr instant from_unix(std::int64_t s) noexcept {
        if (s <= 0) return never();
        if (s >= forever_seconds) return forever();
        return instant{static_cast<std::uint32_t>(s)};
    }
    [[nodiscard]] static constexpr instant never() noexcept { return instant{std::uint32_t{0}}; }
    [[nodiscard]] static constexpr instant forever() noexcept { return instant{forever_seconds}; }

    /// Whether this is a moment, and not never() or forever().
    [[nodiscard]] constexpr bool is_moment() const noexcept {
        return unix_seconds != 0 && unix_seconds != forever_seconds;
    }

    /// To a std::chrono time point of the system clock, of one second or finer.
    template <detail::chrono_time_point T>
    requires(T::duration::period::num == 1) constexpr explicit operator T() const noexcept {
        return T{static_cast<typename T::duration>(duration{unix_seconds})};
    }

    friend constexpr auto operator<=>(instant, instant) = default;
    friend constexpr duration operator-(instant a, instant b) noexcept {
        return duration{std::int64_t{a.unix_seconds} - std::int64_t{b.unix_seconds}};
    }
    friend constexpr instant operator+(instant t, duration d) noexcept {
        return t.is_moment() ? from_unix(rung::add_saturated(t.unix_seconds, d.seconds)) : t;
    }
    friend constexpr instant operator-(instant t, duration d) noexcept { return t + (duration{} - d); }

private:
    static constexpr std::uint32_t forever_seconds = UINT32_MAX;

    constexpr explicit instant(std::uint32_t s) noexcept : unix_seconds{s} {}
};

namespace detail {

/// `c ? a : b` without a branch: g++ 12 makes one of that, and it is mispredicted where clients differ.
template <std::integral T>
[[nodiscard]] constexpr T choose(bool c, T a, T b) noexcept {
    auto const mask = static_cast<T>(-static_cast<std::int64_t>(c));
    return static_cast<T>((a & mask) | (b & ~mask));
}
[[nodiscard]] constexpr instant choose(bool c, instant a, instant b) noexcept {
    b.unix_seconds = choose(c, a.unix_seconds, b.unix_seconds);
    return b;
}

}  // namespace detail

/// How long ago `since` was at `now`, in seconds; unlimited if it never was.
[[nodiscard]] constexpr std::int64_t age(instant since, instant now) noexcept {
    // without a branch: this is unlimited | anything, or 0 | anything
    return (now - since).seconds | (unlimited & -std::int64_t{since == instant::never()});
}

inline namespace literals {

constexpr duration operator""_seconds(unsigned long long n) noexcept {
    return duration{1} * rung::to_int64(n);
}
constexpr duration operator""_minutes(unsigned long long n) noexcept {
    return duration{60} * rung::to_int64(n);
}
constexpr duration operator""_hours(unsigned long long n) noexcept {
    return duration{3'600} * rung::to_int64(n);
}
constexpr duration operator""_days(unsigned long long n) noexcept {
    return duration{86'400} * rung::to_int64(n);
}
constexpr duration operator""_weeks(unsigned long long n) noexcept {
    return duration{604'800} * rung::to_int64(n);
}

}  // namespace literals

}  // namespace v0
}  // namespace rung
