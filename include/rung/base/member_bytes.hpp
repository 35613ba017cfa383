#pragma once

#include <rung/base/bytes.hpp>
#include <rung/base/members.hpp>
#include <rung/core/config.hpp>
#include <rung/core/decimal.hpp>
#include <rung/core/money.hpp>
#include <rung/core/percent.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/time.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace rung {
inline namespace v0 {
namespace detail {

// An aggregate as bytes, in full in docs/formats.md: which members are not zero (a varint, a bit for each
// member, the first member's the lowest), and those members, in order. So an aggregate that has grown by
// members at its end reads what was written before: there they are zero.

/// Types that wrap one number, with a sign.
template <class T>
concept wraps_a_number = std::same_as<T, duration> || std::same_as<T, money> || std::same_as<T, percent> ||
    std::same_as<T, decimal>;
[[nodiscard]] constexpr std::int64_t number_of(duration d) noexcept { return d.seconds; }
[[nodiscard]] constexpr std::int64_t number_of(money m) noexcept { return m.minor_units; }
[[nodiscard]] constexpr std::int64_t number_of(percent p) noexcept { return p.value; }
[[nodiscard]] constexpr std::int64_t number_of(decimal d) noexcept { return d.hundredths; }

/// Any number of its underlying type is a value of such an enumeration.
template <class T>
concept open_enumeration = std::is_enum_v<T> && requires {
    T{std::underlying_type_t<T>{}};
};

template <class T>
[[nodiscard]] consteval bool becomes_bytes();
struct members_with_bytes {
    template <class M>
    static constexpr bool of = detail::becomes_bytes<M>();
};
template <class T>
consteval bool becomes_bytes() {
    if constexpr (an_array<T>)
        return detail::becomes_bytes<element_of<T>>() && !(is_std_array<T> && std::is_array_v<element_of<T>>);
    else if constexpr (std::integral<T> || open_enumeration<T> || wraps_a_number<T> ||
                       std::same_as<T, instant>)
        return sizeof(T) <= sizeof(std::uint64_t);
    else
        return std::is_copy_assignable_v<T> && has_members<T, members_with_bytes>;
}
/// An aggregate whose members all become bytes.
template <class T>
concept stored_by_members = std::is_class_v<T> && detail::becomes_bytes<T>() && !wraps_a_number<T> &&
                            !std::same_as<T, instant> && !an_array<T>;

/// For the places where events or facts become bytes: says in one sentence why they do not.
template <class T, bool Has>
struct has_bytes {
    static constexpr bool aggregate = Has || plain_aggregate<T> || has_base<T>;
    static constexpr bool no_base = Has || (aggregate && !has_base<T>);
    static constexpr bool members = Has || (no_base && has_only<T, members_with_bytes>);
    static_assert(aggregate,
                  "events and facts are stored member by member if they are aggregates, without constructors "
                  "and private members; for others specialise rung::codec<your_schema>");
    static_assert(no_base || !aggregate,
                  "events and facts are stored member by member if they have no base class; for others "
                  "specialise rung::codec<your_schema>");
    static_assert(members || !no_base,
                  "events and facts are stored member by member if each is a whole number, bool, an "
                  "enumeration of a fixed type, an instant, duration, money, percent or decimal, or an array "
                  "or aggregate of these; for others specialise rung::codec<your_schema>");
    static_assert(Has || !members,
                  "events and facts are stored member by member if they have at most 24 and can be assigned; "
                  "for others specialise rung::codec<your_schema>");
};

/// A number or an enumerator as it is compared and written: those without a sign as they are.
template <class T>
[[nodiscard]] constexpr std::uint64_t to_varint(T const& value) noexcept {
    if constexpr (std::is_enum_v<T>)
        return detail::to_varint(static_cast<std::underlying_type_t<T>>(value));
    else if constexpr (wraps_a_number<T>)
        return rung::zigzag(detail::number_of(value));
    else if constexpr (std::is_signed_v<T>)
        return rung::zigzag(value);
    else
        return static_cast<std::uint64_t>(value);
}
/// The way back; numbers that T does not have fail.
template <class T>
[[nodiscard]] constexpr T from_varint(byte_reader& r) noexcept {
    if constexpr (std::is_enum_v<T>) {
        return static_cast<T>(detail::from_varint<std::underlying_type_t<T>>(r));
    } else if constexpr (wraps_a_number<T>) {
        return T{r.signed_varint()};
    } else {
        auto const n = r.varint();
        auto const value = std::is_signed_v<T> ? static_cast<T>(rung::unzigzag(n)) : static_cast<T>(n);
        if (detail::to_varint(value) != n) r.fail();
        return r.ok() ? value : T{};
    }
}

template <class T>
[[nodiscard]] constexpr bool is_zero(T const& value) noexcept {
    if constexpr (an_array<T>) {
        for (auto const& element : value) {
            if (!detail::is_zero(element)) return false;
        }
        return true;
    } else if constexpr (std::same_as<T, instant>) {
        return value == instant::never();
    } else if constexpr (stored_by_members<T>) {
        return detail::with_members<members_with_bytes>(
            value, [](auto const&... m) { return (detail::is_zero(m) && ...); });
    } else {
        return detail::to_varint(value) == 0;
    }
}

// `left_out`: the address of a member that is not stored.
template <class T>
void write_value(byte_writer& w, T const& value, void const* left_out = nullptr) {
    if constexpr (an_array<T>) {
        for (auto const& element : value) detail::write_value(w, element);
    } else if constexpr (std::same_as<T, instant>) {
        w.u32(value.unix_seconds);
    } else if constexpr (stored_by_members<T>) {
        detail::with_members<members_with_bytes>(value, [&](auto const&... m) {
            std::uint32_t present = 0;
            std::uint32_t bit = 1;
            ((present |= detail::is_zero(m) || static_cast<void const*>(&m) == left_out ? 0 : bit, bit <<= 1),
             ...);
            w.varint(present);
            bit = 1;
            (((present & bit) != 0 ? detail::write_value(w, m) : void(), bit <<= 1), ...);
        });
    } else {
        w.varint(detail::to_varint(value));
    }
}

template <class T>
[[nodiscard]] T read_value(byte_reader& r, bool here = true) noexcept;

/// Reads an aggregate value by value: its members, and the elements of their arrays.
template <class T>
struct values_from {
    static constexpr auto const& sizes = sizes_of<T, members_with_bytes>;

    byte_reader& bytes;
    std::uint64_t present;
    std::size_t kept = most_members;  // the member that is not stored,
    std::uint64_t keeps = 0;          // and what it stays
    std::size_t member = 0;
    std::size_t left = sizes.values[0];
    bool zero = true;
    std::array<std::uint64_t, most_members> numbers{};

    template <class M>
    [[nodiscard]] M next() noexcept {
        bool const here = (present >> member & 1) != 0;
        M value = detail::read_value<M>(bytes, here);
        zero = zero && detail::is_zero(value);
        if constexpr (std::integral<M> || std::is_enum_v<M>) {
            if (member == kept) value = static_cast<M>(keeps);
            numbers[member] = detail::to_varint(value);
        }
        if (--left == 0) {
            if (here && zero) bytes.fail();  // it would have been left out
            zero = true;
            left = sizes.values[++member];
        }
        return value;
    }
    // A number that did not fit its bits differs from what was read.
    template <class M>
    [[nodiscard]] bool fits(std::size_t i, M const& value) const noexcept {
        if constexpr (std::integral<M> || std::is_enum_v<M>)
            return detail::to_varint(value) == numbers[i];
        else
            return true;
    }
};
template <class T, std::size_t>
struct next_value {
    values_from<T>& from;
    template <class M>
    requires(!std::is_same_v<M, T> && detail::becomes_bytes<M>()) operator M() const noexcept {
        return from.template next<M>();
    }
};

template <class T, std::size_t... Index>
[[nodiscard]] T made_of(values_from<T>& from, std::index_sequence<Index...>) noexcept {
    if (from.present >> values_from<T>::sizes.members != 0) from.bytes.fail();
    RUNG_MADE_OF_VALUES(T made{next_value<T, Index>{from}...});
    detail::with_members<members_with_bytes>(made, [&](auto const&... m) {
        std::size_t i = 0;
        if (!(from.fits(i++, m) && ...)) from.bytes.fail();
    });
    return made;
}

template <class T>
T read_value(byte_reader& r, bool here) noexcept {
    if constexpr (std::same_as<T, instant>) {
        T t{};
        t.unix_seconds = here ? r.u32() : 0;
        return t;
    } else if constexpr (an_array<T>) {
        T all{};
        for (auto& element : all) element = detail::read_value<element_of<T>>(r, here);
        return all;
    } else if constexpr (stored_by_members<T>) {
        values_from<T> from{r, here ? r.varint() : 0};
        return detail::made_of(from, std::make_index_sequence<value_count<T, members_with_bytes>>{});
    } else {
        return here ? detail::from_varint<T>(r) : T{};
    }
}

template <class Event>
void write_event(byte_writer& w, Event const& e) {
    detail::write_value(w, e, &e.client);
}
template <class Event>
[[nodiscard]] bool read_event(byte_reader& r, Event& e) noexcept {
    values_from<Event> from{r, r.varint()};
    from.keeps = e.client;
    from.kept = detail::with_members<members_with_bytes>(e, [&](auto const&... m) {
        std::size_t i = 0;
        (void)((static_cast<void const*>(&m) == &e.client || (static_cast<void>(++i), false)) || ...);
        return i;
    });
    if ((from.present >> from.kept & 1) != 0) r.fail();  // it is not stored
    e = detail::made_of(from, std::make_index_sequence<value_count<Event, members_with_bytes>>{});
    return r.ok();
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
