#include "log.hpp"

#include "event_ids.hpp"
#include "numbering.hpp"
#include "print.hpp"
#include "records.hpp"

#include <rung/notation/values.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

std::string about_logs() {
    return R"(A log is CSV, in any order. Its header line names the columns:
  client    any text; needed
  at        2026-01-31, or 2026-01-31T08:26:00Z, in UTC; needed
  id        of the event, any text: two lines of a client with one id are one event
  kind      contact, offer, purchase (without this column), refund, evaluation, complaint,
            recommendation, referral, awareness, need, wallet, price_rise,
            competitor_purchase, refusal, loss
  amount    of a purchase or refund: 19.90 is money; where all are whole, --amounts says
            which they are (with the columns id,client,at,kind,amount minor units: 1990 is 19.90)
  channel   any text; a contact by "referral" was referred
  score     a number; the kind says what it means, such as 1 to 5 of an evaluation
  of        the id of the purchase that a refund or an evaluation is about
  currency  of the amount
If the measures of a ladder in a file ask about them, also quantity, category, name and value, and
the kinds that they mention.
Columns of other names are chosen by --columns, which knows these too:
  time      the time of day, where at is the date alone
  refunded  what was given back of the purchase of the same line
  quantity  and price, of one unit: together they make the amount
  refund_to the client of a refund, where that is another column than client)";
}

namespace {

// Lines of one order.
struct open_order {
    std::uint64_t line = 0;
    std::uint64_t lines = 0;
    entry first{};
    std::string id, client, channel, category, name;  // what the first line says; of is not an order's
    std::int64_t amount = 0, refunded = 0, quantity = 0;
    bool is_refused = false;
};

}  // namespace

struct log_reader::state {
    log_format format;
    std::string name;  // of the file
    log_limits limits;
    record_reader records;
    dialect characters;
    splitter fields;
    column_places places;
    stamp_reader stamps;
    kind_reader kinds;
    amount_format amounts;
    std::int64_t scale = 1;  // of amounts with fewer than two decimals
    std::vector<std::string> notes;
    std::uint64_t data_lines = 0;
    std::uint64_t short_lines = 0;
    std::string currency;       // of all amounts; empty until one says its own
    std::string currency_text;  // as it stood when it was last understood

    // The lines that were looked at ahead, which come again.
    struct held_record {
        std::size_t begin, size;
        std::uint64_t line;
        bool too_long;
    };
    std::vector<char> held_text;
    std::vector<held_record> held;
    std::size_t next_held = 0;
    bool all_held = false;  // there are no more lines

    std::optional<open_order> order;
    numbering orders;
    bool order_goes_on = false;  // the line that is read is of the order that is open

    state(std::unique_ptr<byte_source> text, std::string const& n, log_format const& f, log_limits const& l)
        : format{f}, name{n}, limits{l}, records{line_reader{std::move(text), limits.longest_line,
                                                             limits.block}},
          characters{f.characters}, stamps{f.stamps}, kinds{f.kinds, f.own_kinds}, amounts{f.amounts},
          currency{currency_code(f.currency)} {
        begin();
    }

    // The beginning ------------------------------------------------------------------------------------

    void begin() {
        auto const at_first = records_until_header();
        if (held.empty()) throw unreadable{"there is nothing in it"};
        auto const fault = split_held(at_first);
        bool const by_number = !by_name();
        bool header = format.header.value_or(true);
        if (!format.header && by_number) {
            places = columns_by_number(format.columns);
            // A header line has no date.
            header = !stamps.read(stamp_text()).at;
        }
        if (header) {
            if (held[at_first].too_long) throw unreadable{"the first line is too long"};
            if (fault == "unclosed quote") throw unreadable{"the first line has a quote that is not closed"};
            places = find_columns(fields.fields(), format.columns, asked_columns());
            notes_on_header(at_first);
            next_held = at_first + 1;
        } else {
            places = columns_by_number(format.columns);
            next_held = 0;
        }
        check_columns();
        look_ahead();
        show_first_line();
    }

