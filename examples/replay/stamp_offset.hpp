#pragma once

#include "dialect.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

[[nodiscard]] inline char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

template <class Int>
[[nodiscard]] inline std::optional<Int> whole(std::string_view text) {
    Int out{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return out;
}

/// An offset as text: `+05:30`, `-0500`, `+01`.
[[nodiscard]] inline std::optional<std::chrono::minutes> offset_of(std::string_view text) {
    if (text.size() < 3 || (text.front() != '+' && text.front() != '-')) return std::nullopt;
    auto const hours = whole<unsigned>(text.substr(1, 2));
    auto rest = text.substr(3);
    if (rest.starts_with(':') && rest.size() == 3) rest.remove_prefix(1);
    auto const mins = rest.empty()       ? std::optional<unsigned>{0u}
                      : rest.size() == 2 ? whole<unsigned>(rest)
                                         : std::nullopt;
    if (!hours || !mins || *hours > 15 || *mins > 59) return std::nullopt;
    std::chrono::minutes const out{static_cast<int>(*hours * 60 + *mins)};
    return text.front() == '-' ? -out : out;
}

/// Takes the offset off the end of a text: Z, UTC, GMT or a number.
[[nodiscard]] inline std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
    auto const take = [&](std::size_t size) { text = trimmed(text.substr(0, text.size() - size)); };
    std::string end;
    for (char const c : text.substr(text.size() - std::min<std::size_t>(text.size(), 3))) end += upper(c);
    if (end == "UTC" || end == "GMT") {
        take(3);
        return std::chrono::minutes{0};
    }
    if (end.ends_with('Z')) {
        take(1);
        return std::chrono::minutes{0};
    }
    auto const sign = text.find_last_of("+-");
    if (sign == std::string_view::npos) return std::nullopt;
    auto const out = offset_of(text.substr(sign));
    if (out) take(text.size() - sign);
    return out;
}
