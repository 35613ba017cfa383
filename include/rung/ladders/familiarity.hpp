#pragma once

#include <rung/retail/retail.hpp>

#include <array>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace ladders {

/// Document 001: five levels of how well a client knows you.
enum class familiarity_stage : std::uint8_t { unaware, trade, service, informed, devoted };

/// What the levels of familiarity() ask for. The document names no numbers: these are ours.
struct familiarity_thresholds {
    /// Purchases, however small, that show knowledge of the trade.
    std::int64_t trial_purchases = 1;
    /// Spend that shows that the client pays to get to know you.
    money trial_spend = 50.00_money;
    /// Purchases of a client who is informed about you...
    std::int64_t informed_purchases = 2;
    /// ...or these, from which we conclude that they are.
    std::int64_t periodic_purchases = 3;
    /// A silence of so many percent of the usual gap is an unusual break.
    percent unusual_break = 200_percent;
    /// How long a reminder may work before an unusual break costs the level.
    duration reminder_grace = 30_days;
    /// Purchases of the devoted...
    std::int64_t devoted_purchases = 10;
    /// ...their spend...
    money devoted_spend = 1'000.00_money;
    /// ...and the contacts that they began: they ask, not you.
    std::int64_t devoted_contacts = 3;

    /// Calls f(name, threshold) for each: for reading and writing them by name.
    template <class Thresholds, class F>
    static constexpr void each(Thresholds& t, F&& f) {
        f("trial_purchases", t.trial_purchases);
        f("trial_spend", t.trial_spend);
        f("informed_purchases", t.informed_purchases);
        f("periodic_purchases", t.periodic_purchases);
        f("unusual_break", t.unusual_break);
        f("reminder_grace", t.reminder_grace);
        f("devoted_purchases", t.devoted_purchases);
        f("devoted_spend", t.devoted_spend);
        f("devoted_contacts", t.devoted_contacts);
    }
};

/// The stages of familiarity(), for a host that makes the ladder itself (basic_ladder::try_make) or adds to
/// it.
[[nodiscard]] constexpr std::array<stage, 5> familiarity_stages(familiarity_thresholds const& t = {}) {
    using namespace rung::facts;
    return {{
        {.name = "unaware", .driver = driver::life, .source = "001.L1"},
        {.name = "trade",
         .enter = awareness_level >= knows::trade or purchases >= t.trial_purchases,
         .driver = driver::marketing,
         .source = "001.L2"},
        {.name = "service",
         .enter = awareness_level >= knows::kind_of_service or spend >= t.trial_spend,
         .driver = driver::sales,
         .source = "001.L3"},
        {.name = "informed",
         .enter = (awareness_level >= knows::us and purchases >= t.informed_purchases) or
                  purchases >= t.periodic_purchases,
         .keep = purchases >= t.informed_purchases and silence_ratio <= t.unusual_break,
         .grace = t.reminder_grace,
         .driver = driver::sales,
         .source = "001.L4"},
        {.name = "devoted",
         .enter = purchases >= t.devoted_purchases and spend >= t.devoted_spend and
                  own_contacts >= t.devoted_contacts,
         .grace = t.reminder_grace,
         .driver = driver::client,
         .source = "001.L5"},
    }};
}

/// unaware, knows the trade, knows the kind of service, informed about you, devoted. A level is not a number
/// of purchases: trifles are bought on the second and third already (001.5). An unusual break begins a grace
/// (001.4).
[[nodiscard]] constexpr ladder_of<familiarity_stage> familiarity(familiarity_thresholds const& t = {}) {
    return ladder_of<familiarity_stage>{"familiarity", familiarity_stages(t)};
}

}  // namespace ladders
}  // namespace v0
}  // namespace rung
