// expect: a_window_is_asked_as_of_at_most_255_periods_or_days_ago
#include <rung/measures/period.hpp>

#ifdef RUNG_CORRECTED
constexpr auto year = rung::calendar_year.ago(200);
#else
constexpr auto year = rung::calendar_year.ago(300);
#endif
