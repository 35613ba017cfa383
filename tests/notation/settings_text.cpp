#include "catch.hpp"

#include <rung/ladders/ladders.hpp>
#include <rung/notation/settings_text.hpp>
#include <rung/report/print.hpp>

#include <sstream>
#include <string>
#include <string_view>

using namespace rung::literals;
using namespace rung::ladders;
using rung::apply_settings;
using rung::mistake;

namespace {

template <class Thresholds = service_thresholds>
std::string error_of(std::string_view text) {
    auto const answer = apply_settings(Thresholds{}, text);
    std::ostringstream out;
    if (answer)
        out << "no error";
    else
        out << answer.error();
    return out.str();
}

template <class Thresholds>
constexpr bool is_read(std::string_view text) {
    return apply_settings(Thresholds{}, text).has_value();
}

}  // namespace

TEST_CASE("settings as text: lines of name = value, comments, empty lines") {
    constexpr auto read = apply_settings(service_thresholds{}, R"(# what a client is
client_purchases = 4

  regular_within=60d   # two months
)");
    STATIC_REQUIRE(read->client_purchases == 4);
    STATIC_REQUIRE(read->regular_within == 60_days);
    STATIC_REQUIRE(read->buyer_purchases == 1);
    STATIC_REQUIRE(service(*read) == service({.client_purchases = 4, .regular_within = 60_days}));

    STATIC_REQUIRE(apply_settings(service_thresholds{}, "")->client_purchases == 3);
    STATIC_REQUIRE(apply_settings(service_thresholds{}, "\n \r\n# nothing")->client_purchases == 3);
    STATIC_REQUIRE(apply_settings(service_thresholds{}, "client_purchases = 4\r\nbuyer_purchases = 2\r\n")
                       ->buyer_purchases == 2);
    STATIC_REQUIRE(apply_settings(service_thresholds{}, "\xEF\xBB\xBF"
                                                        "client_purchases = 4")
                       ->client_purchases == 4);
    // What was set before stays.
    STATIC_REQUIRE(
        apply_settings(service_thresholds{.buyer_purchases = 2}, "client_purchases = 4")->buyer_purchases ==
        2);
}

TEST_CASE("settings as text: the thresholds of each ladder of the catalog") {
    STATIC_REQUIRE(is_read<familiarity_thresholds>("trial_spend = 19.90\nreminder_grace = 2w"));
    STATIC_REQUIRE(is_read<loyalty_thresholds>("patience = 10m\nsupporter_share = 80%"));
    STATIC_REQUIRE(is_read<journey_thresholds>("curious_after = 30d\nrecommendations = 2"));
    STATIC_REQUIRE(is_read<patronage_thresholds>("regular_score = 4\ngone_after = 2y"));
}

TEST_CASE("settings as text: each mistake with its place") {
    CHECK(error_of("client_purchase = 4") ==
          "1:1: no threshold 'client_purchase'; did you mean 'client_purchases'?");
    CHECK(error_of("\n  stairs = 4") == "2:3: no threshold 'stairs'");
    CHECK(error_of("client_purchases = 3d") ==
          "1:20: client_purchases needs a whole number, such as 3, not '3d'");
    CHECK(error_of("regular_within = 90") ==
          "1:18: regular_within needs a length of time, such as 90d, 12h, 6w or 1y, not '90'");
    CHECK(error_of<familiarity_thresholds>("# \xD0\xB6\ntrial_spend = 1,5") ==
          "2:15: trial_spend needs an amount, such as 1000.00, not '1,5'");
    CHECK(error_of("client_purchases = -4") == "1:20: client_purchases is at least 0, not '-4'");
    CHECK(error_of("regular_within = -90d") == "1:18: regular_within is at least 0, not '-90d'");
    CHECK(error_of<familiarity_thresholds>("trial_spend = -1.00") ==
          "1:15: trial_spend is at least 0, not '-1.00'");
    CHECK(error_of("client_purchases =  # nothing") ==
          "1:19: client_purchases needs a whole number, such as 3, not ''");
    CHECK(error_of("client_purchases 4") == "1:1: expected name = value, found 'client_purchases 4'");
    CHECK(error_of("  = 4") == "1:3: expected name = value, found '= 4'");
    CHECK(error_of("client_purchases = 4\nclient_purchases = 5") == "2:1: 'client_purchases' is given twice");
    CHECK(apply_settings(service_thresholds{}, "x = 1").error().kind == mistake::unknown_threshold);
    CHECK(apply_settings(service_thresholds{}, "client_purchases = x").error().kind == mistake::wrong_value);
}
