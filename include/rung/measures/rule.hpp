#pragma once

#include <rung/measures/measure.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace rung {
inline namespace v0 {

// `nights >= 10` does not say which table of measures the ladder reads: it becomes a rule of that ladder
// where a stage takes it.

namespace detail {

struct rule_of_measures {};

template <class T>
concept measured_rule = std::derived_from<T, rule_of_measures>;

/// A measure against a threshold.
template <class Model>
struct compared : rule_of_measures {
    measure_row const* of;
    comparison how;
    std::int64_t value;

    constexpr compared(measure_row const& m, comparison h, std::int64_t v) noexcept
        : of{&m}, how{h}, value{v} {}

    template <class S>
    constexpr operator basic_rule<S>() const requires std::same_as<typename S::model, Model> {
        return rung::condition_of<S>(S::fact_of(*of), how, value);
    }
};

/// Two rules joined.
template <measured_rule A, measured_rule B, bool And>
struct joined : rule_of_measures {
    A a;
    B b;

    constexpr joined(A const& x, B const& y) noexcept : a{x}, b{y} {}

    template <class S>
    constexpr operator basic_rule<S>()
        const requires std::convertible_to<A, basic_rule<S>> && std::convertible_to<B, basic_rule<S>> {
        basic_rule<S> const left = a;
        basic_rule<S> const right = b;
        if constexpr (And)
            return left && right;
        else
            return left || right;
    }
};

/// So many of some comparisons.
template <class Model>
struct counted : rule_of_measures {
    struct row {
        measure_row const* of = nullptr;
        comparison how{};
        std::int64_t value = 0;
    };
    static constexpr std::size_t most = 16;  // that a rule has room for
    row rows[most]{};
    std::size_t size = 0;
    std::size_t least;

    constexpr counted(std::size_t k, std::initializer_list<compared<Model>> all) : least{k} {
        if (all.size() > most) a_rule_has_at_most_16_conditions_and_8_routes();
        for (auto const& c : all) {
            if (size < most) rows[size++] = {c.of, c.how, c.value};
        }
    }

    template <class S>
    constexpr operator basic_rule<S>() const requires std::same_as<typename S::model, Model> {
        basic_rule<S> out;
        out.open_route();
        for (std::size_t i = 0; i < size; ++i)
            (void)out.try_count(rung::condition_of<S>(S::fact_of(*rows[i].of), rows[i].how, rows[i].value));
        out.count_at_least(least);
        return out;
    }
};

}  // namespace detail

/// At least so many of some comparisons of measures: `at_least(2, {nights >= 10, stays >= 4, points >=
/// 500})`.
template <class M>
[[nodiscard]] constexpr detail::counted<M> at_least(std::size_t least,
                                                    std::initializer_list<detail::compared<M>> of) {
    return {least, of};
}

template <detail::measured_rule A, detail::measured_rule B>
[[nodiscard]] constexpr auto operator||(A const& a, B const& b) noexcept {
    return detail::joined<A, B, false>{a, b};
}
template <detail::measured_rule A, detail::measured_rule B>
[[nodiscard]] constexpr auto operator&&(A const& a, B const& b) noexcept {
    return detail::joined<A, B, true>{a, b};
}

template <class M, unit U, class Own, class T>
[[nodiscard]] constexpr detail::compared<M> operator>=(basic_measure<M, U, Own> const& m,
                                                       T const& v) noexcept {
    return {m, comparison::at_least, detail::threshold<U, Own>(v)};
}
template <class M, unit U, class Own, class T>
[[nodiscard]] constexpr detail::compared<M> operator<=(basic_measure<M, U, Own> const& m,
                                                       T const& v) noexcept {
    return {m, comparison::at_most, detail::threshold<U, Own>(v)};
}
template <class M, unit U, class Own, class T>
[[nodiscard]] constexpr detail::compared<M> operator>(basic_measure<M, U, Own> const& m,
                                                      T const& v) noexcept {
    return {m, comparison::above, detail::threshold<U, Own>(v)};
}
template <class M, unit U, class Own, class T>
[[nodiscard]] constexpr detail::compared<M> operator<(basic_measure<M, U, Own> const& m,
                                                      T const& v) noexcept {
    return {m, comparison::below, detail::threshold<U, Own>(v)};
}
template <class M, unit U, class Own, class T>
[[nodiscard]] constexpr detail::compared<M> operator==(basic_measure<M, U, Own> const& m,
                                                       T const& v) noexcept {
    return {m, comparison::equal, detail::threshold<U, Own>(v)};
}

// clang-format off
template <class M, unit U, class Own, class T>
void operator>=(basic_measure<M, U, Own> const&&, T const&) = delete;  // a measure in a rule is a named constant: constexpr auto nights = ...;
template <class M, unit U, class Own, class T>
void operator<=(basic_measure<M, U, Own> const&&, T const&) = delete;  // a measure in a rule is a named constant: constexpr auto nights = ...;
template <class M, unit U, class Own, class T>
void operator>(basic_measure<M, U, Own> const&&, T const&) = delete;  // a measure in a rule is a named constant: constexpr auto nights = ...;
template <class M, unit U, class Own, class T>
void operator<(basic_measure<M, U, Own> const&&, T const&) = delete;  // a measure in a rule is a named constant: constexpr auto nights = ...;
template <class M, unit U, class Own, class T>
void operator==(basic_measure<M, U, Own> const&&, T const&) = delete;  // a measure in a rule is a named constant: constexpr auto nights = ...;
// clang-format on

}  // namespace v0
}  // namespace rung
