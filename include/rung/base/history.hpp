#pragma once

#include <rung/core/config.hpp>

#include <cstdint>

namespace rung {
inline namespace v0 {

/// What a client_base does with its events.
namespace history {

/// They are folded into the facts and forgotten. A late event is refused and returned.
struct none {};

/// What happens if an event has the id of a known event of the same client, but different content. Each such
/// conflict is reported.
enum class conflict : std::uint8_t {
    keep_first,  ///< the known one stays
    keep_last,   ///< the new one replaces it, as a correction
    refuse,      ///< the known one stays, and the new one is refused and returned
};

/// Each client's events are kept. They may come in any order: a late one is put in its place and its client
/// is folded anew. Include base/kept_history.hpp for it.
struct kept {
    history::conflict on_conflict = conflict::keep_first;
};

}  // namespace history

namespace detail {

/// How a base is written and read: base/snapshot.hpp.
template <class Base>
struct snapshot_form;

}  // namespace detail

}  // namespace v0
}  // namespace rung
