#pragma once

#include "log.hpp"
#include "replay.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// The user asked for something that cannot be done. The text says what.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct options {
    std::string file;  ///< empty: the simulated shop; "-": standard input
    std::string ladder = "service";
    std::vector<std::pair<std::string, std::string>> thresholds;  ///< name and value, as written
    log_format format;
    replay_terms terms;
    bool json = false;
};

/// The options, or the exit status where nothing is left to do: help was asked for, or an option is wrong.
std::optional<options> read_options(int argc, char** argv, int& status);
