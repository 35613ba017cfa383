#pragma once

#include <rung/measures/plan.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace detail {

/// Where the numbers of measures are kept: each measure asks for cells, equal ones are shared, and cells are
/// put into words.
class cells_of_measures {
public:
    constexpr cells_of_measures(plan& into, reversal back) noexcept : p_{into}, back_{back} {}

protected:
    plan& p_;
    reversal back_;

    // Those before `counter` are whole words, the others bits of a word.
    enum class kind : std::uint8_t {
        stamps,
        first_stamp,
        touched,
        wide,
        clock,
        ring,
        list,
        run,
        heard,
        began,
        cap,
        counter,
        value,
        sum_of,
        answered,
        day_mark
    };
    static constexpr std::uint8_t no_cell = 255;
    struct cell {
        kind what{};
        std::uint8_t row = 0;
        std::uint16_t n = 1;  // instants, periods, entries of a list
        std::uint8_t width = 0;
        bits_at at{};
        std::uint8_t other = no_cell;  // the cell that it works with, or the bit of a find
        std::uint8_t day = no_cell;    // the cell of its own that notes which day it counts, and what of it
    };
    static constexpr std::size_t max_cells = 128;

    measure_row const* m_[plan::max_measures]{};
    cell cell_[max_cells]{};
    std::size_t cells_ = 0;
    std::uint8_t of_row_[plan::max_measures][3]{};

    [[nodiscard]] static constexpr std::uint8_t width_of(std::uint64_t most) noexcept {
        return static_cast<std::uint8_t>(most == 0 ? 1 : std::bit_width(most));
    }
    [[nodiscard]] constexpr measure_row const& row(cell const& c) const noexcept { return *m_[c.row]; }

    [[nodiscard]] constexpr bool same(cell const& a, kind what, measure_row const& b,
                                      std::uint8_t width) const noexcept {
        auto const& x = row(a);
        if (a.what != what) return false;
        bool const calendar = x.calendar == b.calendar;
        bool const events = x.of == b.of && x.after == b.after && x.silence == b.silence &&
                            x.silence_of == b.silence_of && x.since == b.since;
        switch (what) {
        case kind::clock: return over(x).each == over(b).each && calendar && x.since == b.since;
        case kind::began: return x.since == b.since;
        case kind::stamps:
        case kind::first_stamp: return events;
        case kind::heard: return x.silence_of == b.silence_of;
        case kind::touched:
        case kind::answered: return events && x.less == b.less;
        // What is noted of a day changes with what it is noted for: one for each.
        case kind::cap:
        case kind::day_mark: return false;
        case kind::counter: {
            bool const by_day = b.what == form::days || b.a_day != 0;
            // What is taken back lowers a count, and not how many a mean is of.
            bool const alike =
                (b.of.kinds() & back_.of) == 0 || (x.what == form::mean) == (b.what == form::mean);
            return events && a.width == width && x.most == b.most && x.in == b.in && x.a_day == b.a_day &&
                   (x.what == form::days) == (b.what == form::days) && (!by_day || calendar) && alike;
        }
        default: break;
        }
        return events && a.width == width && x.less == b.less && x.field == b.field && x.what == b.what &&
               x.in.how == b.in.how && over(x).each == over(b).each && calendar && x.a_day == b.a_day &&
               x.oldest_first == b.oldest_first && (what != kind::sum_of || x.most == b.most) &&
               // Of periods the longest window can keep what others see of it; but which is the oldest each
               // says for itself.
               ((x.in.how != window::shape::rolling && !x.oldest_first) || x.in == b.in);
    }
    constexpr std::uint8_t ask(kind what, std::size_t i, std::size_t n, std::uint8_t width) noexcept {
        for (std::size_t c = 0; c < cells_; ++c) {
            if (!same(cell_[c], what, *m_[i], width)) continue;
            if (n > cell_[c].n) cell_[c].n = static_cast<std::uint16_t>(n);
            return static_cast<std::uint8_t>(c);
        }
        if (cells_ == max_cells) {
            p_.fits = false;
            return 0;
        }
        cell_[cells_] = {what, static_cast<std::uint8_t>(i), static_cast<std::uint16_t>(n), width};
        return static_cast<std::uint8_t>(cells_++);
    }

