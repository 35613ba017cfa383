// Where everybody stands, by the library and by SQLite: of each log, on three ladders, at a dozen instants,
// for each client and stage.

#include "log.hpp"
#include "queries.hpp"
#include "sqlite.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/patronage.hpp>
#include <rung/ladders/service.hpp>
#include <rung/notation/values.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

using namespace rung::literals;

namespace {

/// One client: the stage, and the spend. Without a stage the client is not known yet.
struct answer {
    std::string stage;
    std::int64_t spend = 0;

    friend bool operator==(answer const&, answer const&) = default;
};

/// Of one ladder at one instant: each client, by number, and how many stand where.
struct picture {
    std::vector<answer> clients;
    std::map<std::string, std::uint64_t> census;
};

constexpr std::array<char const*, 3> ladder_names{"service", "loyalty", "patronage"};
using pictures = std::array<picture, ladder_names.size()>;

// The library ------------------------------------------------------------------------------------------

/// A log as the library has it. Only this knows how the library is asked.
template <class Ladder>
class library {
public:
    library(Ladder const& ladder, std::vector<rung::retail_event> const& events, std::size_t clients)
        : base_{rung::lifecycle{ladder}, rung::history::kept{}}, clients_{clients} {
        auto const report = base_.apply(std::span<rung::retail_event const>{events});
        taken_ = report.applied;
        CHECK(report.applied + report.refused.size() == events.size());
    }

    /// How many events it took.
    [[nodiscard]] std::uint64_t taken() const noexcept { return taken_; }

    [[nodiscard]] picture as_of(rung::instant t) const {
        auto const then = base_.as_of(t);
        picture out;
        out.clients.resize(clients_);
        then.each([&](auto const& c) {
            out.clients[c.id() - 1] = {std::string{c.stage_name()}, c.facts().spend().minor_units};
        });
        for (auto const& [stage, n] : then.census()) {
            if (n != 0) out.census[std::string{then.lifecycle().ladder().name(stage)}] = n;
        }
        return out;
    }

private:
    rung::client_base<rung::lifecycle<Ladder>, rung::history::kept> base_;
    std::size_t clients_;
    std::uint64_t taken_ = 0;
};

/// The events of the lines that can be read, in the order of the log.
std::vector<rung::retail_event> events_of(event_log const& log) {
    std::vector<rung::retail_event> events;
    for (auto const& line : log.lines) {
        if (auto const e = to_event(log, line)) events.push_back(*e);
    }
    return events;
}

// SQL --------------------------------------------------------------------------------------------------

struct queries {
    std::string events = sql::events;
    std::string facts = sql::facts;
    std::array<std::string, ladder_names.size()> stages{sql::service, sql::loyalty, sql::patronage};
};

/// A log in a database.
class tables {
public:
    tables(event_log const& log, queries const& q) : log_{&log}, queries_{q} {
        database_.run(sql::raw_lines);
        database_.run("BEGIN");
        auto insert = database_.prepare("INSERT INTO line VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        for (auto const& line : log.lines) {
            for (std::size_t i = 0; i < line.size(); ++i) insert.bind(static_cast<int>(i) + 1, line[i]);
            insert.step();
            insert.reset();
        }
        database_.run("COMMIT");
        database_.run(queries_.events.c_str());
    }

    [[nodiscard]] std::uint64_t events() {
        auto count = database_.prepare("SELECT count(*) FROM event");
        count.step();
        return static_cast<std::uint64_t>(count.integer(0));
    }

    [[nodiscard]] pictures as_of(rung::instant t) {
        database_.run(sql::no_facts);
        {
            auto fill = database_.prepare(queries_.facts);
            fill.bind(1, std::int64_t{t.unix_seconds});
            fill.step();
        }
        pictures out;
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i].clients.resize(log_->clients.size());
            auto each = database_.prepare(queries_.stages[i]);
            while (each.step()) {
                auto const client = log_->number_of.at(std::string{each.text(0)});
                out[i].clients[client] = {std::string{each.text(2)}, each.integer(1)};
            }
            auto census =
                database_.prepare("SELECT stage, count(*) FROM (" + queries_.stages[i] + ") GROUP BY stage");
            while (census.step())
                out[i].census[std::string{census.text(0)}] = static_cast<std::uint64_t>(census.integer(1));
        }
        return out;
    }

private:
    event_log const* log_;
    queries queries_;
    sql::database database_;
};

std::vector<pictures> by_library(event_log const& log, std::vector<rung::instant> const& instants) {
    auto const events = events_of(log);
    auto const n = log.clients.size();
    library const service{rung::ladders::service(), events, n};
    library const loyalty{rung::ladders::loyalty(), events, n};
    library const patronage{rung::ladders::patronage(), events, n};
    CHECK(service.taken() == tables{log, {}}.events());
    std::vector<pictures> out;
    for (auto const t : instants) out.push_back({service.as_of(t), loyalty.as_of(t), patronage.as_of(t)});
    return out;
}

