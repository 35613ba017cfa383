#pragma once

#include <rung/core/config.hpp>
#include <rung/core/ladder.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace rung {
inline namespace v0 {

/// What a ladder's rules say of a client at an instant: bit i is rung i, or exit i.
struct verdict {
    std::uint64_t enter =
        0;  ///< the rungs whose rule to enter holds (and the rule to keep, or the client would fall at once)
    std::uint64_t keep = 0;   ///< the rungs whose rule to keep holds
    std::uint64_t exits = 0;  ///< the exits whose rule holds
    friend constexpr bool operator==(verdict const&, verdict const&) = default;
};

/// The rungs up to and including `rung`, one bit each.
RUNG_WRAPS [[nodiscard]] constexpr std::uint64_t up_to(std::size_t rung) noexcept {
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
            auto const passed = up_to(static_cast<std::size_t>(detail::bit_width(doors) - 1));
            v.keep |= passed;
            v.enter |= passed;
        }
        return v;
    }
};

/// When time alone makes a condition true and when it ends that, in seconds: it holds from `begins` until
/// `ends`. Of a fact that shrinks only the first of the two to come is known: see renew. Not initialized: an
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
        auto& first = best.unix_seconds;
        first = choose((begins > after.unix_seconds) & (begins < first), begins, first);
        first = choose((ends > after.unix_seconds) & (ends < first), ends, first);
        return best;
    }
};

/// Whether the condition is on a fact that time can lower.
template <schema S>
RUNG_FORCE_INLINE [[nodiscard]] constexpr bool
shrinks([[maybe_unused]] basic_condition<S> const& c) noexcept {
    if constexpr (has_flips<S>)
        return rung::describe<S>(c.fact).shrinks;
    else
        return false;
}

/// The first instant after `now` at which time alone makes a condition on a fact that shrinks true, or ends
/// that.
template <schema S>
[[nodiscard]] constexpr instant next_flip(basic_condition<S> const& c, typename S::facts const& f,
                                          instant now) noexcept {
    if constexpr (has_flips<S>)
        return S::flips(f, c.fact, c.low, c.high, now);
    else
        return instant::forever();
}

template <schema S>
RUNG_FORCE_INLINE [[nodiscard]] constexpr span_of_time span_of(basic_condition<S> const& c, bool begins,
                                                               bool ends, typename S::facts const& f,
                                                               instant now) noexcept {
    if (detail::shrinks(c)) {
        auto const at = detail::next_flip(c, f, now).unix_seconds;
        bool const holds = c.holds(f, now);
        return {holds ? instant::never().unix_seconds : at, holds ? at : instant::forever().unix_seconds};
    }
    return {(begins ? rung::reaches<S>(f, c.fact, c.low, now) : instant::never()).unix_seconds,
            (ends ? rung::reaches<S>(f, c.fact, c.high + 1, now) : instant::forever()).unix_seconds};
}

/// The span once it is `at`, where an edge of it may have been reached.
template <schema S>
RUNG_FORCE_INLINE constexpr void renew(span_of_time& span, basic_condition<S> const& c,
                                       typename S::facts const& f, instant at) noexcept {
    if (detail::shrinks(c) && (span.begins == at.unix_seconds || span.ends == at.unix_seconds))
        span = detail::span_of<S>(c, true, true, f, at);
}

/// The one instant at which time alone changes a condition that can only begin to hold, or only cease to. It
/// may be past; then the condition already holds, or no longer does. Of a fact that shrinks: the next one.
template <schema S>
RUNG_FORCE_INLINE [[nodiscard]] constexpr instant
only_edge(basic_condition<S> const& c, bool begins, typename S::facts const& f, instant now) noexcept {
    if (detail::shrinks(c)) return detail::next_flip(c, f, now);
    return rung::reaches<S>(f, c.fact, begins ? c.low : c.high + 1, now);
}

/// Whether time alone can make a condition true, and whether it can end that.
template <schema S>
[[nodiscard]] constexpr bool can_begin(basic_condition<S> const& c) noexcept {
    word const& w = rung::describe<S>(c.fact);
    return (w.ages && c.low > w.least) || (w.shrinks && c.high < w.most);
}
template <schema S>
[[nodiscard]] constexpr bool can_end(basic_condition<S> const& c) noexcept {
    word const& w = rung::describe<S>(c.fact);
    return (w.ages && c.high < w.most) || (w.shrinks && c.low > w.least);
}

}  // namespace detail

