#pragma once

#include "dialect.hpp"
#include "line_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

/// One record of a log: a line, or several where a quoted field has line breaks in it.
struct record {
    std::string_view text{};  ///< until the next one is asked for
    std::uint64_t line = 0;   ///< its first
    bool too_long = false;    ///< then the text is only its beginning
};

/// The records of a text, one after the other. Empty lines are passed over. A quote that is not closed, or is
/// followed by more of the field, ends with its own line: it does not swallow the lines after it.
class record_reader {
public:
    explicit record_reader(line_reader lines) : lines_{std::move(lines)} {}

    [[nodiscard]] std::optional<record> next(dialect d) {
        while (auto const line = lines_.next()) {
            auto const number = lines_.number();
            if (!line->too_long && std::all_of(line->text.begin(), line->text.end(), is_blank)) continue;
            record out{line->text, number, line->too_long};
            if (d.separator == 0) d.separator = guess_separator(out.text);
            if (!out.too_long && d.quote != 0 && d.separator != ' ' &&
                out.text.find(d.quote) != std::string_view::npos && number >= search_from_)
                out.text = with_line_breaks(out.text, d);
            return out;
        }
        return std::nullopt;
    }

    [[nodiscard]] std::uint64_t bytes_of_file() const noexcept { return lines_.bytes_of_file(); }

private:
    static constexpr std::size_t longest = 65'536;  // of a record of several lines

    line_reader lines_;
    std::uint64_t search_from_ = 0;  // no quote that is open in a line before this one is closed

    std::string_view with_line_breaks(std::string_view first, dialect d) {
        quote_scanner scanner{d};
        scanner.scan(first);
        if (!scanner.is_open() || scanner.is_malformed()) return first;
        auto scanned = first.size();
        while (auto const more = lines_.extend()) {
            scanner.scan(more->substr(scanned));
            scanned = more->size();
            if (scanner.is_malformed() || more->size() > longest) break;
            if (!scanner.is_open()) return *more;
        }
        search_from_ = lines_.number();
        return lines_.take_back();
    }
};
