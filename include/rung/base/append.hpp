#pragma once

#include <rung/core/config.hpp>

#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// Appends one list to another, or to itself, which insert does not allow.
template <class T>
void append(std::vector<T>& to, std::vector<T> const& more) {
    if (&to == &more) return detail::append(to, std::vector<T>(more));
    to.insert(to.end(), more.begin(), more.end());
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
