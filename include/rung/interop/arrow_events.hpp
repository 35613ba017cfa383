#pragma once

#include <rung/core/printable.hpp>
#include <rung/core/retail_event.hpp>
#include <rung/interop/arrow_batch.hpp>
#include <rung/interop/arrow_column.hpp>
#include <rung/interop/arrow_owner.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
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

/// For client ids that are numbers: text is refused.
struct ids_are_numbers {};

namespace detail {

/// The beginning of a text of others, as it can be shown.
[[nodiscard]] inline std::string shown(std::string_view text) {
    std::string out;
    while (!text.empty() && out.size() < 40) out += rung::detail::next_printable(text);
    return out;
}

/// The columns of events, and what they should be of.
enum event_column : std::uint8_t {
    client_column,
    at_column,
    id_column,
    kind_column,
    amount_column,
    amount_minor_column,
    of_column,
    bought_column,
    channel_column,
    score_column,
    detail_column,
    mark_column
};
struct wanted_column {
    event_column column;
    std::string_view name;
    std::string_view should;
};
inline constexpr wanted_column wanted_columns[] = {
    {client_column, "client", "whole numbers, or of text"},
    {at_column, "at", "timestamps; parse text in the query that makes the stream"},
    {id_column, "id", "whole numbers"},
    {kind_column, "kind", "text"},
    {amount_column, "amount",
     "decimals or floats; whole numbers of minor units (cents) are named 'amount_minor'"},
    {amount_minor_column, "amount_minor", "whole numbers"},
    {of_column, "of", "whole numbers"},
    {bought_column, "bought", "timestamps"},
    {channel_column, "channel", "whole numbers"},
    {score_column, "score", "whole numbers"},
    {detail_column, "detail", "whole numbers"},
    {mark_column, "mark", "whole numbers"},
};

/// The columns of events in a batch; see read_events.
class event_columns {
public:
    [[nodiscard]] status open(batches const& rows) {
        for (auto const& want : wanted_columns) {
            auto& in = columns_[want.column];
            in.there = rows.has(want.name);
            if (!in.there && want.column > at_column) continue;
            if (auto found = rows.find(want.name, in.column); !found) return found;
            auto const what = in.column.type().what;
            if (!fits(want.column, what))
                return {"the column '" + std::string{want.name} + "' is of " +
                        std::string{arrow::to_string(what)} + ", and should be of " +
                        std::string{want.should}};
        }
        if (columns_[amount_column].there && columns_[amount_minor_column].there)
            return {"there are both 'amount' and 'amount_minor': one says what an event is worth"};
        return {};
    }
    [[nodiscard]] bool clients_are_text() const noexcept {
        return arrow::is_text(columns_[client_column].column.type().what);
    }

    /// Reads a row; false with what is wrong.
    template <class ClientOf>
    [[nodiscard]] bool read(std::int64_t row, retail_event& e, ClientOf& client_of, std::string& why) {
        e = {};
        if (!need(client_column, row, why) || !need(at_column, row, why)) return false;
        if constexpr (!std::is_same_v<ClientOf, ids_are_numbers>) {
            if (clients_are_text()) {
                std::string_view text;
                if (!columns_[client_column].column.read(row, text)) return no(client_column, why);
                e.client = client_of(text);
            }
        }
        if (!clients_are_text() && !columns_[client_column].column.read(row, e.client))
            return no(client_column, why);
        if (!columns_[at_column].column.read(row, e.at)) return no(at_column, why);
        e.kind = event_kind::purchase;
        bool const sound = kind_of(row, e) && number(id_column, row, e.id) && number(of_column, row, e.of) &&
                           number(channel_column, row, e.channel) && number(detail_column, row, e.detail) &&
                           number(mark_column, row, e.mark) && moment(bought_column, row, e.bought) &&
                           amount_of(row, e) &&
                           (e.kind != event_kind::evaluation || number(score_column, row, e.detail));
        if (sound) return true;
        std::string_view word;
        bool const is_word = wrong_ == kind_column && !columns_[kind_column].column.is_null(row);
        if (!is_word || !columns_[kind_column].column.read(row, word)) return no(wrong_, why);
        why = "'" + detail::shown(word) + "' is no kind of event";
        return false;
    }

private:
    struct opened {
        arrow::column column{};
        bool there = false;
    };

