// expect: this_stage_can_never_be_reached_its_rule_contradicts_one_below
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"new", purchases >= 1},
                            rung::stage{"old", purchases >= 4}};
#else
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"new", purchases <= 3},
                            rung::stage{"old", purchases >= 4}};
#endif
constexpr auto life = rung::lifecycle{club};
