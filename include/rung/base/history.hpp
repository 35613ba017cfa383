#pragma once

#include <rung/core/config.hpp>

#include <cstdint>

namespace rung {
inline namespace v0 {

/// What a client_base does with the events that it was given.
namespace history {

/// They are folded into the facts and forgotten. A late event is refused and handed back.
struct none {};

/// What happens where an event has the id of one that is known, of the same client, and says something else.
/// Each such conflict is reported.
enum class conflict : std::uint8_t {
    keep_first,  ///< the one that is known stays
    keep_last,   ///< the new one takes its place, as a correction
    refuse,      ///< the one that is known stays, and the new one is refused and handed back
};

/// Each client's events are kept. They may come in any order: a late one is put in its place and its client
/// folded anew. Include base/kept_history.hpp for it.
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
