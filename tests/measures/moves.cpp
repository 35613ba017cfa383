#include "../catch.hpp"

#include <rung/core/adoption.hpp>
#include <rung/core/calendar.hpp>
#include <rung/core/explain.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/retail/shop.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>

// Measures of the client's own moves, in rules to enter.

namespace {

using namespace rung::literals;
namespace kinds = rung::kinds;
using rung::defect_kind;
using rung::utc;

constexpr auto purchases = rung::measures::purchases;
constexpr auto silence = rung::measures::silence;
constexpr auto since_fall = rung::since_last(kinds::fall).named("since_fall");
constexpr auto falls = rung::count(kinds::fall).named("falls");
constexpr auto climbs = rung::count(kinds::climb).named("climbs");
constexpr auto climbs_today = rung::count(kinds::climb).in(rung::calendar_day).named("climbs_today");
constexpr auto bought_since =
    rung::count(kinds::purchase).after(kinds::climb || kinds::fall).named("bought_since");
constexpr auto own_year =
    rung::count(kinds::purchase).in(rung::calendar_year).since_first(kinds::climb).named("own_year");
using club =
    rung::measured<purchases, silence, since_fall, falls, climbs, climbs_today, bought_since, own_year>;
using club_ladder = rung::basic_ladder<club>;
using stage = rung::basic_stage<club>;
using rule = rung::basic_rule<club>;

template <class Life>
struct story {
    Life const& life;
    rung::basic_client<club> c{};
    std::string told{};
    std::uint64_t id = 0;

    void tell(auto const& t) {
        auto const d = rung::to_civil(t.at);
        told += std::to_string(d.month) + "-" + std::to_string(d.day) + " " +
                std::string{life.ladder().name(t.to)} + "\n";
    }
    void buys(rung::instant at) {
        rung::retail_event const e = rung::purchase{.id = ++id, .client = 1, .at = at, .amount = 1.00_money};
        auto const out = life.apply(c, e, [&](auto const& t) { tell(t); });
        CHECK(out.refusal() == rung::refusal::none);
    }
    void settle(rung::instant at) {
        (void)life.settle(c, at, [&](auto const& t) { tell(t); });
    }
};

defect_kind defect_of(stage const& second) {
    stage const all[]{{.name = "a"}, second};
    auto const made = club_ladder::try_make(all, 2);
    return made ? defect_kind::none : made.error().kind;
}

}  // namespace

TEST_CASE("whoever has fallen comes back for less within sixty days") {
    static constexpr rung::lifecycle back{
        club_ladder{{.name = "guest"},
                    {.name = "gold",
                     .enter = (bought_since >= 3 and silence <= 30_days) or
                              (bought_since >= 1 and silence <= 30_days and since_fall <= 60_days),
                     .keep = silence <= 30_days}}};
    for (auto const late : {false, true}) {
        story<decltype(back)> ann{back};
        for (unsigned const d : {1u, 2u, 3u}) ann.buys(utc(2026, 1, d));
        CHECK(ann.told == "1-3 gold\n");
        ann.settle(utc(2026, 2, 10));
        CHECK(ann.told == "1-3 gold\n2-2 guest\n");  // a second after thirty days
        ann.told.clear();
        ann.buys(late ? utc(2026, 4, 10) : utc(2026, 3, 1));
        CHECK(ann.told == (late ? "" : "3-1 gold\n"));
    }
}

TEST_CASE("one promotion a day, though facts would do for more") {
    static constexpr rung::lifecycle life{
        club_ladder{{.name = "a"},
                    {.name = "b", .enter = purchases >= 1 and climbs_today == 0},
                    {.name = "c", .enter = purchases >= 1 and climbs_today == 0},
                    {.name = "d", .enter = purchases >= 1 and climbs_today == 0}},
        rung::ascent::one_step{}};
    story<decltype(life)> ann{life};
    ann.buys(utc(2026, 1, 1, 12));
    CHECK(ann.told == "1-1 b\n");
    CHECK(life.next_change(ann.c) == utc(2026, 1, 1, 12));  // what the rules say has changed with the move
    ann.settle(utc(2026, 1, 1, 13));
    CHECK(life.next_change(ann.c) == utc(2026, 1, 2));
    ann.settle(utc(2026, 1, 9));
    CHECK(ann.told == "1-1 b\n1-2 c\n1-3 d\n");
    // Without a rule to keep: kept by what it asks beside moves.
    auto const& l = life.ladder();
    CHECK(l.own_keep() == 0b1110);
    auto const e = life.explain(ann.c, utc(2026, 1, 9));
    CHECK(e.stage() == rung::stage_id{3});
    CHECK(e.moves_at() == rung::instant::forever());
}

