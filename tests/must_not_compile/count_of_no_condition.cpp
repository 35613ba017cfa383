// expect: at_least_asks_for_one_of_its_conditions_or_more_and_for_no_more_than_there_are
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{rung::stage{"guest"},
                            rung::stage{"gold", rung::at_least(2, {purchases >= 3, spend >= 500.00_money})}};
#else
constexpr rung::ladder club{rung::stage{"guest"},
                            rung::stage{"gold", rung::at_least(3, {purchases >= 3, spend >= 500.00_money})}};
#endif
