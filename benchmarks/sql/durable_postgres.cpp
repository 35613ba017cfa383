// The same as durable.cpp for PostgreSQL: by a base that lives in a database, and by hand, a row for each
// event by COPY. The server is that of RUNG_POSTGRES; tests/postgres/server.sh starts one for it.

#include "shop_log.hpp"
#include "sql/durable.hpp"

#include <rung/interop/postgres.hpp>
#include <rung/notation/values.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

namespace {

using namespace durable_benchmarks;

struct closer {
    void operator()(::PGconn* c) const noexcept { ::PQfinish(c); }
    void operator()(::PGresult* r) const noexcept { ::PQclear(r); }
};

/// A schema that is empty at first, and gone afterwards.
class new_schema {
public:
    new_schema() {
        auto const* const server = std::getenv("RUNG_POSTGRES");
        server_ = server != nullptr ? server : "";
        connection_.reset(::PQconnectdb(place().c_str()));
        well_ = run("DROP SCHEMA IF EXISTS bench_durable CASCADE") && run("CREATE SCHEMA bench_durable");
    }
    new_schema(new_schema const&) = delete;
    new_schema& operator=(new_schema const&) = delete;
    ~new_schema() { (void)run("DROP SCHEMA bench_durable CASCADE"); }

    [[nodiscard]] explicit operator bool() const noexcept { return well_; }
    [[nodiscard]] std::string place() const { return server_ + " options=-csearch_path=bench_durable"; }
    [[nodiscard]] ::PGconn* connection() const noexcept { return connection_.get(); }
    bool run(char const* sql) const {
        std::unique_ptr<::PGresult, closer> const done{::PQexec(connection_.get(), sql)};
        auto const status = ::PQresultStatus(done.get());
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN;
    }
    [[nodiscard]] std::size_t ask(char const* sql) const {
        std::unique_ptr<::PGresult, closer> const answer{::PQexec(connection_.get(), sql)};
        return ::PQntuples(answer.get()) == 1 ? std::stoul(::PQgetvalue(answer.get(), 0, 0)) : 0;
    }

private:
    std::string server_;
    std::unique_ptr<::PGconn, closer> connection_;
    bool well_ = false;
};

void store_by_library(benchmark::State& state) {
    auto const log = make_shop_log(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        new_schema const schema;
        rung::durable_postgres<base> shop;
        if (!schema || !shop.open(schema.place(), base{rung::fixed<life>{}}))
            return state.SkipWithError("it does not open");
        in_batches(log.events, [&](auto events) {
            (void)shop.apply(events);
            if (!shop.sync()) state.SkipWithError(shop.why().c_str());
        });
        state.PauseTiming();
        if (schema.ask("SELECT count(*) FROM standing") != shop.base().size())
            state.SkipWithError("the table has not all clients");
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
        new_schema const schema;
        bool well =
            schema && schema.run("CREATE TABLE event (id bigint PRIMARY KEY, client bigint, at timestamptz, "
                                 "kind bigint, amount bigint)");
        std::string rows;
        in_batches(log.events, [&](auto events) {
            rows.clear();
            for (auto const& e : events)
                rows.append(std::to_string(e.id))
                    .append("\t")
                    .append(std::to_string(e.client))
                    .append("\t")
                    .append(rung::to_text(e.at).view())
                    .append("\t")
                    .append(std::to_string(static_cast<int>(e.kind)))
                    .append("\t")
                    .append(std::to_string(e.amount.minor_units))
                    .append("\n");
            well = well && schema.run("COPY event FROM STDIN") &&
                   ::PQputCopyData(schema.connection(), rows.data(), static_cast<int>(rows.size())) == 1 &&
                   ::PQputCopyEnd(schema.connection(), nullptr) == 1;
            while (std::unique_ptr<::PGresult, closer> const done{::PQgetResult(schema.connection())})
                well = well && ::PQresultStatus(done.get()) == PGRES_COMMAND_OK;
        });
        state.PauseTiming();
        if (!well || schema.ask("SELECT count(DISTINCT client) FROM event") != expected.size())
            state.SkipWithError("the table has not all clients");
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

}  // namespace

BENCHMARK(store_by_hand)->Name("store/hand")->Arg(100'000)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(store_by_library)
    ->Name("store/postgres")
    ->Arg(100'000)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
