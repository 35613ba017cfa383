#pragma once

#include <rung/core/number.hpp>
#include <rung/core/wraps.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace rung {
inline namespace v0 {

/// From a client's id to the number of his record: open addressing with linear probing over mixed ids, so
/// that ids in steps of any size spread over the table.
class id_index {
public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    /// `seed` begins the mixing. Where ids were chosen to collide the index notices and mixes anew.
    explicit id_index(std::uint64_t seed = 0) noexcept : seed_{seed} {}

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// The number stored for an id; none if there is none.
    [[nodiscard]] std::uint32_t find(client_id id) const noexcept {
        return cells_.empty() ? none : cells_[position(id)].number;
    }

    /// Stores a number for an id that has none yet. It must not be `none`.
    void insert(client_id id, std::uint32_t number) {
        reserve(size_ + 1);
        // By chance the way to a cell is a few hundred cells at the very most. This many are somebody's
        // intent.
        constexpr std::size_t too_far = 1024;
        auto at = position(id);
        if (way(at, id) > too_far) {
            seed_ = mix(seed_ ^ size_);
            rehash(cells_.size());
            at = position(id);
        }
        cells_[at] = {id, number};
        ++size_;
    }

    /// Changes the number of an id that is there.
    void assign(client_id id, std::uint32_t number) noexcept { cells_[position(id)].number = number; }

    /// Takes an id out, if it is there.
    void erase(client_id id) noexcept {
        if (find(id) == none) return;
        auto const mask = cells_.size() - 1;
        auto gap = position(id);
        for (auto at = (gap + 1) & mask; cells_[at].number != none; at = (at + 1) & mask) {
            // Who is on the way from his home to here over the gap moves into it.
            bool const passes = ((at - home(cells_[at].id)) & mask) >= ((at - gap) & mask);
            if (!passes) continue;
            cells_[gap] = cells_[at];
            gap = at;
        }
        cells_[gap] = {};
        --size_;
    }

    /// Room for so many ids without growing again: at most three cells of four are taken.
    void reserve(std::size_t ids) {
        if (ids * 4 > cells_.size() * 3) rehash(std::bit_ceil(ids + ids / 3 + 1));
    }

    /// The most cells that any look-up goes past before it finds its id: how well the ids are spread.
    [[nodiscard]] std::size_t longest_way() const noexcept {
        std::size_t longest = 0;
        for (std::size_t at = 0; at < cells_.size(); ++at) {
            if (cells_[at].number == none) continue;
            auto const steps = way(at, cells_[at].id);
            longest = steps > longest ? steps : longest;
        }
        return longest;
    }

private:
    struct cell {
        client_id id = 0;
        std::uint32_t number = none;
    };

    std::vector<cell> cells_;
    std::size_t size_ = 0;
    std::uint64_t seed_;

    // Each bit of the id reaches each bit of the result (the finalizer of MurmurHash3).
    RUNG_WRAPS [[nodiscard]] std::uint64_t mix(std::uint64_t x) const noexcept {
        x = (x ^ seed_) + (seed_ << 32 | seed_ >> 32);
        x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdU;
        x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53U;
        return x ^ (x >> 33);
    }

    // Where the way to the cell of an id begins.
    [[nodiscard]] std::size_t home(client_id id) const noexcept {
        return static_cast<std::size_t>(mix(id)) & (cells_.size() - 1);
    }

    // How many cells the way to a cell goes past before it.
    RUNG_WRAPS [[nodiscard]] std::size_t way(std::size_t to, client_id id) const noexcept {
        return (to - home(id)) & (cells_.size() - 1);
    }

    // The cell of an id, or the empty one where it would be.
    [[nodiscard]] std::size_t position(client_id id) const noexcept {
        auto const mask = cells_.size() - 1;
        auto at = home(id);
        while (cells_[at].number != none && cells_[at].id != id) at = (at + 1) & mask;
        return at;
    }

    void rehash(std::size_t cells) {
        std::vector<cell> old(cells);
        old.swap(cells_);
        for (auto const& c : old) {
            if (c.number != none) cells_[position(c.id)] = c;
        }
    }
};

}  // namespace v0
}  // namespace rung
