#include "amount_reader.hpp"

#include "bytes.hpp"

#include <rung/core/number.hpp>
#include <rung/notation/values.hpp>

#include <array>
#include <cstddef>
#include <optional>

amount_reader::amount_reader(amount_format const& format, std::string const& currency)
    : format_{format}, has_choice_{!currency.empty()}, currency_{currency_code(currency)} {
    if (format_.unit == amount_unit::minor) return;
    for (auto n = format_.decimals; n < 2; ++n) scale_ *= 10;
}

bool amount_reader::read_text(std::string_view text, entry& e, std::int64_t& to) {
    if (format_.unit == amount_unit::minor) {
        // The usual case, and fast.
        if (auto const plain = rung::parse_count(text); plain && *plain >= 0) {
            to = *plain;
            return true;
        }
    }
    auto const parts = take_amount_apart(text);
    if (!parts) return refuse(e, "wrong amount", text, "amounts like 19.90 are read");
    if (!parts->currency.empty() && !same_currency(e, parts->currency)) return false;
    if (format_.unit == amount_unit::minor) {
        auto const minor = rung::parse_count(parts->number);
        if (!minor)
            return refuse(e, "amount not in minor units", text, "--amounts money takes all for money");
        to = *minor;
    } else {
        if (format_.unit == amount_unit::unknown &&
            parts->number.find_first_not_of('0') != std::string_view::npos)
            throw unreadable{"the first amount, '" + std::string{text} + "' in line " +
                             std::to_string(e.line) +
                             ", comes late: say whether it is --amounts money or --amounts minor"};
        auto const number = parse_decimal(parts->number, format_.decimal);
        if (!number) return refuse(e, "wrong amount", text, decimal_hint());
        auto const minor = to_minor(*number, format_.decimals);
        if (!minor)
            return refuse(e, "amount with too many decimals", text, "--decimals says how many there are");
        to = rung::multiply_saturated(*minor, scale_);
        if (to == rung::unlimited) return refuse(e, "amount too large", text);
    }
    if (parts->negative) to = -to;
    return true;
}

bool amount_reader::read_product(line_fields const& line, entry& e, std::int64_t& to) {
    std::array<decimal_number, 2> factors{};
    bool negative = false;
    std::size_t i = 0;
    for (auto const c : {column_quantity, column_price}) {
        auto const text = trimmed(line[c]);
        auto const parts = take_amount_apart(text);
        auto const number =
            parts ? parse_decimal(parts->number, format_.decimal == 0 ? '.' : format_.decimal) : std::nullopt;
        if (!number)
            return refuse(e, c == column_price ? "wrong price" : "wrong quantity", text, decimal_hint());
        if (!parts->currency.empty() && !same_currency(e, parts->currency)) return false;
        factors[i++] = *number;
        negative = negative != parts->negative;
    }
    auto const whole = product(factors[0], factors[1]);
    auto const minor =
        whole ? to_minor(*whole, format_.unit == amount_unit::minor ? 0 : format_.decimals) : std::nullopt;
    if (!minor) return refuse(e, "amount with too many decimals", line[column_price]);
    if (format_.unit == amount_unit::unknown && *minor != 0)
        throw unreadable{"the first price, in line " + std::to_string(e.line) +
                         ", comes late: say whether it is --amounts money or --amounts minor"};
    to = rung::multiply_saturated(*minor, scale_);
    if (to == rung::unlimited) return refuse(e, "amount too large", line[column_price]);
    if (negative) to = -to;
    return true;
}

bool amount_reader::same_currency_anew(entry& e, std::string_view text) {
    auto const code = currency_code(text);
    if (currency_.empty()) currency_ = code;
    if (code == currency_) {
        currency_text_.assign(text);
        return true;
    }
    if (!has_choice_)
        throw unreadable{"the amounts are in several currencies, " + currency_ + " and " + code + " (line " +
                         std::to_string(e.line) + "): choose one with --currency"};
    e.skipped = "in another currency";
    return false;
}

std::string_view amount_reader::decimal_hint() const {
    return format_.decimal == ',' ? "the decimal mark of this log is the comma"
                                  : "the decimal mark of this log is the point";
}
