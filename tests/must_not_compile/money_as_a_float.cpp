// expect-gcc: no match for 'operator>='
// expect-clang: invalid operands to binary expression
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::rule r = spend >= 19.90_money;
#else
constexpr rung::rule r = spend >= 19.90;
#endif
