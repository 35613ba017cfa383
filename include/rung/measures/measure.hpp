#pragma once

#include <rung/measures/period.hpp>
#include <rung/measures/selection.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

namespace detail {

// Not constexpr on purpose: the compiler stops there and prints the name.
inline void a_limit_a_day_is_above_zero() {}
inline void a_limit_is_from_1_to_4294967295() {}

[[nodiscard]] constexpr std::uint32_t limit_of(std::int64_t n) noexcept {
    if (n < 0 || n > UINT32_MAX) detail::a_limit_is_from_1_to_4294967295();
    return detail::narrowed<std::uint32_t>(n, 0);
}

}  // namespace detail

/// How events become a number.
enum class form : std::uint8_t {
    count,        ///< how many
    sum,          ///< of a field, less that of others
    largest,      ///< value of a field
    last,         ///< value of a field
    mean,         ///< of a field, in hundredths, of the first `most`
    days,         ///< distinct days with such an event
    streak,       ///< periods in a row with such an event
    since_first,  ///< how long ago; 0 while there was none
    since_last,   ///< how long ago the n-th last was; for ever, while there was none
    ratio,        ///< time since the last, in percent of the mean gap
    waiting,      ///< since the first of `less` that no `after` has answered; 0 while there is none
    since_touch,  ///< since the last of `of`; while one of `less` waits for an answer, since that
};

/// A fact about a client as a value: plain data.
struct measure_row {
    std::string_view name{};
    form what = form::count;
    unit measure = unit::count;
    std::uint8_t field = 0;
    std::uint8_t nth = 1;
    /// The largest that one event can give, and where a counter or a sum within a window stops.
    std::uint32_t field_most = 0;
    std::uint32_t most = 65'535;
    /// At most so much of a day counts; 0: all of it.
    std::uint32_t a_day = 0;
    /// What is taken back by `less` is taken from the oldest that still counts, not from the newest.
    bool oldest_first = false;
    window in{};
    local_calendar calendar{};
    clauses of{};
    clauses less{};
    clauses after{};
    /// So long without any of these events, and it begins anew.
    window silence{};
    clauses silence_of{};
    /// Of a calendar window: its periods begin on the client's own day, that of the first of these events.
    clauses since{};

    friend constexpr bool operator==(measure_row const&, measure_row const&) = default;

    [[nodiscard]] constexpr bool ages() const noexcept { return what >= form::since_first; }
    /// A sum of all time is kept in 64 bits; all else in the bits that its limit needs.
    [[nodiscard]] constexpr bool is_wide() const noexcept { return what == form::sum && !in.given(); }
    [[nodiscard]] constexpr bool shrinks() const noexcept {
        return in.given() || silence.given() || what == form::streak;
    }
    /// Time alone can raise it: also a window that looks at a span long ago.
    [[nodiscard]] constexpr bool grows() const noexcept { return ages() || in.back != 0 || in.young != 0; }
    /// Something else than what takes events back can make it smaller.
    [[nodiscard]] constexpr bool falls() const noexcept {
        return shrinks() || after.size != 0 || what == form::last || what == form::mean ||
               (ages() && what != form::since_first);
    }
    [[nodiscard]] constexpr std::int64_t highest() const noexcept {
        std::int64_t const periods = in.how == window::shape::calendar ? in.n : std::int64_t{in.room};
        switch (what) {
        case form::count: return in.given() ? 65'535 * periods : std::int64_t{most};
        case form::days:
            if (!in.given()) return most;
            return (in.each == period::day    ? in.n
                    : in.each == period::week ? std::int64_t{7} * in.n
                                              : std::int64_t{366} * in.n) -
                   in.young;
        case form::sum:
            if (!in.given()) return unlimited;
            return periods * (in.how == window::shape::rolling ? (std::int64_t{1} << 48) - 1 : UINT32_MAX);
        case form::largest:
        case form::last: return field_most;
        case form::mean: return std::int64_t{100} * field_most;
        case form::streak: return 65'535;
        case form::since_first:
        case form::since_last:
        case form::ratio:
        case form::waiting:
        case form::since_touch: break;
        }
        return unlimited;
    }
};

/// A measure of a model's events whose unit the compiler knows. It has to be a named constant with a name of
/// its own, and rules compare it with what it is measured in:
///
///     constexpr auto nights = rung::sum(quantity).of(stay).in(rung::calendar_year).named("nights");
///     ... nights >= 10 ...
template <measurable Model, unit Unit, class Own = void>
struct basic_measure : measure_row {
    using model = Model;

