#pragma once

#include <rung/retail/event.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kind_words {

inline constexpr std::size_t places = 64;

// Of the library's kinds no two share a place.
[[nodiscard]] constexpr std::size_t place_of(std::string_view word) noexcept {
    auto const code = [](char c) { return std::size_t{static_cast<unsigned char>(c)}; };
    return (word.size() + code(word.front()) * 12 + code(word.back())) % places;
}

[[nodiscard]] constexpr std::array<std::uint8_t, places> make_table() {
    std::array<std::uint8_t, places> out{};
    std::array<bool, places> taken{};
    for (std::size_t i = 0; i < rung::event_kind_count; ++i) {
        auto const at = place_of(to_string(static_cast<rung::event_kind>(i)));
        if (taken[at]) throw "two kinds share a place: choose another factor";
        taken[at] = true;
        out[at] = static_cast<std::uint8_t>(i);
    }
    return out;
}
inline constexpr std::array<std::uint8_t, places> kind_at = make_table();

}  // namespace kind_words

/// The library's kind of a name, without going through all of them: every line asks, and which kind comes
/// next nobody can predict.
[[nodiscard]] constexpr std::optional<rung::event_kind> kind_of_word(std::string_view word) noexcept {
    if (word.empty()) return std::nullopt;
    auto const kind = static_cast<rung::event_kind>(kind_words::kind_at[kind_words::place_of(word)]);
    return to_string(kind) == word ? std::optional{kind} : std::nullopt;
}
