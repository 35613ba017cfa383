#pragma once

#include <rung/base/base_access.hpp>
#include <rung/base/base_types.hpp>
#include <rung/base/client_base.hpp>
#include <rung/base/client_store.hpp>
#include <rung/base/event_list.hpp>
#include <rung/base/history_change.hpp>
#include <rung/base/history_report.hpp>
#include <rung/base/listed.hpp>
#include <rung/base/next_events.hpp>
#include <rung/base/observer.hpp>
#include <rung/base/people.hpp>
#include <rung/base/take_events.hpp>
#include <rung/base/timeline.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

/// Many clients on one ladder, with their events. Where a client stands is a function of the set of their
/// events, of those that were taken back, and of the latest instant that the base was settled at, whatever
/// the order, the batches and the repetitions in which they came.
///
/// Two numbers identify an event: the client's id that it came under, and its own id. That stays so when
/// clients are merged, so two accounts that number their own orders lose none. An event without an id (0) is
/// never known.
///
/// A late event is put in its place and its client is folded anew. The corrections are reported: besides the
/// call operator, observers have `withdrawn(transition)`, which takes a move back, and may have
/// `joined(client_id, instant)` and `left(client_id)` (merged into another).
///
/// Each call that changes a base does all of it or nothing. First it allocates, which is all that can fail;
/// if there is no memory, base and report are unchanged. Then it changes everything, and then it calls
/// observers, client by client, event by event. If one of them throws, all was taken and reported, and the
/// remaining calls are not made.
template <class Lifecycle>
class client_base<Lifecycle, history::kept>
    : public detail::base_types<Lifecycle, history_report<Lifecycle>> {
    using types = detail::base_types<Lifecycle, history_report<Lifecycle>>;
    using facts_base = client_base<Lifecycle>;
    static_assert(
        !detail::may_be_full<typename types::schema_type>(),
        "a base that keeps history takes events in any order, and a rolling window that may run out "
        "of room does not: use calendar periods, or ask .with_room_for() each day of the window");

public:
    using typename types::decided_client_type;
    using typename types::event_type;
    using typename types::report_type;
    using typename types::schema_type;
    using typename types::stage_type;
    using typename types::view_type;
    static constexpr bool keeps_history = true;
    using history_type = client_history<Lifecycle>;

    explicit client_base(Lifecycle l, history::kept how = {}, ids::hashed ids = {})
        : clients_{l, ids}, people_{ids.seed}, how_{how} {}
    template <whole_number Number>
    client_base(Lifecycle l, history::kept how, Number) : client_base{l, how} {
        detail::refuse_number<Number>();
    }

    [[nodiscard]] Lifecycle const& lifecycle() const noexcept { return clients_.lifecycle(); }
    /// How many people there are, without those merged into another.
    [[nodiscard]] std::size_t size() const noexcept { return clients_.size(); }
    [[nodiscard]] ids::hashed ids() const noexcept { return clients_.ids(); }
    [[nodiscard]] bool has_room_for(client_id id) const noexcept { return clients_.has_room_for(id); }
    void reserve(std::size_t clients) {
        clients_.reserve(clients);
        people_.reserve(clients);
    }
    [[nodiscard]] history::kept const& history() const noexcept { return how_; }
    /// The latest instant that the base was settled at; never() before.
    [[nodiscard]] instant settled_until() const noexcept { return settled_until_; }

    [[nodiscard]] rung::census<stage_type> const& census() const& noexcept { return clients_.census(); }
    [[nodiscard]] rung::census<stage_type> census() && noexcept { return clients_.census(); }
    [[nodiscard]] rung::census<stage_type> const& erased() const noexcept { return clients_.erased(); }
    /// The client of an id, or of the one that it was merged into.
    [[nodiscard]] std::optional<view_type> find(client_id id) const noexcept { return clients_.view_of(id); }
    template <class Visit>
    void each(Visit&& visit) const {
        clients_.each(visit);
    }
    /// In an order, and who will move within a time: see client_base.
    template <class By, class Visit>
    void each_in_order(By const& by, Visit&& visit, std::size_t top = ~std::size_t{0}) const {
        detail::visit_in_order(*this, by, visit, top);
    }
    [[nodiscard]] auto due(instant now, duration within) const {
        return detail::due_of<Lifecycle>(*this, now, within);
    }

    /// Takes events, in any order: all of them, or none if there is no memory.
    template <class... Observers>
    [[nodiscard]] report_type apply(std::span<event_type const> events, Observers&&... observers) {
        detail::check_observers<client_base, Observers...>();
        report_type report;
        apply(events, report, observers...);
        return report;
    }
    /// The same, and adds to a report, which is there even if an observer throws.
    template <class... Observers>
    void apply(std::span<event_type const> events, report_type& report, Observers&&... observers) {
        detail::check_observers<client_base, Observers...>();
        take_all(
            report, events.size(), [&](std::size_t i) -> event_type const& { return events[i]; }, ignore{},
            observers...);
    }
    template <class... Observers>
    [[nodiscard("an event that is refused changes nothing: look at the report, or cast to void")]] report_type
    apply(event_type const& e, Observers&&... observers) {
        detail::check_observers<client_base, Observers...>();
        return apply(std::span<event_type const>{&e, 1}, observers...);
    }

    /// Whether an event is known with the same content, or was taken back: then taking it again changes
    /// nothing.
    [[nodiscard]] bool is_known(event_type const& e) const;

    /// Takes an event back, by the client's id that it came under and its own id: from here on it is as if it
    /// had never come, and it stays out when it comes again (refusal::taken_back). An event that is not known
    /// yet stays out when it comes; this call makes a client who is not known yet, as an event does. So the
    /// order in which events come and are taken back does not matter. `report.withdrawn` and `.issued` say
    /// what changes.
    template <class... Observers>
    retract_answer retract(client_id under, event_id event, report_type& report, Observers&&... observers);

    /// Moves everybody as time alone has moved them until `now`. Returns how many moves that were.
    template <class... Observers>
    std::uint64_t settle(instant now, Observers&&... observers) {
        detail::check_observers<client_base, Observers...>();
        taker{clients_}.check_before_settling(now);
        // Even if an observer throws, the other clients are moved: all are settled until one instant.
        struct settle_all {
            client_base& base;
            instant now;
            bool done = false;

            ~settle_all() {
                if (!done) (void)taker{base.clients_}.settle(now);
            }
        } all{*this, now};
        if (now.is_moment() && now > settled_until_) settled_until_ = now;
        auto const moves = taker{clients_}.settle(now, observers...);
        all.done = true;
        return moves;
    }

    /// Everybody with an event up to an instant, as they stood then, in a base of facts.
    [[nodiscard]] facts_base as_of(instant at) const {
        facts_base then{lifecycle(), ids()};
        auto& clients = detail::base_access::clients(then);
        for (std::uint32_t n = 0; n < size(); ++n) {
            auto const id = clients_.id_of(n);
            auto events = events_of(n);
            std::erase_if(events, [&](auto const& e) { return e.at > at; });
            if (events.empty()) continue;
            auto const number = clients.add(id);
            clients.replace(number, lived(id, events, at, ignore{}));
            people_.each_merged(id, [&](client_id other) { clients.name_too(other, number); });
        }
        return then;
    }

    /// How many events wait for the one that they take back, or give back more than it: refunds of purchases
    /// that are not known, and what refunds give back beyond what was paid for it or in all.
    [[nodiscard]] std::uint64_t held_aside() const noexcept { return people_.held(); }
    /// Calls visit(event) for each of them.
    template <class Visit>
    void each_held_aside(Visit&& visit) const {
        for (std::uint32_t n = 0; n < size(); ++n) {
            if (people_[n].held == 0) continue;
            auto events = events_of(n);
            for (auto const& e : netted(events)) visit(e);
        }
    }

    /// All that is kept of a client, for the client or for another system: nothing if there is none of that
    /// id.
    [[nodiscard]] std::optional<history_type> export_client(client_id id) const;

    /// Forgets a person: all their ids, events and facts go. What observers have counted stays, and they are
    /// counted in erased(). Another event would make them a new client. False if there is none of that id.
    [[nodiscard("false: nobody of that id was there, and nobody was erased")]] bool
    erase(client_id id) noexcept;

    /// Two ids turn out to be one person: from here on the events of `from`, future ones too, are events of
    /// `into`, and all of them are folded as one set, from the beginning. `report.withdrawn` and `.issued`
    /// say what that changes. split() is the way back.
    template <class... Observers>
    merge_answer merge(client_id into, client_id from, report_type& report, Observers&&... observers);
    /// Takes a merge back: `from` is a client of their own again, with all that came under that id and under
    /// those that had been merged into it.
    template <class... Observers>
    merge_answer split(client_id from, report_type& report, Observers&&... observers);

    /// What this base would be if another lifecycle had always been in force: the same people, each folded
    /// anew. Observers are told all that would have happened, person by person. Decisions by hand go by the
    /// names of their stages (`renamed` says which were renamed); a decision about a stage that is gone
    /// becomes one that lifts. Erased clients are counted at their places on the new ladder.
    ///
    ///     auto const what_if = base.refold(stricter, {}, funnel);
    ///
    /// To leave clients who climbed by the old thresholds where they are, adopt base.as_of(now) instead: a
    /// base of facts.
    template <class New, class... Observers>
    [[nodiscard]] client_base<New, history::kept> refold(New l, list<renamed_stage> renamed = {},
                                                         Observers&&... observers) const;

private:
    using move_type = named_transition<typename Lifecycle::ladder_type>;
    using person = detail::person<schema_type>;
    using list_type = detail::event_list<schema_type>;
    using change = detail::history_change<Lifecycle>;
    using plan = detail::history_plan<Lifecycle>;
    using taker = detail::event_taker<Lifecycle, rung::ids::hashed>;
    friend struct detail::base_access;

    detail::client_store<Lifecycle, rung::ids::hashed> clients_;
    detail::people<schema_type> people_;  // by the same numbers
    history::kept how_;
    instant settled_until_ = instant::never();

    [[nodiscard]] std::vector<event_type> events_of(std::uint32_t number) const {
        std::vector<event_type> all;
        people_.events_of(clients_.id_of(number), number, all);
        return all;
    }

    // Calls visit(id) for each id of a person.
    template <class Visit>
    void each_id(std::uint32_t number, Visit const& visit) const {
        auto const id = clients_.id_of(number);
        visit(id);
        people_.each_merged(id, visit);
    }
    // Turns a person's events into their history, in place, and returns those that are held aside.
    static std::vector<event_type> netted(std::vector<event_type>& events) {
        std::vector<event_type> held;
        detail::make_history<schema_type>(events, held);
        return held;
    }
    // Folds a person's events, and turns them into their history.
    template <class Sink>
    decided_client_type lived(client_id id, std::vector<event_type>& events, instant until,
                              Sink&& sink) const {
        (void)netted(events);
        return detail::live(lifecycle(), events, id, until, sink);
    }
    // The moves of a person with such events.
    [[nodiscard]] std::vector<move_type> moves_of(client_id id, std::vector<event_type> events) const {
        std::vector<move_type> moves;
        (void)lived(id, events, settled_until_, [&](auto const& t) { moves.push_back(t); });
        return moves;
    }
    // The instant of a person's first event; none if all of them were taken back.
    [[nodiscard]] instant first_seen(std::vector<event_type> const& events) const noexcept {
        if (events.empty()) return settled_until_;
        auto first = events.front().at;
        for (auto const& e : events) first = e.at < first ? e.at : first;
        return first;
    }

    // A call first plans what it does, then allocates, then does it, and then tells observers: see
    // base/kept_changes.hpp. Events that only continue the history of their person need no plan: they are
    // taken first, and taken back if anything fails.

    template <class EventAt>
    void plan_anew(plan& p, change c, std::span<std::size_t const> places, EventAt const& event_at) const;
    [[nodiscard]] std::vector<list_type> lists_of(client_id id, std::vector<event_type> const& sorted) const;
    // Puts into a change the result of a person's events; `before`: the moves that they had made.
    void fold(plan& p, change& c, std::vector<event_type> events, std::vector<move_type> const& before) const;
    void make_room(plan const& p);
    // Adds what a plan does to a report; calls listed(place) after the entries of each event.
    template <class Listed>
    static void enter(plan& p, report_type& report, Listed const& listed);
    void carry_out(plan& p) noexcept;
    template <class... Observers>
    static void tell(plan const& p, std::size_t change, Observers&... observers);
    // Does all of it but telling. restructure() runs before the changes of the plan, and cannot fail.
    template <class Listed, class Restructure>
    void commit(plan& p, report_type& report, Listed const& listed, Restructure const& restructure) {
        make_room(p);
        detail::report_entry<report_type> entry{report};
        enter(p, report, listed);
        entry.keep();
        report.applied += p.applied;
        report.repeated += p.repeated;
        report.moves += p.added.size();
        restructure();
        carry_out(p);
    }
    template <class Restructure, class... Observers>
    void do_all(plan& p, report_type& report, Restructure const& restructure, Observers&... observers) {
        commit(p, report, ignore{}, restructure);
        for (std::size_t n = 0; n < p.changes.size(); ++n) tell(p, n, observers...);
    }

    // See client_base without history. A client's corrections are listed under their first event of the span.
    template <class EventAt, class Listed, class... Observers>
    void take_all(report_type& report, std::size_t events, EventAt const& event_at, Listed const& listed,
                  Observers&... observers);

    // A person of another base, with all their events and the ids merged into theirs; false if an event's ids
    // come twice. If it fails, the base must not be used further.
    template <class... Observers>
    [[nodiscard]] bool take_over(client_id id, typename detail::people<schema_type>::group merged,
                                 std::vector<event_type> events, Observers&... observers);
    // The same for the ids of events that were taken back, in order, under one id of a person; false if that
    // is impossible.
    [[nodiscard]] bool take_over_taken_back(client_id under, std::vector<event_id> ids);

    template <class... Observers>
    void retell(Observers&... observers) const;

    // Takes a person out; the last one gets their number, with the ids merged into that one.
    void remove(std::uint32_t number) noexcept {
        clients_.remove(number);
        people_.remove(number);
        if (number == size()) return;
        people_.each_merged(clients_.id_of(number),
                            [&](client_id id) { clients_.name_too_in_room(id, number); });
    }
};

}  // namespace v0
}  // namespace rung

#include <rung/base/kept_changes.hpp>
#include <rung/base/kept_people.hpp>
