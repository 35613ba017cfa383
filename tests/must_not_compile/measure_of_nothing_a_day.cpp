// expect: a_limit_a_day_is_above_zero
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

#ifdef RUNG_CORRECTED
constexpr auto visits = rung::count(kinds::contact).at_most_a_day(1).named("visits");
#else
constexpr auto visits = rung::count(kinds::contact).at_most_a_day(0).named("visits");
#endif
