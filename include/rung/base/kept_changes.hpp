#pragma once

#include <rung/base/kept_history.hpp>
#include <rung/base/stable_sort.hpp>

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

// Events that are the next ones of their person are taken at once; the persons of the others are planned
// anew.
template <class Lifecycle>
template <class EventAt, class Listed, class... Observers>
void client_base<Lifecycle, history::kept>::take_all(report_type& report, std::size_t events,
                                                     EventAt const& event_at, Listed const& listed,
                                                     Observers&... observers) {
    plan p;
    detail::next_events<Lifecycle> next{clients_, people_, settled_until_, events};
    bool const is_alone = events == 1;  // then there is nothing to look ahead to
    auto ahead = clients_.look_ahead(is_alone ? 0 : events,
                                     [&](std::size_t i) -> client_id { return event_at(i).client; });
    for (std::size_t i = 0; i < events; ++i) {
        auto const& e = event_at(i);
        auto const number = is_alone ? clients_.find(e.client) : ahead.number(i);
        next.prefetch(ahead.later_number(i + detail::records_ahead / 2));
        next.prefetch_more(ahead.later_number(i + detail::records_ahead / 4));
        auto const why = has_room_for(e.client) ? lifecycle().why_never(e) : refusal::client;
        if (why == refusal::none) {
            next.template take<sizeof...(Observers) != 0>(number, e, i);
        } else {
            p.refused.push_back({i, e, why});
            next.skip();
        }
    }
    next.each_left([&](auto const& begun, std::span<std::size_t const> places) {
        change c;
        c.id = begun.id;
        c.number = begun.number;
        c.joins = begun.joins;
        c.place = begun.place;
        plan_anew(p, std::move(c), places, event_at);
    });
    auto const keep = [&]() noexcept {
        report.done += events;
        next.count_in(report);
        next.keep();
    };
    if (next.has_left() || !p.refused.empty())
        commit(
            p, report, [&](std::size_t place) { listed(event_at(place)); }, keep);
    else
        keep();

    std::size_t planned = 0;
    for (std::size_t i = 0; i < next.begun().size(); ++i) {
        auto const& begun = next.begun()[i];
        if (!begun.anew) {
            if (begun.joins) (detail::tell_joined(observers, begun.id, begun.since), ...);
            next.each_move(begun, [&](auto const& t) { (detail::tell(observers, t), ...); });
        } else if (planned < p.changes.size() && p.changes[planned].number == begun.number) {
            tell(p, planned++, observers...);
        }
    }
}

// All events of a person, known and new, are folded from the beginning. One who joins is there already, and
// has none yet.
template <class Lifecycle>
template <class EventAt>
void client_base<Lifecycle, history::kept>::plan_anew(plan& p, change c, std::span<std::size_t const> places,
                                                      EventAt const& event_at) const {
    auto known = events_of(c.number);
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
    detail::stable_sort(all, comes_before);
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
        newcomers += c.number == id_index::none ? 1u : 0u;
        decided += c.client.standing.decided() ? 1u : 0u;
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
        people_.note(c.number, c.last, c.held);
        clients_.put(c.number, c.client);
    }
}

template <class Lifecycle>
template <class... Observers>
void client_base<Lifecycle, history::kept>::tell(plan const& p, std::size_t n, Observers&... observers) {
    auto const& c = p.changes[n];
    auto const gone = n == 0 ? 0 : p.changes[n - 1].gone_end;
    auto const added = n == 0 ? 0 : p.changes[n - 1].added_end;
    if (c.joins) (detail::tell_joined(observers, c.id, c.since), ...);
    for (auto i = c.gone_end; i > gone; --i) (detail::tell_withdrawn(observers, p.gone[i - 1]), ...);
    for (auto i = added; i < c.added_end; ++i) (detail::tell(observers, p.added[i]), ...);
    if (c.leaves) (detail::tell_left(observers, c.id), ...);
}

}  // namespace v0
}  // namespace rung
