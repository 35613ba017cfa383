// expect: this fact is a length of time: it compares with one in whole seconds, such as 90_days or 12_hours
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::rule r = silence <= 90_days;
#else
constexpr rung::rule r = silence <= 90;
#endif
