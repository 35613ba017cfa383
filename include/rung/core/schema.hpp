#pragma once

#include <rung/core/config.hpp>
#include <rung/core/number.hpp>
#include <rung/core/time.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace rung {
inline namespace v0 {

/// What a fact is measured in. It decides which values a threshold may have and how a value is written.
enum class unit : std::uint8_t {
    count,       ///< a whole number
    money,       ///< minor units
    time,        ///< seconds
    percent,     ///< whole percent
    hundredths,  ///< a number with two decimals, kept as 100 times its value
};

/// What a schema says of one of its facts: an entry of its vocabulary.
struct word {
    std::string_view name;
    unit measure = unit::count;
    /// The fact grows as time passes without any event ("how long since"): by one each second, or not at all.
    /// It must not fall by time alone, unless it also `shrinks`. A fact that waits before it grows ("how long
    /// overdue") counts from below zero instead of staying at zero, with `least` to match; a fact that grows
    /// at another pace needs `reaches`.
    bool ages = false;
    /// An event can lower it, other than one that takes an event back (a refund). If not, a threshold once
    /// passed stays passed.
    bool falls = true;
    /// The smallest and the largest value the fact can have. A threshold outside can never hold, or always
    /// holds.
    std::int64_t least = 0;
    std::int64_t most = unlimited;
    /// Time alone can lower it ("bought within the last 90 days"): the schema says when, by `flips`. With
    /// `ages`, time can lower it and raise it.
    bool shrinks = false;
};

/// Why an event was not taken.
enum class refusal : std::uint8_t {
    none,
    late,      ///< before an event of the same client, or before a move by time alone, that was taken already
    repeated,  ///< the same instant and id as the last event taken
    instant,   ///< outside the supported range of time
    amount,    ///< a negative amount, or a refund of more than the client has spent
    score,     ///< a score outside its scale
    kind,      ///< a kind that the schema does not know
    detail,    ///< a detail outside its range
    decision,  ///< a decision by hand that this ladder or this kind of client cannot take
    conflict,  ///< the id of a known event, with different content
    journal,   ///< it could not be written to the journal
    client,    ///< no client (no_client), or one whose id is outside those that the base was made for
    taken_back,  ///< an event that was taken back before
    full,        ///< what is kept of the client has no room for it
};

inline constexpr std::size_t refusal_count = 14;

/// The reason in a few words.
[[nodiscard]] constexpr std::string_view to_string(refusal r) noexcept {
    switch (r) {
    case refusal::none: return "none";
    case refusal::late: return "time going backwards";
    case refusal::repeated: return "repeated event";
    case refusal::instant: return "time out of range";
    case refusal::amount: return "wrong amount";
    case refusal::score: return "wrong score";
    case refusal::kind: return "unknown kind";
    case refusal::detail: return "wrong detail";
    case refusal::decision: return "impossible decision";
    case refusal::conflict: return "another event of this id";
    case refusal::journal: return "not written to the journal";
    case refusal::client: return "client missing or out of range";
    case refusal::taken_back: return "event that was taken back";
    case refusal::full: return "no room in the client's record";
    }
    return "?";
}

// A schema is the customisation point of the library: it says what an event is, what is known of a client,
// and how events change that.

/// Its events say which event it is, whose, and when.
template <class S>
concept has_event = requires(typename S::event const& e) {
    { e.id } -> std::convertible_to<event_id>;
    { e.client } -> std::convertible_to<client_id>;
    { e.at } -> std::convertible_to<instant>;
};

/// The facts of one client are a value that bytes can be copied of.
template <class S>
concept has_facts =
    std::default_initializable<typename S::facts> && std::is_trivially_copyable_v<typename S::facts>;

/// Its facts have names, an enumeration.
template <class S>
concept has_fact = std::is_enum_v<typename S::fact>;

/// An event changes the facts, and nothing is thrown.
template <class S>
concept folds = requires(typename S::facts& f, typename S::event const& e) {
    { S::fold(f, e) }
    noexcept;
};

/// A fact reads as a number at an instant.
template <class S>
concept reads = requires(typename S::facts const& f, typename S::fact k, instant t) {
    { S::read(f, k, t) }
    noexcept->std::same_as<std::int64_t>;
};

/// It says when a fact changes by time alone.
template <class S>
concept has_flips = requires(typename S::facts const& f, typename S::fact k, std::int64_t v, instant t) {
    { S::flips(f, k, v, v, t) }
    noexcept->std::same_as<instant>;
};

/// Each fact has its word: name, unit, limits.
template <class S>
concept has_vocabulary = requires {
    { S::vocabulary.size() } -> std::convertible_to<std::size_t>;
    { S::vocabulary[0] } -> std::convertible_to<word>;
};

namespace detail {

template <class S>
[[nodiscard]] constexpr bool any_shrinks() noexcept {
    for (word const& w : S::vocabulary) {
        if (w.shrinks) return true;
    }
    return false;
}

/// For the places where a schema is used first: says in one sentence the first thing that it lacks.
template <class S>
struct whole_schema {
    static constexpr bool event = has_event<S>;
    static constexpr bool facts = event && has_facts<S>;
    static constexpr bool fact = facts && has_fact<S>;
    static constexpr bool fold = fact && folds<S>;
    static constexpr bool read = fold && reads<S>;
    static constexpr bool vocabulary = read && has_vocabulary<S>;
    static constexpr bool flips = [] {
        if constexpr (!vocabulary || has_flips<S>)
            return true;
        else
            return !detail::any_shrinks<S>();
    }();
    static_assert(event, "a schema needs 'event', a struct with the members id, client and at");
    static_assert(facts || !event,
                  "a schema needs 'facts', a default-constructible struct that is trivially copyable");
    static_assert(fact || !facts, "a schema needs 'fact', an enumeration of what can be read of its facts");
    static_assert(fold || !fact,
                  "a schema needs 'static constexpr void fold(facts&, event const&) noexcept'");
    static_assert(
        read || !fold,
        "a schema needs 'static constexpr std::int64_t read(facts const&, fact, instant) noexcept'");
    static_assert(
        vocabulary || !read,
        "a schema needs 'vocabulary', an array with a rung::word for each enumerator of fact, in order");
    static_assert(
        flips,
        "a schema with a word that shrinks needs 'static constexpr rung::instant flips(facts const&, fact, "
        "std::int64_t low, std::int64_t high, instant after) noexcept'");
};
template <class S>
inline constexpr bool is_whole = sizeof(whole_schema<S>) != 0;

}  // namespace detail

/// - `event`: has `id`, `client`, `at`;
/// - `facts`: what is known of a client, of fixed size, trivially copyable; `facts{}` is a client of whom
/// nothing is known;
/// - `fact`: an enumeration, from 0, of what can be read of the facts;
/// - `fold(facts&, event const&) noexcept`: takes an event in; events come in order;
/// - `read(facts const&, fact, instant) noexcept`: the value of a fact at an instant;
/// - `vocabulary`: an array of `word`, one for each enumerator, in order.
///
/// It may also have:
/// - `check(event const&) noexcept -> refusal`: what is wrong with the event itself;
/// - `why_not(facts const&, event const&) noexcept -> refusal`: why it cannot follow on what is known of the
///   client, such as a refund of more than they paid. A base that keeps history does not refuse such an
///   event: what comes late may still make it possible. There `net` holds aside what is impossible, and
///   `fold` must cope with such an event;
/// - `reaches(facts const&, fact, std::int64_t value) noexcept -> instant`: from when on the fact is at least
///   `value` if nothing more happens (never(): always was; forever(): it will not be). Needed only for a fact
///   that does not age by one each second;
/// - `flips(facts const&, fact, std::int64_t low, std::int64_t high, instant after) noexcept -> instant`: the
///   first instant after `after` at which the fact comes to lie between `low` and `high`, or ceases to, if
///   nothing more happens; forever() if it never does. Needed for facts that shrink, and asked only for
///   these;
/// - `fingerprint() noexcept -> std::uint64_t`: what the vocabulary does not show of how events become facts;
/// - `decision_of(event const&) noexcept -> decision`: the decision by hand in an event (core/decision.hpp);
///   for such an event `fold` must leave the facts alone;
/// - for a base that keeps history, if some events take others back: `takes_back(event const&) noexcept` says
///   whether an event does, and `net(Events& events, Events& held)`, which leaves of a client's events,
///   in order, those to fold, and moves to `held` those that wait for the event that they take back;
/// - `may_be_full`, true if `why_not` refuses what there is no room for: then no history can be kept;
/// - `moved`, `of_moves` and `asks_about_moves`, if the client's own moves change facts: see core/moves.hpp;
/// - `kind(event const&) noexcept -> std::uint8_t` and `kind_name(std::uint8_t) -> std::string_view`, for
///   transitions.
template <class S>
concept schema = has_event<S> && has_facts<S> && has_fact<S> && folds<S> && reads<S> && has_vocabulary<S>;

/// The vocabulary's entry of a fact.
template <schema S>
[[nodiscard]] constexpr word const& describe(typename S::fact f) noexcept {
    return S::vocabulary[static_cast<std::size_t>(f)];
}

/// What is wrong with the event itself, by the schema's own judgement.
template <schema S>
[[nodiscard]] constexpr refusal check(typename S::event const& e) noexcept {
    if constexpr (requires { &S::check; }) {
        return S::check(e);
    } else {
        return refusal::none;
    }
}

/// Why a sound event cannot follow on what is known of the client, by the schema's own judgement.
template <schema S>
[[nodiscard]] constexpr refusal why_not(typename S::facts const& f, typename S::event const& e) noexcept {
    if constexpr (requires { &S::why_not; }) {
        return S::why_not(f, e);
    } else {
        return refusal::none;
    }
}

/// The schema's number for the kind of an event; 0 if it has none.
template <schema S>
[[nodiscard]] constexpr std::uint8_t kind_of(typename S::event const& e) noexcept {
    if constexpr (requires { &S::kind; }) {
        return S::kind(e);
    } else {
        return 0;
    }
}

namespace detail {

/// Whether what is kept of a client may have no room for an event (refusal::full).
template <schema S>
[[nodiscard]] constexpr bool may_be_full() noexcept {
    if constexpr (requires { S::may_be_full; })
        return S::may_be_full;
    else
        return false;
}

}  // namespace detail

/// The name of a kind of event; empty if the schema has none.
template <schema S>
[[nodiscard]] constexpr std::string_view kind_name(std::uint8_t kind) noexcept {
    if constexpr (requires { &S::kind_name; }) {
        return S::kind_name(kind);
    } else {
        return {};
    }
}

/// From when on a fact that ages is at least `value`, if nothing more happens after `now`. forever(): it will
/// not be. An instant not after `now` means that it already is.
template <schema S>
RUNG_FORCE_INLINE [[nodiscard]] constexpr instant reaches(typename S::facts const& f, typename S::fact k,
                                                          std::int64_t value, instant now) noexcept {
    if constexpr (requires { &S::reaches; }) {
        return S::reaches(f, k, value);
    } else {
        // The fact grows by one each second or stands still; which of the two, a look at the supposed instant
        // tells.
        auto const have = S::read(f, k, now);
        if (have >= value) return now;
        auto const then = now + duration{rung::subtract_saturated(value, have)};
        return then.is_moment() && S::read(f, k, then) >= value ? then : instant::forever();
    }
}

}  // namespace v0
}  // namespace rung
