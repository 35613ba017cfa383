#pragma once

#include <rung/core/config.hpp>

#include <cstdint>

/// Numbers that look like random ones, for logs that are the same on every machine: splitmix64 (Steele, Lea,
/// Flood: Fast splittable pseudorandom number generators, 2014).
class dice {
public:
    explicit dice(std::uint64_t seed = 2026) noexcept : state_{seed} {}

    RUNG_WRAPS std::uint64_t operator()() noexcept { return mixed(state_ += 0x9e37'79b9'7f4a'7c15); }
    /// 0 to n - 1
    std::uint64_t operator()(std::uint64_t n) noexcept { return (*this)() % n; }

    RUNG_WRAPS [[nodiscard]] static std::uint64_t mixed(std::uint64_t z) noexcept {
        z = (z ^ (z >> 30)) * 0xbf58'476d'1ce4'e5b9;
        z = (z ^ (z >> 27)) * 0x94d0'49bb'1331'11eb;
        return z ^ (z >> 31);
    }

private:
    std::uint64_t state_;
};
