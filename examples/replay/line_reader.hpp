#pragma once

#include "bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

/// The lines of a text, one after the other, ended by LF, CRLF (or CR CR LF, as after a wrong conversion), or
/// CR alone where the first line is. It holds
/// no more than a block of the text, or a record that is longer. NUL becomes the control character SUB, which
/// is in no number or date.
class line_reader {
public:
    struct line {
        std::string_view text{};  ///< until the next line is asked for
        bool too_long = false;    ///< then the text is only its beginning
    };

    line_reader(std::unique_ptr<byte_source> from, std::size_t longest, std::size_t block)
        : from_{std::move(from)}, longest_{longest},
          buffer_(block < 2 * least_room ? 2 * least_room : block) {
        find_line_end();
    }

    /// The next line; nothing at the end. Throws std::runtime_error if the text cannot be read.
    std::optional<line> next() {
        bool too_long = false;
        begin_ = first_;
        after_first_ = {};
        for (std::size_t seen = 0;;) {
            if (auto const end = rest().find(line_end_, seen); end != std::string_view::npos)
                return finish(end, end + 1, too_long);
            if (rest().size() > longest_ + most_marks) {  // of a skipped line the beginning stays
                too_long = true;
                end_ = first_ + longest_ + 1;
            }
            seen = rest().size();
            if (fill()) continue;
            if (rest().empty() && !too_long) return std::nullopt;
            return finish(rest().size(), rest().size(), too_long);
        }
    }

    /// The last line and those after it, with one line more, as one text; nothing, where there is no line
    /// more or it would be too long. To be asked for again and again.
    std::optional<std::string_view> extend() {
        if (after_first_.number == 0) after_first_ = {first_ - begin_, number_};
        for (std::size_t seen = 0;;) {
            auto end = rest().find(line_end_, seen);
            seen = rest().size();
            if (first_ - begin_ + (end == std::string_view::npos ? seen : end) > longest_)
                return std::nullopt;
            if (end == std::string_view::npos) {
                if (fill()) continue;
                if (rest().empty()) return std::nullopt;
                end = rest().size();
            }
            auto text = std::string_view{buffer_.data() + begin_, first_ - begin_ + end};
            text = without_returns(text);
            first_ += end < rest().size() ? end + 1 : end;
            ++number_;
            return text;
        }
    }
    /// Takes the lines that extend() added back: they come again. The text of the first of them, anew.
    std::string_view take_back() {
        if (after_first_.number != 0) {
            first_ = begin_ + after_first_.place;
            number_ = after_first_.number;
        }
        return {buffer_.data() + begin_, first_size_};
    }

    /// Of the last line, from 1; empty ones are counted too.
    [[nodiscard]] std::uint64_t number() const noexcept { return number_; }
    [[nodiscard]] std::uint64_t bytes_of_file() const noexcept { return from_->bytes_of_file(); }

private:
    // A source may need as much at once.
    static constexpr std::size_t least_room = 16;
    static constexpr std::size_t most_marks = 2;  // that belong to the end of a line, beside its LF

    struct place_and_number {
        std::size_t place = 0;  // from begin_ on
        std::uint64_t number = 0;
    };

    std::unique_ptr<byte_source> from_;
    std::size_t longest_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;  // of the last record
    std::size_t first_ = 0;  // of what is read but not yet returned
    std::size_t end_ = 0;
    std::size_t first_size_ = 0;  // of the last record's first line
    place_and_number after_first_;
    std::uint64_t number_ = 0;
    char line_end_ = '\n';

    [[nodiscard]] std::string_view rest() const noexcept { return {buffer_.data() + first_, end_ - first_}; }

    // CR, if the first line ends with it and not with CRLF, and not between quotes.
    void find_line_end() {
        for (std::size_t seen = 0;;) {
            auto const at = rest().find_first_of("\r\n", seen);
            auto const after = at == std::string_view::npos ? at : rest().find_first_not_of('\r', at);
            if (after != std::string_view::npos && at <= longest_) {
                if (rest()[after] == '\n') return;
                std::size_t quotes = 0;
                for (char const c : rest().substr(0, at)) quotes += c == '"' ? 1 : 0;
                if (quotes % 2 == 0) line_end_ = '\r';
                return;
            }
            if (at == std::string_view::npos) seen = rest().size();
            if (rest().size() > longest_ + most_marks || !fill()) return;
        }
    }

    [[nodiscard]] static std::string_view without_returns(std::string_view text) noexcept {
        for (std::size_t i = 0; i < most_marks && text.ends_with('\r'); ++i) text.remove_suffix(1);
        return text;
    }

    line finish(std::size_t size, std::size_t bytes, bool too_long) {
        if (line_end_ == '\r' && size != 0 && rest().front() == '\n') {  // of a CRLF among CRs
            ++begin_;
            ++first_;
            --size;
            --bytes;
        }
        auto text = rest().substr(0, size);
        if (!too_long) text = without_returns(text);  // else not the end that the line had
        too_long = too_long || text.size() > longest_;
        first_ += bytes;
        ++number_;
        text = text.substr(0, longest_);
        first_size_ = text.size();
        return {text, too_long};
    }

    // Reads on; false at the end of the text.
    bool fill() {
        if (begin_ != 0) {
            std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
            end_ -= begin_;
            first_ -= begin_;
            begin_ = 0;
        }
        if (end_ + least_room > buffer_.size()) buffer_.resize(2 * buffer_.size());
        auto* const to = buffer_.data() + end_;
        auto const n = from_->read(to, buffer_.size() - end_);
        for (auto* p = to;
             (p = static_cast<char*>(std::memchr(p, '\0', n - static_cast<std::size_t>(p - to)))) != nullptr;)
            *p = '\x1A';
        end_ += n;
        return n != 0;
    }
};
