#pragma once

#include <rung/core/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace rung {
inline namespace v0 {

namespace detail {

// Table k says how a byte changes the checksum when k bytes follow (slicing-by-8: M. E. Kounavis and
// F. L. Berry, 2005).
[[nodiscard]] constexpr std::array<std::array<std::uint32_t, 256>, 8> make_crc32c_tables() noexcept {
    std::array<std::array<std::uint32_t, 256>, 8> tables{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t crc = i;
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0x82F63B78U : 0);
        tables[0][i] = crc;
    }
    for (std::size_t i = 0; i < 256; ++i) {
        for (std::size_t k = 1; k < 8; ++k) {
            auto const before = tables[k - 1][i];
            tables[k][i] = before >> 8 ^ tables[0][before & 255];
        }
    }
    return tables;
}

inline constexpr auto crc32c_tables = make_crc32c_tables();

}  // namespace detail

/// The CRC-32C (Castagnoli, as in iSCSI, RFC 3720) of bytes. `before`: the checksum of the bytes before them,
/// so that pieces can be checked one by one. Detects every error of up to 32 bits in a row, and every one of
/// up to three bits in a record of less than 2 GB; no protection against intent.
[[nodiscard]] constexpr std::uint32_t crc32c(std::span<std::byte const> bytes,
                                             std::uint32_t before = 0) noexcept {
    auto const& t = detail::crc32c_tables;
    std::uint32_t crc = ~before;
    auto const* p = bytes.data();
    auto left = bytes.size();
    auto const at = [&p](std::size_t i) { return std::to_integer<std::uint32_t>(p[i]); };
    for (; left >= 8; left -= 8, p += 8) {
        crc ^= at(0) | at(1) << 8 | at(2) << 16 | at(3) << 24;
        crc = t[7][crc & 255] ^ t[6][crc >> 8 & 255] ^ t[5][crc >> 16 & 255] ^ t[4][crc >> 24] ^ t[3][at(4)] ^
              t[2][at(5)] ^ t[1][at(6)] ^ t[0][at(7)];
    }
    for (; left != 0; --left, ++p) crc = crc >> 8 ^ t[0][(crc ^ at(0)) & 255];
    return ~crc;
}

namespace detail {

inline constexpr std::array<std::byte, 9> crc32c_sample{std::byte{'1'}, std::byte{'2'}, std::byte{'3'},
                                                        std::byte{'4'}, std::byte{'5'}, std::byte{'6'},
                                                        std::byte{'7'}, std::byte{'8'}, std::byte{'9'}};
static_assert(crc32c(crc32c_sample) == 0xE3069283U, "the check value of the catalogue of CRCs");

}  // namespace detail

}  // namespace v0
}  // namespace rung
