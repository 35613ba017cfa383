#pragma once

#include <rung/base/kept_history.hpp>
#include <rung/base/stable_sort.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

template <class Lifecycle>
std::optional<client_history<Lifecycle>>
client_base<Lifecycle, history::kept>::export_client(client_id id) const {
    auto const number = clients_.find(id);
    if (number == id_index::none) return std::nullopt;
    history_type out;
    auto const leader = clients_.id_of(number);
    out.ids.push_back(leader);
    people_.each_merged(leader, [&](client_id other) { out.ids.push_back(other); });
    out.events = events_of(number);
    detail::stable_sort(out.events, detail::comes_before<event_type>);
    for (auto const under : out.ids)
        for (auto const event : people_.taken_back(under)) out.taken_back.push_back({under, event});
    auto history = out.events;
    out.held_aside = netted(history);
    out.client = detail::live(lifecycle(), history, leader, settled_until_,
                              [&](auto const& t) { out.moves.push_back(t); });
    return out;
}

template <class Lifecycle>
bool client_base<Lifecycle, history::kept>::erase(client_id id) noexcept {
    auto const number = clients_.find(id);
    if (number == id_index::none) return false;
    auto const leader = clients_.id_of(number);
    for (auto const& m : people_.take_group(leader)) {
        clients_.unname(m.id);
        people_.forget_taken_back(m.id);
    }
    people_.forget_taken_back(leader);
    clients_.count_erased(clients_.stage(number));
    remove(number);
    return true;
}

template <class Lifecycle>
template <class... Observers>
retract_answer client_base<Lifecycle, history::kept>::retract(client_id under, event_id event,
                                                              report_type& report, Observers&&... observers) {
    detail::check_observers<client_base, Observers...>();
    if (event == 0 || !has_room_for(under)) return retract_answer::no_event_id;
    if (people_.is_taken_back(under, event)) return retract_answer::repeated;
    plan p;
    change c;
    c.number = clients_.find(under);
    c.joins = c.number == id_index::none;
    c.id = c.joins ? under : clients_.id_of(c.number);
    c.since = settled_until_;
    auto events = c.joins ? std::vector<event_type>{} : events_of(c.number);
    auto const is_meant = [&](event_type const& e) { return e.client == under && e.id == event; };
    bool const is_there = std::any_of(events.begin(), events.end(), is_meant);
    if (is_there || c.joins) {
        c.corrects = is_there;
        auto const before = moves_of(c.id, events);
        std::erase_if(events, is_meant);
        detail::stable_sort(events, detail::comes_before<event_type>);
        c.lists = lists_of(c.id, events);
        c.lists[people_.list_number(c.id, under)].note(event);
        fold(p, c, std::move(events), before);
        p.add(c);
    }
    people_.make_room_to_take_back(under);
    std::vector<event_id> first;
    first.reserve(1);
    auto const take_back = [&]() noexcept {
        people_.take_back_in_room(under, event, first);
        if (!c.joins) people_.list_of(c.number, c.id, under).note(event);
    };
    do_all(p, report, take_back, observers...);
    return is_there ? retract_answer::done : retract_answer::awaited;
}

template <class Lifecycle>
template <class... Observers>
merge_answer client_base<Lifecycle, history::kept>::merge(client_id into, client_id from, report_type& report,
                                                          Observers&&... observers) {
    detail::check_observers<client_base, Observers...>();
    auto const a = clients_.find(into);
    auto const b = clients_.find(from);
    if (a == id_index::none || b == id_index::none) return merge_answer::unknown_client;
    if (a == b) return merge_answer::same_client;
    // The id to merge may itself be merged into another: then that one is merged.
    into = clients_.id_of(a);
    from = clients_.id_of(b);

    plan p;
    auto events = events_of(a);
    auto const part = events_of(b);
    change leaving;
    leaving.id = from;
    leaving.leaves = true;
    leaving.corrects = true;
    p.gone = moves_of(from, part);
    p.add(std::move(leaving));
    auto const before = moves_of(into, events);
    events.insert(events.end(), part.begin(), part.end());
    change whole;
    whole.id = into;
    whole.number = a;
    whole.corrects = true;
    fold(p, whole, std::move(events), before);
    p.add(std::move(whole));

    typename detail::people<schema_type>::group merged;
    merged.reserve(people_.group_of(into).size() + 1 + people_.group_of(from).size());
    people_.make_room_for_groups(1, 1);
    auto const put_together = [&]() noexcept {
        for (auto& m : people_.take_group(into)) merged.push_back(std::move(m));
        merged.push_back({from, into, people_.take_own(b)});
        for (auto& m : people_.take_group(from)) merged.push_back(std::move(m));
        remove(b);
        auto const number = clients_.find(into);
        for (auto const& m : merged) clients_.name_too_in_room(m.id, number);
        people_.put_group_in_room(into, std::move(merged));
        p.changes.back().number = number;
    };
    do_all(p, report, put_together, observers...);
    return merge_answer::done;
}

