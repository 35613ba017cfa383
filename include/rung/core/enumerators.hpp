#pragma once

#include <rung/core/config.hpp>
#include <rung/core/stage.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace rung {
inline namespace v0 {
namespace detail {

// A compiler ends what it writes of a value by the name of the enumerator that has it (`shop::tier::gold`),
// or by a number (`(shop::tier)7`). What is passed here is where that ends; nothing is read that need not be,
// since whoever includes a ladder of an enumeration pays for it.

/// Whether a name ends there, and not a number below 100.
[[nodiscard]] constexpr bool is_enumerator(char const* end) noexcept {
    return end[-2] != ')' && end[-3] != ')';
}

/// Whether the name that ends there is this one, but for capitals and what joins words: `regular_client` is
/// "Regular client".
[[nodiscard]] constexpr bool is_name(char const* end, std::string_view name) noexcept {
    for (std::size_t left = name.size();; --left, --end) {
        while (left != 0 && (name[left - 1] == ' ' || name[left - 1] == '-' || name[left - 1] == '_')) --left;
        while (end[-1] == '_') --end;
        if (left == 0) return end[-1] == ':' || end[-1] == ' ';
        bool const is_letter = end[-1] >= 'A' && end[-1] <= 'z';
        int const difference = end[-1] ^ name[left - 1];
        if (difference != 0 && !(is_letter && difference == ('A' ^ 'a'))) return false;
    }
}

/// The enumerators of a type; none where the compiler does not name them.
struct enumerators {
    char const* ends[max_places + 8];  // of the values from 0 on, as many as were asked for
    std::size_t count;                 // one more than the greatest

    [[nodiscard]] constexpr bool has(std::size_t value) const noexcept {
        return value < count && detail::is_enumerator(ends[value]);
    }
    /// Whether a name is that of some of them, and not of this one.
    [[nodiscard]] constexpr bool is_of_another(std::size_t value, std::string_view name) const noexcept {
        if (detail::is_name(ends[value], name)) return false;
        for (std::size_t i = 0; i < count; ++i) {
            if (detail::is_name(ends[i], name)) return true;
        }
        return false;
    }
};

/// Whether the compiler can be asked for the enumerators of E: without a fixed underlying type a value that
/// no enumerator has is no constant, and of bool there are no such values.
template <class E>
concept has_shown_values = std::is_enum_v<E> && !std::is_same_v<std::underlying_type_t<E>, bool> && requires {
    E{0};
};

/// The enumerators of E, asked for eight at a time until the last has no name.
template <has_shown_values E, std::size_t... Place>
[[nodiscard]] constexpr enumerators enumerators_of(std::index_sequence<Place...>) noexcept {
    constexpr std::size_t asked = sizeof...(Place);
    if constexpr (asked <= max_places &&
                  detail::is_enumerator(detail::end_of_shown<E, static_cast<E>(asked - 1)>())) {
        return detail::enumerators_of<E>(std::make_index_sequence<asked + 8>{});
    } else {
        enumerators out{{detail::end_of_shown<E, static_cast<E>(Place)>()...}, asked};
        while (out.count != 0 && !detail::is_enumerator(out.ends[out.count - 1])) --out.count;
        return out;
    }
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
