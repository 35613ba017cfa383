#pragma once

#include <rung/core/condition.hpp>
#include <rung/core/decimal.hpp>
#include <rung/core/money.hpp>
#include <rung/core/number.hpp>
#include <rung/core/percent.hpp>
#include <rung/core/rule.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/time.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace rung {
inline namespace v0 {

template <class S, unit Unit, class Own>
class term;

namespace detail {

/// Whether T is a value of a fact of that unit; `Own` is the fact's own enumeration, void where it has none.
template <unit Unit, class Own, class T>
[[nodiscard]] constexpr bool measures() noexcept {
    switch (Unit) {
    case unit::count: return whole_number<T> || std::is_same_v<T, Own>;
    case unit::money: return std::is_same_v<T, money>;
    case unit::time:
        return std::is_same_v<T, duration> || (chrono_duration<T> && std::convertible_to<T, duration>);
    case unit::percent: return std::is_same_v<T, percent>;
    case unit::hundredths: return std::is_same_v<T, decimal>;
    }
    return false;
}

template <class>
inline constexpr bool never = false;

template <class Rule, class T>
constexpr Rule refuse_not_equal() noexcept {
    static_assert(never<T>, "a rule has no !=: write 'lost > 3 or lost < 3' instead of 'lost != 3'");
    return {};
}

template <class>
inline constexpr bool is_term = false;
template <class S, unit Unit, class Own>
inline constexpr bool is_term<term<S, Unit, Own>> = true;

template <class T>
[[nodiscard]] constexpr bool is_months_or_years() noexcept {
    if constexpr (chrono_duration<T>)
        return months_or_years<T>;
    else
        return false;
}

/// The number of a threshold, or a compile error that says how to write one.
template <unit Unit, class Own, class T>
[[nodiscard]] constexpr std::int64_t threshold(T const& t) noexcept {
    constexpr bool fits = detail::measures<Unit, Own, T>();
    constexpr bool fixed = Unit != unit::time || !detail::is_months_or_years<T>();
    static_assert(fixed, "months and years have no fixed length: write days, such as 91_days or 365_days");
    static_assert(fits || !fixed || Unit != unit::count || std::is_enum_v<T>,
                  "this fact is a count: it compares with a whole number, such as purchases >= 3");
    static_assert(fits || Unit != unit::count || !std::is_enum_v<T>,
                  "an enumerator compares only with the fact that has this enumeration for its values");
    static_assert(fits || Unit != unit::money,
                  "this fact is money: it compares with money, such as 1000.00_money");
    static_assert(
        fits || !fixed || Unit != unit::time,
        "this fact is a length of time: it compares with one in whole seconds, such as 90_days or 12_hours");
    static_assert(fits || Unit != unit::percent,
                  "this fact is a percentage: it compares with one, such as 150_percent");
    static_assert(fits || Unit != unit::hundredths,
                  "this fact is a number with two decimals: it compares with one, such as 4.50_decimal");
    if constexpr (!fits)
        return 0;
    else if constexpr (Unit == unit::money)
        return t.minor_units;
    else if constexpr (Unit == unit::time)
        return duration{t}.seconds;
    else if constexpr (Unit == unit::percent)
        return t.value;
    else if constexpr (Unit == unit::hundredths)
        return t.hundredths;
    else if constexpr (std::is_enum_v<T>)
        return rung::to_int64(static_cast<std::underlying_type_t<T>>(t));
    else if constexpr (std::is_same_v<T, bool>)
        return t ? 1 : 0;
    else
        return rung::to_int64(t);
}

// Not constexpr on purpose: the compiler stops here and prints its name.
inline void the_vocabulary_needs_an_entry_for_each_enumerator_of_fact_in_order() {}

template <class S>
[[nodiscard]] consteval unit unit_of(typename S::fact f) noexcept {
    static_assert(is_whole<S>);
    auto const i = static_cast<std::size_t>(f);
    if (i >= S::vocabulary.size()) the_vocabulary_needs_an_entry_for_each_enumerator_of_fact_in_order();
    return S::vocabulary[i].measure;
}

/// What terms compare with. These are friends of one class instead of each term, where all of them would be
/// declared once more for each unit. The results are rules, so that `and` and `or` of rules are all there is
/// to join them.
struct term_operators {
    template <class S, unit Unit, class Own, class T>
    friend constexpr basic_rule<S> operator>=(term<S, Unit, Own> f, T const& t) noexcept {
        return f.is(comparison::at_least, t);
    }
    template <class S, unit Unit, class Own, class T>
    friend constexpr basic_rule<S> operator<=(term<S, Unit, Own> f, T const& t) noexcept {
        return f.is(comparison::at_most, t);
    }
    template <class S, unit Unit, class Own, class T>
    friend constexpr basic_rule<S> operator>(term<S, Unit, Own> f, T const& t) noexcept {
        return f.is(comparison::above, t);
    }
    template <class S, unit Unit, class Own, class T>
    friend constexpr basic_rule<S> operator<(term<S, Unit, Own> f, T const& t) noexcept {
        return f.is(comparison::below, t);
    }
    // Both constrained: clang 14 else takes the one that is for `3 == purchases`, turned round.
    template <class S, unit Unit, class Own, class T>
    requires(!is_term<T>) friend constexpr basic_rule<S> operator==(term<S, Unit, Own> f,
                                                                    T const& t) noexcept {
        return f.is(comparison::equal, t);
    }
    // `3 <= purchases` is `purchases >= 3`.
    template <class T, class S, unit Unit, class Own>
    requires(!is_term<T>) friend constexpr basic_rule<S> operator<=(T const& t,
                                                                    term<S, Unit, Own> f) noexcept {
        return f >= t;
    }
    template <class T, class S, unit Unit, class Own>
    requires(!is_term<T>) friend constexpr basic_rule<S> operator>=(T const& t,
                                                                    term<S, Unit, Own> f) noexcept {
        return f <= t;
    }
    template <class T, class S, unit Unit, class Own>
    requires(!is_term<T>) friend constexpr basic_rule<S> operator<(T const& t,
                                                                   term<S, Unit, Own> f) noexcept {
        return f > t;
    }
    template <class T, class S, unit Unit, class Own>
    requires(!is_term<T>) friend constexpr basic_rule<S> operator>(T const& t,
                                                                   term<S, Unit, Own> f) noexcept {
        return f < t;
    }
    template <class T, class S, unit Unit, class Own>
    requires(!is_term<T>) friend constexpr basic_rule<S> operator==(T const& t,
                                                                    term<S, Unit, Own> f) noexcept {
        return f.is(comparison::equal, t);
    }

    template <class S, unit Unit, class Own, class T>
    requires is_term<T>
    friend constexpr basic_rule<S> operator==(term<S, Unit, Own> f, T const& t) noexcept {
        return f.is(comparison::equal, t);  // does not compile
    }

    /// There is no !=: a rule says what must hold. (All constrained: else the == turned round is preferred.)
    template <class S, unit Unit, class Own, class T>
    requires(!is_term<T>) friend constexpr basic_rule<S> operator!=(term<S, Unit, Own>, T const&) noexcept {
        return detail::refuse_not_equal<basic_rule<S>, T>();
    }
    template <class T, class S, unit Unit, class Own>
    requires(!is_term<T>) friend constexpr basic_rule<S> operator!=(T const&, term<S, Unit, Own>) noexcept {
        return detail::refuse_not_equal<basic_rule<S>, T>();
    }
    template <class S, unit Unit, class Own, class T>
    requires is_term<T>
    friend constexpr basic_rule<S> operator!=(term<S, Unit, Own>, T const&) noexcept {
        return detail::refuse_not_equal<basic_rule<S>, T>();
    }
};

}  // namespace detail

/// A fact in a rule: `purchases >= 3`. It compares only with values of its unit: a count with whole numbers,
/// and with the enumeration `Own` if its values are one; a length of time with `90_days` or std::chrono;
/// money with `100.00_money`, a percentage with `150_percent`, a number of two decimals with `4.50_decimal`.
template <class S, unit Unit, class Own>
class term : detail::term_operators {
public:
    constexpr explicit term(typename S::fact f) noexcept : fact_{f} {}

    /// Whether the fact compares with a T.
    template <class T>
    static constexpr bool compares_with = detail::measures<Unit, Own, T>();

    /// `silence.is(comparison::at_most, 90_days)` is `silence <= 90_days`.
    template <class T>
    [[nodiscard]] constexpr basic_rule<S> is(comparison how, T const& value) const noexcept {
        return rung::condition_of<S>(fact_, how, detail::threshold<Unit, Own>(value));
    }

    /// What the vocabulary says of the fact: its name, what it is measured in, its limits.
    [[nodiscard]] friend constexpr word const& describe(term f) noexcept {
        return rung::describe<S>(f.fact_);
    }

private:
    typename S::fact fact_;
};

/// A fact by its enumerator, in the unit that the vocabulary gives it. A host names its facts with it:
/// `inline constexpr auto visits = rung::fact<gym, gym::fact::visits>;` and if the values of a fact are an
/// enumeration, `inline constexpr auto season = rung::fact<gym, gym::fact::season, gym::season>;`
template <class S, typename S::fact Fact, class Own = void>
inline constexpr term<S, detail::unit_of<S>(Fact), Own> fact{Fact};

}  // namespace v0
}  // namespace rung
