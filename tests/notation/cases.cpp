#include "catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/core/explain.hpp>
#include <rung/notation/parse.hpp>
#include <rung/retail/retail.hpp>

#include <string>
#include <string_view>

// Needs that people stated in public (../shared/cases, by their numbers), as ladders in text.

namespace {

using rung::utc;
using namespace rung::literals;

rung::lifecycle<rung::ladder> life_of(std::string_view text) {
    auto const read = rung::try_parse_ladder(text);
    if (!read) FAIL(std::string{read.error().message().view()});
    return rung::lifecycle<rung::ladder>{*read};
}

}  // namespace

TEST_CASE("case 24: at least three of five, the short form and the long one") {
    auto const short_form = life_of(R"(
        stage guest
        stage gold  enter at least 3 of (purchases >= 10, spend >= 1000.00, recommendations >= 1,
                                         mean_score >= 4.00, tenure >= 365d))");
    auto const long_form = life_of(R"(
        stage guest
        stage gold enter (purchases >= 10 and spend >= 1000.00)
          or (purchases >= 10 and recommendations >= 1)
          or (spend >= 1000.00 and recommendations >= 1 and mean_score >= 4.00)
          or (spend >= 1000.00 and recommendations >= 1 and tenure >= 365d))");
    for (auto const* life : {&short_form, &long_form}) {
        rung::client c;
        (void)life->apply(
            c, rung::purchase{.id = 1, .client = 1, .at = utc(2026, 1, 1), .amount = 1000.00_money});
        (void)life->apply(c, rung::recommendation{.id = 2, .client = 1, .at = utc(2026, 1, 2)});
        CHECK(life->next_change(c) == utc(2027, 1, 1));
        CHECK(life->settle(c, utc(2026, 12, 31)) == 0);
        CHECK(life->ladder().name(life->stage(c)) == "guest");
        CHECK(life->settle(c, utc(2027, 1, 1)) == 1);
        CHECK(life->ladder().name(life->stage(c)) == "gold");
    }
    rung::client c;
    (void)short_form.apply(
        c, rung::purchase{.id = 1, .client = 1, .at = utc(2026, 1, 1), .amount = 1000.00_money});
    auto const e = short_form.explain(c, utc(2026, 1, 5));
    auto const route = e.enter(*e.next())[0];
    CHECK(route.size() == 5);
    CHECK(route.least() == 3);
    CHECK(route.more() == 2);
    // The two that are nearest: nine more purchases, and a year that passes by itself.
    auto const missing = route.missing();
    REQUIRE(missing.size() == 2);
    auto at = missing.begin();
    CHECK((*at).need.fact == rung::retail::fact::purchases);
    CHECK((*++at).need.fact == rung::retail::fact::tenure);
}
