#pragma once

#include "entry.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

/// An invented shop: what happened with about four thousand people in two years. The same on every platform:
/// it has its own random numbers and computes only in whole numbers.
class simulated_shop {
public:
    explicit simulated_shop(std::uint64_t seed = 2026);

    [[nodiscard]] std::vector<entry> const& events() const noexcept { return events_; }

private:
    std::deque<std::string> names_;  // what the events' texts point to
    std::vector<entry> events_;
};
