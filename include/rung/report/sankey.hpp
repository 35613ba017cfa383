#pragma once

#include <rung/core/ladder.hpp>
#include <rung/core/printable.hpp>
#include <rung/insight/flow.hpp>
#include <rung/notation/small_text.hpp>
#include <rung/report/columns.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// A circle in a graph of so many nodes, its first node also last; empty if there is none.
/// `is_edge(from, to)`.
template <class IsEdge>
[[nodiscard]] std::vector<std::size_t> circle(std::size_t nodes, IsEdge const& is_edge) {
    std::vector<bool> is_done(nodes);
    for (std::size_t first = 0; first < nodes; ++first) {
        std::vector<std::size_t> way{first};
        std::vector<std::size_t> next{0};  // for each on the way, where to look from
        while (!way.empty()) {
            auto const at = way.back();
            auto& to = next.back();
            while (to < nodes && (is_done[to] || !is_edge(at, to))) ++to;
            if (to == nodes) {
                is_done[at] = true;
                way.pop_back();
                next.pop_back();
                continue;
            }
            auto const begin = std::ranges::find(way, to);
            if (begin != way.end()) {
                std::vector<std::size_t> found{begin, way.end()};
                found.push_back(to);
                return found;
            }
            way.push_back(to++);
            next.push_back(0);
        }
    }
    return {};
}

/// Mermaid's Sankey diagrams know no letters but the Latin ones, and no way to write others. A name that has
/// such gets a '?' for each, and its number, so that it stays apart from others.
template <text_sink Out>
void put_sankey_name(Out& out, std::string_view name, std::size_t place) {
    constexpr std::string_view read_as_markup = "\"#%&<>";
    bool is_whole = true;
    detail::put(out, "\"");
    while (!name.empty()) {
        auto const c = rung::detail::first_character(name);
        bool const stays =
            c.code >= ' ' && c.code < 0x7F && read_as_markup.find(name[0]) == read_as_markup.npos;
        detail::put(out, stays ? name.substr(0, 1) : "?");
        is_whole = is_whole && stays;
        name.remove_prefix(c.bytes);
    }
    if (!is_whole) detail::put(out, ((small_text<16>{} += " (").number(place + 1)) += ")");
    detail::put(out, "\"");
}

}  // namespace detail

/// The flow as a Sankey diagram in the language of Mermaid: a band for each move, as wide as many clients
/// made it. It can be drawn only where nobody goes in a circle: if clients fall and climb again, nothing is
/// written, and what comes back are the places of a circle, the first also last. Else what comes back is
/// empty.
template <text_sink Out, class Ladder>
[[nodiscard]] std::vector<std::size_t> sankey(Out& out, Ladder const& ladder,
                                              insight::flow<typename Ladder::stage_type> const& flow) {
    auto const places = ladder.place_count();
    auto const stage = [](std::size_t place) { return rung::stage_at<typename Ladder::stage_type>(place); };
    auto const count = [&](std::size_t from, std::size_t to) { return flow.count(stage(from), stage(to)); };
    auto circle =
        detail::circle(places, [&](std::size_t from, std::size_t to) { return count(from, to) > 0; });
    if (!circle.empty()) return circle;
    detail::put(out, "sankey-beta\n\n");
    for (std::size_t from = 0; from < places; ++from) {
        for (std::size_t to = 0; to < places; ++to) {
            if (count(from, to) <= 0) continue;
            for (auto const place : {from, to}) {
                detail::put_sankey_name(out, ladder.name(stage(place)), place);
                detail::put(out, ",");
            }
            detail::put(out, small_text<20>{}.number(static_cast<std::uint64_t>(count(from, to))));
            detail::put(out, "\n");
        }
    }
    return circle;
}

}  // namespace report
}  // namespace v0
}  // namespace rung
