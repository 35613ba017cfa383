#pragma once

#include "counted.hpp"
#include "replay.hpp"
#include "stamps.hpp"

#include <iosfwd>
#include <string>
#include <string_view>

/// A text from outside, made safe to show. All names, files, options and lines of a log that these programs
/// show go through it.
std::string printable(std::string_view text);

/// A text as a field of CSV: in quotes where it has to be.
std::string csv_field(std::string_view text);

/// What a replay found, as tables for people.
template <class S>
void print_tables(std::ostream& out, std::string const& ladder, replay_of<S> const& found);
/// The same for programs.
template <class S>
void print_json(std::ostream& out, std::string const& ladder, replay_of<S> const& found);
/// The first lines that were refused or in conflict, and how many more there are.
void print_remarks(std::ostream& out, replay const& found);
