// Loaded before the service by load.py, which sees by it what the service does where a disk or memory fails
// it:
//
// - each sync of a file takes a tenth of a second longer; what is answered sooner was not synced;
// - with RUNG_FAILS_AFTER=n in the environment, after n syncs of a thread that is not the first one, memory
// fails it
//   once.

#include <cstdlib>
#include <new>

#include <sys/syscall.h>
#include <unistd.h>

namespace {

thread_local int syncs_left = -1;  // until memory fails; below 0: never

void slow() {
    ::usleep(100'000);
    if (::getpid() == ::gettid()) return;
    if (syncs_left > 0) {
        --syncs_left;
        return;
    }
    auto const* const after = std::getenv("RUNG_FAILS_AFTER");
    static thread_local bool began = false;
    if (after != nullptr && !began) syncs_left = std::atoi(after) - 1;
    began = true;
}

}  // namespace

extern "C" {

int fdatasync(int file) {
    slow();
    return static_cast<int>(::syscall(SYS_fdatasync, file));
}
int fsync(int file) {
    slow();
    return static_cast<int>(::syscall(SYS_fsync, file));
}

}  // extern "C"

void* operator new(std::size_t size) {
    if (syncs_left == 0) {
        syncs_left = -1;
        throw std::bad_alloc{};
    }
    auto* const made = std::malloc(size != 0 ? size : 1);
    if (made == nullptr) throw std::bad_alloc{};
    return made;
}
