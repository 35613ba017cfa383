// duckdb_census_and_flow LOG LIBDUCKDB: what DuckDB takes to read the same CSV and to say who stands where
// and who moved in which month, on as many threads as it likes: what `replay` is compared with.
#include "../../examples/replay/sql.hpp"
#include "../sql/questions.hpp"

#include <rung/core/calendar.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>

int main(int argc, char** argv) try {
    if (argc != 3) {
        std::fputs("duckdb_census_and_flow LOG LIBDUCKDB\n", stderr);
        return 2;
    }
    auto const number = [](rung::event_kind kind) { return std::to_string(static_cast<int>(kind)); };
    auto const end = rung::utc(2026, 1, 1);
    auto const query =
        "WITH event AS MATERIALIZED (SELECT id, client, CAST(epoch(\"at\") AS BIGINT) AS happened, "
        "CASE kind WHEN 'contact' THEN " +
        number(rung::event_kind::contact) + " WHEN 'purchase' THEN " + number(rung::event_kind::purchase) +
        " WHEN 'recommendation' THEN " + number(rung::event_kind::recommendation) +
        " ELSE 99 END AS kind FROM read_csv('" + std::string{argv[1]} +
        "', header = true)), census(stage, clients) AS (" + questions::census(end) +
        "), flow(month, from_stage, to_stage, moves) AS (" +
        questions::flow(end, "strftime(to_timestamp(happened), '%Y%m')") +
        ") SELECT 0 AS month, stage, stage AS to_stage, clients FROM census UNION ALL SELECT * FROM flow";
    auto const rows = text_of_query({query, argv[2], {}});
    std::string block(65'536, '\0');
    std::ptrdiff_t lines = -1;  // the first names the columns
    while (auto const n = rows->read(block.data(), block.size()))
        lines += std::count(block.data(), block.data() + n, '\n');
    std::printf("%td rows\n", lines);
    return 0;
} catch (std::exception const& e) {
    std::fprintf(stderr, "duckdb_census_and_flow: %s\n", e.what());
    return 2;
}
