// Who stands where, and who moved when from where to where: by the library, from the events in memory, and by
// SQL, from a table of the same events in memory. On one thread each. Nobody's answer is timed that is not
// equal to the library's.
//
// subjects: `census` alone; `census_and_flow`, of which the library's pass over the events gives both, while
// SQL is asked two questions. `sqlite_indexed` has an index made for them, which holds all that they read in
// the order in which they need it; to make it is not timed, and neither is the filling of the tables.

#include "questions.hpp"
#include "shop_log.hpp"
#include "sql/sqlite.hpp"
#ifdef RUNG_BENCHMARK_DUCKDB
#include "duckdb.hpp"
#endif

#include <rung/base/client_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/insight/flow.hpp>
#include <rung/ladders/service.hpp>

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

constexpr auto life = rung::lifecycle{rung::ladders::service()};
using stage = rung::ladders::service_stage;

/// What is asked for; what is zero is left out, as SQL does.
struct answer {
    std::map<std::int64_t, std::int64_t> census;               // by stage
    std::map<std::array<std::int64_t, 3>, std::int64_t> flow;  // by month as in 202401, from, to
};

enum class asked { census, census_and_flow };

// The library ------------------------------------------------------------------------------------------

/// A flow for each month.
class monthly_flow {
public:
    template <class Transition>
    void operator()(Transition const& t) {
        auto const date = rung::to_civil(t.at);
        auto const month = static_cast<std::size_t>(date.year - first_year) * 12 + date.month - 1;
        if (month >= months_.size()) months_.resize(month + 1);
        months_[month](t);
    }

    void read(answer& out) const {
        auto const& ladder = life.ladder();
        for (std::size_t month = 0; month < months_.size(); ++month) {
            auto const name = static_cast<std::int64_t>((first_year + month / 12) * 100 + month % 12 + 1);
            for (std::size_t from = 0; from < ladder.stage_count(); ++from) {
                for (std::size_t to = 0; to < ladder.stage_count(); ++to) {
                    auto const n = months_[month].count(stage_at(from), stage_at(to));
                    if (n == 0) continue;
                    out.flow[{name, static_cast<std::int64_t>(from), static_cast<std::int64_t>(to)}] =
                        static_cast<std::int64_t>(n);
                }
            }
        }
    }

private:
    static constexpr int first_year = 2023;
    std::vector<rung::insight::flow<stage>> months_;

    [[nodiscard]] static stage stage_at(std::size_t i) noexcept { return static_cast<stage>(i); }
};

template <class... Observers>
answer pass_over(shop_log const& log, Observers&... observers) {
    rung::client_base base{rung::fixed<life>{}};
    base.reserve(log.clients);
    auto const report = base.apply(std::span<rung::retail_event const>{log.events}, observers...);
    if (!report.refused.empty()) throw std::runtime_error{"the library refuses events"};
    base.settle(log.end, observers...);
    answer out;
    for (auto const& [at, clients] : base.census()) {
        if (clients != 0) out.census[static_cast<std::int64_t>(at)] = static_cast<std::int64_t>(clients);
    }
    (observers.read(out), ...);
    return out;
}

class library {
public:
    explicit library(shop_log const& log) : log_{&log} {}

    [[nodiscard]] answer ask(asked what) const {
        if (what == asked::census) return pass_over(*log_);
        monthly_flow flow;
        return pass_over(*log_, flow);
    }

private:
    shop_log const* log_;
};

// SQL --------------------------------------------------------------------------------------------------

class sqlite {
public:
    explicit sqlite(shop_log const& log)
        : census_{questions::census(log.end)}, flow_{questions::flow(
                                                   log.end, "strftime('%Y%m', happened, 'unixepoch')")} {
        // Four gigabytes of cache: it sorts in memory, too.
        database_.run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; "
                      "PRAGMA cache_size = -4000000; PRAGMA threads = 0");
        database_.run(questions::table("INTEGER PRIMARY KEY").c_str());  // the key of its rows
        database_.run("BEGIN");
        auto insert = database_.prepare("INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5)");
        for (auto const& e : log.events) {
            insert.bind(1, static_cast<std::int64_t>(e.id));
            insert.bind(2, static_cast<std::int64_t>(e.client));
            insert.bind(3, std::int64_t{e.at.unix_seconds});
            insert.bind(4, static_cast<std::int64_t>(e.kind));
            insert.bind(5, e.amount.minor_units);
            insert.step();
            insert.reset();
        }
        database_.run("COMMIT");
    }
    void add_index() { database_.run("CREATE INDEX by_client ON event (client, happened, id, kind)"); }

    [[nodiscard]] answer ask(asked what) {
        answer out;
        auto census = database_.prepare(census_);
        while (census.step()) out.census[census.integer(0)] = census.integer(1);
        if (what == asked::census) return out;
        auto flow = database_.prepare(flow_);
        while (flow.step()) out.flow[{flow.integer(0), flow.integer(1), flow.integer(2)}] = flow.integer(3);
        return out;
    }

