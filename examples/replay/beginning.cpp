#include "beginning.hpp"

#include "bytes.hpp"
#include "entry_reader.hpp"
#include "line_fields.hpp"

#include <rung/core/printable.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

namespace {

class first_lines {
public:
    first_lines(held_records& records, log_format const& format)
        : records_{records}, format_{format}, out_{format.characters, {}, format.amounts, {}} {}

    log_beginning read(log_limits const& limits) {
        auto const at_first = records_until_header();
        if (records_.size() == 0) throw unreadable{"there is nothing in it"};
        auto const fault = split(at_first);
        bool header = format_.header.value_or(true);
        if (!format_.header && !by_name()) {
            line_.places = columns_by_number(format_.columns);
            // A header line has no date.
            stamp_column at{format_.stamps};
            header = !at.read(line_).at;
        }
        if (header) {
            if (records_[at_first].too_long) throw unreadable{"the first line is too long"};
            if (fault == "unclosed quote") throw unreadable{"the first line has a quote that is not closed"};
            line_.places = find_columns(line_.fields.fields(), format_.columns, asked_columns());
            notes_on_header(at_first);
            records_.begin_at(at_first + 1);
        } else {
            line_.places = columns_by_number(format_.columns);
            records_.begin_at(0);
        }
        check_columns();
        look_ahead(limits);
        out_.places = std::move(line_.places);
        return std::move(out_);
    }

private:
    held_records& records_;
    log_format const& format_;
    log_beginning out_;
    line_fields line_;

    [[nodiscard]] bool has(column c) const { return line_.has(c); }
    std::string_view split(std::size_t i) { return records_.split(i, line_.fields, out_.characters); }
    [[nodiscard]] std::string_view text_of(std::size_t i) const { return records_[i].text; }

    // The columns that measures of the ladder ask about.
    [[nodiscard]] std::vector<column> asked_columns() const {
        std::pair<bool, column> const all[] = {{format_.asks_amount && !has(column_price), column_amount},
                                               {format_.asks_channel, column_channel},
                                               {format_.asks_score, column_score},
                                               {format_.asks_quantity, column_quantity},
                                               {format_.asks_category, column_category},
                                               {format_.asks_name, column_name},
                                               {format_.asks_value, column_value}};
        std::vector<column> out;
        for (auto const& [asks, c] : all) {
            if (asks) out.push_back(c);
        }
        return out;
    }

    // Whether columns are looked for by their names in a header line.
    [[nodiscard]] bool by_name() const {
        auto const& all = format_.columns;
        return std::none_of(all.begin(), all.end(), [](auto const& c) { return c.number != 0; }) ||
               std::any_of(all.begin(), all.end(), [](auto const& c) { return !c.name.empty(); });
    }

    bool hold_one() { return records_.hold_one(out_.characters); }

    // The place of the header line among the first lines, which are held. Lines before it are passed over.
    std::size_t records_until_header() {
        constexpr std::size_t most = 30;
        auto& separator = out_.characters.separator;
        bool guessed = separator == 0;
        if (!hold_one()) return 0;
        if (guessed && text_of(0).size() == 5 && same_name(text_of(0).substr(0, 4), "sep=")) {
            guessed = false;
            separator = text_of(0)[4];
            records_.pass_over();
            if (!hold_one()) return 0;
        }
        if (guessed) separator = guess_separator(text_of(0));
        if (format_.header == false || (!by_name() && !format_.header)) return 0;
        auto const first_separator = separator;
        for (std::size_t i = 0; i < most && i < records_.size(); ++i) {
            if (guessed) separator = guess_separator(text_of(i));
            if (split(i).empty() && is_header(line_.fields.fields(), format_.columns)) return i;
            if (guessed) separator = 0;
            if (i + 1 < most) hold_one();
        }
        separator = first_separator;
        return 0;
    }

    void notes_on_header(std::size_t at_first) {
        if (at_first != 0)
            out_.notes.push_back("the header line is line " + std::to_string(records_[at_first].line) +
                                 "; what stands before it is passed over");
        auto more = remarks_on_columns(line_.places);
        out_.notes.push_back("columns: " + columns_in_words(line_.places));
        std::move(more.begin(), more.end(), std::back_inserter(out_.notes));
    }

    void check_columns() {
        auto const& places = line_.places;
        if (places.header.empty())
            out_.notes.push_back("columns, without a header line: " + columns_in_words(places));
        for (auto& note : remarks_on_missing(places, asked_columns())) out_.notes.push_back(std::move(note));
        bool const has_kind = has(column_kind);
        if (auto const kind = unused_kind(places); !has_kind && !format_.kind && !kind.empty())
            throw unreadable{
                "the column '" + std::string{kind} +
                "' seems to say what a line is, and is not used: name it, with --columns kind='" +
                std::string{kind} + "' and --kinds, or say --kind purchase for all lines"};
        if (has(column_price) ? !has(column_quantity) : has(column_quantity) && !format_.asks_quantity)
            throw unreadable{"quantity and price go together: name both columns, or none"};
        if (has(column_price) && has(column_amount))
            throw unreadable{
                "both amount and price are named: an amount is read, or made of quantity and price"};
        if (format_.per_order && !has(column_id))
            throw unreadable{"--per-order needs the column 'id', of the order"};
        if (!has_kind && !format_.kinds.empty())
            throw unreadable{"--kinds needs a column for them: --columns kind=..."};
    }

