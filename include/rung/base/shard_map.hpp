#pragma once

#include <rung/base/ids.hpp>
#include <rung/core/config.hpp>
#include <rung/core/number.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace detail {

/// Which of several shards a client of any id belongs to.
class hashed_shards {
public:
    /// `shards`: a power of two.
    explicit hashed_shards(std::size_t shards) noexcept : mask_{shards - 1} {}

    // All clients of a shard agree in these bits, so its id_index must not spread them by the same bits:
    // another mix (the finalizer of SplitMix64).
    RUNG_WRAPS [[nodiscard]] std::size_t operator()(client_id id) const noexcept {
        auto x = id + 0x9e3779b97f4a7c15U;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
        return static_cast<std::size_t>(x ^ (x >> 31)) & mask_;
    }

private:
    std::size_t mask_;
};
/// The same for dense ids: each shard has a range of ids, and all ranges are about as long.
/// The same where ids are dense: each shard has those of a range, and all ranges are about as long.
class ranged_shards {
public:
    ranged_shards(ids::dense all, std::size_t shards) noexcept
        : all_{all}, scale_{all.count == 0 ? 0 : (std::uint64_t{shards} << bits) / all.count} {}

    /// An id outside of them belongs to the first shard, which refuses it.
    RUNG_WRAPS [[nodiscard]] std::size_t operator()(client_id id) const noexcept {
        auto const place = id - all_.first;
        return place < all_.count ? static_cast<std::size_t>(place * scale_ >> bits) : 0;
    }
    /// The ids of a shard.
    RUNG_WRAPS [[nodiscard]] ids::dense ids_of(std::size_t shard) const noexcept {
        return {all_.first + begin_of(shard), begin_of(shard + 1) - begin_of(shard)};
    }

private:
    // There are fewer than 2^32 ids and at most 2^16 shards, so that no product passes 2^63.
    static constexpr int bits = 47;

    ids::dense all_;
    std::uint64_t scale_;

    // The first place that belongs to a shard or to a later one.
    [[nodiscard]] std::size_t begin_of(std::size_t shard) const noexcept {
        if (scale_ == 0) return 0;
        auto const place = ((std::uint64_t{shard} << bits) + scale_ - 1) / scale_;
        return place < all_.count ? static_cast<std::size_t>(place) : all_.count;
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
