// expect-gcc: no match for 'operator>='
// expect-clang: invalid operands to binary expression
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::rule r = purchases >= 90;
#else
constexpr rung::rule r = purchases >= 90_days;
#endif
