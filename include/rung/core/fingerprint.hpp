#pragma once

#include <rung/core/config.hpp>
#include <rung/core/ladder.hpp>
#include <rung/core/occasion.hpp>
#include <rung/core/policy.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

/// A policy of the host that says which variant of it this is (other numbers, another version):
/// `fingerprint() noexcept -> std::uint64_t`.
template <class P>
concept fingerprinted = requires(P const p) {
    { p.fingerprint() }
    noexcept->std::same_as<std::uint64_t>;
};

namespace detail {

/// Takes in numbers, one after the other. Each step can be undone, so two rows that differ in one number
/// surely end differently; all others very probably do.
class fingerprint_of {
public:
    RUNG_WRAPS constexpr fingerprint_of& add(std::uint64_t n) noexcept {
        auto x = (value_ ^ n) + 0x9E3779B97F4A7C15U;  // the steps of splitmix64
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9U;
        x = (x ^ x >> 27) * 0x94D049BB133111EBU;
        value_ = x ^ x >> 31;
        return *this;
    }
    constexpr fingerprint_of& add(std::int64_t n) noexcept { return add(static_cast<std::uint64_t>(n)); }
    // The earlier contents of the word are shifted out.
    RUNG_WRAPS constexpr fingerprint_of& add(std::string_view text) noexcept {
        add(std::uint64_t{text.size()});
        std::uint64_t eight = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            eight = eight << 8 | static_cast<unsigned char>(text[i]);
            if (i % 8 == 7 || i + 1 == text.size()) add(eight);
        }
        return *this;
    }
    [[nodiscard]] constexpr std::uint64_t value() const noexcept { return value_; }

private:
    std::uint64_t value_ = 0;
};

constexpr void add_limit(fingerprint_of& all, time_limit const& l) noexcept {
    all.add(static_cast<std::uint64_t>(l.how())).add(static_cast<std::uint64_t>(l.each())).add(l.n());
    auto const c = l.calendar();
    all.add(std::int64_t{c.offset_minutes}).add(std::uint64_t{c.week_start}).add(std::uint64_t{c.year_start});
}

template <schema S>
constexpr void add_vocabulary(fingerprint_of& all) noexcept {
    all.add(std::uint64_t{S::vocabulary.size()});
    for (std::size_t i = 0; i < S::vocabulary.size(); ++i) {
        word const& w = S::vocabulary[i];
        all.add(w.name).add(static_cast<std::uint64_t>(w.measure));
        all.add(std::uint64_t{w.shrinks} << 2 | std::uint64_t{w.ages} << 1 | std::uint64_t{w.falls});
        all.add(w.least).add(w.most);
    }
    if constexpr (fingerprinted<S>) all.add(S::fingerprint());
}

// The order of the routes of a rule, and of the conditions of a route, is no part of what they mean: sums.
template <class Ladder>
RUNG_WRAPS [[nodiscard]] constexpr std::uint64_t rule_fingerprint(Ladder const& l,
                                                                  typename Ladder::rule_span rule) noexcept {
    std::uint64_t routes = 0;
    for (std::size_t r = rule.first; r < std::size_t{rule.first} + rule.count; ++r) {
        auto const& route = l.route_at(r);
        std::uint64_t conditions = 0;
        std::uint64_t counted = 0;
        for (std::size_t i = 0; i < l.condition_count(); ++i) {
            if ((route.conditions >> i & 1) == 0) continue;
            auto const& c = l.condition_at(i);
            ((route.counted >> i & 1) != 0 ? counted : conditions) +=
                fingerprint_of{}.add(static_cast<std::uint64_t>(c.fact)).add(c.low).add(c.high).value();
        }
        fingerprint_of one;
        one.add(conditions);
        if (route.counted != 0) one.add(counted).add(std::uint64_t{route.least});
        routes += one.value();
    }
    return fingerprint_of{}.add(std::uint64_t{rule.count}).add(routes).value();
}

// A policy of the library's own is known by what it does, whichever of its types it is.
template <class A>
[[nodiscard]] constexpr std::uint64_t ascent_fingerprint(A const& a) noexcept {
    if constexpr (std::same_as<A, ascent::chosen>) {
        return a.how == ascent::kind::one_step ? a.cumulative ? 1 : 4 : a.cumulative ? 2 : 3;
    } else if constexpr (std::same_as<A, ascent::leap> || std::same_as<A, ascent::one_step> ||
                         std::same_as<A, ascent::direct>) {
        return ascent_fingerprint(ascent::chosen{a});
    } else if constexpr (fingerprinted<A>) {
        return fingerprint_of{}.add(std::uint64_t{5}).add(a.fingerprint()).value();
    } else {
        return 5;
    }
}

