// The specifications of charts, read by nlohmann/json.

#include "catch.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/insight/histories.hpp>
#include <rung/insight/ladder_clock.hpp>
#include <rung/insight/stays.hpp>
#include <rung/insight/tell.hpp>
#include <rung/ladders/familiarity.hpp>
#include <rung/ladders/journey.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/playbooks.hpp>
#include <rung/report/chart_vega.hpp>
#include <rung/report/charts/attribution.hpp>
#include <rung/report/charts/concentration.hpp>
#include <rung/report/charts/curves.hpp>
#include <rung/report/charts/flow.hpp>
#include <rung/report/charts/forecast.hpp>
#include <rung/report/charts/funnel.hpp>
#include <rung/report/charts/ledger.hpp>
#include <rung/report/charts/moves.hpp>
#include <rung/report/charts/pyramid.hpp>
#include <rung/report/charts/retention.hpp>
#include <rung/report/charts/story.hpp>
#include <rung/report/charts/tasks.hpp>
#include <rung/report/charts/ways_out.hpp>
#include <rung/rung.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

namespace charts = rung::report::charts;
namespace insight = rung::insight;
using namespace rung::literals;
using rung::event_kind;
using rung::language;

namespace {

using tree = nlohmann::json;
using shop_stage = rung::ladders::loyalty_stage;

tree spec_of(rung::report::chart const& c, language l = language::en) {
    std::ostringstream out;
    rung::report::write_vega(out, c, l);
    return tree::parse(out.str());
}
tree const& values_of(tree const& spec) { return spec.at("data").at("values"); }

constexpr rung::instant on_day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }
constexpr rung::instant shop_closes = rung::utc(2026, 7, 1);

struct half_for_goods {
    static constexpr rung::money goods(rung::retail_event const& e) {
        return rung::money{e.amount.minor_units / 2};
    }
};

/// A hundred clients of a small shop; some buy, some again and again, some are lost.
struct small_shop {
    using base_type = rung::client_base<rung::lifecycle<rung::ladder_of<shop_stage>>, rung::history::kept>;

    base_type base{rung::lifecycle{rung::ladders::loyalty()}, rung::history::kept{}};
    insight::funnel<shop_stage> funnel{};
    insight::flow<shop_stage> flow{};
    insight::flow_by_period<shop_stage> by_month{insight::periods{rung::period::month}};
    insight::ladder_clock<shop_stage> clock{};
    insight::ledger<shop_stage, half_for_goods> book{base};

