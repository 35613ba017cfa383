#pragma once

#include <rung/measures/cells.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace detail {

/// Makes a plan: what events do to the cells of measures, and how these are read.
class planner : cells_of_measures {
public:
    constexpr planner(plan& into, reversal back) noexcept : cells_of_measures{into, back} {}

    constexpr void make(measure_row const* const* rows, std::size_t count) noexcept {
        if (count > plan::max_measures) {
            p_.fits = false;
            return;
        }
        for (std::size_t i = 0; i < count; ++i) m_[i] = rows[i];
        for (std::size_t i = 0; i < count; ++i) want(i);
        place();
        if (!p_.fits) return;
        // What is taken back is found before anything else, and time passes; totals look at their counter
        // before it counts.
        emit(step{.code = step::trust}, clause{.kinds = back_.by});
        for (std::size_t i = 0; i < cells_; ++i) {
            if (cell_[i].what == kind::began) on(at(cell_[i], step::mark_first), row(cell_[i]).since);
        }
        for (std::size_t i = 0; i < cells_; ++i) before(cell_[i]);
        for (std::size_t i = 0; i < cells_; ++i) {
            if (cell_[i].what == kind::sum_of) act(cell_[i]);
        }
        for (std::size_t i = 0; i < cells_; ++i) {
            if (cell_[i].what != kind::sum_of) act(cell_[i]);
        }
        for (std::size_t i = 0; i < count; ++i) p_.reads[i] = read(i);
        p_.read_count = count;
    }

private:
    static constexpr std::uint8_t most_finds = 31;  // bits of what is undone; the lowest is what is believed
    std::uint8_t finds_ = 0;

    constexpr step at(cell const& c, step::code_type code) const noexcept {
        auto const& x = row(c);
        step s{.code = code, .oldest_first = x.oldest_first, .at = c.at, .n = c.n, .field = x.field};
        s.in = x.in;
        s.calendar = x.calendar;
        return s;
    }
    constexpr void look_at(step& s, cell const& c) const noexcept { s.other = c.at; }

    constexpr void emit(step s, clause const& when) noexcept {
        if (when.kinds == 0) return;
        if (p_.step_count == plan::max_steps) {
            p_.fits = false;
            return;
        }
        s.when = when;
        s.gives = when.gives;
        if (s.kept == step::whatever && (when.kinds & back_.by) != 0) s.kept = step::not_kept;
        p_.steps[p_.step_count++] = s;
    }
    constexpr void on(step const& s, clauses const& when) noexcept {
        for (std::size_t i = 0; i < when.size; ++i) emit(s, when.any[i]);
    }
    // Those of the events that take others back whose fields say that they take back such a one.
    [[nodiscard]] constexpr clauses undone(clauses const& s) const noexcept {
        clauses out;
        for (std::size_t i = 0; i < s.size; ++i) {
            if ((s.any[i].kinds & back_.of) == 0) continue;
            out.any[out.size] = s.any[i];
            out.any[out.size++].kinds = back_.by;
        }
        return out;
    }
    // What was kept of such as were taken back, if that lowers a sum. It would pass by what has begun the sum
    // anew since, and by a limit a day where it is not known what of the day has counted: those go without
    // it.
    constexpr void keep(step s, measure_row const& x, cell const& c) noexcept {
        bool const passes_by =
            x.after.size != 0 || x.silence.given() || (x.a_day != 0 && c.what != kind::list);
        if ((x.less.kinds() & back_.by) == 0 || passes_by) return;
        s.kept = step::of_kept;
        cap(s, c);
        auto some = undone(x.of);
        for (std::size_t i = 0; i < some.size; ++i) {
            if (some.any[i].gives < 0) emit(s, some.any[i]);
        }
    }
    [[nodiscard]] constexpr cell const* find_cell(kind what, measure_row const& of) const noexcept {
        for (std::size_t i = 0; i < cells_; ++i) {
            auto const& x = row(cell_[i]);
            if (cell_[i].what == what && x.of == of.of && x.after == of.after) return &cell_[i];
        }
        return nullptr;
    }
    // A counter of the same events that tells whether there were more of them than n.
    [[nodiscard]] constexpr cell const* find_counter(measure_row const& of, std::size_t n) const noexcept {
        for (std::size_t i = 0; i < cells_; ++i) {
            auto const& x = row(cell_[i]);
            bool const counts =
                x.what != form::days && x.what != form::mean && x.a_day == 0 && !x.silence.given();
            if (cell_[i].what == kind::counter && counts && x.of == of.of && x.after == of.after &&
                x.most > n)
                return &cell_[i];
        }
        return nullptr;
    }

