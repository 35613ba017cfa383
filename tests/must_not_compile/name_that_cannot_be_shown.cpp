// expect: names_have_no_control_characters_and_are_utf8
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"member", purchases >= 1}};
#else
constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"\x1B[31mmember", purchases >= 1}};
#endif
