#pragma once

#include <rung/interop/arrow_batch.hpp>
#include <rung/interop/arrow_event_columns.hpp>
#include <rung/interop/arrow_owner.hpp>
#include <rung/retail/event.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace arrow {

/// What reading a stream of events came to. False if it stopped; then `why` is a sentence with batch, row and
/// column, and the events before it were handed on.
struct [[nodiscard]] events_read {
    std::string why{};
    std::uint64_t events = 0;
    [[nodiscard]] explicit operator bool() const noexcept { return why.empty(); }
};

/// Reads events of the retail schema from a stream of record batches, and hands them on to
/// `take(std::span<rung::retail_event const>)`, some thousand at a time; memory is that of one batch.
///
///     auto const read = rung::arrow::read_events(
///         rung::arrow::owned_stream{from_python}, [&](auto events) { base.apply(events, report); });
///     if (!read) return complain(read.why);   // "batch 1, row 17: the column 'at' is null"
///
/// Columns are found by their names; others are passed over.
///
/// - client: whole numbers, or text; needed; text by `client_of`
/// - at: timestamps, dates; needed; without a zone they are UTC
/// - id: whole numbers; of the event; 0 without it
/// - kind: text; "purchase" and so on; without the column all are purchases
/// - amount: decimals, floats; in main units; floats that are as near to a hundredth as can be (those of 32
/// bits do not hold the hundredths of more than 49,000.00)
/// - amount_minor: whole numbers; in minor units
/// - of, bought, channel: whole numbers, a timestamp; as in retail_event
/// - score: whole numbers; of an evaluation
/// - detail, mark: whole numbers; as in retail_event, by kind
///
/// `client_of(std::string_view)` is the host's dictionary: it returns the client_id of a text, always the
/// same one. A base refuses what is unsound in an event itself (an instant out of range): see its report.
template <class Take, class ClientOf = ids_are_numbers>
[[nodiscard]] events_read read_events(batches& rows, Take&& take, ClientOf client_of = {}) {
    constexpr std::size_t at_once = 4'096;
    events_read out;
    detail::event_columns columns;
    std::vector<retail_event> events;  // what no column says stays blank in each of them
    std::size_t read = 0;
    auto const hand_on = [&] {
        if (read != 0) take(std::span<retail_event const>{events.data(), read});
        out.events += read;
        read = 0;
    };
    while (rows.next()) {
        if (auto opened = columns.open(rows); !opened) {
            out.why = std::move(opened.why);
            break;
        }
        if (std::is_same_v<ClientOf, ids_are_numbers> && columns.clients_are_text()) {
            out.why =
                "the column 'client' is of text, and nobody says which number a text is: give read_events "
                "a function from text to client_id";
            break;
        }
        auto const room = (std::min)(at_once, static_cast<std::size_t>(rows.size()));
        if (events.size() < room) events.resize(room, columns.blank());
        for (std::int64_t row = 0; row < rows.size() && out.why.empty();) {
            auto const rest = static_cast<std::size_t>(rows.size() - row);
            auto const wanted = (std::min)({columns.most_rows, rest, at_once - read});
            auto const sound = columns.read(row, std::span{events}.subspan(read, wanted), client_of);
            read += sound;
            row += static_cast<std::int64_t>(sound);
            if (sound < wanted)
                out.why = "batch " + std::to_string(rows.count()) + ", row " + std::to_string(row + 1) +
                          ": " + columns.why();
            if (read == at_once) hand_on();
        }
        hand_on();
        if (!out.why.empty()) break;
    }
    if (out.why.empty()) out.why = rows.why();
    return out;
}
template <class Take, class ClientOf = ids_are_numbers>
[[nodiscard]] events_read read_events(owned_stream from, Take&& take, ClientOf client_of = {}) {
    batches rows{std::move(from)};
    return arrow::read_events(rows, take, std::move(client_of));
}

}  // namespace arrow
}  // namespace v0
}  // namespace rung