    [[nodiscard]] constexpr std::size_t index_of(cell const& c) const noexcept {
        return static_cast<std::size_t>(&c - cell_);
    }
    // How it is known that what is taken back was counted: by the instants of the same events, or of all of
    // their kinds, if they are remembered; otherwise it is believed.
    [[nodiscard]] constexpr std::uint8_t undo_of(measure_row const& x) const noexcept {
        std::uint8_t by_kind = 0;
        for (std::size_t i = 0; i < cells_; ++i) {
            auto const& c = cell_[i];
            if (c.what != kind::stamps || c.other == no_cell) continue;
            auto const& y = row(c);
            if (y.of == x.of && y.after == x.after) return c.other;
            auto const wanted = x.of.kinds() & back_.of;
            bool const all = y.of.size == 1 && y.of.any[0].tests[0].field == 0 && y.after.size == 0;
            if (by_kind == 0 && all && (y.of.kinds() & wanted) == wanted) by_kind = c.other;
        }
        return by_kind;
    }

    constexpr void before(cell const& c) noexcept {
        auto const& x = row(c);
        if (c.what == kind::stamps && undone(x.of).size != 0) {
            auto s = at(c, step::find);
            if (auto const* k = find_counter(x, c.n)) look_at(s, *k);
            if (auto const* f = find_cell(kind::first_stamp, x)) s.word3 = f->at.word;
            if (finds_ == most_finds) {
                p_.fits = false;
                return;
            }
            s.undo = cell_[index_of(c)].other = ++finds_;
            on(s, undone(x.of));
        }
        if (x.silence.given() && (c.what == kind::counter || c.what == kind::wide)) lapse(c);
        if (c.what == kind::clock) {
            auto s = at(c, step::turn);
            s.clock = c.other;
            clause all;
            for (std::size_t i = 0; i < cells_; ++i) {
                if (cell_[i].what != kind::ring || &cell_[cell_[i].other] != &c) continue;
                auto const& y = row(cell_[i]);
                all.kinds |= y.of.kinds() | y.less.kinds() | y.after.kinds();
                if (undone(y.of).size != 0) all.kinds |= back_.by;
            }
            emit(s, all);
        }
    }

    // Whatever of a measure's events comes, the silence before it may have been too long.
    constexpr void lapse(cell const& c) noexcept {
        auto const& x = row(c);
        auto s = at(c, step::lapse);
        s.word3 = cell_[of_row_[c.row][1]].at.word;
        s.in = x.silence;
        emit(s, clause{.kinds = x.of.kinds() | x.less.kinds() | x.after.kinds() | x.silence_of.kinds()});
    }

    constexpr void cap(step& s, cell const& c) const noexcept {
        if (c.day == no_cell) return;
        s.day_word = cell_[c.day].at.word;
        s.a_day = row(c).a_day;
        s.keeps_excess = keeps_excess(row(c));
    }
    // What takes back, in the order in which it is said.
    constexpr void take(step s, cell const& c) noexcept {
        auto const& x = row(c);
        cap(s, c);
        for (std::size_t i = 0; i < x.less.size; ++i) {
            s.takes_named = (x.less.any[i].kinds & back_.by) != 0;
            emit(s, x.less.any[i]);
        }
    }
    constexpr void count_days(step& s, cell const& c) const noexcept {
        s.code = step::count_day;
        look_at(s, cell_[c.day]);
    }