    opened columns_[std::size(wanted_columns)]{};
    event_column wrong_ = client_column;
    std::string last_word_{"purchase"};
    event_kind last_kind_ = event_kind::purchase;

    [[nodiscard]] static bool fits(event_column n, type t) noexcept {
        switch (n) {
        case client_column: return arrow::is_whole(t) || arrow::is_text(t);
        case at_column:
        case bought_column: return arrow::is_time(t) || (n == bought_column && t == type::null);
        case kind_column: return arrow::is_text(t);
        case amount_column: return t == type::decimal || arrow::is_float(t) || t == type::null;
        default: return arrow::is_whole(t) || t == type::boolean || t == type::null;
        }
    }
    [[nodiscard]] static bool no(event_column n, std::string& why) {
        why = "the column '" + std::string{wanted_columns[n].name} +
              "' has a value that cannot be that of an event";
        return false;
    }
    [[nodiscard]] bool need(event_column n, std::int64_t row, std::string& why) const {
        if (!columns_[n].column.is_null(row)) return true;
        why = "the column '" + std::string{wanted_columns[n].name} + "' is null";
        return false;
    }
    [[nodiscard]] bool is_given(event_column n, std::int64_t row) noexcept {
        wrong_ = n;
        return columns_[n].there && !columns_[n].column.is_null(row);
    }
    template <class Number>
    [[nodiscard]] bool number(event_column n, std::int64_t row, Number& out) noexcept {
        if (!is_given(n, row)) return true;
        std::uint64_t value = 0;
        if (!columns_[n].column.read(row, value) || value > Number(~Number{0})) return false;
        out = static_cast<Number>(value);
        return true;
    }
    [[nodiscard]] bool moment(event_column n, std::int64_t row, instant& out) noexcept {
        return !is_given(n, row) || columns_[n].column.read(row, out);
    }
    [[nodiscard]] bool kind_of(std::int64_t row, retail_event& e) {
        if (!is_given(kind_column, row)) return !columns_[kind_column].there;
        std::string_view word;
        if (!columns_[kind_column].column.read(row, word)) return false;
        if (word != last_word_) {
            auto const known = event_kind_of(word);
            if (!known) return false;
            last_word_ = word;
            last_kind_ = *known;
        }
        e.kind = last_kind_;
        return true;
    }
    [[nodiscard]] bool amount_of(std::int64_t row, retail_event& e) noexcept {
        if (is_given(amount_minor_column, row))
            return columns_[amount_minor_column].column.read(row, e.amount.minor_units);
        if (!is_given(amount_column, row)) return true;
        auto const& column = columns_[amount_column].column;
        if (!arrow::is_float(column.type().what)) return column.read(row, e.amount);
        double value = 0;
        if (!column.read(row, value) || !(value > -1e13 && value < 1e13)) return false;
        // What 19.9 as a float was meant to be: the hundredth that is as near as a float can be.
        double const hundredths = value * 100;
        e.amount = money{static_cast<std::int64_t>(hundredths + (value < 0 ? -0.5 : 0.5))};
        double const beside = hundredths - static_cast<double>(e.amount.minor_units);
        double const step = column.type().what == type::float32 ? 1e-7 : 2e-16;
        double const tolerance = 0.001 + step * (hundredths < 0 ? -hundredths : hundredths);
        // From about 50,000.00 on a float32 does not hold the hundredths: any of them would be near enough.
        return tolerance < 0.5 && beside < tolerance && -beside < tolerance;
    }
};

}  // namespace detail

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
    std::vector<retail_event> events;
    auto const hand_on = [&] {
        if (!events.empty()) take(std::span<retail_event const>{events});
        out.events += events.size();
        events.clear();
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
        retail_event e;
        for (std::int64_t row = 0; row < rows.size() && out.why.empty(); ++row) {
            if (columns.read(row, e, client_of, out.why)) {
                events.push_back(e);
                if (events.size() == at_once) hand_on();
            } else {
                out.why = "batch " + std::to_string(rows.count()) + ", row " + std::to_string(row + 1) +
                          ": " + out.why;
            }
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
