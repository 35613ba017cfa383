// expect: this_rule_can_never_hold
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"gold", recommendations >= 100}};
#else
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"gold", recommendations >= 1'000}};
#endif
