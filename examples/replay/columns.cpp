#include "columns.hpp"

#include "bytes.hpp"
#include "counted.hpp"
#include "dialect.hpp"

#include <rung/notation/suggestion.hpp>

#include <algorithm>

namespace {

[[nodiscard]] char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

[[nodiscard]] std::string in_quotes(std::string_view name) {
    constexpr std::size_t most = 40;
    if (name.size() <= most) return "'" + std::string{name} + "'";
    return "'" + std::string{name.substr(0, most)} + "...'";
}

// How often a name stands in a header line, and where first.
struct found_name {
    std::size_t number = 0;
    std::size_t count = 0;
};
template <class Fields>
found_name find_name(Fields const& header, std::string_view name) {
    found_name out;
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (!same_name(header[i], name)) continue;
        if (out.count++ == 0) out.number = i + 1;
    }
    return out;
}

template <class Fields>
std::string names_of(Fields const& header) {
    constexpr std::size_t most = 30;
    std::string out;
    for (std::size_t i = 0; i < header.size() && i < most; ++i)
        out += (i == 0 ? "" : ", ") + in_quotes(trimmed(header[i]));
    if (header.size() > most) out += ", ...";
    return out;
}

[[nodiscard]] bool is_chosen(std::span<column_choice const> chosen, std::size_t what) {
    return std::any_of(chosen.begin(), chosen.end(), [&](auto const& c) { return c.what == what; });
}

// Names that say that a column is about something that would change the meaning of a line.
struct telling {
    std::size_t what;
    std::initializer_list<std::string_view> words;
};

[[nodiscard]] bool is_one_of(std::string_view name, std::initializer_list<std::string_view> words) {
    auto plain = std::string{trimmed(name)};
    std::replace(plain.begin(), plain.end(), '_', ' ');
    std::replace(plain.begin(), plain.end(), '-', ' ');
    return std::any_of(words.begin(), words.end(), [&](auto w) { return same_name(plain, w); });
}

[[nodiscard]] bool says_kind(std::string_view name) {
    return is_one_of(name, {"type", "event", "event type", "event name", "action", "status", "state", "kind",
                            "transaction type", "transaction status", "order status", "payment status",
                            "financial status", "activity", "operation"});
}
[[nodiscard]] bool says_refunded(std::string_view name) {
    return is_one_of(name, {"refunded", "refund", "refunds", "amount refunded", "refunded amount",
                            "refund amount", "total refunded", "order refund amount", "returned"});
}
[[nodiscard]] bool says_quantity(std::string_view name) {
    return is_one_of(name, {"quantity", "qty", "units", "count", "lineitem quantity"});
}
[[nodiscard]] bool says_currency(std::string_view name) {
    return is_one_of(name, {"currency", "currency code", "order currency", "ccy"});
}
[[nodiscard]] bool says_zone(std::string_view name) {
    return is_one_of(name, {"timezone", "time zone", "tz", "zone", "utc offset", "gmt offset", "offset"});
}
[[nodiscard]] bool says_amount(std::string_view name) {
    return is_one_of(name, {"amount", "total", "order total", "price", "unit price", "unitprice", "revenue",
                            "value", "gross", "net", "sum", "sales", "spend", "paid", "order total amount"});
}

}  // namespace

std::size_t find_column(std::string_view name) {
    std::size_t i = 0;
    while (i < column_count && column_names[i] != name) ++i;
    return i;
}

std::string column_list() {
    std::string out;
    for (auto const name : column_names) (out += out.empty() ? "" : ", ") += name;
    return out;
}

