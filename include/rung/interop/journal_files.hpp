#pragma once

// The files of a folder in which a base lives: which ones exist, and how to read them.

#include <rung/base/journal.hpp>
#include <rung/interop/read_file.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <dirent.h>

namespace rung {
inline namespace v0 {
namespace detail {

/// Reads as much of a journal or a snapshot as a journal_reader needs: after a bad header nothing can be
/// read, so this only checks, piece by piece, whether the rest is zeros. `bytes` then are the beginning and,
/// if there is one, a later byte that is not zero. After a good header it is all but most of the zeros at the
/// end: a file that had already grown when its writer crashed may have gigabytes of them. `left_out`: how
/// many of them are not in `bytes`.
[[nodiscard]] inline file_error read_journal_file(std::string const& path, std::vector<std::byte>& bytes,
                                                  std::uint64_t most, std::uint64_t& left_out) {
    constexpr std::uint64_t kept_zeros = 4'096;  // more than the head of a record
    left_out = 0;
    bytes.clear();
    file_in_pieces file;
    if (auto failed = file.open(path); !failed.ok()) return failed;
    bytes.resize(journal_header_size);
    auto piece = std::span{bytes};
    auto failed = file.read(piece);
    bytes.resize(piece.size());
    if (failed.ok() && journal_reader{bytes}.end().offset != 0) {
        std::uint64_t size = 0;
        std::uint64_t zeros = 0;
        failed = file.measure(most, size, zeros);
        if (failed.ok() && zeros > kept_zeros) {
            auto const begin = bytes.size();
            left_out = (std::min)(zeros - kept_zeros, size - begin);
            bytes.resize(static_cast<std::size_t>(size - left_out));
            piece = std::span{bytes}.subspan(begin);
            failed = file.read(piece);
            bytes.resize(begin + piece.size());
        } else if (failed.ok()) {
            failed = file.read_rest(bytes, most);
        }
    } else if (failed.ok()) {
        std::array<std::byte, 65'536> rest;
        do {
            piece = rest;
            failed = file.read(piece);
            auto const other =
                std::find_if(piece.begin(), piece.end(), [](std::byte b) { return b != std::byte{0}; });
            if (!failed.ok() || other == piece.end()) continue;
            bytes.push_back(*other);
            break;
        } while (failed.ok() && piece.size() == rest.size());
    }
    if (!failed.ok()) bytes.clear();
    return failed;
}

/// The files of a folder that belong to the base.
struct folder_files {
    struct journal {
        std::uint64_t first = 0;
        std::string path;
    };
    std::vector<journal> journals{};       // by the number that each begins with
    std::vector<std::string> leftovers{};  // of files that should have replaced others

    [[nodiscard]] static std::string journal_of(std::string const& folder, std::uint64_t first) {
        return folder + "/journal." + std::to_string(first);
    }

    [[nodiscard]] file_error list(std::string const& folder) {
        struct opened {
            ::DIR* all;
            ~opened() {
                if (all != nullptr) ::closedir(all);
            }
        } const open{::opendir(folder.c_str())};
        if (open.all == nullptr) return {"opendir", errno, folder};
        for (;;) {
            errno = 0;
            auto const* const entry = ::readdir(open.all);
            if (entry == nullptr) break;
            note(folder, entry->d_name);
        }
        if (errno != 0) return {"readdir", errno, folder};
        std::sort(journals.begin(), journals.end(),
                  [](auto const& a, auto const& b) { return a.first < b.first; });
        return {};
    }

private:
    void note(std::string const& folder, std::string_view name) {
        constexpr std::string_view begins = "journal.";
        if (name.starts_with("snapshot.new.")) leftovers.push_back(folder + "/" + std::string{name});
        if (!name.starts_with(begins)) return;
        auto const digits = name.substr(begins.size());
        std::uint64_t first = 0;
        auto const number = std::from_chars(digits.data(), digits.data() + digits.size(), first);
        auto const path = folder + "/" + std::string{name};
        auto const known = journal_of(folder, first);
        if (number.ec != std::errc{} || !path.starts_with(known)) return;
        auto const rest = std::string_view{path}.substr(known.size());
        if (rest.empty()) journals.push_back({first, path});
        if (rest.starts_with(".new.")) leftovers.push_back(path);
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
