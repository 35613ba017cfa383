#include "catch.hpp"

#include "bytes.hpp"
#include "columns.hpp"
#include "kinds.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace {

using views = std::vector<std::string_view>;

column_choice choose(column what, std::string name, std::size_t number = 0) {
    return {what, std::move(name), number};
}

bool says(column_places const& places, std::string_view part) {
    auto const all = remarks_on_columns(places);
    return std::any_of(all.begin(), all.end(),
                       [&](auto const& r) { return r.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("columns are found by name, whatever its case and the blanks around it") {
    views const header{" Customer Email ", "Created at", "TOTAL", "kind"};
    std::vector<column_choice> const chosen{choose(column_client, "customer email"), choose(column_at, "", 2),
                                            choose(column_amount, "Total")};
    auto const found = find_columns(header, chosen);
    CHECK(found.number[column_client] == 1);
    CHECK(found.number[column_at] == 2);
    CHECK(found.number[column_amount] == 3);
    CHECK(found.number[column_kind] == 4);
    CHECK(columns_in_words(found) == "client='Customer Email', at='Created at', kind='kind', amount='TOTAL'");
    CHECK(!found.is_canonical);
}

TEST_CASE("a column that is not there, or twice, is said") {
    views const header{"client", "at", "at", "Total"};
    CHECK_THROWS_WITH(find_columns(header, {}), Catch::Matchers::Contains("names the column 'at' twice"));
    auto const wrong = [&](column_choice c) {
        std::vector<column_choice> const chosen{choose(column_at, "", 2), std::move(c)};
        return find_columns(header, chosen);
    };
    CHECK_THROWS_WITH(wrong(choose(column_amount, "Totel")),
                      Catch::Matchers::Contains("did you mean 'Total'?"));
    CHECK_THROWS_WITH(wrong(choose(column_amount, "", 5)), Catch::Matchers::Contains("has 4 columns"));
    CHECK_THROWS_WITH(wrong(choose(column_client, "none of these")),
                      Catch::Matchers::Contains("it names 'client', 'at'"));
    CHECK_NOTHROW(wrong(choose(column_channel, "", 0)));
}

TEST_CASE("a column that was not named and would change the meaning is said") {
    CHECK(unused_kind(find_columns(views{"client", "at", "Type"}, {})) == "Type");
    CHECK(unused_kind(find_columns(views{"client", "at", "kind", "Status"}, {})) == "Status");
    CHECK(says(find_columns(views{"client", "at", "kind", "Status"}, {}),
               "'Status' is not used; if it says what a line is"));
    CHECK(says(find_columns(views{"client", "at", "amount", "Amount Refunded"}, {}), "what was given back"));
    CHECK(says(find_columns(views{"client", "at", "amount", "qty"}, {}), "not for each unit"));
    CHECK(says(find_columns(views{"client", "at", "order_total"}, {}), "no amounts are read"));
    CHECK(says(find_columns(views{"client", "at", "time"}, {}), "the time of day"));
    CHECK(says(find_columns(views{"client", "at", "amuont"}, {}), "did you mean 'amount'?"));
    CHECK(!says(find_columns(views{"client", "at", "note"}, {}), "is not used;"));
    CHECK(says(find_columns(views{"client", "at", "note"}, {}), "columns not used: 'note'"));
}

TEST_CASE("the canonical form is its names in its order, at least the first five") {
    auto const is_canonical = [](views const& header) { return find_columns(header, {}).is_canonical; };
    CHECK(is_canonical({"id", "client", "at", "kind", "amount", "channel", "score", "of"}));
    CHECK(is_canonical({"id", "client", "at", "kind", "amount", "of"}));
    CHECK(is_canonical({"id", "client", "at", "kind", "amount"}));
    CHECK(!is_canonical({"client", "at", "kind", "amount"}));
    CHECK(!is_canonical({"id", "client", "at", "amount", "kind"}));
    CHECK(!is_canonical({"id", "client", "at", "kind", "amount", "of", "score"}));
    CHECK(!is_canonical({"id", "client", "at", "kind", "amount", "note"}));
}

TEST_CASE("words become kinds by the columns that say them") {
    using meaning = kind_rule::meaning;
    auto const rule = [](std::string value, meaning m, rung::event_kind k = rung::event_kind::purchase,
                         std::string column = {}) {
        return kind_rule{std::move(value), std::move(column), m, k};
    };
    kind_reader const reader{{rule("paid", meaning::kind), rule("voided", meaning::skip),
                              rule("done", meaning::pass),
                              rule("pay back", meaning::kind, rung::event_kind::refund),
                              rule("done", meaning::kind, rung::event_kind::contact, "Status"),
                              rule("*", meaning::skip, {}, "Status")}};
    auto const read = [&](std::vector<std::pair<std::string_view, std::string_view>> const& columns) {
        auto const found = reader.read([&](std::size_t i, std::string_view& name, std::string_view& value) {
            if (i == columns.size()) return false;
            name = columns[i].first;
            value = columns[i].second;
            return true;
        });
        return found.skip                            ? "skip"
               : found.kind && found.refused.empty() ? to_string(*found.kind)
                                                     : found.refused;
    };
    CHECK(read({{"Type", " PAID "}}) == "purchase");
    CHECK(read({{"Type", "Refund"}}) == "refund");
    CHECK(read({{"Type", "sold"}}) == "unknown kind");
    CHECK(read({{"Type", ""}}) == "missing kind");
    CHECK(read({{"Type", "decision"}}) == "unknown kind");
    CHECK(read({{"Type", "voided"}}) == "skip");
    CHECK(read({{"Type", "paid"}, {"State", "done"}}) == "purchase");
    CHECK(read({{"Type", "paid"}, {"State", "voided"}}) == "skip");
    CHECK(read({{"Type", "sold"}, {"State", "voided"}}) == "skip");
    CHECK(read({{"Type", "paid"}, {"State", "pay back"}}) == "two kinds in one line");
    CHECK(read({{"Type", "done"}, {"State", "done"}}) == "no kind");
    CHECK(read({{"status", "anything"}}) == "skip");
    auto const without_rules =
        kind_reader{{}}.read([](std::size_t i, std::string_view&, std::string_view& v) {
            v = "Purchase";
            return i == 0;
        });
    CHECK(without_rules.kind == rung::event_kind::purchase);
}

TEST_CASE("columns that measures ask about tell themselves by name, and not where none asks") {
    views const header{"client", "at", "quantity", "category", "name"};
    auto const unasked = find_columns(header, {});
    CHECK(unasked.number[column_quantity] == 0);
    CHECK(unasked.number[column_name] == 0);
    std::vector<column> const asked{column_quantity, column_category};
    auto const found = find_columns(header, {}, asked);
    CHECK(found.number[column_quantity] == 3);
    CHECK(found.number[column_category] == 4);
    CHECK(found.number[column_name] == 0);
    CHECK(remarks_on_missing(found, asked).empty());
    std::vector<column> const more{column_quantity, column_value, column_channel};
    CHECK(remarks_on_missing(found, more) ==
          std::vector<std::string>{
              "the ladder asks about 'value', and the log has no such column: --columns value=NAME",
              "the ladder asks about 'channel', and the log has no such column: --columns channel=NAME"});
}

TEST_CASE("the kinds that a ladder mentions are known beside those of the library, and have the numbers "
          "after them") {
    kind_reader const kinds{{}, {"stay", "Check in"}};
    auto const kind_of = [&](std::string_view word) {
        return kinds
            .read([&](std::size_t i, std::string_view&, std::string_view& value) {
                value = word;
                return i == 0;
            })
            .kind;
    };
    CHECK(kind_of("stay") == static_cast<rung::event_kind>(rung::event_kind_count));
    CHECK(kind_of(" check in ") == static_cast<rung::event_kind>(rung::event_kind_count + 1));
    CHECK(kind_of("Purchase") == rung::event_kind::purchase);
    CHECK(!kind_of("visit"));
}
