#pragma once

// A base that lives in a folder of a POSIX system.

#include <rung/base/durable_store.hpp>
#include <rung/base/store.hpp>
#include <rung/interop/journal_files.hpp>
#include <rung/interop/posix_file.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

namespace rung {
inline namespace v0 {

/// The store that is a folder. It holds
/// - `lock`: locked while somebody has the folder open; nobody else can open it then (a child process that
///   was forked meanwhile counts as having it open, until it calls exec or ends);
/// - `snapshot`: the base at some time, and the number of the first record that it does not have;
/// - `journal.<number>`: what was done since; it begins with the record of this number.
///
/// A crash may leave files that are removed when the folder is next opened: an unfinished `snapshot.new.*` or
/// `journal.*.new.*`, a journal that is wholly in the snapshot.
class folder_store {
public:
    using place_type = std::string;
    using sink_type = posix_file;
    static constexpr std::string_view noun = "folder";
    static constexpr bool may_tear = true;

    /// Makes the folder, if it is not there (its parent must exist), and locks it.
    [[nodiscard]] std::string enter(std::string folder) {
        folder_ = std::move(folder);
        bool const made = ::mkdir(folder_.c_str(), 0777) != -1;
        if (!made && errno != EEXIST) return file_error{"mkdir", errno, folder_}.message();
        auto const lock = path("lock");
        // If there is no lock, whoever made the folder may have died before its name was safe.
        if (made || ::access(lock.c_str(), F_OK) == -1) {
            auto const failed = detail::sync_folder_of(folder_);
            // Others may have made it in a folder that we must not read.
            if (!failed.ok() && (made || failed.number != EACCES)) return failed.message();
        }
        if (!lock_.open(lock)) {
            if (lock_.error().number != EWOULDBLOCK) return lock_.error().message();
            return file_error{"flock", EWOULDBLOCK, folder_, "is open already, here or in another program"}
                .message();
        }
        files_ = {};
        auto const failed = files_.list(folder_);
        return failed.ok() ? std::string{} : failed.message();
    }
    void leave() noexcept { lock_ = posix_file{}; }

    [[nodiscard]] std::string read_snapshot(stored_bytes& out, std::uint64_t most) const {
        return read(snapshot_name(), out, most, true);
    }
    [[nodiscard]] std::string journals(std::vector<std::uint64_t>& numbers) const {
        for (auto const& j : files_.journals) numbers.push_back(j.first);
        return {};
    }
    [[nodiscard]] std::string read_journal(std::uint64_t first, stored_bytes& out, std::uint64_t most) const {
        return read(journal_name(first), out, most, false);
    }

    /// It does not use the old contents of the file: after a failed sync the system may show what is not on
    /// the disk.
    [[nodiscard]] std::string write_journal(std::span<std::byte const> bytes, journal_end const& end,
                                            std::optional<journal_writer<posix_file>>& out) {
        auto const name = journal_name(end.header.first);
        files_.journals.push_back({end.header.first, name});
        auto const failed = rung::replace_file(name, [&](posix_file& file) { return file.write(bytes); });
        if (!failed.ok()) return failed.message();
        posix_file file;
        if (!file.open(name)) return file.error().message();
        out.emplace(std::move(file), end);
        return out->ok() ? std::string{} : file_error{"open", EIO, name, std::string{out->why()}}.message();
    }
    template <class Write>
    [[nodiscard]] std::string replace_snapshot(Write const& write) const {
        auto const failed = rung::replace_file(snapshot_name(), write);
        return failed.ok() ? std::string{} : failed.message();
    }
    [[nodiscard]] std::string drop_journals_but(std::uint64_t first) {
        std::string why;
        auto const remove = [&](std::string const& name) {
            bool const gone = ::unlink(name.c_str()) == 0 || errno == ENOENT;
            if (!gone && why.empty()) why = file_error{"unlink", errno, name}.message();
            return gone;
        };
        std::erase_if(files_.journals, [&](auto const& j) { return j.first != first && remove(j.path); });
        std::erase_if(files_.leftovers, remove);
        return why;
    }

    [[nodiscard]] std::string snapshot_name() const { return path("snapshot"); }
    [[nodiscard]] std::string journal_name(std::uint64_t first) const {
        return detail::folder_files::journal_of(folder_, first);
    }
    [[nodiscard]] static std::string why(posix_file const& sink) {
        return sink.error().ok() ? std::string{} : sink.error().message();
    }

private:
    std::string folder_;
    posix_file lock_;
    detail::folder_files files_;

    [[nodiscard]] std::string path(std::string const& name) const { return folder_ + "/" + name; }
    [[nodiscard]] static std::string read(std::string const& name, stored_bytes& out, std::uint64_t most,
                                          bool may_be_missing) {
        auto failed = detail::read_journal_file(name, out.bytes, most, out.left_out);
        out.is_there = failed.ok();
        if (failed.ok() || (may_be_missing && failed.number == ENOENT)) return {};
        if (failed.number == EFBIG) failed.what += ": see folder_options::most_bytes";
        return failed.message();
    }
};

using folder_options = store_options;
using folder_opened = store_opened;

/// A base that lives in a folder (base/durable_store.hpp): what was synced outlives a crash of the program
/// and of the system.
///
///     rung::durable_folder<rung::client_base<my_lifecycle>> shop;
///     auto const opened = shop.open("shop", rung::client_base{my_lifecycle{}});
///     if (!opened) return complain(opened.why);
///     auto const report = shop.apply(event);
///     if (!shop.sync()) return complain(shop.why());
template <class Base>
using durable_folder = durable_store<Base, folder_store>;

}  // namespace v0
}  // namespace rung
