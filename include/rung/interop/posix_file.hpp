#pragma once

#include <rung/core/config.hpp>

// Files of a POSIX system, written so that what is reported as safe is safe.

#include <rung/interop/posix_calls.hpp>
#include <rung/interop/read_file.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rung {
inline namespace v0 {

/// A regular file that is written at its end: a byte_sink. error() says what failed last. The destructor
/// closes it; call close() before to know whether that went well.
class posix_file {
public:
    posix_file() = default;

    /// Opens a file to write at its end, and makes it if there is none. It is locked (flock): if somebody
    /// else has opened it so, this fails with EWOULDBLOCK in error().number. If it cannot be locked, as on
    /// some network file systems, it is not opened. The lock belongs to the open file, so a forked child
    /// holds it too, until it calls exec or ends.
    [[nodiscard]] bool open(std::string path) { return open_with(std::move(path), 0); }
    /// Makes a file; fails with EEXIST if there is one.
    [[nodiscard]] bool create(std::string path) { return open_with(std::move(path), O_EXCL); }

    [[nodiscard]] bool write(std::span<std::byte const> bytes) {
        if (!is_open()) return fail("write", EBADF);
        while (!bytes.empty()) {
            auto const piece = bytes.size() < detail::most_at_once ? bytes.size() : detail::most_at_once;
            auto const n = detail::uninterrupted([&] { return ::write(file_.get(), bytes.data(), piece); });
            if (n == -1) return fail("write", errno);
            if (n == 0) return fail("write", EIO);
            bytes = bytes.subspan(static_cast<std::size_t>(n));
        }
        return true;
    }

    /// Waits until all that was written is on the disk. After a failure the system may have dropped what was
    /// not yet there, and still show it to readers of the file: a later sync that succeeds says nothing about
    /// it. Write anew what must be safe.
    [[nodiscard]] bool sync() {
        if (!is_open()) return fail("fsync", EBADF);
        return detail::sync_data(file_.get()) != -1 || fail("fsync", errno);
    }

    /// Cuts the file to so many bytes, and waits until that is on the disk.
    [[nodiscard]] bool cut(std::uint64_t size) {
        if (!is_open()) return fail("ftruncate", EBADF);
        if (size > this->size()) return fail("ftruncate", EINVAL);
        auto const cut = [&] { return ::ftruncate(file_.get(), static_cast<::off_t>(size)); };
        if (detail::uninterrupted(cut) == -1) return fail("ftruncate", errno);
        return detail::uninterrupted([&] { return ::fsync(file_.get()); }) != -1 || fail("fsync", errno);
    }

    [[nodiscard]] bool close() noexcept { return file_.close() || fail("close", errno); }

    [[nodiscard]] bool is_open() const noexcept { return file_.is_open(); }
    /// In bytes; 0 if it is not open.
    [[nodiscard]] std::uint64_t size() const noexcept {
        struct ::stat about {};
        bool const known = is_open() && ::fstat(file_.get(), &about) != -1;
        return known ? static_cast<std::uint64_t>(about.st_size) : 0;
    }
    [[nodiscard]] std::string const& path() const noexcept { return path_; }
    [[nodiscard]] file_error const& error() const noexcept { return error_; }

    /// For callers that need more of the system.
    [[nodiscard]] int descriptor() const noexcept { return file_.get(); }

private:
    detail::descriptor file_;
    std::string path_;
    file_error error_;  // its path is set before anything fails: reporting a failure needs no memory

    bool fail(char const* call, int number) noexcept {
        error_.call = call;
        error_.number = number;
        return false;
    }

    bool open_with(std::string path, int how) {
        if (!close()) return false;
        path_ = std::move(path);
        error_ = {"", 0, path_};
        constexpr int flags = O_WRONLY | O_APPEND;
        detail::descriptor file;
        auto failed = detail::open_regular(path_, flags | (how == 0 ? 0 : O_CREAT | how), file);
        bool made = how != 0;
        if (failed.number == ENOENT && how == 0) {
            made = true;
            failed = detail::open_regular(path_, flags | O_CREAT, file);
        }
        if (failed.ok() &&
            detail::uninterrupted([&] { return ::flock(file.get(), LOCK_EX | LOCK_NB); }) == -1)
            failed = {"flock", errno, path_};
        if (failed.ok()) {
            struct ::stat about {};
            if (::fstat(file.get(), &about) == -1)
                failed = {"fstat", errno, path_};
            else if (made || about.st_size == 0)  // whoever made it may have died before this
                failed = detail::sync_folder_of(path_);
        }
        if (failed.ok())
            file_ = std::move(file);
        else
            error_ = std::move(failed);
        return is_open();
    }
};

/// Replaces a file, or makes it. `write(posix_file&) -> bool` writes the new one. Whatever happens, even a
/// crash, the name has either the whole old file or the whole new one. The new one is first written next to
/// the old one (`path.new.<process>.<number>`); a crash may leave that.
///
/// If the last step fails, an fsync of the folder, the new file is there, but a crash may bring the old one
/// back.
template <class Write>
[[nodiscard]] file_error replace_file(std::string const& path, Write&& write) {
    static std::atomic<unsigned> numbers{0};
    posix_file file;
    std::string beside;
    struct cleaner {
        std::string const& path;
        bool ours = false;
        ~cleaner() {
            if (ours) ::unlink(path.c_str());
        }
    } clean{beside};
    do {
        clean.ours = false;
        beside = path + ".new." + std::to_string(::getpid()) + "." + std::to_string(numbers++);
        clean.ours = true;
    } while (!file.create(beside) && file.error().number == EEXIST);
    if (!file.is_open()) return file.error();
    // The new one has the permissions of the old one.
    struct ::stat about {};
    if (::stat(path.c_str(), &about) != -1) {
        if (::fchmod(file.descriptor(), about.st_mode & 07777) == -1) return {"fchmod", errno, beside};
    } else if (errno != ENOENT) {
        return {"stat", errno, path};
    }
    if (!write(file)) return !file.error().ok() ? file.error() : file_error{"write", ECANCELED, beside};
    if (!file.sync() || !file.close()) return file.error();
    if (std::rename(beside.c_str(), path.c_str()) == -1) return {"rename", errno, path};
    clean.ours = false;
    return detail::sync_folder_of(path);
}

}  // namespace v0
}  // namespace rung
