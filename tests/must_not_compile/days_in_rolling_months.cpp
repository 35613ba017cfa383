// expect: days_with is counted .in(rung::last_days(n)) or in calendar periods, not in rolling months or years
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

#ifdef RUNG_CORRECTED
constexpr auto over = rung::last_days(365);
#else
constexpr auto over = rung::last_months(12);
#endif
constexpr auto active = rung::days_with(kinds::contact).in(over).named("active");
using shop = rung::measured<active>;
constexpr shop::facts nobody{};
