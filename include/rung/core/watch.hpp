#pragma once

#include <rung/core/judge.hpp>
#include <rung/core/policy.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace detail {

/// Whether a client who fails the rule to keep a stage may be held there: by a guarantee or a grace.
template <class Ladder, class Descent>
[[nodiscard]] constexpr bool may_hold(Ladder const& l, Descent const& down,
                                      typename Ladder::stage_type s) noexcept {
    auto const grace = l.grace(s);
    if (grace.by_calendar() || l.guaranteed(s).given()) return down.falls;
    return down.grace(duration{grace.n()}) > duration{};
}

/// Whether that is so anywhere.
template <class Ladder, class Descent>
[[nodiscard]] constexpr bool has_graces(Ladder const& l, Descent const& down) noexcept {
    if (!l.has_limits()) return down.grace(duration{}) > duration{};
    for (std::size_t i = 0; i < l.stage_count(); ++i) {
        if (detail::may_hold(l, down, rung::stage_at<typename Ladder::stage_type>(i))) return true;
    }
    return false;
}

/// The conditions whose truth time can begin, and those whose truth it can end, one bit each.
struct movable {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    template <class Ladder>
    [[nodiscard]] static constexpr movable of(Ladder const& l) noexcept {
        using schema = typename Ladder::schema_type;
        movable m;
        for (auto rest = l.aging(); rest != 0; rest &= rest - 1) {
            auto const i = static_cast<std::size_t>(detail::countr_zero(rest));
            m.begin |= std::uint64_t{detail::can_begin<schema>(l.condition_at(i))} << i;
            m.end |= std::uint64_t{detail::can_end<schema>(l.condition_at(i))} << i;
        }
        return m;
    }
};

/// The conditions that time can change, by the rules that look at them.
struct aging_rules {
    /// Of each rung: those of its rule to keep, and of its door.
    std::uint64_t kept[max_stages]{};
    std::uint64_t open[max_stages]{};
    /// Of each rung whose rules time can make hold: those of its rules to enter and to keep, since a client
    /// comes in only if both hold; and of its door.
    std::uint64_t entered[max_stages]{};
    std::uint64_t opened[max_stages]{};
    /// Of each rung: those that all routes of its rule to keep need.
    std::uint64_t needed[max_stages]{};
    /// Those of exits that time can make hold.
    std::uint64_t out = 0;
    /// The rungs that are always kept.
    std::uint64_t always_kept = 0;
    bool has_doors = false;

    template <class Ladder>
    [[nodiscard]] static constexpr aging_rules of(Ladder const& l, movable const& by_time) noexcept {
        using role = typename Ladder::role;
        aging_rules a;
        a.always_kept = l.always_kept();
        std::uint64_t enterable = 0;
        for (std::size_t i = 1; i < l.stage_count(); ++i) a.needed[i] = l.aging();
        for (std::size_t i = 0; i < l.route_count(); ++i) {
            auto const& r = l.route_at(i);
            auto const ages = r.conditions & l.aging();
            bool const keeps =
                r.use == role::keep || (r.use == role::enter && (l.own_keep() >> r.owner & 1) == 0);
            if (keeps) a.needed[r.owner] &= ages & ~r.counted;
            a.has_doors = a.has_doors || r.use == role::door;
            if (ages == 0) continue;
            bool const comes = (r.conditions & by_time.begin) != 0;
            if (r.use == role::exit) {
                if (comes) a.out |= ages;
            } else if (r.use == role::door) {
                a.open[r.owner] |= ages;
                if (comes) a.opened[r.owner] |= ages;
            } else {
                a.entered[r.owner] |= ages;
                enterable |= std::uint64_t{comes} << r.owner;
                if (keeps) a.kept[r.owner] |= ages;
            }
        }
        for (std::size_t i = 0; i < l.stage_count(); ++i) {
            if ((enterable >> i & 1) == 0) a.entered[i] = 0;
        }
        return a;
    }
};

