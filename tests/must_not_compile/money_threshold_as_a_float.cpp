// expect: this fact is money: it compares with money, such as 1000.00_money
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::rule r = spend >= 19.90_money;
#else
constexpr rung::rule r = spend >= 19.90;
#endif
