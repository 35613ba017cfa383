// What a program says that stops itself, heard from a child process.
#pragma once

#include "catch.hpp"

#include <string>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

template <class Work>
std::string last_words(Work const& work) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    auto const child = ::fork();
    REQUIRE(child != -1);
    if (child == 0) {
        ::dup2(ends[1], STDERR_FILENO);
        std::signal(SIGABRT, SIG_DFL);
        try {
            work();
        } catch (...) {
        }
        ::_exit(0);
    }
    ::close(ends[1]);
    std::string words;
    char some[256];
    for (::ssize_t n; (n = ::read(ends[0], some, sizeof some)) > 0;)
        words.append(some, static_cast<std::size_t>(n));
    ::close(ends[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    return words;
}
