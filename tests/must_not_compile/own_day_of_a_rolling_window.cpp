// expect: only a calendar window can be .since_first(events)
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

constexpr auto spend = rung::sum(kinds::amount).of(kinds::purchase);
#ifdef RUNG_CORRECTED
constexpr auto own_year = spend.in(rung::calendar_year).since_first(kinds::purchase).named("own_year");
#else
constexpr auto own_year = spend.in(rung::last_years(1)).since_first(kinds::purchase).named("own_year");
#endif
rung::measured<own_year>::facts client;
