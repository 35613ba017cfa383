// expect: this fact is a length of time: it compares with one in whole seconds, such as 90_days or 12_hours
#include <rung/retail/retail.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::rule rule = 90_days >= silence;
#else
constexpr rung::rule rule = 90 >= silence;
#endif
