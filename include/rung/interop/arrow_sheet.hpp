#pragma once

#include <rung/core/language.hpp>
#include <rung/core/time.hpp>
#include <rung/interop/arrow_stream.hpp>
#include <rung/interop/arrow_table.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_json.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace arrow {
namespace detail {

/// The columns that one column of a sheet becomes.
struct sheet_column {
    report::column const* of = nullptr;
    std::size_t number = 0;
    bool has_interval = false;
    bool has_n = false;
};

[[nodiscard]] inline std::vector<sheet_column> columns_of(report::sheet const& s) {
    std::vector<sheet_column> out;
    for (std::size_t i = 0; i < s.columns.size(); ++i) {
        sheet_column c{&s.columns[i], i};
        for (auto const& row : s.rows) {
            c.has_interval = c.has_interval || row.cells[i].has_interval();
            c.has_n = c.has_n || row.cells[i].has_n();
        }
        out.push_back(c);
    }
    return out;
}

[[nodiscard]] inline std::vector<field> fields_of(std::vector<sheet_column> const& columns, language l) {
    std::vector<field> out;
    for (auto const& c : columns) {
        auto const f = c.of->form;
        auto const made_as = f == report::form::text      ? format::text
                             : f == report::form::instant ? format::timestamp
                                                          : format::float64;
        std::vector<std::pair<std::string, std::string>> said{
            {"rung.unit", f == report::form::money ? "minor units" : std::string{report::to_string(f)}},
            {"rung.label", c.of->label.in(l)}};
        out.push_back({c.of->name, made_as, true, std::move(said)});
        if (c.has_interval) {
            out.push_back({c.of->name + "_low", format::float64, true});
            out.push_back({c.of->name + "_high", format::float64, true});
        }
        if (c.has_n) out.push_back({c.of->name + "_n", format::int64, true});
    }
    out.push_back({"is_total", format::boolean});
    return out;
}

inline void add_value(batch_builder::column& to, report::form form, report::cell const& c, language l) {
    bool const is_text = c.kind() == report::cell_kind::text;
    if (is_text && form == report::form::text)
        to.add(std::string_view{c.text().in(l)});
    else if (!c.is_number() || form == report::form::text)
        to.add_null();
    else if (form == report::form::instant)
        to.add(instant::from_unix(c.whole()));
    else
        to.add(c.value());
}

}  // namespace detail

/// A report as a table: each report is data first (report/sheet.hpp), and its columns are these, with unit
/// and label in their metadata ("rung.unit", "rung.label"). Numbers are floats: money in minor units, shares
/// from 0 to 1; what is not yet known is null. A column with estimates has its interval beside it, as
/// NAME_low and NAME_high, and from how many cases it is, as NAME_n; `is_total` is true for a row that is of
/// all rows before it.
///
///     rung::arrow::table(rung::report::sheet_of(life.ladder(), ledger, now)).move_to(for_python);
[[nodiscard]] inline owned_stream table(report::sheet const& s, language l = language::en) {
    auto const columns = detail::columns_of(s);
    batch_builder rows{detail::fields_of(columns, l)};
    for (auto const& row : s.rows) {
        std::size_t at = 0;
        auto const add_if = [&](bool is_there, double value) {
            if (is_there)
                rows[at++].add(value);
            else
                rows[at++].add_null();
        };
        for (auto const& column : columns) {
            auto const& c = row.cells[column.number];
            detail::add_value(rows[at++], column.of->form, c, l);
            if (column.has_interval) {
                add_if(c.has_interval(), c.low());
                add_if(c.has_interval(), c.high());
            }
            if (!column.has_n) continue;
            if (c.has_n())
                rows[at++].add(c.n());
            else
                rows[at++].add_null();
        }
        rows[at].add(row.is_total);
        rows.end_row();
    }
    return arrow::make_stream(std::move(rows));
}

}  // namespace arrow
}  // namespace v0
}  // namespace rung
