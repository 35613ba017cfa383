// A program that is killed at some instant of its work: a child process that tells how far it is safe.
#pragma once

#include "catch.hpp"

#include <csignal>
#include <cstdint>
#include <random>

#include <sys/wait.h>
#include <unistd.h>

/// Runs `work(tell)` in a child process, which never returns and writes numbers (8 bytes) to the file `tell`,
/// each greater than the one before. Kills it after some of them and a wait of less than `microseconds`.
/// Answers the last number that it told, or `safe`; `told` counts them.
template <class Work>
std::uint64_t kill_at_work(Work const& work, std::mt19937& random, unsigned microseconds, std::uint64_t safe,
                           int& told) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    auto const child = ::fork();
    REQUIRE(child != -1);
    if (child == 0) {
        ::close(ends[0]);
        try {
            work(ends[1]);
        } catch (...) {  // a failed REQUIRE must not let the child run the other tests
        }
        ::_exit(4);
    }
    ::close(ends[1]);
    auto const hear = [&] {
        std::uint64_t n = 0;
        if (::read(ends[0], &n, sizeof n) != sizeof n) return false;
        CHECK(n > safe);
        safe = n;
        ++told;
        return true;
    };
    // Killed soon, or some time after some of the work was safe, however slow the disk is.
    for (auto n = random() % 6; n > 0 && hear(); --n) {
    }
    ::usleep(static_cast<::useconds_t>(random() % microseconds));
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));  // and did not give up by itself
    while (hear()) {
    }
    ::close(ends[0]);
    return safe;
}
