#include "catch.hpp"

#include <rung/base/journal.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using rung::journal_state;
using buffer = std::vector<std::byte>;
using writer = rung::journal_writer<rung::memory_sink>;

constexpr rung::journal_header header{0x0123456789ABCDEF, 1000};

buffer bytes_of(std::string_view text) {
    auto const bytes = std::as_bytes(std::span{text});
    return {bytes.begin(), bytes.end()};
}

// A journal, and where in it each record ends; first the header.
struct written_journal {
    buffer bytes{};
    std::vector<std::size_t> ends{};
    std::vector<buffer> payloads{};
};

written_journal write(std::vector<buffer> const& payloads, rung::journal_header const& h = header) {
    writer w{{}, h};
    written_journal out;
    out.ends.push_back(w.sink().bytes.size());
    for (auto const& p : payloads) {
        REQUIRE(w.append(p));
        out.ends.push_back(w.sink().bytes.size());
    }
    REQUIRE(w.ok());
    out.bytes = w.sink().bytes;
    out.payloads = payloads;
    return out;
}

// Ends in bytes that are zero, has some in the middle, and has a record of one byte.
written_journal sample() {
    return write({bytes_of("first"),
                  bytes_of("x"),
                  buffer(9, std::byte{0}),
                  bytes_of("the fourth record"),
                  {std::byte{1}, std::byte{0}, std::byte{0}}});
}

struct read_journal {
    std::vector<buffer> payloads{};
    std::vector<std::uint64_t> numbers{};
    std::vector<std::size_t> offsets{};
    rung::journal_end end{};
};

read_journal read(std::span<std::byte const> bytes) {
    rung::journal_reader r{bytes};
    read_journal out;
    while (auto const record = r.next()) {
        out.payloads.emplace_back(record->payload.begin(), record->payload.end());
        out.numbers.push_back(record->number);
        out.offsets.push_back(record->offset);
    }
    CHECK_FALSE(r.next());  // it stays at its end
    out.end = r.end();
    CHECK((out.end.state == journal_state::clean) == out.end.why.empty());
    CHECK(r.header() == out.end.header);
    return out;
}

// Of the first records exactly so many, and nothing else.
void check_first(read_journal const& r, written_journal const& j, std::size_t records) {
    REQUIRE(r.payloads.size() == records);
    for (std::size_t i = 0; i < records; ++i) {
        CHECK(r.payloads[i] == j.payloads[i]);
        CHECK(r.numbers[i] == header.first + i);
        CHECK(r.offsets[i] == j.ends[i]);
    }
}

std::size_t whole_records(written_journal const& j, std::size_t size) {
    std::size_t n = 0;
    while (n + 1 < j.ends.size() && j.ends[n + 1] <= size) ++n;
    return n;
}

}  // namespace

TEST_CASE("what was appended to a journal is read, in order") {
    auto const j = sample();
    auto const r = read(j.bytes);
    check_first(r, j, j.payloads.size());
    CHECK(r.end.state == journal_state::clean);
    CHECK(r.end.offset == j.bytes.size());
    CHECK(r.end.next == 1005);
    CHECK(r.end.header == header);
    CHECK(to_string(r.end.state) == "clean");
}

TEST_CASE("a journal without records is clean") {
    auto const j = write({});
    auto const r = read(j.bytes);
    CHECK(r.end.state == journal_state::clean);
    CHECK(r.end.offset == 32);
    CHECK(r.end.next == 1000);
    CHECK(r.payloads.empty());
}

TEST_CASE("the bytes of a journal are these on every machine") {
    auto const j = write({bytes_of("abc")}, {0x0102030405060708, 5});
    std::string hex;
    for (auto const b : j.bytes) {
        constexpr char const* digits = "0123456789abcdef";
        hex += digits[std::to_integer<unsigned>(b) / 16];
        hex += digits[std::to_integer<unsigned>(b) % 16];
    }
    CHECK(hex == "72756e676a6f7572"
                 "01000000"
                 "0807060504030201"
                 "0500000000000000"
                 "09c44695"
                 "03000000"
                 "6b976858"
                 "ebc79709"
                 "616263"
                 "a5");
}