/// The rules of a ladder held at run time, in tables that are made once.
///
/// The routes are bits of one word: by lanes of a bit for each owner, the first ways to enter, the second
/// ones, and so on, role by role. Each fact strikes out the routes that it fails; those that are left hold.
/// If the routes of a ladder do not fit, or one of them counts, the word has its conditions instead, and a
/// loop goes through its routes.
template <class Ladder>
class table_rules {
public:
    using ladder_type = Ladder;
    using schema_type = typename Ladder::schema_type;
    using facts_type = typename schema_type::facts;

    struct findings {
        /// What the conditions that do not age leave.
        std::uint64_t left = 0;
        /// Of the conditions that age: those that hold, one bit each.
        std::uint64_t aging = 0;
    };

    constexpr explicit table_rules(Ladder const& l) noexcept : ladder_{l} {
        lay_out();
        find_ages();
        find_facts();
    }
    [[nodiscard]] constexpr Ladder const& ladder() const noexcept { return ladder_; }
    [[nodiscard]] constexpr std::size_t rungs() const noexcept { return ladder_.stage_count(); }

    RUNG_FORCE_INLINE constexpr void find(facts_type const& f, instant now, findings& out) const noexcept {
        out = find(f, now);
    }

    [[nodiscard]] constexpr verdict judge(facts_type const& f, instant now) const noexcept {
        findings found;
        find(f, now, found);
        return judge(found);
    }

    RUNG_FORCE_INLINE [[nodiscard]] constexpr verdict judge(findings found) const noexcept {
        auto left = found.left;
        for (auto rest = ladder_.aging() & ~found.aging; rest != 0; rest &= rest - 1)
            left &= ~needing_[detail::countr_zero(rest)];
        if (lane_ == 0) {
            auto const v = judge_by_routes(left);
            return {v.enter, v.keep, v.exits};  // a copy: what is not asked for stays in registers
        }
        auto const take = [&](std::uint8_t lanes) {
            std::uint64_t holds = 0;
            for (; lanes > 0; --lanes, left >>= lane_) holds |= left & owners_;
            return holds;
        };
        detail::tally t;
        t.by_role[0] = take(lanes_[0]);
        if (has_only_enter_) return {t.by_role[0] | 1, t.by_role[0] | 1, 0};
        t.by_role[1] = take(lanes_[1]);
        t.by_role[2] = take(lanes_[2]);
        t.by_role[3] = take(lanes_[3]);
        return t.sum_up(ladder_.own_keep());
    }

    /// Calls `stop(at, verdict)` for the instants after `after` and before `limit` at which time alone
    /// changes one of the conditions `watched`, in order, until it answers true: answers that instant, or
    /// `limit`.
    template <class Stop>
    RUNG_FORCE_INLINE [[nodiscard]] constexpr instant first_edge(facts_type const& f, findings const& found,
                                                                 std::uint64_t watched, instant after,
                                                                 instant limit, Stop&& stop) const noexcept {
        watched &= begin_ | end_;  // what holds always ages too
        if (watched == 0) return limit;
        auto const begin = watched & begin_;
        if ((watched & (watched - 1)) != 0 || (begin & end_) != 0)
            return first_of_edges(f, found, watched, after, limit, stop);
        // The one that is watched changes only once.
        if ((found.aging & watched) == begin) return limit;
        auto const& c = ladder_.condition_at(static_cast<std::size_t>(detail::countr_zero(watched)));
        auto const at = detail::only_edge<schema_type>(c, begin != 0, f, after);
        return at < limit && stop(at, judge({found.left, found.aging ^ watched})) ? at : limit;
    }

private:
    using fact = typename schema_type::fact;
    static constexpr std::int64_t small_values = 8;

