#include "catch.hpp"

#include "event_ids.hpp"
#include "pairs.hpp"
#include "records.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

class text_source final : public byte_source {
public:
    explicit text_source(std::string_view text) : text_{text} {}
    std::size_t read(char* to, std::size_t most) override {
        auto const n = text_.copy(to, most, at_);
        at_ += n;
        return n;
    }
    [[nodiscard]] std::uint64_t bytes_of_file() const noexcept override { return at_; }

private:
    std::string text_;
    std::size_t at_ = 0;
};

using table = std::vector<std::vector<std::string>>;

// Each record's fields after its line; a fault instead of them where it has one.
table records_of(std::string_view text, dialect d = {',', '"'}, std::size_t longest = 1'000) {
    record_reader records{line_reader{std::make_unique<text_source>(text), longest, 8}};
    splitter fields;
    table out;
    while (auto const r = records.next(d)) {
        auto& row = out.emplace_back();
        row.push_back(std::to_string(r->line));
        std::string copy{r->text};
        copy.append(8, '\0');
        if (auto const fault = fields.split(copy.data(), r->text.size(), d); !fault.empty())
            row.emplace_back(fault);
        else
            row.insert(row.end(), fields.fields().begin(), fields.fields().end());
    }
    return out;
}

}  // namespace

TEST_CASE("a quoted field may have line breaks, separators and quotes in it") {
    CHECK(records_of("a,\"b\nc\",d\ne,f,g\n") == table{{"1", "a", "b\nc", "d"}, {"3", "e", "f", "g"}});
    CHECK(records_of("\"a\r\n\r\n\"\"b\"\"\",c\r\nd,e") ==
          table{{"1", "a\r\n\r\n\"b\"", "c"}, {"4", "d", "e"}});
    CHECK(records_of("\"a,b\",\"\",\"\"\"\"\n") == table{{"1", "a,b", "", "\""}});
    CHECK(records_of("a, \"b\" ,c\n") == table{{"1", "a", "b", "c"}});
    CHECK(records_of("a;'b;\n'' c'\n", {';', '\''}) == table{{"1", "a", "b;\n' c"}});
    CHECK(records_of("a,\"b\n\"c\n", {',', 0}) == table{{"1", "a", "\"b"}, {"2", "\"c"}});
}

TEST_CASE("a quote that is not closed swallows no other line") {
    CHECK(records_of("a,\"b\nc,\"d\",e\nf,g\n") ==
          table{{"1", "unclosed quote"}, {"2", "c", "d", "e"}, {"3", "f", "g"}});
    CHECK(records_of("a,\"b\nc\nd\n") == table{{"1", "unclosed quote"}, {"2", "c"}, {"3", "d"}});
    CHECK(records_of("a,\"b\"c,d\n") == table{{"1", "more after a quote"}});
    CHECK(
        records_of("x,\"" + std::string(30, 'a') + "\n" + std::string(30, 'b') + "\",y\nz\n", {',', '"'}, 40)
            .size() == 3);
}

TEST_CASE("blanks around a field stay: two ids that differ by them are two") {
    CHECK(records_of("a , b,\"c \"\n") == table{{"1", "a ", " b", "c "}});
    CHECK(records_of("  a   b \n", {' ', '"'}) == table{{"1", "a", "b"}});
}

TEST_CASE("lines end by LF, CRLF, or CR alone") {
    CHECK(records_of("a,b\rc,d\r\re,f") == table{{"1", "a", "b"}, {"2", "c", "d"}, {"4", "e", "f"}});
    CHECK(records_of("a,b\r\nc,\"d\re\"\r\n") == table{{"1", "a", "b"}, {"2", "c", "d\re"}});
    CHECK(records_of("\"a\rb\",c\nd\n") == table{{"1", "a\rb", "c"}, {"2", "d"}});
    CHECK(records_of("a,b\r") == table{{"1", "a", "b"}});
    CHECK(records_of("a\nb\rc\n") == table{{"1", "a"}, {"2", "b\rc"}});
}

TEST_CASE("the separator is the one that occurs most often outside of quotes") {
    CHECK(guess_separator("\"client, name\";client;at;kind") == ';');
    CHECK(guess_separator("client\tat, or so\tkind") == '\t');
    CHECK(guess_separator("a|b|c") == '|');
    CHECK(guess_separator("a,b;c") == ',');
    CHECK(guess_separator("a b") == ' ');
}

TEST_CASE("records are the same whatever the block") {
    std::uint64_t dice = 2026;
    auto const draw = [&dice](std::uint64_t n) {
        dice = dice * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
        return (dice >> 33) % n;
    };
    for (int round = 0; round < 2'000; ++round) {
        std::string text;
        for (auto n = draw(60); n > 0; --n) text += std::string_view{"ab,,\"\"\n\n\r "}[draw(10)];
        INFO(text);
        auto const whole = [&](std::size_t block) {
            record_reader records{line_reader{std::make_unique<text_source>(text), 40, block}};
            std::vector<std::pair<std::uint64_t, std::string>> out;
            dialect const d{',', '"'};
            while (auto const r = records.next(d)) out.emplace_back(r->line, r->text);
            return out;
        };
        CHECK(whole(1) == whole(1'000));
    }
}

TEST_CASE("no two ids are one number") {
    event_ids ids;
    auto const number = [&](std::string_view text) {
        auto const plain = plain_id(text);
        return plain ? *plain : ids(text);
    };
    CHECK(number("7") == 7);
    CHECK(number("9223372036854775807") == 9'223'372'036'854'775'807u);
    std::vector<std::string> const texts{"0",
                                         "7",
                                         "07",
                                         "+7",
                                         " 7",
                                         "7.0",
                                         "#7",
                                         "ch_7",
                                         "ch_8",
                                         "CH_7",
                                         "9223372036854775808",
                                         "18446744073709551615",
                                         "99999999999999999999999",
                                         "7\x1A"};
    std::vector<rung::event_id> numbers;
    for (auto const& text : texts) numbers.push_back(number(text));
    for (auto const& text : texts) numbers.push_back(ids.refund_in_line(number(text)));
    for (std::size_t i = 0; i < texts.size(); ++i) CHECK(number(texts[i]) == numbers[i]);
    std::sort(numbers.begin(), numbers.end());
    CHECK(std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end());
    CHECK(numbers.front() != 0);
}

TEST_CASE("pairs of names and values are taken apart") {
    using pairs = std::vector<std::pair<std::string, std::string>>;
    CHECK(read_pairs("client=Customer Email,at=Created at") ==
          pairs{{"client", "Customer Email"}, {"at", "Created at"}});
    CHECK(read_pairs("client=\"Name, first\", at = 2 ") == pairs{{"client", "Name, first"}, {"at", "2"}});
    CHECK(read_pairs("\"a=b\"=\"say \"\"x\"\"\"") == pairs{{"a=b", "say \"x\""}});
    CHECK(read_pairs("\"\"=pass,*=skip") == pairs{{"", "pass"}, {"*", "skip"}});
    CHECK(read_pairs("at=Date (a=b)") == pairs{{"at", "Date (a=b)"}});
    for (auto const wrong : {"client", "client=a,at", "=", "client=\"a", "client=\"a\"b", ""}) {
        INFO(wrong);
        auto const found = read_pairs(wrong);
        CHECK((!found || found == pairs{{"", ""}}));
    }
}
