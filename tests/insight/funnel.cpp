#include "catch.hpp"
#include "ladders/golden.hpp"
#include "threads/last_words.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/patronage.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using namespace rung::literals;
using rung::ladders::loyalty_stage;
using rung::ladders::service_stage;

namespace {

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

rung::client_base<rung::lifecycle<rung::ladder_of<service_stage>>> service_base() {
    return rung::client_base{rung::lifecycle{rung::ladders::service()}};
}

// Pages that a visitor has seen, of two or three that are steps of a funnel.
struct pages {
    enum class fact : std::uint8_t { first, second, third };
    struct event {
        rung::event_id id = 0;
        rung::client_id client = 0;
        rung::instant at{};
        std::size_t page = 0;
    };
    struct facts {
        std::int64_t seen[4]{};
    };
    static constexpr std::array<rung::word, 3> vocabulary{
        {{.name = "first", .most = 1}, {.name = "second", .most = 1}, {.name = "third", .most = 1}}};
    static constexpr void fold(facts& f, event const& e) noexcept { f.seen[e.page] = 1; }
    static constexpr std::int64_t read(facts const& f, fact k, rung::instant) noexcept {
        return f.seen[static_cast<std::size_t>(k)];
    }
};

using page_stage = rung::basic_stage<pages>;
constexpr rung::basic_ladder<pages> steps{
    page_stage{.name = "came"}, page_stage{.name = "1", .enter = rung::fact<pages, pages::fact::first> >= 1},
    page_stage{.name = "2", .enter = rung::fact<pages, pages::fact::second> >= 1},
    page_stage{.name = "3", .enter = rung::fact<pages, pages::fact::third> >= 1}};

/// The funnel of visitors; each saw the pages of one word: a, b, c the steps, x any other.
rung::insight::funnel<> funnel_of(std::vector<std::string> const& words) {
    rung::insight::funnel<> funnel;
    rung::client_base base{rung::lifecycle{steps}};
    rung::client_id client = 0;
    for (auto const& word : words) {
        ++client;
        std::int64_t n = 0;
        for (char const page : word)
            (void)base.apply(
                pages::event{.client = client,
                             .at = day(n++),
                             .page = page == 'x' ? std::size_t{3} : static_cast<std::size_t>(page - 'a')},
                funnel);
    }
    return funnel;
}

/// `0.75` or `2/3`
double number(std::string const& text) {
    auto const slash = text.find('/');
    auto const above = std::strtod(text.c_str(), nullptr);
    return slash == std::string::npos ? above : above / std::strtod(text.c_str() + slash + 1, nullptr);
}

void compare(rung::insight::funnel<> const& funnel, std::vector<golden::row> const& expected) {
    auto const reached = [&](std::size_t i) {
        return static_cast<double>(funnel.reached(rung::stage_at<rung::stage_id>(i)));
    };
    for (std::size_t i = 0; i < expected.size(); ++i) {
        INFO("step " << expected[i].at("step"));
        CHECK(reached(i + 1) == number(expected[i].at("unique_paths")));
        CHECK(golden::close(reached(i + 1) / reached(0), number(expected[i].at("conversion_rate_of_all"))));
        CHECK(golden::close(reached(i + 1) / reached(i), number(expected[i].at("step_conversion_rate"))));
    }
}

}  // namespace

TEST_CASE("golden: conversion of small funnels, as another library has it") {
    auto const rows = golden::read("funnel_retentioneering.csv");
    if (rows.empty()) return;
    REQUIRE(rows.size() == 5);
    REQUIRE(rows[0].at("case") == "u1:ABC u2:AB u3:A u4:B");
    compare(funnel_of({"abc", "ab", "a", "b"}), {rows[0], rows[1], rows[2]});

    REQUIRE(rows[3].at("case") == "95 browse-only + 4 basket>shipping + 1 basket");
    std::vector<std::string> shop(95, "x");
    shop.insert(shop.end(), 4, "xab");
    shop.insert(shop.end(), 1, "xa");
    compare(funnel_of(shop), {rows[3], rows[4]});
}

TEST_CASE("funnel: reached is landed on or passed; landed tells the two apart") {
    auto base = service_base();
    rung::insight::funnel funnel{base};
    (void)base.apply(rung::contact{.client = 1, .at = day(0)}, funnel);   // visitor
    (void)base.apply(rung::purchase{.client = 1, .at = day(1)}, funnel);  // buyer
    (void)base.apply(rung::purchase{.client = 2, .at = day(0)}, funnel);  // buyer at once: past visitor
    (void)base.apply(rung::need{.client = 3, .at = day(0)}, funnel);      // known, and no more
    CHECK(funnel.reached(service_stage::potential) == 3);
    CHECK(funnel.landed(service_stage::potential) == 3);
    CHECK(funnel.reached(service_stage::visitor) == 2);
    CHECK(funnel.landed(service_stage::visitor) == 1);
    CHECK(funnel.reached(service_stage::buyer) == 2);
    CHECK(funnel.landed(service_stage::buyer) == 2);
    CHECK(funnel.reached(service_stage::client) == 0);
    CHECK(funnel.landed(service_stage::client) == 0);
}

