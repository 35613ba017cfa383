#include "log.hpp"

#include "beginning.hpp"
#include "entry_reader.hpp"
#include "held_records.hpp"
#include "orders.hpp"

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

struct log_reader::state {
    log_format format;
    std::string name;  // of the file
    held_records records;
    log_beginning beginning;
    entry_reader reader;
    std::optional<order_joiner> orders;
    std::uint64_t lines = 0;  // that are data

    state(std::unique_ptr<byte_source> text, std::string const& n, log_format const& f, log_limits const& l)
        : format{f}, name{n}, records{record_reader{line_reader{std::move(text), l.longest_line, l.block}}},
          beginning{begin_log(records, format, l)}, reader{format, beginning.places, beginning.amounts} {
        auto first = first_line_in_words(records, beginning, format);
        std::move(first.begin(), first.end(), std::back_inserter(beginning.notes));
        if (format.per_order) orders.emplace(format);
    }

    // Reads a line into the last entry of the batch.
    void read_line(record const& r, log_batch& out, entry& e) {
        ++lines;
        e.line = r.line;
        if (r.too_long) {
            (void)refuse(e, "line too long");
            return;
        }
        auto& line = reader.line();
        auto* const text = out.keep(r.text);
        if (auto const fault = line.fields.split(text, r.text.size(), beginning.characters); !fault.empty()) {
            (void)refuse(e, fault);
            return;
        }
        if (!line.has(column_id)) e.id = lines;
        (void)reader.read(e, orders ? orders->continued_by(line) : nullptr);
        if (reader.made(e.wrong)) e.wrong = {out.keep(e.wrong), e.wrong.size()};
    }

    // The next line, or the end of the last order; false at the end.
    bool next(log_batch& out) {
        record r;
        if (!records.next(r, beginning.characters)) return orders && orders->close(reader, out);
        read_line(r, out, out.add());
        if (orders) orders->add(reader, out);
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
    naming(name, [&] { state_ = std::make_unique<state>(text_of(bytes_of(file)), name, format, limits); });
}
log_reader::log_reader(std::unique_ptr<byte_source> text, std::string const& name, log_format const& format,
                       log_limits const& limits) {
    naming(name, [&] { state_ = std::make_unique<state>(std::move(text), name, format, limits); });
}
log_reader::log_reader(log_reader&&) noexcept = default;
log_reader::~log_reader() = default;

std::vector<std::string> const& log_reader::notes() const { return state_->beginning.notes; }

std::vector<std::string> log_reader::remarks() const {
    std::vector<std::string> out;
    auto const say = [&](char const* what, std::uint64_t n) {
        if (n != 0) out.push_back(std::string{what} + ": " + std::to_string(n));
    };
    say("lines with fewer fields than the header line, where what is missing is taken for empty",
        state_->reader.short_lines());
    say("times that occur twice, when clocks went back, of which the first is taken", state_->reader.twice());
    return out;
}

bool log_reader::next(log_batch& out) {
    auto& from = *state_;
    out.clear();
    naming(from.name, [&] {
        while (!out.is_full() && from.next(out)) {
        }
    });
    out.ends_at(from.records.bytes_of_file());
    return !out.entries().empty();
}
