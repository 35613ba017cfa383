// expect: a base that keeps history has hashed ids, any 64-bit numbers: leave ids::dense out
#include <rung/base/kept_history.hpp>
#include <rung/rung.hpp>

constexpr auto life = rung::lifecycle{rung::ladders::service()};

#ifdef RUNG_CORRECTED
rung::client_base base{life, rung::history::kept{}};
#else
rung::client_base base{life, rung::history::kept{}, rung::ids::dense{.count = 10}};
#endif
