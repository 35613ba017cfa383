// What each rung brought in, by the ledger and by SQLite, of real logs on a ladder by the number of
// purchases: purchases, revenue, who came, and the seconds that clients spent there, to the last unit.

#include "log.hpp"
#include "queries.hpp"
#include "sqlite.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/tell.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace rung::facts;

struct sums {
    std::int64_t purchases = 0;
    std::int64_t revenue = 0;
    std::int64_t entries = 0;
    std::int64_t seconds = 0;
    friend bool operator==(sums const&, sums const&) = default;
};

// A purchase belongs to the rung on which it was made. ?1: as of when.
constexpr char const* by_rung = R"(
    WITH bought AS (
        SELECT client, at, amount, row_number() OVER (PARTITION BY client ORDER BY at, id) AS n
        FROM event WHERE kind = 'purchase'),
    steps AS (
        SELECT client, max(CASE WHEN n = 1 THEN at END) AS first, max(CASE WHEN n = 3 THEN at END) AS third
        FROM bought GROUP BY client),
    person AS (
        SELECT came, first, third
        FROM (SELECT client, min(at) AS came FROM event GROUP BY client) LEFT JOIN steps USING (client)),
    stood AS (
        SELECT 'guest' AS rung, came AS since, coalesce(first, ?1) AS until FROM person
        UNION ALL SELECT 'buyer', first, coalesce(third, ?1) FROM person WHERE first IS NOT NULL
        UNION ALL SELECT 'regular', third, ?1 FROM person WHERE third IS NOT NULL),
    money AS (
        SELECT CASE WHEN n = 1 THEN 'guest' WHEN n <= 3 THEN 'buyer' ELSE 'regular' END AS rung,
               count(*) AS purchases, sum(amount) AS revenue
        FROM bought GROUP BY 1)
    SELECT rung, count(*), sum(until - since), purchases, revenue FROM stood JOIN money USING (rung) GROUP BY rung)";

std::map<std::string, sums> by_sql(event_log const& log, rung::instant now) {
    sql::database database;
    database.run(sql::raw_lines);
    database.run("BEGIN");
    auto insert = database.prepare("INSERT INTO line VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    for (auto const& line : log.lines) {
        for (std::size_t i = 0; i < line.size(); ++i) insert.bind(static_cast<int>(i) + 1, line[i]);
        insert.step();
        insert.reset();
    }
    database.run("COMMIT");
    database.run(sql::events);
    auto each = database.prepare(by_rung);
    each.bind(1, std::int64_t{now.unix_seconds});
    std::map<std::string, sums> out;
    while (each.step())
        out[std::string{each.text(0)}] = {each.integer(3), each.integer(4), each.integer(1), each.integer(2)};
    return out;
}

std::map<std::string, sums> by_ledger(event_log const& log, rung::instant now) {
    rung::lifecycle const life{rung::ladder{rung::stage{"guest"}, rung::stage{"buyer", purchases >= 1},
                                            rung::stage{"regular", purchases >= 3}}};
    std::vector<rung::retail_event> events;
    for (auto const& line : log.lines) {
        if (auto const e = to_event(log, line)) events.push_back(*e);
    }
    rung::client_base base{life, rung::history::kept{}};
    CHECK(base.apply(std::span<rung::retail_event const>{events}).refused.empty());
    rung::insight::ledger book{base};
    rung::insight::tell(base, book);
    std::map<std::string, sums> out;
    for (auto const& line : book.lines(now)) {
        auto const& a = line.account;
        out[std::string{life.ladder().name(line.stage)}] = {a.purchases, a.revenue.to_int64(), a.entries,
                                                            a.seconds.to_int64()};
    }
    return out;
}

}  // namespace

TEST_CASE("sql: the ledger of a real log, rung by rung") {
    auto const log = shared_log("cdnow_sample");
    if (log.lines.empty()) return;
    auto const now = rung::utc(1999, 1, 1);
    auto const expected = by_sql(log, now);
    auto const have = by_ledger(log, now);
    REQUIRE(expected.size() == 3);
    for (auto const& [name, s] : expected) {
        INFO(name);
        CHECK(have.at(name).purchases == s.purchases);
        CHECK(have.at(name).revenue == s.revenue);
        CHECK(have.at(name).entries == s.entries);
        CHECK(have.at(name).seconds == s.seconds);
        CHECK(s.revenue > 0);
    }
    CHECK(have == expected);
}
