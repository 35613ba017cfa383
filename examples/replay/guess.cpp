#include "guess.hpp"

#include "amounts.hpp"
#include "bytes.hpp"
#include "columns.hpp"
#include "dialect.hpp"
#include "print.hpp"
#include "records.hpp"
#include "stamps.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <set>
#include <vector>

namespace {

using row = std::vector<std::string>;
using words = std::initializer_list<std::string_view>;

// The first lines of a file, taken apart. The first of them is the header line.
struct beginning {
    dialect characters;
    row header;
    std::vector<row> rows;
};

beginning read_beginning(std::string const& file) {
    constexpr std::size_t most = 2'000;
    beginning out;
    record_reader records{line_reader{text_of(bytes_of(std::fopen(file.c_str(), "rb"))), 1 << 20, 1 << 16}};
    splitter fields;
    std::string text;
    while (out.rows.size() < most) {
        auto const r = records.next(out.characters);
        if (!r) break;
        if (out.header.empty() && r->text.size() == 5 && same_name(r->text.substr(0, 4), "sep=")) {
            out.characters.separator = r->text[4];
            continue;
        }
        if (out.characters.separator == 0) out.characters.separator = guess_separator(r->text);
        text.assign(r->text);
        text.append(8, '\0');
        if (!fields.split(text.data(), r->text.size(), out.characters).empty()) continue;
        row line;
        for (auto const field : fields.fields()) line.emplace_back(trimmed(field));
        if (out.header.empty())
            out.header = std::move(line);
        else
            out.rows.push_back(std::move(line));
    }
    return out;
}

std::string plain(std::string_view name) {
    std::string out;
    for (char c : trimmed(name))
        out += c == '_' || c == '-' ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

// The first of these names that the header line has; the number of columns if it has none.
std::size_t place_of(row const& header, words names) {
    for (auto const name : names) {
        for (std::size_t i = 0; i < header.size(); ++i) {
            if (plain(header[i]) == name) return i;
        }
    }
    return header.size();
}

std::string_view value(row const& r, std::size_t i) {
    return i < r.size() ? std::string_view{r[i]} : std::string_view{};
}

// Whether one of these is part of the text.
bool has_one(std::string_view text, words parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](auto p) { return text.find(p) != std::string_view::npos; });
}

std::string_view meaning_of(std::string const& word) {
    auto const w = plain(word);
    if (has_one(w, {"fail", "cancel", "void", "pending", "denied", "declined", "on hold", "remove", "expired",
                    "draft", "unpaid", "withdrawal", "uncaptured", "requires"}))
        return "skip";
    if (has_one(w, {"refund", "return", "chargeback", "reversal"})) return "refund";
    if (has_one(
            w, {"view", "cart", "visit", "session", "click", "open", "contact", "lead", "signup", "sign up"}))
        return "contact";
    if (has_one(w, {"purchase", "paid", "complete", "processing", "order", "transaction", "payment", "sale",
                    "succeeded", "fulfilled", "checkout"}))
        return "purchase";
    return {};
}

// A text of TOML.
std::string in_quotes(std::string_view text) {
    std::string out{'"'};
    for (char const c : printable(text)) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}
// A key of TOML.
std::string key(std::string_view text) {
    bool const bare =
        !text.empty() &&
        text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
            std::string_view::npos;
    return bare ? std::string{text} : in_quotes(text);
}

