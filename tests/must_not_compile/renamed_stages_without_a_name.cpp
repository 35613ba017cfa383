// expect: a list does not own its values: give the array a name
#include <rung/core/adoption.hpp>
#include <rung/rung.hpp>

constexpr rung::renamed_stage renamed[]{{"vip", "VIP"}};
#ifdef RUNG_CORRECTED
rung::adoption_terms terms{.at = rung::utc(2026, 1, 1), .renamed = renamed};
#else
rung::adoption_terms terms{.at = rung::utc(2026, 1, 1), .renamed = {{{"vip", "VIP"}}}};
#endif
