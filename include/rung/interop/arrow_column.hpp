#pragma once

#include <rung/core/config.hpp>
#include <rung/core/money.hpp>
#include <rung/core/time.hpp>
#include <rung/interop/arrow_abi.hpp>
#include <rung/interop/arrow_flat.hpp>
#include <rung/interop/arrow_owner.hpp>
#include <rung/interop/arrow_type.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace arrow {

/// A column of a record batch, whose values are read one by one, or many at once: row 0 is the first of the
/// batch, whatever the offsets of batch and column. It looks into the batch. A column of a dictionary reads
/// as its words do.
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
        word_count_ = 0;
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

    /// Many rows at once, from `first` on, which is much faster: calls put(i, value) for row first + i, with
    /// `null` for nulls. For one row it may be called more than once: the last time counts. Returns how many
    /// were read; the next one has no such value.
    ///
    ///     auto const read = at.each<rung::instant>(0, 256, [&](auto i, auto moment) { out[i].at = moment;
    ///     });
    template <class T, class Put>
    [[nodiscard]] std::size_t each(std::int64_t first, std::size_t count, Put&& put,
                                   T const& null = {}) const {
        if (!has_words_ && indices_.all<T>(first, count, put)) {
            each_null(first, count, [&](std::size_t i) { put(i, null); });
            return count;
        }
        for (std::size_t i = 0; i < count; ++i) {
            auto const row = first + static_cast<std::int64_t>(i);
            auto value = null;
            if (!is_null(row) && !read(row, value)) return i;
            put(i, value);
        }
        return count;
    }
    /// Calls f(i) for the rows first + i that are null, of `count` rows from `first` on; for some twice.
    template <class F>
    void each_null(std::int64_t first, std::size_t count, F&& f) const {
        if (indices_.type.what == type::null || (has_words_ && words_.may_be_null())) {
            for (std::size_t i = 0; i < count; ++i) {
                if (is_null(first + static_cast<std::int64_t>(i))) f(i);
            }
            return;
        }
        detail::each_zero(batch_validity_, batch_offset_ + first, count, f);
        detail::each_zero(indices_.validity, indices_.offset + first, count, f);
    }

    /// How many words the dictionary of the column has; 0 if it has none.
    [[nodiscard]] std::int64_t words() const noexcept { return word_count_; }
    /// A word of the dictionary; false if it is null, or no text.
    [[nodiscard]] bool word(std::int64_t n, std::string_view& out) const noexcept {
        return n >= 0 && n < word_count_ && !words_.is_null(n) && words_.text(n, out);
    }
    /// Reads the numbers of the words of many rows; false where not all are words of the dictionary, as they
    /// need not be where a row is null.
    [[nodiscard]] bool read_words(std::int64_t first, std::span<std::uint64_t> out) const {
        auto* const to = out.data();
        if (!has_words_ || !indices_.all<std::uint64_t>(first, out.size(),
                                                        [to](std::size_t i, std::uint64_t n) { to[i] = n; }))
            return false;
        bool known = true;
        for (auto const n : out) known &= n < static_cast<std::uint64_t>(word_count_);
        return known;
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
