#include "catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/retail/retail.hpp>

#include <set>
#include <string_view>

using namespace rung::literals;
using namespace rung::facts;
using rung::answer;
using rung::cause;
using rung::hold;
using rung::refusal;
using rung::stage;
using rung::stage_id;

namespace {

static_assert(to_string(cause::event) == "event" && to_string(cause::time) == "time");
static_assert(to_string(cause::thresholds) == "thresholds" && to_string(cause::decision) == "decision");
static_assert(to_string(answer::moved) == "moved" && to_string(answer::stayed) == "stayed");
static_assert(to_string(answer::held) == "held" && to_string(answer::refused) == "refused");
static_assert(to_string(hold::none) == "none" && to_string(hold::grace) == "grace");
static_assert(to_string(static_cast<hold>(99)) == "?" && to_string(static_cast<answer>(99)) == "?");
static_assert(to_string(static_cast<cause>(99)) == "?" && to_string(static_cast<refusal>(99)) == "?");

using ladder = rung::ladder;
using outcome = rung::outcome<ladder>;

// Kinds of events are told apart up to 250.
static_assert(rung::move_cause{cause::event, 249}.kind() == 249);
static_assert(rung::move_cause{cause::event, 250}.kind() == 250);
static_assert(rung::move_cause{cause::event, 255}.kind() == 250);
static_assert(rung::move_cause{cause::time, 7}.kind() == 0 &&
              rung::move_cause{cause::time}.why() == cause::time);

constexpr outcome refused{refusal::late};
static_assert(refused.answer() == answer::refused && refused.refusal() == refusal::late);
static_assert(!refused && refused.hold() == hold::none && refused.settled() == 0);
constexpr outcome stayed{hold::none, 2};
static_assert(stayed.answer() == answer::stayed && stayed.refusal() == refusal::none && !stayed);
static_assert(stayed.settled() == 2);
constexpr outcome held{hold::grace, 0};
static_assert(held.answer() == answer::held && held.hold() == hold::grace && !held);

constexpr auto day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

constexpr rung::lifecycle club{ladder{
    stage{"guest"},
    stage{"member", purchases >= 1},
    stage{"regular", purchases >= 2 and silence <= 30_days},
    stage{"friend", purchases >= 3 and silence <= 30_days},
    stage{.name = "gone", .enter = lost >= 1, .exit = true},
}};

// What a transition tells: who, when, from where to where, why, what was skipped, the peak so far.
constexpr int told() {
    using transition = rung::transition<stage_id>;
    rung::client c;
    club.apply(c, rung::contact{.id = 1, .client = 42, .at = day(0)});
    club.apply(c, rung::purchase{.id = 2, .client = 42, .at = day(1)});
    club.apply(c, rung::purchase{.id = 3, .client = 42, .at = day(2)});
    club.apply(c, rung::refund{.id = 4, .client = 42, .at = day(3), .bought = day(1)});
    club.apply(c, rung::refund{.id = 5, .client = 42, .at = day(4), .bought = day(2)});
    if (club.stage(c) != stage_id{0} || c.standing.peak != 2) return 1;
    club.apply(c, rung::purchase{.id = 6, .client = 42, .at = day(5)});

    auto const up = club.apply(c, rung::purchase{.id = 7, .client = 42, .at = day(5)});
    if (!up || up->ladder != &club.ladder()) return 2;
    if (!(static_cast<transition const&>(*up) ==
          transition{.client = 42,
                     .at = day(5),
                     .from = stage_id{1},
                     .to = stage_id{2},
                     .why = cause::event,
                     .kind = static_cast<std::uint8_t>(rung::event_kind::purchase),
                     .skipped = 0,
                     .peak = stage_id{2}}))
        return 3;
    if (c.standing.since != day(5)) return 4;
    club.apply(c, rung::purchase{.id = 8, .client = 42, .at = day(6)});
    if (c.standing.peak != 3) return 5;

    // by time alone, seen by the sink of the event that came after
    int seen = 0;
    bool right = true;
    auto const out = club.apply(c, rung::offer{.id = 9, .client = 42, .at = day(100)}, [&](auto const& t) {
        ++seen;
        right = static_cast<transition const&>(t) == transition{.client = 42,
                                                                .at = day(36) + 1_seconds,
                                                                .from = stage_id{3},
                                                                .to = stage_id{1},
                                                                .why = cause::time,
                                                                .kind = 0,
                                                                .skipped = 0,
                                                                .peak = stage_id{3}};
    });
    if (out.answer() != answer::stayed || out.settled() != 1 || seen != 1 || !right) return 6;

    // settle is told the client's id, or does not know it
    auto again = c;
    club.apply(again, rung::purchase{.id = 10, .client = 42, .at = day(101)});
    rung::client_id who = 99;
    auto other = again;
    club.settle(
        again, day(200), [&](auto const& t) { who = t.client; }, 42);
    if (who != 42) return 7;
    club.settle(other, day(200), [&](auto const& t) { who = t.client; });
    if (who != rung::no_client || !(again == other)) return 8;

    // over the exit and back
    auto const lost = club.apply(c, rung::loss{.id = 10, .client = 42, .at = day(101)});
    if (!lost || lost->to != club.ladder()["gone"] || lost->skipped != 0) return 9;
    auto const back = club.apply(c, rung::purchase{.id = 11, .client = 42, .at = day(102)});
    if (!back || back->from != club.ladder()["gone"] || back->to != club.ladder()["friend"]) return 10;
    if (back->skipped != 2) return 11;
    return 0;
}
static_assert(told() == 0);

// A sink sees the time's moves and the event's own, in order.
constexpr bool in_order() {
    rung::client c;
    for (std::uint64_t i = 1; i <= 3; ++i) club.apply(c, rung::purchase{.id = i, .client = 1, .at = day(0)});
    cause seen[2]{};
    std::size_t n = 0;
    club.apply(c, rung::purchase{.id = 4, .client = 1, .at = day(90)}, [&](auto const& t) {
        if (n < 2) seen[n] = t.why;
        ++n;
    });
    return n == 2 && seen[0] == cause::time && seen[1] == cause::event;
}
static_assert(in_order());

}  // namespace

TEST_CASE("each refusal has words of its own") {
    std::set<std::string_view> words;
    for (std::size_t i = 0; i < rung::refusal_count; ++i) words.insert(to_string(static_cast<refusal>(i)));
    CHECK(words.size() == rung::refusal_count);
    CHECK(words.count("?") == 0);
}

TEST_CASE("a transition says the same at run time") { CHECK(told() == 0); }