    /// The events that count.
    [[nodiscard]] constexpr basic_measure of(selection<Model> const& s) const noexcept {
        return with([&](measure_row& m) { m.of = s; });
    }
    /// The events that take back: their field is taken off, down to zero.
    [[nodiscard]] constexpr basic_measure less(selection<Model> const& s) const noexcept {
        return with([&](measure_row& m) { m.less = s; });
    }
    /// The events with which it begins anew, from zero.
    [[nodiscard]] constexpr basic_measure after(selection<Model> const& s) const noexcept {
        return with([&](measure_row& m) { m.after = s; });
    }
    /// From the local day on which so long has passed without any of these events it is zero, and begins
    /// anew: `points.after_silence(last_months(18), award || redeem)`. Before the first of them there is no
    /// silence.
    [[nodiscard]] constexpr basic_measure after_silence(window const& how_long,
                                                        selection<Model> const& s) const noexcept {
        return with([&](measure_row& m) {
            m.silence = how_long;
            m.silence_of = s;
        });
    }
    [[nodiscard]] constexpr basic_measure in(window const& w) const noexcept {
        // What is asked `.ago(n)` stays so.
        return with([&](measure_row& m) { m.in = w.back != 0 ? w : w.ago(m.in.back); });
    }
    /// The periods of a calendar window begin on the client's own day, on which the first of these events
    /// was:
    /// `.in(calendar_year).since_first(purchase)`. Each is reckoned from that day: who came on a 29th of
    /// February begins a year on the 28th where there is no 29th. Before that event nothing counts.
    [[nodiscard]] constexpr basic_measure since_first(selection<Model> const& s) const noexcept {
        return with([&](measure_row& m) { m.since = s; });
    }
    /// The same measure so many periods earlier; it needs another name.
    [[nodiscard]] constexpr basic_measure ago(std::int64_t periods) const noexcept {
        return with([&](measure_row& m) { m.in = m.in.ago(periods); });
    }
    /// Days begin at midnight of a place so many minutes ahead of UTC.
    [[nodiscard]] constexpr basic_measure at_offset(std::int64_t minutes) const noexcept {
        return with([&](measure_row& m) {
            m.calendar.offset_minutes = detail::narrowed<std::int16_t>(minutes, INT16_MAX);
        });
    }
    /// Days begin by the clocks of a place that change: `.in_zone(berlin)`, of a table
    /// `constexpr rung::zone_change berlin[] = {{rung::utc(2026, 3, 29, 1), 120}, {rung::utc(2026, 10, 25,
    /// 1), 60}};`. Before its first change they are as at_offset says.
    template <std::size_t Size>
    [[nodiscard]] constexpr basic_measure in_zone(zone_change const (&changes)[Size]) const noexcept {
        return with([&](measure_row& m) {
            m.calendar.changes = changes;
            m.calendar.change_count = Size;
        });
    }
    template <std::size_t Size>
    basic_measure
    in_zone(zone_change const (&&)[Size]) const = delete;  // it is not kept: give the table a name
    /// Weeks begin on that weekday, from 0, Monday; years in that month, from 1.
    [[nodiscard]] constexpr basic_measure weeks_from(std::int64_t weekday) const noexcept {
        return with([&](measure_row& m) {
            m.calendar.week_start = detail::narrowed<std::uint8_t>(weekday, UINT8_MAX);
        });
    }
    [[nodiscard]] constexpr basic_measure years_from(std::int64_t month) const noexcept {
        return with([&](measure_row& m) {
            m.calendar.year_start = detail::narrowed<std::uint8_t>(month, UINT8_MAX);
        });
    }
    /// Where a counter stops.
    [[nodiscard]] constexpr basic_measure up_to(std::int64_t limit) const noexcept {
        return with([&](measure_row& m) { m.most = detail::limit_of(limit); });
    }
    /// At most so much of each day counts: a count, or minor units of money.
    [[nodiscard]] constexpr basic_measure at_most_a_day(std::int64_t limit) const noexcept {
        if (limit == 0) detail::a_limit_a_day_is_above_zero();
        return with([&](measure_row& m) {
            m.a_day = detail::limit_of(limit);
            if (m.a_day == 0) m.most = 0;  // no measure is so
        });
    }
    /// What is taken back is taken from the oldest that still counts.
    [[nodiscard]] constexpr basic_measure oldest_first() const noexcept {
        return with([](measure_row& m) { m.oldest_first = true; });
    }
    [[nodiscard]] constexpr basic_measure named(std::string_view called) const noexcept {
        return with([&](measure_row& m) { m.name = called; });
    }

private:
    template <class Change>
    [[nodiscard]] constexpr basic_measure with(Change change) const noexcept {
        auto m = *this;
        change(m);
        return m;
    }
};

