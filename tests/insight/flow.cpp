#include "catch.hpp"
#include "ladders/golden.hpp"
#include "threads/last_words.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/ladder_clock.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cstdlib>
#include <map>
#include <sstream>
#include <string>
#include <string_view>

using namespace rung::literals;

namespace {

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

// A path is a word: its letters are the events, and where a client stands is the last letter.
struct path {
    enum class fact : std::uint8_t { letter };
    struct event {
        rung::event_id id = 0;
        rung::client_id client = 0;
        rung::instant at{};
        std::int64_t letter = 0;
    };
    struct facts {
        std::int64_t letter = 0;
    };
    static constexpr std::array<rung::word, 1> vocabulary{{{.name = "letter", .most = 4}}};
    static constexpr void fold(facts& f, event const& e) noexcept { f.letter = e.letter; }
    static constexpr std::int64_t read(facts const& f, fact, rung::instant) noexcept { return f.letter; }
};

enum class place : std::uint8_t { path_start, a, b, c, path_end };

constexpr auto letter = rung::fact<path, path::fact::letter>;
using path_stage = rung::basic_stage<path>;
constexpr rung::basic_ladder<path, place> places{
    path_stage{.name = "path_start"}, path_stage{.name = "A", .enter = letter == 1},
    path_stage{.name = "B", .enter = letter == 2}, path_stage{.name = "C", .enter = letter == 3},
    path_stage{.name = "path_end", .enter = letter == 4}};
constexpr auto walk = rung::lifecycle{places, rung::ascent::direct{}};

/// All steps of all paths of one kind.
rung::insight::flow<place> steps_of(std::vector<golden::row> const& paths, std::string_view kind) {
    rung::insight::flow<place> flow;
    rung::client_base base{walk};
    rung::client_id client = 0;
    for (auto const& p : paths) {
        if (p.at("path_kind") != kind) continue;
        ++client;
        std::int64_t n = 0;
        for (char const seen : p.at("sequence") + "D") {  // D: the end of the path, after C
            auto const out =
                base.apply(path::event{.client = client, .at = day(n++), .letter = seen - 'A' + 1}, flow);
            // A move the base shows to the flow; a letter seen twice is a stay, which we want counted.
            if (out.answer() == rung::answer::stayed) {
                auto const here = base.find(client)->stage();
                flow.add(here, here);
            }
        }
    }
    return flow;
}

}  // namespace

TEST_CASE("golden: transition counts and shares of small paths, as another library has them") {
    auto const paths = golden::read("transitions_retentioneering_paths.csv");
    auto const expected = golden::read("transitions_retentioneering.csv");
    if (paths.empty() || expected.empty()) return;
    std::map<std::string, rung::insight::flow<place>> const flows{{"user", steps_of(paths, "user")},
                                                                  {"session", steps_of(paths, "session")}};
    CHECK(expected.size() == 2 * 25);
    for (auto const& row : expected) {
        INFO(row.at("path") << ": " << row.at("from") << " to " << row.at("to"));
        auto const& flow = flows.at(row.at("path"));
        auto const from = places[row.at("from")];
        auto const to = places[row.at("to")];
        CHECK(flow.count(from, to) == std::strtoll(row.at("count").c_str(), nullptr, 10));
        auto const share = [&](std::int64_t whole) {
            return whole == 0 ? 0.0 : static_cast<double>(flow.count(from, to)) / static_cast<double>(whole);
        };
        CHECK(golden::close(share(flow.out_of(from)), std::strtod(row.at("proba_out").c_str(), nullptr)));
        CHECK(golden::close(share(flow.into(to)), std::strtod(row.at("proba_in").c_str(), nullptr)));
    }
}