// The comparison ---------------------------------------------------------------------------------------

/// Instants all over a log: before, at and after its events, the last one, and long after the end; and both
/// sides of each threshold, seen from the second in which most of the good buyers bought last.
std::vector<rung::instant> instants_of(event_log const& log) {
    std::vector<rung::instant> at;
    std::map<rung::client_id, std::pair<std::size_t, rung::instant>> bought;
    for (auto const& e : events_of(log)) {
        at.push_back(e.at);
        if (e.kind != rung::event_kind::purchase) continue;
        auto& [n, last] = bought[e.client];
        ++n;
        last = std::max(last, e.at);
    }
    std::sort(at.begin(), at.end());
    std::size_t best = 0;
    for (auto const& [client, b] : bought) best = std::max(best, std::min(b.first, std::size_t{3}));
    std::map<rung::instant, std::size_t> last_of;
    for (auto const& [client, b] : bought) last_of[b.second] += b.first >= best ? 1u : 0u;
    auto const bought_last =
        std::max_element(last_of.begin(), last_of.end(), [](auto const& a, auto const& b) {
            return a.second < b.second;
        })->first;
    auto const half = at[at.size() / 2];
    return {at[at.size() / 4],
            half - 1_seconds,
            half,
            at[at.size() / 4 * 3],
            at.back(),
            bought_last + 90_days,
            bought_last + 90_days + 1_seconds,
            bought_last + 120_days,
            bought_last + 120_days + 1_seconds,
            bought_last + 365_days - 1_seconds,
            bought_last + 365_days,
            at.back() + 3'650_days};
}

std::string shown(answer const& a) {
    return (a.stage.empty() ? "not known" : a.stage) + ", spent " + std::to_string(a.spend);
}

/// The numbers of the clients about whom the two disagree.
std::vector<std::size_t> differing(picture const& a, picture const& b) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < a.clients.size(); ++i) {
        if (!(a.clients[i] == b.clients[i])) out.push_back(i);
    }
    return out;
}

std::uint64_t at_stage(picture const& p, std::string const& stage) {
    auto const found = p.census.find(stage);
    return found == p.census.end() ? 0 : found->second;
}

/// How much was compared.
struct compared {
    std::uint64_t clients = 0;
    std::uint64_t stages = 0;
    /// The clients ever seen on each stage, of each ladder.
    std::array<std::map<std::string, std::uint64_t>, ladder_names.size()> seen;
};

compared compare(event_log const& log) {
    auto const instants = instants_of(log);
    tables t{log, {}};
    auto const have = by_library(log, instants);
    compared out;
    for (std::size_t i = 0; i < instants.size(); ++i) {
        auto const expected = t.as_of(instants[i]);
        for (std::size_t ladder = 0; ladder < ladder_names.size(); ++ladder) {
            auto const& in_sql = expected[ladder];
            auto const& in_library = have[i][ladder];
            INFO("log " << log.name << ", ladder " << ladder_names[ladder] << ", at "
                        << std::string_view{rung::to_text(instants[i])});

            auto const differ = differing(in_sql, in_library);
            std::string who;
            for (std::size_t k = 0; k < differ.size() && k < 5; ++k) {
                auto const c = differ[k];
                who += "\n  client " + log.clients[c] + ": SQL " + shown(in_sql.clients[c]) + "; library " +
                       shown(in_library.clients[c]);
            }
            INFO(differ.size() << " clients differ" << who);
            CHECK(differ.empty());

            auto stages = in_sql.census;
            stages.insert(in_library.census.begin(), in_library.census.end());
            for (auto const& [stage, n] : stages) {
                INFO("stage " << stage << ": SQL " << at_stage(in_sql, stage) << ", library "
                              << at_stage(in_library, stage));
                CHECK(at_stage(in_sql, stage) == at_stage(in_library, stage));
                out.seen[ladder][stage] += n;
                ++out.stages;
            }
            for (auto const& a : in_sql.clients) out.clients += a.stage.empty() ? 0u : 1u;
        }
    }
    return out;
}

}  // namespace

