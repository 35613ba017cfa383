#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/stage.hpp>
#include <rung/core/transition.hpp>
#include <rung/insight/key_table.hpp>
#include <rung/insight/periods.hpp>
#include <rung/insight/place.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

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
        std::vector<std::pair<std::uint64_t, std::int64_t>> in_order;
        in_order.reserve(counts_.size());
        counts_.each([&](std::uint64_t key, std::int64_t moves) { in_order.emplace_back(key, moves); });
        std::ranges::sort(in_order);
        for (auto const& [key, moves] : in_order)
            visit(static_cast<std::int64_t>(key >> 16) - first_period, rung::stage_at<Stage>(key >> 8 & 255),
                  rung::stage_at<Stage>(key & 255), moves);
    }

    flow_by_period& operator+=(flow_by_period const& other) {
        if (!(periods_ == other.periods_)) RUNG_ASSERT("flows by different periods do not add up");
        other.counts_.each([this](std::uint64_t key, std::int64_t moves) { add(key, moves); });
        return *this;
    }
    friend bool operator==(flow_by_period const&, flow_by_period const&) = default;

private:
    // Below the number of any period that an instant lies in.
    static constexpr std::int64_t first_period = std::int64_t{1} << 32;

    insight::periods periods_{};
    detail::key_table<std::int64_t> counts_{};  // by period, from and to, in this order

    void add(std::uint64_t key, std::int64_t times) {
        auto& sum = counts_[key];
        sum += times;
        if (sum == 0) counts_.remove(key);
    }
    void count(instant at, Stage from, Stage to, std::int64_t times) {
        add(static_cast<std::uint64_t>(periods_.number(at) + first_period) << 16 |
                std::uint64_t{detail::place_of(from)} << 8 | std::uint64_t{detail::place_of(to)},
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
