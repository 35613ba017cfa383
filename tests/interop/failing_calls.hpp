#pragma once

// The calls of the system that the library makes, one of which fails; and the disk behind them, on which
// there is what was synced and nothing else.
//
// The test program is linked with --wrap (tests/CMakeLists.txt): what its own sources call comes here first.

#include <cstddef>
#include <cstdint>
#include <string>

namespace failing_calls {

enum class how : std::uint8_t {
    once,      ///< one call fails, and later ones work again
    for_good,  ///< all from there on fail
    half,      ///< as once; but a write takes half of the bytes before the next one fails
    /// None fails: reads and writes move a few bytes at a time, and every other call is broken into by a
    /// signal.
    in_pieces,
};

inline constexpr auto never = ~std::size_t{0};

/// While it is there calls are counted, and the n-th fails; and what is synced is remembered.
class watch {
public:
    explicit watch(std::size_t n = never, how h = how::once);
    watch(watch const&) = delete;
    watch& operator=(watch const&) = delete;
    ~watch();

    /// Nothing fails any more, but all is still remembered.
    void calm();
    /// How many calls there were.
    [[nodiscard]] std::size_t calls() const;
    /// Whether it came to the one that fails, and which it was.
    [[nodiscard]] std::string failed() const;
    /// Writes to another folder what the disk has of this one. Names are on it at once, bytes once they were
    /// synced: those that an fsync failed for are not, whatever is synced later.
    void cut_power(std::string const& folder, std::string const& to) const;
};

}  // namespace failing_calls
