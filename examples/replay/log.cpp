#include "log.hpp"

#include "line_reader.hpp"

#include <rung/notation/suggestion.hpp>
#include <rung/notation/values.hpp>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <optional>
#include <vector>

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

std::string about_logs() {
    return R"(A log is CSV. Its header line names the columns, in any order:
  client    any text; needed
  at        2026-01-31, or 2026-01-31T08:26:00Z, in UTC; needed
  id        of the event, a whole number: two lines of a client with one id are one event
  kind      contact, offer, purchase (without this column), refund, evaluation, complaint,
            recommendation, referral, awareness, need, wallet, price_rise,
            competitor_purchase, refusal, loss
  amount    of a purchase or refund, in minor units: 1990 is 19.90
  channel   any text; a contact by "referral" was referred
  score     a number; the kind says what it means, such as 1 to 5 of an evaluation
  of        the id of the purchase that a refund or an evaluation is about
Other columns are ignored.)";
}

namespace {

[[nodiscard]] bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

[[nodiscard]] std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

// Eight characters as a number, the first of them lowest.
[[nodiscard]] std::uint64_t eight_at(char const* text) {
    std::uint64_t out = 0;
    if constexpr (std::endian::native == std::endian::little) {
        std::memcpy(&out, text, sizeof out);
    } else {
        for (unsigned i = 0; i < 8; ++i) out |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
    }
    return out;
}

// Of eight characters, the highest bit of each that is c; no other bit is set.
[[nodiscard]] constexpr std::uint64_t marks_of(char c, std::uint64_t eight) {
    constexpr std::uint64_t low_bits = 0x7F7F'7F7F'7F7F'7F7F;
    auto const other = eight ^ (0x0101'0101'0101'0101 * static_cast<unsigned char>(c));  // 0 where it is c
    return ~(((other & low_bits) + low_bits) | other | low_bits);
}

// The highest bits of eight bytes side by side, the first of them lowest.
[[nodiscard]] constexpr std::uint64_t gathered(std::uint64_t marks) {
    return (marks >> 7) * 0x0102'0408'1020'4080 >> 56;
}

// What seems to separate the fields of a line.
[[nodiscard]] char guess_delimiter(std::string_view line) {
    for (char const c : {',', ';', '\t'}) {
        if (line.find(c) != std::string_view::npos) return c;
    }
    return ' ';
}

}  // namespace

struct log_reader::state {
    log_format format;
    std::string name;  // of the file
    line_reader lines;
    std::vector<std::string_view> fields;
    std::size_t fields_of_header = 0;  // 0 without a header
    std::vector<std::string> notes;
    std::uint64_t bytes = 0;
    std::uint64_t data_lines = 0;

    state(std::FILE* file, std::string const& n, log_format const& f, log_limits const& limits)
        : format{f}, name{n}, lines{file, limits.longest_line, limits.block} {}

    // The next line that is not empty; none at the end. Its characters are valid until the next.
    std::optional<line_reader::line> next_line() {
        while (auto const line = lines.next()) {
            bytes += line->text.size() + 1;
            bool const blank = std::all_of(line->text.begin(), line->text.end(), is_blank);
            if (line->too_long || !blank) return line;
        }
        return std::nullopt;
    }

    // Splits a line; false if a quote is not closed. A quoted field may hold the delimiter, and a quote
    // written twice, but no line break. The line has a batch's zeros after it.
    bool split(char* line, std::size_t size) {
        if (format.delimiter == ' ')
            split_at_blanks(line);
        else if (!split_unquoted(line, size))
            return split_quoted(line);
        return true;
    }

    void split_at_blanks(char const* c) {
        fields.clear();
        while (*(c += std::strspn(c, " \t\r")) != '\0') {
            auto const size = std::strcspn(c, " \t\r");
            fields.emplace_back(c, size);
            c += size;
        }
    }

    // Sixty-four characters at once; false if there is a quote.
    bool split_unquoted(char const* line, std::size_t size) {
        fields.clear();
        std::size_t first = 0;
        auto const add = [&](std::size_t end) {
            std::string_view const field{line + first, end - first};
            // For an empty field, that is the separator after it.
            bool const may_be_blank = line[first] <= ' ' || line[end - (first < end ? 1 : 0)] <= ' ';
            fields.push_back(may_be_blank ? trimmed(field) : field);
            first = end + 1;
        };
        for (std::size_t begin = 0; begin < size; begin += 64) {
            std::uint64_t quotes = 0, ends = 0;
            for (std::size_t i = 0; i < 64 && begin + i < size; i += 8) {
                auto const eight = eight_at(line + begin + i);
                quotes |= marks_of('"', eight);
                ends |= gathered(marks_of(format.delimiter, eight)) << i;
            }
            if (quotes != 0) return false;
            for (; ends != 0; ends &= ends - 1) add(begin + static_cast<std::size_t>(std::countr_zero(ends)));
        }
        add(size);
        return true;
    }

    bool split_quoted(char* c) {
        fields.clear();
        for (;; ++c) {
            while (*c == ' ') ++c;
            if (*c == '"') {
                char* const first = c + 1;
                char* to = first;
                while (*++c != '"' || *++c == '"') {
                    if (*c == '\0') return false;
                    *to++ = *c;
                }
                fields.emplace_back(first, static_cast<std::size_t>(to - first));
                while (*c != '\0' && *c != format.delimiter) ++c;
            } else {
                char* const first = c;
                while (*c != '\0' && *c != format.delimiter) ++c;
                fields.push_back(trimmed({first, static_cast<std::size_t>(c - first)}));
            }
            if (*c == '\0') return true;
        }
    }

