#pragma once

#include "print.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

/// A file that is written as CSV, row by row.
class out_file {
public:
    /// Throws std::runtime_error if it cannot be written.
    out_file(std::string const& name, std::string_view header) : name_{name}, out_{name, std::ios::binary} {
        if (!out_) fail();
        out_ << header << '\n';
    }

    void row(std::initializer_list<std::string> fields) {
        char const* before = "";
        for (auto const& field : fields) {
            out_ << before << csv_field(field);
            before = ",";
        }
        out_ << '\n';
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
