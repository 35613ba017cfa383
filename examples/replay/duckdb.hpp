#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

/// The part of DuckDB's C library that is needed here, declared as in its duckdb.h (1.0 and later) and found
/// in the library when the program runs: nobody needs it to build.
namespace duckdb {

using state = int;  // 0: done
struct result {
    std::uint64_t unused_counts[3];
    void* unused_columns;
    char* unused_error;
    void* internal;
};
// A text of a column: up to twelve bytes stand in it, a longer one elsewhere.
struct text {
    std::uint32_t size;
    char inside[12];

    [[nodiscard]] std::string_view view() const noexcept {
        char const* at = inside;
        if (size > sizeof inside) std::memcpy(&at, inside + 4, sizeof at);
        return {at, size};
    }
};
static_assert(sizeof(text) == 16);

struct library {
    state (*create_config)(void** config);
    state (*set_config)(void* config, char const* name, char const* value);
    void (*destroy_config)(void** config);
    state (*open_ext)(char const* path, void** database, void* config, char** error);
    void (*close)(void** database);
    state (*connect)(void* database, void** connection);
    void (*disconnect)(void** connection);
    state (*prepare)(void* connection, char const* query, void** statement);
    char const* (*prepare_error)(void* statement);
    void (*destroy_prepare)(void** statement);
    state (*execute_prepared_streaming)(void* statement, result* out);
    void (*destroy_result)(result*);
    char const* (*result_error)(result*);
    std::uint64_t (*column_count)(result*);
    char const* (*column_name)(result*, std::uint64_t column);
    void* (*fetch_chunk)(result);
    std::uint64_t (*data_chunk_get_size)(void* chunk);
    void* (*data_chunk_get_vector)(void* chunk, std::uint64_t column);
    void (*destroy_data_chunk)(void** chunk);
    void* (*vector_get_data)(void* vector);
    std::uint64_t* (*vector_get_validity)(void* vector);
    void (*free)(void*);
};

/// Throws unreadable with a sentence on how to get it, if it is not there.
library const& load(std::string const& path);

}  // namespace duckdb
