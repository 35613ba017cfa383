#pragma once

#include <rung/report/chart.hpp>
#include <rung/report/chart_view.hpp>
#include <rung/report/json_writer.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/vega_parts.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// Writes what of a mark depends on which column: places with their axes, colours with their legends,
/// tooltips.
template <text_sink Out>
class vega_channels {
public:
    vega_channels(json_writer<Out>& json, chart_view const& view) noexcept : json_{json}, view_{view} {}

    void write(char const* name, shown const& s, mark as = mark::bar) {
        json_.key(name).begin_object();
        if (s.at) {
            json_.member("datum", *s.at).end_object();
            return;
        }
        if (s.is_at_end) {
            json_.member("value", s.channel == channel::y ? "height" : "width").end_object();
            return;
        }
        auto const& of = view_.column_of(s.column);
        json_.member("field", of.name + (s.end == end::low ? "_low" : s.end == end::high ? "_high" : ""));
        if (s.channel == channel::x2 || s.channel == channel::y2) {
            json_.end_object();
            return;
        }
        bool const is_text = of.form == form::text;
        json_.member("type", is_text && view_.has_shapes(s) ? "nominal"
                             : is_text                      ? "ordinal"
                             : of.form == form::instant     ? "temporal"
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
            json_.value(detail::title_of(of, view_.language()));
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
    /// All that is known of the rows of a layer, in columns that are called something.
    void write_tooltips(report::layer const& of) {
        json_.key("tooltip").begin_array();
        for (std::size_t i = 0; i < view_.data().columns.size(); ++i) {
            auto const& c = view_.data().columns[i];
            bool const has_values = std::ranges::any_of(view_.data().rows, [&](sheet::row const& row) {
                auto const kind = row.cells[i].kind();
                return !row.is_total && kind != cell_kind::blank && kind != cell_kind::unknown &&
                       view_.is_shown(of, row);
            });
            if (c.label.empty() || !has_values) continue;
            bool const is_text = c.form == form::text || detail::is_told_by_text(view_.data(), i);
            json_.begin_object();
            json_.member("field", detail::is_told_by_text(view_.data(), i) ? c.name + "_text" : c.name);
            json_.member("type", is_text ? "nominal" : "quantitative");
            if (!is_text) json_.member("format", detail::vega_format(c));
            // The text of a time has its unit.
            json_.member("title",
                         is_text ? c.label.in(view_.language()) : detail::title_of(c, view_.language()));
            json_.end_object();
        }
        json_.end_array();
    }

private:
    json_writer<Out>& json_;
    chart_view const& view_;

    void write_rows_header(column const& of) {
        json_.member("title", "");
        json_.key("sort").begin_array();
        for (auto const& text : view_.texts_of(of)) json_.value(text);
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
    void write_order(column const& of, bool has_colors = false) {
        auto const texts = view_.texts_of(of);
        json_.key("scale").begin_object();
        json_.key("domain").begin_array();
        for (auto const& text : texts) json_.value(text);
        json_.end_array();
        if (has_colors) {
            auto const* const o = view_.order_of(of.name);
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
};

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