    constexpr void act(cell const& c) noexcept {
        auto const& x = row(c);
        switch (c.what) {
        case kind::stamps: act_on_stamps(c, x); break;
        case kind::first_stamp: act_on_first(c, x); break;
        case kind::wide: {
            auto s = at(c, step::forget);
            s.n = 2;
            on(s, x.after);
            s.code = step::take_wide;
            take(s, c);
            s.code = step::add_wide;
            keep(s, x, c);
            cap(s, c);
            on(s, x.of);
            break;
        }
        case kind::counter: {
            auto s = at(c, step::clear);
            s.limit = x.most;
            on(s, x.after);
            s.code = step::uncount;
            s.undo = undo_of(x);
            if (x.what != form::days) cap(s, c);
            if (x.what != form::days && x.what != form::mean && !x.silence.given()) on(s, undone(x.of));
            s.code = step::count;
            if (x.what == form::days) {
                on(at(cell_[c.day], step::clear), x.after);
                count_days(s, c);
            }
            on(s, x.of);
            break;
        }
        case kind::value: act_on_value(c, x); break;
        case kind::sum_of: {
            auto s = at(c, c.width > 32 ? step::forget : step::clear);
            s.n = static_cast<std::uint16_t>(words_of(c));
            on(s, x.after);
            s.code = step::total;
            look_at(s, cell_[c.other]);
            s.limit = x.most;
            on(s, x.of);
            break;
        }
        case kind::touched: {
            auto bit = at(cell_[c.other], step::clear);
            on(bit, x.after);
            auto s = at(c, step::mark_unless);
            look_at(s, cell_[c.other]);
            on(s, x.of);
            bit.code = step::set;
            bit.limit = 1;
            for (std::size_t i = 0; i < x.less.size; ++i) {
                auto one = x.less.any[i];
                one.gives = 1;
                emit(bit, one);
            }
            break;
        }
        case kind::heard: on(at(c, step::push), x.silence_of); break;
        case kind::run: {
            auto s = at(c, step::forget);
            s.n = 1;
            on(s, x.after);
            s.code = step::run_on;
            on(s, x.of);
            break;
        }
        case kind::ring:
        case kind::list: act_on_window(c, x); break;
        case kind::clock:
        case kind::began:
        case kind::cap:
        case kind::answered:
        case kind::day_mark: break;
        }
    }
    constexpr void act_on_stamps(cell const& c, measure_row const& x) noexcept {
        auto s = at(c, step::forget);
        on(s, x.after);
        s.code = step::push;
        on(s, x.of);
    }
    constexpr void act_on_first(cell const& c, measure_row const& x) noexcept {
        auto s = at(c, step::forget);
        s.n = 1;
        on(s, x.after);
        s.code = step::mark_first;
        on(s, x.of);
        auto const* l = find_cell(kind::stamps, x);
        auto const* k = l != nullptr ? find_counter(x, l->n) : nullptr;
        if (k == nullptr) return;
        s.code = step::unmark_first;
        s.undo = undo_of(x);
        look_at(s, *k);
        s.word3 = l->at.word;
        s.n = l->n;
        on(s, undone(x.of));
    }
    constexpr void act_on_value(cell const& c, measure_row const& x) noexcept {
        auto s = at(c, step::clear);
        on(s, x.after);
        s.code = x.what == form::last ? step::set : step::raise;
        s.limit = x.field_most;
        on(s, x.of);
        s.code = step::unset;
        s.undo = undo_of(x);
        for (std::size_t i = 0; i < x.of.size; ++i) {
            auto const& k = x.of.any[i];
            if ((k.kinds & back_.of) == 0 || k.gives < 0) continue;
            s.limit = static_cast<std::uint32_t>(k.gives);
            emit(s, clause{.kinds = back_.by});
        }
    }
    constexpr void act_on_window(cell const& c, measure_row const& x) noexcept {
        bool const is_ring = c.what == kind::ring;
        auto s = at(c, step::forget);
        if (is_ring) s.clock = cell_[c.other].other;
        s.from_own_day = x.since.size != 0;
        auto forget = s;
        forget.n = static_cast<std::uint16_t>(words_of(c));
        on(forget, x.after);
        s.code = is_ring ? step::ring_take : step::list_take;
        if (x.what == form::sum) {
            take(s, c);
            auto kept = s;
            kept.code = is_ring ? step::ring_keep : step::list_keep;
            keep(kept, x, c);
        } else if (x.what == form::count) {
            cap(s, c);
            s.takes_named = true;
            s.takes_only_known = true;
            s.undo = undo_of(x);
            auto one = undone(x.of);
            for (auto& k : one.any) k.gives = 1;
            on(s, one);
        }
        s.limit = c.width >= 32 ? UINT32_MAX : (std::uint32_t{1} << c.width) - 1;
        if (x.what == form::days) {
            s.code = step::count;
            if (over(x).each != period::day) {
                on(at(cell_[c.day], step::clear), x.after);
                count_days(s, c);
            }
            on(s, x.of);
            return;
        }
        s.code = is_ring ? step::ring_add : step::list_add;
        cap(s, c);
        for (std::size_t i = 0; i < x.of.size; ++i) {
            auto one = x.of.any[i];
            if (x.what == form::count) one.gives = 1;
            emit(s, one);
        }
    }

    constexpr reading read(std::size_t i) const noexcept {
        auto const& x = *m_[i];
        auto const& a = cell_[of_row_[i][0]];
        auto const& b = cell_[of_row_[i][1]];
        auto const& d = cell_[of_row_[i][2]];
        reading r{.at = a.at,
                  .other = b.at,
                  .sums = x.what == form::sum,
                  .most = x.highest(),
                  .in = x.in,
                  .calendar = x.calendar};
        if (a.what == kind::run) {
            r.kind = reading::streak;
        } else if (a.what == kind::list) {
            r.kind = reading::list;
            r.in.room = a.n;
        } else if (a.what == kind::ring) {
            r.kind = reading::ring;
            r.clock = b.other;
            r.in = over(x);
        } else if (x.silence.given()) {
            r.kind = reading::until_silence;
            r.word3 = b.at.word;
            r.in = x.silence;
        } else {
            read_for_ever(r, x, a, b, d);
        }
        return r;
    }
    static constexpr void read_for_ever(reading& r, measure_row const& x, cell const& a, cell const& b,
                                        cell const& d) noexcept {
        switch (x.what) {
        case form::sum: r.kind = reading::wide; break;
        case form::since_first: r.kind = reading::age_or_zero; break;
        case form::since_last:
            r.kind = reading::age;
            r.at.word = static_cast<std::uint16_t>(a.at.word + x.nth - 1);
            break;
        case form::since_touch: r.kind = reading::age; break;
        case form::waiting: r.kind = reading::waits; break;
        case form::mean: r.kind = reading::mean; break;
        case form::ratio:
            r.kind = reading::ratio;
            r.word3 = b.at.word;
            r.other = d.at;
            break;
        case form::count:
        case form::largest:
        case form::last:
        case form::days:
        case form::streak: r.kind = reading::bits; break;
        }
    }
};

[[nodiscard]] constexpr plan make_plan(measure_row const* const* rows, std::size_t count,
                                       reversal back) noexcept {
    plan p;
    planner{p, back}.make(rows, count);
    return p;
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
