#pragma once

#include <rung/core/ladder.hpp>
#include <rung/notation/write.hpp>
#include <rung/report/diagram_text.hpp>
#include <rung/report/explain_words.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/playbook.hpp>
#include <rung/report/quantity.hpp>
#include <rung/report/time_limit.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

namespace diagram_words {

inline constexpr phrase always{"always", "всегда"};
inline constexpr phrase and_also{" and ", " и "};
inline constexpr phrase or_else{"or ", "или "};
inline constexpr phrase some_of{"at least {} of:", "не меньше {} из:"};
inline constexpr phrase door_rule{"door: ", "вход: "};
inline constexpr phrase unless_kept{"unless ", "если не "};
inline constexpr phrase no_longer{"when this no longer holds", "когда это больше не так"};
inline constexpr phrase grace_of{"grace {}", "отсрочка {}"};
inline constexpr phrase review{"review {}", "пересмотр {}"};
inline constexpr phrase guaranteed{"guaranteed {}", "гарантия {}"};
inline constexpr phrase wait{"after {} on the rung below", "после {} на ступени ниже"};

}  // namespace diagram_words

/// `purchases ≥ 3`: each end of a condition is a piece of its own.
template <class Label, schema S>
constexpr void put_condition(Label& to, std::string_view before, basic_condition<S> const& c, language l,
                             lexicon const& words_of) {
    auto const& of = rung::describe<S>(c.fact);
    rung::detail::each_bound(c, [&](std::string_view sign, std::int64_t value) {
        // What has a name is not more or less: `lost ≠ no`, rather than `lost ≥ ignored`.
        auto const none = words_of.value(of.name, of.least, l);
        bool const is_any = sign == ">=" && value == of.least + 1 && !none.empty();
        auto const meaning = is_any ? none : words_of.value(of.name, value, l);
        small_text<256> text;
        text += before;
        text += words_of.fact(of.name, l);
        text += ' ';
        text += is_any                              ? "≠"
                : sign == "<=" && value == of.least ? "="
                : sign == ">="                      ? "≥"
                : sign == "<="                      ? "≤"
                                                    : sign;
        text += ' ';
        // No line ends between a number and its unit.
        auto const number = report::threshold(of.measure, value, l);
        if (meaning.empty()) {
            for (char const& digit : number.view())
                text += digit == ' ' ? std::string_view{"\u00A0"} : std::string_view{&digit, std::size_t{1}};
        }
        text += meaning;
        to.piece(text);
        before = diagram_words::and_also.in(l);
    });
}

/// The conditions of a set, each after `before`, the next ones after `between`.
template <class Label, class Ladder>
constexpr void put_conditions(Label& to, std::string_view before, std::string_view between,
                              Ladder const& ladder, std::uint64_t set, language l, lexicon const& words_of) {
    for (auto rest = set; rest != 0; rest &= rest - 1) {
        auto const i = static_cast<std::size_t>(std::countr_zero(rest));
        detail::put_condition(to, before, ladder.condition_at(i), l, words_of);
        before = between;
    }
}

/// A line for each route, which goes on in the next where it is long: `at least 2 of: · contacts ≥ 3 · ...`
template <class Label, class Ladder>
constexpr void put_rule(Label& to, std::string_view before, Ladder const& ladder,
                        typename Ladder::rule_span rule, language l, lexicon const& words_of) {
    auto const also = diagram_words::and_also.in(l);
    for (std::size_t r = 0; r < rule.count; ++r) {
        auto const& route = ladder.route_at(rule.first + r);
        if (r > 0) before = diagram_words::or_else.in(l);
        to.line();
        if (route.conditions == 0) {
            to.piece(before);
            to.piece(diagram_words::always.in(l));
        }
        detail::put_conditions(to, before, also, ladder, route.required(), l, words_of);
        if (route.counted == 0) continue;
        small_text<64> some;
        some += route.required() == 0 ? before : also;
        frame{diagram_words::some_of, l}.put(
            some, small_text<20>{}.number(static_cast<std::uint64_t>(route.least)));
        to.piece(some);
        detail::put_conditions(to, " · ", " · ", ladder, route.counted, l, words_of);
    }
}

