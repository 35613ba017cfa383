// expect: a_route_counts_only_once
#include <rung/rung.hpp>

using namespace rung::facts;

constexpr auto either = rung::at_least(1, {contacts >= 2, purchases >= 1});
constexpr auto or_else = rung::at_least(1, {addons >= 2, recommendations >= 1});
#ifdef RUNG_CORRECTED
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"gold", either or or_else}};
#else
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"gold", either and or_else}};
#endif
