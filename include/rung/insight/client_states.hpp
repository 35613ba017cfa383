#pragma once

#include <rung/core/client.hpp>
#include <rung/core/config.hpp>
#include <rung/insight/key_table.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {
namespace detail {

/// Says of most keys that are not in a table that they are not, by one bit that the first-level cache has:
/// where few have anything, and all are asked.
class key_filter {
public:
    [[nodiscard]] bool may_have(std::uint64_t key) const noexcept {
        auto const bit = bit_of(key);
        return (bits_[bit / 64] >> (bit % 64) & 1) != 0;
    }
    /// A key that was put into the table. Those that were taken out leave their bits, until it is made anew.
    template <class T>
    void add(std::uint64_t key, key_table<T> const& all) {
        set(key);  // first of all: there may be no memory for more bits
        if (++added_ * 8 <= bits_.size() * 64) return;
        std::size_t words = 16;
        // For so many more keys that going through all cells is paid for by them, also where few are left.
        while (words * 64 < all.size() * 16 || words * 64 < all.cells() * 2) words *= 2;
        std::vector<std::uint64_t>(words).swap(bits_);
        added_ = all.size();
        shift_ = 64;
        for (auto bits = words * 64; bits > 1; bits /= 2) --shift_;
        all.each([this](std::uint64_t k, T const&) { set(k); });
    }

private:
    std::vector<std::uint64_t> bits_ = std::vector<std::uint64_t>(16);
    std::size_t added_ = 0;
    unsigned shift_ = 64 - 10;

    RUNG_WRAPS [[nodiscard]] std::size_t bit_of(std::uint64_t key) const noexcept {
        return static_cast<std::size_t>(key * 0x9E37'79B9'7F4A'7C15u >> shift_);
    }
    void set(std::uint64_t key) noexcept {
        auto const bit = bit_of(key);
        bits_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
};

/// What an accumulator has to remember of a client between events, for those of whom there is something. A
/// life that is taken out again is gone through once more from the beginning, beside what is remembered.
template <class State>
class client_states {
public:
    /// Of a client whose life goes on, or (`out`) is being taken out.
    [[nodiscard]] State& of(client_id id, bool out) {
        if (out) {
            if (undone_ != id) undoing_ = {};
            undone_ = id;
            return undoing_;
        }
        return states_[id];
    }
    /// The same if there is anything to remember; null if not.
    [[nodiscard]] State* find(client_id id, bool out) noexcept {
        if (!out) return states_.find(id);
        return undone_ == id ? &undoing_ : nullptr;
    }
    void prefetch(client_id id) const noexcept { states_.prefetch(id); }
    void reserve(std::size_t clients) { states_.reserve(clients); }
    /// A life was taken out to its end.
    void forget(client_id id) noexcept {
        states_.remove(id);
        undone_ = no_client;
    }
    /// Nothing is to be remembered of one whose state is that of a newcomer.
    void tidy(client_id id, State const& s, bool out) noexcept {
        if (!out && s == State{}) states_.remove(id);
    }
    [[nodiscard]] key_table<State> const& all() const noexcept { return states_; }
    template <class Visit>
    void each(Visit const& visit) const {
        states_.each(visit);
    }

    /// Of other clients.
    client_states& operator+=(client_states const& other) {
        other.each([&](client_id id, State const& s) { of(id, false) = s; });
        return *this;
    }
    friend bool operator==(client_states const& a, client_states const& b) { return a.states_ == b.states_; }

private:
    key_table<State> states_{};
    State undoing_{};
    client_id undone_ = no_client;
};

/// The same where most clients that are asked about have nothing that is remembered.
template <class State>
class few_client_states {
public:
    [[nodiscard]] State& of(client_id id, bool out) {
        if (out) return states_.of(id, out);
        auto const before = states_.all().size();
        auto& s = states_.of(id, out);
        if (states_.all().size() != before) filter_.add(id, states_.all());
        return s;
    }
    [[nodiscard]] State* find(client_id id, bool out) noexcept { return states_.find(id, out); }
    /// If not, there is nothing to find. To be asked before all else.
    [[nodiscard]] bool may_have(client_id id, bool out) const noexcept { return out || filter_.may_have(id); }
    void prefetch(client_id id) const noexcept {
        if (filter_.may_have(id)) states_.prefetch(id);
    }
    void forget(client_id id) noexcept { states_.forget(id); }
    void tidy(client_id id, State const& s, bool out) noexcept { states_.tidy(id, s, out); }
    template <class Visit>
    void each(Visit const& visit) const {
        states_.each(visit);
    }
    few_client_states& operator+=(few_client_states const& other) {
        other.each([&](client_id id, State const& s) { of(id, false) = s; });
        return *this;
    }
    friend bool operator==(few_client_states const& a, few_client_states const& b) {
        return a.states_ == b.states_;
    }

private:
    client_states<State> states_{};
    key_filter filter_{};
};

}  // namespace detail
}  // namespace insight
}  // namespace v0
}  // namespace rung
