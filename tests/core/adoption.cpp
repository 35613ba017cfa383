#include "catch.hpp"

#include <rung/core/adoption.hpp>
#include <rung/core/calendar.hpp>
#include <rung/retail/retail.hpp>

#include <cstdint>

using namespace rung::literals;
using namespace rung::facts;
using rung::adoption;
using rung::decree;
using rung::ladder;
using rung::lifecycle;
using rung::place_map;
using rung::stage;
using rung::stage_id;

namespace {

constexpr auto day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

constexpr ladder simple{stage{"guest"}, stage{"member", purchases >= 1}};
// The second purchase makes a member; the first keeps one.
constexpr ladder sticky{stage{"guest"},
                        stage{.name = "member", .enter = purchases >= 2, .keep = purchases >= 1}};
constexpr stage angry{.name = "angry", .enter = complaints >= 1, .exit = true};
constexpr stage gone{.name = "gone", .enter = lost >= 1, .exit = true};
constexpr ladder with_exits{stage{"guest"}, stage{"member", purchases >= 1}, angry, gone};

struct taken_over {
    rung::decided_client client{};
    rung::adopted what{};
};

// A client with these events on the one ladder is taken over to the other on day 10.
template <class... Events>
constexpr taken_over take(ladder const& before, ladder const& after, rung::adoption_terms terms,
                          Events const&... events) {
    taken_over t;
    lifecycle const old{before};
    ((void)old.apply(t.client, events), ...);
    terms.at = day(10);
    t.what = lifecycle{after}.adopt(t.client, place_map::by_name(before, after), terms);
    return t;
}

constexpr rung::purchase bought{.id = 1, .at = day(1)};
constexpr rung::complaint complained{.id = 3, .at = day(3)};
constexpr rung::loss left{.id = 4, .at = day(4), .reason = rung::loss_reason::price};

// From now on the rule to keep counts; in retrospect the rule to enter.
static_assert(take(simple, sticky, {.how = adoption::from_now_on}, bought).client.standing.place == 1);
static_assert(take(simple, sticky, {.how = adoption::retroactive}, bought).client.standing.place == 0);

// A stage that became an exit is no rung.
constexpr ladder member_is_out{stage{"guest"}, stage{.name = "member", .enter = lost >= 2, .exit = true}};
static_assert(place_map::by_name(simple, member_is_out).to[1] == 1);
static_assert(place_map::by_name(simple, member_is_out).rung(1, member_is_out.stage_count()) == 0);
static_assert(place_map::by_name(simple, sticky).rung(1, sticky.stage_count()) == 1);

// A decision ends where its stage is gone, and where it no longer can be what it was.
constexpr rung::manual_decision floor{.id = 2, .at = day(2), .what = decree::floor, .stage = stage_id{1}};
constexpr ladder no_member{stage{"guest"}, stage{"regular", purchases >= 1}};
static_assert(take(simple, no_member, {}, bought, floor).what.lifted);
static_assert(take(simple, member_is_out, {}, bought, floor).what.lifted);
static_assert(!take(simple, sticky, {}, bought, floor).what.lifted);
static_assert(!take(simple, no_member, {}, bought).what.lifted);

// Whose exit is gone, also the first one, begins where the comeback policy says: here as a newcomer.
constexpr rung::purchase bought_again{.id = 2, .at = day(2)};
constexpr rung::refund sent_back{.id = 3, .at = day(3), .bought = day(2)};
constexpr ladder sticky_exit{stage{"guest"},
                             stage{.name = "member", .enter = purchases >= 2, .keep = purchases >= 1}, gone};
constexpr auto back = take(sticky_exit, sticky, {}, bought, bought_again, sent_back, left);
static_assert(back.client.standing.place == 0 && back.what.moved);

// A client who is out by an exit that still holds stays there, with the rung they left; also if another holds
// as well.
constexpr rung::complaint complained_then{.id = 5, .at = day(5)};
constexpr auto out =
    take(with_exits, with_exits, {.how = adoption::retroactive}, bought, left, complained_then);
static_assert(out.client.facts.complaints == 1);
static_assert(
    take(with_exits, with_exits, {.how = adoption::retroactive}, bought, left).client.standing.place == 3);
static_assert(
    take(with_exits, with_exits, {.how = adoption::retroactive}, bought, left).client.standing.left() == 1);
static_assert(!take(with_exits, with_exits, {.how = adoption::retroactive}, bought, left).what.moved);

// A client who has to leave by the new rules leaves the rung they stand on in retrospect.
constexpr ladder sticky_angry{
    stage{"guest"}, stage{.name = "member", .enter = purchases >= 2, .keep = purchases >= 1}, angry};
static_assert(take(simple, sticky_angry, {.how = adoption::retroactive}, bought, complained)
                  .client.standing.place == 2);
static_assert(take(simple, sticky_angry, {.how = adoption::retroactive}, bought, complained)
                  .client.standing.left() == 0);
static_assert(take(simple, sticky_angry, {.how = adoption::from_now_on}, bought, complained)
                  .client.standing.left() == 1);

// A floor is for who would fall from a rung, and only if it is not over at once.
constexpr ladder steep{stage{"guest"}, stage{"member", purchases >= 2}};
static_assert(take(simple, steep, {.how = adoption::grandfathering}, bought).what.floored);
static_assert(take(simple, steep, {.how = adoption::grandfathering}, bought).client.standing.place == 1);
static_assert(take(simple, steep, {.how = adoption::grandfathering, .floor_until = day(10) + 1_seconds},
                   bought)
                  .what.floored);
static_assert(
    !take(simple, steep, {.how = adoption::grandfathering, .floor_until = day(10)}, bought).what.floored);
static_assert(
    !take(with_exits, with_exits, {.how = adoption::grandfathering}, bought, complained).what.floored);
static_assert(!take(simple, simple, {.how = adoption::grandfathering}, bought).what.floored);

}  // namespace

TEST_CASE("a client who is out by one exit is not moved to another that holds as well") {
    CHECK(out.client.standing.place == 3);
    CHECK(out.client.standing.left() == 1);
    CHECK_FALSE(out.what.moved);
}
