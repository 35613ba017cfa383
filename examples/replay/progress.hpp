#pragma once

#include "print.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

/// A line on the terminal that grows as the log is read; nothing if the error output is not a terminal.
class progress {
public:
    /// `whole`: what `done` will be at the end; 0 if that is not known.
    progress(std::string_view title, std::uint64_t whole, bool quiet = false)
        : title_{printable(title)}, whole_{whole} {
        if (quiet) on_terminal_ = false;
    }

    void show(std::uint64_t done, replay const& r) {
        if (!on_terminal_) return;
        auto const now = clock::now();
        if (now - shown_ < std::chrono::milliseconds{100}) return;
        shown_ = now;
        auto const seconds = std::chrono::duration<double>(now - begun_).count();
        write(whole_ == 0      ? none
              : done >= whole_ ? 99
                               : done * 100 / whole_,
              r, seconds,
              done == 0 || done >= whole_
                  ? 0
                  : seconds * static_cast<double>(whole_ - done) / static_cast<double>(done));
    }
    void finish(replay const& r) {
        if (!on_terminal_) return;
        write(whole_ == 0 ? none : 100, r, std::chrono::duration<double>(clock::now() - begun_).count(), 0);
        std::fputc('\n', stderr);
    }

private:
    using clock = std::chrono::steady_clock;
    static constexpr std::uint64_t none = 101;

#if __has_include(<unistd.h>)
    bool on_terminal_ = isatty(STDERR_FILENO) != 0;
#else
    bool on_terminal_ = false;
#endif
    std::string title_;
    std::uint64_t whole_ = 0;
    clock::time_point const begun_ = clock::now();
    clock::time_point shown_{};

    void write(std::uint64_t percent, replay const& r, double seconds, double left) const {
        constexpr std::uint64_t columns = 20;
        std::string line = "\rreplaying " + title_;
        if (percent <= 100) {
            line += "  ";
            for (std::uint64_t i = 0; i < columns; ++i) line += i * 100 < percent * columns ? "█" : "░";
            line += (percent < 10 ? "   " : percent < 100 ? "  " : " ") + std::to_string(percent) + "%";
        }
        line += "  " + counted(r.events().read, "event", "events") + "  " +
                counted(r.clients(), "client", "clients");
        if (seconds > 0.5)
            line += "  " +
                    grouped(static_cast<std::uint64_t>(static_cast<double>(r.events().read) / seconds)) +
                    "/s";
        if (left > 1) line += "  " + grouped(static_cast<std::uint64_t>(left)) + " s left";
        line += "\x1B[K";  // what stood there before and is longer
        std::fputs(line.c_str(), stderr);
    }
};
