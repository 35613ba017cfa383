#pragma once

// As much of SQLite as the tests need. What goes wrong is thrown, with SQLite's words.

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sql {

class statement {
public:
    /// ?1 and so on are counted from 1, columns from 0.
    void bind(int parameter, std::int64_t value) {
        demand(sqlite3_bind_int64(handle_.get(), parameter, value));
    }
    void bind(int parameter, std::string_view text) {
        demand(sqlite3_bind_text(handle_.get(), parameter, text.data(), static_cast<int>(text.size()),
                                 SQLITE_TRANSIENT));
    }
    /// The next row, if there is one.
    bool step() {
        auto const result = sqlite3_step(handle_.get());
        if (result != SQLITE_ROW && result != SQLITE_DONE) fail();
        return result == SQLITE_ROW;
    }
    void reset() { demand(sqlite3_reset(handle_.get())); }

    [[nodiscard]] std::int64_t integer(int column) { return sqlite3_column_int64(handle_.get(), column); }
    [[nodiscard]] std::string_view text(int column) {
        auto const* const first = reinterpret_cast<char const*>(sqlite3_column_text(handle_.get(), column));
        return {first, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
    }

private:
    friend class database;

    struct closer {
        void operator()(sqlite3_stmt* s) const noexcept { sqlite3_finalize(s); }
    };
    std::unique_ptr<sqlite3_stmt, closer> handle_;

    explicit statement(sqlite3_stmt* s) noexcept : handle_{s} {}

    void demand(int result) const {
        if (result != SQLITE_OK) fail();
    }
    [[noreturn]] void fail() const {
        throw std::runtime_error{sqlite3_errmsg(sqlite3_db_handle(handle_.get()))};
    }
};

/// A database in memory.
class database {
public:
    database() {
        sqlite3* opened = nullptr;
        auto const result = sqlite3_open(":memory:", &opened);
        handle_.reset(opened);
        if (result != SQLITE_OK) throw std::runtime_error{"SQLite opens no database in memory"};
    }
    /// One or more statements without parameters and answers.
    void run(char const* script) {
        if (sqlite3_exec(handle_.get(), script, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
    }
    [[nodiscard]] statement prepare(std::string const& text) {
        sqlite3_stmt* prepared = nullptr;
        if (sqlite3_prepare_v2(handle_.get(), text.c_str(), -1, &prepared, nullptr) != SQLITE_OK) fail();
        return statement{prepared};
    }

private:
    struct closer {
        void operator()(sqlite3* d) const noexcept { sqlite3_close(d); }
    };
    std::unique_ptr<sqlite3, closer> handle_;

    [[noreturn]] void fail() const { throw std::runtime_error{sqlite3_errmsg(handle_.get())}; }
};

}  // namespace sql
