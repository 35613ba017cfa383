// The suite of all stores (interop/store_suite.hpp) over a server of PostgreSQL, which server.sh starts,
// kills and starts again.

#include "interop/store_suite.hpp"

#include <rung/interop/postgres.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <utility>

#include <unistd.h>

namespace {

using namespace store_suite;

std::string from_environment(char const* name) {
    auto const* const value = std::getenv(name);
    REQUIRE(value != nullptr);
    return value;
}

// Each world is a schema of one database.
class postgres_world {
public:
    template <class Base>
    using durable = rung::durable_postgres<Base>;
    std::string name = "PostgreSQL's postgres";

    postgres_world() { run("CREATE SCHEMA " + schema_); }
    [[nodiscard]] std::string place() const { return place(schema_); }
    [[nodiscard]] static std::string place(std::string const& search_path) {
        return from_environment("RUNG_POSTGRES") + " options=-csearch_path=" + search_path;
    }
    [[nodiscard]] std::string const& schema() const { return schema_; }
    // What was committed.
    [[nodiscard]] postgres_world crashed() const {
        postgres_world after;
        std::string copy;
        for (auto const* const table :
             {"rung_store", "rung_journal", "rung_snapshot", "standing", "transition"}) {
            auto const from = schema_ + "." + table, to = after.schema_ + "." + table;
            copy += "CREATE TABLE " + to + " (LIKE " + from + " INCLUDING ALL); INSERT INTO " + to +
                    " SELECT * FROM " + from + ";";
        }
        run(copy);
        return after;
    }
    [[nodiscard]] bool damage(std::size_t n) const {
        std::string const table = n % 3 == 0 ? "rung_snapshot" : "rung_journal";
        std::string const key = n % 3 == 0 ? "piece" : "number";
        auto const byte = std::to_string(n * 7) + " % length(bytes)";
        run("UPDATE " + table + " SET bytes = set_byte(bytes, " + byte + ", get_byte(bytes, " + byte +
            ") # 4) WHERE " + key + " = (SELECT " + key + " FROM " + table + " ORDER BY 1 OFFSET " +
            std::to_string(n) + " % (SELECT count(*) FROM " + table + ") LIMIT 1)");
        return n < 12;
    }
    // As the server says it of a disk.
    void is_full(std::size_t n) const {
        run("CREATE SEQUENCE inserted; CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN "
            "IF nextval('inserted') > " +
            std::to_string(n / 30) +
            " THEN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; "
            "END IF; RETURN NEW; END $$; "
            "CREATE TRIGGER no_room AFTER INSERT ON rung_journal FOR EACH ROW EXECUTE FUNCTION no_room()");
    }
    void has_room() const {
        run("DROP TRIGGER no_room ON rung_journal; DROP FUNCTION no_room; DROP SEQUENCE inserted");
    }

    void run(std::string const& sql) const { (void)ask(sql); }
    [[nodiscard]] std::string dump(std::string const& table) const {
        return ask("SELECT string_agg(t::text, E'\\n' ORDER BY 1) || E'\\n' FROM (SELECT * FROM " + table +
                   " ORDER BY 1) t");
    }

private:
    static inline int worlds = 0;
    std::string schema_ = "world" + std::to_string(++worlds) + "_" + std::to_string(::getpid());

public:
    [[nodiscard]] std::string ask(std::string const& sql) const {
        auto* const connection = PQconnectdb(place().c_str());
        auto* const answer = PQexec(connection, sql.c_str());
        INFO(sql << ": " << PQerrorMessage(connection));
        auto const status = PQresultStatus(answer);
        CHECK((status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK));
        std::string const out = PQntuples(answer) == 1 ? PQgetvalue(answer, 0, 0) : "";
        PQclear(answer);
        PQfinish(connection);
        return out;
    }
};

}  // namespace

TEST_CASE("a database of PostgreSQL is a store as every other") {
    SECTION("the base is back when it is opened again") {
        is_back_when_opened_again<kept_base>(postgres_world{});
    }
    SECTION("whenever the program ends, all that was synced is there") {
        outlives_a_crash_at_each_call<kept_base>(postgres_world{});
    }
    SECTION("it has one writer") { has_one_writer(postgres_world{}); }
    SECTION("it knows its ladder") { knows_its_ladder(postgres_world{}); }
    SECTION("what is damaged is refused") { refuses_what_is_damaged<kept_base>(postgres_world{}); }
    SECTION("nothing is taken where there is no room for it") {
        stops_where_it_is_full<kept_base>(postgres_world{});
    }
}

