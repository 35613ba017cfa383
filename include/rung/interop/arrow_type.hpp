#pragma once

#include <rung/core/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace arrow {

/// The types of columns that are read.
enum class type : std::uint8_t {
    null,  ///< nothing but nulls
    boolean,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
    float32,
    float64,
    text,          ///< utf8
    large_text,    ///< utf8 with 64-bit offsets
    text_view,     ///< utf8 as views, as Polars has it
    binary,        ///< bytes
    large_binary,  ///< bytes with 64-bit offsets
    decimal,       ///< of 128 bits
    timestamp,     ///< with a zone, or without one
    date,          ///< in days or in milliseconds
};

/// The type of a column, read from its format.
struct column_type {
    arrow::type what = arrow::type::null;
    /// Of a timestamp or date: so many seconds are so many ticks.
    std::int64_t seconds = 1;
    std::int64_t ticks = 1;
    /// Of a timestamp: it says its zone, and so is in UTC.
    bool has_zone = false;
    /// Of a decimal: the digits behind the point; below zero, zeros before it.
    int scale = 0;
};

namespace detail {

struct format_word {
    std::string_view begin;
    std::string_view words;
};

/// What is not read, in words. The first one fits that a format begins with.
inline constexpr format_word formats_not_read[] = {
    {"e", "a float of 16 bits"},
    {"vz", "a binary view"},
    {"w:", "binary of a fixed size"},
    {"d:", "a decimal that has not 128 bits"},
    {"tt", "a time of day"},
    {"tD", "a length of time"},
    {"ti", "an interval"},
    {"+l", "a list"},
    {"+L", "a large list"},
    {"+v", "a list view"},
    {"+w:", "a list of a fixed size"},
    {"+s", "a struct"},
    {"+m", "a map"},
    {"+u", "a union"},
    {"+r", "run-end encoded"},
};

/// A number in decimal digits, perhaps with a minus, of which a text consists; false if it is none.
[[nodiscard]] constexpr bool read_number(std::string_view text, int& out) noexcept {
    bool const negative = !text.empty() && text.front() == '-';
    if (negative) text.remove_prefix(1);
    if (text.empty() || text.size() > 4) return false;
    int n = 0;
    for (auto const c : text) {
        if (c < '0' || c > '9') return false;
        n = 10 * n + (c - '0');
    }
    out = negative ? -n : n;
    return true;
}

// "d:19,10" or "d:19,10,128"
[[nodiscard]] constexpr bool read_decimal(std::string_view rest, column_type& out) noexcept {
    out.what = type::decimal;
    auto const comma = rest.find(',');
    if (comma == std::string_view::npos) return false;
    rest.remove_prefix(comma + 1);
    auto const bits = rest.find(',');
    if (bits != std::string_view::npos && rest.substr(bits + 1) != "128") return false;
    return detail::read_number(rest.substr(0, bits), out.scale);
}

[[nodiscard]] constexpr bool read_timestamp(std::string_view format, column_type& out) noexcept {
    if (format.size() < 4 || format[3] != ':') return false;
    switch (format[2]) {
    case 's': out.ticks = 1; break;
    case 'm': out.ticks = 1'000; break;
    case 'u': out.ticks = 1'000'000; break;
    case 'n': out.ticks = 1'000'000'000; break;
    default: return false;
    }
    out.what = type::timestamp;
    out.has_zone = format.size() > 4;
    return true;
}

struct plain_format {
    std::string_view format;
    column_type type;
};
inline constexpr plain_format plain_formats[] = {
    {"n", {.what = type::null}},
    {"b", {.what = type::boolean}},
    {"c", {.what = type::int8}},
    {"s", {.what = type::int16}},
    {"i", {.what = type::int32}},
    {"l", {.what = type::int64}},
    {"C", {.what = type::uint8}},
    {"S", {.what = type::uint16}},
    {"I", {.what = type::uint32}},
    {"L", {.what = type::uint64}},
    {"f", {.what = type::float32}},
    {"g", {.what = type::float64}},
    {"u", {.what = type::text}},
    {"U", {.what = type::large_text}},
    {"vu", {.what = type::text_view}},
    {"z", {.what = type::binary}},
    {"Z", {.what = type::large_binary}},
    {"tdD", {.what = type::date, .seconds = 86'400}},
    {"tdm", {.what = type::date, .ticks = 1'000}},
};

}  // namespace detail

/// Reads a format of the C data interface; false if columns of it are not read.
[[nodiscard]] constexpr bool read_format(std::string_view format, column_type& out) noexcept {
    for (auto const& known : detail::plain_formats) {
        if (known.format != format) continue;
        out = known.type;
        return true;
    }
    out = {};
    if (format.substr(0, 2) == "ts") return detail::read_timestamp(format, out);
    if (format.substr(0, 2) == "d:") return detail::read_decimal(format.substr(2), out);
    return false;
}

/// What a format is, in words: "a list ('+l')".
[[nodiscard]] inline std::string words_of(std::string_view format) {
    std::string_view words = "of an unknown type";
    for (auto const& known : detail::formats_not_read) {
        if (format.substr(0, known.begin.size()) != known.begin) continue;
        words = known.words;
        break;
    }
    return std::string{words} + " ('" + std::string{format} + "')";
}

[[nodiscard]] constexpr bool is_whole(type t) noexcept { return t >= type::int8 && t <= type::uint64; }
[[nodiscard]] constexpr bool is_text(type t) noexcept { return t >= type::text && t <= type::text_view; }
[[nodiscard]] constexpr bool is_bytes(type t) noexcept {
    return t == type::binary || t == type::large_binary;
}
[[nodiscard]] constexpr bool is_float(type t) noexcept { return t == type::float32 || t == type::float64; }
[[nodiscard]] constexpr bool is_time(type t) noexcept { return t >= type::timestamp; }

/// What a type is called in a sentence.
[[nodiscard]] constexpr std::string_view to_string(type t) noexcept {
    if (arrow::is_whole(t)) return "whole numbers";
    if (arrow::is_text(t)) return "text";
    if (arrow::is_bytes(t)) return "bytes";
    if (arrow::is_float(t)) return "floats";
    if (t == type::null) return "nulls";
    if (t == type::boolean) return "truth values";
    if (t == type::decimal) return "decimals";
    return t == type::date ? "dates" : "timestamps";
}

}  // namespace arrow
}  // namespace v0
}  // namespace rung
