#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/shop_codec.hpp>
#include <rung/core/calendar.hpp>
#include <rung/interop/arrow.hpp>
#include <rung/interop/json.hpp>
#include <rung/interop/store_tables.hpp>
#include <rung/notation/measures.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Ladders whose measures come from a text, whose tables have room for more measures than they have.

namespace {

struct few_facts;
using few = rung::run_time_table<rung::shop_model, 64, rung::room::as_said, few_facts>;

}  // namespace

TEST_CASE("clients of a ladder with measures of its own have these facts, and no others") {
    auto const life = rung::try_parse_lifecycle<few>(
        "ladder club measure nights sum quantity of stay measure client count of stay\n"
        "stage guest stage known enter nights >= 3");
    REQUIRE(life);
    rung::client_base base{*life};
    rung::shop_event stay;
    stay.id = 1;
    stay.client = 7;
    stay.at = rung::utc(2026, 1, 1);
    stay.kind = static_cast<rung::event_kind>(few::list().kind_of("stay"));
    stay.quantity = 4;
    REQUIRE(base.apply(stay));

    using names = std::vector<std::string>;
    CHECK(rung::detail::fact_columns<few>() == names{"nights", "fact_client"});
    auto const json = rung::detail::client_as_json(*base.find(7));
    CHECK(json["facts"] == nlohmann::json{{"nights", 4}, {"client", 1}});

    auto stream = rung::arrow::clients(base, rung::utc(2026, 1, 2));
    rung::arrow::owned_schema shape;
    REQUIRE(stream->get_schema(&*stream, shape.to_fill()) == 0);
    names columns;
    for (std::int64_t i = 0; i < shape->n_children; ++i) columns.emplace_back(shape->children[i]->name);
    CHECK(columns == names{"client", "stage", "since", "next_change", "in_grace", "nights", "fact_client"});
}
