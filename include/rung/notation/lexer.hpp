#pragma once

#include <rung/core/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace detail {

enum class token_kind : std::uint8_t {
    end,       ///< of the text
    word,      ///< letters, digits, _ - . % and any byte above 127: names, keywords and values
    quoted,    ///< "...", with its quotes
    sign,      ///< a run of < > = !
    open,      ///< (
    close,     ///< )
    unclosed,  ///< a quote that is not closed on its line
    stray,     ///< anything else
};

/// A piece of a text, and the byte at which it begins.
struct token {
    token_kind kind = token_kind::end;
    std::string_view text{};
    std::size_t at = 0;

    [[nodiscard]] constexpr bool is(std::string_view word) const noexcept {
        return kind == token_kind::word && text == word;
    }
};

/// Cuts a text into tokens. Blanks and line ends only separate, # begins a comment.
class lexer {
public:
    constexpr explicit lexer(std::string_view text, std::size_t from = 0) noexcept
        : text_{text}, next_{from} {
        if (from == 0 && text.starts_with("\xEF\xBB\xBF")) next_ = 3;
    }

    /// The next token. The end of the text is reported where the last token ends.
    constexpr token take() noexcept {
        skip();
        auto const from = next_;
        if (from >= text_.size()) return {token_kind::end, {}, last_};
        auto const kind = scan();
        last_ = next_;
        return {kind, text_.substr(from, next_ - from), from};
    }

    [[nodiscard]] static constexpr bool is_word(char c) noexcept {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-' || c == '.' || c == '%' || static_cast<unsigned char>(c) >= 0x80;
    }

    [[nodiscard]] static constexpr bool is_blank(char c) noexcept {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

private:
    std::string_view text_;
    std::size_t next_ = 0;
    std::size_t last_ = 0;

    constexpr void skip() noexcept {
        bool comment = false;
        for (; next_ < text_.size(); ++next_) {
            char const c = text_[next_];
            if (c == '\n') comment = false;
            if (c == '#') comment = true;
            if (!comment && !is_blank(c)) return;
        }
    }

    constexpr token_kind scan() noexcept {
        char const c = text_[next_++];
        if (is_word(c)) {
            while (next_ < text_.size() && is_word(text_[next_])) ++next_;
            return token_kind::word;
        }
        if (is_sign(c)) {
            while (next_ < text_.size() && is_sign(text_[next_])) ++next_;
            return token_kind::sign;
        }
        if (c == '(') return token_kind::open;
        if (c == ')') return token_kind::close;
        if (c != '"') return token_kind::stray;
        for (; next_ < text_.size() && text_[next_] != '\n'; ++next_) {
            if (text_[next_] == '"') {
                ++next_;
                return token_kind::quoted;
            }
            if (text_[next_] == '\\' && next_ + 1 < text_.size() && text_[next_ + 1] != '\n') ++next_;
        }
        return token_kind::unclosed;
    }

    [[nodiscard]] static constexpr bool is_sign(char c) noexcept {
        return c == '<' || c == '>' || c == '=' || c == '!';
    }
};

/// The words that begin something in a ladder's text; as a name each of them needs quotes.
inline constexpr std::string_view keywords[]{"ladder", "ascent", "descent", "comeback", "stage",
                                             "exit",   "enter",  "keep",    "door",     "grace",
                                             "driver", "source", "and",     "or",       "always"};

[[nodiscard]] constexpr bool is_keyword(std::string_view word) noexcept {
    for (auto const k : keywords) {
        if (k == word) return true;
    }
    return false;
}

/// A word that is a name without quotes: no keyword, and no point or percent sign in it.
[[nodiscard]] constexpr bool is_plain_name(std::string_view word) noexcept {
    for (char const c : word) {
        if (!lexer::is_word(c) || c == '.' || c == '%') return false;
    }
    return !word.empty() && !is_keyword(word);
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
