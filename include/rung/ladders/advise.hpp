#pragma once

#include <rung/core/explain.hpp>
#include <rung/ladders/advice.hpp>
#include <rung/ladders/manners.hpp>
#include <rung/ladders/playbook.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>

namespace rung {
inline namespace v0 {

namespace detail {

/// Takes the first existing play of those that fit the purpose.
template <class Ladder>
constexpr void choose_play(advice<Ladder>& a, playbook const& book, std::string_view here,
                           std::string_view next, bool is_out, bool breaks) noexcept {
    struct wanted {
        aim what;
        std::string_view stage;
    };
    wanted const climb{aim::climb, next};
    wanted const hold{aim::hold, here};
    wanted const remind{aim::remind, here};
    wanted const back{aim::win_back, here};
    auto const first_of = [&](wanted const& x, wanted const& y, wanted const& z) {
        for (auto const& w : {x, y, z}) {
            auto const at = book.position(w.stage, w.what);
            if (at == book.size()) continue;
            a.play = book.begin() + at;
            if (a.play->who != driver::client && a.play->who != driver::life) a.who = a.play->who;
            return;
        }
    };
    if (is_out) return first_of(back, back, back);
    switch (a.purpose) {
    case purpose::rescue: return breaks ? first_of(remind, hold, climb) : first_of(hold, remind, climb);
    case purpose::remind: return first_of(remind, hold, climb);
    case purpose::answer:
    case purpose::climb: return first_of(climb, hold, hold);
    case purpose::hold:
    case purpose::win_back: break;
    }
    return first_of(hold, climb, climb);
}

/// Whether events can take the client up, and no decision is in the way.
template <class Ladder>
[[nodiscard]] constexpr bool can_climb(explanation<Ladder> const& e) noexcept {
    if (e.is_out() || !e.next()) return false;
    if (auto const d = e.decision(); d && d->what != decree::floor && d->place <= rung::index_of(e.stage()))
        return false;
    auto how = e.enter(*e.next()).to_hold();
    for (std::size_t i = rung::index_of(*e.next()); i < e.ladder().stage_count();
         ++i) {  // a door further up will do
        auto const door = e.door(rung::stage_at<typename Ladder::stage_type>(i));
        if (!door.empty() && door.to_hold() < how) how = door.to_hold();
    }
    return how == remedy::none || how == remedy::events;
}

/// The conditions of the first route that holds, except those that hold for ever.
template <class Ladder, schema S>
constexpr void add_reason(advice<Ladder>& a, basic_rule<S> const& rule_that_holds,
                          typename S::facts const& f) noexcept {
    auto const& r = rule_that_holds;
    for (std::size_t i = 0; i < r.route_count() && a.condition_count == 0; ++i) {
        bool const holds = r.holds(i, f, a.at);
        for (auto c = r.begin_of(i); holds && c < r.end_of(i); ++c) {
            if (auto const m = rung::measure<S>(r[c], f, a.at); m.to_cease() != remedy::never) a.add(m);
        }
    }
}

/// Those conditions of the first route with `of_route` true for which `of_condition` is true.
template <class Ladder, class Rule, class RouteTest, class Test>
constexpr void add_route(advice<Ladder>& a, Rule const& rule_of, RouteTest of_route, Test of_condition) {
    for (auto const r : rule_of) {
        if (!of_route(r)) continue;
        for (auto const& c : r) {
            if (of_condition(c)) a.add(c);
        }
        if (a.condition_count != 0) return;
    }
}

/// What makes the client fall or leave.
template <class Ladder>
constexpr void add_danger(advice<Ladder>& a, explanation<Ladder> const& e) {
    auto const place = [](std::size_t i) { return rung::stage_at<typename Ladder::stage_type>(i); };
    auto const ends = [&](auto const& c) {
        return !c.holds() || (c.until < instant::forever() && c.until <= a.by);
    };
    auto const place_now = std::size_t{rung::index_of(a.stage)};
    auto const floor = place_now < e.ladder().stage_count() ? e.ladder().floor_of(place_now) : 0;
    for (auto i = place_now; a.condition_count == 0 && i > floor; --i) {
        auto const keep = e.keep(place(i));
        bool const holds = keep.holds();
        detail::add_route(
            a, keep, [&](auto const& r) { return r.holds() == holds; }, ends);
    }
    for (auto i = e.ladder().stage_count(); a.condition_count == 0 && i < e.ladder().place_count(); ++i) {
        detail::add_route(
            a, e.enter(place(i)), [&](auto const& r) { return r.from() <= a.by; },
            [&](auto const& c) { return !c.holds() && c.from <= a.by; });
    }
}

template <class Ladder, schema S, class Price>
constexpr void add_conditions(advice<Ladder>& a, explanation<Ladder> const& e, typename S::facts const& f,
                              manners<S> const& how, Price const& price) {
    switch (a.purpose) {
    case purpose::answer: return detail::add_reason(a, how.waits, f);
    case purpose::rescue: return detail::add_danger(a, e);
    case purpose::remind: return detail::add_reason(a, how.unusual_break, f);
    case purpose::win_back:
        return detail::add_route(
            a, e.enter(a.stage), [](auto const& r) { return r.holds(); },
            [](auto const& c) { return c.to_cease() != remedy::never; });
    case purpose::climb:
    case purpose::hold: break;
    }
    if (!a.next) return;
    auto const enter = e.enter(*a.next);
    if (enter.empty()) return;
    for (auto const& c : enter[0].missing(price)) a.add(c);
}

}  // namespace detail

/// What to do next for a client as they stand at `now`, and who does it. An instant before their last event
/// counts as that event's. The client is not changed.
///
///     auto const task = rung::advise(service, rung::playbooks::service, ann, now);
///     if (task.play) ... task.who, task.play->todo, task.not_before, task.by
///
/// The purpose is the first of these that is true: the client waits; they are out; a grace runs, or they fall
/// or leave within `soon`; their buying has an unusual break; the next rung can be reached; none. The play is
/// the one for that purpose at their stage. If the playbook has none: to rescue, the reminder if there is a
/// break, else to hold; to remind, to hold; to hold, to climb to the next rung, and the other way round; then
/// none.
template <class Mover, class Client, class Price = share_missing>
requires std::derived_from<Client, basic_client<typename Mover::schema_type>>
[[nodiscard]] constexpr advice<typename Mover::ladder_type>
advise(Mover const& life, playbook const& book, Client c, instant now,
       manners<typename Mover::schema_type> const& how = rung::usual_manners<typename Mover::schema_type>(),
       client_id id = no_client, Price const& price = {}) {
    using S = typename Mover::schema_type;
    life.settle(c, now);
    auto const e = life.explain(c, now, price);
    advice<typename Mover::ladder_type> a;
    a.client = id;
    a.ladder = &life.ladder();
    a.at = e.at();
    a.stage = e.stage();
    a.since = e.since();
    a.next = e.next();
    auto const rungs = a.ladder->stage_count();
    auto const stood = c.standing.place;
    if (stood < rungs)
        a.by = detail::first_move(life, c, [&](auto place) { return place < stood || place >= rungs; });
    a.not_before = rung::first_holds<S>(how.may_contact, c.facts, a.at);
    if (how.worth) a.worth = S::read(c.facts, *how.worth, a.at);
    if (a.next && !e.enter(*a.next).empty()) a.cost = e.enter(*a.next)[0].cost(price);

    bool const breaks = how.unusual_break.holds(c.facts, a.at);
    if (how.waits.holds(c.facts, a.at))
        a.purpose = purpose::answer;
    else if (e.is_out())
        a.purpose = e.decision() ? purpose::hold : purpose::win_back;
    else if (e.in_grace() || (a.by != instant::forever() && a.by - a.at <= how.soon))
        a.purpose = purpose::rescue;
    else if (breaks)
        a.purpose = purpose::remind;
    else
        a.purpose = detail::can_climb(e) ? purpose::climb : purpose::hold;

    auto const next = a.next ? e.ladder().name(*a.next) : std::string_view{};
    bool const kept_out = e.is_out() && e.decision();  // by somebody's decision: nothing wins them back
    if (!kept_out) detail::choose_play(a, book, e.ladder().name(a.stage), next, e.is_out(), breaks);
    detail::add_conditions<typename Mover::ladder_type, S>(a, e, c.facts, how, price);
    return a;
}
// clang-format off
template <class Mover, class... Arguments>
requires Mover::holds_ladder
void advise(Mover const&&, Arguments const&...) = delete;  // it refers to the ladder: give the lifecycle a name
// clang-format on

/// The same for a client of a base, as from its find() and each().
template <class Mover, class View, class Price = share_missing>
requires requires(View const& v) {
    v.decided_client();
    v.id();
}
[[nodiscard]] constexpr advice<typename Mover::ladder_type>
advise(Mover const& life, playbook const& book, View const& v, instant now,
       manners<typename Mover::schema_type> const& how = rung::usual_manners<typename Mover::schema_type>(),
       Price const& price = {}) {
    return rung::advise(life, book, v.decided_client(), now, how, v.id(), price);
}

}  // namespace v0
}  // namespace rung
