#pragma once

#include <rung/core/stage.hpp>
#include <rung/core/time.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// How clients are taken over when the thresholds of a ladder change.
enum class adoption : std::uint8_t {
    /// As if the new thresholds had always been in force, as far as the facts tell: each stands on the rung
    /// that he qualifies for as a newcomer of whom all is known. No grace, and no rung after rung.
    retroactive,
    /// Each is judged by the new thresholds from where he stands: by the rule to keep, with its grace, as at
    /// any other occasion.
    from_now_on,
    /// The same, but nobody falls by it: who would gets a floor under his rung, a decision like one by hand.
    /// Who is in a grace already is not protected.
    grandfathering,
};

/// From when on, how, and for grandfathering: how long the floors hold, and whose decision they are.
struct adoption_terms {
    instant at{};
    adoption how = adoption::from_now_on;
    instant floor_until = instant::forever();
    std::uint64_t author = 0;
    std::uint16_t reason = 0;
};

/// Where the places of one ladder are on another, by name. One that is not there becomes the first rung.
struct place_map {
    std::uint8_t to[max_places]{};
    bool gone[max_places]{};

    template <class Old, class New>
    [[nodiscard]] static constexpr place_map by_name(Old const& before, New const& after) {
        place_map m;
        for (std::size_t i = 0; i < before.places(); ++i) {
            auto const found = after.find(before.name(stage_at<typename Old::stage_type>(i)));
            m.gone[i] = !found;
            if (found) m.to[i] = index_of(*found);
        }
        return m;
    }

    /// The same for what must be a rung: the first where it became an exit.
    [[nodiscard]] constexpr std::uint8_t rung(std::size_t before, std::size_t rungs) const noexcept {
        return to[before] < rungs ? to[before] : std::uint8_t{0};
    }
};

}  // namespace v0
}  // namespace rung
