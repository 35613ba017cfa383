#pragma once

// rung for other languages: functions of C over tables of Arrow and text. This header declares them; one
// source of a shared library includes rung/interop/c_abi_define.hpp, which defines them. examples/python is
// such a library.
//
// - A handle is opaque. A function that makes one returns null only where memory fails; what else is wrong,
//   the handle's `why` says as a sentence. A handle is released once; no other function may be called with it
//   then.
// - A function that returns an int returns 0 if all went well. If not, the base's `why` says what went wrong.
//   A text, or bytes, that a function returns live until the next call with the same handle.
// - Nothing is thrown across. There is no state but that of handles. Calls with one base wait for each other;
//   its streams may be read in other threads, and outlive the handle. A host that calls one base from several
//   threads needs a lock of its own around a call and the reading of what it left: `why`, a text, bytes. A
//   stream of events must not call the base that reads it: that call fails.
// - A text is UTF-8 with its size in bytes, and need not end with a zero. Moments are seconds since 1970, in
// UTC.

#include <rung/interop/arrow_abi.hpp>

#include <cstddef>
#include <cstdint>

extern "C" {

struct rung_ladder;
struct rung_base;

/// What became of the events of one call.
struct rung_applied {
    std::uint64_t events;     ///< that were read from the stream
    std::uint64_t applied;    ///< that were taken
    std::uint64_t repeated;   ///< that the base knew already; only with history
    std::uint64_t conflicts;  ///< with the ids of others, and another content; only with history
    std::uint64_t refused;    ///< that were not taken: rung_base_table(base, "refused", out)
    std::uint64_t moves;      ///< that they made
};

/// Of rung, as text: major.minor.patch.
char const* rung_version(void);

/// Reads a ladder with its policies from text (rung/notation/parse.hpp).
rung_ladder* rung_ladder_read(char const* text, std::size_t size);
/// Null if it was read; otherwise the mistake, with line and column.
char const* rung_ladder_why(rung_ladder const* ladder);
/// The ladder as rung writes it; empty if it was not read.
char const* rung_ladder_text(rung_ladder const* ladder);
void rung_ladder_release(rung_ladder* ladder);

/// An empty base on a ladder, which may be released then. With history it takes events in any order; without,
/// an event that is late for its client is refused.
rung_base* rung_base_open(rung_ladder const* ladder, int with_history);
void rung_base_release(rung_base* base);
/// What went wrong in the last call; null if nothing did.
char const* rung_base_why(rung_base const* base);

/// Takes events from a stream of record batches with the columns of rung/interop/arrow_events.hpp, and
/// releases it. Clients are whole numbers or texts, as the first stream has them. If it fails in the middle,
/// the events before were taken, and `out` counts them.
int rung_base_apply(rung_base* base, ArrowArrayStream* events, rung_applied* out);
/// Moves everybody as time alone has moved them until then.
int rung_base_settle(rung_base* base, std::int64_t at, std::uint64_t* moves);

/// Tables: client, stage, since, next_change and facts of all clients, with facts as they are at `at`. If the
/// base changes before the stream is read to its end, reading on is an error.
int rung_base_clients(rung_base* base, std::int64_t at, ArrowArrayStream* out);
/// "moves": kept until they were asked for and the base changes again, so that who asks twice gets the same,
/// and misses none. "census", "funnel", "flow": what is counted; in a base without history, funnel and flow
/// since it was opened or restored. "refused": the events that the last rung_base_apply did not take, with
/// the reason. "ledger", "retention": what each rung brings in, and who is still there after so many months,
/// in a base with history, until it was settled. "states": client and state (bytes), all that the base knows
/// of each, as rung_run has it too.
int rung_base_table(rung_base* base, char const* which, ArrowArrayStream* out);

/// A picture of "census", "funnel", "flow", "ledger" or "retention", for Vega-Lite; null if there is none.
char const* rung_base_chart(rung_base* base, char const* which, int russian);

/// Adds clients as they stand in a table with the columns client and state, of a base on the same ladder or
/// of rung_run; none of them may be there yet. If it fails in the middle, the clients before were taken.
int rung_base_add_states(rung_base* base, ArrowArrayStream* states);

/// Why a client stands where they stand, as text for people; null if there is none of that name, or number in
/// digits. `russian`: in Russian; else in English.
char const* rung_base_explain(rung_base* base, char const* client, std::size_t size, std::int64_t at,
                              int russian);

/// All that the base knows, as bytes (null if it fails), and the same read into an empty base on the same
/// ladder.
unsigned char const* rung_base_save(rung_base* base, std::size_t* size);
int rung_base_restore(rung_base* base, unsigned char const* bytes, std::size_t size);

/// A run over rows that are sorted by client, for an engine that keeps clients itself, such as Spark: `out`
/// gives what became of each client, reads `rows` as it is read, and keeps one client in memory beside a
/// batch on each side. The columns of both are those of rung/interop/arrow_run.hpp. With history late events
/// are put in their place; without, they are refused. `as_of`: until when time moves everybody. It takes
/// `rows` over, and fails only where memory does; what else is wrong, `out` says as the error of a stream.
int rung_run(rung_ladder const* ladder, int with_history, std::int64_t as_of, ArrowArrayStream* rows,
             ArrowArrayStream* out);

}  // extern "C"
