#include "catch.hpp"

#include <rung/base/checksum.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace {

// The definition, bit by bit.
std::uint32_t naive(std::span<std::byte const> bytes) {
    std::uint32_t crc = ~std::uint32_t{0};
    for (auto const b : bytes) {
        crc ^= std::to_integer<std::uint32_t>(b);
        for (int i = 0; i < 8; ++i) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78U : 0);
    }
    return ~crc;
}

std::uint32_t of(std::string_view text) { return rung::crc32c(std::as_bytes(std::span{text})); }

std::vector<std::byte> some_bytes(std::size_t size) {
    std::vector<std::byte> out;
    std::uint32_t x = 12'345;
    for (std::size_t i = 0; i < size; ++i) {
        x = x * 1'664'525 + 1'013'904'223;
        out.push_back(static_cast<std::byte>(x >> 24));
    }
    return out;
}

}  // namespace

TEST_CASE("the checksum has its published values") {
    CHECK(of("") == 0);
    CHECK(of("123456789") == 0xE3069283);
    CHECK(of("The quick brown fox jumps over the lazy dog") == 0x22620404);
    // RFC 3720, B.4
    CHECK(rung::crc32c(std::vector<std::byte>(32, std::byte{0})) == 0x8A9136AA);
    CHECK(rung::crc32c(std::vector<std::byte>(32, std::byte{0xFF})) == 0x62A8AB43);
}

TEST_CASE("the checksum of any length agrees with its definition, also in pieces") {
    auto const bytes = some_bytes(70);
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        auto const all = std::span{bytes}.first(size);
        auto const sum = naive(all);
        CHECK(rung::crc32c(all) == sum);
        for (std::size_t cut = 0; cut <= size; ++cut)
            CHECK(rung::crc32c(all.subspan(cut), rung::crc32c(all.first(cut))) == sum);
    }
}

TEST_CASE("every single bit counts") {
    auto bytes = some_bytes(40);
    auto const sum = rung::crc32c(bytes);
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        bytes[bit / 8] ^= std::byte{1} << static_cast<int>(bit % 8);
        CHECK(rung::crc32c(bytes) != sum);
        bytes[bit / 8] ^= std::byte{1} << static_cast<int>(bit % 8);
    }
}