private:
    sql::database database_;
    std::string census_;
    std::string flow_;
};

class sqlite_indexed : public sqlite {
public:
    explicit sqlite_indexed(shop_log const& log) : sqlite{log} { add_index(); }
};

#ifdef RUNG_BENCHMARK_DUCKDB
class duckdb {
public:
    explicit duckdb(shop_log const& log)
        : census_{questions::census(log.end)}, flow_{questions::flow(
                                                   log.end,
                                                   "strftime(make_timestamp(happened * 1000000), '%Y%m')")} {
        database_.run("SET threads = 1");
        database_.run("SET preserve_insertion_order = false");
        database_.run(questions::table("BIGINT NOT NULL").c_str());
        auto rows = database_.append_to("event");
        for (auto const& e : log.events)
            rows.row(e.id, e.client, e.at.unix_seconds, e.kind, e.amount.minor_units);
        rows.flush();
    }

    [[nodiscard]] answer ask(asked what) {
        answer out;
        database_.each<2>(census_.c_str(), [&](auto const& row) { out.census[row[0]] = row[1]; });
        if (what == asked::census) return out;
        database_.each<4>(flow_.c_str(), [&](auto const& row) {
            out.flow[{row[0], row[1], row[2]}] = row[3];
        });
        return out;
    }

private:
    duck::database database_;
    std::string census_;
    std::string flow_;
};
#endif

// ------------------------------------------------------------------------------------------------------

/// Made once for each number of events, however often Google Benchmark begins anew.
shop_log const& log_of(std::size_t events) {
    static std::map<std::size_t, shop_log> made;
    auto const [at, is_new] = made.try_emplace(events);
    if (is_new) at->second = make_shop_log(events);
    return at->second;
}

template <class Who>
Who& loaded(std::size_t events) {
    static std::map<std::size_t, std::unique_ptr<Who>> made;
    auto& one = made[events];
    if (!one) one = std::make_unique<Who>(log_of(events));
    return *one;
}

answer const& expected(std::size_t events) {
    static std::map<std::size_t, answer> made;
    auto const [at, is_new] = made.try_emplace(events);
    if (is_new) at->second = loaded<library>(events).ask(asked::census_and_flow);
    return at->second;
}

template <class Who, asked What>
void ask(benchmark::State& state) {
    auto const events = static_cast<std::size_t>(state.range(0));
    try {
        auto& who = loaded<Who>(events);
        auto const& right = expected(events);
        for (auto _ : state) {
            auto const given = who.ask(What);
            if (given.census != right.census ||
                (What == asked::census_and_flow && given.flow != right.flow)) {
                state.SkipWithError("another answer than the library's");
                break;
            }
        }
        state.SetItemsProcessed(state.iterations() * state.range(0));
    } catch (std::exception const& e) {
        state.SkipWithError(e.what());
    }
}

template <class Who>
bool put_down(std::string const& name) {
    std::pair<char const*, void (*)(benchmark::State&)> const subjects[] = {
        {"census/", ask<Who, asked::census>}, {"census_and_flow/", ask<Who, asked::census_and_flow>}};
    for (auto const& [subject, run] : subjects) {
        benchmark::RegisterBenchmark((subject + name).c_str(), run)
            ->Arg(100'000)
            ->Arg(1'000'000)
            ->Arg(10'000'000)
            ->UseRealTime()
            ->Unit(benchmark::kMillisecond);
    }
    return true;
}

[[maybe_unused]] bool const all_put_down[] = {
    put_down<library>("fixed"),
    put_down<sqlite>("sqlite"),
    put_down<sqlite_indexed>("sqlite_indexed"),
#ifdef RUNG_BENCHMARK_DUCKDB
    put_down<duckdb>("duckdb"),
#endif
};

}  // namespace
