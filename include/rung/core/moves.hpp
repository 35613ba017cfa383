#pragma once

#include <rung/core/config.hpp>
#include <rung/core/ladder_table.hpp>
#include <rung/core/mover.hpp>
#include <rung/core/time.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// A schema whose facts take in the client's own moves beside their events: how often they fell, how long ago
/// they rose, what they bought since. It includes this header, and only rules to enter ask about such facts.
/// - `moved(facts&, instant, from, to) noexcept`: the client moved from one rung to another, by their
/// numbers;
///   to exits and back from them no move is told;
/// - `of_moves(fact) noexcept -> bool`: whether a move can change it;
/// - `asks_about_moves() noexcept -> bool`: whether one can change any.
///
/// A move comes after the event that caused it. If what the rules say of the client changes with it, that is
/// an occasion of its own: they are due at the same instant; where a grace begins with the move, at the next
/// event, or when it ends.
template <class S>
concept takes_in_moves = requires(typename S::facts& f, typename S::fact k, instant at, std::uint8_t rung) {
    { S::moved(f, at, rung, rung) }
    noexcept;
    { S::of_moves(k) } -> std::same_as<bool>;
    { S::asks_about_moves() } -> std::same_as<bool>;
};

namespace detail {

/// What ladder_builder makes of rules that ask about moves.
template <class S>
struct rules_about_moves {
    static_assert(
        takes_in_moves<S>,
        "a schema with asks_about_moves() needs moved(facts&, instant, from, to) and of_moves(fact)");
    using table = ladder_table<S>;
    using rule_span = typename table::rule_span;

    /// Only a rule to enter asks about moves. A stage without a rule to keep is kept by the rule to enter
    /// without what it asks about them.
    template <class Place>
    [[nodiscard]] static constexpr defect_kind add(table& made, basic_stage<S> const& s, std::uint8_t owner,
                                                   Place& p) {
        std::uint64_t moves = 0;
        for (std::size_t i = 0; i < made.condition_count_; ++i)
            moves |= std::uint64_t{S::of_moves(made.conditions_[i].fact)} << i;
        auto const asks = [&](rule_span rule) {
            std::uint64_t all = 0;
            for (std::size_t r = 0; r < rule.count; ++r) all |= made.routes_[rule.first + r].conditions;
            return (all & moves) != 0;
        };
        if (asks(p.door) || ((s.exit || s.keep.given()) && asks(p.keep)))
            return defect_kind::moves_outside_enter;
        return asks(p.keep) ? keep(made, moves, owner, p.keep) : defect_kind::none;
    }

private:
    [[nodiscard]] static constexpr defect_kind keep(table& made, std::uint64_t moves, std::uint8_t owner,
                                                    rule_span& rule) {
        rule_span const enter = rule;
        rule = {made.route_count_, enter.count};
        for (std::size_t r = 0; r < enter.count; ++r) {
            if (made.route_count_ == table::max_routes) return defect_kind::too_many_routes;
            auto route = made.routes_[enter.first + r];
            auto const asked = detail::popcount(route.counted & moves);
            route.conditions &= ~moves;
            route.counted &= ~moves;
            route.least = static_cast<std::uint8_t>(route.least > asked ? route.least - asked : 0);
            if (route.least == 0) {
                route.conditions &= ~route.counted;
                route.counted = 0;
            }
            if (route.conditions == 0) return defect_kind::nothing_to_keep;
            route.use = table::role::keep;
            made.routes_[made.route_count_++] = route;
        }
        made.own_keep_ |= std::uint64_t{1} << owner;
        return defect_kind::none;
    }
};

}  // namespace detail

template <class Rules>
template <class Places>
constexpr void mover<Rules>::moved(client_type& c, std::uint8_t stood, verdict const& v, instant at,
                                   Places const& places) const noexcept {
    auto& s = c.standing;
    bool const on_rungs = stood < this->rungs() && s.place < this->rungs();
    if (on_rungs) schema_type::moved(c.facts, at, stood, s.place);
    if (s.in_grace()) return;
    findings found;
    this->find(c.facts, at, found);
    s.due = judge(found) != v ? at : this->first_change(c.facts, s, at, found, instant::forever(), places);
}

}  // namespace v0
}  // namespace rung
