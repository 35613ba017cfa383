#pragma once

#include <rung/core/config.hpp>
#include <rung/core/number.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rung {
inline namespace v0 {

/// From a client's id to the number of the record: open addressing over mixed ids, so that ids in steps of
/// any size spread over the table. A cache line has five cells and is looked at as a whole, without a branch
/// that could be mispredicted; an id that does not fit into its line is in one of the next.
///
/// A reserved table has exactly the size asked for: half of the cells are taken, 25.6 bytes for an id.
class id_index {
public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    /// `seed` begins the mixing. If ids were chosen to collide, the index notices and mixes anew; but whoever
    /// knows the seed knows the next ones too. Only a secret seed stops a determined attacker.
    explicit id_index(std::uint64_t seed = 0) noexcept : seed_{seed} {}

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::uint64_t seed() const noexcept { return seed_; }
    /// The memory of the table.
    [[nodiscard]] std::size_t bytes() const noexcept { return lines_.capacity() * sizeof(line); }

    /// The number stored for an id; none if there is none.
    [[nodiscard]] std::uint32_t find(client_id id) const noexcept { return find(id, mix(id)); }

    /// The same in three steps, for a caller with other work while memory answers: mix(id), prefetch(mixed),
    /// find(id, mixed). If ids were stored in between, `none` may be wrong; a number never is.
    [[nodiscard]] std::uint32_t find(client_id id, std::uint64_t mixed) const noexcept {
        if (lines_.empty()) return none;
        for (auto at = home(mixed);; at = next(at)) {
            auto const& l = lines_[at];
            if (auto const number = l.find(id); number != none || !l.full()) return number;
        }
    }
    void prefetch(std::uint64_t mixed) const noexcept {
        if (!lines_.empty()) detail::prefetch(&lines_[home(mixed)]);
    }
    // Each bit of the id affects each bit of the result (the finalizer of MurmurHash3).
    RUNG_WRAPS [[nodiscard]] std::uint64_t mix(client_id id) const noexcept {
        auto x = (id ^ seed_) + (seed_ << 32 | seed_ >> 32);
        x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdU;
        x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53U;
        return x ^ (x >> 33);
    }

    /// Stores a number for an id that has none yet. It must not be `none`.
    void insert(client_id id, std::uint32_t number) {
        reserve(size_ + 1);
        insert_in_room(id, number);
    }
    /// The same if reserve(size() + 1) or more was called before: allocates nothing.
    void insert_in_room(client_id id, std::uint32_t number) noexcept {
        auto const at = free_line(id);
        put(at, id, number);
        ++size_;
        // By chance one id in thirty is not in its home line, and none is far from it. More than that is
        // intent.
        constexpr std::size_t too_far = 32;
        bool const is_crowded = way_of(id, at) > too_far || ways_ > lines_.size() / 4 + too_far;
        if (size_ >= mixed_until_ && is_crowded) mix_anew_ = true;
    }

    /// Changes the number of an id that is there.
    void assign(client_id id, std::uint32_t number) noexcept {
        auto const at = line_of(id);
        lines_[at].numbers[lines_[at].cell_of(id)] = number;
    }

    /// Takes an id out, if it is there.
    void erase(client_id id) noexcept {
        if (find(id) == none) return;
        auto gap = line_of(id);
        ways_ -= way_of(id, gap);
        bool was_full = lines_[gap].full();
        lines_[gap].take_out(lines_[gap].cell_of(id));
        // After a line that was full there may be an id that went past it, and now moves up.
        for (auto at = next(gap); was_full; at = next(at)) {
            auto& l = lines_[at];
            was_full = l.full();
            for (std::size_t cell = 0; cell < line::size && l.numbers[cell] != none; ++cell) {
                if (way_of(l.ids[cell], at) < distance(gap, at)) continue;
                lines_[gap].put(l.ids[cell], l.numbers[cell]);
                ways_ -= distance(gap, at);
                l.take_out(cell);
                gap = at;
                break;
            }
        }
        --size_;
    }

    /// Room for so many ids without growing again. A table that grows becomes at least half as large again.
    void reserve(std::size_t ids) {
        auto const wanted = (2 * ids + line::size - 1) / line::size;
        bool const grows = wanted > lines_.size();
        if (!grows && !mix_anew_) return;
        auto const grown = lines_.size() + lines_.size() / 2;
        std::vector<line> anew(!grows ? lines_.size() : wanted > grown ? wanted : grown);
        if (mix_anew_) {
            seed_ = mix(size_);
            mixed_until_ = size_ + size_ / 8;  // so that nobody can make it do nothing else
            mix_anew_ = false;
        }
        move_into(anew);
    }

    /// Calls visit(id, number) for each id, in no order.
    template <class Visit>
    void each(Visit const& visit) const {
        for (auto const& l : lines_) l.each(visit);
    }

    /// How many lines the look-ups of all ids pass before they find theirs, together: how well the ids are
    /// spread.
    [[nodiscard]] std::size_t all_ways() const noexcept { return ways_; }
    /// The most lines that any of them passes.
    [[nodiscard]] std::size_t longest_way() const noexcept {
        std::size_t longest = 0;
        for (std::size_t at = 0; at < lines_.size(); ++at) {
            lines_[at].each([&](client_id id, std::uint32_t) {
                auto const way = way_of(id, at);
                longest = way > longest ? way : longest;
            });
        }
        return longest;
    }

private:
    // The cells that are taken come first; the others say `none`.
    struct alignas(64) line {
        static constexpr std::size_t size = 5;
        client_id ids[size]{};
        std::uint32_t numbers[size]{none, none, none, none, none};

        [[nodiscard]] bool full() const noexcept { return numbers[size - 1] != none; }
        [[nodiscard]] std::uint32_t find(client_id id) const noexcept {
            auto number = none;
            for (std::size_t i = 0; i < size; ++i) number &= numbers[i] | none * std::uint32_t{ids[i] != id};
            return number;
        }
        // The cell of an id that is there.
        [[nodiscard]] std::size_t cell_of(client_id id) const noexcept {
            std::size_t cell = 0;
            while (ids[cell] != id) ++cell;
            return cell;
        }
        void put(client_id id, std::uint32_t number) noexcept {
            std::size_t cell = 0;
            while (numbers[cell] != none) ++cell;
            ids[cell] = id;
            numbers[cell] = number;
        }
        void take_out(std::size_t cell) noexcept {
            auto last = size - 1;
            while (numbers[last] == none) --last;
            ids[cell] = ids[last];
            numbers[cell] = numbers[last];
            ids[last] = 0;
            numbers[last] = none;
        }
        template <class Visit>
        void each(Visit const& visit) const {
            for (std::size_t i = 0; i < size && numbers[i] != none; ++i) visit(ids[i], numbers[i]);
        }
    };

    std::vector<line> lines_;
    std::size_t size_ = 0;
    std::size_t ways_ = 0;         // from home lines to actual lines, of all ids together
    std::size_t mixed_until_ = 0;  // no new mixing before there are so many ids
    bool mix_anew_ = false;        // at the next call that may allocate
    std::uint64_t seed_;

    [[nodiscard]] std::size_t next(std::size_t at) const noexcept {
        return at + 1 == lines_.size() ? 0 : at + 1;
    }
    // The line of an id if there is room in it: the mixed id as a fraction of all, so that the number of
    // lines need not be a power of two.
    [[nodiscard]] std::size_t home(std::uint64_t mixed) const noexcept {
        return static_cast<std::size_t>((mixed >> 32) * lines_.size() >> 32);
    }
    [[nodiscard]] std::size_t distance(std::size_t from, std::size_t to) const noexcept {
        return to >= from ? to - from : to + lines_.size() - from;
    }
    // How many lines a look-up passes if the id is in that line.
    [[nodiscard]] std::size_t way_of(client_id id, std::size_t at) const noexcept {
        return distance(home(mix(id)), at);
    }

    // The line of an id that is there.
    [[nodiscard]] std::size_t line_of(client_id id) const noexcept {
        auto at = home(mix(id));
        while (lines_[at].find(id) == none) at = next(at);
        return at;
    }
    // The line where an id would be put.
    [[nodiscard]] std::size_t free_line(client_id id) const noexcept {
        auto at = home(mix(id));
        while (lines_[at].full()) at = next(at);
        return at;
    }
    void put(std::size_t at, client_id id, std::uint32_t number) noexcept {
        ways_ += way_of(id, at);
        lines_[at].put(id, number);
    }

    void move_into(std::vector<line>& other) noexcept {
        other.swap(lines_);
        ways_ = 0;
        for (auto const& l : other)
            l.each([&](client_id id, std::uint32_t number) { put(free_line(id), id, number); });
    }
};

}  // namespace v0
}  // namespace rung
