#pragma once

#include <rung/measures/measure.hpp>

#include <cstdint>

namespace rung {
inline namespace v0 {
namespace detail {
namespace sound {

// What a measure has to be, rule by rule: a sentence for each is in measured.hpp.

using row = measure_row const&;

[[nodiscard]] constexpr bool named(row m) noexcept { return !m.name.empty(); }
[[nodiscard]] constexpr bool of_events(row m) noexcept { return m.of.size != 0; }
[[nodiscard]] constexpr bool kinds_once(row m) noexcept {
    return !m.of.overlaps() && !m.less.overlaps() && !m.after.overlaps() && !m.silence_of.overlaps() &&
           !m.since.overlaps();
}
[[nodiscard]] constexpr bool can_happen(row m) noexcept {
    for (auto const* of : {&m.of, &m.less, &m.after, &m.silence_of, &m.since}) {
        for (auto const& c : of->any) {
            if (c.contradicts()) return false;
        }
    }
    return true;
}
[[nodiscard]] constexpr bool takes_a_window(form what) noexcept {
    return what == form::count || what == form::sum || what == form::days;
}
[[nodiscard]] constexpr bool window_is_possible(row m) noexcept {
    return !m.in.given() || sound::takes_a_window(m.what);
}
[[nodiscard]] constexpr bool days_are_possible(row m) noexcept {
    return m.what != form::days || m.in.how != window::shape::rolling || m.in.each == period::day ||
           m.in.each == period::week;
}
[[nodiscard]] constexpr bool ago_is_possible(row m) noexcept {
    return m.in.back == 0 || m.in.how == window::shape::calendar;
}
[[nodiscard]] constexpr bool young_is_possible(row m) noexcept {
    return m.in.young == 0 || (m.in.how == window::shape::rolling &&
                               std::int64_t{m.in.young} < detail::least_days(m.in.each) * m.in.n);
}
[[nodiscard]] constexpr bool own_day_is_possible(row m) noexcept {
    return m.since.size == 0 || m.in.how == window::shape::calendar;
}
[[nodiscard]] constexpr bool has_periods(row m) noexcept { return m.in.n != 0 && m.in.room != 0; }
[[nodiscard]] constexpr bool less_is_possible(row m) noexcept {
    return m.less.size == 0 || m.what == form::sum || m.what == form::waiting || m.what == form::since_touch;
}
[[nodiscard]] constexpr bool a_day_is_possible(row m) noexcept {
    return m.a_day == 0 || m.what == form::sum || m.what == form::count;
}
[[nodiscard]] constexpr bool takes_a_limit(form what) noexcept {
    return what == form::count || what == form::days || what == form::mean || what == form::ratio;
}
[[nodiscard]] constexpr bool limit_is_possible(row m) noexcept {
    return m.most == (m.what == form::sum ? UINT32_MAX : 65'535) ||
           (m.most != 0 && sound::takes_a_limit(m.what) && !m.in.given());
}
[[nodiscard]] constexpr bool mean_is_possible(row m) noexcept {
    return m.what != form::mean || m.most <= 0xff'ffff;
}
[[nodiscard]] constexpr bool values_are_possible(row m) noexcept {
    bool const held = m.what == form::last || m.what == form::largest || m.what == form::mean;
    for (auto const& c : m.of.any) {
        if (held && c.gives > std::int64_t{m.field_most}) return false;
    }
    return true;
}
// That an event stands for a number: in the form of a value, which a count of events has not.
[[nodiscard]] constexpr bool gives_nothing(clauses const& of) noexcept {
    for (auto const& c : of.any) {
        if (c.gives >= 0) return false;
    }
    return true;
}
[[nodiscard]] constexpr bool gives_where_valued(row m) noexcept {
    bool const valued =
        m.what == form::sum || m.what == form::largest || m.what == form::last || m.what == form::mean;
    return sound::gives_nothing(m.after) && sound::gives_nothing(m.silence_of) &&
           sound::gives_nothing(m.since) &&
           (valued || (sound::gives_nothing(m.of) && sound::gives_nothing(m.less)));
}
[[nodiscard]] constexpr bool silence_is_possible(row m) noexcept {
    bool const takes_one = (m.what == form::count || m.what == form::sum) && !m.in.given();
    return !m.silence.given() || (takes_one && m.silence.how == window::shape::rolling && m.silence.n != 0 &&
                                  m.silence.back == 0 && m.silence_of.size != 0);
}
[[nodiscard]] constexpr bool nth_is_possible(row m) noexcept { return m.nth >= 1 && m.nth <= 32; }
[[nodiscard]] constexpr bool calendar_is_possible(row m) noexcept { return m.calendar.is_sound(); }

}  // namespace sound

/// All of it.
[[nodiscard]] constexpr bool is_sound(measure_row const& m) noexcept {
    bool good = true;
    for (auto* const test : {sound::named, sound::of_events, sound::kinds_once, sound::can_happen,
                             sound::window_is_possible, sound::days_are_possible, sound::ago_is_possible,
                             sound::young_is_possible, sound::own_day_is_possible, sound::has_periods,
                             sound::less_is_possible, sound::a_day_is_possible, sound::limit_is_possible,
                             sound::mean_is_possible, sound::values_are_possible, sound::gives_where_valued,
                             sound::silence_is_possible, sound::nth_is_possible, sound::calendar_is_possible})
        good = good && test(m);
    return good;
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
