#pragma once

#include <rung/base/prefetch.hpp>
#include <rung/core/number.hpp>
#include <rung/core/wraps.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rung {
inline namespace v0 {

/// From a client's id to the number of his record: open addressing with linear probing over mixed ids, so
/// that ids in steps of any size spread over the table. The way of an id begins at the first of the four
/// cells of a cache line, and most ways end in that line.
///
/// A table that is reserved has the size asked for, whatever it is: 24 bytes for an id.
class id_index {
public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    /// `seed` begins the mixing. Where ids were chosen to collide the index notices and mixes anew.
    explicit id_index(std::uint64_t seed = 0) noexcept : seed_{seed} {}

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::uint64_t seed() const noexcept { return seed_; }
    /// What the table takes.
    [[nodiscard]] std::size_t bytes() const noexcept { return lines_.capacity() * sizeof(line); }

    /// The number stored for an id; none if there is none.
    [[nodiscard]] std::uint32_t find(client_id id) const noexcept { return find(id, mix(id)); }

    /// The same in three steps, for one who has other things to do while memory answers: mix(id),
    /// prefetch(mixed), find(id, mixed). Where ids were stored in between, `none` may be wrong; a number
    /// never is.
    [[nodiscard]] std::uint32_t find(client_id id, std::uint64_t mixed) const noexcept {
        if (lines_.empty()) return none;
        for (auto at = home(mixed);; at = after(at)) {
            auto const& l = lines_[at];
            if (auto const number = l.find(id); number != none || !l.full()) return number;
        }
    }
    void prefetch(std::uint64_t mixed) const noexcept {
        if (!lines_.empty()) detail::prefetch(&lines_[home(mixed)]);
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
            rehash(lines_.size());
            at = position(id);
        }
        cell_at(at) = {id, number};
        ++size_;
    }

    /// Changes the number of an id that is there.
    void assign(client_id id, std::uint32_t number) noexcept { cell_at(position(id)).number = number; }

    /// Takes an id out, if it is there.
    void erase(client_id id) noexcept {
        if (find(id) == none) return;
        auto gap = position(id);
        for (auto at = next(gap); cell_at(at).number != none; at = next(at)) {
            // Who is on the way from his home to here over the gap moves into it.
            if (way(at, cell_at(at).id) < distance(gap, at)) continue;
            cell_at(gap) = cell_at(at);
            gap = at;
        }
        cell_at(gap) = {};
        --size_;
    }

    /// Room for so many ids without growing again: at most two cells of three are taken. A table that grows
    /// becomes at least half as large again.
    void reserve(std::size_t ids) {
        if (ids * 3 <= cells() * 2) return;
        auto const wanted = (ids * 3 / 2 + 1 + line::size - 1) / line::size;
        auto const grown = lines_.size() + lines_.size() / 2;
        rehash(wanted > grown ? wanted : grown);
    }

    /// The most cells that any look-up goes past before it finds its id: how well the ids are spread.
    [[nodiscard]] std::size_t longest_way() const noexcept {
        std::size_t longest = 0;
        for (std::size_t at = 0; at < cells(); ++at) {
            if (cell_at(at).number == none) continue;
            auto const steps = way(at, cell_at(at).id);
            longest = steps > longest ? steps : longest;
        }
        return longest;
    }

private:
    struct cell {
        client_id id = 0;
        std::uint32_t number = none;
    };
    struct alignas(64) line {
        static constexpr std::size_t size = 4;
        cell cells[size];

        // All cells are looked at, without a branch: nobody can foresee in which of them an id is.
        [[nodiscard]] std::uint32_t find(client_id id) const noexcept {
            auto number = none;
            for (auto const& c : cells) number &= c.number | none * std::uint32_t{c.id != id};
            return number;
        }
        // All ways begin at a first cell, so the cells of a line are taken in order.
        [[nodiscard]] bool full() const noexcept { return cells[size - 1].number != none; }
    };

    std::vector<line> lines_;
    std::size_t size_ = 0;
    std::uint64_t seed_;

    [[nodiscard]] std::size_t cells() const noexcept { return lines_.size() * line::size; }
    [[nodiscard]] cell& cell_at(std::size_t at) noexcept {
        return lines_[at / line::size].cells[at % line::size];
    }
    [[nodiscard]] cell const& cell_at(std::size_t at) const noexcept {
        return lines_[at / line::size].cells[at % line::size];
    }
    [[nodiscard]] std::size_t next(std::size_t at) const noexcept { return at + 1 == cells() ? 0 : at + 1; }
    [[nodiscard]] std::size_t after(std::size_t at) const noexcept {
        return at + 1 == lines_.size() ? 0 : at + 1;
    }

    // The line where the way to an id begins: its mixed id as a fraction of all, so that their number need
    // not be a power of two. There are fewer than 2 to the 32nd.
    [[nodiscard]] std::size_t home(std::uint64_t mixed) const noexcept {
        return static_cast<std::size_t>((mixed >> 32) * lines_.size() >> 32);
    }

    [[nodiscard]] std::size_t distance(std::size_t from, std::size_t to) const noexcept {
        return to >= from ? to - from : to + cells() - from;
    }
    // How many cells the way to a cell goes past before it.
    [[nodiscard]] std::size_t way(std::size_t to, client_id id) const noexcept {
        return distance(home(mix(id)) * line::size, to);
    }

    // The cell of an id, or the empty one where it would be.
    [[nodiscard]] std::size_t position(client_id id) const noexcept {
        auto at = home(mix(id)) * line::size;
        while (cell_at(at).number != none && cell_at(at).id != id) at = next(at);
        return at;
    }

    void rehash(std::size_t lines) {
        std::vector<line> old(lines);
        old.swap(lines_);
        for (auto const& l : old) {
            for (auto const& c : l.cells) {
                if (c.number != none) cell_at(position(c.id)) = c;
            }
        }
    }
};

}  // namespace v0
}  // namespace rung
