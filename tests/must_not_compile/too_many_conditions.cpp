// expect: a_ladder_has_at_most_64_different_conditions
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

constexpr rung::ladder wide{
    rung::stage{"s0"},
    rung::stage{"s1", purchases >= 1 or purchases >= 2 or purchases >= 3 or purchases >= 4 or
                          purchases >= 5 or purchases >= 6 or purchases >= 7 or purchases >= 8},
    rung::stage{"s2", purchases >= 9 or purchases >= 10 or purchases >= 11 or purchases >= 12 or
                          purchases >= 13 or purchases >= 14 or purchases >= 15 or purchases >= 16},
    rung::stage{"s3", purchases >= 17 or purchases >= 18 or purchases >= 19 or purchases >= 20 or
                          purchases >= 21 or purchases >= 22 or purchases >= 23 or purchases >= 24},
    rung::stage{"s4", purchases >= 25 or purchases >= 26 or purchases >= 27 or purchases >= 28 or
                          purchases >= 29 or purchases >= 30 or purchases >= 31 or purchases >= 32},
    rung::stage{"s5", purchases >= 33 or purchases >= 34 or purchases >= 35 or purchases >= 36 or
                          purchases >= 37 or purchases >= 38 or purchases >= 39 or purchases >= 40},
    rung::stage{"s6", purchases >= 41 or purchases >= 42 or purchases >= 43 or purchases >= 44 or
                          purchases >= 45 or purchases >= 46 or purchases >= 47 or purchases >= 48},
    rung::stage{"s7", purchases >= 49 or purchases >= 50 or purchases >= 51 or purchases >= 52 or
                          purchases >= 53 or purchases >= 54 or purchases >= 55 or purchases >= 56},
    rung::stage{"s8", purchases >= 57 or purchases >= 58 or purchases >= 59 or purchases >= 60 or
                          purchases >= 61 or purchases >= 62 or purchases >= 63 or purchases >= 64},
#ifndef RUNG_CORRECTED
    rung::stage{"s9", purchases >= 65},
#endif
};
