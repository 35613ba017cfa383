#include "catch.hpp"

#include <rung/ladders/ladders.hpp>
#include <rung/notation/settings.hpp>

#include <string_view>
#include <type_traits>

using namespace rung::literals;
using namespace rung::ladders;
using rung::set_threshold;
using rung::setting;

namespace {

// Whether two structs of thresholds have the same values.
template <class Thresholds>
constexpr bool same(Thresholds a, Thresholds const& b) {
    bool equal = true;
    Thresholds::each(a, [&](std::string_view name, auto& mine) {
        Thresholds::each(b, [&](std::string_view other, auto const& theirs) {
            if constexpr (requires { mine == theirs; }) {
                if (name == other) equal = equal && mine == theirs;
            }
        });
    });
    return equal;
}

/// Sets one threshold by name; it must be the member of that name, must get the value, and no other may
/// change.
template <class Thresholds, class T>
constexpr bool sets(std::string_view name, T Thresholds::*member, std::string_view text,
                    std::type_identity_t<T> value) {
    Thresholds t;
    if (t.*member == value) return false;  // a test that could not fail
    if (set_threshold(t, name, text) != setting::done) return false;
    if (t.*member != value) return false;
    Thresholds expected;
    expected.*member = value;
    return same(t, expected);
}

/// A text that is no value of the threshold is refused with that reason, and nothing changes.
template <class Thresholds>
constexpr bool refuses(std::string_view name, std::string_view text, setting reason) {
    Thresholds t;
    return set_threshold(t, name, text) == reason && same(t, Thresholds{});
}

}  // namespace

TEST_CASE("settings: every threshold of service (000) by its name") {
    using t = service_thresholds;
    STATIC_REQUIRE(sets<t>("visitor_contacts", &t::visitor_contacts, "2", 2));
    STATIC_REQUIRE(sets<t>("buyer_purchases", &t::buyer_purchases, "2", 2));
    STATIC_REQUIRE(sets<t>("client_purchases", &t::client_purchases, "5", 5));
    STATIC_REQUIRE(sets<t>("regular_within", &t::regular_within, "60d", 60_days));
    STATIC_REQUIRE(sets<t>("advocate_recommendations", &t::advocate_recommendations, "3", 3));
}

