#pragma once

#include <rung/core/language.hpp>
#include <rung/report/chart.hpp>
#include <rung/report/sheet.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// What writers of pictures ask of a chart, in one language.
class chart_view {
public:
    chart_view(chart const& c, language l) noexcept : chart_{c}, sheet_{c.data}, l_{l} {}

    [[nodiscard]] chart const& picture() const noexcept { return chart_; }
    [[nodiscard]] sheet const& data() const noexcept { return sheet_; }
    [[nodiscard]] rung::language language() const noexcept { return l_; }
    [[nodiscard]] column const& column_of(std::string const& name) const {
        return sheet_.columns[sheet_.column_named(name)];
    }
    /// The channel that makes a picture of its own for each row, if one does.
    [[nodiscard]] shown const* row_channel() const {
        for (auto const& layer : chart_.layers) {
            for (auto const& s : layer.shows) {
                if (s.channel == channel::row) return &s;
            }
        }
        return nullptr;
    }
    [[nodiscard]] bool is_shown(layer const& of, sheet::row const& row) const {
        if (of.rows.of == only::kind::all) return true;
        auto const& c = row.cells[sheet_.column_named(of.rows.column)];
        if (of.rows.of == only::kind::equal)
            return c.kind() == cell_kind::text && c.text().en == of.rows.text;
        return c.is_number() == (of.rows.of == only::kind::known);
    }
    /// A layer of which no row is there would be nothing, and a scale without ends.
    [[nodiscard]] bool has_rows(layer const& of) const {
        if (of.rows.of == only::kind::all) return true;
        return std::ranges::any_of(sheet_.rows,
                                   [&](auto const& row) { return !row.is_total && is_shown(of, row); });
    }
    /// Several rows share a place.
    [[nodiscard]] bool has_offset() const {
        return std::ranges::any_of(chart_.layers.front().shows,
                                   [](auto const& s) { return s.channel == channel::y_offset; });
    }
    /// Shapes have no order, nor do the colours that stand for the same.
    [[nodiscard]] bool has_shapes(shown const& of) const {
        if (of.channel != channel::shape && of.channel != channel::color) return false;
        return std::ranges::any_of(chart_.layers, [&](layer const& l) {
            return std::ranges::any_of(l.shows, [&](shown const& s) {
                return s.channel == channel::shape && s.column == of.column;
            });
        });
    }
    /// What a text is called in this language, by what it is called in English.
    [[nodiscard]] std::string in_this_language(std::string const& name, std::string const& english) const {
        auto const i = sheet_.column_named(name);
        for (auto const& row : sheet_.rows) {
            if (row.cells[i].kind() == cell_kind::text && row.cells[i].text().en == english)
                return row.cells[i].text().in(l_);
        }
        return english;
    }
    [[nodiscard]] ordered const* order_of(std::string const& name) const {
        for (auto const& o : chart_.orders) {
            if (o.column == name) return &o;
        }
        return nullptr;
    }
    /// The texts of a column, each once.
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

private:
    chart const& chart_;
    sheet const& sheet_;
    rung::language l_;
};

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
