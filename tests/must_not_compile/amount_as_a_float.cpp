// expect: a_bare_number_is_no_money_write_19_90_money
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::money price = 19.90_money;
#else
constexpr rung::money price = 19.90;
#endif
