#pragma once

#include <rung/core/time.hpp>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

// What the programs' options have in common.

/// The user asked for something that cannot be done. The text says what.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// False if help was asked for, and printed. No option may have an empty text. Throws usage_error.
bool parse_arguments(CLI::App& app, int argc, char const* const* argv);

/// `name=value`, of an option. Throws usage_error.
std::pair<std::string, std::string> name_and_value(std::string const& text, std::string const& option,
                                                   char const* example);
/// The thresholds of --set, each at most once. Throws usage_error.
std::vector<std::pair<std::string, std::string>> read_settings(std::vector<std::string> const& texts);

/// The instant of --as-of; for a date without a time of day, so many seconds after midnight. Throws
/// usage_error.
rung::instant read_as_of(std::string const& text, rung::duration into_the_day);
