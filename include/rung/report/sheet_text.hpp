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

/// A value of a sheet as people read it: `1,234`, `12.3 % [10.1, 15.0]`, `?` for what is not yet known.
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
    return out;
}

namespace detail {

/// Rows of texts under headings, the first column to the left, the others, which are numbers, to the right;
/// or all to the left. text(row, column); row 0 is the headings. Nothing is written behind a row's last text.
template <text_sink Out, class Text>
void grid(Out& out, std::size_t rows, std::size_t columns, Text const& text, bool has_numbers = true) {
    std::vector<std::size_t> widths(columns);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column) {
            auto const t = text(row, column);
            auto const w = detail::width(t) + (column == 0 || !has_numbers ? 0 : 2);
            if (w > widths[column]) widths[column] = w;
        }
    }
    for (std::size_t row = 0; row < rows; ++row) {
        std::size_t blank = 0;  // not yet written: something may follow
        for (std::size_t column = 0; column < columns; ++column) {
            auto const t = text(row, column);
            auto const w = detail::width(t);
            auto const rest = widths[column] - w;
            bool const is_left = column == 0 || !has_numbers;
            if (w != 0) {
                detail::pad(out, blank + (is_left ? 0 : rest));
                detail::put(out, t);
                blank = 0;
            }
            blank += (w == 0 ? widths[column] : is_left ? rest : 0) + (has_numbers ? 0 : 2);
        }
        detail::put(out, "\n");
    }
}

using text_lines = std::vector<std::vector<std::string>>;

template <text_sink Out>
void write_lines(Out& out, text_lines const& lines, bool has_numbers = true) {
    std::size_t columns = 0;
    for (auto const& line : lines) columns = line.size() > columns ? line.size() : columns;
    detail::grid(
        out, lines.size(), columns,
        [&](std::size_t row, std::size_t column) -> std::string_view {
            return column < lines[row].size() ? lines[row][column] : std::string_view{};
        },
        has_numbers);
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
            return c.has_interval() ? detail::estimate_text(s.columns[i], insight::estimate{c.n(), value})
                                    : std::string{"?"};
        };
        n.push_back(c.has_n() ? std::string{detail::grouped(c.n()).view()} : std::string{});
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
        return detail::write_lines(out, lines, false);
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
        detail::write_lines(out, detail::record_lines(s, l), s.shape == text_shape::record);
    } else if (!s.rows.empty()) {
        for (std::size_t from = 1; from < s.columns.size();) {
            auto to = from + 1;
            while (to < s.columns.size() && !s.columns[to].begins_table) ++to;
            if (from > 1) put("\n");
            detail::write_lines(out, detail::table_lines(s, from, to, l));
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
