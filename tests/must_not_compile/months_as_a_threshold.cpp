// expect: months and years have no fixed length: write days, such as 91_days or 365_days
#include <chrono>
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::rule r = silence <= std::chrono::weeks{13};
#else
constexpr rung::rule r = silence <= std::chrono::months{3};
#endif
