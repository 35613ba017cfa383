// expect: two measures have one name: give the second another by .named(...)
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

constexpr auto year = rung::sum(kinds::amount).of(kinds::purchase).in(rung::calendar_year).named("spend");
#ifdef RUNG_CORRECTED
constexpr auto before = year.ago(1).named("spend_before");
#else
constexpr auto before = year.ago(1);
#endif
using shop = rung::measured<year, before>;
constexpr shop::facts nobody{};
