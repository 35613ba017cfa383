#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/interop/json.hpp>
#include <rung/ladders/advise.hpp>
#include <rung/ladders/playbooks.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace {

using nlohmann::json;
using namespace rung::literals;

constexpr auto service = rung::lifecycle{rung::ladders::service()};

template <class T>
std::string refused(json const& j) {
    try {
        (void)j.get<T>();
    } catch (rung::json_refused const& e) {
        return e.what();
    }
    return "(taken)";
}

}  // namespace

TEST_CASE("json: events of every kind come back as they were") {
    auto const at = rung::utc(2026, 1, 31, 8, 26);
    std::vector<rung::retail_event> const events{
        rung::contact{.id = 1,
                      .client = 7,
                      .at = at,
                      .channel = 3,
                      .by = rung::initiator::client,
                      .awaits_answer = true},
        rung::offer{.id = 2, .client = 7, .at = at},
        rung::purchase{
            .id = UINT64_MAX, .client = UINT64_MAX - 1, .at = at, .amount = 19.90_money, .addon = true},
        rung::refund{
            .id = 4, .client = 7, .at = at, .amount = 19.90_money, .of = 3, .bought = rung::utc(2026, 1, 1)},
        rung::evaluation{.id = 5, .client = 7, .at = at, .score = 4, .of = 3, .attribute = 2},
        rung::complaint{.id = 6, .client = 7, .at = at},
        rung::recommendation{.id = 7, .client = 7, .at = at, .to = 8},
        rung::referral{.id = 8, .client = 7, .at = at, .by = 9},
        rung::awareness{.id = 9, .client = 7, .at = at, .level = rung::knows::us},
        rung::need{.id = 10, .client = 7, .at = at, .level = rung::urgency::now, .step = rung::step::choice},
        rung::wallet{.id = 11, .client = 7, .at = at, .share = 80},
        rung::price_rise{.id = 12, .client = 7, .at = at, .accepted = true},
        rung::competitor_purchase{.id = 13, .client = 7, .at = at},
        rung::declined{.id = 14, .client = 7, .at = at},
        rung::loss{.id = 15, .client = 7, .at = at, .reason = rung::loss_reason::price},
        rung::manual_decision{
            .id = 16, .client = 7, .at = at, .what = rung::decree::floor, .stage = rung::stage_id{2}},
        rung::manual_decision{.id = 17,
                              .client = 7,
                              .at = at,
                              .what = rung::decree::pin,
                              .stage = rung::stage_id{1},
                              .until = rung::utc(2027, 1, 1),
                              .author = 17,
                              .reason = 3},
        rung::lifted_decision{.id = 18, .client = 7, .at = at},
    };
    CHECK(json(events).get<std::vector<rung::retail_event>>() == events);
    CHECK(json::parse(json(events).dump()).get<std::vector<rung::retail_event>>() == events);
    CHECK(json(events[2]) ==
          json::parse(R"({"kind": "purchase", "id": 18446744073709551615, "client": 18446744073709551614,
        "at": "2026-01-31T08:26:00Z", "amount_minor": 1990, "mark": 1})"));
    CHECK(json(events[4])["score"] == 4);
    json const direct = rung::purchase{.client = 7, .at = rung::utc(2026, 1, 31)};
    CHECK(direct.dump() == R"({"at":"2026-01-31T00:00:00Z","client":7,"kind":"purchase"})");
    // What is least that an event can be.
    CHECK(json::parse(R"({"client": 7, "at": "2026-01-31"})").get<rung::retail_event>() ==
          rung::purchase{.client = 7, .at = rung::utc(2026, 1, 31)});
}

