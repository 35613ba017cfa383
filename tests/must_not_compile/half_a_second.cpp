// expect: whole_seconds_are_needed_cut_it_with_floor_seconds
#include <chrono>
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::duration d = std::chrono::seconds{1};
#else
constexpr rung::duration d = std::chrono::milliseconds{1500};
#endif
