// expect: this fact is a count: it compares with a whole number, such as purchases >= 3
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::rule r = purchases >= 3;
#else
constexpr rung::rule r = purchases >= recommendations;
#endif
