#include "catch.hpp"

#include "amounts.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace {

// In minor units, as a log with that decimal mark reads it.
constexpr std::optional<std::int64_t> read(std::string_view text, char decimal, unsigned decimals = 2) {
    auto const parts = take_amount_apart(text);
    if (!parts) return std::nullopt;
    auto const number = parse_decimal(parts->number, decimal);
    if (!number) return std::nullopt;
    auto const minor = to_minor(*number, decimals);
    return minor && parts->negative ? -*minor : minor;
}
constexpr std::nullopt_t refused = std::nullopt;

static_assert(read("20", '.') == 2'000);
static_assert(read("19.9", '.') == 1'990);
static_assert(read("1,234.56", '.') == 123'456);
static_assert(read("1.355,90", ',') == 135'590);
static_assert(read("10,00", ',') == 1'000);
static_assert(read("10,00", '.') == refused);
static_assert(read("1.000", ',') == 100'000);
static_assert(read("1.000", '.') == 100);
static_assert(read("1'000.00", '.') == 100'000);
static_assert(read("1\xE2\x80\x99"
                   "000.00",
                   '.') == 100'000);
static_assert(read("1 000,5", ',') == 100'050);
static_assert(read("1\xC2\xA0"
                   "000,5",
                   ',') == 100'050);
static_assert(read("1,234,567.8", '.') == 123'456'780);
static_assert(read("1,23,456.00", '.') == refused);
static_assert(read("1234,567.00", '.') == refused);
static_assert(read("1,234'567.00", '.') == refused);
static_assert(read("0,123", '.') == refused);
static_assert(read(",123", '.') == refused);
static_assert(read("1,2345", '.') == refused);
static_assert(read("1.2.3", '.') == refused);
static_assert(read("5.", '.') == 500);
static_assert(read(".5", '.') == 50);
static_assert(read(".", '.') == refused);
static_assert(read("", '.') == refused);
static_assert(read("1e3", '.') == refused);
static_assert(read("12x", '.') == refused);
static_assert(read("nan", '.') == refused);
static_assert(read("99999999999999999999", '.') == refused);

// What a float leaves over, and what is more than that.
static_assert(read("22.200000000000003", '.') == 2'220);
static_assert(read("2.5499999999999998", '.') == 255);
static_assert(read("19.99999", '.') == 2'000);
static_assert(read("19.9900099", '.') == 1'999);
static_assert(read("19.99001", '.') == 1'999);
static_assert(read("19.990011", '.') == refused);
static_assert(read("29.333", '.') == refused);
static_assert(read("19.999", '.') == refused);
static_assert(read("0.1000000000000000055511151231257827", '.') == 10);
static_assert(read("19.90", '.', 0) == refused);
static_assert(read("1,000", '.', 0) == 1'000);
static_assert(read("1.234", '.', 3) == 1'234);

// Signs and currencies.
static_assert(read("$28.00", '.') == 2'800);
static_assert(read("28,00 €", ',') == 2'800);
static_assert(read("EUR 28.00", '.') == 2'800);
static_assert(read("-$5.00", '.') == -500);
static_assert(read("$-5.00", '.') == -500);
static_assert(read("(5.00)", '.') == -500);
static_assert(read("($5.00)", '.') == -500);
static_assert(read("5.00-", '.') == -500);
static_assert(read("\xE2\x88\x92"
                   "5.00",
                   '.') == -500);
static_assert(read("+5.00", '.') == 500);
static_assert(read("(-5.00)", '.') == refused);
static_assert(read("(5.00", '.') == refused);
static_assert(read("--5.00", '.') == refused);
static_assert(read("12 MIO", '.') == refused);
static_assert(take_amount_apart("28,00 €")->currency == "€");

static_assert(shape_of("20") == amount_shape::whole);
static_assert(shape_of("19.9") == amount_shape::point);
static_assert(shape_of("1,234.56") == amount_shape::point);
static_assert(shape_of("10,00") == amount_shape::comma);
static_assert(shape_of("1.355,90") == amount_shape::comma);
static_assert(shape_of("1.000") == amount_shape::either);
static_assert(shape_of("1,000") == amount_shape::either);
static_assert(shape_of("0.123") == amount_shape::point);
static_assert(shape_of("1234.567") == amount_shape::point);
static_assert(shape_of("1.234.567") == amount_shape::either);

amount_survey survey_of(std::initializer_list<std::string_view> texts) {
    amount_survey out;
    std::uint64_t line = 1;
    for (auto const text : texts) out.see(text, ++line);
    return out;
}
std::string question(amount_format asked, std::initializer_list<std::string_view> texts,
                     bool is_canonical = false) {
    return decide(asked, survey_of(texts), is_canonical).question;
}

}  // namespace

TEST_CASE("amounts are money or minor units for a whole log") {
    CHECK(decide({}, survey_of({"19.90", "20"}), false).format.unit == amount_unit::money);
    CHECK(decide({}, survey_of({"20", "10,00"}), false).format.decimal == ',');
    CHECK(decide({}, survey_of({"1990", "20"}), true).format.unit == amount_unit::minor);
    CHECK(decide({}, survey_of({"100.00", "20.00"}), true).format.unit == amount_unit::money);
    CHECK(decide({}, survey_of({"0", "", "free"}), false).format.unit == amount_unit::unknown);
    CHECK(decide({}, survey_of({"0"}), false).question.empty());
    CHECK(decide({.decimals = 0}, survey_of({"1000"}), false).question.empty());
    CHECK(decide({.unit = amount_unit::minor}, survey_of({"19.90", "10,00"}), false).question.empty());
    CHECK(decide({.decimal = '.'}, survey_of({"19.90", "10,00"}), false).format.unit == amount_unit::money);
}

TEST_CASE("amounts that can be read in two ways are a question") {
    CHECK_THAT(question({}, {"1990", "20"}),
               Catch::Matchers::Contains("'1990' in line 2: say whether they are"));
    CHECK_THAT(question({}, {"19.90", "10,00"}),
               Catch::Matchers::Contains("'19.90' in line 2 and '10,00' in line 3"));
    CHECK_THAT(question({}, {"1.000", "20"}),
               Catch::Matchers::Contains("'1.000' in line 2 can be read in two ways"));
    CHECK_THAT(question({.unit = amount_unit::money}, {"1.000"}), Catch::Matchers::Contains("--decimal"));
    CHECK(question({}, {"1.000", "19.9"}) == "");
    CHECK_THAT(question({}, {"1990", "19.90"}, true),
               Catch::Matchers::Contains("--amounts money or --amounts minor"));
}

TEST_CASE("currencies have one code however they are written") {
    CHECK(currency_code("€") == "EUR");
    CHECK(currency_code("usd") == "USD");
    CHECK(currency_code("$") == "USD");
    CHECK(currency_code("Xyz") == "XYZ");
}

TEST_CASE("a price for each unit is multiplied exactly") {
    auto const times = [](std::string_view quantity, std::string_view price) {
        return to_minor(*product(*parse_decimal(quantity, '.'), *parse_decimal(price, '.')), 2);
    };
    CHECK(times("6", "2.55") == 1'530);
    CHECK(times("6", "2.5500000000000003") == 1'530);
    CHECK(times("100", "0.0125") == 125);
    CHECK(times("1", "0.001") == std::nullopt);
    CHECK(times("1.5", "3") == 450);
}
