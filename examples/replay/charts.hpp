#pragma once

#include "replay.hpp"

#include <rung/core/language.hpp>

#include <iosfwd>
#include <string>

/// A picture that was asked for.
struct chart_terms {
    std::string name;  ///< empty: none
    std::string of;    ///< of which rung or client; empty: of the one with most moves
    rung::language language = rung::language::en;
};

/// The names of all charts.
std::string chart_list();
/// Throws usage_error if there is no such chart.
void check_chart(chart_terms const& terms);
/// Whether it takes what a replay with history tells.
bool is_of_events(chart_terms const& terms);
/// Whether it takes money or channels, which a ladder with measures of its own need not know.
bool is_of_retail(chart_terms const& terms);
/// Writes it as a specification of Vega-Lite. Throws usage_error where there is no such rung or client.
template <class S>
void print_chart(std::ostream& out, chart_terms const& terms, replay_of<S> const& r);
