// expect: only a count or a sum of all time begins anew .after_silence(rung::last_months(n), events)
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

constexpr auto quiet = rung::count(kinds::purchase).after_silence(rung::last_months(18), kinds::purchase);
#ifdef RUNG_CORRECTED
constexpr auto bought = quiet.named("bought");
#else
constexpr auto bought = quiet.in(rung::calendar_year).named("bought");
#endif
rung::measured<bought>::facts client;
