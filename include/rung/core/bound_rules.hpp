#pragma once

#include <rung/core/judge.hpp>
#include <rung/core/watch.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace rung {
inline namespace v0 {

/// The rules and policies of a constexpr lifecycle bound at compile time: the same answers, unrolled, every
/// threshold a constant. `Held` is an object of static storage.
template <auto const& Held>
class bound_rules {
public:
    using ladder_type = std::remove_cvref_t<decltype(Held.ladder())>;
    using schema_type = typename ladder_type::schema_type;
    using facts_type = typename schema_type::facts;

    [[nodiscard]] static constexpr ladder_type const& ladder() noexcept { return Held.ladder(); }
    [[nodiscard]] static constexpr std::size_t rungs() noexcept { return rung_count; }
    [[nodiscard]] static constexpr auto const& ascent() noexcept { return up; }
    [[nodiscard]] static constexpr auto const& descent() noexcept { return down; }
    [[nodiscard]] static constexpr auto const& comeback() noexcept { return back; }
    [[nodiscard]] static constexpr bool has_graces() noexcept { return may_have_graces; }
    [[nodiscard]] static constexpr std::uint64_t waits() noexcept { return waiting; }
    static constexpr bool may_have_waits = Held.ladder().waits() != 0;
    static constexpr bool may_have_graces = detail::has_graces(Held.ladder(), Held.descent());
    [[nodiscard]] static constexpr std::uint64_t watched(std::size_t rung) noexcept { return watch.at(rung); }

    /// Whether it is so on every rung, and time can change only one condition: then nothing has to be looked
    /// up.
    [[nodiscard]] static constexpr bool is_sure(std::size_t) noexcept { return all_sure; }
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr instant sure_end([[maybe_unused]] facts_type const& f,
                                                                      [[maybe_unused]] std::size_t rung,
                                                                      [[maybe_unused]] instant now) noexcept {
        static_assert(!all_sure || watches_only_first(),
                      "where rungs are sure, what is watched on each is the one condition that time changes");
        if constexpr (by_time.edges == 0) {
            return instant::forever();
        } else {
            constexpr auto only = by_time.first;
            auto const at = detail::only_edge<schema_type>(condition<only>, begins<only>, f, now);
            return detail::choose((watch.some >> rung & 1) != 0, at, instant::forever());
        }
    }

    /// Which conditions hold. Not bits of a word, and never returned: only so does g++ 12 keep each in a
    /// register of its own.
    struct findings {
        bool holds[ladder().condition_count() + 1];
    };

    RUNG_FORCE_INLINE static constexpr void find(facts_type const& f, instant now, findings& out) noexcept {
        find(f, now, out, each_condition{});
    }

    [[nodiscard]] static constexpr verdict judge(facts_type const& f, instant now) noexcept {
        findings found;
        find(f, now, found);
        return judge(found);
    }

    RUNG_FORCE_INLINE [[nodiscard]] static constexpr verdict judge(findings const& found) noexcept {
        return judge(found, std::make_index_sequence<ladder().route_count()>{});
    }

    /// As that of table_rules, but looks at all conditions that age if one of them is watched. If there is
    /// only one instant at which time can change anything, `stop` is asked about it even outside the limits:
    /// it must allow that.
    template <class Stop>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr instant
    first_edge(facts_type const& f, findings const& found, std::uint64_t watched, instant after,
               instant limit, Stop&& stop) noexcept {
        if constexpr (by_time.edges == 0) {
            return limit;
        } else if constexpr (by_time.edges == 1) {
            constexpr auto only = by_time.first;
            auto const at = detail::only_edge<schema_type>(condition<only>, begins<only>, f, after);
            auto const past = judge_with<only>(found, begins<only>, each_condition{});
            return detail::choose(stop(at, past), at < limit ? at : limit, limit);
        } else {
            if (watched == 0) return limit;
            auto spans = spans_of(f, after, each_condition{});
            auto at = earlier_edge(spans, after, limit, each_condition{});
            while (at < limit) {
                renew(spans, f, at, each_condition{});
                if (stop(at, judge_later(found, spans, at, each_condition{}))) break;
                at = earlier_edge(spans, at, limit, each_condition{});
            }
            return at;
        }
    }

private:
    // Copies: g++ 12 does not treat what it reads from an object as large as a lifecycle as a constant.
    static constexpr std::size_t rung_count = ladder().stage_count();
    static constexpr std::uint64_t own_keep = ladder().own_keep();
    static constexpr std::uint64_t waiting = ladder().waits();
    static constexpr auto up = Held.ascent();
    static constexpr auto down = Held.descent();
    static constexpr auto back = Held.comeback();

    using each_condition = std::make_index_sequence<ladder().condition_count()>;
    struct spans {
        detail::span_of_time of[ladder().condition_count() + 1];
    };
    template <std::size_t Index>
    static constexpr auto condition = ladder().condition_at(Index);
    template <std::size_t Index>
    static constexpr auto route = ladder().route_at(Index);
    template <std::size_t Index>
    static constexpr bool ages = (ladder().aging() >> Index & 1) != 0;
    template <std::size_t Index>
    static constexpr bool begins = ages<Index>&& detail::can_begin<schema_type>(condition<Index>);
    template <std::size_t Index>
    static constexpr bool ends = ages<Index>&& detail::can_end<schema_type>(condition<Index>);

    // At how many instants time alone can change a condition, and the first condition that it can change.
    struct moving {
        std::size_t edges = 0;
        std::size_t first = 0;
    };
    [[nodiscard]] static constexpr moving find_moving() noexcept {
        moving m;
        for (std::size_t end = ladder().condition_count(); end > 0; --end) {
            auto const i = end - 1;
            if ((ladder().aging() >> i & 1) == 0) continue;
            auto const& c = ladder().condition_at(i);
            auto const n = std::size_t{detail::can_begin<schema_type>(c)} + detail::can_end<schema_type>(c);
            m.edges += n;
            if (n != 0) m.first = i;
        }
        return m;
    }
    static constexpr moving by_time = find_moving();
    static constexpr detail::watch watch = detail::watch::of(ladder(), up, down);
    static constexpr bool all_sure =
        by_time.edges <= 1 && (watch.sure & up_to(rung_count - 1)) == up_to(rung_count - 1);

    // sure_end looks at that one condition alone, whatever the rung.
    [[nodiscard]] static constexpr bool watches_only_first() noexcept {
        auto const only = by_time.edges == 0 ? std::uint64_t{0} : std::uint64_t{1} << by_time.first;
        bool all = by_time.edges <= 1;
        for (std::size_t i = 0; i < rung_count; ++i) all = all && (watch.at(i) & ~only) == 0;
        return all;
    }

    template <std::size_t... Index>
    RUNG_FORCE_INLINE static constexpr void find([[maybe_unused]] facts_type const& f,
                                                 [[maybe_unused]] instant now, [[maybe_unused]] findings& out,
                                                 std::index_sequence<Index...>) noexcept {
        ((out.holds[Index] = condition<Index>.holds(f, now)), ...);
    }

    template <std::size_t... Index>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr verdict judge(findings const& found,
                                                                   std::index_sequence<Index...>) noexcept {
        detail::tally t;
        (t.count(route<Index>.use, route<Index>.owner,
                 holds<route<Index>.required(), route<Index>.counted, route<Index>.least>(found)),
         ...);
        return t.sum_up(own_keep);
    }

    // All conditions of the one set, and at least so many of the other.
    template <std::uint64_t Required, std::uint64_t Counted, std::uint8_t Least>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr bool
    holds([[maybe_unused]] findings const& found) noexcept {
        if constexpr (Required != 0) {
            bool const first = found.holds[detail::countr_zero(Required)];
            bool const others = holds<(Required & (Required - 1)), Counted, Least>(found);
            return first & others;  // without a branch
        } else if constexpr (Counted != 0) {
            return how_many<Counted>(found) >= Least;
        } else {
            return true;
        }
    }
    template <std::uint64_t Counted>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr unsigned how_many(findings const& found) noexcept {
        unsigned sum = found.holds[detail::countr_zero(Counted)];
        if constexpr (!detail::has_single_bit(Counted)) sum += how_many<(Counted & (Counted - 1))>(found);
        return sum;
    }

    template <std::size_t... Index>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr spans spans_of(facts_type const& f, instant now,
                                                                    std::index_sequence<Index...>) noexcept {
        return {{detail::span_of<schema_type>(condition<Index>, begins<Index>, ends<Index>, f, now)...}};
    }

    template <std::size_t... Index>
    RUNG_FORCE_INLINE static constexpr void
    renew([[maybe_unused]] spans& s, [[maybe_unused]] facts_type const& f, [[maybe_unused]] instant at,
          std::index_sequence<Index...>) noexcept {
        ((ages<Index> ? detail::renew<schema_type>(s.of[Index], condition<Index>, f, at) : void()), ...);
    }

    template <std::size_t... Index>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr instant
    earlier_edge(spans const& s, instant after, instant best, std::index_sequence<Index...>) noexcept {
        ((best = begins<Index> || ends<Index> ? s.of[Index].earlier_edge(after, best) : best), ...);
        return best;
    }

    // What the rules say if one condition is changed.
    template <std::size_t Other, std::size_t... Index>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr verdict
    judge_with(findings const& found, bool holds, std::index_sequence<Index...>) noexcept {
        findings then;
        ((then.holds[Index] = Index == Other ? holds : found.holds[Index]), ...);
        return judge(then);
    }

    // What the rules say once it is `at`, if nothing else happens.
    template <std::size_t... Index>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr verdict
    judge_later(findings const& found, spans const& s, instant at, std::index_sequence<Index...>) noexcept {
        findings then;
        ((then.holds[Index] = ages<Index> ? s.of[Index].holds(at) : found.holds[Index]), ...);
        return judge(then);
    }
};

}  // namespace v0
}  // namespace rung
