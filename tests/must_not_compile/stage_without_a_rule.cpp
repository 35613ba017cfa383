// expect: every_stage_above_the_first_needs_a_rule_to_enter
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"member", purchases >= 1}};
#else
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"member"}};
#endif
