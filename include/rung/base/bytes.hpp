#pragma once

#include <rung/core/config.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rung {
inline namespace v0 {

// Values as bytes, the same on every machine: whole numbers byte by byte, the lowest first; numbers that are
// mostly small as varints (LEB128: seven bits a byte, the lowest first, the eighth bit says that more
// follow).

/// A signed number as an unsigned one, small if it is near 0: 0, -1, 1, -2 become 0, 1, 2, 3.
RUNG_WRAPS [[nodiscard]] constexpr std::uint64_t zigzag(std::int64_t n) noexcept {
    return static_cast<std::uint64_t>(n) << 1 ^ (n < 0 ? ~std::uint64_t{0} : 0);
}
/// The number that zigzag turned into this one.
[[nodiscard]] constexpr std::int64_t unzigzag(std::uint64_t n) noexcept {
    return static_cast<std::int64_t>(n >> 1 ^ ((n & 1) != 0 ? ~std::uint64_t{0} : 0));
}

/// The most bytes that a varint takes.
inline constexpr std::size_t max_varint = 10;

/// Appends values to a buffer, which must outlive it. The buffer can then be written to a file or elsewhere
/// (base/byte_sink.hpp).
class byte_writer {
public:
    explicit byte_writer(std::vector<std::byte>& out) noexcept : out_{&out} {}

    void u8(std::uint8_t n) { out_->push_back(static_cast<std::byte>(n)); }
    void u16(std::uint16_t n) { fixed<2>(n); }
    void u32(std::uint32_t n) { fixed<4>(n); }
    void u64(std::uint64_t n) { fixed<8>(n); }

    void varint(std::uint64_t n) {
        for (; n >= 128; n >>= 7) u8(static_cast<std::uint8_t>((n & 127) | 128));
        u8(static_cast<std::uint8_t>(n));
    }
    /// A number with a sign, as the varint of its zigzag.
    void signed_varint(std::int64_t n) { varint(zigzag(n)); }

    void bytes(std::span<std::byte const> all) {
        // Not insert: g++ 12 at -O3 warns of an overflow that is not there.
        auto const before = out_->size();
        out_->resize(before + all.size());
        for (std::size_t i = 0; i < all.size(); ++i) (*out_)[before + i] = all[i];
    }

    /// All that is in the buffer, including what was there before this writer.
    [[nodiscard]] std::span<std::byte const> written() const noexcept { return *out_; }

private:
    std::vector<std::byte>* out_;

    template <std::size_t Size>
    void fixed(std::uint64_t n) {
        for (std::size_t i = 0; i < Size; ++i) u8(static_cast<std::uint8_t>((n >> (8 * i)) & 255));
    }
};

/// Reads values from bytes, which must outlive it. Never reads outside. If the bytes end too early, or are
/// not what a byte_writer writes, it fails for good: from then on every value is 0, and nothing is left.
class byte_reader {
public:
    constexpr explicit byte_reader(std::span<std::byte const> bytes) noexcept
        : at_{bytes.data()}, end_{bytes.data() + bytes.size()} {}

    /// Whether all reads have succeeded.
    [[nodiscard]] constexpr bool ok() const noexcept { return ok_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return at_ == end_; }
    /// What is not yet read.
    [[nodiscard]] constexpr std::span<std::byte const> rest() const noexcept { return {at_, left()}; }

    /// For a caller that finds an impossible value.
    constexpr void fail() noexcept {
        ok_ = false;
        at_ = end_;
    }

    [[nodiscard]] constexpr std::uint8_t u8() noexcept { return static_cast<std::uint8_t>(fixed<1>()); }
    [[nodiscard]] constexpr std::uint16_t u16() noexcept { return static_cast<std::uint16_t>(fixed<2>()); }
    [[nodiscard]] constexpr std::uint32_t u32() noexcept { return static_cast<std::uint32_t>(fixed<4>()); }
    [[nodiscard]] constexpr std::uint64_t u64() noexcept { return fixed<8>(); }

    /// Fails at a number above `most`, at one of more than 64 bits, and at one that is longer than necessary:
    /// each value has one form.
    RUNG_WRAPS [[nodiscard]] constexpr std::uint64_t varint(std::uint64_t most = ~std::uint64_t{0}) noexcept {
        std::uint64_t n = 0;
        for (unsigned shift = 0; shift < 64 && at_ != end_; shift += 7) {
            auto const b = std::to_integer<std::uint64_t>(*at_++);
            n |= (b & 127) << shift;
            if (b >= 128) continue;
            bool const overlong = b == 0 && shift != 0;
            bool const overflow = shift == 63 && b > 1;
            if (overlong || overflow || n > most) break;
            return n;
        }
        fail();
        return 0;
    }
    [[nodiscard]] constexpr std::int64_t signed_varint() noexcept { return unzigzag(varint()); }

    /// The next `size` bytes; none if there are fewer.
    [[nodiscard]] constexpr std::span<std::byte const> bytes(std::size_t size) noexcept {
        if (size > left()) {
            fail();
            return {};
        }
        auto const* first = at_;
        at_ += size;
        return {first, size};
    }

private:
    std::byte const* at_;
    std::byte const* end_;
    bool ok_ = true;

    [[nodiscard]] constexpr std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - at_); }

    template <std::size_t Size>
    [[nodiscard]] constexpr std::uint64_t fixed() noexcept {
        if (Size > left()) {
            fail();
            return 0;
        }
        std::uint64_t n = 0;
        for (std::size_t i = 0; i < Size; ++i) n |= std::to_integer<std::uint64_t>(at_[i]) << (8 * i);
        at_ += Size;
        return n;
    }
};

}  // namespace v0
}  // namespace rung
