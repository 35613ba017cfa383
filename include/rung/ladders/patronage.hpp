#pragma once

#include <rung/retail/retail.hpp>

#include <array>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace ladders {

/// Document 004: four statuses; an exit for those who never come again (004.4).
enum class patronage_stage : std::uint8_t { potential, prospective, client, regular, gone };

/// What the statuses of patronage() ask for. The document names no numbers: these are ours.
struct patronage_thresholds {
    /// Orders that make a client.
    std::int64_t client_purchases = 1;
    /// Orders that make a regular...
    std::int64_t regular_purchases = 2;
    /// ...the last no older than this.
    duration regular_within = 120_days;
    /// The least score that is a positive evaluation. A client who never evaluated gave one by ordering
    /// again.
    std::int64_t regular_score = 3;
    /// A silence after which we say that a client never comes again.
    duration gone_after = 365_days;

    /// Calls f(name, threshold) for each: for reading and writing them by name.
    template <class Thresholds, class F>
    static constexpr void each(Thresholds& t, F&& f) {
        f("client_purchases", t.client_purchases);
        f("regular_purchases", t.regular_purchases);
        f("regular_within", t.regular_within);
        f("regular_score", t.regular_score);
        f("gone_after", t.gone_after);
    }
};

/// The stages of patronage(), for a host that makes the ladder itself (basic_ladder::try_make) or adds to it.
[[nodiscard]] constexpr std::array<stage, 5> patronage_stages(patronage_thresholds const& t = {}) {
    using namespace rung::facts;
    return {{
        {.name = "potential", .driver = driver::life, .source = "004.S1"},
        {.name = "prospective",
         .enter = (need_level >= urgency::now and process_step >= step::search) or contacts >= 1 or
                  purchases >= t.client_purchases,
         .driver = driver::marketing,
         .source = "004.S2"},
        {.name = "client",
         .enter = purchases >= t.client_purchases,
         .driver = driver::sales,
         .source = "004.S3"},
        {.name = "regular",
         .enter = purchases >= t.regular_purchases and silence <= t.regular_within and
                  (evaluations <= 0 or last_score >= t.regular_score),
         .driver = driver::company,
         .source = "004.S4"},
        {.name = "gone",
         .enter = purchases >= 1 and silence >= t.gone_after,
         .driver = driver::company,
         .source = "004.4",
         .exit = true},
    }};
}

/// potential, prospective (need and urgency), client (ever ordered), regular (orders on, after a positive
/// evaluation and only so); exit: gone.
[[nodiscard]] constexpr ladder_of<patronage_stage> patronage(patronage_thresholds const& t = {}) {
    return ladder_of<patronage_stage>{"patronage", patronage_stages(t)};
}

}  // namespace ladders
}  // namespace v0
}  // namespace rung
