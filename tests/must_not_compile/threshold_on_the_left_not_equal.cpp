// expect: a rule has no !=: write 'lost > 3 or lost < 3' instead of 'lost != 3'
#include <rung/retail/retail.hpp>

using namespace rung::facts;

#ifdef RUNG_CORRECTED
constexpr rung::rule rule = 3 > purchases or 3 < purchases;
#else
constexpr rung::rule rule = 3 != purchases;
#endif
