#pragma once

// The logs that the benchmarks of a base are given: made by a generator of fixed seed, the same on every
// machine.

#include "dice.hpp"

#include <rung/retail/retail.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace logs {

enum class order { by_time, by_client };
enum class spread { even, zipf };  // zipf: of all clients the n-th has a share of 1/n
/// The client's number; bits without any order; then ids that are hard for some tables: the number
/// in the high half, multiples of the golden ratio, and such as an enemy chooses who knows how rung::id_index
/// mixes them: a hundred and fifty at a time belong into one line of it.
enum class id { dense, random, high_half, golden, chosen };

struct shape {
    std::size_t clients = 0;
    logs::order order = order::by_time;
    logs::spread spread = spread::even;
    logs::id id = id::dense;
    friend bool operator==(shape const&, shape const&) = default;
};

using log = std::vector<rung::retail_event>;

/// The id that rung::id_index, without a seed, mixes into these bits: the mixing undone.
RUNG_WRAPS inline rung::client_id unmixed(std::uint64_t bits) noexcept {
    bits = (bits ^ (bits >> 33)) * 0x9cb4'b2f8'1293'37db;
    bits = (bits ^ (bits >> 33)) * 0x4f74'430c'22a5'4005;
    return bits ^ (bits >> 33);
}

/// The id of client n.
RUNG_WRAPS inline rung::client_id id_of(std::uint64_t n, id kind) noexcept {
    constexpr std::uint64_t golden_ratio = 0x9e37'79b9'7f4a'7c15;
    switch (kind) {
    case id::dense: return n;
    case id::random: return dice::mixed(n + golden_ratio);
    case id::high_half: return n << 32;
    case id::golden: return n * golden_ratio;
    case id::chosen: return unmixed(dice::mixed(n / 150 + 1) >> 32 << 32 | n);
    }
    return n;
}

/// Purchases and contacts, and some others.
inline rung::retail_event draw(dice& roll, rung::event_id id, rung::client_id client, rung::instant at) {
    auto const what = roll(100);
    if (what < 55) return rung::purchase{id, client, at, rung::money{100 + roll(10'000)}, 1, roll(8) == 0};
    if (what < 85) return rung::contact{id, client, at, 1, static_cast<rung::initiator>(roll(3))};
    if (what < 90) return rung::evaluation{id, client, at, static_cast<std::uint8_t>(1 + roll(5)), 0};
    if (what < 92) return rung::recommendation{id, client, at, 7, 1};
    if (what < 96) return rung::offer{id, client, at, 1};
    if (what < 98) return rung::complaint{id, client, at, 1};
    return rung::competitor_purchase{id, client, at};
}

/// Ten events for each client on the average, within three years; three where there are ten million clients.
inline std::size_t events_of(std::size_t clients) {
    return clients >= 10'000'000 ? 3 * clients : 10 * clients;
}

inline log make(shape const& s) {
    dice roll;
    auto const n = events_of(s.clients);
    auto const begin = std::int64_t{1'577'836'800};  // 2020-01-01
    auto const seconds = std::int64_t{3 * 365 * 86'400};
    log all;
    all.reserve(n);
    std::vector<std::uint32_t> of;  // the client of each event, by number
    of.reserve(n);
    for (std::size_t i = 0; i < n; ++i) {
        auto const clients = static_cast<double>(s.clients);
        auto const share = static_cast<double>(roll() >> 11) / 9007199254740992.0;
        // Neighbours in rank are not neighbours in memory.
        auto const rank =
            static_cast<std::uint64_t>(s.spread == spread::zipf ? std::pow(clients, share) : clients * share);
        auto const client = rank % s.clients * 7'368'787 % s.clients;
        of.push_back(static_cast<std::uint32_t>(client));
        auto const at = begin + static_cast<std::int64_t>(i) * seconds / static_cast<std::int64_t>(n);
        all.push_back(draw(roll, i + 1, id_of(client, s.id), rung::instant::from_unix(at)));
    }
    if (s.order == order::by_time) return all;
    std::vector<std::size_t> ends(s.clients + 1);
    for (auto const c : of) ++ends[c + 1];
    for (std::size_t c = 0; c < s.clients; ++c) ends[c + 1] += ends[c];
    log sorted(n);
    for (std::size_t i = 0; i < n; ++i) sorted[ends[of[i]]++] = all[i];
    return sorted;
}

/// The log of a shape. The last one made is kept: benchmarks of one shape stand side by side.
inline log const& get(shape const& s) {
    static shape have{};
    static log all;
    if (have == s) return all;
    all = {};
    all = make(s);
    have = s;
    return all;
}

}  // namespace logs
