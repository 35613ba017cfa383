#pragma once

#include <rung/base/prefetch.hpp>
#include <rung/core/number.hpp>
#include <rung/core/wraps.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace rung {
inline namespace v0 {

/// From a client's id to the number of his record: open addressing with linear probing over mixed ids, so
/// that ids in steps of any size spread over the table.
///
/// Cells are small rather than full: 12 bytes, and at most one of two is taken. A table that is reserved has
/// the size asked for, whatever it is: 24 bytes for an id.
class id_index {
public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    /// `seed` begins the mixing. Where ids were chosen to collide the index notices and mixes anew.
    explicit id_index(std::uint64_t seed = 0) noexcept : seed_{seed} {}

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::uint64_t seed() const noexcept { return seed_; }
    /// What the table takes.
    [[nodiscard]] std::size_t bytes() const noexcept { return cells_.capacity() * sizeof(cell); }

    /// The number stored for an id; none if there is none.
    [[nodiscard]] std::uint32_t find(client_id id) const noexcept { return find(id, mix(id)); }

    /// The same in three steps, for one who has other things to do while memory answers: mix(id),
    /// prefetch(mixed), find(id, mixed). Where ids were stored in between, `none` may be wrong; a number
    /// never is.
    [[nodiscard]] std::uint32_t find(client_id id, std::uint64_t mixed) const noexcept {
        if (cells_.empty()) return none;
        for (auto at = home(mixed);; at = next(at)) {
            auto const& c = cells_[at];
            // An empty cell says `none`, whatever its id.
            if (c.id() == id || c.number == none) return c.number;
        }
    }
    void prefetch(std::uint64_t mixed) const noexcept {
        if (!cells_.empty()) detail::prefetch(&cells_[home(mixed)]);
    }
    // Each bit of the id reaches each bit of the result (the finalizer of MurmurHash3).
    RUNG_WRAPS [[nodiscard]] std::uint64_t mix(client_id id) const noexcept {
        auto x = (id ^ seed_) + (seed_ << 32 | seed_ >> 32);
        x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdU;
        x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53U;
        return x ^ (x >> 33);
    }

    /// Stores a number for an id that has none yet. It must not be `none`.
    void insert(client_id id, std::uint32_t number) {
        reserve(size_ + 1);
        // By chance the way to a cell is a few hundred cells at the very most. This many are somebody's
        // intent.
        constexpr std::size_t too_far = 1024;
        auto at = position(id);
        if (way(at, id) > too_far) {
            seed_ = mix(size_);
            rehash(cells_.size());
            at = position(id);
        }
        cells_[at] = cell{id, number};
        ++size_;
    }

    /// Changes the number of an id that is there.
    void assign(client_id id, std::uint32_t number) noexcept { cells_[position(id)].number = number; }

    /// Takes an id out, if it is there.
    void erase(client_id id) noexcept {
        if (find(id) == none) return;
        auto gap = position(id);
        for (auto at = next(gap); cells_[at].number != none; at = next(at)) {
            // Who is on the way from his home to here over the gap moves into it.
            if (way(at, cells_[at].id()) < distance(gap, at)) continue;
            cells_[gap] = cells_[at];
            gap = at;
        }
        cells_[gap] = {};
        --size_;
    }

    /// Room for so many ids without growing again. A table that grows becomes at least half as large again.
    void reserve(std::size_t ids) {
        if (ids * 2 <= cells_.size()) return;
        auto const grown = cells_.size() + cells_.size() / 2;
        rehash(ids * 2 > grown ? ids * 2 : grown);
    }

    /// The most cells that any look-up goes past before it finds its id: how well the ids are spread.
    [[nodiscard]] std::size_t longest_way() const noexcept {
        std::size_t longest = 0;
        for (std::size_t at = 0; at < cells_.size(); ++at) {
            if (cells_[at].number == none) continue;
            auto const steps = way(at, cells_[at].id());
            longest = steps > longest ? steps : longest;
        }
        return longest;
    }

private:
    class cell {
    public:
        std::uint32_t number = none;

        cell() = default;
        cell(client_id id, std::uint32_t n) noexcept : number{n}, id_{std::bit_cast<halves>(id)} {}
        [[nodiscard]] client_id id() const noexcept { return std::bit_cast<client_id>(id_); }

    private:
        using halves = std::array<std::uint32_t, 2>;
        halves id_{};  // aligned to four bytes
    };

    std::vector<cell> cells_;
    std::size_t size_ = 0;
    std::uint64_t seed_;

    [[nodiscard]] std::size_t next(std::size_t at) const noexcept {
        return at + 1 == cells_.size() ? 0 : at + 1;
    }
    // The cell where the way to an id begins: its mixed id as a fraction of all, so that their number need
    // not be a power of two.
    [[nodiscard]] std::size_t home(std::uint64_t mixed) const noexcept {
        return static_cast<std::size_t>((mixed >> 32) * cells_.size() >> 32);
    }
    [[nodiscard]] std::size_t distance(std::size_t from, std::size_t to) const noexcept {
        return to >= from ? to - from : to + cells_.size() - from;
    }
    // How many cells the way to a cell goes past before it.
    [[nodiscard]] std::size_t way(std::size_t to, client_id id) const noexcept {
        return distance(home(mix(id)), to);
    }

    // The cell of an id, or the empty one where it would be.
    [[nodiscard]] std::size_t position(client_id id) const noexcept {
        auto at = home(mix(id));
        while (cells_[at].number != none && cells_[at].id() != id) at = next(at);
        return at;
    }

    void rehash(std::size_t cells) {
        std::vector<cell> old(cells);
        old.swap(cells_);
        for (auto const& c : old) {
            if (c.number != none) cells_[position(c.id())] = c;
        }
    }
};

}  // namespace v0
}  // namespace rung