template <class D>
[[nodiscard]] constexpr std::uint64_t descent_fingerprint(D const& d) noexcept {
    if constexpr (std::same_as<D, descent::chosen>) {
        if (!d.falls) return 1;
        auto const wait = d.wait > duration{} ? d.wait : duration{};  // less than nothing is nothing
        return fingerprint_of{}.add(static_cast<std::uint64_t>(d.depth)).add(wait.seconds).value();
    } else if constexpr (std::same_as<D, descent::never> || std::same_as<D, descent::after> ||
                         std::same_as<D, descent::at_once>) {
        return descent_fingerprint(descent::chosen{d});
    } else if constexpr (fingerprinted<D>) {
        return fingerprint_of{}.add(std::uint64_t{5}).add(d.fingerprint()).value();
    } else {
        return 5;
    }
}

template <class C>
[[nodiscard]] constexpr std::uint64_t comeback_fingerprint(C const& c) noexcept {
    if constexpr (std::same_as<C, comeback::chosen>) {
        return c.how == comeback::kind::resume ? c.forgets ? 4 : 1 : c.forgets ? 3 : 2;
    } else if constexpr (std::same_as<C, comeback::resume> || std::same_as<C, comeback::requalify> ||
                         std::same_as<C, comeback::restart>) {
        return comeback_fingerprint(comeback::chosen{c});
    } else if constexpr (fingerprinted<C>) {
        return fingerprint_of{}.add(std::uint64_t{5}).add(c.fingerprint()).value();
    } else {
        return 5;
    }
}

}  // namespace detail

/// All that decides where clients stand, in one number that is the same on every machine: the schema's
/// vocabulary, and the names, rules, doors, graces, guarantees, waits and exits of the ladder. Two ladders
/// that differ in one threshold have different fingerprints. Who drives a stage, where it is described, the
/// ladder's name, the order in which a rule's conditions were written: none of that counts.
///
/// What the schema's `fold` does with an event cannot be seen here: a host that changes it should rename a
/// word of the vocabulary.
template <schema S, stage_name Stage>
[[nodiscard]] constexpr std::uint64_t fingerprint(basic_ladder<S, Stage> const& l) noexcept {
    detail::fingerprint_of all;
    detail::add_vocabulary<S>(all);
    all.add(std::uint64_t{l.stage_count()}).add(std::uint64_t{l.exit_count()});
    for (std::size_t i = 0; i < l.place_count(); ++i) {
        auto const s = rung::stage_at<Stage>(i);
        all.add(l.name(s)).add(l.grace(s).n());
        all.add(detail::rule_fingerprint(l, l.enter(s)));
        all.add(detail::rule_fingerprint(l, l.keep(s)));
        all.add(detail::rule_fingerprint(l, l.door(s)));
    }
    // A rung that is always kept once was only its own rule's.
    if (l.always_kept() != 0) all.add(l.always_kept());
    // What ladders did not have at first: those without it are known as they were.
    for (std::size_t i = 0; i < l.stage_count(); ++i) {
        auto const s = rung::stage_at<Stage>(i);
        if (l.grace(s).by_calendar()) detail::add_limit(all.add("grace").add(std::uint64_t{i}), l.grace(s));
        if (l.guaranteed(s).given())
            detail::add_limit(all.add("guaranteed").add(std::uint64_t{i}), l.guaranteed(s));
        if (l.wait(s).given()) detail::add_limit(all.add("wait").add(std::uint64_t{i}), l.wait(s));
    }
    return all.value();
}

/// The same with the policies. It does not matter whether a policy of the library's own was chosen at run
/// time or is a type. A policy of the host counts by its `fingerprint()`; without one it counts as some
/// policy that is not the library's.
template <class Rules>
[[nodiscard]] constexpr std::uint64_t fingerprint(occasion<Rules> const& lifecycle) noexcept {
    return detail::fingerprint_of{}
        .add(rung::fingerprint(lifecycle.ladder()))
        .add(detail::ascent_fingerprint(lifecycle.ascent()))
        .add(detail::descent_fingerprint(lifecycle.descent()))
        .add(detail::comeback_fingerprint(lifecycle.comeback()))
        .value();
}

}  // namespace v0
}  // namespace rung
