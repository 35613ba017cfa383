// expect: months_of_chrono_are_no_months_write_for_months_1
// A month of std::chrono is 30.44 days.
#include <rung/core/lifecycle.hpp>
#include <rung/retail/retail.hpp>

#include <chrono>

using namespace rung::facts;

#ifdef RUNG_CORRECTED
constexpr rung::stage gold{.name = "gold", .enter = purchases >= 3, .grace = rung::for_months(1)};
#else
constexpr rung::stage gold{.name = "gold", .enter = purchases >= 3, .grace = std::chrono::months{1}};
#endif
