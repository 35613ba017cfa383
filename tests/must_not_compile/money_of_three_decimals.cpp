// expect: it_has_at_most_two_digits_after_the_point
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::money price = 19.90_money;
#else
constexpr rung::money price = 19.905_money;
#endif
