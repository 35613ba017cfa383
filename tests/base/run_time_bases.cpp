#include "../catch.hpp"
#include "places.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/base/shop_codec.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/measures/measured.hpp>
#include <rung/notation/measures.hpp>
#include <rung/rung.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// Bases of ladders whose measures come from a text.

namespace {

using namespace rung::literals;
namespace retail_kinds = rung::kinds;

constexpr std::string_view text_of_shop = R"(ladder shop
  offset +02:00
  ascent direct
  measure spent_year    sum amount of purchase less refund in calendar year
  measure spent_before  sum amount of purchase less refund in calendar year 1 ago
  measure met_60        days with contact or purchase in 60 days
  measure paid_2m       sum amount of purchase less refund in 2 months with room for 62 days
  stage guest
  stage buyer    enter purchases >= 1
  stage regular  enter met_60 >= 3 and silence <= 20d  keep met_60 >= 2
  stage gold     enter spent_year >= 300.00 or spent_before >= 500.00  grace 10d
  stage recent   enter paid_2m >= 400.00
)";

struct of_facts;
struct of_history;
using facts_table = rung::run_time_table<rung::shop_model, 256, rung::room::as_said, of_facts>;
using history_table = rung::run_time_table<rung::shop_model, 256, rung::room::for_each_day, of_history>;

constexpr auto spent_year = rung::sum(retail_kinds::amount)
                                .of(retail_kinds::purchase)
                                .less(retail_kinds::refund)
                                .in(rung::calendar_year)
                                .at_offset(120)
                                .named("spent_year");
constexpr auto spent_before = spent_year.ago(1).named("spent_before");
constexpr auto met_60 = rung::days_with(retail_kinds::contact || retail_kinds::purchase)
                            .in(rung::last_days(60))
                            .at_offset(120)
                            .named("met_60");
constexpr auto paid_2m = rung::sum(retail_kinds::amount)
                             .of(retail_kinds::purchase)
                             .less(retail_kinds::refund)
                             .in(rung::last_months(2).with_room_for(62))
                             .at_offset(120)
                             .named("paid_2m");
using constants = rung::measured<spent_year, spent_before, met_60, paid_2m, rung::measures::purchases,
                                 rung::measures::silence>;
constexpr rung::lifecycle life_of_constants{
    rung::basic_ladder<constants>{
        {.name = "guest"},
        {.name = "buyer", .enter = rung::measures::purchases >= 1},
        {.name = "regular", .enter = met_60 >= 3 and rung::measures::silence <= 20_days, .keep = met_60 >= 2},
        {.name = "gold",
         .enter = spent_year >= 300.00_money or spent_before >= 500.00_money,
         .grace = 10_days},
        {.name = "recent", .enter = paid_2m >= 400.00_money}},
    rung::ascent::direct{}};

