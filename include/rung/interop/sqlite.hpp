#pragma once

// A base that lives in a database of SQLite.

#include <rung/core/calendar.hpp>
#include <rung/interop/table_store.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sqlite3.h>

namespace rung {
inline namespace v0 {
namespace detail {

/// A database of SQLite, as table_store needs it.
class sqlite_database {
    struct closer {
        void operator()(::sqlite3* d) const noexcept { ::sqlite3_close(d); }
        void operator()(::sqlite3_stmt* s) const noexcept { ::sqlite3_finalize(s); }
    };
    using connection = std::unique_ptr<::sqlite3, closer>;
    using statement = std::unique_ptr<::sqlite3_stmt, closer>;

public:
    static constexpr char const* integer = "INTEGER";
    static constexpr char const* text = "TEXT";
    static constexpr char const* bytes = "BLOB";
    static constexpr char const* moment = "TEXT";
    static constexpr char const* truth = "INTEGER";
    static constexpr char const* as_integer = "";
    static constexpr bool insert_replaces = true;
    [[nodiscard]] static std::string seconds_of(std::string const& column) {
        return "CAST(strftime('%s', " + column + ") AS INTEGER)";
    }

    /// Asks for their names.
    [[nodiscard]] static std::string columns_of(std::string const& table) {
        return "SELECT name FROM pragma_table_info('" + table + "')";
    }

    class row {
    public:
        [[nodiscard]] std::int64_t integer(int i) const { return ::sqlite3_column_int64(at_, i); }
        [[nodiscard]] bool is_null(int i) const { return ::sqlite3_column_type(at_, i) == SQLITE_NULL; }
        [[nodiscard]] std::string_view text(int i) const {
            auto const* const first = reinterpret_cast<char const*>(::sqlite3_column_text(at_, i));
            return {first, static_cast<std::size_t>(::sqlite3_column_bytes(at_, i))};
        }
        [[nodiscard]] std::span<std::byte const> bytes(int i) const {
            auto const* const first = static_cast<std::byte const*>(::sqlite3_column_blob(at_, i));
            return {first, static_cast<std::size_t>(::sqlite3_column_bytes(at_, i))};
        }

    private:
        friend class sqlite_database;
        explicit row(::sqlite3_stmt* at) noexcept : at_{at} {}
        ::sqlite3_stmt* at_;
    };

    /// Adds rows, value by value.
    class inserter {
    public:
        void integer(std::int64_t value) {
            if (*db_) db_->check(::sqlite3_bind_int64(into_.get(), ++column_, value));
        }
        void truth(bool value) { integer(value ? 1 : 0); }
        void null() {
            if (*db_) db_->check(::sqlite3_bind_null(into_.get(), ++column_));
        }
        // What is bound is used before the row ends.
        void text(std::string_view value) {
            auto const bind = [&] {
                return ::sqlite3_bind_text64(into_.get(), ++column_, value.data(), value.size(),
                                             SQLITE_STATIC, SQLITE_UTF8);
            };
            if (*db_) db_->check(bind());
        }
        void bytes(std::span<std::byte const> value) {
            auto const bind = [&] {
                return ::sqlite3_bind_blob64(into_.get(), ++column_, value.data(), value.size(),
                                             SQLITE_STATIC);
            };
            if (*db_) db_->check(bind());
        }
        /// As SQLite's own functions of dates write it; null if it is no moment.
        void moment(instant t) {
            if (!t.is_moment()) return null();
            auto const c = rung::to_civil(t);
            auto& to = moments_[static_cast<std::size_t>(column_) % moments_.size()];
            auto const digits = [&](std::size_t at, unsigned value) {
                to[at] = static_cast<char>('0' + value / 10 % 10);
                to[at + 1] = static_cast<char>('0' + value % 10);
            };
            auto const year = static_cast<unsigned>(c.year);
            digits(0, year / 100);
            digits(2, year % 100);
            digits(5, c.month);
            digits(8, c.day);
            digits(11, c.hour);
            digits(14, c.minute);
            digits(17, c.second);
            to[4] = to[7] = '-';
            to[10] = ' ';
            to[13] = to[16] = ':';
            text({to.data(), to.size()});
        }
        bool end_row() {
            column_ = 0;
            return *db_ && db_->check(::sqlite3_step(into_.get())) &&
                   db_->check(::sqlite3_reset(into_.get()));
        }
        [[nodiscard]] bool done() const noexcept { return bool{*db_}; }

    private:
        friend class sqlite_database;
        explicit inserter(sqlite_database& db, statement into) : db_{&db}, into_{std::move(into)} {}

        sqlite_database* db_;
        statement into_;
        int column_ = 0;
        std::array<std::array<char, 19>, 8> moments_{};  // of the columns of a row
    };

    [[nodiscard]] explicit operator bool() const noexcept { return why_.empty(); }
    [[nodiscard]] std::string const& why() const noexcept { return why_; }
    [[nodiscard]] std::string const& plain_name() const noexcept { return path_; }
    [[nodiscard]] std::string name() const { return "'" + path_ + "'"; }

    [[nodiscard]] bool open(std::string path) {
        path_ = std::move(path);
        if (path_.empty() || path_ == ":memory:")
            return fail("a database in memory outlives nothing: give the path of a file");
        if (!connect(path_, db_)) return false;
        (void)::sqlite3_busy_timeout(db_.get(), most_milliseconds);
        std::string mode;
        // What was committed must be safe, also where the system's fsync alone does not do that.
        bool const set =
            each("PRAGMA journal_mode = WAL", [&](row& r) { mode = r.text(0); }) &&
            run("PRAGMA synchronous = FULL; PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1;"
                "PRAGMA secure_delete = 1");
        if (set && mode != "wal") return fail("it cannot have a write-ahead log (WAL), and needs one");
        return set;
    }
    /// Nobody else can open it as a store. The lock is a database of its own beside this one, so that others
    /// can read and write their tables.
    [[nodiscard]] bool lock() {
        auto const* const known = ::sqlite3_db_filename(db_.get(), "main");
        auto const beside = std::string{known != nullptr ? known : path_.c_str()} + "-writer";
        if (!connect(beside, lock_)) return false;
        auto const result = ::sqlite3_exec(lock_.get(), "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr);
        if (result == SQLITE_BUSY) return fail("is open already, here or in another program");
        return result == SQLITE_OK || fail(::sqlite3_errmsg(lock_.get()));
    }
    /// What a failed sync left in doubt is safe afterwards: the log is written anew, onto itself, and synced.
    /// A checkpoint would wait for those who read.
    [[nodiscard]] bool make_safe() {
        ::sqlite3_file* log = nullptr;
        bool const well =
            begin() && check(::sqlite3_file_control(db_.get(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log)) &&
            (log == nullptr || log->pMethods == nullptr || check(write_anew(*log)));
        return well && commit();
    }
    /// What was deleted is gone from the log, too; if not, why. It waits for nobody.
    [[nodiscard]] std::string tidy() {
        (void)::sqlite3_busy_timeout(db_.get(), 0);
        auto const result =
            ::sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
        (void)::sqlite3_busy_timeout(db_.get(), most_milliseconds);
        if (result == SQLITE_OK) return {};
        return "'" + path_ + "-wal' still has what was deleted: " +
               (result == SQLITE_BUSY ? "others are reading or writing the database"
                                      : ::sqlite3_errstr(result));
    }

    [[nodiscard]] bool has_table(std::string const& table, bool& there) {
        return each("SELECT 1 FROM sqlite_master WHERE name = '" + table + "' COLLATE NOCASE",
                    [&](row&) { there = true; });
    }
    bool run(std::string const& script) {
        return bool{*this} && check(::sqlite3_exec(db_.get(), script.c_str(), nullptr, nullptr, nullptr));
    }
    bool begin() { return run("BEGIN IMMEDIATE"); }
    bool commit() { return run("COMMIT"); }
    [[nodiscard]] bool in_transaction() const noexcept { return ::sqlite3_get_autocommit(db_.get()) == 0; }
    void rollback() noexcept {
        if (in_transaction()) (void)::sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
        why_.clear();
    }
    template <class Visit>
    [[nodiscard]] bool each(std::string const& query, Visit const& visit) {
        auto const asked = prepare(query);
        while (bool{*this}) {
            auto const result = ::sqlite3_step(asked.get());
            if (result != SQLITE_ROW) return check(result);
            row r{asked.get()};
            visit(r);
        }
        return false;
    }
    [[nodiscard]] inserter insert(std::string const& table, std::vector<std::string> const& columns) {
        std::string names, values;
        for (auto const& c : columns) {
            names += (names.empty() ? "" : ", ") + c;
            values += values.empty() ? "?" : ", ?";
        }
        return inserter{
            *this, prepare("INSERT OR REPLACE INTO " + table + " (" + names + ") VALUES (" + values + ")")};
    }
    bool erase(std::string const& table, std::string const& column, std::vector<client_id> const& ids) {
        auto const from = prepare("DELETE FROM " + table + " WHERE " + column + " = ?");
        for (auto const id : ids) {
            if (!*this) break;
            (void)(check(::sqlite3_bind_int64(from.get(), 1, static_cast<std::int64_t>(id))) &&
                   check(::sqlite3_step(from.get())) && check(::sqlite3_reset(from.get())));
        }
        return bool{*this};
    }

private:
    // So long it waits for another writer.
    static constexpr int most_milliseconds = 5'000;

    connection db_;
    connection lock_;
    std::string path_;
    std::string why_;  // what failed first

    bool fail(std::string_view why) {
        if (why_.empty()) why_ = name() + ": " + std::string{why};
        return false;
    }
    bool check(int result) {
        return result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW ||
               fail(::sqlite3_errmsg(db_.get()));
    }
    [[nodiscard]] static int write_anew(::sqlite3_file& file) {
        auto const& calls = *file.pMethods;
        std::vector<std::byte> piece(65'536);
        ::sqlite3_int64 size = 0;
        auto result = calls.xFileSize(&file, &size);
        for (::sqlite3_int64 at = 0; result == SQLITE_OK && at < size;) {
            auto const n = static_cast<int>((std::min)(size - at, ::sqlite3_int64{65'536}));
            result = calls.xRead(&file, piece.data(), n, at);
            if (result == SQLITE_OK) result = calls.xWrite(&file, piece.data(), n, at);
            at += n;
        }
        return result == SQLITE_OK ? calls.xSync(&file, SQLITE_SYNC_FULL) : result;
    }
    bool connect(std::string const& path, connection& to) {
        ::sqlite3* opened = nullptr;
        auto const result =
            ::sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
        to.reset(opened);
        return result == SQLITE_OK ||
               fail(opened != nullptr ? ::sqlite3_errmsg(opened) : "there is no memory");
    }
    [[nodiscard]] statement prepare(std::string const& sql) {
        ::sqlite3_stmt* prepared = nullptr;
        if (*this) check(::sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &prepared, nullptr));
        return statement{prepared};
    }
};

}  // namespace detail

/// The store that is a database of SQLite: a file, and beside it SQLite's `-wal` and `-shm`, and `-writer`,
/// which is locked while somebody has the store open. See table_store for its tables. Instants are texts as
/// SQLite's own functions write them ('2026-01-31 08:26:00', UTC).
using sqlite_store = table_store<detail::sqlite_database>;

/// A base that lives in a database of SQLite (base/durable_store.hpp), where others can ask with SQL where
/// clients stand and how they moved, while it is open.
///
///     rung::durable_sqlite<rung::client_base<my_lifecycle>> shop;
///     auto const opened = shop.open("shop.db", rung::client_base{my_lifecycle{}});
///     if (!opened) return complain(opened.why);
///     auto const report = shop.apply(event);
///     if (!shop.sync()) return complain(shop.why());
///     auto const read = shop.moves_since(last_mailed, [](rung::stored_move const& m) { mail(m); });
template <class Base>
using durable_sqlite = durable_store<Base, sqlite_store>;

}  // namespace v0
}  // namespace rung
