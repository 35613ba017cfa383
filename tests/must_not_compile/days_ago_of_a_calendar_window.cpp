// expect: only a rolling window can be asked .days_ago(n), of fewer days than it has
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

#ifdef RUNG_CORRECTED
constexpr auto bought = rung::count(kinds::purchase).in(rung::last_years(1).days_ago(14)).named("bought");
#else
constexpr auto bought = rung::count(kinds::purchase).in(rung::calendar_year.days_ago(14)).named("bought");
#endif
rung::measured<bought>::facts client;
