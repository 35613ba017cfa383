#pragma once

#include <rung/core/transition.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace insight {

/// How far up clients came, each counted once, by the highest rung of his. An observer for a base; exact if
/// it saw the base from its first event on. Two of them, of different clients, add up with +=.
class funnel {
public:
    void joined(client_id, instant) noexcept {
        ++reached_[0];
        ++landed_[0];
    }

    void left(client_id) noexcept {
        --reached_[0];
        --landed_[0];
    }

    template <class Ladder>
    void operator()(named_transition<Ladder> const& t) noexcept {
        count(t, [](std::uint64_t& n) { ++n; });
    }
    template <class Ladder>
    void withdrawn(named_transition<Ladder> const& t) noexcept {
        count(t, [](std::uint64_t& n) { --n; });
    }

    /// Clients who stood on the rung or passed it on their way up.
    template <stage_like Stage>
    [[nodiscard]] std::uint64_t reached(Stage s) const noexcept {
        return reached_[rung::index_of(s)];
    }
    /// Those of them who stood on it when they came that high for the first time; the others skipped it.
    template <stage_like Stage>
    [[nodiscard]] std::uint64_t landed(Stage s) const noexcept {
        return landed_[rung::index_of(s)];
    }

    funnel& operator+=(funnel const& other) noexcept {
        for (std::size_t i = 0; i < max_stages; ++i) {
            reached_[i] += other.reached_[i];
            landed_[i] += other.landed_[i];
        }
        return *this;
    }
    friend bool operator==(funnel const&, funnel const&) = default;

private:
    std::array<std::uint64_t, max_stages> reached_{};
    std::array<std::uint64_t, max_stages> landed_{};

    template <class Ladder, class Change>
    void count(named_transition<Ladder> const& t, Change change) noexcept {
        std::size_t const to = rung::index_of(t.to);
        std::size_t const peak = rung::index_of(t.peak);
        if (t.ladder->is_exit(t.to) || to <= peak) return;
        for (std::size_t i = peak + 1; i <= to; ++i) change(reached_[i]);
        change(landed_[to]);
    }
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
