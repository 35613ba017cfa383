#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/config.hpp>
#include <rung/core/decimal.hpp>
#include <rung/core/money.hpp>
#include <rung/core/percent.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/time.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace rung {
inline namespace v0 {

/// low <= fact <= high. Thresholds are inclusive; `<` and `>` become the next whole number.
template <class S>
struct basic_condition {
    static_assert(detail::is_whole<S>);

    typename S::fact fact{};
    std::int64_t low = 0;
    std::int64_t high = 0;

    [[nodiscard]] constexpr bool holds(std::int64_t value) const noexcept {
        return (low <= value) & (value <= high);
    }
    RUNG_FORCE_INLINE [[nodiscard]] constexpr bool holds(typename S::facts const& f,
                                                         instant now) const noexcept {
        return holds(S::read(f, fact, now));
    }
    friend constexpr bool operator==(basic_condition const&, basic_condition const&) = default;
};

/// What the vocabulary says of the fact that a condition asks about.
template <schema S>
[[nodiscard]] constexpr word const& describe(basic_condition<S> const& c) noexcept {
    return rung::describe<S>(c.fact);
}

/// How a fact stands to a value.
enum class comparison : std::uint8_t { at_least, at_most, above, below, equal };

/// `purchases >= 3` as a condition: fact, comparison and value in the fact's own unit. One that no value can
/// satisfy has low above high.
template <schema S>
[[nodiscard]] constexpr basic_condition<S> condition_of(typename S::fact fact, comparison how,
                                                        std::int64_t value) noexcept {
    word const& of = rung::describe<S>(fact);
    std::int64_t const least = of.least, most = of.most;
    switch (how) {
    case comparison::at_least: return {fact, value, most};
    case comparison::at_most: return {fact, least, value};
    case comparison::above: return {fact, add_saturated(value, 1), value == unlimited ? value - 1 : most};
    case comparison::below:
        return {fact, value == -unlimited - 1 ? value + 1 : least, subtract_saturated(value, 1)};
    case comparison::equal: break;
    }
    return {fact, value, value};
}

namespace detail {

// Not constexpr on purpose: a rule that is too large is a compile error with this name in it.
inline void a_rule_has_at_most_16_conditions_and_8_routes() {
    RUNG_ASSERT("a rule has at most 16 conditions and 8 routes (a route is what stands between two 'or')");
}

}  // namespace detail

/// Routes joined by *or*; a route is conditions joined by *and*. Made from conditions: `(purchases >= 3 and
/// silence <= 90_days) or recommendations >= 5`. An empty rule is "not given".
template <class S>
class basic_rule {
public:
    using condition = basic_condition<S>;
    static constexpr std::size_t max_conditions = 16;
    static constexpr std::size_t max_routes = 8;

    constexpr basic_rule() = default;
    constexpr basic_rule(condition const& c) noexcept : ends_{1}, routes_{1} { conditions_[0] = c; }

    /// A rule that always holds: one route without conditions.
    [[nodiscard]] static constexpr basic_rule always() noexcept {
        basic_rule r;
        r.routes_ = 1;
        return r;
    }

    [[nodiscard]] constexpr bool given() const noexcept { return routes_ != 0; }
    [[nodiscard]] constexpr std::size_t route_count() const noexcept { return routes_; }
    [[nodiscard]] constexpr std::size_t begin_of(std::size_t route) const noexcept {
        return route == 0 ? 0 : ends_[route - 1];
    }
    [[nodiscard]] constexpr std::size_t end_of(std::size_t route) const noexcept { return ends_[route]; }
    /// How many conditions all routes together have.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return begin_of(routes_); }
    [[nodiscard]] constexpr condition const& operator[](std::size_t i) const noexcept {
        return conditions_[i];
    }

    [[nodiscard]] constexpr bool holds(typename S::facts const& f, instant now) const noexcept {
        for (std::size_t r = 0; r < routes_; ++r) {
            bool all = true;
            for (std::size_t i = begin_of(r); i < end_of(r); ++i) all = all && conditions_[i].holds(f, now);
            if (all) return true;
        }
        return false;
    }

    friend constexpr basic_rule operator||(basic_rule const& a, basic_rule const& b) {
        basic_rule out = a;
        if (!out.try_or(b)) detail::a_rule_has_at_most_16_conditions_and_8_routes();
        return out;
    }
    friend constexpr basic_rule operator&&(basic_rule const& a, basic_rule const& b) {
        basic_rule out = a;
        if (!out.try_and(b)) detail::a_rule_has_at_most_16_conditions_and_8_routes();
        return out;
    }

    /// Adds the other's routes after its own. False, and nothing changes, if that is too large for a rule.
    [[nodiscard]] constexpr bool try_or(basic_rule const& b) noexcept {
        if (routes_ + b.routes_ > max_routes || size() + b.size() > max_conditions) return false;
        for (std::size_t r = 0, count = b.routes_; r < count; ++r) {  // b may be this rule itself
            open_route();
            for (std::size_t i = b.begin_of(r); i < b.end_of(r); ++i) require(b[i]);
        }
        return true;
    }

    /// Joins each of its routes with each route of the other. A rule that is not given asks for nothing.
    /// False, and nothing changes, if that is too large for a rule.
    [[nodiscard]] constexpr bool try_and(basic_rule const& b) noexcept {
        if (!b.given()) return true;
        if (!given()) {
            *this = b;
            return true;
        }
        if (routes_ * b.routes_ > static_cast<int>(max_routes)) return false;
        basic_rule out;
        for (std::size_t r = 0; r < routes_; ++r) {
            for (std::size_t q = 0; q < b.routes_; ++q) {
                out.open_route();
                for (std::size_t i = begin_of(r); i < end_of(r); ++i) {
                    if (!out.try_require(conditions_[i])) return false;
                }
                for (std::size_t i = b.begin_of(q); i < b.end_of(q); ++i) {
                    if (!out.try_require(b[i])) return false;
                }
            }
        }
        *this = out;
        return true;
    }

    friend constexpr bool operator==(basic_rule const& a, basic_rule const& b) noexcept {
        if (a.routes_ != b.routes_) return false;
        for (std::size_t r = 0; r < a.routes_; ++r) {
            if (a.ends_[r] != b.ends_[r]) return false;
            for (std::size_t i = a.begin_of(r); i < a.end_of(r); ++i) {
                if (!(a[i] == b[i])) return false;
            }
        }
        return true;
    }

    /// Begins a new route, which holds until something is required of it.
    constexpr void open_route() {
        if (routes_ == max_routes) return detail::a_rule_has_at_most_16_conditions_and_8_routes();
        ends_[routes_] = routes_ == 0 ? std::uint8_t{0} : ends_[routes_ - 1];
        ++routes_;
    }

    /// Adds a condition to the route begun last. Two conditions on one fact become the one that means both.
    constexpr void require(condition const& c) {
        if (!try_require(c)) detail::a_rule_has_at_most_16_conditions_and_8_routes();
    }

    /// The same; false, and nothing changes, if there are 16 conditions already.
    // By reference: g++ 12 at -O2 and above loses the fact of a condition that is passed by value here.
    [[nodiscard]] constexpr bool try_require(condition const& c) {
        if (routes_ == 0) open_route();
        std::size_t const end = end_of(routes_ - 1u);
        for (std::size_t i = begin_of(routes_ - 1u); i < end; ++i) {
            if (conditions_[i].fact == c.fact) {
                if (c.low > conditions_[i].low) conditions_[i].low = c.low;
                if (c.high < conditions_[i].high) conditions_[i].high = c.high;
                return true;
            }
        }
        if (end == max_conditions) return false;
        conditions_[end] = c;
        ends_[routes_ - 1u] = static_cast<std::uint8_t>(end + 1);
        return true;
    }

private:
    condition conditions_[max_conditions]{};
    std::uint8_t ends_[max_routes]{};  // where each route's conditions end; the next route's begin there
    std::uint8_t routes_ = 0;
};

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

    /// There is no !=: a rule says what must hold.
    template <class S, unit Unit, class Own, class T>
    requires(!is_term<T>) friend constexpr basic_rule<S> operator!=(term<S, Unit, Own>, T const&) noexcept {
        return detail::refuse_not_equal<basic_rule<S>, T>();
    }
    template <class T, class S, unit Unit, class Own>
    requires(!is_term<T>) friend constexpr basic_rule<S> operator!=(T const&, term<S, Unit, Own>) noexcept {
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
