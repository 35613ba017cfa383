#pragma once

#include <rung/core/fixed.hpp>
#include <rung/core/fwd.hpp>
#include <rung/core/held_rules.hpp>
#include <rung/core/mover.hpp>

#include <cstddef>

namespace rung {
inline namespace v0 {

/// A ladder and its policies, held at run time (or in a constexpr variable).
///
///     constexpr auto strict = rung::lifecycle{my_ladder, rung::ascent::one_step{},
///     rung::descent::after{30_days}};
template <class Ladder, class Ascent, class Descent, class Comeback>
class lifecycle : public mover<held_rules<Ladder, Ascent, Descent, Comeback>> {
    using rules = held_rules<Ladder, Ascent, Descent, Comeback>;

public:
    /// Stops at a stage that nobody can reach, as the ladder does at its own defects.
    constexpr explicit lifecycle(Ladder const& of, Ascent up = {}, Descent down = {}, Comeback back = {})
        : lifecycle{unchecked{}, of, up, down, back} {
        if (defect const d = check(of, up); d.found())
            rung::refuse(d, of.name(rung::stage_at<typename Ladder::stage_type>(d.stage)));
    }

    /// The same for a ladder made at run time: returns the defect instead of stopping.
    [[nodiscard]] static constexpr result<lifecycle, defect> try_make(Ladder const& of, Ascent up = {},
                                                                      Descent down = {}, Comeback back = {}) {
        if (defect const d = check(of, up); d.found()) return d;
        return lifecycle{unchecked{}, of, up, down, back};
    }

private:
    struct unchecked {};

    constexpr lifecycle(unchecked, Ladder const& of, Ascent up, Descent down, Comeback back) noexcept
        : mover<rules>{rules{of, up, down, back}} {}

    [[nodiscard]] static constexpr defect check(Ladder const& of, Ascent const& up) noexcept {
        if (!up.cumulative) return {};
        auto const lost = of.first_unreachable();
        return lost == of.stage_count() ? defect{} : defect{defect_kind::unreachable_stage, lost};
    }
};
template <class Ladder, class... Policies>
lifecycle(Ladder, Policies...) -> lifecycle<Ladder, Policies...>;

}  // namespace v0
}  // namespace rung
