#pragma once

#include <rung/core/judge.hpp>
#include <rung/core/policy.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace detail {

/// Whether a grace can begin anywhere.
template <class Ladder, class Descent>
[[nodiscard]] constexpr bool has_graces(Ladder const& l, Descent const& down) noexcept {
    for (std::size_t i = 0; i < l.stage_count(); ++i) {
        if (down.grace(l.grace(rung::stage_at<typename Ladder::stage_type>(i))) > duration{}) return true;
    }
    return false;
}

/// Which conditions time can change so that it matters to a client who stands on the rung that he qualifies
/// for: a bit for each condition, a word for each rung. He falls only where a rule that holds can cease to
/// hold; he rises, or leaves, only where a route that does not hold can come to hold. Where the qualification
/// is a policy of the host's own, any condition may matter.
struct watch {
    std::uint64_t conditions[max_stages]{};
    /// A bit for each rung where it need not be judged what time changes: nothing is watched there, or one
    /// condition, without which he cannot stay. It holds while he rests, and he moves when it ends.
    std::uint64_t sure = 0;
    /// A bit for each rung where something is watched.
    std::uint64_t some = 0;

    [[nodiscard]] constexpr std::uint64_t at(std::size_t rung) const noexcept { return conditions[rung]; }
    [[nodiscard]] constexpr bool is_sure(std::size_t rung) const noexcept { return (sure >> rung & 1) != 0; }

    template <class Ladder, class Ascent, class Descent>
    [[nodiscard]] static constexpr watch of(Ladder const& l, Ascent const& up,
                                            [[maybe_unused]] Descent const& down) noexcept {
        using role = typename Ladder::role;
        using schema = typename Ladder::schema_type;
        watch w;
        auto const aging = l.aging();
        if (aging == 0) {
            w.sure = ~std::uint64_t{0};
            return w;
        }
        std::size_t const rungs = l.stage_count();
        if (!is_own_ascent<Ascent>) {
            for (std::size_t i = 0; i < rungs; ++i) w.conditions[i] = aging;
            return w;
        }

        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        for (auto rest = aging; rest != 0; rest &= rest - 1) {
            auto const i = static_cast<std::size_t>(std::countr_zero(rest));
            begin |= std::uint64_t{detail::can_begin<schema>(l.condition_at(i))} << i;
            end |= std::uint64_t{detail::can_end<schema>(l.condition_at(i))} << i;
        }
        // Of each rung: what its rule to keep, or its door, looks at; what its rules to enter and to keep
        // look at, for one comes in only where both hold; and the rungs whose rules time can make hold. Of
        // each rung's rule to keep, also what all of its routes need.
        std::uint64_t kept[max_stages]{};
        std::uint64_t open[max_stages]{};
        std::uint64_t entered[max_stages]{};
        std::uint64_t opened[max_stages]{};
        std::uint64_t enterable = 0;
        std::uint64_t out = 0;
        std::uint64_t needed[max_stages]{};
        for (std::size_t i = 1; i < rungs; ++i) needed[i] = aging;
        bool has_doors = false;
        for (std::size_t i = 0; i < l.route_count(); ++i) {
            auto const& r = l.route_at(i);
            auto const ages = r.conditions & aging;
            bool const keeps =
                r.use == role::keep || (r.use == role::enter && (l.own_keep() >> r.owner & 1) == 0);
            if (keeps) needed[r.owner] &= ages;
            has_doors = has_doors || r.use == role::door;
            if (ages == 0) continue;
            bool const comes = (r.conditions & begin) != 0;
            if (r.use == role::exit) {
                if (comes) out |= ages;
            } else if (r.use == role::door) {
                open[r.owner] |= ages;
                if (comes) opened[r.owner] |= ages;
            } else {
                entered[r.owner] |= ages;
                enterable |= std::uint64_t{comes} << r.owner;
                if (keeps) kept[r.owner] |= ages;
            }
        }
        for (std::size_t i = 0; i < rungs; ++i) {
            if ((enterable >> i & 1) == 0) entered[i] = 0;
        }
        // Upwards: what raises him, from the rungs above.
        std::uint64_t doors = 0;
        std::uint64_t above = out;
        for (std::size_t i = rungs; i-- > 0;) {
            w.conditions[i] = above | (up.cumulative && i + 1 < rungs ? entered[i + 1] : 0);
            above |= opened[i] | (up.cumulative ? 0 : entered[i]);
            doors |= open[i];
            kept[i] |= doors;  // a door keeps all rungs below
            if ((kept[i] & end) == 0) kept[i] = 0;
        }
        // Downwards: what keeps him.
        std::uint64_t below = 0;
        for (std::size_t i = 1; i < rungs; ++i) {
            below = kept[i] | (up.cumulative ? below : 0);
            w.conditions[i] |= below;
        }
        // Where it is known what a fall does, and no door holds him up.
        bool falls = false;
        if constexpr (is_own_descent<Descent>) falls = down.falls && !has_doors;
        std::uint64_t lost = 0;
        for (std::size_t i = 0; i < rungs; ++i) {
            lost = needed[i] | (up.cumulative ? lost : 0);
            auto const one = w.conditions[i];
            bool const ends = std::has_single_bit(one) && (one & end & lost) != 0;
            w.some |= std::uint64_t{one != 0} << i;
            w.sure |= std::uint64_t{one == 0 || (falls && ends)} << i;
        }
        return w;
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