TEST_CASE("json: what cannot be an event is refused by a sentence") {
    auto const why = [](char const* text) { return refused<rung::retail_event>(json::parse(text)); };
    CHECK(why(R"({"client": 7, "at": "2026-01-31", "kind": "purchas"})") == "'purchas' is no kind of event");
    CHECK(why(R"({"client": 7, "at": "31.01.2026"})") ==
          "'31.01.2026' is no moment: write it as 2026-01-31T08:26:00Z, from 1970 to 2106");
    CHECK(why(R"({"client": -7, "at": "2026-01-31"})") == "the 'client' of an event is out of range");
    CHECK(why(R"({"client": 7.5, "at": "2026-01-31"})") == "the 'client' of an event is no whole number");
    CHECK(why(R"({"client": 7, "at": "2026-01-31", "channel": 65536})") ==
          "the 'channel' of an event is out of range");
    CHECK(why(R"({"client": 7, "at": "2026-01-31", "amount": 19.9})") ==
          "an event has an 'amount', which may be in main or in minor units: it is 'amount_minor'");
    CHECK_THROWS_AS(json::parse(R"({"at": "2026-01-31"})").get<rung::retail_event>(), json::out_of_range);
    CHECK_THROWS_AS(json::parse(R"({"client": 7})").get<rung::retail_event>(), json::out_of_range);
    CHECK_THROWS_AS(json::parse(R"({"client": 7, "at": 3})").get<rung::retail_event>(), json::type_error);
    for (auto const t :
         {rung::instant::never(), rung::instant::forever(), rung::utc(1970, 1, 2), rung::utc(2100, 2, 28)})
        CHECK(json(t).get<rung::instant>() == t);
    CHECK(json(90_days) == 90 * 86'400);
    CHECK(json(90_days).get<rung::duration>() == 90_days);
    CHECK(json(-19.90_money).get<rung::money>() == -19.90_money);
    for (auto const most : {INT64_MAX, INT64_MIN})
        CHECK(json(rung::money{most}).get<rung::money>() == rung::money{most});
    CHECK(refused<rung::money>(19.9) == "an amount in minor units is no whole number");
    CHECK(refused<rung::money>(UINT64_MAX) == "an amount in minor units is out of range");
    CHECK(refused<rung::money>(true) == "an amount in minor units is no whole number");
    CHECK(refused<rung::duration>(0.5) == "a duration in seconds is no whole number");
    CHECK(refused<rung::duration>(1ULL << 63) == "a duration in seconds is out of range");
    CHECK(why(R"({"client": 7, "at": "2026-01-31", "amount_minor": 19.9})") ==
          "an amount in minor units is no whole number");
}

TEST_CASE("json: clients, moves and counts by the names of their ladder") {
    rung::client_base base{service};
    rung::insight::flow flow{base};
    rung::insight::funnel funnel{base};
    using move = rung::named_transition<std::remove_cvref_t<decltype(service.ladder())>>;
    std::vector<move> moves;
    auto const keep = [&](move const& t) { moves.push_back(t); };
    for (unsigned day = 1; day <= 3; ++day)
        (void)base.apply(rung::purchase{.client = 7, .at = rung::utc(2026, 1, day), .amount = 20.00_money},
                         keep, flow, funnel);
    (void)base.settle(rung::utc(2027, 1, 1), keep, flow, funnel);
    REQUIRE(moves.size() == 3);
    for (auto const& m : moves) {
        json const j = m;
        move back{};
        back.ladder = &service.ladder();
        j.get_to(back);
        CHECK(back == m);
    }
    CHECK(json(moves[0]).dump() ==
          R"({"at":"2026-01-01T00:00:00Z","client":7,"from":"potential","kind":"purchase",)"
          R"("peak":"potential","skipped":1,"to":"buyer","why":"event"})");
    CHECK(json(moves[2])["kind"].is_null());
    auto wrong = json(moves[0]);
    wrong["to"] = "king";
    move into{};
    into.ladder = &service.ladder();
    CHECK_THROWS_WITH(wrong.get_to(into), "the ladder has no stage 'king'");
    wrong = json(moves[0]);
    wrong["why"] = "whim";
    CHECK_THROWS_WITH(wrong.get_to(into), "'whim' is no cause of a move");
    wrong = json(moves[0]);
    wrong["kind"] = "gift";
    CHECK_THROWS_WITH(wrong.get_to(into), "'gift' is no kind of event");

    wrong = json(moves[0]);
    wrong["skipped"] = 256;
    CHECK_THROWS_WITH(wrong.get_to(into), "the 'skipped' of a move is out of range");
    wrong = json(moves[0]);
    wrong["client"] = -7;
    CHECK_THROWS_WITH(wrong.get_to(into), "the 'client' of a move is out of range");

    json const counted = rung::with_names{base.census(), service.ladder()};
    CHECK(counted[2].dump() == R"({"clients":1,"stage":"buyer"})");
    rung::census<rung::ladders::service_stage> census;
    rung::with_names named{census, service.ladder()};
    counted.get_to(named);
    CHECK(census == base.census());
    CHECK(json(named) == counted);

    json const flown = rung::with_names{flow, service.ladder()};
    CHECK(flown.size() == 3);
    rung::insight::flow back{base};
    rung::with_names named_flow{back, service.ladder()};
    flown.get_to(named_flow);
    CHECK(back == flow);
    using rung::ladders::service_stage;
    auto const row = [](json n) { return json{{{"from", "buyer"}, {"to", "client"}, {"moves", n}}}; };
    auto const before = back.count(service_stage::buyer, service_stage::client);
    row(-3).get_to(named_flow);  // as a flow writes it that was told of what another had counted
    CHECK(back.count(service_stage::buyer, service_stage::client) == before - 3);
    row(9'000'000'000'000'000'000).get_to(named_flow);
    CHECK(back.count(service_stage::buyer, service_stage::client) == before - 3 + 9'000'000'000'000'000'000);
    CHECK_THROWS_WITH(row(9'000'000'000'000'000'000).get_to(named_flow),
                      "the 'moves' of a flow are more than can be counted");
    CHECK_THROWS_WITH(row(2.7).get_to(named_flow), "the 'moves' of a flow is no whole number");
    CHECK_THROWS_WITH(row(UINT64_MAX).get_to(named_flow), "the 'moves' of a flow is out of range");
    auto const standing = [](json n) { return json{{{"stage", "buyer"}, {"clients", n}}}; };
    CHECK_THROWS_WITH(standing(-1).get_to(named), "the 'clients' of a stage is out of range");
    CHECK_THROWS_WITH(standing(2.7).get_to(named), "the 'clients' of a stage is no whole number");
    CHECK(census == base.census());
    CHECK(json(rung::with_names{funnel, service.ladder()})[3].dump() ==
          R"({"landed":1,"reached":1,"stage":"client"})");

    json const c = *base.find(7);
    CHECK(c["client"] == 7);
    CHECK(c["stage"] == "buyer");
    CHECK(c["since"].get<rung::instant>() == base.find(7)->since());
    CHECK(c["facts"]["purchases"] == 3);
    CHECK(c["facts"]["spend"] == 6000);
    CHECK(c["facts"]["since_4th_last"].is_null());
    CHECK(c["facts"].size() == rung::retail::vocabulary.size());
}

TEST_CASE("json: an explanation is rows, and advice is a task") {
    rung::client_base base{service};
    for (unsigned day = 1; day <= 2; ++day)
        (void)base.apply(rung::purchase{.client = 7, .at = rung::utc(2026, 1, day), .amount = 20.00_money});
    auto const now = rung::utc(2026, 1, 10);
    auto const e = base.find(7)->explain(now);
    json const j = e;
    CHECK(j["stage"] == "buyer");
    CHECK(j["next"] == "client");
    CHECK(j["hold"] == "none");
    CHECK(j["decision"].is_null());
    CHECK(j["at"].get<rung::instant>() == now);
    bool found = false;
    for (auto const& rule : j["rules"]) {
        if (rule["stage"] != "client" || rule["rule"] != "enter") continue;
        found = true;
        auto const measured = e.enter(*e.next());
        CHECK(rule["holds"] == measured.holds());
        REQUIRE(rule["routes"].size() == measured.size());
        auto const& c = rule["routes"][0]["conditions"][0];
        CHECK(c["fact"] == "purchases");
        CHECK(c["low"] == 3);
        CHECK(c["high"].is_null());
        CHECK(c["have"] == 2);
        CHECK(c["missing"] == 1);
        CHECK(c["to_hold"] == "events");
        CHECK_FALSE(rule["routes"][0].contains("at_least"));
    }
    CHECK(found);

    json const task = rung::advise(service, rung::playbooks::service, *base.find(7), now);
    CHECK(task["client"] == 7);
    CHECK(task["stage"] == "buyer");
    CHECK(task["purpose"] == "climb");
    CHECK(task["play"]["todo"].size() > 0);
    CHECK(task["conditions"][0]["fact"] == "purchases");

    (void)base.apply(
        rung::manual_decision{.id = 9,
                              .client = 7,
                              .at = now,
                              .what = rung::decree::floor,
                              .stage = service.ladder().place_of(rung::ladders::service_stage::client),
                              .author = 17});
    json const decided = base.find(7)->explain(now);
    CHECK(decided["decision"].dump() ==
          R"({"author":17,"reason":0,"stage":"client","until":null,"what":"floor"})");
}

TEST_CASE("json: a route that counts says how many of which") {
    using namespace rung::facts;
    static constexpr rung::ladder club{
        rung::stage{"guest"},
        rung::stage{"friend", purchases >= 1 and rung::at_least(2, {recommendations >= 1, evaluations >= 1,
                                                                    contacts >= 9})}};
    static constexpr auto life = rung::lifecycle{club};
    rung::client ann;
    (void)life.apply(ann, rung::purchase{.at = rung::utc(2026, 1, 1)});
    json const j = life.explain(ann, rung::utc(2026, 1, 2));
    auto const& route = j["rules"][0]["routes"][0];
    REQUIRE(route["conditions"].size() == 1);
    CHECK(route["conditions"][0]["fact"] == "purchases");
    CHECK(route["at_least"] == 2);
    CHECK(route["of"].size() == 3);
    CHECK(route["of"][0]["holds"] == false);
}

TEST_CASE("json: a ladder comes back by its text; a mistake in it is a sentence") {
    json const j = service.ladder();
    CHECK(j["stages"] == json({"potential", "visitor", "buyer", "client", "advocate"}));
    CHECK(j["exits"] == json::array());
    using ladder = std::remove_cvref_t<decltype(service.ladder())>;
    CHECK(j.get<ladder>() == service.ladder());
    CHECK(refused<rung::ladder>({{"text", "stage guest  stage member enter purchase >= 1"}}) ==
          "1:33: unknown fact 'purchase'; did you mean 'purchases'?");
}

TEST_CASE("json: a report is what it writes") {
    rung::report::sheet s{
        .name = "each",
        .columns = {{.name = "stage", .form = rung::report::form::text}, {.name = "clients"}}};
    s.add({"buyer", 12});
    json const j = s;
    CHECK(j["rows"].dump() == R"([{"clients":12,"stage":"buyer"}])");
}
