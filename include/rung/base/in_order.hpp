#pragma once

#include <rung/base/listed.hpp>
#include <rung/core/rule.hpp>
#include <rung/core/stage.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

// What base.each_in_order() goes by: a function of a client_view whose values have <. Clients of whom it
// returns an empty optional are left out.

/// By a fact as it reads at an instant.
///
///     base.each_in_order(rung::by_fact{fact::spend, now}, visit, 100);   // the hundred who spent most
template <class Fact>
struct by_fact {
    Fact fact{};
    instant now{};

    template <class View>
    [[nodiscard]] constexpr std::int64_t operator()(View const& c) const noexcept {
        using S = typename View::schema_type;
        static_assert(std::same_as<Fact, typename S::fact>, "the fact is not one of this base's schema");
        return S::read(c.facts(), fact, now);
    }
};
template <class Fact>
by_fact(Fact, instant) -> by_fact<Fact>;

/// By the place where they stand: exits come after the rungs of the ladder.
struct by_stage {
    template <class View>
    [[nodiscard]] constexpr std::size_t operator()(View const& c) const noexcept {
        return rung::index_of(c.stage());
    }
};

/// The other way round: the lowest first.
///
///     base.each_in_order(rung::lowest_first{rung::by_fact{fact::silence, now}}, visit);
template <class By>
struct lowest_first {
    By by{};

    template <class Value>
    struct turned {
        Value value{};
        friend constexpr bool operator<(turned const& a, turned const& b) { return b.value < a.value; }
    };
    template <class View>
    [[nodiscard]] constexpr auto operator()(View const& c) const {
        return turned<std::remove_cvref_t<decltype(by(c))>>{by(c)};
    }
};
template <class By>
lowest_first(By) -> lowest_first<By>;

/// Those alone for whom a rule holds, by what the others are sorted by. A rule comes from C++ or from text
/// (try_parse_rule in notation/parse.hpp).
///
///     rung::only{spend >= 100.00_money and silence > 60_days, now, rung::by_fact{fact::spend, now}}
template <class Rule, class By>
struct only {
    Rule rule{};
    instant now{};
    By by{};

    template <class View>
    [[nodiscard]] constexpr auto operator()(View const& c) const {
        using value = std::remove_cvref_t<decltype(by(c))>;
        return rule.holds(c.facts(), now) ? std::optional<value>{by(c)} : std::nullopt;
    }
};
template <class Rule, class By>
only(Rule, instant, By) -> only<Rule, By>;

namespace detail {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// Calls visit for one client of a base, with the lock held if there is one.
template <class Base, class Visit>
void visit_client(Base const& base, client_id id, Visit& visit) {
    if constexpr (requires { base.with(id, visit); }) {
        (void)base.with(id, visit);
    } else if (auto const client = base.find(id)) {
        visit(*client);
    }
}

template <class Base>
struct in_order_is_included {};

/// The each_in_order() of every base.
template <class Base, class By, class Visit>
void each_in_order_in(Base const& base, By const& by, Visit& visit, std::size_t top) {
    using view = typename Base::view_type;
    static_assert(std::is_invocable_v<By const&, view const&>,
                  "clients are sorted by a function of one: `[](auto const& client) { return ...; }`, "
                  "rung::by_fact{fact, now} or rung::by_stage{}");
    using key = std::remove_cvref_t<std::invoke_result_t<By const&, view const&>>;
    struct listed {
        key value;
        client_id id;
        // Who comes first is the least; of equal ones the lower id.
        bool operator<(listed const& other) const {
            if (other.value < value) return true;
            if (value < other.value) return false;
            return id < other.id;
        }
    };
    std::vector<listed> all;
    if (top == 0) return;
    base.each([&](view const& client) {
        listed one{by(client), client.id()};
        if constexpr (is_optional<key>) {
            if (!one.value.has_value()) return;
        }
        if (all.size() < top) {
            all.push_back(std::move(one));
            if (all.size() == top) std::make_heap(all.begin(), all.end());
        } else if (one < all.front()) {  // the heap's front is the last of those kept
            std::pop_heap(all.begin(), all.end());
            all.back() = std::move(one);
            std::push_heap(all.begin(), all.end());
        }
    });
    std::sort(all.begin(), all.end());
    for (auto const& one : all) detail::visit_client(base, one.id, visit);
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
