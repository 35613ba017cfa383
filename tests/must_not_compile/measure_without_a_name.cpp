// expect: each measure needs a name of its own, by .named(...)
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

constexpr auto bought = rung::count(kinds::purchase)
#ifdef RUNG_CORRECTED
                            .named("bought")
#endif
    ;
using shop = rung::measured<bought>;
constexpr shop::facts nobody{};
