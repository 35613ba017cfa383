#include "catch.hpp"

#include "bytes.hpp"

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace {

using namespace std::string_view_literals;

std::string read(std::string_view bytes, std::size_t at_once = 64) {
    auto* const file = std::tmpfile();
    REQUIRE(file != nullptr);
    std::fwrite(bytes.data(), 1, bytes.size(), file);
    std::rewind(file);
    auto const text = text_of(bytes_of(file));
    std::string out;
    std::string block(at_once, '\0');
    while (auto const n = text->read(block.data(), block.size())) out.append(block, 0, n);
    return out;
}

}  // namespace

TEST_CASE("texts are UTF-8, without their mark") {
    CHECK(read("a,b\n") == "a,b\n");
    CHECK(read("\xEF\xBB\xBF"
               "a,b\n") == "a,b\n");
    CHECK(read("") == "");
    CHECK(read(std::string(100'000, 'x')) == std::string(100'000, 'x'));
}

TEST_CASE("UTF-16 with its mark becomes UTF-8") {
    constexpr auto little = "\xFF\xFE"
                            "a\0\xE4\0\xAC\x20\x3D\xD8\x00\xDE\n\0"sv;
    constexpr auto big = "\xFE\xFF"
                         "\0a\0\xE4\x20\xAC\xD8\x3D\xDE\x00\0\n"sv;
    for (std::size_t const at_once : {8u, 9u, 64u}) {
        CHECK(read(little, at_once) == "aä€😀\n");
        CHECK(read(big, at_once) == "aä€😀\n");
    }
    // Halves of pairs, and half a character.
    CHECK(read("\xFF\xFE"
               "\x3D\xD8"
               "a\0"sv) == "\xEF\xBF\xBD"
                           "a");
    CHECK(read("\xFF\xFE"
               "\x00\xDE"
               "a\0"sv) == "\xEF\xBF\xBD"
                           "a");
    CHECK(read("\xFF\xFE"
               "a\0\x3D\xD8"sv) == "a\xEF\xBF\xBD");
    CHECK(read("\xFF\xFE"
               "a\0b"sv) == "a\xEF\xBF\xBD");
}

TEST_CASE("what is no text gets a sentence that says what it is") {
    auto const why = [](std::string_view bytes) { return why_no_text(bytes); };
    CHECK(why("PK\3\4xxxx[Content_Types].xml xl/workbook.xml") ==
          "an Excel workbook, not a log: save the sheet as CSV UTF-8");
    CHECK(why("PK\3\4shop.csv") == "a zip archive, not a log: unpack it and give the CSV file in it");
    CHECK(why("PAR1").substr(0, 14) == "a Parquet file");
    CHECK(why("{\"client\": 1}").substr(0, 4) == "JSON");
    CHECK(why("[\n  {\n \"client\": 1}]").substr(0, 4) == "JSON");
    CHECK(why("{\n  \"orders\": []}").substr(0, 4) == "JSON");
    for (auto const page : {"<!DOCTYPE html>", " <HTML>", "<table><tr><td>client", "<?xml version=\"1.0\"?>"})
        CHECK(why(page) == "a page of HTML or XML, not CSV");
    CHECK(why("{\\rtf1 client}") == "a text of a word processor (RTF), not CSV");
    CHECK(why("ARROW1\0\0"sv).substr(0, 15) == "a file of Arrow");
    CHECK(why("\x80\4\x95\x10\0"sv).substr(0, 8) == "a pickle");
    for (auto const log : {"<5,client", "{client},at", "[client],[at]", "Orchard,at"}) CHECK(why(log) == "");
    CHECK(why("c\0l\0i\0e\0n\0t\0"sv) == "no text, or UTF-16 without its mark: save it as UTF-8");
    CHECK(why("client,at\n") == "");
    CHECK(why("") == "");
    CHECK_THROWS_AS(read("%PDF-1.4"), unreadable);
}

TEST_CASE("a packed file that is cut off or damaged is an error") {
    for (auto const bytes : {"\x1F\x8B\x08\0\0\0\0\0\0\x03"sv, "\x1F\x8Bxxxxxxxxxxxxxxxx"sv,
                             "\x28\xB5\x2F\xFD"sv, "\x28\xB5\x2F\xFDxxxxxxxxxxx"sv}) {
        INFO(bytes);
        CHECK_THROWS(read(bytes));
    }
}
