#pragma once

#include <rung/core/config.hpp>
#include <rung/measures/day_list.hpp>
#include <rung/measures/plan.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace detail {

// What an event does to a client's words. One set of functions for plans that are constants, where everything
// folds away, and for those that are not.

using words_of_client = std::uint32_t*;
using const_words_of_client = std::uint32_t const*;

[[nodiscard]] constexpr std::uint32_t mask_of(unsigned bits) noexcept {
    return bits >= 32 ? UINT32_MAX : (std::uint32_t{1} << bits) - 1;
}
RUNG_FORCE_INLINE [[nodiscard]] constexpr std::uint32_t get(const_words_of_client w, bits_at b) noexcept {
    return (w[b.word] >> b.shift) & mask_of(b.size);
}
RUNG_FORCE_INLINE constexpr void put(words_of_client w, bits_at b, std::uint32_t v) noexcept {
    w[b.word] = (w[b.word] & ~(mask_of(b.size) << b.shift)) | v << b.shift;
}
RUNG_FORCE_INLINE [[nodiscard]] constexpr std::int64_t get_wide(const_words_of_client w,
                                                                std::uint16_t word) noexcept {
    return static_cast<std::int64_t>(std::uint64_t{w[word + 1]} << 32 | w[word]);
}
RUNG_FORCE_INLINE constexpr void put_wide(words_of_client w, std::uint16_t word, std::int64_t v) noexcept {
    w[word] = static_cast<std::uint32_t>(static_cast<std::uint64_t>(v) & UINT32_MAX);
    w[word + 1] = static_cast<std::uint32_t>(static_cast<std::uint64_t>(v) >> 32);
}

/// Period i of a ring, 0 the newest.
[[nodiscard]] constexpr bits_at period_at(std::uint16_t word, std::uint8_t width, std::size_t i) noexcept {
    auto const bit = i * width;
    return {static_cast<std::uint16_t>(word + bit / 32), static_cast<std::uint8_t>(bit % 32), width};
}

// Of periods that begin on the client's own day, which few measures have.
[[nodiscard]] RUNG_NO_INLINE constexpr std::int64_t
own_period_of(period_clock const& c, const_words_of_client w, std::uint32_t second) noexcept {
    return detail::own_period_of(c.each, detail::day_of(c.calendar, w[c.began]),
                                 detail::day_of(c.calendar, second));
}
[[nodiscard]] RUNG_NO_INLINE constexpr std::uint32_t
begin_of_own(period_clock const& c, const_words_of_client w, std::int64_t number) noexcept {
    auto const own = detail::day_of(c.calendar, w[c.began]);
    return detail::begin_of_day(c.calendar, detail::end_of_rolling(c.each, number, own));
}
/// The number of the period of a clock in which a second lies, and the first second of a period.
[[nodiscard]] constexpr std::int64_t period_of(period_clock const& c, const_words_of_client w,
                                               std::uint32_t second) noexcept {
    return c.began == no_word ? detail::period_of(c.each, c.calendar, second)
                              : detail::own_period_of(c, w, second);
}
[[nodiscard]] constexpr std::uint32_t begin_of(period_clock const& c, const_words_of_client w,
                                               std::int64_t number) noexcept {
    return c.began == no_word ? detail::begin_of(c.each, c.calendar, number)
                              : detail::begin_of_own(c, w, number);
}
/// The newest period of a clock. The last of all ends after every instant.
[[nodiscard]] constexpr std::int64_t newest_of(period_clock const& c, const_words_of_client w) noexcept {
    auto const ends = w[c.word];
    return detail::period_of(c, w, ends == UINT32_MAX ? ends : ends - 1);
}
/// The first second so many periods after the newest is over.
[[nodiscard]] RUNG_NO_INLINE constexpr std::uint32_t
begin_after(period_clock const& c, const_words_of_client w, std::int64_t periods) noexcept {
    auto const ends = w[c.word];
    if (periods == 0) return ends;
    if (c.length != 0) return instant::from_unix(std::int64_t{ends} + periods * c.length).unix_seconds;
    return detail::begin_of(c, w, detail::newest_of(c, w) + 1 + periods);
}

