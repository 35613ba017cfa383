#pragma once

#include <rung/core/config.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rung {
inline namespace v0 {

/// Where bytes go, in order:
/// - `write(bytes) -> bool`: takes all of them, or returns false, and then any part of them may be there;
/// - `sync() -> bool`: true once all that was written outlives a crash.
///
/// It may also have `size() -> std::uint64_t`, how many bytes it holds: then a journal_writer checks that it
/// begins where it should. A file of a POSIX system is one (interop/posix_file.hpp).
template <class S>
concept byte_sink = requires(S& s, std::span<std::byte const> bytes) {
    { s.write(bytes) } -> std::same_as<bool>;
    { s.sync() } -> std::same_as<bool>;
};

/// Keeps what is written in memory.
struct memory_sink {
    std::vector<std::byte> bytes{};
    /// How many bytes are synced.
    std::size_t synced = 0;

    [[nodiscard]] bool write(std::span<std::byte const> more) {
        bytes.insert(bytes.end(), more.begin(), more.end());
        return true;
    }
    [[nodiscard]] bool sync() noexcept {
        synced = bytes.size();
        return true;
    }
    [[nodiscard]] std::uint64_t size() const noexcept { return bytes.size(); }
};

}  // namespace v0
}  // namespace rung
