#pragma once

#include <rung/core/config.hpp>
#include <rung/measures/run.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace detail {

// What a client's words say. Reading changes nothing: rings turn in thought.

[[nodiscard]] constexpr instant instant_of(std::uint32_t second) noexcept {
    instant t;
    t.unix_seconds = second;
    return t;
}

/// How many bits are set. Where the processor is not told to have an instruction for it, std::popcount is a
/// call of a table's look-ups.
RUNG_WRAPS RUNG_FORCE_INLINE [[nodiscard]] constexpr unsigned bits_set(std::uint64_t v) noexcept {
    v -= v >> 1 & 0x5555'5555'5555'5555;
    v = (v & 0x3333'3333'3333'3333) + (v >> 2 & 0x3333'3333'3333'3333);
    v = (v + (v >> 4)) & 0x0f0f'0f0f'0f0f'0f0f;
    return static_cast<unsigned>(v * 0x0101'0101'0101'0101 >> 56);
}

/// The sum of the periods [from, to) of a ring.
RUNG_FORCE_INLINE [[nodiscard]] constexpr std::int64_t
sum_periods(const_words_of_client ring, unsigned width, std::size_t from, std::size_t to) noexcept {
    std::uint64_t sum = 0;
    if (width == 1) {
        // Two words at once.
        for (auto b = from / 32 * 32; b < to; b += 64) {
            std::uint64_t bits = ring[b / 32];
            if (b + 32 < to) bits |= std::uint64_t{ring[b / 32 + 1]} << 32;
            if (to - b < 64) bits &= (std::uint64_t{1} << (to - b)) - 1;
            if (b < from) bits &= ~std::uint64_t{0} << (from - b);
            sum += detail::bits_set(bits);
        }
    } else {
        for (auto i = from; i < to; ++i)
            sum += detail::get(ring, detail::period_at(0, static_cast<std::uint8_t>(width), i));
    }
    return static_cast<std::int64_t>(sum);
}

// By the calendar, which is a call: for days and weeks nothing of it is in the way.
[[nodiscard]] RUNG_NO_INLINE constexpr std::int64_t
periods_by_calendar(period_clock const& c, const_words_of_client w, std::uint32_t now) noexcept {
    auto const ends = w[c.word];
    // Most often it is the next one, and no date is reckoned. The last of all does not end.
    auto const least = static_cast<std::uint32_t>(detail::least_days(c.each) - 1) * 86'400;
    if (now - ends < least && ends != UINT32_MAX) return 1;
    return detail::period_of(c, w, now) - detail::newest_of(c, w);
}
/// How many periods have begun since the newest of a ring, of one that holds something.
[[nodiscard]] constexpr std::int64_t periods_since(period_clock const& c, const_words_of_client w,
                                                   std::uint32_t now) noexcept {
    auto const ends = w[c.word];
    if (now < ends) return 0;
    return c.length != 0 ? 1 + std::int64_t{detail::whole_periods(c.each, now - ends)}
                         : detail::periods_by_calendar(c, w, now);
}
/// What a window shows of a ring when so many periods have begun since its newest.
RUNG_FORCE_INLINE [[nodiscard]] constexpr std::int64_t seen_of_ring(reading const& r, const_words_of_client w,
                                                                    std::int64_t passed) noexcept {
    auto const from = std::int64_t{r.in.back} - passed;
    auto const to = from + r.in.n;
    if (to <= 0) return 0;
    return detail::sum_periods(w + r.at.word, r.at.size, static_cast<std::size_t>(from > 0 ? from : 0),
                               static_cast<std::size_t>(to));
}
RUNG_NO_INLINE constexpr std::int64_t read_later(reading const& r, period_clock const& c,
                                                 const_words_of_client w, std::uint32_t now) noexcept {
    auto const ends = w[c.word];
    return ends == 0 ? 0 : detail::seen_of_ring(r, w, detail::periods_since(c, w, now));
}

[[nodiscard]] constexpr const_day_list list_of(reading const& r, const_words_of_client w) noexcept {
    return {w + r.at.word, r.in.room, r.sums};
}

/// The first second at which a streak is over.
[[nodiscard]] constexpr std::uint32_t end_of_streak(reading const& r, std::uint32_t word) noexcept {
    return detail::begin_of(r.in.each, r.calendar, std::int64_t{word >> 16} - 2 + 2);
}

RUNG_FORCE_INLINE [[nodiscard]] constexpr std::int64_t read(reading const& r, period_clock const* clocks,
                                                            const_words_of_client w, instant now) noexcept {
    switch (r.kind) {
    case reading::bits: return detail::get(w, r.at);
    case reading::wide: return detail::get_wide(w, r.at.word);
    case reading::age: return rung::age(detail::instant_of(w[r.at.word]), now);
    case reading::age_or_zero:
        return w[r.at.word] == 0 ? 0 : rung::age(detail::instant_of(w[r.at.word]), now);
    case reading::waits:
        return detail::get(w, r.other) == 0 ? 0 : rung::age(detail::instant_of(w[r.at.word]), now);
    case reading::mean: {
        auto const n = detail::get(w, r.other);
        auto const total =
            r.at.size > 32 ? detail::get_wide(w, r.at.word) : std::int64_t{detail::get(w, r.at)};
        return n == 0 ? 0 : 100 * total / n;
    }
    case reading::ratio: {
        auto const span = std::int64_t{w[r.at.word]} - std::int64_t{w[r.word3]};
        auto const n = detail::get(w, r.other);
        if (n < 2 || w[r.at.word] == 0 || span <= 0) return 0;
        return 100 * (now - detail::instant_of(w[r.at.word])).seconds * (std::int64_t{n} - 1) / span;
    }
    case reading::ring: {
        auto const& c = clocks[r.clock];
        if (now.unix_seconds < w[c.word]) [[likely]]
            return detail::seen_of_ring(r, w, 0);
        return detail::read_later(r, c, w, now.unix_seconds);
    }
    case reading::list: {
        auto const list = detail::list_of(r, w);
        return list.sum(r.in, detail::day_of(r.calendar, now.unix_seconds));
    }
    case reading::until_silence:
        if (detail::is_silent(r.in, r.calendar, w[r.word3], now.unix_seconds)) return 0;
        return r.at.size > 32 ? detail::get_wide(w, r.at.word) : std::int64_t{detail::get(w, r.at)};
    case reading::streak: {
        auto const word = w[r.at.word];
        return word == 0 || now.unix_seconds >= detail::end_of_streak(r, word) ? 0 : word & 0xffff;
    }
    }
    return 0;
}

/// From when on what ages is at least `value` if nothing more happens: never(): always was.
RUNG_FORCE_INLINE [[nodiscard]] constexpr instant reaches(reading const& r, const_words_of_client w,
                                                          std::int64_t value) noexcept {
    if (value <= 0) return instant::never();
    if (r.kind == reading::ratio) {
        auto const span = std::int64_t{w[r.at.word]} - std::int64_t{w[r.word3]};
        auto const n = detail::get(w, r.other);
        if (n < 2 || w[r.at.word] == 0 || span <= 0) return instant::forever();
        auto const per_second = 100 * (std::int64_t{n} - 1);
        auto const needed = rung::multiply_saturated(value, span);
        if (needed == unlimited) return instant::forever();
        return instant::from_unix(std::int64_t{w[r.at.word]} + (needed - 1) / per_second + 1);
    }
    auto since = w[r.at.word];
    if (r.kind == reading::waits && detail::get(w, r.other) == 0) since = 0;
    auto const sum = static_cast<std::uint64_t>(value) + since;
    auto const then = detail::instant_of(sum < UINT32_MAX ? static_cast<std::uint32_t>(sum) : UINT32_MAX);
    auto const otherwise = r.kind == reading::age ? instant::never() : instant::forever();
    return detail::choose(since != 0, then, otherwise);
}

/// How many of the newest periods are needed for so much, which is above zero; 0 if all n are not enough.
RUNG_FORCE_INLINE [[nodiscard]] constexpr std::size_t enough(const_words_of_client ring, unsigned width,
                                                             std::size_t n, std::int64_t value) noexcept {
    if (width == 1) {  // the value-th bit
        auto left = value;
        for (std::size_t i = 0; i < n; i += 32) {
            auto rest = ring[i / 32];
            std::int64_t const bits = detail::bits_set(rest);
            if (bits < left) {
                left -= bits;
                continue;
            }
            for (; left > 1; --left) rest &= rest - 1;
            auto const needed = i + static_cast<std::size_t>(std::countr_zero(rest)) + 1;
            return needed <= n ? needed : 0;
        }
        return 0;
    }
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        sum += detail::get(ring, detail::period_at(0, static_cast<std::uint8_t>(width), i));
        if (sum >= value) return i + 1;
    }
    return 0;
}

