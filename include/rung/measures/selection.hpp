#pragma once

#include <rung/core/term.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace rung {
inline namespace v0 {

/// What an event carries, as numbers of which measures can be made. It says nothing about facts. See
/// event_model for the usual way to make one.
template <class M>
concept measurable = requires(typename M::event const& e, std::uint8_t field) {
    { M::kind(e) } -> std::convertible_to<std::uint8_t>;
    { M::get(e, field) } -> std::same_as<std::int64_t>;
};

/// A condition on a field of an event, by the model's number for it: low <= field <= high. Field 0: none.
struct field_test {
    std::uint8_t field = 0;
    std::int64_t low = 0;
    std::int64_t high = 0;

    /// No event passes both.
    [[nodiscard]] constexpr bool excludes(field_test const& other) const noexcept {
        return field != 0 && field == other.field && (high < other.low || other.high < low);
    }
    friend constexpr bool operator==(field_test const&, field_test const&) = default;
};

/// Events of some kinds, a bit each, for which all tests hold.
struct clause {
    std::uint64_t kinds = 0;
    field_test tests[2]{};
    /// What such an event stands for where a measure takes a value; below zero: the measure's own field.
    std::int64_t gives = -1;

    /// Two tests of one field that no event can pass.
    [[nodiscard]] constexpr bool contradicts() const noexcept { return tests[0].excludes(tests[1]); }
    /// No event passes the tests of both.
    [[nodiscard]] constexpr bool excludes(clause const& other) const noexcept {
        for (auto const& a : tests) {
            for (auto const& b : other.tests) {
                if (a.excludes(b)) return true;
            }
        }
        return false;
    }
    friend constexpr bool operator==(clause const&, clause const&) = default;
};

// Not constexpr on purpose: the compiler stops there and prints the name.
namespace detail {
inline void a_selection_of_events_has_at_most_4_parts_and_a_part_has_at_most_2_conditions() {}
inline void an_event_stands_for_zero_or_more() {}
inline void a_kind_of_event_is_numbered_from_0_to_63() {}
}  // namespace detail

/// Which events, as plain data: those of any of up to four clauses.
struct clauses {
    clause any[4]{};
    std::uint8_t size = 0;

    [[nodiscard]] constexpr std::uint64_t kinds() const noexcept {
        return any[0].kinds | any[1].kinds | any[2].kinds | any[3].kinds;
    }
    /// No event meets two of them, or it would count twice.
    [[nodiscard]] constexpr bool overlaps() const noexcept {
        for (std::size_t i = 0; i < size; ++i) {
            for (std::size_t k = 0; k < i; ++k) {
                if ((any[i].kinds & any[k].kinds) != 0 && !any[i].excludes(any[k])) return true;
            }
        }
        return false;
    }
    friend constexpr bool operator==(clauses const&, clauses const&) = default;
};

/// A test of an event of a model.
template <measurable Model>
struct test_of {
    field_test test{};
};

/// A number that the events of a model carry. `most` is the largest that it can be; sums and extremes of it
/// are held there.
template <measurable Model, unit Unit, class Own = void>
struct field_of {
    std::uint8_t number = 0;
    std::uint32_t most = UINT32_MAX;

    template <class T>
    friend constexpr test_of<Model> operator>=(field_of f, T const& v) noexcept {
        return {{f.number, detail::threshold<Unit, Own>(v), unlimited}};
    }
    template <class T>
    friend constexpr test_of<Model> operator<=(field_of f, T const& v) noexcept {
        return {{f.number, -unlimited - 1, detail::threshold<Unit, Own>(v)}};
    }
    template <class T>
    friend constexpr test_of<Model> operator>(field_of f, T const& v) noexcept {
        return {{f.number, rung::add_saturated(detail::threshold<Unit, Own>(v), 1), unlimited}};
    }
    template <class T>
    friend constexpr test_of<Model> operator<(field_of f, T const& v) noexcept {
        return {{f.number, -unlimited - 1, rung::subtract_saturated(detail::threshold<Unit, Own>(v), 1)}};
    }
    template <class T>
    friend constexpr test_of<Model> operator==(field_of f, T const& v) noexcept {
        auto const value = detail::threshold<Unit, Own>(v);
        return {{f.number, value, value}};
    }
};

/// Which events of a model: `visit`, `visit or stay`, `purchase.where(price >= 100.00_money)`.
template <measurable Model>
struct selection : clauses {
    /// Only those for which the test holds too.
    [[nodiscard]] constexpr selection where(test_of<Model> const& t) const {
        auto s = *this;
        for (std::size_t i = 0; i < s.size; ++i) {
            auto& tests = s.any[i].tests;
            if (tests[1].field != 0)
                detail::a_selection_of_events_has_at_most_4_parts_and_a_part_has_at_most_2_conditions();
            tests[tests[0].field != 0 ? 1 : 0] = t.test;
        }
        return s;
    }
    /// Each of them stands for this number, whatever it carries: `5 each`.
    [[nodiscard]] constexpr selection as(std::int64_t value) const noexcept {
        if (value < 0) detail::an_event_stands_for_zero_or_more();
        auto s = *this;
        for (std::size_t i = 0; i < s.size; ++i) s.any[i].gives = value;
        return s;
    }
    friend constexpr selection operator||(selection a, selection const& b) {
        for (std::size_t i = 0; i < b.size; ++i) a.add(b.any[i]);
        return a;
    }

private:
    constexpr void add(clause const& c) {
        for (std::size_t i = 0; i < size; ++i) {
            auto& have = any[i];
            if (have.gives == c.gives && have.tests[0] == c.tests[0] && have.tests[1] == c.tests[1]) {
                have.kinds |= c.kinds;
                return;
            }
        }
        if (size == 4)
            detail::a_selection_of_events_has_at_most_4_parts_and_a_part_has_at_most_2_conditions();
        any[size++] = c;
    }
};

namespace detail {

template <class T>
[[nodiscard]] constexpr unit unit_of_type() noexcept {
    if constexpr (std::is_same_v<T, money>)
        return unit::money;
    else if constexpr (std::is_same_v<T, duration>)
        return unit::time;
    else if constexpr (std::is_same_v<T, percent>)
        return unit::percent;
    else if constexpr (std::is_same_v<T, decimal>)
        return unit::hundredths;
    else
        return unit::count;
}

template <class T>
[[nodiscard]] constexpr std::int64_t number_of(T const& v) noexcept {
    if constexpr (std::is_enum_v<T>)
        return rung::to_int64(static_cast<std::underlying_type_t<T>>(v));
    else if constexpr (std::is_same_v<T, bool>)
        return v ? 1 : 0;
    else if constexpr (std::is_integral_v<T>)
        return rung::to_int64(v);
    else
        return detail::threshold<detail::unit_of_type<T>(), void>(v);
}

template <class T>
[[nodiscard]] constexpr std::uint32_t most_of_type() noexcept {
    if constexpr (std::is_same_v<T, bool>)
        return 1;
    else if constexpr (std::is_enum_v<T>)
        return detail::most_of_type<std::underlying_type_t<T>>();
    else if constexpr (std::is_integral_v<T>)
        return sizeof(T) == 1 ? 0xff : sizeof(T) == 2 ? 0xffff : UINT32_MAX;
    else
        return UINT32_MAX;
}

template <class>
struct member_type;
template <class C, class T>
struct member_type<T C::*> {
    using type = T;
};
template <auto Member>
using type_of_member = std::remove_cv_t<typename member_type<std::remove_cv_t<decltype(Member)>>::type>;

}  // namespace detail

/// The model of a plain event struct: which member says its kind (an enumeration of at most 64, from 0), and
/// which others are numbers that measures may ask about.
///
///     using stays = rung::event_model<stay_event, &stay_event::what, &stay_event::nights,
///     &stay_event::paid>; constexpr auto stay = stays::of(what::stay); constexpr auto nights =
///     stays::field<&stay_event::nights>;
template <class Event, auto Kind, auto... Fields>
struct event_model {
    static_assert(std::is_enum_v<detail::type_of_member<Kind>>,
                  "the kind of an event is an enumeration: event_model<my_event, &my_event::kind, ...>");

private:
    template <auto A, auto B>
    [[nodiscard]] static constexpr bool same() noexcept {
        if constexpr (std::is_same_v<decltype(A), decltype(B)>)
            return A == B;
        else
            return false;
    }
    template <auto Member>
    [[nodiscard]] static constexpr std::uint8_t place_of() noexcept {
        std::uint8_t found = 0;
        std::uint8_t nth = 0;
        ((++nth, found = same<Member, Fields>() ? nth : found), ...);
        return found;
    }

public:
    using event = Event;
    using kind_type = detail::type_of_member<Kind>;

    [[nodiscard]] static constexpr std::uint8_t kind(event const& e) noexcept {
        return static_cast<std::uint8_t>(e.*Kind);
    }
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr std::int64_t get(event const& e,
                                                                      std::uint8_t field) noexcept {
        std::int64_t value = 0;
        std::uint8_t nth = 0;
        ((value = ++nth == field ? detail::number_of(e.*Fields) : value), ...);
        return value;
    }
    /// A kind outside the 64 that can be told apart.
    [[nodiscard]] static constexpr refusal check(event const& e) noexcept {
        return static_cast<std::size_t>(e.*Kind) < 64 ? refusal::none : refusal::kind;
    }

    /// The events of one kind.
    [[nodiscard]] static constexpr selection<event_model> of(kind_type k) noexcept {
        auto const number = static_cast<std::size_t>(k);
        if (number > 63) detail::a_kind_of_event_is_numbered_from_0_to_63();
        selection<event_model> s;
        s.any[0].kinds = std::uint64_t{1} << (number & 63);
        s.size = 1;
        return s;
    }

    /// A member that this model lists, as a field.
    template <auto Member>
    static constexpr auto field = [] {
        using type = detail::type_of_member<Member>;
        constexpr auto number = place_of<Member>();
        static_assert(number != 0, "the model does not list this member: add it to event_model<...>");
        using own = std::conditional_t<std::is_enum_v<type> || std::is_same_v<type, bool>, type, void>;
        return field_of<event_model, detail::unit_of_type<type>(), own>{number, detail::most_of_type<type>()};
    }();
};

}  // namespace v0
}  // namespace rung
