#pragma once

#include "log.hpp"
#include "replay.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

struct options {
    std::string file;  ///< empty: the simulated shop; "-": standard input
    std::string ladder = "service";
    std::vector<std::pair<std::string, std::string>> thresholds;  ///< name and value, as written
    log_format format;
    replay_terms terms;
    bool json = false;
};

/// The options; nothing if help was asked for, and printed. Throws usage_error.
std::optional<options> read_options(int argc, char** argv);
