// expect: a_rule_has_at_most_16_conditions_and_8_routes
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

constexpr rung::rule sixteen = contacts >= 1 and purchases >= 1 and addons >= 1 and spend >= 0.01_money and
                               recommendations >= 1 and referred >= 1 and evaluations >= 1 and
                               last_score >= 1 and mean_score >= 0.01_decimal and bad_scores >= 1 and
                               awareness_level >= 1 and need_level >= 1 and process_step >= 1 and
                               wallet_share >= 1_percent and price_rises >= 1 and own_contacts >= 1;

#ifdef RUNG_CORRECTED
constexpr rung::rule many = sixteen and contacts >= 2;
#else
constexpr rung::rule many = sixteen and complaints >= 1;
#endif
