// expect-gcc: no match for 'operator<='
// expect-clang: invalid operands to binary expression
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::rule r = silence <= 3_days;
#else
constexpr rung::rule r = silence <= 3;
#endif
