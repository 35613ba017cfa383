// expect: months_and_years_have_no_fixed_length_write_91_days
#include <chrono>
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::descent::after down{std::chrono::days{365}};
#else
constexpr rung::descent::after down{std::chrono::years{1}};
#endif
