// expect: the_enumeration_has_one_enumerator_for_each_stage_and_exit_from_0_on
#include <rung/rung.hpp>

using namespace rung::facts;

enum class tier { guest, member, gold };

#ifdef RUNG_CORRECTED
constexpr rung::ladder_of<tier> club{rung::stage{"guest"}, rung::stage{"member", purchases >= 1},
                                     rung::stage{"gold", purchases >= 3}};
#else
constexpr rung::ladder_of<tier> club{rung::stage{"guest"}, rung::stage{"gold", purchases >= 3}};
#endif