    // The columns that measures of the ladder ask about.
    [[nodiscard]] std::vector<column> asked_columns() const {
        std::vector<column> out;
        if (format.asks_amount && !has(column_price)) out.push_back(column_amount);
        if (format.asks_channel) out.push_back(column_channel);
        if (format.asks_score) out.push_back(column_score);
        if (format.asks_quantity) out.push_back(column_quantity);
        if (format.asks_category) out.push_back(column_category);
        if (format.asks_name) out.push_back(column_name);
        if (format.asks_value) out.push_back(column_value);
        return out;
    }

    // Whether columns are looked for by their names in a header line.
    [[nodiscard]] bool by_name() const {
        auto const& all = format.columns;
        return std::none_of(all.begin(), all.end(), [](auto const& c) { return c.number != 0; }) ||
               std::any_of(all.begin(), all.end(), [](auto const& c) { return !c.name.empty(); });
    }

    // The place of the header line among the first lines, which are held. Lines before it are passed over.
    std::size_t records_until_header() {
        constexpr std::size_t most = 30;
        auto const given = characters.separator;
        hold_one();
        if (held.empty()) return 0;
        bool const sep =
            given == 0 && held_view(0).size() == 5 && same_name(held_view(0).substr(0, 4), "sep=");
        if (sep) {
            characters.separator = held_view(0)[4];
            held.clear();
            hold_one();
            if (held.empty()) return 0;
        }
        bool const guessed = given == 0 && !sep;
        if (guessed) characters.separator = guess_separator(held_view(0));
        if (format.header == false || (!by_name() && !format.header)) return 0;
        auto const first_separator = characters.separator;
        for (std::size_t i = 0; i < most && i < held.size(); ++i) {
            if (guessed) characters.separator = guess_separator(held_view(i));
            if (split_held(i).empty() && is_header(fields.fields(), format.columns)) return i;
            if (guessed) characters.separator = 0;
            if (i + 1 < most) hold_one();
        }
        characters.separator = first_separator;
        return 0;
    }

    void hold_one() {
        auto const r = records.next(characters);
        if (!r) {
            all_held = true;
            return;
        }
        held.push_back({held_text.size(), r->text.size(), r->line, r->too_long});
        held_text.insert(held_text.end(), r->text.begin(), r->text.end());
    }
    [[nodiscard]] std::string_view held_view(std::size_t i) const {
        return {held_text.data() + held[i].begin, held[i].size};
    }
    std::string scratch;
    // Why it cannot be taken apart; empty if it can.
    std::string_view split_held(std::size_t i) {
        scratch.assign(held_view(i));
        auto const size = scratch.size();
        scratch.append(log_batch::zeros, '\0');
        return fields.split(scratch.data(), size, characters);
    }

    void notes_on_header(std::size_t at_first) {
        if (at_first != 0)
            notes.push_back("the header line is line " + std::to_string(held[at_first].line) +
                            "; what stands before it is passed over");
        auto more = remarks_on_columns(places);
        notes.push_back("columns: " + columns_in_words(places));
        std::move(more.begin(), more.end(), std::back_inserter(notes));
    }

    void check_columns() {
        if (places.header.empty())
            notes.push_back("columns, without a header line: " + columns_in_words(places));
        for (auto& note : remarks_on_missing(places, asked_columns())) notes.push_back(std::move(note));
        bool const has_kind = has(column_kind);
        if (auto const kind = unused_kind(places); !has_kind && !format.kind && !kind.empty())
            throw unreadable{
                "the column '" + std::string{kind} +
                "' seems to say what a line is, and is not used: name it, with --columns kind='" +
                std::string{kind} + "' and --kinds, or say --kind purchase for all lines"};
        if (has(column_price) ? !has(column_quantity) : has(column_quantity) && !format.asks_quantity)
            throw unreadable{"quantity and price go together: name both columns, or none"};
        if (has(column_price) && has(column_amount))
            throw unreadable{
                "both amount and price are named: an amount is read, or made of quantity and price"};
        if (format.per_order && !has(column_id))
            throw unreadable{"--per-order needs the column 'id', of the order"};
        if (!has_kind && !format.kinds.empty())
            throw unreadable{"--kinds needs a column for them: --columns kind=..."};
    }

