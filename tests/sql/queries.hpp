#pragma once

// The ladders once more, in SQL, from the documents' sentences and not from the library's code.
//
// Where a client stands at an instant needs no memory of where they stood before. With the default policies a
// client is on the highest rung whose rule, and all rules below, hold (leap), falls when a rule ceases to
// hold (at_once), and begins again from the first rung when an exit no longer holds (requalify). None of the
// three ladders has another rule to keep a rung than to enter it, a grace, or a second exit. So each occasion
// brings a client where the facts alone put them, the last occasion too, and between two occasions no rule
// changes. Only some of the facts depend on the order of events: what came after the last of
// something. They are found below by each event's place in its client's order, which is
// the same at every instant.
//
// What a log has no column for never happens: a client who waits for an answer (002.5), a refund that says
// by itself that the whole purchase is taken back, an add-on.

#include <string>

namespace sql {

/// Lines as they stand in the log, all text.
inline constexpr char const* raw_lines = R"(
    CREATE TABLE line (id TEXT, client TEXT, at TEXT, kind TEXT, amount TEXT, channel TEXT, score TEXT, of TEXT);
)";

/// The lines that say something that can be, with their places in the order of each client's events. The rest
/// is left out.
inline constexpr char const* events = R"(
    CREATE TABLE event AS
    WITH number AS (
        SELECT CAST(id AS INTEGER) AS id, client, CAST(strftime('%s', at) AS INTEGER) AS at, kind,
               CAST(amount AS INTEGER) AS amount,
               CAST(nullif(score, '') AS INTEGER) AS score,
               CAST(of AS INTEGER) AS of
        FROM line
        WHERE client <> '' AND id <> ''
          -- whole numbers, none below zero
          AND id NOT GLOB '*[^0-9]*' AND amount NOT GLOB '*[^0-9]*'
          AND score NOT GLOB '*[^0-9]*' AND of NOT GLOB '*[^0-9]*'
          -- a date of the calendar, from one second after 1970 began to two before the 32 bits end
          -- (adding nothing makes SQLite turn the 29th of February into the 1st of March where there is none)
          AND strftime('%Y-%m-%dT%H:%M:%SZ', at, '+0 seconds') = at
          AND at BETWEEN '1970-01-01T00:00:01Z' AND '2106-02-07T06:28:14Z')
    SELECT *, row_number() OVER (PARTITION BY client ORDER BY at, id) AS place
    FROM number
    WHERE CASE kind
        WHEN 'contact'    THEN coalesce(score, 0) <= 2              -- who began it: 1 the client, 2 we
        WHEN 'evaluation' THEN score BETWEEN 1 AND 5
        WHEN 'awareness'  THEN score <= 3
        WHEN 'need'       THEN coalesce(score, 1) <= 6              -- the step of the purchase
        WHEN 'wallet'     THEN score <= 100                         -- percent
        WHEN 'loss'       THEN coalesce(score, 14) BETWEEN 1 AND 14 -- why
        ELSE kind IN ('offer', 'purchase', 'refund', 'complaint', 'recommendation', 'referral',
                      'price_rise', 'competitor_purchase', 'refusal')
    END;

    CREATE INDEX event_of ON event (client, of);
    CREATE UNIQUE INDEX event_id ON event (client, id);
)";

