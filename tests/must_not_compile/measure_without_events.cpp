// expect: a measure says which events it is made of: rung::sum(amount).of(purchase)
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

constexpr auto spend = rung::sum(kinds::amount)
#ifdef RUNG_CORRECTED
                           .of(kinds::purchase)
#endif
                           .named("spend");
using shop = rung::measured<spend>;
constexpr shop::facts nobody{};