    void look_ahead() {
        bool const has_amounts = has(column_amount) || has(column_price) || has(column_refunded);
        constexpr std::size_t most_text = 1 << 26;
        amount_survey seen;
        auto const ahead = has_amounts ? limits.look_ahead : std::size_t{100};
        for (std::size_t i = next_held; i - next_held < ahead && held_text.size() < most_text; ++i) {
            if (i == held.size()) {
                if (all_held) break;
                hold_one();
                if (i == held.size()) break;
            }
            if (!has_amounts || held[i].too_long || !split_held(i).empty()) continue;
            for (auto const c : {column_amount, column_price, column_refunded}) {
                if (has(c)) seen.see(trimmed((*this)[c]), held[i].line);
            }
        }
        auto const decision = decide(format.amounts, seen, places.is_canonical);
        if (!decision.question.empty()) throw unreadable{decision.question};
        amounts = decision.format;
        for (auto n = amounts.decimals; n < 2; ++n) scale *= 10;
        if (amounts.unit == amount_unit::minor) scale = 1;
        if (has_amounts && amounts.unit == amount_unit::minor)
            notes.push_back("amounts: whole minor units");
        else if (has_amounts && amounts.unit == amount_unit::money)
            notes.push_back(std::string{"amounts: money, with a decimal "} +
                            (amounts.decimal == ',' ? "comma" : "point"));
    }

    void show_first_line() {
        auto const at = next_held;
        auto const lines = data_lines, shorts = short_lines;
        auto const money = currency;
        entry e;
        std::size_t i = at;
        for (; i < held.size() && i < at + 100; ++i) {
            e = {};
            e.line = held[i].line;
            order_goes_on = false;
            if (held[i].too_long) continue;
            if (!split_held(i).empty()) continue;
            if (read(e) && e.skipped.empty()) break;
        }
        if (i < held.size() && i < at + 100) {
            std::string text = "line " + std::to_string(e.line) + ": client=" + std::string{e.client} +
                               ", at=" + instant_in_full(e.at) + ", " + std::string{name_of_kind(e.kind)};
            if (has(column_id)) text += ", id=" + std::string{(*this)[column_id]};
            if (e.amount.minor_units != 0) text += ", " + amount_in_words(e.amount.minor_units);
            if (e.refunded.minor_units != 0)
                text += ", of it given back " + amount_in_words(e.refunded.minor_units);
            if (!e.channel.empty()) text += ", channel=" + std::string{e.channel};
            if (format.asks_quantity) text += ", quantity=" + std::to_string(e.quantity);
            if (!e.category.empty()) text += ", category=" + std::string{e.category};
            if (!e.name.empty()) text += ", name=" + std::string{e.name};
            if (format.asks_value) text += ", value=" + std::to_string(e.value);
            notes.push_back(text);
        } else if (at < held.size() && characters.quote == '"') {
            (void)split_held(at);
            auto const client = (*this)[column_client];
            if (client.size() > 1 && client.front() == '\'' && client.back() == '\'')
                notes.push_back("the fields stand in single quotes: say --quote single");
        }
        data_lines = lines;
        short_lines = shorts;
        currency = money;
        currency_text.clear();
    }
    [[nodiscard]] std::string_view name_of_kind(rung::event_kind kind) const {
        auto const number = static_cast<std::size_t>(kind);
        return number < rung::event_kind_count ? to_string(kind)
                                               : format.own_kinds[number - rung::event_kind_count];
    }
    [[nodiscard]] std::string amount_in_words(std::int64_t minor) const {
        auto const decimals = std::max(amounts.decimals, 2u);
        auto digits = std::to_string(minor < 0 ? -minor : minor);
        if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
        digits.insert(digits.size() - decimals, 1, '.');
        return (minor < 0 ? "-" : "") + digits;
    }

    // Lines --------------------------------------------------------------------------------------------

    [[nodiscard]] bool has(column c) const { return places.number[c] != 0; }
    [[nodiscard]] std::string_view field(std::size_t number) const {
        return number == 0 || number > fields.fields().size() ? std::string_view{}
                                                              : fields.fields()[number - 1];
    }
    [[nodiscard]] std::string_view operator[](column c) const { return field(places.number[c]); }

    std::string joined;  // date and time
    [[nodiscard]] std::string_view stamp_text() {
        auto const date = (*this)[column_at];
        if (!has(column_time)) return date;
        joined.assign(trimmed(date)) += ' ';
        return joined += trimmed((*this)[column_time]);
    }

