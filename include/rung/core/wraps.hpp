#pragma once

/// Before a function whose unsigned numbers wrap on purpose, as those of a hash do: clang's
/// -fsanitize=integer, under which the rest of the library is clean, has nothing to say about it.
#ifdef __clang__
#define RUNG_WRAPS [[clang::no_sanitize("unsigned-integer-overflow", "unsigned-shift-base")]]
#else
#define RUNG_WRAPS
#endif
