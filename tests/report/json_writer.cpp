// JSON that the library writes, read back by nlohmann/json where it is installed.

#include "catch.hpp"

#include <rung/report/json_writer.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace {

using rung::report::json_style;
using rung::report::json_writer;

std::string json_string(std::string_view text) {
    std::ostringstream out;
    rung::report::write_json_string(out, text);
    return out.str();
}

template <class Value>
std::string json_value(Value const& v) {
    std::ostringstream out;
    json_writer{out}.value(v);
    return out.str();
}

void write_some(std::ostream& out, json_style style) {
    json_writer json{out, style};
    json.begin_object().member("a", 1).member("b", "x");
    json.key("none").begin_array().end_array().key("empty").begin_object().end_object();
    json.key("list").begin_array().value(1.5).null().value(true).begin_object().member("c", false);
    json.end_object().begin_array().value(2).end_array().end_array();
    json.key("as_is").raw("[1,2]").end_object();
}

}  // namespace

TEST_CASE("JSON: commas and nesting, in one line") {
    std::ostringstream out;
    write_some(out, json_style::one_line);
    CHECK(out.str() == R"({"a":1,"b":"x","none":[],"empty":{},"list":[1.5,null,true,{"c":false},[2]],)"
                       R"("as_is":[1,2]})");
}

TEST_CASE("JSON: indented") {
    std::ostringstream out;
    write_some(out, json_style::indented);
    CHECK("\n" + out.str() == R"(
{
  "a": 1,
  "b": "x",
  "none": [],
  "empty": {},
  "list": [
    1.5,
    null,
    true,
    {
      "c": false
    },
    [
      2
    ]
  ],
  "as_is": [1,2]
})");
}

TEST_CASE("JSON: strings are escaped, also for a page, and bytes that are not UTF-8 replaced") {
    CHECK(json_string("a\"b\\c/\b\f\n\r\t") == R"("a\"b\\c/\b\f\n\r\t")");
    CHECK(json_string(std::string_view{"\0\x01\x1F\x7F", 4}) == "\"\\u0000\\u0001\\u001f\x7F\"");
    CHECK(json_string("</script><!--") == R"("\u003c/script>\u003c!--")");
    CHECK(json_string("\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAE") == "\"\\u2028\\u2029\xE2\x80\xAE\"");
    CHECK(json_string("Юля \xF0\x9F\x98\x80") == "\"Юля \xF0\x9F\x98\x80\"");
    CHECK(json_string("\xFFz\xC3") == "\"\xEF\xBF\xBDz\xEF\xBF\xBD\"");
    CHECK(json_string("\xED\xA0\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");  // half a pair
    CHECK(json_string("") == "\"\"");
}

TEST_CASE("JSON: numbers") {
    CHECK(json_value(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(json_value(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
    CHECK(json_value(0.1) == "0.1");
    CHECK(json_value(-2.0) == "-2");
    CHECK(json_value(1e300) == "1e+300");
    CHECK(json_value(nullptr) == "null");
    CHECK(json_value(std::numeric_limits<double>::infinity()) == "null");
    CHECK(json_value(std::numeric_limits<double>::quiet_NaN()) == "null");
}

TEST_CASE("JSON: nlohmann/json reads the same back: each character, broken bytes, numbers") {
    for (char32_t c = 0; c <= 0x10'FFFF; c += c < 0x3000 ? 1 : 0x3F) {
        if (c >= 0xD800 && c < 0xE000) continue;
        std::string text;
        if (c < 0x80) {
            text = static_cast<char>(c);
        } else {
            int const more = c < 0x800 ? 1 : c < 0x1'0000 ? 2 : 3;
            auto const lead = more == 1 ? 0xC0u : more == 2 ? 0xE0u : 0xF0u;
            text = static_cast<char>(lead | c >> (6 * more));
            for (int i = more - 1; i >= 0; --i) text += static_cast<char>(0x80u | (c >> (6 * i) & 0x3Fu));
        }
        auto const back = nlohmann::json::parse(json_string("x" + text + "y"));
        if (back.get<std::string>() != "x" + text + "y") FAIL(static_cast<std::uint32_t>(c));
    }
    // Whatever the bytes are, it is JSON, and that of nlohmann/json which replaces what is not UTF-8
    // likewise.
    std::mt19937_64 random{2026};
    for (int i = 0; i < 2'000; ++i) {
        std::string bytes;
        for (int k = 0; k < 12; ++k) bytes += static_cast<char>(random() >> 56);
        REQUIRE(nlohmann::json::accept(json_string(bytes)));
    }
    for (double const d : {0.0, 1.0 / 3, -1e-300, 123456789.125, 5e-324, 1.7976931348623157e308})
        CHECK(nlohmann::json::parse(json_value(d)).get<double>() == d);
    std::ostringstream one, indented;
    write_some(one, json_style::one_line);
    write_some(indented, json_style::indented);
    CHECK(nlohmann::json::parse(one.str()) == nlohmann::json::parse(indented.str()));
}