    static bool refuse(entry& e, std::string_view why, std::string_view text = {},
                       std::string_view hint = {}) {
        e.refused = why;
        e.wrong = text;
        e.hint = hint;
        return false;
    }

    // Of an order that goes on, a line may leave out what the first one says.
    [[nodiscard]] bool is_inherited(std::string_view text) const {
        return order_goes_on && trimmed(text).empty();
    }

    bool read_kind(entry& e) {
        if (!has(column_kind)) {
            e.kind = format.kind.value_or(rung::event_kind::purchase);
            return true;
        }
        if (is_inherited((*this)[column_kind])) {
            e.kind = order->first.kind;
            return true;
        }
        auto const found = kinds.read([&](std::size_t i, std::string_view& column, std::string_view& value) {
            if (i > places.more_kinds.size()) return false;
            auto const number = i == 0 ? places.number[column_kind] : places.more_kinds[i - 1];
            column = number <= places.header.size() ? std::string_view{places.header[number - 1]}
                                                    : std::string_view{};
            value = field(number);
            return true;
        });
        if (!found.refused.empty())
            return refuse(e, found.refused, found.wrong,
                          format.kinds.empty() ? "--kinds says what such words mean" : std::string_view{});
        if (found.skip) {
            e.skipped = "of a kind that is skipped";
            return true;
        }
        e.kind = *found.kind;
        return true;
    }

    // False if the amount cannot be read. An empty one is 0.
    bool read_amount(entry& e, column c, std::int64_t& to) {
        auto const text = trimmed((*this)[c]);
        to = 0;
        if (text.empty()) return true;
        if (amounts.unit == amount_unit::minor) {
            // The usual case, and fast.
            if (auto const plain = rung::parse_count(text); plain && *plain >= 0) {
                to = *plain;
                return true;
            }
        }
        auto const parts = take_amount_apart(text);
        if (!parts) return refuse(e, "wrong amount", text, "amounts like 19.90 are read");
        if (!parts->currency.empty() && !same_currency(e, parts->currency)) return false;
        if (amounts.unit == amount_unit::minor) {
            auto const minor = rung::parse_count(parts->number);
            if (!minor)
                return refuse(e, "amount not in minor units", text, "--amounts money takes all for money");
            to = *minor;
        } else {
            if (amounts.unit == amount_unit::unknown &&
                parts->number.find_first_not_of('0') != std::string_view::npos)
                throw unreadable{"the first amount, '" + std::string{text} + "' in line " +
                                 std::to_string(e.line) +
                                 ", comes late: say whether it is --amounts money or --amounts minor"};
            auto const number = parse_decimal(parts->number, amounts.decimal);
            if (!number) return refuse(e, "wrong amount", text, decimal_hint());
            auto const minor = to_minor(*number, amounts.decimals);
            if (!minor)
                return refuse(e, "amount with too many decimals", text, "--decimals says how many there are");
            to = rung::multiply_saturated(*minor, scale);
            if (to == rung::unlimited) return refuse(e, "amount too large", text);
        }
        if (parts->negative) to = -to;
        return true;
    }
    [[nodiscard]] std::string_view decimal_hint() const {
        return amounts.decimal == ',' ? "the decimal mark of this log is the comma"
                                      : "the decimal mark of this log is the point";
    }

    bool read_product(entry& e, std::int64_t& to) {
        std::array<decimal_number, 2> factors{};
        bool negative = false;
        std::size_t i = 0;
        for (auto const c : {column_quantity, column_price}) {
            auto const text = trimmed((*this)[c]);
            auto const parts = take_amount_apart(text);
            auto const number =
                parts ? parse_decimal(parts->number, amounts.decimal == 0 ? '.' : amounts.decimal)
                      : std::nullopt;
            if (!number)
                return refuse(e, c == column_price ? "wrong price" : "wrong quantity", text, decimal_hint());
            if (!parts->currency.empty() && !same_currency(e, parts->currency)) return false;
            factors[i++] = *number;
            negative = negative != parts->negative;
        }
        auto const whole = product(factors[0], factors[1]);
        auto const minor = whole ? to_minor(*whole, amounts.unit == amount_unit::minor ? 0 : amounts.decimals)
                                 : std::nullopt;
        if (!minor) return refuse(e, "amount with too many decimals", (*this)[column_price]);
        if (amounts.unit == amount_unit::unknown && *minor != 0)
            throw unreadable{"the first price, in line " + std::to_string(e.line) +
                             ", comes late: say whether it is --amounts money or --amounts minor"};
        to = rung::multiply_saturated(*minor, scale);
        if (to == rung::unlimited) return refuse(e, "amount too large", (*this)[column_price]);
        if (negative) to = -to;
        return true;
    }