TEST_CASE("funnel: a client who falls and returns is counted once") {
    auto base = service_base();
    rung::insight::funnel funnel{base};
    for (std::int64_t const n : {0, 1, 2, 400, 900})
        (void)base.apply(rung::purchase{.client = 1, .at = day(n)}, funnel);
    base.settle(day(2'000), funnel);
    CHECK(base.find(1)->stage() == service_stage::buyer);
    CHECK(funnel.reached(service_stage::client) == 1);
    CHECK(funnel.landed(service_stage::client) == 1);
    CHECK(funnel.reached(service_stage::buyer) == 1);
    CHECK(funnel.landed(service_stage::buyer) == 1);

    // After a fall the client comes higher than ever, past the rung reached before.
    (void)base.apply(rung::recommendation{.client = 1, .at = day(2'001)}, funnel);
    (void)base.apply(rung::purchase{.client = 1, .at = day(2'002)}, funnel);
    CHECK(base.find(1)->stage() == service_stage::advocate);
    CHECK(funnel.reached(service_stage::client) == 1);
    CHECK(funnel.landed(service_stage::client) == 1);
    CHECK(funnel.reached(service_stage::advocate) == 1);
    CHECK(funnel.landed(service_stage::advocate) == 1);
}

TEST_CASE("funnel: exits are not rungs; a client who comes back is counted by the height they had") {
    rung::client_base base{rung::lifecycle{rung::ladders::loyalty()}};
    rung::insight::funnel funnel{base};
    (void)base.apply(rung::contact{.client = 1, .at = day(0)}, funnel);
    (void)base.apply(rung::loss{.client = 1, .at = day(1)}, funnel);
    CHECK(funnel.reached(loyalty_stage::potential) == 1);
    CHECK(funnel.reached(loyalty_stage::buyer) == 0);
    CHECK(funnel.reached(loyalty_stage::lost) == 0);
    CHECK(funnel.landed(loyalty_stage::lost) == 0);

    (void)base.apply(rung::purchase{.client = 1, .at = day(2)}, funnel);  // back, and a buyer
    CHECK(base.find(1)->stage() == loyalty_stage::buyer);
    CHECK(funnel.reached(loyalty_stage::buyer) == 1);
    (void)base.apply(rung::loss{.client = 1, .at = day(3)}, funnel);
    (void)base.apply(rung::contact{.client = 1, .at = day(4), .by = rung::initiator::client}, funnel);
    CHECK(base.find(1)->stage() == loyalty_stage::buyer);
    CHECK(funnel.reached(loyalty_stage::potential) == 1);
    CHECK(funnel.reached(loyalty_stage::buyer) == 1);
    CHECK(funnel.landed(loyalty_stage::buyer) == 1);

    // Lost by the very first event: the client was there, on the lowest rung.
    (void)base.apply(rung::loss{.client = 2, .at = day(5)}, funnel);
    CHECK(funnel.reached(loyalty_stage::potential) == 2);
    CHECK(funnel.landed(loyalty_stage::potential) == 2);
    CHECK(funnel.reached(loyalty_stage::buyer) == 1);
}

TEST_CASE("funnel: a climb by time alone counts") {
    using namespace rung::facts;
    constexpr rung::ladder old_friends{
        rung::stage{.name = "new"},
        rung::stage{.name = "old", .enter = purchases >= 1 and tenure >= 365_days}};
    rung::client_base base{rung::lifecycle{old_friends}};
    rung::insight::funnel funnel{base};
    (void)base.apply(rung::purchase{.client = 1, .at = day(0)}, funnel);
    CHECK(funnel.reached(old_friends["old"]) == 0);
    base.settle(day(365), funnel);
    CHECK(funnel.reached(old_friends["old"]) == 1);
    CHECK(funnel.landed(old_friends["old"]) == 1);
}

TEST_CASE("funnel: those of two bases without a common client add up to that of one") {
    rung::insight::funnel<service_stage> all;
    rung::insight::funnel<service_stage> part[2];
    auto base = service_base();
    auto even = service_base();
    auto odd = service_base();
    for (std::int64_t n = 0; n < 60; ++n) {
        auto const client = static_cast<rung::client_id>(n * 13 % 11);
        rung::retail_event e = rung::purchase{.client = client, .at = day(n * n)};
        if (n % 3 == 0) e = rung::contact{.client = client, .at = day(n * n)};
        if (n % 7 == 0) e = rung::recommendation{.client = client, .at = day(n * n)};
        (void)base.apply(e, all);
        (void)(client % 2 == 0 ? even : odd).apply(e, part[client % 2]);
    }
    CHECK(all.reached(service_stage::buyer) > 0);
    CHECK_FALSE(part[0] == all);
    part[0] += part[1];
    CHECK(part[0] == all);
}

TEST_CASE(
    "funnel: a client may leave in another funnel than the one that counted them: below zero alone, right "
    "together") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    rung::insight::funnel first{base}, second{base};
    (void)base.apply(rung::purchase{.id = 1, .client = 1, .at = day(1)}, first);
    (void)base.apply(rung::purchase{.id = 2, .client = 2, .at = day(1)}, first);
    decltype(base)::report_type report;
    REQUIRE(base.merge(1, 2, report, second) == rung::merge_answer::done);
    CHECK(first.reached(service_stage::potential) == 2);
    CHECK(second.reached(service_stage::potential) == -1);
    CHECK(second.landed(service_stage::buyer) == -1);
    first += second;
    CHECK(first.reached(service_stage::potential) == 1);
    CHECK(first.reached(service_stage::buyer) == 1);
    CHECK(first.landed(service_stage::buyer) == 1);
}

TEST_CASE("funnel: an exit of the largest ladder can be asked about; what no ladder has cannot") {
    rung::insight::funnel<> funnel;
    CHECK(funnel.reached(rung::stage_id{rung::max_stages}) == 0);
    CHECK(funnel.landed(rung::stage_id{rung::max_places - 1}) == 0);
    auto const refused = "rung: no ladder has a stage of this number: it was not taken from one\n";
    CHECK(last_words([&] { (void)funnel.reached(rung::stage_id{rung::max_places}); }) == refused);
    CHECK(last_words([&] { (void)funnel.landed(rung::stage_id{255}); }) == refused);
}