/// The first instant at which a ring shows less than `value`, which it shows at least. A call: where it is
/// inlined, what is asked more often is not.
RUNG_NO_INLINE constexpr instant ring_falls_below(reading const& r, period_clock const& c,
                                                  const_words_of_client w, std::int64_t value) noexcept {
    auto const n = detail::enough(w + r.at.word, r.at.size, r.in.n, value);
    // The n newest are enough; the oldest of them leaves after as many periods as the window is longer.
    auto const longer = std::int64_t{r.in.n} - static_cast<std::int64_t>(n);
    return detail::instant_of(detail::begin_after(c, w, longer));
}
/// The first instant after `after` at which a window that only forgets shows less than `value`, which it
/// shows now at least; forever() where value is not above zero. A list may show less now: then forever().
RUNG_FORCE_INLINE [[nodiscard]] constexpr instant falls_below(reading const& r, period_clock const* clocks,
                                                              const_words_of_client w, std::int64_t value,
                                                              instant after) noexcept {
    if (value <= 0) return instant::forever();
    if (r.kind == reading::streak) return detail::instant_of(detail::end_of_streak(r, w[r.at.word]));
    if (r.kind == reading::list) {
        // Of so many of the newest the sum is less.
        auto const list = detail::list_of(r, w);
        auto const n = list.enough(r.in, detail::day_of(r.calendar, after.unix_seconds), value);
        if (n == 0) return instant::forever();
        auto const day = detail::end_of_rolling(r.in.each, r.in.n, list.day(n - 1));
        return detail::instant_of(detail::begin_of_day(r.calendar, day));
    }
    return detail::ring_falls_below(r, clocks[r.clock], w, value);
}

