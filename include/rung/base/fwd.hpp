#pragma once

// The names of base, declared only: for a header that just mentions them. Default template arguments are here
// and nowhere else.

#include <rung/core/fwd.hpp>

namespace rung {
inline namespace v0 {

namespace history {
struct none;
struct kept;
}  // namespace history

namespace ids {
struct hashed;
struct dense;
}  // namespace ids

template <class Lifecycle, class History = history::none, class Ids = ids::hashed>
class client_base;
template <class Lifecycle>
class client_view;
template <class Lifecycle>
class found_client;
template <class Event>
struct apply_report;
template <class Lifecycle>
struct history_report;
template <class Stage>
class census;

template <class Base>
class sharded_base;
template <class Base, class Sink>
class durable_base;

}  // namespace v0
}  // namespace rung
