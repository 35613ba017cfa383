#pragma once

#include <rung/base/kept_history.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

// What a span of events makes of a base that keeps history.

template <class Lifecycle>
bool client_base<Lifecycle, history::kept>::is_known(event_type const& e) const {
    auto const number = clients_.find(e.client);
    if (number == id_index::none || e.id == 0) return false;
    if (people_.is_taken_back(e.client, e.id)) return true;
    auto const& list = people_.list_of(number, clients_.id_of(number), e.client);
    return e.id <= list.largest_id() && list.has(e);
}

template <class Lifecycle>
template <class EventAt>
auto client_base<Lifecycle, history::kept>::plan_for(std::size_t events, EventAt const& event_at) const
    -> plan {
    plan p;
    auto const is_sound = [&](std::size_t place) {
        auto const& e = event_at(place);
        auto const why = has_room_for(e.client) ? lifecycle().why_never(e) : refusal::client;
        if (why != refusal::none) p.refused.push_back({place, e, why});
        return why == refusal::none;
    };
    auto const plan_person = [&](std::span<std::size_t const> places) {
        auto const& first = event_at(places[0]);
        change c;
        c.number = clients_.find(first.client);
        c.joins = c.number == id_index::none;
        c.id = c.joins ? client_id{first.client} : clients_.id_of(c.number);
        c.since = first.at;
        c.place = places[0];
        if (!plan_next(p, c, places, event_at)) plan_anew(p, std::move(c), places, event_at);
    };
    // One event alone is common, and needs no lists to tell whose it is.
    if (events == 1) {
        constexpr std::size_t place[] = {0};
        if (is_sound(0)) plan_person(place);
        return p;
    }
    detail::events_by_person sound{ids().seed};
    for (std::size_t i = 0; i < events; ++i) {
        if (!is_sound(i)) continue;
        client_id const under = event_at(i).client;
        auto const number = clients_.find(under);
        sound.add(i, number != id_index::none ? clients_.id_of(number) : under);
    }
    sound.each(plan_person);
    return p;
}

// If all new events of a person come after the known ones, they are folded in, one after the other.
template <class Lifecycle>
template <class EventAt>
bool client_base<Lifecycle, history::kept>::plan_next(plan& p, change& c, std::span<std::size_t const> places,
                                                      EventAt const& event_at) const {
    auto next = c;
    if (c.joins) {
        next.lists.resize(1);
    } else {
        if (people_[c.number].held != 0) return false;
        next.client = clients_.view(c.number).decided_client();
        next.last = people_[c.number].last;
    }
    event_id largest = 0;
    list_type const* known = nullptr;
    client_id known_under = 0;
    for (auto const place : places) {
        auto e = event_at(place);
        if (!c.joins && (known == nullptr || e.client != known_under)) {
            known = &people_.list_of(c.number, c.id, e.client);
            known_under = e.client;
        }
        auto const order = detail::place_of(e);
        bool const may_be_known =
            e.id != 0 && (e.id <= largest || (known != nullptr && e.id <= known->largest_id()));
        if (may_be_known || order <= next.last || e.at < settled_until_ ||
            detail::takes_back<schema_type>(e) ||
            rung::why_not<schema_type>(next.client.facts, e) != refusal::none) {
            p.drop_begun();
            return false;
        }
        if (c.joins)
            next.lists[0].push_back(e);
        else
            p.events.push_back(e);
        next.last = order;
        if (e.id > largest) largest = e.id;
        e.client = c.id;  // not the id that was merged into it
        detail::live_on(lifecycle(), next.client, e, [&](auto const& t) { p.added.push_back(t); });
    }
    p.applied += places.size();
    p.add(std::move(next));
    return true;
}

// All events of a person, known and new, are folded from the beginning.
template <class Lifecycle>
template <class EventAt>
void client_base<Lifecycle, history::kept>::plan_anew(plan& p, change c, std::span<std::size_t const> places,
                                                      EventAt const& event_at) const {
    std::vector<event_type> known;
    if (!c.joins) people_.events_of(c.id, c.number, known);
    auto all = known;
    auto const is_taken_back = [&](event_type const& e) { return people_.is_taken_back(e.client, e.id); };
    bool const replaced =
        detail::put_among<Lifecycle>(all, places, event_at, is_taken_back, how_.on_conflict, p);
    if (!replaced && all.size() == known.size()) return;

    auto const comes_before = detail::comes_before<event_type>;
    if (!known.empty()) {
        auto const& last = *std::max_element(known.begin(), known.end(), comes_before);
        c.corrects = replaced || std::any_of(all.begin() + static_cast<std::ptrdiff_t>(known.size()),
                                             all.end(), [&](auto const& e) { return comes_before(e, last); });
    }
    std::stable_sort(all.begin(), all.end(), comes_before);
    if (c.joins) c.since = all.front().at;
    c.lists = lists_of(c.id, all);
    auto const before = c.joins ? std::vector<move_type>{} : moves_of(c.id, std::move(known));
    fold(p, c, std::move(all), before);
    p.add(std::move(c));
}

