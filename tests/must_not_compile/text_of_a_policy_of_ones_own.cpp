// expect-gcc: no matching function for call to 'to_text(
// expect-clang: no matching function for call to 'to_text'
#include <rung/notation/write.hpp>

#include <rung/retail/retail.hpp>

struct my_own : rung::ascent::leap {};
#ifdef RUNG_CORRECTED
constexpr rung::lifecycle<rung::ladder> life{rung::ladder{rung::stage{"guest"}}};
#else
constexpr rung::lifecycle<rung::ladder, my_own> life{rung::ladder{rung::stage{"guest"}}};
#endif
constexpr auto text = to_text(life);
