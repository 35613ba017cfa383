// expect: a_count_counts_each_condition_once_and_none_that_its_route_asks_for_anyway
#include <rung/rung.hpp>

using namespace rung::facts;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{rung::stage{"guest"},
                            rung::stage{"gold", rung::at_least(1, {contacts >= 2, purchases >= 1})}};
#else
constexpr rung::ladder club{
    rung::stage{"guest"},
    rung::stage{"gold", contacts >= 2 and rung::at_least(1, {contacts >= 2, purchases >= 1})}};
#endif
