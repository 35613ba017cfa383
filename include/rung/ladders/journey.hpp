#pragma once

#include <rung/retail/retail.hpp>

#include <array>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace ladders {

/// Document 003: twelve stages from a need to a recommendation. The first five are before you can see the
/// client.
enum class journey_stage : std::uint8_t {
    problem,
    interest,
    desire,
    study,
    comparison,
    action,
    engagement,
    satisfaction,
    repeat_deal,
    curiosity,
    loyalty,
    recommendation
};

/// What the stages of journey() ask for. The document names few numbers: most of these are ours.
struct journey_thresholds {
    /// Contacts that show that the client is in touch with the seller.
    std::int64_t engagement_contacts = 2;
    /// Bad evaluations since the last purchase that still count as satisfied.
    std::int64_t tolerated_bad_scores = 0;
    /// Purchases that make a repeat deal.
    std::int64_t repeat_purchases = 2;
    /// How long after the first purchase a repeat buyer begins to look around.
    duration curious_after = 60_days;
    /// Purchases of a client whose curiosity is past...
    std::int64_t loyal_purchases = 4;
    /// ...the last no older than this.
    duration loyal_within = 90_days;
    /// Recommendations of the last stage.
    std::int64_t recommendations = 1;

    /// Calls f(name, threshold) for each: for reading and writing them by name.
    template <class Thresholds, class F>
    static constexpr void each(Thresholds& t, F&& f) {
        f("engagement_contacts", t.engagement_contacts);
        f("tolerated_bad_scores", t.tolerated_bad_scores);
        f("repeat_purchases", t.repeat_purchases);
        f("curious_after", t.curious_after);
        f("loyal_purchases", t.loyal_purchases);
        f("loyal_within", t.loyal_within);
        f("recommendations", t.recommendations);
    }
};

/// The stages of journey(), for a host that makes the ladder itself (basic_ladder::try_make) or adds to it.
[[nodiscard]] constexpr std::array<stage, 12> journey_stages(journey_thresholds const& t = {}) {
    using namespace rung::facts;
    return {{
        {.name = "problem", .driver = driver::life, .source = "003.S1"},
        {.name = "interest",
         .enter = need_level >= urgency::some_day,
         .driver = driver::life,
         .source = "003.S2"},
        {.name = "desire", .enter = need_level >= urgency::now, .driver = driver::life, .source = "003.S3"},
        {.name = "study",
         .enter = process_step >= step::search,
         .driver = driver::client,
         .source = "003.S4"},
        {.name = "comparison",
         .enter = process_step >= step::criterion,
         .driver = driver::company,
         .source = "003.S5"},
        {.name = "action",
         .enter = contacts >= 1 or purchases >= 1,
         .door = contacts >= 1 or purchases >= 1,
         .driver = driver::marketing,
         .source = "003.S6"},
        {.name = "engagement",
         .enter = contacts >= t.engagement_contacts or purchases >= 1,
         .door = referred >= 1,
         .driver = driver::sales,
         .source = "003.S7"},
        {.name = "satisfaction",
         .enter = purchases >= 1 and bad_scores <= t.tolerated_bad_scores,
         .driver = driver::company,
         .source = "003.S8"},
        {.name = "repeat_deal",
         .enter = purchases >= t.repeat_purchases,
         .driver = driver::company,
         .source = "003.S9"},
        {.name = "curiosity",
         .enter = purchases >= t.repeat_purchases and tenure >= t.curious_after,
         .driver = driver::life,
         .source = "003.S10"},
        {.name = "loyalty",
         .enter = purchases >= t.loyal_purchases and silence <= t.loyal_within and competitor_purchases <= 0,
         .driver = driver::care,
         .source = "003.S11"},
        {.name = "recommendation",
         .enter = facts::recommendations >= t.recommendations,
         .driver = driver::client,
         .source = "003.S12"},
    }};
}

/// The twelve stages. A contact shows that the first five are over (003.2); a referred client enters at
/// engagement (003.3); curiosity is a stage on the way up, reached by time alone (003.4).
[[nodiscard]] constexpr ladder_of<journey_stage> journey(journey_thresholds const& t = {}) {
    return ladder_of<journey_stage>{"journey", journey_stages(t)};
}

}  // namespace ladders
}  // namespace v0
}  // namespace rung
