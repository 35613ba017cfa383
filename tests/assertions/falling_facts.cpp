#include "assertions/handler.hpp"
#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/durable_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/core/explain.hpp>
#include <rung/core/lifecycle.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

using namespace rung::literals;

namespace {

// Credit that runs out by the day, and days that are counted though nobody says that they age.
struct spa {
    enum class fact : std::uint8_t { visits, days_left, days_known, days_silent };
    struct event {
        rung::event_id id = 0;
        rung::client_id client = 0;
        rung::instant at{};
        bool pins = false;
        friend bool operator==(event const&, event const&) = default;
    };
    // By hand a client stays a guest for a year.
    static constexpr rung::decision decision_of(event const& e) noexcept {
        return {.what = e.pins ? rung::decree::pin : rung::decree::none, .until = e.at + 365_days};
    }
    struct facts {
        std::uint32_t visits = 0;
        rung::instant last{};
        bool always_has_credit = false;
    };
    static constexpr std::array<rung::word, 4> vocabulary{
        {{.name = "visits"},
         {.name = "days_left", .ages = true},
         {.name = "days_known"},
         {.name = "days_silent", .measure = rung::unit::time, .ages = true}}};
    static constexpr void fold(facts& f, event const& e) noexcept {
        ++f.visits;
        f.last = e.at;
        f.always_has_credit = e.client == 9;
    }
    static constexpr std::int64_t read(facts const& f, fact k, rung::instant now) noexcept {
        auto const age = rung::age(f.last, now);
        switch (k) {
        case fact::visits: return f.visits;
        case fact::days_left: return f.always_has_credit ? 30 : age > 30 * 86'400 ? 0 : 30 - age / 86'400;
        case fact::days_known: return age / 86'400;
        case fact::days_silent: return age;
        }
        return 0;
    }
};

constexpr auto visits = rung::fact<spa, spa::fact::visits>;
constexpr auto days_left = rung::fact<spa, spa::fact::days_left>;
constexpr auto days_known = rung::fact<spa, spa::fact::days_known>;
constexpr auto days_silent = rung::fact<spa, spa::fact::days_silent>;

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

// What is said when a client comes on day 0 and something is done.
template <class Then>
std::string told_on(rung::basic_rule<spa> const& rule, Then const& then) {
    rung::lifecycle const life{rung::basic_ladder<spa>{{.name = "guest"}, {.name = "member", .enter = rule}}};
    return told_by([&] {
        rung::basic_client<spa> c;
        life.apply(c, {.id = 1, .client = 1, .at = day(0)});
        then(life, c);
    });
}

auto const settled = [](auto const& life, auto& c) { life.settle(c, day(10)); };
auto const comes_again = [](auto const& life, auto& c) {
    life.apply(c, {.id = 2, .client = 1, .at = day(10)});
};
auto const explained = [](auto const& life, auto& c) { (void)life.explain(c, day(10)); };

}  // namespace

TEST_CASE("a host's fact that falls as time passes is detected when a client is looked at") {
    auto const falls = "the fact 'days_left' fell as time passed: its word in the vocabulary has to say "
                       ".shrinks = true (see rung::word)";
    CHECK(told_on(days_left >= 20, settled) == falls);
    CHECK(told_on(days_left >= 20, comes_again) == falls);
    CHECK(told_on(days_left >= 20, explained) == falls);
    rung::lifecycle const life{
        rung::basic_ladder<spa>{{.name = "guest"}, {.name = "member", .enter = days_left >= 20}}};
    rung::client_base base{life};
    (void)base.apply({.id = 1, .client = 1, .at = day(0)});
    CHECK(told_by([&] { (void)base.apply({.id = 2, .client = 1, .at = day(10)}); }) == falls);
}

// Client 1 comes on day 0 and again, and then the handler throws.
template <class Base>
void is_not_counted(Base base, std::int64_t again, bool pinned = false) {
    std::vector<spa::event> const events{{.id = 1, .client = 1, .at = day(0), .pins = pinned},
                                         {.id = 2, .client = 2, .at = day(again)},
                                         {.id = 3, .client = 1, .at = day(again)},
                                         {.id = 4, .client = 3, .at = day(again)}};
    typename Base::report_type report;
    CHECK_FALSE(told_by([&] { base.apply(events, report); }).empty());
    CHECK(report.done == 2);
    CHECK(report.applied == 2);
    CHECK(report.refused.empty());
    CHECK(base.size() == 2);
    CHECK(base.find(1)->facts().visits == 1);
}