TEST_CASE("a journal cut at any byte gives the records that were whole, and says where to cut") {
    auto const j = sample();
    for (std::size_t size = 0; size <= j.bytes.size(); ++size) {
        INFO("cut at " << size);
        auto const r = read(std::span{j.bytes}.first(size));
        auto const records = whole_records(j, size);
        check_first(r, j, records);
        bool const at_an_end = size >= 32 && size == j.ends[records];
        CHECK(r.end.state == (at_an_end ? journal_state::clean : journal_state::torn));
        CHECK(r.end.offset == (size < 32 ? 0 : j.ends[records]));
        if (size >= 32) CHECK(r.end.next == 1000 + records);
    }
}

TEST_CASE("a journal that ends in zeros is torn where they begin") {
    auto const j = sample();
    for (std::size_t size = 0; size <= j.bytes.size(); ++size) {
        for (std::size_t const zeros : {1u, 5u, 11u, 12u, 13u, 40u, 600u}) {
            auto bytes = buffer(j.bytes.begin(), j.bytes.begin() + static_cast<std::ptrdiff_t>(size));
            bytes.insert(bytes.end(), zeros, std::byte{0});
            INFO("cut at " << size << ", " << zeros << " zeros");
            auto const r = read(bytes);
            auto const records = whole_records(j, size);
            check_first(r, j, records);
            CHECK(r.end.state == journal_state::torn);
            CHECK(r.end.offset == (size < 32 ? 0 : j.ends[records]));
        }
    }
}

TEST_CASE("a header that is not what was written is damage where it was written in full, or something is "
          "behind it") {
    auto const j = write({bytes_of("abc")});
    for (std::size_t at = 0; at < 32; ++at) {
        for (std::size_t const size : {std::size_t{32}, j.bytes.size()}) {
            auto bytes = buffer(j.bytes.begin(), j.bytes.begin() + static_cast<std::ptrdiff_t>(size));
            bytes[at] ^= std::byte{1};
            INFO("byte " << at << " of " << size);
            CHECK(read(bytes).end.state == journal_state::damaged);
            bytes.resize(600);
            CHECK(read(bytes).end.state == journal_state::damaged);
        }
        // A part of it, zeros, and then something.
        auto bytes = j.bytes;
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin() + 32, std::byte{0});
        CHECK(read(bytes).end.state == journal_state::damaged);
    }
}

TEST_CASE("a whole header is accepted, even if its last byte is zero") {
    for (std::uint64_t first = 0;; ++first) {
        auto const j = write({}, {77, first});
        if (j.bytes.back() != std::byte{0}) continue;
        CHECK(read(j.bytes).end.state == journal_state::clean);
        auto bytes = j.bytes;
        bytes.resize(100);
        CHECK(read(bytes).end.state == journal_state::torn);
        CHECK(read(bytes).end.offset == 32);
        break;
    }
}

TEST_CASE("a flipped bit anywhere is refused, and costs no record before it") {
    auto const j = sample();
    for (std::size_t at = 0; at < j.bytes.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            auto bytes = j.bytes;
            bytes[at] ^= std::byte{1} << bit;
            INFO("byte " << at << ", bit " << bit);
            auto const r = read(bytes);
            auto const records = whole_records(j, at);
            check_first(r, j, records);
            CHECK(r.end.state == journal_state::damaged);
            CHECK(r.end.offset == (at < 32 ? 0 : j.ends[records]));
        }
    }
}

TEST_CASE("a flipped bit in a journal that is also torn costs no whole record without a word") {
    auto const j = sample();
    for (std::size_t size = 33; size < j.bytes.size(); ++size) {
        auto const whole = whole_records(j, size);
        for (std::size_t at = 32; at < j.ends[whole]; ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                auto bytes = buffer(j.bytes.begin(), j.bytes.begin() + static_cast<std::ptrdiff_t>(size));
                bytes[at] ^= std::byte{1} << bit;
                auto const r = read(bytes);
                if (r.end.state != journal_state::damaged || r.payloads.size() != whole_records(j, at))
                    FAIL("cut at " << size << ", byte " << at << ", bit " << bit);
            }
        }
    }
}

