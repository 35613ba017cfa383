#pragma once

#include <rung/retail/retail.hpp>

#include <array>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace ladders {

/// Document 000: the five rungs from a potential client of a service company to its advocate.
enum class service_stage : std::uint8_t { potential, visitor, buyer, client, advocate };

/// What the rungs of service() ask for; the defaults are the document's.
struct service_thresholds {
    /// Contacts that make a visitor.
    std::int64_t visitor_contacts = 1;
    /// Purchases that make a buyer.
    std::int64_t buyer_purchases = 1;
    /// Purchases that make a client...
    std::int64_t client_purchases = 3;
    /// ...who goes on buying: the last purchase is no older than this.
    duration regular_within = 90_days;
    /// Recommendations that make a client an advocate.
    std::int64_t advocate_recommendations = 1;

    /// Calls f(name, threshold) for each: for reading and writing them by name.
    template <class Thresholds, class F>
    static constexpr void each(Thresholds& t, F&& f) {
        f("visitor_contacts", t.visitor_contacts);
        f("buyer_purchases", t.buyer_purchases);
        f("client_purchases", t.client_purchases);
        f("regular_within", t.regular_within);
        f("advocate_recommendations", t.advocate_recommendations);
    }
};

/// The stages of service(), for a host that makes the ladder itself (basic_ladder::try_make) or adds to it.
[[nodiscard]] constexpr std::array<stage, 5> service_stages(service_thresholds const& t = {}) {
    using namespace rung::facts;
    return {{
        {.name = "potential", .driver = driver::life, .source = "000.S1"},
        {.name = "visitor",
         .enter = contacts >= t.visitor_contacts or purchases >= t.buyer_purchases,
         .driver = driver::marketing,
         .source = "000.S2"},
        {.name = "buyer",
         .enter = purchases >= t.buyer_purchases,
         .driver = driver::sales,
         .source = "000.S3"},
        {.name = "client",
         .enter = purchases >= t.client_purchases and silence <= t.regular_within,
         .driver = driver::company,
         .source = "000.S4"},
        {.name = "advocate",
         .enter = recommendations >= t.advocate_recommendations,
         .driver = driver::client,
         .source = "000.S5"},
    }};
}

/// potential, visitor, buyer, client (buys again and again), advocate (and tells everybody).
[[nodiscard]] constexpr ladder_of<service_stage> service(service_thresholds const& t = {}) {
    return ladder_of<service_stage>{"service", service_stages(t)};
}

}  // namespace ladders
}  // namespace v0
}  // namespace rung
