#pragma once

/// Before a function whose arguments are constants at its call in a bound ladder (which fact, which
/// threshold): inlined it is a load and a comparison, called it is a search for the fact. Without
/// optimization it says nothing.
#ifdef __OPTIMIZE__
#define RUNG_FORCE_INLINE [[gnu::always_inline]]
#else
#define RUNG_FORCE_INLINE
#endif
