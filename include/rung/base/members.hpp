#pragma once

#include <rung/core/config.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

namespace rung {
inline namespace v0 {
namespace detail {

// The members of an aggregate that says nothing about itself: how many it has, and all of them at once.
//
// `Accepts::of<M>` says which types of members are looked for. They are counted by making the aggregate of
// things that convert to such members: `T{any, any, any}`. An array of three there takes three of them; what
// is counted so is called a value.

inline constexpr std::size_t most_members = 24;
inline constexpr std::size_t most_values = 256;

/// Becomes any member that is accepted; only its type is used.
template <class Owner, class Accepts>
struct any_member {
    template <class M>
    requires(!std::is_same_v<M, Owner> && Accepts::template of<M>) operator M() const noexcept;
};
template <class Owner, class Accepts, std::size_t>
using any_members = any_member<Owner, Accepts>;

template <class Owner>
struct any_base {
    template <class B>
    requires(std::is_base_of_v<B, Owner> && !std::is_same_v<B, Owner>) operator B() const noexcept;
};
template <class T>
concept has_base = requires {
    T{any_base<T>{}};
};

// So many values; and so many, `{}` for a whole member or one element of an array, and so many.
template <class T, class Accepts, std::size_t... First>
[[nodiscard]] consteval bool takes(std::index_sequence<First...>) {
    return requires { T{any_members<T, Accepts, First>{}...}; };
}
template <class T, class Accepts, std::size_t... First, std::size_t... Rest>
[[nodiscard]] consteval bool takes(std::index_sequence<First...>, std::index_sequence<Rest...>) {
    return requires { T{any_members<T, Accepts, First>{}..., {}, any_members<T, Accepts, Rest>{}...}; };
}

template <class T, class Accepts, std::size_t N = 0>
[[nodiscard]] consteval std::size_t count_values() {
    if constexpr (N == most_values || !detail::takes<T, Accepts>(std::make_index_sequence<N + 1>{}))
        return N;
    else
        return detail::count_values<T, Accepts, N + 1>();
}

/// How many values each member takes: 1, or the number of elements of an array.
struct member_sizes {
    std::array<std::size_t, most_values> values{};
    std::size_t members = 0;
};
template <class T, class Accepts, std::size_t Values, std::size_t At = 0, std::size_t Size = 1>
constexpr void measure_members(member_sizes& out) {
    if constexpr (At < Values) {
        // After the whole member come exactly the values of the others.
        constexpr bool whole =
            At + Size == Values || detail::takes<T, Accepts>(std::make_index_sequence<At>{},
                                                             std::make_index_sequence<Values - At - Size>{});
        if constexpr (whole) {
            out.values[out.members++] = Size;
            detail::measure_members<T, Accepts, Values, At + Size>(out);
        } else {
            detail::measure_members<T, Accepts, Values, At, Size + 1>(out);
        }
    }
}

template <class T, class Accepts>
inline constexpr std::size_t value_count = detail::count_values<T, Accepts>();
template <class T, class Accepts>
inline constexpr member_sizes sizes_of = [] {
    member_sizes out;
    detail::measure_members<T, Accepts, value_count<T, Accepts>>(out);
    return out;
}();

/// A std::array is taken by its elements, as an array is.
template <class T>
inline constexpr bool is_std_array = false;
template <class T, std::size_t N>
inline constexpr bool is_std_array<std::array<T, N>> = true;
template <class T>
concept an_array = std::is_array_v<T> || is_std_array<T>;
template <an_array T>
using element_of = std::remove_cvref_t<decltype(std::declval<T&>()[0])>;

/// An aggregate that can be made of nothing, and has no base classes.
template <class T>
concept plain_aggregate = std::is_aggregate_v<T> && !std::is_union_v<T> && !an_array<T> &&
                          std::default_initializable<T> && !has_base<T>;
/// All members are of accepted types: no other one follows those that are counted.
template <class T, class Accepts>
concept has_only = plain_aggregate<T> &&
    !detail::takes<T, Accepts>(std::make_index_sequence<value_count<T, Accepts>>{}, std::index_sequence<>{});
template <class T, class Accepts>
concept has_members = has_only<T, Accepts> && sizes_of<T, Accepts>
.members <= most_members;

/// Calls f with all members, and returns what it returns. A bit-field comes as a copy.
template <class Accepts, class T, class F>
constexpr decltype(auto) with_members(T const& t, F const& f) requires has_members<T, Accepts> {
    constexpr auto n = sizes_of<T, Accepts>.members;
    // clang-format off
    if constexpr (n == 0) { return f(); }
    else if constexpr (n == 1) { auto const& [a] = t; return f(a); }
    else if constexpr (n == 2) { auto const& [a, b] = t; return f(a, b); }
    else if constexpr (n == 3) { auto const& [a, b, c] = t; return f(a, b, c); }
    else if constexpr (n == 4) { auto const& [a, b, c, d] = t; return f(a, b, c, d); }
    else if constexpr (n == 5) { auto const& [a, b, c, d, e] = t; return f(a, b, c, d, e); }
    else if constexpr (n == 6) { auto const& [a, b, c, d, e, g] = t; return f(a, b, c, d, e, g); }
    else if constexpr (n == 7) { auto const& [a, b, c, d, e, g, h] = t; return f(a, b, c, d, e, g, h); }
    else if constexpr (n == 8) { auto const& [a, b, c, d, e, g, h, i] = t; return f(a, b, c, d, e, g, h, i); }
    else if constexpr (n == 9) { auto const& [a, b, c, d, e, g, h, i, j] = t; return f(a, b, c, d, e, g, h, i, j); }
    else if constexpr (n == 10) { auto const& [a, b, c, d, e, g, h, i, j, k] = t; return f(a, b, c, d, e, g, h, i, j, k); }
    else if constexpr (n == 11) { auto const& [a, b, c, d, e, g, h, i, j, k, l] = t; return f(a, b, c, d, e, g, h, i, j, k, l); }
    else if constexpr (n == 12) { auto const& [a, b, c, d, e, g, h, i, j, k, l, m] = t; return f(a, b, c, d, e, g, h, i, j, k, l, m); }
    else if constexpr (n == 13) { auto const& [a, b, c, d, e, g, h, i, j, k, l, m, o] = t; return f(a, b, c, d, e, g, h, i, j, k, l, m, o); }
    else if constexpr (n == 14) { auto const& [a, b, c, d, e, g, h, i, j, k, l, m, o, p] = t; return f(a, b, c, d, e, g, h, i, j, k, l, m, o, p); }
    else if constexpr (n == 15) { auto const& [a, b, c, d, e, g, h, i, j, k, l, m, o, p, q] = t; return f(a, b, c, d, e, g, h, i, j, k, l, m, o, p, q); }
    else if constexpr (n == 16) { auto const& [a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r] = t; return f(a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r); }
    else if constexpr (n == 17) { auto const& [a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s] = t; return f(a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s); }
    else if constexpr (n == 18) { auto const& [a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s, u] = t; return f(a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s, u); }
    else if constexpr (n == 19) { auto const& [a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s, u, v] = t; return f(a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s, u, v); }
    else if constexpr (n == 20) { auto const& [a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s, u, v, w] = t; return f(a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s, u, v, w); }
    else if constexpr (n == 21) { auto const& [a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s, u, v, w, x] = t; return f(a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s, u, v, w, x); }
    else if constexpr (n == 22) { auto const& [a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s, u, v, w, x, y] = t; return f(a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s, u, v, w, x, y); }
    else if constexpr (n == 23) { auto const& [a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s, u, v, w, x, y, z] = t; return f(a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s, u, v, w, x, y, z); }
    else if constexpr (n == 24) { auto const& [a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s, u, v, w, x, y, z, aa] = t; return f(a, b, c, d, e, g, h, i, j, k, l, m, o, p, q, r, s, u, v, w, x, y, z, aa); }
    // clang-format on
}

/// Whether there is a `==`, or one can be made of those of the members.
template <class T>
[[nodiscard]] consteval bool can_be_compared();
struct comparable_members {
    template <class M>
    static constexpr bool of = detail::can_be_compared<M>();
};
template <class T>
consteval bool can_be_compared() {
    if constexpr (an_array<T>)
        return detail::can_be_compared<element_of<T>>();
    else if constexpr (std::equality_comparable<T>)
        return true;
    else
        return has_members<T, comparable_members>;
}

/// `a == b`; member by member where the type has no `==`.
template <class T>
[[nodiscard]] constexpr bool equal(T const& a, T const& b) {
    static_assert(detail::can_be_compared<T>(),
                  "events and facts of a schema need ==, or to be aggregates of at most 24 members that have "
                  "one, without base classes: add `friend bool operator==(event const&, event const&)`");
    if constexpr (an_array<T>) {
        for (std::size_t i = 0; i < std::size(a); ++i) {
            if (!detail::equal(a[i], b[i])) return false;
        }
        return true;
    } else if constexpr (std::equality_comparable<T>) {
        return a == b;
    } else if constexpr (has_members<T, comparable_members>) {
        return detail::with_members<comparable_members>(a, [&](auto const&... x) {
            return detail::with_members<comparable_members>(
                b, [&](auto const&... y) { return (detail::equal(x, y) && ...); });
        });
    } else {
        return false;  // refused above
    }
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
