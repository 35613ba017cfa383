#pragma once

#include <rung/core/period.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// From an instant on, the clocks of a place are so many minutes ahead of UTC.
struct zone_change {
    instant at{};
    std::int16_t offset_minutes = 0;

    friend constexpr bool operator==(zone_change const&, zone_change const&) = default;
};

/// How days, weeks and years begin for a measure: as calendar_rules say, or by the clocks of a place whose
/// offset from UTC changes, such as with summer time. Its table is the host's, in order, and has to outlive
/// what goes by it; before the first change the offset is that of the rules. No table is read from the
/// system.
///
/// A day begins at the first instant whose local date is that day or later, so it lasts 23 to 25 hours where
/// clocks change; one that a place leaves out lasts no time.
struct local_calendar : calendar_rules {
    zone_change const* changes = nullptr;
    std::size_t change_count = 0;

    constexpr local_calendar() noexcept = default;
    constexpr explicit local_calendar(calendar_rules const& rules) noexcept : calendar_rules{rules} {}
    constexpr local_calendar& operator=(calendar_rules const& rules) noexcept {
        return *this = local_calendar{rules};
    }
    constexpr local_calendar(local_calendar const&) noexcept = default;
    constexpr local_calendar& operator=(local_calendar const&) noexcept = default;

    [[nodiscard]] constexpr bool changes_offset() const noexcept { return change_count != 0; }
    [[nodiscard]] constexpr bool is_sound() const noexcept {
        for (std::size_t i = 0; i < change_count; ++i) {
            auto const& c = changes[i];
            if (c.offset_minutes <= -1440 || c.offset_minutes >= 1440) return false;
            if (i != 0 && c.at <= changes[i - 1].at) return false;
        }
        return calendar_rules::is_sound();
    }
    /// How many changes were made until a second, that one included.
    [[nodiscard]] constexpr std::size_t changed_until(std::int64_t second) const noexcept {
        std::size_t first = 0;
        for (auto left = change_count; left != 0;) {
            auto const half = left / 2;
            if (std::int64_t{changes[first + half].at.unix_seconds} <= second) {
                first += half + 1;
                left -= half + 1;
            } else {
                left = half;
            }
        }
        return first;
    }
    /// The offset in seconds after so many changes.
    [[nodiscard]] constexpr std::int64_t offset_after(std::size_t changed) const noexcept {
        return std::int64_t{changed == 0 ? offset_minutes : changes[changed - 1].offset_minutes} * 60;
    }

    friend constexpr bool operator==(local_calendar const& a, local_calendar const& b) noexcept {
        calendar_rules const& rules_of_a = a;
        calendar_rules const& rules_of_b = b;
        bool same = rules_of_a == rules_of_b && a.change_count == b.change_count;
        for (std::size_t i = 0; same && i < a.change_count; ++i) same = a.changes[i] == b.changes[i];
        return same;
    }
};

namespace detail {

RUNG_NO_INLINE constexpr std::uint32_t begin_of_day_in_zone(local_calendar const& c,
                                                            std::int64_t day) noexcept {
    auto const midnight = day * 86'400;
    // No offset is a day: it cannot have begun before.
    for (auto i = c.changed_until(midnight - 86'400);; ++i) {
        auto const begins = midnight - c.offset_after(i);
        auto const since = i == 0 ? begins : std::int64_t{c.changes[i - 1].at.unix_seconds};
        auto const at = begins > since ? begins : since;
        if (i == c.change_count || at < std::int64_t{c.changes[i].at.unix_seconds})
            return instant::from_unix(at).unix_seconds;
    }
}
RUNG_NO_INLINE constexpr std::int64_t day_in_zone(local_calendar const& c, std::uint32_t second) noexcept {
    auto const day = detail::floor_of(std::int64_t{second} + c.offset_after(c.changed_until(second)), 86'400);
    // Clocks that go back over midnight do not end the day that has begun.
    return detail::begin_of_day_in_zone(c, day + 1) <= second && second != UINT32_MAX ? day + 1 : day;
}
[[nodiscard]] constexpr std::int64_t day_of(local_calendar const& c, std::uint32_t second) noexcept {
    calendar_rules const& rules = c;
    return c.changes_offset() ? detail::day_in_zone(c, second) : detail::day_of(rules, second);
}
[[nodiscard]] constexpr std::uint32_t begin_of_day(local_calendar const& c, std::int64_t day) noexcept {
    calendar_rules const& rules = c;
    return c.changes_offset() ? detail::begin_of_day_in_zone(c, day) : detail::begin_of_day(rules, day);
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
