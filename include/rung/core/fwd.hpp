#pragma once

// The names of core, declared only: for a header that just mentions them (`void greet(rung::client const&)`).
// Includes only the integers of C++, and what tells an older standard so. Default template arguments are here
// and nowhere else.

#include <rung/core/config.hpp>

#include <cstdint>

namespace rung {
inline namespace v0 {

/// Which client, and which event: the host's own numbers. Ids tell apart, and order, the events of one client
/// in one second; 0 means "none".
using client_id = std::uint64_t;
using event_id = std::uint64_t;

/// The client of an event that names none, so that one who is forgotten is not taken for client 0. A base
/// refuses such an event (refusal::client).
inline constexpr client_id no_client = ~client_id{0};

struct money;
struct duration;
struct instant;

enum class unit : std::uint8_t;
enum class refusal : std::uint8_t;
enum class driver : std::uint8_t;
enum class cause : std::uint8_t;
enum class hold : std::uint8_t;
enum class answer : std::uint8_t;
enum class adoption : std::uint8_t;
struct word;
struct defect;
struct decision;
struct standing;
struct stage_id;

template <class Schema>
struct basic_condition;
template <class Schema>
class basic_rule;
template <class Schema>
struct basic_stage;
template <class Schema, class Stage = stage_id>
class basic_ladder;
template <class Schema>
struct basic_client;
template <class Schema>
struct basic_decided_client;

template <class Stage>
struct transition;
template <class Ladder>
struct named_transition;
template <class Ladder>
class outcome;
template <class Ladder>
class explanation;

struct place_map;
struct adoption_terms;
struct adopted;

namespace ascent {
struct leap;
struct one_step;
struct direct;
struct chosen;
}  // namespace ascent
namespace descent {
struct never;
struct after;
struct at_once;
struct chosen;
}  // namespace descent
namespace comeback {
struct resume;
struct requalify;
struct restart;
struct chosen;
}  // namespace comeback

template <class Ladder, class Ascent = ascent::leap, class Descent = descent::at_once,
          class Comeback = comeback::requalify>
class lifecycle;
template <auto const& Lifecycle>
class fixed;

// The library's plain names are those of this schema: rung::client is basic_client<retail>. They are not
// here, since g++ would then warn that many names shadow them.
struct retail;
struct retail_event;
enum class event_kind : std::uint8_t;

}  // namespace v0
}  // namespace rung
