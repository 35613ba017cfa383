#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string_view>

/// A hash that nobody can predict without its key, so nobody can choose texts that collide:
/// SipHash-2-4 (Aumasson, Bernstein: SipHash: a fast short-input PRF, 2012).
class keyed_hash {
public:
    struct key {
        std::uint64_t first = 0;
        std::uint64_t second = 0;
    };

    constexpr explicit keyed_hash(key k) noexcept : key_{k} {}

    /// A key of its own each time.
    [[nodiscard]] static key random_key() {
        std::random_device dice;
        auto const draw = [&dice] { return std::uint64_t{dice()} << 32 | (dice() & 0xFFFF'FFFFu); };
        auto const first = draw();
        return {first, draw()};
    }

    [[nodiscard]] constexpr std::uint64_t operator()(std::string_view text) const noexcept {
        state s{key_.first ^ 0x736f'6d65'7073'6575, key_.second ^ 0x646f'7261'6e64'6f6d,
                key_.first ^ 0x6c79'6765'6e65'7261, key_.second ^ 0x7465'6462'7974'6573};
        std::size_t at = 0;
        for (; at + 8 <= text.size(); at += 8) s.take(word(text.substr(at, 8)));
        s.take(word(text.substr(at)) | std::uint64_t{text.size()} << 56);
        return s.finish();
    }

private:
    struct state {
        std::uint64_t a, b, c, d;

        constexpr void round() noexcept {
            a += b;
            b = std::rotl(b, 13) ^ a;
            a = std::rotl(a, 32);
            c += d;
            d = std::rotl(d, 16) ^ c;
            a += d;
            d = std::rotl(d, 21) ^ a;
            c += b;
            b = std::rotl(b, 17) ^ c;
            c = std::rotl(c, 32);
        }
        constexpr void take(std::uint64_t word) noexcept {
            d ^= word;
            round();
            round();
            a ^= word;
        }
        constexpr std::uint64_t finish() noexcept {
            c ^= 0xFF;
            for (int i = 0; i < 4; ++i) round();
            return a ^ b ^ c ^ d;
        }
    };

    key key_;

    // Up to eight characters, the first of them lowest.
    [[nodiscard]] static constexpr std::uint64_t word(std::string_view text) noexcept {
        std::uint64_t out = 0;
        for (std::size_t i = text.size(); i-- > 0;) out = out << 8 | static_cast<unsigned char>(text[i]);
        return out;
    }
};
