// expect: a_window_is_of_at_most_65535_periods
#include <rung/measures/period.hpp>

#ifdef RUNG_CORRECTED
constexpr auto days = rung::last_days(60'000);
#else
constexpr auto days = rung::last_days(70'000);
#endif
