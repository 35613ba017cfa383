#pragma once

#include "dialect.hpp"

#include <rung/core/number.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Whether a column of amounts is money, `19.90`, or minor units, `1990`.
enum class amount_unit : std::uint8_t { unknown, money, minor };

/// How the amounts of a log are written.
struct amount_format {
    amount_unit unit = amount_unit::unknown;
    char decimal = 0;       ///< '.' or ','; 0: not known
    unsigned decimals = 2;  ///< how many a minor unit has
};

/// An amount taken apart: `-$1,234.50`.
struct amount_text {
    std::string_view number{};    ///< digits and the marks between them
    std::string_view currency{};  ///< a sign or a code, as written
    bool negative = false;        ///< by a sign, or in parentheses
};

/// The code of a sign or a code of a currency, in capitals: `EUR` for `€` and `eur`; the text itself if none
/// is known.
[[nodiscard]] inline std::string currency_code(std::string_view text) {
    constexpr std::pair<std::string_view, std::string_view> signs[] = {
        {"$", "USD"},  {"€", "EUR"},  {"£", "GBP"}, {"¥", "JPY"}, {"₽", "RUB"},
        {"₹", "INR"},  {"₩", "KRW"},  {"₺", "TRY"}, {"₴", "UAH"}, {"zł", "PLN"},
        {"Kč", "CZK"}, {"R$", "BRL"}, {"kr", "KR"}, {"Ft", "HUF"}};
    for (auto const& [sign, code] : signs) {
        if (text == sign) return std::string{code};
    }
    std::string out{text};
    for (auto& c : out) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return out;
}

namespace amounts {

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// The sign or code at the beginning of a text, or at its end; empty if there is none.
[[nodiscard]] constexpr std::string_view currency_at(std::string_view text, bool at_end) noexcept {
    constexpr std::string_view known[] = {
        "R$",  "$",   "€",   "£",   "¥",   "₽", "₹",   "₩",   "₺",   "₴",   "zł",  "Kč",  "kr",
        "Ft",  "USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN",
        "CZK", "HUF", "RUB", "UAH", "KZT", "TRY", "ILS", "INR", "CNY", "HKD", "SGD", "KRW", "TWD",
        "THB", "IDR", "MYR", "PHP", "VND", "BRL", "MXN", "ARS", "CLP", "COP", "ZAR", "AED", "SAR",
        "KWD", "BHD", "TND", "RON", "BGN", "ISK", "usd", "eur", "gbp"};
    for (auto const sign : known) {
        if (at_end ? text.ends_with(sign) : text.starts_with(sign)) return sign;
    }
    return {};
}

/// The bytes of what may stand between thousands beside comma and point: an apostrophe, a blank; 0 if there
/// is none.
[[nodiscard]] constexpr std::size_t other_mark(std::string_view text) noexcept {
    for (std::string_view const mark : {"'", " ", "\xE2\x80\x99", "\xC2\xA0", "\xE2\x80\xAF"}) {
        if (text.starts_with(mark)) return mark.size();
    }
    return 0;
}

}  // namespace amounts

/// Nothing if it is no amount.
[[nodiscard]] constexpr std::optional<amount_text> take_amount_apart(std::string_view text) noexcept {
    amount_text out;
    bool opened = false, closed = false, minus = false;
    constexpr std::string_view long_minus = "\xE2\x88\x92";
    // Between digits there is neither a sign nor a currency: most amounts.
    bool const bare = !text.empty() && amounts::is_digit(text.front()) && amounts::is_digit(text.back());
    for (bool going = !bare; going;) {
        text = trimmed(text);
        if (!minus && (text.starts_with('-') || text.starts_with(long_minus))) {
            minus = true;
            text.remove_prefix(text.front() == '-' ? 1 : long_minus.size());
        } else if (!opened && text.starts_with('(')) {
            opened = true;
            text.remove_prefix(1);
        } else if (auto const front = amounts::currency_at(text, false);
                   !front.empty() && out.currency.empty()) {
            out.currency = front;
            text.remove_prefix(front.size());
        } else if (!minus && text.ends_with('-')) {
            minus = true;
            text.remove_suffix(1);
        } else if (!closed && text.ends_with(')')) {
            closed = true;
            text.remove_suffix(1);
        } else if (auto const end = amounts::currency_at(text, true); !end.empty() && out.currency.empty()) {
            out.currency = end;
            text.remove_suffix(end.size());
        } else {
            going = false;
        }
    }
    if (text.starts_with('+') && !minus) text.remove_prefix(1);
    if (opened != closed || (opened && minus) || text.empty()) return std::nullopt;
    bool digits = false;
    for (std::size_t i = 0; i < text.size();) {
        auto const mark = amounts::other_mark(text.substr(i));
        digits = digits || amounts::is_digit(text[i]);
        if (!amounts::is_digit(text[i]) && text[i] != '.' && text[i] != ',' && mark == 0) return std::nullopt;
        i += mark == 0 ? 1 : mark;
    }
    if (!digits) return std::nullopt;
    out.number = text;
    out.negative = opened || minus;
    return out;
}

