#include "interop/failing_calls.hpp"

#include "allocations.hpp"
#include "catch.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

extern "C" {
int __real_open(char const*, int, ...);
int __real_close(int);
ssize_t __real_read(int, void*, size_t);
ssize_t __real_pread(int, void*, size_t, off_t);
ssize_t __real_write(int, void const*, size_t);
int __real_fstat(int, struct stat*);
int __real_stat(char const*, struct stat*);
int __real_fsync(int);
int __real_fdatasync(int);
int __real_ftruncate(int, off_t);
int __real_fchmod(int, mode_t);
int __real_flock(int, int);
int __real_rename(char const*, char const*);
int __real_unlink(char const*);
int __real_mkdir(char const*, mode_t);
int __real_access(char const*, int);
DIR* __real_opendir(char const*);
struct dirent* __real_readdir(DIR*);
}

namespace {

using failing_calls::how;

// What the disk has of a file, and which bytes were written since an fsync succeeded or failed.
struct on_disk {
    std::string bytes{};
    std::vector<std::pair<std::size_t, std::size_t>> dirty{};
};

struct state {
    bool armed = false;
    std::size_t calls = 0;
    std::size_t fails_at = failing_calls::never;
    how fails = how::once;
    bool half_done = false;
    std::string failed{};
    std::map<ino_t, on_disk> disk{};
} now;

// What is remembered here does not ask for memory of those under test.
struct apart {
    std::size_t const count = allocations, from = first_failure.exchange(failing_calls::never);

