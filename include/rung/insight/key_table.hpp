#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/config.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {
namespace detail {

/// Something by a key of 64 bits, in one table, so that looking it up touches one place in memory: open
/// addressing, at most half full. A key goes to its home or to the next free cell after it.
template <class T>
class key_table {
public:
    using key_type = std::uint64_t;
    /// The one key that nothing has.
    static constexpr key_type no_key = ~key_type{0};

    /// Null if there is nothing of this key.
    [[nodiscard]] T* find(key_type key) noexcept {
        auto const at = cell_of(key);
        return at == none ? nullptr : &cells_[at].what;
    }
    [[nodiscard]] T const* find(key_type key) const noexcept {
        auto const at = cell_of(key);
        return at == none ? nullptr : &cells_[at].what;
    }
    void prefetch(key_type key) const noexcept {
        if (!cells_.empty()) rung::detail::prefetch(&cells_[home(key)]);
    }

    /// What a key has, an empty one if it had none. What was found before is valid no more.
    T& operator[](key_type key) {
        auto const at = cell_of(key);
        return at != none ? cells_[at].what : insert(key);
    }
    /// Takes a key out, if it is there.
    void remove(key_type key) noexcept {
        auto gap = cell_of(key);
        if (gap == none) return;
        for (auto at = next(gap); cells_[at].key != no_key; at = next(at)) {
            // Those that went past the gap move up.
            if (distance(home(cells_[at].key), at) < distance(gap, at)) continue;
            cells_[gap] = std::move(cells_[at]);
            gap = at;
        }
        cells_[gap] = cell{};
        --size_;
    }

    /// Room for so many keys without growing again.
    void reserve(std::size_t keys) {
        bool const grows = 2 * keys > cells_.size();
        if (!grows && !mix_anew_) return;
        std::size_t const twice = cells_.empty() ? 16 : 2 * cells_.size();
        std::vector<cell> all(!grows ? cells_.size() : 2 * keys > twice ? 2 * keys : twice);
        if (mix_anew_) {
            seed_ = mixed(size_);
            mixed_until_ = size_ + size_ / 8;  // so that nobody can make it do nothing else
            mix_anew_ = false;
        }
        all.swap(cells_);
        for (auto& c : all) {
            if (c.key == no_key) continue;
            auto at = home(c.key);
            while (cells_[at].key != no_key) at = next(at);
            cells_[at] = std::move(c);
        }
    }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    /// How many cells each() goes through.
    [[nodiscard]] std::size_t cells() const noexcept { return cells_.size(); }
    /// The most cells that a look-up passes before it finds its own: how well the keys are spread.
    [[nodiscard]] std::size_t longest_way() const noexcept {
        std::size_t longest = 0;
        for (std::size_t at = 0; at < cells_.size(); ++at) {
            if (cells_[at].key == no_key) continue;
            auto const way = distance(home(cells_[at].key), at);
            longest = way > longest ? way : longest;
        }
        return longest;
    }
    /// Calls visit(key, what it has), in no order.
    template <class Visit>
    void each(Visit const& visit) const {
        for (auto const& c : cells_)
            if (c.key != no_key) visit(c.key, c.what);
    }

    /// By what the keys have.
    friend bool operator==(key_table const& a, key_table const& b) {
        bool same = a.size_ == b.size_;
        a.each([&](key_type key, T const& what) {
            auto const* const other = b.find(key);
            same = same && other != nullptr && *other == what;
        });
        return same;
    }

private:
    struct cell {
        key_type key = no_key;
        T what{};
    };
    static constexpr std::size_t none = ~std::size_t{0};

    std::vector<cell> cells_{};
    std::size_t size_ = 0;
    std::size_t mixed_until_ = 0;  // no new mixing before there are so many keys
    bool mix_anew_ = false;        // at the next call that may allocate
    key_type seed_ = 0;

    T& insert(key_type key) {
        if (key == no_key) RUNG_ASSERT("nothing has this key: it says that a cell is free");
        reserve(size_ + 1);
        auto at = home(key);
        std::size_t way = 0;
        for (; cells_[at].key != no_key; at = next(at)) ++way;
        // By chance no key is so far from its home. More than that is intent.
        constexpr std::size_t too_far = 128;
        mix_anew_ = mix_anew_ || (way > too_far && size_ >= mixed_until_);
        cells_[at].key = key;
        ++size_;
        return cells_[at].what;
    }

    // The mixed key as a fraction of all cells.
    RUNG_WRAPS [[nodiscard]] std::size_t home(key_type key) const noexcept {
        return static_cast<std::size_t>((mixed(key) >> 32) * cells_.size() >> 32);
    }
    RUNG_WRAPS [[nodiscard]] key_type mixed(key_type key) const noexcept {
        auto x = (key ^ seed_) * 0x9E37'79B9'7F4A'7C15u;
        x ^= x >> 32;
        return x * 0xD6E8'FEB8'6659'FD93u;
    }
    [[nodiscard]] std::size_t next(std::size_t at) const noexcept {
        return at + 1 == cells_.size() ? 0 : at + 1;
    }
    [[nodiscard]] std::size_t distance(std::size_t from, std::size_t to) const noexcept {
        return to >= from ? to - from : to + cells_.size() - from;
    }
    [[nodiscard]] std::size_t cell_of(key_type key) const noexcept {
        if (size_ == 0 || key == no_key) return none;
        for (auto at = home(key);; at = next(at)) {
            if (cells_[at].key == key) return at;
            if (cells_[at].key == no_key) return none;
        }
    }
};

}  // namespace detail
}  // namespace insight
}  // namespace v0
}  // namespace rung
