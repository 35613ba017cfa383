// expect: an event stands .as(n) for what the field can be at most, where its last, largest or mean value is
// asked
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

#ifdef RUNG_CORRECTED
constexpr int bought = 5;
#else
constexpr int bought = 9;  // a score is 5 at most
#endif
constexpr auto mean =
    rung::mean(kinds::score).of(kinds::evaluation || kinds::purchase.as(bought)).named("mean");
using shop = rung::measured<mean>;
constexpr shop::facts nobody{};
