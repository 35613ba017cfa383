#pragma once

#include <rung/core/transition.hpp>
#include <rung/insight/place.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace insight {

/// How far up clients came: each is counted once, by the highest rung they reached. An observer for a base of
/// this kind of stage: `funnel reached{base}`, or `funnel<my_stage> reached`; `funnel<> reached` for ladders
/// made at run time. Exact if it saw the base from its first event on. Two of them add up with +=.
///
/// A count is below zero where clients left, or moves were taken back, that another funnel had counted:
/// together they are right.
template <stage_name Stage = stage_id>
class funnel {
public:
    constexpr funnel() = default;
    /// Empty, for a ladder, a lifecycle or a base.
    template <detail::has_stages Of>
    constexpr explicit funnel(Of const&) noexcept {}

    void joined(client_id, instant) noexcept {
        ++reached_[0];
        ++landed_[0];
    }

    void left(client_id) noexcept {
        --reached_[0];
        --landed_[0];
    }

    template <class Ladder>
    void operator()(named_transition<Ladder> const& t) noexcept requires
        std::same_as<typename Ladder::stage_type, Stage> {
        count(t, 1);
    }
    template <class Ladder>
    void withdrawn(named_transition<Ladder> const& t) noexcept requires
        std::same_as<typename Ladder::stage_type, Stage> {
        count(t, -1);
    }

    /// Clients who stood on the rung or passed it on their way up. Nobody reaches an exit.
    [[nodiscard]] std::int64_t reached(Stage s) const noexcept { return reached_[detail::place_of(s)]; }
    /// Those of them who stood on it when they came that high for the first time; the others skipped it.
    [[nodiscard]] std::int64_t landed(Stage s) const noexcept { return landed_[detail::place_of(s)]; }

    funnel& operator+=(funnel const& other) noexcept {
        for (std::size_t i = 0; i < max_places; ++i) {
            reached_[i] += other.reached_[i];
            landed_[i] += other.landed_[i];
        }
        return *this;
    }
    friend bool operator==(funnel const&, funnel const&) = default;

private:
    // By place, so that an exit, which nobody reaches, can be asked about too.
    std::array<std::int64_t, max_places> reached_{};
    std::array<std::int64_t, max_places> landed_{};

    template <class Ladder>
    void count(named_transition<Ladder> const& t, std::int64_t one) noexcept {
        auto const to = detail::place_of(t.to);
        auto const peak = detail::place_of(t.peak);
        if (t.ladder->is_exit(t.to) || to <= peak) return;
        for (std::size_t i = peak + 1; i <= to; ++i) reached_[i] += one;
        landed_[to] += one;
    }
};

template <detail::has_stages Of>
funnel(Of const&) -> funnel<typename Of::stage_type>;

}  // namespace insight
}  // namespace v0
}  // namespace rung
