#pragma once

#include <rung/base/id_index.hpp>
#include <rung/base/observer.hpp>
#include <rung/core/assert.hpp>
#include <rung/core/client.hpp>
#include <rung/core/time.hpp>
#include <rung/insight/reading.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
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

template <class Key, class What>
concept groups = std::invocable<Key const&, What const&>;

template <class Key, class Event>
concept learns = requires(Key& key, Event const& e) {
    key.learn(e);
};

}  // namespace detail

/// The group of a client is a number that their first event says, as `Of` reads it: the channel that they
/// came by, the month of a cohort. It is kept for each client.
template <class Of>
class first_of {
public:
    using group_type = std::uint32_t;
    static constexpr bool remembers_clients = true;

    explicit first_of(Of number_of = {}) : number_of_{std::move(number_of)} {}

    [[nodiscard]] group_type operator()(client_id id) const {
        auto const known = index_.find(id);
        if (known == id_index::none)
            RUNG_ASSERT("the group of a client was asked for whose first event was not told");
        return known;
    }
    template <class Event>
    void learn(Event const& e) requires std::invocable<Of const&, Event const&> {
        auto const number = static_cast<group_type>(number_of_(e));
        if (number == id_index::none) RUNG_ASSERT("the number of a group is below 4,294,967,295");
        if (index_.find(e.client) == id_index::none)
            index_.insert(e.client, number);
        else
            index_.assign(e.client, number);
    }
    void forget(client_id id) noexcept { index_.erase(id); }
    /// An event of this client will come soon.
    void expect(client_id id) const noexcept { index_.prefetch(index_.mix(id)); }
    first_of& operator+=(first_of const& other) {
        other.index_.each([&](client_id id, group_type number) {
            if (index_.find(id) == id_index::none) index_.insert(id, number);
        });
        return *this;
    }

private:
    Of number_of_;
    id_index index_{};
};

struct channel_of_event {
    template <has_channel Event>
    [[nodiscard]] std::uint16_t operator()(Event const& e) const noexcept {
        return reading<Event>::channel(e);
    }
};
/// The channel by which a client first came; 0 if their first event has none.
using first_channel = first_of<channel_of_event>;

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
    static constexpr bool by_client = detail::groups<Key, client_id>;
    static constexpr bool remembers_clients =
        rung::detail::remembers_clients<Key> || rung::detail::remembers_clients<Accumulator>;

    /// `empty`: what each group begins with.
    explicit by(Key group_of, Accumulator empty = {}) : key_{std::move(group_of)}, empty_{std::move(empty)} {}
    /// One that has seen no group yet, and begins each in the same way.
    [[nodiscard]] by anew() const { return by{key_, empty_}; }

    /// The first event of a client: for a group that follows from it.
    template <class Event>
    requires detail::learns<Key, Event>
    void first(Event const& e) { key_.learn(e); }
    void expect(client_id id) const noexcept requires rung::detail::expects_clients<Key> { key_.expect(id); }
    template <class Transition>
    requires std::invocable<Accumulator&, Transition const&>
    void operator()(Transition const& t) { of_client(t)(t); }
    template <class Transition>
    requires rung::detail::takes_moves_back<Accumulator, Transition>
    void withdrawn(Transition const& t) { of_client(t).withdrawn(t); }
    template <class Event, class Stage>
    requires rung::detail::takes_events<Accumulator, Event, Stage>
    void happened(Event const& e, Stage at) { of_client(e).happened(e, at); }
    template <class Event, class Stage>
    requires rung::detail::takes_events_back<Accumulator, Event, Stage>
    void withdrawn(Event const& e, Stage at) { of_client(e).withdrawn(e, at); }
    void joined(client_id id, instant at) requires by_client && rung::detail::is_told_of_joined<Accumulator> {
        at_group(key_(id)).joined(id, at);
    }
    void left(client_id id) requires by_client && rung::detail::is_told_of_left<Accumulator> {
        at_group(key_(id)).left(id);
    }
    void left(client_id id, instant joined_at) requires by_client {
        if constexpr (rung::detail::is_told_of_left_since<Accumulator>)
            at_group(key_(id)).left(id, joined_at);
        else
            rung::detail::tell_left(at_group(key_(id)), id);
        if constexpr (requires { key_.forget(id); }) key_.forget(id);
    }

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
        if constexpr (requires { key_ += other.key_; }) key_ += other.key_;
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

    // By the move or the event itself where the function takes one, else by its client.
    template <class What>
    [[nodiscard]] Accumulator& of_client(What const& what) {
        if constexpr (detail::groups<Key, What>) {
            return at_group(key_(what));
        } else {
            static_assert(
                detail::groups<Key, client_id>,
                "the function that says the group takes neither this move or event nor a client_id");
            return at_group(key_(what.client));
        }
    }
};
template <class Key, class Accumulator>
by(Key, Accumulator) -> by<Key, Accumulator>;

}  // namespace insight
}  // namespace v0
}  // namespace rung
