// expect: a rule has no !=: write 'lost > 3 or lost < 3' instead of 'lost != 3'
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::rule r = purchases < 3 or purchases > 3;
#else
constexpr rung::rule r = purchases != 3;
#endif
