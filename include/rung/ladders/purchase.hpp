#pragma once

#include <rung/retail/retail.hpp>

#include <array>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace ladders {

/// Document 004.1: the six steps of one purchase, beside the client's own ladder: one deal takes the place of
/// the client.
enum class purchase_stage : std::uint8_t { need, search, criterion, choice, purchase, evaluation, abandoned };

/// The stages of purchase(), for a host that makes the ladder itself (basic_ladder::try_make) or adds to it.
[[nodiscard]] constexpr std::array<stage, 7> purchase_stages() {
    using namespace rung::facts;
    return {{
        {.name = "need", .driver = driver::life, .source = "004.1.1"},
        {.name = "search",
         .enter = process_step >= step::search,
         .driver = driver::marketing,
         .source = "004.1.2"},
        {.name = "criterion",
         .enter = process_step >= step::criterion,
         .driver = driver::client,
         .source = "004.1.3"},
        {.name = "choice",
         .enter = process_step >= step::choice,
         .driver = driver::sales,
         .source = "004.1.4"},
        {.name = "purchase",
         .enter = process_step >= step::purchase,
         .driver = driver::sales,
         .source = "004.1.5"},
        {.name = "evaluation",
         .enter = process_step >= step::evaluation,
         .driver = driver::client,
         .source = "004.1.6"},
        {.name = "abandoned", .enter = lost >= 1, .driver = driver::company, .source = "004.1", .exit = true},
    }};
}

/// need, search, criterion, choice, purchase, evaluation; exit: abandoned. Give each deal an id of its own in
/// `client`, and apply the events of the deal.
[[nodiscard]] constexpr ladder_of<purchase_stage> purchase() {
    return ladder_of<purchase_stage>{"purchase", purchase_stages()};
}

}  // namespace ladders
}  // namespace v0
}  // namespace rung
