#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <vector>

/// The lines of a file, one after the other. It holds no more than a block of the file, or a line that is
/// longer. A byte order mark at the beginning and the CR of CRLF are left out, and NUL becomes the control
/// character SUB, which is in no number or date.
class line_reader {
public:
    struct line {
        std::string_view text{};  ///< until the next line is asked for
        bool too_long = false;    ///< then the text is only its beginning
    };

    /// Closes the file, except standard input. Null is a file that could not be opened.
    line_reader(std::FILE* file, std::size_t longest, std::size_t block)
        : file_{file}, longest_{longest}, buffer_(block) {
        if (file_ == nullptr) fail();
        fill();
        if (rest().starts_with("\xEF\xBB\xBF")) first_ = 3;
    }

    /// The next line; nothing at the end. Throws std::runtime_error if the file cannot be read.
    std::optional<line> next() {
        bool too_long = false;
        for (std::size_t seen = 0;;) {
            if (auto const end = rest().find('\n', seen); end != std::string_view::npos)
                return finish(rest().substr(0, end), end + 1, too_long);
            if (rest().size() > longest_ + 1) {  // of a skipped line the beginning stays
                too_long = true;
                end_ = first_ + longest_;
            }
            seen = rest().size();
            if (fill()) continue;
            if (rest().empty() && !too_long) return std::nullopt;
            return finish(rest(), rest().size(), too_long);
        }
    }

    /// Of the last line, from 1; empty ones are counted too.
    [[nodiscard]] std::uint64_t number() const noexcept { return number_; }

private:
    struct closer {
        void operator()(std::FILE* file) const noexcept {
            if (file != stdin) std::fclose(file);
        }
    };

    std::unique_ptr<std::FILE, closer> file_;
    std::size_t longest_;
    std::vector<char> buffer_;
    std::size_t first_ = 0;  // of what is read but not yet returned
    std::size_t end_ = 0;
    std::uint64_t number_ = 0;

    [[nodiscard]] std::string_view rest() const noexcept { return {buffer_.data() + first_, end_ - first_}; }

    line finish(std::string_view text, std::size_t bytes, bool too_long) {
        if (!too_long && text.ends_with('\r')) text.remove_suffix(1);  // else not the end that the line had
        too_long = too_long || text.size() > longest_;
        first_ += bytes;
        ++number_;
        return {text.substr(0, longest_), too_long};
    }

    // Reads on; false at the end of the file.
    bool fill() {
        if (first_ != 0) {
            std::memmove(buffer_.data(), buffer_.data() + first_, end_ - first_);
            end_ -= first_;
            first_ = 0;
        }
        if (end_ == buffer_.size()) buffer_.resize(2 * buffer_.size());
        auto* const to = buffer_.data() + end_;
        auto const n = std::fread(to, 1, buffer_.size() - end_, file_.get());
        if (std::ferror(file_.get()) != 0) fail();
        for (auto* p = to;
             (p = static_cast<char*>(std::memchr(p, '\0', n - static_cast<std::size_t>(p - to)))) != nullptr;)
            *p = '\x1A';
        end_ += n;
        return n != 0;
    }

    [[noreturn]] static void fail() { throw std::runtime_error{std::strerror(errno)}; }
};