    // Amounts of several currencies are never added up. False, if the line is of another one than the chosen.
    bool same_currency(entry& e, std::string_view text) {
        if (text == currency_text) return true;
        auto const code = currency_code(text);
        if (currency.empty()) currency = code;
        if (code == currency) {
            currency_text.assign(text);
            return true;
        }
        if (format.currency.empty())
            throw unreadable{"the amounts are in several currencies, " + currency + " and " + code +
                             " (line " + std::to_string(e.line) + "): choose one with --currency"};
        e.skipped = "in another currency";
        return false;
    }

    // A number that is not negative; nothing for an empty field, which then says nothing.
    bool read_score(entry& e) {
        auto const text = trimmed((*this)[column_score]);
        if (text.empty()) return true;
        auto const value = rung::parse_count(text);
        if (!value || *value < 0) return refuse(e, "wrong number", text);
        e.score = static_cast<std::uint8_t>(*value < 255 ? *value : 255);
        return true;
    }

    // A number of a measure; nothing for an empty field.
    bool read_whole(entry& e, column c, std::uint32_t& out) {
        auto const text = trimmed((*this)[c]);
        if (text.empty()) return true;
        auto const value = rung::parse_count(text);
        if (!value || *value < 0 || *value > std::int64_t{UINT32_MAX})
            return refuse(e, "wrong number", text, "a whole number from 0 to 4294967295");
        out = static_cast<std::uint32_t>(*value);
        return true;
    }

    static void read_id(std::string_view text, rung::event_id& number, std::string_view& as_text) {
        if (auto const plain = plain_id(trimmed(text)))
            number = *plain;
        else
            as_text = text;
    }

    // The amount as it stands, negative or not, becomes what the kind says.
    bool settle_sign(entry& e) {
        auto const amount = e.amount.minor_units;
        bool const has_money = e.kind == rung::event_kind::purchase || e.kind == rung::event_kind::refund;
        if (has_money && amount < 0) {
            if (format.negative == negative_amount::skip) {
                e.skipped = "of a negative amount";
                return true;
            }
            if (format.negative == negative_amount::refuse)
                return refuse(e, "negative amount", (*this)[column_amount],
                              "--negative refund takes it for a refund");
            e.kind = rung::event_kind::refund;
            e.amount = rung::money{-amount};
        } else if (!has_money && amount < 0) {
            return refuse(e, "negative amount", (*this)[column_amount]);
        }
        auto& back = e.refunded.minor_units;
        if (back < 0) back = -back;  // some write what was given back as a loss
        if (back != 0 && e.kind == rung::event_kind::purchase && back > e.amount.minor_units)
            return refuse(e, "more given back than paid", (*this)[column_refunded]);
        if (e.kind != rung::event_kind::purchase) back = 0;
        return true;
    }

