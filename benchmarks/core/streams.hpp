#pragma once

// Streams of events for the benchmarks of one client: made by a generator of fixed seed, the same on every
// machine.

#include "dice.hpp"

#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace streams {

/// Which kinds a stream has.
enum class mix { purchases, kinds };

/// Of a hundred events of a shop: 85 purchases and 15 of others, or one kind as often as another.
inline rung::retail_event draw(dice& roll, mix of, rung::event_id id, rung::client_id client,
                               rung::instant at) {
    auto const kind = of == mix::kinds ? roll(8) : roll(100) < 85 ? 0 : 1 + roll(5);
    switch (kind) {
    case 0: return rung::purchase{id, client, at, rung::money{100 + roll(10'000)}, 1, roll(8) == 0};
    case 1:
        return rung::contact{id,           client,       at, 1, static_cast<rung::initiator>(roll(3)),
                             roll(8) == 0, roll(32) == 0};
    case 2: return rung::evaluation{id, client, at, static_cast<std::uint8_t>(1 + roll(5)), 0};
    case 3: return rung::recommendation{id, client, at, 7, 1};
    case 4: return rung::offer{id, client, at, 1};
    case 5: return rung::complaint{id, client, at, 1};
    case 6:
        return rung::need{id, client, at, static_cast<rung::urgency>(roll(3)),
                          static_cast<rung::step>(roll(7))};
    default: return rung::competitor_purchase{id, client, at};
    }
}

/// Events of `clients` clients, drawn evenly, in order of time. A client waits nine days for the next event
/// on average; each sixteenth pause is a long one, in which the client may lapse.
inline std::vector<rung::retail_event> make(mix of, std::size_t clients, std::size_t events) {
    dice roll;
    std::vector<rung::retail_event> out;
    out.reserve(events);
    std::int64_t now = 631'152'000;  // 1990-01-01
    std::int64_t const day = 86'400;
    for (std::size_t i = 1; i <= events; ++i) {
        auto const pause = static_cast<std::int64_t>(roll(static_cast<std::uint64_t>(14 * day)));
        auto const lapse = roll(16) == 0 ? 25 * day : 0;
        now += (pause + lapse) / static_cast<std::int64_t>(clients);
        out.push_back(draw(roll, of, i, roll(clients), rung::instant::from_unix(now)));
    }
    return out;
}

}  // namespace streams
