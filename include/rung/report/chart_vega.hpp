#pragma once

#include <rung/core/language.hpp>
#include <rung/report/chart.hpp>
#include <rung/report/chart_view.hpp>
#include <rung/report/json_writer.hpp>
#include <rung/report/vega_channels.hpp>
#include <rung/report/vega_parts.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

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
        : json_{json}, view_{c, l}, channels_{json, view_} {}
    vega_writer(vega_writer const&) = delete;

    void write() {
        json_.begin_object();
        json_.member("$schema", vega_lite_schema);
        json_.member("description", view_.data().title.in(view_.language()));
        json_.key("title").begin_object();
        json_.member("text", view_.data().title.in(view_.language()));
        if (!view_.data().remark.empty()) json_.member("subtitle", view_.data().remark.in(view_.language()));
        json_.end_object();
        detail::write_vega_values(json_, view_.data(), view_.language());
        auto const rows = view_.row_channel();
        if (rows != nullptr) {
            json_.key("facet").begin_object();
            channels_.write("row", *rows);
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
        detail::write_vega_config(json_, view_.language());
        json_.end_object();
    }

private:
    json_writer<Out>& json_;
    chart_view view_;
    vega_channels<Out> channels_;

    void write_size() {
        json_.member("width", view_.picture().width);
        if (view_.picture().height != 0) {
            json_.member("height", view_.picture().height);
            return;
        }
        for (auto const& s : view_.picture().layers.front().shows) {
            if (s.channel != channel::y || s.column.empty() || view_.column_of(s.column).form != form::text)
                continue;
            json_.key("height").begin_object().member("step", view_.has_offset() ? 10 : 28).end_object();
            return;
        }
        json_.member("height", 240);
    }
    void write_layers() {
        json_.key("layer").begin_array();
        for (auto const& layer : view_.picture().layers) {
            if (!view_.has_rows(layer)) continue;
            json_.begin_object();
            write_rows(layer);
            write_mark(layer);
            json_.key("encoding").begin_object();
            for (auto const& s : layer.shows) {
                constexpr char const* names[] = {"x",     "x2",    "y",    "y2",    "yOffset",
                                                 "color", "shape", "text", "order", "row"};
                if (s.channel != channel::row)
                    channels_.write(names[static_cast<std::size_t>(s.channel)], s, layer.mark);
            }
            channels_.write_tooltips(layer);
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
            json_.member("equal", view_.in_this_language(of.rows.column, of.rows.text));
        else
            json_.member("valid", of.rows.of == only::kind::known);
        json_.end_object().end_object().end_array();
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
