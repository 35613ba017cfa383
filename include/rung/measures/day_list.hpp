#pragma once

#include <rung/core/config.hpp>
#include <rung/measures/period.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <type_traits>

namespace rung {
inline namespace v0 {
namespace detail {

/// The days of a rolling window on which something happened, the newest first, each with a count (one word)
/// or a sum of 48 bits (two words): a view of words, where a day that is 0 ends the list. Days are kept two
/// higher, so that none is 0.
template <class Word>
struct basic_day_list {
    Word* first;
    std::size_t room;
    bool sums;

    [[nodiscard]] constexpr std::uint64_t most() const noexcept {
        return sums ? (std::uint64_t{1} << 48) - 1 : 0xffff;
    }
    [[nodiscard]] constexpr std::size_t at(std::size_t i) const noexcept { return sums ? 2 * i : i; }
    [[nodiscard]] constexpr std::int64_t day(std::size_t i) const noexcept {
        return std::int64_t{first[at(i)] >> 16} - 2;
    }
    [[nodiscard]] constexpr std::uint64_t value(std::size_t i) const noexcept {
        std::uint64_t const low = first[at(i)] & 0xffff;
        return sums ? low << 32 | first[2 * i + 1] : low;
    }
    [[nodiscard]] constexpr std::size_t size() const noexcept {
        std::size_t n = 0;
        while (n < room && first[at(n)] != 0) ++n;
        return n;
    }
    /// The entry of a day; `room` if there is none.
    [[nodiscard]] constexpr std::size_t place_of(std::int64_t of_day) const noexcept {
        std::size_t i = 0;
        while (i < room && first[at(i)] != 0 && day(i) != of_day) ++i;
        return i < room && first[at(i)] != 0 ? i : room;
    }
    [[nodiscard]] constexpr std::uint64_t of_day(std::int64_t which) const noexcept {
        auto const i = place_of(which);
        return i < room ? value(i) : 0;
    }
    /// Whether there are so many entries, from 1.
    [[nodiscard]] constexpr bool has_all(std::size_t n) const noexcept { return first[at(n - 1)] != 0; }
    /// Calls f(i) for the entries that still count on a day, the newest first, while it returns true. How
    /// many it went through.
    template <class F>
    RUNG_FORCE_INLINE constexpr std::size_t each_live(window const& in, std::int64_t today,
                                                      F const& f) const noexcept {
        std::size_t n = 0;
        bool goes_on = true;
        auto const since = [&](std::int64_t begin) {
            auto const from = static_cast<std::uint32_t>(begin + 2 > 1 ? begin + 2 : 1) << 16;
            while (n < room && first[at(n)] >= from && (goes_on = f(n))) ++n;
        };
        // As a month has 28 days at least, seldom the calendar is asked.
        since(today - detail::least_days(in.each) * in.n + 1);
        if (goes_on && n < room && first[at(n)] != 0 && detail::length_of(in.each) == 0)
            since(detail::first_that_counts(in.each, in.n, today));
        return n;
    }
    /// How many entries, of the newest, still count on a day.
    [[nodiscard]] constexpr std::size_t live(window const& in, std::int64_t today) const noexcept {
        return each_live(in, today, [](std::size_t) { return true; });
    }
    /// Whether something of a day finds no room.
    [[nodiscard]] constexpr bool is_full(window const& in, std::int64_t today) const noexcept {
        return live(in, today) == room && day(0) != today;
    }
    /// What still counts on a day, together.
    [[nodiscard]] constexpr std::int64_t sum(window const& in, std::int64_t today) const noexcept {
        std::uint64_t all = 0;
        (void)each_live(in, today, [&](std::size_t i) {
            if (in.young == 0 || day(i) + in.young <= today) all += value(i);
            return true;
        });
        return static_cast<std::int64_t>(all);
    }
    /// The first day after one on which another entry begins to count, or an entry ceases to; 0 if there is
    /// none.
    [[nodiscard]] constexpr std::int64_t next_edge(window const& in, std::int64_t today) const noexcept {
        std::int64_t next = 0;
        for (std::size_t i = 0; i < room && first[at(i)] != 0; ++i) {
            for (auto const edge : {day(i) + in.young, detail::end_of_rolling(in.each, in.n, day(i))}) {
                if (edge > today && (next == 0 || edge < next)) next = edge;
            }
        }
        return next;
    }
    /// How many of the newest that count have so much together, which is above zero; 0 if all are not enough.
    [[nodiscard]] constexpr std::size_t enough(window const& in, std::int64_t today,
                                               std::int64_t wanted) const noexcept {
        std::int64_t all = 0;
        auto const n = each_live(in, today, [&](std::size_t i) {
            all += static_cast<std::int64_t>(value(i));
            return all < wanted;
        });
        return all < wanted ? 0 : n + 1;
    }

    constexpr void put(std::size_t i, std::int64_t of_day, std::uint64_t v) noexcept {
        auto const d = static_cast<std::uint32_t>(of_day + 2) << 16;
        auto const held = v < most() ? v : most();
        first[at(i)] = d | static_cast<std::uint32_t>(sums ? held >> 32 : held);
        if (sums) first[2 * i + 1] = static_cast<std::uint32_t>(held & UINT32_MAX);
    }
    /// Forgets what no longer counts; how many are left.
    constexpr std::size_t forget_past(window const& in, std::int64_t today) noexcept {
        auto const n = live(in, today);
        for (auto i = at(n); i < at(room) && first[i] != 0; i += at(1)) {
            first[i] = 0;
            if (sums) first[i + 1] = 0;
        }
        return n;
    }
    /// A full list forgets its oldest day: whoever asks is_full first never sees that.
    constexpr void add(window const& in, std::int64_t today, std::uint64_t v) noexcept {
        auto const n = forget_past(in, today);
        if (n > 0 && day(0) == today) return put(0, today, value(0) + v);
        insert(0, n, today, v);
    }
    /// Adds to a day that may be earlier than others, if it still counts. What finds no room is forgotten
    /// with the oldest day: a base that keeps history has room for each.
    constexpr void keep(window const& in, std::int64_t today, std::int64_t of_day, std::uint64_t v) noexcept {
        auto const n = forget_past(in, today);
        std::size_t i = 0;
        while (i < n && day(i) > of_day) ++i;
        if (i < n && day(i) == of_day) return put(i, of_day, value(i) + v);
        if (i == room || detail::end_of_rolling(in.each, in.n, of_day) <= today) return;
        insert(i, n, of_day, v);
    }
    /// How much it took.
    constexpr std::uint64_t take_of_day(std::int64_t of_day, std::uint64_t amount) noexcept {
        auto const i = place_of(of_day);
        if (i == room) return 0;
        auto const had = value(i);
        lower(i, amount);
        return had < amount ? had : amount;
    }
    constexpr void take(std::uint64_t amount, bool oldest_first) noexcept {
        for (std::size_t k = 0, n = size(); k < n && amount != 0; ++k) {
            auto const i = oldest_first ? n - 1 - k : k;
            auto const had = value(i);
            lower(i, amount);
            amount -= had < amount ? had : amount;
        }
    }

private:
    // Before the i-th of n; the last makes room.
    constexpr void insert(std::size_t i, std::size_t n, std::int64_t of_day, std::uint64_t v) noexcept {
        auto const kept = at(n < room ? n : room - 1) - at(i);
        if (std::is_constant_evaluated()) {
            for (auto k = at(i) + kept; k > at(i);) {
                --k;
                first[k + at(1)] = first[k];
            }
        } else {
            std::memmove(first + at(i + 1), first + at(i), kept * sizeof(Word));
        }
        put(i, of_day, v);
    }
    constexpr void lower(std::size_t i, std::uint64_t amount) noexcept {
        auto const had = value(i);
        put(i, day(i), had < amount ? 0 : had - amount);
    }
};

using day_list = basic_day_list<std::uint32_t>;
using const_day_list = basic_day_list<std::uint32_t const>;

}  // namespace detail
}  // namespace v0
}  // namespace rung
