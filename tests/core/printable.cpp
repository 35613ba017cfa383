#include "catch.hpp"

#include <rung/core/printable.hpp>

#include <cstdint>
#include <string>
#include <string_view>

using namespace rung::detail;

namespace {

/// Any code in as many bytes as asked for, whether that is UTF-8 or not.
std::string encoded(std::uint32_t code, std::size_t bytes) {
    if (bytes == 1) return {static_cast<char>(code)};
    std::string out(bytes, '\0');
    for (auto i = bytes; --i > 0; code >>= 6) out[i] = static_cast<char>(0x80u | (code & 0x3Fu));
    auto const head = bytes == 2 ? 0xC0u : bytes == 3 ? 0xE0u : 0xF0u;
    out[0] = static_cast<char>(head | code);
    return out;
}

std::string shown(std::string_view text) {
    std::string out;
    while (!text.empty()) out += next_printable(text);
    return out;
}

static_assert(find_unprintable("жук") == std::string_view::npos && find_unprintable("жу\x1B") == 4);

}  // namespace

TEST_CASE("every character is read in its shortest form only") {
    for (std::uint32_t code = 0; code <= 0x11'FFFF; ++code) {
        std::size_t const shortest = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1'0000 ? 3 : 4;
        bool const is_one = code <= 0x10'FFFF && (code < 0xD800 || code > 0xDFFF);
        for (auto bytes = shortest; bytes <= 4; ++bytes) {
            if ((bytes == 2 && code > 0x7FF) || (bytes == 3 && code > 0xFFFF)) continue;
            auto const c = first_character(encoded(code, bytes) + "\x80");
            bool const read = c.code == code && c.bytes == bytes;
            bool const refused = c.code == character::not_utf8 && c.bytes == 1;
            if (!(is_one && bytes == shortest ? read : refused))
                FAIL_CHECK(code << " in " << bytes << " bytes");
        }
    }
}

TEST_CASE("a character that is cut off is not one") {
    for (std::string_view const whole : {"ж", "漢", "😀"}) {
        for (std::size_t n = 1; n < whole.size(); ++n) {
            CHECK(first_character(whole.substr(0, n)).code == character::not_utf8);
            CHECK(first_character(std::string{whole.substr(0, n)} + "a").code == character::not_utf8);
        }
    }
}

TEST_CASE("characters that cannot be shown become question marks, one for each") {
    CHECK(shown("") == "");
    CHECK(shown("plain") == "plain");
    CHECK(shown("жук, 漢字 \u00A0😀") == "жук, 漢字 \u00A0😀");
    CHECK(shown("\x1B[2J\x07") == "?[2J?");
    CHECK(shown("a\xC2\x9B"
                "31mж\u202E.exe\u2069") == "a?31mж?.exe?");
    CHECK(shown("\xC0\x80\xFF") == "???");
    CHECK(shown("\xE2\x80") == "??");
    CHECK(shown({"a\0b", 3}) == "a?b");
    std::size_t hidden = 0;
    for (std::uint32_t code = 0; code < 0x800; ++code) hidden += is_printable(code) ? 0u : 1u;
    CHECK(hidden == 32 + 1 + 32 + 1);  // C0, DEL, C1, U+061C
    for (std::uint32_t code = 0x800; code < 0x1'0000; ++code) hidden += is_printable(code) ? 0u : 1u;
    CHECK(hidden == 66 + 2 + 7 + 4);  // U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069
}
