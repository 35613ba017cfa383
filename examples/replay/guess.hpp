#pragma once

#include <string>

/// A mapping for a log, guessed from its first lines, as a file to be looked through: what is a guess that
/// changes the meaning says so. Throws unreadable.
std::string guess_mapping(std::string const& file);
