// expect: the_rule_to_keep_is_stricter_than_the_rule_to_enter
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{rung::stage{"guest"},
                            rung::stage{.name = "gold", .enter = purchases >= 5, .keep = purchases >= 3}};
#else
constexpr rung::ladder club{rung::stage{"guest"},
                            rung::stage{.name = "gold", .enter = purchases >= 3, .keep = purchases >= 5}};
#endif
