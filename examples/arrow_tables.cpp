// Tables of Arrow in and out: what a host does who has events as record batches (of pyarrow, Polars, DuckDB,
// Spark) and gives back where clients stand. Here the other side is this program too, by the same C structs.
#include <rung/base/kept_history.hpp>
#include <rung/core/calendar.hpp>
#include <rung/interop/arrow.hpp>
#include <rung/interop/client_names.hpp>
#include <rung/rung.hpp>

#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

constexpr auto life = rung::lifecycle{rung::ladders::service()};
namespace arrow = rung::arrow;

int complain(std::string const& why) {
    std::cerr << why << '\n';
    return 1;
}

struct line {
    char const* client;
    char const* kind;
    unsigned day;
    double amount;
};
constexpr line log[] = {
    {"ann", "contact", 2, 0},      {"ann", "purchase", 3, 19.90}, {"bob", "purchase", 3, 5.00},
    {"ann", "purchase", 9, 24.90}, {"bob", "contact", 12, 0},     {"ann", "purchase", 20, 9.90},
};

// Events as another program would hand them over: a batch of these columns, and then the end.
arrow::owned_stream events() {
    std::vector<arrow::field> const fields{{"client", arrow::format::text},
                                           {"at", arrow::format::timestamp},
                                           {"kind", arrow::format::text},
                                           {"amount", arrow::format::float64, true}};
    return arrow::make_stream(
        fields, [rows = arrow::batch_builder{fields}, done = false](arrow::owned_array& out) mutable {
            if (std::exchange(done, true)) return arrow::status{};
            for (auto const& l : log) {
                rows[0].add(l.client);
                rows[1].add(rung::utc(2026, 1, l.day));
                rows[2].add(l.kind);
                if (l.amount == 0)
                    rows[3].add_null();
                else
                    rows[3].add(l.amount);
                rows.end_row();
            }
            out = rows.take();
            return arrow::status{};
        });
}

// What pyarrow.table(stream) would show.
int print(arrow::owned_stream stream) {
    arrow::batches rows{std::move(stream)};
    while (rows.next()) {
        arrow::column client, stage, purchases, spend;
        for (auto [name, column] : {std::pair{"client", &client}, std::pair{"stage", &stage},
                                    std::pair{"purchases", &purchases}, std::pair{"spend", &spend}})
            if (auto const found = rows.find(name, *column); !found) return complain(found.why);
        for (std::int64_t row = 0; row < rows.size(); ++row) {
            std::string_view who, where;
            std::int64_t bought = 0, spent = 0;
            if (!client.read(row, who) || !stage.read(row, where) || !purchases.read(row, bought) ||
                !spend.read(row, spent))
                return complain("a column is not of the type that it was made of");
            std::cout << who << ": " << where << ", purchases " << bought << ", spend " << rung::money{spent}
                      << '\n';
        }
    }
    return rows.why().empty() ? 0 : complain(rows.why());
}

}  // namespace

int main() {
    rung::client_base base{life, rung::history::kept{}};
    rung::client_names names;
    decltype(base)::report_type report;
    auto const read = arrow::read_events(
        events(), [&](auto some) { base.apply(some, report); }, [&](auto name) { return names.add(name); });
    if (!read) return complain(read.why);  // "batch 1, row 17: the column 'at' is null"
    std::cout << read.events << " events read, " << report.applied << " applied\n";

    auto const now = rung::utc(2026, 2, 1);
    base.settle(now);
    return print(arrow::clients(base, now, [&](rung::client_id id) { return names.name_of(id); }));
}
