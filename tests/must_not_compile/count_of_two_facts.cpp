// expect: at_least_counts_conditions_each_compares_one_fact
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{
    rung::stage{"guest"},
    rung::stage{"gold", rung::at_least(1, {purchases >= 3 and purchases <= 5, addons >= 1})}};
#else
constexpr rung::ladder club{
    rung::stage{"guest"},
    rung::stage{"gold", rung::at_least(1, {purchases >= 3 and contacts >= 5, addons >= 1})}};
#endif
