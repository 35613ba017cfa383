// expect: the_ladder_has_no_stage_of_that_name
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"gold", purchases >= 3}};

#ifdef RUNG_CORRECTED
constexpr auto gold = club["gold"];
#else
constexpr auto gold = club["gld"];
#endif
