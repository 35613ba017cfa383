#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/time.hpp>
#include <rung/interop/arrow_abi.hpp>
#include <rung/interop/arrow_owner.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace arrow {

/// A column of a table that is made: its name, its format in the C data interface, and what is said of it in
/// its metadata, as pairs of key and value.
struct field {
    std::string name;
    std::string_view format;
    bool nullable = false;
    std::vector<std::pair<std::string, std::string>> metadata{};
};

/// The formats of columns that are made.
namespace format {

inline constexpr std::string_view boolean = "b";
inline constexpr std::string_view uint8 = "C";
inline constexpr std::string_view int64 = "l";
inline constexpr std::string_view uint64 = "L";
inline constexpr std::string_view float64 = "g";
inline constexpr std::string_view text = "u";
inline constexpr std::string_view binary = "z";
/// In microseconds: what Spark, DuckDB and Polars have themselves.
inline constexpr std::string_view timestamp = "tsu:UTC";

}  // namespace format

namespace detail {

// A null buffer is not exported, even where there is nothing to point at.
alignas(64) inline constexpr char nothing[64] = {};

/// The values of a column as they are exported.
struct column_buffers {
    std::vector<std::byte> validity{};
    std::vector<std::byte> values{};  // numbers, bits, or the bytes of text and binary
    std::vector<std::int32_t> offsets{};
    void const* pointers[3]{};

    static void release(ArrowArray* array) noexcept {
        delete static_cast<column_buffers*>(array->private_data);
        array->release = nullptr;
    }
};

/// Children, which stay where they are until the last of them is released with the base.
template <class Struct>
struct kept_children {
    std::vector<Struct> all{};
    std::vector<Struct*> pointers{};
    void const* no_buffer[1]{};

    explicit kept_children(std::size_t count) : all(count), pointers(count) {
        for (std::size_t i = 0; i < count; ++i) pointers[i] = &all[i];
    }
    ~kept_children() {
        for (auto& child : all) {
            if (child.release != nullptr) child.release(&child);
        }
    }
    kept_children(kept_children const&) = delete;
    kept_children& operator=(kept_children const&) = delete;

    static void release(Struct* base) noexcept {
        delete static_cast<kept_children*>(base->private_data);
        base->release = nullptr;
    }
};

struct kept_field {
    std::string name, format, metadata;

    static void release(ArrowSchema* schema) noexcept {
        delete static_cast<kept_field*>(schema->private_data);
        schema->release = nullptr;
    }
};

[[nodiscard]] inline std::string metadata_of(field const& f) {
    std::string out;
    auto const number = [&](std::size_t n) {
        auto const as = static_cast<std::int32_t>(n);
        char bytes[sizeof as];
        std::memcpy(bytes, &as, sizeof as);
        out.append(bytes, sizeof as);
    };
    number(f.metadata.size());
    for (auto const& [key, value] : f.metadata) {
        number(key.size());
        out += key;
        number(value.size());
        out += value;
    }
    return out;
}

}  // namespace detail

/// The schema of a table, for a consumer.
[[nodiscard]] inline owned_schema make_schema(std::vector<field> const& fields) {
    auto kept = std::make_unique<detail::kept_children<ArrowSchema>>(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto const& f = fields[i];
        auto text = std::make_unique<detail::kept_field>();
        text->name = f.name;
        text->format = f.format;
        if (!f.metadata.empty()) text->metadata = detail::metadata_of(f);
        auto& child = kept->all[i];
        child.format = text->format.c_str();
        child.name = text->name.c_str();
        child.metadata = f.metadata.empty() ? nullptr : text->metadata.data();
        child.flags = f.nullable ? ARROW_FLAG_NULLABLE : 0;
        child.release = &detail::kept_field::release;
        child.private_data = text.release();
    }
    ArrowSchema out{};
    out.format = "+s";
    out.name = "";
    out.n_children = static_cast<std::int64_t>(fields.size());
    out.children = kept->pointers.data();
    out.release = &detail::kept_children<ArrowSchema>::release;
    out.private_data = kept.release();
    return owned_schema{out};
}

/// The rows of a record batch, added column by column: `rows[0].add(id); rows[1].add("gold");
/// rows.end_row();`. Each row has a value, or null, in each column. What is added must be of the column's
/// format: anything else stops with a sentence.
class batch_builder {
public:
    class column {
    public:
        void add(std::int64_t n) { number(n, format::int64); }
        void add(std::uint64_t n) { number(n, format::uint64); }
        void add(std::uint8_t n) { number(n, format::uint8); }
        void add(double n) { number(n, format::float64); }
        void add(bool b) {
            need(format::boolean);
            add_bit(buffers_->values, b);
            add_validity(true);
        }
        /// never() and forever() are null.
        void add(instant t) {
            if (!t.is_moment()) return add_null();
            need(format::timestamp);
            put(std::int64_t{t.unix_seconds} * 1'000'000);
            add_validity(true);
        }
        void add(std::string_view text) {
            need(format::text);
            put_bytes(std::as_bytes(std::span{text.data(), text.size()}));
        }
        void add(char const* text) { add(std::string_view{text}); }
        void add(std::span<std::byte const> bytes) {
            need(format::binary);
            put_bytes(bytes);
        }
        void add_null() {
            if (!nullable_) RUNG_ASSERT("a null was added to a column that has none");
            if (has_offsets())
                buffers_->offsets.push_back(static_cast<std::int32_t>(buffers_->values.size()));
            else if (format_ == format::boolean)
                add_bit(buffers_->values, false);
            else
                buffers_->values.resize(buffers_->values.size() + (format_ == format::uint8 ? 1 : 8));
            add_validity(false);
            ++nulls_;
        }