// The form of the dates, or what has to be said about them.
std::string date_lines(std::vector<std::string> const& dates) {
    auto const readable = [&](stamp_form form) {
        stamp_reader reader{{form, {}, {}}};
        std::size_t n = 0;
        for (auto const& d : dates) n += reader.read(d).at ? 1u : 0u;
        return n;
    };
    auto const share = [&](std::size_t n) { return !dates.empty() && n * 10 >= dates.size() * 9; };
    if (share(readable(stamp_form::iso))) return {};
    auto const dmy = readable(stamp_form::dmy), mdy = readable(stamp_form::mdy);
    if (share(dmy) || share(mdy)) {
        if (dmy == mdy)
            return "# Days or months first? The first lines do not tell: dmy or mdy.\n#date-format = "
                   "\"dmy\"\n";
        return std::string{"date-format = \""} + (dmy > mdy ? "dmy" : "mdy") + "\"\n";
    }
    bool const numbers = std::all_of(dates.begin(), dates.end(), [](auto const& d) {
        return d.find_first_not_of("0123456789.") == std::string::npos;
    });
    if (numbers && !dates.empty()) {
        auto const digits = dates.front().substr(0, dates.front().find('.')).size();
        return std::string{"date-format = \""} +
               (digits >= 12  ? "epoch_ms"
                : digits >= 9 ? "epoch"
                              : "excel") +
               "\"\n";
    }
    return "# What do the dates look like" +
           (dates.empty() ? std::string{} : ", such as " + printable(dates.front())) +
           "? A pattern.\n#date-format = \"%d %b %Y\"\n";
}

}  // namespace

