#pragma once

#include <rung/core/retail_schema.hpp>

#include <cstddef>

namespace rung {
inline namespace v0 {

/// What is left of a client's events, in order, when what was bought and given back is set off.
///
/// A refund that names its purchase (`of`) belongs to it, whichever comes first in time. Where a purchase's
/// refunds add up to its amount, or one of them says when it was made (`bought`: all of it is taken back),
/// neither it nor they are left, as if it had never been made; what was given back too much or too little
/// stays as a refund of the difference, which may be negative, in the place of the last one. In part, each
/// refund lowers the spend at its own instant. One whose purchase is not among the events goes to `held`. A
/// refund that names none stays as it is.
///
/// `Events` is a container such as std::vector<retail_event>.
template <class Events>
constexpr void retail::net(Events& events, Events& held) {
    bool any = false;
    for (event const& e : events) any = any || takes_back(e);
    if (!any) return;

    // An event that is left out has no instant from here on.
    auto const leave_out = [](event& e) { e.at = instant::never(); };
    auto const is_left_out = [](event const& e) { return e.at == instant::never(); };
    std::size_t const size = events.size();
    for (std::size_t i = 0; i < size; ++i) {
        if (is_left_out(events[i]) || !takes_back(events[i])) continue;
        auto const of = events[i].of;
        auto const is_refund = [&](event const& e) { return takes_back(e) && e.of == of && !is_left_out(e); };
        std::size_t bought = 0;
        while (bought < size && (events[bought].kind != event_kind::purchase || events[bought].id != of))
            ++bought;
        if (bought == size) {
            held.push_back(events[i]);
            leave_out(events[i]);
            continue;
        }
        money sum{};
        bool whole = false;
        std::size_t last = i;
        for (std::size_t k = i; k < size; ++k) {
            if (!is_refund(events[k])) continue;
            sum += events[k].amount;
            whole = whole || events[k].bought != instant::never();
            last = k;
        }
        if (!whole && sum < events[bought].amount) {
            for (std::size_t k = i; k < size; ++k) {
                if (is_refund(events[k])) events[k].of = 0;  // dealt with
            }
            continue;
        }
        auto rest = events[last];
        rest.amount = sum - events[bought].amount;
        rest.of = 0;
        rest.bought = instant::never();
        for (std::size_t k = i; k < size; ++k) {
            if (is_refund(events[k])) leave_out(events[k]);
        }
        leave_out(events[bought]);
        if (rest.amount != money{}) events[last] = rest;
    }
    std::size_t left = 0;
    for (std::size_t i = 0; i < size; ++i) {
        if (!is_left_out(events[i])) events[left++] = events[i];
    }
    events.resize(left);
}

}  // namespace v0
}  // namespace rung
