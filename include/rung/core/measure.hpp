#pragma once

#include <rung/core/rule.hpp>

#include <cstdint>

namespace rung {
inline namespace v0 {

/// How something that is not so can come about.
enum class remedy : std::uint8_t {
    none,    ///< nothing is needed: it is so
    time,    ///< time alone brings it
    events,  ///< something has to happen
    never,   ///< nothing can bring it any more, unless what happened is taken back
};

/// A condition held against a client: what he has, what it asks, what is missing, and what time alone does to
/// it.
template <schema S>
struct measured_condition {
    basic_condition<S> need{};
    std::int64_t have = 0;
    /// What has to be added to the fact, in its unit: above zero up to `need.low`, below zero down to
    /// `need.high`; 0 where the condition holds.
    std::int64_t missing = 0;
    /// If nothing happens it holds from `from` on and until `until`, which is the first second at which it
    /// does not. Where it holds already `from` is the instant asked about; where time does not bring it both
    /// are forever().
    instant from = instant::forever();
    instant until = instant::forever();

    [[nodiscard]] constexpr bool holds() const noexcept { return missing == 0; }

    /// What would make it hold.
    [[nodiscard]] constexpr remedy to_hold() const noexcept {
        if (holds()) return remedy::none;
        if (missing < 0) return describe<S>(need.fact).falls ? remedy::events : remedy::never;
        return from != instant::forever() ? remedy::time : remedy::events;
    }
    /// What would make it cease to hold.
    [[nodiscard]] constexpr remedy to_cease() const noexcept {
        if (!holds()) return remedy::none;
        if (until != instant::forever()) return remedy::time;
        return can_end() ? remedy::events : remedy::never;
    }
    /// Whether an event could end it, once it holds.
    [[nodiscard]] constexpr bool can_end() const noexcept {
        auto const& w = describe<S>(need.fact);
        return (need.low > w.least && w.falls) || need.high < w.most;
    }

    friend constexpr bool operator==(measured_condition const&, measured_condition const&) = default;
};

/// Holds a condition against the facts of a client at an instant.
template <schema S>
[[nodiscard]] constexpr measured_condition<S> measure(basic_condition<S> const& c, typename S::facts const& f,
                                                      instant now) noexcept {
    measured_condition<S> m{.need = c, .have = S::read(f, c.fact, now)};
    auto const& w = describe<S>(c.fact);
    if (m.have > c.high) {
        m.missing = subtract_saturated(c.high, m.have);
        return m;
    }
    if (m.have < c.low) m.missing = subtract_saturated(c.low, m.have);
    m.from = m.holds() ? now : w.ages ? reaches<S>(f, c.fact, c.low, now) : instant::forever();
    if (w.ages && m.from != instant::forever() && c.high < w.most)
        m.until = reaches<S>(f, c.fact, add_saturated(c.high, 1), now);
    return m;
}

}  // namespace v0
}  // namespace rung