    void read_header() {
        auto const line = next_line();
        if (!line) return;
        if (line->too_long) throw unreadable{"the first line is too long"};
        if (format.delimiter == 0) format.delimiter = guess_delimiter(line->text);
        log_batch kept{1};
        if (!split(kept.keep(line->text), line->text.size()))
            throw unreadable{"the first line has a quote that is not closed"};
        fields_of_header = fields.size();
        for (std::size_t i = 0; i < fields.size(); ++i) {
            std::string const field{trimmed(fields[i])};
            auto const column = find_column(field);
            if (column == column_count) {
                pass_over(field);
                continue;
            }
            if (format.position[column] != 0)
                throw unreadable{"the first line names the column '" + field + "' twice"};
            format.position[column] = i + 1;
        }
        for (auto const needed : {column_client, column_at}) {
            if (format.position[needed] == 0)
                throw unreadable{"the first line names no column '" + std::string{column_names[needed]} +
                                 "'; known: " + column_list() +
                                 "; for a log without header line give --columns"};
        }
    }

    // A column that has no meaning here may have one elsewhere; or its name is misspelt. Of many only the
    // first few are reported, and of a long name its beginning.
    void pass_over(std::string const& field) {
        constexpr std::size_t most = 10, longest = 40;
        if (notes.size() > most) return;
        if (notes.size() == most) return notes.push_back("... and more columns are ignored");
        rung::suggestion meant{field};
        for (auto const known : column_names) meant.consider(known);
        auto note = "the column '" + field.substr(0, longest) + "' is ignored";
        if (!meant.best().empty()) note += "; did you mean '" + std::string{meant.best()} + "'?";
        notes.push_back(std::move(note));
    }

    [[nodiscard]] bool has(column c) const { return format.position[c] != 0; }
    [[nodiscard]] std::string_view operator[](column c) const {
        auto const i = format.position[c];
        return i == 0 || i > fields.size() ? std::string_view{} : fields[i - 1];
    }

    // A number that is not negative; nothing for an empty field, which then says nothing.
    bool number(column c, entry& e, std::int64_t& to) const {
        auto const text = (*this)[c];
        if (text.empty()) return true;
        auto const value = rung::parse_count(text);
        if (!value || *value < 0) return refuse(e, "wrong number", text);
        to = *value;
        return true;
    }

    bool amount(entry& e) const {
        auto const text = (*this)[column_amount];
        if (text.empty()) return true;
        bool const is_money = !format.header && text.find('.') != std::string_view::npos;
        auto const value = is_money ? rung::parse_money(text) : [&]() -> std::optional<rung::money> {
            if (auto const minor = rung::parse_count(text)) return rung::money{*minor};
            return std::nullopt;
        }();
        if (!value) {
            bool const may_be_money = format.header && rung::parse_money(text);
            return refuse(e, may_be_money ? "amount not in minor units" : "wrong number", text);
        }
        e.amount = *value;
        return true;
    }

    static bool refuse(entry& e, std::string_view why, std::string_view text = {}) {
        e.refused = why;
        e.wrong = text;
        return false;
    }

    // False if the line says something impossible; then it reports what.
    bool read(char* line, std::size_t size, entry& e) {
        if (!split(line, size)) return refuse(e, "unclosed quote");
        // For example an amount with a comma: everything after it would be in the wrong columns.
        for (auto i = fields_of_header; i != 0 && i < fields.size(); ++i) {
            if (!fields[i].empty()) return refuse(e, "too many fields", fields[i]);
        }
        std::int64_t id = has(column_id) ? -1 : static_cast<std::int64_t>(data_lines);
        std::int64_t score = -1;
        std::int64_t of = 0;

        e.client = (*this)[column_client];
        if (e.client.empty()) return refuse(e, "missing client");
        if (!number(column_id, e, id)) return false;
        if (id < 0) return refuse(e, "wrong number");
        auto const date = (*this)[column_at];
        auto const at = rung::parse_instant(date);
        if (!at) return refuse(e, rung::parse_civil(date) ? "unsupported date" : "wrong date", date);
        rung::result<rung::event_kind, rung::refusal> kind = format.kind;
        if (has(column_kind)) kind = rung::event_kind_of((*this)[column_kind]);
        if (!kind || *kind == rung::event_kind::decision)
            return refuse(e, "unknown kind", (*this)[column_kind]);
        if (!amount(e) || !number(column_score, e, score) || !number(column_of, e, of)) return false;

        e.id = static_cast<rung::event_id>(id);
        e.at = *at;
        e.kind = *kind;
        e.channel = (*this)[column_channel];
        if (score >= 0) e.score = static_cast<std::uint8_t>(score < 255 ? score : 255);
        e.of = static_cast<rung::event_id>(of);
        return true;
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
    naming(name, [&] {
        state_ = std::make_unique<state>(file, name, format, limits);
        if (format.header) state_->read_header();
    });
}
log_reader::log_reader(log_reader&&) noexcept = default;
log_reader::~log_reader() = default;

std::vector<std::string> const& log_reader::notes() const { return state_->notes; }

bool log_reader::next(log_batch& out) {
    auto& from = *state_;
    out.clear();
    naming(from.name, [&] {
        while (!out.is_full()) {
            auto const line = from.next_line();
            if (!line) break;
            if (from.format.delimiter == 0) from.format.delimiter = guess_delimiter(line->text);
            ++from.data_lines;
            auto& e = out.add();
            e.line = from.lines.number();
            if (line->too_long)
                e.refused = "line too long";
            else
                from.read(out.keep(line->text), line->text.size(), e);
        }
    });
    out.ends_at(from.bytes);
    return !out.entries().empty();
}
