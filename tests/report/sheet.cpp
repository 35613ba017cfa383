// What a report is as data, and that text, CSV and JSON say the same of it.

#include "catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/insight/interval.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_csv.hpp>
#include <rung/report/sheet_json.hpp>
#include <rung/report/sheet_text.hpp>

#include <optional>
#include <sstream>
#include <string>

namespace {

using namespace rung::literals;
using rung::language;
using rung::insight::estimate;
using rung::report::cell;
using rung::report::form;
using rung::report::part_of;
using rung::report::range_of;
using rung::report::sheet;

std::string text_of_sheet(sheet const& s, language l = language::en) {
    std::ostringstream out;
    rung::report::write_text(out, s, l);
    return "\n" + out.str();
}
std::string csv_of_sheet(sheet const& s, language l = language::en) {
    std::ostringstream out;
    rung::report::write_csv(out, s, l);
    return "\n" + out.str();
}
std::string json_of_sheet(sheet const& s, language l = language::en) {
    std::ostringstream out;
    rung::report::write_json(out, s, l, rung::report::json_style::one_line);
    return out.str();
}

sheet one_of_each_form() {
    sheet s{.name = "each",
            .title = {"Each form", "Каждый вид"},
            .columns = {{.name = "stage", .label = {"stage", "ступень"}, .form = form::text},
                        {.name = "clients", .label = {"clients", "клиенты"}},
                        {.name = "spend", .label = {"spend", "сумма"}, .form = form::money, .decimals = 2},
                        {.name = "left", .label = {"left", "ушли"}, .form = form::share},
                        {.name = "of_below", .label = {"of below", "от нижней"}, .form = form::share},
                        {.name = "mean", .label = {"mean", "среднее"}, .form = form::number, .decimals = 1},
                        {.name = "since", .label = {"since", "с"}, .form = form::instant},
                        {.name = "gap", .label = {"gap", "перерыв"}, .form = form::time}}};
    s.add({rung::phrase{"buyer", "покупатель"}, 1'234, -19.90_money, estimate{40, 0.125, 0.055, 0.261},
           part_of{1, 3}, estimate{7, 2.5}, rung::utc(2026, 1, 31), 37_days});
    s.add({"a \"b\", c", 0, 0_money, estimate{0}, cell{}, cell::unknown(), rung::instant::never(), cell{}});
    return s;
}

}  // namespace

TEST_CASE("sheet: each form of value as text, as CSV and as JSON") {
    auto const s = one_of_each_form();
    CHECK(text_of_sheet(s) == R"(
stage     clients   spend                left  of below  mean       since   gap
buyer       1,234  -19.90  12.5 % [5.5, 26.1]    33.3 %   2.5  2026-01-31  37 d
a "b", c        0    0.00                   ?               ?       never
)");
    CHECK(csv_of_sheet(s) == R"(
stage,clients,spend,left,left_low,left_high,left_n,of_below,of_below_part,of_below_n,mean,mean_n,since,gap
buyer,1234,-19.90,0.125,0.055,0.261,40,0.3333333333333333,1,3,2.5,7,2026-01-31T00:00:00Z,3196800
"a ""b"", c",0,0.00,,,,0,,,,,,,
)");
    CHECK(
        json_of_sheet(s) ==
        R"({"name":"each","title":"Each form","confidence":0.95,"columns":[)"
        R"({"name":"stage","label":"stage","unit":"text"},)"
        R"({"name":"clients","label":"clients","unit":"count"},)"
        R"({"name":"spend","label":"spend","unit":"money","decimals":2},)"
        R"({"name":"left","label":"left","unit":"share"},)"
        R"({"name":"of_below","label":"of below","unit":"share"},)"
        R"({"name":"mean","label":"mean","unit":"number"},)"
        R"({"name":"since","label":"since","unit":"instant"},)"
        R"({"name":"gap","label":"gap","unit":"seconds"}],"rows":[)"
        R"({"stage":"buyer","clients":1234,"spend":-1990,)"
        R"("left":{"value":0.125,"low":0.055,"high":0.261,"n":40},)"
        R"("of_below":{"value":0.3333333333333333,"part":1,"n":3},)"
        R"("mean":{"value":2.5,"n":7},"since":"2026-01-31T00:00:00Z","gap":3196800},)"
        R"({"stage":"a \"b\", c","clients":0,"spend":0,"left":{"value":null,"n":0},"mean":null,"since":null}]})"
        "\n");
}

TEST_CASE("sheet: in Russian, the names for programs stay") {
    auto const s = one_of_each_form();
    CHECK(text_of_sheet(s, language::ru).find("ступень     клиенты") == 1);
    CHECK(csv_of_sheet(s, language::ru).find("stage,clients,") == 1);
    CHECK(csv_of_sheet(s, language::ru).find("\nпокупатель,1234,") != std::string::npos);
    CHECK(json_of_sheet(s, language::ru).find(R"("title":"Каждый вид")") != std::string::npos);
    CHECK(json_of_sheet(s, language::ru).find(R"({"stage":"покупатель","clients":1234,)") !=
          std::string::npos);
}

