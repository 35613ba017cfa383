// What the tier systems of others promise at and between their thresholds, built as ladders. The expected
// answers come from the file, not from here.
//
// Of the file these do not apply: wom-1, wom-2 and nps-1 are arithmetic about a whole base (who tells how
// many, what share promotes), not stages of a client.

#include "catch.hpp"
#include "ladders/golden.hpp"

#include <rung/base/client_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/retail/retail.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <string>

using namespace rung::literals;
using namespace rung::facts;
using rung::stage_id;

namespace {

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

/// One case of the file; empty where the file is not there.
golden::row tier_case(std::string const& name) {
    for (auto const& r : golden::read("tier_cases.csv")) {
        if (r.at("case") == name) return r;
    }
    return {};
}

std::int64_t first_number(std::string const& text) {
    auto const all = golden::numbers(text);
    REQUIRE_FALSE(all.empty());
    return all.front();
}

/// The points of one invoice: one for so many units of money by tier, none without a tier.
std::int64_t points(std::int64_t invoice) {
    constexpr rung::ladder tiers{rung::stage{.name = "none"},
                                 rung::stage{.name = "first", .enter = spend >= 1'000.00_money},
                                 rung::stage{.name = "second", .enter = spend >= 3'000.00_money}};
    constexpr std::array<std::int64_t, 3> units_for_a_point{0, 1'000, 900};
    rung::lifecycle const programme{tiers};
    rung::client c;
    REQUIRE(programme.apply(c, rung::purchase{.at = day(0), .amount = rung::money{invoice}}).answer() !=
            rung::answer::refused);
    auto const rate = units_for_a_point[programme.stage(c).index];
    return rate == 0 ? 0 : invoice / rate;
}

// Points that expire, as a host would write it: levels are looked at anew when a year is over, so points
// count until the end of the year in which they expire. A fact must not fall as time passes, so it is the
// points that are missing from the highest level that the ladder asks for.
struct loyalty_points {
    static constexpr std::int64_t highest = 100;

    enum class fact : std::uint8_t { missing, manual_level };
    enum class what : std::uint8_t { earned, set_by_hand };
    struct event {
        rung::event_id id = 0;
        rung::client_id client = 0;
        rung::instant at{};
        what kind = what::earned;
        std::int64_t number = 0;
        rung::instant expires = rung::instant::forever();
    };
    struct facts {
        rung::instant joined{};
        struct grant {
            rung::instant until;
            std::int64_t number = 0;
        } grants[8]{};
        std::int64_t manual_level = 0;
    };
    static constexpr std::array<rung::word, 2> vocabulary{
        {{.name = "missing", .ages = true}, {.name = "manual_level"}}};

    static constexpr void fold(facts& f, event const& e) noexcept {
        if (f.joined == rung::instant::never()) f.joined = e.at;
        if (e.kind == what::set_by_hand) {
            f.manual_level = e.number;
            return;
        }
        for (auto& g : f.grants) {
            if (g.number != 0) continue;
            auto const year = 365_days;
            auto end = f.joined + year;
            while (end < e.expires && end.is_moment()) end = end + year;
            g = {end, e.number};
            return;
        }
    }
    static constexpr std::int64_t read(facts const& f, fact k, rung::instant now) noexcept {
        if (k == fact::manual_level) return f.manual_level;
        std::int64_t active = 0;
        for (auto const& g : f.grants) active += g.until > now ? g.number : 0;
        return highest > active ? highest - active : 0;
    }
    static constexpr rung::instant reaches(facts const& f, fact k, std::int64_t value) noexcept {
        if (read(f, k, rung::instant::never()) >= value) return rung::instant::never();
        auto best = rung::instant::forever();
        for (auto const& g : f.grants) {
            if (g.number != 0 && g.until < best && read(f, k, g.until) >= value) best = g.until;
        }
        return best;
    }
};

constexpr auto missing = rung::fact<loyalty_points, loyalty_points::fact::missing>;

constexpr rung::basic_ladder<loyalty_points> levels{
    rung::basic_stage<loyalty_points>{.name = "level 0"},
    rung::basic_stage<loyalty_points>{.name = "level 1", .enter = missing <= loyalty_points::highest - 10},
    rung::basic_stage<loyalty_points>{.name = "level 2", .enter = missing <= loyalty_points::highest - 30},
    rung::basic_stage<loyalty_points>{.name = "level 3", .enter = missing <= loyalty_points::highest - 100},
};
constexpr rung::lifecycle yearly{levels};

/// Earned 10 then 20; `active` of them live on beyond the end of the year. The level on its last second and
/// at its end.
std::pair<stage_id, stage_id> around_the_end_of_the_year(std::int64_t active) {
    using what = loyalty_points::what;
    rung::basic_client<loyalty_points> c;
    auto left = active;
    int when = 0;
    for (std::int64_t const earned : {10, 20}) {
        auto const stays = std::min(left, earned);
        left -= stays;
        // What expires does so on various days of the first year.
        auto const soon = day(200 + when);
        auto const later = day(500);
        for (auto const& [number, expires] : {std::pair{stays, later}, std::pair{earned - stays, soon}}) {
            if (number == 0) continue;
            REQUIRE(
                yearly.apply(c, {.at = day(when), .kind = what::earned, .number = number, .expires = expires})
                    .answer() != rung::answer::refused);
        }
        ++when;
    }
    yearly.settle(c, day(365) - 1_seconds);
    auto const before = yearly.stage(c);
    yearly.settle(c, day(365));
    return {before, yearly.stage(c)};
}

}  // namespace

TEST_CASE("golden: every tier case of the file is built here or named as one that does not apply") {
    std::set<std::string> const known{"erpnext-1",     "erpnext-2",     "erpnext-3",     "openloyalty-1",
                                      "openloyalty-2", "openloyalty-3", "openloyalty-4", "openloyalty-5",
                                      "hubspot-1",     "hubspot-2",     "edd-1",         "odoo-1",
                                      "wom-1",         "wom-2",         "nps-1"};
    for (auto const& r : golden::read("tier_cases.csv")) {
        INFO(r.at("case"));
        CHECK(known.count(r.at("case")) == 1);
    }
}

TEST_CASE("golden erpnext-1, erpnext-2: an invoice between two tiers belongs to the lower one") {
    for (auto const* name : {"erpnext-1", "erpnext-2"}) {
        auto const r = tier_case(name);
        if (r.empty()) return;
        INFO(name);
        CHECK(points(first_number(r.at("input").substr(r.at("input").find("invoice")))) ==
              first_number(r.at("expected")));
    }
}

TEST_CASE("golden erpnext-3: spend adds up over the tiers") {
    auto const r = tier_case("erpnext-3");
    if (r.empty()) return;
    constexpr rung::ladder tiers{rung::stage{.name = "none"},
                                 rung::stage{.name = "tier1", .enter = spend >= 400.00_money},
                                 rung::stage{.name = "tier2", .enter = spend >= 1'000.00_money}};
    rung::lifecycle const programme{tiers};
    std::map<std::int64_t, std::int64_t> tier_at;  // by spend so far
    rung::client c;
    std::int64_t spent = 0;
    int n = 0;
    for (auto const amount : golden::numbers(r.at("input"))) {
        REQUIRE(programme.apply(c, rung::purchase{.at = day(n++), .amount = rung::money{amount}}).answer() !=
                rung::answer::refused);
        spent += amount;
        tier_at[spent] = programme.stage(c).index;
    }
    // "tier1 after 45k, still tier1 at 95k, tier2 at 105k": tier and spend by turns.
    auto const expected = golden::numbers(r.at("expected"));
    REQUIRE(expected.size() == 6);
    for (std::size_t i = 0; i < expected.size(); i += 2) {
        INFO("spend " << expected[i + 1]);
        REQUIRE(tier_at.count(expected[i + 1]) == 1);
        CHECK(tier_at[expected[i + 1]] == expected[i]);
    }
}

TEST_CASE("golden openloyalty-1 to 3: points that expire bring a level down when the year is over") {
    for (auto const* name : {"openloyalty-1", "openloyalty-2", "openloyalty-3"}) {
        auto const r = tier_case(name);
        if (r.empty()) return;
        INFO(name);
        // "..., 5 active at year end": the number before "active"
        auto const& input = r.at("input");
        auto const active = golden::numbers(input.substr(0, input.find(" active"))).back();
        auto const [before, after] = around_the_end_of_the_year(active);
        CHECK(before.index == 2);
        CHECK(after.index == first_number(r.at("expected").substr(r.at("expected").find("level"))));
    }
}

TEST_CASE("golden openloyalty-4: a return takes the level back") {
    auto const r = tier_case("openloyalty-4");
    if (r.empty()) return;
    constexpr rung::ladder tiers{rung::stage{.name = "level 0"},
                                 rung::stage{.name = "level 1", .enter = spend >= 0.20_money},
                                 rung::stage{.name = "level 2", .enter = spend >= 2.00_money}};
    rung::lifecycle const programme{tiers};
    auto const amounts = golden::numbers(r.at("input"));      // turnover 20 then return -2
    auto const expected = golden::numbers(r.at("expected"));  // level1 then level0
    REQUIRE(amounts.size() == 2);
    REQUIRE(expected.size() == 2);
    rung::client c;
    CHECK(programme.apply(c, rung::purchase{.at = day(0), .amount = rung::money{amounts[0]}}).answer() ==
          rung::answer::moved);
    CHECK(programme.stage(c).index == expected[0]);
    CHECK(programme.apply(c, rung::refund{.at = day(1), .amount = rung::money{amounts[1]}}).answer() ==
          rung::answer::moved);
    CHECK(programme.stage(c).index == expected[1]);
}

TEST_CASE("golden openloyalty-5: a level set by hand is a floor") {
    auto const r = tier_case("openloyalty-5");
    if (r.empty()) return;
    auto const level = first_number(r.at("input").substr(r.at("input").find("level")));
    REQUIRE(level == 1);
    // A door says exactly this: a client who was set there stands there at least.
    constexpr auto manual_level = rung::fact<loyalty_points, loyalty_points::fact::manual_level>;
    constexpr rung::basic_ladder<loyalty_points> with_floor{
        rung::basic_stage<loyalty_points>{.name = "level 0"},
        rung::basic_stage<loyalty_points>{
            .name = "level 1", .enter = missing <= loyalty_points::highest - 20, .door = manual_level >= 1},
        rung::basic_stage<loyalty_points>{.name = "level 2", .enter = missing <= 0},
    };
    rung::lifecycle const programme{with_floor};
    using what = loyalty_points::what;
    rung::basic_client<loyalty_points> c;
    (void)programme.apply(c, {.at = day(0), .kind = what::set_by_hand, .number = level});
    CHECK(programme.stage(c).index == level);  // with nothing earned
    (void)programme.apply(c, {.at = day(1), .kind = what::earned, .number = 100, .expires = day(2)});
    CHECK(programme.stage(c).index == 2);  // upwards they are free
    programme.settle(c, day(365));
    CHECK(programme.stage(c).index == level);  // downwards it holds

    rung::basic_client<loyalty_points> other;
    (void)programme.apply(other, {.at = day(0), .kind = what::earned, .number = 100, .expires = day(2)});
    programme.settle(other, day(365));
    CHECK(programme.stage(other).index == 0);  // without it they fall to the ground
}

namespace {

// A contact of a company: the company's stage is told to each of its contacts, who may be further already.
struct crm {
    enum class fact : std::uint8_t { own, company };
    struct event {
        rung::event_id id = 0;
        rung::client_id client = 0;
        rung::instant at{};
        fact whose = fact::own;
        std::int64_t stage = 0;
    };
    struct facts {
        std::int64_t stage[2]{};
    };
    static constexpr std::array<rung::word, 2> vocabulary{{{.name = "own"}, {.name = "company"}}};
    static constexpr void fold(facts& f, event const& e) noexcept {
        f.stage[static_cast<std::size_t>(e.whose)] = e.stage;
    }
    static constexpr std::int64_t read(facts const& f, fact k, rung::instant) noexcept {
        return f.stage[static_cast<std::size_t>(k)];
    }
};

}  // namespace

TEST_CASE("golden hubspot-1, hubspot-2: the company's stage lifts the contacts below it and no others") {
    constexpr auto own = rung::fact<crm, crm::fact::own>;
    constexpr auto company = rung::fact<crm, crm::fact::company>;
    using stage = rung::basic_stage<crm>;
    constexpr rung::basic_ladder<crm> stages{
        stage{.name = "Subscriber"}, stage{.name = "Lead", .enter = own >= 1, .door = company >= 1},
        stage{.name = "Opportunity", .enter = own >= 2, .door = company >= 2},
        stage{.name = "Customer", .enter = own >= 3, .door = company >= 3}};
    rung::lifecycle const sync{stages};
    auto const after = [&](char const* contact, std::string const& set_to) {
        rung::basic_client<crm> c;
        (void)sync.apply(c, {.at = day(0), .whose = crm::fact::own, .stage = stages[contact].index});
        (void)sync.apply(c, {.at = day(1), .whose = crm::fact::company, .stage = stages[set_to].index});
        return stages.name(sync.stage(c));
    };
    auto const lead = tier_case("hubspot-1");
    auto const customer = tier_case("hubspot-2");
    if (lead.empty() || customer.empty()) return;
    auto const last_word = [](std::string const& text) { return text.substr(text.rfind(' ') + 1); };

    REQUIRE(lead.at("expected") == "only Subscriber moves to Lead");
    CHECK(after("Subscriber", last_word(lead.at("input"))) == "Lead");
    CHECK(after("Opportunity", last_word(lead.at("input"))) == "Opportunity");
    REQUIRE(customer.at("expected") == "both become Customer");
    CHECK(after("Subscriber", last_word(customer.at("input"))) == "Customer");
    CHECK(after("Opportunity", last_word(customer.at("input"))) == "Customer");
}

TEST_CASE("golden edd-1: of two orders, one refunded, the other one is what remains") {
    auto const r = tier_case("edd-1");
    if (r.empty()) return;
    REQUIRE(r.at("expected") == "value of the kept order");
    constexpr rung::ladder one{rung::stage{.name = "none"},
                               rung::stage{.name = "any", .enter = purchases >= 1},
                               rung::stage{.name = "two", .enter = purchases >= 2}};
    rung::lifecycle const programme{one};
    for (int const refunded : {0, 1}) {
        std::array<rung::money, 2> const amount{rung::money{30'00}, rung::money{45'50}};
        rung::client c;
        for (int i = 0; i < 2; ++i)
            (void)programme.apply(
                c, rung::purchase{.at = day(i), .amount = amount[static_cast<std::size_t>(i)]});
        CHECK(programme.stage(c).index == 2);
        (void)programme.apply(c, rung::refund{.at = day(9),
                                              .amount = amount[static_cast<std::size_t>(refunded)],
                                              .bought = day(refunded)});
        CHECK(c.facts.spend() == amount[static_cast<std::size_t>(1 - refunded)]);
        CHECK(programme.stage(c).index == 1);
        CHECK(c.facts.last_purchases[0] == day(1 - refunded));
        CHECK(c.facts.first_purchase == day(1 - refunded));
    }
}

TEST_CASE("golden odoo-1: exactly N days later there is one answer, however it is asked") {
    auto const r = tier_case("odoo-1");
    if (r.empty()) return;
    REQUIRE(r.at("expected") == "one answer");
    constexpr auto n = 14_days;
    // "Rotting" as an exit, entered at the threshold; "fresh" as a stage, kept up to the second before.
    constexpr rung::ladder pipeline{
        rung::stage{.name = "new"}, rung::stage{.name = "moving", .enter = purchases >= 1 and silence < n},
        rung::stage{.name = "rotting", .enter = purchases >= 1 and silence >= n, .exit = true}};
    rung::lifecycle const deals{pipeline};
    rung::client_base base{deals};
    (void)base.apply(rung::purchase{.client = 1, .at = day(0)});
    auto const exactly = day(0) + n;
    auto const before = base.find(1)->client();
    CHECK(deals.next_change(before) == exactly);

    auto asked_by_event = before;  // an event that changes nothing, at that instant
    (void)deals.apply(asked_by_event, rung::complaint{.at = exactly});
    auto asked_by_time = before;
    deals.settle(asked_by_time, exactly);
    base.settle(exactly);
    auto const rotting = pipeline["rotting"];
    CHECK(deals.stage(asked_by_event) == rotting);
    CHECK(deals.stage(asked_by_time) == rotting);
    CHECK(base.find(1)->stage() == rotting);
    CHECK(base.census()[rotting] == 1);
    CHECK(deals.judge(before.facts, exactly).exits == 1);
    CHECK(deals.judge(before.facts, exactly - 1_seconds).exits == 0);
    CHECK((deals.judge(before.facts, exactly).keep & 2) == 0);
    CHECK((deals.judge(before.facts, exactly - 1_seconds).keep & 2) != 0);
}
