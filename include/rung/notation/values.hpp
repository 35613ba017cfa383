#pragma once

#include <rung/core/calendar.hpp>
#include <rung/core/money.hpp>
#include <rung/core/percent.hpp>
#include <rung/core/time.hpp>
#include <rung/notation/small_text.hpp>
#include <rung/notation/threshold.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rung {
inline namespace v0 {

namespace detail {

/// Takes a run of at most `most` digits off the front of a text; false if there is none or it does not fit.
[[nodiscard]] constexpr bool take_digits(std::string_view& text, std::size_t most,
                                         std::int64_t& value) noexcept {
    constexpr std::size_t always_fit = 18;
    std::size_t n = 0;
    value = 0;
    for (; n < text.size() && n < most && text[n] >= '0' && text[n] <= '9'; ++n) {
        value = n < always_fit ? value * 10 + (text[n] - '0')
                               : add_saturated(multiply_saturated(value, 10), text[n] - '0');
    }
    if (n == 0 || value == unlimited) return false;
    text.remove_prefix(n);
    return true;
}

/// Takes exactly `n` digits; `n` is small. False if there are not so many.
[[nodiscard]] constexpr bool take_exactly(std::string_view& text, std::size_t n, unsigned& value) noexcept {
    if (text.size() < n) return false;
    value = 0;
    for (std::size_t i = 0; i < n; ++i) {
        if (text[i] < '0' || text[i] > '9') return false;
        value = value * 10 + static_cast<unsigned>(text[i] - '0');
    }
    text.remove_prefix(n);
    return true;
}

constexpr bool take(std::string_view& text, char c) noexcept {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

}  // namespace detail

/// A whole number: `3`, `-3`.
[[nodiscard]] constexpr std::optional<std::int64_t> parse_count(std::string_view text) noexcept {
    bool const negative = detail::take(text, '-');
    std::int64_t value = 0;
    if (!detail::take_digits(text, 19, value) || !text.empty()) return std::nullopt;
    return negative ? -value : value;
}

/// An amount with at most two digits after the point: `19.90`, `20`, `-3.5`. Exact.
[[nodiscard]] constexpr std::optional<money> parse_money(std::string_view text) noexcept {
    bool const negative = detail::take(text, '-');
    bool const begins_with_point = !text.empty() && text.front() == '.';
    std::int64_t minor = 0;
    if (!begins_with_point && !detail::take_digits(text, 16, minor)) return std::nullopt;
    minor *= 100;
    if (detail::take(text, '.')) {
        auto const digits = text.size();
        std::int64_t cents = 0;
        if (!detail::take_digits(text, 2, cents)) return std::nullopt;
        minor += digits - text.size() == 1 ? cents * 10 : cents;
    }
    if (!text.empty()) return std::nullopt;
    return money{negative ? -minor : minor};
}

// The optionals of these two are compiled where they are asked for: each costs its compiler 2 % of what a
// small program costs it.

/// A percentage: a whole number and its sign, `80%`.
template <class Percent = percent>
[[nodiscard]] constexpr std::optional<Percent> parse_percent(std::string_view text) noexcept {
    Percent read{};
    if (rung::read_value(unit::percent, text, read.value) != value_text::good) return std::nullopt;
    return read;
}

/// A length of time: a whole number and s, m (minutes), h, d, w or y (365 days): `90d`, `12h`.
template <class Duration = duration>
[[nodiscard]] constexpr std::optional<Duration> parse_duration(std::string_view text) noexcept {
    Duration read{};
    if (text.starts_with('-') || rung::read_value(unit::time, text, read.seconds) != value_text::good)
        return std::nullopt;
    return read;
}

/// A date, with or without a time of day, in UTC (ISO 8601): `2026-01-31`, `20260131`,
/// `2026-01-31T08:26:00Z`, `2026-01-31 08:26`. Nothing for a date that does not exist. It may be outside the
/// range of an instant.
[[nodiscard]] constexpr std::optional<civil> parse_civil(std::string_view text) noexcept {
    civil c;
    unsigned year = 0;
    if (!detail::take_exactly(text, 4, year)) return std::nullopt;
    c.year = static_cast<int>(year);
    bool const dashed = detail::take(text, '-');
    if (!detail::take_exactly(text, 2, c.month)) return std::nullopt;
    if (dashed && !detail::take(text, '-')) return std::nullopt;
    if (!detail::take_exactly(text, 2, c.day)) return std::nullopt;
    if (detail::take(text, 'T') || detail::take(text, ' ')) {
        if (!detail::take_exactly(text, 2, c.hour) || !detail::take(text, ':') ||
            !detail::take_exactly(text, 2, c.minute))
            return std::nullopt;
        if (detail::take(text, ':') && !detail::take_exactly(text, 2, c.second)) return std::nullopt;
        detail::take(text, 'Z');
    }
    if (!text.empty() || !is_valid(c)) return std::nullopt;
    return c;
}

/// The same as an instant. Nothing for a date that does not exist or is outside the supported range,
/// 1970-01-01T00:00:01 to 2106-02-07T06:28:14.
[[nodiscard]] constexpr std::optional<instant> parse_instant(std::string_view text) noexcept {
    auto const c = parse_civil(text);
    if (!c || !to_instant(*c).is_moment()) return std::nullopt;
    return to_instant(*c);
}

/// `2026-01-31`; with the time of day, `2026-01-31T08:26:00`, where it is not midnight. never and forever by
/// name.
[[nodiscard]] constexpr small_text<20> to_text(instant t) noexcept {
    small_text<20> out;
    if (t == instant::never()) return out += "never";
    if (t == instant::forever()) return out += "forever";
    auto const c = to_civil(t);
    out.number(static_cast<std::uint64_t>(c.year), 4) += '-';
    out.number(c.month, 2) += '-';
    out.number(c.day, 2);
    if (c.hour == 0 && c.minute == 0 && c.second == 0) return out;
    (out += 'T').number(c.hour, 2) += ':';
    out.number(c.minute, 2) += ':';
    return out.number(c.second, 2);
}

/// `1990.00`, always with two digits after the point.
[[nodiscard]] constexpr small_text<24> to_text(money m) noexcept {
    return value_to_text(unit::money, m.minor_units);
}

}  // namespace v0
}  // namespace rung
