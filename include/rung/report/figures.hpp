#pragma once

#include <rung/insight/interval.hpp>
#include <rung/notation/small_text.hpp>
#include <rung/report/columns.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

/// A number with so many decimals, at most 9, rounded to the nearest: `-1,234.57`; `-` for what is none or
/// has more digits than anybody reads.
[[nodiscard]] inline small_text<40> decimal(double value, std::size_t decimals) noexcept {
    small_text<40> out;
    double scale = 1;
    for (std::size_t i = 0; i < decimals && i < 9; ++i) scale *= 10;
    auto const scaled = std::round(std::abs(value) * scale);
    if (!(scaled < 9e15)) return out += '-';
    auto const digits = static_cast<std::uint64_t>(scaled);
    auto const unit = static_cast<std::uint64_t>(scale);
    if (value < 0 && digits != 0) out += '-';
    small_text<20> whole;
    whole.number(digits / unit);
    for (std::size_t i = 0; i < whole.length; ++i) {
        if (i > 0 && (whole.length - i) % 3 == 0) out += ',';
        out += whole.characters[i];
    }
    if (unit == 1) return out;
    return (out += '.').number(digits % unit, decimals < 9 ? decimals : 9);
}

/// `12.3 [10.1, 15.0]`; without an interval the value alone, `?` for what is not yet known.
[[nodiscard]] inline small_text<128> figure(insight::estimate const& e, std::size_t decimals) noexcept {
    small_text<128> out;
    if (!e.known()) return out += '?';
    out += report::decimal(e.value(), decimals);
    if (!e.has_interval()) return out;
    out += " [";
    out += report::decimal(e.low(), decimals);
    out += ", ";
    out += report::decimal(e.high(), decimals);
    return out += ']';
}
/// The same of a share, in percent: `12.3 % [10.1, 15.0]`.
[[nodiscard]] inline small_text<128> share(insight::estimate const& e, std::size_t decimals = 1) noexcept {
    small_text<128> out;
    if (!e.known()) return out += '?';
    auto const percent = e.times(100);
    out += report::decimal(percent.value(), decimals);
    out += " %";
    if (!e.has_interval()) return out;
    out += " [";
    out += report::decimal(percent.low(), decimals);
    out += ", ";
    out += report::decimal(percent.high(), decimals);
    return out += ']';
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

/// A text of a cell, from whatever it is.
struct cell {
    small_text<128> characters{};

    cell(std::string_view text) noexcept { characters += text; }
    [[nodiscard]] operator std::string_view() const noexcept { return characters; }
};

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
