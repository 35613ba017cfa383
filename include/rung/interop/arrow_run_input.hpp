#pragma once

#include <rung/interop/arrow_batch.hpp>
#include <rung/interop/arrow_column.hpp>
#include <rung/interop/arrow_event_columns.hpp>
#include <rung/interop/arrow_owner.hpp>
#include <rung/retail/event.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace arrow {
namespace detail {

/// The columns of the rows that go into a run, which are asked row by row, in order, and read some hundred
/// rows at a time.
class run_input {
public:
    /// Those of the next batch.
    [[nodiscard]] status open(batches const& rows) {
        size_ = rows.size();
        client_rows_ = event_rows_ = {};
        if (auto found = events_.open(rows); !found) return found;
        if (auto found = rows.find("client", client_); !found) return found;
        by_text_ = arrow::is_text(client_.type().what);
        has_states_ = rows.has("state");
        if (!has_states_) return {};
        if (auto found = rows.find("state", state_); !found) return found;
        auto const what = state_.type().what;
        if (arrow::is_bytes(what) || what == type::null) return {};
        return {"the column 'state' is of " + std::string{arrow::to_string(what)} +
                ", and should be of bytes"};
    }

    /// The text or the number of the client.
    [[nodiscard]] status client(std::int64_t row, std::string_view& text, std::int64_t& number) {
        if (client_.is_null(row)) return {"the column 'client' is null"};
        if (!client_rows_.has(row)) {
            auto const count = rest(row);
            client_rows_ = {row, by_text_ ? each(row, count, texts_) : each(row, count, numbers_)};
        }
        auto const i = client_rows_.place_of(row);
        bool const sound = client_rows_.has(row) && (by_text_ || numbers_[i] >= 0);
        if (!sound) return {"the column 'client' has a value that cannot be that of a client"};
        if (by_text_)
            text = texts_[i];
        else
            number = numbers_[i];
        return {};
    }

    [[nodiscard]] bool has_state(std::int64_t row) const noexcept {
        return has_states_ && !state_.is_null(row);
    }
    [[nodiscard]] status state(std::int64_t row, std::span<std::byte const>& out) const {
        std::string_view bytes;
        if (!state_.read(row, bytes)) return {"the column 'state' is damaged"};
        out = std::as_bytes(std::span{bytes.data(), bytes.size()});
        return {};
    }

    /// The event of a row without a state, but for its client. Null if there is none: see why().
    [[nodiscard]] retail_event const* event(std::int64_t row) {
        if (!event_rows_.has(row)) {
            std::size_t count = 1;
            for (auto const most = rest(row); count < most;) {
                if (has_state(row + static_cast<std::int64_t>(count))) break;
                ++count;
            }
            ids_are_numbers ids;
            event_rows_ = {row, events_.read(row, std::span{read_}.first(count), ids)};
        }
        return event_rows_.has(row) ? &read_[event_rows_.place_of(row)] : nullptr;
    }
    /// Why there was no event.
    [[nodiscard]] std::string why() const { return events_.why(); }

private:
    static constexpr std::size_t most_rows = event_columns::most_rows;

    // The rows that were read.
    struct range {
        std::int64_t first = 0;
        std::size_t count = 0;

        [[nodiscard]] bool has(std::int64_t row) const noexcept {
            return row >= first && place_of(row) < count;
        }
        [[nodiscard]] std::size_t place_of(std::int64_t row) const noexcept {
            return static_cast<std::size_t>(row - first);
        }
    };

    event_columns events_{};
    column client_{};
    column state_{};
    std::int64_t size_ = 0;
    bool by_text_ = false;
    bool has_states_ = false;
    range client_rows_{};
    range event_rows_{};
    std::array<std::string_view, most_rows> texts_{};
    std::array<std::int64_t, most_rows> numbers_{};
    std::array<retail_event, most_rows> read_ = blank();

    [[nodiscard]] static std::array<retail_event, most_rows> blank() noexcept {
        std::array<retail_event, most_rows> out;
        out.fill(event_columns::blank());
        return out;
    }
    [[nodiscard]] std::size_t rest(std::int64_t row) const noexcept {
        return (std::min)(most_rows, static_cast<std::size_t>(size_ - row));
    }
    // A null is no value: it is seen before.
    template <class T>
    [[nodiscard]] std::size_t each(std::int64_t row, std::size_t count, std::array<T, most_rows>& to) const {
        return client_.each<T>(row, count, [&to](std::size_t i, T value) { to[i] = value; });
    }
};

}  // namespace detail
}  // namespace arrow
}  // namespace v0
}  // namespace rung
