#pragma once

#include <rung/core/config.hpp>

#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

/// The languages that the library speaks to people in.
enum class language : std::uint8_t { en, ru };

/// One text in each language, UTF-8; null or "" where there is none. Pointers to literals, because a compiler
/// that has to count the letters of a whole playbook is slow.
struct phrase {
    char const* en = nullptr;
    char const* ru = nullptr;

    /// The text in that language; if there is none, in the other.
    [[nodiscard]] constexpr std::string_view in(language l) const noexcept {
        auto const* const wanted = l == language::ru ? ru : en;
        auto const* const other = l == language::ru ? en : ru;
        return given(wanted) ? wanted : given(other) ? other : "";
    }
    [[nodiscard]] constexpr bool empty() const noexcept { return !given(en) && !given(ru); }

private:
    [[nodiscard]] static constexpr bool given(char const* text) noexcept {
        return text != nullptr && *text != '\0';
    }
};

}  // namespace v0
}  // namespace rung
