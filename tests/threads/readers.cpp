// What needs no lock at all: many readers of one base, one lifecycle for all, and functions without hidden
// state.

#include "catch.hpp"
#include "threads/work.hpp"

#include <rung/core/explain.hpp>
#include <rung/insight/compare.hpp>
#include <rung/insight/spend.hpp>
#include <rung/ladders/advise.hpp>
#include <rung/ladders/playbooks.hpp>
#include <rung/notation/parse.hpp>
#include <rung/notation/write.hpp>
#include <rung/report/explain.hpp>

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

using work::contents;
using work::day;
using work::in_threads;
using work::life;
using work::log_of;
using work::shop;

namespace {

std::vector<rung::client_id> some_clients(std::size_t count) {
    std::vector<rung::client_id> clients;
    for (std::size_t c = 0; c < count; ++c) clients.push_back(c * 31);
    return clients;
}

/// All that can be read of a base, as text.
std::string reading(shop const& b, std::vector<rung::client_id> const& clients) {
    std::ostringstream out;
    for (auto const [stage, n] : b.census()) out << n << ' ';
    b.each([&](auto const& v) { out << v.id() << v.stage_name() << v.next_change().unix_seconds << ' '; });
    for (auto const id : clients) {
        auto const found = b.find(id);
        if (!found || id % 4 != 0) continue;
        auto const why = found->explain(day(200));
        rung::report::explain(out, why);
        rung::report::explain(out, why, rung::language::ru);
    }
    out << rung::insight::spend_census{b}.total().minor_units << ' ';
    auto const stricter = rung::lifecycle{rung::ladders::patronage({.regular_purchases = 4})};
    auto const impact = rung::insight::compare(b, stricter, {.at = day(200)});
    out << impact.up << ' ' << impact.down << ' ' << impact.kept;
    return out.str();
}

}  // namespace

TEST_CASE("threads: all call const members of one base at once, without a lock") {
    auto const clients = some_clients(200);
    shop b{life};
    (void)b.apply(log_of(clients, 1, 100));
    auto const alone = reading(b, clients);
    CHECK(alone.size() > 1'000);
    std::vector<std::string> together(4);
    in_threads(together.size(), [&](std::size_t i) { together[i] = reading(b, clients); });
    for (auto const& text : together) CHECK(text == alone);
}

TEST_CASE("threads: one lifecycle moves the clients of all threads, each its own") {
    auto const clients = some_clients(150);
    std::vector<std::vector<rung::retail_event>> logs;
    for (std::uint64_t i = 0; i < 4; ++i) logs.push_back(log_of(clients, 1, 100, i));
    std::vector<shop> alone, together;
    for (auto const& log : logs) {
        alone.emplace_back(life);
        together.emplace_back(life);
        (void)alone.back().apply(log);
    }
    in_threads(logs.size(), [&](std::size_t i) { (void)together[i].apply(logs[i]); });
    for (std::size_t i = 0; i < logs.size(); ++i) {
        bool const same = contents(alone[i]) == contents(together[i]);
        CHECK(same);
    }
}

TEST_CASE("threads: ladders are read and written, advice is given, without anything shared") {
    constexpr auto text =
        "ladder club\n  stage guest\n  stage member  enter purchases >= 1 grace 3d\n"
        "  stage friend  enter purchases >= 2 and silence <= 90d\n  exit gone  enter lost >= 1\n";
    auto const one = [&](std::size_t i) {
        std::ostringstream said;
        auto const ladder = rung::try_parse_ladder(text);
        rung::write_text(said, *ladder);
        said << rung::try_parse_ladder("stage a\nstage b enter purchase >= 1").error().message().view();
        rung::lifecycle const club{*ladder};
        rung::client ann;
        for (auto const& e : log_of({i}, 1, 60, i)) (void)club.apply(ann, e);
        rung::report::explain(said, club.explain(ann, day(100)));
        said << to_string(rung::advise(life, rung::playbooks::patronage, ann, day(100)).purpose);
        return said.str();
    };
    std::vector<std::string> alone, together(4);
    for (std::size_t i = 0; i < together.size(); ++i) alone.push_back(one(i));
    in_threads(together.size(), [&](std::size_t i) { together[i] = one(i); });
    CHECK(together == alone);
}
