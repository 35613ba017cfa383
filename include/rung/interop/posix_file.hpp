#pragma once

// Files of a POSIX system, written so that what is said to be safe is safe.

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rung {
inline namespace v0 {

/// Which call failed on which file, and why; ok() where nothing did.
struct file_error {
    char const* call = "";
    int number = 0;  ///< errno
    std::string path{};

    [[nodiscard]] bool ok() const noexcept { return number == 0; }
    /// A sentence, empty where nothing failed: "fsync of 'clients.journal' failed: No space left on device
    /// (28)"
    [[nodiscard]] std::string message() const {
        if (number == 0) return {};
        return std::string{call} + " of '" + path + "' failed: " + std::generic_category().message(number) +
               " (" + std::to_string(number) + ")";
    }
};

namespace detail {

// Some systems refuse to read or write more than 2 GB in one call.
inline constexpr std::size_t most_at_once = std::size_t{1} << 30;

// Does it again where a signal came in between.
template <class Call>
[[nodiscard]] auto uninterrupted(Call const& call) noexcept {
    auto answer = call();
    while (answer == -1 && errno == EINTR) answer = call();
    return answer;
}

// To the disk, not only out of the program.
[[nodiscard]] inline int sync_data(int fd) noexcept {
#if defined(F_FULLFSYNC)
    return uninterrupted([&] { return ::fcntl(fd, F_FULLFSYNC); });
#elif defined(_POSIX_SYNCHRONIZED_IO) && _POSIX_SYNCHRONIZED_IO > 0
    return uninterrupted([&] { return ::fdatasync(fd); });  // the size is data, the times are not
#else
    return uninterrupted([&] { return ::fsync(fd); });
#endif
}

[[nodiscard]] inline std::string folder_of(std::string const& path) {
    auto const slash = path.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

// A file's name is safe when the folder is synced.
[[nodiscard]] inline file_error sync_folder_of(std::string const& path) {
    auto const folder = folder_of(path);
    int const fd = uninterrupted([&] { return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
    if (fd == -1) return {"open", errno, folder};
    int const why = uninterrupted([&] { return ::fsync(fd); }) == -1 ? errno : 0;
    ::close(fd);
    // Some file systems have nothing to sync there, and say so.
    return why == 0 || why == EINVAL ? file_error{} : file_error{"fsync", why, folder};
}

}  // namespace detail

/// A file that is written at its end: a byte_sink. What failed last is in error(). Closed when it is
/// destroyed; who wants to know whether that went well calls close() before.
class posix_file {
public:
    posix_file() = default;
    posix_file(posix_file&& other) noexcept
        : fd_{std::exchange(other.fd_, -1)}, path_{std::move(other.path_)}, error_{std::move(other.error_)} {}
    posix_file& operator=(posix_file&& other) noexcept {
        if (this == &other) return *this;
        (void)close();
        fd_ = std::exchange(other.fd_, -1);
        path_ = std::move(other.path_);
        error_ = std::move(other.error_);
        return *this;
    }
    ~posix_file() { (void)close(); }

    /// Opens a file to write at its end, and makes it if there is none. It is locked (flock): nobody else can
    /// open it so at the same time; error().number is EWOULDBLOCK then.
    [[nodiscard]] bool open(std::string path) { return open_with(std::move(path), 0); }
    /// Makes a file; fails with EEXIST if there is one.
    [[nodiscard]] bool create(std::string path) { return open_with(std::move(path), O_EXCL); }

    [[nodiscard]] bool write(std::span<std::byte const> bytes) {
        if (fd_ == -1) return fail("write", EBADF);
        while (!bytes.empty()) {
            auto const piece = bytes.size() < detail::most_at_once ? bytes.size() : detail::most_at_once;
            auto const n = detail::uninterrupted([&] { return ::write(fd_, bytes.data(), piece); });
            if (n == -1) return fail("write", errno);
            if (n == 0) return fail("write", EIO);
            bytes = bytes.subspan(static_cast<std::size_t>(n));
        }
        return true;
    }

    /// Waits until all that was written is on the disk. After a failure the system may have dropped what was
    /// not yet there: a later sync that succeeds says nothing about it.
    [[nodiscard]] bool sync() {
        if (fd_ == -1) return fail("fsync", EBADF);
        return detail::sync_data(fd_) != -1 || fail("fsync", errno);
    }

    /// Cuts off what is behind so many bytes, and waits until that is on the disk.
    [[nodiscard]] bool cut(std::uint64_t size) {
        if (fd_ == -1) return fail("ftruncate", EBADF);
        if (size > this->size()) return fail("ftruncate", EINVAL);
        if (detail::uninterrupted([&] { return ::ftruncate(fd_, static_cast<::off_t>(size)); }) == -1)
            return fail("ftruncate", errno);
        return detail::uninterrupted([&] { return ::fsync(fd_); }) != -1 || fail("fsync", errno);
    }

    [[nodiscard]] bool close() {
        if (fd_ == -1) return true;
        // Not again after EINTR: the descriptor is gone, and may be somebody else's by now.
        bool const closed = ::close(std::exchange(fd_, -1)) != -1 || errno == EINTR;
        return closed || fail("close", errno);
    }

    [[nodiscard]] bool is_open() const noexcept { return fd_ != -1; }
    /// In bytes; 0 if it is not open.
    [[nodiscard]] std::uint64_t size() const noexcept {
        struct ::stat about {};
        return fd_ != -1 && ::fstat(fd_, &about) != -1 ? static_cast<std::uint64_t>(about.st_size) : 0;
    }
    [[nodiscard]] std::string const& path() const noexcept { return path_; }
    [[nodiscard]] file_error const& error() const noexcept { return error_; }

    /// For who needs more of the system.
    [[nodiscard]] int descriptor() const noexcept { return fd_; }

private:
    int fd_ = -1;
    std::string path_;
    file_error error_;

    bool fail(char const* call, int number) {
        error_ = {call, number, path_};
        return false;
    }

    bool open_with(std::string path, int how) {
        if (!close()) return false;
        path_ = std::move(path);
        error_ = {};
        constexpr int flags = O_WRONLY | O_APPEND | O_CLOEXEC;
        auto const open = [&](int more) {
            return detail::uninterrupted([&] { return ::open(path_.c_str(), flags | more, 0666); });
        };
        fd_ = open(how == 0 ? 0 : O_CREAT | how);
        bool made = how != 0 && fd_ != -1;
        if (fd_ == -1 && errno == ENOENT && how == 0) {
            fd_ = open(O_CREAT);
            made = fd_ != -1;
        }
        if (fd_ == -1) return fail("open", errno);
        if (detail::uninterrupted([&] { return ::flock(fd_, LOCK_EX | LOCK_NB); }) == -1 &&
            errno == EWOULDBLOCK) {
            fail("flock", EWOULDBLOCK);
        } else if (made || size() == 0) {  // who made it may have died before this
            error_ = detail::sync_folder_of(path_);
        }
        if (!error_.ok()) {
            ::close(std::exchange(fd_, -1));
            return false;
        }
        return true;
    }
};

/// Reads a whole file into `bytes`, which are empty if that fails.
[[nodiscard]] inline file_error read_file(std::string const& path, std::vector<std::byte>& bytes) {
    bytes.clear();
    int const fd = detail::uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); });
    if (fd == -1) return {"open", errno, path};
    struct closing {
        int fd;
        ~closing() { ::close(fd); }
    } const at_the_end{fd};
    struct ::stat about {};
    if (::fstat(fd, &about) == -1) return {"fstat", errno, path};
    // One more than its size, so that the end is seen without growing.
    std::size_t size = 0;
    bytes.resize(static_cast<std::size_t>(about.st_size) + 1);
    for (;;) {
        if (size == bytes.size()) bytes.resize(size * 2);
        auto const room = bytes.size() - size;
        auto const piece = room < detail::most_at_once ? room : detail::most_at_once;
        auto const n = detail::uninterrupted([&] { return ::read(fd, bytes.data() + size, piece); });
        if (n == -1) {
            file_error const why{"read", errno, path};
            bytes.clear();
            return why;
        }
        if (n == 0) break;
        size += static_cast<std::size_t>(n);
    }
    bytes.resize(size);
    return {};
}

/// Puts a new file in the place of an old one, or makes it. `write(posix_file&) -> bool` writes it. Whatever
/// happens, also a crash, under the name there is the old file whole or the new one whole. It is written
/// beside the old one first (`path.new.<process>.<number>`), which is what a crash may leave behind.
///
/// Where the last step failed, an fsync of the folder, the new file is there, but a crash may bring the old
/// one back.
template <class Write>
[[nodiscard]] file_error replace_file(std::string const& path, Write&& write) {
    static std::atomic<unsigned> numbers{0};
    posix_file file;
    std::string beside;
    do {
        beside = path + ".new." + std::to_string(::getpid()) + "." + std::to_string(numbers++);
    } while (!file.create(beside) && file.error().number == EEXIST);

    struct cleaner {
        std::string const& path;
        bool done = false;
        ~cleaner() {
            if (!done) ::unlink(path.c_str());
        }
    } clean{beside};
    if (!file.is_open()) return file.error();
    // Who may read the old one may read the new one.
    struct ::stat about {};
    if (::stat(path.c_str(), &about) != -1 && ::fchmod(file.descriptor(), about.st_mode & 07777) == -1)
        return {"fchmod", errno, beside};
    if (!write(file)) return !file.error().ok() ? file.error() : file_error{"write", ECANCELED, beside};
    if (!file.sync() || !file.close()) return file.error();
    if (std::rename(beside.c_str(), path.c_str()) == -1) return {"rename", errno, path};
    clean.done = true;
    return detail::sync_folder_of(path);
}

}  // namespace v0
}  // namespace rung
