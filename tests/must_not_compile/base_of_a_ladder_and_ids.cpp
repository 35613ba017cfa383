// expect: a base moves its clients by a lifecycle, a ladder and how clients rise and fall on it:
// client_base{rung::lifecycle{ladder}}
#include <rung/rung.hpp>

#ifdef RUNG_CORRECTED
rung::client_base base{rung::lifecycle{rung::ladders::loyalty()}, rung::ids::hashed{}};
#else
rung::client_base base{rung::ladders::loyalty(), rung::ids::hashed{}};
#endif
