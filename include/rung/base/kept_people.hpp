#pragma once

#include <rung/base/kept_history.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

template <class Lifecycle>
std::optional<client_history<Lifecycle>>
client_base<Lifecycle, history::kept>::export_client(client_id id) const {
    auto const number = live_.records_.find(id);
    if (number == id_index::none) return std::nullopt;
    history_type out;
    auto const leader = live_.records_.id_of(number);
    out.ids.push_back(leader);
    people_.each_merged(leader, [&](client_id other) { out.ids.push_back(other); });
    out.events = events_of(number);
    std::stable_sort(out.events.begin(), out.events.end(), detail::comes_before<event_type>);
    auto history = counting(number);
    out.held_aside = netted(history);
    out.client = detail::live(lifecycle(), history, leader, settled_until_,
                              [&](auto const& t) { out.moves.push_back(t); });
    return out;
}

template <class Lifecycle>
bool client_base<Lifecycle, history::kept>::erase(client_id id) {
    auto const number = live_.records_.find(id);
    if (number == id_index::none) return false;
    auto const leader = live_.records_.id_of(number);
    for (auto const& m : people_.take_group(leader)) live_.records_.unname(m.id);
    live_.erased_.add(live_.lifecycle().stage(live_.records_[number]));
    remove(number);
    return true;
}

template <class Lifecycle>
template <class... Observers>
merge_answer client_base<Lifecycle, history::kept>::merge(client_id into, client_id from, report_type& report,
                                                          Observers&&... observers) {
    auto const a = live_.records_.find(into);
    auto const b = live_.records_.find(from);
    if (a == id_index::none || b == id_index::none) return merge_answer::unknown_client;
    if (a == b) return merge_answer::same_client;
    auto whole = begin(a);
    auto const part = begin(b);
    // The one merged may be in the name of another: then that one is merged.
    into = whole.id;
    from = part.id;

    std::vector<typename report_type::conflict> conflicts;
    bool const last_stays = how_.on_conflict == history::conflict::keep_last;
    auto const here = counting(a);
    for (auto const& e : counting(b)) {
        for (auto const& known : here) {
            if (e.id == 0 || e.id != known.id || detail::say_the_same(e, known)) continue;
            if (last_stays)
                conflicts.push_back({e, known});
            else
                conflicts.push_back({known, e});
        }
    }
    report.conflicts.insert(report.conflicts.end(), conflicts.begin(), conflicts.end());
    if (!conflicts.empty() && how_.on_conflict == history::conflict::refuse) return merge_answer::conflict;

    auto group = people_.take_group(into);
    group.push_back({from, into, std::move(people_[b].own)});
    for (auto& m : people_.take_group(from)) group.push_back(std::move(m));
    remove(b);
    auto const number = live_.records_.find(into);
    for (auto const& m : group) live_.records_.name_too(m.id, number);
    people_.put_group(into, std::move(group));

    tell(part.before, {}, true, report, observers...);
    (tell_left(observers, from), ...);
    whole.late = true;
    whole.events.insert(whole.events.end(), part.events.begin(), part.events.end());
    finish(whole, report, observers...);
    return merge_answer::done;
}

template <class Lifecycle>
template <class... Observers>
merge_answer client_base<Lifecycle, history::kept>::split(client_id from, report_type& report,
                                                          Observers&&... observers) {
    auto number = live_.records_.find(from);
    if (number == id_index::none) return merge_answer::unknown_client;
    auto const into = live_.records_.id_of(number);
    if (into == from) return merge_answer::not_merged;
    auto rest = begin(number);

    // He goes, and who had been merged into him goes with him.
    using group = typename detail::people<schema_type>::group;
    group staying, going;
    draft part;
    part.id = from;
    part.late = true;
    std::vector<client_id> leaving{from};
    for (auto& m : people_.take_group(into)) {
        bool const with_him = std::find(leaving.begin(), leaving.end(), m.into) != leaving.end();
        if (with_him) leaving.push_back(m.id);
        (m.id == from || with_him ? going : staying).push_back(std::move(m));
    }
    rest.events.clear();
    people_.put_group(into, std::move(staying));
    people_.events_of(into, number, rest.events);

    for (auto const& m : going) m.events.append_to(part.events, m.id);
    for (auto const id : leaving) live_.records_.unname(id);
    std::erase_if(going, [&](auto const& m) { return m.id == from; });
    number = add(from);
    for (auto const& m : going) live_.records_.name_too(m.id, number);
    people_.put_group(from, std::move(going));

    rest.late = true;
    finish(rest, report, observers...);
    tell_joined(from, first_seen(part.events), observers...);
    finish(part, report, observers...);
    return merge_answer::done;
}

template <class Lifecycle>
template <class New, class... Observers>
client_base<New, history::kept>
client_base<Lifecycle, history::kept>::refold(New l, list<renamed_stage> renamed,
                                              Observers&&... observers) const {
    static_assert(std::is_same_v<schema_type, typename New::schema_type>);
    auto const places = place_map::by_name(lifecycle().ladder(), l.ladder(), renamed);
    client_base<New, history::kept> out{l, how_, ids().seed};
    out.reserve(size());
    out.settled_until_ = settled_until_;
    for (auto const& [stage_before, clients] : erased())
        out.live_.erased_.add(
            rung::stage_at<typename New::stage_type>(places.to[rung::index_of(stage_before)]), clients);
    for (std::uint32_t n = 0; n < size(); ++n) {
        auto const id = live_.records_.id_of(n);
        auto events = events_of(n);
        for (auto& e : events) detail::move_decision<schema_type>(e, places, l.ladder().stage_count());
        out.take_over(id, people_.group_of(id), std::move(events), observers...);
    }
    return out;
}

}  // namespace v0
}  // namespace rung
