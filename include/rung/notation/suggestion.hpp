#pragma once

#include <rung/core/config.hpp>

#include <cstddef>
#include <string_view>

namespace rung {
inline namespace v0 {

/// How many letters must be added, left out, replaced, or swapped with their neighbour to make one word of
/// the other; capitals count as small letters. For words of at most 40 bytes.
[[nodiscard]] constexpr std::size_t edit_distance(std::string_view a, std::string_view b) noexcept {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    auto const least = [](std::size_t x, std::size_t y) { return x < y ? x : y; };
    // The distances of the first i letters of a to all beginnings of b, for the last three i.
    std::size_t rows[3][41]{};
    for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& now = rows[i % 3];
        auto const& last = rows[(i + 2) % 3];
        auto const& before = rows[(i + 1) % 3];
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            char const x = lower(a[i - 1]), y = lower(b[j - 1]);
            now[j] = least(least(last[j], now[j - 1]) + 1, last[j - 1] + (x == y ? 0 : 1));
            if (i > 1 && j > 1 && x == lower(b[j - 2]) && lower(a[i - 2]) == y)
                now[j] = least(now[j], before[j - 2] + 1);
        }
    }
    return rows[a.size() % 3][b.size()];
}

/// Looks for the word that was meant by a misspelt one: consider() each candidate, then best().
class suggestion {
public:
    constexpr explicit suggestion(std::string_view wanted) noexcept
        : wanted_{wanted}, near_{wanted.size() < 2   ? 0
                                 : wanted.size() < 6 ? 1
                                                     : wanted.size() / 3} {}

    constexpr void consider(std::string_view candidate) noexcept {
        if (wanted_.size() > longest || candidate.size() > longest) return;
        if (candidate.size() > wanted_.size() + near_ || wanted_.size() > candidate.size() + near_) return;
        auto const distance = edit_distance(wanted_, candidate);
        if (distance >= near_ + (best_.empty() ? 1 : 0)) return;
        near_ = distance;
        best_ = candidate;
    }
    /// The nearest word considered; empty if none is near enough.
    [[nodiscard]] constexpr std::string_view best() const noexcept { return best_; }

private:
    static constexpr std::size_t longest = 40;

    std::string_view wanted_;
    std::string_view best_{};
    std::size_t near_;  // how far away a better one may be: about one letter in three, or less than the best
};

}  // namespace v0
}  // namespace rung
