// Loaded before the service by load.py: each sync of a file takes a tenth of a second longer. What is
// answered sooner was not synced.

#include <sys/syscall.h>
#include <unistd.h>

extern "C" {

int fdatasync(int file) {
    ::usleep(100'000);
    return static_cast<int>(::syscall(SYS_fdatasync, file));
}
int fsync(int file) {
    ::usleep(100'000);
    return static_cast<int>(::syscall(SYS_fsync, file));
}

}  // extern "C"
