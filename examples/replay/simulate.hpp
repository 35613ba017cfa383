#pragma once

#include "entry.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

/// A shop that never was: what happened with some four thousand people in two years. The same on every
/// platform: its random numbers are its own, and all of it is done in whole numbers.
class simulated_shop {
public:
    explicit simulated_shop(std::uint64_t seed = 2026);

    [[nodiscard]] std::vector<entry> const& events() const noexcept { return events_; }

private:
    std::deque<std::string> names_;  // what the events' texts point to
    std::vector<entry> events_;
};
