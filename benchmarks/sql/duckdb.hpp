#pragma once

// As much of DuckDB as the benchmark needs. What goes wrong is thrown, with DuckDB's words.

#include <duckdb.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

namespace duck {

/// Rows on their way into a table, value by value.
class appender {
public:
    appender(duckdb_connection to, char const* table) {
        if (duckdb_appender_create(to, nullptr, table, &handle_) != DuckDBSuccess) fail();
    }
    appender(appender const&) = delete;
    appender& operator=(appender const&) = delete;
    ~appender() { duckdb_appender_destroy(&handle_); }

    template <class... Values>
    void row(Values... values) {
        (demand(duckdb_append_int64(handle_, static_cast<std::int64_t>(values))), ...);
        demand(duckdb_appender_end_row(handle_));
    }
    /// What was appended is in the table after this.
    void flush() { demand(duckdb_appender_flush(handle_)); }

private:
    duckdb_appender handle_ = nullptr;

    void demand(duckdb_state state) const {
        if (state != DuckDBSuccess) fail();
    }
    [[noreturn]] void fail() const {
        auto const* const words = duckdb_appender_error(handle_);
        throw std::runtime_error{words != nullptr ? words : "DuckDB appends nothing"};
    }
};

/// A database in memory.
class database {
public:
    database() {
        if (duckdb_open(nullptr, &database_) != DuckDBSuccess)
            throw std::runtime_error{"DuckDB opens no database in memory"};
        if (duckdb_connect(database_, &connection_) != DuckDBSuccess) {
            duckdb_close(&database_);
            throw std::runtime_error{"DuckDB opens no connection"};
        }
    }
    database(database const&) = delete;
    database& operator=(database const&) = delete;
    ~database() {
        duckdb_disconnect(&connection_);
        duckdb_close(&database_);
    }

    void run(char const* script) {
        each<0>(script, [](auto const&) {});
    }
    [[nodiscard]] appender append_to(char const* table) { return {connection_, table}; }

    /// Calls visit(row) for each row of an answer of so many columns, all of them BIGINT.
    template <std::size_t Columns, class Visit>
    void each(char const* query, Visit&& visit) {
        struct answer {
            duckdb_result result{};
            ~answer() { duckdb_destroy_result(&result); }
        } all;
        if (duckdb_query(connection_, query, &all.result) != DuckDBSuccess)
            throw std::runtime_error{duckdb_result_error(&all.result)};

        struct chunk {
            duckdb_data_chunk handle;
            ~chunk() {
                if (handle != nullptr) duckdb_destroy_data_chunk(&handle);
            }
        };
        for (;;) {
            chunk const some{duckdb_fetch_chunk(all.result)};
            if (some.handle == nullptr) return;
            for (idx_t i = 0; i < duckdb_data_chunk_get_size(some.handle); ++i) {
                std::array<std::int64_t, Columns> row{};
                for (std::size_t k = 0; k < Columns; ++k) {
                    auto const column = duckdb_data_chunk_get_vector(some.handle, k);
                    row[k] = static_cast<std::int64_t const*>(duckdb_vector_get_data(column))[i];
                }
                visit(row);
            }
        }
    }

private:
    duckdb_database database_ = nullptr;
    duckdb_connection connection_ = nullptr;
};

}  // namespace duck