/// What the marks of a number say about how it is written.
enum class amount_shape : std::uint8_t {
    whole,   ///< 20: nothing
    point,   ///< 19.90, 1,234.56: the decimal mark is a point
    comma,   ///< 10,00, 1.355,90: it is a comma
    either,  ///< 1.000: thousands or decimals
};

[[nodiscard]] constexpr amount_shape shape_of(std::string_view number) noexcept {
    auto const points = std::count(number.begin(), number.end(), '.');
    auto const commas = std::count(number.begin(), number.end(), ',');
    if (points == 0 && commas == 0) return amount_shape::whole;
    auto const last = number.find_last_of(".,");
    auto const shape = number[last] == '.' ? amount_shape::point : amount_shape::comma;
    if (points != 0 && commas != 0) return shape;
    if (points + commas > 1) return amount_shape::either;  // thousands: the other mark is the decimal one
    auto const before = number.substr(0, last);
    bool const may_be_thousands = number.size() - last - 1 == 3 && !before.empty() && before.size() <= 3 &&
                                  before.front() != '0' &&
                                  std::all_of(before.begin(), before.end(), amounts::is_digit);
    return may_be_thousands ? amount_shape::either : shape;
}

/// A decimal number, exact: mantissa / 10^scale.
struct decimal_number {
    std::int64_t mantissa = 0;
    unsigned scale = 0;
};

/// The number, if it is written with such a decimal mark. Thousands, if they are marked, are marked
/// throughout. Of the digits after the mark the first fifteen count.
[[nodiscard]] constexpr std::optional<decimal_number> parse_decimal(std::string_view number,
                                                                    char decimal) noexcept {
    constexpr unsigned longest_scale = 15;
    decimal_number out;
    std::string_view thousands;
    std::size_t group = 0;  // digits since the last mark
    bool any = false, after = false;
    auto const add = [&](char c) {
        out.mantissa = rung::add_saturated(rung::multiply_saturated(out.mantissa, 10), c - '0');
        return out.mantissa != rung::unlimited;
    };
    for (std::size_t i = 0; i < number.size();) {
        char const c = number[i];
        if (amounts::is_digit(c)) {
            any = true;
            ++group;
            ++i;
            if (after && out.scale == longest_scale) continue;
            if (!add(c)) return std::nullopt;
            if (after) ++out.scale;
            continue;
        }
        if (after) return std::nullopt;
        if (!thousands.empty() && group != 3) return std::nullopt;
        if (c == decimal) {
            after = true;
            ++i;
            continue;
        }
        auto const size = std::max<std::size_t>(1, amounts::other_mark(number.substr(i)));
        auto const mark = number.substr(i, size);
        if (thousands.empty() ? group < 1 || group > 3 || number.front() == '0' : mark != thousands)
            return std::nullopt;
        thousands = mark;
        group = 0;
        i += size;
    }
    if (!any || (!after && !thousands.empty() && group != 3)) return std::nullopt;
    while (out.scale != 0 && out.mantissa % 10 == 0) {
        out.mantissa /= 10;
        --out.scale;
    }
    return out;
}