TEST_CASE("a fully written head that was damaged is not taken for zeros") {
    auto const j =
        write({bytes_of("abc")}, {0x0102030405060708, 5});  // its head ends in a byte that is not zero
    for (std::size_t const zeros : {0u, 1u, 3u, 4u, 600u}) {
        for (std::size_t at = 32; at < 43; ++at) {
            auto bytes = buffer(j.bytes.begin(), j.bytes.begin() + 44);
            bytes[at] ^= std::byte{1};
            bytes.insert(bytes.end(), zeros, std::byte{0});
            INFO("byte " << at << ", " << zeros << " zeros");
            CHECK(read(bytes).end.state == journal_state::damaged);
            CHECK(read(bytes).end.offset == 32);
        }
    }
}

TEST_CASE("any changed byte is refused; a record that is read is the one that was written") {
    auto const j = sample();
    for (std::size_t at = 0; at < j.bytes.size(); ++at) {
        for (unsigned value = 0; value < 256; ++value) {
            auto bytes = j.bytes;
            if (bytes[at] == static_cast<std::byte>(value)) continue;
            bytes[at] = static_cast<std::byte>(value);
            auto const r = read(bytes);
            auto const records = whole_records(j, at);
            // The closing byte of the last record may look as if zeros had come instead.
            bool const last = at + 1 == j.bytes.size() && value == 0;
            if (r.payloads.size() != records ||
                r.end.state != (last ? journal_state::torn : journal_state::damaged))
                FAIL("byte " << at << ", value " << value);
        }
    }
}

TEST_CASE("records that were swapped, left out, doubled or come from elsewhere are refused") {
    auto const j = write({bytes_of("one"), bytes_of("two"), bytes_of("six")});  // all of one size
    auto const piece = [](written_journal const& of, std::size_t i) {
        return buffer(of.bytes.begin() + static_cast<std::ptrdiff_t>(of.ends[i]),
                      of.bytes.begin() + static_cast<std::ptrdiff_t>(of.ends[i + 1]));
    };
    auto const joined = [&](std::vector<buffer> const& records) {
        auto bytes = buffer(j.bytes.begin(), j.bytes.begin() + 32);
        for (auto const& r : records) bytes.insert(bytes.end(), r.begin(), r.end());
        return bytes;
    };
    auto const one = piece(j, 0), two = piece(j, 1), six = piece(j, 2);
    CHECK(read(joined({one, two, six})).end.state == journal_state::clean);

    auto const refused_after = [&](std::vector<buffer> const& records, std::size_t good) {
        auto const r = read(joined(records));
        CHECK(r.end.state == journal_state::damaged);
        check_first(r, j, good);
    };
    refused_after({two, one, six}, 0);
    refused_after({one, six, two}, 1);
    refused_after({one, six}, 1);
    refused_after({two, six}, 0);
    refused_after({one, one, two, six}, 1);
    refused_after({one, two, six, six}, 3);
    // The same record at the same place in a journal of another ladder, and of other numbers.
    refused_after({piece(write(j.payloads, {header.fingerprint + 1, header.first}), 0), two, six}, 0);
    refused_after({piece(write(j.payloads, {header.fingerprint, header.first + 1}), 0), two, six}, 0);
    // The head of one and the payload of the other.
    auto mixed = one;
    std::copy(two.begin() + 12, two.end(), mixed.begin() + 12);
    refused_after({mixed, two, six}, 0);
}

