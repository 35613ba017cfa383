#pragma once

#include "replay.hpp"

#include <rung/ladders/advise.hpp>

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

using client_task = rung::advice<rung::ladder>;

/// What to do next for every client of a replay, the most urgent first. `ladder`: its name in the catalog.
std::vector<client_task> tasks_for(retail_replay const& shop, std::string const& ladder);

/// The first `top` of them as a table; below, how many there are for each purpose and for whom.
void print_tasks(std::ostream& out, std::vector<client_task> const& tasks, retail_replay const& shop,
                 std::size_t top, rung::language language);
