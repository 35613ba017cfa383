#pragma once

#include <rung/core/config.hpp>
#include <rung/core/money.hpp>
#include <rung/core/time.hpp>
#include <rung/interop/arrow_abi.hpp>
#include <rung/interop/arrow_owner.hpp>
#include <rung/interop/arrow_type.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace arrow {
namespace detail {

/// A bit of a bitmap, least significant first.
[[nodiscard]] inline bool bit(void const* bits, std::int64_t i) noexcept {
    auto const byte = static_cast<unsigned char const*>(bits)[i / 8];
    return (byte >> (i % 8) & 1) != 0;
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

private:
    [[nodiscard]] static bool piece(void const* bytes, std::int64_t from, std::int64_t to,
                                    std::string_view& out) noexcept {
        out = {};
        if (from < 0 || to < from || (bytes == nullptr && to > from)) return false;
        if (to > from) out = {static_cast<char const*>(bytes) + from, static_cast<std::size_t>(to - from)};
        return true;
    }
};

}  // namespace detail

/// A column of a record batch, whose values are read one by one: row 0 is the first of the batch, whatever
/// the offsets of batch and column. It looks into the batch. A column of a dictionary reads as its words do.
///
/// Which of the readers fit, `type()` says; the others answer false.
class column {
public:
    column() = default;

    /// The column of a batch, which is an array of structs.
    [[nodiscard]] status open(ArrowSchema const& schema, ArrowArray const& array, ArrowArray const& batch) {
        name_ = schema.name == nullptr ? "" : schema.name;
        if (schema.format == nullptr) return no("has no format");
        batch_validity_ = batch.n_buffers > 0 && batch.buffers != nullptr ? batch.buffers[0] : nullptr;
        batch_offset_ = batch.offset;
        std::string_view wrong = indices_.open(schema, array, batch.length, batch.offset);
        has_words_ = schema.dictionary != nullptr;
        if (wrong.empty() && has_words_) {
            if (!arrow::is_whole(indices_.type.what))
                return no("has a dictionary whose indices are no whole numbers");
            if (array.dictionary == nullptr || schema.dictionary->format == nullptr)
                return no("has no dictionary, although its type has one");
            if (schema.dictionary->dictionary != nullptr)
                return no("is a dictionary of a dictionary, which is not read");
            word_count_ = array.dictionary->length;
            wrong = words_.open(*schema.dictionary, *array.dictionary, word_count_, 0);
            if (wrong == "cannot be read")
                return no("is a dictionary of " + arrow::words_of(schema.dictionary->format) +
                          ", which is not read");
        }
        if (wrong == "cannot be read")
            return no("is " + arrow::words_of(schema.format) + ", which is not read");
        return wrong.empty() ? status{} : no(std::string{wrong});
    }

    [[nodiscard]] std::string const& name() const noexcept { return name_; }
    [[nodiscard]] column_type const& type() const noexcept { return flat().type; }

    /// A row that is null as a whole has nothing but nulls.
    [[nodiscard]] bool is_null(std::int64_t row) const noexcept {
        if (batch_validity_ != nullptr && !detail::bit(batch_validity_, batch_offset_ + row)) return true;
        if (!has_words_ || indices_.is_null(row)) return indices_.is_null(row);
        std::int64_t word = 0;
        return is_word(row, word) && words_.is_null(word);
    }

    // Each of these is asked for values that are not null. False: the value is not of that type, or does not
    // fit.

    /// Of whole numbers and truth values.
    [[nodiscard]] bool read(std::int64_t row, std::int64_t& out) const noexcept {
        std::int64_t at = row;
        return is_word(row, at) && flat().whole(at, out);
    }
    [[nodiscard]] bool read(std::int64_t row, std::uint64_t& out) const noexcept {
        std::int64_t at = row;
        if (!is_word(row, at)) return false;
        if (type().what == arrow::type::uint64) {
            out = detail::number_at<std::uint64_t>(flat().values, flat().offset + at);
            return true;
        }
        std::int64_t n = 0;
        bool const fits = flat().whole(at, n) && n >= 0;
        out = static_cast<std::uint64_t>(n);
        return fits;
    }
    /// Of floats and whole numbers.
    [[nodiscard]] bool read(std::int64_t row, double& out) const noexcept {
        std::int64_t at = row;
        if (!is_word(row, at)) return false;
        auto const i = flat().offset + at;
        if (type().what == arrow::type::float32) out = double{detail::number_at<float>(flat().values, i)};
        if (type().what == arrow::type::float64) out = detail::number_at<double>(flat().values, i);
        if (arrow::is_float(type().what)) return true;
        std::int64_t n = 0;
        bool const fits = flat().whole(at, n);
        out = static_cast<double>(n);
        return fits;
    }
    /// Of text, and of bytes; it lives as long as the batch.
    [[nodiscard]] bool read(std::int64_t row, std::string_view& out) const noexcept {
        std::int64_t at = row;
        return is_word(row, at) && flat().text(at, out);
    }
    /// Of timestamps and dates, floored to seconds, before 1970 too. Outside of the range of instants it is
    /// never() or forever(). A timestamp without a zone is taken as UTC.
    [[nodiscard]] bool read(std::int64_t row, instant& out) const noexcept {
        std::int64_t at = row;
        if (!arrow::is_time(type().what) || !is_word(row, at)) return false;
        auto const i = flat().offset + at;
        bool const in_days = type().seconds != 1;
        auto const n = in_days ? std::int64_t{detail::number_at<std::int32_t>(flat().values, i)}
                               : detail::number_at<std::int64_t>(flat().values, i);
        out = instant::from_unix(detail::floored(n, type().ticks) * (in_days ? type().seconds : 1));
        return true;
    }
    /// Of decimals with at most two digits behind the point that are not zero: hundredths, exactly.
    [[nodiscard]] bool read(std::int64_t row, money& out) const noexcept {
        std::int64_t at = row;
        if (type().what != arrow::type::decimal || !is_word(row, at)) return false;
        auto const i = 2 * (flat().offset + at);
        auto low = detail::number_at<std::uint64_t>(flat().values, i);
        auto high = detail::number_at<std::uint64_t>(flat().values, i + 1);
        bool const negative = high >> 63 != 0;
        if (negative) detail::negate(high, low);
        for (auto scale = type().scale; scale > 2; --scale) {
            if (detail::divide_by_ten(high, low) != 0) return false;
        }
        if (high != 0 || low > std::uint64_t{INT64_MAX}) return false;
        auto n = static_cast<std::int64_t>(low);
        for (auto scale = type().scale; scale < 2 && n != 0; ++scale) n = rung::multiply_saturated(n, 10);
        if (n == INT64_MAX) return false;
        out = money{negative ? -n : n};
        return true;
    }

private:
    detail::flat_column indices_{};  // or the values themselves
    detail::flat_column words_{};
    std::string name_{};
    void const* batch_validity_ = nullptr;
    std::int64_t batch_offset_ = 0;
    std::int64_t word_count_ = 0;
    bool has_words_ = false;

    [[nodiscard]] detail::flat_column const& flat() const noexcept { return has_words_ ? words_ : indices_; }
    [[nodiscard]] status no(std::string const& what) const { return {"the column '" + name_ + "' " + what}; }
    // Where the value of a row stands; false if the dictionary has no such word.
    [[nodiscard]] bool is_word(std::int64_t row, std::int64_t& out) const noexcept {
        out = row;
        return !has_words_ || (indices_.whole(row, out) && out >= 0 && out < word_count_);
    }
};

}  // namespace arrow
}  // namespace v0
}  // namespace rung
