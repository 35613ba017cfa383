#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/ladder.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// How many clients stand at each place of a ladder: `for (auto [stage, clients] : base.census())`, lowest
/// rung first, exits last. Two of them add up with +=.
template <class Stage>
class census {
    static_assert(stage_name<Stage>, "a census counts the stages of a ladder: an enumeration, or stage_id");

public:
    struct entry {
        Stage stage{};
        std::uint64_t clients = 0;
        friend constexpr bool operator==(entry const&, entry const&) = default;
    };

    /// All zero, for a ladder of so many places.
    constexpr explicit census(std::size_t places = 0) noexcept
        : size_{places < max_places ? places : max_places} {
        for (std::size_t i = 0; i < size_; ++i) entries_[i].stage = rung::stage_at<Stage>(i);
    }

    [[nodiscard]] constexpr entry const* begin() const noexcept { return entries_; }
    [[nodiscard]] constexpr entry const* end() const noexcept { return entries_ + size_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr std::uint64_t operator[](Stage s) const noexcept {
        return entries_[index_in(s)].clients;
    }

    /// All clients.
    [[nodiscard]] constexpr std::uint64_t total() const noexcept {
        std::uint64_t sum = 0;
        for (auto const& e : *this) sum += e.clients;
        return sum;
    }

    constexpr void add(Stage s, std::uint64_t clients = 1) noexcept {
        entries_[index_in(s)].clients += clients;
    }
    constexpr void remove(Stage s) noexcept { --entries_[index_in(s)].clients; }

    constexpr census& operator+=(census const& other) noexcept {
        for (; size_ < other.size_; ++size_) entries_[size_].stage = rung::stage_at<Stage>(size_);
        for (std::size_t i = 0; i < other.size_; ++i) entries_[i].clients += other.entries_[i].clients;
        return *this;
    }
    friend constexpr bool operator==(census const& a, census const& b) noexcept {
        if (a.size_ != b.size_) return false;
        for (std::size_t i = 0; i < a.size_; ++i) {
            if (!(a.entries_[i] == b.entries_[i])) return false;
        }
        return true;
    }

private:
    entry entries_[max_places]{};
    std::size_t size_ = 0;

    [[nodiscard]] constexpr std::size_t index_in(Stage s) const noexcept {
        auto const i = std::size_t{rung::index_of(s)};
        if (i >= size_) RUNG_ASSERT("a census was asked for a stage that its ladder does not have");
        return i;
    }
};

}  // namespace v0
}  // namespace rung
