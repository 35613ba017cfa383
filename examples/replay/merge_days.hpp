#pragma once

#include <rung/retail/event.hpp>

#include <cstdint>
#include <vector>

/// The day of an instant, UTC.
[[nodiscard]] constexpr std::uint32_t day_of(rung::instant t) noexcept { return t.unix_seconds / 86'400; }

/// Turns the purchases of each day among one client's events, in order, into one: the first of them, with the
/// amounts of all. Calls `merged(id, first)` for each purchase that is now part of another.
template <class Event, class Told>
void merge_days(std::vector<Event>& events, Told&& merged) {
    Event* first = nullptr;  // the last day's
    auto out = events.begin();
    for (auto const& e : events) {
        bool const is_purchase = e.kind == rung::event_kind::purchase;
        if (is_purchase && first != nullptr && day_of(first->at) == day_of(e.at)) {
            first->amount += e.amount;
            merged(e.id, first->id);
            continue;
        }
        *out = e;
        if (is_purchase) first = &*out;
        ++out;
    }
    events.erase(out, events.end());
}