    private:
        friend class batch_builder;

        std::unique_ptr<detail::column_buffers> buffers_{};
        std::string_view format_{};
        std::int64_t rows_ = 0;
        std::int64_t nulls_ = 0;
        bool nullable_ = false;

        void begin(field const& f) {
            auto fresh = std::make_unique<detail::column_buffers>();
            fresh->offsets.push_back(0);
            buffers_ = std::move(fresh);
            format_ = f.format;
            nullable_ = f.nullable;
            rows_ = 0;
            nulls_ = 0;
        }
        void need(std::string_view format) const {
            if (format_ != format) RUNG_ASSERT("a value was added to a column of another format");
        }
        [[nodiscard]] bool has_offsets() const noexcept {
            return format_ == format::text || format_ == format::binary;
        }
        void put_bytes(std::span<std::byte const> bytes) {
            auto const size = buffers_->values.size() + bytes.size();
            if (size > std::size_t{INT32_MAX})
                RUNG_ASSERT("a batch has more than 2 GB of text or bytes in a column: end it earlier");
            buffers_->values.insert(buffers_->values.end(), bytes.begin(), bytes.end());
            buffers_->offsets.push_back(static_cast<std::int32_t>(size));
            add_validity(true);
        }
        template <class Number>
        void number(Number n, std::string_view format) {
            need(format);
            put(n);
            add_validity(true);
        }
        template <class Number>
        void put(Number n) {
            auto& to = buffers_->values;
            to.resize(to.size() + sizeof n);
            std::memcpy(&to[to.size() - sizeof n], &n, sizeof n);
        }
        void add_bit(std::vector<std::byte>& bits, bool b) const {
            auto const place = static_cast<std::size_t>(rows_);
            if (place % 8 == 0) bits.push_back(std::byte{0});
            if (b) bits.back() |= std::byte{1} << (place % 8);
        }
        void add_validity(bool valid) {
            if (nullable_) add_bit(buffers_->validity, valid);
            ++rows_;
        }
        void move_to(ArrowArray& out) {
            auto& b = *buffers_;
            auto const data = [](auto const& v) -> void const* {
                return v.empty() ? static_cast<void const*>(detail::nothing) : v.data();
            };
            b.pointers[0] = nulls_ == 0 ? nullptr : b.validity.data();
            b.pointers[1] = has_offsets() ? b.offsets.data() : data(b.values);
            b.pointers[2] = data(b.values);
            out = {};
            out.length = rows_;
            out.null_count = nulls_;
            out.n_buffers = has_offsets() ? 3 : 2;
            out.buffers = b.pointers;
            out.private_data = buffers_.release();
            out.release = &detail::column_buffers::release;
        }
    };

    explicit batch_builder(std::vector<field> fields) : fields_{std::move(fields)}, columns_(fields_.size()) {
        begin();
    }

    [[nodiscard]] std::vector<field> const& fields() const noexcept { return fields_; }
    [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
    [[nodiscard]] column& operator[](std::size_t i) {
        if (i >= columns_.size()) RUNG_ASSERT("a table was asked for a column that it does not have");
        return columns_[i];
    }
    void end_row() {
        ++rows_;
        for (auto const& c : columns_) {
            if (c.rows_ != rows_) RUNG_ASSERT("a row ended that does not have one value in each column");
        }
    }

    /// The batch, as an array of structs; the builder is empty then, and goes on.
    [[nodiscard]] owned_array take() {
        auto kept = std::make_unique<detail::kept_children<ArrowArray>>(columns_.size());
        for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].move_to(kept->all[i]);
        ArrowArray out{};
        out.length = rows_;
        out.n_buffers = 1;
        out.buffers = kept->no_buffer;
        out.n_children = static_cast<std::int64_t>(columns_.size());
        out.children = kept->pointers.data();
        out.release = &detail::kept_children<ArrowArray>::release;
        out.private_data = kept.release();
        owned_array taken{out};
        begin();
        return taken;
    }

private:
    std::vector<field> fields_;
    std::vector<column> columns_;
    std::int64_t rows_ = 0;

    void begin() {
        rows_ = 0;
        for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].begin(fields_[i]);
    }
};

}  // namespace arrow
}  // namespace v0
}  // namespace rung
