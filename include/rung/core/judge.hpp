#pragma once

#include <rung/core/force_inline.hpp>
#include <rung/core/ladder.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

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

    template <class Role>
    RUNG_FORCE_INLINE constexpr void count(Role use, std::uint8_t owner, bool holds) noexcept {
        by_role[static_cast<std::size_t>(use)] |= std::uint64_t{holds} << owner;
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

/// When time alone makes a condition true and when it ends that, in seconds: the fact never falls by time
/// alone, so it holds from `begins` on until `ends`. Without a value of its own until it is given one: an
/// array of these is not filled in vain.
struct span_of_time {
    std::uint32_t begins;
    std::uint32_t ends;

    [[nodiscard]] constexpr bool holds(instant at) const noexcept {
        return (begins <= at.unix_seconds) & (at.unix_seconds < ends);
    }

    /// The first of the two that is after `after`, or `best` if that is earlier still.
    RUNG_FORCE_INLINE [[nodiscard]] constexpr instant earlier_edge(instant after,
                                                                   instant best) const noexcept {
        auto const after_s = after.unix_seconds;
        best.unix_seconds = (begins > after_s) & (begins < best.unix_seconds) ? begins : best.unix_seconds;
        best.unix_seconds = (ends > after_s) & (ends < best.unix_seconds) ? ends : best.unix_seconds;
        return best;
    }
};

template <schema S>
RUNG_FORCE_INLINE [[nodiscard]] constexpr span_of_time span_of(basic_condition<S> const& c, bool begins,
                                                               bool ends, typename S::facts const& f,
                                                               instant now) noexcept {
    return {(begins ? reaches<S>(f, c.fact, c.low, now) : instant::never()).unix_seconds,
            (ends ? reaches<S>(f, c.fact, c.high + 1, now) : instant::forever()).unix_seconds};
}

/// Whether time alone can make a condition true, and whether it can end that.
template <schema S>
[[nodiscard]] constexpr bool can_begin(basic_condition<S> const& c) noexcept {
    return c.low > describe<S>(c.fact).least;
}
template <schema S>
[[nodiscard]] constexpr bool can_end(basic_condition<S> const& c) noexcept {
    return c.high < describe<S>(c.fact).most;
}

}  // namespace detail

/// The rules of a ladder held at run time, in tables that are made once: conditions into a bit mask, the mask
/// into the routes that hold by four conditions at a time.
template <class Ladder>
class table_rules {
public:
    using ladder_type = Ladder;
    using schema_type = typename Ladder::schema_type;
    using facts_type = typename schema_type::facts;
    /// Which conditions hold, one bit each.
    using findings = std::uint64_t;

    constexpr explicit table_rules(Ladder const& l) noexcept : ladder_{l} {
        find_facts();
        find_ages();
        lay_out_routes();
    }
    [[nodiscard]] constexpr Ladder const& ladder() const noexcept { return ladder_; }
    [[nodiscard]] constexpr std::size_t rungs() const noexcept { return ladder_.stages(); }

    constexpr void find(facts_type const& f, instant now, findings& out) const noexcept {
        std::int64_t values[Ladder::max_conditions];
        for (std::size_t i = 0; i < facts_; ++i) values[i] = schema_type::read(f, fact_[i], now);
        out = 0;
        for (std::size_t i = ladder_.conditions(); i-- > 0;)
            out = out << 1 | std::uint64_t{ladder_.condition_at(i).holds(values[fact_of_[i]])};
    }

    [[nodiscard]] constexpr verdict judge(facts_type const& f, instant now) const noexcept {
        findings found;
        find(f, now, found);
        return judge(found);
    }

    [[nodiscard]] constexpr verdict judge(findings found) const noexcept {
        if (lane_ == 0) return judge_by_routes(found);
        auto routes = all_routes_;
        for (std::size_t g = 0; g < groups_; ++g) routes &= allowed_[g][found >> 4 * g & 15];
        auto const owners = (std::uint64_t{1} << lane_) - 1;
        detail::tally t;
        std::size_t use = 0;
        for (auto& holds : t.by_role) {
            for (std::size_t n = lanes_[use++]; n > 0; --n) {
                holds |= routes & owners;
                routes >>= lane_;
            }
        }
        return t.sum_up(ladder_.own_keep());
    }

    /// Calls `stop(at, findings)` for the instants after `after` and before `limit` at which time alone
    /// changes one of the conditions `watched`, in order, until it answers true: answers that instant, or
    /// `limit`.
    template <class Stop>
    [[nodiscard]] constexpr instant first_edge(facts_type const& f, findings found, std::uint64_t watched,
                                               instant after, instant limit, Stop&& stop) const noexcept {
        detail::span_of_time spans[Ladder::max_conditions];
        auto at = limit;
        for (auto rest = watched; rest != 0; rest &= rest - 1) {
            auto const i = static_cast<std::size_t>(std::countr_zero(rest));
            spans[i] = detail::span_of<schema_type>(ladder_.condition_at(i), (begin_ >> i & 1) != 0,
                                                    (end_ >> i & 1) != 0, f, after);
            at = spans[i].earlier_edge(after, at);
        }
        while (at < limit) {
            auto next = limit;
            for (auto rest = watched; rest != 0; rest &= rest - 1) {
                auto const i = static_cast<std::size_t>(std::countr_zero(rest));
                auto const bit = std::uint64_t{1} << i;
                found = spans[i].holds(at) ? found | bit : found & ~bit;
                next = spans[i].earlier_edge(at, next);
            }
            if (stop(at, judge(found))) return at;
            at = next;
        }
        return limit;
    }

private:
    using fact = typename schema_type::fact;

