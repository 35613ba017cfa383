// expect: a_bare_number_is_no_length_of_time_write_90_days
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr auto l = rung::ladders::service({.regular_within = 90_days});
#else
constexpr auto l = rung::ladders::service({.regular_within = 90});
#endif
