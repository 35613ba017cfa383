// expect: a measure in a rule is a named constant
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

constexpr auto bought = rung::count(kinds::purchase).named("bought");
#ifdef RUNG_CORRECTED
constexpr auto rule = bought >= 2;
#else
constexpr auto rule = rung::count(kinds::purchase).named("bought") >= 2;
#endif
