#pragma once

#include <rung/measures/measure.hpp>
#include <rung/notation/calendar_words.hpp>

#include <string_view>

namespace rung {
inline namespace v0 {
namespace detail {

// The words of measures in text, for reading and for writing.

/// The words that begin something where a measure stands: no kind of event, unless it is quoted.
inline constexpr std::string_view measure_words[]{"measure", "offset", "weeks", "years", "less", "oldest",
                                                  "in",      "after",  "at",    "up",    "with", "where",
                                                  "of",      "each",   "ago",   "since"};

[[nodiscard]] constexpr bool is_measure_word(std::string_view word) noexcept {
    for (auto const w : measure_words) {
        if (w == word) return true;
    }
    return false;
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
