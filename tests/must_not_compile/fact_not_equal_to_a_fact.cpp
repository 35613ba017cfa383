// expect: a rule has no !=: write 'lost > 3 or lost < 3' instead of 'lost != 3'
#include <rung/retail/retail.hpp>

using namespace rung::facts;

#ifdef RUNG_CORRECTED
constexpr rung::rule rule = purchases < 3 or contacts < 3;
#else
constexpr rung::rule rule = purchases != contacts;
#endif