    ~apart() {
        allocations = count;
        first_failure = from;
    }
};

ino_t inode_of(int fd) {
    struct stat about {};
    return __real_fstat(fd, &about) == 0 && S_ISREG(about.st_mode) ? about.st_ino : 0;
}

std::size_t size_of(int fd) {
    struct stat about {};
    return __real_fstat(fd, &about) == 0 ? static_cast<std::size_t>(about.st_size) : 0;
}

// Whether this call is to fail, and says with what.
bool fails(char const* name, int with = EIO, bool may_break = true) {
    if (!now.armed) return false;
    auto const n = now.calls++;
    if (now.fails == how::in_pieces) {
        errno = EINTR;
        return n % 2 == 0 && may_break;
    }
    if (n < now.fails_at || (n > now.fails_at && now.fails != how::for_good)) return false;
    if (now.failed.empty()) now.failed = name;
    errno = with;
    return true;
}

std::string content(std::filesystem::path const& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

// Its inode may be that of another file soon.
void forget(char const* path) {
    struct stat about {};
    if (__real_stat(path, &about) == 0) now.disk.erase(about.st_ino);
}

int synced(int fd, char const* name) {
    apart const from_test;
    auto const inode = inode_of(fd);
    if (fails(name)) {
        if (now.disk.count(inode) != 0) now.disk[inode].dirty.clear();
        return -1;
    }
    auto const known = now.disk.find(inode);
    if (known == now.disk.end()) return 0;
    auto& disk = known->second;
    auto const all = content("/proc/self/fd/" + std::to_string(fd));
    disk.bytes.resize(all.size());  // holes are zeros
    for (auto const& [from, to] : disk.dirty)
        for (auto i = from; i < std::min(to, all.size()); ++i) disk.bytes[i] = all[i];
    disk.dirty.clear();
    return 0;
}

}  // namespace

extern "C" {

int __wrap_open(char const* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    auto const mode = va_arg(more, mode_t);
    va_end(more);
    return fails("open") ? -1 : __real_open(path, flags, mode);
}
int __wrap_close(int fd) {
    bool const failed = fails("close", EIO, false);
    auto const answer = __real_close(fd);
    if (failed) errno = EIO;
    return failed ? -1 : answer;
}
ssize_t __wrap_read(int fd, void* to, size_t size) {
    if (fails("read")) return -1;
    return __real_read(fd, to, now.fails == how::in_pieces ? std::min<size_t>(size, 7) : size);
}
ssize_t __wrap_pread(int fd, void* to, size_t size, off_t from) {
    if (fails("pread")) return -1;
    return __real_pread(fd, to, now.fails == how::in_pieces ? std::min<size_t>(size, 7) : size, from);
}
ssize_t __wrap_write(int fd, void const* from, size_t size) {
    auto const inode = now.armed ? inode_of(fd) : 0;
    if (inode == 0) return __real_write(fd, from, size);  // what the test itself says
    if (now.half_done) {
        now.half_done = false;
        errno = ENOSPC;
        return -1;
    }
    if (fails("write", ENOSPC)) {
        if (now.fails != how::half || size < 2) return -1;
        size /= 2;
        now.half_done = true;
    }
    if (now.fails == how::in_pieces) size = std::min<size_t>(size, 7);
    apart const from_test;
    auto const before = size_of(fd);
    if (now.disk.count(inode) == 0) now.disk[inode].bytes = content("/proc/self/fd/" + std::to_string(fd));
    auto const n = __real_write(fd, from, size);
    if (n > 0) now.disk[inode].dirty.emplace_back(before, before + static_cast<std::size_t>(n));
    return n;
}
int __wrap_fstat(int fd, struct stat* to) { return fails("fstat", EIO, false) ? -1 : __real_fstat(fd, to); }
int __wrap_stat(char const* path, struct stat* to) {
    return fails("stat", EIO, false) ? -1 : __real_stat(path, to);
}
int __wrap_fsync(int fd) { return now.armed ? synced(fd, "fsync") : __real_fsync(fd); }
int __wrap_fdatasync(int fd) { return now.armed ? synced(fd, "fdatasync") : __real_fdatasync(fd); }
int __wrap_ftruncate(int fd, off_t size) { return fails("ftruncate") ? -1 : __real_ftruncate(fd, size); }
int __wrap_fchmod(int fd, mode_t mode) { return fails("fchmod", EIO, false) ? -1 : __real_fchmod(fd, mode); }
int __wrap_flock(int fd, int what) { return fails("flock", ENOLCK) ? -1 : __real_flock(fd, what); }
int __wrap_rename(char const* from, char const* to) {
    if (fails("rename", EIO, false)) return -1;
    forget(to);
    return __real_rename(from, to);
}
int __wrap_unlink(char const* path) {
    if (fails("unlink", EIO, false)) return -1;
    forget(path);
    return __real_unlink(path);
}
int __wrap_mkdir(char const* path, mode_t mode) {
    return fails("mkdir", EIO, false) ? -1 : __real_mkdir(path, mode);
}
int __wrap_access(char const* path, int how) {
    return fails("access", EIO, false) ? -1 : __real_access(path, how);
}
DIR* __wrap_opendir(char const* path) {
    return fails("opendir", EIO, false) ? nullptr : __real_opendir(path);
}
struct dirent* __wrap_readdir(DIR* all) {
    return fails("readdir", EIO, false) ? nullptr : __real_readdir(all);
}
}

namespace failing_calls {

watch::watch(std::size_t n, how h) {
    now = {};
    now.armed = true;
    now.fails_at = n;
    now.fails = h;
}
watch::~watch() { now = {}; }
void watch::calm() { now.fails_at = never; }
std::size_t watch::calls() const { return now.calls; }
std::string watch::failed() const { return now.failed; }

void watch::cut_power(std::string const& folder, std::string const& to) const {
    namespace fs = std::filesystem;
    now.armed = false;
    fs::remove_all(to);
    fs::create_directory(to);
    if (fs::exists(folder)) {
        for (auto const& f : fs::directory_iterator{folder}) {
            struct stat about {};
            REQUIRE(__real_stat(f.path().c_str(), &about) == 0);
            auto const known = now.disk.find(about.st_ino);
            std::ofstream out{to + "/" + f.path().filename().string(), std::ios::binary};
            out << (known != now.disk.end() ? known->second.bytes : content(f.path()));
        }
    }
    now.armed = true;
}

}  // namespace failing_calls
