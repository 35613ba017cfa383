#include "catch.hpp"
#include "numbered.hpp"

#include <rung/core/calendar.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace rung::literals;
using namespace rung::facts;
using rung::defect_kind;
using rung::ladder;
using rung::rule;
using rung::stage;
using rung::stage_id;

namespace {

constexpr ladder club{
    stage{.name = "guest", .driver = rung::driver::life, .source = "handbook 1"},
    stage{.name = "member", .enter = purchases >= 1},
    stage{.name = "gold",
          .enter = purchases >= 3 and silence <= 90_days,
          .keep = purchases >= 2 and silence <= 180_days,
          .grace = 30_days,
          .driver = rung::driver::care},
    stage{.name = "gone", .enter = lost >= 1, .exit = true},
};

// Sizes, names, places.
static_assert(club.stage_count() == 3 && club.exit_count() == 1 && club.place_count() == 4);
static_assert(club["guest"] == stage_id{0} && club["gold"] == stage_id{2} && club["gone"] == stage_id{3});
static_assert(club.name(stage_id{0}) == "guest" && club.name(stage_id{3}) == "gone");
static_assert(club.source(club["guest"]) == "handbook 1" && club.source(club["gold"]).empty());
static_assert(club.driver(club["guest"]) == rung::driver::life);
static_assert(club.driver(club["member"]) == rung::driver::company);
static_assert(club.grace(club["gold"]) == 30_days && club.grace(club["member"]) == 0_days);
static_assert(club.is_exit(club["gone"]) && !club.is_exit(club["gold"]));
static_assert(club.find("member") && *club.find("member") == stage_id{1});
static_assert(!club.find("memb") && !club.find("") && !club.find("member "));

// Rules as they lie in the ladder.
static_assert(club.own_keep() == 0b100);
static_assert(club.keep(club["member"]) == club.enter(club["member"]));
static_assert(!(club.keep(club["gold"]) == club.enter(club["gold"])));
static_assert(club.enter(club["guest"]).count == 0 && club.door(club["gold"]).count == 0);
static_assert(club.route_at(club.enter(club["gone"]).first).use == ladder::role::exit);
static_assert(club.route_at(club.enter(club["gone"]).first).owner == 0);

constexpr bool only_silence_ages() {
    for (std::size_t i = 0; i < club.condition_count(); ++i) {
        bool const marked = (club.aging() >> i & 1) != 0;
        if (marked != (club.condition_at(i).fact == rung::retail::fact::silence)) return false;
    }
    return club.aging() != 0;
}
static_assert(only_silence_ages());

// Equal conditions are kept once, whoever asks for them.
constexpr ladder shared{
    stage{"one"},
    stage{"two", purchases >= 1},
    stage{"three", purchases >= 1 and contacts >= 1},
    stage{"four", purchases >= 1 or contacts >= 1},
};
static_assert(shared.condition_count() == 2 && shared.route_count() == 4);

// A ladder is a value: equal if made of the same, whichever way it was made.
constexpr std::array<stage, 2> small_stages{{{.name = "a"}, {.name = "b", .enter = purchases >= 1}}};
constexpr ladder small{small_stages};
static_assert(small == ladder{stage{"a"}, stage{"b", purchases >= 1}});
static_assert(small == *ladder::try_make(small_stages));
static_assert(!(small == ladder{stage{"a"}, stage{"c", purchases >= 1}}));
static_assert(!(small == ladder{stage{"a"}, stage{"b", purchases >= 2}}));
static_assert(!(small == ladder{stage{"a"}, stage{"b", contacts >= 1}}));
static_assert(!(small == ladder{stage{"a"}, stage{"b", purchases >= 1 or contacts >= 1}}));
static_assert(!(small == ladder{stage{"a"}}));
static_assert(!(small == ladder{stage{"a"}, stage{"b", purchases >= 1}, stage{"c", purchases >= 2}}));
static_assert(!(small == ladder{stage{"a"}, stage{.name = "b", .enter = purchases >= 1, .exit = true}}));
static_assert(!(small == ladder{stage{"a"}, stage{.name = "b", .enter = purchases >= 1, .grace = 1_days}}));
static_assert(!(small == ladder{stage{"a"}, stage{.name = "b", .enter = purchases >= 1, .source = "x"}}));
static_assert(!(small == ladder{stage{"a"},
                                stage{.name = "b", .enter = purchases >= 1, .driver = rung::driver::sales}}));
static_assert(!(small ==
                ladder{stage{"a"}, stage{.name = "b", .enter = purchases >= 1, .door = purchases >= 1}}));
static_assert(!(small ==
                ladder{stage{"a"}, stage{.name = "b", .enter = purchases >= 2, .keep = purchases >= 1}}));

// A name of its own, which is part of the value.
constexpr ladder named{"club", {stage{"a"}, stage{"b", purchases >= 1}}};
static_assert(named.name() == "club" && small.name().empty() && !(named == small));
static_assert(named == ladder{"club", small_stages} && named == *ladder::try_make(small_stages, "club"));
static_assert(!(named == ladder{"clubs", small_stages}));
static_assert(named.name(stage_id{0}) == "a" && named["b"] == stage_id{1});

// Stages that come one by one make the same ladder.
constexpr auto one_by_one(std::size_t count) {
    return ladder::try_make_from("club", [i = std::size_t{0}, count](stage& s) mutable {
        if (i == count) return false;
        s = i < 2 ? small_stages[i] : stage{.name = "a", .enter = purchases >= 2};
        ++i;
        return true;
    });
}
static_assert(*one_by_one(2) == named);
static_assert(one_by_one(0).error().kind == defect_kind::no_stages);
static_assert(one_by_one(3).error().kind == defect_kind::two_stages_of_one_name);
static_assert(one_by_one(3).error().stage == 2);

// What a fact cannot be does not tell rules apart.
constexpr auto never_mind = rung::unlimited;
static_assert(small == ladder{stage{"a"}, stage{"b", purchases >= 1 and purchases <= 65'536}});
static_assert(small == ladder{stage{"a"}, stage{"b", purchases >= 1 and purchases < never_mind}});
constexpr ladder bounded{stage{"a"}, stage{"b", purchases >= -1 and purchases <= 70'000}};
static_assert(bounded.condition_count() == 1 && bounded.condition_at(0).low == 0);
static_assert(bounded.condition_at(0).high == 65'535);

// Stages of two ladders have two types.
enum class tier { bronze, silver };
constexpr rung::ladder_of<tier> tiers{stage{"bronze"}, stage{"silver", purchases >= 1}};
static_assert(tiers["silver"] == tier::silver && tiers.name(tier::bronze) == "bronze");
template <class A, class B>
concept comparable = requires(A a, B b) {
    a == b;
};
static_assert(comparable<tier, tier> && !comparable<tier, stage_id> && !comparable<tier, rung::driver>);

// An enumerator that no ladder can have is no low number by accident.
enum class wide : int { below = -1, last = 255, above = 256 };
static_assert(rung::index_of(wide::below) == 255 && rung::index_of(wide::last) == 255);
static_assert(rung::index_of(wide::above) == 255);

// What try_make says of a list of stages.
template <std::size_t N>
constexpr rung::defect defect_of(stage const (&stages)[N]) {
    auto const made = ladder::try_make(stages, N);
    return made ? rung::defect{} : made.error();
}
constexpr bool is(rung::defect d, defect_kind kind, std::size_t at) {
    return d.kind == kind && d.stage == at;
}

static_assert(is(defect_of({stage{"a"}, stage{"b", purchases >= 1}}), defect_kind::none, 0));
static_assert(is(ladder::try_make(nullptr, 0).error(), defect_kind::no_stages, 0));
static_assert(is(defect_of({stage{.name = "a", .exit = true}}), defect_kind::no_stages, 0));
static_assert(is(defect_of({stage{"a"}, stage{.enter = purchases >= 1}}), defect_kind::nameless_stage, 1));
static_assert(is(defect_of({stage{}}), defect_kind::nameless_stage, 0));
static_assert(is(defect_of({stage{"a"}, stage{"b", purchases >= 1}, stage{"a", purchases >= 2}}),
                 defect_kind::two_stages_of_one_name, 2));
static_assert(is(defect_of({stage{"a"}, stage{.name = "a", .enter = lost >= 1, .exit = true}}),
                 defect_kind::two_stages_of_one_name, 1));
static_assert(is(defect_of({stage{"a", purchases >= 1}}), defect_kind::first_stage_with_rule, 0));
static_assert(is(defect_of({stage{.name = "a", .keep = purchases >= 1}}), defect_kind::first_stage_with_rule,
                 0));
static_assert(is(defect_of({stage{.name = "a", .door = purchases >= 1}}), defect_kind::first_stage_with_rule,
                 0));
static_assert(is(defect_of({stage{"a"}, stage{"b", purchases >= 1}, stage{"c"}}),
                 defect_kind::stage_without_rule, 2));
static_assert(is(defect_of({stage{"a"}, stage{.name = "b", .exit = true}}), defect_kind::stage_without_rule,
                 1));
static_assert(is(defect_of({stage{"a"}, stage{.name = "x", .enter = lost >= 1, .exit = true},
                            stage{"b", purchases >= 1}}),
                 defect_kind::stage_after_exit, 2));
static_assert(is(defect_of({stage{"a"},
                            stage{.name = "b", .enter = purchases >= 1, .grace = rung::duration{-1}}}),
                 defect_kind::negative_grace, 1));

// A rule that can never hold: outside of what the fact can be, at the limit and one over; or against itself.
constexpr defect_kind second_stage(rule const& r) { return defect_of({stage{"a"}, stage{"b", r}}).kind; }
static_assert(second_stage(recommendations >= 127) == defect_kind::none);
static_assert(second_stage(recommendations >= 128) == defect_kind::rule_never_holds);
static_assert(second_stage(recommendations > 127) == defect_kind::rule_never_holds);
static_assert(second_stage(recommendations <= 0) == defect_kind::none);
static_assert(second_stage(recommendations <= -1) == defect_kind::rule_never_holds);
static_assert(second_stage(recommendations < 0) == defect_kind::rule_never_holds);
static_assert(second_stage(last_score >= 5) == defect_kind::none);
static_assert(second_stage(last_score >= 6) == defect_kind::rule_never_holds);
static_assert(second_stage(wallet_share == 100_percent) == defect_kind::none);
static_assert(second_stage(wallet_share == 101_percent) == defect_kind::rule_never_holds);
static_assert(second_stage(silence < 0_days) == defect_kind::rule_never_holds);
static_assert(second_stage(spend > rung::money{rung::unlimited}) == defect_kind::rule_never_holds);
static_assert(second_stage(purchases >= 3 and purchases <= 3) == defect_kind::none);
static_assert(second_stage(purchases >= 3 and purchases <= 2) == defect_kind::rule_never_holds);
static_assert(second_stage(purchases >= 1 or last_score >= 6) == defect_kind::rule_never_holds);
static_assert(is(defect_of({stage{"a"}, stage{"b", purchases >= 1},
                            stage{.name = "x", .enter = lost >= 16, .exit = true}}),
                 defect_kind::rule_never_holds, 2));

// A rule to keep may ask less than the rule to enter, or something else, but not more of the same.
constexpr defect_kind kept(rule const& enter, rule const& keep) {
    return defect_of({stage{"a"}, stage{.name = "b", .enter = enter, .keep = keep}}).kind;
}

// A stage that contradicts one below is found by a lifecycle whose rungs build on each other.
constexpr std::size_t unreachable(rule const& lower, rule const& upper) {
    return ladder{stage{"a"}, stage{"b", lower}, stage{"c", upper}}.first_unreachable();
}
static_assert(unreachable(purchases >= 1, purchases >= 2) == 3);
static_assert(unreachable(purchases <= 1, purchases >= 2) == 2);
static_assert(unreachable(purchases <= 2, purchases >= 2) == 3);
static_assert(unreachable(silence <= 5_days, silence >= 6_days) == 2);
constexpr ladder keeps{stage{"a"}, stage{.name = "b", .enter = contacts >= 3, .keep = rule::always()},
                       stage{"c", contacts >= 5}};
static_assert(keeps.floor_of(0) == 0 && keeps.floor_of(1) == 1 && keeps.floor_of(2) == 1);
static_assert(keeps.floor_of(63) == 1 && keeps.floor_of(71) == 1);  // places of the tallest ladder
// Who stands on a rung that is always kept needs none of the rules below it.
static_assert(ladder{stage{"a"}, stage{"b", contacts <= 3},
                     stage{.name = "c", .enter = purchases >= 1, .keep = rule::always()},
                     stage{"d", contacts >= 5}}
                  .first_unreachable() == 4);
static_assert(ladder{stage{"a"}, stage{"b", contacts <= 3},
                     stage{.name = "c", .enter = purchases >= 1, .keep = purchases >= 1},
                     stage{"d", contacts >= 5}}
                  .first_unreachable() == 3);
static_assert(ladder{stage{"a"}, stage{"b", contacts <= 3},
                     stage{.name = "c", .enter = contacts >= 5, .keep = rule::always()}}
                  .first_unreachable() == 2);
static_assert(unreachable(purchases <= 1 or contacts >= 1, purchases >= 2) == 3);
static_assert(unreachable(purchases <= 1 or contacts <= 1, purchases >= 2 and contacts >= 2) == 2);
static_assert(ladder{stage{"a"}, stage{.name = "b", .enter = purchases <= 1, .keep = purchases <= 5},
                     stage{"c", purchases >= 2}}
                  .first_unreachable() == 3);
static_assert(ladder{stage{"a"}, stage{"b", purchases <= 1},
                     stage{.name = "c", .enter = purchases >= 2, .door = referred >= 1}}
                  .first_unreachable() == 3);

// Capacity. Filled to the last place, condition and route it is judged, searched and compared within its
// bounds: a constant evaluation would not go beyond them.
constexpr ladder filled = [] {
    constexpr std::string_view names =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-*/,.<>=!";
    std::array<stage, 72> stages{};
    for (std::size_t i = 0; i < 72; ++i) {
        stages[i].name = names.substr(i, 1);
        stages[i].exit = i >= 64;
        if (i != 0) stages[i].enter = contacts >= (i < 64 ? i : 63);
        if (i != 0 && i <= 56) stages[i].enter = stages[i].enter or (contacts >= i and purchases >= 1);
    }
    stages[63].keep = contacts >= 63;
    return ladder{stages};
}();
static_assert(filled.place_count() == 72 && filled.condition_count() == 64 && filled.route_count() == 128);
static_assert(filled == filled && filled.find("!").has_value() && !filled.find("?"));
static_assert([] {
    auto const at = rung::instant::from_unix(1'000);
    rung::retail::facts f;
    for (int i = 0; i < 5; ++i) rung::retail::fold(f, rung::contact{.at = at});
    return rung::table_rules<ladder>{filled}.judge(f, at).enter == rung::up_to(5);
}());

// A stage that the ladder does not have stops it, from the first on.
template <std::uint8_t I>
concept is_there = requires {
    typename std::bool_constant<((void)ladder{stage{"a"}, stage{"b", purchases >= 1}}.name(stage_id{I}),
                                 true)>;
};
static_assert(is_there<1> && !is_there<2>);

// A door may ask less than the rule to keep.
static_assert(is(defect_of({stage{"a"}, stage{.name = "b",
                                              .enter = purchases >= 3,
                                              .keep = purchases >= 2,
                                              .door = purchases >= 1 and referred >= 1}}),
                 defect_kind::none, 0));

// One purchase satisfies both.
static_assert(ladder{stage{"a"}, stage{"b", purchases >= 1}, stage{"c", purchases <= 1 and contacts >= 1}}
                  .first_unreachable() == 3);
static_assert(ladder{stage{"a"}, stage{"b", purchases <= 1}, stage{"c", purchases >= 1 and contacts >= 1}}
                  .first_unreachable() == 3);

// Contradictions are found where every condition has an upper bound, too.
static_assert(
    ladder{stage{"a"}, stage{"b", purchases <= 1}, stage{"c", purchases == 2}}.first_unreachable() == 2);

// Two names of one hash (32 bits of FNV-1a) are two names.
static_assert(ladder{stage{"costarring"}, stage{"liquid", purchases >= 1}}["liquid"] == stage_id{1});

struct many {
    std::vector<std::string> names{};
    std::vector<stage> stages{};

    explicit many(std::size_t rungs, std::size_t exits = 0) {
        for (std::size_t i = 0; i < rungs + exits; ++i) names.push_back(numbered("s", i));
        for (std::size_t i = 0; i < rungs + exits; ++i) {
            stage s{.name = names[i], .exit = i >= rungs};
            if (i != 0) s.enter = contacts >= 1;
            stages.push_back(s);
        }
    }
    [[nodiscard]] rung::result<ladder, rung::defect> make() const {
        return ladder::try_make(stages.data(), stages.size());
    }
};

}  // namespace

TEST_CASE("a ladder holds 64 stages and 8 exits, and not one more") {
    auto const full = many{64, 8}.make();
    REQUIRE(full.has_value());
    CHECK(full->stage_count() == 64);
    CHECK(full->exit_count() == 8);
    CHECK(full->name(stage_id{63}) == "s63");
    CHECK(full->name(stage_id{71}) == "s71");
    CHECK((*full)["s71"] == stage_id{71});
    CHECK(is(many{65}.make().error(), defect_kind::too_many_stages, 64));
    CHECK(is(many{1, 9}.make().error(), defect_kind::too_many_exits, 9));
    CHECK(is(many{64, 9}.make().error(), defect_kind::too_many_exits, 72));
}

TEST_CASE("a ladder of 64 stages is climbed to the top") {
    auto const made = many{64, 8}.make();
    REQUIRE(made.has_value());
    auto stages = many{64};
    auto const tall = stages.make();
    REQUIRE(tall.has_value());
    rung::lifecycle const l{*tall};
    rung::client c;
    auto const out = l.apply(c, rung::contact{.id = 1, .client = 1, .at = rung::instant::from_unix(1'000)});
    REQUIRE(out);
    CHECK(out->to == stage_id{63});
    CHECK(out->skipped == 62);
}

TEST_CASE("a ladder holds 64 different conditions, and not one more") {
    many m{64};
    for (std::size_t i = 1; i < 64; ++i) m.stages[i].enter = contacts >= static_cast<int>(i);
    m.stages[63].enter = contacts >= 63 and purchases >= 1;
    auto const full = m.make();
    REQUIRE(full.has_value());
    CHECK(full->condition_count() == 64);
    m.stages[63].enter = contacts >= 63 and purchases >= 1 and recommendations >= 1;
    CHECK(is(m.make().error(), defect_kind::too_many_conditions, 63));
    // an equal one costs nothing
    m.stages[63].enter = (contacts >= 63 and purchases >= 1) or contacts >= 1;
    CHECK(m.make().has_value());
}

TEST_CASE("conditions with the same number modulo 64 are distinguished") {
    many m{4};
    m.stages[1].enter = contacts >= 64;
    m.stages[2].enter = contacts >= 128;
    m.stages[3].enter = purchases >= 64 and contacts >= 64;
    auto const l = m.make();
    REQUIRE(l.has_value());
    CHECK(l->condition_count() == 3);
}

TEST_CASE("a ladder holds 128 routes, and not one more") {
    auto const eight = purchases == 1 or purchases == 3 or purchases == 5 or purchases == 7 or
                       purchases == 9 or purchases == 11 or purchases == 13 or purchases == 15;
    many m{17};
    for (std::size_t i = 1; i < 17; ++i) m.stages[i].enter = eight;
    auto const full = m.make();
    REQUIRE(full.has_value());
    CHECK(full->route_count() == 128);
    CHECK(full->enter(stage_id{16}).first == 120);
    many more{18};
    for (std::size_t i = 1; i < 17; ++i) more.stages[i].enter = eight;
    CHECK(is(more.make().error(), defect_kind::too_many_routes, 17));
}

TEST_CASE("names and sources of a ladder have 4096 bytes, and not one more") {
    std::string const name(4'000, 'n');
    std::string const source(96, 's');
    std::string const longer(97, 's');
    stage const fits[] = {stage{.name = name, .source = source}};
    stage const does_not[] = {stage{.name = name, .source = longer}};
    auto const made = ladder::try_make(fits, 1);
    REQUIRE(made.has_value());
    CHECK(made->name(stage_id{0}) == name);
    CHECK(made->source(stage_id{0}) == source);
    CHECK(is(ladder::try_make(does_not, 1).error(), defect_kind::names_too_long, 0));
    std::string const whole(4'096, 'n');
    stage const one[] = {stage{.name = whole}};
    CHECK(ladder::try_make(one, 1).has_value());
    stage const two[] = {stage{.name = whole}, stage{"b", contacts >= 1}};
    CHECK(is(ladder::try_make(two, 2).error(), defect_kind::names_too_long, 1));
}

TEST_CASE("names and sources of a ladder can be shown on any terminal") {
    for (std::string const bad : {"\x1B[31m", "a\nb", "\t", "\x7F", "\xC2\x9B", "\u202E", "\u2066", "\u200F",
                                  "\xFF", "\xC0\x80", "\xD0"}) {
        INFO(bad);
        stage const name[] = {stage{"a"}, stage{bad, contacts >= 1}};
        CHECK(is(ladder::try_make(name, 2).error(), defect_kind::unprintable_name, 1));
        stage const source[] = {stage{.name = "a", .source = bad}};
        CHECK(is(ladder::try_make(source, 1).error(), defect_kind::unprintable_name, 0));
        stage const good[] = {stage{"a"}};
        CHECK(is(ladder::try_make(good, 1, bad).error(), defect_kind::unprintable_name, 0));
    }
    stage const good[] = {stage{.name = "жук, 漢字 \u00A0 😀", .source = "\"\\'"}};
    CHECK(ladder::try_make(good, 1).has_value());
}

TEST_CASE("a ladder owns its names") {
    std::string name = "member";
    auto const made = [&] {
        stage const stages[] = {stage{"guest"}, stage{.name = name, .enter = contacts >= 1}};
        return ladder::try_make(stages, 2);
    }();
    name = "######";
    REQUIRE(made.has_value());
    CHECK(made->name(stage_id{1}) == "member");
    CHECK(made->find("member").has_value());
}

TEST_CASE("many names: equal ones are found, unequal ones are not taken for equal") {
    for (std::size_t twin = 1; twin < 64; ++twin) {
        many m{64};
        m.stages[twin].name = m.stages[twin / 2].name;
        REQUIRE(is(m.make().error(), defect_kind::two_stages_of_one_name, twin));
    }
}

TEST_CASE("each defect has a sentence of its own") {
    std::vector<std::string> seen;
    for (int i = 0; i <= static_cast<int>(defect_kind::unsound_calendar); ++i) {
        std::string const sentence = rung::defect{static_cast<defect_kind>(i)}.message();
        CHECK(sentence.size() > 5);
        for (auto const& other : seen) CHECK(other != sentence);
        seen.push_back(sentence);
    }
}

// An exit has no door: it is entered by its rule, and it is no rung that somebody could stand on "at least".
TEST_CASE("a door of an exit opens no rung") {
    stage const stages[] = {
        stage{"a"},
        stage{"b", purchases >= 1},
        stage{"c", purchases >= 2},
        stage{.name = "x", .enter = lost >= 1, .exit = true},
        stage{.name = "y", .enter = lost >= 2, .exit = true},
        stage{.name = "z", .enter = lost >= 3, .door = contacts >= 1, .exit = true},
    };
    auto const made = ladder::try_make(stages, std::size(stages));
    if (!made) {
        SUCCEED("refused as a defect");
        return;
    }
    rung::lifecycle const l{*made};
    rung::client c;
    l.apply(c, rung::contact{.id = 1, .client = 1, .at = rung::instant::from_unix(1'000)});
    CHECK(l.ladder().name(l.stage(c)) == "a");
}

// A client who passes the door of the lower stage need not satisfy its rule: they stand on the upper one.
TEST_CASE("a stage is reachable through the door of the stage that it contradicts") {
    ladder const l{
        stage{"a"},
        stage{.name = "b", .enter = purchases <= 1, .door = referred >= 1},
        stage{"c", purchases >= 2},
    };
    auto const at = rung::instant::from_unix(1'000);
    rung::retail::facts f;
    rung::retail::fold(f, rung::purchase{.at = at});
    rung::retail::fold(f, rung::purchase{.at = at});
    rung::retail::fold(f, rung::referral{.at = at});
    auto const v = rung::table_rules<ladder>{l}.judge(f, at);
    REQUIRE(rung::ascent::leap::qualified(v.enter) == 2);
    CHECK(l.first_unreachable() == l.stage_count());
}

TEST_CASE("the rule to keep asks no more of the facts that the rule to enter asks about") {
    CHECK(kept(purchases >= 3, purchases >= 3) == defect_kind::none);
    CHECK(kept(purchases >= 3, purchases >= 2) == defect_kind::none);
    CHECK(kept(purchases >= 3, purchases >= 4) == defect_kind::keep_stricter_than_enter);
    CHECK(kept(silence <= 90_days, silence <= 91_days) == defect_kind::none);
    CHECK(kept(silence <= 90_days, silence <= 89_days) == defect_kind::keep_stricter_than_enter);
    CHECK(kept(purchases >= 3, silence <= 90_days) == defect_kind::none);
    CHECK(kept(purchases >= 3, rule::always()) == defect_kind::none);
    CHECK(kept(purchases >= 3 or contacts >= 3, purchases >= 1) == defect_kind::none);
    CHECK(kept(purchases >= 3 or contacts >= 3, purchases >= 4 and contacts >= 4) ==
          defect_kind::keep_stricter_than_enter);
    CHECK(kept(purchases >= 3 or contacts >= 3, purchases >= 3 or contacts >= 4) == defect_kind::none);
}

TEST_CASE("a rule to keep that counts asks for no more than the rule to enter gives") {
    using rung::at_least;
    constexpr auto stricter = defect_kind::keep_stricter_than_enter;
    auto const two = at_least(2, {purchases >= 3, contacts >= 4, evaluations >= 1});
    CHECK(kept(two, two) == defect_kind::none);
    CHECK(kept(two, at_least(1, {purchases >= 3, contacts >= 4, evaluations >= 1})) == defect_kind::none);
    CHECK(kept(two, at_least(3, {purchases >= 3, contacts >= 4, evaluations >= 1})) == stricter);
    // other numbers of the same facts
    CHECK(kept(two, at_least(2, {purchases >= 2, contacts >= 4, evaluations >= 1})) == defect_kind::none);
    CHECK(kept(two, at_least(2, {purchases >= 4, contacts >= 4, evaluations >= 1})) == stricter);
    CHECK(kept(two, at_least(1, {purchases >= 4, contacts >= 4, evaluations >= 1})) == defect_kind::none);
    // more or fewer of them
    CHECK(kept(two, at_least(2, {purchases >= 3, contacts >= 4})) == stricter);
    CHECK(kept(two, at_least(1, {purchases >= 3, contacts >= 4})) == defect_kind::none);
    CHECK(kept(two, at_least(2, {purchases >= 3, contacts >= 4, evaluations >= 1, silence <= 9_days})) ==
          defect_kind::none);
    // what is required on the one side and counted on the other
    CHECK(kept(purchases >= 3, at_least(1, {purchases >= 4, purchases >= 5})) == stricter);
    CHECK(kept(purchases >= 3, at_least(1, {purchases >= 4, contacts >= 1})) == defect_kind::none);
    CHECK(kept(purchases >= 3 and contacts >= 1, at_least(2, {purchases >= 3, contacts >= 2})) == stricter);
    CHECK(kept(purchases >= 3 and contacts >= 1, at_least(1, {purchases >= 3, contacts >= 2})) ==
          defect_kind::none);
    CHECK(kept(two, purchases >= 3) == stricter);
    CHECK(kept(two, silence <= 90_days) == defect_kind::none);
    CHECK(kept(at_least(2, {purchases >= 3, contacts >= 4}), purchases >= 3) == defect_kind::none);
    CHECK(kept(two and purchases >= 1, purchases >= 1) == defect_kind::none);
    // what two of them give is one thing
    auto const once_or_often = at_least(2, {purchases >= 10, purchases >= 20, contacts >= 4});
    CHECK(kept(once_or_often, at_least(2, {purchases >= 5, evaluations <= 0})) == defect_kind::none);
    CHECK(kept(at_least(2, {purchases >= 10, purchases >= 20, evaluations >= 1}),
               at_least(2, {purchases >= 5, evaluations >= 1})) == stricter);
    CHECK(kept(once_or_often, at_least(2, {purchases >= 5, contacts >= 4})) == stricter);
    CHECK(kept(once_or_often, at_least(2, {purchases >= 5, purchases >= 6, contacts >= 4})) ==
          defect_kind::none);
    // whichever two hold, this does
    CHECK(kept(once_or_often, purchases >= 10) == defect_kind::none);
    CHECK(kept(once_or_often, purchases >= 11) == stricter);
    // two that exclude each other
    CHECK(kept(at_least(2, {purchases <= 5, purchases >= 10, contacts >= 4}), contacts >= 4) ==
          defect_kind::none);
    // as many as a rule can have
    auto const eight =
        at_least(8, {purchases >= 1, contacts >= 1, evaluations >= 1, silence <= 1_days, tenure >= 1_days,
                     spend >= 1.00_money, referred >= 1, recommendations >= 1, addons >= 1, price_rises >= 1,
                     lost >= 1, waiting >= 1_days, bad_scores >= 1, last_score >= 1, own_contacts >= 1,
                     competitor_purchases >= 1});
    CHECK(kept(eight, eight) == defect_kind::none);
}

TEST_CASE("a rule to keep is stricter where a value of the facts says so, and only there") {
    using fact = rung::retail::fact;
    std::mt19937 random{20261128};
    auto const below = [&](unsigned n) { return static_cast<int>(random() % n); };
    auto const condition = [&]() -> rule {
        auto const low = below(4), high = low + below(3);
        switch (below(6)) {
        case 0: return purchases <= low;
        case 1: return purchases >= low and purchases <= high;
        case 2: return contacts <= low;
        case 3: return contacts >= low and contacts <= high;
        case 4: return contacts >= low;
        default: return purchases >= low;
        }
    };
    auto const some = [&] {
        rule r = condition();
        if (below(2) == 0)
            r = rung::at_least(static_cast<std::size_t>(1 + below(3)), {r, condition(), condition()});
        return below(3) == 0 ? r and condition() : r;
    };
    auto const about = [](rule const& r, fact f) {
        for (std::size_t c = 0; c < r.size(); ++c) {
            if (r[c].fact == f) return true;
        }
        return false;
    };
    auto const holds = [](rule const& r, std::int64_t bought, std::int64_t met) {
        std::size_t counted = 0, i = 0;
        auto const is = [&] { return r[i].holds(r[i].fact == fact::purchases ? bought : met); };
        for (; i < r.end_of_count(0); ++i) counted += is();
        bool all = counted >= r.least_of(0);
        for (; i < r.end_of(0); ++i) all = all && is();
        return all;
    };
    int refused = 0, taken = 0;
    for (int i = 0; i < 3'000; ++i) {
        auto const enter = some(), keep = some();
        auto const found = kept(enter, keep);
        bool const is_sound = found == defect_kind::none || found == defect_kind::keep_stricter_than_enter;
        if (!is_sound || !about(enter, fact::purchases) || !about(enter, fact::contacts)) continue;
        bool stricter = false;
        for (std::int64_t both = 0; both < 64; ++both)
            stricter = stricter || (holds(enter, both / 8, both % 8) && !holds(keep, both / 8, both % 8));
        REQUIRE((found == defect_kind::keep_stricter_than_enter) == stricter);
        ++(stricter ? refused : taken);
    }
    CHECK(refused > 100);
    CHECK(taken > 100);
}

TEST_CASE("a ladder stores the rule to keep as it was written") {
    CHECK(club.keep(club["gold"]).count == 1);
    CHECK(club.route_at(club.keep(club["gold"]).first).use == ladder::role::keep);
    CHECK(club.route_at(club.keep(club["gold"]).first).owner == 2);
    CHECK(club.keep(club["gold"]).first + club.keep(club["gold"]).count <= club.route_count());
}

TEST_CASE("a stage is unreachable too if it contradicts what keeps the one below") {
    ladder const l{
        stage{"a"},
        stage{.name = "b", .enter = purchases <= 1, .keep = purchases <= 2},
        stage{"c", purchases >= 3},
    };
    CHECK(l.first_unreachable() == 2);
}

TEST_CASE("an exit has a rule to enter and nothing else") {
    using rung::stage;
    auto const with = [](stage gone) {
        gone.name = "gone";
        gone.enter = rung::facts::lost >= 1;
        gone.exit = true;
        return rung::ladder::try_make(std::array<stage, 2>{stage{"guest"}, gone});
    };
    CHECK(with({}).has_value());
    CHECK(with({.keep = rung::facts::lost >= 1}).error().kind ==
          rung::defect_kind::exit_with_more_than_a_rule);
    CHECK(with({.door = rung::facts::referred >= 1}).error().kind ==
          rung::defect_kind::exit_with_more_than_a_rule);
    CHECK(with({.grace = rung::duration{1}}).error().kind == rung::defect_kind::exit_with_more_than_a_rule);
}

TEST_CASE("a door passes the rungs below it, so a rule that contradicts one of them can be satisfied") {
    using namespace rung::facts;
    constexpr rung::ladder with_door{
        rung::stage{"guest"}, rung::stage{"new", purchases <= 0},
        rung::stage{.name = "asked", .enter = contacts >= 5, .door = referred >= 1},
        rung::stage{"buyer", purchases >= 1}};
    STATIC_REQUIRE(with_door.first_unreachable() == with_door.stage_count());
    auto const life = rung::lifecycle{with_door};
    rung::client c;
    life.apply(c, rung::referral{.at = rung::utc(2026, 1, 1)});
    life.apply(c, rung::purchase{.at = rung::utc(2026, 1, 2)});
    CHECK(life.ladder().name(life.stage(c)) == "buyer");

    constexpr rung::ladder without{rung::stage{"guest"}, rung::stage{"new", purchases <= 0},
                                   rung::stage{"buyer", purchases >= 1}};
    STATIC_REQUIRE(without.first_unreachable() == 2);
}

TEST_CASE("an unknown name is reported as such") {
    constexpr rung::ladder one{rung::stage{"guest"}};
    CHECK(one.find("gold").error().kind == rung::defect_kind::no_such_stage);
    CHECK(one.find("guest").has_value());
}

namespace host {

enum class tier : std::uint8_t { guest, gold };
// Not ours: a host may name its functions freely.
constexpr std::size_t index_of(tier) { return 0; }

}  // namespace host

TEST_CASE("a host's own functions do not come between a stage and its ladder") {
    constexpr rung::ladder_of<host::tier> two{rung::stage{"guest"},
                                              rung::stage{"gold", rung::facts::purchases >= 1}};
    STATIC_REQUIRE(two.name(host::tier::gold) == "gold");
    CHECK(host::index_of(host::tier::gold) == 0);
}

TEST_CASE("of two defects the same one is named, whether stages come as a list or one by one") {
    constexpr std::string_view unprintable{"a\nb"};
    auto const listed = ladder::try_make(static_cast<stage const*>(nullptr), 0, unprintable);
    auto const one_by_one = ladder::try_make_from(unprintable, [](stage&) { return false; });
    CHECK(one_by_one.error().kind == defect_kind::unprintable_name);
    CHECK(listed.error().kind == one_by_one.error().kind);
}
