// Any bytes at all are read as a log, the way the example replay reads one, with all that a mapping can say.
// Nothing crashes; each line is read, passed over or refused with a reason, once, with the number it has in
// the file; texts are of the file.
//
// The first three bytes say how the log is written: see format_of. Blocks have 64 bytes instead of 256 KB,
// and lines at most 300, so that some are longer than a block and some are too long.

#include "log.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

// Digits of the three bytes choose one by one.
class chooser {
public:
    explicit chooser(std::uint32_t bits) : bits_{bits} {}
    std::uint32_t operator()(std::uint32_t n) {
        auto const out = bits_ % n;
        bits_ /= n;
        return out;
    }

private:
    std::uint32_t bits_;
};

/// "000": the canonical form, with all that is decided by the log itself.
log_format format_of(std::uint32_t bits) {
    constexpr char separators[] = {0, ',', ';', ' '};
    constexpr char quotes[] = {'"', '\'', 0};
    chooser choose{bits};
    log_format f;
    f.amounts.unit = static_cast<amount_unit>(choose(3));
    f.characters.separator = separators[choose(4)];
    f.characters.quote = quotes[choose(3)];
    f.stamps.form = static_cast<stamp_form>(choose(6));
    f.per_order = choose(2) == 1;
    f.negative = static_cast<negative_amount>(choose(3));
    f.amounts.decimals = choose(4);
    constexpr char decimals[] = {0, '.', ','};
    f.amounts.decimal = f.amounts.unit == amount_unit::minor ? char{0} : decimals[choose(3)];
    if (choose(2) == 1) f.kind = rung::event_kind::contact;
    if (choose(2) == 1) f.currency = "EUR";
    if (choose(2) == 1) f.stamps.zone = "Europe/Berlin";
    auto const by_number = choose(3);
    auto const add = [&](std::size_t what, char const* name, std::size_t number) {
        f.columns.push_back(by_number == 0 ? column_choice{what, name, 0} : column_choice{what, {}, number});
    };
    if (by_number != 2) {
        add(column_client, "client", 1);
        add(column_at, "at", 2);
        add(column_kind, "kind", 3);
        add(column_kind, "status", 4);
        add(column_id, "id", 5);
        if (choose(2) == 1) {
            add(column_price, "price", 6);
            add(column_quantity, "quantity", 7);
        } else {
            add(column_amount, "amount", 6);
            add(column_refunded, "refunded", 7);
        }
        add(column_time, "time", 8);
        f.kinds = {{"paid", "", kind_rule::meaning::kind, rung::event_kind::purchase},
                   {"void", "status", kind_rule::meaning::skip, {}},
                   {"*", "status", kind_rule::meaning::pass, {}}};
    }
    return f;
}

constexpr log_limits limits{.longest_line = 300, .block = 64, .look_ahead = 4};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 4) return 0;
    auto const bits = (data[0] - std::uint32_t{'0'}) + (data[1] - std::uint32_t{'0'}) * 256 +
                      (data[2] - std::uint32_t{'0'}) * 65'536;
    auto const format = format_of(bits);
    std::string text{reinterpret_cast<char const*>(data + 3), size - 3};
    auto const breaks = static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }));
    // Other bytes stand for more characters than there are.
    bool const is_plain = !text.starts_with("\xFF\xFE") && !text.starts_with("\xFE\xFF") &&
                          !text.starts_with("\x1F\x8B") && !text.starts_with("\x28\xB5\x2F\xFD");
    try {
        log_reader log{fmemopen(text.data(), text.size(), "rb"), "fuzz", format, limits};
        must(!log.notes().empty());
        std::set<std::uint64_t> seen;
        std::uint64_t lines = 0;
        log_batch batch{3};
        while (log.next(batch)) {
            must(!batch.entries().empty() && batch.entries().size() <= 4);
            for (auto const& e : batch.entries()) {
                lines += e.lines;
                must(e.line != 0 && e.lines != 0 && seen.insert(e.line).second);
                must(!is_plain || e.line <= breaks + 1);
                if (!e.refused.empty() || !e.skipped.empty()) continue;
                must(!e.client.empty() && e.at.is_moment() && e.kind != rung::event_kind::decision);
                must(to_string(e.kind) != "?");
                must(e.amount.minor_units >= 0 && e.refunded.minor_units >= 0);
                must(e.refunded.minor_units <= e.amount.minor_units);
                must(e.id != 0 || !e.id_text.empty());
                must(!is_plain || text.find(e.client) != std::string::npos ||
                     text.find('\0') != std::string::npos ||
                     e.client.find(format.characters.quote) != std::string_view::npos);
            }
        }
        must(!is_plain || lines <= breaks + 1);
        (void)log.remarks();
    } catch (unreadable const& e) {
        must(std::string_view{e.what()}.starts_with("fuzz: "));
    }
    return 0;
}