TEST_CASE("a foreign file is not taken for a journal that was torn") {
    for (auto const text : {"a", "hello", "rungjous", "rung", "r"}) {
        auto const bytes = bytes_of(text);
        auto const torn = std::string_view{"rungjour"}.substr(0, bytes.size()) == text;
        CHECK(read(bytes).end.state == (torn ? journal_state::torn : journal_state::damaged));
    }
    auto const r = read(bytes_of("a text that is longer than a header of a journal is"));
    CHECK(r.end.state == journal_state::damaged);
    CHECK(r.end.offset == 0);
}

TEST_CASE("a journal of a later form is refused") {
    buffer bytes;
    rung::byte_writer w{bytes};
    (void)rung::detail::write_header(w, header, rung::journal_format + 1);
    auto const r = read(bytes);
    CHECK(r.end.state == journal_state::damaged);
    CHECK(r.end.why == "this version cannot read the format of the journal");
}

TEST_CASE("a torn journal is cut and continued") {
    auto const j = sample();
    for (std::size_t size = 32; size <= j.bytes.size(); ++size) {
        auto bytes = buffer(j.bytes.begin(), j.bytes.begin() + static_cast<std::ptrdiff_t>(size));
        auto const before = read(bytes);
        bytes.resize(before.end.offset);
        writer w{{bytes}, before.end};
        REQUIRE(w.ok());
        CHECK(w.next() == before.end.next);
        CHECK(w.synced() == before.end.next);
        CHECK(w.append(bytes_of("more")));
        CHECK(w.append(bytes_of("and more")));
        auto const after = read(w.sink().bytes);
        CHECK(after.end.state == journal_state::clean);
        REQUIRE(after.payloads.size() == before.payloads.size() + 2);
        CHECK(after.payloads.back() == bytes_of("and more"));
        CHECK(after.numbers.back() == before.end.next + 1);
    }
}

TEST_CASE("a journal is not continued if that would spoil it") {
    auto const j = sample();
    auto const why = [](buffer const& bytes, rung::journal_end const& end) {
        writer w{{bytes}, end};
        CHECK_FALSE(w.ok());
        CHECK_FALSE(w.append(bytes_of("more")));
        CHECK_FALSE(w.sync());
        CHECK(w.sink().bytes == bytes);  // untouched
        return std::string{w.why()};
    };
    auto torn = j.bytes;
    torn.pop_back();
    CHECK(why(torn, read(torn).end) == "cut the journal at its end before you continue it");
    auto damaged = j.bytes;
    damaged[50] ^= std::byte{1};
    CHECK(why(damaged, read(damaged).end) == "a damaged journal cannot be continued");
    CHECK(why({}, read({}).end) == "a journal without a header cannot be continued: begin a new one");

    writer w{{j.bytes}, header};
    CHECK_FALSE(w.ok());
    CHECK(w.why() == "a new journal needs an empty sink");
    CHECK(w.sink().bytes == j.bytes);
}

TEST_CASE("a writer knows what is synced") {
    writer w{{}, header};
    CHECK(w.next() == 1000);
    CHECK(w.synced() == 1000);
    CHECK(w.append(bytes_of("a")));
    CHECK(w.append(bytes_of("b")));
    CHECK(w.next() == 1002);
    CHECK(w.synced() == 1000);
    CHECK(w.sink().synced == 0);
    CHECK(w.sync());
    CHECK(w.synced() == 1002);
    CHECK(w.sink().synced == w.sink().bytes.size());
    CHECK(w.why().empty());
}

TEST_CASE("an empty record is refused, and then all others") {
    writer w{{}, header};
    CHECK_FALSE(w.append({}));
    CHECK(w.why() == "a record of a journal has at least one byte");
    CHECK_FALSE(w.append(bytes_of("a")));
    CHECK(w.sink().bytes.size() == 32);
}

TEST_CASE("a head that says nothing is refused, whatever its checks") {
    auto bytes = write({}).bytes;
    rung::byte_writer w{bytes};
    auto const seed = rung::detail::header_checksum(header);
    rung::detail::write_record(w, seed, header.first, {});
    CHECK(read(bytes).end.state == journal_state::damaged);
}
