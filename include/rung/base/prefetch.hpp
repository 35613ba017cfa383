#pragma once

namespace rung {
inline namespace v0 {
namespace detail {

/// Asks memory for what is at an address, to be changed, without waiting for it. The address may be any.
inline void prefetch([[maybe_unused]] void const* address) noexcept {
#ifdef __GNUC__
    __builtin_prefetch(address, 1);
    // g++ takes a function that does nothing but this for one that does nothing, and leaves out its calls.
    asm volatile("");
#endif
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
