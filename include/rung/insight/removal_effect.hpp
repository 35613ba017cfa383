#pragma once

#include <rung/core/assert.hpp>
#include <rung/insight/credit.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// Journeys over channels as counts of steps from each to the next, a Markov chain of the first order: won
/// where the journey ends in a move, lost where it does not. Two of them add up with +=.
class journeys {
public:
    /// What a channel is worth: how much of all that is won would be lost without it, and its part of the
    /// sum of these.
    struct effect {
        std::uint16_t channel = 0;
        double removal = 0;
        double share = 0;
        credit credited{};
    };

    void add(std::span<std::uint16_t const> path, bool is_won, std::int64_t times = 1) {
        if (path.empty()) return;
        std::uint32_t from = start;
        for (auto const channel : path) count(std::exchange(from, channel), channel, times);
        count(from, is_won ? won : lost, times);
        (is_won ? won_ : lost_) += times;
    }

    /// How many journeys ended in a move, and how many did not.
    [[nodiscard]] std::int64_t won_count() const noexcept { return won_; }
    [[nodiscard]] std::int64_t lost_count() const noexcept { return lost_; }

    /// The channels that journeys went through, by number.
    [[nodiscard]] std::vector<std::uint16_t> channels() const {
        std::vector<std::uint16_t> out;
        for (auto const& [from_to, n] : steps_) {
            auto const from = from_to.first;
            if (from != start && (out.empty() || out.back() != from))
                out.push_back(static_cast<std::uint16_t>(from));
        }
        return out;
    }

    /// How likely a journey is to be won by the counted steps; 0 where there was none.
    [[nodiscard]] double chance() const { return chain{steps_}.chance(none); }

    /// The removal effect of each channel, by number; the equations are solved, nothing is simulated. Steps
    /// to a channel that is removed are lost. Empty where nothing was won.
    [[nodiscard]] std::vector<effect> effects() const {
        chain const c{steps_};
        auto const all = c.chance(none);
        std::vector<effect> out;
        if (won_ <= 0 || !(all > 0)) return out;
        double sum = 0;
        for (std::size_t i = 0; i < c.channels.size(); ++i) {
            auto const removal = 1 - c.chance(i) / all;
            out.push_back({static_cast<std::uint16_t>(c.channels[i]), removal > 0 ? removal : 0});
            sum += out.back().removal;
        }
        std::vector<double> shares;
        shares.reserve(out.size());
        for (auto& e : out) {
            e.share = e.removal / sum;
            shares.push_back(e.share);
        }
        std::vector<std::int64_t> parts(out.size());
        insight::share_out(parts, shares);
        for (std::size_t i = 0; i < out.size(); ++i) out[i].credited = credit::of_parts(parts[i]) * won_;
        return out;
    }

    journeys& operator+=(journeys const& b) {
        for (auto const& [from_to, n] : b.steps_) count(from_to.first, from_to.second, n);
        won_ += b.won_;
        lost_ += b.lost_;
        return *this;
    }
    friend bool operator==(journeys const&, journeys const&) = default;

private:
    // Channels are numbers below 65,536.
    static constexpr std::uint32_t start = 65'536;
    static constexpr std::uint32_t won = 65'537;
    static constexpr std::uint32_t lost = 65'538;
    static constexpr std::size_t none = ~std::size_t{0};
    using step_counts = std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t>;

    step_counts steps_;
    std::int64_t won_ = 0;
    std::int64_t lost_ = 0;

    void count(std::uint32_t from, std::uint32_t to, std::int64_t times) {
        auto const at = steps_.try_emplace({from, to}).first;
        at->second += times;
        if (at->second == 0) steps_.erase(at);
    }

    // The chances of going from each channel, and from the start (the last row), to each other and to won.
    struct chain {
        std::vector<std::uint32_t> channels;
        std::vector<std::vector<double>> to;
        std::vector<double> wins;

        explicit chain(step_counts const& steps) {
            std::map<std::uint32_t, std::size_t> number;
            std::map<std::uint32_t, std::int64_t> out_of;
            for (auto const& [from_to, n] : steps) {
                if (n < 0)
                    RUNG_ASSERT("journeys of which only a part was seen were asked for their effects: add "
                                "the other parts first");
                if (from_to.first != start) number.try_emplace(from_to.first);
                out_of[from_to.first] += n;
            }
            for (auto& [channel, i] : number) {
                i = channels.size();
                channels.push_back(channel);
            }
            number[start] = channels.size();
            to.assign(channels.size() + 1, std::vector<double>(channels.size()));
            wins.assign(channels.size() + 1, 0);
            for (auto const& [from_to, n] : steps) {
                auto const p = static_cast<double>(n) / static_cast<double>(out_of[from_to.first]);
                auto const from = number[from_to.first];
                if (from_to.second == won)
                    wins[from] += p;
                else if (from_to.second != lost)
                    to[from][number[from_to.second]] += p;
            }
        }

        // How likely it is to come from the start to won, without one channel: (I - P) x = wins, by Gauss.
        [[nodiscard]] double chance(std::size_t removed) const {
            auto const n = channels.size();
            auto a = to;
            auto x = wins;
            for (std::size_t i = 0; i < n; ++i) {
                for (std::size_t j = 0; j < n; ++j) a[i][j] = (i == j ? 1 : 0) - a[i][j];
            }
            if (removed != none) {
                for (std::size_t j = 0; j < n; ++j) a[removed][j] = j == removed ? 1 : 0;
                x[removed] = 0;
            }
            for (std::size_t k = 0; k < n; ++k) {
                auto pivot = k;
                for (auto i = k + 1; i < n; ++i) {
                    if (std::abs(a[i][k]) > std::abs(a[pivot][k])) pivot = i;
                }
                std::swap(a[k], a[pivot]);
                std::swap(x[k], x[pivot]);
                for (auto i = k + 1; i < n; ++i) {
                    auto const factor = a[i][k] / a[k][k];
                    if (factor == 0) continue;
                    for (auto j = k; j < n; ++j) a[i][j] -= factor * a[k][j];
                    x[i] -= factor * x[k];
                }
            }
            for (auto k = n; k > 0;) {
                --k;
                for (auto j = k + 1; j < n; ++j) x[k] -= a[k][j] * x[j];
                x[k] /= a[k][k];
            }
            auto sum = wins[n];
            for (std::size_t j = 0; j < n; ++j) sum += to[n][j] * x[j];
            return sum;
        }
    };
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
