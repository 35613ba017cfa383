#pragma once

// The files of SQLite, of which a call fails: a VFS before the one that there is.

#include <sqlite3.h>

#include <cstddef>
#include <cstring>

namespace failing_vfs {

struct state {
    std::size_t calls = 0;
    std::size_t fails_at = ~std::size_t{0};
    bool for_good = false;
    bool failed = false;
    sqlite3_int64 room = -1;  // how many bytes may still be written; below 0: any
    bool has_unsynced = false;
    sqlite3_int64 written_to_log = 0;
};
inline state now;

/// Whether this call is the one that fails.
inline bool fails() {
    auto const n = now.calls++;
    bool const here = n == now.fails_at || (now.for_good && n > now.fails_at);
    now.failed = now.failed || here;
    return here;
}

struct file {
    sqlite3_file base;
    bool is_log;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
inline sqlite3_file* real(sqlite3_file* f) { return reinterpret_cast<file*>(f)->real(); }
inline sqlite3_vfs* before = nullptr;

inline int write(sqlite3_file* f, void const* from, int size, sqlite3_int64 at) {
    if (fails()) return SQLITE_IOERR_WRITE;
    if (now.room >= 0 && (now.room -= size) < 0) {
        now.room = 0;
        return SQLITE_FULL;
    }
    if (reinterpret_cast<file*>(f)->is_log) {
        now.has_unsynced = true;
        now.written_to_log += size;
    }
    return real(f)->pMethods->xWrite(real(f), from, size, at);
}
inline int sync(sqlite3_file* f, int) {
    if (fails()) return SQLITE_IOERR_FSYNC;
    if (reinterpret_cast<file*>(f)->is_log) now.has_unsynced = false;
    return SQLITE_OK;  // the disk of a test need not turn
}
inline int truncate(sqlite3_file* f, sqlite3_int64 size) {
    return fails() ? SQLITE_IOERR_TRUNCATE : real(f)->pMethods->xTruncate(real(f), size);
}
inline int read(sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
    return fails() ? SQLITE_IOERR_READ : real(f)->pMethods->xRead(real(f), to, size, at);
}

inline sqlite3_io_methods const methods{
    3,
    [](sqlite3_file* f) {
        return real(f)->pMethods != nullptr ? real(f)->pMethods->xClose(real(f)) : SQLITE_OK;
    },
    read,
    write,
    truncate,
    sync,
    [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); },
    [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); },
    [](sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); },
    [](sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); },
    [](sqlite3_file* f, int what, void* arg) { return real(f)->pMethods->xFileControl(real(f), what, arg); },
    [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
    [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
        if (fails()) return SQLITE_IOERR_SHMMAP;
        return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
    },
    [](sqlite3_file* f, int at, int n, int flags) {
        return real(f)->pMethods->xShmLock(real(f), at, n, flags);
    },
    [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
    [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); },
    [](sqlite3_file*, sqlite3_int64, int, void** out) {
        *out = nullptr;
        return SQLITE_OK;
    },
    [](sqlite3_file*, sqlite3_int64, void*) { return SQLITE_OK; },
};

inline int open(sqlite3_vfs*, char const* name, sqlite3_file* f, int flags, int* out) {
    f->pMethods = nullptr;
    if (fails()) return SQLITE_CANTOPEN;
    auto const result = before->xOpen(before, name, real(f), flags, out);
    if (result == SQLITE_OK) f->pMethods = &methods;
    reinterpret_cast<file*>(f)->is_log = (flags & SQLITE_OPEN_WAL) != 0;
    return result;
}

/// While it is there, what SQLite opens goes through here.
class watch {
public:
    watch() {
        now = {};
        before = sqlite3_vfs_find(nullptr);
        all_ = *before;
        all_.zName = "failing";
        all_.szOsFile = static_cast<int>(sizeof(file)) + before->szOsFile;
        all_.xOpen = open;
        sqlite3_vfs_register(&all_, 1);
    }
    watch(watch const&) = delete;
    watch& operator=(watch const&) = delete;
    ~watch() { sqlite3_vfs_unregister(&all_); }

private:
    sqlite3_vfs all_{};
};

}  // namespace failing_vfs