/// Shifts a ring by so many periods, as the words of a long number.
RUNG_WRAPS constexpr void shift(words_of_client v, std::size_t words, std::uint64_t bits) noexcept {
    auto const by = bits / 32 < words ? static_cast<std::size_t>(bits / 32) : words;
    auto const by_bits = static_cast<unsigned>(bits % 32);
    if (by_bits == 0) {
        for (auto i = words; i > by;) {
            --i;
            v[i] = v[i - by];
        }
    } else {
        for (auto i = words; i > by;) {
            --i;
            v[i] = v[i - by] << by_bits | (i > by ? v[i - by - 1] >> (32 - by_bits) : 0);
        }
    }
    for (std::size_t i = 0; i < by; ++i) v[i] = 0;
}

/// Turns the rings of a clock so far that the newest period is the one of `now`. Seldom.
RUNG_WRAPS RUNG_NO_INLINE constexpr void turn(words_of_client w, period_clock const& c,
                                              std::uint32_t now) noexcept {
    auto const ends = w[c.word];
    if (c.began != no_word && w[c.began] == 0) return;
    auto passed = std::int64_t{0xffff};
    if (c.length != 0 && ends != 0) {
        passed = 1 + detail::whole_periods(c.each, now - ends);
        w[c.word] = instant::from_unix(std::int64_t{ends} + passed * c.length).unix_seconds;
    } else if (c.each == period::month && ends != 0 && now - ends < 27 * 86'400) {
        // The month after that one.
        passed = 1;
        w[c.word] = detail::begin_after(c, w, 1);
    } else {
        auto const newest = detail::period_of(c, w, now);
        if (ends != 0) passed = newest - detail::newest_of(c, w);
        w[c.word] = detail::begin_of(c, w, newest + 1);
    }
    for (std::size_t r = 0; r < c.ring_count; ++r) {
        auto const& ring = c.rings[r];
        detail::shift(w + ring.word, ring.words, static_cast<std::uint64_t>(passed) * ring.width);
    }
}

/// The first second at which a silence since an instant has lasted so long.
[[nodiscard]] constexpr std::uint32_t end_of_silence(window const& lasts, local_calendar const& c,
                                                     std::uint32_t since) noexcept {
    return detail::begin_of_day(c, detail::end_of_rolling(lasts.each, lasts.n, detail::day_of(c, since)));
}
/// Whether there was something to be heard of, and has been such a silence since.
[[nodiscard]] constexpr bool is_silent(window const& lasts, local_calendar const& c, std::uint32_t since,
                                       std::uint32_t now) noexcept {
    // Most often the calendar is not asked.
    auto const surely = (detail::least_days(lasts.each) * lasts.n - (c.changes_offset() ? 3 : 1)) * 86'400;
    return since != 0 && std::int64_t{now} - since >= surely &&
           now >= detail::end_of_silence(lasts, c, since);
}

/// The place of the period of an instant in a ring of n; n if it has left.
[[nodiscard]] constexpr std::size_t place_in_ring(period_clock const& c, const_words_of_client w,
                                                  std::uint32_t at, std::size_t n) noexcept {
    auto const back = detail::newest_of(c, w) - detail::period_of(c, w, at);
    return back < 0 || back >= static_cast<std::int64_t>(n) ? n : static_cast<std::size_t>(back);
}