bool same_name(std::string_view a, std::string_view b) {
    a = trimmed(a);
    b = trimmed(b);
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

bool is_header(std::span<std::string_view const> fields, std::span<column_choice const> chosen) {
    for (auto const& c : chosen) {
        if (!c.name.empty() && find_name(fields, c.name).count == 0) return false;
    }
    for (auto const needed : {column_client, column_at}) {
        if (!is_chosen(chosen, needed) && find_name(fields, column_names[needed]).count == 0) return false;
    }
    return true;
}

column_places find_columns(std::span<std::string_view const> header, std::span<column_choice const> chosen,
                           std::span<column const> asked) {
    column_places out;
    for (auto const field : header) out.header.emplace_back(trimmed(field));
    auto const place = [&](std::size_t what, std::size_t number) {
        if (what == column_kind && out.number[what] != 0)
            out.more_kinds.push_back(number);
        else
            out.number[what] = number;
    };
    for (auto const& c : chosen) {
        if (c.name.empty()) {
            if (c.number > header.size())
                throw unreadable{"the first line has " + counted(header.size(), "column", "columns") +
                                 ", and no column " + std::to_string(c.number) + " for '" +
                                 std::string{column_names[c.what]} + "'"};
            place(c.what, c.number);
            continue;
        }
        auto const found = find_name(header, c.name);
        if (found.count == 0) {
            rung::suggestion meant{c.name};
            for (auto const& name : out.header) meant.consider(name);
            auto const best = meant.best();
            throw unreadable{"the first line names no column " + in_quotes(c.name) +
                             (best.empty() ? "; it names " + names_of(header)
                                           : "; did you mean '" + std::string{best} + "'?")};
        }
        if (found.count > 1)
            throw unreadable{"the first line names the column " + in_quotes(c.name) +
                             " twice: say by its number which is meant"};
        place(c.what, found.number);
    }
    // Of the rest, those that tell themselves by name and change nothing that was not said.
    for (std::size_t what = 0; what < column_count; ++what) {
        bool const tells =
            what <= column_currency || std::find(asked.begin(), asked.end(), what) != asked.end();
        if (!tells || is_chosen(chosen, what)) continue;
        auto const found = find_name(header, column_names[what]);
        if (found.count > 1)
            throw unreadable{"the first line names the column '" + std::string{column_names[what]} +
                             "' twice: say by its number which is meant"};
        auto const taken = std::any_of(chosen.begin(), chosen.end(), [&](auto const& c) {
            return found.number != 0 && (c.number == found.number || same_name(c.name, column_names[what]));
        });
        if (found.count != 0 && !taken) out.number[what] = found.number;
    }
    for (auto const needed : {column_client, column_at}) {
        if (out.number[needed] == 0)
            throw unreadable{
                "the first line names no column '" + std::string{column_names[needed]} + "'; it names " +
                names_of(header) + ": say which it is, with --columns " + std::string{column_names[needed]} +
                "=NAME, or by number for a log without header line (--guess FILE makes a proposal)"};
    }
    std::size_t next = 0;
    out.is_canonical = header.size() >= column_amount + 1;
    for (std::size_t i = 0; i < header.size() && out.is_canonical; ++i) {
        while (next < canonical_columns && column_names[next] != out.header[i]) ++next;
        out.is_canonical = next < canonical_columns && (i > column_amount || next == i);
        ++next;
    }
    return out;
}

column_places columns_by_number(std::span<column_choice const> chosen) {
    column_places out;
    for (auto const& c : chosen) {
        if (c.what == column_kind && out.number[c.what] != 0)
            out.more_kinds.push_back(c.number);
        else
            out.number[c.what] = c.number;
    }
    return out;
}

namespace {

[[nodiscard]] bool is_used(column_places const& places, std::size_t number) {
    return std::find(places.number.begin(), places.number.end(), number) != places.number.end() ||
           std::find(places.more_kinds.begin(), places.more_kinds.end(), number) != places.more_kinds.end();
}

}  // namespace

std::string_view unused_kind(column_places const& places) {
    for (std::size_t i = 0; i < places.header.size(); ++i) {
        if (!is_used(places, i + 1) && says_kind(places.header[i])) return places.header[i];
    }
    return {};
}

std::vector<std::string> remarks_on_columns(column_places const& places) {
    // A column that has no meaning here may have one elsewhere; or its name is misspelt.
    std::vector<std::string> out;
    std::string unused;
    std::size_t count = 0;
    constexpr std::size_t most = 30;
    auto const say = [&](std::string_view name, std::string const& what) {
        if (out.size() < 10) out.push_back("the column " + in_quotes(name) + " is not used; " + what);
    };
    auto const& number = places.number;
    for (std::size_t i = 0; i < places.header.size(); ++i) {
        if (is_used(places, i + 1)) continue;
        auto const& name = places.header[i];
        if (++count <= most) unused += (unused.empty() ? "" : ", ") + in_quotes(name);
        rung::suggestion meant{name};
        for (std::size_t known = 0; known < canonical_columns; ++known) {
            if (number[known] == 0) meant.consider(column_names[known]);
        }
        if (says_kind(name))
            say(name, "if it says what a line is, name it: --columns kind=..., with --kinds");
        else if (says_refunded(name) && number[column_refunded] == 0)
            say(name, "if it says what was given back, name it: --columns refunded=...");
        else if (says_quantity(name) && number[column_quantity] == 0 && number[column_price] == 0 &&
                 number[column_amount] != 0)
            say(name, "the amount of a line is taken as it stands, and not for each unit");
        else if (says_currency(name))
            say(name, "if amounts are in several currencies, name it: --columns currency=...");
        else if (says_amount(name) && number[column_amount] == 0 && number[column_price] == 0)
            say(name, "no amounts are read: name them with --columns amount=...");
        else if (says_zone(name))
            say(name, "if it says the zone of the times, say it with --zone");
        else if (same_name(name, "time") && number[column_time] == 0)
            say(name, "if it is the time of day, name it: --columns time=...");
        else if (auto const best = meant.best(); !best.empty())
            say(name, "did you mean '" + std::string{best} + "'?");
    }
    if (count > most) unused += " and " + std::to_string(count - most) + " more";
    if (!unused.empty()) out.insert(out.begin(), "columns not used: " + unused);
    return out;
}

std::vector<std::string> remarks_on_missing(column_places const& places, std::span<column const> asked) {
    std::vector<std::string> out;
    for (auto const what : asked) {
        if (places.number[what] != 0) continue;
        auto const name = std::string{column_names[what]};
        out.push_back("the ladder asks about '" + name + "', and the log has no such column: --columns " +
                      name + "=NAME");
    }
    return out;
}

std::string columns_in_words(column_places const& places) {
    std::string out;
    auto const add = [&](std::size_t what, std::size_t number) {
        if (number == 0) return;
        (out += out.empty() ? "" : ", ") += column_names[what];
        out += '=';
        out += number <= places.header.size() ? in_quotes(places.header[number - 1]) : std::to_string(number);
    };
    for (std::size_t what = 0; what < column_count; ++what) {
        add(what, places.number[what]);
        if (what != column_kind) continue;
        for (auto const more : places.more_kinds) add(what, more);
    }
    return out;
}
