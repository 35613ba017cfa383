#pragma once

#include <rung/report/chart.hpp>
#include <rung/report/json_writer.hpp>
#include <rung/report/vega_parts.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

/// The version of Vega-Lite that charts are written for; a page loads one of its minor versions.
inline constexpr std::string_view vega_lite_schema = "https://vega.github.io/schema/vega-lite/v6.json";

namespace detail {

/// Writes one chart.
template <text_sink Out>
class vega_writer {
public:
    vega_writer(json_writer<Out>& json, chart const& c, language l) noexcept
        : json_{json}, chart_{c}, sheet_{c.data}, l_{l} {}

    void write() {
        json_.begin_object();
        json_.member("$schema", vega_lite_schema);
        json_.member("description", sheet_.title.in(l_));
        json_.key("title").begin_object();
        json_.member("text", sheet_.title.in(l_));
        if (!sheet_.remark.empty()) json_.member("subtitle", sheet_.remark.in(l_));
        json_.end_object();
        detail::write_vega_values(json_, sheet_, l_);
        auto const rows = row_channel();
        if (rows != nullptr) {
            json_.key("facet").begin_object();
            write_channel("row", *rows);
            json_.end_object();
            json_.key("spec").begin_object();
        }
        write_size();
        write_layers();
        if (rows != nullptr) {
            json_.end_object();
            json_.key("resolve").begin_object().key("scale").begin_object();
            json_.member("y", "independent").end_object().end_object();
        }
        detail::write_vega_config(json_, l_);
        json_.end_object();
    }

private:
    json_writer<Out>& json_;
    chart const& chart_;
    sheet const& sheet_;
    language l_;

    [[nodiscard]] column const& column_of(std::string const& name) const {
        return sheet_.columns[sheet_.column_named(name)];
    }
    [[nodiscard]] shown const* row_channel() const {
        for (auto const& layer : chart_.layers) {
            for (auto const& s : layer.shows) {
                if (s.channel == channel::row) return &s;
            }
        }
        return nullptr;
    }
    [[nodiscard]] bool is_shown(report::layer const& of, sheet::row const& row) const {
        if (of.rows.of == only::kind::all) return true;
        auto const& c = row.cells[sheet_.column_named(of.rows.column)];
        if (of.rows.of == only::kind::equal)
            return c.kind() == cell_kind::text && c.text().en == of.rows.text;
        return c.is_number() == (of.rows.of == only::kind::known);
    }

    // A layer of which no row is there would be nothing, and a scale without ends.
    [[nodiscard]] bool has_rows(report::layer const& of) const {
        if (of.rows.of == only::kind::all) return true;
        return std::ranges::any_of(sheet_.rows,
                                   [&](auto const& row) { return !row.is_total && is_shown(of, row); });
    }

    // ---- marks

    void write_size() {
        json_.member("width", chart_.width);
        if (chart_.height != 0) {
            json_.member("height", chart_.height);
            return;
        }
        for (auto const& s : chart_.layers.front().shows) {
            if (s.channel != channel::y || s.column.empty() || column_of(s.column).form != form::text)
                continue;
            json_.key("height").begin_object().member("step", has_offset() ? 10 : 28).end_object();
            return;
        }
        json_.member("height", 240);
    }
    [[nodiscard]] bool has_offset() const {
        return std::ranges::any_of(chart_.layers.front().shows,
                                   [](auto const& s) { return s.channel == channel::y_offset; });
    }
    void write_layers() {
        json_.key("layer").begin_array();
        for (auto const& layer : chart_.layers) {
            if (!has_rows(layer)) continue;
            json_.begin_object();
            write_rows(layer);
            write_mark(layer);
            json_.key("encoding").begin_object();
            for (auto const& s : layer.shows) {
                constexpr char const* names[] = {"x",     "x2",    "y",    "y2",    "yOffset",
                                                 "color", "shape", "text", "order", "row"};
                if (s.channel != channel::row)
                    write_channel(names[static_cast<std::size_t>(s.channel)], s, layer.mark);
            }
            write_tooltips(layer);
            json_.end_object();
            json_.end_object();
        }
        json_.end_array();
    }
    void write_rows(report::layer const& of) {
        if (of.rows.of == only::kind::all) return;
        json_.key("transform").begin_array().begin_object().key("filter").begin_object();
        json_.member("field", of.rows.column);
        if (of.rows.of == only::kind::equal)
            json_.member("equal", in_this_language(of.rows.column, of.rows.text));
        else
            json_.member("valid", of.rows.of == only::kind::known);
        json_.end_object().end_object().end_array();
    }
    // What a text is called in this language, by what it is called in English.
    [[nodiscard]] std::string in_this_language(std::string const& name, std::string const& english) const {
        auto const i = sheet_.column_named(name);
        for (auto const& row : sheet_.rows) {
            if (row.cells[i].kind() == cell_kind::text && row.cells[i].text().en == english)
                return row.cells[i].text().in(l_);
        }
        return english;
    }
    void write_mark(report::layer const& of) {
        constexpr char const* types[] = {"bar",  "line", "line",  "area", "area",
                                         "rect", "rule", "point", "text"};
        json_.key("mark").begin_object();
        json_.member("type", types[static_cast<std::size_t>(of.mark)]);
        if (of.mark == mark::steps || of.mark == mark::step_band) json_.member("interpolate", "step-after");
        if (of.mark == mark::point) json_.member("filled", !of.is_hollow).member("size", 60);
        if (of.mark == mark::words) {
            json_.member("baseline", "middle").member("align", of.shift != 0 ? "left" : "center");
            if (of.shift != 0) json_.member("dx", int{of.shift});
        }
        if (of.mark == mark::line || of.mark == mark::steps || of.mark == mark::rule)
            json_.member("strokeWidth", of.mark == mark::rule ? 1.5 : 2);
        if (of.mark == mark::cell && !of.is_hollow)
            json_.member("stroke", "#808080").member("strokeOpacity", 0.25);
        if (of.opacity < 1) json_.member("opacity", of.opacity);
        if (of.is_dashed) json_.key("strokeDash").begin_array().value(4).value(3).end_array();
        if (of.is_hollow && of.mark != mark::point)
            json_.member("fillOpacity", 0).member("stroke", "#808080");
        bool const has_color =
            std::ranges::any_of(of.shows, [](auto const& s) { return s.channel == channel::color; });
        if (!has_color && of.mark != mark::words)
            json_.member("color", of.color.empty() ? palette[0] : of.color.c_str());
        if (of.mark == mark::words) json_.member("color", of.color.empty() ? vega_ink : of.color.c_str());
        json_.end_object();
    }