    Ladder ladder_;
    std::uint64_t begin_ = 0;  // conditions that time alone can make true, and those that it can end
    std::uint64_t end_ = 0;
    std::uint64_t all_ = 0;                            // of routes, or of conditions
    std::uint64_t needing_[Ladder::max_conditions]{};  // and what needs a condition
    std::uint64_t owners_ = 0;                         // a lane
    std::uint8_t lane_ = 0;                            // its width; 0 where the routes do not fit
    std::uint8_t lanes_[4]{};
    bool has_only_enter_ = false;  // nothing but routes to enter
    // What is asked of a fact: conditions and, if small values decide all of them, what each value leaves.
    struct questions {
        std::uint64_t conditions = 0;
        std::uint64_t left[small_values]{};
        bool is_small = false;
    };
    static constexpr std::size_t group_size = 8;
    static constexpr std::size_t groups = (schema_type::vocabulary.size() + group_size - 1) / group_size;
    std::uint8_t asked_[groups]{};                       // the facts that are asked about, a bit each
    questions about_[schema_type::vocabulary.size()]{};  // these facts, in order

    // Called, not inlined, and answering in registers: through memory it waits for its own answer.
    RUNG_NO_INLINE constexpr findings find(facts_type const& f, instant now) const noexcept {
        findings found{all_, 0};
        look(f, now, found, std::make_index_sequence<groups>{});
        return found;
    }

    // Looks at the facts of a group, in order: the code is straight, and the facts asked about are the same
    // each time. A jump by the fact, as in read(), would be mispredicted.
    template <std::size_t... Group>
    RUNG_FORCE_INLINE constexpr void look(facts_type const& f, instant now, findings& out,
                                          std::index_sequence<Group...>) const noexcept {
        auto const* next = about_;
        (look<Group>(f, now, out, next, asked_[Group], std::make_index_sequence<group_size>{}), ...);
    }
    template <std::size_t Group, std::size_t... Index>
    RUNG_FORCE_INLINE constexpr void look(facts_type const& f, instant now, findings& out,
                                          questions const*& next, std::uint32_t asked,
                                          std::index_sequence<Index...>) const noexcept {
        if (asked == 0) return;
        ((asked >> Index & 1 ? look<Group * group_size + Index>(f, now, out, *next++) : void()), ...);
    }
    template <std::size_t Fact>
    RUNG_FORCE_INLINE constexpr void look(facts_type const& f, instant now, findings& out,
                                          questions const& a) const noexcept {
        if constexpr (Fact < schema_type::vocabulary.size()) {
            auto const value = schema_type::read(f, static_cast<fact>(Fact), now);
            // Known to the compiler but for a vocabulary that is made at run time.
            bool const moves = schema_type::vocabulary[Fact].ages || schema_type::vocabulary[Fact].shrinks;
            if (!moves && a.is_small) {
                auto const least = value > 0 ? value : 0;
                out.left &= a.left[least < small_values ? least : small_values - 1];
                return;
            }
            for (auto rest = a.conditions; rest != 0; rest &= rest - 1) {
                auto const c = static_cast<std::size_t>(detail::countr_zero(rest));
                auto const holds = std::uint64_t{ladder_.condition_at(c).holds(value)};
                if (moves)
                    out.aging |= holds << c;
                else
                    out.left &= ~needing_[c] | static_cast<std::uint64_t>(-static_cast<std::int64_t>(holds));
            }
        }
    }

    RUNG_NO_INLINE constexpr verdict judge_by_routes(std::uint64_t conditions) const noexcept {
        detail::tally t;
        for (std::size_t i = 0; i < ladder_.route_count(); ++i) {
            auto const& r = ladder_.route_at(i);
            t.count(r.use, r.owner, r.holds(conditions));
        }
        return t.sum_up(ladder_.own_keep());
    }

    template <class Stop>
    RUNG_NO_INLINE constexpr instant first_of_edges(facts_type const& f, findings found,
                                                    std::uint64_t watched, instant after, instant limit,
                                                    Stop& stop) const noexcept {
        detail::span_of_time spans[Ladder::max_conditions];
        auto at = limit;
        for (auto rest = watched; rest != 0; rest &= rest - 1) {
            auto const i = static_cast<std::size_t>(detail::countr_zero(rest));
            spans[i] = detail::span_of<schema_type>(ladder_.condition_at(i), (begin_ >> i & 1) != 0,
                                                    (end_ >> i & 1) != 0, f, after);
            at = spans[i].earlier_edge(after, at);
        }
        while (at < limit) {
            auto next = limit;
            for (auto rest = watched; rest != 0; rest &= rest - 1) {
                auto const i = static_cast<std::size_t>(detail::countr_zero(rest));
                auto const bit = std::uint64_t{1} << i;
                detail::renew<schema_type>(spans[i], ladder_.condition_at(i), f, at);
                found.aging = spans[i].holds(at) ? found.aging | bit : found.aging & ~bit;
                next = spans[i].earlier_edge(at, next);
            }
            if (stop(at, judge(found))) return at;
            at = next;
        }
        return limit;
    }

