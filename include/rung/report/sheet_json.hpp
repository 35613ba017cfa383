#pragma once

#include <rung/core/language.hpp>
#include <rung/report/json_writer.hpp>
#include <rung/report/quantity.hpp>
#include <rung/report/sheet.hpp>

#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {

/// The name of a form, as JSON has it under "unit".
[[nodiscard]] constexpr std::string_view to_string(form f) noexcept {
    switch (f) {
    case form::text: return "text";
    case form::count: return "count";
    case form::number: return "number";
    case form::money: return "money";
    case form::share:
    case form::part: return "share";
    case form::probability: return "probability";
    case form::time: return "seconds";
    case form::instant: break;
    }
    return "instant";
}

[[nodiscard]] constexpr std::string_view to_string(better b) noexcept {
    return b == better::more ? "more" : b == better::less ? "less" : "neither";
}

namespace detail {

/// `2026-01-31T00:00:00Z`, always with the time of day; empty for what is no moment.
[[nodiscard]] inline small_text<24> instant_in_full(instant t) noexcept {
    small_text<24> out;
    if (!t.is_moment()) return out;
    out += to_text(t);
    if (out.length == 10) out += "T00:00:00";
    return out += 'Z';
}
[[nodiscard]] inline instant instant_of(cell const& c) noexcept { return instant::from_unix(c.whole()); }

template <text_sink Out>
void write_json_cell(json_writer<Out>& json, column const& of, cell const& c, language l) {
    auto const end = [&](char const* name, double value) { json.member(name, value); };
    switch (c.kind()) {
    case cell_kind::blank: json.null(); return;
    case cell_kind::text: json.value(std::string_view{c.text().in(l)}); return;
    case cell_kind::whole:
        if (of.form == form::instant) {
            auto const text = detail::instant_in_full(detail::instant_of(c));
            if (text.length == 0)
                json.null();
            else
                json.value(text.view());
        } else {
            json.value(c.whole());
        }
        return;
    case cell_kind::range:
        json.begin_object();
        end("low", c.low());
        end("high", c.high());
        json.end_object();
        return;
    case cell_kind::unknown:
    case cell_kind::part:
    case cell_kind::estimate: break;
    }
    if (!c.has_n()) {
        if (c.is_number())
            json.value(c.value());
        else
            json.null();
        return;
    }
    json.begin_object().key("value");
    if (c.is_number())
        json.value(c.value());
    else
        json.null();
    if (c.has_interval()) {
        end("low", c.low());
        end("high", c.high());
    }
    if (c.kind() == cell_kind::part) json.member("part", c.part());
    json.member("n", c.n()).end_object();
}

}  // namespace detail

/// A sheet as a value of JSON. Each row is an object, by the names of the columns; a cell in which nothing
/// belongs has no member there. Numbers are exact: amounts in minor units, shares from 0 to 1. One that is
/// estimated is an object with its value (null: not yet known), low and high if it has an interval, and n.
template <text_sink Out>
void write_json(json_writer<Out>& json, sheet const& s, language l = language::en) {
    auto const rows = [&](char const* name, bool totals) {
        json.key(name).begin_array();
        for (auto const& row : s.rows) {
            if (row.is_total != totals) continue;
            json.begin_object();
            for (std::size_t i = 0; i < s.columns.size(); ++i) {
                if (row.cells[i].kind() == cell_kind::blank) continue;
                json.key(s.columns[i].name);
                detail::write_json_cell(json, s.columns[i], row.cells[i], l);
            }
            json.end_object();
        }
        json.end_array();
    };
    bool has_intervals = false, has_totals = false;
    for (auto const& row : s.rows) {
        has_totals = has_totals || row.is_total;
        for (auto const& c : row.cells) has_intervals = has_intervals || c.has_interval();
    }
    json.begin_object();
    json.member("name", std::string_view{s.name}).member("title", std::string_view{s.title.in(l)});
    if (s.n) json.member("n", *s.n);
    if (has_intervals) json.member("confidence", s.confidence);
    json.key("columns").begin_array();
    for (auto const& c : s.columns) {
        json.begin_object();
        json.member("name", std::string_view{c.name}).member("label", std::string_view{c.label.in(l)});
        json.member("unit", report::to_string(c.form));
        if (!c.unit.empty()) json.member("of", std::string_view{c.unit.in(l)});
        if (c.form == form::money) json.member("decimals", unsigned{c.decimals});
        if (c.better != better::neither) json.member("better", report::to_string(c.better));
        json.end_object();
    }
    json.end_array();
    rows("rows", false);
    if (has_totals) rows("totals", true);
    if (!s.notes.empty()) {
        json.key("notes").begin_object();
        for (auto const& note : s.notes) {
            json.key(note.of.name);
            detail::write_json_cell(json, note.of, note.cell, l);
        }
        json.end_object();
    }
    if (!s.remark.empty()) json.member("remark", std::string_view{s.remark.in(l)});
    json.end_object();
}

/// The same as a document of its own.
template <text_sink Out>
void write_json(Out& out, sheet const& s, language l = language::en,
                json_style style = json_style::indented) {
    json_writer json{out, style};
    report::write_json(json, s, l);
    rung::detail::put(out, "\n");
}

}  // namespace report
}  // namespace v0
}  // namespace rung
