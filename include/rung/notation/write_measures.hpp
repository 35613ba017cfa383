#pragma once

#include <rung/core/assert.hpp>
#include <rung/measures/run_time_table.hpp>
#include <rung/notation/measure_words.hpp>
#include <rung/notation/write.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace detail {

// Not constexpr on purpose: the compiler stops there and prints the name.
[[noreturn]] inline void a_text_has_one_calendar_for_all_its_measures_and_stages() {
    RUNG_ASSERT(
        "a ladder's text has one calendar: its own measures, graces, guarantees and waits must go by the "
        "same offset from UTC, first weekday and first month to be written");
    abort();
}

/// Writes measures as measure_reader reads them.
template <text_model Model, text_sink Out>
class measure_writer {
public:
    constexpr measure_writer(Out& out, measure_list<Model> const& of) noexcept : out_{out}, list_{of} {}

    constexpr void write() { write(list_.size() != 0 ? list_[0].calendar : calendar_rules{}, true); }
    /// Those of a ladder, whose stages stand in the same text.
    template <class Ladder>
    constexpr void write_for(Ladder const& of) {
        bool const has_own = list_.size() != 0 && !list_.is_known(0);
        auto const c = has_own ? list_[0].calendar : of.calendar();
        write(c, of.goes_by(c));
    }

private:
    Out& out_;
    measure_list<Model> const& list_;

    constexpr void write(calendar_rules const& all, bool is_one) {
        for (std::size_t i = 0; i < list_.size(); ++i)
            is_one = is_one &&
                     (list_.is_known(i) || (list_[i].calendar == all && !list_[i].calendar.changes_offset()));
        if (!is_one) return detail::a_text_has_one_calendar_for_all_its_measures_and_stages();
        detail::put_calendar(out_, all);
        for (std::size_t i = 0; i < list_.size(); ++i) {
            if (!list_.is_known(i)) put_measure(list_[i]);
        }
    }

    constexpr void put(std::string_view text) { detail::put(out_, text); }
    constexpr void put_number(std::uint64_t n) { detail::put(out_, small_text<24>{}.number(n)); }
    // A word that begins something is quoted, and one that is nearly a kind of the model's.
    constexpr void put_word(std::string_view name, bool quoted) {
        if (quoted || detail::is_measure_word(name) || (!name.empty() && detail::is_digit(name[0])))
            detail::put_quoted(out_, name);
        else
            detail::put_name(out_, name);
    }
    [[nodiscard]] static constexpr bool is_near_a_kind(std::string_view name) noexcept {
        suggestion meant{name};
        detail::each_kind_name<Model>([&](std::string_view kind) { meant.consider(kind); });
        return !meant.best().empty();
    }

    constexpr void put_measure(measure_row const& m) {
        put("  measure ");
        detail::put_name(out_, m.name);
        put(" ");
        put_what(m);
        put_events(m.of);
        if (m.less.size != 0) {
            put(" less ");
            put_events(m.less);
            if (m.oldest_first) put(" oldest first");
        }
        if (m.in.given()) put_window(m);
        if (m.after.size != 0) {
            put(" after ");
            put_events(m.after);
        }
        if (m.silence.given()) {
            put(" after ");
            put_periods(m.silence);
            put(" without ");
            put_events(m.silence_of);
        }
        if (m.a_day != 0) {
            put(" at most ");
            put(rung::value_to_text(m.what == form::count ? unit::count : m.measure, m.a_day));
            put(" a day");
        }
        if (m.what != form::sum && m.most != 65'535) {
            put(" up to ");
            put_number(m.most);
        }
        put("\n");
    }
    constexpr void put_what(measure_row const& m) {
        switch (m.what) {
        case form::count: return put("count of ");
        case form::days: return put("days with ");
        case form::ratio: return put("ratio of ");
        case form::since_first: return put("since first ");
        case form::streak:
            return detail::put_all(
                out_, {"streak of ", period_words[static_cast<std::size_t>(m.in.each)], "s with "});
        case form::since_last:
            put("since ");
            if (m.nth > 1) {
                put_number(m.nth);
                put(m.nth % 10 == 2 && m.nth != 12   ? "nd "
                    : m.nth % 10 == 3 && m.nth != 13 ? "rd "
                    : m.nth % 10 == 1 && m.nth != 11 ? "st "
                                                     : "th ");
            }
            return put("last ");
        case form::sum: put("sum "); break;
        case form::largest: put("largest "); break;
        case form::last: put("last "); break;
        case form::mean: put("mean "); break;
        case form::waiting:
        case form::since_touch: break;  // the model's own only
        }
        detail::put_all(out_, {field_of(m.field).name, " of "});
    }
    [[nodiscard]] static constexpr field_word field_of(std::uint8_t number) noexcept {
        for (field_word const f : Model::fields) {
            if (f.number == number) return f;
        }
        return {};
    }
    constexpr void put_periods(window const& w) {
        put_number(w.n);
        detail::put_all(out_, {" ", period_words[static_cast<std::size_t>(w.each)], w.n != 1 ? "s" : ""});
    }
    constexpr void put_window(measure_row const& m) {
        bool const calendar = m.in.how == window::shape::calendar && m.since.size == 0;
        put(" in ");
        if (m.in.n != 1 || m.in.how == window::shape::rolling) {
            put_number(m.in.n);
            put(" ");
        }
        if (calendar) put("calendar ");
        put(period_words[static_cast<std::size_t>(m.in.each)]);
        if (m.in.n != 1) put("s");
        if (m.in.back != 0) {
            put(" ");
            put_number(m.in.back);
            put(" ago");
        }
        if (m.in.young != 0) {
            put(" ");
            put_number(m.in.young);
            put(m.in.young != 1 ? " days ago" : " day ago");
        }
        if (m.in.how == window::shape::rolling && m.in.room != window{}.room) {
            put(" with room for ");
            put_number(m.in.room);
            put(" days");
        }
        if (m.since.size != 0) {
            put(" since first ");
            put_events(m.since);
        }
    }