    constexpr void want(std::size_t i) noexcept {
        auto const& x = *m_[i];
        auto& c = of_row_[i];
        if (x.what == form::streak) {
            c[0] = ask(kind::run, i, 1, 32);
        } else if (x.in.how == window::shape::rolling && x.what != form::days) {
            c[0] = ask(kind::list, i, x.in.room, x.what == form::sum ? 64 : 32);
        } else if (x.in.given()) {
            std::size_t const by = x.in.how == window::shape::rolling && x.in.each == period::week ? 7 : 1;
            auto const periods = by * x.in.n + x.in.back;
            if (periods > 32 * plan::max_words) {
                p_.fits = false;
                return;
            }
            if (x.since.size != 0) c[2] = ask(kind::began, i, 1, 32);
            c[1] = ask(kind::clock, i, 1, 32);
            c[0] = ask(kind::ring, i, periods, width_of_period(x));
            cell_[c[0]].other = c[1];
            if (x.what == form::days && over(x).each != period::day) note_day(i, kind::day_mark, 16);
        } else {
            want_for_ever(i, x, c);
        }
        if (x.silence.given()) c[1] = ask(kind::heard, i, 1, 32);
        if (x.a_day != 0) note_day(i, kind::cap, 64, keeps_excess(x) ? 1 + days_of_excess : 1);
    }
    constexpr void note_day(std::size_t i, kind what, std::uint8_t width, std::size_t n = 1) noexcept {
        auto const c = of_row_[i][0];
        if (cell_[c].day == no_cell) cell_[c].day = ask(what, i, n, width);
    }
    // Whether something names the day that it lowers: its limit holds on what is left of it.
    [[nodiscard]] constexpr bool keeps_excess(measure_row const& x) const noexcept {
        bool const is_lowered =
            (x.what == form::count && !x.silence.given()) || (x.less.kinds() & back_.by) != 0;
        return x.a_day != 0 && (x.of.kinds() & back_.of) != 0 && is_lowered;
    }
    constexpr void want_for_ever(std::size_t i, measure_row const& x, std::uint8_t (&c)[3]) noexcept {
        switch (x.what) {
        case form::count: c[0] = ask(kind::counter, i, 1, width_of(x.most)); break;
        case form::days:
            c[0] = ask(kind::counter, i, 1, width_of(x.most));
            note_day(i, kind::day_mark, 16);
            break;
        case form::sum: c[0] = ask(kind::wide, i, 2, 64); break;
        case form::largest:
        case form::last: c[0] = ask(kind::value, i, 1, width_of(x.field_most)); break;
        case form::mean:
            c[1] = ask(kind::counter, i, 1, width_of(x.most));
            c[0] = ask(kind::sum_of, i, 1, width_of_total(x));
            cell_[c[0]].other = c[1];
            break;
        case form::since_first: c[0] = ask(kind::first_stamp, i, 1, 32); break;
        case form::since_last: c[0] = ask(kind::stamps, i, x.nth, 32); break;
        case form::ratio:
            c[0] = ask(kind::stamps, i, 1, 32);
            c[1] = ask(kind::first_stamp, i, 1, 32);
            c[2] = ask(kind::counter, i, 1, width_of(x.most));
            break;
        case form::waiting:
        case form::since_touch:
            c[0] = ask(kind::touched, i, 1, 32);
            c[1] = ask(kind::answered, i, 1, 1);
            cell_[c[0]].other = c[1];
            break;
        case form::streak: break;
        }
    }
    // Of what does not fit into one word there are two.
    [[nodiscard]] static constexpr std::uint8_t width_of_total(measure_row const& x) noexcept {
        auto const bits = width_of(std::uint64_t{x.most} * x.field_most);
        return bits > 32 ? 64 : bits;
    }
    [[nodiscard]] static constexpr std::uint8_t width_of_period(measure_row const& x) noexcept {
        if (x.what == form::sum) return 32;
        if (x.what == form::days) return over(x).each == period::day ? 1 : x.in.each == period::year ? 16 : 8;
        return 16;
    }
    // A window of a ring, by calendar periods: the last 2 weeks are the running day and the 13 before it.
    [[nodiscard]] static constexpr window over(measure_row const& x) noexcept {
        auto w = x.in;
        if (w.how == window::shape::rolling && x.what == form::days) {
            w.how = window::shape::calendar;
            w.n = static_cast<std::uint16_t>((w.each == period::week ? 7 * w.n : w.n) - w.young);
            w.back = w.young;
            w.each = period::day;
        }
        return w;
    }

    [[nodiscard]] static constexpr bool is_of_words(cell const& c) noexcept {
        return c.what < kind::counter || c.width > 32;
    }
    [[nodiscard]] static constexpr std::size_t words_of(cell const& c) noexcept {
        return (std::size_t{c.n} * c.width + 31) / 32;
    }
    // Whole words first, then fields by width: the first word that has room.
    constexpr void place() noexcept {
        std::size_t word = 0;
        for (std::size_t i = 0; i < cells_; ++i) {
            auto& c = cell_[i];
            if (!is_of_words(c)) continue;
            c.at = {static_cast<std::uint16_t>(word), 0, c.width};
            word += c.what == kind::stamps ? c.n : c.what == kind::wide ? 2 : words_of(c);
        }
        std::uint8_t used[max_cells]{};
        std::size_t fields = 0;
        for (std::uint8_t width = 32; width > 0; --width) {
            for (std::size_t i = 0; i < cells_; ++i) {
                auto& c = cell_[i];
                if (is_of_words(c) || c.width != width) continue;
                std::size_t w = 0;
                while (used[w] + width > 32) ++w;
                c.at = {static_cast<std::uint16_t>(word + w), used[w], width};
                used[w] = static_cast<std::uint8_t>(used[w] + width);
                if (w + 1 > fields) fields = w + 1;
            }
        }
        p_.words = word + fields;
        if (p_.words > plan::max_words) {
            p_.fits = false;
            return;
        }
        for (std::size_t i = 0; i < cells_; ++i) place_clock(cell_[i]);
        for (std::size_t i = 0; i < cells_; ++i) place_ring(cell_[i]);
    }
    constexpr void place_clock(cell& c) noexcept {
        if (c.what != kind::clock) return;
        if (p_.clock_count == plan::max_clocks) {
            p_.fits = false;
            return;
        }
        c.other = static_cast<std::uint8_t>(p_.clock_count);
        auto const length = row(c).calendar.changes_offset() ? 0 : detail::length_of(over(row(c)).each);
        auto const began = row(c).since.size != 0 ? cell_[of_row_[c.row][2]].at.word : no_word;
        p_.clocks[p_.clock_count++] = {over(row(c)).each, c.at.word, row(c).calendar, began, length};
    }
    constexpr void place_ring(cell const& c) noexcept {
        if (c.what != kind::ring || !p_.fits) return;
        auto& k = p_.clocks[cell_[c.other].other];
        if (k.ring_count == period_clock::max_rings) {
            p_.fits = false;
            return;
        }
        k.rings[k.ring_count++] = {c.at.word, static_cast<std::uint16_t>(words_of(c)), c.width};
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
