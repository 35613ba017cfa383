#pragma once

#include <rung/retail/retail.hpp>

#include <array>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace ladders {

/// Document 002: four rungs of loyalty; an exit to the competitors (002.4).
enum class loyalty_stage : std::uint8_t { potential, buyer, client, supporter, lost };

/// What the rungs of loyalty() ask for; the defaults are the document's.
struct loyalty_thresholds {
    /// Purchases that make a buyer.
    std::int64_t buyer_purchases = 1;
    /// Purchases that make a client: they came back.
    std::int64_t client_purchases = 2;
    /// Percent of their purchases in the trade that a supporter makes with you.
    percent supporter_share = 100_percent;
    /// Recommendations that make a supporter.
    std::int64_t supporter_recommendations = 1;
    /// Price rises taken calmly that make a supporter.
    std::int64_t supporter_price_rises = 1;
    /// How long a client waits for an answer before leaving (002.5).
    duration patience = 17_minutes;

    /// Calls f(name, threshold) for each: for reading and writing them by name.
    template <class Thresholds, class F>
    static constexpr void each(Thresholds& t, F&& f) {
        f("buyer_purchases", t.buyer_purchases);
        f("client_purchases", t.client_purchases);
        f("supporter_share", t.supporter_share);
        f("supporter_recommendations", t.supporter_recommendations);
        f("supporter_price_rises", t.supporter_price_rises);
        f("patience", t.patience);
    }
};

/// The stages of loyalty(), for a host that makes the ladder itself (basic_ladder::try_make) or adds to it.
[[nodiscard]] constexpr std::array<stage, 5> loyalty_stages(loyalty_thresholds const& t = {}) {
    using namespace rung::facts;
    return {{
        {.name = "potential", .driver = driver::marketing, .source = "002.R1"},
        {.name = "buyer",
         .enter = purchases >= t.buyer_purchases,
         .driver = driver::sales,
         .source = "002.R2"},
        {.name = "client",
         .enter = purchases >= t.client_purchases,
         .driver = driver::care,
         .source = "002.R3"},
        {.name = "supporter",
         .enter = wallet_share >= t.supporter_share and recommendations >= t.supporter_recommendations and
                  price_rises >= t.supporter_price_rises and competitor_purchases <= 0,
         .driver = driver::care,
         .source = "002.R4"},
        {.name = "lost",
         .enter = lost >= 1 or waiting >= t.patience,
         .driver = driver::company,
         .source = "002.4",
         .exit = true},
    }};
}

/// potential, buyer, client (came back), supporter (only yours, recommends, takes price rises calmly); exit:
/// lost.
[[nodiscard]] constexpr ladder_of<loyalty_stage> loyalty(loyalty_thresholds const& t = {}) {
    return ladder_of<loyalty_stage>{"loyalty", loyalty_stages(t)};
}

}  // namespace ladders
}  // namespace v0
}  // namespace rung
