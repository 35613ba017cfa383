#pragma once

#include <rung/retail/event.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <unordered_map>
#include <vector>

/// Of each client's last purchases, what a refund needs. The clients have the numbers from 1.
class last_purchases {
public:
    struct purchase {
        rung::event_id id = 0;
        rung::money left{};  ///< what was not given back
        rung::instant at{};  ///< never() when all of it was taken back
    };

    void add(rung::retail_event const& e) {
        if (e.client > clients_.size()) clients_.resize(e.client);
        auto& kept = clients_[e.client - 1];
        kept.last[kept.oldest] = {e.id, e.amount, e.at};
        if (!parts_.empty()) {
            if (auto const of_days = parts_.find(e.client); of_days != parts_.end())
                of_days->second[kept.oldest].clear();
        }
        kept.oldest = (kept.oldest + 1) % most;
    }

    /// Another id of a purchase, which is made of several.
    void add_part(rung::client_id client, rung::event_id id, rung::event_id part) {
        auto const place = place_of(client, id);
        if (place != most) parts_[client][place].insert(part);
    }

    /// Prefetches what is known of a client.
    void ask_for([[maybe_unused]] rung::client_id client) const noexcept {
#ifdef __GNUC__
        if (client > clients_.size()) return;
        auto const* const lines = reinterpret_cast<char const*>(clients_.data() + (client - 1));
        for (std::size_t at = 0; at < sizeof(of_client); at += 64) __builtin_prefetch(lines + at, 1);
#endif
    }

    /// The purchase of an id, if it is one of the last.
    [[nodiscard]] purchase* find(rung::client_id client, rung::event_id id) {
        auto const place = place_of(client, id);
        return place == most ? nullptr : &clients_[client - 1].last[place];
    }

private:
    // As many as the facts remember by their instant, but one taken back keeps its place; the oldest makes
    // room.
    static constexpr std::size_t most = 4;
    struct alignas(64) of_client {
        std::size_t oldest = 0;
        std::array<purchase, most> last{};
    };
    using parts = std::array<std::set<rung::event_id>, most>;

    std::vector<of_client> clients_;
    std::unordered_map<rung::client_id, parts> parts_;  // of those who have any; the numbers are ours

    [[nodiscard]] std::size_t place_of(rung::client_id client, rung::event_id id) const {
        if (id == 0 || client > clients_.size()) return most;
        auto const& last = clients_[client - 1].last;
        auto const of_days = parts_.empty() ? parts_.end() : parts_.find(client);
        std::size_t place = 0;
        for (; place < most && last[place].id != id; ++place) {
            if (of_days == parts_.end()) continue;
            if (of_days->second[place].contains(id)) break;
        }
        return place;
    }
};
