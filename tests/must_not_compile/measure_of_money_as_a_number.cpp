// expect: this fact is money: it compares with money, such as 1000.00_money
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

using namespace rung::literals;
constexpr auto year = rung::sum(kinds::amount).of(kinds::purchase).in(rung::calendar_year).named("year");
#ifdef RUNG_CORRECTED
constexpr auto rule = year >= 1000.00_money;
#else
constexpr auto rule = year >= 1000;
#endif