/// What is known of each client at the instant ?1. A client is known from the first event on, whatever
/// became of it.
inline constexpr char const* facts = R"(
    CREATE TEMP TABLE facts AS
    WITH
    -- The purchases that were given back whole: they are no purchases any more.
    given_back AS MATERIALIZED (
        SELECT p.client, p.id
        FROM event AS r JOIN event AS p ON p.client = r.client AND p.id = r.of
        WHERE r.kind = 'refund' AND r.at <= ?1 AND p.kind = 'purchase' AND p.at <= ?1
        GROUP BY p.client, p.id, p.amount
        HAVING sum(r.amount) >= p.amount),
    seen AS MATERIALIZED (
        SELECT client, id, at, amount, score, of, place,
               CASE WHEN kind = 'purchase' AND (client, id) IN (SELECT client, id FROM given_back)
                    THEN 'taken back' ELSE kind END AS kind
        FROM event WHERE at <= ?1),

    -- What was paid, and what was given back of it without a name or in part. A refund of a purchase that is
    -- not known is held aside, and so is what is beyond all that the client has spent by then: each time the
    -- sum would fall below zero, it stays there.
    paid AS MATERIALIZED (
        SELECT client, place, amount FROM seen WHERE kind = 'purchase'
        UNION ALL
        SELECT client, place, -amount FROM seen WHERE kind = 'refund' AND of = 0
        UNION ALL
        SELECT r.client, max(r.place, p.place), -r.amount
        FROM event AS r JOIN event AS p ON p.client = r.client AND p.id = r.of
        WHERE r.kind = 'refund' AND r.at <= ?1 AND p.kind = 'purchase' AND p.at <= ?1
          AND (p.client, p.id) NOT IN (SELECT client, id FROM given_back)),
    spent AS MATERIALIZED (
        SELECT client, sum(amount) - min(0, min(running)) AS spend
        FROM (SELECT client, amount, sum(amount) OVER (PARTITION BY client ORDER BY place) AS running FROM paid)
        GROUP BY client),

    -- The places of the last of something; 0 where there is none.
    last AS MATERIALIZED (
        SELECT client,
               coalesce(max(place) FILTER (WHERE kind = 'purchase'), 0) AS purchase,
               coalesce(max(place) FILTER (WHERE kind = 'evaluation'), 0) AS evaluation,
               coalesce(max(place) FILTER (WHERE kind = 'wallet'), 0) AS wallet,
               coalesce(max(place) FILTER (WHERE kind = 'price_rise' AND score IS NOT 1), 0) AS angry_price_rise,
               -- A purchase, or a contact by the client, brings a lost client back.
               coalesce(max(place) FILTER (WHERE kind = 'loss'), 0) AS loss,
               coalesce(max(place) FILTER (WHERE kind = 'purchase' OR (kind = 'contact' AND score = 1)), 0)
                   AS comeback,
               -- A client who looks for it already (step 2) needs it now; until they bought, declined or are
               -- lost, or we learn that it is not so urgent.
               coalesce(max(place) FILTER (WHERE kind = 'need' AND score >= 2), 0) AS urgent_need,
               coalesce(max(place) FILTER (WHERE kind IN ('purchase', 'refusal', 'loss')
                                              OR (kind = 'need' AND coalesce(score, 1) < 2)), 0) AS end_of_need
        FROM seen GROUP BY client)

    SELECT client,
           coalesce(spent.spend, 0) AS spend,
           count(*) FILTER (WHERE kind = 'contact') AS contacts,
           count(*) FILTER (WHERE kind = 'purchase') AS purchases,
           ?1 - max(at) FILTER (WHERE kind = 'purchase') AS silence,
           count(*) FILTER (WHERE kind = 'recommendation') AS recommendations,
           count(*) FILTER (WHERE kind = 'evaluation') AS evaluations,
           max(score) FILTER (WHERE place = last.evaluation) AS last_score,
           coalesce(max(score) FILTER (WHERE place = last.wallet), 0) AS wallet_share,
           count(*) FILTER (WHERE kind = 'price_rise' AND place > last.angry_price_rise) AS calm_price_rises,
           count(*) FILTER (WHERE kind = 'competitor_purchase' AND place > last.purchase)
               AS competitor_purchases,
           last.loss > last.comeback AS lost,
           last.urgent_need > last.end_of_need AS needs_it_now
    FROM seen JOIN last USING (client) LEFT JOIN spent USING (client)
    GROUP BY client;
)";

inline constexpr char const* no_facts = "DROP TABLE IF EXISTS temp.facts;";

/// Document 000: the stage, where the facts have their columns.
inline constexpr char const* service_stage = R"(CASE
        WHEN purchases >= 3 AND silence <= 90 * 86400 AND recommendations >= 1 THEN 'advocate'
        WHEN purchases >= 3 AND silence <= 90 * 86400                          THEN 'client'
        WHEN purchases >= 1                                                    THEN 'buyer'
        WHEN contacts >= 1                                                     THEN 'visitor'
        ELSE 'potential' END)";

inline std::string const service =
    std::string{"SELECT client, spend, "} + service_stage + " AS stage FROM facts";

/// Document 002.
inline constexpr char const* loyalty = R"(
    SELECT client, spend, CASE
        WHEN lost                                                              THEN 'lost'
        WHEN purchases >= 2 AND wallet_share >= 100 AND recommendations >= 1
             AND calm_price_rises >= 1 AND competitor_purchases = 0            THEN 'supporter'
        WHEN purchases >= 2                                                    THEN 'client'
        WHEN purchases >= 1                                                    THEN 'buyer'
        ELSE 'potential' END AS stage
    FROM facts)";

/// Document 004.
inline constexpr char const* patronage = R"(
    SELECT client, spend, CASE
        WHEN purchases >= 1 AND silence >= 365 * 86400                         THEN 'gone'
        WHEN purchases >= 2 AND silence <= 120 * 86400
             AND (evaluations = 0 OR last_score >= 3)                          THEN 'regular'
        WHEN purchases >= 1                                                    THEN 'client'
        WHEN contacts >= 1 OR needs_it_now                                     THEN 'prospective'
        ELSE 'potential' END AS stage
    FROM facts)";

}  // namespace sql
