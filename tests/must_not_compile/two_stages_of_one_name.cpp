// expect: two_stages_have_the_same_name
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"member", purchases >= 1},
                            rung::stage{"gold", purchases >= 3}};
#else
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"member", purchases >= 1},
                            rung::stage{"member", purchases >= 3}};
#endif