    constexpr void lay_out() noexcept {
        if (lay_out_routes()) return;
        all_ = ~std::uint64_t{0};
        for (std::size_t i = 0; i < ladder_.condition_count(); ++i) needing_[i] = std::uint64_t{1} << i;
    }

    // False where they do not fit, or one of them counts.
    constexpr bool lay_out_routes() noexcept {
        std::size_t const lane =
            ladder_.stage_count() > ladder_.exit_count() ? ladder_.stage_count() : ladder_.exit_count();
        if (lane > 63) return false;
        // The number of each route within its rule, and how many lanes each role needs.
        std::uint8_t nth[Ladder::max_routes]{};
        std::uint8_t lanes[4]{};
        std::size_t before = ~std::size_t{0};
        std::uint8_t n = 0;
        for (std::size_t i = 0; i < ladder_.route_count(); ++i) {
            auto const& r = ladder_.route_at(i);
            if (r.counted != 0) return false;
            auto const use = static_cast<std::size_t>(r.use);
            auto const owner_and_use = std::size_t{r.owner} * 4 + use;
            n = owner_and_use == before ? n : std::uint8_t{0};
            before = owner_and_use;
            nth[i] = n++;
            if (n > lanes[use]) lanes[use] = n;
        }
        std::size_t first[5]{};
        for (std::size_t use = 0; use < 4; ++use) first[use + 1] = first[use] + lanes[use] * lane;
        if (first[4] > 63) return false;
        for (std::size_t i = 0; i < ladder_.route_count(); ++i) {
            auto const& r = ladder_.route_at(i);
            auto const bit = std::uint64_t{1}
                             << (first[static_cast<std::size_t>(r.use)] + nth[i] * lane + r.owner);
            all_ |= bit;
            for (auto rest = r.conditions; rest != 0; rest &= rest - 1)
                needing_[detail::countr_zero(rest)] |= bit;
        }
        lane_ = static_cast<std::uint8_t>(lane);
        owners_ = (std::uint64_t{1} << lane) - 1;
        for (std::size_t use = 0; use < 4; ++use) lanes_[use] = lanes[use];
        has_only_enter_ = first[4] == first[1];
        return true;
    }

    constexpr void find_ages() noexcept {
        for (auto rest = ladder_.aging(); rest != 0; rest &= rest - 1) {
            auto const i = static_cast<std::size_t>(detail::countr_zero(rest));
            begin_ |= std::uint64_t{detail::can_begin<schema_type>(ladder_.condition_at(i))} << i;
            end_ |= std::uint64_t{detail::can_end<schema_type>(ladder_.condition_at(i))} << i;
        }
    }

    constexpr void find_facts() noexcept {
        constexpr std::size_t words = schema_type::vocabulary.size();
        std::uint64_t about[words]{};
        for (std::size_t i = 0; i < ladder_.condition_count(); ++i)
            about[static_cast<std::size_t>(ladder_.condition_at(i).fact)] |= std::uint64_t{1} << i;
        std::size_t nth = 0;
        for (std::size_t k = 0; k < words; ++k) {
            if (about[k] == 0) continue;
            asked_[k / group_size] = static_cast<std::uint8_t>(asked_[k / group_size] | 1u << k % group_size);
            auto& a = about_[nth++];
            a.conditions = about[k];
            find_by_value(a, schema_type::vocabulary[k]);
        }
    }

    constexpr void find_by_value(questions& a, word const& w) noexcept {
        if (w.ages || w.shrinks || w.least < 0) return;
        for (auto& left : a.left) left = all_;
        for (auto rest = a.conditions; rest != 0; rest &= rest - 1) {
            auto const i = static_cast<std::size_t>(detail::countr_zero(rest));
            auto const& c = ladder_.condition_at(i);
            // The last entry is for all values from there on.
            if (c.low >= small_values || (c.high < w.most && c.high >= small_values - 1)) return;
            for (std::int64_t v = 0; v < small_values; ++v) {
                if (v < c.low || v > c.high) a.left[v] &= ~needing_[i];
            }
        }
        a.is_small = true;
    }
};

}  // namespace v0
}  // namespace rung