TEST_CASE("a database of PostgreSQL has tables in step with the base, and a feed of moves") {
    SECTION("each move once, whatever crashes") {
        tells_each_move_once<facts_base>(postgres_world{});
        tells_each_move_once<kept_base>(postgres_world{});
    }
    SECTION("tables in step") { keeps_its_tables_in_step<kept_base>(postgres_world{}); }
    SECTION("a grace that time begins") { follows_a_grace_that_time_begins(postgres_world{}); }
    SECTION("other tables") { refuses_other_tables(postgres_world{}); }
    SECTION("what others made of them") { keeps_what_others_made_of_its_tables(postgres_world{}); }
    SECTION("another ladder") { tells_the_moves_of_a_new_ladder(postgres_world{}); }
}

TEST_CASE("a program killed at any time finds in PostgreSQL all that it had synced, and each move once") {
    outlives_a_killed_program<kept_base>(postgres_world{}, 20'000);
}

TEST_CASE(
    "when PostgreSQL's server is killed, nothing that was synced is lost, and each move is there once") {
    postgres_world world;
    auto const server = from_environment("RUNG_POSTGRES_SERVER");
    std::mt19937 random{7};
    std::uint64_t calls = 0;
    reader mails;
    for (int round = 0; round < 2; ++round) {
        auto safe = calls, made = calls;
        {
            rung::durable_postgres<kept_base> shop;
            auto const opened = shop.open(world.place(), empty_base<kept_base>());
            INFO(opened.why);
            REQUIRE(opened);
            call(shop, made++);
            REQUIRE(shop.sync());
            safe = made;
            auto const wait = "0." + std::to_string(1 + random() % 4);
            REQUIRE(std::system((server + " kill " + wait + " &").c_str()) == 0);
            auto const deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
            while (shop.ok()) {
                REQUIRE(std::chrono::steady_clock::now() < deadline);  // or the server was not killed
                for (int i = 0; i < 3; ++i) call(shop, made++);
                bool const well = made % 9 == 0 ? shop.checkpoint() : shop.sync();
                if (well) safe = made;
                if (!well) CHECK(says(shop.why(), world.name));
            }
            auto const report = shop.apply(rung::purchase{.id = 1, .client = 1, .at = at(9'999)});
            CHECK(report.refused.size() == 1);
        }
        REQUIRE(std::system((server + " start").c_str()) == 0);
        CHECK(safe > calls);
        calls = has<kept_base>(world, safe, made);
        rung::durable_postgres<kept_base> shop;
        REQUIRE(shop.open(world.place(), empty_base<kept_base>()));
        mails.read(shop);
        CHECK(mails.of_those_there(shop) == told_by<kept_base>(calls));
    }
}

TEST_CASE("a store is in one schema of PostgreSQL, whatever else the search path has") {
    postgres_world const first, second;
    rung::durable_postgres<facts_base> shop;
    REQUIRE(shop.open(second.place(), facts_base{patient}));
    for (std::uint64_t n = 0; n < 9; ++n) call(shop, n);
    REQUIRE(shop.sync());
    auto const standing = second.dump("standing");
    // The other one may be open meanwhile, and stays as it is.
    rung::durable_postgres<facts_base> other;
    auto const opened = other.open(postgres_world::place("nowhere," + first.schema() + "," + second.schema()),
                                   facts_base{patient});
    INFO(opened.why);
    REQUIRE(opened);
    CHECK(other.base().size() == 0);
    call(other, 1);
    REQUIRE(other.sync());
    CHECK(first.dump("standing") != standing);
    CHECK(second.dump("standing") == standing);
    CHECK(shop.sync());
    CHECK(says(shop.open(postgres_world::place("nowhere"), facts_base{patient}).why,
               "no schema of its search path exists"));
}

TEST_CASE("rights to the tables of PostgreSQL's store outlive a new ladder") {
    postgres_world const world;
    rung::durable_postgres<facts_base> shop;
    REQUIRE(shop.open(world.place(), facts_base{patient}));
    REQUIRE(shop.checkpoint());
    auto const role = "analyst_" + world.schema();
    world.run("CREATE ROLE " + role + "; GRANT SELECT ON standing TO " + role);
    REQUIRE(shop.migrate(world.place(), facts_base{strict}, rung::adoption_terms{.at = at(60)}));
    CHECK(world.ask("SELECT has_table_privilege('" + role + "', 'standing', 'SELECT')") == "t");
    world.run("REVOKE SELECT ON standing FROM " + role + "; DROP ROLE " + role);
}

TEST_CASE("what PostgreSQL refuses is said in its words") {
    rung::durable_postgres<facts_base> shop;
    CHECK(says(shop.open("host=/no/where dbname=shop", facts_base{patient}).why,
               "'PostgreSQL's shop': connection to server"));
    CHECK(says(shop.open("no connection string", facts_base{patient}).why, "missing \"=\""));
}