TEST_CASE("a move that opens the next rung is due at its own instant") {
    static constexpr rung::lifecycle life{
        club_ladder{{.name = "a"},
                    {.name = "b", .enter = purchases >= 1},
                    {.name = "c", .enter = purchases >= 1 and climbs >= 1}}};
    story<decltype(life)> ann{life};
    ann.buys(utc(2026, 1, 1));
    CHECK(ann.told == "1-1 b\n");
    CHECK(life.next_change(ann.c) == utc(2026, 1, 1));
    CHECK(life.explain(ann.c, utc(2026, 1, 1)).stage() == rung::stage_id{2});
    ann.settle(utc(2026, 1, 1));
    CHECK(ann.told == "1-1 b\n1-1 c\n");
    CHECK(life.next_change(ann.c) == rung::instant::forever());
}

TEST_CASE("only a rule to enter asks about moves") {
    auto const enter = purchases >= 1;
    CHECK(defect_of({.name = "b", .enter = enter and climbs <= 3}) == defect_kind::none);
    CHECK(defect_of({.name = "b", .enter = enter and climbs <= 3, .keep = enter}) == defect_kind::none);
    CHECK(defect_of({.name = "b", .enter = enter, .keep = falls <= 3}) == defect_kind::moves_outside_enter);
    CHECK(defect_of({.name = "b", .enter = enter, .door = falls >= 3}) == defect_kind::moves_outside_enter);
    CHECK(defect_of({.name = "b", .enter = falls >= 3, .exit = true}) == defect_kind::moves_outside_enter);
    CHECK(defect_of({.name = "b", .enter = enter or falls >= 3}) == defect_kind::nothing_to_keep);
    CHECK(defect_of({.name = "b", .enter = enter or falls >= 3, .keep = rule::always()}) ==
          defect_kind::none);
    CHECK(defect_of({.name = "b", .enter = bought_since >= 3}) == defect_kind::nothing_to_keep);
    CHECK(defect_of({.name = "b", .enter = own_year >= 3}) == defect_kind::nothing_to_keep);
    CHECK(defect_of({.name = "b", .enter = rung::at_least(2, {enter, silence <= 9_days, falls == 0})}) ==
          defect_kind::none);
    CHECK(defect_of({.name = "b", .enter = rung::at_least(1, {enter, silence <= 9_days, falls == 0})}) ==
          defect_kind::nothing_to_keep);
}

TEST_CASE("a ladder bound at compile time tells moves as one that is held") {
    static constexpr rung::lifecycle life{club_ladder{
        {.name = "a"},
        {.name = "b", .enter = purchases >= 1 and climbs_today == 0, .keep = silence <= 2_days},
        {.name = "c", .enter = purchases >= 2 and since_fall <= 9_days, .keep = silence <= 1_days}}};
    rung::fixed<life> const bound;
    story<decltype(life)> held{life};
    story<decltype(bound)> fixed{bound};
    for (unsigned const d : {1u, 2u, 7u, 8u, 9u}) {
        held.buys(utc(2026, 1, d));
        fixed.buys(utc(2026, 1, d));
        CHECK(held.c == fixed.c);
    }
    held.settle(utc(2026, 3, 1));
    fixed.settle(utc(2026, 3, 1));
    CHECK(held.told == fixed.told);
    CHECK(held.c == fixed.c);
    CHECK(held.told == "1-1 b\n1-4 a\n1-7 c\n1-10 b\n1-11 a\n");
}

TEST_CASE("a move by new thresholds is a move") {
    auto const ladder = [](int purchases_of_b) {
        return club_ladder{{.name = "a"},
                           {.name = "b", .enter = purchases >= purchases_of_b},
                           {.name = "c", .enter = purchases >= 3 and falls >= 1}};
    };
    rung::lifecycle const old{ladder(1)}, now{ladder(2)};
    story<decltype(old)> ann{old};
    ann.buys(utc(2026, 1, 1));
    CHECK(club::read(ann.c.facts, club::fact_of(climbs), utc(2026, 1, 1)) == 1);
    auto const taken =
        now.adopt(ann.c, rung::place_map::by_name(old.ladder(), now.ladder()), {.at = utc(2026, 1, 2)});
    CHECK(taken.moved);
    CHECK(ann.c.standing.place == 0);
    CHECK(club::read(ann.c.facts, club::fact_of(falls), utc(2026, 1, 2)) == 1);
    CHECK(club::read(ann.c.facts, club::fact_of(since_fall), utc(2026, 1, 4)) == 2 * 86'400);
}
