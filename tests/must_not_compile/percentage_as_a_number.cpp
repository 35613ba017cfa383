// expect: this fact is a percentage: it compares with one, such as 150_percent
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::rule r = silence_ratio <= 200_percent;
#else
constexpr rung::rule r = silence_ratio <= 2;
#endif
