// expect: a base that keeps history takes events in any order, and a rolling window that may run out of room
// does not: use calendar periods, or ask .with_room_for() each day of the window
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

#include <rung/base/kept_history.hpp>

#ifdef RUNG_CORRECTED
constexpr auto over = rung::last_days(60).with_room_for(60);
#else
constexpr auto over = rung::last_months(2).with_room_for(40);
#endif
constexpr auto bought = rung::count(kinds::purchase).in(over).named("bought");
using shop = rung::measured<bought>;
constexpr rung::lifecycle life{
    rung::basic_ladder<shop>{{.name = "guest"}, {.name = "member", .enter = bought >= 2}}};
rung::client_base base{life, rung::history::kept{}};