namespace detail {

template <class Model, unit Unit, class Own = void>
[[nodiscard]] constexpr basic_measure<Model, Unit, Own> begin_measure(form what, std::uint8_t field = 0,
                                                                      std::uint32_t field_most = 0) noexcept {
    basic_measure<Model, Unit, Own> m;
    m.what = what;
    m.measure = Unit;
    m.field = field;
    m.field_most = field_most;
    return m;
}

}  // namespace detail

/// How many events.
template <class Model>
[[nodiscard]] constexpr auto count(selection<Model> const& s) noexcept {
    return detail::begin_measure<Model, unit::count>(form::count).of(s);
}
/// On how many different days.
template <class Model>
[[nodiscard]] constexpr auto days_with(selection<Model> const& s) noexcept {
    return detail::begin_measure<Model, unit::count>(form::days).of(s);
}
/// In how many periods in a row: the running one without an event neither counts nor breaks it.
template <class Model>
[[nodiscard]] constexpr auto streak_of(period each, selection<Model> const& s) noexcept {
    auto m = detail::begin_measure<Model, unit::count>(form::streak).of(s);
    m.measure_row::in.each = each;
    return m;
}
/// The sum of a field, `.of` some events, `.less` those of others. Of all time it is held at 64 bits; in a
/// window each period of it at 4,294,967,295.
template <class Model, unit Unit, class Own>
[[nodiscard]] constexpr auto sum(field_of<Model, Unit, Own> f) noexcept {
    return detail::begin_measure<Model, Unit>(form::sum, f.number, f.most).up_to(UINT32_MAX);
}
template <class Model, unit Unit, class Own>
[[nodiscard]] constexpr auto last(field_of<Model, Unit, Own> f) noexcept {
    return detail::begin_measure<Model, Unit, Own>(form::last, f.number, f.most);
}
template <class Model, unit Unit, class Own>
[[nodiscard]] constexpr auto largest(field_of<Model, Unit, Own> f) noexcept {
    return detail::begin_measure<Model, Unit, Own>(form::largest, f.number, f.most);
}
/// In hundredths, of the first 65,535 or `up_to` events.
template <class Model, unit Unit, class Own>
[[nodiscard]] constexpr auto mean(field_of<Model, Unit, Own> f) noexcept {
    static_assert(Unit == unit::count,
                  "a mean is of a field that is a whole number: an integer or an enumeration");
    return detail::begin_measure<Model, unit::hundredths>(form::mean, f.number, f.most);
}
template <class Model>
[[nodiscard]] constexpr auto since_first(selection<Model> const& s) noexcept {
    return detail::begin_measure<Model, unit::time>(form::since_first).of(s);
}
/// How long ago the n-th last was; while there was none, longer ago than anything.
template <class Model>
[[nodiscard]] constexpr auto since_last(selection<Model> const& s, std::int64_t nth = 1) noexcept {
    auto m = detail::begin_measure<Model, unit::time>(form::since_last).of(s);
    m.nth = detail::narrowed<std::uint8_t>(nth, 0);
    return m;
}
/// Time since the last in percent of the client's mean gap between two; 0 while there is none.
template <class Model>
[[nodiscard]] constexpr auto silence_ratio_of(selection<Model> const& s) noexcept {
    return detail::begin_measure<Model, unit::percent>(form::ratio).of(s);
}
/// Since the last touch; while a question is open, since that.
template <class Model>
[[nodiscard]] constexpr auto since_touch(selection<Model> const& touches, selection<Model> const& questions,
                                         selection<Model> const& answers) noexcept {
    return detail::begin_measure<Model, unit::time>(form::since_touch)
        .of(touches)
        .less(questions)
        .after(answers);
}
/// Since the question that is still open; 0 while none is. Touches are as in since_touch, with which it
/// shares what is kept.
template <class Model>
[[nodiscard]] constexpr auto waiting_since(selection<Model> const& touches, selection<Model> const& questions,
                                           selection<Model> const& answers) noexcept {
    auto m = rung::since_touch(touches, questions, answers);
    m.what = form::waiting;
    return m;
}

}  // namespace v0
}  // namespace rung