TEST_CASE("sheet: totals, notes, a remark, and two tables of one sheet") {
    sheet s{.name = "wait",
            .title = {"Waiting", "Ожидание"},
            .columns = {{.name = "band", .label = {"band", "полоса"}, .form = form::text},
                        {.name = "a", .label = "a"},
                        {.name = "b", .label = "b", .form = form::part, .begins_table = true}},
            .notes = {{{.name = "asked", .label = {"asked", "спросили"}}, 1'500},
                      {{.name = "lost", .label = {"lost", "ушли"}}, cell::unknown()}},
            .remark = {"not converged", "не сошлось"},
            .n = 12,
            .notes_are_a_line = true};
    s.add({"x", 1, part_of{41, 150}}).add({"all", 2, part_of{0, 0}}, true);
    CHECK(text_of_sheet(s) == R"(
band  a
x     1
all   2

band       b
x     41/150
all        ?
asked 1,500, lost ?
not converged
)");
    CHECK(csv_of_sheet(s) == R"(
band,a,b,b_part,b_n
x,1,0.2733333333333333,41,150
all,2,,,0
)");
    auto const json = json_of_sheet(s);
    CHECK(json.find(R"("n":12,"columns")") != std::string::npos);
    CHECK(json.find(R"("rows":[{"band":"x","a":1,"b":{"value":0.2733333333333333,"part":41,"n":150}}],)"
                    R"("totals":[{"band":"all","a":2,"b":{"value":null,"n":0}}],)"
                    R"("notes":{"asked":1500,"lost":null},"remark":"not converged"})") != std::string::npos);
    CHECK(json.find("confidence") == std::string::npos);  // there is no interval in it
}

TEST_CASE("sheet: one row written downwards, with units; ranges; the n beside a value") {
    sheet s{.name = "facts",
            .columns = {{.name = "n", .label = {"counted", "учтены"}, .unit = {"buyers", "покупателей"}},
                        {.name = "k", .label = "k", .form = form::number, .decimals = 2, .shows_n = true},
                        {.name = "hear", .label = {"hear", "услышат"}, .form = form::number}},
            .shape = rung::report::text_shape::facts};
    s.add({1'500, estimate{40, 1.5, 1.01, 1.99}, range_of{7, 50}});
    CHECK(text_of_sheet(s) == R"(
counted  1,500 buyers
k        1.50 [1.01, 1.99], n = 40
hear     7 - 50
)");
    s.shape = rung::report::text_shape::record;
    CHECK(text_of_sheet(s, language::ru).find("учтены           1 500 покупателей\n") == 1);
    CHECK(csv_of_sheet(s) == R"(
n,k,k_low,k_high,k_n,hear,hear_low,hear_high
1500,1.5,1.01,1.99,40,,7,50
)");
    CHECK(json_of_sheet(s).find(R"("hear":{"low":7,"high":50})") != std::string::npos);
}

TEST_CASE("sheet: amounts with none and with three decimals") {
    sheet s{.name = "sums", .columns = {{.name = "x", .label = "x", .form = form::money}}};
    s.add({-1'234'567});
    for (auto const& [decimals, text, csv] : {std::tuple{0, "-1,234,567", "-1234567"},
                                              {2, "-12,345.67", "-12345.67"},
                                              {3, "-1,234.567", "-1234.567"}}) {
        s.columns[0].decimals = static_cast<std::uint8_t>(decimals);
        CHECK(rung::report::text_of(s.columns[0], s.rows[0].cells[0]) == text);
        CHECK(csv_of_sheet(s) == "\nx\n" + std::string{csv} + "\n");
    }
    CHECK(rung::report::text_of(s.columns[0], cell{-5}) == "-0.005");
    CHECK(rung::report::text_of(s.columns[0], cell{estimate{3, -5.4}}) == "-0.005");
}

TEST_CASE("cell: what is asked of it") {
    CHECK(cell{part_of{1, 4}}.value() == 0.25);
    CHECK(cell{part_of{-1, 4}}.kind() == rung::report::cell_kind::unknown);
    CHECK(cell{std::optional<std::int64_t>{}}.kind() == rung::report::cell_kind::unknown);
    CHECK(cell{std::optional<std::int64_t>{7}}.whole() == 7);
    CHECK(cell{estimate{9}}.n() == 9);
    CHECK_FALSE(cell{estimate{9}}.is_number());
    CHECK_FALSE(cell{estimate{9, 1}}.has_interval());
    CHECK(cell{}.kind() == rung::report::cell_kind::blank);
    auto const s = one_of_each_form();
    CHECK(s.at(0, "clients").whole() == 1'234);
    CHECK(s.column_named("gap") == 7);
}
