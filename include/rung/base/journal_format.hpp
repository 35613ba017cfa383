#pragma once

#include <rung/base/bytes.hpp>
#include <rung/base/checksum.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {

// The form of a journal, in full in docs/formats.md. Numbers have the lowest byte first; checks are CRC-32C.
//
// clang-format off
//
//     header   "rungjour", form (4 bytes), fingerprint (8), number of the first record (8), check of all that (4)
//     record   size of the payload (4), check of the payload (4), check of the head (4), payload, a closing A5
//
// clang-format on
//
// The header is the same in every form. Each check of a record begins with its check and the record's number:
// so a record of another journal or another place fails its checks.
//
// The traces of a crash and of a broken disk must not be confused: those of a crash are cut off; doing that
// after disk damage would lose records that were safe.
//
// A crash leaves a part of what was written last, a record or the header: bytes that end too early, or zeros
// from some byte to the end, if the file had already grown. This is *torn*. The head has its own check, so
// that a damaged size is not taken for a long record. The closing byte is not zero, so that a fully written
// record never looks as if its end were zeros.
//
// Everything else is *damaged*. That includes what a file system may leave of several records that were not
// yet synced, a hole before bytes that did arrive: the journal cannot know that they were not synced.

/// The form that this version writes and reads.
inline constexpr std::uint32_t journal_format = 1;

/// Which ladder a journal belongs to, and the number of its first record: a journal that follows another one
/// continues its numbers.
struct journal_header {
    std::uint64_t fingerprint = 0;
    std::uint64_t first = 0;

    friend constexpr bool operator==(journal_header const&, journal_header const&) = default;
};

/// One record, at its place in the bytes that are read.
struct journal_record {
    std::uint64_t number = 0;
    std::size_t offset = 0;
    std::span<std::byte const> payload{};
};

/// How a journal ends, or what is wrong with it.
enum class journal_state : std::uint8_t {
    clean,    ///< the last record is whole, and nothing comes after it
    torn,     ///< what comes after the last whole record was never fully written: cut it off
    damaged,  ///< what was written is not there any more: refuse it
};

[[nodiscard]] constexpr std::string_view to_string(journal_state s) noexcept {
    switch (s) {
    case journal_state::clean: return "clean";
    case journal_state::torn: return "torn";
    case journal_state::damaged: return "damaged";
    }
    return "?";
}

/// How a journal ends.
struct journal_end {
    journal_state state = journal_state::clean;
    /// What is wrong, as a sentence; empty if nothing is.
    std::string_view why{};
    /// The end of the last whole record, in bytes from the beginning: here a torn journal is cut, and here
    /// the damage of a damaged one begins. 0 if not even the header is there.
    std::size_t offset = 0;
    /// The number of the record that would come there.
    std::uint64_t next = 0;
    journal_header header{};
};

namespace detail {

inline constexpr std::array<char, 8> journal_magic{'r', 'u', 'n', 'g', 'j', 'o', 'u', 'r'};
inline constexpr std::size_t journal_header_size = 32;
inline constexpr std::size_t record_head_size = 12;
inline constexpr std::byte record_close{0xA5};

// Appends the header and returns its checksum.
inline std::uint32_t write_header(byte_writer& w, journal_header const& h,
                                  std::uint32_t format = journal_format) {
    auto const begin = w.written().size();
    for (char const c : journal_magic) w.u8(static_cast<std::uint8_t>(c));
    w.u32(format);
    w.u64(h.fingerprint);
    w.u64(h.first);
    auto const sum = crc32c(w.written().subspan(begin));
    w.u32(sum);
    return sum;
}

[[nodiscard]] inline std::uint32_t header_checksum(journal_header const& h) {
    std::vector<std::byte> bytes;
    byte_writer w{bytes};
    return write_header(w, h);
}

[[nodiscard]] inline bool all_zeros(std::span<std::byte const> bytes) noexcept {
    for (auto const b : bytes) {
        if (b != std::byte{0}) return false;
    }
    return true;
}

// Whether the bytes, as far as they go, can be the beginning of a journal.
[[nodiscard]] inline bool begins_with_magic(std::span<std::byte const> bytes) noexcept {
    for (std::size_t i = 0; i < journal_magic.size() && i < bytes.size(); ++i) {
        if (bytes[i] != static_cast<std::byte>(journal_magic[i])) return false;
    }
    return true;
}

// Whether this is a part of a header, and nothing or zeros after it. The last byte of a fully written header
// may be zero by chance: then no record was written either, and nothing is lost.
[[nodiscard]] inline bool is_torn_header(std::span<std::byte const> bytes) noexcept {
    auto size = bytes.size() < journal_header_size ? bytes.size() : journal_header_size - 1;
    if (!all_zeros(bytes.subspan(size))) return false;
    while (size != 0 && bytes[size - 1] == std::byte{0}) --size;
    return begins_with_magic(bytes.first(size));
}

[[nodiscard]] inline std::uint32_t format_of(std::span<std::byte const> bytes) noexcept {
    return byte_reader{bytes.subspan(journal_magic.size())}.u32();
}

[[nodiscard]] inline bool read_header(std::span<std::byte const> bytes, journal_header& h,
                                      std::uint32_t& checksum) noexcept {
    if (bytes.size() < journal_header_size || !begins_with_magic(bytes)) return false;
    byte_reader r{bytes.subspan(journal_magic.size() + 4)};
    journal_header const read{r.u64(), r.u64()};
    checksum = r.u32();
    if (!r.ok() || crc32c(bytes.first(journal_header_size - 4)) != checksum) return false;
    h = read;
    return true;
}

// The checksum with which those of a record begin: of the journal, and of the record's place in it.
[[nodiscard]] inline std::uint32_t record_seed(std::uint32_t header, std::uint64_t number) noexcept {
    std::array<std::byte, 8> n{};
    for (std::size_t i = 0; i < n.size(); ++i) n[i] = static_cast<std::byte>((number >> (8 * i)) & 255);
    return crc32c(n, header);
}

struct record_head {
    std::size_t size = 0;
    std::uint32_t payload_checksum = 0;
    bool holds = false;
};

// `rest` has at least the size of a head.
[[nodiscard]] inline record_head read_head(std::span<std::byte const> rest, std::uint32_t header,
                                           std::uint64_t number) noexcept {
    byte_reader r{rest};
    record_head head;
    head.size = r.u32();
    head.payload_checksum = r.u32();
    head.holds = r.u32() == crc32c(rest.first(8), record_seed(header, number)) && head.size != 0;
    return head;
}

[[nodiscard]] inline std::uint32_t payload_checksum(std::span<std::byte const> payload, std::uint32_t header,
                                                    std::uint64_t number) noexcept {
    return crc32c(payload, record_seed(header, number));
}

[[nodiscard]] inline bool holds(record_head const& head, std::span<std::byte const> payload,
                                std::uint32_t header, std::uint64_t number) noexcept {
    return payload_checksum(payload, header, number) == head.payload_checksum;
}

inline void write_record(byte_writer& w, std::uint32_t header, std::uint64_t number,
                         std::span<std::byte const> payload) {
    auto const begin = w.written().size();
    w.u32(static_cast<std::uint32_t>(payload.size()));
    w.u32(payload_checksum(payload, header, number));
    w.u32(crc32c(w.written().subspan(begin), record_seed(header, number)));
    w.bytes(payload);
    w.u8(static_cast<std::uint8_t>(record_close));
}

}  // namespace detail

}  // namespace v0
}  // namespace rung