std::string guess_mapping(std::string const& file) try {
    auto const found = read_beginning(file);
    auto const& header = found.header;
    auto const none = header.size();
    if (header.empty()) throw unreadable{"there is nothing in it"};

    std::map<std::size_t, std::size_t> columns;  // what -> place
    auto const look_for = [&](column what, words names) {
        if (columns.count(what) != 0) return true;
        auto const at = place_of(header, names);
        bool const taken =
            std::any_of(columns.begin(), columns.end(), [&](auto const& c) { return c.second == at; });
        if (at != none && !taken) columns[what] = at;
        return at != none && !taken;
    };
    look_for(column_client,
             {"client", "customer email", "customer id", "customerid", "client id", "user id", "userid",
              "visitorid", "email", "billing email", "email (billing)", "from email address", "buyer email",
              "customer", "user", "buyer", "account id", "account", "card id"});
    look_for(column_at, {"at", "created at", "created date (utc)", "created (utc)", "event time",
                         "invoicedate", "invoice date", "order date", "date created", "datetime", "timestamp",
                         "date", "created", "paid at", "time", "day"});
    if (columns.count(column_at) != 0 && plain(header[columns[column_at]]) == "date")
        look_for(column_time, {"time"});
    if (place_of(header, {"financial status"}) != none) look_for(column_id, {"name"});
    look_for(column_id, {"id", "order id", "order number", "order", "invoiceno", "invoice no", "invoice",
                         "transaction id", "event id"});
    if (place_of(header, {"quantity", "qty"}) != none &&
        place_of(header, {"amount", "total", "order total", "order total amount"}) == none &&
        look_for(column_price, {"unitprice", "unit price", "price", "item cost"}))
        look_for(column_quantity, {"quantity", "qty"});
    else
        look_for(column_amount, {"amount", "total", "order total", "order total amount", "gross", "revenue",
                                 "value", "price", "paid"});
    look_for(column_refunded,
             {"amount refunded", "refunded amount", "order refund amount", "total refunded"});
    if (columns.count(column_client) != 0 && plain(header[columns[column_client]]) == "from email address") {
        look_for(column_refund_to, {"to email address"});
        look_for(column_of, {"reference txn id"});
    }
    look_for(column_currency, {"currency", "currency code", "order currency"});
    std::vector<std::size_t> kinds;
    for (auto const name :
         {"kind", "event type", "event", "type", "financial status", "order status", "status"}) {
        auto const at = place_of(header, {name});
        if (at != none && kinds.size() < 2) kinds.push_back(at);
    }

    std::string out = "# A guess from the first lines of " + printable(file) +
                      ": look it through, then\n#   replay --mapping THIS-FILE " + printable(file) + "\n";
    bool per_order = false;
    for (std::size_t i = 1; i < found.rows.size() && columns.count(column_id) != 0; ++i) {
        auto const id = value(found.rows[i], columns[column_id]);
        per_order = per_order || (!id.empty() && id == value(found.rows[i - 1], columns[column_id]));
    }
    if (per_order) out += "# Several lines have one id.\nper-order = true\n";
    std::string tables = "\n[columns]\n";
    for (auto const needed : {column_client, column_at}) {
        if (columns.count(needed) != 0) continue;
        tables += "# Which column is this? There are:";
        for (auto const& h : header) tables += " '" + printable(h) + "'";
        tables += "\n#" + std::string{column_names[needed]} + " = \"\"\n";
    }
    auto const name_of = [&](std::size_t place) {
        auto const twice = std::count_if(header.begin(), header.end(),
                                         [&](auto const& h) { return same_name(h, header[place]); }) > 1;
        return twice || header[place].empty() ? std::to_string(place + 1) : in_quotes(header[place]);
    };
    for (auto const& [what, place] : columns)
        tables += std::string{column_names[what]} + " = " + name_of(place) + "\n";
    if (kinds.size() == 1)
        tables += "kind = " + name_of(kinds[0]) + "\n";
    else if (!kinds.empty())
        tables += "kind = [" + name_of(kinds[0]) + ", " + name_of(kinds[1]) + "]\n";

    if (!kinds.empty()) {
        tables += "\n# What each word means: a kind of event, skip, or pass where another column decides. "
                  "Look twice.\n[kinds]\n";
        std::set<std::string> seen;
        for (auto const place : kinds) {
            for (auto const& r : found.rows) {
                std::string const word{value(r, place)};
                if (seen.size() > 40 || !seen.insert(std::to_string(place) + plain(word)).second) continue;
                if (word.empty() && per_order) continue;
                auto means = meaning_of(word);
                if (means == "refund" && columns.count(column_refunded) != 0) means = "purchase";
                // Beside a column that names the event, one of its state only leaves lines out.
                if (kinds.size() > 1 && place == kinds.back() && means != "skip" && !means.empty())
                    means = "pass";
                auto const name = key(kinds.size() > 1 ? header[place] + ":" + word : word);
                tables +=
                    means.empty() ? "#" + name + " = \"\"\n" : name + " = \"" + std::string{means} + "\"\n";
            }
        }
    }

    std::vector<std::string> dates;
    if (columns.count(column_at) != 0) {
        for (auto const& r : found.rows) {
            auto text = std::string{value(r, columns[column_at])};
            if (columns.count(column_time) != 0) text += " " + std::string{value(r, columns[column_time])};
            if (!trimmed(text).empty() && dates.size() < 200) dates.push_back(text);
        }
        out += date_lines(dates);
    }
    amount_survey seen;
    bool negative = false;
    std::set<std::string> currencies;
    for (std::size_t i = 0; i < found.rows.size(); ++i) {
        for (auto const what : {column_amount, column_price, column_quantity}) {
            if (columns.count(what) == 0) continue;
            auto const text = value(found.rows[i], columns[what]);
            if (what != column_quantity) seen.see(text, i + 2);
            auto const parts = take_amount_apart(text);
            negative = negative || (parts && parts->negative);
        }
        if (columns.count(column_currency) != 0 && !value(found.rows[i], columns[column_currency]).empty())
            currencies.insert(currency_code(value(found.rows[i], columns[column_currency])));
    }
    if (auto const decision = decide({}, seen, false); !decision.question.empty())
        out += "# " + printable(decision.question) + "\n#amounts = \"money\"\n#decimal = \",\"\n";
    if (negative) out += "# There are negative amounts.\nnegative = \"refund\"\n";
    if (currencies.size() > 1)
        out += "# There are several currencies.\ncurrency = " + in_quotes(*currencies.begin()) + "\n";
    return out + tables;
} catch (std::exception const& e) {
    throw unreadable{file + ": " + e.what()};
}
