// expect: the_first_stage_is_open_to_everyone_it_has_no_rule
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"member", purchases >= 1}};
#else
constexpr rung::ladder club{rung::stage{"guest", contacts >= 1}, rung::stage{"member", purchases >= 1}};
#endif
