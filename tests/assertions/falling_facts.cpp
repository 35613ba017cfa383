#include "assertions/handler.hpp"
#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/core/explain.hpp>
#include <rung/core/lifecycle.hpp>

#include <array>
#include <cstdint>
#include <string>

using namespace rung::literals;

namespace {

// Credit that runs out by the day, and days that are counted though nobody says that they age.
struct spa {
    enum class fact : std::uint8_t { visits, days_left, days_known, days_silent };
    struct event {
        rung::event_id id = 0;
        rung::client_id client = 0;
        rung::instant at{};
    };
    struct facts {
        std::uint32_t visits = 0;
        rung::instant last{};
    };
    static constexpr std::array<rung::word, 4> vocabulary{
        {{.name = "visits"},
         {.name = "days_left", .ages = true},
         {.name = "days_known"},
         {.name = "days_silent", .measure = rung::unit::time, .ages = true}}};
    static constexpr void fold(facts& f, event const& e) noexcept {
        ++f.visits;
        f.last = e.at;
    }
    static constexpr std::int64_t read(facts const& f, fact k, rung::instant now) noexcept {
        auto const age = rung::age(f.last, now);
        switch (k) {
        case fact::visits: return f.visits;
        case fact::days_left: return age > 30 * 86'400 ? 0 : 30 - age / 86'400;
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
    auto const falls = "the fact 'days_left' fell as time passed: a fact never falls by time alone "
                       "(see rung::word::ages)";
    CHECK(told_on(days_left >= 20, settled) == falls);
    CHECK(told_on(days_left >= 20, comes_again) == falls);
    CHECK(told_on(days_left >= 20, explained) == falls);
    rung::lifecycle const life{
        rung::basic_ladder<spa>{{.name = "guest"}, {.name = "member", .enter = days_left >= 20}}};
    rung::client_base base{life};
    (void)base.apply({.id = 1, .client = 1, .at = day(0)});
    CHECK(told_by([&] { (void)base.apply({.id = 2, .client = 1, .at = day(10)}); }) == falls);
}

TEST_CASE("a fact that changes as time passes without .ages is detected too") {
    auto const changes =
        "the fact 'days_known' changed as time passed: its word in the vocabulary has to say "
        ".ages = true";
    CHECK(told_on(days_known >= 20, settled) == changes);
    CHECK(told_on(days_known >= 20, comes_again) == changes);
}

TEST_CASE("facts that stand still or grow as they say, and those that no rule asks about, are accepted") {
    auto const rule = visits >= 1 and days_silent <= 20_days;
    CHECK(told_on(rule, settled).empty());
    CHECK(told_on(rule, comes_again).empty());
    CHECK(told_on(rule, explained).empty());
}
