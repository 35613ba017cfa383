#pragma once

#include <rung/core/config.hpp>
#include <rung/core/money.hpp>
#include <rung/core/time.hpp>
#include <rung/interop/arrow_abi.hpp>
#include <rung/interop/arrow_type.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace rung {
inline namespace v0 {
namespace arrow {
namespace detail {

/// A bit of a bitmap, least significant first.
[[nodiscard]] inline bool bit(void const* bits, std::int64_t i) noexcept {
    auto const byte = static_cast<unsigned char const*>(bits)[i / 8];
    return (byte >> (i % 8) & 1) != 0;
}

/// Calls f(i) for each of `count` bits from `begin` on that is not set; of no bitmap for none.
template <class F>
void each_zero(void const* bits, std::int64_t begin, std::size_t count, F&& f) {
    if (bits == nullptr) return;
    for (std::size_t i = 0; i < count;) {
        auto const at = begin + static_cast<std::int64_t>(i);
        auto const in_byte = static_cast<unsigned>(at % 8);
        auto const rest = (std::min)(count - i, std::size_t{8} - in_byte);
        unsigned const byte = static_cast<unsigned char const*>(bits)[at / 8];
        auto zeros = ~(byte >> in_byte) & ((1U << rest) - 1);
        for (auto place = i; zeros != 0; zeros >>= 1, ++place) {
            if ((zeros & 1) != 0) f(place);
        }
        i += rest;
    }
}

/// A number of any alignment: buffers of a host need not be aligned.
template <class T>
[[nodiscard]] T number_at(void const* numbers, std::int64_t i) noexcept {
    T out;
    std::memcpy(&out, static_cast<char const*>(numbers) + i * std::int64_t{sizeof(T)}, sizeof(T));
    return out;
}

[[nodiscard]] constexpr std::int64_t floored(std::int64_t a, std::int64_t b) noexcept {
    return a / b - (a % b < 0 ? 1 : 0);
}

/// Divides a number of 128 bits, in halves, and returns the remainder.
[[nodiscard]] constexpr std::uint64_t divide_by_ten(std::uint64_t& high, std::uint64_t& low) noexcept {
    auto const upper = (high % 10) << 32 | low >> 32;
    auto const lower = (upper % 10) << 32 | (low & 0xFFFF'FFFF);
    high /= 10;
    low = (upper / 10) << 32 | lower / 10;
    return lower % 10;
}

/// The number of 128 bits, in halves, with the other sign.
RUNG_WRAPS constexpr void negate(std::uint64_t& high, std::uint64_t& low) noexcept {
    low = ~low + 1;
    high = ~high + (low == 0 ? 1 : 0);
}

/// Values that are no dictionary's, or the words of one.
struct flat_column {
    column_type type{};
    std::int64_t offset = 0;
    void const* validity = nullptr;       // null: nothing is null
    void const* values = nullptr;         // numbers, bits, offsets or views
    void const* bytes = nullptr;          // of text
    void const* const* pieces = nullptr;  // of text views
    std::int64_t piece_count = 0;

    /// `rows` values of it will be read, from row 0 on.
    [[nodiscard]] std::string_view open(ArrowSchema const& schema, ArrowArray const& array, std::int64_t rows,
                                        std::int64_t from) {
        if (array.release == nullptr) return "was released already";
        if (!arrow::read_format(schema.format, type)) return "cannot be read";
        if (array.length < 0 || array.offset < 0 || rows > array.length - from || from < 0)
            return "has fewer values than the batch has rows";
        offset = array.offset + from;
        if (type.what == type::null) return {};
        bool const is_view = type.what == type::text_view;
        auto const needed = arrow::is_text(type.what) || arrow::is_bytes(type.what) ? 3 : 2;
        if (array.n_buffers < needed || array.buffers == nullptr || (!is_view && array.n_buffers != needed))
            return "does not have the buffers of its type";
        validity = array.buffers[0];
        values = array.buffers[1];
        if (validity == nullptr && array.null_count > 0) return "has nulls but does not say which";
        if (array.null_count == 0) validity = nullptr;
        if (values == nullptr && rows > 0) return "has no values";
        if (is_view) {
            pieces = array.buffers + 2;
            piece_count = array.n_buffers - 3;  // the last buffer has their sizes
        } else if (needed == 3) {
            bytes = array.buffers[2];
        }
        return {};
    }

    [[nodiscard]] bool is_null(std::int64_t row) const noexcept {
        return type.what == type::null || (validity != nullptr && !detail::bit(validity, offset + row));
    }

    [[nodiscard]] bool may_be_null() const noexcept { return type.what == type::null || validity != nullptr; }

    /// A whole number; false if it is not in the 64 bits with a sign.
    [[nodiscard]] bool whole(std::int64_t row, std::int64_t& out) const noexcept {
        auto const i = offset + row;
        switch (type.what) {
        case type::boolean: out = detail::bit(values, i) ? 1 : 0; return true;
        case type::int8: out = int{detail::number_at<std::int8_t>(values, i)}; return true;
        case type::int16: out = detail::number_at<std::int16_t>(values, i); return true;
        case type::int32: out = detail::number_at<std::int32_t>(values, i); return true;
        case type::int64: out = detail::number_at<std::int64_t>(values, i); return true;
        case type::uint8: out = detail::number_at<std::uint8_t>(values, i); return true;
        case type::uint16: out = detail::number_at<std::uint16_t>(values, i); return true;
        case type::uint32: out = detail::number_at<std::uint32_t>(values, i); return true;
        case type::uint64: {
            auto const n = detail::number_at<std::uint64_t>(values, i);
            out = static_cast<std::int64_t>(n & INT64_MAX);
            return n <= std::uint64_t{INT64_MAX};
        }
        default: return false;
        }
    }

    /// A text, or bytes; false if it is damaged, as far as that can be seen.
    [[nodiscard]] bool text(std::int64_t row, std::string_view& out) const noexcept {
        auto const i = offset + row;
        switch (type.what) {
        case type::text:
        case type::binary:
            return piece(bytes, detail::number_at<std::int32_t>(values, i),
                         detail::number_at<std::int32_t>(values, i + 1), out);
        case type::large_text:
        case type::large_binary:
            return piece(bytes, detail::number_at<std::int64_t>(values, i),
                         detail::number_at<std::int64_t>(values, i + 1), out);
        case type::text_view: {
            auto const size = detail::number_at<std::int32_t>(values, 4 * i);
            if (size >= 0 && size <= 12) return piece(values, 16 * i + 4, 16 * i + 4 + size, out);
            auto const of = detail::number_at<std::int32_t>(values, 4 * i + 2);
            auto const from = detail::number_at<std::int32_t>(values, 4 * i + 3);
            return of >= 0 && of < piece_count && piece(pieces[of], from, std::int64_t{from} + size, out);
        }
        default: return false;
        }
    }

    /// Calls put(i, value) for many values, from a row on, whether they are null or not; the type is looked
    /// at once, and not for each of them. False where it does not do so for the type, or where a value is not
    /// plain, be it wrong or below a null: then they are to be read one by one.
    template <class T, class Put>
    [[nodiscard]] bool all(std::int64_t row, std::size_t count, Put const& put) const {
        if constexpr (std::is_same_v<T, std::string_view>) {
            if (type.what == type::text) return texts<std::int32_t>(row, count, put);
            return type.what == type::large_text && texts<std::int64_t>(row, count, put);
        } else if constexpr (std::is_same_v<T, money>) {
            if (type.what != type::decimal || type.scale < 2 || type.scale > 12) return false;
            return type.scale == 2 ? decimals<false>(row, count, put) : decimals<true>(row, count, put);
        } else if constexpr (std::is_same_v<T, instant>) {
            if (type.what != type::timestamp) return false;
            switch (type.ticks) {
            case 1: return seconds<1>(row, count, put);
            case 1'000: return seconds<1'000>(row, count, put);
            case 1'000'000: return seconds<1'000'000>(row, count, put);
            default: return seconds<1'000'000'000>(row, count, put);
            }
        } else if constexpr (std::is_same_v<T, double>) {
            if (type.what == type::float64) return floats<double>(row, count, put);
            return type.what == type::float32 && floats<float>(row, count, put);
        } else {
            switch (type.what) {
            case type::int8: return wholes<std::int8_t, T>(row, count, put);
            case type::int16: return wholes<std::int16_t, T>(row, count, put);
            case type::int32: return wholes<std::int32_t, T>(row, count, put);
            case type::int64: return wholes<std::int64_t, T>(row, count, put);
            case type::uint8: return wholes<std::uint8_t, T>(row, count, put);
            case type::uint16: return wholes<std::uint16_t, T>(row, count, put);
            case type::uint32: return wholes<std::uint32_t, T>(row, count, put);
            case type::uint64: return wholes<std::uint64_t, T>(row, count, put);
            default: return false;
            }
        }
    }

private:
    // What the loops use is theirs: what `put` writes could otherwise be a member of this, for all that a
    // compiler knows, which would then be read again and again.
    template <class Stored, class Use>
    void each_stored(std::int64_t row, std::size_t count, Use use) const {
        auto const* const from =
            static_cast<char const*>(values) + (offset + row) * std::int64_t{sizeof(Stored)};
        for (std::size_t i = 0; i < count; ++i) {
            Stored n;
            std::memcpy(&n, from + i * sizeof n, sizeof n);
            use(i, n);
        }
    }
    template <class Stored, class T, class Put>
    [[nodiscard]] bool wholes(std::int64_t row, std::size_t count, Put const& put) const {
        // Whether a number may have the highest bit where T has its sign, or none.
        constexpr bool is_signed = std::is_signed_v<Stored>;
        constexpr bool may_not_fit =
            is_signed != std::is_signed_v<T> && (is_signed || sizeof(Stored) == sizeof(T));
        constexpr auto highest = std::uint64_t{may_not_fit} << 63;
        std::uint64_t bits = 0;
        each_stored<Stored>(row, count, [put, &bits](std::size_t i, Stored n) {
            bits |= static_cast<std::uint64_t>(n) & highest;
            put(i, static_cast<T>(n));
        });
        return bits == 0;
    }
    template <class Stored, class Put>
    [[nodiscard]] bool floats(std::int64_t row, std::size_t count, Put const& put) const {
        each_stored<Stored>(row, count, [put](std::size_t i, Stored x) { put(i, double{x}); });
        return true;
    }
    // From the first moment to the last.
    template <std::int64_t Ticks, class Put>
    [[nodiscard]] bool seconds(std::int64_t row, std::size_t count, Put const& put) const {
        constexpr auto begin = Ticks, end = Ticks * std::int64_t{UINT32_MAX};
        bool plain = true;
        each_stored<std::int64_t>(row, count, [put, &plain](std::size_t i, std::int64_t n) {
            plain &= n >= begin;
            plain &= n < end;
            instant at;
            at.unix_seconds = static_cast<std::uint32_t>(static_cast<std::uint64_t>(n) / Ticks);
            put(i, at);
        });
        return plain;
    }
    // Those of 62 bits.
    template <bool HasParts, class Put>
    [[nodiscard]] bool decimals(std::int64_t row, std::size_t count, Put const& put) const {
        struct halves {
            std::int64_t low, high;
        };
        constexpr auto end = std::int64_t{1} << 62;
        std::int64_t parts = 1;
        for (auto scale = type.scale; scale > 2; --scale) parts *= 10;
        bool plain = true;
        each_stored<halves>(row, count, [put, parts, &plain](std::size_t i, halves n) {
            plain &= n.high == n.low >> 63;
            plain &= n.low > -end;
            plain &= n.low < end;
            if (HasParts) {
                plain &= n.low % parts == 0;
                n.low /= parts;
            }
            put(i, money{n.low});
        });
        return plain;
    }
    template <class Offset, class Put>
    [[nodiscard]] bool texts(std::int64_t row, std::size_t count, Put const& put) const {
        if (bytes == nullptr) return false;
        auto const* const from = static_cast<char const*>(bytes);
        auto begin = detail::number_at<Offset>(values, offset + row);
        bool plain = begin >= 0;
        each_stored<Offset>(row + 1, count, [put, from, &plain, &begin](std::size_t i, Offset end) {
            plain = plain && end >= begin;
            put(i, plain ? std::string_view{from + begin, static_cast<std::size_t>(end - begin)}
                         : std::string_view{});
            begin = end;
        });
        return plain;
    }
    [[nodiscard]] static bool piece(void const* bytes, std::int64_t from, std::int64_t to,
                                    std::string_view& out) noexcept {
        out = {};
        if (from < 0 || to < from || (bytes == nullptr && to > from)) return false;
        if (to > from) out = {static_cast<char const*>(bytes) + from, static_cast<std::size_t>(to - from)};
        return true;
    }
};

}  // namespace detail
}  // namespace arrow
}  // namespace v0
}  // namespace rung
