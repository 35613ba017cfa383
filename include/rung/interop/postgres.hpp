#pragma once

// A base that lives in a database of PostgreSQL.

#include <rung/core/config.hpp>
#include <rung/interop/table_store.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif

namespace rung {
inline namespace v0 {
namespace detail {

/// A database of PostgreSQL, as table_store needs it. Values go there and come from there in its binary form.
class postgres_database {
    struct closer {
        void operator()(::PGconn* c) const noexcept { ::PQfinish(c); }
        void operator()(::PGresult* r) const noexcept { ::PQclear(r); }
    };
    using result = std::unique_ptr<::PGresult, closer>;

public:
    static constexpr char const* integer = "bigint";
    static constexpr char const* text = "text";
    static constexpr char const* bytes = "bytea";
    static constexpr char const* moment = "timestamptz";
    static constexpr char const* truth = "boolean";
    static constexpr char const* as_integer = "::bigint";
    static constexpr bool insert_replaces = false;
    [[nodiscard]] static std::string seconds_of(std::string const& column) {
        return "extract(epoch FROM " + column + ")::bigint";
    }

    /// Asks for their names.
    [[nodiscard]] static std::string columns_of(std::string const& table) {
        return "SELECT attname::text FROM pg_attribute WHERE attrelid = '" + table +
               "'::regclass AND attnum > 0 AND NOT attisdropped";
    }

    class row {
    public:
        [[nodiscard]] std::int64_t integer(int i) const {
            std::uint64_t value = 0;
            for (auto const byte : bytes(i)) value = value << 8 | std::to_integer<std::uint64_t>(byte);
            return static_cast<std::int64_t>(value);
        }
        [[nodiscard]] bool is_null(int i) const { return ::PQgetisnull(of_, 0, i) != 0; }
        [[nodiscard]] std::string_view text(int i) const {
            return {::PQgetvalue(of_, 0, i), static_cast<std::size_t>(::PQgetlength(of_, 0, i))};
        }
        [[nodiscard]] std::span<std::byte const> bytes(int i) const {
            auto const all = text(i);
            return std::as_bytes(std::span{all.data(), all.size()});
        }

    private:
        friend class postgres_database;
        explicit row(::PGresult* of) noexcept : of_{of} {}
        ::PGresult* of_;
    };

    /// Adds rows, value by value, by COPY, which begins with the first of them.
    class inserter {
    public:
        inserter(inserter const&) = delete;
        inserter& operator=(inserter const&) = delete;
        ~inserter() {
            if (!copies_) return;
            (void)::PQputCopyEnd(db_->connection_.get(), "it was given up");
            db_->drain();
        }
        void integer(std::int64_t value) {
            begin_value();
            number(8, 4);
            number(static_cast<std::uint64_t>(value), 8);
        }
        void truth(bool value) {
            begin_value();
            number(1, 4);
            number(value ? 1 : 0, 1);
        }
        void null() {
            begin_value();
            number(~std::uint64_t{0}, 4);
        }
        void text(std::string_view value) { bytes(std::as_bytes(std::span{value.data(), value.size()})); }
        void bytes(std::span<std::byte const> value) {
            begin_value();
            number(value.size(), 4);
            for (auto const byte : value) buffer_ += static_cast<char>(byte);
        }
        /// Null if it is no moment.
        void moment(instant t) {
            constexpr std::int64_t from_1970_to_2000 = 946'684'800;
            if (t.is_moment())
                integer((std::int64_t{t.unix_seconds} - from_1970_to_2000) * 1'000'000);
            else
                null();
        }
        bool end_row() {
            column_ = 0;
            return buffer_.size() < sent_at_once || send();
        }
        [[nodiscard]] bool done() {
            if (!copies_) return bool{*db_};
            number(~std::uint64_t{0}, 2);
            bool const sent = send();
            copies_ = false;
            bool const ended = ::PQputCopyEnd(db_->connection_.get(), sent ? nullptr : "it failed") == 1;
            bool const taken = db_->check(result{::PQgetResult(db_->connection_.get())}, PGRES_COMMAND_OK);
            db_->drain();
            return sent && ended && taken;
        }

    private:
        friend class postgres_database;
        static constexpr std::size_t sent_at_once = 65'536;

        inserter(postgres_database& db, std::string copy, std::size_t columns)
            : db_{&db}, copy_{std::move(copy)}, columns_{columns} {}

        postgres_database* db_;
        std::string copy_;
        std::size_t columns_;
        std::string buffer_;
        int column_ = 0;
        bool copies_ = false;

        void number(std::uint64_t value, int size) {
            for (int i = size - 1; i >= 0; --i) buffer_ += static_cast<char>(value >> (8 * i) & 255);
        }
        void begin_value() {
            if (!copies_ && *db_) {
                copies_ = db_->check(result{::PQexec(db_->connection_.get(), copy_.c_str())}, PGRES_COPY_IN);
                buffer_.assign("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
            }
            if (column_++ == 0) number(columns_, 2);
        }
        bool send() {
            bool const sent = copies_ && *db_ &&
                              (::PQputCopyData(db_->connection_.get(), buffer_.data(),
                                               static_cast<int>(buffer_.size())) == 1 ||
                               db_->fail(db_->said()));
            buffer_.clear();
            return sent;
        }
    };

    [[nodiscard]] explicit operator bool() const noexcept { return why_.empty(); }
    [[nodiscard]] std::string const& why() const noexcept { return why_; }
    [[nodiscard]] std::string const& plain_name() const noexcept { return name_; }
    [[nodiscard]] std::string name() const { return "'" + name_ + "'"; }

    [[nodiscard]] bool open(std::string const& where) {
        connection_.reset(::PQconnectdb(where.c_str()));
        if (connection_ == nullptr) return fail("there is no memory");
        auto const* const database = ::PQdb(connection_.get());
        if (database != nullptr) name_ = "PostgreSQL's " + std::string{database};
        if (::PQstatus(connection_.get()) != CONNECTION_OK) return fail(said());
        (void)::PQsetNoticeProcessor(
            connection_.get(), [](void*, char const*) {}, nullptr);
        // What was committed must be safe, whatever is usual for this role.
        if (!run("SET synchronous_commit = on; SET client_encoding = 'UTF8'; SET lock_timeout = '10s'"))
            return false;
        // One schema: tables of the same names in others of the search path are not these.
        bool has_schema = false;
        bool const set = each("SELECT set_config('search_path', quote_ident(current_schema()), false)"
                              " WHERE current_schema() IS NOT NULL",
                              [&](row&) { has_schema = true; });
        return set && (has_schema || fail("no schema of its search path exists"));
    }
    /// Nobody else can open it as a store. A lock of the session, for this schema: it goes with the
    /// connection.
    [[nodiscard]] bool lock() {
        if (!run("SET lock_timeout = '3s'"))
            return false;  // a killed program's connection may still be there
        bool const locked = run("SELECT pg_advisory_lock((1920298599::bigint << 32) + oid::bigint) "
                                "FROM pg_namespace WHERE nspname = current_schema()");
        if (!locked && state_ == "55P03") {
            why_.clear();
            return fail("is open already, here or in another program");
        }
        return locked && run("SET lock_timeout = '10s'");
    }
    /// A commit whose answer did not come was made by the server, or was not.
    [[nodiscard]] bool make_safe() const noexcept { return true; }
    /// Its VACUUM does that.
    [[nodiscard]] std::string tidy() const { return {}; }

    [[nodiscard]] bool has_table(std::string const& table, bool& there) {
        return each("SELECT 1 WHERE to_regclass('" + table + "') IS NOT NULL", [&](row&) { there = true; });
    }
    bool run(std::string const& script) {
        if (!*this) return false;
        result const done{::PQexec(connection_.get(), script.c_str())};
        return ::PQresultStatus(done.get()) == PGRES_TUPLES_OK || check(done, PGRES_COMMAND_OK);
    }
    bool begin() { return run("BEGIN"); }
    bool commit() { return run("COMMIT"); }
    [[nodiscard]] bool in_transaction() const noexcept {
        return ::PQtransactionStatus(connection_.get()) != PQTRANS_IDLE;
    }
    void rollback() noexcept {
        if (in_transaction()) (void)result{::PQexec(connection_.get(), "ROLLBACK")};
        why_.clear();
    }
    /// `visit` must not use the database.
    template <class Visit>
    [[nodiscard]] bool each(std::string const& query, Visit const& visit) {
        if (!*this) return false;
        struct drainer {
            postgres_database& db;
            ~drainer() { db.drain(); }
        } const drained{*this};
        constexpr int binary = 1;
        if (::PQsendQueryParams(connection_.get(), query.c_str(), 0, nullptr, nullptr, nullptr, nullptr,
                                binary) != 1 ||
            ::PQsetSingleRowMode(connection_.get()) != 1)
            return fail(said());
        for (;;) {
            result const next{::PQgetResult(connection_.get())};
            if (::PQresultStatus(next.get()) != PGRES_SINGLE_TUPLE) return check(next, PGRES_TUPLES_OK);
            row r{next.get()};
            visit(r);
        }
    }
    [[nodiscard]] inserter insert(std::string const& table, std::vector<std::string> const& columns) {
        std::string names;
        for (auto const& c : columns) names.append(names.empty() ? "" : ", ").append(c);
        return inserter{*this, "COPY " + table + " (" + names + ") FROM STDIN (FORMAT binary)",
                        columns.size()};
    }
    bool erase(std::string const& table, std::string const& column, std::vector<client_id> const& ids) {
        std::string all;
        for (auto const id : ids)
            all.append(all.empty() ? "" : ",").append(std::to_string(static_cast<std::int64_t>(id)));
        return run("DELETE FROM " + table + " WHERE " + column + " = ANY('{" + all + "}'::bigint[])");
    }

private:
    std::unique_ptr<::PGconn, closer> connection_;
    std::string name_ = "PostgreSQL";
    std::string why_;    // what failed first
    std::string state_;  // its SQLSTATE

    // What the connection says, in one line.
    [[nodiscard]] std::string said() const {
        std::string out;
        for (char const* c = ::PQerrorMessage(connection_.get()); c != nullptr && *c != '\0'; ++c)
            out += *c == '\n' || *c == '\t' ? ' ' : *c;
        while (!out.empty() && out.back() == ' ') out.pop_back();
        return out.empty() ? "the connection is lost" : out;
    }
    bool fail(std::string_view why) {
        if (why_.empty()) why_ = name() + ": " + std::string{why};
        return false;
    }
    bool check(result const& got, ::ExecStatusType expected) {
        if (::PQresultStatus(got.get()) == expected) return true;
        auto const* const code = ::PQresultErrorField(got.get(), PG_DIAG_SQLSTATE);
        state_ = code != nullptr ? code : "";
        return fail(said());
    }
    void drain() noexcept {
        while (result{::PQgetResult(connection_.get())} != nullptr) {
        }
    }
};

}  // namespace detail

/// The store that is a database of PostgreSQL, named by a connection string of libpq
/// ("host=/run/postgresql dbname=shop"). Its tables (see table_store) are in the first schema of the search
/// path that exists, and the session looks for nothing in others. A lock of the session (an advisory one)
/// keeps other writers out, so the connection must be one of its own, and not one of a pool's that is shared.
using postgres_store = table_store<detail::postgres_database>;

/// A base that lives in a database of PostgreSQL (base/durable_store.hpp), where others can ask with SQL
/// where clients stand and how they moved, while it is open.
///
///     rung::durable_postgres<rung::client_base<my_lifecycle>> shop;
///     auto const opened = shop.open("dbname=shop", rung::client_base{my_lifecycle{}});
///     if (!opened) return complain(opened.why);
///     auto const report = shop.apply(event);
///     if (!shop.sync()) return complain(shop.why());
///     auto const read = shop.moves_since(last_mailed, [](rung::stored_move const& m) { mail(m); });
template <class Base>
using durable_postgres = durable_store<Base, postgres_store>;

}  // namespace v0
}  // namespace rung
