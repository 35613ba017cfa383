// expect: these measures need more than a client's record can hold
#include <rung/retail/measures.hpp>

#ifdef RUNG_CORRECTED
constexpr auto days = rung::days_with(rung::kinds::contact).in(rung::last_weeks(104)).named("days");
#else
constexpr auto days = rung::days_with(rung::kinds::contact).in(rung::last_weeks(9'400)).named("days");
#endif
using shop = rung::measured<days>;
constexpr shop::facts nobody{};
