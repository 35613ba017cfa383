#pragma once

#include <rung/report/json_writer.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_json.hpp>
#include <rung/report/sheet_text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// A number of a column in the unit that people read: whole units of money, days.
[[nodiscard]] inline double in_picture(column const& of, double value) noexcept {
    if (of.form == form::time) return value / 86'400;
    if (of.form != form::money) return value;
    for (auto i = of.decimals; i > 0; --i) value /= 10;
    return value;
}

/// How Vega formats numbers of a column: `,.2f`.
[[nodiscard]] inline std::string vega_format(column const& of) {
    auto const decimals = std::to_string(unsigned{of.decimals});
    switch (of.form) {
    case form::share:
    case form::part: return "." + decimals + "%";
    case form::count: return ",d";
    case form::time: return ",.1f";
    default: return ",." + decimals + "f";
    }
}

[[nodiscard]] inline std::string title_of(column const& of, language l) {
    auto title = of.label.in(l);
    if (of.form == form::time) title += phrase{", days", ", дней"}.in(l);
    if (!of.unit.empty()) title += ", " + of.unit.in(l);
    return title;
}

/// Whether tooltips tell the values of a column as tables do, by a text beside the number: where Vega would
/// tell what is not known as 0 or NaN, an instant in the reader's own zone, an interval not at all, and 118
/// of 4,000 as 2.9 %.
[[nodiscard]] inline bool is_told_by_text(sheet const& s, std::size_t column_number) {
    if (s.columns[column_number].form == form::instant) return true;
    return std::ranges::any_of(s.rows, [&](sheet::row const& row) {
        auto const& c = row.cells[column_number];
        return !row.is_total && (c.has_interval() || c.kind() == cell_kind::blank ||
                                 c.kind() == cell_kind::unknown || c.kind() == cell_kind::part);
    });
}

template <text_sink Out>
void write_vega_cell(json_writer<Out>& json, column const& of, report::cell const& c, language l) {
    auto const number = [&](char const* suffix, double value) {
        json.member(of.name + suffix, detail::in_picture(of, value));
    };
    if (c.kind() == cell_kind::text) json.member(of.name, c.text().in(l));
    if (c.kind() == cell_kind::unknown) json.key(of.name).null();
    if (c.is_number()) {
        if (of.form == form::instant)
            json.member(of.name, std::string_view{detail::instant_in_full(detail::instant_of(c))});
        else if (c.kind() == cell_kind::whole && of.form != form::money && of.form != form::time)
            json.member(of.name, c.whole());
        else
            number("", c.value());
    }
    if (c.has_interval()) {
        number("_low", c.low());
        number("_high", c.high());
    }
    if (c.has_n()) json.member(of.name + "_n", c.n());
}

/// The numbers of a sheet: an object for each row but totals, a member for each column, with `_low`, `_high`
/// and `_n` beside it where they are known, and `_text` where tooltips tell it so.
template <text_sink Out>
void write_vega_values(json_writer<Out>& json, sheet const& s, language l) {
    std::vector<bool> has_text;
    has_text.reserve(s.columns.size());
    for (std::size_t i = 0; i < s.columns.size(); ++i)
        has_text.push_back(!s.columns[i].label.empty() && detail::is_told_by_text(s, i));
    json.key("data").begin_object().key("values").begin_array();
    for (auto const& row : s.rows) {
        if (row.is_total) continue;
        json.begin_object();
        for (std::size_t i = 0; i < s.columns.size(); ++i) {
            auto const& of = s.columns[i];
            detail::write_vega_cell(json, of, row.cells[i], l);
            if (!has_text[i]) continue;
            json.member(of.name + "_text", report::text_of(of, row.cells[i], l));
        }
        json.end_object();
    }
    json.end_array().end_object();
}

/// The colour of words and axes: it is read on white and on black.
inline constexpr char const* vega_ink = "#767676";

/// What is the same in all charts.
template <text_sink Out>
void write_vega_config(json_writer<Out>& json, language l) {
    json.key("config").begin_object();
    json.member("background", "transparent").member("font", "sans-serif");
    json.key("view").begin_object().key("stroke").null().end_object();
    json.key("title").begin_object();
    json.member("anchor", "start").member("fontSize", 14).member("subtitleFontSize", 11);
    json.member("color", vega_ink).member("subtitleColor", vega_ink).end_object();
    json.key("axis").begin_object();
    json.member("labelColor", vega_ink).member("titleColor", vega_ink).member("titleFontWeight", "normal");
    json.member("domainColor", vega_ink).member("tickColor", vega_ink);
    json.member("gridColor", vega_ink).member("gridOpacity", 0.25).end_object();
    json.key("legend").begin_object();
    json.member("labelColor", vega_ink)
        .member("titleColor", vega_ink)
        .member("titleFontWeight", "normal")
        .end_object();
    json.key("header").begin_object();
    json.member("labelColor", vega_ink).member("titleColor", vega_ink).end_object();
    if (l == language::ru) {
        json.key("locale").begin_object().key("number").begin_object();
        json.member("decimal", ",").member("thousands", "\u00A0");
        json.key("grouping").begin_array().value(3).end_array();
        json.key("currency").begin_array().value("").value("").end_array();
        json.end_object().end_object();
    }
    json.end_object();
}

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
