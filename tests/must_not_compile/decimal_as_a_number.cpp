// expect: this fact is a number with two decimals: it compares with one, such as 4.50_decimal
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::rule r = mean_score >= 4_decimal;
#else
constexpr rung::rule r = mean_score >= 4;
#endif
