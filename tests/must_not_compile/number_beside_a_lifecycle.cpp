// expect: for room base.reserve(clients), for a seed client_base{life, rung::ids::hashed{.seed = secret}}
#include <rung/base/kept_history.hpp>
#include <rung/rung.hpp>

constexpr auto life = rung::lifecycle{rung::ladders::service()};

#ifdef RUNG_CORRECTED
rung::client_base base{life, rung::ids::hashed{.seed = 1'000'000}};
rung::client_base history{life, rung::history::kept{}, rung::ids::hashed{.seed = 1'000'000}};
#else
rung::client_base base{life, 1'000'000};
rung::client_base history{life, rung::history::kept{}, 1'000'000};
#endif
