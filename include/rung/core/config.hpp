#pragma once

/// Everything that one compiler or system has and another does not: no other header asks which one it is (a
/// test checks that). What a compiler does not offer is written in plain C++, or left out if it only makes
/// code faster.

// This comes first, whichever header is included: with an older standard every later line would be an error
// of its own. A missing file ends the compilation at once.
#if !(__cplusplus >= 202002L || (defined(_MSVC_LANG) && _MSVC_LANG >= 202002L))
#error "rung needs C++20: compile with -std=c++20 (MSVC: /std:c++20)"
#include <rung needs C++20: compile with -std=c++20>
#endif

#include <cstddef>
#include <cstdint>

#ifndef __GNUC__  // clang too
#include <bit>
#include <cstdlib>
#endif

/// Before a function whose arguments are constants at its call in a bound ladder (which fact, which
/// threshold): inlined it is a load and a comparison, called it is a search for the fact. Without
/// optimization it says nothing.
#if defined(__GNUC__) && defined(__OPTIMIZE__)
#define RUNG_FORCE_INLINE [[gnu::always_inline]]
#elif defined(_MSC_VER) && defined(NDEBUG)
#define RUNG_FORCE_INLINE [[msvc::forceinline]]
#else
#define RUNG_FORCE_INLINE
#endif

/// Before a function that would slow down its callers if inlined, or confuse the compiler there.
#if defined(__GNUC__)
#define RUNG_NO_INLINE [[gnu::noinline]]
#elif defined(_MSC_VER)
#define RUNG_NO_INLINE [[msvc::noinline]]
#else
#define RUNG_NO_INLINE
#endif

/// Before a member that takes no room if its type is empty.
#if defined(_MSC_VER)
#define RUNG_NO_UNIQUE_ADDRESS [[msvc::no_unique_address]]
#else
#define RUNG_NO_UNIQUE_ADDRESS [[no_unique_address]]
#endif

/// Before a function whose unsigned numbers wrap on purpose, as those of a hash do: clang's
/// -fsanitize=integer, under which the rest of the library is clean, ignores it.
#if defined(__clang__)
#define RUNG_WRAPS [[clang::no_sanitize("unsigned-integer-overflow", "unsigned-shift-base")]]
#else
#define RUNG_WRAPS
#endif

/// A statement that makes an aggregate of all its values, one by one: arrays in it have no braces, and a
/// value may have more bits than its member. Compilers warn of both.
#if defined(__clang__)
#define RUNG_MADE_OF_VALUES(...)                                                                             \
    _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wmissing-braces\"")                \
        _Pragma("clang diagnostic ignored \"-Wconversion\"") __VA_ARGS__;                                    \
    _Pragma("clang diagnostic pop") static_assert(true)
#elif defined(__GNUC__)
#define RUNG_MADE_OF_VALUES(...)                                                                             \
    _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wmissing-braces\"")                    \
        _Pragma("GCC diagnostic ignored \"-Wconversion\"") __VA_ARGS__;                                      \
    _Pragma("GCC diagnostic pop") static_assert(true)
#else
#define RUNG_MADE_OF_VALUES(...) __VA_ARGS__
#endif

/// `RUNG_TRY { ... } RUNG_CATCH_ALL { ... }`; without exceptions only the tried block is left. RUNG_THROW is
/// for what speaks with a library that throws; without exceptions it ends the program, as such libraries do.
#if defined(__cpp_exceptions)
#define RUNG_TRY try
#define RUNG_CATCH_ALL catch (...)
#define RUNG_THROW(...) throw __VA_ARGS__
#else
#define RUNG_TRY if constexpr (true)
#define RUNG_CATCH_ALL else
#define RUNG_THROW(...) ((void)(__VA_ARGS__), ::rung::detail::abort())
#endif

/// Defined if the system has the calls of POSIX, which rung/interop needs.
#if defined(__unix__) || defined(__APPLE__)
#define RUNG_POSIX
#endif