    // Names are taken as the bytes that they are.
    void note_on_bytes() {
        for (std::size_t i = 0; i < records_.size(); ++i) {
            for (auto rest = text_of(i); !rest.empty();) {
                auto const c = rung::detail::first_character(rest);
                if (c.code == rung::detail::character::not_utf8) {
                    out_.notes.push_back(
                        "line " + std::to_string(records_[i].line) +
                        ": not UTF-8: names are taken as they are; if the file is of an older Windows, "
                        "iconv -f WINDOWS-1252 -t UTF-8 FILE | replay -");
                    return;
                }
                rest.remove_prefix(c.bytes);
            }
        }
    }

    void look_ahead(log_limits const& limits) {
        bool const has_amounts = has(column_amount) || has(column_price) || has(column_refunded);
        constexpr std::size_t most_text = 1 << 26;
        amount_survey seen;
        auto const ahead = has_amounts ? limits.look_ahead : std::size_t{100};
        for (auto i = records_.begin(); i - records_.begin() < ahead && records_.text_size() < most_text;
             ++i) {
            if (i == records_.size() && !hold_one()) break;
            if (!has_amounts || records_[i].too_long || !split(i).empty()) continue;
            for (auto const c : {column_amount, column_price, column_refunded}) {
                if (has(c)) seen.see(trimmed(line_[c]), records_[i].line);
            }
        }
        note_on_bytes();
        auto const decision = decide(format_.amounts, seen, line_.places.is_canonical);
        if (!decision.question.empty()) throw unreadable{decision.question};
        out_.amounts = decision.format;
        if (has_amounts && out_.amounts.unit == amount_unit::minor)
            out_.notes.push_back("amounts: whole minor units");
        else if (has_amounts && out_.amounts.unit == amount_unit::money)
            out_.notes.push_back(std::string{"amounts: money, with a decimal "} +
                                 (out_.amounts.decimal == ',' ? "comma" : "point"));
    }
};

[[nodiscard]] std::string_view name_of_kind(rung::event_kind kind, log_format const& format) {
    auto const number = static_cast<std::size_t>(kind);
    return number < rung::event_kind_count ? to_string(kind)
                                           : format.own_kinds[number - rung::event_kind_count];
}

[[nodiscard]] std::string amount_in_words(std::int64_t minor, unsigned decimals) {
    auto digits = std::to_string(minor < 0 ? -minor : minor);
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    digits.insert(digits.size() - decimals, 1, '.');
    return (minor < 0 ? "-" : "") + digits;
}

std::string in_words(entry const& e, line_fields const& line, log_format const& format) {
    auto const money = [&](rung::money m) {
        return amount_in_words(m.minor_units, std::max(format.amounts.decimals, 2u));
    };
    std::string text = "line " + std::to_string(e.line) + ": client=" + std::string{e.client} +
                       ", at=" + instant_in_full(e.at) + ", " + std::string{name_of_kind(e.kind, format)};
    if (line.has(column_id)) text += ", id=" + std::string{line[column_id]};
    if (e.amount.minor_units != 0) text += ", " + money(e.amount);
    if (e.refunded.minor_units != 0) text += ", of it given back " + money(e.refunded);
    if (!e.channel.empty()) text += ", channel=" + std::string{e.channel};
    if (format.asks_quantity) text += ", quantity=" + std::to_string(e.quantity);
    if (!e.category.empty()) text += ", category=" + std::string{e.category};
    if (!e.name.empty()) text += ", name=" + std::string{e.name};
    if (format.asks_value) text += ", value=" + std::to_string(e.value);
    return text;
}

}  // namespace

log_beginning begin_log(held_records& records, log_format const& format, log_limits const& limits) {
    return first_lines{records, format}.read(limits);
}

std::vector<std::string> first_line_in_words(held_records& records, log_beginning const& found,
                                             log_format const& format) {
    constexpr std::size_t most = 100;
    entry_reader reader{format, found.places, found.amounts};
    auto const first = records.begin();
    for (auto i = first; i < records.size() && i < first + most; ++i) {
        entry e;
        e.line = records[i].line;
        if (records[i].too_long || !records.split(i, reader.line().fields, found.characters).empty())
            continue;
        if (reader.read(e) && e.skipped.empty()) return {in_words(e, reader.line(), format)};
    }
    if (first < records.size() && found.characters.quote == '"') {
        (void)records.split(first, reader.line().fields, found.characters);
        auto const client = reader.line()[column_client];
        if (client.size() > 1 && client.front() == '\'' && client.back() == '\'')
            return {"the fields stand in single quotes: say --quote single"};
    }
    return {};
}
