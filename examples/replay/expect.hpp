#pragma once

#include "replay.hpp"

#include <iosfwd>
#include <string>

/// Compares what a replay found with what is expected: a CSV file with the columns client, at and stage. Says
/// each difference, with the explanation of where the client stands. True if there is none. Throws
/// unreadable.
template <class S>
bool check_expected(std::ostream& out, std::string const& file, replay_of<S> const& r);