    small_shop() {
        std::vector<rung::retail_event> events;
        for (rung::client_id id = 1; id <= 100; ++id) {
            auto const n = static_cast<std::int64_t>(id);
            auto const first = on_day(n);
            auto const way = static_cast<std::uint16_t>(1 + id % 3);
            events.push_back(rung::contact{.id = id * 10, .client = id, .at = first, .channel = way});
            for (std::int64_t k = 0; k < n % 4; ++k)
                events.push_back(rung::purchase{.id = id * 10 + 1 + static_cast<std::uint64_t>(k),
                                                .client = id,
                                                .at = first + 1_days * (3 + 9 * k + n % 5),
                                                .amount = rung::money{1'000 + 10 * n}});
            if (id % 5 == 0)
                events.push_back(rung::loss{.id = id * 10 + 9, .client = id, .at = first + 50_days});
        }
        (void)base.apply(events);
        base.settle(shop_closes);
        insight::tell(base, funnel, flow, by_month, clock, book);
    }
    [[nodiscard]] auto const& ladder() const { return base.lifecycle().ladder(); }
    [[nodiscard]] insight::event_table stays() const {
        return insight::count_stays(base, clock, {.as_of = shop_closes, .start = insight::clock_start::entry})
            .table();
    }
    [[nodiscard]] insight::concentration spend() const {
        std::vector<std::int64_t> all;
        base.each([&](auto const& client) { all.push_back(client.facts().spend().minor_units); });
        return insight::concentration{all};
    }
    [[nodiscard]] insight::retention triangle() const {
        insight::retention out{{.as_of = shop_closes - 10_days,
                                .columns = 5,
                                .begins = insight::kinds{event_kind::contact},
                                .active = insight::kinds{event_kind::purchase}}};
        insight::each_life(base, out);
        return out;
    }
    [[nodiscard]] insight::attribution credits() const {
        insight::attribution out{{.touches = insight::retail_touches,
                                  .lookback = 30_days,
                                  .into = ladder().place_of(shop_stage::buyer)}};
        insight::each_life(base, out);
        return out;
    }
    [[nodiscard]] auto tasks() const {
        auto const& life = base.lifecycle();
        rung::report::task_tally out;
        base.each([&](auto const& client) {
            out.add(rung::advise(life, rung::playbooks::loyalty, client, shop_closes));
        });
        return out;
    }
    [[nodiscard]] rung::report::chart forecast() const {
        std::vector<std::int64_t> now;
        for (auto const& e : base.census()) now.push_back(static_cast<std::int64_t>(e.clients));
        return charts::forecast(
            ladder(), insight::shares_of(clock.between(on_day(60), on_day(90)), ladder().place_count()), now,
            3, 5);
    }
};

small_shop const& the_shop() {
    static small_shop const one;
    return one;
}

std::vector<rung::report::chart> every_chart() {
    auto const& s = the_shop();
    auto const& ladder = s.ladder();
    return {charts::pyramid(ladder, s.base.census()),
            charts::funnel(ladder, s.funnel),
            charts::flow(ladder, s.flow),
            charts::moves(ladder, s.by_month),
            charts::tenure(ladder, s.stays()),
            charts::ways_out(ladder, s.stays(), 1),
            charts::ways_out(rung::report::ways_out(ladder, s.stays(), 30)),
            charts::tasks(s.tasks()),
            charts::retention(s.triangle()),
            charts::lorenz(s.spend()),
            charts::ledger(ladder, s.book, shop_closes),
            charts::attribution(s.credits()),
            s.forecast(),
            *charts::story(s.base, 35, shop_closes, "client 35")};
}

/// Calls visit(layer) for each layer of a specification, in a facet or not.
template <class Visit>
void each_layer(tree const& spec, Visit const& visit) {
    for (auto const& layer : (spec.contains("spec") ? spec.at("spec") : spec).at("layer")) visit(layer);
}

}  // namespace

TEST_CASE("charts: each is a specification of the pinned version with a title, numbers, and tooltips on "
          "every mark") {
    for (auto const& c : every_chart()) {
        for (auto const l : {language::en, language::ru}) {
            auto const spec = spec_of(c, l);
            CAPTURE(c.data.name, l == language::ru);
            CHECK(spec.at("$schema") == "https://vega.github.io/schema/vega-lite/v6.json");
            CHECK_FALSE(spec.at("title").at("text").get<std::string>().empty());
            CHECK(spec.at("config").at("background") == "transparent");
            REQUIRE_FALSE(values_of(spec).empty());
            std::set<std::string> fields;
            for (auto const& row : values_of(spec)) {
                for (auto const& [name, value] : row.items()) fields.insert(name);
            }
            // What a mark shows is in the numbers.
            each_layer(spec, [&](tree const& layer) {
                auto const& encoding = layer.at("encoding");
                bool const is_of_one_number = encoding.size() == 2 && layer.at("mark").at("type") == "rule";
                CHECK((is_of_one_number || !encoding.at("tooltip").empty()));
                for (auto const& [name, what] : encoding.items()) {
                    if (name == "tooltip") {
                        // Of all rows: what is missing or null would be told as NaN, or as 0.
                        for (auto const& t : what) {
                            auto const field = t.at("field").get<std::string>();
                            for (auto const& row : values_of(spec))
                                CHECK((row.contains(field) && !row.at(field).is_null()));
                        }
                    } else if (what.contains("field")) {
                        CHECK(fields.count(what.at("field").get<std::string>()) == 1);
                    }
                }
                if (layer.contains("transform"))
                    CHECK(fields.count(layer["transform"][0]["filter"]["field"].get<std::string>()) == 1);
            });
        }
    }
}

TEST_CASE("charts: in both languages the same numbers under the same names") {
    for (auto const& c : every_chart()) {
        auto const en = values_of(spec_of(c)), ru = values_of(spec_of(c, language::ru));
        REQUIRE(en.size() == ru.size());
        bool has_russian = false;
        for (std::size_t i = 0; i < en.size(); ++i) {
            for (auto const& [name, value] : en[i].items()) {
                if (!value.is_string())
                    CHECK(ru[i].at(name) == value);
                else
                    has_russian = has_russian || ru[i].at(name) != value;
            }
        }
        CAPTURE(c.data.name);
        CHECK((has_russian || c.data.name == "retention" || c.data.name == "lorenz"));
        if (c.data.name != "story")
            CHECK(spec_of(c).at("title").at("text") != spec_of(c, language::ru).at("title").at("text"));
    }
}

TEST_CASE("charts: a filter by what a row is finds its rows in every language") {
    auto const spec = spec_of(charts::attribution(the_shop().credits()), language::ru);
    CHECK(values_of(spec)[0].at("model") == "первое");
    auto const story = spec_of(*charts::story(the_shop().base, 35, shop_closes, "client 35"), language::ru);
    each_layer(story, [&](tree const& layer) {
        auto const what = layer["transform"][0]["filter"]["equal"].get<std::string>();
        CHECK((what == "stay" || what == "grace" || what == "stays" || what == "due" || what == "event"));
    });
}

TEST_CASE("charts: pyramid, funnel and flow have the counts of the report, in the order of the ladder") {
    auto const& s = the_shop();
    auto const pyramid = spec_of(charts::pyramid(s.ladder(), s.base.census()));
    std::vector<std::string> const downwards{"supporter", "client", "buyer", "potential", "lost"};
    for (std::size_t i = 0; i < downwards.size(); ++i) {
        auto const& row = values_of(pyramid)[i];
        CHECK(row.at("stage") == downwards[i]);
        CHECK(row.at("clients") == s.base.census()[s.ladder()[downwards[i]]]);
        CHECK(row.at("share").get<double>() == row.at("clients").get<double>() / 100);
    }
    CHECK(pyramid["layer"][0]["encoding"]["y"]["scale"]["domain"] == downwards);
    CHECK(pyramid["layer"][0]["encoding"]["color"]["scale"]["range"][4] == "#d55e00");

    auto const funnel = spec_of(charts::funnel(s.ladder(), s.funnel));
    for (std::size_t i = 0; i < s.ladder().stage_count(); ++i) {
        auto const& row = values_of(funnel)[i];
        auto const reached = s.funnel.reached(static_cast<shop_stage>(i));
        CHECK(row.at("reached") == reached);
        if (i == 0) {
            CHECK_FALSE(row.contains("below"));
            continue;
        }
        auto const below = s.funnel.reached(static_cast<shop_stage>(i - 1));
        CHECK(row.at("below") == below);
        CHECK(row.at("dropped") == below - reached);
        CHECK(row.at("of_below").get<double>() == static_cast<double>(reached) / static_cast<double>(below));
        CHECK(row.at("of_below_n") == below);
    }

    auto const flow = spec_of(charts::flow(s.ladder(), s.flow));
    std::int64_t all = 0;
    for (auto const& row : values_of(flow)) {
        auto const n = s.flow.count(s.ladder()[row.at("from").get<std::string>()],
                                    s.ladder()[row.at("to").get<std::string>()]);
        CHECK(row.at("moves") == n);
        all += n;
    }
    std::int64_t moves = 0;
    for (auto const at : s.ladder().places()) moves += s.flow.out_of(at);
    CHECK(all == moves);
    CHECK(flow["layer"][0]["encoding"]["x"]["scale"]["domain"] == std::vector{"buyer", "client", "lost"});
    CHECK(flow["layer"][0]["encoding"]["color"]["scale"]["type"] == "sqrt");
}

TEST_CASE("charts: moves over time add up to the flow, falls and losses below zero") {
    auto const& s = the_shop();
    auto const spec = spec_of(charts::moves(s.ladder(), s.by_month));
    std::int64_t up = 0, down = 0;
    for (auto const& row : values_of(spec)) {
        auto const n = row.at("moves").get<std::int64_t>();
        CHECK((row.at("to") == "lost") == (n < 0));
        (n > 0 ? up : down) += n;
    }
    CHECK(down == -s.flow.into(shop_stage::lost));
    CHECK(up == s.flow.into(shop_stage::buyer) + s.flow.into(shop_stage::client));
    // A month without moves is on the axis as well: the shop's are from January to June.
    CHECK(spec["layer"][0]["encoding"]["x"]["scale"]["domain"].size() >= 5);
}

TEST_CASE("charts: curves have the shares and the bands of the estimates") {
    auto const& s = the_shop();
    auto const table = s.stays();
    auto const curve = insight::kaplan_meier(table, 1);
    auto const tenure = spec_of(charts::tenure(s.ladder(), table));
    std::size_t seen = 0;
    for (auto const& row : values_of(tenure)) {
        if (row.at("curve") != "buyer") continue;
        auto const time = row.at("time").get<std::int64_t>();
        auto const* step = curve.step_at(time);
        if (step == nullptr || step->time != time) continue;
        ++seen;
        auto const e = insight::interval_of(*step);
        CHECK(row.at("share").get<double>() == e.value());
        CHECK(row.at("share_low").get<double>() == (e.has_interval() ? e.low() : e.value()));
        CHECK(row.at("share_high").get<double>() == (e.has_interval() ? e.high() : e.value()));
    }
    CHECK(seen >= curve.steps.size());

    // Those who left by each way and those who did not are all.
    auto const ways = spec_of(charts::ways_out(s.ladder(), table, 1));
    std::map<std::string, std::vector<double>> by_way;
    for (auto const& row : values_of(ways))
        by_way[row.at("curve").get<std::string>()].push_back(row.at("share"));
    REQUIRE(by_way.size() > 1);
    auto const& staying = by_way["still there"];
    REQUIRE(staying.size() > 3);
    CHECK(staying.front() == 1);
    for (std::size_t i = 0; i < staying.size(); ++i) {
        double sum = 0;
        for (auto const& [way, shares] : by_way) sum += shares.at(i);
        CHECK(sum == Approx(1));
    }
}

TEST_CASE("charts: the table of moves has the numbers of the picture") {
    auto const& s = the_shop();
    auto const table = rung::report::sheet_of(s.ladder(), s.by_month);
    auto const drawn = charts::moves(s.ladder(), s.by_month).data;
    std::int64_t left = 0;
    for (auto const& row : table.rows) {
        for (std::size_t i = 1; i < row.cells.size(); ++i) left += row.cells[i].whole();
    }
    REQUIRE(left > 0);
    for (std::size_t i = 0; i < drawn.rows.size(); ++i) {
        auto const n = drawn.at(i, "moves").whole();
        auto const place = static_cast<std::size_t>(drawn.at(i, "place").whole());
        auto const name =
            (n > 0 ? "up_" : "down_") + std::string{s.ladder().name(rung::stage_at<shop_stage>(place))};
        std::size_t row = 0;
        while (table.at(row, "period").text() != drawn.at(i, "period").text()) ++row;
        CHECK(table.at(row, name).whole() == (n > 0 ? n : -n));
        left -= n > 0 ? n : -n;
    }
    CHECK(left == 0);
}

TEST_CASE(
    "charts: a cell of retention that is not complete for anybody has no share, and a mark of its own") {
    auto const triangle = the_shop().triangle();
    auto const spec = spec_of(charts::retention(triangle));
    std::size_t unripe = 0, i = 0;
    for (auto const cohort : triangle.cohorts()) {
        for (std::size_t k = 0; k < 5; ++k, ++i) {
            auto const& row = values_of(spec)[i];
            auto const cell = triangle.at(cohort, k);
            CHECK(row.at("complete") == cell.ripe);
            CHECK(row.at("share").is_null() == (cell.ripe == 0));
            if (cell.ripe != 0) CHECK(row.at("share").get<double>() == cell.share().value());
            unripe += cell.ripe == 0 ? 1 : 0;
        }
    }
    CHECK(unripe > 0);
    CHECK(values_of(spec).back().at("share_text") == "?");
    CHECK(spec["layer"][0]["transform"][0]["filter"]["valid"] == true);
    CHECK(spec["layer"][1]["transform"][0]["filter"]["valid"] == false);
    CHECK(spec["layer"][1]["mark"].contains("strokeDash"));
}

TEST_CASE("charts: the curve of Lorenz goes from nobody to all, and has the shares that were computed") {
    auto const c = the_shop().spend();
    auto const curve = c.lorenz();
    auto const spec = spec_of(charts::lorenz(c));
    std::size_t points = 0;
    for (auto const& row : values_of(spec)) {
        if (row.at("line") != "lorenz") continue;
        auto const k = static_cast<std::size_t>(row.at("clients").get<double>() * 100 + 0.5);
        CHECK(row.at("of_all").get<double>() == curve[k].to_double() / c.sum().to_double());
        ++points;
    }
    CHECK(points == 101);
    // A curve of very many is thinned, and its last point is there.
    std::vector<std::int64_t> many(100'000, 7);
    auto const thinned = spec_of(charts::lorenz(insight::concentration{many}));
    CHECK(values_of(thinned).size() < 250);
    CHECK(values_of(thinned).back().at("clients") == 1.0);
    // Where nobody has anything there is no curve, and no figure.
    auto const none = spec_of(charts::lorenz(insight::concentration{{0, 0}}));
    CHECK(values_of(none).size() == 2);
    CHECK_FALSE(none.at("title").contains("subtitle"));
}

TEST_CASE("charts: the ledger's profit a day in whole units of money, with its interval") {
    auto const& s = the_shop();
    auto const spec = spec_of(charts::ledger(s.ladder(), s.book, shop_closes));
    std::size_t known = 0;
    for (auto const& row : values_of(spec)) {
        auto const e = s.book.profit_per_day(s.ladder()[row.at("stage").get<std::string>()], shop_closes);
        CHECK(row.at("profit_per_client_day").is_null() == !e.known());
        if (!e.known()) continue;
        ++known;
        CHECK(row.at("profit_per_client_day").get<double>() == Approx(e.value() / 100));
        if (e.has_interval())
            CHECK(row.at("profit_per_client_day_low").get<double>() == Approx(e.low() / 100));
    }
    CHECK(known >= 3);
}

TEST_CASE("charts: a bar for each channel and model") {
    auto const credits = the_shop().credits();
    auto const spec =
        spec_of(charts::attribution(credits, [](std::uint16_t c) { return "way " + std::to_string(c); }));
    CHECK(values_of(spec).size() == insight::model_count * (credits.by_channel(insight::model::first).size() +
                                                            (credits.untouched() != 0 ? 1 : 0)));
    auto const last = credits.by_channel(insight::model::last);
    for (auto const& row : values_of(spec)) {
        if (row.at("model") != "last" || row.at("channel") != "way 2") continue;
        for (auto const& [channel, credited] : last) {
            if (channel == 2) CHECK(row.at("moves").get<double>() == credited.value());
        }
    }
}

TEST_CASE("charts: the forecast begins with what is, and its bands hold each other") {
    auto const spec = spec_of(the_shop().forecast());
    for (auto const& row : values_of(spec)) {
        auto const at = [&](char const* name) { return row.at(name).get<double>(); };
        if (row.at("ahead") == 0) {
            auto const now =
                the_shop().base.census()[the_shop().ladder()[row.at("stage").get<std::string>()]];
            CHECK(at("clients") == static_cast<double>(now));
        }
        CHECK(at("clients_low") <= at("half_low"));
        CHECK(at("half_low") <= at("clients"));
        CHECK(at("clients") <= at("half_high"));
        CHECK(at("half_high") <= at("clients_high"));
    }
    CHECK(values_of(spec).size() == 4 * 4);  // nobody is a supporter, or will be
    CHECK(spec.at("facet").at("row").at("field") == "stage");
}

TEST_CASE("charts: a story has stays, events, the grace before a fall, and what is due") {
    rung::client_base base{rung::lifecycle{rung::ladders::familiarity()}, rung::history::kept{}};
    std::vector<rung::retail_event> const events{
        rung::purchase{.id = 1, .client = 7, .at = on_day(0), .amount = 60.00_money},
        rung::purchase{.id = 2, .client = 7, .at = on_day(10), .amount = 60.00_money},
        rung::purchase{.id = 3, .client = 7, .at = on_day(20), .amount = 60.00_money}};
    (void)base.apply(events);
    auto const rows = [&](rung::instant as_of, std::string const& what) {
        tree out = tree::array();
        base.settle(as_of);
        auto const spec = spec_of(*charts::story(base, 7, as_of, "client 7"));
        for (auto const& row : values_of(spec)) {
            if (row.at("what") == what) out.push_back(row);
        }
        return out;
    };
    auto const soon = on_day(21);
    CHECK(rows(soon, "event").size() == 3);
    CHECK(rows(soon, "event")[1].at("event") == "purchase");
    CHECK(rows(soon, "event")[1].at("from") == "2026-01-11T00:00:00Z");
    CHECK(rows(soon, "stay").back().at("until_text") == "2026-01-22");
    REQUIRE(rows(soon, "due").size() == 1);
    CHECK(rows(soon, "grace").empty());
    auto const due = rows(soon, "due")[0];
    CHECK(due.at("stage") != rows(soon, "stay").back().at("stage"));

    auto const late = rung::utc(2026, 12, 1);
    REQUIRE(rows(late, "grace").size() >= 1);
    // It ended with the fall that was due.
    CHECK(rows(late, "grace")[0].at("until") == due.at("from"));
    CHECK(rows(late, "stay").back().at("stage") == due.at("stage"));
    CHECK_FALSE(charts::story(base, 8, late, "nobody").has_value());
}

TEST_CASE("charts: a story has graces by the calendar from their beginning, and those that were not needed") {
    using namespace rung::facts;
    rung::lifecycle const club{rung::ladder{rung::stage{.name = "guest"},
                                            rung::stage{.name = "silver",
                                                        .enter = purchases >= 1 and silence <= 30_days,
                                                        .grace = rung::for_months(1)},
                                            rung::stage{.name = "gold",
                                                        .enter = purchases >= 2 and silence <= 20_days,
                                                        .grace = rung::until_end_of(rung::period::quarter)}}};
    rung::client_base base{club, rung::history::kept{}};
    auto const bought = [](rung::event_id id, std::int64_t day) {
        return rung::purchase{.id = id, .client = 7, .at = on_day(day), .amount = 60.00_money};
    };
    std::vector<rung::retail_event> const events{bought(1, 0), bought(2, 10), bought(3, 40)};
    (void)base.apply(events);
    using times = std::vector<std::vector<std::string>>;
    auto const rows = [&](rung::report::chart const& c, char const* what) {
        times out;
        auto const spec = spec_of(c);
        for (auto const& row : values_of(spec)) {
            if (row.at("what") != what) continue;
            out.push_back({row.at("stage"), row.at("from"), row.at("until_text")});
        }
        return out;
    };
    auto const story = [&](rung::instant as_of) {
        base.settle(as_of);
        return *charts::story(base, 7, as_of, "client 7");
    };
    // Over with the purchase of 10 February.
    std::vector<std::string> const first{"gold", "2026-01-31T00:00:01Z", "2026-02-10"};
    // Which the next one has not yet.
    auto const now = story(rung::utc(2026, 3, 20));
    std::vector<std::string> const second{"gold", "2026-03-02T00:00:01Z", "2026-04-01"};
    CHECK(rows(now, "grace") == times{first, second});
    CHECK(rows(now, "due") == times{{"guest", "2026-04-01T00:00:00Z", "2026-04-01"}});
    auto const later = story(rung::utc(2026, 6, 1));
    CHECK(rows(later, "grace") == times{first, second});
    CHECK(rows(later, "stay").back() ==
          std::vector<std::string>{"guest", "2026-04-01T00:00:00Z", "2026-06-01"});

    // A month from the day on which it began.
    rung::client_base once{club, rung::history::kept{}};
    (void)once.apply(std::vector<rung::retail_event>{bought(1, 0)});
    once.settle(rung::utc(2026, 6, 1));
    auto const silver = *charts::story(once, 7, rung::utc(2026, 6, 1), "client 7");
    CHECK(rows(silver, "grace") == times{{"silver", "2026-01-31T00:00:01Z", "2026-02-28"}});

    // Moves that these events do not make: when a grace began is not known.
    auto const all = base.export_client(7);
    auto made = rung::report::client_story<std::remove_const_t<decltype(club)>>{
        .events = events, .moves = all->moves, .as_of = rung::utc(2026, 6, 1)};
    CHECK(rows(charts::story(club, made), "grace") == times{first, second});
    made.events = std::span{events}.first(1);
    CHECK(rows(charts::story(club, made), "grace").empty());
}

TEST_CASE("charts: numbers in words are written as the language does") {
    CHECK(rung::report::in_language("1,234,567.89 [0.5, 12.0], n = 7", language::ru) ==
          "1\u00A0234\u00A0567,89 [0,5; 12,0], n = 7");
    CHECK(rung::report::in_language("1,234.5", language::en) == "1,234.5");
    auto const spec = spec_of(charts::pyramid(the_shop().ladder(), the_shop().base.census()), language::ru);
    CHECK(values_of(spec)[4].at("words") == "20 · 20,0 %");
    CHECK(values_of(spec)[4].at("share_text") == "20,0 %");
}

TEST_CASE("charts: what a name holds stays a text") {
    auto const odd = charts::attribution(
        the_shop().credits(), [](std::uint16_t c) { return "</script>\"\\\n" + std::to_string(c); });
    std::ostringstream out;
    rung::report::write_vega(out, odd);
    CHECK(out.str().find("</script>") == std::string::npos);
    CHECK(values_of(tree::parse(out.str()))[0].at("channel") == "</script>\"\\\n1");
}

TEST_CASE("charts: the colours of rungs are apart, whatever their number") {
    for (std::size_t const rungs : {1u, 2u, 5u, 32u}) {
        std::set<std::string> colors;
        for (std::size_t i = 0; i < rungs; ++i) colors.insert(rung::report::detail::color_of_rung(i, rungs));
        CHECK(colors.size() == rungs);
    }
    // Of a long ladder those that are shown are apart; of a short one each has its own.
    constexpr auto color = [](auto const& ladder, std::vector<std::size_t> const& places) {
        return rung::report::detail::in_order(ladder, places, "stage", rung::report::retail_lexicon).colors;
    };
    CHECK(color(rung::ladders::journey(), {7, 6, 5}) ==
          std::vector<std::string>{"#7ad151", "#269089", "#525eac"});
    CHECK(color(rung::ladders::loyalty(), {1, 4}) == std::vector<std::string>{"#2a788e", "#d55e00"});
    CHECK(rung::report::detail::color_of_rung(0, 5) == "#525eac");
    CHECK(rung::report::detail::color_of_rung(4, 5) == "#7ad151");
}

TEST_CASE("charts: a stage called as the lane of events has a lane of its own") {
    using namespace rung::facts;
    rung::lifecycle const life{rung::ladder{rung::stage{"guest"}, rung::stage{"events", purchases >= 1}}};
    std::vector<rung::retail_event> const events{rung::purchase{.id = 1, .client = 1, .at = on_day(1)}};
    using life_type = std::remove_const_t<decltype(life)>;
    auto const story =
        charts::story(life, rung::report::client_story<life_type>{.events = events, .as_of = on_day(9)});
    auto const& lanes = story.orders[0].texts;
    CHECK(lanes.back().en == "(events)");
    for (std::size_t i = 0; i < story.data.rows.size(); ++i) {
        bool const is_event = story.data.at(i, "what").text().en == "event";
        CHECK((story.data.at(i, "stage").text().en == "(events)") == is_event);
    }
}
