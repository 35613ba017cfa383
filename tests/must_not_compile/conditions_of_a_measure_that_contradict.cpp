// expect: two conditions on one field contradict each other: no event passes both
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

#ifdef RUNG_CORRECTED
constexpr int most = 5;
#else
constexpr int most = 3;
#endif
constexpr auto middling =
    rung::count(kinds::evaluation.where(kinds::score >= 4).where(kinds::score <= most)).named("middling");
using shop = rung::measured<middling>;
constexpr shop::facts nobody{};
