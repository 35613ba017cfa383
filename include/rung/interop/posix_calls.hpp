#pragma once

// What the headers for files of a POSIX system have in common.

#include <rung/core/config.hpp>

// clang-format off
#ifndef RUNG_POSIX
#error "rung/interop is for POSIX systems (Linux, BSD, macOS). On others give durable_base a sink of your own: see rung/base/byte_sink.hpp"
#endif
// clang-format on

#include <cerrno>
#include <cstddef>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rung {
inline namespace v0 {

/// Which call failed on which file, and why; ok() if nothing did.
struct file_error {
    char const* call = "";
    int number = 0;  ///< errno
    std::string path{};
    /// If no call failed: what is wrong with the file, such as "is not a regular file".
    std::string what{};

    [[nodiscard]] bool ok() const noexcept { return number == 0; }
    /// A sentence, empty if nothing failed:
    /// "fsync of 'clients.journal' failed: No space left on device (28)"
    [[nodiscard]] std::string message() const {
        if (ok()) return {};
        if (!what.empty()) return "'" + path + "' " + what;
        return std::string{call} + " of '" + path + "' failed: " + std::generic_category().message(number) +
               " (" + std::to_string(number) + ")";
    }
};

namespace detail {

// Some systems refuse to read or write more than 2 GB in one call.
inline constexpr std::size_t most_at_once = std::size_t{1} << 30;

// Repeats a call that a signal interrupted.
template <class Call>
[[nodiscard]] auto uninterrupted(Call const& call) noexcept {
    auto answer = call();
    while (answer == -1 && errno == EINTR) answer = call();
    return answer;
}

/// An open file, closed by its destructor.
class descriptor {
public:
    descriptor() = default;
    explicit descriptor(int fd) noexcept : fd_{fd} {}
    descriptor(descriptor&& other) noexcept : fd_{other.release()} {}
    descriptor& operator=(descriptor&& other) noexcept {
        if (this == &other) return *this;
        (void)close();
        fd_ = other.release();
        return *this;
    }
    ~descriptor() { (void)close(); }

    [[nodiscard]] int get() const noexcept { return fd_; }
    [[nodiscard]] bool is_open() const noexcept { return fd_ != -1; }
    [[nodiscard]] int release() noexcept { return std::exchange(fd_, -1); }
    [[nodiscard]] bool close() noexcept {
        // Not repeated after EINTR: the descriptor is gone, and may already belong to another file.
        return fd_ == -1 || ::close(release()) != -1 || errno == EINTR;
    }

private:
    int fd_ = -1;
};

/// Opens a regular file. Anything else is refused: it could wait for ever (a pipe) or never end (a device).
[[nodiscard]] inline file_error open_regular(std::string const& path, int flags, descriptor& out) {
    auto const not_regular = [&](int number) {
        return file_error{"open", number, path, "is not a regular file"};
    };
    descriptor file{
        uninterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK, 0666); })};
    if (!file.is_open()) {
        bool const other = errno == EISDIR || errno == ENXIO;  // a folder; a pipe that nobody reads
        return other ? not_regular(errno) : file_error{"open", errno, path};
    }
    struct ::stat about {};
    if (::fstat(file.get(), &about) == -1) return {"fstat", errno, path};
    if (S_ISDIR(about.st_mode)) return not_regular(EISDIR);
    if (!S_ISREG(about.st_mode)) return not_regular(EINVAL);
    out = std::move(file);
    return {};
}

/// Down to the disk, not only out of the program.
[[nodiscard]] inline int sync_data(int fd) noexcept {
#if defined(F_FULLFSYNC)
    return uninterrupted([&] { return ::fcntl(fd, F_FULLFSYNC); });
#elif defined(_POSIX_SYNCHRONIZED_IO) && _POSIX_SYNCHRONIZED_IO > 0
    return uninterrupted([&] { return ::fdatasync(fd); });  // the size is data, the times are not
#else
    return uninterrupted([&] { return ::fsync(fd); });
#endif
}

/// A file's name is safe when its folder is synced.
[[nodiscard]] inline file_error sync_folder_of(std::string const& path) {
    auto const slash = path.rfind('/');
    auto const folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
    descriptor const open{
        uninterrupted([&] { return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0); })};
    if (!open.is_open()) return {"open", errno, folder};
    // Some file systems have nothing to sync there, and say so.
    if (uninterrupted([&] { return ::fsync(open.get()); }) == -1 && errno != EINVAL)
        return {"fsync", errno, folder};
    return {};
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
