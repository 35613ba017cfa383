// The suite of all stores (interop/store_suite.hpp) over SQLite, and what only a database has: tables, and a
// feed of moves.

#include "interop/store_suite.hpp"
#include "interop/temporary_folder.hpp"
#include "sql/failing_vfs.hpp"

#include <rung/interop/sqlite.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

namespace {

using namespace store_suite;
namespace fs = std::filesystem;

class sqlite_world {
    std::unique_ptr<temporary_folder> folder_ = std::make_unique<temporary_folder>();

public:
    template <class Base>
    using durable = rung::durable_sqlite<Base>;
    std::string name = *folder_ / "shop.db";

    [[nodiscard]] std::string place() const { return name; }
    [[nodiscard]] sqlite_world crashed() const {
        sqlite_world after;
        for (auto const* const end : {"", "-wal"})
            if (fs::exists(name + end)) fs::copy_file(name + end, after.name + end);
        return after;
    }
    // A byte of the file, or of a record or piece.
    [[nodiscard]] bool damage(std::size_t n) const {
        if (n % 2 == 1) return damage_row(n / 2);
        std::fstream file{name, std::ios::in | std::ios::out | std::ios::binary};
        auto const at = static_cast<std::streamoff>(n / 2 * 997);
        if (at >= static_cast<std::streamoff>(fs::file_size(name))) return false;
        file.seekg(at);
        auto const was = static_cast<char>(file.get());
        file.seekp(at);
        file.put(static_cast<char>(was ^ 4));
        return true;
    }
    void is_full(std::size_t n) const { failing_vfs::now.room = static_cast<sqlite3_int64>(n * 20); }
    void has_room() const { failing_vfs::now.room = -1; }

    void run(std::string const& sql) const { (void)ask(sql); }
    [[nodiscard]] std::string dump(std::string const& table) const {
        return ask("SELECT * FROM " + table + " ORDER BY 1");
    }
    [[nodiscard]] std::string ask(std::string const& sql) const {
        std::string out;
        sqlite3* db = nullptr;
        REQUIRE(sqlite3_open(name.c_str(), &db) == SQLITE_OK);
        auto const add = [](void* to, int n, char** values, char**) {
            for (int i = 0; i < n; ++i)
                *static_cast<std::string*>(to) +=
                    std::string{values[i] != nullptr ? values[i] : "-"} + (i + 1 < n ? "|" : "\n");
            return 0;
        };
        auto const result = sqlite3_exec(db, sql.c_str(), add, &out, nullptr);
        INFO(sql << ": " << sqlite3_errmsg(db));
        CHECK(result == SQLITE_OK);
        sqlite3_close(db);
        return out;
    }

private:
    [[nodiscard]] bool damage_row(std::size_t n) const {
        auto const* const table = n % 3 == 0 ? "rung_snapshot" : "rung_journal";
        auto const rows = std::stoul(ask("SELECT count(*) FROM " + std::string{table}));
        auto const row = std::stol(
            ask("SELECT rowid FROM " + std::string{table} + " LIMIT 1 OFFSET " + std::to_string(n % rows)));
        sqlite3* db = nullptr;
        sqlite3_blob* blob = nullptr;
        REQUIRE(sqlite3_open(name.c_str(), &db) == SQLITE_OK);
        REQUIRE(sqlite3_blob_open(db, "main", table, "bytes", row, 1, &blob) == SQLITE_OK);
        auto const at = static_cast<int>(n * 7) % sqlite3_blob_bytes(blob);
        char byte = 0;
        REQUIRE(sqlite3_blob_read(blob, &byte, 1, at) == SQLITE_OK);
        byte = static_cast<char>(byte ^ 4);
        REQUIRE(sqlite3_blob_write(blob, &byte, 1, at) == SQLITE_OK);
        sqlite3_blob_close(blob);
        sqlite3_close(db);
        return true;
    }
};

template <class Base>
void call_all(rung::durable_sqlite<Base>& shop, std::uint64_t& made, std::uint64_t& safe,
              std::string const& name) {
    for (int part = 0; part < 3; ++part) {
        for (int i = 0; i < 3; ++i) call(shop, made++);
        bool const well = part == 1 ? shop.checkpoint() : shop.sync();
        if (well) {
            CHECK_FALSE(failing_vfs::now.has_unsynced);
            safe = made;
            continue;
        }
        CHECK(says(shop.why(), name));
        if (!shop.ok()) return;
    }
}

}  // namespace