    Ladder ladder_;
    std::uint64_t begin_ = 0;  // conditions that time alone can make true, and those that it can end
    std::uint64_t end_ = 0;
    // Each fact is read once.
    fact fact_[Ladder::max_conditions]{};
    std::uint8_t fact_of_[Ladder::max_conditions]{};
    std::uint8_t facts_ = 0;
    // The routes in lanes of a word, a bit for each owner: the first ways to enter, the second ones, and so
    // on, role by role. A ladder whose routes do not fit has no lanes, and its routes are gone through.
    std::uint8_t lane_ = 0;
    std::uint8_t lanes_[4]{};
    std::uint8_t groups_ = 0;
    std::uint64_t all_routes_ = 0;
    std::uint64_t allowed_[Ladder::max_conditions / 4][16]{};  // by what four conditions say

    [[gnu::noinline]] constexpr verdict judge_by_routes(findings found) const noexcept {
        detail::tally t;
        for (std::size_t i = 0; i < ladder_.routes(); ++i) {
            auto const& r = ladder_.route_at(i);
            t.count(r.use, r.owner, (found & r.conditions) == r.conditions);
        }
        return t.sum_up(ladder_.own_keep());
    }

    constexpr void find_facts() noexcept {
        std::uint8_t number[schema_type::vocabulary.size()]{};  // 0: not there yet
        for (std::size_t i = 0; i < ladder_.conditions(); ++i) {
            auto const k = ladder_.condition_at(i).fact;
            auto& n = number[static_cast<std::size_t>(k)];
            if (n == 0) {
                fact_[facts_] = k;
                n = ++facts_;
            }
            fact_of_[i] = static_cast<std::uint8_t>(n - 1);
        }
    }

    constexpr void find_ages() noexcept {
        for (auto rest = ladder_.aging(); rest != 0; rest &= rest - 1) {
            auto const i = static_cast<std::size_t>(std::countr_zero(rest));
            begin_ |= std::uint64_t{detail::can_begin<schema_type>(ladder_.condition_at(i))} << i;
            end_ |= std::uint64_t{detail::can_end<schema_type>(ladder_.condition_at(i))} << i;
        }
    }

    constexpr void lay_out_routes() noexcept {
        std::size_t const lane = ladder_.stages() > ladder_.exits() ? ladder_.stages() : ladder_.exits();
        std::uint8_t lanes[4]{};
        each_route([&](auto const& r, std::size_t nth) {
            auto& most = lanes[static_cast<std::size_t>(r.use)];
            if (nth >= most) most = static_cast<std::uint8_t>(nth + 1);
        });
        if (lane * (std::size_t{lanes[0]} + lanes[1] + lanes[2] + lanes[3]) > 64) return;

        std::uint64_t needs[Ladder::max_conditions]{};  // the routes that need a condition
        std::size_t first[4]{};
        for (std::size_t use = 1; use < 4; ++use) first[use] = first[use - 1] + lanes[use - 1] * lane;
        each_route([&](auto const& r, std::size_t nth) {
            auto const bit = std::uint64_t{1}
                             << (first[static_cast<std::size_t>(r.use)] + nth * lane + r.owner);
            all_routes_ |= bit;
            for (auto rest = r.conditions; rest != 0; rest &= rest - 1) needs[std::countr_zero(rest)] |= bit;
        });
        lane_ = static_cast<std::uint8_t>(lane);
        for (std::size_t use = 0; use < 4; ++use) lanes_[use] = lanes[use];
        groups_ = static_cast<std::uint8_t>((ladder_.conditions() + 3) / 4);
        for (std::size_t g = 0; g < groups_; ++g) {
            allowed_[g][15] = all_routes_;
            for (std::size_t found = 15; found-- > 0;) {  // one condition less than one that is known
                auto const lacks = static_cast<std::size_t>(std::countr_one(found));
                allowed_[g][found] = allowed_[g][found | std::size_t{1} << lacks] & ~needs[4 * g + lacks];
            }
        }
    }

    // Calls f(route, the how manieth of its rule).
    template <class F>
    constexpr void each_route(F f) const noexcept {
        std::size_t nth = 0;
        for (std::size_t i = 0; i < ladder_.routes(); ++i) {
            auto const& r = ladder_.route_at(i);
            nth = i != 0 && ladder_.route_at(i - 1).owner == r.owner && ladder_.route_at(i - 1).use == r.use
                      ? nth + 1
                      : 0;
            f(r, nth);
        }
    }
};

}  // namespace v0
}  // namespace rung