/// Which conditions time can change so that it matters to a client who stands on the rung that they qualify
/// for: a bit for each condition, a word for each rung. They fall only if a rule that holds can cease to
/// hold; they rise, or leave, only if a route that does not hold can come to hold. If the qualification is a
/// policy of the host, any condition may matter.
struct watch {
    std::uint64_t conditions[max_stages]{};
    /// A bit for each rung where changes by time need no judgement: nothing is watched there, or one
    /// condition, without which the client cannot stay. It holds while they rest, and they move when it ends.
    std::uint64_t sure = 0;
    /// A bit for each rung where something is watched.
    std::uint64_t some = 0;

    [[nodiscard]] constexpr std::uint64_t at(std::size_t rung) const noexcept { return conditions[rung]; }
    [[nodiscard]] constexpr bool is_sure(std::size_t rung) const noexcept { return (sure >> rung & 1) != 0; }

    template <class Ladder, class Ascent, class Descent>
    [[nodiscard]] static constexpr watch of(Ladder const& l, Ascent const& up,
                                            [[maybe_unused]] Descent const& down) noexcept {
        watch w;
        if (l.aging() == 0) {
            w.sure = ~(l.waits() >> 1);
            return w;
        }
        std::size_t const rungs = l.stage_count();
        if (!is_own_ascent<Ascent>) {
            for (std::size_t i = 0; i < rungs; ++i) w.conditions[i] = l.aging();
            return w;
        }
        auto const by_time = movable::of(l);
        auto const rules = aging_rules::of(l, by_time);
        w.add_what_raises(rules, rungs, up.cumulative);
        w.add_what_keeps(rules, by_time, rungs, up.cumulative);
        // What a fall does must be known, and no door may hold anybody up.
        bool falls = false;
        if constexpr (is_own_descent<Descent>) falls = down.falls && !rules.has_doors;
        w.find_sure(rules, by_time, rungs, up.cumulative, falls);
        w.sure &= ~(l.waits() >> 1);  // they rise when a wait is over
        return w;
    }

private:
    // From the top down: what raises a client, from the rungs above, or takes them off the ladder.
    constexpr void add_what_raises(aging_rules const& rules, std::size_t rungs, bool cumulative) noexcept {
        std::uint64_t above = rules.out;
        for (std::size_t up = rungs; up > 0; --up) {
            auto const i = up - 1;
            conditions[i] |= above | (cumulative && i + 1 < rungs ? rules.entered[i + 1] : 0);
            above |= rules.opened[i] | (cumulative ? 0 : rules.entered[i]);
        }
    }

    // What keeps a client on a rung: its own rule, where ascent is cumulative those of the rungs below, and
    // the doors of all rungs from it up.
    constexpr void add_what_keeps(aging_rules const& rules, movable const& by_time, std::size_t rungs,
                                  bool cumulative) noexcept {
        std::uint64_t kept[max_stages]{};
        std::uint64_t doors = 0;
        for (std::size_t up = rungs; up > 0; --up) {
            auto const i = up - 1;
            doors |= rules.open[i];
            auto const all = rules.kept[i] | doors;
            kept[i] = (all & by_time.end) != 0 ? all : 0;
        }
        std::uint64_t below = 0;
        for (std::size_t i = 1; i < rungs; ++i) {
            below = kept[i] | (cumulative ? below : 0);
            if ((rules.always_kept >> i & 1) != 0) below = 0;
            conditions[i] |= below;
        }
    }

    constexpr void find_sure(aging_rules const& rules, movable const& by_time, std::size_t rungs,
                             bool cumulative, bool falls) noexcept {
        std::uint64_t lost = 0;
        for (std::size_t i = 0; i < rungs; ++i) {
            lost = rules.needed[i] | (cumulative ? lost : 0);
            if ((rules.always_kept >> i & 1) != 0) lost = 0;
            auto const one = conditions[i];
            bool const ends = detail::has_single_bit(one) && (one & by_time.end & lost) != 0;
            some |= std::uint64_t{one != 0} << i;
            sure |= std::uint64_t{one == 0 || (falls && ends)} << i;
        }
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
