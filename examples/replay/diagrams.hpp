#pragma once

#include "replay.hpp"

#include <iosfwd>
#include <string>

/// The ladder in a language of diagrams, dot or mermaid; false for any other.
template <class S>
bool draw_ladder(std::ostream& out, std::string const& language, rung::basic_ladder<S> const& ladder);
/// The moves as a Sankey diagram. Throws usage_error where clients go in a circle.
template <class S>
void draw_moves(std::ostream& out, replay_of<S> const& r);
