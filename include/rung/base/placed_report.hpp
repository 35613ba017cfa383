#pragma once

#include <rung/base/stable_sort.hpp>
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

/// A report on some of the events of a log; each entry of its lists has the place in the log of the event
/// that put it there. So the reports of several parts can be joined into one of the whole.
template <class Report>
class placed_report {
public:
    Report report{};

    placed_report() = default;
    /// Continues with a report of other events.
    explicit placed_report(Report begun) noexcept : report{std::move(begun)} {
        auto begin = begins_.begin();
        each_list([&](auto const& list, auto const&) { *begin++ = list.size(); });
    }

    /// The entries since the last call belong to the event at a place.
    void listed(std::size_t place) {
        auto begin = begins_.begin();
        each_list([&](auto& list, auto& places) { places.resize(list.size() - *begin++, place); });
    }

    placed_report& operator+=(placed_report const& other) {
        report += other.report;
        for (std::size_t i = 0; i < places_.size(); ++i)
            places_[i].insert(places_[i].end(), other.places_[i].begin(), other.places_[i].end());
        return *this;
    }

    /// Brings the lists of the report into the order of the log, after what was on them before. If there is
    /// no memory for that, they stay unchanged.
    void put_in_order() {
        auto begin = begins_.begin();
        each_list([&](auto& list, auto const& places) {
            auto const first = list.begin() + static_cast<std::ptrdiff_t>(*begin++);
            if (std::is_sorted(places.begin(), places.end())) return;
            std::vector<std::size_t> order(places.size());
            std::iota(order.begin(), order.end(), std::size_t{0});
            detail::stable_sort(order, [&](std::size_t a, std::size_t b) { return places[a] < places[b]; });
            std::remove_reference_t<decltype(list)> sorted;
            sorted.reserve(places.size());
            for (auto const i : order) sorted.push_back(std::move(first[static_cast<std::ptrdiff_t>(i)]));
            std::move(sorted.begin(), sorted.end(), first);
        });
    }

private:
    std::array<std::vector<std::size_t>, Report::lists> places_{};
    std::array<std::size_t, Report::lists> begins_{};  // of its own entries

    template <class F>
    void each_list(F const& f) {
        auto places = places_.begin();
        report.each_list([&](auto& list) { f(list, *places++); });
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
