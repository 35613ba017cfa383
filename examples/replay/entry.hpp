#pragma once

#include <rung/retail/event.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

/// One line of a log, or several lines of one order. The texts belong to the reader and are valid until it
/// reads on.
struct entry {
    std::uint64_t line = 0;
    /// How many lines it is made of.
    std::uint64_t lines = 1;
    rung::event_id id = 0;
    /// Where the id is no plain number, the text that it is.
    std::string_view id_text{};
    std::string_view client{};
    rung::instant at{};
    /// From rung::event_kind_count on they are the ladder's own.
    rung::event_kind kind = rung::event_kind::purchase;
    rung::money amount{};
    /// Of a purchase, what was given back of it.
    rung::money refunded{};
    std::string_view channel{};
    /// By kind: what to_event makes of it. A number that is outside every scale is held as 255.
    std::optional<std::uint8_t> score{};
    rung::event_id of = 0;
    std::string_view of_text{};
    /// What measures of the ladder's own may ask about.
    std::uint32_t quantity = 0;
    std::uint32_t value = 0;
    std::string_view category{};
    std::string_view name{};

    /// Read, and of no kind that counts; or of another currency. Then this says what was passed over.
    std::string_view skipped{};
    /// Why the line could not be read, the text that was wrong, and what would be right. Empty if it could.
    std::string_view refused{};
    std::string_view wrong{};
    std::string_view hint{};
};

inline constexpr std::string_view skipped_by_kind = "of a kind that is skipped";
inline constexpr std::string_view without_kind = "missing kind";

/// Says why a line cannot be read. False.
inline bool refuse(entry& e, std::string_view why, std::string_view text = {}, std::string_view hint = {}) {
    e.refused = why;
    e.wrong = text;
    e.hint = hint;
    return false;
}
