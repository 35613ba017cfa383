#pragma once

#include "amounts.hpp"
#include "entry.hpp"
#include "line_fields.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// Reads the amounts of lines, all of one currency, as minor units.
class amount_reader {
public:
    /// `currency`: the one that counts, where there are several; it may be empty.
    amount_reader(amount_format const& format, std::string const& currency);

    /// The amount in a column; an empty one is 0. False if it cannot be read, or is of another currency: then
    /// the entry says so. Throws unreadable where it comes too late to be understood.
    bool read(line_fields const& line, column c, entry& e, std::int64_t& to) {
        auto const text = trimmed(line[c]);
        to = 0;
        return text.empty() || read_text(text, e, to);
    }
    /// Quantity times price.
    bool read_product(line_fields const& line, entry& e, std::int64_t& to);
    /// Amounts of several currencies are never added up. False, if the line is of another one than the
    /// chosen.
    bool same_currency(entry& e, std::string_view text) {
        return text == currency_text_ || same_currency_anew(e, text);
    }

private:
    amount_format format_;
    std::int64_t scale_ = 1;     // of amounts with fewer than two decimals
    bool has_choice_;            // a currency was asked for
    std::string currency_;       // of all amounts; empty until one says its own
    std::string currency_text_;  // as it stood when it was last understood

    bool read_text(std::string_view text, entry& e, std::int64_t& to);
    bool same_currency_anew(entry& e, std::string_view text);
    [[nodiscard]] std::string_view decimal_hint() const;
};