/// Takes `amount` from a ring: from the period of an instant and no other, if there is one, or from the
/// newest or oldest first.
RUNG_NO_INLINE constexpr void take_from_ring(words_of_client w, step const& s, period_clock const& c,
                                             std::uint32_t at, std::uint64_t amount) noexcept {
    std::size_t first = 0;
    std::size_t end = s.n;
    if (at != 0) {
        first = detail::place_in_ring(c, w, at, s.n);
        end = first < s.n ? first + 1 : first;
    }
    for (std::size_t k = first; k < end && amount != 0; ++k) {
        auto const i = s.oldest_first ? first + (end - 1 - k) : k;
        auto const b = detail::period_at(s.at.word, s.at.size, i);
        auto const have = detail::get(w, b);
        auto const part = have < amount ? have : static_cast<std::uint32_t>(amount);
        detail::put(w, b, have - part);
        amount -= part;
    }
}

/// Adds to a period of a ring; it is held at what it can hold.
constexpr void add_to_period(words_of_client w, bits_at period, std::uint64_t value) noexcept {
    std::uint64_t const have = detail::get(w, period);
    std::uint64_t const most = detail::mask_of(period.size);
    detail::put(w, period, static_cast<std::uint32_t>(value > most - have ? most : have + value));
}

/// Takes the instant of an event out of the n that are remembered; false if there was no such event. It may
/// have been older than all of them: `counted` of them are known to have been, since `first`.
constexpr bool take_out(words_of_client v, std::size_t n, std::uint32_t at, std::uint32_t counted,
                        std::uint32_t first) noexcept {
    if (at == 0) return false;
    std::size_t known = 0;
    while (known < n && v[known] != 0) ++known;
    std::size_t i = 0;
    while (i < known && v[i] != at) ++i;
    if (i == known) return known > 0 && counted > known && at >= first && at < v[known - 1];
    for (; i + 1 < n; ++i) v[i] = v[i + 1];
    v[n - 1] = 0;
    return true;
}

template <class Model>
RUNG_FORCE_INLINE [[nodiscard]] constexpr bool passes(clause const& when,
                                                      typename Model::event const& e) noexcept {
    bool pass = true;
    for (auto const& t : when.tests) {
        if (t.field == 0) continue;
        auto const v = Model::get(e, t.field);
        pass = pass & (t.low <= v) & (v <= t.high);
    }
    return pass;
}

/// The instant of the event that an event takes back; 0 if it names none.
template <class Model>
RUNG_FORCE_INLINE [[nodiscard]] constexpr std::uint32_t taken_back([[maybe_unused]]
                                                                   typename Model::event const& e) noexcept {
    if constexpr (requires { Model::taken_back(e); })
        return Model::taken_back(e).unix_seconds;
    else
        return 0;
}
/// The same of one that it takes back wholly.
template <class Model>
RUNG_FORCE_INLINE [[nodiscard]] constexpr std::uint32_t
wholly_taken_back(typename Model::event const& e) noexcept {
    auto const at = detail::taken_back<Model>(e);
    if constexpr (requires { Model::takes_part(e); })
        return Model::takes_part(e) ? 0 : at;
    else
        return at;
}

/// Whether a step is of an event: all that it asks for, holds.
template <class Model>
RUNG_FORCE_INLINE [[nodiscard]] constexpr bool is_of(step const& s, typename Model::event const& e) noexcept {
    if constexpr (requires { Model::says_what_was_kept(e); }) {
        if (s.kept == step::of_kept)
            return Model::says_what_was_kept(e) && detail::passes<Model>(s.when, Model::kept_of(e));
        if (s.kept == step::not_kept && Model::says_what_was_kept(e)) return false;
    } else if (s.kept == step::of_kept) {
        return false;
    }
    return detail::passes<Model>(s.when, e);
}

