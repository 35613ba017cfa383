#pragma once

#include <rung/base/client_base.hpp>
#include <rung/core/adoption.hpp>
#include <rung/core/assert.hpp>
#include <rung/core/explain.hpp>
#include <rung/insight/flow.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>

namespace rung {
inline namespace v0 {
namespace insight {

/// A client who would move if new thresholds were adopted, and the condition that makes the difference.
template <class Old, class New>
struct would_move {
    using condition = measured_condition<typename Old::schema_type>;

    client_id client = no_client;
    typename Old::stage_type from{};
    typename New::stage_type to{};
    /// Of the old rules: the condition that kept the client from rising. Of the new rules: the one that they
    /// fail and fall by, the one of the exit that takes them, or the one of their exit that no longer holds.
    /// Nothing if no condition is the reason: their stage is gone, a decision about them ends, or the
    /// policies differ.
    std::optional<condition> why{};
    bool why_is_new = false;
};

/// What adopting new thresholds would do to a base. Two of them add up with +=.
template <stage_name OldStage = stage_id, stage_name NewStage = OldStage>
struct impact {
    /// From each place of the old ladder to each of the new, for those who would move.
    flow<OldStage, NewStage> moves{};
    std::uint64_t clients = 0;
    std::uint64_t up = 0;
    /// Down a rung, or out by an exit.
    std::uint64_t down = 0;
    /// Clients who stood on a stage that the new ladder does not have.
    std::uint64_t gone = 0;
    /// Clients who would fall without a floor (adoption::grandfathering).
    std::uint64_t kept = 0;
    /// Decisions by hand about a stage that the new ladder does not have: they would end.
    std::uint64_t lifted = 0;
    /// Clients who would not fall at once, since a grace begins.
    std::uint64_t graces = 0;

    impact& operator+=(impact const& other) noexcept {
        moves += other.moves;
        clients += other.clients;
        up += other.up;
        down += other.down;
        gone += other.gone;
        kept += other.kept;
        lifted += other.lifted;
        graces += other.graces;
        return *this;
    }
    friend bool operator==(impact const&, impact const&) = default;
};

namespace detail {

/// The first condition, on the cheapest route, that does not hold; nothing if the rule holds.
template <class Rule>
[[nodiscard]] auto open_condition(Rule const& rule) {
    std::optional<std::remove_cvref_t<decltype(*rule[0].begin())>> found;
    if (rule.holds()) return found;
    for (auto const& c : rule[0].missing()) {
        if (!found) found = c;
    }
    return found;
}

/// The condition that makes the difference for a client who goes from one place to another.
template <class Old, class New>
class difference {
public:
    using result = would_move<Old, New>;

    difference(Old const& old, New const& next, place_map const& places, adoption how,
               explanation<typename Old::ladder_type> const& before,
               explanation<typename New::ladder_type> const& after) noexcept
        : old_{old}, next_{next}, places_{places}, how_{how}, before_{before}, after_{after} {}

    void find(result& w) const {
        auto const stood = std::size_t{rung::index_of(w.from)};
        auto const from = std::size_t{places_.to[stood]};
        auto const to = std::size_t{rung::index_of(w.to)};
        w.why_is_new = true;
        if (next_.ladder().is_exit(w.to)) return took_them(w);
        if (places_.gone[stood]) return;
        if (old_.ladder().is_exit(w.from))
            return void(w.why = detail::open_condition(after_.enter(new_stage(from))));
        if (to < from) return failed(w, from);
        w.why_is_new = false;
        held_back(w, stood, to);
    }

private:
    Old const& old_;
    New const& next_;
    place_map const& places_;
    adoption how_;
    explanation<typename Old::ladder_type> const& before_;
    explanation<typename New::ladder_type> const& after_;

    static auto old_stage(std::size_t i) { return rung::stage_at<typename Old::stage_type>(i); }
    static auto new_stage(std::size_t i) { return rung::stage_at<typename New::stage_type>(i); }

    void took_them(result& w) const {
        for (auto const route : after_.enter(w.to)) {
            for (auto const& c : route) {
                if (!w.why && route.holds() && c.holds()) w.why = c;
            }
        }
    }
    // The lowest rung whose rule the client fails, even if a policy or a floor lets them fall less far; under
    // an ascent that is not cumulative, their own.
    void failed(result& w, std::size_t from) const {
        auto const floor = next_.ladder().floor_of(from);
        for (auto i = next_.ascent().cumulative ? std::size_t{1} : from; i <= from && !w.why; ++i) {
            if (i > floor) w.why = detail::open_condition(after_.keep(new_stage(i)));
            if (!w.why && how_ == adoption::retroactive)
                w.why = detail::open_condition(after_.enter(new_stage(i)));
        }
    }
    // The lowest rung that the client did not get; under an ascent that is not cumulative, the one they come
    // to now.
    void held_back(result& w, std::size_t stood, std::size_t to) const {
        for (auto i = stood + 1; i < old_.ladder().stage_count() && !w.why; ++i) {
            if (!old_.ascent().cumulative && places_.to[i] != to) continue;
            w.why = detail::open_condition(before_.enter(old_stage(i)));
            if (!w.why) w.why = detail::open_condition(before_.keep(old_stage(i)));
        }
    }
};

}  // namespace detail

/// What adopting `next` on these terms would do; it changes nothing. Calls
/// visit(would_move const&) for each client who would move. The base does the same with adopt().
template <class Old, class Ids, class New, class Visit = ignore>
impact<typename Old::stage_type, typename New::stage_type>
compare(client_base<Old, history::none, Ids> const& base, New const& next, adoption_terms const& terms,
        Visit&& visit = {}) {
    if (!terms.at.is_moment()) RUNG_ASSERT("new thresholds are adopted at an instant: adoption_terms::at");
    impact<typename Old::stage_type, typename New::stage_type> out;
    auto const& old = base.lifecycle();
    auto const places = place_map::by_name(old.ladder(), next.ladder(), terms.renamed);
    base.each([&](auto const& view) {
        if (next.surely_stays(view.client(), places, terms)) {
            ++out.clients;
            return;
        }
        auto before = view.decided_client();
        old.settle(before, terms.at);
        auto after = before;
        auto const done = next.adopt(after, places, terms);
        ++out.clients;
        out.kept += done.floored ? 1u : 0u;
        out.lifted += done.lifted ? 1u : 0u;
        out.graces += after.standing.in_grace() && !before.standing.in_grace() ? 1u : 0u;
        if (!done.moved) return;

        would_move<Old, New> w{.client = view.id(), .from = old.stage(before), .to = next.stage(after)};
        auto const stood = before.standing.place;
        out.moves.add(w.from, w.to);
        bool const was_out = old.ladder().is_exit(w.from);
        if (places.gone[stood])
            ++out.gone;
        else if (next.ladder().is_exit(w.to) || (!was_out && after.standing.place < places.to[stood]))
            ++out.down;
        else
            ++out.up;
        // The reason is computed only if somebody wants to know.
        if constexpr (!std::is_same_v<std::remove_cvref_t<Visit>, ignore>) {
            auto const at = after.standing.since;
            detail::difference<Old, New>{
                old, next, places, terms.how, old.explain(before, at), next.explain(after, at)}
                .find(w);
            visit(w);
        }
    });
    return out;
}

/// For a base that it cannot look at, it says what to do instead.
template <class Base, class New, class... More>
requires requires(Base const& base) { base.census(); }
void compare(Base const&, New const&, adoption_terms const&, More&&...) {
    static_assert(
        !requires { Base::keeps_history; } || sizeof(Base) == 0,
        "compare looks at a base of facts, not at one that keeps history: compare(base.as_of(now), "
        "next, terms); what would have been is base.refold(next)");
    static_assert(
        requires { Base::keeps_history; } || sizeof(Base) == 0,
        "compare looks at one base, and a sharded one has many: base.each_shard([&](auto "
        "const& shard) { all += compare(shard, next, terms); })");
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