TEST_CASE("a database of SQLite is a store as every other") {
    failing_vfs::watch const files;
    SECTION("the base is back when it is opened again") {
        is_back_when_opened_again<facts_base>(sqlite_world{});
        is_back_when_opened_again<kept_base>(sqlite_world{});
    }
    SECTION("whenever the program ends, all that was synced is there") {
        outlives_a_crash_at_each_call<facts_base>(sqlite_world{});
        outlives_a_crash_at_each_call<kept_base>(sqlite_world{});
    }
    SECTION("it has one writer") { has_one_writer(sqlite_world{}); }
    SECTION("it knows its ladder") { knows_its_ladder(sqlite_world{}); }
    SECTION("what is damaged is refused") { refuses_what_is_damaged<kept_base>(sqlite_world{}); }
    SECTION("nothing is taken where there is no room for it") {
        stops_where_it_is_full<kept_base>(sqlite_world{});
    }
}

TEST_CASE("a database of SQLite has tables in step with the base, and a feed of moves") {
    failing_vfs::watch const files;
    SECTION("each move once, whatever crashes") {
        tells_each_move_once<facts_base>(sqlite_world{});
        tells_each_move_once<kept_base>(sqlite_world{});
    }
    SECTION("tables in step") {
        keeps_its_tables_in_step<facts_base>(sqlite_world{});
        keeps_its_tables_in_step<kept_base>(sqlite_world{});
    }
    SECTION("a grace that time begins") { follows_a_grace_that_time_begins(sqlite_world{}); }
    SECTION("other tables") { refuses_other_tables(sqlite_world{}); }
    SECTION("what others made of them") { keeps_what_others_made_of_its_tables(sqlite_world{}); }
    SECTION("another ladder") { tells_the_moves_of_a_new_ladder(sqlite_world{}); }
}

TEST_CASE("whichever call of SQLite's files fails, all that was safe is there, and told once") {
    for (bool const for_good : {false, true}) {
        // Every one takes long, so the long run does that.
        std::size_t const step = std::getenv("RUNG_LONG") != nullptr ? 1 : 5;
        for (std::size_t n = for_good ? 1 : 0;; n += step) {
            failing_vfs::watch const files;
            sqlite_world const world;
            std::uint64_t made = 0, safe = 0;
            failing_vfs::now.fails_at = n;
            failing_vfs::now.for_good = for_good;
            {
                rung::durable_sqlite<kept_base> shop;
                auto const opened = shop.open(world.place(), empty_base<kept_base>());
                if (opened)
                    call_all(shop, made, safe, world.name);
                else
                    CHECK(says(opened.why, world.name));
            }
            bool const failed = failing_vfs::now.failed;
            failing_vfs::now.fails_at = ~std::size_t{0};
            failing_vfs::now.for_good = false;
            INFO("call " << n << " fails" << (for_good ? " and all after it; " : "; ") << made << " made, "
                         << safe << " safe");
            auto const calls = has<kept_base>(world, safe, made);
            rung::durable_sqlite<kept_base> shop;
            REQUIRE(shop.open(world.place(), empty_base<kept_base>()));
            reader mails;
            mails.read(shop);
            CHECK(mails.of_those_there(shop) == told_by<kept_base>(calls));
            if (failed) continue;
            CHECK(safe == made);
            CHECK(n > 60);
            break;
        }
    }
}

