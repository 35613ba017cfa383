#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/condition.hpp>
#include <rung/core/config.hpp>
#include <rung/core/time.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace rung {
inline namespace v0 {
namespace detail {

// Not constexpr on purpose: a rule that is too large is a compile error with this name in it.
[[noreturn]] inline void a_rule_has_at_most_16_conditions_and_8_routes() {
    RUNG_ASSERT("a rule has at most 16 conditions and 8 routes (a route is what stands between two 'or')");
    abort();
}
[[noreturn]] inline void at_least_asks_for_one_of_its_conditions_or_more_and_for_no_more_than_there_are() {
    RUNG_ASSERT("at_least asks for one of its conditions or more, and for no more than there are");
    abort();
}
[[noreturn]] inline void at_least_counts_conditions_each_compares_one_fact() {
    RUNG_ASSERT("at_least counts conditions, of which each compares one fact: no 'or', no other count, no "
                "'and' of two facts");
    abort();
}
[[noreturn]] inline void a_route_counts_only_once() {
    RUNG_ASSERT("two counts cannot be joined by 'and': a route counts only once");
    abort();
}

}  // namespace detail

/// Routes joined by *or*; a route is conditions joined by *and*. Made from conditions: `(purchases >= 3 and
/// silence <= 90_days) or recommendations >= 5`. An empty rule is "not given". Beside conditions that must
/// all hold, a route may have some of which a number must: see at_least.
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
    /// The first conditions of a route, up to here, are counted: `least_of` of them must hold. All others
    /// must hold.
    [[nodiscard]] constexpr std::size_t end_of_count(std::size_t route) const noexcept {
        auto const count = count_of(route);
        return begin_of(route) + (count != 0 ? static_cast<std::size_t>(count) / 16 + 1 : 0);
    }
    [[nodiscard]] constexpr std::uint8_t least_of(std::size_t route) const noexcept {
        auto const count = count_of(route);
        return static_cast<std::uint8_t>(count != 0 ? count % 16 + 1 : 0);
    }
    /// Whether a route counts.
    [[nodiscard]] constexpr bool counts() const noexcept { return counts_ != 0; }
    /// How many conditions all routes together have.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return begin_of(routes_); }
    [[nodiscard]] constexpr condition const& operator[](std::size_t i) const noexcept {
        return conditions_[i];
    }

    [[nodiscard]] constexpr bool holds(typename S::facts const& f, instant now) const noexcept {
        for (std::size_t r = 0; r < routes_; ++r) {
            if (holds(r, f, now)) return true;
        }
        return false;
    }
    /// The same of one route.
    [[nodiscard]] constexpr bool holds(std::size_t route, typename S::facts const& f,
                                       instant now) const noexcept {
        std::size_t held = 0;
        std::size_t i = begin_of(route);
        for (; i < end_of_count(route); ++i) held += conditions_[i].holds(f, now);
        bool all = held >= least_of(route);
        for (; i < end_of(route); ++i) all = all && conditions_[i].holds(f, now);
        return all;
    }

    friend constexpr basic_rule operator||(basic_rule const& a, basic_rule const& b) {
        basic_rule out = a;
        if (!out.try_or(b)) detail::a_rule_has_at_most_16_conditions_and_8_routes();
        return out;
    }
    friend constexpr basic_rule operator&&(basic_rule const& a, basic_rule const& b) {
        basic_rule out = a;
        if (!out.try_and(b)) {
            if (a.counts() && b.counts()) detail::a_route_counts_only_once();
            detail::a_rule_has_at_most_16_conditions_and_8_routes();
        }
        return out;
    }

    /// Adds the other's routes after its own. False, and nothing changes, if that is too large for a rule.
    [[nodiscard]] constexpr bool try_or(basic_rule const& b) noexcept {
        if (routes_ + b.routes_ > max_routes || size() + b.size() > max_conditions) return false;
        for (std::size_t r = 0, count = b.routes_; r < count; ++r) {  // b may be this rule itself
            open_route();
            counts_ |= b.count_of(r) << 8 * (routes_ - 1u);
            for (std::size_t i = b.begin_of(r); i < b.end_of(r); ++i) {
                if (!try_count(b[i])) return false;  // there is room for all
            }
        }
        return true;
    }

    /// Joins each of its routes with each route of the other. A rule that is not given asks for nothing.
    /// False, and nothing changes, if that is too large for a rule, or if a route would count twice.
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
                if (count_of(r) != 0 && b.count_of(q) != 0) return false;
                out.open_route();
                out.counts_ |= (count_of(r) | b.count_of(q)) << 8 * (out.routes_ - 1u);
                if (!out.add(*this, r, true) || !out.add(b, q, true)) return false;
                if (!out.add(*this, r, false) || !out.add(b, q, false)) return false;
            }
        }
        *this = out;
        return true;
    }

    friend constexpr bool operator==(basic_rule const& a, basic_rule const& b) noexcept {
        if (a.routes_ != b.routes_ || a.counts_ != b.counts_) return false;
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
        for (std::size_t i = end_of_count(routes_ - 1u); i < end; ++i) {
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

    /// Adds a condition that is to be counted to the route begun last, before anything is required of it;
    /// false, and nothing changes, if there are 16 conditions already.
    [[nodiscard]] constexpr bool try_count(condition const& c) noexcept {
        if (routes_ == 0) open_route();
        std::size_t const end = size();
        if (end == max_conditions) return false;
        conditions_[end] = c;
        // Never below 0: without that g++ at -O3 sees a write before the array.
        ends_[routes_ > 0 ? routes_ - 1u : 0u] = static_cast<std::uint8_t>(end + 1);
        return true;
    }
    /// How many of the conditions added so must hold: from one to all.
    constexpr void count_at_least(std::size_t least) {
        auto const of = size() - begin_of(routes_ - 1u);
        if (least < 1 || least > of)
            return detail::at_least_asks_for_one_of_its_conditions_or_more_and_for_no_more_than_there_are();
        counts_ |= static_cast<std::uint64_t>((of - 1) << 4 | (least - 1)) << 8 * (routes_ - 1u);
    }

private:
    condition conditions_[max_conditions]{};
    // Of each route a byte: how many conditions are counted, less one, and how many of them must hold, less
    // one. So 0 is one of one, which is not counted but required.
    std::uint64_t counts_ = 0;
    std::uint8_t ends_[max_routes]{};  // where each route's conditions end; the next route's begin there
    std::uint8_t routes_ = 0;

    [[nodiscard]] constexpr std::uint64_t count_of(std::size_t route) const noexcept {
        return counts_ >> 8 * route & 255;
    }
    // Adds what a route of another rule counts, or what it requires.
    [[nodiscard]] constexpr bool add(basic_rule const& from, std::size_t route, bool counted) {
        std::size_t i = counted ? from.begin_of(route) : from.end_of_count(route);
        for (auto const end = counted ? from.end_of_count(route) : from.end_of(route); i < end; ++i) {
            if (!(counted ? try_count(from[i]) : try_require(from[i]))) return false;
        }
        return true;
    }
};

/// At least so many of some conditions: `at_least(2, {purchases >= 10, spend >= 1000.00_money, tenure >=
/// 365_days})`. It is one route, however many conditions it counts, and can be joined with others by `and`
/// and `or`. A condition may have both ends: `purchases >= 3 and purchases <= 5`.
template <class S>
[[nodiscard]] constexpr basic_rule<S> at_least(std::size_t least,
                                               std::initializer_list<basic_rule<S>> conditions) {
    basic_rule<S> out;
    out.open_route();
    for (auto const& c : conditions) {
        if (c.route_count() != 1 || c.size() != 1 || c.counts())
            detail::at_least_counts_conditions_each_compares_one_fact();
        if (!out.try_count(c[0])) detail::a_rule_has_at_most_16_conditions_and_8_routes();
    }
    out.count_at_least(least);
    return out;
}

}  // namespace v0
}  // namespace rung
