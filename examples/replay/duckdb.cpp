#include "duckdb.hpp"

#include "bytes.hpp"

#if __has_include(<dlfcn.h>)
#include <dlfcn.h>
#endif

namespace duckdb {
namespace {

constexpr char const* how_to_get_it =
    "; it is libduckdb.so of duckdb.org, or of the npm package @duckdb/node-bindings-linux-x64: say where it "
    "is with --duckdb PATH. Without it the duckdb program can write CSV: duckdb -csv -c \"select ...\" | "
    "replay -";

#if __has_include(<dlfcn.h>)

template <class Function>
void find(void* in, char const* name, Function*& to) {
    to = reinterpret_cast<Function*>(dlsym(in, name));
    if (to == nullptr)
        throw unreadable{std::string{"this library of DuckDB has no "} + name +
                         ": it takes version 1.0 or later"};
}

library load_anew(std::string const& path) {
    // It stays loaded.
    auto* const in = dlopen(path.empty() ? "libduckdb.so" : path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (in == nullptr) {
        auto const* const why = dlerror();
        throw unreadable{std::string{"DuckDB's library cannot be loaded: "} + (why != nullptr ? why : path) +
                         how_to_get_it};
    }
    library all{};
    find(in, "duckdb_create_config", all.create_config);
    find(in, "duckdb_set_config", all.set_config);
    find(in, "duckdb_destroy_config", all.destroy_config);
    find(in, "duckdb_open_ext", all.open_ext);
    find(in, "duckdb_close", all.close);
    find(in, "duckdb_connect", all.connect);
    find(in, "duckdb_disconnect", all.disconnect);
    find(in, "duckdb_prepare", all.prepare);
    find(in, "duckdb_prepare_error", all.prepare_error);
    find(in, "duckdb_destroy_prepare", all.destroy_prepare);
    find(in, "duckdb_execute_prepared_streaming", all.execute_prepared_streaming);
    find(in, "duckdb_destroy_result", all.destroy_result);
    find(in, "duckdb_result_error", all.result_error);
    find(in, "duckdb_column_count", all.column_count);
    find(in, "duckdb_column_name", all.column_name);
    find(in, "duckdb_fetch_chunk", all.fetch_chunk);
    find(in, "duckdb_data_chunk_get_size", all.data_chunk_get_size);
    find(in, "duckdb_data_chunk_get_vector", all.data_chunk_get_vector);
    find(in, "duckdb_destroy_data_chunk", all.destroy_data_chunk);
    find(in, "duckdb_vector_get_data", all.vector_get_data);
    find(in, "duckdb_vector_get_validity", all.vector_get_validity);
    find(in, "duckdb_free", all.free);
    return all;
}

#else

library load_anew(std::string const&) {
    throw unreadable{std::string{"this system has no dlopen, by which DuckDB's library would be loaded"} +
                     how_to_get_it};
}

#endif

}  // namespace

library const& load(std::string const& path) {
    static library const all = load_anew(path);
    return all;
}

}  // namespace duckdb
