#pragma once

#include <rung/core/money.hpp>
#include <rung/notation/small_text.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// `69,659`
template <std::integral Number>
[[nodiscard]] constexpr small_text<27> grouped(Number n) noexcept {
    auto const bits = static_cast<std::uint64_t>(n);
    bool const negative = std::is_signed_v<Number> && n < Number{};
    small_text<20> digits;
    digits.number(negative ? ~bits + 1 : bits);
    small_text<27> out;
    if (negative) out += '-';
    for (std::size_t i = 0; i < digits.length; ++i) {
        if (i > 0 && (digits.length - i) % 3 == 0) out += ',';
        out += digits.characters[i];
    }
    return out;
}

/// `118,759.27`
[[nodiscard]] constexpr small_text<32> grouped(money m) noexcept {
    small_text<32> out;
    auto const negative = m.minor_units < 0;
    auto const minor = static_cast<std::uint64_t>(m.minor_units);
    auto const absolute = negative ? ~minor + 1 : minor;
    if (negative) out += '-';
    out += grouped(absolute / 100);
    return (out += '.').number(absolute % 100, 2);
}

/// `12.5 %` of a whole, rounded to the nearest tenth; `-` where counts of which only a part was seen make no
/// share.
[[nodiscard]] constexpr small_text<24> percent(std::int64_t part, std::int64_t whole) noexcept {
    small_text<24> out;
    if (part < 0 || whole < 0 || (whole == 0 && part > 0)) return out += '-';
    auto const p = static_cast<std::uint64_t>(part);
    auto const w = static_cast<std::uint64_t>(whole);
    auto const tenths = w == 0 ? 0 : (p * 2'000 + w) / (2 * w);
    out.number(tenths / 10) += '.';
    return out.number(tenths % 10) += " %";
}

/// Which place a pyramid has in a row: the highest rung on top, then the exits.
[[nodiscard]] constexpr std::size_t place_from_top(std::size_t rungs, std::size_t row) noexcept {
    return row < rungs ? rungs - 1 - row : row;
}

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