TEST_CASE(
    "golden: insight_scalars.csv, flow-ebmt3: moves and stays of 2,204 patients after a transplantation") {
    auto const rows = golden::read("insight_scalars.csv");
    if (rows.empty()) return;
    // Whether their platelets recovered, and whether the disease came back: 383 did both, 786 and 458 one.
    constexpr rung::ladder course{
        rung::stage{.name = "Tx"}, rung::stage{.name = "PR", .enter = rung::facts::purchases >= 1},
        rung::stage{.name = "Rel", .enter = rung::facts::complaints >= 1, .exit = true}};
    rung::client_base base{rung::lifecycle{course}};
    rung::insight::flow flow{base};
    rung::insight::ladder_clock times{base};
    for (rung::client_id n = 1; n <= 2'204; ++n) {
        (void)base.apply(rung::contact{.client = n, .at = day(0)}, flow, times);
        if (n <= 383 + 786) (void)base.apply(rung::purchase{.client = n, .at = day(1)}, flow, times);
        if (n <= 383 || n > 2'204 - 458)
            (void)base.apply(rung::complaint{.client = n, .at = day(2)}, flow, times);
    }
    rung::stage_id const tx{0}, pr{1}, rel{2};
    for (auto const& row : rows) {
        if (row.at("id") != "flow-ebmt3") continue;
        auto const stays = [&](rung::stage_id s, std::int64_t came) { return came - flow.out_of(s); };
        std::ostringstream have;
        have << flow.count(tx, pr) << '|' << flow.count(tx, rel) << '|' << stays(tx, 2'204) << '|'
             << flow.count(pr, rel) << '|' << stays(pr, flow.into(pr));
        CHECK(have.str() == row.at("expected"));
        // Who stood where at two instants, as a chain is made of.
        auto const period = times.between(day(1), day(2));
        CHECK(period.count(pr, rel) == flow.count(pr, rel));
        CHECK(period.count(pr, pr) == stays(pr, flow.into(pr)));
        CHECK(period.count(tx, tx) == stays(tx, 2'204));
        return;
    }
    FAIL("the row is there no more");
}

TEST_CASE("flow: every move is counted once, those by time alone and those through an exit too") {
    using rung::ladders::service_stage;
    rung::insight::flow<service_stage> flow;
    rung::client_base base{rung::lifecycle{rung::ladders::service()}};
    for (rung::client_id client : {1u, 2u}) {
        for (std::int64_t n = 0; n < 3; ++n)
            (void)base.apply(rung::purchase{.client = client, .at = day(n)}, flow);
    }
    (void)base.apply(rung::contact{.client = 3, .at = day(3)}, flow);
    CHECK(flow.count(service_stage::potential, service_stage::buyer) == 2);
    CHECK(flow.count(service_stage::buyer, service_stage::client) == 2);
    CHECK(flow.count(service_stage::potential, service_stage::visitor) == 1);
    CHECK(flow.count(service_stage::client, service_stage::buyer) == 0);
    CHECK(flow.out_of(service_stage::potential) == 3);
    CHECK(flow.into(service_stage::client) == 2);
    base.settle(day(500), flow);
    CHECK(flow.count(service_stage::client, service_stage::buyer) == 2);
    CHECK(flow.into(service_stage::buyer) == 4);
    CHECK(flow.out_of(service_stage::advocate) == 0);

    using rung::ladders::loyalty_stage;
    rung::insight::flow<loyalty_stage> lost;
    rung::client_base shop{rung::lifecycle{rung::ladders::loyalty()}};
    (void)shop.apply(rung::purchase{.client = 1, .at = day(0)}, lost);
    (void)shop.apply(rung::loss{.client = 1, .at = day(1)}, lost);
    (void)shop.apply(rung::purchase{.client = 1, .at = day(2)}, lost);
    CHECK(lost.count(loyalty_stage::buyer, loyalty_stage::lost) == 1);
    CHECK(lost.count(loyalty_stage::lost, loyalty_stage::client) == 1);
}

TEST_CASE("flow: the lowest rung counts like any other, as does a stay on it") {
    using rung::ladders::service_stage;
    rung::insight::flow<service_stage> flow;
    flow.add(service_stage::potential, service_stage::potential);
    flow.add(service_stage::buyer, service_stage::potential);
    flow.add(service_stage::buyer, service_stage::visitor);
    CHECK(flow.out_of(service_stage::potential) == 1);
    CHECK(flow.out_of(service_stage::buyer) == 2);
    CHECK(flow.into(service_stage::potential) == 2);
    rung::insight::flow<service_stage> sum;
    sum += flow;
    sum += flow;
    CHECK(sum.count(service_stage::potential, service_stage::potential) == 2);
    CHECK(sum.count(service_stage::buyer, service_stage::potential) == 2);
    CHECK(sum.into(service_stage::potential) == 4);
}

TEST_CASE("flow: two of them add up to the flow of all clients") {
    using rung::ladders::service_stage;
    rung::insight::flow<service_stage> all;
    rung::insight::flow<service_stage> part[2];
    rung::client_base base{rung::lifecycle{rung::ladders::service()}};
    auto even = base;
    auto odd = base;
    for (std::int64_t n = 0; n < 40; ++n) {
        auto const client = static_cast<rung::client_id>(n % 7);
        rung::retail_event const e = rung::purchase{.client = client, .at = day(n * n)};
        (void)base.apply(e, all);
        (void)(client % 2 == 0 ? even : odd).apply(e, part[client % 2]);
    }
    CHECK_FALSE(part[0] == all);
    auto sum = part[0];
    sum += part[1];
    CHECK(sum == all);
    CHECK(all.into(service_stage::client) > 0);
    sum.add(service_stage::buyer, service_stage::buyer);
    CHECK_FALSE(sum == all);
    CHECK(sum.count(service_stage::buyer, service_stage::buyer) == 1);
}

TEST_CASE("flow: one may take back what another counted: below zero alone, right together") {
    using rung::ladders::service_stage;
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    rung::insight::flow first{base}, second{base};
    (void)base.apply(rung::purchase{.id = 2, .client = 1, .at = day(2)}, first);
    (void)base.apply(rung::contact{.id = 1, .client = 1, .at = day(1)}, second);
    CHECK(first.count(service_stage::potential, service_stage::buyer) == 1);
    CHECK(second.count(service_stage::potential, service_stage::buyer) == -1);
    CHECK(second.count(service_stage::visitor, service_stage::buyer) == 1);
    CHECK(second.out_of(service_stage::potential) == 0);
    CHECK(second.into(service_stage::buyer) == 0);

    rung::client_base whole{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    rung::insight::flow all{whole};
    (void)whole.apply(rung::contact{.id = 1, .client = 1, .at = day(1)}, all);
    (void)whole.apply(rung::purchase{.id = 2, .client = 1, .at = day(2)}, all);
    CHECK_FALSE(first == all);
    first += second;
    CHECK(first == all);
}

TEST_CASE("flow: nothing is read for stages that no ladder has") {
    auto const words = [](auto const& read) { return last_words(read); };
    auto const refused = "rung: no ladder has a stage of this number: it was not taken from one\n";
    rung::insight::flow<> flow;
    rung::stage_id const first{0}, last{rung::max_places - 1}, beyond{rung::max_places};
    CHECK(flow.count(first, last) == 0);
    CHECK(flow.count(last, first) == 0);
    CHECK(words([&] { (void)flow.count(first, beyond); }) == refused);
    CHECK(words([&] { (void)flow.count(beyond, first); }) == refused);
    CHECK(words([&] { (void)flow.out_of(beyond); }) == refused);
    CHECK(words([&] { (void)flow.into(beyond); }) == refused);
    CHECK(words([&] { flow.add(first, beyond); }) == refused);
}
