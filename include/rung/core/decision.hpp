#pragma once

#include <rung/core/time.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

/// What somebody decides by hand about where a client may stand, whatever the rules say.
enum class decree : std::uint8_t {
    none,     ///< nothing
    lift,     ///< the decision in force ends
    pin,      ///< exactly here, on a rung or at an exit
    floor,    ///< not below this rung, and not off the ladder
    ceiling,  ///< not above this rung
};

[[nodiscard]] constexpr std::string_view to_string(decree d) noexcept {
    switch (d) {
    case decree::none: return "none";
    case decree::lift: return "lift";
    case decree::pin: return "pin";
    case decree::floor: return "floor";
    case decree::ceiling: return "ceiling";
    }
    return "?";
}

/// A decision by hand: what, by whom, why, until when. Author and reason are the host's numbers.
struct decision {
    decree what = decree::none;
    /// The rung or exit that it names, by number.
    std::uint8_t place = 0;
    std::uint16_t reason = 0;
    instant at{};
    /// From here on it is over; forever() if it lasts until somebody lifts it.
    instant until = instant::forever();
    std::uint64_t author = 0;

    [[nodiscard]] constexpr bool in_force(instant now) const noexcept {
        return what >= decree::pin && now < until;
    }
    friend constexpr bool operator==(decision const&, decision const&) = default;
};

/// A schema whose events can be decisions has `decision_of(event const&) noexcept -> decision`, with
/// decree::none for all other events.
template <class S>
concept has_decisions = requires(typename S::event const& e) {
    { S::decision_of(e) }
    noexcept->std::same_as<decision>;
};

/// The decision in an event; decree::none if it is not one.
template <class S>
[[nodiscard]] constexpr decision decision_of(typename S::event const& e) noexcept {
    if constexpr (has_decisions<S>) {
        return S::decision_of(e);
    } else {
        return {};
    }
}

namespace detail {

/// The places that a client may take if nobody decided anything.
struct any_place {
    [[nodiscard]] static constexpr bool pinned_out(std::size_t) noexcept { return false; }
    [[nodiscard]] static constexpr bool kept_in() noexcept { return false; }
    [[nodiscard]] static constexpr std::uint8_t clamp(std::uint8_t rung) noexcept { return rung; }
};

/// The places that a decision leaves open.
class decided_place {
public:
    constexpr decided_place(decision const& d, instant now) noexcept {
        if (!d.in_force(now)) return;
        kept_in_ = d.what != decree::ceiling;
        if (d.what != decree::ceiling) lowest_ = d.place;
        if (d.what != decree::floor) highest_ = d.place;
    }
    [[nodiscard]] constexpr bool pinned_out(std::size_t rungs) const noexcept { return lowest_ >= rungs; }
    [[nodiscard]] constexpr bool kept_in() const noexcept { return kept_in_; }
    [[nodiscard]] constexpr std::uint8_t clamp(std::uint8_t rung) const noexcept {
        return rung < lowest_ ? lowest_ : rung > highest_ ? highest_ : rung;
    }

private:
    std::uint8_t lowest_ = 0;
    std::uint8_t highest_ = 255;
    bool kept_in_ = false;
};

}  // namespace detail

}  // namespace v0
}  // namespace rung