/// The same for a window that looks at a span long ago, and so can rise too: edge by edge.
RUNG_NO_INLINE constexpr instant next_flip_of_ring(reading const& r, period_clock const& c,
                                                   const_words_of_client w, std::int64_t low,
                                                   std::int64_t high, std::uint32_t after) noexcept {
    auto const ends = w[c.word];
    if (ends == 0) return instant::forever();
    auto const is_in = [&](std::int64_t passed) {
        auto const v = detail::seen_of_ring(r, w, passed);
        return (low <= v) & (v <= high);
    };
    auto passed = detail::periods_since(c, w, after);
    bool const before = is_in(passed);
    for (++passed; passed <= std::int64_t{r.in.n} + r.in.back; ++passed) {
        if (is_in(passed) == before) continue;
        return detail::instant_of(detail::begin_after(c, w, passed - 1));
    }
    return instant::forever();
}

/// The same for a list that leaves out what is young: day by day on which something begins to count or
/// ceases.
RUNG_NO_INLINE constexpr instant next_flip_of_list(reading const& r, const_words_of_client w,
                                                   std::int64_t low, std::int64_t high,
                                                   std::uint32_t after) noexcept {
    auto const list = detail::list_of(r, w);
    auto const is_in = [&](std::int64_t day) {
        auto const v = list.sum(r.in, day);
        return (low <= v) & (v <= high);
    };
    auto day = detail::day_of(r.calendar, after);
    bool const before = is_in(day);
    while ((day = list.next_edge(r.in, day)) != 0) {
        if (is_in(day) != before) return detail::instant_of(detail::begin_of_day(r.calendar, day));
    }
    return instant::forever();
}

/// The first instant after `after` at which a measure that shrinks comes to lie between two values, or ceases
/// to, if nothing more happens.
RUNG_FORCE_INLINE [[nodiscard]] constexpr instant flips(reading const& r, period_clock const* clocks,
                                                        const_words_of_client w, std::int64_t low,
                                                        std::int64_t high, instant after) noexcept {
    if (r.kind == reading::ring && r.in.back != 0)
        return detail::next_flip_of_ring(r, clocks[r.clock], w, low, high, after.unix_seconds);
    if (r.kind == reading::list && r.in.young != 0)
        return detail::next_flip_of_list(r, w, low, high, after.unix_seconds);
    if (r.kind == reading::until_silence) {
        auto const have = detail::read(r, clocks, w, after);
        bool const changes = (low <= have && have <= high) != (low <= 0 && 0 <= high);
        if (!changes || w[r.word3] == 0) return instant::forever();
        return detail::instant_of(detail::end_of_silence(r.in, r.calendar, w[r.word3]));
    }
    // It only falls. A list is gone through once, if that is enough.
    if (r.kind == reading::list && high >= r.most) return detail::falls_below(r, clocks, w, low, after);
    auto const have = detail::read(r, clocks, w, after);
    if (have < low) return instant::forever();
    if (have <= high) return detail::falls_below(r, clocks, w, low, after);
    auto const then = detail::falls_below(r, clocks, w, high + 1, after);
    return then == instant::forever() || detail::read(r, clocks, w, then) < low ? instant::forever() : then;
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
