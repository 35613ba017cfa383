#pragma once

#include "numbering.hpp"

#include <rung/retail/event.hpp>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The number that an id is, if it is one from 1 to 2^63 - 1 as one writes it: 7, not 07.
[[nodiscard]] inline std::optional<rung::event_id> plain_id(std::string_view text) noexcept {
    std::uint64_t n = 0;
    if (text.empty() || text.front() == '0' || text.size() > 19) return std::nullopt;
    auto const* const end = text.data() + text.size();
    auto const [at, error] = std::from_chars(text.data(), end, n);
    if (error != std::errc{} || at != end || n >> 63 != 0) return std::nullopt;
    return n;
}

/// Ids of events, whatever text they are: no two of them get one number. Plain numbers are themselves; other
/// texts are numbered from 2^63, in the order in which they come.
class event_ids {
public:
    event_ids() = default;
    explicit event_ids(keyed_hash::key key) : texts_{key} {}

    /// Of a text that is no plain id.
    [[nodiscard]] rung::event_id operator()(std::string_view text) { return first + texts_[text]; }
    /// Of what was given back of a purchase of that id, by a column of its own line.
    [[nodiscard]] rung::event_id refund_in_line(rung::event_id id) {
        // No text of a log has a NUL in it.
        std::string text{"refund"};
        text += '\0';
        return first + texts_[text + std::to_string(id)];
    }

private:
    static constexpr rung::event_id first = std::uint64_t{1} << 63;

    numbering texts_;
};
