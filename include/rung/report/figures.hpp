#pragma once

#include <rung/insight/interval.hpp>
#include <rung/notation/small_text.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace report {

/// A number with so many decimals, at most 9, rounded to the nearest: `-1,234.57`; `-` for what is none or
/// has more digits than anybody reads.
[[nodiscard]] inline small_text<40> decimal(double value, std::size_t decimals) noexcept {
    small_text<40> out;
    double scale = 1;
    for (std::size_t i = 0; i < decimals && i < 9; ++i) scale *= 10;
    auto const scaled = std::round(std::abs(value) * scale);
    if (!(scaled < 9e15)) return out += '-';
    auto const digits = static_cast<std::uint64_t>(scaled);
    auto const unit = static_cast<std::uint64_t>(scale);
    if (value < 0 && digits != 0) out += '-';
    small_text<20> whole;
    whole.number(digits / unit);
    for (std::size_t i = 0; i < whole.length; ++i) {
        if (i > 0 && (whole.length - i) % 3 == 0) out += ',';
        out += whole.characters[i];
    }
    if (unit == 1) return out;
    return (out += '.').number(digits % unit, decimals < 9 ? decimals : 9);
}

/// `12.3 [10.1, 15.0]`; without an interval the value alone, `?` for what is not yet known.
[[nodiscard]] inline small_text<128> figure(insight::estimate const& e, std::size_t decimals) noexcept {
    small_text<128> out;
    if (!e.known()) return out += '?';
    out += report::decimal(e.value(), decimals);
    if (!e.has_interval()) return out;
    out += " [";
    out += report::decimal(e.low(), decimals);
    out += ", ";
    out += report::decimal(e.high(), decimals);
    return out += ']';
}
/// The same of a share, in percent: `12.3 % [10.1, 15.0]`.
[[nodiscard]] inline small_text<128> share(insight::estimate const& e, std::size_t decimals = 1) noexcept {
    small_text<128> out;
    if (!e.known()) return out += '?';
    auto const percent = e.times(100);
    out += report::decimal(percent.value(), decimals);
    out += " %";
    if (!e.has_interval()) return out;
    out += " [";
    out += report::decimal(percent.low(), decimals);
    out += ", ";
    out += report::decimal(percent.high(), decimals);
    return out += ']';
}

}  // namespace report
}  // namespace v0
}  // namespace rung
