#pragma once

#include "entry.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory_resource>
#include <string_view>
#include <vector>

/// Some lines of a log, with the texts that their entries point to. It can be reused: then it takes no more
/// memory than before, except for a line that is longer than any.
class log_batch {
public:
    /// Zeros after each line that is kept.
    static constexpr std::size_t zeros = 8;

    log_batch() : log_batch{4'096} {}
    explicit log_batch(std::size_t most_lines) : most_{most_lines} { entries_.reserve(most_lines); }

    [[nodiscard]] std::vector<entry> const& entries() const noexcept { return entries_; }
    /// How many bytes of the log had been read at its end, about.
    [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }

    void clear() {
        entries_.clear();
        text_.release();
        text_size_ = 0;
    }
    [[nodiscard]] bool is_full() const noexcept {
        return entries_.size() == most_ || text_size_ >= usual_text;
    }
    /// A copy of a line that stays where it is until the next clear().
    [[nodiscard]] char* keep(std::string_view line) {
        auto const size = line.size() + zeros;
        text_size_ += size;
        auto* const copy = static_cast<char*>(text_.allocate(size, 1));
        std::memcpy(copy, line.data(), line.size());
        std::memset(copy + line.size(), 0, zeros);
        return copy;
    }
    [[nodiscard]] entry& add() { return entries_.emplace_back(); }
    void drop_last() { entries_.pop_back(); }
    void ends_at(std::uint64_t bytes) noexcept { bytes_ = bytes; }

private:
    static constexpr std::size_t usual_text = 256 * 1024;

    std::size_t most_;
    std::vector<entry> entries_;
    std::vector<char> space_ = std::vector<char>(usual_text + 4'096);
    std::pmr::monotonic_buffer_resource text_{space_.data(), space_.size()};
    std::size_t text_size_ = 0;
    std::uint64_t bytes_ = 0;
};
