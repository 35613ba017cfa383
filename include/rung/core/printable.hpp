#pragma once

#include <rung/core/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace detail {

/// A character of a UTF-8 text and the bytes that it takes. A byte that begins none is not_utf8.
struct character {
    static constexpr std::uint32_t not_utf8 = ~std::uint32_t{0};

    std::uint32_t code = not_utf8;
    std::size_t bytes = 1;
};

/// The first character of a text that is not empty. Overlong forms, halves of surrogate pairs and what is
/// cut off are not UTF-8.
[[nodiscard]] constexpr character first_character(std::string_view text) noexcept {
    std::uint32_t const first = static_cast<unsigned char>(text[0]);
    if (first < 0x80) return {first, 1};
    if (first < 0xC0 || first >= 0xF8) return {};
    std::size_t const size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (text.size() < size) return {};
    auto code = first & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        std::uint32_t const next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0u) != 0x80u) return {};
        code = code << 6 | (next & 0x3Fu);
    }
    auto const least = size == 2 ? 0x80u : size == 3 ? 0x800u : 0x1'0000u;
    bool const is_surrogate = code >= 0xD800 && code < 0xE000;
    if (code < least || code > 0x10'FFFF || is_surrogate) return {};
    return {code, size};
}

/// Control characters: those of ASCII, DEL, and C1, which terminals obey.
[[nodiscard]] constexpr bool is_control(std::uint32_t code) noexcept {
    return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

/// Line separators, and the marks that turn the direction of writing: with them a text does not look like
/// what it says.
[[nodiscard]] constexpr bool is_layout(std::uint32_t code) noexcept {
    return (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0x200E ||
           code == 0x200F || code == 0x061C;
}

[[nodiscard]] constexpr bool is_printable(std::uint32_t code) noexcept {
    return code != character::not_utf8 && !is_control(code) && !is_layout(code);
}

/// Where the first character stands that cannot be shown, from a byte on; npos if there is none.
[[nodiscard]] constexpr std::size_t find_unprintable(std::string_view text, std::size_t from = 0) noexcept {
    while (from < text.size()) {
        if (text[from] >= ' ' && text[from] < 0x7F) {
            ++from;
            continue;
        }
        // Not by substr: what it throws would be linked into every program with a ladder.
        auto const c = first_character({text.data() + from, text.size() - from});
        if (!is_printable(c.code)) return from;
        from += c.bytes;
    }
    return std::string_view::npos;
}

/// Takes the next piece off a text that is not empty, to be shown as it is: characters that can be shown, or
/// a '?' for one that cannot.
[[nodiscard]] constexpr std::string_view next_printable(std::string_view& text) noexcept {
    auto const at = find_unprintable(text);
    auto const size = at == 0 ? first_character(text).bytes : at < text.size() ? at : text.size();
    auto const piece = at == 0 ? std::string_view{"?"} : std::string_view{text.data(), size};
    text.remove_prefix(size);
    return piece;
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
