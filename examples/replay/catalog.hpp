#pragma once

#include <rung/notation/parse.hpp>
#include <rung/rung.hpp>

#include <string>
#include <utility>
#include <vector>

/// From the catalog, with the default policies, or read from a file, with the policies there.
using any_lifecycle = rung::chosen_lifecycle<rung::ladder>;

/// The ladder of a name with the given thresholds; if the catalog has none of that name, the one in the file
/// of that name, which takes no thresholds. Throws usage_error.
any_lifecycle make_lifecycle(std::string const& name,
                             std::vector<std::pair<std::string, std::string>> const& thresholds);

/// The names of all of them, for people.
std::string ladder_list();
