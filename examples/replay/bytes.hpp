#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

/// The log cannot be read at all. The text says why, and what to do.
struct unreadable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Bytes, one after the other.
class byte_source {
public:
    virtual ~byte_source() = default;
    byte_source() = default;
    byte_source(byte_source const&) = delete;
    byte_source& operator=(byte_source const&) = delete;

    /// Reads at most `most` bytes; 0 only at the end. Throws std::runtime_error.
    virtual std::size_t read(char* to, std::size_t most) = 0;
    /// How many bytes of the file have been read, packed or not.
    [[nodiscard]] virtual std::uint64_t bytes_of_file() const noexcept = 0;
};

/// The bytes of an open file, which it closes, except standard input. Null is a file that could not be
/// opened.
std::unique_ptr<byte_source> bytes_of(std::FILE* file);

/// The text in a file as UTF-8: unpacked if it is gzip or zstd, converted if it is UTF-16 with its mark,
/// without the mark of UTF-8. Throws unreadable with a sentence for what is no text: a workbook, an archive,
/// a database.
std::unique_ptr<byte_source> text_of(std::unique_ptr<byte_source> file);

/// What the first bytes of a file say it is, as a sentence for who wants text; empty for text.
[[nodiscard]] std::string_view why_no_text(std::string_view first) noexcept;
