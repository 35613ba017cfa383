#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/client.hpp>
#include <rung/core/money.hpp>
#include <rung/core/time.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// All that the models of repeat purchases read of a client; times in a unit of the host's, as weeks.
struct buyer_history {
    std::int64_t repeats = 0;  ///< purchases after the first
    double last = 0;           ///< from the first purchase to the last; 0 if there was only one
    double observed = 0;       ///< from the first purchase to the end of what is known
    std::int64_t clients = 1;  ///< of whom all of this is so
    friend bool operator==(buyer_history const&, buyer_history const&) = default;
};

/// What a client pays for a repeat purchase, in the mean.
struct repeat_spend {
    std::int64_t repeats = 0;
    double mean = 0;  ///< of the repeat purchases alone, without the first
    std::int64_t clients = 1;
};

/// A purchase of a client's.
struct paid_purchase {
    client_id client = no_client;
    instant at{};
    money amount{};
};

/// A client of whom all is known that the models need.
struct buyer {
    client_id client = no_client;
    buyer_history history{};
    money repeat_sum{};  ///< what they paid for the repeat purchases
    money first_sum{};   ///< what they paid for the first

    /// Of the repeat purchases alone, in whole units of money; without a repeat there is none.
    [[nodiscard]] repeat_spend spend() const noexcept {
        auto const n = history.repeats;
        auto const sum = static_cast<double>(repeat_sum.minor_units) / 100;
        return {n, n == 0 ? 0 : sum / static_cast<double>(n), n == 0 ? 0 : history.clients};
    }
};

/// How times of purchases are counted.
struct purchase_units {
    /// Purchases within one unit are one. A day by UTC, from midnight on;
    duration unit{86'400};
    /// or from this much after it: 4 days for weeks from Monday on, -3 hours for days of Moscow.
    duration begins{};
    /// Times are units divided by it: weeks.
    double per = 7;
};

/// Purchases in any order, client by client. What comes after `end` is not known yet.
[[nodiscard]] inline std::vector<buyer> buyers_of(std::vector<paid_purchase> purchases, instant end,
                                                  purchase_units how = {}) {
    auto const unit = how.unit.seconds;
    if (unit <= 0 || !(how.per > 0)) RUNG_ASSERT("times of purchases are counted in units above 0");
    std::ranges::sort(purchases, [](auto const& a, auto const& b) {
        return std::tuple{a.client, a.at, a.amount.minor_units} <
               std::tuple{b.client, b.at, b.amount.minor_units};
    });
    auto const number = [&](instant at) {
        auto const t = std::int64_t{at.unix_seconds} - how.begins.seconds;
        return t >= 0 ? t / unit : -1 - (-1 - t) / unit;
    };
    auto const between = [&](std::int64_t a, std::int64_t b) { return static_cast<double>(b - a) / how.per; };
    std::vector<buyer> out;
    std::int64_t first = 0, last = 0;
    for (auto const& p : purchases) {
        if (p.at > end) continue;
        auto const now = number(p.at);
        if (out.empty() || out.back().client != p.client) {
            out.push_back({p.client, {0, 0, between(now, number(end)), 1}, {}, p.amount});
            first = last = now;
        } else if (now == first) {
            out.back().first_sum += p.amount;
        } else {
            auto& b = out.back();
            b.history.repeats += now != last ? 1 : 0;
            b.history.last = between(first, now);
            b.repeat_sum += p.amount;
            last = now;
        }
    }
    return out;
}

/// In the order of a likelihood, those alike as one: it needs one pass over each different history.
[[nodiscard]] inline std::vector<buyer_history> alike_as_one(std::vector<buyer_history> all) {
    auto const key = [](buyer_history const& h) { return std::tuple{h.repeats, h.last, h.observed}; };
    for (auto const& h : all) {
        if (h.repeats < 0 || h.last < 0 || h.last > h.observed || h.clients < 0)
            RUNG_ASSERT("a buyer's last purchase is between the first and the end of what is known");
    }
    std::ranges::sort(all, [&](auto const& a, auto const& b) { return key(a) < key(b); });
    std::size_t n = 0;
    for (auto const& h : all) {
        if (n > 0 && key(all[n - 1]) == key(h))
            all[n - 1].clients += h.clients;
        else
            all[n++] = h;
    }
    all.resize(n);
    return all;
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