    // Reads a line that is split. False if it says something impossible; then it reports what.
    bool read(entry& e) {
        // For example an amount with a comma: everything after it would be in the wrong columns.
        auto const expected = places.header.size();
        for (auto i = expected; i != 0 && i < fields.fields().size(); ++i) {
            if (!trimmed(fields.fields()[i]).empty()) return refuse(e, "too many fields", fields.fields()[i]);
        }
        if (!read_kind(e)) return false;
        if (!e.skipped.empty()) return true;
        bool const to_client = e.kind == rung::event_kind::refund && has(column_refund_to);
        e.client = (*this)[to_client ? column_refund_to : column_client];
        if (is_inherited(e.client))
            e.client = order->client;
        else if (trimmed(e.client).empty())
            return refuse(e, "missing client");
        if (has(column_id)) {
            auto const id = (*this)[column_id];
            if (trimmed(id).empty()) return refuse(e, "missing id");
            read_id(id, e.id, e.id_text);
        } else {
            e.id = data_lines;
        }
        auto const stamp = stamp_text();
        if (is_inherited(stamp)) {
            e.at = order->first.at;
        } else {
            auto const at = stamps.read(stamp);
            if (!at.at) return refuse(e, at.why, stamp, at.hint);
            e.at = *at.at;
        }
        if (auto const money = trimmed((*this)[column_currency]); !money.empty() && !same_currency(e, money))
            return !e.skipped.empty();
        std::int64_t amount = 0, back = 0;
        if (!(has(column_price) ? read_product(e, amount) : read_amount(e, column_amount, amount)) ||
            !read_amount(e, column_refunded, back))
            return !e.skipped.empty();
        if (!read_score(e) || (format.asks_quantity && !read_whole(e, column_quantity, e.quantity)) ||
            (format.asks_value && !read_whole(e, column_value, e.value)))
            return false;
        e.category = trimmed((*this)[column_category]);
        e.name = trimmed((*this)[column_name]);
        e.amount = rung::money{amount};
        e.refunded = rung::money{back};
        // What was given back is a column: such a line stays a purchase, whatever its status says.
        if (has(column_refunded) && e.kind == rung::event_kind::refund) e.kind = rung::event_kind::purchase;
        e.channel = trimmed((*this)[column_channel]);
        if (auto const of = (*this)[column_of]; !trimmed(of).empty()) read_id(of, e.of, e.of_text);
        if (fields.fields().size() < expected) ++short_lines;
        return format.per_order || settle_sign(e);
    }

    // The next line as a record; false at the end.
    bool next_record(record& out) {
        if (next_held < held.size()) {
            auto const& h = held[next_held++];
            out = {{held_text.data() + h.begin, h.size}, h.line, h.too_long};
            return true;
        }
        if (!held.empty()) {
            held = {};
            held_text = {};
            next_held = 0;
        }
        auto const r = records.next(characters);
        if (r) out = *r;
        return r.has_value();
    }

    // Reads a line into the last entry of the batch.
    void read_line(record const& r, log_batch& out, entry& e) {
        ++data_lines;
        e.line = r.line;
        if (r.too_long) {
            refuse(e, "line too long");
            return;
        }
        auto* const text = out.keep(r.text);
        if (auto const fault = fields.split(text, r.text.size(), characters); !fault.empty()) {
            refuse(e, fault);
            return;
        }
        order_goes_on = format.per_order && order && trimmed((*this)[column_id]) == order->id;
        (void)read(e);
        if (!e.wrong.empty() && has(column_time) && e.wrong.data() == joined.data()) {
            auto* const copy = out.keep(e.wrong);
            e.wrong = {copy, e.wrong.size()};
        }
    }

    // Orders -------------------------------------------------------------------------------------------

    // Takes a line up in its order. The batch's last entry is either the line itself, if it is of no order,
    // or goes.
    void add_to_order(log_batch& out) {
        auto e = out.entries().back();
        auto const id = std::string{trimmed((*this)[column_id])};
        if (e.refused == "line too long" || e.refused == "unclosed quote" || id.empty() || !e.skipped.empty())
            return;
        out.drop_last();
        if (!order_goes_on) {
            close_order(out);
            auto const known = orders.size();
            if (orders[id] <= known)
                throw unreadable{"the lines of the order '" + id + "' are not together: it goes on in line " +
                                 std::to_string(e.line) + "; sort the file by it first"};
            order.emplace();
            order->line = e.line;
            order->first = e;
            order->id = id;
            order->client = e.client;
            order->channel = e.channel;
            order->category = e.category;
            order->name = e.name;
        } else if (e.refused.empty() && !order->is_refused) {
            if (e.client != order->client)
                refuse(e, "an order of two clients", e.client);
            else if (e.kind != order->first.kind)
                refuse(e, "an order of two kinds");
            else
                (void)is_like_the_order(e);
        }
        ++order->lines;
        if (!e.refused.empty()) {
            if (!order->is_refused) {
                order->first = e;
                order->is_refused = true;
                lasting_wrong.assign(e.wrong);
            }
            return;
        }
        order->amount = rung::add_saturated(order->amount, e.amount.minor_units);
        order->quantity = rung::add_saturated(order->quantity, std::int64_t{e.quantity});
        order->refunded = rung::add_saturated(order->refunded, e.refunded.minor_units);
        if (!order->is_refused) order->first.at = std::min(order->first.at, e.at);
    }
    std::string lasting_wrong;

