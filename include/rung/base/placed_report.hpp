#pragma once

#include <rung/core/config.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <type_traits>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// A report on some of the events of a log, each thing on its lists with the place in the log of the event
/// that put it there. So the reports of several parts become the one that there would have been of the whole.
template <class Report>
class placed_report {
public:
    Report report{};

    /// What was listed since the last call came of the event at a place.
    void listed(std::size_t place) {
        each_list([&](auto& list, auto& places) { places.resize(list.size(), place); });
    }

    placed_report& operator+=(placed_report const& other) {
        report += other.report;
        for (std::size_t i = 0; i < places_.size(); ++i)
            places_[i].insert(places_[i].end(), other.places_[i].begin(), other.places_[i].end());
        return *this;
    }

    /// The report, its lists in the order of the log.
    [[nodiscard]] Report in_order() && {
        each_list([](auto& list, auto const& places) {
            if (std::is_sorted(places.begin(), places.end())) return;
            std::vector<std::size_t> order(list.size());
            std::iota(order.begin(), order.end(), std::size_t{0});
            std::stable_sort(order.begin(), order.end(),
                             [&](std::size_t a, std::size_t b) { return places[a] < places[b]; });
            std::remove_reference_t<decltype(list)> sorted;
            sorted.reserve(list.size());
            for (auto const i : order) sorted.push_back(std::move(list[i]));
            list = std::move(sorted);
        });
        return std::move(report);
    }

private:
    std::array<std::vector<std::size_t>, Report::lists> places_{};

    template <class F>
    void each_list(F const& f) {
        auto places = places_.begin();
        report.each_list([&](auto& list) { f(list, *places++); });
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
