#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

/// How the fields of a line are told apart. A blank as separator stands for runs of blanks.
struct dialect {
    char separator = 0;  ///< 0: not known yet
    char quote = '"';    ///< 0: there are no quotes
};

[[nodiscard]] constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\r'; }

[[nodiscard]] constexpr std::string_view trimmed_anew(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}
/// Without the blanks around it. Most texts have none: what looks is short, to be compiled in place.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
    if (text.empty() || (!is_blank(text.front()) && !is_blank(text.back()))) return text;
    return trimmed_anew(text);
}

/// Where a record stands between its quotes: fed line by line, it says whether the record is over.
class quote_scanner {
public:
    explicit constexpr quote_scanner(dialect d) noexcept : dialect_{d} {}

    /// Goes on with the text.
    constexpr void scan(std::string_view text) noexcept {
        for (char const c : text) {
            switch (at_) {
            case place::field_begins:
                if (c == dialect_.quote && dialect_.quote != 0)
                    at_ = place::quoted;
                else if (c != ' ')
                    at_ = c == dialect_.separator ? place::field_begins : place::unquoted;
                break;
            case place::unquoted:
                if (c == dialect_.separator) at_ = place::field_begins;
                break;
            case place::quoted:
                if (c == dialect_.quote) at_ = place::after_quote;
                break;
            case place::after_quote:
                if (c == dialect_.quote)
                    at_ = place::quoted;
                else
                    leave(c);
                break;
            case place::closed: leave(c); break;
            }
        }
    }

    /// Whether a quoted field goes on after what was scanned.
    [[nodiscard]] constexpr bool is_open() const noexcept { return at_ == place::quoted; }
    /// Whether a quoted field was followed by something else than a separator.
    [[nodiscard]] constexpr bool is_malformed() const noexcept { return malformed_; }

private:
    enum class place { field_begins, unquoted, quoted, after_quote, closed };

    constexpr void leave(char c) noexcept {
        if (c == dialect_.separator) {
            at_ = place::field_begins;
        } else {
            malformed_ = malformed_ || !is_blank(c);
            at_ = place::closed;
        }
    }

    dialect dialect_;
    place at_ = place::field_begins;
    bool malformed_ = false;
};

/// What seems to separate the fields of a line: the one of comma, semicolon, tab and bar that occurs most
/// often outside of quotes; blanks, where none does.
[[nodiscard]] constexpr char guess_separator(std::string_view line) noexcept {
    constexpr std::array candidates{',', ';', '\t', '|'};
    std::array<std::size_t, candidates.size()> counts{};
    bool quoted = false;
    for (char const c : line) {
        if (c == '"') quoted = !quoted;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (!quoted && c == candidates[i]) ++counts[i];
        }
    }
    std::size_t best = 0;
    for (std::size_t i = 1; i < candidates.size(); ++i) {
        if (counts[i] > counts[best]) best = i;
    }
    return counts[best] == 0 ? ' ' : candidates[best];
}

/// Takes a record apart. Fields are as they stand, without their quotes; blanks around them stay, but for
/// those outside of quotes.
class splitter {
public:
    /// The record has eight zeros after it, and is written to where a quote is written twice. Why it cannot
    /// be taken apart; empty if it can.
    [[nodiscard]] std::string_view split(char* record, std::size_t size, dialect d) {
        fields_.clear();
        if (d.separator == ' ')
            split_at_blanks(record);
        else if (!split_unquoted(record, size, d))
            return split_quoted(record, size, d);
        return {};
    }
    void clear() noexcept { fields_.clear(); }

    [[nodiscard]] std::vector<std::string_view> const& fields() const noexcept { return fields_; }

private:
    std::vector<std::string_view> fields_;

    // Eight characters as a number, the first of them lowest.
    [[nodiscard]] static std::uint64_t eight_at(char const* text) noexcept {
        std::uint64_t out = 0;
        if constexpr (std::endian::native == std::endian::little) {
            std::memcpy(&out, text, sizeof out);
        } else {
            for (unsigned i = 0; i < 8; ++i)
                out |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
        }
        return out;
    }

    // Of eight characters, the highest bit of each that is c; no other bit is set.
    [[nodiscard]] static constexpr std::uint64_t marks_of(char c, std::uint64_t eight) noexcept {
        constexpr std::uint64_t low_bits = 0x7F7F'7F7F'7F7F'7F7F;
        auto const other =
            eight ^ (0x0101'0101'0101'0101 * static_cast<unsigned char>(c));  // 0 where it is c
        return ~(((other & low_bits) + low_bits) | other | low_bits);
    }

    // The highest bits of eight bytes side by side, the first of them lowest.
    [[nodiscard]] static constexpr std::uint64_t gathered(std::uint64_t marks) noexcept {
        return (marks >> 7) * 0x0102'0408'1020'4080 >> 56;
    }

    void split_at_blanks(char const* c) {
        while (*(c += std::strspn(c, " \t\r")) != '\0') {
            auto const size = std::strcspn(c, " \t\r");
            fields_.emplace_back(c, size);
            c += size;
        }
    }

    // Sixty-four characters at once; false if there is a quote.
    bool split_unquoted(char const* record, std::size_t size, dialect d) {
        std::size_t first = 0;
        auto const add = [&](std::size_t end) {
            fields_.emplace_back(record + first, end - first);
            first = end + 1;
        };
        for (std::size_t begin = 0; begin < size; begin += 64) {
            std::uint64_t quotes = 0, ends = 0;
            for (std::size_t i = 0; i < 64 && begin + i < size; i += 8) {
                auto const eight = eight_at(record + begin + i);
                quotes |= marks_of(d.quote, eight);
                ends |= gathered(marks_of(d.separator, eight)) << i;
            }
            if (quotes != 0 && d.quote != 0) {
                fields_.clear();
                return false;
            }
            for (; ends != 0; ends &= ends - 1) add(begin + static_cast<std::size_t>(std::countr_zero(ends)));
        }
        add(size);
        return true;
    }

    std::string_view split_quoted(char* c, std::size_t size, dialect d) {
        char* const end = c + size;
        for (;; ++c) {
            char* first = c;
            while (c != end && *c == ' ') ++c;
            if (c != end && *c == d.quote) {
                first = ++c;
                char* to = first;
                for (;; *to++ = *c++) {
                    if (c == end) return "unclosed quote";
                    if (*c == d.quote && (++c == end || *c != d.quote)) break;
                }
                fields_.emplace_back(first, static_cast<std::size_t>(to - first));
                for (; c != end && *c != d.separator; ++c) {
                    if (!is_blank(*c)) return "more after a quote";
                }
            } else {
                while (c != end && *c != d.separator) ++c;
                fields_.emplace_back(first, static_cast<std::size_t>(c - first));
            }
            if (c == end) return {};
        }
    }
};
