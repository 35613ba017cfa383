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

/// How many moves there were from each place to each other. An observer for a base of this kind of stage:
/// `flow moves{base}`, or `flow<my_stage> moves`; `flow<> moves` for ladders made at run time. Two of them
/// add up with +=.
///
/// A count is below zero where moves were taken back that another flow had counted: together they are right.
template <stage_name From = stage_id, stage_name To = From>
class flow {
public:
    constexpr flow() = default;
    /// Empty, for a ladder, a lifecycle or a base.
    template <detail::has_stages Of>
    constexpr explicit flow(Of const&) noexcept {}

    template <class Ladder>
    void operator()(named_transition<Ladder> const& t) noexcept requires
        std::same_as<typename Ladder::stage_type, From> && std::same_as<From, To> {
        add(t.from, t.to);
    }
    template <class Ladder>
    void withdrawn(named_transition<Ladder> const& t) noexcept requires
        std::same_as<typename Ladder::stage_type, From> && std::same_as<From, To> {
        --counts_[cell(detail::place_of(t.from), detail::place_of(t.to))];
    }

    /// Counts a step by hand, or some at once; a stay (from == to) too where a host wants stays counted.
    void add(From from, To to, std::int64_t times = 1) noexcept {
        counts_[cell(detail::place_of(from), detail::place_of(to))] += times;
    }

    [[nodiscard]] std::int64_t count(From from, To to) const noexcept {
        return counts_[cell(detail::place_of(from), detail::place_of(to))];
    }
    /// All moves out of a place, and into one.
    [[nodiscard]] std::int64_t out_of(From from) const noexcept {
        std::int64_t sum = 0;
        auto const row = cell(detail::place_of(from), 0);
        for (std::size_t to = 0; to < max_places; ++to) sum += counts_[row + to];
        return sum;
    }
    [[nodiscard]] std::int64_t into(To to) const noexcept {
        std::int64_t sum = 0;
        auto const column = detail::place_of(to);
        for (std::size_t from = 0; from < max_places; ++from) sum += counts_[cell(from, column)];
        return sum;
    }

    flow& operator+=(flow const& other) noexcept {
        for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
        return *this;
    }
    friend bool operator==(flow const&, flow const&) = default;

private:
    std::array<std::int64_t, max_places * max_places> counts_{};

    [[nodiscard]] static std::size_t cell(std::size_t from, std::size_t to) noexcept {
        return from * max_places + to;
    }
};

template <detail::has_stages Of>
flow(Of const&) -> flow<typename Of::stage_type>;

}  // namespace insight
}  // namespace v0
}  // namespace rung
