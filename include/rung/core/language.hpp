#pragma once

#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

/// The languages that the library speaks to people in.
enum class language : std::uint8_t { en, ru };

/// One text in each language, UTF-8.
struct phrase {
    std::string_view en{};
    std::string_view ru{};

    /// The text in that language; where there is none, in the other.
    [[nodiscard]] constexpr std::string_view in(language l) const noexcept {
        return (l == language::ru && !ru.empty()) || en.empty() ? ru : en;
    }
    [[nodiscard]] constexpr bool empty() const noexcept { return en.empty() && ru.empty(); }
};

}  // namespace v0
}  // namespace rung
