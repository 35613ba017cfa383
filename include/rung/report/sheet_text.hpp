#pragma once

#include <rung/core/language.hpp>
#include <rung/report/columns.hpp>
#include <rung/report/figures.hpp>
#include <rung/report/numbers.hpp>
#include <rung/report/quantity.hpp>
#include <rung/report/sheet.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

/// Numbers in a text as a language writes them: `118,759.27 [1, 2]` in Russian with a blank, a comma, and a
/// semicolon between numbers.
[[nodiscard]] inline std::string in_language(std::string const& text, language l) {
    if (l == language::en) return text;
    auto const is_digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const is_after = i > 0 && is_digit(i - 1);
        if (text[i] == ',' && is_after && is_digit(i + 1))
            out += "\u00A0";
        else if (text[i] == '.' && is_after && is_digit(i + 1))
            out += ',';
        else if (text[i] == ',' && is_after)
            out += ';';
        else
            out += text[i];
    }
    return out;
}

namespace detail {

/// `0.042`, `0.00123`, `<0.00001`
[[nodiscard]] inline std::string chance_text(double p) {
    if (p < 0.00001) return "<0.00001";
    return std::string{report::decimal(p, p < 0.01 ? 5 : 3).view()};
}

/// `118,759.27`, with as many decimals as the minor units are of.
[[nodiscard]] inline std::string amount_text(std::int64_t minor, std::size_t decimals) {
    std::int64_t unit = 1;
    for (std::size_t i = 0; i < decimals; ++i) unit *= 10;
    std::string out{minor < 0 && minor > -unit ? "-" : ""};
    out += detail::grouped(minor / unit).view();
    if (decimals == 0) return out;
    auto const rest = minor % unit;
    return (out += '.') +=
           small_text<20>{}.number(static_cast<std::uint64_t>(rest < 0 ? -rest : rest), decimals).view();
}

/// A number with decimals, in the unit of a column.
[[nodiscard]] inline std::string estimate_text(column const& of, insight::estimate const& e) {
    auto const shown = of.shows_interval || !e.known() ? e : insight::estimate{e.n(), e.value()};
    if (of.form == form::share || of.form == form::part) return std::string{report::share(shown).view()};
    if (of.form == form::probability) return detail::chance_text(e.value());
    double parts = 1;
    for (int i = 0; of.form == form::money && i < of.decimals; ++i) parts *= 0.1;
    return std::string{
        report::figure(of.form == form::money ? shown.times(parts) : shown, of.decimals).view()};
}

[[nodiscard]] inline std::string whole_text(column const& of, cell const& c, language l) {
    switch (of.form) {
    case form::money: return detail::amount_text(c.whole(), of.decimals);
    case form::time: return std::string{report::age_text(c.whole(), l).view()};
    case form::instant: return std::string{to_text(instant::from_unix(c.whole())).view()};
    default: return std::string{detail::grouped(c.whole()).view()};
    }
}

}  // namespace detail

/// A value of a sheet as people read it: `1,234`, `12.3 % [10.1, 15.0]`, `?` for what is not yet known; in
/// Russian `1 234`, `12,3 % [10,1; 15,0]`.
[[nodiscard]] inline std::string text_of(column const& of, cell const& c, language l = language::en) {
    std::string out;
    switch (c.kind()) {
    case cell_kind::blank: return out;
    case cell_kind::unknown: out = "?"; break;
    case cell_kind::text: return c.text().in(l);
    case cell_kind::whole: out = detail::whole_text(of, c, l); break;
    case cell_kind::part:
        if (of.form != form::part) {
            out = detail::percent(c.part(), c.n()).view();
        } else {
            out = detail::grouped(c.part()).view();
            (out += '/') += detail::grouped(c.n()).view();
        }
        break;
    case cell_kind::estimate:
        out = detail::estimate_text(of, c.has_interval()
                                            ? insight::estimate{c.n(), c.value(), c.low(), c.high()}
                                            : insight::estimate{c.n(), c.value()});
        break;
    case cell_kind::range:
        out = detail::estimate_text(of, insight::estimate{0, c.low()});
        (out += " - ") += detail::estimate_text(of, insight::estimate{0, c.high()});
        break;
    }
    if (of.shows_n && c.has_n()) (out += ", n = ") += detail::grouped(c.n()).view();
    return report::in_language(out, l);
}

/// The same in each language.
[[nodiscard]] inline wording in_words(column const& of, cell const& c) {
    return {report::text_of(of, c, language::en), report::text_of(of, c, language::ru)};
}

