#pragma once

#include <rung/core/explain.hpp>
#include <rung/ladders/manners.hpp>
#include <rung/ladders/playbook.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rung {
inline namespace v0 {

/// What is to be achieved with a client now, the most urgent first.
enum class purpose : std::uint8_t {
    answer,    ///< he waits for an answer of ours
    rescue,    ///< he is about to fall or to leave, or a grace runs
    remind,    ///< his buying has an unusual break (001.4)
    win_back,  ///< he left the ladder
    climb,     ///< the next rung is within reach
    hold,      ///< he stands where he can stand
};

inline constexpr std::size_t purpose_count = 6;

[[nodiscard]] constexpr std::string_view to_string(purpose p) noexcept {
    switch (p) {
    case purpose::answer: return "answer";
    case purpose::rescue: return "rescue";
    case purpose::remind: return "remind";
    case purpose::win_back: return "win back";
    case purpose::climb: return "climb";
    case purpose::hold: return "hold";
    }
    return "?";
}

/// What to do next for one client, and who does it: a task, as a plain value. It refers to the ladder and to
/// the playbook, which must outlive it.
template <class Ladder>
struct advice {
    using stage_type = typename Ladder::stage_type;
    using condition = measured_condition<typename Ladder::schema_type>;
    static constexpr std::size_t max_conditions = 4;

    client_id client = 0;
    Ladder const* ladder = nullptr;
    /// The instant it is true for.
    instant at{};
    /// Where he stands, and since when.
    stage_type stage{};
    instant since{};
    /// The rung above; for one who is out, where he would begin again.
    std::optional<stage_type> next{};

    rung::purpose purpose = rung::purpose::hold;
    /// Who does what, for what goal, and what must not be done; nullptr where the playbook has nothing that
    /// fits.
    rung::play const* play = nullptr;

    /// What it turns on, at most four conditions. To answer and to remind: those of the manners that say so.
    /// To rescue: those of his own rung that fail or that time ends; where it is another rung or an exit that
    /// takes him, those of that. To win back: those that keep him out. Else: those of the cheapest way to the
    /// next rung that do not hold.
    condition conditions[max_conditions]{};
    std::uint8_t condition_count = 0;
    /// How many more there are.
    std::uint8_t more_conditions = 0;
    /// What the cheapest way to the next rung costs, by the price given; by default thousandths of the way.
    std::int64_t cost = 0;

    /// When we may contact him: `at` or later; forever() if time alone does not bring it.
    instant not_before{};
    /// When he falls or leaves if nothing happens; forever() if he does not.
    instant by = instant::forever();
    /// What he is worth to us: the fact that the manners name.
    std::int64_t worth = 0;

    friend constexpr bool operator==(advice const&, advice const&) = default;

    [[nodiscard]] constexpr bool may_contact_now() const noexcept { return not_before <= at; }
    [[nodiscard]] constexpr condition const* begin() const noexcept { return conditions; }
    [[nodiscard]] constexpr condition const* end() const noexcept { return conditions + condition_count; }

    constexpr void add(condition const& c) noexcept {
        if (condition_count < max_conditions)
            conditions[condition_count++] = c;
        else
            ++more_conditions;
    }
};

/// Whether the one task is more urgent than the other, of the same ladder and instant: a strict order, total
/// where the clients differ. First those whom we may contact now; then by purpose, in the order of its
/// enumerators; then the earlier deadline, the higher stage, the greater worth, the shorter way to the next
/// rung, the later arrival, the smaller client id.
template <class Ladder>
[[nodiscard]] constexpr bool more_urgent(advice<Ladder> const& a, advice<Ladder> const& b) noexcept {
    if (a.may_contact_now() != b.may_contact_now()) return a.may_contact_now();
    if (a.purpose != b.purpose) return a.purpose < b.purpose;
    if (a.by != b.by) return a.by < b.by;
    if (a.stage != b.stage) return index_of(a.stage) > index_of(b.stage);
    if (a.worth != b.worth) return a.worth > b.worth;
    if (a.cost != b.cost) return a.cost < b.cost;
    if (a.since != b.since) return a.since > b.since;
    return a.client < b.client;
}

namespace detail {

/// The first instant at which he stands lower than now, or off the ladder, if nothing happens.
template <class Mover, class Client>
[[nodiscard]] constexpr instant falls_at(Mover const& life, Client c) {
    auto const stood = c.standing.place;
    if (stood >= life.ladder().stages()) return instant::forever();
    // Each condition that ages changes twice at the most, and each change can begin a grace and end it.
    for (std::size_t left = 8 * Mover::ladder_type::max_conditions; left > 0; --left) {
        auto const at = life.next_change(c);
        if (at == instant::forever()) break;
        life.settle(c, at);
        if (c.standing.place < stood || c.standing.place >= life.ladder().stages()) return at;
    }
    return instant::forever();
}

/// The first play there is, of those that fit.
[[nodiscard]] constexpr play const* play_for(purpose p, playbook const& book, std::string_view here,
                                             std::string_view next, bool is_out, bool breaks) noexcept {
    auto const first_of = [](play const* a, play const* b, play const* c) {
        return a != nullptr ? a : b != nullptr ? b : c;
    };
    if (is_out) return book.find(here, aim::win_back);
    auto const* const climb = next.empty() ? nullptr : book.find(next, aim::climb);
    auto const* const hold = book.find(here, aim::hold);
    auto const* const remind = book.find(here, aim::remind);
    switch (p) {
    case purpose::rescue: return breaks ? first_of(remind, hold, climb) : first_of(hold, remind, climb);
    case purpose::remind: return first_of(remind, hold, climb);
    case purpose::answer:
    case purpose::climb: return first_of(climb, hold, nullptr);
    case purpose::hold:
    case purpose::win_back: break;
    }
    return first_of(hold, climb, nullptr);
}

/// Whether something that happens, or a decision that does not stand in the way, can take him up.
template <class Ladder>
[[nodiscard]] constexpr bool can_climb(explanation<Ladder> const& e) noexcept {
    if (e.is_out() || !e.next()) return false;
    if (auto const d = e.decision(); d && d->what != decree::floor && d->place <= index_of(e.stage()))
        return false;
    auto const easiest = [](remedy a, remedy b) { return a < b ? a : b; };
    auto const enter = e.enter(*e.next());
    auto const door = e.door(*e.next());
    auto const how = door.empty() ? enter.to_hold() : easiest(enter.to_hold(), door.to_hold());
    return how == remedy::none || how == remedy::events;
}

/// The conditions of the first route that holds, but for those that hold for ever.
template <class Ladder, schema S>
constexpr void add_reason(advice<Ladder>& a, basic_rule<S> const& rule_that_holds,
                          typename S::facts const& f) noexcept {
    auto const& r = rule_that_holds;
    for (std::size_t i = 0; i < r.routes() && a.condition_count == 0; ++i) {
        bool all = true;
        for (auto c = r.begin_of(i); c < r.end_of(i); ++c) all = all && r[c].holds(f, a.at);
        for (auto c = r.begin_of(i); all && c < r.end_of(i); ++c) {
            if (auto const m = measure<S>(r[c], f, a.at); m.to_cease() != remedy::never) a.add(m);
        }
    }
}

/// The conditions of the first route of which `of_route` is true, as far as `of_condition` is true of them.
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

/// What makes him fall or leave.
template <class Ladder>
constexpr void add_danger(advice<Ladder>& a, explanation<Ladder> const& e) {
    auto const place = [](std::size_t i) { return stage_at<typename Ladder::stage_type>(i); };
    auto const ends = [&](auto const& c) {
        return !c.holds() || (c.until < instant::forever() && c.until <= a.by);
    };
    for (auto i = std::size_t{index_of(a.stage)}; a.condition_count == 0 && i > 0; --i) {
        auto const keep = e.keep(place(i));
        bool const holds = keep.holds();
        add_route(
            a, keep, [&](auto const& r) { return r.holds() == holds; }, ends);
    }
    for (auto i = e.ladder().stages(); a.condition_count == 0 && i < e.ladder().places(); ++i) {
        add_route(
            a, e.enter(place(i)), [&](auto const& r) { return r.from() <= a.by; },
            [](auto const& c) { return !c.holds(); });
    }
}

template <class Ladder, schema S>
constexpr void add_conditions(advice<Ladder>& a, explanation<Ladder> const& e, typename S::facts const& f,
                              manners<S> const& how) {
    switch (a.purpose) {
    case purpose::answer: return add_reason(a, how.waits, f);
    case purpose::rescue: return add_danger(a, e);
    case purpose::remind: return add_reason(a, how.unusual_break, f);
    case purpose::win_back:
        return add_route(
            a, e.enter(a.stage), [](auto const& r) { return r.holds(); },
            [](auto const& c) { return c.to_cease() != remedy::never; });
    case purpose::climb:
    case purpose::hold: break;
    }
    if (!a.next) return;
    auto const enter = e.enter(*a.next);
    if (enter.empty()) return;
    for (auto const& c : enter[0]) {
        if (!c.holds()) a.add(c);
    }
}

}  // namespace detail

/// What to do next for a client as he stands at `now`, and who does it. An instant before his last event
/// counts as that event's. The client is not changed.
///
///     auto const task = rung::advise(service, rung::playbooks::service, ann, now);
///     if (task.play) ... task.play->who, task.play->todo, task.not_before, task.by
///
/// The purpose is the first of these that is true: he waits; he is out; a grace runs, or he falls or leaves
/// within `soon`; his buying has an unusual break; the next rung can be reached; none.
/// The play is the one for that purpose at his stage. Where the playbook has none: to rescue, the reminder
/// where there is a break, else to hold; to remind, to hold; to hold, to climb to the next rung, and the
/// other way round; then none.
template <class Mover, class Client, class Price = share_missing>
requires std::derived_from<Client, basic_client<typename Mover::schema_type>>
[[nodiscard]] constexpr advice<typename Mover::ladder_type>
advise(Mover const& life, playbook const& book, Client c, instant now,
       manners<typename Mover::schema_type> const& how = usual_manners<typename Mover::schema_type>(),
       client_id id = 0, Price const& price = {}) {
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
    a.by = detail::falls_at(life, c);
    a.not_before = first_holds<S>(how.may_contact, c.facts, a.at);
    if (how.worth) a.worth = S::read(c.facts, *how.worth, a.at);
    if (a.next && !e.enter(*a.next).empty()) a.cost = e.enter(*a.next)[0].cost(price);

    bool const breaks = how.unusual_break.holds(c.facts, a.at);
    if (how.waits.holds(c.facts, a.at))
        a.purpose = purpose::answer;
    else if (e.is_out())
        a.purpose = purpose::win_back;
    else if (e.in_grace() || (a.by != instant::forever() && a.by - a.at <= how.soon))
        a.purpose = purpose::rescue;
    else if (breaks)
        a.purpose = purpose::remind;
    else
        a.purpose = detail::can_climb(e) ? purpose::climb : purpose::hold;

    auto const next = a.next ? e.ladder().name(*a.next) : std::string_view{};
    a.play = detail::play_for(a.purpose, book, e.ladder().name(a.stage), next, e.is_out(), breaks);
    detail::add_conditions<typename Mover::ladder_type, S>(a, e, c.facts, how);
    return a;
}

/// The same for a client of a base, as its find() and each() give him.
template <class Mover, class View, class Price = share_missing>
requires requires(View const& v) {
    v.decided_client();
    v.id();
}
[[nodiscard]] constexpr advice<typename Mover::ladder_type>
advise(Mover const& life, playbook const& book, View const& v, instant now,
       manners<typename Mover::schema_type> const& how = usual_manners<typename Mover::schema_type>(),
       Price const& price = {}) {
    return advise(life, book, v.decided_client(), now, how, v.id(), price);
}

}  // namespace v0
}  // namespace rung