TEST_CASE("a program killed at any time finds in SQLite all that it had synced, and each move once") {
    outlives_a_killed_program<kept_base>(sqlite_world{}, 5'000);
}

TEST_CASE("the questions of docs/databases.md are answered by the tables of SQLite") {
    sqlite_world const world;
    rung::durable_sqlite<facts_base> shop;
    REQUIRE(shop.open(world.place(), facts_base{patient}));
    std::ifstream text{std::string{RUNG_SOURCE_DIR} + "/docs/databases.md"};
    bool asks = false;
    int asked = 0;
    for (std::string line; std::getline(text, line);) {
        if (line.starts_with("```")) asks = line == "```sql";
        if (!asks || !line.starts_with("SELECT")) continue;
        (void)world.ask(line);
        ++asked;
    }
    CHECK(asked > 1);
}

TEST_CASE("what is no path of a file is refused by SQLite's store") {
    rung::durable_sqlite<facts_base> shop;
    CHECK(says(shop.open(":memory:", facts_base{patient}).why, "a database in memory outlives nothing"));
    CHECK(says(shop.open("", facts_base{patient}).why, "give the path of a file"));
    CHECK(
        says(shop.open("/no/where/shop.db", facts_base{patient}).why, "'/no/where/shop.db': unable to open"));
}

namespace {

// Somebody else's connection.
class other_connection {
public:
    explicit other_connection(std::string const& path) {
        REQUIRE(sqlite3_open(path.c_str(), &db_) == SQLITE_OK);
    }
    other_connection(other_connection const&) = delete;
    other_connection& operator=(other_connection const&) = delete;
    ~other_connection() { sqlite3_close(db_); }

    void run(char const* sql) { CHECK(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK); }

private:
    sqlite3* db_ = nullptr;
};

bool has_bytes(std::string const& path, std::string const& bytes) {
    std::ifstream file{path, std::ios::binary};
    std::string const all{std::istreambuf_iterator<char>{file}, {}};
    return all.find(bytes) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "who reads SQLite's tables for long holds up nobody, and what stays in the log because of them is said") {
    failing_vfs::watch const files;
    sqlite_world const world;
    auto const log = world.name + "-wal";
    // The event's id, as it is written.
    std::string const trace = "\xd1\xe2\xf3\xc4\x15";
    rung::event_id id = 0;
    for (auto digit = trace.rbegin(); digit != trace.rend(); ++digit)
        id = id << 7 | (static_cast<unsigned char>(*digit) & 127U);
    rung::durable_sqlite<facts_base> shop;
    REQUIRE(shop.open(world.place(), facts_base{patient}));
    (void)shop.apply(rung::purchase{.id = id, .client = 77, .at = at(1)});
    REQUIRE(shop.sync());
    CHECK(has_bytes(log, trace));
    other_connection analyst{world.name};
    analyst.run("BEGIN; SELECT count(*) FROM standing");
    auto const begin = std::chrono::steady_clock::now();
    (void)shop.apply(rung::purchase{.id = 2, .client = 78, .at = at(1)});
    REQUIRE(shop.sync());
    shop.close();
    REQUIRE(shop.open(world.place(), facts_base{patient}));
    CHECK_FALSE(shop.left_behind().empty());
    CHECK(shop.erase(77));
    REQUIRE(shop.checkpoint());
    CHECK(shop.ok());
    // SQLite waits five seconds for a lock, where it does.
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{5});
    CHECK(shop.left_behind() ==
          "'" + log + "' still has what was deleted: others are reading or writing the database");
    CHECK(has_bytes(log, trace));
    analyst.run("COMMIT");
    REQUIRE(shop.sync());
    CHECK(shop.left_behind().empty());
    CHECK_FALSE(has_bytes(log, trace));
    CHECK_FALSE(has_bytes(world.name, trace));
    CHECK(shop.base().size() == 1);
}

TEST_CASE("what a failed sync left in doubt is written anew when SQLite's store is opened, whoever reads") {
    failing_vfs::watch const files;
    sqlite_world const world;
    rung::durable_sqlite<facts_base> shop;
    REQUIRE(shop.open(world.place(), facts_base{patient}));
    (void)shop.apply(rung::purchase{.id = 1, .client = 7, .at = at(1)});
    REQUIRE(shop.sync());
    other_connection analyst{world.name};
    analyst.run("BEGIN; SELECT count(*) FROM standing");
    (void)shop.apply(rung::purchase{.id = 2, .client = 7, .at = at(2)});
    REQUIRE(shop.sync());
    shop.close();
    failing_vfs::now.has_unsynced = true;  // as after a sync that failed
    failing_vfs::now.written_to_log = 0;
    REQUIRE(shop.open(world.place(), facts_base{patient}));
    CHECK_FALSE(failing_vfs::now.has_unsynced);
    CHECK(failing_vfs::now.written_to_log == static_cast<sqlite3_int64>(fs::file_size(world.name + "-wal")));
    CHECK(shop.base().find(7)->facts().purchases == 2);
}

TEST_CASE("who makes the tables of SQLite's store is alone, as everybody who has it open") {
    sqlite_world const world;
    other_connection other{world.name + "-writer"};
    other.run("BEGIN EXCLUSIVE");
    rung::durable_sqlite<facts_base> shop;
    CHECK(says(shop.open(world.place(), facts_base{patient}).why, "is open already"));
    CHECK(world.ask("SELECT count(*) FROM sqlite_master") == "0\n");
    other.run("ROLLBACK");
    CHECK(shop.open(world.place(), facts_base{patient}));
}
