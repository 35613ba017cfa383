// expect: a_grace_cannot_be_negative
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{rung::stage{"guest"},
                            rung::stage{.name = "gold", .enter = purchases >= 3, .grace = 30_days}};
#else
constexpr rung::ladder club{rung::stage{"guest"},
                            rung::stage{.name = "gold", .enter = purchases >= 3, .grace = 0_days - 30_days}};
#endif