    // ---- channels

    // Shapes have no order, nor do the colours that stand for the same.
    [[nodiscard]] bool has_shapes(shown const& of) const {
        if (of.channel != channel::shape && of.channel != channel::color) return false;
        return std::ranges::any_of(chart_.layers, [&](report::layer const& l) {
            return std::ranges::any_of(l.shows, [&](shown const& s) {
                return s.channel == channel::shape && s.column == of.column;
            });
        });
    }
    void write_channel(char const* name, shown const& s, mark as = mark::bar) {
        json_.key(name).begin_object();
        if (s.at) {
            json_.member("datum", *s.at).end_object();
            return;
        }
        if (s.is_at_end) {
            json_.member("value", s.channel == channel::y ? "height" : "width").end_object();
            return;
        }
        auto const& of = column_of(s.column);
        json_.member("field", of.name + (s.end == end::low ? "_low" : s.end == end::high ? "_high" : ""));
        if (s.channel == channel::x2 || s.channel == channel::y2) {
            json_.end_object();
            return;
        }
        bool const is_text = of.form == form::text;
        json_.member("type", is_text && has_shapes(s)   ? "nominal"
                             : is_text                  ? "ordinal"
                             : of.form == form::instant ? "temporal"
                                                        : "quantitative");
        if (s.channel == channel::text) {
            if (!is_text) json_.member("format", detail::vega_format(of));
            json_.end_object();
            return;
        }
        if (s.channel == channel::order) {
            json_.end_object();
            return;
        }
        if (s.channel == channel::y_offset) {
            write_order(of);
            json_.end_object();
            return;
        }
        if (s.channel == channel::row) {
            write_rows_header(of);
            json_.end_object();
            return;
        }
        json_.key("title");
        if (s.has_title)
            json_.value(detail::title_of(of, l_));
        else
            json_.null();
        bool const is_axis = s.channel == channel::x || s.channel == channel::y;
        write_axis(of, s, is_axis);
        write_scale(of, s, as);
        if (is_axis && !is_text && (as == mark::bar || as == mark::band)) {
            json_.key("stack");
            if (!s.is_stacked && !s.is_centered)
                json_.null();
            else
                json_.value(s.is_centered ? "center" : "zero");
        }
        json_.end_object();
    }
    void write_rows_header(column const& of) {
        json_.member("title", "");
        json_.key("sort").begin_array();
        for (auto const& text : texts_of(of)) json_.value(text);
        json_.end_array();
        json_.key("header").begin_object().member("labelAngle", 0).member("labelAlign", "left").end_object();
    }
    void write_axis(column const& of, shown const& s, bool is_axis) {
        json_.key(is_axis ? "axis" : "legend");
        if (!s.has_axis) {
            json_.null();
            return;
        }
        json_.begin_object();
        if (!is_axis) json_.member("symbolOpacity", 1);
        if (of.form == form::instant)
            json_.member("format", "%Y-%m-%d");
        else if (of.form == form::share || of.form == form::part)
            json_.member("format", ".0%");
        else if (of.form == form::count && is_axis)
            json_.member("format", ",d").member("tickMinStep", 1);
        else if (of.form != form::text && of.form != form::count)
            json_.member("format", ",~r");
        if (is_axis && of.form == form::text) {
            json_.member("grid", false)
                .member("ticks", false)
                .member("domain", false)
                .member("labelLimit", 220);
            if (s.channel == channel::x) json_.member("labelAngle", 0);
            json_.member("labelOverlap", s.channel == channel::x ? "greedy" : "parity");
        }
        json_.end_object();
    }
    void write_scale(column const& of, shown const& s, mark as) {
        if (of.form == form::text) return write_order(of, s.channel == channel::color);
        if (of.form == form::instant) {
            json_.key("scale").begin_object().member("type", "utc").member("padding", 8).end_object();
            return;
        }
        json_.key("scale").begin_object();
        if (s.scale == scale::root) json_.member("type", "sqrt");
        if (s.channel == channel::color) {
            json_.key("range").begin_array().value("#f1f6fb").value("#6aaed6").end_array();
            json_.member("zero", true);
        } else {
            json_.member("zero", s.begins_at_zero || as == mark::bar);
            if (of.form == form::share || (s.channel == channel::x && as != mark::bar))
                json_.member("nice", false);
        }
        json_.end_object();
    }
    [[nodiscard]] ordered const* order_of(std::string const& name) const {
        for (auto const& o : chart_.orders) {
            if (o.column == name) return &o;
        }
        return nullptr;
    }
    // The texts of a column, each once.
    [[nodiscard]] std::vector<std::string> texts_of(column const& of) const {
        std::vector<std::string> out;
        auto const add = [&](std::string const& text) {
            if (std::ranges::find(out, text) == out.end()) out.push_back(text);
        };
        if (auto const* const o = order_of(of.name)) {
            for (auto const& text : o->texts) add(text.in(l_));
            return out;
        }
        auto const i = sheet_.column_named(of.name);
        for (auto const& row : sheet_.rows) {
            if (!row.is_total && row.cells[i].kind() == cell_kind::text) add(row.cells[i].text().in(l_));
        }
        return out;
    }
    void write_order(column const& of, bool has_colors = false) {
        auto const texts = texts_of(of);
        json_.key("scale").begin_object();
        json_.key("domain").begin_array();
        for (auto const& text : texts) json_.value(text);
        json_.end_array();
        if (has_colors) {
            auto const* const o = order_of(of.name);
            json_.key("range").begin_array();
            for (std::size_t i = 0; i < texts.size(); ++i) {
                if (o != nullptr && i < o->colors.size())
                    json_.value(o->colors[i]);
                else
                    json_.value(palette[i % std::size(palette)]);
            }
            json_.end_array();
        }
        json_.end_object();
        if (!has_colors) json_.key("sort").null();
    }
    // All that is known of the rows of a layer, in columns that are called something.
    void write_tooltips(report::layer const& of) {
        json_.key("tooltip").begin_array();
        for (std::size_t i = 0; i < sheet_.columns.size(); ++i) {
            auto const& c = sheet_.columns[i];
            bool const has_values = std::ranges::any_of(sheet_.rows, [&](sheet::row const& row) {
                auto const kind = row.cells[i].kind();
                return !row.is_total && kind != cell_kind::blank && kind != cell_kind::unknown &&
                       is_shown(of, row);
            });
            if (c.label.empty() || !has_values) continue;
            bool const is_text = c.form == form::text || detail::is_told_by_text(sheet_, i);
            json_.begin_object();
            json_.member("field", detail::is_told_by_text(sheet_, i) ? c.name + "_text" : c.name);
            json_.member("type", is_text ? "nominal" : "quantitative");
            if (!is_text) json_.member("format", detail::vega_format(c));
            // The text of a time has its unit.
            json_.member("title", is_text ? c.label.in(l_) : detail::title_of(c, l_));
            json_.end_object();
        }
        json_.end_array();
    }
};

}  // namespace detail

/// The chart as a specification of Vega-Lite, with its numbers in it. It has no expressions, so that a page
/// needs no `eval` for it.
template <text_sink Out>
void write_vega(json_writer<Out>& json, chart const& c, language l = language::en) {
    detail::vega_writer<Out>{json, c, l}.write();
}
/// The same as a document of its own.
template <text_sink Out>
void write_vega(Out& out, chart const& c, language l = language::en,
                json_style style = json_style::one_line) {
    json_writer json{out, style};
    report::write_vega(json, c, l);
    rung::detail::put(out, "\n");
}

}  // namespace report
}  // namespace v0
}  // namespace rung