// A person's events, in order, by the id that they came under.
template <class Lifecycle>
auto client_base<Lifecycle, history::kept>::lists_of(client_id id,
                                                     std::vector<event_type> const& sorted) const
    -> std::vector<list_type> {
    auto const& merged = people_.group_of(id);
    std::vector<list_type> lists(merged.size() + 1);
    auto const list_of = [&](client_id under) -> list_type& { return lists[people_.list_number(id, under)]; };
    for (auto const& e : sorted) list_of(e.client).push_back(e);
    auto const note = [&](client_id under) {
        auto const& taken_back = people_.taken_back(under);
        if (!taken_back.empty()) list_of(under).note(taken_back.back());
    };
    note(id);
    for (auto const& m : merged) note(m.id);
    return lists;
}

template <class Lifecycle>
void client_base<Lifecycle, history::kept>::fold(plan& p, change& c, std::vector<event_type> events,
                                                 std::vector<move_type> const& before) const {
    c.last = {};
    for (auto const& e : events) c.last = (std::max)(c.last, detail::place_of(e));
    c.held = static_cast<std::uint32_t>(netted(events).size());
    std::vector<move_type> after;
    c.client =
        detail::live(lifecycle(), events, c.id, settled_until_, [&](auto const& t) { after.push_back(t); });
    detail::note_difference(before, after, p);
}

template <class Lifecycle>
void client_base<Lifecycle, history::kept>::make_room(plan const& p) {
    std::size_t newcomers = 0, decided = 0;
    for (auto const& c : p.changes) {
        newcomers += c.joins ? 1u : 0u;
        decided += c.client.standing.decided() ? 1u : 0u;
        for (auto i = c.first_event; i < c.events_end; ++i)
            people_.list_of(c.number, c.id, p.events.client_of(i))
                .make_room(p.events, c.first_event, c.events_end);
    }
    clients_.make_room(newcomers, decided);
    people_.make_room(newcomers);
}

template <class Lifecycle>
template <class Listed>
void client_base<Lifecycle, history::kept>::enter(plan& p, report_type& report, Listed const& listed) {
    auto const by_place = [](auto const& a, auto const& b) { return a.place < b.place; };
    std::sort(p.conflicts.begin(), p.conflicts.end(), by_place);
    std::sort(p.refused.begin(), p.refused.end(), by_place);
    for (auto const& r : p.refused) {
        report.refused.push_back({r.event, r.why});
        listed(r.place);
    }
    for (auto const& c : p.conflicts) {
        report.conflicts.push_back({c.kept, c.dropped});
        listed(c.place);
    }
    std::size_t gone = 0, added = 0;
    for (auto const& c : p.changes) {
        if (c.corrects || c.gone_end != gone) {
            for (auto i = gone; i < c.gone_end; ++i) report.withdrawn.push_back(p.gone[i]);
            for (auto i = added; i < c.added_end; ++i) report.issued.push_back(p.added[i]);
            listed(c.place);
        }
        gone = c.gone_end;
        added = c.added_end;
    }
}

template <class Lifecycle>
void client_base<Lifecycle, history::kept>::carry_out(plan& p) noexcept {
    for (auto& c : p.changes) {
        if (c.leaves) continue;
        if (c.number == id_index::none) {
            c.number = clients_.add_in_room(c.id);
            people_.add_in_room();
        }
        if (!c.lists.empty()) people_.put_lists(c.number, c.id, c.lists);
        for (auto i = c.first_event; i < c.events_end; ++i)
            people_.list_of(c.number, c.id, p.events.client_of(i)).push_back_in_room(p.events, i);
        people_.note(c.number, c.last, c.held);
        clients_.put(c.number, c.client);
    }
}

template <class Lifecycle>
template <class... Observers>
void client_base<Lifecycle, history::kept>::tell(plan const& p, Observers&... observers) {
    std::size_t gone = 0, added = 0;
    for (auto const& c : p.changes) {
        if (c.joins) (detail::tell_joined(observers, c.id, c.since), ...);
        for (auto i = c.gone_end; i > gone; --i) (detail::tell_withdrawn(observers, p.gone[i - 1]), ...);
        for (auto i = added; i < c.added_end; ++i) (detail::tell(observers, p.added[i]), ...);
        if (c.leaves) (detail::tell_left(observers, c.id), ...);
        gone = c.gone_end;
        added = c.added_end;
    }
}

}  // namespace v0
}  // namespace rung
