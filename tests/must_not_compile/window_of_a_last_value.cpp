// expect: a count, a sum and days_with can be asked .in(a window); largest, last, mean and what says how long
// ago something was cannot
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

constexpr auto quiet = rung::since_last(kinds::complaint)
#ifndef RUNG_CORRECTED
                           .in(rung::calendar_year)
#endif
                           .named("quiet");
using shop = rung::measured<quiet>;
constexpr shop::facts nobody{};
