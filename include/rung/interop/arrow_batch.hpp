#pragma once

#include <rung/interop/arrow_column.hpp>
#include <rung/interop/arrow_owner.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace rung {
inline namespace v0 {
namespace arrow {

/// A stream of record batches, read batch by batch; it is read once.
///
///     rung::arrow::batches rows{rung::arrow::owned_stream{from_python}};
///     while (rows.next()) {
///         rung::arrow::column at;
///         if (auto const opened = rows.find("at", at); !opened) return complain(opened.why);
///         for (std::int64_t row = 0; row < rows.size(); ++row) ...
///     }
///     if (!rows.why().empty()) return complain(rows.why());
class batches {
public:
    explicit batches(owned_stream stream) : stream_{std::move(stream)} {
        if (!stream_) {
            why_ = "the stream was read or released already; a stream is read once";
            return;
        }
        if (auto const error = stream_->get_schema(&*stream_, schema_.to_fill()); error != 0) {
            why_ = said("get_schema", error);
            return;
        }
        if (!schema_ || schema_->format == nullptr || std::string_view{schema_->format} != "+s") {
            why_ = "the stream has no record batches with named columns, but arrays of ";
            why_ += schema_ && schema_->format != nullptr ? arrow::words_of(schema_->format) : "no type";
        }
    }

    /// Reads the next batch; false at the end, and where reading fails: then why() is a sentence.
    [[nodiscard]] bool next() {
        batch_.reset();
        if (!why_.empty() || !stream_) return false;
        if (auto const error = stream_->get_next(&*stream_, batch_.to_fill()); error != 0) {
            why_ = said("get_next", error);
            return false;
        }
        if (!batch_) {
            stream_.reset();
            return false;
        }
        ++count_;
        bool const has_all = batch_->n_children == schema_->n_children && batch_->length >= 0 &&
                             batch_->offset >= 0 && (batch_->n_children == 0 || batch_->children != nullptr);
        if (!has_all) why_ = "batch " + std::to_string(count_) + " does not have the columns of the stream";
        return has_all;
    }

    /// What went wrong; empty while nothing did.
    [[nodiscard]] std::string const& why() const noexcept { return why_; }
    /// Rows of this batch.
    [[nodiscard]] std::int64_t size() const noexcept { return batch_ ? batch_->length : 0; }
    /// How many batches were read.
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

    /// Whether the stream has a column of this name, or several.
    [[nodiscard]] bool has(std::string_view name) const noexcept { return number_of(name) != missing; }
    /// The type of a column of this name, of its words if it has a dictionary; false if there is none that is
    /// read.
    [[nodiscard]] bool type_of(std::string_view name, column_type& out) const noexcept {
        auto const i = number_of(name);
        if (i < 0) return false;
        auto const* of = schema_->children[i];
        if (of->dictionary != nullptr) of = of->dictionary;
        return of->format != nullptr && arrow::read_format(of->format, out);
    }
    /// Opens a column of this batch. If there is none, or more than one, or one whose type is not read, it
    /// says so.
    [[nodiscard]] status find(std::string_view name, column& out) const {
        auto const i = number_of(name);
        if (i < 0) {
            auto const what = i == missing ? "there is no column '" : "more than one column is named '";
            return {what + std::string{name} + "'; the columns are " + names()};
        }
        return out.open(*schema_->children[i], *batch_->children[i], *batch_);
    }

private:
    static constexpr std::int64_t missing = -1;
    static constexpr std::int64_t several = -2;

    owned_stream stream_;
    owned_schema schema_{};
    owned_array batch_{};
    std::string why_{};
    std::uint64_t count_ = 0;

    // The text of the error lives until the next call.
    [[nodiscard]] std::string said(std::string_view call, int error) {
        auto const* const text = stream_->get_last_error(&*stream_);
        auto out = "the stream's " + std::string{call} + " failed with " + std::to_string(error);
        if (text != nullptr && *text != '\0') out += std::string{": "} + text;
        return out;
    }
    [[nodiscard]] std::string_view name(std::int64_t i) const noexcept {
        auto const* const text = schema_->children[i]->name;
        return text == nullptr ? std::string_view{} : text;
    }
    [[nodiscard]] std::int64_t number_of(std::string_view wanted) const noexcept {
        auto found = missing;
        for (std::int64_t i = 0; schema_ && i < schema_->n_children; ++i) {
            if (name(i) == wanted) found = found == missing ? i : several;
        }
        return found;
    }
    [[nodiscard]] std::string names() const {
        std::string out;
        for (std::int64_t i = 0; i < schema_->n_children; ++i) {
            out += i == 0 ? "'" : ", '";
            out += name(i);
            out += '\'';
        }
        return out;
    }
};

}  // namespace arrow
}  // namespace v0
}  // namespace rung
