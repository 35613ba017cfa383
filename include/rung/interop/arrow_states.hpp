#pragma once

#include <rung/base/state_bytes.hpp>
#include <rung/interop/arrow_clients.hpp>
#include <rung/interop/arrow_stream.hpp>
#include <rung/interop/arrow_table.hpp>

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace arrow {

/// How many bytes of states a batch has, or a little more.
inline constexpr std::size_t bytes_of_batch = 16'777'216;

/// All that a base knows of each client, as a table: client, state (bytes: base/state_bytes.hpp), for a run
/// over clients who are kept elsewhere (interop/arrow_run.hpp). `name_of(client_id)`: as for arrow::clients.
template <class Base, class NameOf = ids_stay_numbers>
[[nodiscard]] owned_stream states(Base const& base, NameOf name_of = {}) {
    batch_builder rows{{{"client", detail::id_format<NameOf>}, {"state", format::binary}}};
    std::vector<owned_array> full;
    state_bytes<Base> of_each{base};
    std::vector<std::byte> state;
    std::size_t bytes = 0;
    base.each([&](auto const& client) {
        state.clear();
        (void)of_each.write(base, client.id(), state);
        bytes += state.size();
        detail::add_id(rows[0], client.id(), name_of);
        rows[1].add(std::span<std::byte const>{state});
        rows.end_row();
        if (rows.rows() < rows_of_batch && bytes < bytes_of_batch) return;
        full.push_back(rows.take());
        bytes = 0;
    });
    if (rows.rows() != 0) full.push_back(rows.take());
    return arrow::make_stream(rows.fields(), std::move(full));
}

}  // namespace arrow
}  // namespace v0
}  // namespace rung
