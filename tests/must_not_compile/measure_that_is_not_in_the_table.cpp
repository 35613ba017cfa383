// expect: the_measure_of_this_rule_is_not_in_the_table_of_the_ladder_add_it_to_measured
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

constexpr auto bought = rung::count(kinds::purchase).named("bought");
constexpr auto recent = rung::count(kinds::purchase).in(rung::calendar_month).named("recent");
#ifdef RUNG_CORRECTED
using shop = rung::measured<bought, recent>;
#else
using shop = rung::measured<bought>;
#endif
constexpr rung::basic_ladder<shop> ladder{{.name = "guest"}, {.name = "member", .enter = recent >= 2}};
