// expect: only what is counted without a window, and a mean, can be .up_to(n)
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

#ifdef RUNG_CORRECTED
constexpr auto counted = rung::count(kinds::contact).up_to(3).named("counted");
#else
constexpr auto counted = rung::count(kinds::contact).in(rung::calendar_week).up_to(3).named("counted");
#endif
using shop = rung::measured<counted>;
constexpr shop::facts nobody{};
