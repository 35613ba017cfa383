// expect: a_rule_has_at_most_16_conditions_and_8_routes
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::rule many = purchases >= 1 or purchases >= 2 or purchases >= 3 or purchases >= 4 or
                            purchases >= 5 or purchases >= 6 or purchases >= 7 or purchases >= 8;
#else
constexpr rung::rule many = purchases >= 1 or purchases >= 2 or purchases >= 3 or purchases >= 4 or
                            purchases >= 5 or purchases >= 6 or purchases >= 7 or purchases >= 8 or
                            purchases >= 9;
#endif