    // An order is one event, with one of what a measure asks about. What a line leaves out, the first one
    // says.
    bool is_like_the_order(entry& e) const {
        auto const differs = [&](bool asks, column c, auto const& says, auto const& first) {
            return asks && !is_inherited((*this)[c]) && says != first;
        };
        constexpr std::string_view hint = "the ladder asks about it; without --per-order each line counts";
        if (differs(format.asks_category, column_category, e.category, order->category))
            return refuse(e, "an order of two categories", e.category, hint);
        if (differs(format.asks_name, column_name, e.name, order->name))
            return refuse(e, "an order of two names", e.name, hint);
        if (differs(format.asks_channel, column_channel, e.channel, order->channel))
            return refuse(e, "an order of two channels", e.channel, hint);
        if (differs(format.asks_value, column_value, e.value, order->first.value))
            return refuse(e, "an order of two values", (*this)[column_value], hint);
        return true;
    }

    void close_order(log_batch& out) {
        if (!order) return;
        auto& e = out.add();
        e = order->first;
        e.lines = order->lines;
        auto const keep = [&](std::string_view text) {
            return std::string_view{out.keep(text), text.size()};
        };
        e.client = keep(order->client);
        e.channel = keep(order->channel);
        e.category = keep(order->category);
        e.name = keep(order->name);
        e.quantity = static_cast<std::uint32_t>(std::min(order->quantity, std::int64_t{UINT32_MAX}));
        e.id_text = e.id == 0 ? keep(order->id) : std::string_view{};
        e.of_text = {};
        if (order->is_refused) {
            e.wrong = keep(lasting_wrong);
        } else {
            e.amount = rung::money{order->amount};
            e.refunded = rung::money{order->refunded};
            fields.clear();
            (void)settle_sign(e);
        }
        order.reset();
    }
};

namespace {

// All errors of the file become one kind of error that names it.
template <class F>
decltype(auto) naming(std::string const& file, F&& f) {
    try {
        return f();
    } catch (std::exception const& e) {
        throw unreadable{(file == "-" ? "standard input" : file) + ": " + e.what()};
    }
}

}  // namespace

log_reader::log_reader(std::string const& file, log_format const& format)
    : log_reader{file == "-" ? stdin : std::fopen(file.c_str(), "rb"), file, format} {}
log_reader::log_reader(std::FILE* file, std::string const& name, log_format const& format,
                       log_limits const& limits) {
    naming(name, [&] { state_ = std::make_unique<state>(text_of(bytes_of(file)), name, format, limits); });
}
log_reader::log_reader(std::unique_ptr<byte_source> text, std::string const& name, log_format const& format,
                       log_limits const& limits) {
    naming(name, [&] { state_ = std::make_unique<state>(std::move(text), name, format, limits); });
}
log_reader::log_reader(log_reader&&) noexcept = default;
log_reader::~log_reader() = default;

std::vector<std::string> const& log_reader::notes() const { return state_->notes; }

std::vector<std::string> log_reader::remarks() const {
    std::vector<std::string> out;
    auto const say = [&](char const* what, std::uint64_t n) {
        if (n != 0) out.push_back(std::string{what} + ": " + std::to_string(n));
    };
    say("lines with fewer fields than the header line, where what is missing is taken for empty",
        state_->short_lines);
    say("times that occur twice, when clocks went back, of which the first is taken", state_->stamps.twice());
    return out;
}

bool log_reader::next(log_batch& out) {
    auto& from = *state_;
    out.clear();
    naming(from.name, [&] {
        record r;
        while (!out.is_full()) {
            if (!from.next_record(r)) {
                if (from.format.per_order && from.order) {
                    from.close_order(out);
                    continue;
                }
                break;
            }
            from.read_line(r, out, out.add());
            if (from.format.per_order) from.add_to_order(out);
        }
    });
    out.ends_at(from.records.bytes_of_file());
    return !out.entries().empty();
}
