#pragma once

#include <rung/core/time.hpp>

#include <cstddef>
#include <vector>

namespace rung {
inline namespace v0 {

template <class Lifecycle>
struct due_move;

namespace detail {

// What due() and each_in_order() of every base call. They need <algorithm>, which costs as much as a third of
// all that most programs need, so they are in headers of their own: base/due.hpp, base/in_order.hpp.

template <class Lifecycle, class Base>
std::vector<due_move<Lifecycle>> due_in(Base const& base, instant now, duration within);
template <class Base, class By, class Visit>
void each_in_order_in(Base const& base, By const& by, Visit& visit, std::size_t top);

/// Complete where base/in_order.hpp is included.
template <class Base>
struct in_order_is_included;

template <class Lifecycle, class Base>
[[nodiscard]] auto due_of(Base const& base, instant now, duration within) {
    static_assert(
        requires { sizeof(due_move<Lifecycle>); },
        "who is due is told by a header of its own: #include <rung/base/due.hpp>");
    return detail::due_in<Lifecycle>(base, now, within);
}
template <class Base, class By, class Visit>
void visit_in_order(Base const& base, By const& by, Visit& visit, std::size_t top) {
    static_assert(
        requires { sizeof(in_order_is_included<Base>); },
        "clients in an order are visited by a header of their own: #include <rung/base/in_order.hpp>");
    detail::each_in_order_in(base, by, visit, top);
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