[[nodiscard]] constexpr std::optional<decimal_number> product(decimal_number a, decimal_number b) noexcept {
    auto const m = rung::multiply_saturated(a.mantissa, b.mantissa);
    if (m == rung::unlimited) return std::nullopt;
    return decimal_number{m, a.scale + b.scale};
}

/// In whole minor units. What a float leaves over, up to a thousandth of one, is passed over; nothing if
/// there is more.
[[nodiscard]] constexpr std::optional<std::int64_t> to_minor(decimal_number n, unsigned decimals) noexcept {
    for (; n.scale < decimals; ++n.scale) n.mantissa = rung::multiply_saturated(n.mantissa, 10);
    if (n.mantissa == rung::unlimited) return std::nullopt;
    // No thousandth is smaller than this.
    for (; n.scale > decimals + 12; --n.scale) n.mantissa /= 10;
    std::int64_t unit = 1;
    for (auto i = decimals; i < n.scale; ++i) unit *= 10;
    auto const whole = n.mantissa / unit, rest = n.mantissa % unit;
    if (rest * 1'000 <= unit) return whole;
    if ((unit - rest) * 1'000 <= unit) return whole + 1;
    return std::nullopt;
}

/// What the first lines of a log show about its amounts.
struct amount_survey {
    struct example {
        std::string text;
        std::uint64_t line = 0;
    };
    /// The first of each shape, by amount_shape; line 0 if there is none. An amount of zero says nothing.
    std::array<example, 4> first{};

    void see(std::string_view text, std::uint64_t line) {
        auto const parts = take_amount_apart(text);
        if (!parts || parts->number.find_first_not_of('0') == std::string_view::npos) return;
        auto& e = first[static_cast<std::size_t>(shape_of(parts->number))];
        if (e.line == 0) e = {std::string{text}, line};
    }
    [[nodiscard]] bool has(amount_shape s) const { return (*this)[s].line != 0; }
    [[nodiscard]] example const& operator[](amount_shape s) const {
        return first[static_cast<std::size_t>(s)];
    }
};

struct amount_decision {
    amount_format format;
    std::string question;  ///< what the user has to say first; empty if it is decided
};

/// What the amounts of a log are, for the whole log. `is_canonical`: by its header line whole amounts are
/// minor units.
[[nodiscard]] inline amount_decision decide(amount_format asked, amount_survey const& seen,
                                            bool is_canonical) {
    auto const shown = [&](amount_shape s) {
        return "'" + seen[s].text + "' in line " + std::to_string(seen[s].line);
    };
    auto f = asked;
    if (f.decimal != 0 && f.unit == amount_unit::unknown) f.unit = amount_unit::money;
    if (f.decimals == 0 && f.unit == amount_unit::unknown) f.unit = amount_unit::money;  // both are the same
    if (f.unit == amount_unit::minor) return {f, {}};
    bool const point = seen.has(amount_shape::point), comma = seen.has(amount_shape::comma);
    if (f.decimal == 0) {
        if (point && comma)
            return {f, "the amounts have both marks, as " + shown(amount_shape::point) + " and " +
                           shown(amount_shape::comma) +
                           ": say which is the decimal mark, with --decimal . or --decimal ,"};
        if (seen.has(amount_shape::either) && !point && !comma)
            return {f, "the amount " + shown(amount_shape::either) +
                           " can be read in two ways: say the decimal mark, with --decimal . or --decimal ,"};
        f.decimal = comma ? ',' : '.';
    }
    if (f.unit == amount_unit::money) return {f, {}};
    if (point || comma) {
        auto const& mark = point ? amount_shape::point : amount_shape::comma;
        if (is_canonical && seen.has(amount_shape::whole))
            return {f, "a log with these columns has whole minor units, and here are " +
                           shown(amount_shape::whole) + " and " + shown(mark) +
                           ": say which it is, with --amounts money or --amounts minor"};
        f.unit = amount_unit::money;
    } else if (is_canonical) {
        f.unit = amount_unit::minor;
    } else if (seen.has(amount_shape::whole)) {
        return {f, "the amounts are whole numbers, as " + shown(amount_shape::whole) +
                       ": say whether they are --amounts money or --amounts minor (hundredths)"};
    }
    return {f, {}};
}
