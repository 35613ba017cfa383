#pragma once

#include <rung/core/config.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// One block of 64 bytes into a state of SHA-256 (FIPS 180-4).
RUNG_WRAPS inline void add_block(std::array<std::uint32_t, 8>& state, unsigned char const* block) noexcept {
    constexpr std::uint32_t k[] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
    std::uint32_t w[64];
    for (std::size_t i = 0; i < 16; ++i)
        w[i] = std::uint32_t{block[4 * i]} << 24 | std::uint32_t{block[4 * i + 1]} << 16 |
               std::uint32_t{block[4 * i + 2]} << 8 | block[4 * i + 3];
    for (std::size_t i = 16; i < 64; ++i) {
        auto const low = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ w[i - 15] >> 3;
        auto const high = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + low + w[i - 7] + high;
    }
    auto s = state;
    for (std::size_t i = 0; i < 64; ++i) {
        auto const sum = std::rotr(s[4], 6) ^ std::rotr(s[4], 11) ^ std::rotr(s[4], 25);
        auto const choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        auto const first = s[7] + sum + choice + k[i] + w[i];
        auto const other = std::rotr(s[0], 2) ^ std::rotr(s[0], 13) ^ std::rotr(s[0], 22);
        auto const most = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        s = {first + other + most, s[0], s[1], s[2], s[3] + first, s[4], s[5], s[6]};
    }
    for (std::size_t i = 0; i < 8; ++i) state[i] += s[i];
}

}  // namespace detail

/// The SHA-256 of a text in base64, as a page's content security policy names a script: `sha256-...` without
/// the prefix.
[[nodiscard]] inline std::string sha256_base64(std::string_view text) {
    std::array<std::uint32_t, 8> state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::string end{text.substr(text.size() / 64 * 64)};
    end += '\x80';
    while (end.size() % 64 != 56) end += '\0';
    for (int shift = 56; shift >= 0; shift -= 8)
        end += static_cast<char>(std::uint64_t{text.size()} * 8 >> shift & 0xFF);
    auto const add = [&](std::string_view bytes) {
        for (std::size_t at = 0; at + 64 <= bytes.size(); at += 64) {
            unsigned char block[64];
            for (std::size_t i = 0; i < 64; ++i) block[i] = static_cast<unsigned char>(bytes[at + i]);
            detail::add_block(state, block);
        }
    };
    add(text);
    add(end);
    constexpr char const* letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    auto const byte = [&](std::size_t i) -> std::uint32_t {
        return i < 32 ? state[i / 4] >> (24 - 8 * (i % 4)) & 0xFF : 0;
    };
    for (std::size_t i = 0; i < 33; i += 3) {
        auto const three = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        for (int shift = 18; shift >= 0; shift -= 6) out += letters[three >> shift & 63];
    }
    out.back() = '=';
    return out;
}

}  // namespace report
}  // namespace v0
}  // namespace rung
