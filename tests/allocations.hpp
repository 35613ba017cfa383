#pragma once

// What the operator new of counted_new.cpp counts, and which of its calls fail: from the first to the last of
// these numbers, both included.

#include <atomic>
#include <cstddef>

inline std::atomic<std::size_t> allocations{0};
inline std::atomic<std::size_t> largest_request{0};  // in bytes, since it was last set to 0
inline std::atomic<std::size_t> first_failure{~std::size_t{0}};
inline std::atomic<std::size_t> last_failure{~std::size_t{0}};
