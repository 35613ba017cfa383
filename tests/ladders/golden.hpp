#pragma once

// Reads the answers that others published: small files of comma-separated values with a header line.

#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace golden {

using row = std::map<std::string, std::string>;

/// The fields of one line; a field in double quotes may hold commas.
[[nodiscard]] inline std::vector<std::string> fields(std::string_view line) {
    std::vector<std::string> out(1);
    bool quoted = false;
    for (char const c : line) {
        if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            out.emplace_back();
        else if (c != '\r')
            out.back() += c;
    }
    return out;
}

/// All rows of a file by column; none, with a message, where the file is not there.
[[nodiscard]] inline std::vector<row> read(std::string const& name) {
    std::ifstream file{std::string{RUNG_SHARED_DIR} + "/golden/" + name};
    std::string line;
    if (!std::getline(file, line)) {
        WARN("skipped: the shared folder has no golden/" << name);
        return {};
    }
    auto const columns = fields(line);
    std::vector<row> rows;
    while (std::getline(file, line)) {
        if (line.empty()) continue;
        auto const values = fields(line);
        REQUIRE(values.size() == columns.size());
        row r;
        for (std::size_t i = 0; i < columns.size(); ++i) r[columns[i]] = values[i];
        rows.push_back(std::move(r));
    }
    REQUIRE_FALSE(rows.empty());
    return rows;
}

/// Every whole number in a text, in order; a k after it means thousands.
[[nodiscard]] inline std::vector<std::int64_t> numbers(std::string_view text) {
    std::vector<std::int64_t> out;
    bool inside = false;
    for (char const c : text) {
        if (c >= '0' && c <= '9') {
            if (!inside) out.push_back(0);
            out.back() = out.back() * 10 + (c - '0');
            inside = true;
        } else {
            if (inside && c == 'k') out.back() *= 1'000;
            inside = false;
        }
    }
    return out;
}

/// Equal but for the rounding of the published digits.
[[nodiscard]] inline bool close(double a, double b) { return std::abs(a - b) < 1e-6; }

}  // namespace golden
