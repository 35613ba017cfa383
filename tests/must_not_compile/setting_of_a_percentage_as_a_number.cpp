// expect: a_bare_number_is_no_percentage_write_150_percent
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr auto l = rung::ladders::familiarity({.unusual_break = 150_percent});
#else
constexpr auto l = rung::ladders::familiarity({.unusual_break = 150});
#endif
