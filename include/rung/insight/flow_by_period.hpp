#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/transition.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/periods.hpp>
#include <rung/insight/place.hpp>

#include <compare>
#include <concepts>
#include <cstdint>
#include <map>

namespace rung {
inline namespace v0 {
namespace insight {

/// How many moves there were from each place to each other in each period of a calendar: the flow over time.
/// An observer for a base of this kind of stage: `flow_by_period moves{base, {period::month}}`. Two of them
/// on the same periods add up with +=.
///
/// A count is below zero where moves were taken back that another one had counted: together they are right.
template <stage_name Stage = stage_id>
class flow_by_period {
public:
    flow_by_period() = default;
    explicit flow_by_period(insight::periods p) noexcept : periods_{p} {}
    /// Empty, for a ladder, a lifecycle or a base.
    template <detail::has_stages Of>
    explicit flow_by_period(Of const&, insight::periods p = {}) noexcept : periods_{p} {}
    /// An empty one by the same periods.
    [[nodiscard]] flow_by_period anew() const noexcept { return flow_by_period{periods_}; }

    template <class Ladder>
    void
    operator()(named_transition<Ladder> const& t) requires std::same_as<typename Ladder::stage_type, Stage> {
        count(t.at, t.from, t.to, 1);
    }
    template <class Ladder>
    void
    withdrawn(named_transition<Ladder> const& t) requires std::same_as<typename Ladder::stage_type, Stage> {
        count(t.at, t.from, t.to, -1);
    }

    /// Counts a move by hand.
    void add(instant at, Stage from, Stage to) { count(at, from, to, 1); }

    [[nodiscard]] insight::periods const& periods() const noexcept { return periods_; }
    /// Calls visit(period, from, to, moves) where there were any, in the order of periods.
    template <class Visit>
    void each(Visit&& visit) const {
        for (auto const& [key, moves] : counts_)
            visit(key.period, rung::stage_at<Stage>(key.from), rung::stage_at<Stage>(key.to), moves);
    }

    flow_by_period& operator+=(flow_by_period const& other) {
        if (!(periods_ == other.periods_)) RUNG_ASSERT("flows by different periods do not add up");
        for (auto const& [key, moves] : other.counts_) add(key, moves);
        return *this;
    }
    friend bool operator==(flow_by_period const&, flow_by_period const&) = default;

private:
    struct cell {
        std::int64_t period = 0;
        std::uint8_t from = 0;
        std::uint8_t to = 0;
        friend auto operator<=>(cell const&, cell const&) = default;
    };
    insight::periods periods_{};
    std::map<cell, std::int64_t> counts_{};

    void add(cell const& key, std::int64_t times) {
        auto const at = counts_.try_emplace(key, 0).first;
        at->second += times;
        if (at->second == 0) counts_.erase(at);
    }
    void count(instant at, Stage from, Stage to, std::int64_t times) {
        add({periods_.number(at), static_cast<std::uint8_t>(detail::place_of(from)),
             static_cast<std::uint8_t>(detail::place_of(to))},
            times);
    }
};

template <detail::has_stages Of>
flow_by_period(Of const&) -> flow_by_period<typename Of::stage_type>;
template <detail::has_stages Of>
flow_by_period(Of const&, insight::periods) -> flow_by_period<typename Of::stage_type>;

}  // namespace insight
}  // namespace v0
}  // namespace rung
