// expect: only_a_rule_to_enter_asks_about_moves_not_one_to_keep_nor_a_door_nor_an_exit
#include <rung/retail/measures.hpp>
#include <rung/rung.hpp>

constexpr auto bought = rung::measures::purchases;
constexpr auto falls = rung::count(rung::kinds::fall).named("falls");
using club = rung::measured<bought, falls>;

#ifdef RUNG_CORRECTED
constexpr rung::basic_ladder<club> ladder{
    {.name = "guest"}, {.name = "gold", .enter = bought >= 3 and falls <= 1, .keep = bought >= 1}};
#else
constexpr rung::basic_ladder<club> ladder{
    {.name = "guest"}, {.name = "gold", .enter = bought >= 3, .keep = bought >= 1 and falls <= 1}};
#endif
