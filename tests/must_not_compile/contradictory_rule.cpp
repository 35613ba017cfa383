// expect: this_rule_can_never_hold
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"gold", purchases >= 5 or purchases <= 3}};
#else
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"gold", purchases >= 5 and purchases <= 3}};
#endif