template <class Lifecycle>
template <class... Observers>
merge_answer client_base<Lifecycle, history::kept>::split(client_id from, report_type& report,
                                                          Observers&&... observers) {
    detail::check_observers<client_base, Observers...>();
    auto const number = clients_.find(from);
    if (number == id_index::none) return merge_answer::unknown_client;
    auto const into = clients_.id_of(number);
    if (into == from) return merge_answer::not_merged;

    // They go, and with them all who had been merged into them.
    auto const& all = people_.group_of(into);
    id_index leaving{ids().seed};
    for (auto const& m : all) {
        if (m.id == from || leaving.find(m.into) != id_index::none) leaving.insert(m.id, 0);
    }
    auto const goes = [&](client_id id) { return leaving.find(id) != id_index::none; };
    typename detail::people<schema_type>::group staying, going;
    staying.reserve(all.size());
    going.reserve(leaving.size());

    plan p;
    auto rest = events_of(number);
    auto const before = moves_of(into, rest);
    std::vector<event_type> part;
    for (auto const& e : rest) {
        if (goes(e.client)) part.push_back(e);
    }
    std::erase_if(rest, [&](auto const& e) { return goes(e.client); });
    change stays;
    stays.id = into;
    stays.number = number;
    stays.corrects = true;
    fold(p, stays, std::move(rest), before);
    p.add(std::move(stays));
    change parts;
    parts.id = from;
    parts.joins = true;
    parts.since = first_seen(part);
    parts.corrects = true;
    fold(p, parts, std::move(part), {});
    p.add(std::move(parts));

    people_.make_room_for_groups(2, 0);
    auto const put_apart = [&]() noexcept {
        list_type own;
        for (auto& m : people_.take_group(into)) {
            if (goes(m.id)) clients_.unname(m.id);
            if (m.id == from)
                own = std::move(m.events);
            else
                (goes(m.id) ? going : staying).push_back(std::move(m));
        }
        auto const anew = clients_.add_in_room(from);
        people_.add_in_room();
        people_.put_own(anew, std::move(own));
        for (auto const& m : going) clients_.name_too_in_room(m.id, anew);
        people_.put_group_in_room(into, std::move(staying));
        people_.put_group_in_room(from, std::move(going));
        p.changes.back().number = anew;
    };
    do_all(p, report, put_apart, observers...);
    return merge_answer::done;
}

template <class Lifecycle>
template <class... Observers>
bool client_base<Lifecycle, history::kept>::take_over(client_id id,
                                                      typename detail::people<schema_type>::group merged,
                                                      std::vector<event_type> events,
                                                      Observers&... observers) {
    detail::stable_sort(events, detail::is_named_before<event_type>);
    if (std::adjacent_find(events.begin(), events.end(), detail::is_same_event<event_type>) != events.end())
        return false;
    change c;
    c.id = id;
    c.joins = true;
    c.number = clients_.add(id);
    people_.make_room(1);
    people_.add_in_room();
    for (auto const& m : merged) clients_.name_too(m.id, c.number);
    people_.make_room_for_groups(1, merged.size());
    people_.put_group_in_room(id, std::move(merged));

    detail::stable_sort(events, detail::comes_before<event_type>);
    c.since = first_seen(events);
    c.lists = lists_of(id, events);
    plan p;
    fold(p, c, std::move(events), {});
    p.add(std::move(c));
    report_type unread;
    do_all(
        p, unread, [] {}, observers...);
    return true;
}

template <class Lifecycle>
bool client_base<Lifecycle, history::kept>::take_over_taken_back(client_id under, std::vector<event_id> ids) {
    auto const number = clients_.find(under);
    bool const in_order = std::ranges::adjacent_find(ids, std::greater_equal<>{}) == ids.end();
    if (number == id_index::none || ids.empty() || ids[0] == 0 || !in_order) return false;
    if (!people_.taken_back(under).empty()) return false;
    auto& list = people_.list_of(number, clients_.id_of(number), under);
    std::vector<event_type> events;
    list.append_to(events, under);
    for (auto const& e : events) {
        if (std::binary_search(ids.begin(), ids.end(), e.id)) return false;
    }
    list.note(ids.back());
    people_.put_taken_back(under, std::move(ids));
    return true;
}

template <class Lifecycle>
template <class... Observers>
void client_base<Lifecycle, history::kept>::retell(Observers&... observers) const {
    for (std::uint32_t n = 0; n < size(); ++n) {
        auto const id = clients_.id_of(n);
        auto events = events_of(n);
        (detail::tell_joined(observers, id, first_seen(events)), ...);
        (void)lived(id, events, settled_until_, [&](auto const& t) { (detail::tell(observers, t), ...); });
    }
}

template <class Lifecycle>
template <class New, class... Observers>
client_base<New, history::kept>
client_base<Lifecycle, history::kept>::refold(New l, list<renamed_stage> renamed,
                                              Observers&&... observers) const {
    detail::check_observers<client_base<New, history::kept>, Observers...>();
    static_assert(std::is_same_v<schema_type, typename New::schema_type>);
    auto const places = place_map::by_name(lifecycle().ladder(), l.ladder(), renamed);
    client_base<New, history::kept> out{l, how_, ids()};
    out.reserve(size());
    detail::base_access::settled_until(out) = settled_until_;
    for (auto const& [stage_before, clients] : erased())
        detail::base_access::clients(out).count_erased(
            rung::stage_at<typename New::stage_type>(places.to[rung::index_of(stage_before)]), clients);
    for (std::uint32_t n = 0; n < size(); ++n) {
        auto const id = clients_.id_of(n);
        auto events = events_of(n);
        for (auto& e : events) detail::move_decision<schema_type>(e, places, l.ladder().stage_count());
        (void)detail::base_access::take_over(out, id, people_.group_of(id), std::move(events), observers...);
        each_id(n, [&](client_id under) {
            if (auto const& ids_of = people_.taken_back(under); !ids_of.empty())
                (void)detail::base_access::take_over_taken_back(out, under, ids_of);
        });
    }
    return out;
}

}  // namespace v0
}  // namespace rung
