#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The options of a log, as a file has them: its tables `columns` and `kinds`, and the rest by the names of
/// options.
struct mapping {
    using pairs = std::vector<std::pair<std::string, std::string>>;

    pairs columns;
    pairs kinds;
    std::map<std::string, std::string, std::less<>> options;
};

/// Reads a TOML file. Only options of these names are known. Throws std::runtime_error, which names the
/// place.
mapping read_mapping(std::string const& file, std::vector<std::string_view> const& known);
