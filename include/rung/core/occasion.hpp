#pragma once

#include <rung/core/client.hpp>
#include <rung/core/judge.hpp>
#include <rung/core/policy.hpp>
#include <rung/core/transition.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// What the rules say of a client, and what an occasion makes of it: pure functions of his facts, of where he
/// stands and of the instant. The base of all that moves clients.
template <class Rules, ascent_policy Ascent, descent_policy Descent, comeback_policy Comeback>
class occasion {
public:
    using ladder_type = typename Rules::ladder_type;
    using schema_type = typename Rules::schema_type;
    using stage_type = typename ladder_type::stage_type;
    using facts_type = typename schema_type::facts;

    constexpr occasion(Rules const& rules, Ascent up, Descent down, Comeback back) noexcept
        : rules_{rules}, ascent_{up}, descent_{down}, comeback_{back} {}

    [[nodiscard]] constexpr ladder_type const& ladder() const noexcept { return rules_.ladder(); }
    [[nodiscard]] constexpr Ascent const& ascent() const noexcept { return ascent_; }
    [[nodiscard]] constexpr Descent const& descent() const noexcept { return descent_; }
    [[nodiscard]] constexpr Comeback const& comeback() const noexcept { return comeback_; }

    /// What the rules say of these facts at an instant.
    [[nodiscard]] constexpr verdict judge(facts_type const& f, instant now) const noexcept {
        return rules_.judge(f, now);
    }

    /// The rung that the rules alone give him: those he has are kept by the rule to keep, the others entered
    /// by the rule to enter.
    RUNG_FORCE_INLINE [[nodiscard]] constexpr std::uint8_t qualified(verdict const& v,
                                                                     std::uint8_t from) const noexcept {
        auto const had = up_to(from);
        return ascent_.qualified((v.keep & had) | (v.enter & ~had));
    }

    /// The exit that he goes to from a place, or stays at: of those whose rule holds, the one where he is, or
    /// the first.
    [[nodiscard]] constexpr std::uint8_t exit_of(verdict const& v, std::uint8_t place) const noexcept {
        auto const rungs = ladder().stages();
        if (place >= rungs && (v.exits >> (place - rungs) & 1) != 0) return place;
        return static_cast<std::uint8_t>(rungs + static_cast<std::size_t>(std::countr_zero(v.exits)));
    }

    /// The rung he is judged from.
    [[nodiscard]] constexpr std::uint8_t judged_from(standing const& s) const noexcept {
        return s.place < ladder().stages() ? s.place : comeback_.start(s.left());
    }

protected:
    /// What an occasion does.
    struct step {
        standing next{};
        hold why = hold::none;
        /// The rung he was judged from.
        std::uint8_t from = 0;
    };

    /// Where an occasion at `at` takes a client of whom the rules say `v` and who may take `places`.
    template <class Places>
    RUNG_FORCE_INLINE [[nodiscard]] constexpr step decide(verdict const& v, standing s, instant at,
                                                          Places const& places) const noexcept {
        auto const rungs = static_cast<std::uint8_t>(ladder().stages());
        if (places.pinned_out(rungs)) return leave(s, places.clamp(0), hold::decision);
        if (v.exits != 0 && !places.kept_in()) {
            return leave(s, exit_of(v, s.place), hold::exit);
        }
        auto const judged = judged_from(s);
        auto const from = places.clamp(judged);
        s.set_in_grace(s.in_grace() && from == judged);
        s.place = from;
        auto const wanted = qualified(v, from);
        auto const target = places.clamp(wanted);
        if (target >= from) {
            s.set_in_grace(false);
            if (target > from) s.place = ascent_.step(from, target);
            auto const held = target > from ? hold::ascent : target != wanted ? hold::decision : hold::none;
            return {s, s.place == from ? held : hold::none, judged};
        }
        if (!descent_.falls) return {s, hold::descent, judged};
        if (s.in_grace() && at < s.due) return {s, hold::grace, judged};
        if (!s.in_grace() && begin_grace(s, at)) return {s, hold::grace, judged};
        s.set_in_grace(false);
        s.place = descent_.step(from, target);
        if (s.place > target) begin_grace(s, at);
        return {s, hold::none, judged};
    }

    /// The first occasion after `from` and before `limit` that time alone makes and that changes the
    /// standing; `limit` if there is none. `v` is what the rules say at `from`. Looks only at the instants at
    /// which a condition changes.
    template <class Places>
    RUNG_FORCE_INLINE [[nodiscard]] constexpr instant first_change(facts_type const& f, standing const& s,
                                                                   instant from, verdict v, instant limit,
                                                                   Places const& places) const noexcept {
        if (ladder().aging() == 0 || places.pinned_out(ladder().stages())) return limit;
        auto const rung = places.clamp(judged_from(s));
        auto before = qualified(v, rung);
        auto exits = v.exits;
        for (auto at = rules_.next_edge(f, from); at < limit; at = rules_.next_edge(f, at)) {
            v = judge(f, at);
            auto const now = qualified(v, rung);
            if (now == before && v.exits == exits) continue;
            auto const next = decide(v, s, at, places).next;
            if (next.place != s.place || next.in_grace() != s.in_grace()) return at;
            before = now;
            exits = v.exits;
        }
        return limit;
    }

    /// The move that a step is, seen from the standing before it.
    [[nodiscard]] constexpr named_transition<ladder_type> describe(standing const& before, step const& taken,
                                                                   client_id id, instant at,
                                                                   move_cause why) const noexcept {
        transition<stage_type> t;
        t.client = id;
        t.at = at;
        t.from = stage_at<stage_type>(before.place);
        t.to = stage_at<stage_type>(taken.next.place);
        t.why = why.why();
        t.kind = why.kind();
        t.peak = stage_at<stage_type>(before.peak);
        if (taken.next.place < ladder().stages() && taken.next.place > taken.from + 1)
            t.skipped = static_cast<std::uint8_t>(taken.next.place - taken.from - 1);
        return {t, &ladder()};
    }

private:
    [[no_unique_address]] Rules rules_;
    [[no_unique_address]] Ascent ascent_;
    [[no_unique_address]] Descent descent_;
    [[no_unique_address]] Comeback comeback_;

    // He goes to an exit, or is held at the one he left by.
    [[nodiscard]] constexpr step leave(standing s, std::uint8_t exit, hold by) const noexcept {
        if (s.place == exit) return {s, by, s.place};
        if (s.place < ladder().stages()) s.set_left(s.place);
        s.place = exit;
        s.set_in_grace(false);
        return {s, hold::none, s.left()};
    }

    constexpr bool begin_grace(standing& s, instant at) const noexcept {
        auto const wait = descent_.grace(ladder().grace(stage_at<stage_type>(s.place)));
        s.set_in_grace(wait > duration{});
        if (s.in_grace()) s.due = at + wait;
        return s.in_grace();
    }
};

}  // namespace v0
}  // namespace rung
