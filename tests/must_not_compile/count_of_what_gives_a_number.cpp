// expect: an event stands .as(n) for a number in a sum, or a largest, last or mean value; a count counts it
// once, and .after(...) only asks whether it happened
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

#ifdef RUNG_CORRECTED
constexpr auto bonus = rung::sum(kinds::amount).of(kinds::purchase || kinds::contact.as(5)).named("bonus");
#else
constexpr auto bonus = rung::count(kinds::purchase || kinds::contact.as(5)).named("bonus");
#endif
rung::measured<bonus>::facts client;
