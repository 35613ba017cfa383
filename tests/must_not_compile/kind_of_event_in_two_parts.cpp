// expect: a kind of event stands in two parts of a selection only if their conditions exclude each other, or
// an event of it would count twice
#include <rung/retail/measures.hpp>

using namespace rung::literals;
namespace kinds = rung::kinds;

constexpr auto large = kinds::purchase.where(kinds::amount >= 100.00_money);
#ifdef RUNG_CORRECTED
constexpr auto web = kinds::purchase.where(kinds::amount < 100.00_money).where(kinds::channel == 3);
#else
constexpr auto web = kinds::purchase.where(kinds::channel == 3);
#endif
constexpr auto both = rung::count(large || web).named("both");
rung::measured<both>::facts client;
