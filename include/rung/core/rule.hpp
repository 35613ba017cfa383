#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/condition.hpp>
#include <rung/core/config.hpp>
#include <rung/core/time.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace detail {

// Not constexpr on purpose: a rule that is too large is a compile error with this name in it.
[[noreturn]] inline void a_rule_has_at_most_16_conditions_and_8_routes() {
    RUNG_ASSERT("a rule has at most 16 conditions and 8 routes (a route is what stands between two 'or')");
    abort();
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

}  // namespace v0
}  // namespace rung
