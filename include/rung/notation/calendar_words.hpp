#pragma once

#include <rung/core/period.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace detail {

// The words of the calendar in text, for reading and for writing.

inline constexpr std::string_view period_words[]{"day", "week", "month", "quarter", "year"};
inline constexpr std::string_view review_words[]{"daily", "weekly", "monthly", "quarterly", "yearly"};
inline constexpr std::string_view weekday_words[]{"monday", "tuesday",  "wednesday", "thursday",
                                                  "friday", "saturday", "sunday"};
inline constexpr std::string_view month_words[]{"january",   "february", "march",    "april",
                                                "may",       "june",     "july",     "august",
                                                "september", "october",  "november", "december"};

/// The words that begin a line before the first stage, and so are no name of a ladder without quotes.
[[nodiscard]] constexpr bool begins_a_head_line(std::string_view word) noexcept {
    return word == "measure" || word == "offset" || word == "weeks" || word == "years";
}

/// Which period a word says, of one or of several: `month`, `months`. False if it says none.
[[nodiscard]] constexpr bool period_of_word(std::string_view text, period& out) noexcept {
    if (text.ends_with('s')) text.remove_suffix(1);
    for (std::size_t i = 0; i < 5; ++i) {
        if (period_words[i] != text) continue;
        out = static_cast<period>(i);
        return true;
    }
    return false;
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
