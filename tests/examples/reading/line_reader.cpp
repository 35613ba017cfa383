#include "catch.hpp"

#include "bytes.hpp"
#include "line_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct found {
    std::string text;
    bool too_long = false;
    std::uint64_t number = 0;

    friend bool operator==(found const&, found const&) = default;
};

std::vector<found> lines_of(std::string_view text, std::size_t longest, std::size_t block) {
    auto* const file = std::tmpfile();
    REQUIRE(file != nullptr);
    std::fwrite(text.data(), 1, text.size(), file);
    std::rewind(file);
    line_reader lines{bytes_of(file), longest, block};
    std::vector<found> out;
    while (auto const line = lines.next())
        out.push_back({std::string{line->text}, line->too_long, lines.number()});
    return out;
}

/// The same, of a text that is there as a whole.
std::vector<found> expected(std::string text, std::size_t longest) {
    std::replace(text.begin(), text.end(), '\0', '\x1A');
    // CR alone ends lines where it ends the first.
    auto const first_end = text.find_first_of("\r\n");
    auto const after = std::min(text.find_first_not_of('\r', first_end), text.size());
    bool const by_cr = first_end <= longest && after < text.size() && text[first_end] == '\r' &&
                       text[after] != '\n' && after <= longest + 2;
    std::vector<found> out;
    while (!text.empty()) {
        auto const end = std::min(text.find(by_cr ? '\r' : '\n'), text.size());
        auto line = text.substr(0, end);
        text.erase(0, end + 1);
        for (int i = 0; i < 2 && line.ends_with('\r'); ++i) line.pop_back();
        if (by_cr && line.starts_with('\n')) line.erase(0, 1);
        out.push_back({line.substr(0, longest), line.size() > longest, out.size() + 1});
    }
    return out;
}

}  // namespace

TEST_CASE("a line that is too long is reported, and the lines after it are read") {
    std::string const text = "short\n" + std::string(1000, 'x') + "\nbob\n" + std::string(11, 'y') + "\n" +
                             std::string(10, 'z') + "\r\nend";
    auto const all = lines_of(text, 10, 4);
    CHECK(all == std::vector<found>{{"short", false, 1},
                                    {"xxxxxxxxxx", true, 2},
                                    {"bob", false, 3},
                                    {"yyyyyyyyyy", true, 4},
                                    {"zzzzzzzzzz", false, 5},
                                    {"end", false, 6}});
    CHECK(lines_of(std::string(1000, 'x'), 10, 4) == std::vector<found>{{"xxxxxxxxxx", true, 1}});
}

TEST_CASE(
    "a line that a wrong conversion ended with CR CR LF, or a CRLF among CRs, leaves nothing in the next") {
    CHECK(lines_of("at\r\r\nann\r\r\nbob", 10, 4) ==
          std::vector<found>{{"at", false, 1}, {"ann", false, 2}, {"bob", false, 3}});
    CHECK(lines_of("at\rann\r\nbob\r", 10, 4) ==
          std::vector<found>{{"at", false, 1}, {"ann", false, 2}, {"bob", false, 3}});
}

TEST_CASE("lines are the same whatever the block") {
    std::uint64_t dice = 2026;
    auto const draw = [&dice](std::uint64_t n) {
        dice = dice * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
        return (dice >> 33) % n;
    };
    for (int round = 0; round < 2'000; ++round) {
        std::string text;
        for (auto n = draw(200); n > 0; --n) text += std::string_view{"ab,\n\n\r\0", 7}[draw(7)];
        auto const longest = 1 + draw(12);
        INFO(text);
        CHECK(lines_of(text, longest, 3 + draw(40)) == expected(text, longest));
    }
}

TEST_CASE("a file that cannot be read is an error with the system's words") {
    CHECK_THROWS_WITH(text_of(bytes_of(std::fopen("/no/such/file", "rb"))), "No such file or directory");
    CHECK_THROWS_WITH(text_of(bytes_of(std::fopen("/", "rb"))), "Is a directory");
}
