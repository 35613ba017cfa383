#pragma once

#include "bytes.hpp"

#include <memory>
#include <string>

/// What DuckDB is asked for.
struct sql_source {
    std::string query;     ///< one that gives rows; empty: nothing is asked
    std::string library;   ///< the path of libduckdb.so; empty: where the system looks for libraries
    std::string database;  ///< a file of DuckDB, which is only read; empty: none
};

/// The rows of a query as CSV with a header line, some at a time: numbers, dates and times as DuckDB writes
/// them. DuckDB's C library is loaded when this is called. Throws unreadable.
std::unique_ptr<byte_source> text_of_query(sql_source const& asked);
