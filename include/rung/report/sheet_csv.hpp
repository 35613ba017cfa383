#pragma once

#include <rung/core/language.hpp>
#include <rung/notation/small_text.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_json.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

/// A text as a field of CSV (RFC 4180): in quotes where it has to be.
template <text_sink Out>
void write_csv_field(Out& out, std::string_view text) {
    if (text.find_first_of(",\"\n\r") == std::string_view::npos) return rung::detail::put(out, text);
    rung::detail::put(out, "\"");
    for (auto const& c : text)
        rung::detail::put(out, c == '"' ? std::string_view{"\"\""} : std::string_view{&c, 1});
    rung::detail::put(out, "\"");
}

namespace detail {

/// Which columns of CSV a column of a sheet takes beside its own.
struct csv_columns {
    bool interval = false;
    bool part = false;
    bool n = false;
};

[[nodiscard]] inline csv_columns csv_columns_of(sheet const& s, std::size_t column) noexcept {
    csv_columns out;
    for (auto const& row : s.rows) {
        auto const& c = row.cells[column];
        out.interval = out.interval || c.has_interval();
        out.part = out.part || c.kind() == cell_kind::part;
        out.n = out.n || c.has_n();
    }
    return out;
}

template <text_sink Out, class Number>
void put_number(Out& out, Number n) {
    char digits[32];
    auto const end = std::to_chars(digits, digits + sizeof digits, n).ptr;
    rung::detail::put(out, {digits, static_cast<std::size_t>(end - digits)});
}

/// `-19.90`, whole minor units with so many decimals.
[[nodiscard]] inline small_text<32> whole_units(std::int64_t minor, std::size_t decimals) noexcept {
    small_text<32> digits, out;
    auto const bits = static_cast<std::uint64_t>(minor);
    digits.number(minor < 0 ? ~bits + 1 : bits, decimals + 1);
    if (minor < 0) out += '-';
    for (std::size_t i = 0; i < digits.length; ++i) {
        if (decimals != 0 && digits.length - i == decimals) out += '.';
        out += digits.characters[i];
    }
    return out;
}

/// Of how many parts a whole unit of a column is: of amounts, which are in minor units.
[[nodiscard]] inline double parts_of_unit(column const& of) noexcept {
    double parts = 1;
    if (of.form != form::money) return parts;
    for (int i = 0; i < of.decimals; ++i) parts *= 10;
    return parts;
}

template <text_sink Out>
void write_csv_cell(Out& out, column const& of, cell const& c, language l) {
    switch (c.kind()) {
    case cell_kind::blank:
    case cell_kind::range:
    case cell_kind::unknown: return;
    case cell_kind::text: return report::write_csv_field(out, c.text().in(l));
    case cell_kind::whole:
        if (of.form == form::instant)
            return rung::detail::put(out, detail::instant_in_full(detail::instant_of(c)));
        if (of.form == form::money)
            return rung::detail::put(out, detail::whole_units(c.whole(), of.decimals));
        return detail::put_number(out, c.whole());
    case cell_kind::part:
    case cell_kind::estimate: break;
    }
    detail::put_number(out, c.value() / detail::parts_of_unit(of));
}

}  // namespace detail

/// A sheet as CSV: a line with the names of the columns, a line for each row, totals last as they stand.
/// Amounts are in whole units, `19.90`, shares from 0 to 1. Estimates have their interval and n in columns of
/// their own, NAME_low, NAME_high and NAME_n, a part of a whole has NAME_part and NAME_n; what is not yet
/// known is empty.
template <text_sink Out>
void write_csv(Out& out, sheet const& s, language l = language::en) {
    std::vector<detail::csv_columns> more;
    more.reserve(s.columns.size());
    for (std::size_t i = 0; i < s.columns.size(); ++i) more.push_back(detail::csv_columns_of(s, i));
    auto const put = [&](std::string_view text) { rung::detail::put(out, text); };
    auto const heading = [&](std::string name, char const* end) {
        put(",");
        report::write_csv_field(out, name += end);
    };
    for (std::size_t i = 0; i < s.columns.size(); ++i) {
        auto const& name = s.columns[i].name;
        if (i > 0) put(",");
        report::write_csv_field(out, name);
        if (more[i].interval) heading(name, "_low");
        if (more[i].interval) heading(name, "_high");
        if (more[i].part) heading(name, "_part");
        if (more[i].n) heading(name, "_n");
    }
    put("\n");
    for (auto const& row : s.rows) {
        for (std::size_t i = 0; i < s.columns.size(); ++i) {
            auto const& c = row.cells[i];
            auto const parts = detail::parts_of_unit(s.columns[i]);
            if (i > 0) put(",");
            detail::write_csv_cell(out, s.columns[i], c, l);
            if (more[i].interval) put(",");
            if (c.has_interval()) detail::put_number(out, c.low() / parts);
            if (more[i].interval) put(",");
            if (c.has_interval()) detail::put_number(out, c.high() / parts);
            if (more[i].part) put(",");
            if (c.kind() == cell_kind::part) detail::put_number(out, c.part());
            if (more[i].n) put(",");
            if (c.has_n()) detail::put_number(out, c.n());
        }
        put("\n");
    }
}

}  // namespace report
}  // namespace v0
}  // namespace rung
