#pragma once

#include <rung/rung.hpp>

#include <string>
#include <utility>
#include <vector>

using catalog_lifecycle = rung::lifecycle<rung::ladder>;

/// The ladder of a name with the given thresholds, and its default policies. Throws usage_error.
catalog_lifecycle make_lifecycle(std::string const& name,
                                 std::vector<std::pair<std::string, std::string>> const& thresholds);

/// The names of all of them, for people.
std::string ladder_list();
