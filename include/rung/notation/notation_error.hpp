#pragma once

#include <rung/core/defect.hpp>
#include <rung/core/printable.hpp>
#include <rung/notation/small_text.hpp>
#include <rung/notation/text_sink.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

/// What can be wrong with a text.
enum class mistake : std::uint8_t {
    none,
    unexpected,         ///< something else was expected here
    unknown_word,       ///< a word that has no meaning here
    unknown_fact,       ///< the schema has no fact of that name
    wrong_value,        ///< a value that is not in the unit of the fact, or that it cannot have
    value_too_large,    ///< a value that does not fit in 64 bits
    given_twice,        ///< a clause, a policy or a setting for the second time
    unprintable,        ///< a control character, one that turns the direction of writing, or not UTF-8
    unclosed_quote,     ///< a quote that is not closed on its line
    unknown_escape,     ///< a backslash before something other than \ and "
    unclosed_bracket,   ///< a parenthesis that is not closed
    too_deep,           ///< more than 32 parentheses in each other
    rule_too_large,     ///< more than 16 conditions or 8 routes
    misplaced,          ///< it is allowed, but not here
    policy_in_ladder,   ///< a policy in the text of a mere ladder
    defect_of_ladder,   ///< the text is fine, but its ladder is not: see `defect`
    unknown_threshold,  ///< settings: no threshold of that name
    measure,            ///< what is said of a measure cannot be said of it, or is more than a record holds
};

/// What is wrong with a text, and where. Owns its words.
struct notation_error {
    /// From 1. A column is a character: one code point of UTF-8.
    std::size_t line = 0;
    std::size_t column = 0;
    mistake kind = mistake::none;
    /// The defect of the ladder, if that is the mistake.
    defect_kind defect = defect_kind::none;
    /// The sentence, without the place.
    small_text<256> sentence{};

    /// `4:23: unknown fact 'purchase'; did you mean 'purchases'?`
    [[nodiscard]] constexpr small_text<300> message() const noexcept {
        small_text<300> out;
        out.number(line) += ':';
        out.number(column) += ": ";
        return out += sentence;
    }

    // To put the sentence together.
    constexpr notation_error& say(std::string_view words) noexcept {
        sentence += words;
        return *this;
    }
    constexpr notation_error& quote(std::string_view word) noexcept { return say("'").show(word).say("'"); }
    /// A word from outside. Of a long one only the beginning is shown, and '?' for each character that cannot
    /// be shown.
    constexpr notation_error& show(std::string_view word) noexcept {
        constexpr std::size_t most = 40;
        std::size_t shown = word.size();
        if (shown > most) {
            shown = most - 3;
            while (shown > 0 && (static_cast<unsigned char>(word[shown]) & 0xC0u) == 0x80u) --shown;
        }
        std::string_view beginning{word.data(), shown};
        while (!beginning.empty()) say(detail::next_printable(beginning));
        return say(shown < word.size() ? "..." : "");
    }
    /// `U+202E`
    constexpr notation_error& hexadecimal(std::string_view before, std::uint32_t n,
                                          std::size_t digits) noexcept {
        say(before);
        while (digits < 8 && n >> 4 * digits != 0) ++digits;
        while (digits-- > 0) sentence += "0123456789ABCDEF"[n >> 4 * digits & 15u];
        return *this;
    }
    /// `; did you mean 'purchases'?`, if there is something to suggest.
    constexpr notation_error& suggest(std::string_view word) noexcept {
        return word.empty() ? *this : say("; did you mean ").quote(word).say("?");
    }
};

/// `4:23: unknown fact 'purchase'; did you mean 'purchases'?`
template <text_sink Out>
Out& operator<<(Out& out, notation_error const& e) {
    detail::put(out, e.message());
    return out;
}

/// An error at a byte of a text, still without words.
[[nodiscard]] constexpr notation_error error_at(std::string_view text, std::size_t at,
                                                mistake kind) noexcept {
    notation_error e{.line = 1, .column = 1, .kind = kind};
    std::size_t i = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;  // a byte order mark is not a character
    for (; i < at && i < text.size(); ++i) {
        if (text[i] == '\n') {
            ++e.line;
            e.column = 1;
        } else if ((static_cast<unsigned char>(text[i]) & 0xC0u) != 0x80u) {
            ++e.column;
        }
    }
    return e;
}

}  // namespace v0
}  // namespace rung
