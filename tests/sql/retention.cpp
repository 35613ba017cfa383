// Who stays, by the library and by SQLite: cohorts by the month of the first purchase, and who was there in
// which month, of a real shop.

#include "log.hpp"
#include "sqlite.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/activity.hpp>
#include <rung/insight/histories.hpp>
#include <rung/insight/retention.hpp>
#include <rung/ladders/service.hpp>

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

using rung::insight::periods;

constexpr auto as_of = rung::utc(2000, 1, 1);
constexpr std::size_t columns = 12;

/// All purchases of a log that the library took, in a database: who, and in which month.
constexpr char const* purchases = R"(
    CREATE TABLE month AS SELECT DISTINCT client, strftime('%Y', at, 'unixepoch') * 12 +
        strftime('%m', at, 'unixepoch') - 1 AS month FROM purchase;
    CREATE TABLE cohort AS SELECT client, min(month) AS first, max(month) AS last FROM month GROUP BY client;
)";
constexpr char const* on = R"(
    SELECT first, month - first, count(*) FROM month JOIN cohort USING (client) GROUP BY 1, 2
)";
constexpr char const* on_or_after = R"(
    WITH RECURSIVE k(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM k WHERE k < 11)
    SELECT first, k, sum(last - first >= k) FROM cohort, k GROUP BY 1, 2
)";
constexpr char const* activity = R"(
    SELECT m.month, sum(m.month = c.first), sum(m.month > c.first AND b.month IS NOT NULL),
           sum(m.month > c.first AND b.month IS NULL)
    FROM month m JOIN cohort c USING (client)
    LEFT JOIN month b ON b.client = m.client AND b.month = m.month - 1 GROUP BY 1
)";
constexpr char const* dormant = R"(
    SELECT m.month + 1, count(*) FROM month m
    LEFT JOIN month n ON n.client = m.client AND n.month = m.month + 1 WHERE n.month IS NULL GROUP BY 1
)";

using cells = std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t>;

cells answer(sql::database& db, char const* query) {
    cells out;
    auto each = db.prepare(query);
    while (each.step()) {
        if (each.integer(2) != 0) out[{each.integer(0), each.integer(1)}] = each.integer(2);
    }
    return out;
}

}  // namespace

TEST_CASE("SQLite counts the same cohorts, and the same new, returning, resurrecting and dormant clients") {
    auto const log = shared_log("cdnow_sample");
    if (log.lines.empty()) return;
    std::vector<rung::retail_event> events;
    for (auto const& line : log.lines) {
        if (auto const e = to_event(log, line); e && e->kind == rung::event_kind::purchase)
            events.push_back(*e);
    }
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    REQUIRE(base.apply(std::span<rung::retail_event const>{events}).applied == events.size());

    rung::insight::lives seen{base};
    rung::insight::tell(base, seen);

    sql::database db;
    db.run("CREATE TABLE purchase (client INTEGER, at INTEGER); BEGIN");
    auto insert = db.prepare("INSERT INTO purchase VALUES (?1, ?2)");
    for (auto const& e : events) {
        insert.bind(1, static_cast<std::int64_t>(e.client));
        insert.bind(2, std::int64_t{e.at.unix_seconds});
        insert.step();
        insert.reset();
    }
    db.run("COMMIT");
    db.run(purchases);

    for (auto const how : {rung::insight::retained::on, rung::insight::retained::on_or_after}) {
        rung::insight::retention triangle{{.as_of = as_of, .columns = columns, .how = how}};
        seen.each(triangle);
        cells have;
        for (auto const cohort : triangle.cohorts()) {
            for (std::size_t k = 0; k < columns; ++k) {
                auto const c = triangle.at(cohort, k);
                CHECK(c.ripe == triangle.size(cohort));
                if (c.retained != 0) have[{cohort, static_cast<std::int64_t>(k)}] = c.retained;
            }
        }
        auto expected = answer(db, how == rung::insight::retained::on ? on : on_or_after);
        std::erase_if(expected, [](auto const& cell) {
            return cell.first.second >= static_cast<std::int64_t>(columns);
        });
        CHECK(expected.size() == 3 * columns);
        CHECK(have == expected);
    }

    rung::insight::activity there{{.as_of = as_of}};
    seen.each(there);
    std::map<std::int64_t, rung::insight::activity_counts> by_month;
    auto each = db.prepare(activity);
    while (each.step()) {
        auto& c = by_month[each.integer(0)];
        c.fresh = each.integer(1);
        c.same = each.integer(2);  // SQL does not tell more from less
        c.resurrecting = each.integer(3);
    }
    auto gone = db.prepare(dormant);
    while (gone.step()) by_month[gone.integer(0)].dormant = gone.integer(1);
    there.each([&](std::int64_t month, rung::insight::activity_counts const& c) {
        INFO("month " << month);
        auto const expected = by_month[month];
        CHECK(c.fresh == expected.fresh);
        CHECK(c.returning() == expected.same);
        CHECK(c.resurrecting == expected.resurrecting);
        CHECK(c.dormant == expected.dormant);
        by_month.erase(month);
    });
    CHECK(by_month.empty());
}
