#pragma once

#include "log.hpp"
#include "replay.hpp"

#include <string>

/// Plays the simulated shop, or a log, to its end, and shows on a terminal how far it is. Throws unreadable.
void play_simulated_shop(replay& r);
void play_log(replay& r, std::string const& file, log_format const& format);
