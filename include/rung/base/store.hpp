#pragma once

#include <rung/base/byte_sink.hpp>
#include <rung/base/changed_clients.hpp>
#include <rung/base/journal.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {

/// How a store is opened.
struct store_options {
    /// Open even if the journal after the snapshot is missing, empty or ends too early, without the records
    /// that it may have had. Otherwise this is refused: no crash leaves a store like that.
    bool accept_loss = false;
    /// A snapshot or journal with more bytes is refused before memory is allocated.
    std::uint64_t most_bytes = std::uint64_t{16} << 30;
};

/// The result of opening a store. False if it was not opened; then `why` is a sentence with the name of the
/// file or table.
struct [[nodiscard]] store_opened {
    std::string why{};
    /// All is intact, but of another ladder: see durable_store::migrate.
    bool other_ladder = false;
    /// Whether a snapshot was read.
    bool had_snapshot = false;
    /// How many records of the journal were done again.
    std::uint64_t redone = 0;
    /// How many bytes of a record, left by a crash, were cut off.
    std::uint64_t cut = 0;
    /// The journal after the snapshot was not as it should be, and store_options::accept_loss was set.
    bool lost = false;

    [[nodiscard]] explicit operator bool() const noexcept { return why.empty(); }
};

/// What a store has of a snapshot or a journal.
struct stored_bytes {
    std::vector<std::byte> bytes{};
    /// Zeros at the end that are not in `bytes`.
    std::uint64_t left_out = 0;
    bool is_there = false;
};

/// Where a base is kept (base/durable_store.hpp): at most one snapshot, and journals, of which usually there
/// is one. A store knows bytes, and nothing of what they say. Each of its operations leaves, whatever
/// happens, all as it was or all as it should be. Those that answer with a text answer with an empty one if
/// all went well, and otherwise with a sentence that has the name of the file or table.
///
/// - `enter(place)`: from here on nobody else can enter the same place, until `leave()` or the end of the
///   program.
/// - `read_snapshot(stored_bytes&, most)`, `journals(numbers&)`, `read_journal(first, stored_bytes&, most)`:
///   what is there; `numbers` are those of the first records of the journals, in order. More than `most`
///   bytes are refused.
/// - `write_journal(bytes, end, writer&)`: puts these bytes, which are a header and perhaps records, and end
///   at `end`, in place of the journal that begins with the same number, if there is one, makes that safe,
///   and gives a writer to continue it. The writer's sink makes safe what was written when it is synced.
/// - `replace_snapshot(write)`: `write(sink) -> bool` writes the new one, which is there once it is safe.
/// - `drop_journals_but(first)`: the others are not needed any more, and what they had is gone. If not, it
/// says
///   why, and may be asked again.
/// - `snapshot_name()`, `journal_name(first)`: for sentences. `why(sink)`: what failed in a sink last; empty
///   if nothing more is known than that it did.
/// - `noun`: what a store is called. `may_tear`: whether a crash can leave a part of a record.
template <class S>
concept store = byte_sink<typename S::sink_type> && std::movable<S> &&
    requires(S& s, S const& known, typename S::place_type place, stored_bytes& bytes,
             std::vector<std::uint64_t>& numbers, std::uint64_t n, std::span<std::byte const> written,
             journal_end const& end, std::optional<journal_writer<typename S::sink_type>>& writer,
             typename S::sink_type const& sink) {
    { S::noun } -> std::convertible_to<std::string_view>;
    { S::may_tear } -> std::convertible_to<bool>;
    { s.enter(place) } -> std::same_as<std::string>;
    { s.leave() }
    noexcept;
    { s.read_snapshot(bytes, n) } -> std::same_as<std::string>;
    { s.journals(numbers) } -> std::same_as<std::string>;
    { s.read_journal(n, bytes, n) } -> std::same_as<std::string>;
    { s.write_journal(written, end, writer) } -> std::same_as<std::string>;
    { s.drop_journals_but(n) } -> std::same_as<std::string>;
    { known.snapshot_name() } -> std::same_as<std::string>;
    { known.journal_name(n) } -> std::same_as<std::string>;
    { S::why(sink) } -> std::same_as<std::string>;
};

/// A store that also keeps tables, for others to read, in step with the base (base/changed_clients.hpp):
/// - `open_tables(base)`: makes those of this base, if they are not there as they should be. Empty, or why
/// not;
/// - `write_changes(base, changes)`: in one step with the next sync. Whether it went well is seen there;
/// - `write_tables(base, changes)`: all of them anew, within replace_snapshot.
template <class S, class Base>
concept keeps_tables = store<S> && requires(S& s, Base const& base, changed_clients<Base>& changes) {
    { s.open_tables(base) } -> std::same_as<std::string>;
    s.write_changes(base, changes);
    { s.write_tables(base, changes) } -> std::same_as<bool>;
};

}  // namespace v0
}  // namespace rung
