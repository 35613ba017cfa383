#pragma once

#include "print.hpp"
#include "replay.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

/// The lines that were refused, as CSV: number, reason, what was wrong. Text from the log is made printable.
class refused_file {
public:
    /// Throws std::runtime_error if it cannot be written.
    explicit refused_file(std::string const& name) : name_{name}, out_{name, std::ios::binary} {
        if (!out_) fail();
        out_ << "line,reason,text\n";
    }

    void add(replay::refused_line const& line) {
        out_ << line.line << ',' << csv_field(line.why) << ',' << csv_field(printable(line.text)) << '\n';
    }
    /// Throws std::runtime_error if not all of it was written.
    void close() {
        out_.close();
        if (!out_) fail();
    }

private:
    std::string name_;
    std::ofstream out_;

    [[noreturn]] void fail() const { throw std::runtime_error{name_ + ": " + std::strerror(errno)}; }
};
