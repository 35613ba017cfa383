#pragma once

#include "print.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

/// A line on the terminal that grows as the log is read.
class progress {
public:
    using seconds = std::chrono::duration<double>;
    /// What a clock shows, and what writes a line over the one before.
    using clock_type = std::function<seconds()>;
    using write_type = std::function<void(std::string const&)>;

    /// `whole`: what `done` will be at the end; 0 if that is not known.
    progress(std::string_view title, std::uint64_t whole, clock_type clock, write_type write)
        : title_{printable(title)}, whole_{whole}, clock_{std::move(clock)}, write_{std::move(write)} {
        if (write_) begun_ = clock_();
    }
    /// On standard error; nothing if that is not a terminal, or if it is to be quiet.
    progress(std::string_view title, std::uint64_t whole, bool quiet = false)
        : progress{title, whole, [] { return seconds{std::chrono::steady_clock::now().time_since_epoch()}; },
                   quiet ? write_type{} : on_terminal()} {}

    /// Ten times a second at most. `done`: how much of the whole; `events` and `clients` so far.
    void show(std::uint64_t done, std::uint64_t events, std::uint64_t clients) {
        if (!write_) return;
        auto const now = clock_();
        if (shown_ && now - *shown_ < seconds{0.1}) return;
        shown_ = now;
        auto const passed = (now - begun_).count();
        bool const is_known = whole_ != 0;
        auto const percent = done >= whole_ ? 99 : done * 100 / whole_;
        auto const left = done == 0 || done >= whole_
                              ? 0
                              : passed * static_cast<double>(whole_ - done) / static_cast<double>(done);
        write_(line(is_known ? std::optional{percent} : std::nullopt, events, clients, passed, left));
    }
    void finish(std::uint64_t events, std::uint64_t clients) {
        if (!write_) return;
        auto const percent = whole_ != 0 ? std::optional<std::uint64_t>{100} : std::nullopt;
        write_(line(percent, events, clients, (clock_() - begun_).count(), 0) + '\n');
    }

private:
    std::string title_;
    std::uint64_t whole_ = 0;
    clock_type clock_;
    write_type write_;
    seconds begun_{};
    std::optional<seconds> shown_;

    [[nodiscard]] static write_type on_terminal() {
#if __has_include(<unistd.h>)
        if (isatty(STDERR_FILENO) != 0)
            return [](std::string const& line) { std::fputs(line.c_str(), stderr); };
#endif
        return {};
    }

    [[nodiscard]] std::string line(std::optional<std::uint64_t> percent, std::uint64_t events,
                                   std::uint64_t clients, double passed, double left) const {
        constexpr std::uint64_t columns = 20;
        std::string line = "\rreplaying " + title_;
        if (percent) {
            line += "  ";
            for (std::uint64_t i = 0; i < columns; ++i) line += i * 100 < *percent * columns ? "█" : "░";
            line += (*percent < 10 ? "   " : *percent < 100 ? "  " : " ") + std::to_string(*percent) + "%";
        }
        line += "  " + counted(events, "event", "events") + "  " + counted(clients, "client", "clients");
        if (passed > 0.5)
            line += "  " + grouped(static_cast<std::uint64_t>(static_cast<double>(events) / passed)) + "/s";
        if (left > 1) line += "  " + grouped(static_cast<std::uint64_t>(left)) + " s left";
        return line + "\x1B[K";  // what stood there before and is longer
    }
};
