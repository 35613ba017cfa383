#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/client.hpp>
#include <rung/core/time.hpp>

#include <concepts>
#include <cstddef>
#include <map>
#include <type_traits>
#include <utility>

namespace rung {
inline namespace v0 {
namespace insight {
namespace detail {

/// What a function with one call operator returns.
template <class Result, class Of, class... Args>
std::remove_cvref_t<Result> result_of(Result (Of::*)(Args...) const);
template <class Result, class Of, class... Args>
std::remove_cvref_t<Result> result_of(Result (Of::*)(Args...) const noexcept);
template <class Result, class... Args>
std::remove_cvref_t<Result> result_of(Result (*)(Args...));
template <class Result, class... Args>
std::remove_cvref_t<Result> result_of(Result (*)(Args...) noexcept);

template <class Key>
struct group_of {
    using type = decltype(detail::result_of(&Key::operator()));
};
template <class Result, class... Args>
struct group_of<Result (*)(Args...)> {
    using type = std::remove_cvref_t<Result>;
};
template <class Result, class... Args>
struct group_of<Result (*)(Args...) noexcept> {
    using type = std::remove_cvref_t<Result>;
};
template <class Key>
requires requires { typename Key::group_type; }
struct group_of<Key> {
    using type = typename Key::group_type;
};

template <class Key, class... What>
concept groups = std::invocable<Key const&, What const&...>;

}  // namespace detail

/// Any accumulator, once for each group. The function that says the group is the host's: of a client's id (a
/// cohort, an attribute, the first channel: whatever the host knows of clients), or of what the accumulator
/// is told: a move, an event. What it can be called with decides what is told: one of ids alone gets all of
/// it.
///
///     rung::insight::by moves{[&](rung::client_id c) { return city_of(c); }, rung::insight::flow{base}};
///     base.apply(events, moves);
///     moves["Riga"].count(buyer, client);
///
/// It allocates when a group is first seen, and then no more. Groups are in their order, whatever the order
/// in which they were seen; one in which all was taken back is as if it had not been seen. Two of them add up
/// with +=. A function with several call operators, or a generic one, says `group_type`.
template <class Key, class Accumulator, class Group = typename detail::group_of<Key>::type>
class by {
public:
    using key_type = Key;
    using group_type = Group;
    using accumulator_type = Accumulator;

    /// `empty`: what each group begins with.
    explicit by(Key group_of, Accumulator empty = {}) : key_{std::move(group_of)}, empty_{std::move(empty)} {}

    template <class Transition>
    void operator()(Transition const& t) requires std::invocable<Accumulator&, Transition const&> {
        of_client(t)(t);
    }
    template <class Transition>
    void withdrawn(Transition const& t) requires requires(Accumulator& a) {
        a.withdrawn(t);
    }
    { of_client(t).withdrawn(t); }
    void joined(client_id id, instant at) requires detail::groups<Key, client_id> &&
        requires(Accumulator& a) {
        a.joined(id, at);
    }
    { at_group(key_(id)).joined(id, at); }
    void left(client_id id) requires detail::groups<Key, client_id> && requires(Accumulator& a) {
        a.left(id);
    }
    { at_group(key_(id)).left(id); }

    /// The accumulator of a group, for what a host tells it by hand.
    [[nodiscard]] Accumulator& at_group(Group const& group) {
        return groups_.try_emplace(group, empty_).first->second;
    }

    /// What a group has; nullptr if it was never seen.
    [[nodiscard]] Accumulator const* find(Group const& group) const {
        auto const it = groups_.find(group);
        return it == groups_.end() || it->second == empty_ ? nullptr : &it->second;
    }
    /// The same; a group that was never seen is refused.
    [[nodiscard]] Accumulator const& operator[](Group const& group) const {
        auto const* const found = find(group);
        if (found == nullptr) RUNG_ASSERT("a group was asked for of which nothing was seen: find() says so");
        return *found;
    }
    /// How many groups there are.
    [[nodiscard]] std::size_t size() const {
        std::size_t n = 0;
        each([&](Group const&, Accumulator const&) { ++n; });
        return n;
    }
    /// Calls visit(group, accumulator) for each group, in their order.
    template <class Visit>
    void each(Visit&& visit) const {
        for (auto const& [group, accumulator] : groups_)
            if (!(accumulator == empty_)) visit(group, accumulator);
    }
    /// All groups together.
    [[nodiscard]] Accumulator total() const {
        auto sum = empty_;
        for (auto const& [group, accumulator] : groups_) sum += accumulator;
        return sum;
    }
    [[nodiscard]] Key const& key() const noexcept { return key_; }

    by& operator+=(by const& other) {
        for (auto const& [group, accumulator] : other.groups_) at_group(group) += accumulator;
        return *this;
    }
    /// By the groups in which there is anything.
    friend bool operator==(by const& a, by const& b) {
        auto const holds_all = [](by const& x, by const& y) {
            bool all = true;
            x.each([&](Group const& g, Accumulator const& acc) {
                auto const* const other = y.find(g);
                all = all && other != nullptr && *other == acc;
            });
            return all;
        };
        return holds_all(a, b) && holds_all(b, a);
    }

private:
    Key key_;
    Accumulator empty_;
    std::map<Group, Accumulator> groups_;

    // By the move itself where the function takes one, else by its client.
    template <class Transition>
    [[nodiscard]] Accumulator& of_client(Transition const& t) {
        if constexpr (detail::groups<Key, Transition>) {
            return at_group(key_(t));
        } else {
            static_assert(detail::groups<Key, client_id>,
                          "the function that says the group takes neither a move nor a client_id");
            return at_group(key_(t.client));
        }
    }
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
