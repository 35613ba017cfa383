// expect: a_window_is_of_at_most_65535_periods
#include <rung/measures/period.hpp>

#ifdef RUNG_CORRECTED
constexpr auto years = 3 * rung::calendar_year;
#else
constexpr auto years = 300 * (300 * rung::calendar_day);
#endif
