// expect: a_ladder_has_at_most_8_exits
#include <rung/rung.hpp>

using namespace rung::facts;

constexpr rung::stage out(std::string_view name, int reason) {
    return {.name = name, .enter = lost >= reason, .exit = true};
}

#ifdef RUNG_CORRECTED
constexpr rung::ladder leaky{rung::stage{"guest"}, out("a", 1), out("b", 2), out("c", 3), out("d", 4),
                             out("e", 5),          out("f", 6), out("g", 7), out("h", 8)};
#else
constexpr rung::ladder leaky{rung::stage{"guest"}, out("a", 1), out("b", 2), out("c", 3), out("d", 4),
                             out("e", 5),          out("f", 6), out("g", 7), out("h", 8), out("i", 9)};
#endif