    // What stands after `where` holds of all kinds before it, and `5 each of` of all after it: where that
    // would say something else, parts with conditions come first, and those with a value last.
    [[nodiscard]] static constexpr bool may_follow(clause const& before, clause const& next) noexcept {
        return before.tests[0].field != 0 || next.gives >= 0;
    }
    constexpr void put_events(clauses const& of) {
        bool in_order = true;
        for (std::size_t i = 1; i < of.size; ++i) in_order = in_order && may_follow(of.any[i - 1], of.any[i]);
        clause const* before = nullptr;
        for (int turn = 0; turn < 3; ++turn) {
            for (std::size_t i = 0; i < of.size; ++i) {
                auto const& c = of.any[i];
                int const its = in_order || c.tests[0].field != 0 ? 0 : c.gives < 0 ? 1 : 2;
                if (its != turn) continue;
                if (before != nullptr) put(" or ");
                put_part(c, before != nullptr && may_be_a_value(*before, c));
                before = &c;
            }
        }
    }
    // Whether the first kind of a part could be read as one more value of the condition before it.
    [[nodiscard]] constexpr bool may_be_a_value(clause const& before, clause const& next) const noexcept {
        auto const& last = before.tests[before.tests[1].field != 0 ? 1 : 0];
        if (last.field == 0 || !field_of(last.field).is_name || next.gives >= 0) return false;
        auto const kind = static_cast<std::uint8_t>(std::countr_zero(next.kinds));
        return (kind >= Model::own_kinds && !detail::is_move<Model>(kind)) ||
               list_.value_of(last.field, list_.kind_name(kind)) != 0;
    }
    constexpr void put_part(clause const& c, bool says_any) {
        if (c.gives >= 0) {
            put_number(static_cast<std::uint64_t>(c.gives));
            put(" each of ");
        }
        if (says_any) put("any ");
        std::string_view before;
        for (auto rest = c.kinds; rest != 0; rest &= rest - 1) {
            auto const k = static_cast<std::uint8_t>(std::countr_zero(rest));
            put(before);
            auto const name = list_.kind_name(k);
            put_word(name, k >= Model::own_kinds && !detail::is_move<Model>(k) && is_near_a_kind(name));
            before = " or ";
        }
        before = " where ";
        for (auto const& t : c.tests) {
            if (t.field == 0) continue;
            put(before);
            put_test(t);
            before = " and ";
        }
    }
    constexpr void put_test(field_test const& t) {
        auto const f = field_of(t.field);
        put(f.name);
        if (f.is_name) {
            put(" = ");
            return put_word(list_.value_name(t.low), false);
        }
        bool const low = t.low > -unlimited - 1, high = t.high < unlimited;
        if (low && high && t.low == t.high)
            return detail::put_all(out_, {" = ", rung::value_to_text(f.measure, t.low)});
        if (low) return detail::put_all(out_, {" >= ", rung::value_to_text(f.measure, t.low)});
        detail::put_all(out_, {" <= ", rung::value_to_text(f.measure, high ? t.high : std::int64_t{f.most})});
    }
};

template <made_at_run_time S>
struct head_text<S> {
    template <text_sink Out, class Ladder>
    static void put(Out& out, Ladder const& of) {
        measure_writer<typename S::model, Out>{out, S::list()}.write_for(of);
    }
};

}  // namespace detail

/// Writes measures as text, line by line, as they stand before the stages of a ladder. A text has one
/// calendar: measures that go by several cannot be written, which is a call of RUNG_ASSERT.
template <text_sink Out, text_model Model>
constexpr void write_text(Out& out, measure_list<Model> const& of) {
    detail::measure_writer<Model, Out>{out, of}.write();
}

}  // namespace v0
}  // namespace rung