TEST_CASE("sql: six real logs on three ladders") {
    for (auto const* const name :
         {"cdnow_sample", "online_retail", "olist_funnel", "olist_shop", "mobile_game", "loans"}) {
        auto const log = shared_log(name);
        if (log.lines.empty()) continue;
        // Whoever made these logs made no line that cannot be.
        CHECK(tables{log, {}}.events() == log.lines.size());
        auto const n = compare(log);
        CHECK(n.clients > 10'000);
        CHECK(n.stages > 60);
    }
}

TEST_CASE("sql: a made-up log with everything that the real ones lack, on the same ladders") {
    auto const log = made_up_log();
    auto const taken = tables{log, {}}.events();
    CHECK(events_of(log).size() > taken);  // the reader refuses some lines, the library others
    CHECK(taken < log.lines.size() * 95 / 100);
    auto const n = compare(log);
    for (auto const& stages : n.seen) CHECK(stages.size() == 5);  // nobody's absence proves anything
}

TEST_CASE("sql: a wrong rule in SQL makes a visible difference") {
    auto const log = made_up_log();
    auto const instants = instants_of(log);
    auto const have = by_library(log, instants);
    auto const is_seen = [&](queries const& q) {
        tables t{log, q};
        for (std::size_t i = 0; i < instants.size(); ++i) {
            auto const expected = t.as_of(instants[i]);
            for (std::size_t k = 0; k < ladder_names.size(); ++k) {
                if (!differing(expected[k], have[i][k]).empty()) return true;
            }
        }
        return false;
    };
    REQUIRE_FALSE(is_seen({}));

    queries right;
    auto const& [service, loyalty, patronage] = right.stages;
    struct mistake {
        std::string const& where;
        char const* from;
        char const* to;
    };
    for (auto const& m : {
             mistake{service, "purchases >= 3 AND silence <= 90 * 86400     ", "purchases >= 2 "},
             {service, "silence <= 90 * 86400     ", "silence < 90 * 86400"},
             {service, "silence <= 90 * 86400     ", "silence <= 90 * 86400 + 1"},
             {service, "recommendations >= 1", "recommendations >= 2"},
             {service, "contacts >= 1", "contacts >= 2"},
             {loyalty, "purchases >= 2 AND", "purchases >= 1 AND"},
             {loyalty, "wallet_share >= 100", "wallet_share > 98"},
             {loyalty, "AND recommendations >= 1", ""},
             {loyalty, "AND calm_price_rises >= 1", ""},
             {loyalty, "AND competitor_purchases = 0", ""},
             {loyalty, "WHEN lost", "WHEN 0"},
             {patronage, "silence >= 365 * 86400", "silence > 365 * 86400"},
             {patronage, "silence >= 365 * 86400", "silence >= 365 * 86400 - 1"},
             {patronage, "silence <= 120 * 86400", "silence < 120 * 86400"},
             {patronage, "silence <= 120 * 86400", "silence <= 120 * 86400 + 1"},
             {patronage, "evaluations = 0 OR", ""},
             {patronage, "last_score >= 3", "last_score >= 4"},
             {patronage, "OR needs_it_now", ""},
             {right.facts, "FROM event WHERE at <= ?1", "FROM event WHERE at < ?1"},
             {right.events, "ORDER BY at, id)", "ORDER BY at, id & 4294967295, id)"},
             {right.facts, "sum(r.amount) >= p.amount", "sum(r.amount) = p.amount"},
             {right.facts, "sum(r.amount) >= p.amount", "max(r.amount) >= p.amount"},
             {right.facts, "sum(r.amount) >= p.amount", "0"},
             {right.facts, "- min(0, min(running))", ""},
             {right.facts, "max(r.place, p.place)", "r.place"},
             {right.facts, "-r.amount", "0"},
             {right.facts, "p.client = r.client AND p.id", "p.id"},
             {right.facts, "'refund' AND of = 0", "'refund'"},
             {right.facts, "kind = 'contact' AND score = 1", "kind = 'contact'"},
             {right.facts, "score >= 2), 0) AS urgent", "score >= 3), 0) AS urgent"},
             {right.facts, "('purchase', 'refusal', 'loss')", "('purchase', 'loss')"},
             {right.facts, "place > last.purchase", "1"},
             {right.facts, "place > last.angry_price_rise", "score = 1"},
             {right.events, "score <= 100", "1"},
             {right.events, "BETWEEN 1 AND 14", "BETWEEN 0 AND 15"},
             {right.events, "score BETWEEN 1 AND 5", "score BETWEEN 0 AND 6"},
             {right.events, "coalesce(score, 0) <= 2", "1"},
         }) {
        INFO("SQL with '" << m.to << "' in the place of '" << m.from << "'");
        queries wrong;
        auto& text = &m.where == &service       ? wrong.stages[0]
                     : &m.where == &loyalty     ? wrong.stages[1]
                     : &m.where == &patronage   ? wrong.stages[2]
                     : &m.where == &right.facts ? wrong.facts
                                                : wrong.events;
        auto const place = text.find(m.from);
        REQUIRE(place != std::string::npos);
        text.replace(place, std::string_view{m.from}.size(), m.to);
        CHECK(is_seen(wrong));
    }
}
