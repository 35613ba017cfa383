// expect: every_stage_needs_a_name
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"member", purchases >= 1}};
#else
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{.enter = purchases >= 1}};
#endif
