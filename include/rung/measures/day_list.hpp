#pragma once

#include <rung/measures/period.hpp>

#include <cstddef>
#include <cstdint>

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
    /// Whether there are so many entries, from 1.
    [[nodiscard]] constexpr bool has_all(std::size_t n) const noexcept { return first[at(n - 1)] != 0; }
    /// How many entries, of the newest, still count on a day.
    [[nodiscard]] constexpr std::size_t live(window const& in, std::int64_t today) const noexcept {
        auto n = size();
        // As a month has 28 days at least, most often the calendar is not asked.
        if (n == 0 || today - day(n - 1) < detail::least_days(in.each) * in.n) return n;
        auto const begin = detail::first_that_counts(in.each, in.n, today);
        while (n > 0 && day(n - 1) < begin) --n;
        return n;
    }
    /// Whether something of a day finds no room.
    [[nodiscard]] constexpr bool is_full(window const& in, std::int64_t today) const noexcept {
        return live(in, today) == room && day(0) != today;
    }
    [[nodiscard]] constexpr std::int64_t sum(std::size_t n) const noexcept {
        std::uint64_t all = 0;
        for (std::size_t i = 0; i < n; ++i) all += value(i);
        return static_cast<std::int64_t>(all);
    }

    constexpr void put(std::size_t i, std::int64_t of_day, std::uint64_t v) noexcept {
        auto const d = static_cast<std::uint32_t>(of_day + 2) << 16;
        auto const held = v < most() ? v : most();
        first[at(i)] = d | static_cast<std::uint32_t>(sums ? held >> 32 : held);
        if (sums) first[2 * i + 1] = static_cast<std::uint32_t>(held & UINT32_MAX);
    }
    constexpr void forget_past(window const& in, std::int64_t today) noexcept {
        auto const n = live(in, today);
        for (auto i = size(); i > n;) {
            --i;
            first[at(i)] = 0;
            if (sums) first[2 * i + 1] = 0;
        }
    }
    /// A full list forgets its oldest day: whoever asks is_full first never sees that.
    constexpr void add(window const& in, std::int64_t today, std::uint64_t v) noexcept {
        forget_past(in, today);
        auto const n = size();
        if (n > 0 && day(0) == today) return put(0, today, value(0) + v);
        for (auto i = n < room ? n : room - 1; i > 0; --i) put(i, day(i - 1), value(i - 1));
        put(0, today, v);
    }
    /// Adds to a day that may be earlier than others, if it still counts. What finds no room is forgotten
    /// with the oldest day: a base that keeps history has room for each.
    constexpr void keep(window const& in, std::int64_t today, std::int64_t of_day, std::uint64_t v) noexcept {
        forget_past(in, today);
        auto const n = size();
        std::size_t i = 0;
        while (i < n && day(i) > of_day) ++i;
        if (i < n && day(i) == of_day) return put(i, of_day, value(i) + v);
        if (i == room || detail::end_of_rolling(in.each, in.n, of_day) <= today) return;
        for (auto k = n < room ? n : room - 1; k > i; --k) put(k, day(k - 1), value(k - 1));
        put(i, of_day, v);
    }
    constexpr void take_of_day(std::int64_t of_day, std::uint64_t amount) noexcept {
        for (std::size_t i = 0, n = size(); i < n; ++i) {
            if (day(i) == of_day) return lower(i, amount);
        }
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
