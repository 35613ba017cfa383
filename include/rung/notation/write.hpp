#pragma once

#include <rung/core/lifecycle.hpp>
#include <rung/notation/calendar_words.hpp>
#include <rung/notation/reader.hpp>
#include <rung/notation/text_sink.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace rung {
inline namespace v0 {

namespace detail {

/// Counts what is written to it: characters as a reader sees them, and bytes.
struct text_counter {
    std::size_t bytes = 0;
    std::size_t characters = 0;

    constexpr void write(char const* text, std::ptrdiff_t size) noexcept {
        bytes += static_cast<std::size_t>(size);
        for (std::ptrdiff_t i = 0; i < size; ++i)
            characters += (static_cast<unsigned char>(text[i]) & 0xC0u) != 0x80u;
    }
};

template <text_sink Out>
constexpr void put_all(Out& out, std::initializer_list<std::string_view> texts) {
    for (auto const text : texts) detail::put(out, text);
}

template <text_sink Out>
constexpr void put_quoted(Out& out, std::string_view name) {
    detail::put(out, "\"");
    for (auto const& c : name)
        detail::put(out, c == '"' ? "\\\"" : c == '\\' ? "\\\\" : std::string_view{&c, std::size_t{1}});
    detail::put(out, "\"");
}

template <text_sink Out>
constexpr void put_name(Out& out, std::string_view name) {
    if (is_plain_name(name))
        detail::put(out, name);
    else
        detail::put_quoted(out, name);
}

/// Whether it takes two conditions to write one: `purchases >= 3 and purchases <= 5`.
template <schema S>
[[nodiscard]] constexpr bool has_two_ends(basic_condition<S> const& c) noexcept {
    word const& of = rung::describe<S>(c.fact);
    return c.low > of.least && c.high < of.most && c.low != c.high;
}

/// Calls bound(sign, value) for each end of a condition as it is written: `>= 3`, or `>= 3` and `<= 5`. A
/// bound that equals the fact's own limit is none.
template <schema S, class Bound>
constexpr void each_bound(basic_condition<S> const& c, Bound const& bound) {
    word const& of = rung::describe<S>(c.fact);
    bool const has_low = c.low > of.least, has_high = c.high < of.most;
    if (has_low && has_high && c.low == c.high) return bound("=", c.low);
    // A length of time written with < or > is one second off a round one.
    auto const is_round = [&of](std::int64_t v) {
        return of.measure != unit::time || (v != 0 && v % 60 == 0);
    };
    if (has_low && !is_round(c.low) && is_round(c.low - 1))
        bound(">", c.low - 1);
    else if (has_low || !has_high)
        bound(">=", c.low);
    if (has_high && !is_round(c.high) && is_round(c.high + 1))
        bound("<", c.high + 1);
    else if (has_high)
        bound("<=", c.high);
}

/// `purchases >= 3`, `purchases >= 3 and purchases <= 5`.
template <schema S, text_sink Out>
constexpr void put_condition(Out& out, basic_condition<S> const& c) {
    word const& of = rung::describe<S>(c.fact);
    std::string_view before;
    detail::each_bound(c, [&](std::string_view sign, std::int64_t value) {
        detail::put(out, before);
        detail::put_name(out, of.name);
        detail::put_all(out, {" ", sign, " ", value_to_text(of.measure, value)});
        before = " and ";
    });
}

/// The conditions of a set, one after the other.
template <class Ladder, text_sink Out>
constexpr void put_conditions(Out& out, Ladder const& ladder, std::uint64_t set, std::string_view between) {
    for (auto rest = set; rest != 0; rest &= rest - 1) {
        if (rest != set) detail::put(out, between);
        detail::put_condition(out, ladder.condition_at(static_cast<std::size_t>(std::countr_zero(rest))));
    }
}

/// The conditions of a route, joined by and: `at least 2 of (purchases >= 3, spend >= 5.00) and addons >= 1`.
template <class Ladder, text_sink Out>
constexpr void put_route(Out& out, Ladder const& ladder, typename Ladder::route const& r, bool alone) {
    auto const required = r.required();
    if (r.conditions == 0) return detail::put(out, "always");
    bool const is_one = r.counted != 0 ? required == 0
                                       : std::has_single_bit(required) &&
                                             !detail::has_two_ends(ladder.condition_at(
                                                 static_cast<std::size_t>(std::countr_zero(required))));
    bool const brackets = !alone && !is_one;
    if (brackets) detail::put(out, "(");
    if (r.counted != 0) {
        detail::put_all(out, {"at least ", rung::value_to_text(unit::count, r.least), " of ("});
        detail::put_conditions(out, ladder, r.counted, ", ");
        detail::put(out, required != 0 ? ") and " : ")");
    }
    detail::put_conditions(out, ladder, required, " and ");
    if (brackets) detail::put(out, ")");
}

/// The routes of a rule, joined by or.
template <class Ladder, text_sink Out>
constexpr void put_rule(Out& out, Ladder const& ladder, typename Ladder::rule_span rule,
                        std::string_view between = " or ") {
    for (std::size_t r = 0; r < rule.count; ++r) {
        if (r > 0) detail::put(out, between);
        detail::put_route(out, ladder, ladder.route_at(rule.first + r), rule.count == 1);
    }
}

/// Where days, weeks and years begin, if not at midnight in UTC, on Monday, in January.
template <text_sink Out>
constexpr void put_calendar(Out& out, calendar_rules const& c) {
    if (c.offset_minutes != 0) {
        auto const minutes =
            static_cast<unsigned>(c.offset_minutes < 0 ? -c.offset_minutes : c.offset_minutes);
        detail::put(out, c.offset_minutes < 0 ? "  offset -" : "  offset +");
        detail::put(out, small_text<8>{}.number(minutes / 60, 2));
        detail::put(out, ":");
        detail::put(out, small_text<8>{}.number(minutes % 60, 2));
        detail::put(out, "\n");
    }
    if (c.week_start != 0) detail::put_all(out, {"  weeks from ", weekday_words[c.week_start], "\n"});
    if (c.year_start != 1) detail::put_all(out, {"  years from ", month_words[c.year_start - 1], "\n"});
}

/// `30d`, `12 months`, `until end of next year`
template <text_sink Out>
constexpr void put_limit(Out& out, time_limit const& l) {
    using shape = time_limit::shape;
    auto const word = period_words[static_cast<std::size_t>(l.each())];
    switch (l.how()) {
    case shape::length: return detail::put(out, rung::value_to_text(unit::time, l.n()));
    case shape::periods:
        return detail::put_all(out,
                               {rung::value_to_text(unit::count, l.n()), " ", word, l.n() == 1 ? "" : "s"});
    case shape::end_of: return detail::put_all(out, {"until end of ", l.n() == 0 ? "" : "next ", word});
    case shape::review: return detail::put(out, review_words[static_cast<std::size_t>(l.each())]);
    }
}

/// What stands in the head of a ladder of a schema: its calendar, and more for tables that are made at run
/// time. Of those it is known with <rung/notation/measures.hpp>, which has to be included to write their
/// ladders.
template <class S>
concept has_head_text = requires {
    typename S::list_type;
};
template <class S>
struct head_text {
    static_assert(!has_head_text<S>, "to write a ladder with measures, include <rung/notation/measures.hpp>");

    template <text_sink Out, class Ladder>
    static constexpr void put(Out& out, Ladder const& of) {
        detail::put_calendar(out, of.calendar());
    }
};

/// Writes the clauses of a stage: the first one after its name, each rule on its own line, all others on one
/// line.
template <text_sink Out>
class clause_writer {
public:
    constexpr clause_writer(Out& out, std::size_t used, std::size_t column) noexcept
        : out_{out}, used_{used}, column_{column} {}

    /// On one line, or a line for each route if that would be too long.
    template <class Ladder>
    constexpr void rule(std::string_view keyword, Ladder const& ladder, typename Ladder::rule_span rule) {
        constexpr std::size_t widest = 100;
        next_line();
        on_line_ = false;
        detail::put_all(out_, {keyword, " "});
        text_counter width{.characters = column_ + keyword.size() + 1};
        detail::put_rule(width, ladder, rule);
        if (width.characters <= widest) return detail::put_rule(out_, ladder, rule);
        small_text<64> between{};
        between += '\n';
        for (std::size_t i = 2; i < column_ + keyword.size(); ++i) between += ' ';
        detail::put_rule(out_, ladder, rule, between += "or ");
    }
    constexpr Out& other(std::string_view keyword) {
        if (on_line_)
            detail::put(out_, "  ");
        else
            next_line();
        on_line_ = true;
        detail::put_all(out_, {keyword, " "});
        return out_;
    }

private:
    Out& out_;
    std::size_t used_;    // of the line with the name; 0 when that line is done
    std::size_t column_;  // where clauses stand
    bool on_line_ = false;

    constexpr void next_line() {
        if (used_ == 0) detail::put(out_, "\n");
        auto const to = used_ != 0 && used_ + 2 > column_ ? used_ + 2 : column_;
        for (std::size_t i = used_; i < to; ++i) detail::put(out_, " ");
        used_ = 0;
    }
};

/// `  stage gold`, and its width.
template <class Ladder, text_sink Out>
constexpr std::size_t put_head(Out& out, Ladder const& ladder, typename Ladder::stage_type stage) {
    text_counter width;
    auto const write = [&](auto& to) {
        detail::put(to, ladder.is_exit(stage) ? "  exit " : "  stage ");
        detail::put_name(to, ladder.name(stage));
    };
    write(width);
    write(out);
    return width.characters;
}

template <class Ladder, text_sink Out>
constexpr void put_stages(Out& out, Ladder const& ladder) {
    using stage_type = typename Ladder::stage_type;
    constexpr std::size_t widest = 32;
    std::size_t column = 0;
    for (std::size_t i = 0; i < ladder.place_count(); ++i) {
        text_counter nowhere;
        auto const width = detail::put_head(nowhere, ladder, rung::stage_at<stage_type>(i)) + 2;
        if (width > column && width <= widest) column = width;
    }
    for (std::size_t i = 0; i < ladder.place_count(); ++i) {
        auto const at = rung::stage_at<stage_type>(i);
        clause_writer<Out> clauses{out, detail::put_head(out, ladder, at), column};
        if (i > 0) clauses.rule("enter", ladder, ladder.enter(at));
        if (i < ladder.stage_count() && (ladder.own_keep() >> i & 1) != 0)
            clauses.rule("keep", ladder, ladder.keep(at));
        if (ladder.door(at).count != 0) clauses.rule("door", ladder, ladder.door(at));
        if (auto const g = ladder.grace(at); g.given())
            detail::put_limit(clauses.other(g.how() == time_limit::shape::review ? "review" : "grace"), g);
        if (ladder.guaranteed(at).given())
            detail::put_limit(clauses.other("guaranteed"), ladder.guaranteed(at));
        if (ladder.wait(at).given()) detail::put_limit(clauses.other("wait"), ladder.wait(at));
        if (ladder.driver(at) != driver::company)
            detail::put(clauses.other("driver"), rung::to_string(ladder.driver(at)));
        if (!ladder.source(at).empty()) detail::put_quoted(clauses.other("source"), ladder.source(at));
        detail::put(out, "\n");
    }
}

template <class Ladder, text_sink Out>
constexpr void put_title(Out& out, Ladder const& ladder) {
    detail::put(out, "ladder");
    if (!ladder.name().empty()) {
        detail::put(out, " ");
        if (detail::begins_a_head_line(ladder.name()))
            detail::put_quoted(out, ladder.name());
        else
            detail::put_name(out, ladder.name());
    }
    detail::put(out, "\n");
}

template <text_sink Out>
constexpr void put_policies(Out& out, policies const& p) {
    constexpr std::string_view ascents[]{"leap", "one_step", "direct"};
    constexpr std::string_view comebacks[]{"resume", "requalify", "restart"};
    detail::put_all(out, {"  ascent ", ascents[static_cast<std::size_t>(p.ascent.how)], "\n  descent "});
    if (!p.descent.falls)
        detail::put(out, "never");
    else if (p.descent.wait == duration{})
        detail::put(out, "at_once");
    else
        detail::put_all(out, {"after ", value_to_text(unit::time, p.descent.wait.seconds)});
    if (p.descent.falls && p.descent.depth == one_down) detail::put(out, " one_down");
    detail::put_all(out, {"\n  comeback ", comebacks[static_cast<std::size_t>(p.comeback.how)], "\n"});
}

}  // namespace detail

/// A lifecycle that can be written: its policies are the library's own.
template <class L>
concept written_lifecycle = requires(L const& l) {
    l.ladder().place_count();
    ascent::chosen{l.ascent()};
    descent::chosen{l.descent()};
    comeback::chosen{l.comeback()};
};

/// Writes a ladder as text; try_parse_ladder turns that into an equal ladder.
template <text_sink Out, schema S, stage_name Stage>
constexpr void write_text(Out& out, basic_ladder<S, Stage> const& of) {
    detail::put_title(out, of);
    detail::head_text<S>::put(out, of);
    detail::put_stages(out, of);
}

/// Writes a lifecycle as text for try_parse_lifecycle, with all three policies.
template <text_sink Out, written_lifecycle L>
constexpr void write_text(Out& out, L const& of) {
    detail::put_title(out, of.ladder());
    detail::put_policies(out, {of.ascent(), of.descent(), of.comeback()});
    detail::head_text<typename std::remove_cvref_t<decltype(of.ladder())>::schema_type>::put(out,
                                                                                             of.ladder());
    detail::put_stages(out, of.ladder());
}

/// Writes a condition as it stands in a rule: `silence <= 90d`.
template <text_sink Out, schema S>
constexpr void write_text(Out& out, basic_condition<S> const& of) {
    detail::put_condition(out, of);
}

/// How many bytes the text has.
template <class Value>
[[nodiscard]] constexpr std::size_t text_size(Value const& of) {
    detail::text_counter count;
    rung::write_text(count, of);
    return count.bytes;
}

namespace detail {

// Not constexpr on purpose: a text that is too small is a compile error with this name in it.
[[noreturn]] inline void the_text_has_more_bytes_than_asked_for() {
    RUNG_ASSERT("the text has more bytes than to_text was asked for: ask text_size, or use write_text");
    abort();
}

template <std::size_t Capacity>
struct text_collector {
    small_text<Capacity> collected{};

    constexpr void write(char const* text, std::ptrdiff_t size) {
        auto const more = static_cast<std::size_t>(size);
        if (more > Capacity - collected.length) return the_text_has_more_bytes_than_asked_for();
        collected += std::string_view{text, more};
    }
};

}  // namespace detail

/// The text of a ladder, a lifecycle or a condition as a value, for constant expressions as well. It is never
/// cut: if it has more than `Capacity` bytes (see text_size) this calls RUNG_ASSERT, or does not compile in a
/// constant expression. For ladders known only at run time use write_text.
template <std::size_t Capacity = 4096, schema S, stage_name Stage>
[[nodiscard]] constexpr small_text<Capacity> to_text(basic_ladder<S, Stage> const& of) {
    detail::text_collector<Capacity> out;
    rung::write_text(out, of);
    return out.collected;
}
template <std::size_t Capacity = 4096, written_lifecycle L>
[[nodiscard]] constexpr small_text<Capacity> to_text(L const& of) {
    detail::text_collector<Capacity> out;
    rung::write_text(out, of);
    return out.collected;
}
template <std::size_t Capacity = 256, schema S>
[[nodiscard]] constexpr small_text<Capacity> to_text(basic_condition<S> const& of) {
    detail::text_collector<Capacity> out;
    rung::write_text(out, of);
    return out.collected;
}

}  // namespace v0
}  // namespace rung
