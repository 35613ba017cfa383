// expect: exits_come_after_the_last_stage
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"gold", purchases >= 3},
                            rung::stage{.name = "gone", .enter = lost >= 1, .exit = true}};
#else
constexpr rung::ladder club{rung::stage{"guest"},
                            rung::stage{.name = "gone", .enter = lost >= 1, .exit = true},
                            rung::stage{"gold", purchases >= 3}};
#endif
