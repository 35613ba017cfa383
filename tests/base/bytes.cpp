#include "catch.hpp"

#include <rung/base/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <vector>

namespace {

using buffer = std::vector<std::byte>;

buffer bytes_of(std::initializer_list<unsigned> all) {
    buffer out;
    for (auto const b : all) out.push_back(static_cast<std::byte>(b));
    return out;
}

buffer varint_of(std::uint64_t n) {
    buffer out;
    rung::byte_writer{out}.varint(n);
    return out;
}

// Either the number that the bytes are, all of them, or that they are none.
struct read_varint {
    bool ok;
    std::uint64_t value;
    bool operator==(read_varint const&) const = default;
};
read_varint varint_in(buffer const& bytes, std::uint64_t most = ~std::uint64_t{0}) {
    rung::byte_reader r{bytes};
    auto const n = r.varint(most);
    return {r.ok() && r.empty(), n};
}
constexpr read_varint refused{false, 0};

static_assert(rung::zigzag(0) == 0 && rung::zigzag(-1) == 1 && rung::zigzag(1) == 2 && rung::zigzag(-2) == 3);
static_assert(rung::zigzag(std::numeric_limits<std::int64_t>::max()) == ~std::uint64_t{0} - 1);
static_assert(rung::zigzag(std::numeric_limits<std::int64_t>::min()) == ~std::uint64_t{0});
static_assert(rung::unzigzag(~std::uint64_t{0}) == std::numeric_limits<std::int64_t>::min());

}  // namespace

TEST_CASE("whole numbers of a fixed size have the lowest byte first") {
    buffer out;
    rung::byte_writer w{out};
    w.u8(0x01);
    w.u16(0x0203);
    w.u32(0x04050607);
    w.u64(0x08090A0B0C0D0E0F);
    CHECK(out == bytes_of({0x01, 0x03, 0x02, 0x07, 0x06, 0x05, 0x04, 0x0F, 0x0E, 0x0D, 0x0C, 0x0B, 0x0A, 0x09,
                           0x08}));
    CHECK(w.written().size() == 15);

    rung::byte_reader r{out};
    CHECK(r.u8() == 0x01);
    CHECK(r.u16() == 0x0203);
    CHECK(r.rest().size() == 12);
    CHECK(r.rest().data() == out.data() + 3);
    CHECK(r.u32() == 0x04050607);
    CHECK_FALSE(r.empty());
    CHECK(r.u64() == 0x08090A0B0C0D0E0F);
    CHECK(r.empty());
    CHECK(r.ok());
}

TEST_CASE("varints take as many bytes as they need") {
    CHECK(varint_of(0) == bytes_of({0}));
    CHECK(varint_of(127) == bytes_of({0x7F}));
    CHECK(varint_of(128) == bytes_of({0x80, 0x01}));
    CHECK(varint_of(300) == bytes_of({0xAC, 0x02}));
    CHECK(varint_of(~std::uint64_t{0}) ==
          bytes_of({0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01}));
    CHECK(varint_of(~std::uint64_t{0}).size() == rung::max_varint);
}

TEST_CASE("varints around every power of two are read back") {
    for (unsigned bit = 0; bit < 64; ++bit) {
        auto const power = std::uint64_t{1} << bit;
        for (auto const n : {power - 1, power, power + 1, ~power}) {
            CHECK(varint_in(varint_of(n)) == read_varint{true, n});
            auto const with_sign = static_cast<std::int64_t>(n);
            CHECK(rung::unzigzag(rung::zigzag(with_sign)) == with_sign);

            buffer out;
            rung::byte_writer{out}.signed_varint(with_sign);
            CHECK(rung::byte_reader{out}.signed_varint() == with_sign);
        }
    }
}

TEST_CASE("a varint cut short is refused") {
    for (auto const n : {std::uint64_t{128}, std::uint64_t{1} << 35, ~std::uint64_t{0}}) {
        auto bytes = varint_of(n);
        while (!bytes.empty()) {
            bytes.pop_back();
            CHECK(varint_in(bytes) == refused);
        }
    }
}

TEST_CASE("a varint that is longer than necessary is refused") {
    CHECK(varint_in(bytes_of({0x80, 0x00})) == refused);
    CHECK(varint_in(bytes_of({0xFF, 0x80, 0x00})) == refused);
    CHECK(varint_in(bytes_of({0x80, 0x01})) == read_varint{true, 128});
    CHECK(varint_in(bytes_of({0x00})) == read_varint{true, 0});
}

TEST_CASE("a varint of more than 64 bits is refused") {
    CHECK(varint_in(bytes_of({0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02})) == refused);
    CHECK(varint_in(bytes_of({0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F})) == refused);
    CHECK(varint_in(bytes_of({0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x81, 0x00})) == refused);
    CHECK(varint_in(bytes_of({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01})) ==
          read_varint{true, std::uint64_t{1} << 63});
}

TEST_CASE("a varint above what is asked for is refused") {
    CHECK(varint_in(varint_of(300), 300) == read_varint{true, 300});
    CHECK(varint_in(varint_of(301), 300) == refused);
}

TEST_CASE("a reader that failed stays failed and gives nothing more") {
    auto const bytes = bytes_of({1, 2, 3, 4, 5});
    rung::byte_reader r{bytes};
    CHECK(r.u8() == 1);
    CHECK(r.u64() == 0);  // only four are left
    CHECK_FALSE(r.ok());
    CHECK(r.empty());
    CHECK(r.rest().empty());
    CHECK(r.u8() == 0);
    CHECK(r.varint() == 0);
    CHECK(r.bytes(1).empty());
    CHECK(r.bytes(0).empty());
    CHECK_FALSE(r.ok());
}

TEST_CASE("a fixed number needs all of its bytes") {
    auto const bytes = bytes_of({1, 2, 3, 4, 5, 6, 7, 8});
    auto const of = [&](std::size_t size) { return rung::byte_reader{std::span{bytes}.first(size)}; };
    for (std::size_t size = 0; size <= 8; ++size) {
        auto r8 = of(size), r16 = of(size), r32 = of(size), r64 = of(size);
        (void)r8.u8();
        (void)r16.u16();
        (void)r32.u32();
        (void)r64.u64();
        CHECK(r8.ok() == (size >= 1));
        CHECK(r16.ok() == (size >= 2));
        CHECK(r32.ok() == (size >= 4));
        CHECK(r64.ok() == (size >= 8));
    }
}

TEST_CASE("bytes are returned unchanged") {
    auto const bytes = bytes_of({1, 2, 3});
    rung::byte_reader r{bytes};
    auto const two = r.bytes(2);
    CHECK(two.data() == bytes.data());
    CHECK(two.size() == 2);
    CHECK(r.ok());
    CHECK(r.bytes(2).empty());
    CHECK_FALSE(r.ok());

    rung::byte_reader all{bytes};
    CHECK(all.bytes(3).size() == 3);
    CHECK(all.ok());
    CHECK(all.empty());

    rung::byte_reader none{std::span<std::byte const>{}};
    CHECK(none.empty());
    CHECK(none.ok());
    CHECK(none.u8() == 0);
    CHECK_FALSE(none.ok());
}