/// Whether time alone can end what keeps a client on a rung.
template <class Ladder>
[[nodiscard]] constexpr bool can_run_out(Ladder const& ladder, typename Ladder::rule_span rule) noexcept {
    for (std::size_t r = 0; r < rule.count; ++r) {
        if ((ladder.route_at(rule.first + r).conditions & ladder.aging()) != 0) return true;
    }
    return false;
}

enum class arrow : std::uint8_t { up, door, down };

/// The arrows between the rungs of a ladder: edge(from, to, kind, write label).
template <class Ladder, class Edge>
constexpr void each_arrow(Ladder const& ladder, language l, lexicon const& words_of, Edge const& edge) {
    using stage_type = typename Ladder::stage_type;
    auto const rungs = ladder.stage_count();
    auto const rule_text = [&](phrase const& before, typename Ladder::rule_span rule) {
        return [&ladder, before, rule, l, &words_of](auto& to) {
            detail::put_rule(to, before.in(l), ladder, rule, l, words_of);
        };
    };
    for (std::size_t i = 1; i < rungs; ++i) {
        auto const at = rung::stage_at<stage_type>(i);
        edge(i - 1, i, arrow::up, rule_text({}, ladder.enter(at)));
    }
    for (std::size_t i = 1; i < rungs; ++i) {
        auto const door = ladder.door(rung::stage_at<stage_type>(i));
        if (door.count != 0) edge(std::size_t{0}, i, arrow::door, rule_text(diagram_words::door_rule, door));
    }
    for (std::size_t i = 1; i < rungs; ++i) {
        auto const keep = ladder.keep(rung::stage_at<stage_type>(i));
        if ((ladder.own_keep() >> i & 1) != 0)
            edge(i, i - 1, arrow::down, rule_text(diagram_words::unless_kept, keep));
        else if (detail::can_run_out(ladder, keep))
            edge(i, i - 1, arrow::down, [l](auto& to) { to.piece(diagram_words::no_longer.in(l)); });
    }
}

/// `gold`, and under it who brings clients there and how long they are given before they fall; under an exit
/// its rule, since no single rung leads there.
template <class Label, class Ladder>
constexpr void put_place(Label& to, Ladder const& ladder, std::size_t place, language l,
                         lexicon const& words_of) {
    auto const at = rung::stage_at<typename Ladder::stage_type>(place);
    to.piece(words_of.stage(ladder.name(at), l));
    if (ladder.is_exit(at)) {
        detail::put_rule(to, {}, ladder, ladder.enter(at), l, words_of);
        return;
    }
    to.line();
    to.piece(report::in_words(ladder.driver(at)).in(l));
    auto const limit = [&](phrase const& says, time_limit const& of) {
        if (!of.given()) return;
        small_text<96> text;
        frame{says, l}.put(text, detail::in_words(of, l));
        to.line();
        to.piece(text);
    };
    auto const grace = ladder.grace(at);
    limit(grace.how() == time_limit::shape::review ? diagram_words::review : diagram_words::grace_of, grace);
    limit(diagram_words::guaranteed, ladder.guaranteed(at));
    limit(diagram_words::wait, ladder.wait(at));
}

/// `p3`, a place by its number.
template <text_sink Out>
constexpr void put_node(Out& out, std::size_t place) {
    detail::put(out, (small_text<8>{} += 'p').number(place));
}

/// The text of a node or an edge, which write(label) writes.
template <class Syntax, text_sink Out, class Write>
constexpr void put_label(Out& out, Write const& write) {
    label_writer<Syntax, Out> to{out};
    write(to);
    to.end();
}

}  // namespace detail

