#pragma once

#include <rung/core/config.hpp>

#include <cstddef>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// Room for so many more elements of a vector: adding them then allocates nothing. A vector that grows
/// becomes at least twice as large.
template <class T>
void make_room(std::vector<T>& all, std::size_t more) {
    auto const size = all.size();
    if (all.capacity() - size >= more) return;
    all.reserve(more > size ? size + more : 2 * size);
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
