#pragma once

#include "replay.hpp"

#include <rung/core/language.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

struct asked {
    std::string file;  ///< empty: the simulated shop; "-": standard input
    std::string ladder = "service";
    std::vector<std::pair<std::string, std::string>> thresholds;  ///< name and value, as written
    replay_terms terms;
    std::size_t top = 20;
    rung::language language = rung::language::en;
};

/// What the user asked for; nothing if it was help, which is then printed. Throws usage_error.
std::optional<asked> read_asked(int argc, char** argv);
