#pragma once

#include <rung/core/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

/// A short text that owns its characters, without an allocation. What does not fit is cut off.
template <std::size_t Capacity>
struct small_text {
    char characters[Capacity]{};
    std::size_t length = 0;

    [[nodiscard]] constexpr operator std::string_view() const noexcept { return {characters, length}; }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return *this; }

    constexpr small_text& operator+=(std::string_view more) noexcept {
        for (char const c : more) *this += c;
        return *this;
    }
    constexpr small_text& operator+=(char c) noexcept {
        if (length < Capacity) characters[length++] = c;
        return *this;
    }
    /// Appends a number, filled with zeros on the left to so many digits.
    constexpr small_text& number(std::uint64_t n, std::size_t digits = 1) noexcept {
        char reversed[20]{};
        std::size_t count = 0;
        for (; (n != 0 || count < digits) && count < sizeof reversed; n /= 10)
            reversed[count++] = static_cast<char>('0' + n % 10);
        while (count > 0) *this += reversed[--count];
        return *this;
    }
};

}  // namespace v0
}  // namespace rung
