// expect: stages_then_exits_stand_in_the_order_of_their_enumerators
#include <rung/rung.hpp>

using namespace rung::facts;

enum class tier { guest, member, gold };

#ifdef RUNG_CORRECTED
constexpr rung::ladder_of<tier> club{rung::stage{"guest"}, rung::stage{"member", purchases >= 1},
                                     rung::stage{"gold", purchases >= 3}};
#else
constexpr rung::ladder_of<tier> club{rung::stage{"guest"}, rung::stage{"gold", purchases >= 1},
                                     rung::stage{"member", purchases >= 3}};
#endif
