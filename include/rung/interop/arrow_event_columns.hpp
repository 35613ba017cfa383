#pragma once

#include <rung/core/printable.hpp>
#include <rung/interop/arrow_batch.hpp>
#include <rung/interop/arrow_column.hpp>
#include <rung/interop/arrow_owner.hpp>
#include <rung/retail/event.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace rung {
inline namespace v0 {
namespace arrow {

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
        learn_words();
        return {};
    }
    [[nodiscard]] bool clients_are_text() const noexcept {
        return arrow::is_text(columns_[client_column].column.type().what);
    }

    /// Reads rows, the first of them `first`, column by column. Returns how many were read; then why() says
    /// what is wrong with the next. What no column says stays in `out` as it is.
    template <class ClientOf>
    [[nodiscard]] std::size_t read(std::int64_t first, std::span<retail_event> out, ClientOf& client_of) {
        first_ = first;
        rows_ = out.first((std::min)(out.size(), most_rows));
        need(client_column);
        if (!clients_are_text()) numbers(client_column, &retail_event::client);
        need(at_column);
        moments(at_column, &retail_event::at);
        kinds();
        numbers(id_column, &retail_event::id);
        numbers(of_column, &retail_event::of);
        numbers(channel_column, &retail_event::channel);
        numbers(detail_column, &retail_event::detail);
        numbers(mark_column, &retail_event::mark);
        moments(bought_column, &retail_event::bought);
        amounts();
        scores();
        // Last, so that nobody is asked for a client whose event is not taken.
        if constexpr (!std::is_same_v<ClientOf, ids_are_numbers>) {
            if (clients_are_text()) {
                auto const whose = texts(client_column);
                for (std::size_t i = 0; i < whose.size(); ++i) rows_[i].client = client_of(whose[i]);
            }
        }
        return rows_.size();
    }
    /// An event of which no column says anything.
    [[nodiscard]] static retail_event blank() noexcept {
        retail_event e;
        e.kind = event_kind::purchase;
        return e;
    }
    /// What is wrong with the row after those that were read.
    [[nodiscard]] std::string why() const {
        auto const row = first_ + static_cast<std::int64_t>(rows_.size());
        auto const& column = columns_[wrong_].column;
        bool const is_null = column.is_null(row);
        std::string_view word;
        if (wrong_ == kind_column && !is_null && column.read(row, word))
            return "'" + detail::shown(word) + "' is no kind of event";
        auto const name = "the column '" + std::string{wanted_columns[wrong_].name} + "' ";
        return name +
               (is_null && wrong_ <= at_column ? "is null" : "has a value that cannot be that of an event");
    }

    /// So many rows at once stay in the nearest cache, with what is read for them.
    static constexpr std::size_t most_rows = 256;

private:
    struct opened {
        arrow::column column{};
        bool there = false;
    };

    // A word that was met, and what it says.
    struct met_word {
        std::string word{};
        event_kind kind{};
        bool is_kind = false;
    };
    static constexpr std::int64_t most_words = 64;
    static constexpr std::uint8_t no_kind = 128;
    static_assert(event_kind_count <= no_kind);

    opened columns_[std::size(wanted_columns)]{};
    std::int64_t first_ = 0;
    std::span<retail_event> rows_{};  // those that are sound, as far as was read
    event_column wrong_ = client_column;
    met_word met_[32]{};                // each at the place of its length and first letter
    std::uint8_t kinds_[most_words]{};  // of the words of a dictionary
    std::string_view texts_[most_rows]{};

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
    void stop_at(std::size_t row, event_column n) noexcept {
        if (row >= rows_.size()) return;
        rows_ = rows_.first(row);
        wrong_ = n;
    }
    void need(event_column n) {
        auto first = rows_.size();
        columns_[n].column.each_null(first_, rows_.size(),
                                     [&](std::size_t i) { first = (std::min)(first, i); });
        stop_at(first, n);
    }
    // Calls set(event, value) for each row.
    template <class T, class Set>
    void each(event_column n, Set set) {
        auto* const rows = rows_.data();
        auto const read = columns_[n].column.template each<T>(
            first_, rows_.size(), [rows, set](std::size_t i, T const& value) { set(rows[i], value); });
        stop_at(read, n);
    }
    template <class Number>
    void numbers(event_column n, Number retail_event::*to) {
        if (!columns_[n].there) return;
        constexpr std::uint64_t most = Number(~Number{0});
        std::uint64_t all = 0;
        each<std::uint64_t>(n, [to, &all](retail_event& e, std::uint64_t value) {
            all |= value;
            e.*to = static_cast<Number>(value);
        });
        if (all <= most) return;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            auto const row = first_ + static_cast<std::int64_t>(i);
            if (!columns_[n].column.is_null(row) && columns_[n].column.read(row, value) && value > most)
                return stop_at(i, n);
        }
    }
    void moments(event_column n, instant retail_event::*to) {
        if (columns_[n].there) each<instant>(n, [to](retail_event& e, instant at) { e.*to = at; });
    }
    [[nodiscard]] std::span<std::string_view const> texts(event_column n) {
        auto* const to = texts_;
        auto const read = columns_[n].column.template each<std::string_view>(
            first_, rows_.size(), [to](std::size_t i, std::string_view text) { to[i] = text; });
        stop_at(read, n);
        return {texts_, rows_.size()};
    }

    void kinds() {
        if (!columns_[kind_column].there) return;
        need(kind_column);
        auto const& column = columns_[kind_column].column;
        std::uint64_t places[most_rows];
        if (column.words() <= most_words && column.read_words(first_, {places, rows_.size()})) {
            unsigned all = 0;
            for (std::size_t i = 0; i < rows_.size(); ++i) {
                auto const said = kinds_[places[i]];
                all |= said;
                rows_[i].kind = static_cast<event_kind>(said);
            }
            if (all < no_kind) return;
        }
        auto const words = texts(kind_column);
        for (std::size_t i = 0; i < words.size(); ++i) {
            auto const& said = meaning_of(words[i]);
            rows_[i].kind = said.kind;
            if (!said.is_kind) return stop_at(i, kind_column);
        }
    }
    [[nodiscard]] static met_word meet(std::string_view word) {
        auto const known = event_kind_of(word);
        return known ? met_word{std::string{word}, *known, true} : met_word{};
    }
    [[nodiscard]] met_word const& meaning_of(std::string_view word) {
        auto const first = word.empty() ? 0U : static_cast<unsigned char>(word.front());
        auto& met = met_[(word.size() + std::size_t{5} * first) % std::size(met_)];
        if (!met.is_kind || met.word != word) met = meet(word);
        return met;
    }
    void learn_words() {
        auto const& column = columns_[kind_column].column;
        if (!columns_[kind_column].there || column.words() > most_words) return;
        for (std::int64_t n = 0; n < column.words(); ++n) {
            std::string_view word;
            auto const met = column.word(n, word) ? meet(word) : met_word{};
            kinds_[n] = met.is_kind ? static_cast<std::uint8_t>(met.kind) : no_kind;
        }
    }

    void amounts() {
        if (columns_[amount_minor_column].there)
            return each<std::int64_t>(amount_minor_column,
                                      [](retail_event& e, std::int64_t n) { e.amount.minor_units = n; });
        if (!columns_[amount_column].there) return;
        auto const what = columns_[amount_column].column.type().what;
        if (arrow::is_float(what)) return floats(what == type::float32 ? 1e-7 : 2e-16);
        each<money>(amount_column, [](retail_event& e, money amount) { e.amount = amount; });
    }
    // What 19.9 as a float was meant to be: the hundredth that is as near as a float can be.
    void floats(double step) {
        bool all_near = true;
        auto const one = [step, &all_near](retail_event& e, double value) {
            bool const in_range = value > -1e13 && value < 1e13;
            double const hundredths = in_range ? value * 100 : 0;
            e.amount = money{static_cast<std::int64_t>(hundredths + (hundredths < 0 ? -0.5 : 0.5))};
            double const beside = hundredths - static_cast<double>(e.amount.minor_units);
            double const tolerance = 0.001 + step * (hundredths < 0 ? -hundredths : hundredths);
            // From about 50,000.00 on a float32 does not hold the hundredths: any of them would be near
            // enough.
            bool const is_near = in_range && tolerance < 0.5 && beside < tolerance && -beside < tolerance;
            all_near = all_near && is_near;
            return is_near;
        };
        each<double>(amount_column, [one](retail_event& e, double value) { (void)one(e, value); });
        if (all_near) return;
        auto const& column = columns_[amount_column].column;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            auto const row = first_ + static_cast<std::int64_t>(i);
            double value = 0;
            if (!column.is_null(row) && !(column.read(row, value) && one(rows_[i], value)))
                return stop_at(i, amount_column);
        }
    }
    // Few events are evaluations.
    void scores() {
        auto const& [column, there] = columns_[score_column];
        if (!there) return;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            auto const row = first_ + static_cast<std::int64_t>(i);
            if (!columns_[detail_column].there) rows_[i].detail = 0;
            if (rows_[i].kind != event_kind::evaluation || column.is_null(row)) continue;
            std::uint64_t score = 0;
            if (!column.read(row, score) || score > 255) return stop_at(i, score_column);
            rows_[i].detail = static_cast<std::uint8_t>(score);
        }
    }
};

}  // namespace detail
}  // namespace arrow
}  // namespace v0
}  // namespace rung
