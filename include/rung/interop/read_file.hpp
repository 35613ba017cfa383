#pragma once

// Files of a POSIX system, read.

#include <rung/interop/posix_calls.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rung {
inline namespace v0 {

namespace detail {

/// A regular file that is read from its beginning to its end.
class file_in_pieces {
public:
    [[nodiscard]] file_error open(std::string path) {
        path_ = std::move(path);
        return open_regular(path_, O_RDONLY, file_);
    }

    /// Fills `piece`, or as much of it as there is; `piece` is cut to what was read.
    [[nodiscard]] file_error read(std::span<std::byte>& piece) {
        std::size_t size = 0;
        while (size < piece.size()) {
            auto const room = (std::min)(piece.size() - size, most_at_once);
            auto const n = uninterrupted([&] { return ::read(file_.get(), piece.data() + size, room); });
            if (n == -1) return {"read", errno, path_};
            if (n == 0) break;
            size += static_cast<std::size_t>(n);
        }
        piece = piece.first(size);
        return {};
    }

    /// The size of the file, and how many bytes at its end are zeros. One with more than `most` bytes is
    /// refused first.
    [[nodiscard]] file_error measure(std::uint64_t most, std::uint64_t& size, std::uint64_t& zeros) {
        struct ::stat about {};
        if (::fstat(file_.get(), &about) == -1) return {"fstat", errno, path_};
        size = static_cast<std::uint64_t>(about.st_size);
        if (size > most) return too_large(size, most);
        std::array<std::byte, 65'536> piece;
        for (zeros = 0; zeros < size;) {
            auto const room = std::min<std::uint64_t>(piece.size(), size - zeros);
            auto const from = static_cast<off_t>(size - zeros - room);
            auto const n = uninterrupted(
                [&] { return ::pread(file_.get(), piece.data(), static_cast<std::size_t>(room), from); });
            if (n == -1) return {"pread", errno, path_};
            if (static_cast<std::uint64_t>(n) != room) break;  // the others are read then
            auto const have = std::span{piece}.first(static_cast<std::size_t>(room));
            if (have.front() == std::byte{0} && std::memcmp(&have[0], &have[1], have.size() - 1) == 0) {
                zeros += room;
                continue;
            }
            auto const last =
                std::find_if(have.rbegin(), have.rend(), [](std::byte b) { return b != std::byte{0}; });
            zeros += static_cast<std::uint64_t>(last - have.rbegin());
            if (last != have.rend()) break;
        }
        return {};
    }

    /// Reads all that comes after what `bytes` already has, but not more than `most` in all.
    [[nodiscard]] file_error read_rest(std::vector<std::byte>& bytes, std::uint64_t most) {
        struct ::stat about {};
        if (::fstat(file_.get(), &about) == -1) return {"fstat", errno, path_};
        auto const known = static_cast<std::uint64_t>(about.st_size);
        if (known > most) return too_large(known, most);
        // One more than its size, so that the end is seen without growing.
        auto room = (std::max)(static_cast<std::size_t>(known), bytes.size()) + 1;
        for (;;) {
            auto const size = bytes.size();
            bytes.resize(room);
            auto piece = std::span{bytes}.subspan(size);
            auto failed = read(piece);
            bytes.resize(size + piece.size());
            if (!failed.ok()) return failed;
            if (bytes.size() > most) return too_large(bytes.size(), most);
            if (bytes.size() < room) return {};
            room *= 2;
        }
    }

private:
    std::string path_;
    descriptor file_;

    [[nodiscard]] file_error too_large(std::uint64_t size, std::uint64_t most) const {
        return {"read", EFBIG, path_,
                "has " + std::to_string(size) + " bytes, and at most " + std::to_string(most) + " are read"};
    }
};

}  // namespace detail

/// Reads a whole file into `bytes`, which are empty if that fails. A file with more than `most` bytes is
/// refused before memory is allocated, and so is anything but a regular file.
[[nodiscard]] inline file_error read_file(std::string const& path, std::vector<std::byte>& bytes,
                                          std::uint64_t most = ~std::uint64_t{0}) {
    bytes.clear();
    detail::file_in_pieces file;
    auto failed = file.open(path);
    if (failed.ok()) failed = file.read_rest(bytes, most);
    if (!failed.ok()) bytes.clear();
    return failed;
}

}  // namespace v0
}  // namespace rung
