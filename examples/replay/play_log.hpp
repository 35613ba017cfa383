#pragma once

#include "log.hpp"
#include "replay.hpp"
#include "sql.hpp"

#include <string>
#include <vector>

/// Plays the simulated shop, or a log, to its end, and shows on a terminal how far it is. Throws unreadable.
void play_simulated_shop(replay& r, bool quiet = false);
/// Remarks on the log as a whole; those on how it was understood are on standard error before it is played.
std::vector<std::string> play_log(replay& r, std::string const& file, log_format const& format,
                                  bool quiet = false);
/// The same for the rows of a query.
std::vector<std::string> play_query(replay& r, sql_source const& asked, log_format const& format,
                                    bool quiet = false);
/// After that: a log of which nothing could be read, or that has no line, is none. Throws unreadable.
void require_a_line(replay const& r, std::string const& file);
