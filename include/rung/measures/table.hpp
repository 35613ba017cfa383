#pragma once

#include <rung/core/decision.hpp>
#include <rung/core/fingerprint.hpp>
#include <rung/core/moves.hpp>
#include <rung/measures/make_plan.hpp>
#include <rung/measures/read.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace detail {

// What tables of measures have in common, whether they are known at compile time or at run time.

template <class Model>
[[nodiscard]] constexpr reversal reversal_of() noexcept {
    if constexpr (requires { Model::back; })
        return Model::back;
    else
        return {};
}

/// A model whose measures may be of the client's own moves: of which kinds these are, a bit each, and a move
/// as an event.
template <class Model>
concept tells_moves = requires(instant at, std::uint8_t rung) {
    { Model::moves } -> std::convertible_to<std::uint64_t>;
    { Model::moved(at, rung, rung) } -> std::same_as<typename Model::event>;
};
template <class Model>
[[nodiscard]] constexpr bool is_of_moves([[maybe_unused]] measure_row const& m) noexcept {
    if constexpr (tells_moves<Model>) {
        std::uint64_t all = 0;
        for (auto const* events : {&m.of, &m.less, &m.after, &m.silence_of, &m.since}) all |= events->kinds();
        return (all & Model::moves) != 0;
    } else {
        return false;
    }
}
/// A move is never refused: its window has room for each of its days.
template <class Model>
[[nodiscard]] constexpr bool has_room_for_moves(measure_row const& m) noexcept {
    return !detail::is_of_moves<Model>(m) || m.in.how != window::shape::rolling || m.what == form::days ||
           detail::most_days(m.in.each, m.in.n) <= m.in.room;
}

/// What a schema of measures takes from the model of its events as it is.
template <class Model>
struct schema_of {
    using event = typename Model::event;

    [[nodiscard]] static constexpr refusal check(event const& e) noexcept {
        if constexpr (requires { Model::check(e); })
            return Model::check(e);
        else
            return refusal::none;
    }
    [[nodiscard]] static constexpr std::uint8_t kind(event const& e) noexcept { return Model::kind(e); }
    [[nodiscard]] static constexpr std::string_view kind_name(std::uint8_t k) noexcept {
        if constexpr (requires { Model::kind_name(k); })
            return Model::kind_name(k);
        else
            return {};
    }
    /// The decision by hand in an event.
    [[nodiscard]] static constexpr decision decision_of(event const& e) noexcept requires requires {
        Model::decision_of(e);
    }
    { return Model::decision_of(e); }
    template <class Place>
    static constexpr void move_decision(event& e, Place place) noexcept requires requires {
        Model::move_decision(e, place);
    }
    { Model::move_decision(e, place); }
    /// Whether an event takes another one back, and which are left then: for a base that keeps history.
    [[nodiscard]] static constexpr bool takes_back(event const& e) noexcept requires requires {
        Model::takes_back(e);
    }
    { return Model::takes_back(e); }
    template <class Events>
    static constexpr void net(Events& events, Events& held) requires requires {
        Model::net(events, held);
    }
    { Model::net(events, held); }
};

/// What a vocabulary says of a measure.
[[nodiscard]] constexpr word word_of(measure_row const& m) noexcept {
    return {.name = m.name,
            .measure = m.measure,
            .ages = m.grows(),
            .falls = m.falls(),
            .most = m.highest(),
            .shrinks = m.shrinks()};
}

constexpr void add_clauses(fingerprint_of& all, clauses const& of) noexcept {
    all.add(std::uint64_t{of.size});
    for (std::size_t i = 0; i < of.size; ++i) {
        all.add(of.any[i].kinds).add(of.any[i].gives);
        for (auto const& t : of.any[i].tests) all.add(std::uint64_t{t.field}).add(t.low).add(t.high);
    }
}
/// What a measure is made of, whatever it is called.
constexpr void add_measure(fingerprint_of& all, measure_row const& m) noexcept {
    all.add(static_cast<std::uint64_t>(m.what)).add(std::uint64_t{m.field});
    all.add(std::uint64_t{m.nth}).add(std::uint64_t{m.field_most}).add(std::uint64_t{m.most});
    all.add(std::uint64_t{m.a_day}).add(std::uint64_t{m.oldest_first});
    all.add(static_cast<std::uint64_t>(m.in.how)).add(static_cast<std::uint64_t>(m.in.each));
    all.add(std::uint64_t{m.in.n}).add(std::uint64_t{m.in.back}).add(std::uint64_t{m.in.room});
    all.add(std::int64_t{m.calendar.offset_minutes});
    all.add(std::uint64_t{m.calendar.week_start}).add(std::uint64_t{m.calendar.year_start});
    for (auto const* events : {&m.of, &m.less, &m.after}) detail::add_clauses(all, *events);
    if (m.in.young != 0) all.add(std::uint64_t{m.in.young});
    if (m.silence.given()) {
        all.add(static_cast<std::uint64_t>(m.silence.each)).add(std::uint64_t{m.silence.n});
        detail::add_clauses(all, m.silence_of);
    }
    if (m.since.size != 0) detail::add_clauses(all, m.since);
    for (std::size_t i = 0; i < m.calendar.change_count; ++i) {
        auto const& change = m.calendar.changes[i];
        all.add(std::uint64_t{change.at.unix_seconds}).add(std::int64_t{change.offset_minutes});
    }
}

/// Whether an event may find no room in a rolling window: then no history can be kept, whose events come in
/// any order.
[[nodiscard]] constexpr bool may_be_full(plan const& p) noexcept {
    for (std::size_t i = 0; i < p.step_count; ++i) {
        auto const& s = p.steps[i];
        if (s.code == step::list_add && detail::most_days(s.in.each, s.in.n) > s.n) return true;
    }
    return false;
}
/// Whether an event finds no room in the list to which a step adds it.
template <class Model>
RUNG_FORCE_INLINE [[nodiscard]] constexpr bool has_no_room(step const& s, const_words_of_client w,
                                                           typename Model::event const& e) noexcept {
    if ((s.when.kinds >> Model::kind(e) & 1) == 0 || !detail::is_of<Model>(s, e)) return false;
    const_day_list const list{w + s.at.word, s.n, s.at.size == 64};
    return list.has_all(s.n) && list.is_full(s.in, detail::day_of(s.calendar, e.at.unix_seconds));
}
/// Whether a step is one that empties that list.
[[nodiscard]] constexpr bool empties(step const& s, step const& list) noexcept {
    return s.code == step::forget && s.at.word == list.at.word;
}
template <class Model>
[[nodiscard]] constexpr bool is_emptied_by(step const& s, typename Model::event const& e) noexcept {
    return (s.when.kinds >> Model::kind(e) & 1) != 0 && detail::is_of<Model>(s, e);
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