TEST_CASE("settings: every threshold of familiarity (001) by its name") {
    using t = familiarity_thresholds;
    STATIC_REQUIRE(sets<t>("trial_purchases", &t::trial_purchases, "2", 2));
    STATIC_REQUIRE(sets<t>("trial_spend", &t::trial_spend, "19.90", rung::money{19'90}));
    STATIC_REQUIRE(sets<t>("informed_purchases", &t::informed_purchases, "4", 4));
    STATIC_REQUIRE(sets<t>("periodic_purchases", &t::periodic_purchases, "4", 4));
    STATIC_REQUIRE(sets<t>("unusual_break", &t::unusual_break, "150%", rung::percent{150}));
    STATIC_REQUIRE(sets<t>("reminder_grace", &t::reminder_grace, "2w", 14_days));
    STATIC_REQUIRE(sets<t>("devoted_purchases", &t::devoted_purchases, "12", 12));
    STATIC_REQUIRE(sets<t>("devoted_spend", &t::devoted_spend, "5000", rung::money{5'000'00}));
    STATIC_REQUIRE(sets<t>("devoted_contacts", &t::devoted_contacts, "1", 1));
}

TEST_CASE("settings: every threshold of loyalty (002) by its name") {
    using t = loyalty_thresholds;
    STATIC_REQUIRE(sets<t>("buyer_purchases", &t::buyer_purchases, "2", 2));
    STATIC_REQUIRE(sets<t>("client_purchases", &t::client_purchases, "3", 3));
    STATIC_REQUIRE(sets<t>("supporter_share", &t::supporter_share, "80%", rung::percent{80}));
    STATIC_REQUIRE(sets<t>("supporter_recommendations", &t::supporter_recommendations, "2", 2));
    STATIC_REQUIRE(sets<t>("supporter_price_rises", &t::supporter_price_rises, "2", 2));
    STATIC_REQUIRE(sets<t>("patience", &t::patience, "10m", 10_minutes));
}

TEST_CASE("settings: every threshold of journey (003) by its name") {
    using t = journey_thresholds;
    STATIC_REQUIRE(sets<t>("engagement_contacts", &t::engagement_contacts, "3", 3));
    STATIC_REQUIRE(sets<t>("tolerated_bad_scores", &t::tolerated_bad_scores, "1", 1));
    STATIC_REQUIRE(sets<t>("repeat_purchases", &t::repeat_purchases, "3", 3));
    STATIC_REQUIRE(sets<t>("curious_after", &t::curious_after, "30d", 30_days));
    STATIC_REQUIRE(sets<t>("loyal_purchases", &t::loyal_purchases, "6", 6));
    STATIC_REQUIRE(sets<t>("loyal_within", &t::loyal_within, "1y", 365_days));
    STATIC_REQUIRE(sets<t>("recommendations", &t::recommendations, "2", 2));
}

TEST_CASE("settings: every threshold of patronage (004) by its name") {
    using t = patronage_thresholds;
    STATIC_REQUIRE(sets<t>("client_purchases", &t::client_purchases, "2", 2));
    STATIC_REQUIRE(sets<t>("regular_purchases", &t::regular_purchases, "3", 3));
    STATIC_REQUIRE(sets<t>("regular_within", &t::regular_within, "720h", 30_days));
    STATIC_REQUIRE(sets<t>("regular_score", &t::regular_score, "4", 4));
    STATIC_REQUIRE(sets<t>("gone_after", &t::gone_after, "2y", 730_days));
}

TEST_CASE("settings: a name that the ladder does not have changes nothing") {
    for (auto const* name : {"", "client_purchase", "client_purchasess", "Client_purchases",
                             " client_purchases", "gone_after", "each"}) {
        INFO(name);
        CHECK(refuses<service_thresholds>(name, "5", setting::unknown_name));
    }
    // An unknown name is said first, whatever the value is.
    STATIC_REQUIRE(refuses<service_thresholds>("unknown", "rubbish", setting::unknown_name));
}

TEST_CASE("settings: a value of the wrong kind is refused, says what is needed, and changes nothing") {
    for (auto const* text : {"", "-", "3d", "3.5", "three", " 3", "3 ", "99999999999999999999"}) {
        INFO(text);
        CHECK(refuses<service_thresholds>("client_purchases", text, setting::not_a_count));
    }
    for (auto const* text : {"", "-", "90", "90.00", "d", "-d", "--90d", "90days", "99999999999999999999d"}) {
        INFO(text);
        CHECK(refuses<service_thresholds>("regular_within", text, setting::not_a_length));
    }
    for (auto const* text : {"", "-", "1.234", "1,5", "10d", "1e3", "99999999999999999999"}) {
        INFO(text);
        CHECK(refuses<familiarity_thresholds>("trial_spend", text, setting::not_money));
    }
    for (auto const* text : {"", "%", "-%", "80", "80 %", "0.8", "80.5%", "99999999999999999999%"}) {
        INFO(text);
        CHECK(refuses<loyalty_thresholds>("supporter_share", text, setting::not_percent));
    }
}

TEST_CASE("settings: a value below 0 is refused, and changes nothing") {
    STATIC_REQUIRE(refuses<service_thresholds>("client_purchases", "-1", setting::negative));
    STATIC_REQUIRE(refuses<service_thresholds>("regular_within", "-90d", setting::negative));
    STATIC_REQUIRE(refuses<familiarity_thresholds>("trial_spend", "-0.01", setting::negative));
    STATIC_REQUIRE(refuses<loyalty_thresholds>("supporter_share", "-1%", setting::negative));
}

TEST_CASE("settings: what was set before stays when a later value is refused") {
    constexpr auto kept = [] {
        service_thresholds t;
        auto const first = set_threshold(t, "client_purchases", "5");
        auto const second = set_threshold(t, "client_purchases", "many");
        return t.client_purchases == 5 && first == setting::done && second == setting::not_a_count;
    }();
    STATIC_REQUIRE(kept);
}

TEST_CASE("settings: each answer has its own words") {
    constexpr setting all[]{setting::done,      setting::unknown_name, setting::not_a_count,
                            setting::not_money, setting::not_a_length, setting::negative};
    for (auto const a : all) {
        CHECK_FALSE(to_string(a).empty());
        CHECK(to_string(a) != "?");
        for (auto const b : all) CHECK((to_string(a) == to_string(b)) == (a == b));
    }
    STATIC_REQUIRE(to_string(setting::unknown_name) == "no threshold of that name");
    STATIC_REQUIRE(to_string(setting::not_a_length) == "needs a length of time, such as 90d, 12h, 6w or 1y");
}

TEST_CASE("settings: thresholds set from text make the ladder that thresholds in code make") {
    constexpr auto from_text = [] {
        service_thresholds t;
        (void)set_threshold(t, "client_purchases", "5");
        (void)set_threshold(t, "regular_within", "60d");
        return service(t);
    }();
    STATIC_REQUIRE(from_text == service({.client_purchases = 5, .regular_within = 60_days}));
    STATIC_REQUIRE_FALSE(from_text == service());
}
