// expect: days_begin_less_than_24_hours_from_utc_weeks_on_a_weekday_from_0_to_6_years_in_a_month_from_1_to_12
#include <rung/rung.hpp>

using namespace rung::facts;

#ifdef RUNG_CORRECTED
constexpr rung::ladder club{
    rung::stage{"guest"},
    rung::stage{.name = "gold", .enter = purchases >= 3, .grace = rung::for_months(1).years_from(4)}};
#else
constexpr rung::ladder club{
    rung::stage{"guest"},
    rung::stage{.name = "gold", .enter = purchases >= 3, .grace = rung::for_months(1).years_from(13)}};
#endif