/// The last days that exceeded a limit a day, each with by how much.
constexpr window never_forgets{.how = window::shape::rolling, .each = period::year, .n = 200};
[[nodiscard]] constexpr day_list excess_of(words_of_client w, step const& s) noexcept {
    return {w + s.day_word + 2, days_of_excess, true};
}
/// What remains of an amount that is taken back of a day when what exceeded the day's limit has gone first.
RUNG_NO_INLINE constexpr std::uint64_t take_of_excess(words_of_client w, step const& s, std::uint32_t of,
                                                      std::uint64_t amount) noexcept {
    auto const day = detail::day_of(s.calendar, of);
    amount -= detail::excess_of(w, s).take_of_day(day, amount);
    auto& given = w[s.day_word + 1];
    if (w[s.day_word] == static_cast<std::uint32_t>(day + 2))
        given = amount < given ? given - static_cast<std::uint32_t>(amount) : 0;
    return amount;
}
RUNG_FORCE_INLINE constexpr std::uint64_t beyond_excess(words_of_client w, step const& s, std::uint32_t of,
                                                        std::uint64_t amount) noexcept {
    return s.keeps_excess && of != 0 ? detail::take_of_excess(w, s, of, amount) : amount;
}
/// What of a value still counts on a day of the past of which so much does.
RUNG_NO_INLINE constexpr std::uint64_t within_that_day(words_of_client w, step const& s, std::int64_t day,
                                                       std::uint64_t has, std::uint64_t value) noexcept {
    if (s.day_word == no_word) return value;
    auto excess = detail::excess_of(w, s);
    auto const left = has < s.a_day && excess.of_day(day) == 0 ? s.a_day - has : 0;
    auto const counts = value < left ? value : left;
    if (value > counts) excess.keep(never_forgets, day, day, value - counts);
    return counts;
}
/// What of a value still counts today, where a day has a limit: notes it.
RUNG_NO_INLINE constexpr std::int64_t within_the_limit(words_of_client w, step const& s, std::uint32_t at,
                                                       std::int64_t value) noexcept {
    // The day is noted one higher, so that no day is 0.
    auto const today = static_cast<std::uint32_t>(detail::day_of(s.calendar, at) + 2);
    if (w[s.day_word] != today) {
        w[s.day_word] = today;
        w[s.day_word + 1] = 0;
    }
    std::int64_t const left = std::int64_t{s.a_day} - w[s.day_word + 1];
    auto const counts = value < left ? value : left;
    w[s.day_word + 1] += static_cast<std::uint32_t>(counts);
    if (s.keeps_excess && value > counts)
        detail::excess_of(w, s).add(never_forgets, std::int64_t{today} - 2,
                                    static_cast<std::uint64_t>(value - counts));
    return counts;
}
RUNG_FORCE_INLINE constexpr std::int64_t within_a_day(words_of_client w, step const& s, std::uint32_t at,
                                                      std::int64_t value) noexcept {
    return s.day_word == no_word ? value : detail::within_the_limit(w, s, at, value);
}

/// What an event gives to a step; nothing, if that is below zero.
template <class Model>
RUNG_FORCE_INLINE [[nodiscard]] constexpr std::int64_t value_of(step const& s,
                                                                typename Model::event const& e) noexcept {
    auto const has = s.gives >= 0 ? s.gives : Model::get(e, s.field);
    auto const v = s.kept == step::of_kept ? -has : has;
    return v > 0 ? v : 0;
}

