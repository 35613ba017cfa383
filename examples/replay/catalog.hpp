#pragma once

#include "replay.hpp"

#include <rung/notation/parse.hpp>
#include <rung/rung.hpp>

#include <string>
#include <utility>
#include <variant>
#include <vector>

/// From the catalog, with the default policies, or read from a file, with the policies there.
using any_lifecycle = rung::chosen_lifecycle<rung::ladder>;

/// The ladder of a name with the given thresholds; if the catalog has none of that name, the one in the file
/// of that name, which takes no thresholds. Throws usage_error.
any_lifecycle make_lifecycle(std::string const& name,
                             std::vector<std::pair<std::string, std::string>> const& thresholds);

/// The same, but a file may define measures, in which a ladder asks about other facts; or in which the facts
/// of the retail schema count further than there.
using any_replayed = std::variant<any_lifecycle, replay_of<facts_table>::lifecycle_type,
                                  replay_of<history_table>::lifecycle_type>;
any_replayed make_replayed(std::string const& name,
                           std::vector<std::pair<std::string, std::string>> const& thresholds,
                           bool facts_only);

/// The names of all of them, for people.
std::string ladder_list();
