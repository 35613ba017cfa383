// expect-gcc: no match for 'operator=='
// expect-clang: invalid operands to binary expression
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

constexpr auto service = rung::lifecycle{rung::ladders::service()};

#ifdef RUNG_CORRECTED
constexpr bool same = service.stage(rung::client{}) == rung::ladders::service_stage::potential;
#else
constexpr bool same = service.stage(rung::client{}) == rung::ladders::loyalty_stage::potential;
#endif
