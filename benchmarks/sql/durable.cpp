// Events on their way into SQLite, a thousand to a transaction that is safe when it is over: by a base that
// lives there, which writes its journal, where clients stand and how they moved; and by hand, a row for each
// event into a table of them, from which all of that would still have to be asked. Both end with the same
// clients.

#include "sql/durable.hpp"
#include "shop_log.hpp"

#include <rung/interop/sqlite.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include <sqlite3.h>
#include <unistd.h>

namespace {

using namespace durable_benchmarks;

/// A path where there is no database, before and after.
class new_path {
public:
    new_path() { remove(); }
    new_path(new_path const&) = delete;
    new_path& operator=(new_path const&) = delete;
    ~new_path() { remove(); }
    [[nodiscard]] std::string const& text() const { return path_; }

private:
    std::string path_ =
        (std::filesystem::temp_directory_path() / ("bench_durable_" + std::to_string(::getpid()) + ".db"))
            .string();

    void remove() const {
        for (auto const* const end : {"", "-wal", "-shm", "-writer"}) std::filesystem::remove(path_ + end);
    }
};

std::int64_t ask(::sqlite3* db, char const* query) {
    ::sqlite3_stmt* s = nullptr;
    (void)::sqlite3_prepare_v2(db, query, -1, &s, nullptr);
    auto const answer = ::sqlite3_step(s) == SQLITE_ROW ? ::sqlite3_column_int64(s, 0) : -1;
    (void)::sqlite3_finalize(s);
    return answer;
}

void store_by_library(benchmark::State& state) {
    auto const log = make_shop_log(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        new_path const path;
        rung::durable_sqlite<base> shop;
        if (!shop.open(path.text(), base{rung::fixed<life>{}}))
            return state.SkipWithError("it does not open");
        in_batches(log.events, [&](auto events) {
            (void)shop.apply(events);
            if (!shop.sync()) state.SkipWithError(shop.why().c_str());
        });
        state.PauseTiming();
        ::sqlite3* db = nullptr;
        (void)::sqlite3_open(path.text().c_str(), &db);
        bool const same =
            ask(db, "SELECT count(*) FROM standing") == static_cast<std::int64_t>(shop.base().size());
        (void)::sqlite3_close(db);
        if (!same) state.SkipWithError("the table has not all clients");
        shop.close();
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

void store_by_hand(benchmark::State& state) {
    auto const log = make_shop_log(static_cast<std::size_t>(state.range(0)));
    base expected{rung::fixed<life>{}};
    (void)expected.apply(log.events);
    for (auto _ : state) {
        new_path const path;
        ::sqlite3* db = nullptr;
        (void)::sqlite3_open(path.text().c_str(), &db);
        auto const run = [&](char const* sql) {
            if (::sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
                state.SkipWithError(::sqlite3_errmsg(db));
        };
        run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
            "CREATE TABLE event (id INTEGER PRIMARY KEY, client INTEGER, at INTEGER, kind INTEGER, amount "
            "INTEGER)");
        ::sqlite3_stmt* add = nullptr;
        (void)::sqlite3_prepare_v2(db, "INSERT INTO event VALUES (?, ?, ?, ?, ?)", -1, &add, nullptr);
        in_batches(log.events, [&](auto events) {
            run("BEGIN");
            for (auto const& e : events) {
                (void)::sqlite3_bind_int64(add, 1, static_cast<std::int64_t>(e.id));
                (void)::sqlite3_bind_int64(add, 2, static_cast<std::int64_t>(e.client));
                (void)::sqlite3_bind_int64(add, 3, e.at.unix_seconds);
                (void)::sqlite3_bind_int64(add, 4, static_cast<std::int64_t>(e.kind));
                (void)::sqlite3_bind_int64(add, 5, e.amount.minor_units);
                if (::sqlite3_step(add) != SQLITE_DONE) state.SkipWithError(::sqlite3_errmsg(db));
                (void)::sqlite3_reset(add);
            }
            run("COMMIT");
        });
        state.PauseTiming();
        (void)::sqlite3_finalize(add);
        if (ask(db, "SELECT count(DISTINCT client) FROM event") != static_cast<std::int64_t>(expected.size()))
            state.SkipWithError("the table has not all clients");
        (void)::sqlite3_close(db);
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

}  // namespace

BENCHMARK(store_by_hand)->Name("store/hand")->Arg(100'000)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(store_by_library)->Name("store/sqlite")->Arg(100'000)->UseRealTime()->Unit(benchmark::kMillisecond);
