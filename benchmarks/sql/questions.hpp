#pragma once

// What is asked of the databases, in the SQL that both of them speak: the ladder of document 000, by the same
// sentence of SQL that tests/sql compares with the library.
//
// Written to be quick: stages and kinds are numbers, events that the ladder does not look at are left out
// before anything is sorted, and one order of the events serves all windows.

#include "sql/queries.hpp"

#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace questions {

/// The table, with the id as the database likes it. "at" is a word of DuckDB's own.
[[nodiscard]] inline std::string table(std::string const& id) {
    return "CREATE TABLE event (id " + id +
           ", client BIGINT NOT NULL, happened BIGINT NOT NULL, "
           "kind TINYINT NOT NULL, amount BIGINT NOT NULL)";
}

namespace detail {

inline void replace_all(std::string& text, std::string_view from, std::string const& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// Puts numbers where a query says :stage, :contact, :purchase, :recommendation, :end.
[[nodiscard]] inline std::string filled_in(std::string query, rung::instant end) {
    std::string stage = sql::service_stage;
    auto const ladder = rung::ladders::service();
    for (auto const at : ladder.stages())
        replace_all(stage, "'" + std::string{at.name()} + "'", std::to_string(at.index()));
    replace_all(query, ":stage", stage);
    for (auto const kind :
         {rung::event_kind::contact, rung::event_kind::purchase, rung::event_kind::recommendation})
        replace_all(query, ":" + std::string{rung::to_string(kind)}, std::to_string(static_cast<int>(kind)));
    replace_all(query, ":end", std::to_string(end.unix_seconds));
    return query;
}

}  // namespace detail

/// stage, clients: who stands where at `end`.
[[nodiscard]] inline std::string census(rung::instant end) {
    return detail::filled_in(R"(
    WITH facts AS (
        SELECT count(*) FILTER (WHERE kind = :contact) AS contacts,
               count(*) FILTER (WHERE kind = :purchase) AS purchases,
               count(*) FILTER (WHERE kind = :recommendation) AS recommendations,
               :end - max(happened) FILTER (WHERE kind = :purchase) AS silence
        FROM event GROUP BY client)
    SELECT CAST(stage AS BIGINT), count(*) FROM (SELECT :stage AS stage FROM facts) GROUP BY stage)",
                             end);
}

/// month as in 202401, from, to, moves: what moved until `end`. `month` is SQL for the month of `happened`.
///
/// A client may move at each event, and once between two of them, when the silence grows too long: 90 days
/// and a second after the last purchase. So for each event the query finds where the one before it left the
/// client, where they stood when it came, and where it took them. After the last event, :end stands for one.
[[nodiscard]] inline std::string flow(rung::instant end, std::string const& month) {
    return detail::filled_in(R"(
    WITH
    step AS (
        SELECT happened, kind,
               count(*) FILTER (WHERE kind = :contact) OVER earlier AS contacts,
               count(*) FILTER (WHERE kind = :purchase) OVER earlier AS purchases,
               count(*) FILTER (WHERE kind = :recommendation) OVER earlier AS recommendations,
               max(happened) FILTER (WHERE kind = :purchase) OVER earlier AS bought,
               max(happened) OVER earlier AS last
        FROM event WHERE kind IN (:contact, :purchase, :recommendation)
        WINDOW earlier AS (PARTITION BY client ORDER BY happened, id
                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        UNION ALL
        SELECT :end, -1,
               count(*) FILTER (WHERE kind = :contact),
               count(*) FILTER (WHERE kind = :purchase),
               count(*) FILTER (WHERE kind = :recommendation),
               max(happened) FILTER (WHERE kind = :purchase),
               max(happened)
        FROM event WHERE kind IN (:contact, :purchase, :recommendation)
        GROUP BY client),
    left_at AS (
        SELECT *, :stage AS was FROM (SELECT *, last - bought AS silence FROM step)),
    found_at AS (
        SELECT *, :stage AS stood
        FROM (SELECT happened, kind, contacts, purchases, recommendations, bought, was,
                     happened - bought AS silence
              FROM left_at)),
    taken_to AS (
        SELECT happened, bought, was, stood, :stage AS came
        FROM (SELECT happened, bought, was, stood,
                     contacts + CASE kind WHEN :contact THEN 1 ELSE 0 END AS contacts,
                     purchases + CASE kind WHEN :purchase THEN 1 ELSE 0 END AS purchases,
                     recommendations + CASE kind WHEN :recommendation THEN 1 ELSE 0 END AS recommendations,
                     CASE kind WHEN :purchase THEN 0 ELSE silence END AS silence
              FROM found_at)),
    move AS (
        SELECT bought + 90 * 86400 + 1 AS happened, was AS from_stage, stood AS to_stage
        FROM taken_to WHERE was <> stood
        UNION ALL
        SELECT happened, stood, came FROM taken_to WHERE stood <> came)
    SELECT CAST(month AS BIGINT), CAST(from_stage AS BIGINT), CAST(to_stage AS BIGINT), count(*)
    FROM (SELECT )" + month + R"( AS month, from_stage, to_stage FROM move)
    GROUP BY month, from_stage, to_stage)",
                             end);
}

}  // namespace questions
