#pragma once

// Random lifecycles and logs of several clients, and what to compare two bases by.

#include "core/random_worlds.hpp"

#include <rung/base/client_base.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace crowds {

using worlds::chance;
using worlds::draw;
using worlds::seen;
using life =
    rung::lifecycle<rung::ladder, rung::ascent::chosen, rung::descent::chosen, rung::comeback::chosen>;
using one_base = rung::client_base<life>;

inline std::optional<life> random_life() {
    auto const plain = worlds::random_ladder();
    auto const stages = worlds::to_stages(plain);
    auto const made = rung::ladder::try_make(stages.data(), stages.size());
    if (!made) return std::nullopt;
    auto const depth = chance(50) ? rung::one_down : rung::to_qualified;
    auto const l = life::try_make(*made, static_cast<rung::ascent::kind>(draw(0, 2)),
                                  rung::descent::after{rung::duration{draw(0, 20)}, depth},
                                  static_cast<rung::comeback::kind>(draw(0, 2)));
    if (!l) return std::nullopt;
    return *l;
}

/// The logs of some clients woven together; some events late, wrong or repeated, some decisions.
inline std::vector<rung::retail_event> random_log(std::size_t places, std::int64_t largest_step = 40) {
    std::vector<rung::retail_event> all;
    auto const step = rung::client_id{1} << draw(0, largest_step);
    for (auto client = draw(1, 12); client > 0; --client) {
        for (auto e : worlds::random_log(8, 25)) {
            e.client = static_cast<rung::client_id>(client) * step;
            if (chance(15))
                e = rung::manual_decision{
                    .id = e.id,
                    .client = e.client,
                    .at = e.at,
                    .what = static_cast<rung::decree>(draw(1, 4)),
                    .stage = rung::stage_id{static_cast<std::uint8_t>(draw(0, std::int64_t(places)))},
                    .until = e.at + rung::duration{draw(0, 40)}};
            if (chance(5)) e.at = e.at - rung::duration{draw(1, 30)};
            all.push_back(e);
            if (chance(5)) all.push_back(e);
        }
    }
    if (chance(50)) {
        std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.at < b.at; });
    }
    return all;
}

/// What tells of all moves of all clients, each client's in order.
struct diary {
    std::map<rung::client_id, std::vector<seen>> moves{};
    std::map<rung::client_id, rung::instant> newcomers{};

    void operator()(seen const& t) { moves[t.client].push_back(t); }
    void joined(rung::client_id id, rung::instant at) { newcomers.emplace(id, at); }
    bool operator==(diary const&) const = default;
};

template <class Base>
auto contents(Base const& base) {
    std::map<rung::client_id, rung::decided_client> all;
    base.each([&](auto const& v) { RC_ASSERT(all.emplace(v.id(), v.decided_client()).second); });
    return all;
}

}  // namespace crowds