/// Does a step of a plan to a client's words. `undone` has a bit for each way to say that the event which is
/// taken back is known.
template <class Model>
RUNG_FORCE_INLINE constexpr void run(step const& s, period_clock const* clocks, words_of_client w,
                                     typename Model::event const& e, std::uint32_t& undone) noexcept {
    if (s.from_own_day && w[clocks[s.clock].word] == 0) return;
    bool const pass = detail::is_of<Model>(s, e);
    auto const yes = static_cast<std::uint32_t>(-static_cast<std::int32_t>(pass));
    auto const at = e.at.unix_seconds;
    // Of what takes back: when what it names happened; 0 if it names nothing.
    auto const named = [&] { return s.takes_named ? detail::taken_back<Model>(e) : 0; };
    auto const held = [&](std::uint32_t most) {
        auto const v = detail::value_of<Model>(s, e);
        return v < std::int64_t{most} ? static_cast<std::uint32_t>(v) : most;
    };
    auto const mask = detail::mask_of(s.at.size);
    auto& word = w[s.at.word];
    switch (s.code) {
    case step::count: {
        if (s.day_word != no_word && (!pass || detail::within_a_day(w, s, at, 1) == 0)) return;
        word += (std::uint32_t{detail::get(w, s.at) < s.limit} & yes) << s.at.shift;
        return;
    }
    case step::clear: word &= ~(mask << s.at.shift & yes); return;
    case step::set: word = (word & ~(mask << s.at.shift & yes)) | (held(s.limit) << s.at.shift & yes); return;
    case step::raise: {
        auto const v = held(s.limit);
        auto const old = detail::get(w, s.at);
        auto const more = static_cast<std::uint32_t>(-static_cast<std::int32_t>(pass & (v > old)));
        word ^= ((v ^ old) & more) << s.at.shift;
        return;
    }
    case step::add_wide: {
        if (s.day_word != no_word && !pass) return;
        auto const v = pass ? detail::within_a_day(w, s, at, detail::value_of<Model>(s, e)) : 0;
        detail::put_wide(w, s.at.word, rung::add_saturated(detail::get_wide(w, s.at.word), v));
        return;
    }
    case step::take_wide: {
        auto const have = detail::get_wide(w, s.at.word);
        auto v = pass ? detail::value_of<Model>(s, e) : 0;
        if (s.keeps_excess && pass)
            v = static_cast<std::int64_t>(
                detail::beyond_excess(w, s, named(), static_cast<std::uint64_t>(v)));
        detail::put_wide(w, s.at.word, v < have ? have - v : 0);
        return;
    }
    case step::total: {
        if (!pass || detail::get(w, s.other) >= s.limit) return;
        if (s.at.size > 32)
            return detail::put_wide(w, s.at.word, detail::get_wide(w, s.at.word) + held(UINT32_MAX));
        auto const left = mask - detail::get(w, s.at);
        word += held(left) << s.at.shift;
        return;
    }
    case step::ring_add: {
        if (!pass) return;
        auto const v =
            static_cast<std::uint64_t>(detail::within_a_day(w, s, at, detail::value_of<Model>(s, e)));
        detail::add_to_period(w, detail::period_at(s.at.word, s.at.size, 0), v);
        return;
    }
    case step::ring_keep: {
        if (!pass) return;
        auto const i = detail::place_in_ring(clocks[s.clock], w, detail::taken_back<Model>(e), s.n);
        if (i == s.n) return;  // it has left the window
        detail::add_to_period(w, detail::period_at(s.at.word, s.at.size, i),
                              static_cast<std::uint64_t>(detail::value_of<Model>(s, e)));
        return;
    }
    case step::ring_take:
        if (!pass || (s.takes_only_known && (undone >> s.undo & 1) == 0)) return;
        detail::take_from_ring(
            w, s, clocks[s.clock], named(),
            detail::beyond_excess(w, s, named(), static_cast<std::uint64_t>(detail::value_of<Model>(s, e))));
        return;
    case step::push:
        if (!pass) return;
        for (std::size_t i = s.n; i-- > 1;) w[s.at.word + i] = w[s.at.word + i - 1];
        word = at;
        return;
    case step::mark_first: word = detail::choose(pass & (word == 0), at, word); return;
    case step::mark_unless: word = detail::choose(pass & (detail::get(w, s.other) == 0), at, word); return;
    case step::forget:
        for (std::size_t i = 0; i < s.n; ++i) w[s.at.word + i] &= ~yes;
        return;
    case step::turn:
        if (at >= word) [[unlikely]]
            detail::turn(w, clocks[s.clock], at);
        return;
    case step::lapse:
        if (!detail::is_silent(s.in, s.calendar, w[s.word3], at)) return;
        if (s.at.size > 32) return detail::put_wide(w, s.at.word, 0);
        return detail::put(w, s.at, 0);
    case step::count_day: {
        auto const day = static_cast<std::uint32_t>(detail::day_of(s.calendar, at) + 2) & 0xffff;
        auto const before = detail::get(w, s.other);
        auto const is_new = yes & static_cast<std::uint32_t>(-static_cast<std::int32_t>(day != before));
        w[s.other.word] ^= ((day ^ before) & is_new) << s.other.shift;
        word += (std::uint32_t{detail::get(w, s.at) < s.limit} & is_new) << s.at.shift;
        return;
    }
    case step::list_add: {
        if (!pass) return;
        auto const v = detail::within_a_day(w, s, at, detail::value_of<Model>(s, e));
        day_list{w + s.at.word, s.n, s.at.size == 64}.add(s.in, detail::day_of(s.calendar, at),
                                                          static_cast<std::uint64_t>(v));
        return;
    }
    case step::list_take: {
        if (!pass || (s.takes_only_known && (undone >> s.undo & 1) == 0)) return;
        auto const of = named();
        day_list list{w + s.at.word, s.n, s.at.size == 64};
        list.forget_past(s.in, detail::day_of(s.calendar, at));
        auto const amount =
            detail::beyond_excess(w, s, of, static_cast<std::uint64_t>(detail::value_of<Model>(s, e)));
        if (of != 0)
            list.take_of_day(detail::day_of(s.calendar, of), amount);
        else
            list.take(amount, s.oldest_first);
        return;
    }
    case step::list_keep: {
        if (!pass) return;
        day_list list{w + s.at.word, s.n, s.at.size == 64};
        auto const day = detail::day_of(s.calendar, detail::taken_back<Model>(e));
        auto const v = static_cast<std::uint64_t>(detail::value_of<Model>(s, e));
        list.keep(s.in, detail::day_of(s.calendar, at), day,
                  detail::within_that_day(w, s, day, list.of_day(day), v));
        return;
    }
    case step::run_on: {
        if (!pass) return;
        auto const now =
            static_cast<std::uint32_t>(detail::period_of(s.in.each, s.calendar, at) + 2) & 0xffff;
        auto const last = word >> 16;
        auto const length = word & 0xffff;
        if (now == last) return;
        word = now << 16 | (now == last + 1 ? length + (length < 0xffff ? 1u : 0u) : 1u);
        return;
    }
    case step::find:
        if (!pass) return;
        undone |= std::uint32_t{detail::take_out(w + s.at.word, s.n, detail::wholly_taken_back<Model>(e),
                                                 s.other.size != 0 ? detail::get(w, s.other) : UINT32_MAX,
                                                 s.word3 != no_word ? w[s.word3] : 0)}
                  << s.undo;
        return;
    case step::trust: undone = detail::wholly_taken_back<Model>(e) != 0 ? 1 : 0; return;
    case step::uncount: {
        auto const have = detail::get(w, s.at);
        if (s.keeps_excess && ((undone >> s.undo & yes & 1) == 0 ||
                               detail::beyond_excess(w, s, detail::taken_back<Model>(e), 1) == 0))
            return;
        bool const exact = (have > 0) & (have < s.limit);
        word -= (undone >> s.undo & std::uint32_t{exact} & yes) << s.at.shift;
        return;
    }
    case step::unmark_first: {
        if ((undone >> s.undo & yes & 1) == 0) return;
        std::size_t known = 0;
        while (known < s.n && w[s.word3 + known] != 0) ++known;
        auto const left = detail::get(w, s.other);
        if (left == 0)
            word = 0;
        else if (left == known)
            word = w[s.word3 + known - 1];
        return;
    }
    case step::unset:
        if ((undone >> s.undo & yes & 1) != 0 && detail::get(w, s.at) >= s.limit)
            word &= ~(mask << s.at.shift);
        return;
    }
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