namespace detail {

using text_lines = std::vector<std::vector<std::string>>;

/// Rows of texts, which may be short of columns: words to the left, numbers to the right. Nothing is written
/// behind a row's last text.
template <text_sink Out>
void write_lines(Out& out, text_lines const& lines, std::vector<bool> const& are_numbers) {
    std::vector<std::size_t> widths(are_numbers.size());
    for (auto const& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (auto const w = detail::width(line[i]); w > widths[i]) widths[i] = w;
        }
    }
    for (auto const& line : lines) {
        std::size_t blank = 0;  // not yet written: something may follow
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (i != 0) blank += 2;
            auto const rest = widths[i] - detail::width(line[i]);
            if (line[i].empty()) {
                blank += rest;
                continue;
            }
            detail::pad(out, blank + (are_numbers[i] ? rest : 0));
            detail::put(out, line[i]);
            blank = are_numbers[i] ? 0 : rest;
        }
        detail::put(out, "\n");
    }
}

/// One row, a line for each column.
[[nodiscard]] inline text_lines record_lines(sheet const& s, language l) {
    text_lines out;
    for (auto const& row : s.rows) {
        for (std::size_t i = 0; i < s.columns.size(); ++i) {
            auto const& c = s.columns[i];
            auto value = report::text_of(c, row.cells[i], l);
            if (!c.unit.empty()) (value += ' ') += c.unit.in(l);
            out.push_back({c.label.in(l), std::move(value)});
        }
    }
    return out;
}

/// The n of totals, and the ends of their intervals.
inline void add_intervals_below(text_lines& lines, sheet const& s, sheet::row const& row, language l) {
    constexpr phrase low{"at least", "не меньше"}, high{"at most", "не больше"};
    std::vector<std::string> n{"n"}, least{std::string{low.in(l)}}, most{std::string{high.in(l)}};
    for (std::size_t i = 1; i < s.columns.size(); ++i) {
        auto const& c = row.cells[i];
        auto const end = [&](double value) {
            if (!c.has_n()) return std::string{};
            if (!c.has_interval()) return std::string{"?"};
            return report::in_language(detail::estimate_text(s.columns[i], insight::estimate{c.n(), value}),
                                       l);
        };
        n.push_back(c.has_n() ? report::text_of({}, report::cell{c.n()}, l) : std::string{});
        least.push_back(end(c.low()));
        most.push_back(end(c.high()));
    }
    for (auto* line : {&n, &least, &most}) lines.push_back(std::move(*line));
}

/// The columns from one to another as a table, the first column always.
[[nodiscard]] inline text_lines table_lines(sheet const& s, std::size_t from, std::size_t to, language l) {
    text_lines out(1);
    auto const each_column = [&](auto const& visit) {
        visit(std::size_t{0});
        for (auto i = from; i < to; ++i) visit(i);
    };
    each_column([&](std::size_t i) { out[0].push_back(s.columns[i].label.in(l)); });
    for (auto const& row : s.rows) {
        out.emplace_back();
        each_column(
            [&](std::size_t i) { out.back().push_back(report::text_of(s.columns[i], row.cells[i], l)); });
        if (row.is_total && s.totals_have_intervals_below) detail::add_intervals_below(out, s, row, l);
    }
    return out;
}

template <text_sink Out>
void write_notes(Out& out, sheet const& s, language l) {
    if (!s.notes_are_a_line) {
        text_lines lines;
        for (auto const& note : s.notes)
            lines.push_back({note.of.label.in(l), report::text_of(note.of, note.cell, l)});
        return detail::write_lines(out, lines, {false, false});
    }
    std::string_view between;
    for (auto const& note : s.notes) {
        detail::put(out, between);
        detail::put(out, note.of.label.in(l));
        detail::put(out, " ");
        detail::put(out, report::text_of(note.of, note.cell, l));
        between = ", ";
    }
    detail::put(out, "\n");
}

}  // namespace detail

/// A sheet as text in columns. `?` is what is not yet known.
template <text_sink Out>
void write_text(Out& out, sheet const& s, language l = language::en) {
    auto const put = [&](std::string_view text) { rung::detail::put(out, text); };
    if (s.shape != text_shape::table) {
        detail::write_lines(out, detail::record_lines(s, l), {false, s.shape == text_shape::record});
    } else if (!s.rows.empty()) {
        for (std::size_t from = 1; from < s.columns.size();) {
            auto to = from + 1;
            while (to < s.columns.size() && !s.columns[to].begins_table) ++to;
            if (from > 1) put("\n");
            std::vector<bool> are_numbers{false};
            for (auto i = from; i < to; ++i) are_numbers.push_back(s.columns[i].form != form::text);
            detail::write_lines(out, detail::table_lines(s, from, to, l), are_numbers);
            from = to;
        }
    }
    if (!s.notes.empty()) detail::write_notes(out, s, l);
    if (s.remark.empty()) return;
    put(s.remark.in(l));
    put("\n");
}

}  // namespace report
}  // namespace v0
}  // namespace rung
