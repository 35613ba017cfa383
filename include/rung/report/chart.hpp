#pragma once

#include <rung/report/sheet.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

/// What stands for a row of a sheet.
enum class mark : std::uint8_t {
    bar,
    line,
    steps,      ///< a line that stays until the next row changes it
    band,       ///< between two lines
    step_band,  ///< between two lines of steps
    cell,       ///< a rectangle of a grid
    rule,       ///< a straight line from end to end
    point,
    words,
};

/// What of a mark depends on a column.
/// `order`: which is stacked first, the lowest number next to zero.
enum class channel : std::uint8_t { x, x2, y, y2, y_offset, color, shape, text, order, row };

/// Which number of a cell.
enum class end : std::uint8_t { value, low, high };

/// How numbers become lengths or colours.
enum class scale : std::uint8_t { linear, root };

/// What a channel shows.
struct shown {
    report::channel channel{};
    std::string column{};  ///< of the sheet
    report::end end = report::end::value;
    report::scale scale = report::scale::linear;
    bool has_axis = true;      ///< an axis, or a legend
    bool has_title = true;     ///< of it: what the column is called
    bool is_stacked = false;   ///< on top of those of the same place
    bool is_centered = false;  ///< stacked, and in the middle
    bool begins_at_zero = true;
    std::optional<double> at{};  ///< instead of a column: this number for all
    bool is_at_end = false;      ///< instead of a column: where the picture ends
};

/// Which rows a layer shows: those with this text in a column, or those of which it is known, or is not.
struct only {
    enum class kind : std::uint8_t { all, equal, known, unknown };
    kind of = kind::all;
    std::string column{};
    std::string text{};
};

/// A kind of mark, one for each row.
struct layer {
    report::mark mark{};
    std::vector<shown> shows{};
    only rows{};
    std::string color{};  ///< where no channel says it; empty: the first of the palette
    double opacity = 1;
    bool is_dashed = false;
    bool is_hollow = false;
    std::int8_t shift = 0;  ///< words are so far to the right of their place, and begin there
};

/// In which order the texts of a column come, and their colours; a column without one has them in the order
/// of its rows, and the colours of the palette.
struct ordered {
    std::string column{};
    std::vector<wording> texts{};
    std::vector<std::string> colors{};
};

/// A picture of a sheet as data: what is drawn for its rows. How it is written for Vega-Lite says
/// chart_vega.hpp.
struct chart {
    sheet data{};
    std::vector<layer> layers{};
    std::vector<ordered> orders{};
    unsigned width = 480;
    unsigned height = 0;  ///< 0: a line's for each text on the y axis, or 240
};

/// Colours that people with any kind of colour blindness can tell apart (Okabe & Ito 2008), on light and on
/// dark.
inline constexpr char const* palette[] = {"#0072b2", "#e69f00", "#009e73", "#cc79a7",
                                          "#56b4e9", "#d55e00", "#999933"};

namespace detail {

/// The colour of a rung: along viridis from the lowest to the highest, leaving out what is too dark or too
/// light for some background: the darkest has a contrast of 3 to the dark of a page.
[[nodiscard]] inline std::string color_of_rung(std::size_t rung, std::size_t rungs) {
    constexpr unsigned char anchors[][3] = {
        {0x52, 0x5e, 0xac}, {0x2a, 0x78, 0x8e}, {0x22, 0xa8, 0x84}, {0x7a, 0xd1, 0x51}};
    auto const along = rungs < 2 ? 0.0 : 3.0 * static_cast<double>(rung) / static_cast<double>(rungs - 1);
    auto const i = along >= 3 ? std::size_t{2} : static_cast<std::size_t>(along);
    auto const part = along - static_cast<double>(i);
    std::string out = "#";
    for (int k = 0; k < 3; ++k) {
        auto const mixed =
            static_cast<unsigned>(std::lround(anchors[i][k] * (1 - part) + anchors[i + 1][k] * part));
        out += "0123456789abcdef"[mixed / 16];
        out += "0123456789abcdef"[mixed % 16];
    }
    return out;
}

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
