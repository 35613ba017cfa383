// expect: a_constexpr_lifecycle
#include <rung/rung.hpp>

using namespace rung::facts;

constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"member", purchases >= 1}};
#ifdef RUNG_CORRECTED
constexpr
#endif
    rung::lifecycle life{club};

rung::fixed<life> bound;
