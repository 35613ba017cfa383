#pragma once

#include <rung/report/print.hpp>

#include <cstddef>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {

namespace detail {

using rung::detail::put;

struct code_points {
    char32_t first;
    char32_t last;
};

/// Characters that stand above or below the one before them, or are not seen.
inline constexpr code_points no_columns[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F}, {0x200B, 0x200F},
    {0x20D0, 0x20FF}, {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}};
/// Characters of East Asia and pictures, which are twice as wide as a letter.
inline constexpr code_points two_columns[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},
                                              {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
                                              {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
                                              {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

[[nodiscard]] constexpr std::size_t columns_of(char32_t c) noexcept {
    for (auto const& r : no_columns) {
        if (c >= r.first && c <= r.last) return 0;
    }
    for (auto const& r : two_columns) {
        if (c >= r.first && c <= r.last) return 2;
    }
    return 1;
}

/// How many columns a UTF-8 text takes on a terminal.
[[nodiscard]] constexpr std::size_t width(std::string_view text) noexcept {
    std::size_t n = 0;
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = static_cast<unsigned char>(text[i++]);
        std::size_t const more = lead < 0xC0 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        char32_t c = more == 0 ? lead : lead & (0x3Fu >> more);
        auto const end = i + more;
        for (; i < end && i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80; ++i)
            c = c << 6 | (static_cast<unsigned char>(text[i]) & 0x3Fu);
        n += columns_of(c);
    }
    return n;
}

template <text_sink Out>
void pad(Out& out, std::size_t columns) {
    for (std::size_t i = 0; i < columns; ++i) detail::put(out, " ");
}

template <text_sink Out>
void left(Out& out, std::string_view text, std::size_t columns) {
    detail::put(out, text);
    if (auto const w = width(text); w < columns) detail::pad(out, columns - w);
}

template <text_sink Out>
void right(Out& out, std::string_view text, std::size_t columns) {
    auto const w = width(text);
    detail::pad(out, w < columns ? columns - w : 1);  // numbers never touch
    detail::put(out, text);
}

}  // namespace detail

}  // namespace report
}  // namespace v0
}  // namespace rung
