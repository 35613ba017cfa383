#pragma once

#include <rung/report/print.hpp>

#include <cstddef>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {

namespace detail {

using rung::detail::put;

/// How many columns a UTF-8 text takes on a terminal, one for each character.
[[nodiscard]] constexpr std::size_t width(std::string_view text) noexcept {
    std::size_t n = 0;
    for (char const c : text) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
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
