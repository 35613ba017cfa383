#include "../catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/notation/measures.hpp>
#include <rung/retail/shop.hpp>

#include <cstdint>
#include <string>
#include <string_view>

// A host without old logs states what was before them by events of its own.

namespace {

struct of_opening;
using opened = rung::run_time_table<rung::shop_model, 64, rung::room::as_said, of_opening>;

}  // namespace

TEST_CASE("what was before the log is stated by an event of the host's own") {
    auto const read = rung::try_parse_lifecycle<opened>(
        "ladder club "
        "measure spend_all sum amount of purchase or opening less refund "
        "measure visits    sum quantity of opening where name = visits or 1 each of visit "
        "measure known_for since first purchase or opening "
        "stage guest stage gold enter visits >= 10 and spend_all >= 500.00");
    if (!read) FAIL(std::string{read.error().message().view()});
    auto const& list = opened::list();
    auto const event = [&](std::string_view kind, unsigned day) {
        rung::shop_event e;
        e.id = day;
        e.client = 1;
        e.at = rung::utc(2026, 1, day);
        e.kind = static_cast<rung::event_kind>(list.kind_of(kind));
        return e;
    };
    auto spent = event("opening", 1);
    spent.amount = rung::money{500'00};
    auto visited = event("opening", 2);
    visited.quantity = 9;
    visited.name = list.value_of(rung::shop_model::name, "visits");
    rung::basic_client<opened> ann;
    for (auto const& e : {spent, visited}) CHECK(read->apply(ann, e).refusal() == rung::refusal::none);
    CHECK(read->stage(ann) == rung::stage_id{0});
    CHECK(read->apply(ann, event("visit", 3)).answer() == rung::answer::moved);
    CHECK(opened::read(ann.facts, opened::fact_of("known_for"), rung::utc(2026, 1, 4)) == 3 * 86'400);
}
