// expect: a_bare_number_is_no_money_write_19_90_money
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr auto l = rung::ladders::familiarity({.devoted_spend = 1000.00_money});
#else
constexpr auto l = rung::ladders::familiarity({.devoted_spend = 1000});
#endif
