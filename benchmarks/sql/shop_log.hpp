#pragma once

#include "dice.hpp"

#include <rung/core/calendar.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

/// The events of three years of a shop, in the order of time, and the instant at which the three years end.
struct shop_log {
    std::vector<rung::retail_event> events{};
    std::size_t clients = 0;  ///< at most: not everybody comes
    rung::instant end{};
};

/// Always the same log for a number of events. No two of them are of one second, since SQL has no order for
/// those. Ten events for a client on average, more for some than for others: of every hundred clients ten
/// have a third of the events.
[[nodiscard]] inline shop_log make_shop_log(std::size_t events) {
    dice roll{20'261'122};
    auto const begin = rung::utc(2023, 1, 1);
    shop_log log{.clients = events / 10, .end = rung::utc(2026, 1, 1)};
    auto const seconds = static_cast<std::uint64_t>((log.end - begin).seconds);
    auto const gap = seconds / events;
    log.events.reserve(events);
    for (std::size_t i = 0; i < events; ++i) {
        auto const u = roll(1'000'000);
        auto const client = 1 + log.clients * u / 1'000'000 * u / 1'000'000;
        auto const at = begin + rung::duration{static_cast<std::int64_t>(i * gap + roll(gap))};
        auto const id = rung::event_id{i + 1};
        auto const what = roll(100);
        if (what < 50)
            log.events.push_back(rung::contact{.id = id, .client = client, .at = at});
        else if (what < 85)
            log.events.push_back(rung::purchase{
                .id = id, .client = client, .at = at, .amount = rung::money{100 + roll(9'900)}});
        else if (what < 90)
            log.events.push_back(rung::recommendation{.id = id, .client = client, .at = at});
        else if (what < 95)
            log.events.push_back(rung::offer{.id = id, .client = client, .at = at});
        else
            log.events.push_back(rung::evaluation{
                .id = id, .client = client, .at = at, .score = static_cast<std::uint8_t>(1 + roll(5))});
    }
    return log;
}
