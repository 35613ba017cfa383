#include "../catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/core/explain.hpp>
#include <rung/core/fingerprint.hpp>
#include <rung/core/lifecycle.hpp>

#include <array>
#include <bit>
#include <cstdint>
#include <random>
#include <set>
#include <vector>

namespace {

using namespace rung::literals;

// The days of the last 60 on which a client came: `lately` in the 8 days before today and today, `before` in
// the 8 days before these, so that time can lower the first and both raise and lower the second.
struct gym {
    struct event {
        rung::event_id id = 0;
        rung::client_id client = 0;
        rung::instant at;
    };
    enum class fact : std::uint8_t { lately, before, silence };
    struct facts {
        std::uint32_t days = 0;
        std::uint32_t today = 0;
        rung::instant last{};
    };
    static constexpr std::array<rung::word, 3> vocabulary{
        {{.name = "lately", .most = 8, .shrinks = true},
         {.name = "before", .ages = true, .most = 8, .shrinks = true},
         {.name = "silence", .measure = rung::unit::time, .ages = true}}};

    static constexpr std::uint32_t day(rung::instant t) { return t.unix_seconds / 86'400; }
    static constexpr std::uint32_t seen(facts const& f, std::uint32_t today) {
        auto const passed = today > f.today ? today - f.today : 0;
        return passed < 32 ? f.days << passed : 0;
    }
    static constexpr void fold(facts& f, event const& e) noexcept {
        f.days = seen(f, day(e.at)) | 1;
        f.today = day(e.at);
        f.last = e.at;
    }
    static constexpr std::int64_t read_on(facts const& f, fact k, std::uint32_t today) {
        auto const all = seen(f, today);
        return std::popcount(k == fact::lately ? all & 0xff : all >> 8 & 0xff);
    }
    static constexpr std::int64_t read(facts const& f, fact k, rung::instant now) noexcept {
        return k == fact::silence ? rung::age(f.last, now) : read_on(f, k, day(now));
    }
    static constexpr rung::instant flips(facts const& f, fact k, std::int64_t low, std::int64_t high,
                                         rung::instant after) noexcept {
        auto const is_in = [&](std::uint32_t d) {
            auto const v = read_on(f, k, d);
            return low <= v && v <= high;
        };
        auto const today = day(after);
        for (std::uint32_t d = today + 1; d <= today + 17; ++d) {
            if (is_in(d) != is_in(today)) return rung::instant::from_unix(std::int64_t{d} * 86'400);
        }
        return rung::instant::forever();
    }
};

constexpr auto lately = rung::fact<gym, gym::fact::lately>;
constexpr auto before = rung::fact<gym, gym::fact::before>;
constexpr auto silence = rung::fact<gym, gym::fact::silence>;

constexpr rung::basic_ladder<gym> windows{
    {.name = "guest"},
    {.name = "member", .enter = lately >= 2 or before >= 3},
    {.name = "regular", .enter = lately >= 4 and before <= 2, .keep = lately >= 2, .grace = 3_days},
    {.name = "away", .enter = silence >= 9_days and before >= 1}};
// One condition that time can only end, and one that it can only begin: short ways of the engine.
constexpr rung::basic_ladder<gym> ends{{.name = "guest"}, {.name = "member", .enter = lately >= 3}};
constexpr rung::basic_ladder<gym> begins{{.name = "busy"}, {.name = "calm", .enter = lately <= 2}};
constexpr rung::basic_ladder<gym> comes_and_goes{{.name = "guest"}, {.name = "member", .enter = before >= 2}};

struct seen {
    std::vector<std::size_t> places;   // at the end of each day
    std::vector<std::uint32_t> moves;  // instants
};

// Whoever is looked at each second of interest moves as whoever is looked at seldom.
template <class Life>
seen run(Life const& life, std::vector<gym::event> const& events, rung::instant from, int days, bool often) {
    seen out;
    rung::basic_client<gym> c;
    auto const tell = [&](auto const& t) { out.moves.push_back(t.at.unix_seconds); };
    std::size_t next = 0;
    for (int d = 0; d < days; ++d) {
        auto const end = from + rung::duration{std::int64_t{d + 1} * 86'400 - 1};
        for (; next < events.size() && events[next].at <= end; ++next) {
            REQUIRE(life.apply(c, events[next], tell).answer() != rung::answer::refused);
        }
        if (often && !c.is_new()) {
            auto const due = life.next_change(c);
            // Before that instant nothing changes: looking moves nobody.
            auto const copy = c;
            (void)life.settle(c, end, tell);
            if (due > end) CHECK(c.standing.place == copy.standing.place);
        } else if (!c.is_new()) {
            auto copy = c;
            (void)life.settle(copy, end);
            out.places.push_back(copy.standing.place);
            continue;
        }
        out.places.push_back(c.standing.place);
    }
    if (!c.is_new()) (void)life.settle(c, from + rung::duration{std::int64_t{days} * 86'400 - 1}, tell);
    return out;
}

std::vector<gym::event> random_visits(std::mt19937_64& random, rung::instant from, int days) {
    std::vector<gym::event> events;
    rung::event_id id = 0;
    for (int d = 0; d < days; ++d) {
        if (random() % 5 >= 2) continue;
        auto const at = from + rung::duration{d * 86'400 + static_cast<std::int64_t>(random() % 86'000)};
        events.push_back({.id = ++id, .client = 1, .at = at});
    }
    return events;
}

// Where a client stands on a ladder without graces is what its rules say of the days themselves.
std::size_t naive_place(std::vector<gym::event> const& events, rung::instant now, bool of_lately,
                        std::int64_t low, std::int64_t high) {
    std::set<std::uint32_t> days;
    auto const today = gym::day(now);
    for (auto const& e : events) {
        if (e.at > now) continue;
        auto const passed = today - gym::day(e.at);
        if (of_lately ? passed < 8 : passed >= 8 && passed < 16) days.insert(passed);
    }
    auto const n = static_cast<std::int64_t>(days.size());
    return low <= n && n <= high ? 1 : 0;
}

template <auto const& Ladder>
constexpr rung::lifecycle held{Ladder};

}  // namespace

TEST_CASE("a client moves on the day on which a fact falls by time alone, however often one looks") {
    std::mt19937_64 random{7};
    auto const from = rung::utc(2026, 3, 1);
    constexpr int days = 90;
    for (int run_number = 0; run_number < 60; ++run_number) {
        auto const events = random_visits(random, from, 60);
        auto const check = [&](auto const& life, auto const& bound) {
            auto const seldom = run(life, events, from, days, false);
            auto const often = run(life, events, from, days, true);
            auto const at_compile_time = run(bound, events, from, days, true);
            CHECK(seldom.places == often.places);
            CHECK(seldom.moves == often.moves);
            CHECK(at_compile_time.places == often.places);
            CHECK(at_compile_time.moves == often.moves);
            return often;
        };
        check(held<windows>, rung::fixed<held<windows>>{});
        auto const end = check(held<ends>, rung::fixed<held<ends>>{});
        auto const begin = check(held<begins>, rung::fixed<held<begins>>{});
        auto const both = check(held<comes_and_goes>, rung::fixed<held<comes_and_goes>>{});
        for (int d = 0; d < days; ++d) {
            auto const now = from + rung::duration{std::int64_t{d + 1} * 86'400 - 1};
            if (events.empty() || events[0].at > now) continue;
            auto const i = static_cast<std::size_t>(d);
            CHECK(end.places[i] == naive_place(events, now, true, 3, 8));
            CHECK(begin.places[i] == naive_place(events, now, true, 0, 2));
            CHECK(both.places[i] == naive_place(events, now, false, 2, 8));
        }
    }
}

TEST_CASE("a condition on a fact that shrinks says when it ceases to hold, and when it will hold again") {
    gym::facts f;
    auto const day = [](int n) { return rung::utc(2026, 3, 1) + rung::duration{n * 86'400}; };
    for (int d : {0, 2, 4}) gym::fold(f, {.id = 1, .client = 1, .at = day(d) + rung::duration{5 * 3600}});
    auto const now = day(4) + rung::duration{6 * 3600};

    auto const at_least = rung::condition_of<gym>(gym::fact::lately, rung::comparison::at_least, 2);
    auto const holds = rung::measure(at_least, f, now);
    CHECK(holds.holds());
    CHECK(holds.from == now);
    CHECK(holds.until == day(10));  // day 2 is the ninth before
    CHECK(holds.to_cease() == rung::remedy::time);

    auto const at_most =
        rung::measure(rung::condition_of<gym>(gym::fact::lately, rung::comparison::at_most, 1), f, now);
    CHECK(at_most.missing == -2);
    CHECK(at_most.from == day(10));
    CHECK(at_most.until == rung::instant::forever());
    CHECK(at_most.to_hold() == rung::remedy::time);

    auto const later =
        rung::measure(rung::condition_of<gym>(gym::fact::before, rung::comparison::at_least, 2), f, now);
    CHECK(later.missing == 2);
    CHECK(later.from == day(10));
    CHECK(later.until == day(18));
    CHECK(later.to_hold() == rung::remedy::time);

    auto const never =
        rung::measure(rung::condition_of<gym>(gym::fact::before, rung::comparison::at_least, 5), f, now);
    CHECK(never.from == rung::instant::forever());
    CHECK(never.to_hold() == rung::remedy::events);
}

TEST_CASE("an explanation says until when a client stays by a fact that shrinks") {
    constexpr auto& life = held<ends>;
    rung::basic_client<gym> c;
    auto const day = [](int n) { return rung::utc(2026, 3, 1) + rung::duration{n * 86'400}; };
    for (int d : {0, 1, 2}) {
        REQUIRE(
            life.apply(c, {.id = static_cast<rung::event_id>(d + 1), .client = 1, .at = day(d)}).answer() !=
            rung::answer::refused);
    }
    auto const e = life.explain(c, day(2));
    CHECK(e.stage() == life.ladder()["member"]);
    CHECK(e.until() == day(8));
    CHECK(e.moves_at() == day(8));
}
