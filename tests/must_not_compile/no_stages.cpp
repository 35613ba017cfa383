// expect: a_ladder_needs_at_least_one_stage
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{rung::stage{"guest"}};
#else
constexpr rung::ladder club{std::initializer_list<rung::stage>{}};
#endif