namespace rung {
inline namespace v0 {
namespace detail {

/// Ends the program, as std::abort does. <cstdlib> costs compile time.
[[noreturn]] inline void abort() noexcept {
#if defined(__GNUC__)
    __builtin_abort();
#else
    std::abort();
#endif
}

/// Prefetches what is at an address, to be changed. Any address is allowed.
inline void prefetch([[maybe_unused]] void const* address) noexcept {
#if defined(__GNUC__)
    __builtin_prefetch(address, 1);
    // g++ takes a function that does only this for one that does nothing, and leaves out its calls.
    asm volatile("");
#endif
}

/// In plain C++: whether the sum, difference or product does not fit. `out` is the wrapped result.
namespace plain {

RUNG_WRAPS [[nodiscard]] constexpr bool add_overflows(std::int64_t a, std::int64_t b,
                                                      std::int64_t& out) noexcept {
    out = static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
    return b < 0 ? out > a : out < a;
}
RUNG_WRAPS [[nodiscard]] constexpr bool subtract_overflows(std::int64_t a, std::int64_t b,
                                                           std::int64_t& out) noexcept {
    out = static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
    return b < 0 ? out < a : out > a;
}
RUNG_WRAPS [[nodiscard]] constexpr bool multiply_overflows(std::int64_t a, std::int64_t b,
                                                           std::int64_t& out) noexcept {
    out = static_cast<std::int64_t>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
    if (a == -1) return b == INT64_MIN;  // the one division below that would overflow itself
    return a != 0 && out / a != b;
}

}  // namespace plain

/// The same, as fast as the compiler can do it.
[[nodiscard]] constexpr bool add_overflows(std::int64_t a, std::int64_t b, std::int64_t& out) noexcept {
#if defined(__GNUC__)
    return __builtin_add_overflow(a, b, &out);
#else
    return plain::add_overflows(a, b, out);
#endif
}
[[nodiscard]] constexpr bool subtract_overflows(std::int64_t a, std::int64_t b, std::int64_t& out) noexcept {
#if defined(__GNUC__)
    return __builtin_sub_overflow(a, b, &out);
#else
    return plain::subtract_overflows(a, b, out);
#endif
}
[[nodiscard]] constexpr bool multiply_overflows(std::int64_t a, std::int64_t b, std::int64_t& out) noexcept {
#if defined(__GNUC__)
    return __builtin_mul_overflow(a, b, &out);
#else
    return plain::multiply_overflows(a, b, out);
#endif
}

/// Of a set of 64: what <bit> has, which costs compile time.
[[nodiscard]] constexpr int popcount(std::uint64_t set) noexcept {
#if defined(__GNUC__)
    return __builtin_popcountll(set);
#else
    return std::popcount(set);
#endif
}
[[nodiscard]] constexpr int countr_zero(std::uint64_t set) noexcept {
#if defined(__GNUC__)
    return set == 0 ? 64 : __builtin_ctzll(set);
#else
    return std::countr_zero(set);
#endif
}
[[nodiscard]] constexpr int bit_width(std::uint64_t set) noexcept {
#if defined(__GNUC__)
    return set == 0 ? 0 : 64 - __builtin_clzll(set);
#else
    return std::bit_width(set);
#endif
}
[[nodiscard]] constexpr bool has_single_bit(std::uint64_t set) noexcept {
    return set != 0 && (set & (set - 1)) == 0;
}

/// Whether what a host says of a schema is checked while clients move (core/steady.hpp): like assert(),
/// unless NDEBUG is defined.
#if defined(NDEBUG)
inline constexpr bool checks_schemas = false;
#else
inline constexpr bool checks_schemas = true;
#endif

/// How long a text the compiler shows in one piece as a template argument; 0 if it shows single letters.
#if !defined(__clang__)
inline constexpr std::size_t text_shown_as_argument = 1'000'000;
#elif __clang_major__ < 16
inline constexpr std::size_t text_shown_as_argument = 0;
#else
inline constexpr std::size_t text_shown_as_argument = 36;
#endif

/// The end of what the compiler writes of a value (core/enumerators.hpp has what for). What MSVC writes was
/// not looked at: it is taken to know no enumerators.
template <class T, T Value>
[[nodiscard]] constexpr char const* end_of_shown() {
#if defined(__GNUC__)
    return __PRETTY_FUNCTION__ + sizeof __PRETTY_FUNCTION__ - sizeof "]";
#else
    return &")0"[2];
#endif
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