std::vector<rung::shop_event> shop_log(std::mt19937_64& random, int size) {
    std::vector<rung::shop_event> events;
    auto now = rung::utc(2024, 10, 1);
    for (int i = 0; i < size; ++i) {
        now = now + rung::duration{static_cast<std::int64_t>(random() % (2 * 86'400))};
        rung::shop_event e;
        e.id = static_cast<rung::event_id>(i + 1);
        e.client = 1 + random() % 5;
        e.at = now;
        e.kind = random() % 3 == 0 ? rung::event_kind::contact : rung::event_kind::purchase;
        if (e.kind == rung::event_kind::purchase)
            e.amount = rung::money{static_cast<std::int64_t>(random() % 20'000)};
        events.push_back(e);
    }
    return events;
}

template <class Table>
auto life_of_text() {
    auto const read = rung::try_parse_lifecycle<Table>(text_of_shop);
    if (!read) FAIL(std::string{read.error().message().view()});
    return *read;
}

}  // namespace

TEST_CASE("a base of measures from a text moves its clients as one of the same constants") {
    auto const life = life_of_text<facts_table>();
    std::mt19937_64 random{21};
    for (int run = 0; run < 4; ++run) {
        auto const events = shop_log(random, 150);
        rung::client_base one{life};
        rung::client_base other{life_of_constants};
        std::vector<places::place> moves_of_one;
        std::vector<places::place> moves_of_other;
        for (auto const& e : events) {
            (void)one.apply(e, places::into(moves_of_one));
            (void)other.apply(e, places::into(moves_of_other));
        }
        (void)one.settle(rung::utc(2028, 1, 1), places::into(moves_of_one));
        (void)other.settle(rung::utc(2028, 1, 1), places::into(moves_of_other));
        CHECK(moves_of_one == moves_of_other);
        CHECK(moves_of_one.size() > 20);
    }
}

TEST_CASE("a base of measures from a text that keeps history takes events in any order") {
    auto const life = life_of_text<history_table>();
    std::mt19937_64 random{22};
    auto events = shop_log(random, 100);
    rung::client_base in_order{life_of_constants};
    for (auto const& e : events) (void)in_order.apply(e);
    auto const now = events.back().at + 20_days;
    (void)in_order.settle(now);
    std::shuffle(events.begin(), events.end(), random);
    rung::client_base kept{life, rung::history::kept{}};
    for (auto const& e : events) (void)kept.apply(e);
    (void)kept.settle(now);
    CHECK(places::of(kept) == places::of(in_order));

    // Snapshot and restore, events of the text's own kinds included.
    rung::shop_event visit;
    visit.id = 1'000;
    visit.client = 77;
    visit.at = now;
    visit.kind = static_cast<rung::event_kind>(40);
    visit.quantity = 300;
    visit.category = 2;
    (void)kept.apply(visit);
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(kept, sink));
    rung::client_base again{life, rung::history::kept{}};
    REQUIRE(rung::restore(again, sink.bytes));
    CHECK(places::of(again) == places::of(kept));
    CHECK(again.export_client(77)->events.front() == visit);
}

TEST_CASE("a snapshot of measures from a text is read by the same text only") {
    auto const life = life_of_text<facts_table>();
    std::mt19937_64 random{23};
    auto const events = shop_log(random, 120);
    rung::client_base base{life};
    (void)base.apply(events);
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(base, sink));
    rung::client_base again{life};
    REQUIRE(rung::restore(again, sink.bytes));
    CHECK(places::of(again) == places::of(base));

    auto text = std::string{text_of_shop};
    text.replace(text.find("60 days"), 2, "61");
    auto const other = rung::try_parse_lifecycle<facts_table>(text);
    REQUIRE(other);
    rung::client_base of_other{*other};
    CHECK_FALSE(rung::restore(of_other, sink.bytes));
}

TEST_CASE("a table that keeps history has room for each day of a window, or is refused") {
    CHECK(rung::try_parse_lifecycle<history_table>("measure x sum amount of purchase in 3 months stage a"));
    auto const read =
        rung::try_parse_lifecycle<history_table>("measure x sum amount of purchase in 5 months stage a");
    REQUIRE(!read);
    CHECK(read.error().message().view().starts_with("1:9: with this measure a client's record is too small"));
}

namespace {

// A ladder of the same kind whose rules to enter ask about the client's own moves.
constexpr std::string_view text_of_moves = R"(ladder club
  offset +02:00
  measure since_fall    since last fall
  measure falls         count of fall
  measure climbs_month  count of climb in calendar month
  measure spent_here    sum amount of purchase less refund after climb or fall
  measure falls_year    count of fall in 2 months
  stage guest
  stage buyer    enter purchases >= 1 and climbs_month <= 0
                 keep silence <= 6d
  stage regular  enter (spent_here >= 150.00 and climbs_month <= 0) or (spent_here >= 20.00 and since_fall <= 9d)
                 keep silence <= 4d
                 grace 1d
  stage gold     enter (at least 2 of (purchases >= 9, silence <= 5d, falls <= 1)) and falls_year <= 2
)";

struct of_moves;
struct of_moves_kept;
using moves_table = rung::run_time_table<rung::shop_model, 256, rung::room::as_said, of_moves>;
using moves_history = rung::run_time_table<rung::shop_model, 256, rung::room::for_each_day, of_moves_kept>;

template <class Table>
auto life_of_moves() {
    auto const read = rung::try_parse_lifecycle<Table>(text_of_moves);
    if (!read) FAIL(std::string{read.error().message().view()});
    return *read;
}

}  // namespace

TEST_CASE(
    "moves in rules: a base of facts, settled at any times, and one with history, in any order, agree") {
    auto const life = life_of_moves<moves_table>();
    auto const with_history = life_of_moves<moves_history>();
    std::mt19937_64 random{22};
    for (int run = 0; run < 6; ++run) {
        auto events = shop_log(random, 120);
        rung::client_base facts{life};
        std::vector<places::place> moves;
        for (auto const& e : events) {
            CHECK(facts.apply(e, places::into(moves)).refusal() == rung::refusal::none);
            if (random() % 4 == 0) (void)facts.settle(e.at, places::into(moves));
        }
        auto const end = rung::utc(2026, 1, 1);
        (void)facts.settle(end, places::into(moves));
        CHECK(moves.size() > 40);
        std::shuffle(events.begin(), events.end(), random);
        rung::client_base<std::remove_const_t<decltype(with_history)>, rung::history::kept> kept{
            with_history};
        for (auto const& e : events) {
            (void)kept.apply(e);
            if (random() % 8 == 0) (void)kept.settle(e.at);
        }
        (void)kept.settle(end);
        CHECK(places::of(kept) == places::of(facts));
        rung::memory_sink sink;
        REQUIRE(rung::write_snapshot(facts, sink));
        rung::client_base again{life};
        REQUIRE(rung::restore(again, sink.bytes));
        for (rung::client_id id = 1; id <= 5; ++id) {
            auto const one = facts.find(id), restored = again.find(id);
            auto const other = kept.find(id);
            REQUIRE((one && other && restored));
            CHECK(one->since() == other->since());
            CHECK(one->facts() == restored->facts());
            for (auto const measure : {"since_fall", "falls", "climbs_month", "spent_here", "falls_year"})
                CHECK(moves_table::read(one->facts(), moves_table::fact_of(measure), end) ==
                      moves_history::read(other->facts(), moves_history::fact_of(measure), end));
        }
    }
}
