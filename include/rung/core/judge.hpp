#pragma once

#include <rung/core/force_inline.hpp>
#include <rung/core/ladder.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace rung {
inline namespace v0 {

/// What a ladder's rules say of a client at an instant: bit i is rung i, or exit i.
struct verdict {
    std::uint64_t enter =
        0;  ///< the rungs whose rule to enter holds (and the rule to keep, or he would fall at once)
    std::uint64_t keep = 0;   ///< the rungs whose rule to keep holds
    std::uint64_t exits = 0;  ///< the exits whose rule holds
    friend constexpr bool operator==(verdict const&, verdict const&) = default;
};

/// The rungs up to and with `rung`, one bit each.
[[nodiscard]] constexpr std::uint64_t up_to(std::size_t rung) noexcept {
    return (std::uint64_t{2} << rung) - 1;
}

namespace detail {

/// Which routes hold, gathered by role: one bit for each owner.
struct tally {
    std::uint64_t by_role[4]{};

    template <class Route>
    RUNG_FORCE_INLINE constexpr void count(Route const& r, std::uint64_t conditions) noexcept {
        auto const holds = std::uint64_t{(conditions & r.conditions) == r.conditions};
        by_role[static_cast<std::size_t>(r.use)] |= holds << r.owner;
    }

    RUNG_FORCE_INLINE [[nodiscard]] constexpr verdict sum_up(std::uint64_t own_keep) const noexcept {
        auto const [enter, keep, doors, exits] = by_role;
        verdict v;
        v.keep = keep | (enter & ~own_keep) | 1;
        v.enter = (enter | 1) & v.keep;
        v.exits = exits;
        if (doors != 0) {
            auto const passed = up_to(static_cast<std::size_t>(std::bit_width(doors) - 1));
            v.keep |= passed;
            v.enter |= passed;
        }
        return v;
    }
};

/// The first of the two instants at which time alone changes a condition that is after `after`, or `best` if
/// that is earlier still. The fact never falls by time alone: it reaches `low`, then it passes `high`.
template <schema S>
RUNG_FORCE_INLINE [[nodiscard]] constexpr instant
earlier_edge(basic_condition<S> const& c, typename S::facts const& f, instant after, instant best) noexcept {
    if (c.low > describe<S>(c.fact).least) {
        auto const begins = reaches<S>(f, c.fact, c.low, after);
        if (begins > after && begins < best) best = begins;
    }
    if (c.high < describe<S>(c.fact).most) {
        auto const ends = reaches<S>(f, c.fact, c.high + 1, after);
        if (ends > after && ends < best) best = ends;
    }
    return best;
}

}  // namespace detail

/// The rules of a ladder held at run time: loops over its tables.
template <class Ladder>
class table_rules {
public:
    using ladder_type = Ladder;
    using schema_type = typename Ladder::schema_type;
    using facts_type = typename schema_type::facts;

    constexpr explicit table_rules(Ladder const& l) noexcept : ladder_{l} {}
    [[nodiscard]] constexpr Ladder const& ladder() const noexcept { return ladder_; }

    [[nodiscard]] constexpr verdict judge(facts_type const& f, instant now) const noexcept {
        std::uint64_t conditions = 0;
        for (std::size_t i = 0; i < ladder_.conditions(); ++i)
            conditions |= std::uint64_t{ladder_.condition_at(i).holds(f, now)} << i;
        detail::tally t;
        for (std::size_t i = 0; i < ladder_.routes(); ++i) t.count(ladder_.route_at(i), conditions);
        return t.sum_up(ladder_.own_keep());
    }

    /// The first instant after `after` at which time alone changes a condition; forever() if there is none.
    [[nodiscard]] constexpr instant next_edge(facts_type const& f, instant after) const noexcept {
        auto best = instant::forever();
        for (auto aging = ladder_.aging(); aging != 0; aging &= aging - 1) {
            auto const& c = ladder_.condition_at(static_cast<std::size_t>(std::countr_zero(aging)));
            best = detail::earlier_edge<schema_type>(c, f, after, best);
        }
        return best;
    }

private:
    Ladder ladder_;
};

/// The rules of a constexpr ladder bound at compile time: the same answers, unrolled, every threshold a
/// constant. `Held` is an object of static storage with a member ladder().
template <auto const& Held>
class bound_rules {
public:
    using ladder_type = std::remove_cvref_t<decltype(Held.ladder())>;
    using schema_type = typename ladder_type::schema_type;
    using facts_type = typename schema_type::facts;

    [[nodiscard]] static constexpr ladder_type const& ladder() noexcept { return Held.ladder(); }

    RUNG_FORCE_INLINE [[nodiscard]] static constexpr verdict judge(facts_type const& f,
                                                                   instant now) noexcept {
        return sum_up(conditions(f, now, each_condition{}), std::make_index_sequence<ladder().routes()>{});
    }

    RUNG_FORCE_INLINE [[nodiscard]] static constexpr instant next_edge(facts_type const& f,
                                                                       instant after) noexcept {
        return next_edge(f, after, each_condition{});
    }

private:
    using each_condition = std::make_index_sequence<ladder().conditions()>;

    template <std::size_t... Index>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr std::uint64_t
    conditions([[maybe_unused]] facts_type const& f, [[maybe_unused]] instant now,
               std::index_sequence<Index...>) noexcept {
        return ((std::uint64_t{ladder().condition_at(Index).holds(f, now)} << Index) | ... |
                std::uint64_t{0});
    }

    template <std::size_t... Index>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr verdict sum_up([[maybe_unused]] std::uint64_t conditions,
                                                                    std::index_sequence<Index...>) noexcept {
        detail::tally t;
        (t.count(ladder().route_at(Index), conditions), ...);
        return t.sum_up(ladder().own_keep());
    }

    template <std::size_t... Index>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr instant
    next_edge([[maybe_unused]] facts_type const& f, [[maybe_unused]] instant after,
              std::index_sequence<Index...>) noexcept {
        auto best = instant::forever();
        ((best = (ladder().aging() >> Index & 1) != 0
                     ? detail::earlier_edge<schema_type>(ladder().condition_at(Index), f, after, best)
                     : best),
         ...);
        return best;
    }
};

}  // namespace v0
}  // namespace rung
