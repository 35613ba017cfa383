#pragma once

#include <rung/base/client_base.hpp>
#include <rung/core/adoption.hpp>
#include <rung/core/explain.hpp>
#include <rung/insight/flow.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace insight {

/// A client who would move if new thresholds were adopted, and the condition that makes the difference.
template <class Old, class New>
struct would_move {
    using schema_type = typename Old::schema_type;

    client_id client = 0;
    typename Old::stage_type from{};
    typename New::stage_type to{};
    /// Of the old rules: the condition that kept him from rising. Of the new rules: the one that he fails and
    /// falls by, or the one of the exit that takes him.
    measured_condition<schema_type> why{};
    bool why_is_new = false;
};

/// What adopting new thresholds would do to a base. Two of them add up with +=.
struct comparison {
    /// From each place of the old ladder to each of the new, for those who would move.
    flow moves{};
    std::uint64_t clients = 0;
    std::uint64_t up = 0;
    /// Down a rung, or out by an exit.
    std::uint64_t down = 0;
    /// Who would fall but for a floor (adoption::grandfathering).
    std::uint64_t kept = 0;
    /// Decisions by hand about a stage that the new ladder does not have: they would end.
    std::uint64_t lifted = 0;

    comparison& operator+=(comparison const& other) noexcept {
        moves += other.moves;
        clients += other.clients;
        up += other.up;
        down += other.down;
        kept += other.kept;
        lifted += other.lifted;
        return *this;
    }
    friend bool operator==(comparison const&, comparison const&) = default;
};

namespace detail {

/// The first condition, on the cheapest route, that does not hold; any that holds where all do.
template <class Rule>
[[nodiscard]] auto open_condition(Rule const& rule) {
    typename std::remove_cvref_t<decltype(*rule[0].begin())> found{};
    for (auto const& c : rule[0]) {
        if (found.holds() || !c.holds()) found = c;
        if (!c.holds()) break;
    }
    return found;
}

/// Finds the condition that makes the difference for one who goes from a rung to a higher or lower one.
template <class Old, class New>
void find_why(would_move<Old, New>& w, std::size_t from, explanation<typename Old::ladder_type> const& before,
              explanation<typename New::ladder_type> const& after) {
    auto const old_stage = [](std::size_t i) { return stage_at<typename Old::stage_type>(i); };
    auto const new_stage = [](std::size_t i) { return stage_at<typename New::stage_type>(i); };
    auto const to = std::size_t{index_of(w.to)};
    auto const rungs = after.ladder().stages();
    w.why_is_new = true;
    if (to >= rungs) {
        for (auto const route : after.enter(w.to)) {
            if (route.holds() && route.size() != 0) w.why = *route.begin();
        }
        return;
    }
    for (std::size_t i = to + 1; i <= from && i < rungs; ++i) {
        auto const rule = after.keep(new_stage(i));
        if (!rule.holds()) return void(w.why = open_condition(rule));
    }
    w.why_is_new = false;
    if (before.is_out()) {
        auto const rule = before.enter(before.stage());
        return void(w.why = open_condition(rule));
    }
    for (auto i = std::size_t{index_of(w.from)} + 1; i < before.ladder().stages(); ++i) {
        auto const rule = before.enter(old_stage(i));
        if (!rule.holds()) return void(w.why = open_condition(rule));
    }
    w.why_is_new = true;
    if (!after.enter(w.to).empty()) w.why = open_condition(after.enter(w.to));
}

}  // namespace detail

/// What adopting `next` on these terms would do, before it is done: nothing changes. Calls
/// visit(would_move const&) for each client who would move. The base does the same with adopt().
template <class Old, class New, class Visit = ignore>
comparison compare(client_base<Old> const& base, New const& next, adoption_terms const& terms,
                   Visit&& visit = {}) {
    comparison out;
    auto const& old = base.lifecycle();
    auto const places = place_map::by_name(old.ladder(), next.ladder());
    base.each([&](auto const& view) {
        auto before = view.decided_client();
        old.settle(before, terms.at);
        auto after = before;
        bool const moves = next.adopt(after, places, terms);
        ++out.clients;
        out.kept += !before.standing.decided() && after.standing.decided() ? 1u : 0u;
        out.lifted += before.standing.decided() && !after.standing.decided() ? 1u : 0u;
        if (!moves) return;

        would_move<Old, New> w{.client = view.id(), .from = old.stage(before), .to = next.stage(after)};
        out.moves.add(stage_id{before.standing.place}, stage_id{after.standing.place});
        auto const from = std::size_t{places.to[before.standing.place]};
        bool const falls = next.ladder().is_exit(w.to) || after.standing.place < from;
        ++(falls ? out.down : out.up);
        detail::find_why(w, from, old.explain(before, terms.at), next.explain(after, terms.at));
        visit(w);
    });
    return out;
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
