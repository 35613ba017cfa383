#pragma once

#include <rung/core/config.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// Sorts; what is equal stays in its order. If there is no memory, the same values are there in some order.
/// std::stable_sort and std::inplace_merge of libstdc++ 12 call a deprecated function: whoever includes rung
/// by -I with clang from 17 on would be warned of it. Most histories come in order: that is asked first.
template <class T, class Less>
void stable_sort(std::vector<T>& all, Less const& less) {
    if (std::is_sorted(all.begin(), all.end(), less)) return;
    constexpr std::size_t run = 16;  // by insertion
    auto const size = all.size();
    auto const at = [](std::vector<T>& values, std::size_t place) {
        return values.begin() + static_cast<std::ptrdiff_t>(place);
    };
    for (std::size_t begin = 0; begin < size; begin += run) {
        auto const end = (std::min)(begin + run, size);
        for (auto i = begin + 1; i < end; ++i) {
            auto const place = std::upper_bound(at(all, begin), at(all, i), all[i], less);
            std::rotate(place, at(all, i), at(all, i + 1));
        }
    }
    if (size <= run) return;
    std::vector<T> merged(all);
    for (auto width = run; width < size; width *= 2) {
        for (std::size_t begin = 0; begin < size; begin += 2 * width) {
            auto const middle = (std::min)(begin + width, size);
            auto const end = (std::min)(begin + 2 * width, size);
            std::merge(std::make_move_iterator(at(all, begin)), std::make_move_iterator(at(all, middle)),
                       std::make_move_iterator(at(all, middle)), std::make_move_iterator(at(all, end)),
                       at(merged, begin), less);
        }
        all.swap(merged);
    }
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
