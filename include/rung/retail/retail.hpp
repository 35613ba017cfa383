#pragma once

#include <rung/core/client.hpp>
#include <rung/core/ladder.hpp>
#include <rung/retail/schema.hpp>

#include <cstddef>

namespace rung {
inline namespace v0 {

/// The facts of the retail schema as they stand in rules: `using namespace rung::facts; purchases >= 3`.
namespace facts {

inline constexpr auto contacts = fact<retail, retail::fact::contacts>;
inline constexpr auto purchases = fact<retail, retail::fact::purchases>;
inline constexpr auto addons = fact<retail, retail::fact::addons>;
inline constexpr auto spend = fact<retail, retail::fact::spend>;
inline constexpr auto tenure = fact<retail, retail::fact::tenure>;
inline constexpr auto silence = fact<retail, retail::fact::silence>;
inline constexpr auto since_2nd_last = fact<retail, retail::fact::since_2nd_last>;
inline constexpr auto since_3rd_last = fact<retail, retail::fact::since_3rd_last>;
inline constexpr auto since_4th_last = fact<retail, retail::fact::since_4th_last>;
inline constexpr auto silence_ratio = fact<retail, retail::fact::silence_ratio>;
inline constexpr auto since_contact = fact<retail, retail::fact::since_contact>;
inline constexpr auto waiting = fact<retail, retail::fact::waiting>;
inline constexpr auto recommendations = fact<retail, retail::fact::recommendations>;
inline constexpr auto referred = fact<retail, retail::fact::referred>;
inline constexpr auto evaluations = fact<retail, retail::fact::evaluations>;
inline constexpr auto last_score = fact<retail, retail::fact::last_score>;
inline constexpr auto mean_score = fact<retail, retail::fact::mean_score>;
inline constexpr auto bad_scores = fact<retail, retail::fact::bad_scores>;
inline constexpr auto awareness_level = fact<retail, retail::fact::awareness_level, knows>;
inline constexpr auto need_level = fact<retail, retail::fact::need_level, urgency>;
inline constexpr auto process_step = fact<retail, retail::fact::process_step, step>;
inline constexpr auto wallet_share = fact<retail, retail::fact::wallet_share>;
inline constexpr auto price_rises = fact<retail, retail::fact::price_rises>;
inline constexpr auto own_contacts = fact<retail, retail::fact::own_contacts>;
inline constexpr auto complaints = fact<retail, retail::fact::complaints>;
inline constexpr auto competitor_purchases = fact<retail, retail::fact::competitor_purchases>;
inline constexpr auto lost = fact<retail, retail::fact::lost, loss_reason>;

/// "n purchases within d", exactly: the n-th last is younger than d. n from 1 to 4.
template <std::size_t N>
requires(N >= 1 && N <= 4) [[nodiscard]] constexpr basic_rule<retail> purchases_within(duration d) {
    if constexpr (N == 1) return silence < d;
    if constexpr (N == 2) return since_2nd_last < d;
    if constexpr (N == 3) return since_3rd_last < d;
    if constexpr (N == 4) return since_4th_last < d;
}

}  // namespace facts

/// The library's plain names are those of the retail schema.
using condition = basic_condition<retail>;
using rule = basic_rule<retail>;
using stage = basic_stage<retail>;
using client = basic_client<retail>;
using decided_client = basic_decided_client<retail>;
using ladder = basic_ladder<retail>;
/// A ladder whose stages are the enumerators of `Stage`, in order.
template <stage_name Stage>
using ladder_of = basic_ladder<retail, Stage>;

static_assert(sizeof(client) == 68,
              "twelve bytes say which event was the last, 44 are facts, twelve the standing");

}  // namespace v0
}  // namespace rung
