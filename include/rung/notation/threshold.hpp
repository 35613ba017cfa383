#pragma once

#include <rung/core/config.hpp>
#include <rung/core/number.hpp>
#include <rung/core/schema.hpp>
#include <rung/notation/small_text.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

/// Whether a text is a value of a unit.
enum class value_text : std::uint8_t { good, wrong, too_large };

/// How to write a value of a unit, for whoever wrote it differently.
[[nodiscard]] constexpr std::string_view how_to_write(unit u) noexcept {
    switch (u) {
    case unit::count: return "is a count: write it as a whole number, such as 3";
    case unit::money: return "is money: write it with a decimal point, such as 1000.00";
    case unit::time: return "is a length of time: write it with its unit, such as 90d, 12h or 15m";
    case unit::percent: return "is a percentage: write it with its sign, such as 80%";
    case unit::hundredths: return "has two decimals: write them, such as 4.50";
    }
    return "?";
}

namespace detail {

// -123.45 with so many digits after the point, as a whole number.
[[nodiscard]] constexpr value_text read_decimal(std::string_view text, std::size_t decimals,
                                                std::int64_t& value) noexcept {
    bool const negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.size() < (decimals > 0 ? decimals + 2 : 1)) return value_text::wrong;
    std::size_t const point = text.size() - decimals - 1;
    if (decimals > 0 && text[point] != '.') return value_text::wrong;
    value = 0;
    bool fits = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (decimals > 0 && i == point) continue;
        if (text[i] < '0' || text[i] > '9') return value_text::wrong;
        // The negative range has one more value.
        fits = fits && !detail::multiply_overflows(value, 10, value) &&
               !detail::subtract_overflows(value, text[i] - '0', value);
    }
    if (!negative) fits = fits && !detail::subtract_overflows(0, value, value);
    return fits ? value_text::good : value_text::too_large;
}

struct unit_of_time {
    char letter;
    std::int64_t seconds;
};
// The first four are used for writing, largest first.
inline constexpr unit_of_time units_of_time[]{{'d', 86'400}, {'h', 3'600},   {'m', 60},
                                              {'s', 1},      {'w', 604'800}, {'y', 31'536'000}};

}  // namespace detail

/// Reads the value of a threshold in the one spelling of its unit: `3`, `1000.00`, `90d`, `80%`,
/// `4.50`. A length of time is a whole number and d, h, m (minutes), s, w or y (365 days). Any may be
/// negative.
[[nodiscard]] constexpr value_text read_value(unit u, std::string_view text, std::int64_t& value) noexcept {
    switch (u) {
    case unit::count: return detail::read_decimal(text, 0, value);
    case unit::money:
    case unit::hundredths: return detail::read_decimal(text, 2, value);
    case unit::percent:
        if (!text.ends_with('%')) return value_text::wrong;
        return detail::read_decimal(text.substr(0, text.size() - 1), 0, value);
    case unit::time: break;
    }
    for (auto const& of : detail::units_of_time) {
        if (!text.ends_with(of.letter)) continue;
        auto const read = detail::read_decimal(text.substr(0, text.size() - 1), 0, value);
        if (read != value_text::good) return read;
        return detail::multiply_overflows(value, of.seconds, value) ? value_text::too_large
                                                                    : value_text::good;
    }
    return value_text::wrong;
}

/// Writes it: a length of time in the largest of d, h, m, s that divides it.
[[nodiscard]] constexpr small_text<24> value_to_text(unit u, std::int64_t value) noexcept {
    small_text<24> out;
    auto const size = value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
    if (value < 0) out += '-';
    switch (u) {
    case unit::count: return out.number(size);
    case unit::percent: return out.number(size) += '%';
    case unit::money:
    case unit::hundredths: out.number(size / 100) += '.'; return out.number(size % 100, 2);
    case unit::time: break;
    }
    if (value == 0) return out += "0s";
    for (auto const& of : detail::units_of_time) {
        auto const seconds = static_cast<std::uint64_t>(of.seconds);
        if (size % seconds == 0) return out.number(size / seconds) += of.letter;
    }
    return out;
}

}  // namespace v0
}  // namespace rung