TEST_CASE("an event at which an assertion handler throws is not taken, and no report counts it") {
    rung::lifecycle const life{
        rung::basic_ladder<spa>{{.name = "guest"}, {.name = "member", .enter = days_left >= 20}}};
    rung::client_base const base{life};
    is_not_counted(base, 5);
    is_not_counted(base, 40);
    is_not_counted(base, 5, true);
    is_not_counted(base, 400, true);  // after the end of the decision
    is_not_counted(rung::client_base{life, rung::ids::dense{.first = 1, .count = 9}}, 5);
    is_not_counted(rung::sharded_base{base, 1}, 5);

    // A base with history takes all of a span, or nothing.
    rung::client_base kept{life, rung::history::kept{}};
    std::vector<spa::event> const events{{.id = 1, .client = 1, .at = day(0)},
                                         {.id = 2, .client = 2, .at = day(5)},
                                         {.id = 3, .client = 1, .at = day(5)}};
    decltype(kept)::report_type report;
    CHECK_FALSE(told_by([&] { kept.apply(events, report); }).empty());
    CHECK(report == decltype(report){});
    CHECK(kept.size() == 0);
    CHECK(kept.census().total() == 0);
}

TEST_CASE("if an assertion handler throws at one of many clients, nobody is settled") {
    rung::lifecycle const life{rung::basic_ladder<spa>{
        {.name = "guest"}, {.name = "member", .enter = days_silent <= 20_days and days_left >= 2}}};
    std::vector<spa::event> const events{{.id = 1, .client = 9, .at = day(0)},
                                         {.id = 2, .client = 1, .at = day(1)}};
    auto const stays = [&](auto base) {
        (void)base.apply(std::span{events});
        CHECK(base.settle(day(2)) == 0);
        CHECK_FALSE(told_by([&] { (void)base.settle(day(25)); }).empty());
        CHECK(base.find(9)->stage_name() == "member");
        CHECK(base.find(1)->stage_name() == "member");
        CHECK(base.census()[life.ladder()["member"]] == 2);
        if constexpr (requires { base.settled_until(); }) CHECK(base.settled_until() == day(2));
    };
    stays(rung::client_base{life});
    stays(rung::client_base{life, rung::history::kept{}});
}

TEST_CASE("a durable base that an assertion handler stopped says so, and takes nothing more") {
    rung::lifecycle const life{
        rung::basic_ladder<spa>{{.name = "guest"}, {.name = "member", .enter = days_left >= 20}}};
    rung::durable_base base{
        rung::client_base{life},
        rung::journal_writer{rung::memory_sink{}, rung::journal_header{rung::fingerprint(life), 0}}};
    (void)base.apply({.id = 1, .client = 1, .at = day(0)});
    CHECK(base.ok());
    CHECK_FALSE(told_by([&] { (void)base.apply({.id = 2, .client = 1, .at = day(10)}); }).empty());
    CHECK_FALSE(base.ok());
    CHECK(base.why() == "the base was stopped while it took what the journal has (memory failed, or an "
                        "assertion handler threw): make it anew from the snapshot and the journal");
    CHECK(base.apply({.id = 3, .client = 2, .at = day(1)}).count(rung::refusal::journal) == 1);
    CHECK_FALSE(base.sync());
}

TEST_CASE("a fact that grows as time passes without .ages is detected too") {
    auto const grows = "the fact 'days_known' grew as time passed: its word in the vocabulary has to say "
                       ".ages = true";
    CHECK(told_on(days_known >= 20, settled) == grows);
    CHECK(told_on(days_known >= 20, comes_again) == grows);
}

TEST_CASE("facts that stand still or grow as they say, and those that no rule asks about, are accepted") {
    auto const rule = visits >= 1 and days_silent <= 20_days;
    CHECK(told_on(rule, settled).empty());
    CHECK(told_on(rule, comes_again).empty());
    CHECK(told_on(rule, explained).empty());
}
