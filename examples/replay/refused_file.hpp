#pragma once

#include "out_file.hpp"
#include "print.hpp"
#include "replay.hpp"

#include <string>

/// The lines that were refused, as CSV: number, reason, what was wrong. Text from the log is made printable.
class refused_file {
public:
    /// Throws std::runtime_error if it cannot be written.
    explicit refused_file(std::string const& name) : file_{name, "line,reason,text"} {}

    void add(replay::refused_line const& line) {
        file_.row({std::to_string(line.line), std::string{line.why}, printable(line.text)});
    }
    void close() { file_.close(); }

private:
    out_file file_;
};
