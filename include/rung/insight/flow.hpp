#pragma once

#include <rung/core/transition.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace insight {

/// How many moves there were from each place to each other. An observer for a base. Two of them add up with
/// +=.
class flow {
public:
    template <class Ladder>
    void operator()(named_transition<Ladder> const& t) noexcept {
        add(t.from, t.to);
    }
    template <class Ladder>
    void withdrawn(named_transition<Ladder> const& t) noexcept {
        --counts_[cell(rung::index_of(t.from), rung::index_of(t.to))];
    }

    /// Counts a step by hand, a stay (from == to) too where a host wants stays counted.
    template <stage_like Stage>
    void add(Stage from, Stage to) noexcept {
        ++counts_[cell(rung::index_of(from), rung::index_of(to))];
    }

    template <stage_like Stage>
    [[nodiscard]] std::uint64_t count(Stage from, Stage to) const noexcept {
        return counts_[cell(rung::index_of(from), rung::index_of(to))];
    }
    /// All moves out of a place, and into one.
    template <stage_like Stage>
    [[nodiscard]] std::uint64_t out_of(Stage from) const noexcept {
        std::uint64_t sum = 0;
        for (std::size_t to = 0; to < max_places; ++to) sum += counts_[cell(rung::index_of(from), to)];
        return sum;
    }
    template <stage_like Stage>
    [[nodiscard]] std::uint64_t into(Stage to) const noexcept {
        std::uint64_t sum = 0;
        for (std::size_t from = 0; from < max_places; ++from) sum += counts_[cell(from, rung::index_of(to))];
        return sum;
    }

    flow& operator+=(flow const& other) noexcept {
        for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
        return *this;
    }
    friend bool operator==(flow const&, flow const&) = default;

private:
    std::array<std::uint64_t, max_places * max_places> counts_{};

    [[nodiscard]] static std::size_t cell(std::size_t from, std::size_t to) noexcept {
        return from * max_places + to;
    }
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
