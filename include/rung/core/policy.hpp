#pragma once

#include <rung/core/time.hpp>

#include <concepts>
#include <cstdint>

namespace rung {
inline namespace v0 {

// How a client moves once the rules have decided. Each policy is a small type, and a host can write its own;
// the concept below it says what it needs. Rungs are numbers here, 0 the lowest.
//
// An *occasion* is an event of the client, or an instant at which time alone changes what they qualify for.
// At each occasion a client moves at most once.

/// Ascent: which rung a client qualifies for, and how far up an occasion takes them.
namespace ascent {

/// The highest rung whose rule, and all rules below it, hold; at once. Skipped rungs are recorded.
/// The default.
struct leap {
    static constexpr bool cumulative = true;
    [[nodiscard]] static constexpr std::uint8_t qualified(std::uint64_t rules) noexcept {
        return static_cast<std::uint8_t>(detail::countr_zero(~rules) - 1);
    }
    [[nodiscard]] static constexpr std::uint8_t step(std::uint8_t, std::uint8_t qualified) noexcept {
        return qualified;
    }
};

/// The same qualification, but one rung at each occasion: nobody skips a rung. For ladders on which each rung
/// is an experience (a welcome, a first conversation).
struct one_step : leap {
    [[nodiscard]] static constexpr std::uint8_t step(std::uint8_t from, std::uint8_t) noexcept {
        return static_cast<std::uint8_t>(from + 1);
    }
};

/// The highest rung whose rule holds, whatever the rungs below ask. For stages that are states
/// rather than steps.
struct direct {
    static constexpr bool cumulative = false;
    [[nodiscard]] static constexpr std::uint8_t qualified(std::uint64_t rules) noexcept {
        return static_cast<std::uint8_t>(detail::bit_width(rules) - 1);
    }
    [[nodiscard]] static constexpr std::uint8_t step(std::uint8_t, std::uint8_t qualified) noexcept {
        return qualified;
    }
};

enum class kind : std::uint8_t { leap, one_step, direct };

/// One of the three, chosen at run time.
struct chosen {
    kind how = kind::leap;
    bool cumulative = true;

    constexpr chosen() = default;
    constexpr chosen(kind k) noexcept : how{k}, cumulative{k != kind::direct} {}
    template <std::same_as<leap> P>
    constexpr chosen(P) noexcept : chosen{kind::leap} {}
    template <std::same_as<one_step> P>
    constexpr chosen(P) noexcept : chosen{kind::one_step} {}
    template <std::same_as<direct> P>
    constexpr chosen(P) noexcept : chosen{kind::direct} {}

    [[nodiscard]] constexpr std::uint8_t qualified(std::uint64_t rules) const noexcept {
        return cumulative ? leap::qualified(rules) : direct::qualified(rules);
    }
    [[nodiscard]] constexpr std::uint8_t step(std::uint8_t from, std::uint8_t qualified) const noexcept {
        return how == kind::one_step ? one_step::step(from, qualified) : qualified;
    }
    friend constexpr bool operator==(chosen, chosen) = default;
};

}  // namespace ascent

/// - `cumulative`: whether the rungs below must hold too;
/// - `qualified(rules)`: the rung that the client qualifies for; bit i of `rules` says that rung i's rule
/// holds, bit 0 always does;
/// - `step(from, qualified)`: where an occasion takes the client, above `from` and not above `qualified`;
/// `from` to hold them.
template <class A>
concept ascent_policy = requires(A const a, std::uint8_t rung, std::uint64_t rules) {
    { a.cumulative } -> std::convertible_to<bool>;
    { a.qualified(rules) }
    noexcept->std::same_as<std::uint8_t>;
    { a.step(rung, rung) }
    noexcept->std::same_as<std::uint8_t>;
};

/// How deep a fall goes.
enum class fall : std::uint8_t {
    to_qualified,  ///< to the rung that the client still qualifies for
    one_down,      ///< one rung at each occasion, or at the end of each grace
};
inline constexpr fall to_qualified = fall::to_qualified;
inline constexpr fall one_down = fall::one_down;

/// Descent: what happens to a client who no longer satisfies the rule to keep their rung.
namespace descent {

/// Nothing: a rung once reached is kept.
struct never {
    static constexpr bool falls = false;
    [[nodiscard]] static constexpr duration grace(duration) noexcept { return {}; }
    [[nodiscard]] static constexpr std::uint8_t step(std::uint8_t from, std::uint8_t) noexcept {
        return from;
    }
};

/// The client falls when the grace is over. The grace of the stage takes precedence over the policy's own.
struct after {
    static constexpr bool falls = true;
    duration wait{};
    fall depth = to_qualified;

    constexpr explicit after(duration d, fall f = to_qualified) noexcept : wait{d}, depth{f} {}
    [[nodiscard]] constexpr duration grace(duration of_stage) const noexcept {
        return of_stage > duration{} ? of_stage : wait;
    }
    [[nodiscard]] constexpr std::uint8_t step(std::uint8_t from, std::uint8_t qualified) const noexcept {
        return depth == fall::one_down ? static_cast<std::uint8_t>(from - 1) : qualified;
    }
};

/// The client falls at the instant when the rule ceases to hold, or after the grace of the stage if it has
/// one. The default.
struct at_once : after {
    constexpr at_once() noexcept : after{duration{}} {}
    constexpr explicit at_once(fall f) noexcept : after{duration{}, f} {}
};

enum class kind : std::uint8_t { never, after };

/// One of the three, chosen at run time; at_once is after no wait.
struct chosen {
    kind how = kind::after;
    bool falls = true;
    fall depth = to_qualified;
    duration wait{};

    constexpr chosen() = default;
    template <std::same_as<never> P>
    constexpr chosen(P) noexcept : how{kind::never}, falls{false} {}
    template <std::same_as<after> P>
    constexpr chosen(P p) noexcept : depth{p.depth}, wait{p.wait > duration{} ? p.wait : duration{}} {}
    template <std::same_as<at_once> P>
    constexpr chosen(P p) noexcept : depth{p.depth} {}

    [[nodiscard]] constexpr duration grace(duration of_stage) const noexcept {
        return falls ? after{wait}.grace(of_stage) : duration{};
    }
    [[nodiscard]] constexpr std::uint8_t step(std::uint8_t from, std::uint8_t qualified) const noexcept {
        return falls ? after{wait, depth}.step(from, qualified) : from;
    }
    friend constexpr bool operator==(chosen, chosen) = default;
};

}  // namespace descent

/// - `falls`: false if nobody ever falls;
/// - `grace(of_stage)`: how long the client may stay from the failure on, given the grace of the stage;
/// - `step(from, qualified)`: where the client falls to, below `from` and not below `qualified`.
template <class D>
concept descent_policy = requires(D const d, std::uint8_t rung, duration g) {
    { d.falls } -> std::convertible_to<bool>;
    { d.grace(g) }
    noexcept->std::same_as<duration>;
    { d.step(rung, rung) }
    noexcept->std::same_as<std::uint8_t>;
};

/// Comeback: where a client begins again when the rule of the exit that they left by no longer holds.
namespace comeback {

/// Where the client stood when they left; from there they are judged as always.
struct resume {
    static constexpr bool forgets = false;
    [[nodiscard]] static constexpr std::uint8_t start(std::uint8_t left) noexcept { return left; }
};

/// As a newcomer with all facts known: judged from the first rung by those facts. The default.
struct requalify {
    static constexpr bool forgets = false;
    [[nodiscard]] static constexpr std::uint8_t start(std::uint8_t) noexcept { return 0; }
};

/// As a newcomer of whom nothing is known: the facts begin anew with the event that brought the client back
/// (unless that alone would take them out again). If time or a decision brings them back, the facts stay.
struct restart {
    static constexpr bool forgets = true;
    [[nodiscard]] static constexpr std::uint8_t start(std::uint8_t) noexcept { return 0; }
};

enum class kind : std::uint8_t { resume, requalify, restart };

/// One of the three, chosen at run time.
struct chosen {
    kind how = kind::requalify;
    bool forgets = false;

    constexpr chosen() = default;
    constexpr chosen(kind k) noexcept : how{k}, forgets{k == kind::restart} {}
    template <std::same_as<resume> P>
    constexpr chosen(P) noexcept : chosen{kind::resume} {}
    template <std::same_as<requalify> P>
    constexpr chosen(P) noexcept : chosen{kind::requalify} {}
    template <std::same_as<restart> P>
    constexpr chosen(P) noexcept : chosen{kind::restart} {}

    [[nodiscard]] constexpr std::uint8_t start(std::uint8_t left) const noexcept {
        return how == kind::resume ? left : std::uint8_t{0};
    }
    friend constexpr bool operator==(chosen, chosen) = default;
};

}  // namespace comeback

/// - `forgets`: whether the facts begin anew with an event that brings the client back;
/// - `start(left)`: the rung from which the client is judged, given the one they left.
template <class C>
concept comeback_policy = requires(C const c, std::uint8_t rung) {
    { c.forgets } -> std::convertible_to<bool>;
    { c.start(rung) }
    noexcept->std::same_as<std::uint8_t>;
};

namespace detail {

/// The policies of this header, whose behaviour is known: who qualifies for a higher rung steps up, and who
/// falls steps down.
template <class A>
inline constexpr bool is_own_ascent = std::same_as<A, ascent::leap> || std::same_as<A, ascent::one_step> ||
                                      std::same_as<A, ascent::direct> || std::same_as<A, ascent::chosen>;
template <class D>
inline constexpr bool is_own_descent = std::same_as<D, descent::never> || std::same_as<D, descent::after> ||
                                       std::same_as<D, descent::at_once> || std::same_as<D, descent::chosen>;

}  // namespace detail

}  // namespace v0
}  // namespace rung
