#pragma once

#include <rung/core/calendar.hpp>
#include <rung/core/language.hpp>
#include <rung/core/schema.hpp>
#include <rung/notation/values.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {

namespace detail {

struct unit_of_time {
    std::int64_t seconds = 1;
    phrase text{};
};
inline constexpr unit_of_time units_of_time[] = {
    {86'400, {" d", " д"}}, {3'600, {" h", " ч"}}, {60, {" min", " мин"}}, {1, {" s", " с"}}};
inline constexpr phrase not_yet{"never", "ещё не было"};

[[nodiscard]] constexpr small_text<32> signed_number(std::int64_t v) noexcept {
    small_text<32> out;
    auto const u = static_cast<std::uint64_t>(v);
    if (v < 0) out += '-';
    return out.number(v < 0 ? ~u + 1 : u);
}

[[nodiscard]] constexpr small_text<32> in_units(std::int64_t n, unit_of_time const& u, language l) noexcept {
    return signed_number(n) += u.text.in(l);
}

/// A limit of time as the whole number of units that it is, give or take a second; not found where there is
/// no short one.
struct nearest_limit {
    bool found = false;
    std::int64_t units = 0;
    unit_of_time of{};
    std::int64_t apart = 0;  ///< 1: a second more, as `> 30d` is; -1: a second less, as `< 30d` is
};

[[nodiscard]] constexpr nearest_limit nearest_limit_to(std::int64_t seconds) noexcept {
    for (auto const& u : units_of_time) {
        if (seconds == unlimited || seconds < u.seconds - 1) continue;
        auto const nearest = (seconds + u.seconds / 2) / u.seconds;
        auto const apart = seconds - nearest * u.seconds;
        if (apart < -1 || apart > 1) continue;
        if (nearest > 999 && u.seconds < 86'400) break;
        return {true, nearest, u, apart};
    }
    return {};
}

}  // namespace detail

/// A date for people: `2026-04-03`; with the time of day, `2026-04-03 14:17`, where it is less than two days
/// from `seen_from` and not midnight. The second after midnight, at which what held through the day before
/// holds no more, counts as midnight.
[[nodiscard]] constexpr small_text<20> date(instant t, instant seen_from) noexcept {
    if (!t.is_moment()) return to_text(t);
    small_text<20> out;
    auto const c = to_civil(t);
    out.number(static_cast<std::uint64_t>(c.year), 4) += '-';
    out.number(c.month, 2) += '-';
    out.number(c.day, 2);
    auto const apart = (t - seen_from).seconds;
    bool const midnight = c.hour == 0 && c.minute == 0 && c.second <= 1;
    if (midnight || apart > 172'800 || apart < -172'800) return out;
    (out += ' ').number(c.hour, 2) += ':';
    return out.number(c.minute, 2);
}

/// How long something lasts so far: whole units, as one tells an age: `37 d`, from two days on, and `1 d`
/// for 24 hours; `29 h`, from two hours on, and `1 h` for 60 minutes; `90 min`, `45 s`. `never` for one
/// without end.
[[nodiscard]] constexpr small_text<32> age_text(std::int64_t seconds, language l) noexcept {
    small_text<32> out;
    if (seconds == unlimited) return out += detail::not_yet.in(l);
    std::int64_t smaller = 3'600;
    for (auto const& u : detail::units_of_time) {
        bool const two = seconds >= 2 * u.seconds || seconds <= -2 * u.seconds;
        bool const one = seconds / smaller == u.seconds / smaller;
        if (u.seconds == 1 || two || one) return detail::in_units(seconds / u.seconds, u, l);
        smaller = smaller > 60 ? 60 : 1;
    }
    return out;
}

/// A limit of time in the largest unit that it is a whole number of, give or take the second by which `<`
/// differs from `<=`: `90 d`, `17 min`, `100 h`; the largest that fits where that gives no short number.
[[nodiscard]] constexpr small_text<32> limit_text(std::int64_t seconds, language l) noexcept {
    auto const nearest = detail::nearest_limit_to(seconds);
    return nearest.found ? detail::in_units(nearest.units, nearest.of, l) : age_text(seconds, l);
}

/// A value of a fact in its unit: `3`, `19.90`, `37 d`, `85 %`, `4.50`; in Russian `19,90`.
[[nodiscard]] constexpr small_text<32> quantity(unit u, std::int64_t v, language l) noexcept {
    small_text<32> out;
    switch (u) {
    case unit::count: break;
    case unit::money:
    case unit::hundredths:
        out += to_text(money{v});
        for (auto& c : out.characters) c = c == '.' && l == language::ru ? ',' : c;
        return out;
    case unit::time: return age_text(v, l);
    case unit::percent: return detail::signed_number(v) += " %";
    }
    return detail::signed_number(v);
}

/// The same for a threshold.
[[nodiscard]] constexpr small_text<32> threshold(unit u, std::int64_t v, language l) noexcept {
    return u == unit::time ? limit_text(v, l) : quantity(u, v, l);
}

}  // namespace report
}  // namespace v0
}  // namespace rung
