// expect: a_lifecycle_and_not_a_ladder
#include <rung/rung.hpp>

using namespace rung::facts;

constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"member", purchases >= 1}};
constexpr auto life = rung::lifecycle{club};

#ifdef RUNG_CORRECTED
rung::fixed<life> bound;
#else
rung::fixed<club> bound;
#endif
