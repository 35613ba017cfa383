#pragma once

#include <rung/notation/lexer.hpp>
#include <rung/notation/suggestion.hpp>
#include <rung/notation/threshold.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

// What people write who know another language, and how a ladder's text says it. Used only when a text is
// known to be wrong.

namespace rung {
inline namespace v0 {
namespace detail {

/// What to write instead of the beginning of a text, whose token is known; empty if there is no advice.
[[nodiscard]] constexpr std::string_view foreign_spelling(token const& found,
                                                          std::string_view text) noexcept {
    constexpr std::string_view no_not = "there is no 'not': turn the comparison around";
    constexpr std::string_view known[][2]{
        {"&&", "write 'and' instead of '&&'"},
        {"&", "write 'and' instead of '&'"},
        {"||", "write 'or' instead of '||'"},
        {"|", "write 'or' instead of '|'"},
        {"==", "write '=' instead of '=='"},
        {"=>", "did you mean '>='?"},
        {"=<", "did you mean '<='?"},
        {"≥", "did you mean '>='?"},
        {"≤", "did you mean '<='?"},
        {"!", no_not},
        {"≠", no_not},
        {"<>", no_not},
        {"//", "a comment begins with #"},
        {"/*", "a comment begins with #, and ends with its line"},
        {"'", "names take double quotes"},
    };
    for (auto const& [sign, instead] : known) {
        if (text.starts_with(sign)) return instead;
    }
    return found.is("not") ? no_not : std::string_view{};
}

/// Where a word has a sign that is not a letter, as in `purchases≥3`; 0 if there is none.
[[nodiscard]] constexpr std::size_t foreign_sign_in(token const& word) noexcept {
    for (std::string_view const sign : {"≥", "≤", "≠"}) {
        auto const at = word.text.find(sign);
        if (word.kind == token_kind::word && at != std::string_view::npos) return at;
    }
    return 0;
}

/// The comparison with its sides exchanged; empty if it is not a comparison.
[[nodiscard]] constexpr std::string_view turned(std::string_view sign) noexcept {
    constexpr std::string_view known[][2]{{">=", "<="}, {"<=", ">="}, {">", "<"}, {"<", ">"}, {"=", "="}};
    for (auto const& [one, other] : known) {
        if (one == sign) return other;
    }
    return {};
}

/// Which of some words was meant; empty if none is near.
[[nodiscard]] constexpr std::string_view nearest(std::initializer_list<std::string_view> known,
                                                 std::string_view to) noexcept {
    suggestion meant{to};
    for (auto const word : known) meant.consider(word);
    return meant.best();
}

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// A value rather than a name: a digit at the beginning, or after a sign.
[[nodiscard]] constexpr bool is_number_like(std::string_view word) noexcept {
    auto const first = word.find_first_not_of("-+$");
    return first != std::string_view::npos && is_digit(word[first]);
}

/// The words from a name on, if all are on its line and could belong to it: `gold member`.
[[nodiscard]] constexpr std::string_view words_on_one_line(std::string_view text, token const& name,
                                                           token found) noexcept {
    std::size_t end = 0;
    lexer ahead{text, found.at + found.text.size()};
    while (found.kind == token_kind::word && is_plain_name(found.text) && !is_digit(found.text[0]) &&
           text.substr(name.at, found.at - name.at).find_first_of("\n#") == std::string_view::npos) {
        end = found.at + found.text.size();
        found = ahead.take();
    }
    bool const name_ends =
        found.kind == token_kind::end || found.is("stage") || found.is("exit") ||
        (found.kind == token_kind::word && is_keyword(found.text)) ||
        (end != 0 && text.substr(end, found.at - end).find('\n') != std::string_view::npos);
    return name_ends && end != 0 ? text.substr(name.at, end - name.at) : std::string_view{};
}

/// A value with all that follows it without a blank: `1,000.00` and `$5` are not words.
[[nodiscard]] constexpr std::string_view glued_value(std::string_view text, std::size_t at) noexcept {
    auto end = at;
    for (; end < text.size(); ++end) {
        // A comma with no digit after it stands between two conditions.
        bool const has_digit = end + 1 < text.size() && is_digit(text[end + 1]);
        if (!lexer::is_word(text[end]) && std::string_view{"$'+"}.find(text[end]) == std::string_view::npos &&
            !(text[end] == ',' && has_digit))
            break;
    }
    return text.substr(at, end - at);
}

/// The same with the word after it, if that is on the same line and begins nothing: `90 days`.
[[nodiscard]] constexpr std::string_view whole_value(std::string_view text, std::size_t at) noexcept {
    auto const glued = glued_value(text, at);
    auto const behind = at + glued.size();
    lexer ahead{text, behind};
    auto const next = ahead.take();
    bool const belongs =
        is_number_like(glued) && next.kind == token_kind::word && !is_keyword(next.text) &&
        text.substr(behind, next.at - behind).find_first_not_of(" \t") == std::string_view::npos &&
        ahead.take().kind != token_kind::sign;
    return belongs ? text.substr(at, next.at + next.text.size() - at) : glued;
}

/// The letter of a unit of time that is written out; 0 if it is not one.
[[nodiscard]] constexpr char letter_of_time(std::string_view word) noexcept {
    if (word.size() > 1 && word.ends_with('s')) word.remove_suffix(1);
    constexpr std::string_view known[]{"d", "day", "h",      "hour", "hr",   "m", "min", "minute",
                                       "s", "sec", "second", "w",    "week", "y", "year"};
    if (word == "M") return 0;  // a month as well as a minute
    for (auto const k : known) {
        bool same = k.size() == word.size();
        for (std::size_t i = 0; same && i < k.size(); ++i)
            same = word[i] == k[i] || word[i] - 'A' + 'a' == k[i];
        if (same) return k[0];
    }
    return 0;
}

/// Whether a word is a month; `M` may be one, or a minute.
[[nodiscard]] constexpr bool is_month(std::string_view word) noexcept {
    for (std::string_view const known : {"M", "mo", "mos", "mon", "month", "months"}) {
        if (word == known) return true;
    }
    return false;
}

/// So many months, `12mo` or `6 months`; 0 if it says nothing of the kind, or too many.
[[nodiscard]] constexpr std::int64_t months_in(std::string_view whole) noexcept {
    auto const digits = whole.find_first_not_of("0123456789");
    if (digits == std::string_view::npos || digits == 0 || digits > 3) return 0;
    auto unit = whole.substr(digits);
    while (unit.starts_with(' ') || unit.starts_with('\t')) unit.remove_prefix(1);
    std::int64_t n = 0;
    return is_month(unit) && read_decimal(whole.substr(0, digits), 0, n) == value_text::good ? n : 0;
}

/// Words that ask for a time after a value: `purchases >= 3 within 60d`.
[[nodiscard]] constexpr bool asks_within(token const& found) noexcept {
    for (std::string_view const word : {"within", "in", "during", "over", "last", "per"}) {
        if (found.is(word)) return true;
    }
    return false;
}

/// The value that was meant by another spelling, `90 days` or `$1,000.00`, in the spelling of its unit; empty
/// if that is unclear.
[[nodiscard]] constexpr small_text<40> repaired(unit u, std::string_view whole) noexcept {
    constexpr auto none = std::string_view::npos;
    if (whole.size() > 32) return {};
    small_text<40> out;
    if (whole.starts_with('-')) out += '-';
    if (whole.starts_with('-') || whole.starts_with('+')) whole.remove_prefix(1);
    for (std::string_view const money : {"$", "€", "£", "₽"}) {
        if (u == unit::money && whole.starts_with(money)) whole.remove_prefix(money.size());
    }
    // The digits, and what is between them; then what comes after them.
    auto size = whole.find_first_not_of("0123456789.,'_ \t");
    if (size == none) size = whole.size();
    auto tail = whole.substr(size);
    auto number = whole.substr(0, size);
    while (number.ends_with(' ') || number.ends_with('\t')) number.remove_suffix(1);
    if (number.empty() || !is_digit(number.front()) || !is_digit(number.back())) return {};

    // One or two digits after the last point or comma are decimals; all other signs separate thousands.
    bool const decimals = u == unit::money || u == unit::hundredths;
    auto point = number.find_last_of(".,");
    if (!decimals || (point != none && number.size() - point > 3)) point = none;
    for (std::size_t i = 0; i < (point == none ? number.size() : point); ++i) {
        if (is_digit(number[i])) {
            out += number[i];
            continue;
        }
        auto const group = number.substr(i + 1, number.find_first_not_of("0123456789", i + 1) - i - 1);
        if (group.size() != 3 || (number[i] == '.' && point == none)) return {};
    }
    if (decimals) {
        out += '.';
        auto const cents = point == none ? std::string_view{} : number.substr(point + 1);
        out += cents;
        for (auto i = cents.size(); i < 2; ++i) out += '0';
    }
    switch (u) {
    case unit::money:
        if (tail.size() == 1 && tail != "$") return {};
        if (letter_of_time(tail) != 0 || tail.find_first_of("0123456789%") != none) return {};
        break;
    case unit::percent:
        if (!tail.empty() && tail != "%" && tail != "percent") return {};
        out += '%';
        break;
    case unit::time:
        if (letter_of_time(tail) == 0) return {};
        out += letter_of_time(tail);
        break;
    default:
        if (!tail.empty()) return {};
    }
    std::int64_t value = 0;
    return read_value(u, out, value) == value_text::good ? out : small_text<40>{};
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