/// The ladder as a graph in the language of Graphviz: the rungs from the lowest up with who brings clients to
/// each, the rules on the edges, and the exits with theirs.
///
///     dot -Tsvg ladder.dot > ladder.svg
template <text_sink Out, class Ladder>
constexpr void dot(Out& out, Ladder const& ladder, language l = language::en,
                   lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    using detail::arrow;
    detail::put(out,
                "digraph ladder {\n  graph [rankdir=BT, compound=true, nodesep=0.9, bgcolor=transparent");
    if (!ladder.name().empty()) {
        detail::put(out, ", labelloc=t, label=");
        detail::put_label<detail::dot_text>(out, [&](auto& to) { to.piece(ladder.name()); });
    }
    detail::put(out,
                "]\n  graph [fontname=\"sans-serif\", color=\"#767676\", fontcolor=\"#767676\"]\n"
                "  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"]\n"
                "  edge [fontname=\"sans-serif\", fontsize=11, color=\"#767676\", fontcolor=\"#767676\"]\n");
    // The frame is what clients leave by an exit.
    auto const rungs = ladder.stage_count();
    bool const has_exits = ladder.exit_count() != 0;
    if (has_exits) detail::put(out, "  subgraph cluster_rungs {\n    graph [label=\"\", style=dotted]\n");
    for (std::size_t i = 0; i < ladder.place_count(); ++i) {
        if (i == rungs) detail::put(out, "  }\n");
        detail::put(out, has_exits && i < rungs ? "    " : "  ");
        detail::put_node(out, i);
        detail::put(out, " [label=");
        detail::put_label<detail::dot_text>(out,
                                            [&](auto& to) { detail::put_place(to, ladder, i, l, words_of); });
        detail::put(out, i < rungs ? ", group=rungs, fillcolor=\"#deebf7\", color=\"#3182bd\"]\n"
                                   : ", fillcolor=\"#fee6ce\", color=\"#e6550d\"]\n");
    }
    detail::each_arrow(
        ladder, l, words_of, [&](std::size_t from, std::size_t to, arrow kind, auto const& write) {
            detail::put(out, "  ");
            detail::put_node(out, from);
            detail::put(out, " -> ");
            detail::put_node(out, to);
            detail::put(out, " [label=");
            detail::put_label<detail::dot_edge_text>(out, write);
            detail::put(out, kind == arrow::up     ? ", weight=8]\n"
                             : kind == arrow::down ? ", style=dashed, constraint=false]\n"
                                                   : ", color=\"#3182bd\", constraint=false]\n");
        });
    for (std::size_t i = rungs; i < ladder.place_count(); ++i) {
        detail::put(out, "  p0 -> ");
        detail::put_node(out, i);
        detail::put(out, " [ltail=cluster_rungs]\n");
    }
    detail::put(out, "}\n");
}

/// The same in the language of Mermaid, which GitHub and many notebooks draw by themselves.
template <text_sink Out, class Ladder>
constexpr void mermaid(Out& out, Ladder const& ladder, language l = language::en,
                       lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    using detail::arrow;
    detail::put(out, "flowchart BT\n  subgraph rungs [");
    detail::put_label<detail::mermaid_text>(
        out, [&](auto& to) { to.piece(ladder.name().empty() ? std::string_view{" "} : ladder.name()); });
    detail::put(out, "]\n");
    auto const rungs = ladder.stage_count();
    for (std::size_t i = 0; i < ladder.place_count(); ++i) {
        if (i == rungs) detail::put(out, "  end\n");
        detail::put(out, i < rungs ? "    " : "  ");
        detail::put_node(out, i);
        detail::put(out, i < rungs ? "[" : "(");
        detail::put_label<detail::mermaid_text>(
            out, [&](auto& to) { detail::put_place(to, ladder, i, l, words_of); });
        detail::put(out, i < rungs ? "]\n" : ")\n");
    }
    if (ladder.exit_count() == 0) detail::put(out, "  end\n");
    detail::each_arrow(
        ladder, l, words_of, [&](std::size_t from, std::size_t to, arrow kind, auto const& write) {
            detail::put(out, "  ");
            detail::put_node(out, from);
            detail::put(out, kind == arrow::up ? " -->|" : kind == arrow::down ? " -.->|" : " ==>|");
            detail::put_label<detail::mermaid_text>(out, write);
            detail::put(out, "| ");
            detail::put_node(out, to);
            detail::put(out, "\n");
        });
    for (std::size_t i = rungs; i < ladder.place_count(); ++i) {
        detail::put(out, "  rungs --> ");
        detail::put_node(out, i);
        detail::put(out, "\n");
    }
}

}  // namespace report
}  // namespace v0
}  // namespace rung
