#pragma once

#include "replay.hpp"

#include <iosfwd>
#include <string>

/// `69,659`
std::string grouped(std::uint64_t n);

/// What a replay found, as tables for people.
void print_tables(std::ostream& out, std::string const& ladder, replay const& found);
/// The same for programs.
void print_json(std::ostream& out, std::string const& ladder, replay const& found);
/// The first lines that were refused or in conflict, and how many more there are.
void print_remarks(std::ostream& out, replay const& found);
