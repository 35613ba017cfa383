#include "diagrams.hpp"

#include "arguments.hpp"

#include <rung/report/diagram.hpp>
#include <rung/report/sankey.hpp>

#include <ostream>

template <class S>
bool draw_ladder(std::ostream& out, std::string const& language, rung::basic_ladder<S> const& ladder) {
    if (language == "dot")
        rung::report::dot(out, ladder);
    else if (language == "mermaid")
        rung::report::mermaid(out, ladder);
    else
        return false;
    return true;
}

template <class S>
void draw_moves(std::ostream& out, replay_of<S> const& r) {
    auto const circle = rung::report::sankey(out, r.ladder(), r.flow());
    if (circle.empty()) return;
    std::string way;
    for (auto const place : circle) {
        if (!way.empty()) way += " -> ";
        way += r.ladder().name(rung::stage_at<rung::stage_id>(place));
    }
    throw usage_error{"--diagram sankey: clients go in a circle, which no Sankey diagram shows: " + way +
                      "; the table of moves does"};
}

template bool draw_ladder(std::ostream&, std::string const&, rung::basic_ladder<rung::retail> const&);
template bool draw_ladder(std::ostream&, std::string const&, rung::basic_ladder<facts_table> const&);
template bool draw_ladder(std::ostream&, std::string const&, rung::basic_ladder<history_table> const&);
template void draw_moves(std::ostream&, replay_of<rung::retail> const&);
template void draw_moves(std::ostream&, replay_of<facts_table> const&);
template void draw_moves(std::ostream&, replay_of<history_table> const&);
