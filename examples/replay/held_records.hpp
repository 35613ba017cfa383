#pragma once

#include "log_batch.hpp"
#include "records.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The records of a log, the first of which can be looked at before they come.
class held_records {
public:
    explicit held_records(record_reader records) : records_{std::move(records)} {}

    /// Holds one more; false if there is none.
    bool hold_one(dialect d) {
        auto const r = all_held_ ? std::nullopt : records_.next(d);
        if (!r) {
            all_held_ = true;
            return false;
        }
        held_.push_back({text_.size(), r->text.size(), r->line, r->too_long});
        text_.insert(text_.end(), r->text.begin(), r->text.end());
        return true;
    }
    /// Passes over all that are held.
    void pass_over() noexcept {
        held_.clear();
        text_.clear();
    }
    [[nodiscard]] std::size_t size() const noexcept { return held_.size(); }
    [[nodiscard]] std::size_t text_size() const noexcept { return text_.size(); }
    [[nodiscard]] record operator[](std::size_t i) const {
        auto const& h = held_[i];
        return {{text_.data() + h.begin, h.size}, h.line, h.too_long};
    }
    /// Takes one apart. Why that cannot be done; empty if it can.
    std::string_view split(std::size_t i, splitter& fields, dialect d) {
        auto const text = (*this)[i].text;
        scratch_.assign(text);
        scratch_.append(log_batch::zeros, '\0');
        return fields.split(scratch_.data(), text.size(), d);
    }
    /// The one that comes next, of those held.
    [[nodiscard]] std::size_t begin() const noexcept { return next_; }
    void begin_at(std::size_t i) noexcept { next_ = i; }

    /// The next record; false at the end.
    bool next(record& out, dialect d) {
        if (next_ < held_.size()) {
            out = (*this)[next_++];
            return true;
        }
        if (!held_.empty()) {
            held_ = {};
            text_ = {};
            next_ = 0;
        }
        auto const r = records_.next(d);
        if (r) out = *r;
        return r.has_value();
    }
    [[nodiscard]] std::uint64_t bytes_of_file() const noexcept { return records_.bytes_of_file(); }

private:
    struct held_record {
        std::size_t begin, size;
        std::uint64_t line;
        bool too_long;
    };

    record_reader records_;
    std::vector<char> text_;
    std::vector<held_record> held_;
    std::size_t next_ = 0;
    bool all_held_ = false;  // there are no more
    std::string scratch_;
};
